/** What the mock holds: its accounts, each with what the seed gives it, dated from the mock's start. */

import type { Ids } from '../ids.ts'
import { Account, type Shared } from './account.ts'
import { type AccountContent, fill } from './content.ts'

/** Gives an account what it holds at the start, at the time `now`, though it be first asked for later. */
export interface Seed {
  (account: { readonly id: string; readonly now: number; readonly ids: Ids }): AccountContent
  /** Accounts that are there although nobody has asked for them yet. */
  readonly accounts?: readonly string[]
}

export class Store {
  readonly #shared: Shared
  readonly #accounts = new Map<string, Account>()
  #seed: Seed
  /** Since when the accounts have been there; milliseconds since 1970. */
  begun: number

  constructor(shared: Shared, seed: Seed) {
    this.#shared = shared
    this.#seed = seed
    this.begun = shared.clock.now()
  }

  /** The account, with what the seed gives it when it is new. */
  account(id: string): Account {
    const known = this.#accounts.get(id)
    if (known) return known
    const { ids } = this.#shared
    const now = this.begun
    const content = this.#seed({ id, now, ids })
    const account = new Account(id, this.#shared, { now, ...content })
    fill(account, ids, content)
    this.#accounts.set(id, account)
    return account
  }

  /** The accounts that were asked for so far, and those that the seed names. */
  accounts(): Account[] {
    for (const id of this.#seed.accounts ?? []) this.account(id)
    return [...this.#accounts.values()]
  }

  /** Forgets every account. From now on this seed gives them what they have, dated from `begun`. */
  reset(seed: Seed, begun = this.#shared.clock.now()): void {
    this.#accounts.clear()
    this.#shared.contents.reset()
    this.#seed = seed
    this.begun = begun
  }
}
