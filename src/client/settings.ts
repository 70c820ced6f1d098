/** What a connection needs to know, settled from its options and the environment. */
import { endpointFor, regions } from '../model/endpoints.ts'
import type { OperationName } from '../model/operations.ts'
import type { AttachProgress } from './attach/progress.ts'
import {
  type Credentials,
  type CredentialsProvider,
  credentialsSource,
  type Environment,
} from './credentials.ts'
import { CredentialsKeeper } from './credentials-keeper.ts'
import { localError } from './errors.ts'
import type { CallEvent } from './observe.ts'
import { unknownOption } from './options.ts'
import type { Delay } from './retry.ts'

/** One line of a connection's log: a request and what became of it. */
export interface RequestLog {
  readonly operation: OperationName
  /** Counts from 1. */
  readonly attempt: number
  readonly milliseconds: number
  readonly statusCode?: number
  readonly requestId?: string
  /** The name of the fault or error, when there was one. */
  readonly error?: string
}

/** How to connect. Everything is optional: what is missing comes from the standard AWS chain. */
export interface ConnectionOptions {
  /** Any region of the partition; AWS_REGION, AWS_DEFAULT_REGION, else us-east-1. */
  region?: string
  /** A profile of the shared AWS files. */
  profile?: string
  /** Keys, or a function that fetches them. */
  credentials?: Credentials | CredentialsProvider
  /** Instead of the region's endpoint; AWS_ENDPOINT_URL_SUPPORT, AWS_ENDPOINT_URL. */
  endpoint?: string
  /** How often a read is sent at most before it fails (default 3). Writes are sent once. */
  maxAttempts?: number
  /** Milliseconds to wait for an answer to one request (default 60 000; 0 for ever). */
  requestTimeout?: number
  /** Told about every request; never about keys or contents. */
  logger?: { debug(entry: RequestLog): void }
}

/** What stands around a connection and is not the caller's business to pass. */
export interface Surroundings {
  readonly env: Environment
  /** Asked before a write is sent; throws to refuse it. */
  readonly approve?: (write: Write) => Promise<void>
  /** Told what happens to every call. */
  readonly observe?: (event: CallEvent) => void
  /**
   * While it answers true, nothing is changed: operations that have `dryRun` are sent with it, whatever
   * their input says, and writes that do not have it are refused.
   */
  readonly dryRun?: () => boolean
  /** Gives up whatever is under way when it fires; asked anew for every call. */
  readonly signal?: () => AbortSignal | undefined
  /** Reads an answer's JSON; a shell reads it into the world in which its inputs run. */
  readonly parseJson?: (text: string) => unknown
  /** Where paths of files that are attached begin; the current directory when absent. */
  readonly directory?: string
  /** Shows how far the files of `attach` are, unless the call has an `onProgress`. */
  readonly progress?: (progress: AttachProgress) => void
  /** Waits before another try, and for uploads to be ready; timers of the process when absent. */
  readonly delay?: Delay
}

/** A write that is about to be sent. */
export interface Write {
  readonly operation: OperationName
  /**
   * As it is sent. For `attach`, which asks once for all that it sends, the files without their content:
   * `{ files: [{ fileName, bytes }] }`; `operation` is then the first that is sent.
   */
  readonly input: unknown
  readonly endpoint: string
  /** Only checked by the service: it changes nothing. */
  readonly dryRun: boolean
}

export interface Settings {
  readonly region: string
  readonly signingRegion: string
  readonly endpoint: string
  readonly credentials: CredentialsKeeper
  readonly maxAttempts: number
  readonly requestTimeout: number
  readonly logger?: ConnectionOptions['logger']
}

const optionNames = [
  'region',
  'profile',
  'credentials',
  'endpoint',
  'maxAttempts',
  'requestTimeout',
  'logger',
] as const satisfies (keyof ConnectionOptions)[]

/** Settles the options; throws a ConfigurationError that says what cannot be used. */
export function settle(options: ConnectionOptions, env: Environment): Settings {
  const unknown = unknownOption(options, optionNames)
  if (unknown) throw unusable(unknown)
  const region = options.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || 'us-east-1')
  const home = endpointFor(region)
  if (!home) throw unusable(`Unknown region ${region}: regions look like ${regions()[0]!.name}`)
  const custom = options.endpoint ?? (env['AWS_ENDPOINT_URL_SUPPORT'] || env['AWS_ENDPOINT_URL'])
  return {
    region,
    signingRegion: home.signingRegion,
    endpoint: custom === undefined || custom === '' ? home.url : checkedUrl(custom),
    credentials: new CredentialsKeeper(credentialsSource(checkedKeys(options), env)),
    maxAttempts: checkedCount('maxAttempts', options.maxAttempts ?? 3, 1),
    requestTimeout: checkedCount('requestTimeout', options.requestTimeout ?? 60_000, 0),
    logger: options.logger,
  }
}

function checkedKeys(options: ConnectionOptions): ConnectionOptions {
  const { credentials } = options
  if (typeof credentials !== 'object' || (credentials.accessKeyId && credentials.secretAccessKey))
    return options
  throw unusable('credentials need accessKeyId and secretAccessKey')
}

function checkedUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw unusable(`The endpoint must be an http or https URL, for example http://127.0.0.1:4587, not ${url}`)
  }
  // A password in a URL would end up in messages.
  if (parsed.username || parsed.password) throw unusable('The endpoint must not hold a user or password')
  // It would be sent, and the signature would not cover it.
  if (parsed.search || parsed.hash) throw unusable('The endpoint must not hold a query or fragment')
  return url.replace(/\/+$/, '')
}

function checkedCount(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value
  throw unusable(`${name} must be a whole number of at least ${least}, not ${String(value)}`)
}

const unusable = (message: string) => localError('ConfigurationError', message)
