/** The operations of Trusted Advisor. Guess: other languages are answered in English. */
import type { Output } from '../../model/operations.ts'
import { checkLanguages } from '../../model/trusted-advisor.ts'
import { checks, knownCheck, refreshableCheck } from '../advisor/checks.ts'
import { checkOneOf } from '../catalog/catalog.ts'
import type { Handlers } from './handler.ts'

// A frozen answer is written as JSON once; see service.ts.
let allChecks: Output<'describeTrustedAdvisorChecks'> | undefined

export const trustedAdvisorHandlers: Handlers<
  | 'describeTrustedAdvisorChecks'
  | 'describeTrustedAdvisorCheckResult'
  | 'describeTrustedAdvisorCheckSummaries'
  | 'describeTrustedAdvisorCheckRefreshStatuses'
  | 'refreshTrustedAdvisorCheck'
> = {
  describeTrustedAdvisorChecks({ language }) {
    checkLanguage(language)
    return () => {
      allChecks ??= Object.freeze({ checks: checks().map(({ refreshable, ...described }) => described) })
      return allChecks
    }
  },

  describeTrustedAdvisorCheckResult({ checkId, language }, { account }) {
    checkLanguage(language)
    const check = knownCheck(checkId)
    return () => ({ result: account.advisor.result(check) })
  },

  describeTrustedAdvisorCheckSummaries({ checkIds }, { account }) {
    const asked = distinct(checkIds).map(knownCheck)
    return () => ({ summaries: asked.map((check) => account.advisor.summary(check)) })
  },

  describeTrustedAdvisorCheckRefreshStatuses({ checkIds }, { account }) {
    const asked = distinct(checkIds).map(refreshableCheck)
    return () => ({ statuses: asked.map((check) => account.advisor.refreshStatus(check)) })
  },

  refreshTrustedAdvisorCheck({ checkId }, { account }) {
    const check = refreshableCheck(checkId)
    return () => ({ status: account.advisor.refresh(check) })
  },
}

function checkLanguage(language: string | undefined): void {
  checkOneOf('language', language, checkLanguages)
}

// Guess: in the order asked, each once. So a small request makes no huge answer.
const distinct = (checkIds: readonly (string | null)[]) => [...new Set(checkIds)]
