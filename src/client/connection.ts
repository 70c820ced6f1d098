/** SupportConnection: the operations of the service as methods. */
import { inspect } from 'node:util'
import {
  type Input,
  type OperationName,
  type Output,
  operation,
  operationNames,
  type operations,
} from '../model/operations.ts'
import { localError, SupportError } from './errors.ts'
import { checkedInput } from './input.ts'
import { backOff, isTransient } from './retry.ts'
import { type ConnectionOptions, type Settings, type Surroundings, settle } from './settings.ts'
import type { Answer, Transport } from './transport.ts'
import { encode } from './wire.ts'

/** Options of one call. */
export interface CallOptions {
  /** Gives the call up. */
  signal?: AbortSignal
}

type Bare<N extends OperationName> = (typeof operations)[N] extends { bare?: infer B }
  ? [B] extends [undefined]
    ? never
    : string
  : never

type Arguments<N extends OperationName> =
  Partial<Input<N>> extends Input<N>
    ? [input?: Input<N> | Bare<N>, options?: CallOptions]
    : [input: Input<N> | Bare<N>, options?: CallOptions]

/** Every operation as a method. One needed text may stand bare: `conn.resolveCase('case-1')`. */
export type OperationMethods = {
  [N in OperationName]: (...args: Arguments<N>) => Promise<Output<N>>
}

type PagedName = {
  [N in OperationName]: (typeof operations)[N] extends { input: { nextToken: unknown; maxResults: unknown } }
    ? N
    : never
}[OperationName]

/** Every paged operation as an iterator over its pages: `conn.paginateDescribeCases()`. */
export type Paginators = {
  [N in PagedName as `paginate${Capitalize<N>}`]: (...args: Arguments<N>) => AsyncGenerator<Output<N>, void>
}

type Methods = OperationMethods & Paginators

/** How the methods below get at a connection's inside. */
const send = Symbol('send')

abstract class Sender {
  abstract [send](
    name: OperationName,
    input: unknown,
    options?: CallOptions,
  ): Promise<Record<string, unknown>>
}

function method(name: OperationName) {
  return function (this: Sender, input?: unknown, options?: CallOptions) {
    return this[send](name, input, options)
  }
}

function paginator(name: OperationName) {
  return async function* (this: Sender, input?: unknown, options?: CallOptions) {
    const filters = checkedInput(name, input)
    let nextToken: unknown = filters['nextToken']
    do {
      const page = await this[send](name, { ...filters, nextToken }, options)
      yield page
      if (page['nextToken'] === nextToken && nextToken !== undefined) {
        throw localError('UnexpectedResponse', `${name} answered the same nextToken twice`)
      }
      nextToken = page['nextToken']
    } while (nextToken !== undefined && nextToken !== null)
  }
}

/** The class that carries the methods: defined in a loop, so that none is written by hand. */
const WithOperations = (() => {
  abstract class Operations extends Sender {}
  const define = (name: string, value: (...args: never[]) => unknown) => {
    Object.defineProperty(value, 'name', { value: name })
    Object.defineProperty(Operations.prototype, name, { value, writable: true, configurable: true })
  }
  for (const name of operationNames) {
    define(name, method(name))
    if (operation(name).pages) define(paginatorName(name), paginator(name))
  }
  return Operations as abstract new () => Sender & Methods
})()

/** The name of an operation's paginator: `paginateDescribeCases`. */
export function paginatorName(name: OperationName): string {
  return `paginate${name[0]!.toUpperCase()}${name.slice(1)}`
}

/** What stands around the connections of a class. Kept out of the class: it holds keys, and classes print. */
const surroundings = new WeakMap<object, Surroundings>()

function surroundingsOf(connection: object): Surroundings {
  for (let each: object | null = connection; each !== null; each = Object.getPrototypeOf(each)) {
    const found = surroundings.get(each)
    if (found) return found
  }
  return { env: process.env }
}

/**
 * A connection to AWS Support.
 *
 * ```ts
 * const conn = new SupportConnection()
 * const { cases } = await conn.describeCases({ includeResolvedCases: true })
 * ```
 * Methods reject with a {@link SupportError}; nothing is sent before the first call.
 */
export class SupportConnection extends WithOperations {
  readonly #settings: Settings
  readonly #surroundings: Surroundings
  #transport: Promise<Transport> | undefined

  /** Credentials from the standard AWS chain, everything else as in the options. */
  constructor(options?: ConnectionOptions)
  /** Credentials in the code: fine for a try, a risk in a file. */
  constructor(accessKeyId: string, secretAccessKey: string, sessionToken?: string)
  constructor(first: ConnectionOptions | string = {}, secretAccessKey?: string, sessionToken?: string) {
    super()
    this.#surroundings = surroundingsOf(new.target)
    this.#settings = settle(asOptions(first, secretAccessKey, sessionToken), this.#surroundings.env)
  }

  /** The region that was asked for; requests are signed for the one that answers in its partition. */
  get region(): string {
    return this.#settings.region
  }

  /** Where requests go. */
  get endpoint(): string {
    return this.#settings.endpoint
  }

  /** Closes the connections that are kept open. The object can be used again: it opens new ones. */
  async close(): Promise<void> {
    const transport = this.#transport
    this.#transport = undefined
    ;(await transport)?.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Shows where the connection goes, never its keys. */
  [inspect.custom](_depth: number, options: object, show: typeof inspect): string {
    return `SupportConnection ${show({ region: this.region, endpoint: this.endpoint }, options)}`
  }

  async [send](name: OperationName, given: unknown, options: CallOptions = {}) {
    const signal = options.signal ?? this.#surroundings.signal?.()
    signal?.throwIfAborted()
    // Written down here, so that what is approved is what is sent.
    const body = encode(operation(name).input, checkedInput(name, given))
    if (operation(name).kind === 'write' && this.#surroundings.approve) {
      const write = { operation: name, input: JSON.parse(body) as unknown, endpoint: this.endpoint }
      await this.#surroundings.approve(write)
      signal?.throwIfAborted()
    }
    return (await this.#attempts(name, body, signal)).output
  }

  async #attempts(name: OperationName, body: string, signal?: AbortSignal): Promise<Answer> {
    // A write whose answer got lost may have taken effect: it is not sent twice.
    const most = operation(name).kind === 'read' ? this.#settings.maxAttempts : 1
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted()
      try {
        return await this.#logged(name, attempt, () => this.#send(name, body, signal))
      } catch (error) {
        if (error instanceof SupportError) Object.assign(error, { attempts: attempt })
        if (attempt >= most || signal?.aborted || !isTransient(error)) throw error
        await backOff(attempt, signal)
      }
    }
  }

  async #send(name: OperationName, body: string, signal?: AbortSignal): Promise<Answer> {
    // The signer and the HTTP client take a while to load: only the first request needs them.
    this.#transport ??= import('./transport.ts').then(
      ({ Transport }) => new Transport(this.#settings, this.#surroundings.parseJson),
    )
    return (await this.#transport).send(name, body, signal)
  }

  async #logged(name: OperationName, attempt: number, run: () => Promise<Answer>): Promise<Answer> {
    const { logger } = this.#settings
    if (!logger) return run()
    const start = performance.now()
    const entry = () => ({ operation: name, attempt, milliseconds: Math.round(performance.now() - start) })
    try {
      const answer = await run()
      logger.debug({ ...entry(), statusCode: answer.statusCode, requestId: answer.requestId })
      return answer
    } catch (error) {
      const { name: errorName, statusCode, requestId } = error as Partial<SupportError>
      logger.debug({ ...entry(), statusCode, requestId, error: errorName })
      throw error
    }
  }
}

function asOptions(
  first: ConnectionOptions | string,
  secretAccessKey: string | undefined,
  sessionToken: string | undefined,
): ConnectionOptions {
  if (typeof first === 'object' && first !== null) return first
  if (typeof first === 'string' && first && secretAccessKey) {
    return { credentials: { accessKeyId: first, secretAccessKey, sessionToken } }
  }
  throw localError(
    'ConfigurationError',
    'SupportConnection takes an access key and a secret key, or an object of options, or nothing',
  )
}

/** A connection by the name of an AWS region; the rest comes from the standard AWS chain. */
export type ConnectToRegion = (
  region: string,
  options?: Omit<ConnectionOptions, 'region'>,
) => SupportConnection

const connector =
  (Connection: typeof SupportConnection): ConnectToRegion =>
  (region, options = {}) =>
    new Connection({ ...options, region })

export const connectToRegion: ConnectToRegion = connector(SupportConnection)

/**
 * The same class and function in other surroundings: a shell gives its connections another
 * environment (that of its mock) and watches over their writes.
 */
export function clientIn(around: Surroundings): {
  SupportConnection: typeof SupportConnection
  connectToRegion: ConnectToRegion
} {
  // Assigned to this name, the class has it too, in messages and when it is printed.
  const bound = { SupportConnection: class extends SupportConnection {} }
  surroundings.set(bound.SupportConnection, around)
  return { ...bound, connectToRegion: connector(bound.SupportConnection) }
}
