import { expect } from 'chai'
import { demoFindings } from '../../src/mock/advisor/findings.ts'
import { outputShape } from '../../src/model/operations.ts'
import { checkLanguages } from '../../src/model/trusted-advisor.ts'
import { violations } from '../../src/model/violations.ts'
import { call, type Json, testWorld } from './harness.ts'

const idleInstances = 'Qch7DwouX1'
const openPorts = '1iG5NDGVre'
const accessKeys = 'DqdJqYeRm5'

const withFindings = () => testWorld({ seed: ({ now }) => ({ cases: [], findings: demoFindings(now) }) })

const allChecks = (): Json[] => call(testWorld(), 'DescribeTrustedAdvisorChecks', { language: 'en' }).checks

const refresh = (world: ReturnType<typeof testWorld>, checkId: string, account?: string): Json =>
  call(world, 'RefreshTrustedAdvisorCheck', { checkId }, account)

describe('DescribeTrustedAdvisorChecks', () => {
  it('lists every check, as the model has them', () => {
    const answer = call(testWorld(), 'DescribeTrustedAdvisorChecks', { language: 'en' })
    expect(answer.checks).to.have.length(165)
    expect(violations(outputShape('describeTrustedAdvisorChecks').members, answer)).to.deep.equal([])
    expect(Object.keys(answer.checks[0])).to.deep.equal(['id', 'name', 'description', 'category', 'metadata'])
    expect(answer.checks[1]).to.deep.include({
      id: 'hjLMh88uM8',
      name: 'Idle Load Balancers',
      category: 'cost_optimizing',
      metadata: ['Region', 'Load Balancer Name', 'Reason', 'Estimated Monthly Savings'],
    })
  })

  for (const language of checkLanguages) {
    it(`answers in ${language}, which is English too`, () => {
      expect(call(testWorld(), 'DescribeTrustedAdvisorChecks', { language }).checks).to.deep.equal(
        allChecks(),
      )
    })
  }

  const wrong: [input: object, fault: string, message: string][] = [
    [{ language: 'tr' }, 'InvalidParameterValueException', 'Unknown language: tr'],
    [{ language: 'EN' }, 'InvalidParameterValueException', 'Unknown language: EN'],
    [
      {},
      'ValidationException',
      "1 validation error detected: Value null at 'language' failed to satisfy constraint: Member must not be null",
    ],
  ]
  for (const [input, __type, message] of wrong) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      expect(call(testWorld(), 'DescribeTrustedAdvisorChecks', input)).to.deep.equal({ __type, message })
    })
  }
})

describe('DescribeTrustedAdvisorCheckResult', () => {
  it('answers what the check found', () => {
    const answer = call(withFindings(), 'DescribeTrustedAdvisorCheckResult', {
      checkId: '7DAFEmoDos',
      language: 'en',
    })
    expect(answer).to.deep.equal({
      result: {
        checkId: '7DAFEmoDos',
        timestamp: '2026-08-01T04:00:00Z',
        status: 'error',
        resourcesSummary: {
          resourcesProcessed: 1,
          resourcesFlagged: 1,
          resourcesIgnored: 0,
          resourcesSuppressed: 0,
        },
        categorySpecificSummary: {
          costOptimizing: { estimatedMonthlySavings: 0, estimatedPercentMonthlySavings: 0 },
        },
        flaggedResources: [
          {
            status: 'error',
            resourceId: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
            isSuppressed: false,
            metadata: [],
          },
        ],
      },
    })
  })

  it('is well-formed for every check', () => {
    const world = withFindings()
    for (const { id: checkId } of allChecks()) {
      const answer = call(world, 'DescribeTrustedAdvisorCheckResult', { checkId })
      expect(
        violations(outputShape('describeTrustedAdvisorCheckResult').members, answer),
        checkId,
      ).to.deep.equal([])
    }
  })

  const wrong: [input: object, message: string][] = [
    [{ checkId: 'abc' }, 'Unknown ID: abc'],
    [{ checkId: '' }, 'Unknown ID: '],
    [{ checkId: 'constructor' }, 'Unknown ID: constructor'],
    [{ checkId: idleInstances, language: 'tlh' }, 'Unknown language: tlh'],
  ]
  for (const [input, message] of wrong) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      expect(call(testWorld(), 'DescribeTrustedAdvisorCheckResult', input)).to.deep.equal({
        __type: 'InvalidParameterValueException',
        message,
      })
    })
  }
})

describe('DescribeTrustedAdvisorCheckSummaries', () => {
  it('answers the outcomes in the order asked, each once', () => {
    const { summaries } = call(withFindings(), 'DescribeTrustedAdvisorCheckSummaries', {
      checkIds: [openPorts, idleInstances, openPorts, 'iK7OO0l7J9'],
    })
    const shown = summaries.map((each: Json) => [each.checkId, each.status, each.hasFlaggedResources])
    expect(shown).to.deep.equal([
      [openPorts, 'error', true],
      [idleInstances, 'warning', true],
      ['iK7OO0l7J9', 'ok', false],
    ])
  })

  it('agrees with the results of all checks, and lists no resources', () => {
    const world = withFindings()
    const checkIds = allChecks().map(({ id }) => id)
    const answer = call(world, 'DescribeTrustedAdvisorCheckSummaries', { checkIds })
    expect(violations(outputShape('describeTrustedAdvisorCheckSummaries').members, answer)).to.deep.equal([])
    for (const { hasFlaggedResources, ...summary } of answer.summaries) {
      const { checkId } = summary
      const { flaggedResources, ...result } = call(world, 'DescribeTrustedAdvisorCheckResult', {
        checkId,
      }).result
      expect(summary).to.deep.equal(result)
      expect(hasFlaggedResources).to.equal(flaggedResources.length > 0)
    }
  })

  const found: [checkIds: unknown[], answer: object][] = [
    [[], { summaries: [] }],
    [[idleInstances, 'abc'], { __type: 'InvalidParameterValueException', message: 'Unknown ID: abc' }],
    [[null], { __type: 'InvalidParameterValueException', message: 'Unknown ID: null' }],
  ]
  for (const [checkIds, answer] of found) {
    it(`answers ${JSON.stringify(checkIds)}`, () => {
      expect(call(testWorld(), 'DescribeTrustedAdvisorCheckSummaries', { checkIds })).to.deep.equal(answer)
    })
  }
})

describe('RefreshTrustedAdvisorCheck', () => {
  const statusOf = (world: ReturnType<typeof testWorld>, checkId: string, account?: string) =>
    call(world, 'DescribeTrustedAdvisorCheckRefreshStatuses', { checkIds: [checkId] }, account).statuses[0]

  it('runs a check again, as its refresh status tells', () => {
    const world = withFindings()
    const checkId = openPorts
    const ranAt = () => call(world, 'DescribeTrustedAdvisorCheckResult', { checkId }).result.timestamp
    expect(statusOf(world, checkId)).to.deep.equal({ checkId, status: 'none', millisUntilNextRefreshable: 0 })
    expect(refresh(world, checkId)).to.deep.equal({
      status: { checkId, status: 'enqueued', millisUntilNextRefreshable: 3_600_000 },
    })
    expect(ranAt()).to.equal('2026-08-01T04:00:00Z')
    world.clock.advance('PT2S')
    expect(statusOf(world, checkId).status).to.equal('processing')
    world.clock.advance('PT1M')
    expect(statusOf(world, checkId)).to.deep.equal({
      checkId,
      status: 'success',
      millisUntilNextRefreshable: 3_538_000,
    })
    expect(ranAt()).to.equal('2026-08-01T09:00:05Z')
  })

  it('of one account leaves the others alone', () => {
    const world = withFindings()
    refresh(world, openPorts, '111111111111')
    expect(statusOf(world, openPorts, '111111111111').status).to.equal('enqueued')
    expect(statusOf(world, openPorts, '222222222222').status).to.equal('none')
  })

  const refused: [checkId: string, message: string][] = [
    ['abc', 'Unknown ID: abc'],
    [accessKeys, `[UNREFRESHABLE_CHECK_ID_ERROR] Check ${accessKeys} is not refreshable.`],
  ]
  for (const [checkId, message] of refused) {
    const fault = { __type: 'InvalidParameterValueException', message }
    it(`refuses ${checkId}, as does the question for its refresh status`, () => {
      const world = testWorld()
      expect(refresh(world, checkId)).to.deep.equal(fault)
      const checkIds = [openPorts, checkId]
      expect(call(world, 'DescribeTrustedAdvisorCheckRefreshStatuses', { checkIds })).to.deep.equal(fault)
    })
  }

  it('may be followed by as many questions as there are checks that can be refreshed', () => {
    const world = testWorld()
    const ids = allChecks().map(({ id }) => id)
    const checkIds = ids.filter((id) => refresh(world, id).status)
    const answer = call(world, 'DescribeTrustedAdvisorCheckRefreshStatuses', { checkIds })
    expect(
      violations(outputShape('describeTrustedAdvisorCheckRefreshStatuses').members, answer),
    ).to.deep.equal([])
    expect(answer.statuses.map(({ checkId }: Json) => checkId)).to.deep.equal(checkIds)
    expect(checkIds.length).to.be.within(100, 164)
  })
})
