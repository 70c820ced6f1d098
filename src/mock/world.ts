/** Everything behind one endpoint: its accounts, its clock, its ids, its journal. */

import { type Authenticate, defaultAccountId, type MockCredentials, relaxed, strict } from './auth/signers.ts'
import { Clock, type TimeSource } from './clock.ts'
import { MockControlError, MockStartError } from './errors.ts'
import { Ids } from './ids.ts'
import { Journal } from './protocol/journal.ts'
import { Pager } from './protocol/paging.ts'
import { FaultInjection } from './rules/fault-injection.ts'
import type { ReadRule } from './rules/fault-rules.ts'
import type { Plan } from './rules/plan.ts'
import { everythingAllowed, type Policy } from './rules/policy.ts'
import type { State } from './state/saved-shapes.ts'
import { numbering, seedOf } from './state/state-file.ts'
import type { Account } from './store/account.ts'
import { Changes } from './store/changes.ts'
import { Contents } from './store/contents.ts'
import { LinkSigner } from './store/signed-links.ts'
import { type Seed, Store } from './store/store.ts'
import { parseTime } from './times.ts'

export interface WorldOptions {
  /** Names the seed; the ids follow from it. */
  readonly seedName: string
  readonly seed: Seed
  /** What to begin with instead: accounts that it does not have are given what the seed gives. */
  readonly state?: State
  readonly strictAuth: boolean
  /** Generated when there are none. */
  readonly credentials: readonly MockCredentials[]
  readonly now?: TimeSource
  readonly journalSize: number
  readonly plan?: Plan
  /** Whether the service's quotas hold. */
  readonly quotas?: boolean
  readonly policy?: Policy
  /** Faults on demand that there are from the start. */
  readonly faults?: readonly ReadRule[]
}

/** The rules that hold for every request. */
export interface Rules {
  readonly plan: Plan
  readonly quotas: boolean
  readonly policy: Policy
}

export class World {
  readonly rules: Rules
  /** Where the endpoint is reached, once it listens. */
  url?: string
  readonly clock: Clock
  readonly ids: Ids
  readonly contents = new Contents()
  readonly changes = new Changes()
  readonly store: Store
  readonly journal: Journal
  readonly faults: FaultInjection
  /** Another one after each state that was loaded. */
  pager: Pager
  readonly links: LinkSigner
  readonly authenticate: Authenticate
  readonly credentials: readonly [MockCredentials, ...MockCredentials[]]
  readonly #seed: Seed
  readonly #start: State

  constructor({
    seedName,
    seed,
    state = nothing,
    strictAuth,
    credentials,
    now,
    journalSize,
    faults = [],
    ...rules
  }: WorldOptions) {
    const { plan = 'enterprise', quotas = false, policy = everythingAllowed } = rules
    this.rules = { plan, quotas, policy }
    this.clock = new Clock(now)
    this.ids = new Ids(seedName)
    this.#seed = seed
    this.#start = state
    this.store = new Store(this, seed)
    this.journal = new Journal(journalSize)
    this.faults = new FaultInjection(seedName, faults)
    this.pager = new Pager(this.ids.seal())
    this.links = new LinkSigner(this.ids.seal())
    const [first = generated(this.ids), ...others] = credentials
    this.credentials = [first, ...others]
    this.authenticate = strictAuth ? strict(this.credentials, this.clock) : relaxed(this.credentials)
    try {
      this.#begin(state)
    } catch (error) {
      if (error instanceof MockControlError)
        throw new MockStartError('state', error.message, { cause: error })
      throw error
    }
    // A moved clock may end the silence of a case: whoever listens hears of it now, and not when somebody
    // looks at the case.
    this.changes.listen((change) => {
      if (!change) for (const { cases } of this.store.accounts()) cases.settle()
    })
  }

  /** Every account that was used or configured or that the state names, the default one first. */
  accounts(): Account[] {
    const ids = [defaultAccountId, ...this.credentials.map(({ accountId = defaultAccountId }) => accountId)]
    for (const id of ids) this.store.account(id)
    return this.store.accounts().sort((a, b) => rank(a.id) - rank(b.id))
  }

  /** As if the endpoint had just been started: cases, ids, clock, journal and faults on demand. */
  reset(): void {
    this.ids.reset()
    this.journal.clear()
    this.faults.reset()
    this.restore(this.#start)
  }

  /** Has what the state has, in the place of everything but the journal. */
  restore(state: State): void {
    this.#begin(state)
    this.changes.tell()
  }

  #begin(state: State): void {
    // First what may fail.
    this.#resetClock(state)
    this.pager = new Pager(this.ids.seal(numbering(state)))
    this.store.reset(
      seedOf(state, this.#seed),
      state.begun === undefined ? undefined : parseTime(state.begun),
    )
    this.ids.skip(state.idsTaken ?? {})
  }

  // Whether a clock shows the time depends on that of the machine, which the check of states does not know.
  #resetClock({ clockAhead }: State): void {
    try {
      this.clock.reset(clockAhead)
    } catch (error) {
      throw new MockControlError(`clockAhead: ${(error as Error).message}`, { cause: error })
    }
  }
}

const nothing: State = { version: 1, accounts: {} }

const rank = (id: string) => (id === defaultAccountId ? 0 : 1)

function generated(ids: Ids): MockCredentials {
  return {
    accessKeyId: ids.accessKeyId(),
    secretAccessKey: ids.secretAccessKey(),
    accountId: defaultAccountId,
  }
}
