import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { expect } from 'chai'
import { MockControlError, MockStartError, startMockEndpoint } from '../../src/mock/index.ts'
import { type FaultRule, kinds, readRules } from '../../src/mock/rules/fault-rules.ts'
import type { World } from '../../src/mock/world.ts'
import { call, headersFor, type Json, json, open, send, testWorld } from './harness.ts'
import { bytesOf, dial, exchange, HandTimer, heard, served, statusesIn } from './raw.ts'

const read = (rules: unknown) => readRules(rules, (sentence) => new Error(sentence))

/** An empty world where these rules stand. */
const worldWith = (...faults: FaultRule[]) => testWorld({ faults: read(faults) })

const control = (world: World, route: string, body?: unknown): [status: number, answer: Json] => {
  const [method, path] = route.split(' ')
  const headers = { host: 'localhost' }
  const reply = send(world, {
    method,
    url: `/_mock/${path}`,
    headers,
    body: body === undefined ? '' : JSON.stringify(body),
  })
  return [reply.statusCode, json(reply)]
}

const createCase = { subject: 'Help', communicationBody: 'It broke.' }
const caseCount = (world: World) => world.store.account('123456789012').cases.all().length

/** What the journal says of the last request: `CreateCase 200 reset, took effect`. */
function told(world: World): string {
  const { operation, status, fault, injected, latency, tookEffect } = world.journal.entries().at(-1)!
  const effect =
    injected && `${injected}${latency ? ` ${latency} ms` : ''}, ${tookEffect ? 'took' : 'no'} effect`
  return [operation, status, fault, effect].filter((each) => each !== undefined).join(' ')
}

const throttled = { __type: 'ThrottlingException', message: 'Throttle limit exceeded.' }
const failed = { __type: 'InternalServerError', message: 'An internal error occurred. Try again.' }

describe('faults on demand: what is answered', () => {
  const page = '502 <h1>502 Bad Gateway</h1>'
  const table: [rule: FaultRule, answer: string, cases: number, journal: string][] = [
    [
      { kind: 'throttle' },
      '400 ThrottlingException: Throttle limit exceeded.',
      0,
      'CreateCase 400 ThrottlingException throttle, no effect',
    ],
    [
      { kind: 'throttle', message: 'Rate exceeded' },
      '400 ThrottlingException: Rate exceeded',
      0,
      'CreateCase 400 ThrottlingException throttle, no effect',
    ],
    [
      { kind: 'internal-error' },
      '500 InternalServerError: An internal error occurred. Try again.',
      0,
      'CreateCase 500 InternalServerError internal-error, no effect',
    ],
    [
      { kind: 'internal-error', after: true },
      '500 InternalServerError: An internal error occurred. Try again.',
      1,
      'CreateCase 500 InternalServerError internal-error, took effect',
    ],
    [
      { kind: 'unavailable' },
      '503 ServiceUnavailableException: The service is temporarily unavailable. Try again.',
      0,
      'CreateCase 503 ServiceUnavailableException unavailable, no effect',
    ],
    [
      { kind: 'unavailable', after: true, message: 'Later.' },
      '503 ServiceUnavailableException: Later.',
      1,
      'CreateCase 503 ServiceUnavailableException unavailable, took effect',
    ],
    [{ kind: 'bad-gateway' }, page, 0, 'CreateCase 502 bad-gateway, no effect'],
    [{ kind: 'bad-gateway', after: true }, page, 1, 'CreateCase 502 bad-gateway, took effect'],
    [
      { fault: 'CaseCreationLimitExceeded' },
      '400 CaseCreationLimitExceeded: The number of cases that an account may create in an hour has been reached.',
      0,
      'CreateCase 400 CaseCreationLimitExceeded CaseCreationLimitExceeded, no effect',
    ],
    [
      { fault: 'SubscriptionRequiredException', message: 'No plan.' },
      '400 SubscriptionRequiredException: No plan.',
      0,
      'CreateCase 400 SubscriptionRequiredException SubscriptionRequiredException, no effect',
    ],
    [
      { fault: 'InternalServerError', after: true, message: 'Lost.' },
      '500 InternalServerError: Lost.',
      1,
      'CreateCase 500 InternalServerError InternalServerError, took effect',
    ],
  ]
  for (const [rule, answer, cases, journal] of table) {
    it(`${JSON.stringify(rule)}: ${answer}`, () => {
      const world = worldWith(rule)
      const reply = send(world, { headers: headersFor('CreateCase'), body: JSON.stringify(createCase) })
      const heading = /<h1>.*<\/h1>/.exec(String(reply.body))?.[0]
      const { __type: name, message } = heading ? ({} as Json) : json(reply)
      expect(`${reply.statusCode} ${heading ?? `${name}: ${message}`}`).to.equal(answer)
      expect([caseCount(world), told(world)]).to.deep.equal([cases, journal])
    })
  }

  it('a load balancer gives no request id', () => {
    const { requestId, contentType, headers } = send(worldWith({ kind: 'bad-gateway' }), {
      headers: headersFor('CreateCase'),
      body: '{}',
    })
    expect({ requestId, contentType, headers }).to.deep.equal({
      requestId: undefined,
      contentType: 'text/html',
      headers: { Server: 'awselb/2.0' },
    })
  })

  it('a wrong CRC is never that of the body', () => {
    const { body, headers } = send(worldWith({ kind: 'wrong-crc' }), {
      headers: headersFor('DescribeCases'),
      body: '{}',
    })
    expect(JSON.parse(String(body))).to.deep.equal({ cases: [] })
    expect(headers!['x-amz-crc32'])
      .to.match(/^\d+$/)
      .and.not.equal(String(crc32(body)))
  })

  it('takes effect only where the request is one that can', () => {
    const world = worldWith({ kind: 'internal-error', after: true })
    expect(call(world, 'CreateCase', { subject: 7 })).to.deep.equal(failed)
    expect(told(world)).to.equal('CreateCase 500 InternalServerError internal-error, no effect')
    const dry = { ...createCase, dryRun: true }
    expect(call(world, 'CreateCase', dry)).to.deep.equal(failed)
    expect(told(world)).to.equal('CreateCase 500 InternalServerError internal-error, no effect')
  })
})

describe('faults on demand: whom they befall', () => {
  /** `T` for each request that was throttled, `.` for each that was answered. */
  const strikes = (world: World, count: number, operation = 'DescribeCases', account?: string) =>
    Array.from({ length: count }, () => (call(world, operation, {}, account).__type ? 'T' : '.')).join('')

  it('every request, without more', () =>
    expect(strikes(worldWith({ kind: 'throttle' }), 5)).to.equal('TTTTT'))

  it('the next n', () => {
    const world = worldWith({ kind: 'throttle', next: 2 })
    expect(strikes(world, 5)).to.equal('TT...')
  })

  it('one operation, by either of its names, or several', () => {
    const one = worldWith({ kind: 'throttle', operation: 'DescribeCases', next: 2 })
    expect([strikes(one, 2, 'DescribeServices'), strikes(one, 3)]).to.deep.equal(['..', 'TT.'])
    const two = worldWith({ kind: 'throttle', operation: ['describeCases', 'DescribeServices'] })
    const of = (name: string) => strikes(two, 1, name)
    expect(['DescribeCases', 'DescribeServices', 'DescribeSeverityLevels'].map(of)).to.deep.equal([
      'T',
      'T',
      '.',
    ])
  })

  it('one account', () => {
    const world = worldWith({ kind: 'throttle', account: '222222222222', next: 1 })
    expect(strikes(world, 2)).to.equal('..')
    expect(strikes(world, 2, 'DescribeCases', '222222222222')).to.equal('T.')
  })

  it('some, by a probability: the same for the same seed and requests', () => {
    const rule = { kind: 'throttle', probability: 0.3 } as const
    const world = worldWith(rule)
    const first = strikes(world, 1000)
    expect(first.replaceAll('.', '').length).to.be.within(250, 350)
    expect(strikes(worldWith(rule), 1000)).to.equal(first)
    world.reset()
    expect(strikes(world, 1000)).to.equal(first)
    const seed = testWorld({ faults: read([rule]), seedName: 'another' })
    expect(strikes(seed, 1000)).not.to.equal(first)
  })

  it('none and all, by 0 and 1', () => {
    expect(strikes(worldWith({ kind: 'throttle', probability: 0 }), 100)).to.equal('.'.repeat(100))
    expect(strikes(worldWith({ kind: 'throttle', probability: 1 }), 100)).to.equal('T'.repeat(100))
  })

  it('one rule more changes no strike of another', () => {
    const world = (...others: FaultRule[]) => worldWith({ kind: 'throttle', probability: 0.5 }, ...others)
    const extra = { kind: 'latency', milliseconds: 1, probability: 0.5 } as const
    expect(strikes(world(extra), 100)).to.equal(strikes(world(), 100))
  })

  it('the first rule that strikes is it, and the others keep what they have', () => {
    const world = worldWith({ kind: 'throttle', next: 1 }, { kind: 'internal-error', next: 1 })
    const asked = Array.from({ length: 3 }, () => call(world, 'DescribeCases'))
    expect(asked).to.deep.equal([throttled, failed, { cases: [] }])
  })

  it('latencies add up, and go with another fault', () => {
    const world = worldWith(
      { kind: 'latency', milliseconds: 200 },
      { kind: 'latency', milliseconds: 50, after: true },
      { kind: 'throttle', next: 1 },
    )
    call(world, 'DescribeCases')
    expect(told(world)).to.equal('DescribeCases 400 ThrottlingException throttle 250 ms, no effect')
    call(world, 'DescribeCases')
    expect(told(world)).to.equal('DescribeCases 200 latency 250 ms, took effect')
  })

  const refusals: [title: string, operation: string, headers: Record<string, string>, answer: string][] = [
    ['an unknown operation stays one', 'DescribeKases', {}, 'UnknownOperationException'],
    [
      'who has not signed is told so',
      'DescribeCases',
      { authorization: '' },
      'MissingAuthenticationTokenException',
    ],
    ['a request that is not valid is struck', 'CreateCase', {}, 'ThrottlingException'],
  ]
  for (const [title, operation, headers, answer] of refusals) {
    it(title, () => {
      const reply = send(worldWith({ kind: 'throttle' }), {
        headers: { ...headersFor(operation), ...headers },
        body: '{}',
      })
      expect(json(reply).__type).to.equal(answer)
    })
  }

  it('what is struck before it reaches the service does not count for the quotas', () => {
    const world = testWorld({ quotas: true, faults: read([{ kind: 'bad-gateway', next: 5 }]) })
    for (let n = 0; n < 5; n++) send(world, { headers: headersFor('DescribeCases'), body: '{}' })
    expect(strikes(world, 6)).to.equal('.....T')
  })
})

describe('faults on demand: how they are told', () => {
  const rules: FaultRule[] = [
    { operation: 'CreateCase', kind: 'reset', after: true, next: 2 },
    { probability: 0.3, kind: 'throttle' },
  ]

  it('by PUT, which replaces all; GET shows what is left', () => {
    const world = worldWith({ kind: 'unavailable' })
    expect(control(world, 'PUT faults', { faults: rules })).to.deep.equal([200, { faults: rules }])
    send(world, { headers: headersFor('CreateCase'), body: '{}' })
    expect(control(world, 'GET faults')[1].faults).to.deep.equal([{ ...rules[0], next: 1 }, rules[1]])
    send(world, { headers: headersFor('CreateCase'), body: '{}' })
    expect(control(world, 'GET faults')[1].faults).to.deep.equal([rules[1]])
    expect(control(world, 'PUT faults', { faults: [] })).to.deep.equal([200, { faults: [] }])
  })

  it('a reset brings back those of the start, unused', () => {
    const start: FaultRule[] = [{ kind: 'throttle', next: 1 }]
    const world = worldWith(...start)
    call(world, 'DescribeCases')
    control(world, 'PUT faults', { faults: rules })
    control(world, 'POST reset')
    expect(control(world, 'GET faults')[1].faults).to.deep.equal(start)
    expect(call(world, 'DescribeCases')).to.deep.equal(throttled)
  })

  const names = Object.keys(kinds).join(', ')
  const wrong: [rule: unknown, sentence: string][] = [
    [7, 'faults[0]: expected an object such as {"kind": "throttle", "next": 1}'],
    [null, 'faults[0]: expected an object such as {"kind": "throttle", "next": 1}'],
    [{}, `faults[0]: expected either a kind (${names}) or the name of a fault`],
    [
      { kind: 'reset', fault: 'CaseIdNotFound' },
      `faults[0]: expected either a kind (${names}) or the name of a fault`,
    ],
    [{ kind: 'trottle' }, 'faults[0].kind: there is no trottle (did you mean throttle?)'],
    [{ kind: 'explode' }, `faults[0].kind: there is no explode (there are ${names})`],
    [{ kind: 'constructor' }, `faults[0].kind: there is no constructor (there are ${names})`],
    [{ kind: 7 }, 'faults[0].kind: expected text'],
    [{ fault: 'CaseIdNotFond' }, 'faults[0].fault: there is no CaseIdNotFond (did you mean CaseIdNotFound?)'],
    [
      { kind: 'reset', operation: 'CreateCas' },
      'faults[0].operation: there is no CreateCas (did you mean CreateCase?)',
    ],
    [
      { kind: 'reset', operation: ['ResolveCase', 'createKase'] },
      'faults[0].operation[1]: there is no createKase (did you mean CreateCase?)',
    ],
    [
      { kind: 'reset', operation: [] },
      'faults[0].operation: must not be empty; without it the rule is for all',
    ],
    [{ kind: 'reset', operation: 7 }, 'faults[0].operation: expected text'],
    [{ kind: 'reset', account: '123' }, 'faults[0].account: expected 12 digits'],
    [{ kind: 'reset', probabilty: 1 }, 'faults[0].probabilty: is not known (did you mean probability?)'],
    [
      JSON.parse('{"kind": "reset", "__proto__": 1}'),
      'faults[0].__proto__: is not known (there are operation, account, probability, next, kind, after)',
    ],
    [{ kind: 'throttle', after: true }, 'faults[0].after: does not go with throttle'],
    [{ fault: 'CaseIdNotFound', after: true }, 'faults[0].after: does not go with CaseIdNotFound'],
    [{ kind: 'reset', milliseconds: 1 }, 'faults[0].milliseconds: does not go with reset'],
    [{ kind: 'latency' }, 'faults[0].milliseconds: is missing'],
    [
      { kind: 'drip', milliseconds: -1 },
      'faults[0].milliseconds: expected a number of milliseconds from 0 to 3600000',
    ],
    [{ kind: 'reset', after: 'yes' }, 'faults[0].after: expected true or false'],
    [{ kind: 'reset', probability: 30 }, 'faults[0].probability: expected a number from 0 to 1'],
    [{ kind: 'reset', next: 0 }, 'faults[0].next: expected a whole number from 1 on'],
    [{ kind: 'reset', next: 1, probability: 1 }, 'faults[0]: give either a probability or next, not both'],
    [{ kind: 'throttle', message: 7 }, 'faults[0].message: expected text'],
  ]
  for (const [rule, sentence] of wrong) {
    it(`refuses ${JSON.stringify(rule)}`, () => {
      const world = worldWith({ kind: 'throttle' })
      expect(control(world, 'PUT faults', { faults: [rule] })).to.deep.equal([
        400,
        { message: `${sentence}.` },
      ])
      // Nothing of a list that is refused is taken.
      expect(control(world, 'GET faults')[1].faults).to.deep.equal([{ kind: 'throttle' }])
    })
  }

  const documents: [body: unknown, sentence: string][] = [
    [{}, 'expected {"faults": [...]}; an empty list ends all faults'],
    [{ faults: {} }, 'faults: expected a list of rules'],
    [{ faults: [], fault: [] }, 'fault: is not known (did you mean faults?)'],
  ]
  for (const [body, sentence] of documents) {
    it(`refuses ${JSON.stringify(body)}`, () => {
      expect(control(testWorld(), 'PUT faults', body)).to.deep.equal([400, { message: `${sentence}.` }])
    })
  }

  it('as an option and a method of the mock', async () => {
    await using mock = await startMockEndpoint({ port: 0, strictAuth: false, faults: [{ kind: 'throttle' }] })
    const ask = async () =>
      (await fetch(mock.url, { method: 'POST', headers: headersFor('DescribeCases'), body: '{}' })).status
    expect(await ask()).to.equal(400)
    mock.faults([{ kind: 'unavailable', next: 1 }])
    expect([await ask(), await ask()]).to.deep.equal([503, 200])
    expect(mock.requests().map(({ injected }) => injected)).to.deep.equal([
      'throttle',
      'unavailable',
      undefined,
    ])
    mock.reset()
    expect(await ask()).to.equal(400)
    expect(() => mock.faults([{ kind: 'trottle' } as never])).to.throw(
      MockControlError,
      'faults[0].kind: there is no trottle (did you mean throttle?).',
    )
  })

  describe('in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'faults-'))
    after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'faults.json')
    const refusal = async (options: Parameters<typeof startMockEndpoint>[0]) => {
      const error = await startMockEndpoint({ port: 0, ...options }).catch((error: MockStartError) => error)
      expect(error).to.be.instanceOf(MockStartError)
      return { code: (error as MockStartError).code, message: (error as MockStartError).message }
    }

    it('as PUT takes it', async () => {
      writeFileSync(file, JSON.stringify({ faults: rules }))
      await using mock = await startMockEndpoint({ port: 0, faults: file })
      expect(await (await fetch(`${mock.url}/_mock/faults`)).json()).to.deep.equal({ faults: rules })
    })

    it('names the file and the place of a mistake', async () => {
      writeFileSync(file, '{"faults": [{"kind": "throttle"}, {"kind": "resett"}]}')
      expect(await refusal({ faults: file })).to.deep.equal({
        code: 'faults',
        message: `${file}: faults[1].kind: there is no resett (did you mean reset?).`,
      })
    })

    it('has to be there', async () => {
      const missing = join(folder, 'none.json')
      const message = `Cannot read ${missing}: there is no such file.`
      expect(await refusal({ faults: missing })).to.deep.equal({ code: 'faults', message })
      const option = 'faults[0].next: expected a whole number from 1 on.'
      expect(await refusal({ faults: [{ kind: 'reset', next: -1 }] })).to.deep.equal({
        code: 'faults',
        message: option,
      })
    })
  })
})

describe('faults on demand: on the wire', () => {
  const create = bytesOf('CreateCase', createCase)
  const describeCases = bytesOf('DescribeCases')

  for (const [after, cases] of [
    [false, 0],
    [true, 1],
  ] as const) {
    it(`a reset ${after ? 'after' : 'before'} the operation took effect`, async () => {
      const world = worldWith({ kind: 'reset', after })
      await served(world, async (port) => {
        expect(await exchange(port, create)).to.equal('reset')
      })
      expect([caseCount(world), told(world)]).to.deep.equal([
        cases,
        `CreateCase 0 reset, ${after ? 'took' : 'no'} effect`,
      ])
    })
  }

  it('a reset comes after the answers to earlier requests of the connection', async () => {
    const world = worldWith({ kind: 'reset', operation: 'CreateCase' })
    await served(world, async (port) => {
      const socket = await dial(port)
      const parts: string[] = []
      socket.on('data', (bytes) => parts.push(String(bytes)))
      socket.write(bytesOf('DescribeCases', {}, {}) + create)
      // Linux tells a reset that comes with unread bytes as an end.
      await new Promise((resolve) => socket.on('error', resolve).on('end', resolve))
      socket.destroy()
      expect(statusesIn(parts.join(''))).to.deep.equal([200])
    })
  })

  it('a truncated body: all is announced, half of it comes', async () => {
    const world = worldWith({ kind: 'truncate' })
    await served(world, async (port) => {
      const answer = await exchange(port, describeCases)
      expect(answer).to.match(/^HTTP\/1\.1 200 OK\r\n/)
      expect(answer).to.match(/\r\nContent-Length: 12\r\n/)
      expect(answer).to.match(/\r\n\r\n\{"case$/)
    })
    expect(told(world)).to.equal('DescribeCases 200 truncate, took effect')
  })

  it('a wrong length: one byte less is announced than comes', () =>
    served(worldWith({ kind: 'wrong-length' }), async (port) => {
      const answer = await exchange(port, bytesOf('DescribeCases', {}, {}))
      expect(answer).to.match(/\r\nContent-Length: 11\r\n/)
      expect(answer).to.match(/\r\nConnection: close\r\n/)
      expect(answer).to.match(/\r\n\r\n\{"cases":\[\]\}$/)
    }))

  it('a drip: piece by piece, over the time', async () => {
    const hand = new HandTimer()
    await served(
      worldWith({ kind: 'drip', milliseconds: 1100 }),
      async (port) => {
        const socket = await dial(port)
        const answer = heard(socket)
        socket.write(describeCases)
        // Twelve bytes have eleven pauses between them.
        for (let pause = 0; pause < 11; pause++) {
          await hand.when(100, 1)
          hand.pass(100)
        }
        expect(await answer).to.match(/\r\n\r\n\{"cases":\[\]\}$/)
        expect(hand.pending()).to.deep.equal([])
      },
      hand,
    )
  })

  it('a latency keeps nobody else waiting', async () => {
    const hand = new HandTimer()
    const world = worldWith({ kind: 'latency', milliseconds: 5000, operation: 'CreateCase' })
    await served(
      world,
      async (port) => {
        const slow = exchange(port, create)
        await hand.when(5000, 1)
        expect(await exchange(port, describeCases)).to.match(/\{"cases":\[\]\}$/)
        expect(caseCount(world)).to.equal(0)
        hand.pass(5000)
        expect(await slow).to.match(/\{"caseId":"case-.*"\}$/)
        expect(told(world)).to.equal('CreateCase 200 latency 5000 ms, took effect')
      },
      hand,
    )
  })

  for (const [after, cases, journal] of [
    [false, 0, 'CreateCase 0 latency 5000 ms, no effect'],
    [true, 1, 'CreateCase 200 latency 5000 ms, took effect'],
  ] as const) {
    it(`a client that goes during the latency ${after ? 'after' : 'before'} the effect ends it`, async () => {
      const hand = new HandTimer()
      const world = worldWith({ kind: 'latency', milliseconds: 5000, after })
      await served(
        world,
        async (port) => {
          const socket = await dial(port)
          socket.write(create)
          await hand.when(5000, 1)
          socket.destroy()
          await hand.when(5000, 0)
          expect([caseCount(world), told(world)]).to.deep.equal([cases, journal])
        },
        hand,
      )
    })
  }

  it('a mock that closes waits for no latency', async () => {
    const hand = new HandTimer()
    let slow: Promise<string> | undefined
    await served(
      worldWith({ kind: 'latency', milliseconds: 5000 }, { kind: 'drip', milliseconds: 2200 }),
      async (port) => {
        slow = exchange(port, describeCases)
        await hand.when(5000, 1)
      },
      hand,
    )
    expect(await slow).to.match(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\{"cases":\[\]\}$/)
  })

  it('in a row of requests the answers keep their order', async () => {
    const hand = new HandTimer()
    const world = worldWith({ kind: 'latency', milliseconds: 5000, operation: 'CreateCase' })
    await served(
      world,
      async (port) => {
        const answers = exchange(port, bytesOf('CreateCase', createCase, {}) + describeCases)
        await hand.when(5000, 1)
        hand.pass(5000)
        expect((await answers).match(/\{"(caseId|cases)"/g)).to.deep.equal(['{"caseId"', '{"cases"'])
      },
      hand,
    )
  })

  it('an opened case is still there', () => {
    const world = worldWith({ kind: 'reset', operation: 'DescribeServices' })
    open(world)
    expect(caseCount(world)).to.equal(1)
  })
})
