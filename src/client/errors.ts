/** The errors of a connection: one class, told apart by name. */

/** Names of errors that do not come from the service; the service's own faults keep their names. */
export type LocalErrorName =
  /** The connection's options or environment cannot be used. */
  | 'ConfigurationError'
  /** No credentials were found, or they could not be loaded. */
  | 'CredentialsError'
  /** A file that is to be attached cannot be, or changed while it was read. */
  | 'FileError'
  /** The input does not fit the operation; nothing was sent. */
  | 'InvalidInput'
  /** The service could not be reached, or its answer did not arrive. */
  | 'NetworkError'
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

  constructor(name: string, message: string, { cause, ...details }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause })
    // The name belongs to the headline of an error, not to its properties.
    Object.defineProperty(this, 'name', { value: name, configurable: true, writable: true })
    const known = Object.entries(details).filter(([, value]) => value !== undefined)
    Object.assign(this, Object.fromEntries(known))
  }

  /** True for a fault that the service answered, false for what went wrong on this side. */
  get isServiceFault(): boolean {
    return this.statusCode !== undefined && this.name !== 'UnexpectedResponse'
  }
}

export function localError(name: LocalErrorName, message: string, details?: Details): SupportError {
  return new SupportError(name, message, details)
}

/** The same error in other words; its cause stays unless another is given. */
export function reworded(
  { name, statusCode, requestId, attempts, cause: before }: SupportError,
  message: string,
  cause = before,
): SupportError {
  return new SupportError(name, message, { statusCode, requestId, attempts, cause })
}
