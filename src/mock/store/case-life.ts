/** The life of a case: what moves it from one status to the next. */
import type { caseStatuses } from '../../model/cases.ts'
import { addDuration } from '../times.ts'

/** What a case can be in; `all-open` is only a filter of the console. */
export type CaseStatus = Exclude<(typeof caseStatuses)[number], 'all-open'>

/** The part of a case that its life is about. */
export interface Life {
  status: CaseStatus
  /** Since when the customer is waited for. */
  waitingSince?: number
  resolvedAt?: number
}

/** For so long after it was resolved a case can be reopened. */
export const reopenable = 'P14D'

/**
 * How long a case waits for the customer, in milliseconds. Guess: the documentation only says that
 * silence resolves a waiting case after some days.
 */
export const silence = 10 * 24 * 60 * 60 * 1000

export const isOpen = ({ status }: Life) => status !== 'resolved'

/** An agent took the case. Guess: one that waits for the customer goes on waiting. */
export function assign(life: Life): void {
  if (life.status === 'pending-customer-action' || life.status === 'resolved') return
  life.status = 'work-in-progress'
}

/** An agent wrote. When the agent `waits`, it is the customer's turn. */
export function agentWrote(life: Life, now: number, waits: boolean): void {
  life.status = waits ? 'pending-customer-action' : 'work-in-progress'
  life.waitingSince = waits ? now : undefined
  life.resolvedAt = undefined
}

/**
 * The customer wrote. Guess: this reopens a resolved case, and where nobody waited for the customer
 * the status stays.
 */
export function customerWrote(life: Life): void {
  if (life.status === 'resolved') life.status = 'reopened'
  if (life.status === 'pending-customer-action') life.status = 'customer-action-completed'
  life.waitingSince = undefined
  life.resolvedAt = undefined
}

export function resolve(life: Life, now: number): void {
  // Guess: resolving once more does not give another two weeks.
  if (life.status !== 'resolved') life.resolvedAt = now
  life.status = 'resolved'
  life.waitingSince = undefined
}

/** Whether a message from the customer is still taken. */
export function takesMessages({ status, resolvedAt }: Life, now: number): boolean {
  return status !== 'resolved' || resolvedAt === undefined || now <= addDuration(resolvedAt, reopenable)!
}
