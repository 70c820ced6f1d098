/** A running mock endpoint, as a program holds it. */
import { inspect } from 'node:util'
import type { MockCredentials } from './auth/signers.ts'
import { MockControlError } from './errors.ts'
import type { HttpServer } from './http/server.ts'
import type { JournalEntry } from './protocol/journal.ts'
import { type FaultRule, readRules } from './rules/fault-rules.ts'
import type { State } from './state/saved-shapes.ts'
import { dumpState, putState } from './state/state.ts'
import type { StateSaver } from './state/state-saver.ts'
import { type AgentAction, type AgentReply, agentAssigns, agentReply, agentResolves } from './store/agent.ts'
import type { EventPoster } from './store/event-poster.ts'
import type { World } from './world.ts'

/** A running mock endpoint, and the means to control it. */
export class MockEndpoint {
  readonly #world: World
  readonly #server: HttpServer
  readonly #saver: StateSaver | undefined
  readonly #poster: EventPoster | undefined
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
  /**
   * The mock's clock. Moving it moves the life of cases and the Date of answers; signatures may follow it, or
   * the clock of this machine.
   */
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
    at: { host: string; port: number; seed: string; saver?: StateSaver; poster?: EventPoster },
  ) {
    this.#world = world
    this.#server = server
    this.#saver = at.saver
    this.#poster = at.poster
    this.#seed = at.seed
    this.port = at.port
    this.url = urlOf(at.host, at.port)
    world.url = this.url
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

  /** The requests so far, oldest first, without their headers and with long texts cut; the latest `most`. */
  requests(most?: number): JournalEntry[] {
    return this.#world.journal.entries(most)
  }

  /** How many requests came in so far. It only grows, whatever is cleared. */
  get requestCount(): number {
    return this.#world.journal.count
  }

  clearRequests(): void {
    this.#world.journal.clear()
  }

  /** Back to the start: the seed's cases, the ids, the clock, an empty journal. */
  reset(): void {
    this.#world.reset()
  }

  /**
   * What is to go wrong from now on, in the place of all earlier rules; an empty list ends all faults.
   * A reset brings back those of the start.
   */
  faults(rules: readonly FaultRule[]): void {
    this.#world.faults.replace(readRules(rules, (sentence) => new MockControlError(`${sentence}.`)))
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

  /** Answers what has begun, saves and posts what is to be, then stops. Closing again does nothing more. */
  close(): Promise<void> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<void> {
    await this.#server.close()
    await Promise.all([this.#saver?.close(), this.#poster?.close()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Short, and without the secret key. */
  [inspect.custom](): string {
    return `MockEndpoint { url: '${this.url}', seed: '${this.#seed}' }`
  }
}

// Who listens on every address is reached on loopback.
function urlOf(host: string, port: number): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}
