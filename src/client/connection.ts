/** SupportConnection: the operations of the service as methods. */
import { inspect } from 'node:util'
import { type OperationName, operation, operationNames } from '../model/operations.ts'
import type { Attachable, Attached, AttachOptions } from './attach/attach.ts'
import { type CallOptions, Calls } from './calls.ts'
import type { Downloaded, DownloadedFile, DownloadOptions } from './download/download.ts'
import { localError } from './errors.ts'
import { checkedInput } from './input.ts'
import type { OperationMethods, Paginators } from './operation-types.ts'
import { follow, Pages } from './pages.ts'
import { type ConnectionOptions, type Surroundings, settle } from './settings.ts'

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
    checkOwner(this, name)
    return this[send](name, input, options)
  }
}

/** `const { describeCases } = conn` leaves the connection behind. */
function checkOwner(owner: unknown, method: string): void {
  if (owner instanceof Sender) return
  throw new TypeError(`${method} is a method of a SupportConnection: call it as conn.${method}(...)`)
}

function paginator(name: OperationName) {
  return function (this: Sender, input?: unknown, options?: CallOptions) {
    checkOwner(this, paginatorName(name))
    return new Pages(pagesOf(this, name, input, options), (page) => listOn(name, page))
  }
}

// A generator, so that what is wrong with the input is told to whoever iterates.
async function* pagesOf(sender: Sender, name: OperationName, input: unknown, options?: CallOptions) {
  yield* follow(name, checkedInput(name, input), (filters) => sender[send](name, filters, options))
}

function listOn(name: OperationName, page: Record<string, unknown>): readonly unknown[] {
  const member = operation(name).pages!
  const list = page[member] ?? []
  if (Array.isArray(list)) return list
  throw localError('UnexpectedResponse', `${name} answered ${member} that are no list`)
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
  readonly #calls: Calls

  /** Credentials from the standard AWS chain, everything else as in the options. */
  constructor(options?: ConnectionOptions)
  /** Credentials in the code: fine for a try, a risk in a file. */
  constructor(accessKeyId: string, secretAccessKey: string, sessionToken?: string)
  constructor(first: ConnectionOptions | string = {}, secretAccessKey?: string, sessionToken?: string) {
    super()
    const around = surroundingsOf(new.target)
    const settings = settle(asOptions(first, secretAccessKey, sessionToken), around)
    this.#calls = new Calls(settings, around)
  }

  /** The region that was asked for; requests are signed for the one that answers in its partition. */
  get region(): string {
    return this.#calls.settings.region
  }

  /** Where requests go. */
  get endpoint(): string {
    return this.#calls.settings.endpoint
  }

  /**
   * Sends files ahead, and answers what `createCase` and `addCommunicationToCase` take of them:
   *
   * ```ts
   * const files = await conn.attach('error.log', 'shot.png', { fileName: 'note.txt', data: 'Since Monday.' })
   * await conn.addCommunicationToCase({ caseId, communicationBody: 'Here they are.', ...files })
   * ```
   * The first three files of at most 5 MB go into a set, which lasts an hour; up to ten others, each of at
   * most 150 MB, go by parts, and are ready when this is fulfilled. When that breaks off, attaching the same
   * file again on the same connection goes on with the parts that are missing. What cannot be attached is told before
   * anything is sent, all of it in one FileError. Options may follow the files.
   */
  attach(...files: Attachable[]): Promise<Attached>
  attach(...filesAndOptions: [...files: Attachable[], options: AttachOptions]): Promise<Attached>
  async attach(...given: unknown[]): Promise<Attached> {
    const { attach } = await import('./attach/attach.ts')
    return attach(this.#calls, given)
  }

  /**
   * Downloads an attachment of any size, in parts side by side; what arrives is verified.
   *
   * ```ts
   * const { fileName, data } = await conn.download('attachment-1')
   * const { path } = await conn.download('attachment-1', 'downloads')   // a folder, or the name of a file
   * ```
   * A file is there as a whole or not at all. What breaks off goes on where it was. In a folder nothing is replaced, since
   * the name is another's: `shot (1).png` is written beside `shot.png`, and `path` says so. A file that you name is replaced.
   */
  download(attachmentId: string, options?: DownloadOptions): Promise<Downloaded>
  download(attachmentId: string, to: string, options?: DownloadOptions): Promise<DownloadedFile>
  async download(
    attachmentId: string,
    to?: string | DownloadOptions,
    options?: DownloadOptions,
  ): Promise<Downloaded | DownloadedFile> {
    const { download } = await import('./download/download.ts')
    return typeof to === 'string'
      ? download(this.#calls, attachmentId, to, options)
      : download(this.#calls, attachmentId, undefined, to)
  }

  /**
   * Closes the sockets that are kept open, and gives up what is under way: that rejects with a
   * ConnectionClosed. Nothing is left that would keep the process alive. The object can be used again.
   */
  async close(): Promise<void> {
    await this.#calls.close()
  }

  /** `await using conn = new SupportConnection()` closes it at the end of the block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Shows where the connection goes, never its keys. */
  [inspect.custom](_depth: number, options: object, show: typeof inspect): string {
    return `SupportConnection ${show({ region: this.region, endpoint: this.endpoint }, options)}`
  }

  [send](name: OperationName, input: unknown, options?: CallOptions) {
    return this.#calls.call(name, input, options)
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
