/** Whether a session goes to AWS or to the built-in mock. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { chain, type Environment, environmentCredentials } from '../client/credentials.ts'
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
  const toLive = { kind: 'live', options } as const
  if (mock) return { target: toMock, assumed: false }
  if (live) {
    await resolveCredentials(options.profile, env)
    return { target: toLive, assumed: false }
  }
  // Who names an endpoint or a profile wants it used, with credentials or with a clear error.
  if (options.endpoint || options.profile) return { target: toLive, assumed: false }
  if (seed) return { target: toMock, assumed: false }
  return { target: (await hasCredentials(env)) ? toLive : toMock, assumed: true }
}

async function resolveCredentials(profile: string | undefined, env: Environment): Promise<void> {
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

async function hasCredentials(env: Environment): Promise<boolean> {
  if (environmentCredentials(env) || credentialVariables.some((name) => env[name])) return true
  const home = join(homedir(), '.aws')
  const files = [
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, 'credentials'),
    env['AWS_CONFIG_FILE'] ?? join(home, 'config'),
  ]
  const texts = await Promise.all(files.map(readIfThere))
  return texts.some((text) => grantsCredentials(text))
}

/** Settings of a default profile that lead to credentials. Other profiles count once they are named. */
const grants =
  /^\s*(aws_access_key_id|role_arn|credential_process|sso_session|sso_start_url|login_session)\s*=/

function grantsCredentials(text: string): boolean {
  let inDefault = false
  return text.split('\n').some((line) => {
    const section = /^\s*\[\s*(?:profile\s+)?([^\]]*?)\s*\]/.exec(line)
    if (section) inDefault = section[1] === 'default'
    return inDefault && grants.test(line)
  })
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    // A file that is not there, or that this user may not read, configures nothing.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR'].includes((error as { code?: string }).code ?? '')) return ''
    throw error
  }
}
