/** A session with its connection and, where it is asked for, a mock endpoint of its own. */
import { clientIn, type SupportConnection } from '../client/connection.ts'
import type { Credentials, Environment } from '../client/credentials.ts'
import { unconfigured } from '../client/environment.ts'
import { SupportError } from '../client/errors.ts'
import type { Surroundings, Write } from '../client/settings.ts'
import * as library from '../index.ts'
import * as mockLibrary from '../mock/index.ts'
import { regions } from '../model/endpoints.ts'
import { defineHelp, type HelpOptions } from '../shell/help/define.ts'
import type { ConsoleTarget } from '../shell/session/console.ts'
import type { PrintOptions } from '../shell/session/print.ts'
import { Session, type SessionOptions } from '../shell/session/session.ts'

/** What the session's connections lead to. */
export type Target =
  | { readonly kind: 'mock'; readonly seed?: string; readonly region?: string }
  | { readonly kind: 'live'; readonly region?: string; readonly profile?: string; readonly endpoint?: string }

export interface WorkbenchOptions
  extends Pick<Surroundings, 'observe' | 'dryRun' | 'progress'>,
    Pick<SessionOptions, 'watchdog' | 'interruption'> {
  readonly target: Target
  readonly stdout: ConsoleTarget
  readonly stderr: ConsoleTarget
  /** Where imports look from; the current directory when absent. */
  readonly directory?: string
  readonly print?: PrintOptions
  readonly env?: Environment
  /** What `conn.help` and the help of its methods need to know. */
  readonly help?: HelpOptions
  /** Asked before a write is sent; `onMock` when it stays on the built-in mock. */
  readonly approve?: (write: Write & { readonly onMock: boolean }) => Promise<void>
}

export interface Workbench {
  readonly session: Session
  readonly conn: SupportConnection
  /** The mock that the session's connections lead to. */
  readonly mock?: mockLibrary.MockEndpoint
  /** Another connection to the same place, which is not the inputs' business; closed with the rest. */
  connect(around: Omit<Surroundings, 'env'>): SupportConnection
  close(): Promise<void>
}

/** Opens a session. Rejects when the mock cannot start or the connection's options are unusable. */
export async function openWorkbench({
  target,
  directory = process.cwd(),
  env = process.env,
  approve,
  observe,
  dryRun,
  progress,
  help,
  ...streams
}: WorkbenchOptions): Promise<Workbench> {
  const mock = target.kind === 'mock' ? await startMock(target.seed) : undefined
  let session: Session | undefined
  const settled = { env: environmentOf(target, env, mock), directory }
  const approveAny =
    approve && ((write: Write) => approve({ ...write, onMock: write.endpoint === mock?.url }))
  const client = clientIn({
    ...settled,
    observe,
    dryRun,
    progress,
    approve: approveAny,
    signal: () => session?.signal,
    parseJson: (text) => session!.parseJson(text),
  })
  const prepare = defineHelp(client.SupportConnection, help)
  const names = { ...client, regions, SupportError }
  const conn = await closing(mock, () => new client.SupportConnection())
  session = new Session({
    ...streams,
    directory,
    prepare,
    globals: { conn, ...names, ...(mock ? { mock } : {}) },
    ownModule: (specifier) => ownModule(specifier, names),
  })
  const others: SupportConnection[] = []
  const connect = (around: Omit<Surroundings, 'env'>) => {
    const other = new (clientIn({ ...settled, approve: approveAny, ...around }).SupportConnection)()
    others.push(other)
    return other
  }
  const close = async () => {
    session.dispose()
    await Promise.all([conn, ...others].map((each) => each.close()))
    await mock?.close()
  }
  return { session, conn, mock, connect, close }
}

/** What cannot be made leaves no mock behind. */
async function closing<T>(mock: mockLibrary.MockEndpoint | undefined, make: () => T): Promise<T> {
  try {
    return make()
  } catch (error) {
    await mock?.close()
    throw error
  }
}

/**
 * What this package exports, for imports of a session. Its connections are the session's: what is
 * typed on the mock stays on the mock.
 */
function ownModule(specifier: string, names: Record<string, unknown>): Record<string, unknown> | undefined {
  switch (specifier) {
    case 'support-repl':
      return { ...library, ...names }
    case 'support-repl/mock':
      return { ...mockLibrary }
    default:
      return undefined
  }
}

async function startMock(seed: string | undefined): Promise<mockLibrary.MockEndpoint> {
  const mock = await mockLibrary.startMockEndpoint({ port: 0, seed, strictAuth: true })
  return mock.unref()
}

/**
 * The environment of the session's connections: what the command line says is there for all of them,
 * those that inputs make, too. On the mock, whatever is configured for AWS stays out of it.
 */
function environmentOf(
  target: Target,
  env: Environment,
  mock: mockLibrary.MockEndpoint | undefined,
): Environment {
  const region = target.region === undefined ? {} : { AWS_REGION: target.region }
  if (mock) {
    const AWS_REGION = target.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'])
    const address = { AWS_REGION, AWS_ENDPOINT_URL_SUPPORT: mock.url }
    return { ...unconfigured(env), ...address, ...keysOf(mock.credentials) }
  }
  if (target.kind === 'mock') throw new Error('A session on the mock has one')
  const { profile, endpoint } = target
  const said = {
    ...region,
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL_SUPPORT: endpoint }),
    // A profile that is named wins over keys of the environment.
    ...(profile === undefined ? {} : { AWS_PROFILE: profile, ...keysOf({}) }),
  }
  // No copy: an input may put new keys there when the old ones have expired.
  return Object.create(env, Object.getOwnPropertyDescriptors(said)) as Environment
}

function keysOf({ accessKeyId, secretAccessKey }: Partial<Credentials>) {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: undefined,
  }
}
