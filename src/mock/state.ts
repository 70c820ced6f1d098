/** The state of the accounts as JSON, as state files hold it. */
import type { SavedCase, State } from './state-file.ts'
import type { Account, SupportCase } from './store.ts'
import { formatTime } from './times.ts'

/** What the accounts hold now. */
export function dumpState(accounts: readonly Account[]): State {
  const saved = accounts.map((account) => [account.id, { cases: account.cases().map(saveCase) }])
  return { version: 1, accounts: Object.fromEntries(saved) }
}

function saveCase({ sequence, communications, ...rest }: SupportCase): SavedCase {
  return {
    ...rest,
    timeCreated: formatTime(rest.timeCreated),
    waitingSince: rest.waitingSince === undefined ? undefined : formatTime(rest.waitingSince),
    resolvedAt: rest.resolvedAt === undefined ? undefined : formatTime(rest.resolvedAt),
    communications: communications.map(({ body, submittedBy, timeCreated }) => ({
      body,
      submittedBy,
      timeCreated: formatTime(timeCreated),
    })),
  }
}
