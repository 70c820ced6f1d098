/** What is counted of a check's resources: how many they are, and what they would save. */
import type { Output } from '../../model/operations.ts'
import type { Check } from './checks.ts'
import type { FlaggedResource } from './findings.ts'

type CheckResult = NonNullable<Output<'describeTrustedAdvisorCheckResult'>['result']>

/** The two summaries of a check, from the resources that it lists. */
export function advisorSummary(
  check: Check,
  resources: readonly FlaggedResource[],
): Pick<CheckResult, 'resourcesSummary' | 'categorySpecificSummary'> {
  const counted = resources.filter(({ isSuppressed }) => !isSuppressed)
  const flagged = counted.filter(({ status }) => status === 'warning' || status === 'error')
  return {
    // Guess: the service may count more than it lists; the mock knows only what is listed.
    resourcesSummary: {
      resourcesProcessed: resources.length,
      resourcesFlagged: flagged.length,
      resourcesIgnored: counted.filter(({ status }) => status === 'not_available').length,
      resourcesSuppressed: resources.length - counted.length,
    },
    categorySpecificSummary: { costOptimizing: costOptimizing(check, flagged, resources.length) },
  }
}

// `Estimated Monthly Savings (On Demand)`, `Estimated Savings with Recommendations (monthly)`; but not
// `Estimated savings percentage` and `Estimated Monthly Savings Currency`.
const savingsColumn = /^estimated (monthly )?savings(?!.*(percentage|currency))/i

/**
 * Stands on every check, with zeros where nothing is about cost. In the one recording with savings a
 * check that flags its only resource has 1 for the percentage: it is a fraction. Guess: the resources
 * of a check cost alike, so that the fraction is that of the resources.
 */
function costOptimizing(
  { category, metadata }: Check,
  flagged: readonly FlaggedResource[],
  processed: number,
) {
  const column = category === 'cost_optimizing' ? metadata.findIndex(isSavings) : -1
  const savings = flagged.map((resource) => (column < 0 ? 0 : dollars(resource.metadata[column])))
  const cents = savings.reduce((sum, each) => sum + Math.round(each * 100), 0)
  const saving = savings.filter((each) => each > 0).length
  return {
    estimatedMonthlySavings: cents / 100,
    estimatedPercentMonthlySavings: saving === 0 ? 0 : saving / processed,
  }
}

const isSavings = (column: string | null) => column !== null && savingsColumn.test(column)

/** `$1,234.50` in dollars; 0 for what is no amount. */
function dollars(text: string | null | undefined): number {
  const amount = Number((text ?? '').replace(/[$,\s]/g, ''))
  return Number.isFinite(amount) ? amount : 0
}
