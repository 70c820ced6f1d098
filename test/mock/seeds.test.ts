import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { findService } from '../../src/mock/catalog/catalog.ts'
import { MockStartError } from '../../src/mock/errors.ts'
import { loadSeed, seedNames } from '../../src/mock/state/seeds.ts'
import { dumpState } from '../../src/mock/state/state.ts'
import { parseState } from '../../src/mock/state/state-file.ts'
import { caseLanguages, severityCodes } from '../../src/model/cases.ts'
import { outputShape } from '../../src/model/operations.ts'
import { violations } from '../../src/model/violations.ts'
import { call, type Json, nine, testWorld } from './harness.ts'

const seeded = async (name: string) => testWorld(await loadSeed(name))
const all = { includeResolvedCases: true }

async function failure(work: Promise<unknown>): Promise<MockStartError> {
  try {
    await work
  } catch (error) {
    expect(error).to.be.instanceOf(MockStartError)
    return error as MockStartError
  }
  throw new Error('It worked.')
}

describe('seeds', () => {
  it('are three', () => expect(seedNames).to.deep.equal(['tutorial', 'demo', 'empty']))

  it('tutorial holds one open case, case-1', async () => {
    const { cases } = call(await seeded('tutorial'), 'DescribeCases', all)
    expect(cases).to.have.length(1)
    const [{ caseId, subject, status, timeCreated, recentCommunications }] = cases
    expect({ caseId, subject, status, timeCreated }).to.deep.equal({
      caseId: 'case-1',
      subject: 'A test case.',
      status: 'unassigned',
      timeCreated: '2026-08-01T07:00:00.000Z',
    })
    expect(recentCommunications.communications).to.have.length(1)
  })

  it('are dated from the start, though the clock be moved before anybody looks', async () => {
    const world = await seeded('tutorial')
    world.clock.advance('P3M')
    const [{ timeCreated }] = call(world, 'DescribeCases', all).cases
    expect(timeCreated).to.equal('2026-08-01T07:00:00.000Z')
    const checkId = 'Pfx0RwqBli'
    const { result } = call(world, 'DescribeTrustedAdvisorCheckResult', { checkId })
    expect(result.timestamp < '2026-08-02').to.equal(true)
    // Cases are kept for 24 months.
    world.reset()
    world.clock.advance('P25M')
    expect(call(world, 'DescribeCases', all).cases).to.deep.equal([])
  })

  it('empty holds nothing', async () => {
    expect(call(await seeded('empty'), 'DescribeCases', all)).to.deep.equal({ cases: [] })
  })

  describe('demo', () => {
    let cases: Json[]
    before(async () => {
      cases = call(await seeded('demo'), 'DescribeCases', all).cases
    })
    const differing = (member: string) => new Set(cases.map((each) => each[member])).size

    it('holds a year and a half of cases of many kinds', () => {
      expect(cases.length).to.be.within(30, 40)
      expect(differing('serviceCode')).to.be.above(20)
      expect(differing('severityCode')).to.equal(severityCodes.length)
      expect(differing('status')).to.be.at.least(6)
      expect(differing('language')).to.be.at.least(5)
      expect(differing('caseId')).to.equal(cases.length)
      expect(differing('displayId')).to.equal(cases.length)
    })

    it('has conversations of more than five messages', () => {
      expect(cases.filter((each) => each.recentCommunications.nextToken).length).to.be.at.least(3)
    })

    it('is as the model and the catalog have it', () => {
      expect(violations(outputShape('describeCases').members, { cases })).to.deep.equal([])
      for (const { serviceCode, categoryCode, language } of cases) {
        const categories = findService(serviceCode)?.categories?.map(({ code }) => code)
        expect(categories, serviceCode).to.include(categoryCode)
        expect(caseLanguages).to.include(language)
      }
    })

    it('lies in the last 20 months, and nothing of it in the future', () => {
      for (const { timeCreated, recentCommunications } of cases) {
        expect(timeCreated > '2024-12-01').to.equal(true)
        for (const each of recentCommunications.communications) {
          expect(each.timeCreated >= timeCreated).to.equal(true)
          expect(each.timeCreated <= new Date(nine).toISOString()).to.equal(true)
        }
      }
    })

    it('is the same each time', async () => {
      expect(call(await seeded('demo'), 'DescribeCases', all).cases).to.deep.equal(cases)
    })
  })

  describe('state files', () => {
    let folder: string
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'seed-'))
    })
    after(() => rm(folder, { recursive: true }))

    it('hold what the accounts hold, others nothing', async () => {
      const path = join(folder, 'state.json')
      await writeFile(
        path,
        '{"version": 1, "accounts": {"222222222222": {"cases": [{"subject": "One", "communications": [{"body": "a"}]}]}}}',
      )
      const world = await seeded(path)
      const [found] = call(world, 'DescribeCases', {}, '222222222222').cases
      expect(found.caseId).to.match(/^case-222222222222-muen-2026-[0-9a-f]{16}$/)
      expect([found.subject, found.status, found.serviceCode, found.language]).to.deep.equal([
        'One',
        'unassigned',
        'general-info',
        'en',
      ])
      expect(found.recentCommunications.communications[0]).to.deep.equal({
        caseId: found.caseId,
        body: 'a',
        submittedBy: 'AdminRole (Role) <jane@example.com>',
        timeCreated: '2026-08-01T09:00:00.000Z',
        attachments: [],
        attachmentSet: [],
      })
      expect(call(world, 'DescribeCases', {}).cases).to.deep.equal([])
    })

    it('written from a mock hold the same', async () => {
      const world = await seeded('demo')
      const state = dumpState(world)
      const again = testWorld({ state: parseState(JSON.stringify(state), 'state.json') })
      expect(dumpState(again)).to.deep.equal(state)
      const bodies = (answer: Json) =>
        JSON.parse(JSON.stringify(answer, (name, value) => (name === 'nextToken' ? 'token' : value)))
      expect(bodies(call(again, 'DescribeCases', all))).to.deep.equal(
        bodies(call(world, 'DescribeCases', all)),
      )
    })

    it('a case that waits is not resolved by the silence before the file was loaded', async () => {
      const text =
        '{"version": 1, "accounts": {"123456789012": {"cases": [{"caseId": "c", "subject": "a", "status": "pending-customer-action", "timeCreated": "2026-01-01"}]}}}'
      const world = testWorld({ state: parseState(text, 'state.json') })
      expect(call(world, 'DescribeCases').cases[0].status).to.equal('pending-customer-action')
      world.clock.advance('P10D')
      expect(call(world, 'DescribeCases').cases).to.deep.equal([])
    })

    const cases = (...list: unknown[]) => ({ version: 1, accounts: { '123456789012': { cases: list } } })
    const one = { subject: 'a' }
    const wrong: [state: unknown, message: string][] = [
      [[], 'expected {"version": 1, "accounts": {...}}'],
      [{ accounts: {} }, 'version: expected 1'],
      [{ version: 2, accounts: {} }, 'version: expected 1'],
      [{ version: 1 }, 'accounts: expected an object with an account id for each name'],
      [{ version: 1, accounts: { main: {} } }, 'accounts.main: expected 12 digits as the account id'],
      [{ version: 1, accounts: { '123456789012': [] } }, 'accounts.123456789012: expected an object'],
      [{ version: 1, accounts: { '123456789012': {} } }, 'accounts.123456789012.cases: is missing'],
      [
        { version: 1, accounts: { '123456789012': { cases: {} } } },
        'accounts.123456789012.cases: expected a list',
      ],
      [cases(one, one, { subject: 7 }), 'accounts.123456789012.cases[2].subject: expected text'],
      [cases({}), 'accounts.123456789012.cases[0].subject: is missing'],
      [cases(null), 'accounts.123456789012.cases[0]: is missing'],
      [cases({ ...one, caseId: '' }), 'accounts.123456789012.cases[0].caseId: must not be empty'],
      [
        cases({ ...one, titel: 'a', caseId: 1 }),
        'accounts.123456789012.cases[0].titel: is not known (there are caseId, displayId, subject, status, serviceCode, categoryCode, severityCode, issueType, language, submittedBy, timeCreated, waitingSince, resolvedAt, ccEmailAddresses, communications) (and 1 more)',
      ],
      [
        cases({ ...one, caseid: 'a' }),
        'accounts.123456789012.cases[0].caseid: is not known (did you mean caseId?)',
      ],
      [
        cases({ ...one, status: 'open' }),
        'accounts.123456789012.cases[0].status: expected one of unassigned, opened, work-in-progress, pending-customer-action, customer-action-completed, reopened, resolved',
      ],
      [
        cases({ ...one, issueType: 'x' }),
        'accounts.123456789012.cases[0].issueType: expected one of technical, customer-service',
      ],
      [
        cases({ ...one, timeCreated: 'May' }),
        'accounts.123456789012.cases[0].timeCreated: expected a time such as 2026-08-01T09:00:00Z',
      ],
      [
        cases({ ...one, ccEmailAddresses: Array(11).fill('a') }),
        'accounts.123456789012.cases[0].ccEmailAddresses: is too long',
      ],
      [
        cases({ ...one, communications: [{ body: 'a' }, {}] }),
        'accounts.123456789012.cases[0].communications[1].body: is missing',
      ],
      [
        cases({ ...one, communications: [{ body: 'a', timeCreated: 'x' }] }),
        'accounts.123456789012.cases[0].communications[0].timeCreated: expected a time such as 2026-08-01T09:00:00Z',
      ],
      [
        cases({ ...one, caseId: 'c' }, { ...one, caseId: 'c' }),
        'accounts.123456789012.cases[1].caseId: c stands there twice',
      ],
    ]
    for (const [state, message] of wrong) {
      it(message.slice(0, 90), () => {
        expect(() => parseState(JSON.stringify(state), 'state.json'))
          .to.throw(MockStartError)
          .with.property('message', `state.json: ${message}.`)
      })
    }

    it('that are not JSON are refused', async () => {
      const path = join(folder, 'broken.json')
      await writeFile(path, '{"version"')
      const { message } = await failure(loadSeed(path))
      expect(message.startsWith(`${path}: not JSON: `)).to.equal(true)
      expect(message).not.to.include('\n')
    })

    const choices = 'A seed is tutorial, demo, empty or the path of a state file.'
    const unreadable: [name: string, message: string][] = [
      ['tutorail', `There is no seed tutorail. Did you mean tutorial? ${choices}`],
      ['Demo', `There is no seed Demo. Did you mean demo? ${choices}`],
      ['production', `There is no seed production. ${choices}`],
      ['./none.json', `Cannot read the state file ./none.json: there is no such file. ${choices}`],
      [tmpdir(), `Cannot read the state file ${tmpdir()}: EISDIR. ${choices}`],
    ]
    for (const [name, message] of unreadable) {
      it(`${name} cannot be loaded`, async () => {
        const error = await failure(loadSeed(name))
        expect([error.message, error.code]).to.deep.equal([message, 'seed'])
      })
    }
  })
})
