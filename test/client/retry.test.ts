/** How often and after what pause a request goes out again, beside the official client's strategy. */
import { StandardRetryStrategy } from '@smithy/core/retry'
import { expect } from 'chai'
import { clientIn, type SupportConnection } from '../../src/client/connection.ts'
import { SupportError } from '../../src/client/errors.ts'
import { isFault } from '../../src/client/fault-guards.ts'
import { backOff, RetryQuota } from '../../src/client/retry.ts'
import type { Surroundings } from '../../src/client/settings.ts'
import { rejection } from './rejection.ts'
import { type Reply, type ScriptServer, startScriptServer } from './script-server.ts'

const failed = new SupportError('InternalServerError', 'Again.', { statusCode: 500 })
const throttled = new SupportError('ThrottlingException', 'Slower.', { statusCode: 400 })

describe('The pause before another attempt', () => {
  const rows: [title: string, SupportError, attempt: number, random: number, milliseconds: number][] = [
    ['is nothing at the least', failed, 1, 0, 0],
    ['is 50 ms at the most after a failure', failed, 1, 1, 50],
    ['doubles', failed, 4, 1, 400],
    ['is longer when throttled', throttled, 1, 1, 1000],
    ['is 20 s at the most', throttled, 12, 1, 20_000],
    [
      'is what the service asks for',
      new SupportError('X', '', { statusCode: 503, retryAfter: 700 }),
      1,
      1,
      700,
    ],
    [
      'is not much longer than its own',
      new SupportError('X', '', { statusCode: 503, retryAfter: 90_000 }),
      1,
      1,
      5050,
    ],
  ]
  for (const [title, error, attempt, random, milliseconds] of rows) {
    it(title, () => expect(backOff(error, attempt, () => random)).to.equal(milliseconds))
  }

  it('is that of the official client', async () => {
    const { random } = Math
    try {
      for (const [error, errorType] of [
        [failed, 'TRANSIENT'],
        [throttled, 'THROTTLING'],
      ] as const) {
        // So small that the official client, which waits by itself, does not keep the test.
        Math.random = () => 0.011
        const strategy = new StandardRetryStrategy(9)
        let token = await strategy.acquireInitialRetryToken('')
        for (let attempt = 1; attempt <= 4; attempt++) {
          token = await strategy.refreshRetryTokenForRetry(token, { errorType })
          const { acquisitionDelay } = (token as unknown as { $retryLog: { acquisitionDelay: number } })
            .$retryLog
          expect(backOff(error, attempt, Math.random)).to.equal(acquisitionDelay)
        }
      }
    } finally {
      Math.random = random
    }
  })
})

describe('The tries that a connection can afford', () => {
  it('are those of the official client, whatever comes', async () => {
    const { random } = Math
    Math.random = () => 0
    try {
      const [ours, official] = [new RetryQuota(), new StandardRetryStrategy(99)]
      let tokens = await official.acquireInitialRetryToken('')
      const affordable = (errorType: 'TRANSIENT' | 'THROTTLING') =>
        official.refreshRetryTokenForRetry(tokens, { errorType }).then(
          (token) => {
            tokens = token
            return true
          },
          () => false,
        )
      for (let n = 0; n < 150; n++) {
        const kind = n % 3 === 0 ? throttled : failed
        const cost = ours.take(kind)
        expect(cost !== undefined, `try ${n}`).to.equal(
          await affordable(n % 3 === 0 ? 'THROTTLING' : 'TRANSIENT'),
        )
        if (n % 5 === 4) {
          ours.giveBack(cost ?? 14)
          official.recordSuccess(cost === undefined ? ({ getRetryCost: () => 14 } as never) : tokens)
        }
        if (n % 40 === 39) tokens = await official.acquireInitialRetryToken('')
      }
    } finally {
      Math.random = random
    }
  })

  it('come back by successes, one token each', () => {
    const quota = new RetryQuota()
    while (quota.take(failed) !== undefined);
    for (let n = 0; n < 4; n++) expect(quota.take(throttled) === undefined || n < 2).to.equal(true)
    for (let n = 0; n < 14; n++) quota.giveBack()
    expect(quota.take(failed)).to.equal(14)
  })
})

describe('A request goes out again', () => {
  let server: ScriptServer
  const pauses: number[] = []
  const fine: Reply = { status: 200, body: '{"cases":[]}' }
  const fault = (name: string, status = 400, headers = {}): Reply => ({
    status,
    headers,
    body: JSON.stringify({ __type: name, message: 'Said.' }),
  })
  const connect = async (replies: readonly Reply[], around: Partial<Surroundings> = {}, options = {}) => {
    server = await startScriptServer(replies)
    pauses.length = 0
    const delay = async (milliseconds: number) => void pauses.push(milliseconds)
    const client = clientIn({ env: {}, delay, random: () => 0.5, ...around })
    return new client.SupportConnection({
      ...{ endpoint: server.url, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
      ...options,
    })
  }
  afterEach(() => server.close())

  const again: [string, Reply][] = [
    ['ThrottlingException', fault('ThrottlingException')],
    ['TooManyRequestsException', fault('TooManyRequestsException')],
    ['RequestLimitExceeded', fault('RequestLimitExceeded')],
    ['status 429', fault('Whatever', 429)],
    ['InternalServerError', fault('InternalServerError', 500)],
    ['status 502 with HTML', { status: 502, body: '<html>' }],
    ['status 503', fault('ServiceUnavailableException', 503)],
    ['RequestTimeout', fault('RequestTimeout')],
    ['a reset', 'reset'],
    ['JSON that is cut off', { status: 200, body: '{"cases":[' }],
  ]
  for (const [title, reply] of again) {
    it(`after ${title}`, async () => {
      await using conn = await connect([reply, fine])
      expect(await conn.describeCases()).to.deep.equal({ cases: [] })
      expect(server.received.map(({ headers }) => headers['amz-sdk-request'])).to.deep.equal([
        'attempt=1; max=3',
        'attempt=2; max=3',
      ])
      expect(new Set(server.received.map(({ headers }) => headers['amz-sdk-invocation-id'])).size).to.equal(1)
    })
  }

  for (const name of ['ValidationException', 'AccessDeniedException', 'CaseIdNotFound']) {
    it(`not after ${name}`, async () => {
      await using conn = await connect([fault(name), fine])
      expect(await rejection(conn.describeCases())).to.include({ name, attempts: 1, retryable: false })
    })
  }

  it('after the pause that it is told', async () => {
    await using conn = await connect([fault('X', 503, { 'retry-after': '2' }), fine])
    await conn.describeCases()
    expect(pauses).to.deep.equal([2000])
  })

  it('until nothing can be afforded any more', async () => {
    await using conn = await connect([fault('InternalServerError', 500)], {}, { maxAttempts: 1000 })
    expect(await rejection(conn.describeCases())).to.have.property('attempts', 36)
    expect(await rejection(conn.describeCases())).to.have.property('attempts', 1)
  })

  it('at the rate that the service lets through, in adaptive mode', async () => {
    await using conn = await connect([fault('ThrottlingException'), fine], {}, { retryMode: 'adaptive' })
    expect(await conn.describeCases()).to.deep.equal({ cases: [] })
  })

  describe('with another time', () => {
    const date = 'Tue, 01 Jan 2030 00:00:00 GMT'
    for (const name of ['RequestTimeTooSkewed', 'InvalidSignatureException', 'RequestExpired']) {
      const calls: [string, (conn: SupportConnection) => Promise<unknown>][] = [
        ['a read', (conn) => conn.describeCases()],
        ['a write', (conn) => conn.createCase({ subject: 'a', communicationBody: 'b' })],
      ]
      for (const [what, call] of calls) {
        it(`when the service says ${name}, and with that one from then on: ${what}`, async () => {
          const now = () => Date.UTC(2020, 0, 1)
          const skewed = fault(name, 400, { date })
          await using conn = await connect([skewed, { ...fine, headers: { date } } as Reply], { now })
          await call(conn)
          await call(conn)
          expect(server.received.map(({ headers }) => headers['x-amz-date'])).to.deep.equal([
            '20200101T000000Z',
            '20300101T000000Z',
            '20300101T000000Z',
          ])
        })
      }
    }

    it('once', async () => {
      const now = () => Date.UTC(2020, 0, 1)
      await using conn = await connect([fault('RequestTimeTooSkewed', 400, { date })], { now })
      expect(await rejection(conn.describeCases())).to.include({ name: 'RequestTimeTooSkewed', attempts: 2 })
    })

    it('not when the clocks agree', async () => {
      await using conn = await connect([fault('InvalidSignatureException')])
      expect(await rejection(conn.describeCases())).to.have.property('attempts', 1)
    })
  })

  it('and says at the end what the fault has said', async () => {
    const throttlingReasons = [{ reason: 'rate', resource: 'DescribeCases' }]
    const reply = { status: 400, body: JSON.stringify({ __type: 'ThrottlingException', throttlingReasons }) }
    await using conn = await connect([reply])
    const error = await rejection(conn.describeCases())
    expect(isFault(error, 'ThrottlingException') && error.throttlingReasons).to.deep.equal(throttlingReasons)
    expect([isFault(error, 'CaseIdNotFound'), isFault(error, 'Unheard'), isFault(null, 'X')]).to.deep.equal([
      false,
      false,
      false,
    ])
  })
})
