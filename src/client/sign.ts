/** Signing requests: SigV4 by @smithy/signature-v4. */
import { createHash, createHmac } from 'node:crypto'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { service } from '../model/service.ts'
import type { Credentials } from './credentials.ts'

/** What is signed, besides the headers that the signature itself brings. */
export interface Unsigned {
  /** http://host:port/path */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Who signs, for which region. */
export interface SignerSettings {
  readonly signingRegion: string
  readonly credentials: () => Promise<Credentials>
}

/** The shape in which the signer wants a hash. */
export class Sha256 {
  readonly #hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array)
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(data as Uint8Array)
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
}

/** Answers the headers of the signed request; the date is that of the signature. */
export type Signer = (request: Unsigned, date: Date) => Promise<Record<string, string>>

export function signerFor({ signingRegion, credentials }: SignerSettings): Signer {
  const signer = new SignatureV4({
    service: service.signingName,
    region: signingRegion,
    credentials,
    sha256: Sha256,
  })
  return async ({ url, headers, body }, signingDate) => {
    const { protocol, hostname, host, pathname } = url
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      path: pathname,
      headers: { host, ...headers },
      body,
    })
    const { headers: signed } = await signer.sign(request, { signingDate })
    return signed
  }
}
