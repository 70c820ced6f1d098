/** The mock endpoint: a faithful AWS Support API on a loopback port. */
import { inspect } from 'node:util'
import { type AgentAction, type AgentReply, agentAssigns, agentReply, agentResolves } from './agent.ts'
import { MockStartError } from './errors.ts'
import type { JournalEntry } from './journal.ts'
import { type Plan, plans } from './plan.ts'
import { everythingAllowed, parsePolicy } from './policy.ts'
import type { State } from './saved-shapes.ts'
import { loadSeed, loadState, type seedNames } from './seeds.ts'
import { HttpServer } from './server.ts'
import type { MockCredentials } from './signers.ts'
import { dumpState, putState } from './state.ts'
import { StateSaver } from './state-saver.ts'
import { World } from './world.ts'

export type { AgentAction, AgentReply } from './agent.ts'
export { MockControlError, MockStartError } from './errors.ts'
export type { JournalEntry } from './journal.ts'
export { type Plan, plans } from './plan.ts'
export type { State } from './saved-shapes.ts'
export { seedNames } from './seeds.ts'
export type { MockCredentials } from './signers.ts'

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
  /** Who may call. When absent one account is made up; see {@link MockEndpoint.credentials}. */
  readonly credentials?: MockCredentials | readonly MockCredentials[]
  /** The clock to follow, in milliseconds since 1970; Date.now when absent. */
  readonly now?: () => number
  /** How many requests the journal keeps; 1000 when absent. */
  readonly journalSize?: number
  /** The support plan of every account; enterprise when absent. Basic and developer have no API. */
  readonly plan?: Plan
  /** True throttles as the service does, and limits cases an hour; false (the default) limits nothing. */
  readonly quotas?: boolean
  /** An IAM policy document that holds for all who call; without one everything is allowed. */
  readonly policy?: object
  /** A file that the state is loaded from, when it is there, and saved to after changes and at the end. */
  readonly state?: string
}

/** A running mock endpoint, and the means to control it. */
export class MockEndpoint {
  readonly #world: World
  readonly #server: HttpServer
  readonly #saver: StateSaver | undefined
  readonly #seed: string
  #closing: Promise<void> | undefined
  /** `http://127.0.0.1:4587` */
  readonly url: string
  readonly port: number
  /** The agent of the other side. */
  readonly agent: {
    /** Takes a case: it is now worked on. */
    assign(action: AgentAction): void
    /** Writes to the customer, and waits for an answer unless told otherwise. */
    reply(reply: AgentReply): void
    resolve(action: AgentAction): void
  }
  /** The mock's clock. Moving it moves the life of cases; callers go on to sign by their own clocks. */
  readonly clock: {
    now(): Date
    /** By an ISO 8601 duration: `PT1H`, `P14D`. Answers the new time. */
    advance(duration: string): Date
    /** To a time, from which the clock runs on. Answers the new time. */
    set(time: string | number | Date): Date
  }

  /** Use {@link startMockEndpoint}. */
  constructor(
    world: World,
    server: HttpServer,
    at: { host: string; port: number; seed: string; saver?: StateSaver },
  ) {
    this.#world = world
    this.#server = server
    this.#saver = at.saver
    this.#seed = at.seed
    this.port = at.port
    this.url = urlOf(at.host, at.port)
    const { clock } = world
    const now = () => new Date(clock.now())
    this.agent = {
      assign: (action) => agentAssigns(world, action),
      reply: (reply) => agentReply(world, reply),
      resolve: (action) => agentResolves(world, action),
    }
    this.clock = {
      now,
      advance(duration) {
        clock.advance(duration)
        world.changes.tell()
        return now()
      },
      set(time) {
        clock.set(time)
        world.changes.tell()
        return now()
      },
    }
  }

  /** The first configured credentials, or those that were made up. */
  get credentials(): MockCredentials {
    return this.#world.credentials[0]
  }

  /** The requests so far, oldest first, without their headers and with long texts cut. */
  requests(): JournalEntry[] {
    return this.#world.journal.entries()
  }

  clearRequests(): void {
    this.#world.journal.clear()
  }

  /** Back to the start: the seed's cases, the ids, the clock, an empty journal. */
  reset(): void {
    this.#world.reset()
  }

  /** Everything that the mock holds, as a state file has it. */
  state(): State {
    return dumpState(this.#world)
  }

  /** Has what the state has, in the place of everything. */
  restore(state: State): void {
    putState(this.#world, state)
  }

  /** Lets the process end although the mock is running. */
  unref(): this {
    this.#server.unref()
    return this
  }

  /** Answers what has begun, saves what is to be saved, then stops. Closing again does nothing more. */
  close(): Promise<void> {
    this.#closing ??= this.#server.close().then(() => this.#saver?.close())
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Short, and without the secret key. */
  [inspect.custom](): string {
    return `MockEndpoint { url: '${this.url}', seed: '${this.#seed}' }`
  }
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
  const credentials = [options.credentials ?? []].flat()
  checkCredentials(credentials)
  const world = new World({
    ...(await loadSeed(seed)),
    state: options.state === undefined ? undefined : await loadState(options.state),
    strictAuth,
    credentials,
    now: options.now,
    journalSize,
    plan: checkPlan(options.plan),
    quotas: options.quotas,
    policy: options.policy === undefined ? everythingAllowed : parsePolicy(options.policy, 'policy'),
  })
  const server = new HttpServer(world)
  const at = { host, port: await server.listen(port, host), seed }
  const saver = options.state === undefined ? undefined : new StateSaver(world, options.state, saveFailed)
  return new MockEndpoint(world, server, { ...at, saver })
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

function checkCredentials(credentials: readonly MockCredentials[]): void {
  for (const { accessKeyId, secretAccessKey, accountId } of credentials) {
    if (!accessKeyId || !secretAccessKey) {
      throw new MockStartError('bad-option', 'credentials need both accessKeyId and secretAccessKey.')
    }
    if (accountId !== undefined && !/^\d{12}$/.test(accountId)) {
      throw new MockStartError('bad-option', `accountId must be 12 digits, not ${inspect(accountId)}.`)
    }
  }
}

// Who listens on every address is reached on loopback.
function urlOf(host: string, port: number): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}
