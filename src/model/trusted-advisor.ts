/** Trusted Advisor: checks of the account, their results, and refreshing them. */
import { read, write } from './operation.ts'
import { boolean, double, integer, list, required, sparseList, string, structure } from './shape.ts'

export const checkLanguages = [
  'zh',
  'zh_TW',
  'en',
  'fr',
  'de',
  'id',
  'it',
  'ja',
  'ko',
  'pt_BR',
  'es',
] as const

const checkId = string('The check, from describeTrustedAdvisorChecks.')
const checkIds = sparseList('The checks.', checkId)
const language = string('The language of the answer.', { values: checkLanguages })
const status = string('ok, warning, error or not_available.', {
  values: ['ok', 'warning', 'error', 'not_available'],
})
const resourcesSummary = structure('How many resources were looked at.', {
  resourcesProcessed: required(integer('Looked at.')),
  resourcesFlagged: required(integer('Found wanting.')),
  resourcesIgnored: required(integer('Left out because nothing was known of them.')),
  resourcesSuppressed: required(integer('Left out because the user said so.')),
})
const categorySpecificSummary = structure('What belongs to one category of checks.', {
  costOptimizing: structure('What could be saved.', {
    estimatedMonthlySavings: required(double('A month, in US dollars.')),
    estimatedPercentMonthlySavings: required(double('A month, in percent.')),
  }),
})
const refreshStatus = structure('How far the refresh of a check is.', {
  checkId: required(checkId),
  status: required(
    string('none, enqueued, processing, success or abandoned.', {
      values: ['none', 'enqueued', 'processing', 'success', 'abandoned'],
    }),
  ),
  millisUntilNextRefreshable: required(integer('When it can be refreshed again, in milliseconds.')),
})
const summarized = {
  checkId: required(checkId),
  timestamp: required(string('When the check last ran, ISO 8601 in UTC.')),
  status: required(status),
  resourcesSummary: required(resourcesSummary),
  categorySpecificSummary: required(categorySpecificSummary),
}

export const trustedAdvisorOperations = {
  describeTrustedAdvisorChecks: read({
    help: 'List the checks of Trusted Advisor.',
    input: { language: required(language) },
    output: {
      checks: required(
        list(
          'The checks.',
          structure('A check.', {
            id: required(checkId),
            name: required(string('For people.')),
            description: required(string('What it looks for, with HTML markup.')),
            category: required(string('cost_optimizing, security and so on.')),
            metadata: required(sparseList('The column names of its results.', string('A column name.'))),
          }),
        ),
      ),
    },
    faults: ['ThrottlingException'],
    bare: 'language',
  }),
  describeTrustedAdvisorCheckResult: read({
    help: 'See what a check found.',
    input: { checkId: required(checkId), language },
    output: {
      result: structure('What it found.', {
        ...summarized,
        flaggedResources: required(
          list(
            'What was found wanting.',
            structure('One resource.', {
              status: required(status),
              resourceId: required(string('The resource, in the words of Trusted Advisor.')),
              metadata: required(sparseList('A value a column of the check.', string('A value.'))),
              region: string('Where it is; a global resource has none.'),
              isSuppressed: boolean('Whether the user told the check to leave it out.'),
            }),
          ),
        ),
      }),
    },
    faults: ['ThrottlingException'],
    bare: 'checkId',
  }),
  describeTrustedAdvisorCheckSummaries: read({
    help: 'See the outcome of some checks, without the resources.',
    input: { checkIds: required(checkIds) },
    output: {
      summaries: required(
        list(
          'The outcomes.',
          structure('One outcome.', {
            ...summarized,
            hasFlaggedResources: boolean('Whether anything was found wanting.'),
          }),
        ),
      ),
    },
    faults: ['ThrottlingException'],
  }),
  describeTrustedAdvisorCheckRefreshStatuses: read({
    help: 'See how far the refreshes of some checks are.',
    input: { checkIds: required(checkIds) },
    output: { statuses: required(list('A status a check.', refreshStatus)) },
    faults: ['ThrottlingException'],
  }),
  refreshTrustedAdvisorCheck: write({
    help: 'Run a check again.',
    effect: {
      mayHave: 'the check may have been run again',
      seenBy: 'describeTrustedAdvisorCheckRefreshStatuses',
    },
    input: { checkId: required(checkId) },
    output: { status: required(refreshStatus) },
    bare: 'checkId',
  }),
}
