/** Cases as they go onto the wire, made again only when they have changed. */
import type { Output } from '../../model/operations.ts'
import type { Account } from '../store/account.ts'
import type { SupportCase } from '../store/support-case.ts'
import { formatTime } from '../times.ts'
import { pageOfCommunications } from './communications.ts'
import type { Context } from './handler.ts'

export type WireCase = NonNullable<Output<'describeCases'>['cases']>[number]

/** The service shows at most so many with a case. */
const mostRecent = 5

/** So many cases of an account are kept as they were last answered: the same ones are asked for again and again. */
const mostKept = 1000

interface Kept {
  readonly revision: number
  readonly wire: WireCase
}

const keptOf = new WeakMap<Account, Map<SupportCase, Kept>>()

/** The case with its latest communications: frozen, so that its text is kept too. */
export function wireCase(each: SupportCase, context: Context): WireCase {
  let kept = keptOf.get(context.account)
  if (!kept) {
    kept = new Map()
    keptOf.set(context.account, kept)
  }
  const known = kept.get(each)
  if (known?.revision === each.revision) return known.wire
  if (kept.size >= mostKept) kept.clear()
  // Its token continues in DescribeCommunications of the case, without times.
  const request = { maxResults: mostRecent }
  const recent = pageOfCommunications(each, { caseId: each.caseId }, request, context)
  const wire = Object.freeze(withRecent(each, recent))
  kept.set(each, { revision: each.revision, wire })
  return wire
}

/** The case without communications. */
export const bareCase = (each: SupportCase): WireCase => withRecent(each, undefined)

function withRecent(each: SupportCase, recentCommunications: WireCase['recentCommunications']): WireCase {
  const { caseId, displayId, subject, status, serviceCode, categoryCode, severityCode } = each
  return {
    caseId,
    displayId,
    subject,
    status,
    serviceCode,
    categoryCode,
    severityCode,
    submittedBy: each.submittedBy,
    timeCreated: formatTime(each.timeCreated),
    recentCommunications,
    ccEmailAddresses: [...each.ccEmailAddresses],
    language: each.language,
  }
}
