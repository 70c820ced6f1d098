/** The life of a case: what moves it from one status to the next. */
import type { caseStatuses } from '../model/cases.ts'
import { addDuration } from './times.ts'

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

/** Guess: the documentation only says that silence resolves a waiting case after some days. */
const silence = 'P10D'

/** An agent wrote: now it is the customer's turn. */
export function agentWrote(life: Life, now: number): void {
  life.status = 'pending-customer-action'
  life.waitingSince = now
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

/** What time alone has done to a case by now. */
export function settle(life: Life, now: number): void {
  if (life.status !== 'pending-customer-action' || life.waitingSince === undefined) return
  const end = addDuration(life.waitingSince, silence)!
  if (end <= now) resolve(life, end)
}

/** Whether a message from the customer is still taken. */
export function takesMessages({ status, resolvedAt }: Life, now: number): boolean {
  return status !== 'resolved' || resolvedAt === undefined || now <= addDuration(resolvedAt, reopenable)!
}
