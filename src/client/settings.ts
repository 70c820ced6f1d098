/** What a connection needs to know, settled from its options and the environment. */
import { endpointFor, regions } from '../model/endpoints.ts'
import type { OperationName } from '../model/operations.ts'
import type { AttachProgress } from './attach/progress.ts'
import type { Now } from './clock.ts'
import {
  type Credentials,
  type CredentialsProvider,
  credentialsSource,
  type Environment,
} from './credentials.ts'
import { CredentialsKeeper } from './credentials-keeper.ts'
import { localError } from './errors.ts'
import { proxyFor, proxyUrl } from './http/proxy.ts'
import type { CallEvent } from './observe.ts'
import { type OptionKind, wrongOption } from './options.ts'
import type { Listeners, RequestLog } from './request-log.ts'
import type { Delay, Random } from './retry.ts'
import { Sources } from './sources.ts'
import { longestTimer } from './stop.ts'

/** How to connect. Everything is optional: what is missing comes from the standard AWS chain. */
export interface ConnectionOptions {
  /** Any region of the partition; AWS_REGION, AWS_DEFAULT_REGION, the profile, else us-east-1. */
  region?: string
  /** A profile of the shared AWS files; AWS_PROFILE, else `default`. */
  profile?: string
  /** Keys, or a function that fetches them. */
  credentials?: Credentials | CredentialsProvider
  /**
   * Instead of the region's endpoint; AWS_ENDPOINT_URL_SUPPORT, AWS_ENDPOINT_URL, `endpoint_url` of the
   * profile's services, of the profile. AWS_IGNORE_CONFIGURED_ENDPOINT_URLS leaves only the option.
   */
  endpoint?: string
  /** The endpoint whose cryptography is validated after FIPS 140; AWS_USE_FIPS_ENDPOINT, the profile. */
  useFipsEndpoint?: boolean
  /** The endpoint of the region that has IPv6 besides IPv4; AWS_USE_DUALSTACK_ENDPOINT, the profile. */
  useDualstackEndpoint?: boolean
  /**
   * How often a request is sent at most (default 3; AWS_MAX_ATTEMPTS, the profile). A write that may have
   * taken effect is never sent again, whatever this says.
   */
  maxAttempts?: number
  /**
   * `standard` (the default), or `adaptive`, which also slows down to what the service lets through;
   * AWS_RETRY_MODE, the profile. Their `legacy` is taken for standard with 5 attempts.
   */
  retryMode?: RetryMode
  /** Milliseconds until there must be a connection (default 10 000; 0 for ever). */
  connectTimeout?: number
  /** Milliseconds to wait for an answer when a request is out, or for it to go on (default 60 000; 0 for ever). */
  requestTimeout?: number
  /** Milliseconds for a whole call, with all its attempts (default 0: for ever). */
  callTimeout?: number
  /** The URL of a proxy, or false for none; HTTPS_PROXY, HTTP_PROXY, unless NO_PROXY names the host. */
  proxy?: string | false
  /** A file of certificates to trust in the place of the usual ones; AWS_CA_BUNDLE, the profile. */
  caBundle?: string
  /**
   * The application that calls, for whoever reads the service's logs: at the end of the User-Agent;
   * AWS_SDK_UA_APP_ID, the profile. AWS asks for 50 characters at most.
   */
  userAgentAppId?: string
  /** Told about every request; never about keys or contents. `console` will do. */
  logger?: { debug(entry: RequestLog): void }
  /** Called for every request when it is over, like the logger. */
  onRequest?: (entry: RequestLog) => void
}

/** How failures slow a connection down. */
export type RetryMode = 'standard' | 'adaptive'

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
  /** Milliseconds since 1970; Date.now when absent. */
  readonly now?: Now
  /** Spreads the waiting before another try; Math.random when absent. */
  readonly random?: Random
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

export interface Settings extends Listeners {
  readonly region: string
  readonly signingRegion: string
  readonly endpoint: string
  readonly credentials: CredentialsKeeper
  readonly maxAttempts: number
  readonly retryMode: RetryMode
  readonly connectTimeout: number
  readonly requestTimeout: number
  readonly callTimeout: number
  readonly proxy?: URL
  /** The proxy for other hosts, those that signed links lead to. */
  readonly proxyTo: (url: URL) => URL | undefined
  /** Files. */
  readonly certificates: readonly string[]
  readonly userAgentAppId?: string
}

const optionKinds = {
  region: 'text',
  profile: 'text',
  credentials: 'any',
  endpoint: 'text',
  useFipsEndpoint: 'switch',
  useDualstackEndpoint: 'switch',
  maxAttempts: 'any',
  retryMode: 'text',
  connectTimeout: 'any',
  requestTimeout: 'any',
  callTimeout: 'any',
  proxy: 'any',
  caBundle: 'text',
  userAgentAppId: 'text',
  logger: 'logger',
  onRequest: 'function',
} as const satisfies Record<keyof ConnectionOptions, OptionKind>

/** Settles the options; throws a ConfigurationError that says what cannot be used. */
export function settle(
  options: ConnectionOptions,
  { env, now }: Pick<Surroundings, 'env' | 'now'>,
): Settings {
  const wrong = wrongOption(options, optionKinds)
  if (wrong) throw unusable(wrong)
  const sources = new Sources(env, options.profile)
  const region = options.region ?? sources.get('region')?.value ?? 'us-east-1'
  const fips = options.useFipsEndpoint ?? sources.isOn('useFipsEndpoint')
  const dualstack = options.useDualstackEndpoint ?? sources.isOn('useDualstackEndpoint')
  const home = endpointFor(region, { fips, dualstack })
  if (!home) throw unusable(`Unknown region ${region}: regions look like ${regions()[0]!.name}`)
  const custom = customEndpoint(options, sources)
  if (custom !== undefined && fips) throw unusable('FIPS and a custom endpoint are not supported together')
  if (custom !== undefined && dualstack) {
    throw unusable('Dual-stack and a custom endpoint are not supported together')
  }
  const endpoint = custom ?? home.url
  const proxyTo = proxies(options, env)
  const milliseconds = (name: 'connectTimeout' | 'requestTimeout' | 'callTimeout', usual: number) =>
    checkedCount(name, options[name] ?? usual, 0, longestTimer)
  return {
    region,
    signingRegion: home.signingRegion,
    endpoint,
    credentials: new CredentialsKeeper(credentialsSource({ ...checkedKeys(options), region }, env), now),
    ...retries(options, sources),
    connectTimeout: milliseconds('connectTimeout', 10_000),
    requestTimeout: milliseconds('requestTimeout', 60_000),
    callTimeout: milliseconds('callTimeout', 0),
    proxy: proxyTo(new URL(endpoint)),
    proxyTo,
    certificates: certificatesOf(options, sources, env),
    userAgentAppId: options.userAgentAppId ?? sources.get('userAgentAppId')?.value,
    logger: options.logger,
    onRequest: options.onRequest,
  }
}

function customEndpoint({ endpoint }: ConnectionOptions, sources: Sources): string | undefined {
  const value = endpoint ?? sources.endpoint()?.value
  return value === undefined || value === '' ? undefined : checkedUrl(value)
}

function retries(options: ConnectionOptions, sources: Sources): Pick<Settings, 'maxAttempts' | 'retryMode'> {
  const mode = options.retryMode ?? sources.get('retryMode')?.value ?? 'standard'
  if (!Object.hasOwn(usualAttempts, mode)) {
    const source = options.retryMode === undefined ? sources.get('retryMode')?.source : 'retryMode'
    throw unusable(`${source} must be standard, adaptive or legacy, not ${mode}`)
  }
  const said = options.maxAttempts === undefined ? sources.get('maxAttempts') : undefined
  const most = said
    ? checkedCount(said.source, Number(said.value), 1)
    : checkedCount('maxAttempts', options.maxAttempts ?? usualAttempts[mode as keyof typeof usualAttempts], 1)
  return { maxAttempts: most, retryMode: mode === 'adaptive' ? mode : 'standard' }
}

// What boto calls legacy is the standard mode with more attempts.
const usualAttempts = { standard: 3, adaptive: 3, legacy: 5 } as const

function proxies({ proxy }: ConnectionOptions, env: Environment): Settings['proxyTo'] {
  if (proxy === undefined || proxy === null) return (url) => proxyFor(url, env)
  // Not the value: it may hold a password.
  if (proxy !== false && typeof proxy !== 'string') throw unusable('proxy must be a string, or false')
  const given = proxy === false ? undefined : proxyUrl(proxy, 'proxy')
  return () => given
}

function certificatesOf({ caBundle }: ConnectionOptions, sources: Sources, env: Environment): string[] {
  const bundle = caBundle ?? sources.get('caBundle')?.value
  // Node adds the extra ones to its own, and to nothing else.
  const extra = env['NODE_EXTRA_CA_CERTS']
  return bundle === undefined ? [] : [bundle, ...(extra ? [extra] : [])]
}

function checkedKeys(options: ConnectionOptions): ConnectionOptions {
  const { credentials } = options
  if (credentials === undefined || typeof credentials === 'function') return options
  if (isText(credentials?.accessKeyId) && isText(credentials?.secretAccessKey)) return options
  throw unusable('credentials need accessKeyId and secretAccessKey')
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''

function checkedUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    const shown = url.replace(/\/\/[^/]*@/, '//...@')
    throw unusable(
      `The endpoint must be an http or https URL, for example http://127.0.0.1:4587, not ${shown}`,
    )
  }
  // A password in a URL would end up in messages.
  if (parsed.username || parsed.password) throw unusable('The endpoint must not hold a user or password')
  // It would be sent, and the signature would not cover it.
  if (parsed.search || parsed.hash) throw unusable('The endpoint must not hold a query or fragment')
  return url.replace(/\/+$/, '')
}

function checkedCount(name: string, value: number, least: number, most = Number.POSITIVE_INFINITY): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  const range = most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`
  throw unusable(`${name} must be a whole number ${range}, not ${String(value)}`)
}

const unusable = (message: string) => localError('ConfigurationError', message)
