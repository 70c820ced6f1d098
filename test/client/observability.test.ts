/** What a connection tells of its requests, and that it shows no secret to anybody. */
import { spawnSync } from 'node:child_process'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { clientIn, SupportConnection } from '../../src/client/connection.ts'
import { metadataOf } from '../../src/client/metadata.ts'
import type { RequestLog } from '../../src/client/request-log.ts'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { rejection } from './rejection.ts'

describe('What a connection tells', () => {
  let mock: MockEndpoint
  before(async () => {
    mock = await startMockEndpoint({ port: 0 })
  })
  after(() => mock.close())
  beforeEach(() => mock.reset())

  const secret = 'SECRET-KEY'
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: secret }

  it('of every request: operation, attempt, duration, status, id; to the logger and the hook alike', async () => {
    const entries: RequestLog[] = []
    const logged: RequestLog[] = []
    const client = clientIn({ env: {}, delay: async () => {} })
    await using conn = new client.SupportConnection({
      ...{ endpoint: mock.url, credentials: mock.credentials },
      logger: { debug: (entry) => logged.push(entry) },
      onRequest: (entry) => entries.push(entry),
    })
    mock.faults([
      { kind: 'throttle', next: 1 },
      { kind: 'reset', next: 1 },
    ])
    await conn.describeCases()
    await rejection(conn.describeCommunications('case-9'))
    expect(logged).to.deep.equal(entries)
    expect(entries.map(({ milliseconds, requestId, ...rest }) => rest)).to.deep.equal([
      { operation: 'describeCases', attempt: 1, statusCode: 400, error: 'ThrottlingException' },
      { operation: 'describeCases', attempt: 2, statusCode: undefined, error: 'NetworkError' },
      { operation: 'describeCases', attempt: 3, statusCode: 200 },
      { operation: 'describeCommunications', attempt: 1, statusCode: 400, error: 'CaseIdNotFound' },
    ])
    expect(entries[2]).to.include({ requestId: mock.requests().at(-2)!.requestId })
    for (const { milliseconds } of entries) expect(milliseconds).to.be.at.least(0)
  })

  it('breaks no call when whoever listens throws', async () => {
    const onRequest = () => {
      throw new Error('no')
    }
    await using conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials, onRequest })
    expect(await conn.describeCases()).to.have.property('cases')
  })

  it('of a result, beside it: it prints and compares as what it is', async () => {
    await using conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
    const result = await conn.resolveCase('case-1')
    const { requestId } = mock.requests().at(-1)!
    expect(metadataOf(result)).to.deep.equal({ requestId, statusCode: 200, attempts: 1 })
    expect(Reflect.ownKeys(result)).to.deep.equal(['initialCaseStatus', 'finalCaseStatus'])
    expect(metadataOf({})).to.equal(undefined)
  })

  it('by its User-Agent, in the form of the AWS clients', async () => {
    const { userAgentOf } = await import('../../src/client/user-agent.ts')
    expect(userAgentOf({})).to.match(
      /^support-repl\/\d+\.\d+\.\d+ ua\/2\.1 api\/support#2013-04-15 os\/\w+#\S+ lang\/js md\/nodejs#\d+\.\d+\.\d+ md\/\w+$/,
    )
    expect(userAgentOf({ userAgentAppId: 'case keeper/1.0\n' })).to.equal(
      `${userAgentOf({})} app/case-keeper-1.0-`,
    )
  })

  it('to NODE_DEBUG=support-repl, a line a request, on standard error', () => {
    const program = `
      const { startMockEndpoint } = await import('${new URL('../../src/mock/index.ts', import.meta.url)}')
      const { SupportConnection } = await import('${new URL('../../src/client/connection.ts', import.meta.url)}')
      const mock = await startMockEndpoint({ port: 0 })
      const conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
      await conn.describeCases()
      await conn.describeCommunications('case-9').catch(() => {})
      await conn.close()
      await mock.close()
    `
    const loader = new URL('../../scripts/ts-node.mjs', import.meta.url).href
    const args = ['--no-warnings', '--import', loader, '--input-type=module', '-e', program]
    const env = { ...process.env, NODE_DEBUG: 'support-repl' }
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000, env })
    expect(stdout).to.equal('')
    expect(
      stderr
        .trim()
        .replace(/\d+ ms, request [0-9a-f-]{36}/g, 'N ms, request ID')
        .split('\n'),
    ).to.deep.equal(
      ['answered, status 200', 'CaseIdNotFound, status 400'].map((outcome, index) => {
        const name = index === 0 ? 'DescribeCases' : 'DescribeCommunications'
        return `SUPPORT-REPL ${stderr.match(/SUPPORT-REPL (\d+)/)?.[1]}: ${name}, attempt 1: ${outcome}, N ms, request ID`
      }),
    )
  })

  it('never a secret: not to loggers, not in errors, not when it is inspected', async () => {
    const told: unknown[] = []
    const conn = new SupportConnection({
      ...{ endpoint: mock.url, credentials: { ...keys, sessionToken: 'SECRET-TOKEN' }, maxAttempts: 1 },
      ...{ logger: { debug: (entry) => told.push(entry) }, proxy: false },
    })
    const error = await rejection(
      conn.createCase({ subject: 'SECRET-SUBJECT', communicationBody: 'SECRET-BODY' }),
    )
    const seen = [error, conn, SupportConnection, conn.close, told].map((each) =>
      inspect(each, { showHidden: true, depth: 20 }),
    )
    expect(error.name).to.equal('UnrecognizedClientException')
    expect(seen.join('\n')).not.to.match(/SECRET/)
    expect(JSON.stringify([error, conn, told])).not.to.match(/SECRET/)
    await conn.close()
  })
})
