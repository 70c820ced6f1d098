/** Where the keys come from: what was given, the environment, or the official provider chain. */
import { localError } from './errors.ts'

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
}

/** Settles where the keys come from; nothing is fetched yet. */
export function credentialsSource({ credentials, profile }: Given, env: Environment): CredentialsSource {
  if (typeof credentials === 'function') {
    return { fetch: credentials, refreshes: true, renewal: 'the credentials function gives no better ones' }
  }
  if (credentials !== undefined) {
    const renewal = 'make a SupportConnection with new credentials'
    return { fetch: async () => credentials, refreshes: false, renewal }
  }
  const fetch = chain(env, profile)
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
export function chain(env: Environment, profile?: string): CredentialsProvider {
  const found = profile === undefined ? environmentCredentials(env) : undefined
  // Read each time: the environment of a process can get new keys.
  if (found) return async () => environmentCredentials(env) ?? found
  const named = profile ?? (env['AWS_PROFILE'] || undefined)
  let official: CredentialsProvider | undefined
  return async ({ forceRefresh = false } = {}) => {
    // The official chain remembers the shared files. A new one that may not do so sees what is there now.
    if (forceRefresh || !official) official = await officialChain(named, forceRefresh)
    try {
      return await official()
    } catch (cause) {
      throw localError('CredentialsError', noCredentials(named, cause), { cause })
    }
  }
}

async function officialChain(
  profile: string | undefined,
  ignoreCache: boolean,
): Promise<CredentialsProvider> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
  return defaultProvider({ ...(profile === undefined ? {} : { profile }), ignoreCache })
}

function noCredentials(profile: string | undefined, cause: unknown): string {
  // The official chain says so in several ways, all of which name the command.
  if (cause instanceof Error && cause.message.includes('aws sso login')) {
    return `The SSO session has expired: run \`aws sso login${profile === undefined ? '' : ` --profile ${profile}`}\``
  }
  return profile === undefined
    ? 'No AWS credentials found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run `aws configure`, or name a profile'
    : `Profile ${profile} gives no credentials: check it in ~/.aws/config and ~/.aws/credentials`
}
