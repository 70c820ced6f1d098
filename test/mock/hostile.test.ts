import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect } from 'chai'
import fc from 'fast-check'
import { patience } from '../../src/mock/http/server.ts'
import { call, headersFor, json, send, testWorld } from './harness.ts'
import { bytesOf, dial, exchange, HandTimer, heard, post, served, statusesIn } from './raw.ts'

const mega = 1024 * 1024
const headers = headersFor('DescribeCases')
const ask = bytesOf('DescribeCases')
const tooLarge = '{"__type":"RequestEntityTooLargeException","message":"The request body is too large."}'

/** Resolves with what was heard once it ends with `text`; the connection stays as it is. */
function heardUpTo(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let all = ''
    socket.on('data', (bytes) => {
      all += bytes
      if (all.endsWith(text)) resolve(all)
    })
    socket.once('error', reject)
    socket.once('end', () => reject(new Error(`It ended after: ${all}`)))
  })
}

const gone = (socket: Socket) => new Promise((resolve) => socket.on('error', () => {}).once('close', resolve))

/** A served empty world that is still well afterwards. */
async function survives(
  use: (port: number, world: ReturnType<typeof testWorld>) => Promise<void>,
  options: Parameters<typeof served>[2] = {},
): Promise<void> {
  const world = testWorld()
  await served(
    world,
    async (port) => {
      await use(port, world)
      expect(statusesIn(await exchange(port, ask))).to.deep.equal([200])
    },
    options,
  )
}

// A failure of the mock's own is told as a warning.
const warnings: Error[] = []
const note = (warning: Error) => warnings.push(warning)
const watchWarnings = () => {
  before(() => process.on('warning', note))
  after(() => {
    process.off('warning', note)
    expect(warnings).to.deep.equal([])
  })
}

describe('bodies that are too large', () => {
  watchWarnings()

  const limits: [method: string, url: string, most: number, answer: RegExp][] = [
    ['POST', '/', 32 * mega, / 413 .*RequestEntityTooLargeException/s],
    ['PUT', '/_mock/state', 512 * mega, / 400 .*The request body is too large\./s],
  ]
  for (const [method, url, most, answer] of limits) {
    it(`${method} ${url}: refused by its Content-Length, before anything of it came`, async () => {
      const hand = new HandTimer()
      await survives(async (port) => {
        const socket = await dial(port)
        const heardAll = heard(socket)
        socket.write(post({ ...headers, 'content-length': String(most + 1) }, '', url, method))
        await hand.when(patience.parting, 1)
        hand.pass(patience.parting)
        expect(await heardAll)
          .to.match(answer)
          .and.match(/\r\nConnection: close\r\n/)
      }, hand)
    })
  }

  it('a body without a length: refused when it passes the limit', () =>
    survives(async (port) => {
      const socket = await dial(port)
      const refused = heardUpTo(socket, tooLarge)
      socket.write(post({ ...headers, 'transfer-encoding': 'chunked' }))
      for (let n = 0; n < 33; n++) socket.write(`100000\r\n${' '.repeat(mega)}\r\n`)
      expect(statusesIn(await refused)).to.deep.equal([413])
      socket.destroy()
    }))

  it('a client that sends all of it before it reads gets its answer', () =>
    survives(async (port) => {
      const length = 40 * mega
      const answer = await exchange(
        port,
        post({ ...headers, 'content-length': String(length) }, ' '.repeat(length)),
      )
      expect(answer.endsWith(tooLarge)).to.equal(true)
    }))

  it('a client that sends on and on is cut off', () =>
    survives(async (port) => {
      const socket = await dial(port)
      const closed = gone(socket.resume())
      let sent = 0
      const pour = (refused?: Error | null) => {
        if (refused) socket.destroy()
        else socket.write(Buffer.alloc(mega), pour)
        sent += mega
      }
      socket.write(post({ ...headers, 'content-length': String(1e12) }), pour)
      await closed
      // 64 MB are drained; buffers on the way take some more.
      expect(sent / mega).to.be.within(64, 128)
    }))

  it('Expect: 100-continue is answered by 100 where the body may come', () =>
    survives(async (port) => {
      const socket = await dial(port)
      socket.write(post({ ...headers, 'content-length': '2', expect: '100-continue', connection: 'close' }))
      await heardUpTo(socket, 'HTTP/1.1 100 Continue\r\n\r\n')
      socket.removeAllListeners('end').write('{}')
      await heardUpTo(socket, '{"cases":[]}')
      socket.destroy()
    }))

  it('Expect: 100-continue is answered by the refusal alone where it may not', () =>
    survives(async (port) => {
      const answer = await exchange(
        port,
        post({ ...headers, 'content-length': String(33 * mega), expect: '100-continue' }),
      )
      expect([statusesIn(answer), answer.endsWith(tooLarge)]).to.deep.equal([[413], true])
    }))
})

describe('JSON that means no good', () => {
  watchWarnings()

  const levels = 100_000
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const bodies: [title: string, body: string, answer: string][] = [
    ['lists in lists', nested(levels), 'SerializationException'],
    ['lists in lists that never end', '['.repeat(levels), 'SerializationException'],
    ['objects in objects', `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`, 'SerializationException'],
    ['a known member that goes deep', `{"caseIdList":${nested(levels)}}`, 'SerializationException'],
    ['an unknown member that goes deep', `{"x":${nested(levels)}}`, 'SerializationException'],
    ['an unknown member of 1001 levels, with its object', `{"x":${nested(1000)}}`, 'SerializationException'],
    ['an unknown member of 1000', `{"x":${nested(999)}}`, 'CaseIdNotFound'],
    ['a million empty lists side by side', `{"x":[${'[],'.repeat(1e6)}[]]}`, 'CaseIdNotFound'],
    [
      'the prototype as a member',
      '{"caseId":"none","__proto__":{"subject":"x"},"constructor":{},"toString":1}',
      'CaseIdNotFound',
    ],
    ['a number beyond all numbers', '{"x":1e999999}', 'CaseIdNotFound'],
    ['a member twice', '{"caseId":"case-1","caseId":"case-2"}', 'CaseIdNotFound'],
    ['half a surrogate', '{"caseId":"\\ud800"}', 'CaseIdNotFound'],
    ['a NUL', '{"caseId":"\\u0000"}', 'CaseIdNotFound'],
    ['a byte order mark', '\ufeff{}', 'SerializationException'],
  ]
  for (const [title, body, answer] of bodies) {
    it(`${title}: ${answer}`, () => {
      const world = testWorld()
      const filled =
        answer === 'CaseIdNotFound' && !body.includes('"caseId":"')
          ? body.replace('{', '{"caseId":"none",')
          : body
      const reply = json(send(world, { headers: headersFor('ResolveCase'), body: filled }))
      expect(reply.__type).to.equal(answer)
      expect(({} as Record<string, unknown>)['caseId']).to.equal(undefined)
      expect(call(world, 'DescribeCases')).to.deep.equal({ cases: [] })
    })
  }

  for (const route of ['PUT state', 'PUT faults', 'POST clock', 'POST agent/reply']) {
    it(`${route} survives depth`, () => {
      const [method, path] = route.split(' ')
      const sent = { method, url: `/_mock/${path}`, headers: { host: 'localhost' } }
      for (const body of [nested(levels), `{"faults":${nested(levels)},"accounts":${nested(levels)}}`]) {
        expect(send(testWorld(), { ...sent, body }).statusCode).to.equal(400)
      }
    })
  }
})

describe('heads that mean no good', () => {
  watchWarnings()

  const many = (count: number, size: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`h${n}`, 'x'.repeat(size)]))
  const closed = { ...headers, connection: 'close', 'content-length': '2' }
  const heads: [title: string, bytes: string, statuses: number[]][] = [
    [
      'headers that are called as members of every object',
      post({ ...closed, constructor: 'a', ['__proto__']: 'b', valueof: 'c' }, '{}'),
      [200],
    ],
    ['1000 headers', post({ ...closed, ...many(1000, 1) }, '{}'), [200]],
    ['a header of 20 KB', post({ ...closed, x: 'x'.repeat(20_000) }, '{}'), [431]],
    ['10,000 headers', post({ ...closed, ...many(10_000, 1) }, '{}'), [431]],
    ['no HTTP', 'hello\r\n\r\n', [400]],
    ['TLS', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03', [400]],
    ['another version', 'POST / HTTP/9.9\r\n\r\n', [400]],
    ['no host', 'POST / HTTP/1.1\r\n\r\n', [400]],
    ['two lengths', post({ ...closed, 'Content-Length': '3' }, '{}'), [400]],
    ['a length and chunks', post({ ...closed, 'transfer-encoding': 'chunked' }, '0\r\n\r\n'), [400]],
    ['a length that is none', post({ ...headers, 'content-length': '-1' }), [400]],
    ['a chunk that is none', post({ ...headers, 'transfer-encoding': 'chunked' }, 'zz\r\n'), [400]],
    ['a header with a NUL', post({ ...closed, x: 'a\0b' }, '{}'), [400]],
    ['no HTTP after a request', `${bytesOf('DescribeCases', {}, {})}hello\r\n\r\n`, [200, 400]],
    [
      'a chunk that is none after a request',
      bytesOf('DescribeCases', {}, {}) + post({ ...headers, 'transfer-encoding': 'chunked' }, 'zz\r\n'),
      [200, 400],
    ],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n', [405]],
    [
      'an upgrade, which is optional',
      post(
        { ...closed, connection: 'Upgrade, HTTP2-Settings, close', upgrade: 'h2c', 'http2-settings': '' },
        '{}',
      ),
      [200],
    ],
    ['a method that nobody knows', 'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n', [400]],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', [403]],
    ['an expectation that nobody knows', post({ ...closed, expect: 'miracles' }, '{}'), [417]],
  ]
  for (const [title, bytes, statuses] of heads) {
    it(`${title}: ${statuses.join(', then ')}`, async () => {
      const hand = new HandTimer()
      await survives(async (port) => {
        const socket = await dial(port)
        socket.write(Buffer.from(bytes, 'latin1'))
        expect(statusesIn(await heard(socket))).to.deep.equal(statuses)
      }, hand)
    })
  }
})

describe('clients that take their time', () => {
  watchWarnings()
  const patient = { patience: { head: 40, request: 40, check: 10 } }

  const slow: [title: string, bytes: string][] = [
    ['half a head', 'POST / HTTP/1.1\r\nHost: local'],
    ['a head without its body', post({ ...headers, 'content-length': '2' })],
    ['half a body', post({ ...headers, 'content-length': '2' }, '{')],
    ['half a chunk', post({ ...headers, 'transfer-encoding': 'chunked' }, '2\r\n{')],
  ]
  for (const [title, bytes] of slow) {
    it(`${title}: 408`, () =>
      survives(async (port) => {
        expect(statusesIn(await exchange(port, bytes))).to.deep.equal([408])
      }, patient))
  }

  it('nothing at all: closed', () =>
    survives(
      async (port) => {
        expect(await exchange(port, '')).to.equal('')
      },
      { patience: { still: 40 } },
    ))

  it('one that never reads is not answered without end, and is let go', async () => {
    const world = testWorld({ journalSize: 100_000 })
    const asked = 3000
    const hand = new HandTimer()
    let socket: Socket | undefined
    await served(
      world,
      async (port) => {
        socket = await dial(port)
        socket.on('error', () => {}).write(bytesOf('DescribeServices', {}, {}).repeat(asked))
        await exchange(port, ask)
      },
      // The server closes when the connection is gone: nobody lets the time of closing pass.
      { ...hand, patience: { still: 100 } },
    )
    socket!.destroy()
    expect(world.journal.entries().length).to.be.below(asked)
  })
})

describe('clients that come and go', () => {
  watchWarnings()

  it('one that ends its side still gets its answers, in their order', () =>
    survives(async (port) => {
      const socket = await dial(port)
      const names = ['DescribeCases', 'DescribeSeverityLevels', 'DescribeServices', 'DescribeCases']
      socket.end(names.map((name) => bytesOf(name, {}, {})).join(''))
      expect((await heard(socket)).match(/\r\n\r\n\{"\w+/g)).to.deep.equal([
        '\r\n\r\n{"cases',
        '\r\n\r\n{"severityLevels',
        '\r\n\r\n{"services',
        '\r\n\r\n{"cases',
      ])
    }))

  it('one that breaks off in a body is not answered', () =>
    survives(async (port, world) => {
      const socket = await dial(port)
      socket.write(post({ ...headers, 'content-length': '1000' }, '{'))
      socket.destroy()
      await once(socket, 'close')
      expect(statusesIn(await exchange(port, ask))).to.deep.equal([200])
      expect(world.journal.entries()).to.have.length(1)
    }))

  it('some that are gone before their answer', () =>
    survives(async (port) => {
      for (let n = 0; n < 100; n++) {
        const socket = await dial(port)
        socket.write(bytesOf('DescribeServices'))
        if (n % 2) socket.resetAndDestroy()
        else socket.destroy()
      }
    }))

  it('readers of the news are let go at once when the mock closes', async () => {
    const world = testWorld()
    let news: Promise<string> | undefined
    let second: Socket | undefined
    await served(
      world,
      async (port) => {
        const request = 'GET /_mock/events HTTP/1.1\r\nHost: localhost\r\n\r\n'
        const socket = await dial(port)
        news = heard(socket)
        socket.write(request)
        second = await dial(port)
        second.write(request)
        await once(second, 'data')
      },
      // Nobody lets the time of closing pass.
      new HandTimer(),
    )
    expect(await news).to.match(/retry: 1000\n\n[\s\S]*\r\n0\r\n\r\n$/)
    second!.destroy()
  })

  it('a reader of the news that ends its side is let go', () =>
    survives(async (port) => {
      const socket = await dial(port)
      socket.write('GET /_mock/events HTTP/1.1\r\nHost: localhost\r\n\r\n')
      await once(socket, 'data')
      const rest = heard(socket)
      socket.end()
      expect(await rest).to.match(/0\r\n\r\n$/)
    }))
})

describe('any bytes at all', () => {
  watchWarnings()

  const valid = [
    ask,
    bytesOf('CreateCase', { subject: 'Help', communicationBody: 'It broke.' }),
    post({ ...headers, 'transfer-encoding': 'chunked' }, '2\r\n{}\r\n0\r\n\r\n'),
    'GET /_mock/health HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
  ]
  const change = fc.record({
    at: fc.nat(2000),
    cut: fc.nat(20),
    put: fc.oneof(
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom('\r\n', '\r\n\r\n', '\0', ':', ' ', '__proto__: x\r\n'),
    ),
  })

  it('are answered in HTTP, or the connection is closed', () =>
    survives((port) =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom(...valid), { minLength: 1, maxLength: 3 }),
          fc.array(change, { maxLength: 4 }),
          async (requests, changes) => {
            let bytes = requests.join('')
            for (const { at, cut, put } of changes) {
              const start = at % (bytes.length + 1)
              bytes = bytes.slice(0, start) + put + bytes.slice(start + cut)
            }
            const socket = await dial(port)
            const answer = heard(socket)
            socket.end(Buffer.from(bytes, 'latin1'))
            expect(await answer).to.match(/^(HTTP\/1\.1 [2-4]\d\d |reset$|$)/)
          },
        ),
        { numRuns: 400, seed: 20260801 },
      ),
    ))
})
