import { expect } from 'chai'
import { Advisor } from '../../src/mock/advisor/advisor.ts'
import { checks, knownCheck } from '../../src/mock/advisor/checks.ts'
import { findingOf, type SavedFinding } from '../../src/mock/advisor/findings.ts'
import { Clock } from '../../src/mock/clock.ts'

const nine = Date.UTC(2026, 7, 1, 9)

type Resource = NonNullable<SavedFinding['flaggedResources']>[number]

const idleInstances = 'Qch7DwouX1'
const openPorts = '1iG5NDGVre'
const vpnTunnels = 'S45wrEXrLz'
const iamUse = 'zXCkfM1nI3'

/** An advisor at nine o'clock, whose clock stands until it is moved. */
function advisorOf(...saved: SavedFinding[]) {
  const clock = new Clock(() => nine)
  return { clock, advisor: new Advisor(clock, { now: nine, findings: saved.map(findingOf) }) }
}

/** What an idle instance has in the columns of its check: the savings are the fifth. */
const idle = (savings: string | null): Resource => ({
  status: 'warning',
  region: 'us-east-1',
  metadata: [null, 'i-1', null, null, savings, ...Array(17).fill(null)],
})

describe('the checks of Trusted Advisor', () => {
  it('are told apart by id, and described', () => {
    expect(checks()).to.have.length(165)
    expect(new Set(checks().map(({ id }) => id)).size).to.equal(165)
    expect(new Set(checks().map(({ description }) => description)).size).to.equal(165)
    for (const { id, name, description } of checks()) {
      expect(name, id).to.match(/^\S.*\S$/)
      expect(description, id).to.match(
        /^[A-Z].+\.<br>\n<h4 class='headerBodyStyle'>Alert Criteria<\/h4>\n.+\.$/,
      )
    }
  })

  it('belong to six categories', () => {
    expect([...new Set(checks().map(({ category }) => category))].sort()).to.deep.equal([
      'cost_optimizing',
      'fault_tolerance',
      'operational_excellence',
      'performance',
      'security',
      'service_limits',
    ])
  })
})

describe('what a check found', () => {
  it('nothing, half a day ago, when nothing was said of it', () => {
    const { advisor } = advisorOf()
    expect(advisor.result(knownCheck(idleInstances))).to.deep.equal({
      checkId: idleInstances,
      timestamp: '2026-07-31T21:00:00Z',
      status: 'ok',
      resourcesSummary: {
        resourcesProcessed: 0,
        resourcesFlagged: 0,
        resourcesIgnored: 0,
        resourcesSuppressed: 0,
      },
      categorySpecificSummary: {
        costOptimizing: { estimatedMonthlySavings: 0, estimatedPercentMonthlySavings: 0 },
      },
      flaggedResources: [],
    })
  })

  it('its resources, each with a value a column, null where there is none', () => {
    const { advisor } = advisorOf({
      checkId: openPorts,
      timestamp: '2026-08-01T07:30:00.999Z',
      flaggedResources: [
        {
          status: 'error',
          region: 'us-east-1',
          metadata: ['us-east-1', 'web', 'sg-1', '-1', null, 'Red', '::/0'],
        },
      ],
    })
    const { timestamp, status, flaggedResources } = advisor.result(knownCheck(openPorts))
    expect({ timestamp, status }).to.deep.equal({ timestamp: '2026-08-01T07:30:00Z', status: 'error' })
    expect(flaggedResources).to.deep.equal([
      {
        status: 'error',
        region: 'us-east-1',
        resourceId: 'nieZIzzP9BOaSHdMTxtDH5Edw3u1BWLpQeAxDrXt2YE',
        isSuppressed: false,
        metadata: ['us-east-1', 'web', 'sg-1', '-1', null, 'Red', '::/0'],
      },
    ])
  })

  it('a global resource without a region, with the id that the documentation shows', () => {
    const { advisor } = advisorOf({ checkId: iamUse, flaggedResources: [{ status: 'ok', metadata: [] }] })
    const { flaggedResources } = advisor.result(knownCheck(iamUse))
    expect(JSON.parse(JSON.stringify(flaggedResources))).to.deep.equal([
      {
        status: 'ok',
        resourceId: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
        isSuppressed: false,
        metadata: [],
      },
    ])
  })

  it('null in every column when nothing is said of them', () => {
    const { advisor } = advisorOf({ checkId: openPorts, flaggedResources: [{ status: 'error' }] })
    const [found] = advisor.result(knownCheck(openPorts)).flaggedResources
    expect(found!.metadata).to.deep.equal(Array(7).fill(null))
  })

  it('a summary has flagged resources as soon as one is listed', () => {
    const { advisor } = advisorOf({ checkId: iamUse, flaggedResources: [{ status: 'ok', metadata: [] }] })
    const { flaggedResources, ...counted } = advisor.result(knownCheck(iamUse))
    expect(counted.resourcesSummary).to.include({ resourcesProcessed: 1, resourcesFlagged: 0 })
    expect(advisor.summary(knownCheck(iamUse))).to.deep.equal({ ...counted, hasFlaggedResources: true })
    expect(advisor.summary(knownCheck(idleInstances)).hasFlaggedResources).to.equal(false)
  })

  const [ok, warning, error, unknown] = (['ok', 'warning', 'error', 'not_available'] as const).map(
    (status): Resource => ({ status }),
  ) as [Resource, Resource, Resource, Resource]
  const suppressed = { ...error, isSuppressed: true }
  const counts: [resources: Resource[], status: string, processed_flagged_ignored_suppressed: number[]][] = [
    [[], 'ok', [0, 0, 0, 0]],
    [[ok, ok], 'ok', [2, 0, 0, 0]],
    [[ok, warning], 'warning', [2, 1, 0, 0]],
    [[error, warning, ok], 'error', [3, 2, 0, 0]],
    [[suppressed, warning], 'warning', [2, 1, 0, 1]],
    [[suppressed], 'ok', [1, 0, 0, 1]],
    [[unknown], 'not_available', [1, 0, 1, 0]],
    [[unknown, ok], 'ok', [2, 0, 1, 0]],
  ]
  for (const [flaggedResources, status, [processed, flagged, ignored, left]] of counts) {
    const shown = flaggedResources.map((each) => (each.isSuppressed ? 'suppressed' : each.status))
    it(`${shown.join(', ') || 'no resource'}: ${status}`, () => {
      const { advisor } = advisorOf({ checkId: openPorts, flaggedResources })
      expect(advisor.result(knownCheck(openPorts))).to.deep.include({
        status,
        resourcesSummary: {
          resourcesProcessed: processed,
          resourcesFlagged: flagged,
          resourcesIgnored: ignored,
          resourcesSuppressed: left,
        },
      })
    })
  }

  it('the status that it was given, whatever the resources are', () => {
    const { advisor } = advisorOf({ checkId: openPorts, status: 'not_available', flaggedResources: [error] })
    expect(advisor.result(knownCheck(openPorts)).status).to.equal('not_available')
  })

  const savings: [resources: Resource[], dollars: number, fraction: number][] = [
    [[idle('$9.50')], 9.5, 1],
    [[idle('$0.10'), idle('$0.20')], 0.3, 1],
    [[idle('$1,234.50'), { ...idle(null), status: 'ok' }], 1234.5, 0.5],
    [[idle('$5.00'), { ...idle('$95.00'), isSuppressed: true }], 5, 0.5],
    [[idle('n/a'), idle(null)], 0, 0],
  ]
  for (const [flaggedResources, dollars, fraction] of savings) {
    it(`${flaggedResources.length} idle instances would save $${dollars}`, () => {
      const { advisor } = advisorOf({ checkId: idleInstances, flaggedResources })
      expect(advisor.summary(knownCheck(idleInstances)).categorySpecificSummary).to.deep.equal({
        costOptimizing: { estimatedMonthlySavings: dollars, estimatedPercentMonthlySavings: fraction },
      })
    })
  }

  const columns: [checkId: string, column: string][] = [
    ['Ti39halfu8', 'Estimated Monthly Savings (On Demand)'],
    ['cX3c2R1chu', 'Estimated Savings with Recommendations (Monthly)'],
    ['vZ2c2W1srf', 'Estimated monthly savings'],
    ['COr6dfpM03', 'Estimated Monthly Savings'],
  ]
  for (const [checkId, column] of columns) {
    it(`of ${checkId} the savings are in ${column}`, () => {
      const metadata = knownCheck(checkId).metadata.map((name) => (name === column ? '$2.00' : '$100.00'))
      const { advisor } = advisorOf({ checkId, flaggedResources: [{ status: 'warning', metadata }] })
      const { costOptimizing } = advisor.summary(knownCheck(checkId)).categorySpecificSummary
      expect(costOptimizing!.estimatedMonthlySavings).to.equal(2)
    })
  }

  it('what is no matter of cost saves nothing', () => {
    const metadata = Array(7).fill('$2.00')
    const { advisor } = advisorOf({ checkId: openPorts, flaggedResources: [{ status: 'error', metadata }] })
    const { costOptimizing } = advisor.summary(knownCheck(openPorts)).categorySpecificSummary
    expect(costOptimizing!.estimatedMonthlySavings).to.equal(0)
  })
})

describe('refreshing a check', () => {
  /** The status, the milliseconds and when the check last ran, after the clock was moved. */
  function look(moved: string | number, { clock, advisor }: ReturnType<typeof advisorOf>, checkId: string) {
    if (typeof moved === 'string') clock.advance(moved)
    else clock.set(moved)
    const { status, millisUntilNextRefreshable } = advisor.refreshStatus(knownCheck(checkId))
    return [status, millisUntilNextRefreshable, advisor.result(knownCheck(checkId)).timestamp]
  }

  it('goes from none over enqueued and processing to success', () => {
    const at = advisorOf({ checkId: openPorts, timestamp: '2026-08-01T07:00:00Z' })
    const then = (moved: string) => look(moved, at, openPorts)
    expect(then('PT0S')).to.deep.equal(['none', 0, '2026-08-01T07:00:00Z'])
    expect(at.advisor.refresh(knownCheck(openPorts))).to.deep.equal({
      checkId: openPorts,
      status: 'enqueued',
      millisUntilNextRefreshable: 3_600_000,
    })
    expect(then('PT0.008S')).to.deep.equal(['enqueued', 3_599_992, '2026-08-01T07:00:00Z'])
    expect(then('PT0.992S')).to.deep.equal(['processing', 3_599_000, '2026-08-01T07:00:00Z'])
    expect(then('PT3.999S')).to.deep.equal(['processing', 3_595_001, '2026-08-01T07:00:00Z'])
    expect(then('PT0.001S')).to.deep.equal(['success', 3_595_000, '2026-08-01T09:00:05Z'])
    expect(then('PT59M')).to.deep.equal(['success', 55_000, '2026-08-01T09:00:05Z'])
    expect(then('PT55S')).to.deep.equal(['success', 0, '2026-08-01T09:00:05Z'])
    expect(then('P1Y')).to.deep.equal(['success', 0, '2026-08-01T09:00:05Z'])
  })

  it('changes nothing within the hour, and begins anew after it', () => {
    const at = advisorOf()
    const check = knownCheck(openPorts)
    at.advisor.refresh(check)
    at.clock.advance('PT59M59S')
    expect(at.advisor.refresh(check)).to.include({ status: 'success', millisUntilNextRefreshable: 1000 })
    at.clock.advance('PT1S')
    expect(at.advisor.refresh(check)).to.include({
      status: 'enqueued',
      millisUntilNextRefreshable: 3_600_000,
    })
    expect(at.advisor.result(check).timestamp).to.equal('2026-08-01T09:00:05Z')
    expect(look('PT5S', at, openPorts)).to.deep.equal(['success', 3_595_000, '2026-08-01T10:00:05Z'])
  })

  it('leaves the other checks as they are, and what this one found', () => {
    const at = advisorOf({ checkId: openPorts, flaggedResources: [{ status: 'error' }] })
    const found = at.advisor.result(knownCheck(openPorts)).flaggedResources
    at.advisor.refresh(knownCheck(openPorts))
    at.clock.advance('PT1M')
    expect(at.advisor.result(knownCheck(openPorts)).flaggedResources).to.deep.equal(found)
    expect(look('PT0S', at, idleInstances)).to.deep.equal(['none', 0, '2026-07-31T21:00:00Z'])
  })

  it('of a check that is not available is abandoned', () => {
    const at = advisorOf({ checkId: vpnTunnels, status: 'not_available' })
    at.advisor.refresh(knownCheck(vpnTunnels))
    expect(look('PT4S', at, vpnTunnels)).to.deep.equal(['processing', 3_596_000, '2026-07-31T21:00:00Z'])
    expect(look('PT1S', at, vpnTunnels)).to.deep.equal(['abandoned', 3_595_000, '2026-07-31T21:00:00Z'])
    expect(look('PT1H', at, vpnTunnels)).to.deep.equal(['none', 0, '2026-07-31T21:00:00Z'])
  })

  it('is none while the clock is moved back before it, and can be asked for then', () => {
    const at = advisorOf({ checkId: openPorts, timestamp: '2026-08-01T07:00:00Z' })
    at.advisor.refresh(knownCheck(openPorts))
    expect(look('-P1D', at, openPorts)).to.deep.equal(['none', 0, '2026-08-01T07:00:00Z'])
    expect(look('P1D', at, openPorts).slice(0, 2)).to.deep.equal(['enqueued', 3_600_000])
    at.clock.advance('-P1D')
    at.advisor.refresh(knownCheck(openPorts))
    expect(look('PT5S', at, openPorts)).to.deep.equal(['success', 3_595_000, '2026-07-31T09:00:05Z'])
  })

  it('has sane numbers wherever the clock is', () => {
    const at = advisorOf()
    at.advisor.refresh(knownCheck(openPorts))
    for (const time of [0, nine - 1, nine, nine + 0.5, nine + 4e6, Date.UTC(9899, 11, 30)]) {
      const [, left, timestamp] = look(time, at, openPorts)
      expect(left).to.be.within(0, 3_600_000)
      expect(Number.isInteger(left)).to.equal(true)
      expect(timestamp).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    }
  })
})
