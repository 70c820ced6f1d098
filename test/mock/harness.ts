/** A mock without sockets, at nine o'clock on the first of August 2026. */
import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { MockCredentials } from '../../src/mock/auth/signers.ts'
import type { Reply, WireRequest } from '../../src/mock/http/exchange.ts'
import { respond } from '../../src/mock/http/routes.ts'
import { seedNames } from '../../src/mock/state/seeds.ts'
import type { FilledCase } from '../../src/mock/store/content.ts'
import { World, type WorldOptions } from '../../src/mock/world.ts'

export const nine = Date.UTC(2026, 7, 1, 9)

export const jane: MockCredentials = {
  accessKeyId: 'AKIAMOCKJANE00000000',
  secretAccessKey: 'the-secret-of-jane',
  accountId: '123456789012',
}

interface Setting extends Partial<WorldOptions> {
  /** What every account holds, in the place of a seed. */
  readonly cases?: () => readonly FilledCase[]
}

/** Empty and relaxed unless told otherwise; its clock stands. */
export function testWorld({ cases = () => [], now = () => nine, ...rest }: Setting = {}): World {
  return new World({
    seedName: seedNames[0]!,
    seed: () => ({ cases: cases() }),
    strictAuth: false,
    credentials: [],
    now,
    journalSize: 1000,
    ...rest,
  })
}

export type Headers = Readonly<Record<string, string>>

export interface Sent {
  readonly method?: string
  readonly url?: string
  readonly headers?: Headers
  readonly body?: string | Buffer
}

export const signedLoosely = (account = '123456789012') =>
  `AWS4-HMAC-SHA256 Credential=${account}/20260801/us-east-1/support/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`

/** The headers of a well-formed request for an operation. */
export const headersFor = (operation: string, account?: string): Headers => ({
  host: '127.0.0.1:4587',
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': `AWSSupport_20130415.${operation}`,
  'x-amz-date': '20260801T090000Z',
  authorization: signedLoosely(account),
})

export function wireRequest({ method = 'POST', url = '/', headers = {}, body = '' }: Sent): WireRequest {
  return {
    method,
    url,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    body: Buffer.from(body),
  }
}

/** Sends anything; answers the reply as it is. */
export const send = (world: World, sent: Sent): Reply => respond(world, wireRequest(sent))

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
export type Json = any

export const json = ({ body }: Reply): Json => JSON.parse(body.toString())

/** Calls an operation; answers its output, or `{ __type, message }`. */
export function call(world: World, operation: string, input: object = {}, account?: string): Json {
  return json(send(world, { headers: headersFor(operation, account), body: JSON.stringify(input) }))
}

/** Opens a case and answers its id. */
export function open(world: World, input: object = {}, account?: string): string {
  const filled = { subject: 'Help', communicationBody: 'It broke.', ...input }
  return call(world, 'CreateCase', filled, account).caseId
}

/** The hash that @smithy/signature-v4 asks for. */
export class Sha256 {
  readonly #hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer)
  }
  update(data: string | ArrayBuffer | ArrayBufferView) {
    this.#hash.update(typeof data === 'string' ? data : Buffer.from(data as Uint8Array))
  }
  async digest() {
    return new Uint8Array(this.#hash.digest())
  }
  reset() {}
}

export interface Signing {
  readonly credentials?: MockCredentials
  readonly date?: Date
  readonly region?: string
  readonly service?: string
}

/** Signs as the official clients do, with their own code. */
export async function sign(sent: Sent, signing: Signing = {}): Promise<Sent> {
  const { credentials = jane, date = new Date(nine), region = 'us-east-1', service = 'support' } = signing
  const { method = 'POST', url = '/', headers = {}, body = '' } = sent
  const at = new URL(url, 'http://127.0.0.1:4587')
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 as never })
  const signed = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: at.pathname,
      query: Object.fromEntries(at.searchParams),
      headers: { ...headers },
      body,
    },
    { signingDate: date },
  )
  return { method, url, headers: signed.headers, body }
}
