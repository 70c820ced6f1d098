/** Everything behind one endpoint: its accounts, its clock, its ids, its journal. */
import { Clock, type TimeSource } from './clock.ts'
import { Ids } from './ids.ts'
import { Journal } from './journal.ts'
import { Pager } from './paging.ts'
import { type Authenticate, defaultAccountId, type MockCredentials, relaxed, strict } from './signers.ts'
import { type Account, type Seed, Store } from './store.ts'

export interface WorldOptions {
  /** Names the seed; the ids follow from it. */
  readonly seedName: string
  readonly seed: Seed
  readonly strictAuth: boolean
  /** Generated when there are none. */
  readonly credentials: readonly MockCredentials[]
  readonly now?: TimeSource
  readonly journalSize: number
}

export class World {
  readonly clock: Clock
  readonly ids: Ids
  readonly store: Store
  readonly journal: Journal
  readonly pager: Pager
  readonly authenticate: Authenticate
  readonly credentials: readonly [MockCredentials, ...MockCredentials[]]

  constructor({ seedName, seed, strictAuth, credentials, now, journalSize }: WorldOptions) {
    this.clock = new Clock(now)
    this.ids = new Ids(seedName)
    this.store = new Store({ clock: this.clock, ids: this.ids, seed })
    this.journal = new Journal(journalSize)
    this.pager = new Pager(this.ids.seal())
    const [first = generated(this.ids), ...others] = credentials
    this.credentials = [first, ...others]
    this.authenticate = strictAuth ? strict(this.credentials, this.clock) : relaxed(this.credentials)
  }

  /** Every account that was used or configured, the default one first. */
  accounts(): Account[] {
    const ids = [defaultAccountId, ...this.credentials.map(({ accountId = defaultAccountId }) => accountId)]
    for (const id of ids) this.store.account(id)
    return this.store.accounts().sort((a, b) => rank(a.id) - rank(b.id))
  }

  /** As if the endpoint had just been started: cases, ids, clock and journal. */
  reset(): void {
    this.store.reset()
    this.ids.reset()
    this.clock.reset()
    this.journal.clear()
  }
}

const rank = (id: string) => (id === defaultAccountId ? 0 : 1)

function generated(ids: Ids): MockCredentials {
  return {
    accessKeyId: ids.accessKeyId(),
    secretAccessKey: ids.secretAccessKey(),
    accountId: defaultAccountId,
  }
}
