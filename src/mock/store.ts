/** What the mock holds: accounts, their cases, their communications. Times are milliseconds. */
import { type Life, settle } from './case-life.ts'
import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import { addDuration } from './times.ts'

/** Something with a place in time. `sequence` orders what happened in the same millisecond. */
export interface Dated {
  readonly timeCreated: number
  readonly sequence: number
}

export interface Communication extends Dated {
  readonly body: string
  readonly submittedBy: string
}

export interface SupportCase extends Dated, Life {
  readonly caseId: string
  readonly displayId: string
  readonly subject: string
  readonly serviceCode: string
  readonly categoryCode: string
  readonly severityCode: string
  readonly issueType: string
  readonly submittedBy: string
  readonly language: string
  ccEmailAddresses: string[]
  /** Oldest first. */
  readonly communications: Communication[]
}

/** A case or a communication before it has its place in the store. */
export type Draft<T extends Dated> = Omit<T, 'sequence'>
export type CaseDraft = Omit<Draft<SupportCase>, 'communications'> & {
  readonly communications: readonly Draft<Communication>[]
}

/** What an account holds when it is first asked for. */
export type Seed = (account: { readonly id: string; readonly now: number; readonly ids: Ids }) => CaseDraft[]

/** The address of the one user that every account has. */
export const customer = { email: 'jane@example.com', signature: 'AdminRole (Role) <jane@example.com>' }

/** Who the other side is. */
export const agentName = 'Amazon Web Services'

/** Cases are kept for 24 months; an older one is as if it had never been. */
const history = '-P24M'

export class Account {
  readonly id: string
  readonly #cases = new Map<string, SupportCase>()
  readonly #clock: Clock
  #sequence = 0

  constructor(id: string, clock: Clock) {
    this.id = id
    this.#clock = clock
  }

  /** Every case that is not too old, in the order of their making. */
  cases(): SupportCase[] {
    const now = this.#clock.now()
    const oldest = addDuration(now, history)!
    const kept = [...this.#cases.values()].filter(({ timeCreated }) => timeCreated >= oldest)
    for (const each of kept) settle(each, now)
    return kept
  }

  case(caseId: string): SupportCase | undefined {
    const now = this.#clock.now()
    const found = this.#cases.get(caseId)
    if (!found || found.timeCreated < addDuration(now, history)!) return undefined
    settle(found, now)
    return found
  }

  addCase({ communications, ...draft }: CaseDraft): SupportCase {
    const added: SupportCase = { ...draft, sequence: this.#sequence++, communications: [] }
    this.#cases.set(added.caseId, added)
    for (const each of communications) this.addCommunication(added, each)
    return added
  }

  addCommunication(to: SupportCase, draft: Draft<Communication>): Communication {
    const added = { ...draft, sequence: this.#sequence++ }
    to.communications.push(added)
    return added
  }
}

export class Store {
  readonly #parts: { readonly clock: Clock; readonly ids: Ids; readonly seed: Seed }
  readonly #accounts = new Map<string, Account>()

  constructor(parts: { readonly clock: Clock; readonly ids: Ids; readonly seed: Seed }) {
    this.#parts = parts
  }

  /** The account, with what the seed gives it when it is new. */
  account(id: string): Account {
    const known = this.#accounts.get(id)
    if (known) return known
    const { clock, ids, seed } = this.#parts
    const account = new Account(id, clock)
    for (const draft of seed({ id, now: clock.now(), ids })) account.addCase(draft)
    this.#accounts.set(id, account)
    return account
  }

  /** The accounts that were asked for so far. */
  accounts(): Account[] {
    return [...this.#accounts.values()]
  }

  reset(): void {
    this.#accounts.clear()
  }
}
