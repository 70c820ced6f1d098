import { expect } from 'chai'
import { Advisor } from '../../src/mock/advisor/advisor.ts'
import { checks, knownCheck } from '../../src/mock/advisor/checks.ts'
import {
  demoFindings,
  findingOf,
  findingProblems,
  type SavedFinding,
  savedFinding,
} from '../../src/mock/advisor/findings.ts'
import { Clock } from '../../src/mock/clock.ts'
import { outputShape } from '../../src/model/operations.ts'
import { violations } from '../../src/model/violations.ts'

const nine = Date.UTC(2026, 7, 1, 9)

const idleInstances = 'Qch7DwouX1'
const openPorts = '1iG5NDGVre'
const vpnTunnels = 'S45wrEXrLz'
const iamUse = 'zXCkfM1nI3'

function demoAdvisor() {
  const clock = new Clock(() => nine)
  return { clock, advisor: new Advisor(clock, { now: nine, findings: demoFindings(nine) }) }
}

describe('findings', () => {
  it('written from an advisor make the same advisor', () => {
    const { clock, advisor } = demoAdvisor()
    advisor.refresh(knownCheck(openPorts))
    advisor.refresh(knownCheck(vpnTunnels))
    advisor.refresh(knownCheck('fW7HH0l7J9'))
    clock.advance('PT20S')
    const saved = JSON.parse(JSON.stringify(advisor.dump()))
    expect(saved.flatMap((each: unknown) => violations(savedFinding.members, each))).to.deep.equal([])
    expect([...findingProblems(saved, 'trustedAdvisor')]).to.deep.equal([])
    const again = new Advisor(clock, { now: nine, findings: saved.map(findingOf) })
    expect(JSON.parse(JSON.stringify(again.dump()))).to.deep.equal(saved)
    for (const check of saved.map(({ checkId }: SavedFinding) => knownCheck(checkId))) {
      expect(again.result(check)).to.deep.equal(advisor.result(check))
      expect(again.refreshStatus(check)).to.deep.equal(advisor.refreshStatus(check))
    }
  })

  it('of an advisor that knows nothing are none', () => {
    expect(new Advisor(new Clock(() => nine), { now: nine }).dump()).to.deep.equal([])
  })

  const known = 'not_available, ok, warning, error'
  const wrong: [finding: SavedFinding, problem: string][] = [
    [{ checkId: 'qch7DwouX1' }, '[1].checkId: there is no check qch7DwouX1'],
    [{ checkId: iamUse }, `[1].checkId: ${iamUse} stands there twice`],
    [{ checkId: openPorts, status: 'green' }, `[1].status: expected one of ${known}`],
    [
      { checkId: openPorts, timestamp: 'noon' },
      '[1].timestamp: expected a time such as 2026-08-01T09:00:00Z',
    ],
    [
      { checkId: openPorts, refreshRequestedAt: '' },
      '[1].refreshRequestedAt: expected a time such as 2026-08-01T09:00:00Z',
    ],
    [
      { checkId: openPorts, flaggedResources: [{ status: 'ok' }, { status: 'Red' }] },
      `[1].flaggedResources[1].status: expected one of ${known}`,
    ],
    [
      { checkId: openPorts, flaggedResources: [{ status: 'ok', metadata: ['us-east-1'] }] },
      '[1].flaggedResources[0].metadata: expected 7 values, one a column of the check',
    ],
  ]
  for (const [finding, problem] of wrong) {
    it(`trustedAdvisor${problem}`, () => {
      const problems = findingProblems([{ checkId: iamUse }, finding], 'trustedAdvisor')
      expect([...problems]).to.deep.equal([`trustedAdvisor${problem}`])
    })
  }
})

describe('the findings of the demo', () => {
  const { advisor } = demoAdvisor()
  const results = checks().map((check) => ({ check, result: advisor.result(check) }))
  const flagged = results.filter(({ result }) => result.resourcesSummary.resourcesFlagged > 0)
  const resources = results.flatMap(({ result }) => result.flaggedResources)

  it('are as the model has them', () => {
    expect([...findingProblems(JSON.parse(JSON.stringify(advisor.dump())), '')]).to.deep.equal([])
    for (const { check, result } of results) {
      const shape = outputShape('describeTrustedAdvisorCheckResult')
      expect(violations(shape.members, { result }), check.id).to.deep.equal([])
    }
  })

  it('are of every category and status, and lie in the last day', () => {
    expect(new Set(flagged.map(({ check }) => check.category)).size).to.equal(6)
    expect(new Set(results.map(({ result }) => result.status)).size).to.equal(4)
    for (const { result } of results) {
      expect(result.timestamp >= '2026-07-31T09:00:00Z').to.equal(true)
      expect(result.timestamp <= '2026-08-01T09:00:00Z').to.equal(true)
    }
  })

  it('have suppressed and global resources, and columns without a value', () => {
    expect(resources.filter(({ isSuppressed }) => isSuppressed).length).to.be.above(0)
    expect(resources.filter(({ region }) => region === undefined).length).to.be.above(0)
    expect(resources.filter(({ metadata }) => metadata.includes(null)).length).to.be.above(0)
    expect(new Set(resources.map(({ resourceId }) => resourceId)).size).to.be.within(
      resources.length - 2,
      resources.length,
    )
  })

  it('have savings', () => {
    expect(advisor.result(knownCheck(idleInstances)).categorySpecificSummary.costOptimizing).to.deep.equal({
      estimatedMonthlySavings: 101.95,
      estimatedPercentMonthlySavings: 2 / 3,
    })
  })

  it('are the same each time', () => {
    expect(demoFindings(nine)).to.deep.equal(demoFindings(nine))
  })
})
