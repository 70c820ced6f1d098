/** The errors of a connection: one family, told apart by name. */
import type { OperationName } from '../model/operations.ts'
import { isThrottling, isTransient } from './fault-kinds.ts'

/** Names of errors that do not come from the service; the service's own faults keep their names. */
export type LocalErrorName =
  /** The connection's options or environment cannot be used. */
  | 'ConfigurationError'
  /** The connection was closed while the call was under way. */
  | 'ConnectionClosed'
  /** No credentials were found, or they could not be loaded. */
  | 'CredentialsError'
  /** A file that is to be attached cannot be, or changed while it was read; one cannot be written. */
  | 'FileError'
  /** The input does not fit the operation; nothing was sent. */
  | 'InvalidInput'
  /** The service could not be reached, or its answer did not arrive. */
  | 'NetworkError'
  /** A write may have taken effect, and nobody can say whether it did. */
  | 'OutcomeUnknownError'
  /** The whole call took longer than it may. */
  | 'TimeoutError'
  /** The answer arrived and is not what the service's protocol allows. */
  | 'UnexpectedResponse'
  /** The service took all of a file, and has not made an attachment of it. */
  | 'UploadFailed'
  /** The write was not allowed by the one who watches over this connection; nothing was sent. */
  | 'WriteRefused'

interface Details {
  readonly statusCode?: number
  readonly requestId?: string
  readonly attempts?: number
  readonly cause?: unknown
  /** Milliseconds that the service asks to wait before the next try. */
  readonly retryAfter?: number
  /** What else a fault says, as the model has it: `throttlingReasons`. */
  readonly members?: Readonly<Record<string, unknown>>
}

/**
 * Anything that goes wrong on a connection.
 *
 * `name` is the service's fault (`CaseIdNotFound`) or one of {@link LocalErrorName}; `statusCode` and
 * `requestId` are there when the service answered.
 */
export class SupportError extends Error {
  /** The HTTP status of the answer. */
  declare readonly statusCode?: number
  /** The service's id of the request: what AWS asks for when something is unclear. */
  declare readonly requestId?: string
  /** How many times the request was sent. */
  declare readonly attempts?: number
  readonly #retryAfter: number | undefined

  constructor(name: string, message: string, { cause, retryAfter, members, ...details }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause })
    // The name belongs to the headline of an error, not to its properties.
    Object.defineProperty(this, 'name', { value: name, configurable: true, writable: true })
    const known = Object.entries(details).filter(([, value]) => value !== undefined)
    Object.assign(this, members, Object.fromEntries(known))
    this.#retryAfter = retryAfter
  }

  /** True for a fault that the service answered, false for what went wrong on this side. */
  get isServiceFault(): boolean {
    return this.statusCode !== undefined && !Object.hasOwn(notFaults, this.name)
  }

  /** Whether the same call may well succeed later. */
  get retryable(): boolean {
    return isThrottling(this) || isTransient(this)
  }

  /** Milliseconds that the service asked to wait before the next try. */
  get retryAfter(): number | undefined {
    return this.#retryAfter
  }
}

// Errors of this side that can carry the status of an answer.
const notFaults = { NetworkError: true, OutcomeUnknownError: true, UnexpectedResponse: true }

/**
 * A write was sent, its answer is lost, and looking for its effect did not settle whether there is one. The
 * message says what may have happened and which read shows it; look before you send it again. `cause` is
 * what became of the answer.
 *
 * Effects are looked for by their text and time. Writes of this process that are the same are told apart.
 * Those of other processes within the same seconds are not: when there are more than this process can have
 * made, this is the error; when there is just one, it is taken for this write's, and `metadataOf` says that
 * the result was `recovered`. A signal that fires gives the reason of the signal, and no such error, although
 * the write may be there: `describeCases` and `describeCommunications` show it.
 */
export class OutcomeUnknownError extends SupportError {
  declare readonly operation: OperationName

  constructor(
    operation: OperationName,
    message: string,
    { cause, ...details }: Details & { cause: unknown },
  ) {
    super('OutcomeUnknownError', message, { ...details, cause })
    Object.defineProperty(this, 'operation', { value: operation, enumerable: true })
  }

  /** Never: nobody knows whether it would be the second time. */
  override get retryable(): boolean {
    return false
  }
}

export function localError(name: LocalErrorName, message: string, details?: Details): SupportError {
  return new SupportError(name, message, details)
}

/** The same error in other words; its cause stays unless another is given. */
export function reworded(
  { name, statusCode, requestId, attempts, retryAfter, cause: before }: SupportError,
  message: string,
  cause = before,
): SupportError {
  return new SupportError(name, message, { statusCode, requestId, attempts, retryAfter, cause })
}
