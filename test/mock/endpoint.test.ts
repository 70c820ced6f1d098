import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  type MockEndpoint,
  type MockOptions,
  MockStartError,
  startMockEndpoint,
} from '../../src/mock/index.ts'
import { headersFor, jane, nine } from './harness.ts'

async function withMock(options: MockOptions, use: (mock: MockEndpoint) => Promise<void>): Promise<void> {
  const mock = await startMockEndpoint({ port: 0, strictAuth: false, ...options })
  try {
    await use(mock)
  } finally {
    await mock.close()
  }
}

const { host, ...headers } = headersFor('DescribeSeverityLevels')
const ask = (mock: MockEndpoint, body = '{}') => fetch(mock.url, { method: 'POST', headers, body })

async function failure(options: MockOptions): Promise<{ code: string; message: string }> {
  try {
    await (await startMockEndpoint(options)).close()
  } catch (error) {
    expect(error).to.be.instanceOf(MockStartError)
    const { code, message } = error as MockStartError
    return { code, message }
  }
  throw new Error('It started.')
}

describe('the endpoint', () => {
  it('answers with the headers of the service', () =>
    withMock({ now: () => nine }, async (mock) => {
      const answer = await ask(mock)
      expect(answer.status).to.equal(200)
      expect(Object.fromEntries(answer.headers)).to.deep.equal({
        connection: 'keep-alive',
        'content-length': '184',
        'content-type': 'application/x-amz-json-1.1',
        date: 'Sat, 01 Aug 2026 09:00:00 GMT',
        'keep-alive': 'timeout=65',
        'x-amzn-requestid': mock.requests()[0]!.requestId,
      })
      expect(await answer.json()).to.have.property('severityLevels')
    }))

  it('answers with the time of its clock, also when that was moved', () =>
    withMock({ now: () => nine }, async (mock) => {
      const date = async () => (await ask(mock)).headers.get('date')
      expect(await date()).to.equal('Sat, 01 Aug 2026 09:00:00 GMT')
      mock.clock.advance('P1M')
      expect(await date()).to.equal('Tue, 01 Sep 2026 09:00:00 GMT')
      mock.clock.set('2025-01-01T00:00:00Z')
      expect(await date()).to.equal('Wed, 01 Jan 2025 00:00:00 GMT')
    }))

  it('answers many requests on one connection', () =>
    withMock({}, async (mock) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const ports = new Set<number | undefined>()
      for (let n = 0; n < 5; n++) {
        const request = httpRequest(mock.url, { method: 'POST', headers, agent })
        request.end('{}')
        const [response] = await once(request, 'response')
        ports.add(request.socket?.localPort)
        await text(response)
      }
      agent.destroy()
      expect(ports.size).to.equal(1)
    }))

  it('refuses a body of more than 32 MB, and goes on', () =>
    withMock({}, async (mock) => {
      const answer = await ask(mock, ' '.repeat(32 * 1024 * 1024 + 1))
      expect([answer.status, await answer.json()]).to.deep.equal([
        413,
        { __type: 'RequestEntityTooLargeException', message: 'The request body is too large.' },
      ])
      expect((await ask(mock)).status).to.equal(200)
    }))

  it('answers a request that had begun when it closes, then ends the connection', async () => {
    const mock = await startMockEndpoint({ port: 0, strictAuth: false })
    const socket = connect(mock.port, '127.0.0.1')
    const lines = Object.entries({ host, ...headers, 'content-length': '2', expect: '100-continue' })
    socket.write(`POST / HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`)
    const [begun] = await once(socket, 'data')
    expect(String(begun)).to.equal('HTTP/1.1 100 Continue\r\n\r\n')
    const closed = mock.close()
    socket.write('{}')
    const answer = await text(socket)
    await closed
    expect(answer).to.match(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer).to.match(/\r\nConnection: close\r\n/)
    expect(answer).to.match(/\r\n\r\n\{"severityLevels":\[.*\]\}$/)
  })

  it('closes idle connections, and closes once however often it is asked', async () => {
    const mock = await startMockEndpoint({ port: 0, strictAuth: false })
    await ask(mock)
    const idle = connect(mock.port, '127.0.0.1')
    await once(idle, 'connect')
    await ask(mock)
    await Promise.all([mock.close(), mock.close(), once(idle.resume(), 'close')])
    await mock.close()
  })

  it('holds no process once it is let go, not even by an open connection', () =>
    withMock({}, async (mock) => {
      // What keeps the process: servers and connections of any kind, ours and the test's.
      const held = () => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP'))
      const before = connect(mock.port, '127.0.0.1')
      await once(before, 'connect')
      await ask(mock)
      before.unref()
      mock.unref()
      const after = connect(mock.port, '127.0.0.1')
      await once(after, 'connect')
      after.unref()
      await ask(mock)
      expect(held().filter((kind) => kind === 'TCPServerWrap')).to.deep.equal([])
    }))

  it('ends with its block', async () => {
    let url: string
    {
      await using mock = await startMockEndpoint({ port: 0 })
      url = mock.url
    }
    const error = await fetch(url).catch((error: Error) => error)
    expect(error).to.be.instanceOf(TypeError)
  })

  it('prints in one line, without the secret', () =>
    withMock({ credentials: jane, seed: 'empty' }, async (mock) => {
      const printed = inspect(mock, { depth: 9, showHidden: true })
      expect(printed).to.equal(`MockEndpoint { url: '${mock.url}', seed: 'empty' }`)
      expect(JSON.stringify(mock)).not.to.include(jane.secretAccessKey)
    }))

  it('makes up credentials, the same for the same seed', () =>
    withMock({}, async (one) =>
      withMock({}, async (other) => {
        expect(one.credentials).to.deep.equal(other.credentials)
        expect(one.credentials.accessKeyId).to.match(/^AKIAMOCK[A-Z2-7]{12}$/)
        expect(one.credentials.secretAccessKey).to.have.length(40)
      }),
    ))

  it('lets the agent and the clock be moved, and be reset', () =>
    withMock({ now: () => nine }, async (mock) => {
      expect(mock.clock.advance('PT1H').toISOString()).to.equal('2026-08-01T10:00:00.000Z')
      expect(mock.clock.set('2027-01-01').toISOString()).to.equal('2027-01-01T00:00:00.000Z')
      mock.agent.reply({ caseId: 'case-1', body: 'Hello.' })
      expect(() => mock.agent.reply({ caseId: 'case-2', body: 'Hello.' })).to.throw(
        'There is no case case-2 in any account.',
      )
      await ask(mock)
      expect(mock.requests()).to.have.length(1)
      mock.clearRequests()
      expect(mock.requests()).to.deep.equal([])
      mock.reset()
      expect(mock.clock.now().toISOString()).to.equal('2026-08-01T09:00:00.000Z')
      const state = await (await fetch(`${mock.url}/_mock/state`)).json()
      expect(state).to.have.nested.property('accounts.123456789012.cases[0].status', 'unassigned')
    }))

  it('is reached on ::1 too', async () => {
    const mock = await startMockEndpoint({ port: 0, host: '::1' }).catch((error: MockStartError) => error)
    if (mock instanceof MockStartError) {
      // A machine without IPv6 says so in one line.
      expect(mock.message).to.match(/^Cannot listen on ::1: .*\. Use 127\.0\.0\.1\.$/)
      return
    }
    expect(mock.url).to.equal(`http://[::1]:${mock.port}`)
    expect((await fetch(`${mock.url}/_mock/health`)).status).to.equal(200)
    await mock.close()
  })

  const outer = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address
  const title = 'does not let another address of the computer control it, whatever Host says'
  if (outer === undefined) it(`${title}: NOT RUN, since this computer has no other address`)
  else
    it(title, async () => {
      await withMock({ host: '0.0.0.0' }, async ({ port, url }) => {
        const ask = async (host: string, path: string) => {
          const headers = { host: `localhost:${port}`, accept: 'text/html' }
          const sent = httpRequest({ host, port, path, headers, agent: false }).end()
          const [answer] = (await once(sent, 'response')) as [IncomingMessage]
          answer.resume()
          return answer.statusCode
        }
        for (const path of ['/_mock/health', '/']) {
          expect(await ask(outer, path)).to.equal(403)
          expect(await ask(new URL(url).hostname, path)).to.equal(200)
        }
      })
    })

  const whole = (name: string, most: number, value: string) =>
    `${name} must be a whole number from 0 to ${most}, not ${value}.`
  const refused: [title: string, options: object, code: string, message: string][] = [
    ['a port out of range', { port: 70_000 }, 'bad-option', whole('port', 65_535, '70000')],
    ['a port that is text', { port: '80' }, 'bad-option', whole('port', 65_535, "'80'")],
    ['half a port', { port: 0.5 }, 'bad-option', whole('port', 65_535, '0.5')],
    [
      'a journal of no size',
      { port: 0, journalSize: -1 },
      'bad-option',
      whole('journalSize', 1_000_000, '-1'),
    ],
    [
      'credentials without a secret',
      { port: 0, credentials: { accessKeyId: 'A' } },
      'bad-option',
      'credentials need both accessKeyId and secretAccessKey.',
    ],
    [
      'an access key that no header can carry',
      { port: 0, credentials: { ...jane, accessKeyId: 'a/secret+key' } },
      'bad-option',
      'accessKeyId may have letters, digits, underscores and dashes only.',
    ],
    [
      'the same access key twice',
      { port: 0, credentials: [jane, { ...jane, secretAccessKey: 'another' }] },
      'bad-option',
      'other credentials have the same accessKeyId: each needs one of its own.',
    ],
    [
      'a member of credentials that there is not',
      { port: 0, credentials: { ...jane, acountId: '123456789012' } },
      'bad-option',
      'acountId is not known (did you mean accountId?).',
    ],
    [
      'an account of three digits',
      { port: 0, credentials: { ...jane, accountId: '123' } },
      'bad-option',
      'accountId must be a text of 12 digits.',
    ],
    [
      'an unknown seed',
      { port: 0, seed: 'tutorail' },
      'seed',
      'There is no seed tutorail. Did you mean tutorial? A seed is tutorial, demo, empty or the path of a state file.',
    ],
  ]
  for (const [title, options, code, message] of refused) {
    it(`does not start with ${title}`, async () => {
      expect(await failure(options)).to.deep.equal({ code, message })
    })
  }

  it('does not start on a port in use', () =>
    withMock({}, async ({ port }) => {
      expect(await failure({ port })).to.deep.equal({
        code: 'port',
        message: `Port ${port} on 127.0.0.1 is in use: choose another, or 0 for a free one.`,
      })
    }))

  it('does not start on an address of another machine', async () => {
    const { code, message } = await failure({ port: 0, host: '192.0.2.1' })
    expect(code).to.equal('host')
    expect(message).to.match(/^Cannot listen on 192\.0\.2\.1: .*\. Use 127\.0\.0\.1\.$/)
  })
})
