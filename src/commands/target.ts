/** Whether a session goes to AWS or to the built-in mock. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../client/credentials.ts'
import { UsageError } from './options.ts'
import type { Target } from './workbench.ts'

/** What the command line says about it. */
export interface Wanted {
  readonly mock?: boolean
  readonly live?: boolean
  readonly seed?: string
  readonly region?: string
  readonly profile?: string
  readonly endpoint?: string
}

/** Decides; `assumed` tells that nobody asked for it. Throws a UsageError for what cannot be. */
export async function chooseTarget(
  { mock, live, seed, ...options }: Wanted,
  env: Environment,
): Promise<{ target: Target; assumed: boolean }> {
  if (mock && live) throw new UsageError('--mock and --live exclude each other')
  if (mock && options.endpoint) throw new UsageError('--mock and --endpoint-url exclude each other')
  if (mock && options.profile) throw new UsageError('--mock and --profile exclude each other')
  if (live && seed) throw new UsageError('--seed is for the mock: leave out --live')
  const toMock = { kind: 'mock', seed, region: options.region } as const
  if (mock) return { target: toMock, assumed: false }
  const shared = await readShared(env, options.profile)
  const toLive = { kind: 'live', ...options, region: options.region ?? regionOf(shared, env) } as const
  if (live) {
    await resolveCredentials(options.profile, env)
    return { target: toLive, assumed: false }
  }
  // Who names an endpoint or a profile wants it used, with credentials or with a clear error.
  const endpoint = options.endpoint || env['AWS_ENDPOINT_URL_SUPPORT'] || env['AWS_ENDPOINT_URL']
  if (endpoint || options.profile) return { target: toLive, assumed: false }
  if (seed) return { target: toMock, assumed: false }
  return { target: (await hasCredentials(shared, env)) ? toLive : toMock, assumed: true }
}

async function resolveCredentials(profile: string | undefined, env: Environment): Promise<void> {
  // Loaded here: on the mock the first prompt need not wait for it.
  const { chain } = await import('../client/credentials.ts')
  try {
    await chain(env, profile)()
  } catch (error) {
    throw new UsageError(`--live: ${(error as Error).message}`, { cause: error })
  }
}

/** Environment variables by which AWS hands out credentials. */
const credentialVariables = [
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/** Settings of a profile that lead to credentials. */
const credentialSettings = [
  'aws_access_key_id',
  'role_arn',
  'credential_process',
  'sso_session',
  'sso_start_url',
  'login_session',
]

async function hasCredentials(shared: Profile, env: Environment): Promise<boolean> {
  const { environmentCredentials } = await import('../client/credentials.ts')
  return (
    environmentCredentials(env) !== undefined ||
    credentialVariables.some((name) => env[name]) ||
    credentialSettings.some((name) => shared[name])
  )
}

/** The region of the profile, unless the environment names one. */
function regionOf(shared: Profile, env: Environment): string | undefined {
  return env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] ? undefined : shared['region']
}

type Profile = Readonly<Record<string, string | undefined>>

/** The settings of a profile in the shared AWS files: the named one, AWS_PROFILE, else the default. */
async function readShared(env: Environment, profile = env['AWS_PROFILE'] || 'default'): Promise<Profile> {
  const home = join(env['HOME'] ?? homedir(), '.aws')
  const filepath = env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, 'credentials')
  const configFilepath = env['AWS_CONFIG_FILE'] ?? join(home, 'config')
  // The official reader takes a moment to load: only for files that are there.
  if (!existsSync(filepath) && !existsSync(configFilepath)) return {}
  const { loadSharedConfigFiles } = await import('@smithy/core/config')
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ filepath, configFilepath })
  return { ...configFile[profile], ...credentialsFile[profile] }
}
