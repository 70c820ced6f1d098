/** One signed request and its answer. */
import { type OperationName, wireName } from '../model/operations.ts'
import { service } from '../model/service.ts'
import { type Answer, readAnswer } from './answer.ts'
import type { ServiceClock } from './clock.ts'
import { localError, SupportError } from './errors.ts'
import { AnswerTooLarge, ExchangeTimeout, exchange, type HttpAnswer, mostBytes } from './http/exchange.ts'
import { ProxyRefusal } from './http/proxy.ts'
import { type Route, routeTo } from './http/route.ts'
import { networkReason } from './network-reason.ts'
import type { Settings } from './settings.ts'
import { type Signer, signerFor } from './sign.ts'
import { unlessStopped } from './stop.ts'
import { userAgentOf } from './user-agent.ts'

/** How one request is sent. */
export interface Sending {
  readonly signal: AbortSignal
  /** What the request carries besides the headers of the protocol. */
  readonly headers: Readonly<Record<string, string>>
  /** Called when a connection has taken the request. */
  readonly sent: () => void
}

/** Sends requests of one connection over sockets that are kept open. */
export class Transport {
  readonly #settings: Settings
  readonly #clock: ServiceClock
  readonly #route: Route
  readonly #url: URL
  readonly #signer: Signer
  readonly #userAgent: string
  readonly #parseJson: ((text: string) => unknown) | undefined

  static async open(
    settings: Settings,
    clock: ServiceClock,
    parseJson?: (text: string) => unknown,
  ): Promise<Transport> {
    return new Transport(settings, clock, await routeTo(settings), parseJson)
  }

  private constructor(
    settings: Settings,
    clock: ServiceClock,
    route: Route,
    parseJson: ((text: string) => unknown) | undefined,
  ) {
    this.#settings = settings
    this.#clock = clock
    this.#route = route
    this.#url = new URL(settings.endpoint)
    this.#parseJson = parseJson
    this.#userAgent = userAgentOf(settings)
    const { signingRegion, credentials } = settings
    this.#signer = signerFor({ signingRegion, credentials: () => credentials.get() })
  }

  /**
   * Sends one request with an encoded body. Rejects with a SupportError for a fault, a network failure or a
   * malformed answer, and with the reason of the signal.
   */
  async send(name: OperationName, body: string, sending: Sending): Promise<Answer> {
    const headers = {
      'content-type': service.contentType,
      'x-amz-target': `${service.targetPrefix}.${wireName(name)}`,
      'user-agent': this.#userAgent,
      ...sending.headers,
    }
    const signing = this.#signer({ url: this.#url, headers, body }, new Date(this.#clock.now()))
    // Keys can take their time: they may come from a command, or over the network.
    const signed = await unlessStopped(sending.signal, signing)
    const answer = await this.#exchange(signed, body, sending)
    return readAnswer(name, answer, this.#parseJson)
  }

  close(): void {
    this.#route.agent.destroy()
  }

  async #exchange(
    signed: Record<string, string>,
    body: string,
    { signal, sent }: Sending,
  ): Promise<HttpAnswer> {
    const { connectTimeout, requestTimeout } = this.#settings
    const { agent, to, opensAhead } = this.#route
    const sentAt = this.#clock.local()
    let isSent = false
    try {
      const headers = { ...signed, ...this.#route.headers, 'content-length': String(Buffer.byteLength(body)) }
      const onSent = () => {
        isSent = true
        sent()
      }
      const answer = await exchange(to, {
        ...{ method: 'POST', headers, body, agent, signal, opensAhead },
        ...{ connectTimeout, requestTimeout, onSent },
      })
      // Without TLS the proxy is asked for the answer itself, and only proxies want a user in this way.
      if (answer.statusCode === 407 && this.#route.proxy !== undefined) throw new ProxyRefusal(407)
      this.#clock.learn(answer.headers.date, sentAt)
      return answer
    } catch (cause) {
      if (signal.aborted || cause instanceof SupportError) throw cause
      throw this.#failure(cause, isSent)
    }
  }

  #failure(cause: unknown, isSent: boolean): unknown {
    const { connectTimeout, requestTimeout } = this.#settings
    const { host } = this.#url
    const { proxy } = this.#route
    const at = proxy === undefined ? host : `${host} through the proxy ${proxy}`
    if (cause instanceof ProxyRefusal) {
      const { statusCode, message } = cause
      // Where it was sent, the status says that it went no further.
      return localError('NetworkError', `Could not reach ${at}: ${message}`, isSent ? { statusCode } : {})
    }
    if (cause instanceof AnswerTooLarge) {
      const { statusCode } = cause
      const message = `The answer (status ${statusCode}) of ${at} has more than ${mostBytes / 1024 / 1024} MB: is the endpoint an AWS Support endpoint?`
      return localError('UnexpectedResponse', message, { statusCode })
    }
    if (cause instanceof ExchangeTimeout) {
      const how =
        cause.phase === 'connect'
          ? `${at} took no connection within ${connectTimeout} ms`
          : `${at} did not answer within ${requestTimeout} ms`
      return localError('NetworkError', how, { cause })
    }
    if (!(cause instanceof Error)) return cause
    const what = isSent ? `No answer from ${at}` : `Could not reach ${at}`
    return localError('NetworkError', `${what}: ${networkReason(cause)}`, { cause })
  }
}
