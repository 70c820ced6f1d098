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
  const places = tried.length > 0 ? ` (tried ${tried.join(', then ')})` : ''
  const why = ownWords(cause)
  return profile === undefined
    ? `No AWS credentials found${places}${why}: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run \`aws configure\`, or name a profile`
    : `Profile ${profile} gives no credentials${places}${why}: check it in ~/.aws/config and ~/.aws/credentials`
}

// That nothing was found is what the sentence says already; what failed on the way is worth knowing.
const nothingFound = /^Could not (load credentials from any providers|resolve credentials using profile)/

function ownWords(cause: unknown): string {
  const said = cause instanceof Error ? cause.message.split('\n')[0]!.replace(/\.$/, '') : ''
  return said === '' || nothingFound.test(said) ? '' : `, ${said}`
}
