/** Where the keys come from: what was given, the environment, or the official provider chain. */
import { localError } from './errors.ts'
import type { OfficialChain } from './official-chain.ts'

/** Keys as AWS hands them out. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** Fetches keys. `forceRefresh` when the service no longer takes those that were fetched before. */
export type CredentialsProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<Credentials>

export type Environment = Readonly<Record<string, string | undefined>>

/** A provider, and what is to be known of it when its keys are no longer good. */
export interface CredentialsSource {
  readonly fetch: CredentialsProvider
  /** False where asking again gives the same keys, unless a person has changed them. */
  readonly refreshes: boolean
  /** What a person can do: `run ...`, `set ...`. */
  readonly renewal: string
}

/** The keys of the environment, or undefined when it does not hold a pair. */
export function environmentCredentials(env: Environment): Credentials | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] || undefined }
}

interface Given {
  readonly credentials?: Credentials | CredentialsProvider
  readonly profile?: string
  /** Where roles are assumed. */
  readonly region?: string
}

/** Settles where the keys come from; nothing is fetched yet. */
export function credentialsSource(
  { credentials, profile, region }: Given,
  env: Environment,
): CredentialsSource {
  if (typeof credentials === 'function') {
    return { fetch: credentials, refreshes: true, renewal: 'the credentials function gives no better ones' }
  }
  if (credentials !== undefined) {
    const renewal = 'make a SupportConnection with new credentials'
    return { fetch: async () => credentials, refreshes: false, renewal }
  }
  const fetch = chain(env, profile, region)
  const named = profile ?? (env['AWS_PROFILE'] || undefined)
  const login = `run \`aws sso login${named === undefined ? '' : ` --profile ${named}`}\``
  const keys = 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN'
  return profile === undefined && environmentCredentials(env)
    ? { fetch, refreshes: false, renewal: `set new ${keys}, or unset them and ${login}` }
    : { fetch, refreshes: true, renewal: `${login}, or renew the keys in ~/.aws/credentials` }
}

/**
 * The standard AWS chain. A profile that is named in code wins over keys of the environment, as in
 * the official clients. The chain itself is loaded only when the environment does not answer.
 */
export function chain(env: Environment, profile?: string, region?: string): CredentialsProvider {
  const found = profile === undefined ? environmentCredentials(env) : undefined
  // Read each time: the environment of a process can get new keys.
  if (found) return async () => environmentCredentials(env) ?? found
  const named = profile ?? (env['AWS_PROFILE'] || undefined)
  let official: OfficialChain | undefined
  return async ({ forceRefresh = false } = {}) => {
    const { openChain, noCredentials } = await import('./official-chain.ts')
    // The official chain remembers the shared files. A new one that may not do so sees what is there now.
    if (forceRefresh || !official)
      official = await openChain({ profile: named, region, ignoreCache: forceRefresh })
    official.tried.length = 0
    try {
      return await official.provide()
    } catch (cause) {
      throw localError('CredentialsError', noCredentials(official.tried, named, cause), { cause })
    }
  }
}
