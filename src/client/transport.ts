/** One signed request and its answer. SigV4 by @smithy/signature-v4, HTTP by node-fetch. */
import { createHash, createHmac } from 'node:crypto'
import { type ClientRequest, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import fetch, { AbortError, FetchError } from 'node-fetch'
import { type OperationName, operation, wireName } from '../model/operations.ts'
import { service } from '../model/service.ts'
import { localError, SupportError } from './errors.ts'
import { networkReason } from './network-reason.ts'
import type { Settings } from './settings.ts'
import { userAgent } from './user-agent.ts'
import { decode } from './wire.ts'

/** What came back, once it is known to be an answer of the service. */
export interface Answer {
  readonly output: Record<string, unknown>
  readonly statusCode: number
  readonly requestId?: string
}

/** How one request is sent. */
interface Sending {
  readonly signal?: AbortSignal
  /** Called when a connection has taken the request. */
  readonly sent: () => void
}

/** The shape in which the signer wants a hash. */
class Sha256 {
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

/** Sends requests of one connection over connections that are kept open. */
export class Transport {
  readonly #settings: Settings
  readonly #parseJson: (text: string) => unknown
  readonly #signer: SignatureV4
  readonly #agent: HttpAgent | HttpsAgent

  constructor(settings: Settings, parseJson: (text: string) => unknown = JSON.parse) {
    this.#settings = settings
    this.#parseJson = parseJson
    this.#signer = new SignatureV4({
      service: service.signingName,
      region: settings.signingRegion,
      credentials: () => settings.credentials.get(),
      sha256: Sha256,
    })
    const Agent = settings.endpoint.startsWith('https:') ? HttpsAgent : HttpAgent
    this.#agent = new Agent({ keepAlive: true })
  }

  /** Sends one request with an encoded body. Throws a SupportError for a fault, a network failure or a malformed answer. */
  async send(name: OperationName, body: string, sending: Sending): Promise<Answer> {
    const signed = await this.#sign(name, body)
    const { statusCode, requestId, errorType, text } = await this.#exchange(signed, sending)
    const answer = parseObject(text, this.#parseJson)
    if (!answer) throw unexpected(statusCode, requestId)
    if (statusCode !== 200) throw fault(answer, errorType, statusCode, requestId)
    return { output: decode(operation(name).output, answer), statusCode, requestId }
  }

  close(): void {
    this.#agent.destroy()
  }

  async #sign(name: OperationName, body: string): Promise<HttpRequest> {
    const { protocol, hostname, port, host, pathname } = new URL(this.#settings.endpoint)
    const request = new HttpRequest({
      method: 'POST',
      protocol,
      hostname,
      port: port === '' ? undefined : Number(port),
      path: pathname,
      headers: {
        host,
        'content-type': service.contentType,
        'x-amz-target': `${service.targetPrefix}.${wireName(name)}`,
        'user-agent': userAgent,
      },
      body,
    })
    return (await this.#signer.sign(request)) as HttpRequest
  }

  async #exchange({ headers, body }: HttpRequest, { signal: caller, sent }: Sending) {
    const { endpoint, requestTimeout } = this.#settings
    const timeout = requestTimeout > 0 ? AbortSignal.timeout(requestTimeout) : undefined
    const signals = [caller, timeout].filter((each) => each !== undefined)
    // node-fetch lets an error go uncaught when its signal has fired before it begins.
    caller?.throwIfAborted()
    let isSent = false
    const noteSent = () => {
      isSent = true
      sent()
    }
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers,
        body: body as string,
        agent: noting(this.#agent, noteSent),
        // A signed request must not be sent on to where the service did not mean it to go.
        redirect: 'manual',
        signal: signals.length > 0 ? AbortSignal.any(signals) : undefined,
      })
      return {
        statusCode: response.status,
        requestId: response.headers.get('x-amzn-requestid') ?? undefined,
        errorType: response.headers.get('x-amzn-errortype') ?? undefined,
        text: await response.text(),
      }
    } catch (cause) {
      throw this.#failure(cause, isSent, caller, timeout)
    }
  }

  #failure(cause: unknown, isSent: boolean, caller?: AbortSignal, timeout?: AbortSignal): unknown {
    if (caller?.aborted) return caller.reason
    const { host } = new URL(this.#settings.endpoint)
    if (timeout?.aborted) {
      return localError('NetworkError', `${host} did not answer within ${this.#settings.requestTimeout} ms`, {
        cause,
      })
    }
    if (!(cause instanceof FetchError) && !(cause instanceof AbortError)) return cause
    const what = isSent ? `No answer from ${host}` : `Could not reach ${host}`
    return localError('NetworkError', `${what}: ${networkReason(cause)}`, { cause })
  }
}

/** What Node asks of an agent. Its types name the method nowhere, its check of the `agent` option does. */
interface Taking {
  addRequest(request: ClientRequest, options: object): void
}

/**
 * The same agent for one request, which notes when a connection has taken it: from then on nobody knows how
 * much of it arrives, and before that nothing can.
 */
function noting<A extends HttpAgent>(agent: A, sent: () => void): A {
  const addRequest: Taking['addRequest'] = (request, options) => {
    request.once('socket', (socket: Socket) => {
      if (!socket.connecting) sent()
      else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', sent)
    })
    ;(agent as A & Taking).addRequest(request, options)
  }
  return Object.create(agent, { addRequest: { value: addRequest } }) as A
}

function parseObject(
  text: string,
  parseJson: (text: string) => unknown,
): Record<string, unknown> | undefined {
  try {
    // A successful operation without output members may answer nothing at all.
    const value: unknown = parseJson(text || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function unexpected(statusCode: number, requestId: string | undefined): SupportError {
  return localError(
    'UnexpectedResponse',
    `The answer (status ${statusCode}) is not JSON: is the endpoint an AWS Support endpoint?`,
    { statusCode, requestId },
  )
}

/** The fault's name may carry a namespace before `#` and a URL after `:`. */
function faultName(type: unknown): string | undefined {
  return typeof type === 'string' ? type.split(':')[0]!.split('#').pop() || undefined : undefined
}

function fault(
  body: Record<string, unknown>,
  errorType: string | undefined,
  statusCode: number,
  requestId: string | undefined,
): SupportError {
  const name = faultName(body['__type']) ?? faultName(errorType)
  if (!name) return unexpected(statusCode, requestId)
  const message = body['message'] ?? body['Message']
  const text = typeof message === 'string' && message ? message : 'The service gives no reason.'
  return new SupportError(name, withoutToken(text), { statusCode, requestId })
}

/** A signature fault repeats the signed headers, and one of them can be the session token. */
function withoutToken(message: string): string {
  return message.replace(/(x-amz-security-token:)\S+/gi, '$1<redacted>')
}
