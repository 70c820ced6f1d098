/** Starting a mock endpoint: its options, and what is checked before it listens. */
import { inspect } from 'node:util'
import { type CredentialsOption, readCredentials } from './auth/credentials.ts'
import { MockEndpoint } from './endpoint.ts'
import { MockStartError } from './errors.ts'
import { HttpServer } from './http/server.ts'
import { type FaultRule, type ReadRule, readDocument, readRules } from './rules/fault-rules.ts'
import { type Plan, plans } from './rules/plan.ts'
import { type Policy, parsePolicy } from './rules/policy.ts'
import { readJsonFile } from './state/json-file.ts'
import { loadSeed, loadState, type seedNames } from './state/seeds.ts'
import { StateSaver } from './state/state-saver.ts'
import { EventPoster } from './store/event-poster.ts'
import { World } from './world.ts'

export interface MockOptions {
  /** 4587 when absent; 0 for a free one. */
  readonly port?: number
  /** 127.0.0.1 when absent. */
  readonly host?: string
  /** `tutorial` (one case), `demo` (many), `empty`, or the path of a state file. */
  readonly seed?: (typeof seedNames)[number] | (string & {})
  /**
   * True (the default) verifies signatures, dates and scope of the accounts in `credentials`. False
   * takes every well-formed signature; an access key of 12 digits is that account.
   */
  readonly strictAuth?: boolean
  /**
   * Who may call, or the path of a JSON file with a list of them. When absent one account is made up; see
   * {@link MockEndpoint.credentials}.
   */
  readonly credentials?: CredentialsOption
  /** The clock to follow, in milliseconds since 1970; Date.now when absent. */
  readonly now?: () => number
  /** How many requests the journal keeps; 1000 when absent. */
  readonly journalSize?: number
  /** The support plan of every account; enterprise when absent. Basic and developer have no API. */
  readonly plan?: Plan
  /** True throttles as the service does, and limits cases an hour; false (the default) limits nothing. */
  readonly quotas?: boolean
  /** An IAM policy that holds for all who call, or the path of one; without one everything is allowed. */
  readonly policy?: object | string
  /** A file that the state is loaded from, when it is there, and saved to after changes and at the end. */
  readonly state?: string
  /** Where every case change is posted to, as the EventBridge event that the service sends: an http(s) URL. */
  readonly events?: string
  /** What is to go wrong, or the path of a JSON file that says so: `{"faults": [...]}`. */
  readonly faults?: readonly FaultRule[] | string
}

/** Starts a mock endpoint. A {@link MockStartError} says why it could not. */
export async function startMockEndpoint(options: MockOptions = {}): Promise<MockEndpoint> {
  const {
    port = 4587,
    host = '127.0.0.1',
    seed = 'tutorial',
    strictAuth = true,
    journalSize = 1000,
  } = options
  checkWhole('port', port, 65_535)
  checkWhole('journalSize', journalSize, 1_000_000)
  const credentials = await readCredentials(options.credentials)
  checkEvents(options.events)
  const { state, events, policy } = options
  const world = new World({
    ...(await loadSeed(seed)),
    state: state === undefined ? undefined : await loadState(state),
    strictAuth,
    credentials,
    now: options.now,
    journalSize,
    plan: checkPlan(options.plan),
    quotas: options.quotas,
    policy: await readPolicy(policy),
    faults: await readFaults(options.faults),
  })
  const saver = state === undefined ? undefined : await StateSaver.open(world, state, saveFailed)
  const server = new HttpServer(world)
  try {
    const listening = await server.listen(port, host)
    const poster = events === undefined ? undefined : new EventPoster(events, world, eventFailed)
    return new MockEndpoint(world, server, { host, port: listening, seed, poster, saver })
  } catch (error) {
    await saver?.close()
    throw error
  }
}

function checkEvents(url: string | undefined): void {
  if (url !== undefined && URL.canParse(url) && (new URL(url).username || new URL(url).password))
    throw new MockStartError('bad-option', 'events must be a URL without a user name and password.')
  if (url === undefined || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) return
  throw new MockStartError('bad-option', `events must be an http or https URL, not ${inspect(url)}.`)
}

async function readPolicy(policy: object | string | undefined): Promise<Policy | undefined> {
  if (policy === undefined) return undefined
  return typeof policy === 'string'
    ? parsePolicy(await readJsonFile(policy, 'policy'), policy)
    : parsePolicy(policy, 'policy')
}

async function readFaults(given: MockOptions['faults']): Promise<ReadRule[] | undefined> {
  const wrong = (source: string) => (sentence: string) =>
    new MockStartError('faults', `${source}${sentence}.`)
  if (typeof given !== 'string') return given && readRules(given, wrong(''))
  return readDocument(await readJsonFile(given, 'faults'), wrong(`${given}: `))
}

function checkPlan(plan: Plan | undefined): Plan | undefined {
  if (plan === undefined || plans.includes(plan)) return plan
  throw new MockStartError('bad-option', `plan must be one of ${plans.join(', ')}, not ${inspect(plan)}.`)
}

// A failure while it serves is for the one who started it to see; the next change tries again.
const saveFailed = (error: Error) =>
  process.emitWarning(`The state was not saved: ${error.message}`, 'MockStateWarning')

function checkWhole(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return
  throw new MockStartError(
    'bad-option',
    `${name} must be a whole number from 0 to ${most}, not ${inspect(value)}.`,
  )
}

const eventFailed = (reason: string) =>
  process.emitWarning(`An event was not delivered: ${reason}`, 'MockEventWarning')
