/** The checks of Trusted Advisor: which there are. Loaded on first use. */
import type { Output } from '../../model/operations.ts'
import { once, readData } from '../assets.ts'
import { ServiceFault } from '../protocol/faults.ts'

/** A check as DescribeTrustedAdvisorChecks answers it. */
export type CheckDescription = Output<'describeTrustedAdvisorChecks'>['checks'][number]

/** A check, and whether it can be refreshed. Guess: it can where nobody knows. */
export interface Check extends CheckDescription {
  readonly refreshable?: boolean
}

/** All checks, in the order of the service. */
export const checks = once(() => readData<{ checks: readonly Check[] }>('trusted-advisor-checks.json').checks)

const checksById = once(() => new Map(checks().map((check) => [check.id, check])))

export function findCheck(id: string): Check | undefined {
  return checksById().get(id)
}

/**
 * The check of that id, or the service's fault. Its text was seen; guess: for the null that a list of
 * ids may hold it is the one that Java makes of it.
 */
export function knownCheck(id: string | null): Check {
  const found = id === null ? undefined : findCheck(id)
  if (!found) throw new ServiceFault('InvalidParameterValueException', `Unknown ID: ${id}`)
  return found
}

/**
 * The same of a check that can be refreshed. The text was seen for RefreshTrustedAdvisorCheck. The
 * documentation says that asking for the refresh status of other checks may be an InvalidParameterValue
 * error too; guess: it always is, and reads alike.
 */
export function refreshableCheck(id: string | null): Check {
  const found = knownCheck(id)
  if (found.refreshable !== false) return found
  throw new ServiceFault(
    'InvalidParameterValueException',
    `[UNREFRESHABLE_CHECK_ID_ERROR] Check ${found.id} is not refreshable.`,
  )
}
