/** Every error by its name: what it means, and what its reader can do. */
import type { LocalErrorName } from '../../client/errors.ts'
import { faults } from '../../model/faults.ts'
import { frameworkFaults } from '../../model/framework-faults.ts'
import type { Members } from '../../model/shape.ts'

export interface KnownError {
  readonly help: string
  readonly remedy: string
  /** The HTTP status, of those that the service answers. */
  readonly statusCode?: number
  /** What it carries, of those that the service's model names. */
  readonly members?: Members
}

/** Those that come from this side. */
export const localErrors = {
  ConfigurationError: {
    help: 'An option or a setting of the environment cannot be used.',
    remedy: 'The message names it.',
  },
  ConnectionClosed: {
    help: 'The connection was closed while the call was under way.',
    remedy: 'Call again: a closed connection opens itself.',
  },
  CredentialsError: {
    help: 'No keys were found, or they could not be loaded.',
    remedy:
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile; --mock needs none.',
  },
  FileError: {
    help: 'A file cannot be read, written or attached, or changed meanwhile.',
    remedy: 'The message names every such file; nothing of them was sent.',
  },
  InvalidInput: {
    help: 'The input does not fit the operation; nothing was sent.',
    remedy:
      'The message names each member that is wrong; .help and the name of the operation lists them all.',
  },
  NetworkError: {
    help: 'The service could not be reached, or its answer did not arrive.',
    remedy: 'Check the network, a proxy, and conn.endpoint. After a write look first whether it took effect.',
  },
  OutcomeUnknownError: {
    help: 'A write may have taken effect: its answer is lost.',
    remedy: 'The message says which read shows it. Look before you send it again.',
  },
  TimeoutError: {
    help: 'The whole call took longer than it may.',
    remedy: 'Give it more time: { callTimeout: 60000 } as the second argument, in milliseconds.',
  },
  UnexpectedResponse: {
    help: 'An answer came that is not what the service answers.',
    remedy: 'Something else answers at conn.endpoint, or on the way there, such as a proxy.',
  },
  UploadFailed: {
    help: 'The service took all of a file, and has not made an attachment of it.',
    remedy: 'Attach it again; a kind of file that the service refuses will fail again.',
  },
  WriteRefused: {
    help: 'The write was not allowed here; nothing was sent.',
    remedy: 'The message says why: --read-only, .dryrun, your no, or that nobody is there to ask (--yes).',
  },
} as const satisfies Record<LocalErrorName, KnownError>

const known = new Map<string, KnownError>(Object.entries({ ...faults, ...frameworkFaults, ...localErrors }))

export const errorNames: readonly string[] = [...known.keys()]

export function knownError(name: string): KnownError | undefined {
  return known.get(name)
}
