/** The cases of one account: found by id, by number and by time, and moved through their lives. */

import type { Clock } from '../clock.ts'
import { addDuration } from '../times.ts'
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
import { insert, type Order, remove } from './sorted-list.ts'
import type { CaseDraft, Communication, Draft, Message, SupportCase } from './support-case.ts'
import { type Dated, isWithin, newest, oldestFirst, type Span } from './timeline.ts'

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

  add(each: SupportCase): void {
    insert(this.all, each, oldestFirst)
    if (isOpen(each)) insert(this.open, each, oldestFirst)
  }

  /** The case was opened again, or resolved. */
  move(each: SupportCase): void {
    if (isOpen(each)) insert(this.open, each, oldestFirst)
    else remove(this.open, each, oldestFirst)
  }
}

function shelfOf(shelves: Map<string, Shelf>, { language }: SupportCase): Shelf {
  let shelf = shelves.get(language)
  if (!shelf) {
    shelf = new Shelf()
    shelves.set(language, shelf)
  }
  return shelf
}

const byWaiting: Order<SupportCase> = (one, other) =>
  one.waitingSince! - other.waitingSince! || one.sequence - other.sequence

export class Cases {
  readonly #accountId: string
  readonly #clock: Clock
  readonly #changes: Changes
  readonly #byId = new Map<string, SupportCase>()
  /** Made when first asked for: a state that is only read may never need it. */
  #byDisplayId: Map<string, SupportCase> | undefined
  readonly #shelf = new Shelf()
  /** By language; made when first asked for. */
  #shelves: Map<string, Shelf> | undefined
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
    return this.#current(this.#displayIds().get(displayId))
  }

  /** Whether a case, too old or not, has this id. */
  hasId(caseId: string): boolean {
    return this.#byId.has(caseId)
  }

  /** Whether a case, too old or not, has this number. */
  hasDisplayId(displayId: string): boolean {
    return this.#displayIds().has(displayId)
  }

  /** Every case, the oldest first; also those that are too old, until the clock is moved back. */
  all(): readonly SupportCase[] {
    this.settle()
    return this.#shelf.all
  }

  /** At most so many of the cases that pass the filter and are older than `before`, newest first. */
  list({ span, includeResolved, language, among }: CaseFilter, before: Dated | undefined, most: number) {
    this.settle()
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
    const shelf = language === undefined ? this.#shelf : this.#languages().get(language)
    return shelf ? newest(includeResolved ? shelf.all : shelf.open, kept, before, most) : []
  }

  /** Puts a case in as it is, without news: what the account has at its beginning. */
  place(draft: CaseDraft): SupportCase {
    const { communications } = draft
    // Member by member: copying what is left of a draft takes longer than all the rest of a request.
    const placed: SupportCase = {
      caseId: draft.caseId,
      displayId: draft.displayId,
      subject: draft.subject,
      status: draft.status,
      serviceCode: draft.serviceCode,
      categoryCode: draft.categoryCode,
      severityCode: draft.severityCode,
      issueType: draft.issueType,
      language: draft.language,
      submittedBy: draft.submittedBy,
      timeCreated: draft.timeCreated,
      waitingSince: draft.waitingSince,
      resolvedAt: draft.resolvedAt,
      ccEmailAddresses: draft.ccEmailAddresses,
      sequence: this.#sequence++,
      communications: [],
      revision: 0,
    }
    for (const each of communications) this.#write(placed, each)
    this.#byId.set(placed.caseId, placed)
    this.#byDisplayId?.set(placed.displayId, placed)
    this.#shelf.add(placed)
    if (this.#shelves) shelfOf(this.#shelves, placed).add(placed)
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
    if (wasOpen) this.#tell('ResolveCase', each, { time })
  }

  #write(to: SupportCase, draft: Draft<Communication>): Communication {
    const { body, submittedBy, timeCreated, attachments } = draft
    const written = { body, submittedBy, timeCreated, attachments, sequence: this.#sequence++ }
    insert(to.communications, written, oldestFirst)
    to.revision++
    return written
  }

  // A case is on the lists by its status and its waiting, so it is taken off them while these change.
  #move(each: SupportCase, act: (life: Life) => void): void {
    each.revision++
    const wasOpen = isOpen(each)
    if (each.waitingSince !== undefined) remove(this.#waiting, each, byWaiting)
    act(each)
    if (each.waitingSince !== undefined) insert(this.#waiting, each, byWaiting)
    if (isOpen(each) === wasOpen) return
    this.#shelf.move(each)
    if (this.#shelves) shelfOf(this.#shelves, each).move(each)
  }

  /** Does what time alone has done by now: silence resolves. */
  settle(): void {
    const now = this.#clock.now()
    for (;;) {
      const first = this.#waiting[0]
      if (!first || first.waitingSince! + silence > now) return
      this.#resolve(first, first.waitingSince! + silence)
    }
  }

  #current(found: SupportCase | undefined): SupportCase | undefined {
    this.settle()
    return found && found.timeCreated >= this.#kept().start ? found : undefined
  }

  #kept(): Span {
    return { start: addDuration(this.#clock.now(), history)!, end: Number.POSITIVE_INFINITY }
  }

  #displayIds(): Map<string, SupportCase> {
    this.#byDisplayId ??= new Map(this.#shelf.all.map((each) => [each.displayId, each]))
    return this.#byDisplayId
  }

  #languages(): Map<string, Shelf> {
    if (this.#shelves) return this.#shelves
    const shelves = new Map<string, Shelf>()
    for (const each of this.#shelf.all) shelfOf(shelves, each).add(each)
    this.#shelves = shelves
    return shelves
  }

  #tell(
    name: CaseChange['name'],
    each: SupportCase,
    more: Partial<Pick<CaseChange, 'communication' | 'origin' | 'time'>> = {},
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
