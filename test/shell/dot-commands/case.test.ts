/** `.case ID`: what is typed, and what a terminal shows. */
import { expect } from 'chai'
import { caseCommand } from '../../../src/shell/dot-commands/case.ts'
import type { CommandContext } from '../../../src/shell/dot-commands/dot-command.ts'
import { type CommandsOnMock, commandsOnMock, unindent } from './commands-on-mock.ts'

const caseId = 'case-123456789012-muen-2026-128444f85f3f07a7'
const displayId = '178512935082163'

const thread = unindent(`
    Consumer falls behind after resharding
    status     pending-customer-action (waits for your answer)
    severity   high
    service    amazon-kinesis, kinesis-client-library
    opened     2026-07-27 05:15Z (5 days ago) by jane@example.com
    cc         data@example.com
    language   en
    caseId     ${caseId}
    displayId  ${displayId}

    --- AdminRole (Role) <jane@example.com>, 2026-07-27 05:15Z (5 days ago) --------
    After we split the shards the consumer lags by 40 minutes and does not catch up.

    --- Amazon Web Services, 2026-07-27 09:15Z (4 days ago) ------------------------
    Only three of your five workers hold leases. How many shards does each worker
    process at most in your configuration?

    --- AdminRole (Role) <jane@example.com>, 2026-07-27 11:15Z (4 days ago) --------
    Two. And there are eight shards now.

    --- Amazon Web Services, 2026-07-27 14:15Z (4 days ago) ------------------------
    Then two shards wait for a worker. Raise the limit to three or start another
    worker, and tell us how the lag develops.
`)

const ids: [how: string, argument: string, requests: number][] = [
  ['the caseId', caseId, 2],
  ['the displayId', displayId, 2],
  ['the caseId with its quotes', `'${caseId}'`, 2],
  ['the beginning of the displayId', '1785129', 3],
  ['the beginning of the caseId', 'case-123456789012-muen-2026-1284', 3],
  ['the beginning of its last part', '1284', 3],
]

const refusals: [argument: string, shown: string][] = [
  ['', '.case needs an id: .cases lists them, and TAB after .case'],
  ['1 2', '.case shows one case: .case 1'],
  ['0815', 'There is no case 0815: .cases all lists them'],
  ['case-nowhere', 'There is no case case-nowhere: .cases all lists them'],
  ['x\u001b[2J', 'There is no case x\\x1B[2J: .cases all lists them'],
  [
    '1785',
    '6 cases begin with 1785, give more of it: 178550020873148 (Free storage falls by 1 GB a minute), ' +
      '178547326834951 (Stack stuck in UPDATE_ROLLBACK_FAILED), ' +
      '178539448996754 (Messages arrive twice since Tuesday), and others',
  ],
]

describe('.case', () => {
  let at: CommandsOnMock
  before(async () => {
    at = await commandsOnMock()
  })
  beforeEach(() => {
    at.mock.reset()
    at.written.length = 0
  })
  after(() => at.close())

  for (const [how, argument, requests] of ids) {
    it(`takes ${how}: ${argument}`, async () => {
      expect(await at.shown(caseCommand, argument)).to.equal(thread)
      expect(at.mock.requests()).to.have.lengthOf(requests)
    })
  }

  for (const [argument, message] of refusals) {
    it(`refuses ${JSON.stringify(argument)}`, async () => {
      expect(await at.shown(caseCommand, argument)).to.equal(`CommandError: ${message}`)
    })
  }

  it('shows resolved cases, too', async () => {
    const [, status] = (await at.shown(caseCommand, '176542163447405')).split('\n')
    expect(status).to.equal('status     resolved')
  })

  it('shows all messages of a long case, oldest first, and says how far it is', async () => {
    for (let i = 1; i <= 130; i++) {
      await at.conn.addCommunicationToCase({ caseId, communicationBody: `Message ${i}` })
    }
    const shown = (await caseCommand.run(displayId, at.atTerminal()))!
    const numbers = [...shown.matchAll(/^Message (\d+)$/gm)].map(([, number]) => Number(number))
    expect(numbers).to.deep.equal(Array.from({ length: 130 }, (_, i) => i + 1))
    expect(at.written).to.deep.equal(['\r100 messages so far, Ctrl-C stops', `\r${' '.repeat(35)}\r`])
  })

  it('lists attachments once each, by id and name', async () => {
    const { attachmentSetId } = await at.conn.addAttachmentsToSet({
      attachments: [{ fileName: 'error.log', data: Buffer.from('It failed.') }],
    })
    await at.conn.addCommunicationToCase({ caseId, communicationBody: 'See there.', attachmentSetId })
    const lines = (await at.shown(caseCommand, displayId)).split('\n')
    const [, id] = lines[lines.indexOf('attached: error.log') + 1]!.split('  ')
    expect((await at.conn.describeAttachment(id!)).attachment?.fileName).to.equal('error.log')
    expect(lines.filter((line) => line.startsWith('attached:'))).to.have.lengthOf(1)
  })

  it('leaves errors of the service as they are', async () => {
    at.mock.faults([{ operation: 'DescribeCommunications', fault: 'CaseIdNotFound', message: 'Gone.' }])
    expect(await at.shown(caseCommand, displayId)).to.equal('CaseIdNotFound: Gone.')
    at.mock.faults([{ operation: 'DescribeCases', fault: 'AccessDeniedException', message: 'No.' }])
    expect(await at.shown(caseCommand, caseId)).to.equal('AccessDeniedException: No.')
  })
})

describe('Completion of .case', () => {
  const note = 'A test case. (opened)'
  const known: Record<string, { values: { value: string; note: string }[]; message?: string }> = {
    cases: { values: [{ value: 'case-1', note }] },
    displays: { values: [{ value: '1785', note }] },
  }
  const complete = async (argument: string, kinds = known) => {
    const live = { get: async (kind: string) => kinds[kind] }
    // Nothing else is asked.
    return caseCommand.complete!(argument, { live } as unknown as CommandContext)
  }

  it('offers display ids with subject and status', async () => {
    expect(await complete('')).to.deep.equal([{ text: '1785', note }])
    expect(await complete('17')).to.deep.equal([{ text: '1785', note }])
  })

  it('offers caseIds once one is begun, and where there is nothing else', async () => {
    expect(await complete('case')).to.deep.equal([{ text: 'case-1', note }])
    expect(await complete('', { ...known, displays: { values: [] } })).to.deep.equal([
      { text: 'case-1', note },
    ])
  })

  it('says why there is nothing to offer', async () => {
    const none = { values: [], message: 'no case ids: not connected (no route)' }
    const error = await complete('', { cases: none, displays: none }).catch((reason: Error) => reason)
    expect(error).to.have.property('message', none.message)
    expect(await complete('9')).to.deep.equal([])
  })
})
