/** The provider chain of the official JavaScript client, and what it tried. */
import { defaultProvider } from '@aws-sdk/credential-provider-node'

export interface OfficialChain {
  readonly provide: ReturnType<typeof defaultProvider>
  /** The places where it looked, in order; cleared by whoever asks. */
  readonly tried: string[]
}

interface ChainOptions {
  readonly profile?: string
  readonly region?: string
  readonly ignoreCache: boolean
}

export function openChain({ profile, region, ignoreCache }: ChainOptions): OfficialChain {
  const tried: string[] = []
  // It says where it looks to its logger, and nowhere else.
  const debug = (line: unknown) => {
    const place = placeOf(String(line), profile ?? 'default')
    if (place && tried.at(-1) !== place) tried.push(place)
    const failure = failureIn(String(line), profile ?? 'default')
    if (failure && tried.length > 0) tried.push(`${tried.pop()} (${failure})`)
  }
  const silent = () => {}
  const provide = defaultProvider({
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { clientConfig: { region } }),
    ignoreCache,
    logger: { debug, info: silent, warn: silent, error: silent },
  })
  return { provide, tried }
}

/** A place for people, from a line of the chain; undefined for lines about something else. */
function placeOf(line: string, profile: string): string | undefined {
  const step = /^@aws-sdk\/credential-provider-node - \w+::(\w+)/.exec(line)?.[1]
  switch (step) {
    case 'fromEnv':
      return 'AWS_ACCESS_KEY_ID in the environment'
    case 'fromIni':
      return `profile ${profile} of the shared files`
    case 'fromProcess':
      return `credential_process of profile ${profile}`
    case 'fromTokenFile':
      return 'AWS_WEB_IDENTITY_TOKEN_FILE'
    case 'fromHttp':
      return "the container's credentials"
    case 'fromInstanceMetadata':
      return "the instance's metadata"
    default:
      return line.includes('Instance Metadata Service access disabled')
        ? "the instance's metadata (disabled by AWS_EC2_METADATA_DISABLED)"
        : undefined
  }
}

/** Why there are no credentials, where they were looked for, and what to do. */
export function noCredentials(tried: readonly string[], profile: string | undefined, cause: unknown): string {
  // The official chain says so in several ways, all of which name the command.
  if (cause instanceof Error && cause.message.includes('aws sso login')) {
    return `The SSO session has expired: run \`aws sso login${profile === undefined ? '' : ` --profile ${profile}`}\``
  }
  const places = tried.length > 0 ? ` (tried ${tried.join(', then ')}${endOf(cause)})` : ''
  return profile === undefined
    ? `No AWS credentials found${places}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run \`aws configure\`, or name a profile`
    : `Profile ${profile} gives no credentials${places}: check it in ~/.aws/config and ~/.aws/credentials`
}

// That nothing is there is what being tried in vain means; what failed is worth knowing.
const nothingThere =
  /^(AWS_(EC2_METADATA_V1_DISABLED|PROFILE is set)|Could not load credentials|EC2 Instance Metadata Service access|Profile .* did not contain credential_process|Profile .* could not be found|Skipping|Unable to find|Web identity configuration)/

/** What ends the chain before its end, a refused role or a file that is not there, is not told to its logger. */
function endOf(cause: unknown): string {
  if (!(cause instanceof Error) || cause.name === 'CredentialsProviderError') return ''
  return ` (${cause.message.split('\n')[0]!.replace(/\.$/, '')})`
}

function failureIn(line: string, profile: string): string | undefined {
  const said = /^@smithy\/property-provider (?:->|\(!\)) ([^\n]*)/.exec(line)?.[1]
  if (said === undefined || nothingThere.test(said)) return undefined
  // Of another profile, which this one names as its source, it is worth knowing.
  if (said.startsWith(`Could not resolve credentials using profile: [${profile}]`)) return undefined
  // The command itself may hold secrets.
  return said.startsWith('Command failed') ? 'the command failed' : said.replace(/\.$/, '')
}
