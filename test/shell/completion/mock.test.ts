/** TAB in a session on a mock that holds what an account holds. */
import { Writable } from 'node:stream'
import { expect } from 'chai'
import { SupportConnection } from '../../../src/client/connection.ts'
import { type MockEndpoint, startMockEndpoint } from '../../../src/mock/index.ts'
import { fromWireName, operation } from '../../../src/model/operations.ts'
import { type Completer, createCompleter } from '../../../src/shell/completion/complete.ts'
import { LiveValues } from '../../../src/shell/completion/live.ts'
import { Session } from '../../../src/shell/session/session.ts'
import { context, listed, texts } from './completing.ts'
import { FakeClock } from './time.ts'

const sink = new Writable({ write: (_chunk, _encoding, done) => done() })

describe('TAB in a session on the mock', () => {
  let mock: MockEndpoint
  let conn: SupportConnection
  let own: SupportConnection
  let session: Session
  let live: LiveValues
  let completer: Completer

  beforeEach(async () => {
    mock = await startMockEndpoint({ port: 0, seed: 'demo' })
    const options = { endpoint: mock.url, credentials: mock.credentials, maxAttempts: 1 }
    conn = new SupportConnection(options)
    own = new SupportConnection(options)
    session = new Session({
      globals: { conn },
      directory: '/',
      ownModule: () => undefined,
      stdout: sink,
      stderr: sink,
    })
    // Its time never passes: a TAB waits until the mock has answered.
    live = new LiveValues(own, new FakeClock())
    completer = createCompleter({ session, live, commands: async () => [], directory: '/' })
  })

  afterEach(async () => {
    session.dispose()
    live.close()
    await Promise.all([conn.close(), own.close()])
    await mock.close()
  })

  /** A file on the newest case. */
  async function attachFile(fileName: string): Promise<void> {
    const { cases = [] } = await conn.describeCases()
    const { attachmentSetId } = await conn.addAttachmentsToSet({
      attachments: [{ fileName, data: Buffer.from('x') }],
    })
    const caseId = cases[0]!.caseId!
    await conn.addCommunicationToCase({ caseId, communicationBody: 'See the file.', attachmentSetId })
  }

  const complete = (text: string) => completer.complete(text, context)

  it('shows the cases, the newest first, with subject and status', async () => {
    const { cases = [] } = await conn.describeCases({ includeResolvedCases: true, maxResults: 100 })
    const lines = listed(await complete("conn.describeCommunications('"))
    expect(lines).to.have.length.above(10)
    expect(lines.slice(0, cases.length)).to.deep.equal(
      cases.map(({ caseId, subject, status }) => `'${caseId}'  ${subject} (${status})`),
    )
  })

  it('shows the services, and the categories of the one that is typed', async () => {
    const { services = [] } = await conn.describeServices()
    const { code, categories = [] } = services[1]!
    expect(texts(await complete('conn.createCase({ serviceCode: '))).to.deep.equal(
      services.map((each) => `'${each.code}'`),
    )
    const text = `conn.createCase({\n  serviceCode: '${code}',\n  categoryCode: `
    expect(texts(await complete(text))).to.deep.equal(categories.map((each) => `'${each.code}'`))
  })

  it('finds checks by their names, and files by theirs', async () => {
    expect(listed(await complete("conn.refreshTrustedAdvisorCheck('mfa on root")).join()).to.match(
      /MFA on Root Account/,
    )
    await attachFile("it's.log")
    const [found] = texts(await complete('conn.describeAttachment("S.LOG'))
    const outcome = await session.run(`conn.describeAttachment(${found}).attachment.fileName`)
    expect(outcome).to.include({ status: 'value', value: "it's.log" })
  })

  it('looks at what inputs have made', async () => {
    await session.run(
      'const { cases } = conn.describeCases(); const wanted = { serviceCode: cases[0].serviceCode }',
    )
    mock.clearRequests()
    expect(texts(await complete('cases[0].sub'))).to.deep.equal(['subject', 'submittedBy'])
    expect(texts(await complete('cases.le'))).to.deep.equal(['length'])
    expect(texts(await complete('was'))).to.deep.equal([])
    expect(texts(await complete('wan'))).to.deep.equal(['wanted'])
    expect(mock.requests()).to.deep.equal([])
    expect(texts(await complete('conn.createCase({ ...wanted, categoryCode: '))).to.not.deep.equal([])
  })

  it('sends nothing for a call that stands there, and nothing but reads for anything', async () => {
    await attachFile('a.log')
    mock.clearRequests()
    await complete('conn.createCase({}).')
    expect(mock.requests()).to.deep.equal([])
    for (const text of [
      "conn.resolveCase('",
      'conn.createCase({ serviceCode: ',
      'conn.refreshTrustedAdvisorCheck(',
      'conn.describeAttachment(',
    ]) {
      expect(texts(await complete(text))).to.not.deep.equal([])
    }
    const asked = mock.requests().map((each) => fromWireName(each.operation!)!)
    expect(asked).to.include.members(['describeCases', 'describeServices', 'describeTrustedAdvisorChecks'])
    expect(asked.filter((name) => operation(name).kind !== 'read')).to.deep.equal([])
  })

  it('asks once', async () => {
    for (const text of [
      "conn.resolveCase('",
      "conn.describeCases({ displayId: '",
      "conn.describeCases({ caseIdList: ['",
    ]) {
      await complete(text)
    }
    expect(mock.requests().map(({ operation: name }) => name)).to.deep.equal(['DescribeCases'])
  })

  it('shows a new case once it is told of the write', async () => {
    await complete("conn.resolveCase('")
    const input = {
      subject: 'On fire',
      communicationBody: 'Help',
      serviceCode: 'general-info',
      severityCode: 'low',
    }
    const { caseId } = await conn.createCase(input)
    live.forget()
    expect(listed(await complete("conn.resolveCase('"))[0]).to.equal(`'${caseId}'  On fire (unassigned)`)
  })

  it('says why it has nothing when nobody answers', async () => {
    await mock.close()
    const { candidates, message } = await complete("conn.resolveCase('")
    expect(candidates).to.deep.equal([])
    expect(message)
      .to.match(/^no case ids: not connected \(.+\)$/)
      .and.not.include('\n')
  })
})
