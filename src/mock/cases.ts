/** The cases of one account: found by id, by number and by time, and moved through their lives. */
import {
  agentWrote,
  assign,
  type CaseStatus,
  customerWrote,
  isOpen,
  type Life,
  resolve,
  silence,
} from './case-life.ts'
import type { CaseChange, Changes } from './changes.ts'
import type { Clock } from './clock.ts'
import { insert, type Order, remove } from './sorted-list.ts'
import type { CaseDraft, Communication, Draft, Message, SupportCase } from './support-case.ts'
import { type Dated, isWithin, newest, oldestFirst, type Span } from './timeline.ts'
import { addDuration } from './times.ts'

export interface CaseFilter {
  readonly span: Span
  readonly includeResolved: boolean
  readonly language?: string
  /** Only these; they are of this account. */
  readonly among?: readonly SupportCase[]
}

/** Guess: who is copied once stays copied, up to the ten that a case may have. */
const mostCopied = 10

/** Cases are kept for 24 months; an older one is as if it had never been. */
const history = '-P24M'

/** The same cases twice, in the order of time: a list of few open ones must not pass over all the others. */
class Shelf {
  readonly all: SupportCase[] = []
  readonly open: SupportCase[] = []
}

const byWaiting: Order<SupportCase> = (one, other) =>
  one.waitingSince! - other.waitingSince! || one.sequence - other.sequence

export class Cases {
  readonly #accountId: string
  readonly #clock: Clock
  readonly #changes: Changes
  readonly #byId = new Map<string, SupportCase>()
  readonly #byDisplayId = new Map<string, SupportCase>()
  readonly #shelf = new Shelf()
  readonly #shelves = new Map<string, Shelf>()
  /** Who waits for the customer, the longest first. */
  readonly #waiting: SupportCase[] = []
  #sequence = 0

  constructor(parts: { readonly accountId: string; readonly clock: Clock; readonly changes: Changes }) {
    this.#accountId = parts.accountId
    this.#clock = parts.clock
    this.#changes = parts.changes
  }

  /** The case, unless it is too old. */
  get(caseId: string): SupportCase | undefined {
    return this.#current(this.#byId.get(caseId))
  }

  withDisplayId(displayId: string): SupportCase | undefined {
    return this.#current(this.#byDisplayId.get(displayId))
  }

  /** Every case that is not too old, the oldest first. */
  all(): SupportCase[] {
    this.#settle()
    return newest(this.#shelf.all, this.#kept(), undefined, Number.POSITIVE_INFINITY).reverse()
  }

  /** At most so many of the cases that pass the filter and are older than `before`, newest first. */
  list({ span, includeResolved, language, among }: CaseFilter, before: Dated | undefined, most: number) {
    this.#settle()
    const kept = { start: Math.max(span.start, this.#kept().start), end: span.end }
    if (among) {
      const passing = among.filter(
        (each) =>
          isWithin(kept, each) &&
          (includeResolved || isOpen(each)) &&
          (language === undefined || each.language === language),
      )
      return newest([...new Set(passing)].sort(oldestFirst), kept, before, most)
    }
    const shelf = language === undefined ? this.#shelf : this.#shelves.get(language)
    return shelf ? newest(includeResolved ? shelf.all : shelf.open, kept, before, most) : []
  }

  /** Puts a case in as it is, without news: what the account has at its beginning. */
  place({ communications, ...draft }: CaseDraft): SupportCase {
    const placed: SupportCase = { ...draft, sequence: this.#sequence++, communications: [] }
    for (const each of communications) this.#write(placed, each)
    this.#byId.set(placed.caseId, placed)
    this.#byDisplayId.set(placed.displayId, placed)
    for (const shelf of this.#shelvesOf(placed)) {
      insert(shelf.all, placed, oldestFirst)
      if (isOpen(placed)) insert(shelf.open, placed, oldestFirst)
    }
    if (placed.waitingSince !== undefined) insert(this.#waiting, placed, byWaiting)
    return placed
  }

  /** The customer opens a case. */
  create(draft: CaseDraft): SupportCase {
    const created = this.place(draft)
    this.#tell('CreateCase', created)
    return created
  }

  /** The customer writes, and perhaps has more people copied. */
  customerWrites(to: SupportCase, message: Message, copied: readonly string[]): void {
    const wasOpen = isOpen(to)
    const communication = this.#write(to, { ...message, timeCreated: this.#clock.now() })
    to.ccEmailAddresses = [...new Set([...to.ccEmailAddresses, ...copied])].slice(0, mostCopied)
    this.#move(to, customerWrote)
    if (!wasOpen) this.#tell('ReopenCase', to)
    this.#tell('AddCommunicationToCase', to, { communication, origin: 'CUSTOMER' })
  }

  /** An agent writes, and waits for the customer or goes on working. */
  agentWrites(to: SupportCase, message: Message, waits: boolean): void {
    const now = this.#clock.now()
    const wasOpen = isOpen(to)
    const communication = this.#write(to, { ...message, timeCreated: now })
    this.#move(to, (life) => agentWrote(life, now, waits))
    if (!wasOpen) this.#tell('ReopenCase', to)
    this.#tell('AddCommunicationToCase', to, { communication, origin: 'AWS' })
  }

  assign(each: SupportCase): void {
    this.#move(each, assign)
    this.#tell('AssignCase', each)
  }

  /** Answers the status before. */
  resolve(each: SupportCase): CaseStatus {
    const { status } = each
    this.#resolve(each, this.#clock.now())
    return status
  }

  #resolve(each: SupportCase, time: number): void {
    const wasOpen = isOpen(each)
    this.#move(each, (life) => resolve(life, time))
    if (wasOpen) this.#tell('ResolveCase', each)
  }

  #write(to: SupportCase, draft: Draft<Communication>): Communication {
    const written = { ...draft, sequence: this.#sequence++ }
    insert(to.communications, written, oldestFirst)
    return written
  }

  // A case is on the lists by its status and its waiting, so it is taken off them while these change.
  #move(each: SupportCase, act: (life: Life) => void): void {
    const wasOpen = isOpen(each)
    if (each.waitingSince !== undefined) remove(this.#waiting, each, byWaiting)
    act(each)
    if (each.waitingSince !== undefined) insert(this.#waiting, each, byWaiting)
    if (isOpen(each) === wasOpen) return
    const shelve = isOpen(each) ? insert : remove
    for (const shelf of this.#shelvesOf(each)) shelve(shelf.open, each, oldestFirst)
  }

  // What time alone has done by now: silence resolves.
  #settle(): void {
    const now = this.#clock.now()
    for (;;) {
      const first = this.#waiting[0]
      if (!first || first.waitingSince! + silence > now) return
      this.#resolve(first, first.waitingSince! + silence)
    }
  }

  #current(found: SupportCase | undefined): SupportCase | undefined {
    this.#settle()
    return found && found.timeCreated >= this.#kept().start ? found : undefined
  }

  #kept(): Span {
    return { start: addDuration(this.#clock.now(), history)!, end: Number.POSITIVE_INFINITY }
  }

  #shelvesOf({ language }: SupportCase): readonly Shelf[] {
    let shelf = this.#shelves.get(language)
    if (!shelf) {
      shelf = new Shelf()
      this.#shelves.set(language, shelf)
    }
    return [this.#shelf, shelf]
  }

  #tell(
    name: CaseChange['name'],
    each: SupportCase,
    more: Pick<CaseChange, 'communication' | 'origin'> = {},
  ): void {
    this.#changes.tell({
      name,
      accountId: this.#accountId,
      case: each,
      time: this.#clock.now(),
      ...more,
    })
  }
}
