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

const checkId = string('The id of the check, from describeTrustedAdvisorChecks.')
const checkIds = sparseList('The ids of the checks, from describeTrustedAdvisorChecks.', checkId)
const sameCheckId = string('The id of the check.')
const language = string('The language of the answer.', { values: checkLanguages })
const status = string('Green, yellow, red, or unknown.', {
  values: ['ok', 'warning', 'error', 'not_available'],
})
const resourcesSummary = structure('How many resources it is about.', {
  resourcesProcessed: required(integer('How many were looked at; some checks count the flagged ones only.')),
  resourcesFlagged: required(integer('How many were found wanting.')),
  resourcesIgnored: required(integer('How many were left out because nothing was known of them.')),
  resourcesSuppressed: required(integer('How many were left out because the user said so.')),
})
const categorySpecificSummary = structure('What only checks of one category have.', {
  costOptimizing: structure('What could be saved, by checks on costs.', {
    estimatedMonthlySavings: required(double('A month, in US dollars.')),
    estimatedPercentMonthlySavings: required(double('A month, in percent.')),
  }),
})
const refreshStatus = structure('How far the refresh of a check is.', {
  checkId: required(sameCheckId),
  status: required(
    string('How far it is: none was asked for, and abandoned has failed.', {
      values: ['none', 'enqueued', 'processing', 'success', 'abandoned'],
    }),
  ),
  millisUntilNextRefreshable: required(
    integer('In how many milliseconds it can be refreshed again.', { madeUp: 'duration' }),
  ),
})
const summarized = {
  checkId: required(sameCheckId),
  timestamp: required(string('When the check last ran, ISO 8601 in UTC.', { madeUp: 'time' })),
  status: required(status),
  resourcesSummary: required(resourcesSummary),
  categorySpecificSummary: required(categorySpecificSummary),
}

export const trustedAdvisorOperations = {
  describeTrustedAdvisorChecks: read({
    help: 'List the checks of Trusted Advisor.',
    notes: ['Names and descriptions change; only the id of a check stays.'],
    example: `
>>> const { checks } = conn.describeTrustedAdvisorChecks('en')
>>> checks.find(({ id }) => id === 'Qch7DwouX1').name
'Low Utilization Amazon EC2 Instances'`,
    input: { language: required(language) },
    output: {
      checks: required(
        list(
          'The checks.',
          structure('A check.', {
            id: required(string('What the other operations take as checkId.')),
            name: required(string('What people call it.')),
            description: required(string('What it looks for and what to do then, with HTML markup.')),
            category: required(string('What it is about, such as cost_optimizing or security.')),
            metadata: required(sparseList('The names of the columns of its results.', string('A name.'))),
          }),
        ),
      ),
    },
    faults: ['ThrottlingException'],
    bare: 'language',
  }),
  describeTrustedAdvisorCheckResult: read({
    help: 'See what a check found.',
    notes: [
      'The metadata of a resource has a value for each column; describeTrustedAdvisorChecks has the names of the columns.',
    ],
    example: `
>>> const { result } = conn.describeTrustedAdvisorCheckResult('Qch7DwouX1')
>>> result.status
'warning'
>>> result.flaggedResources.map(({ region }) => region)
[ 'us-east-1', 'eu-west-1', 'us-east-1' ]`,
    input: { checkId: required(checkId), language },
    output: {
      result: structure('What it found.', {
        ...summarized,
        flaggedResources: required(
          list(
            'What was found wanting.',
            structure('One resource.', {
              status: required(status),
              resourceId: required(string('The id that Trusted Advisor gives the resource.')),
              metadata: required(
                sparseList(
                  'A value for each column of the check, null where there is none.',
                  string('A value.'),
                ),
              ),
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
    example: `
>>> const { summaries } = conn.describeTrustedAdvisorCheckSummaries({
...   checkIds: ['Qch7DwouX1'],
... })
>>> summaries[0].resourcesSummary.resourcesFlagged
2`,
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
    notes: ['Checks that are refreshed by themselves answer InvalidParameterValueException.'],
    example: `
>>> const { statuses } = conn.describeTrustedAdvisorCheckRefreshStatuses({
...   checkIds: ['Qch7DwouX1'],
... })
>>> statuses[0].status
'none'`,
    input: { checkIds: required(checkIds) },
    output: { statuses: required(list('One for each check.', refreshStatus)) },
    faults: ['ThrottlingException'],
  }),
  refreshTrustedAdvisorCheck: write({
    help: 'Run a check again.',
    notes: [
      'Checks that are refreshed by themselves answer InvalidParameterValueException.',
      'After a refresh a check rests for a while: millisUntilNextRefreshable says how long.',
    ],
    example: `
>>> const { status } = conn.refreshTrustedAdvisorCheck('Qch7DwouX1')
>>> status.status
'enqueued'`,
    effect: {
      mayHave: 'the check may have been run again',
      seenBy: 'describeTrustedAdvisorCheckRefreshStatuses',
    },
    input: { checkId: required(checkId) },
    output: { status: required(refreshStatus) },
    bare: 'checkId',
  }),
}
