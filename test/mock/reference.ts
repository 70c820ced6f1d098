/** Support as one would first write it: arrays, searched from end to end. The mock is held against it. */

export type Status =
  | 'unassigned'
  | 'work-in-progress'
  | 'pending-customer-action'
  | 'customer-action-completed'
  | 'reopened'
  | 'resolved'

interface Message {
  readonly body: string
  readonly submittedBy: string
  readonly time: number
}

interface Case {
  readonly account: string
  readonly caseId: string
  readonly subject: string
  readonly language: string
  readonly time: number
  readonly messages: Message[]
  status: Status
  waitingSince?: number
  resolvedAt?: number
}

export interface Filter {
  readonly includeResolvedCases?: boolean
  readonly language?: string
  readonly afterTime?: number
  readonly beforeTime?: number
  readonly caseIdList?: readonly string[]
}

const day = 86_400_000
const jane = 'AdminRole (Role) <jane@example.com>'
const agent = 'Amazon Web Services'

export class Reference {
  now: number
  /** Of all accounts, in the order in which they were opened. */
  readonly cases: Case[] = []

  constructor(now: number) {
    this.now = now
  }

  moveTo(time: number): void {
    this.now = time
    for (const each of this.cases) {
      if (each.waitingSince === undefined || each.waitingSince + 10 * day > time) continue
      each.status = 'resolved'
      each.resolvedAt = each.waitingSince + 10 * day
      each.waitingSince = undefined
    }
  }

  create(account: string, caseId: string, subject: string, language: string, body: string): void {
    const messages = [{ body, submittedBy: jane, time: this.now }]
    const status = 'unassigned'
    this.cases.push({ account, caseId, subject, language, time: this.now, messages, status })
  }

  /** The case, when the account has it and it is not older than two years. */
  find(account: string, caseId: string): Case | undefined {
    return this.cases.find(
      (each) => each.account === account && each.caseId === caseId && each.time >= twoYearsBefore(this.now),
    )
  }

  /** Undefined when it worked, or the fault. */
  write(account: string, caseId: string, body: string): string | undefined {
    const found = this.find(account, caseId)
    if (!found) return 'CaseIdNotFound'
    if (found.status === 'resolved' && this.now > found.resolvedAt! + 14 * day) return 'ValidationException'
    found.messages.push({ body, submittedBy: jane, time: this.now })
    if (found.status === 'resolved') found.status = 'reopened'
    if (found.status === 'pending-customer-action') found.status = 'customer-action-completed'
    found.waitingSince = undefined
    found.resolvedAt = undefined
    return undefined
  }

  /** The status before, or undefined when there is no such case. */
  resolve(account: string, caseId: string): Status | undefined {
    const found = this.find(account, caseId)
    if (!found) return undefined
    const before = found.status
    if (before !== 'resolved') found.resolvedAt = this.now
    found.status = 'resolved'
    found.waitingSince = undefined
    return before
  }

  agentReplies(account: string, caseId: string, body: string, wait: boolean): void {
    const found = this.find(account, caseId)!
    found.messages.push({ body, submittedBy: agent, time: this.now })
    found.status = wait ? 'pending-customer-action' : 'work-in-progress'
    found.waitingSince = wait ? this.now : undefined
    found.resolvedAt = undefined
  }

  agentAssigns(account: string, caseId: string): void {
    const found = this.find(account, caseId)!
    if (found.status !== 'pending-customer-action') found.status = 'work-in-progress'
  }

  /** All that a listing shows, page after page; undefined where a case of the list is not there. */
  list(account: string, filter: Filter): Case[] | undefined {
    const { includeResolvedCases, language, afterTime, beforeTime, caseIdList } = filter
    if (caseIdList?.some((caseId) => !this.find(account, caseId))) return undefined
    const passing = this.cases.filter(
      (each) =>
        this.find(account, each.caseId) === each &&
        (includeResolvedCases || each.status !== 'resolved') &&
        (language === undefined || each.language === language) &&
        (afterTime === undefined || each.time >= afterTime) &&
        (beforeTime === undefined || each.time < beforeTime) &&
        (!caseIdList?.length || caseIdList.includes(each.caseId)),
    )
    return newestFirst(passing)
  }

  /** All messages of a case, newest first. */
  conversation({ messages }: Case): Message[] {
    return newestFirst(messages)
  }
}

// The later of two in the same millisecond is the newer one; sorting keeps the order of equals.
const newestFirst = <T extends { readonly time: number }>(list: readonly T[]): T[] =>
  [...list].reverse().sort((one, other) => other.time - one.time)

function twoYearsBefore(time: number): number {
  const date = new Date(time)
  const month = date.getUTCMonth()
  date.setUTCFullYear(date.getUTCFullYear() - 2)
  // The 29th of February has no day of the same name two years ago: it is the 28th then.
  if (date.getUTCMonth() !== month) date.setUTCDate(0)
  return date.getTime()
}
