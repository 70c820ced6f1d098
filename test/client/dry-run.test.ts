import { expect } from 'chai'
import { clientIn, type SupportConnection } from '../../src/client/connection.ts'
import type { Write } from '../../src/client/settings.ts'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { operation, operationNames } from '../../src/model/operations.ts'
import { rejection } from './rejection.ts'

describe('A dry run', () => {
  let mock: MockEndpoint
  let conn: SupportConnection
  let isDry: boolean
  let asked: Write[]

  before(async () => {
    mock = await startMockEndpoint({ port: 0 })
  })
  after(() => mock.close())
  beforeEach(() => {
    mock.reset()
    isDry = true
    asked = []
    const { accessKeyId, secretAccessKey } = mock.credentials
    const bound = clientIn({
      env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
      dryRun: () => isDry,
      approve: async (write) => {
        asked.push(write)
      },
    })
    conn = new bound.SupportConnection({ endpoint: mock.url })
  })
  afterEach(() => conn.close())

  const account = () => Object.values(mock.state().accounts)[0]!
  const statusOf = () => account().cases[0]!.status

  for (const given of [undefined, false, true]) {
    it(`is what a write is sent as, dryRun being ${given}`, async () => {
      const before = statusOf()
      const error = await rejection(conn.resolveCase({ caseId: 'case-1', dryRun: given }))
      expect(error.name).to.equal('DryRunOperationException')
      expect(statusOf()).to.equal(before)
      expect(asked.map(({ input, dryRun }) => ({ input, dryRun }))).to.deep.equal([
        { input: { caseId: 'case-1', dryRun: true }, dryRun: true },
      ])
    })
  }

  it('is what a read is sent as too, where it has it', async () => {
    expect((await rejection(conn.describeCases())).name).to.equal('DryRunOperationException')
    expect(await conn.describeTrustedAdvisorChecks('en')).to.have.property('checks')
  })

  it('refuses a write that has none', async () => {
    expect(String(await rejection(conn.refreshTrustedAdvisorCheck('check-1')))).to.equal(
      'WriteRefused: Dry run is on, and refreshTrustedAdvisorCheck has none: nothing was sent',
    )
    expect(asked).to.deep.equal([])
    expect(mock.requests()).to.deep.equal([])
  })

  it('is over when it is switched off', async () => {
    isDry = false
    expect(await conn.resolveCase('case-1')).to.have.property('finalCaseStatus', 'resolved')
    await rejection(conn.resolveCase({ caseId: 'case-1', dryRun: true }))
    expect(asked.map(({ dryRun }) => dryRun)).to.deep.equal([false, true])
  })

  it('keeps attach from sending a byte', async () => {
    const error = await rejection(conn.attach({ fileName: 'a.txt', data: 'Text.' }))
    expect(error.name).to.equal('DryRunOperationException')
    expect(asked.map(({ dryRun }) => dryRun)).to.deep.equal([true])
    expect(account().attachmentSets).to.deep.equal([])
  })

  it('is refused by one write only', () => {
    const without = operationNames.filter((name) => {
      const { kind, input } = operation(name)
      return kind === 'write' && !('dryRun' in input)
    })
    expect(without).to.deep.equal(['refreshTrustedAdvisorCheck'])
  })
})
