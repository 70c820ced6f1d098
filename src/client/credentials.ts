/** Where the keys come from: what was given, the environment, or the official provider chain. */
import { localError } from './errors.ts'

/** Keys as AWS hands them out. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

export type CredentialsProvider = () => Promise<Credentials>

export type Environment = Readonly<Record<string, string | undefined>>

/** The keys of the environment, or undefined when it does not hold a pair. */
export function environmentCredentials(env: Environment): Credentials | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] || undefined }
}

/**
 * The standard AWS chain. A profile that is named in code wins over keys of the environment, as in
 * the official clients. The chain itself is loaded only when the environment does not answer.
 */
export function chain(env: Environment, profile?: string): CredentialsProvider {
  const found = profile === undefined ? environmentCredentials(env) : undefined
  if (found) return async () => found
  const named = profile ?? (env['AWS_PROFILE'] || undefined)
  let official: CredentialsProvider | undefined
  return async () => {
    official ??= await officialChain(named)
    try {
      return await official()
    } catch (cause) {
      throw localError('CredentialsError', noCredentials(named), { cause })
    }
  }
}

async function officialChain(profile: string | undefined): Promise<CredentialsProvider> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node')
  return defaultProvider(profile === undefined ? {} : { profile })
}

function noCredentials(profile: string | undefined): string {
  return profile === undefined
    ? 'No AWS credentials found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run `aws configure`, or name a profile'
    : `Profile ${profile} gives no credentials: check it in ~/.aws/config and ~/.aws/credentials`
}
