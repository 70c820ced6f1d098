/** How calls end before their time, and that nothing is left of them. */
import { getEventListeners } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import { clientIn, SupportConnection } from '../../src/client/connection.ts'
import type { ConnectionOptions } from '../../src/client/settings.ts'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { inputShape, operationNames } from '../../src/model/operations.ts'
import type { Shape } from '../../src/model/shape.ts'
import { rejection } from './rejection.ts'
import { type Reply, type ScriptServer, startScriptServer } from './script-server.ts'

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
const busy: Reply = { status: 500, body: '{"__type":"InternalServerError"}' }
const fine: Reply = { status: 200, body: '{"cases":[]}' }
const draft = { subject: 'Late', communicationBody: 'Too late?' }

/** Timers and sockets of this process that keep it alive. */
const alive = () =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'TCPSocketWrap')

describe('A call that takes too long', () => {
  let server: ScriptServer
  const connect = async (replies: readonly Reply[], options: ConnectionOptions = {}) => {
    server = await startScriptServer(replies)
    return new SupportConnection({ endpoint: server.url, credentials, ...options })
  }
  // What a first call loads is not what is timed.
  before(async () => {
    const conn = await connect([fine])
    await conn.createCase(draft)
    await conn.close()
    await server.close()
  })
  afterEach(() => server.close())

  it('ends after callTimeout, whatever it is doing', async () => {
    const conn = await connect(['silence'], { callTimeout: 40 })
    const error = await rejection(conn.describeCases())
    expect(String(error)).to.equal('TimeoutError: describeCases was not done within 40 ms')
    expect(error.retryable).to.equal(false)
    await conn.close()
  })

  it('ends in the pause before another attempt', async () => {
    const conn = await connect([{ ...busy, headers: { 'retry-after': '4' } } as Reply], { callTimeout: 60 })
    expect((await rejection(conn.describeCases())).name).to.equal('TimeoutError')
    await conn.close()
  })

  it('can be told so by itself', async () => {
    const conn = await connect(['silence'])
    expect((await rejection(conn.describeCases({}, { callTimeout: 30 }))).message).to.equal(
      'describeCases was not done within 30 ms',
    )
    await conn.close()
  })

  it('ends while its keys are fetched, and sends nothing when they come after all', async () => {
    let give = (_: typeof credentials) => {}
    const fetched = new Promise<typeof credentials>((resolve) => {
      give = resolve
    })
    const conn = await connect([fine], { credentials: () => fetched, callTimeout: 40 })
    expect(String(await rejection(conn.createCase(draft)))).to.equal(
      'TimeoutError: createCase was not done within 40 ms; nothing was sent',
    )
    give(credentials)
    await conn.describeCases()
    expect(server.received).to.have.length(1)
    await conn.close()
  })

  it('is in doubt when it writes', async () => {
    const conn = await connect(['silence'], { callTimeout: 200 })
    expect(String(await rejection(conn.createCase(draft)))).to.equal(
      'OutcomeUnknownError: createCase was not done within 200 ms; the case may have been created: describeCases shows it',
    )
    await conn.close()
  })

  it('is in doubt while it is looked for', async () => {
    const conn = await connect(['reset', fine], { callTimeout: 400 })
    expect((await rejection(conn.createCase(draft))).name).to.equal('OutcomeUnknownError')
    await conn.close()
  })
})

describe('A connection that is not made', () => {
  let server: Server
  const sockets: Socket[] = []
  before(async () => {
    // It never answers a TLS handshake.
    server = createServer((socket) => sockets.push(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  it('is waited for no longer than connectTimeout', async () => {
    const { port } = server.address() as AddressInfo
    const endpoint = `https://127.0.0.1:${port}`
    const conn = new SupportConnection({ endpoint, credentials, connectTimeout: 40, maxAttempts: 1 })
    expect(String(await rejection(conn.createCase(draft)))).to.equal(
      `NetworkError: 127.0.0.1:${port} took no connection within 40 ms; nothing was sent`,
    )
    await conn.close()
  })
})

describe('A call that is given up', () => {
  let mock: MockEndpoint
  let conn: SupportConnection

  before(async () => {
    mock = await startMockEndpoint({ port: 0 })
  })
  after(() => mock.close())
  beforeEach(() => {
    mock.reset()
    conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
  })
  afterEach(() => conn.close())

  for (const name of operationNames) {
    it(`${name} rejects with the reason, while it waits`, async () => {
      mock.faults([{ kind: 'latency', milliseconds: 60_000 }])
      const controller = new AbortController()
      const { signal } = controller
      const call = conn[name](sample(inputShape(name)) as never, { signal }).catch((error: unknown) => error)
      setTimeout(() => controller.abort('Enough'), 5)
      expect(await call).to.equal('Enough')
      expect(getEventListeners(signal, 'abort')).to.deep.equal([])
    })
  }

  it('with a hundred others by the same signal, on which there is one listener', async () => {
    mock.faults([{ kind: 'latency', milliseconds: 60_000 }])
    const warnings: Error[] = []
    const warn = (warning: Error) => warnings.push(warning)
    process.on('warning', warn)
    const controller = new AbortController()
    const { signal } = controller
    const calls = Array.from({ length: 100 }, () => conn.describeCases({}, { signal }))
    expect(getEventListeners(signal, 'abort')).to.have.length(1)
    const outcomes = Promise.allSettled(calls)
    await new Promise(setImmediate)
    controller.abort('Enough')
    expect(new Set((await outcomes).map((each) => each.status === 'rejected' && each.reason))).to.deep.equal(
      new Set(['Enough']),
    )
    expect(getEventListeners(signal, 'abort')).to.deep.equal([])
    process.off('warning', warn)
    expect(warnings).to.deep.equal([])
  })

  const mistaken: [options: object, message: string][] = [
    [{ abortSignal: AbortSignal.abort() }, 'Unknown option abortSignal; options are signal, callTimeout'],
    ['soon' as never, "Options must be an object, not 'soon'"],
    [{ signal: 'soon' }, "signal must be an AbortSignal, not 'soon'"],
    [{ callTimeout: -1 }, 'callTimeout must be a whole number of milliseconds up to 2147483647, not -1'],
    [
      { callTimeout: 2 ** 31 },
      'callTimeout must be a whole number of milliseconds up to 2147483647, not 2147483648',
    ],
  ]
  for (const [options, message] of mistaken) {
    it(`is not begun by mistaken options: ${message}`, async () => {
      const error = await rejection(conn.describeCases({}, options))
      expect(String(error)).to.equal(`InvalidInput: describeCases: ${message}`)
      expect(mock.requests()).to.deep.equal([])
    })
  }

  it('is not sent when it was given up before', async () => {
    const signal = AbortSignal.abort('Before')
    expect(await conn.describeCases({}, { signal }).catch((error) => error)).to.equal('Before')
    expect(mock.requests()).to.deep.equal([])
  })

  it('between two pages too', async () => {
    for (let i = 0; i < 11; i++) await conn.createCase({ ...draft, subject: `${i}` })
    const controller = new AbortController()
    const pages = conn.paginateDescribeCases({ maxResults: 10 }, { signal: controller.signal })
    expect((await pages.next()).done).to.equal(false)
    controller.abort('Enough')
    expect(await pages.next().catch((error) => error)).to.equal('Enough')
  })

  it('in the pause before another attempt', async () => {
    mock.faults([{ kind: 'internal-error' }])
    const controller = new AbortController()
    const { signal } = controller
    const waiting = clientIn({
      env: {},
      delay: (_milliseconds, given) =>
        new Promise((_resolve, reject) => {
          given!.addEventListener('abort', () => reject(given!.reason))
          controller.abort('Enough')
        }),
    })
    await using patient = new waiting.SupportConnection({
      endpoint: mock.url,
      credentials: mock.credentials,
    })
    expect(await patient.describeCases({}, { signal }).catch((error) => error)).to.equal('Enough')
    expect(mock.requests()).to.have.length(1)
  })
})

describe('Closing a connection', () => {
  let server: ScriptServer
  afterEach(() => server.close())

  it('gives up what is under way, and says whether it may have had an effect', async () => {
    server = await startScriptServer(['silence'])
    const conn = new SupportConnection({ endpoint: server.url, credentials })
    const calls = Promise.all([rejection(conn.describeCases()), rejection(conn.createCase(draft))])
    while (server.received.length < 2) await new Promise(setImmediate)
    await conn.close()
    expect((await calls).map(String)).to.deep.equal([
      'ConnectionClosed: The connection was closed before the answer arrived',
      'OutcomeUnknownError: The connection was closed before the answer arrived; the case may have been created: describeCases shows it',
    ])
  })

  it('leaves it usable', async () => {
    server = await startScriptServer([fine])
    const conn = new SupportConnection({ endpoint: server.url, credentials })
    await conn.describeCases()
    await conn.close()
    expect(await conn.describeCases()).to.deep.equal({ cases: [] })
    await conn.close()
  })

  it('is done by await using, and leaves neither a timer nor a socket', async () => {
    server = await startScriptServer([busy, 'reset', fine])
    const before = alive()
    {
      await using conn = new SupportConnection({ endpoint: server.url, credentials, callTimeout: 60_000 })
      await conn.describeCases({}, { signal: new AbortController().signal })
      expect(alive().length).to.be.at.least(before.length)
    }
    // What is destroyed is gone when its close events have been.
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    expect(alive()).to.have.length.at.most(before.length)
  })

  it('is not needed for a process to end: idle sockets keep none alive', async () => {
    server = await startScriptServer([fine])
    const conn = new SupportConnection({ endpoint: server.url, credentials })
    const before = alive()
    await conn.describeCases()
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    // The server's own end of the connection is one of this process too.
    expect(alive()).to.have.length.at.most(before.length + 1)
    await conn.close()
  })
})

/** The least value that a shape takes. */
function sample(shape: Shape): unknown {
  switch (shape.type) {
    case 'string':
      return shape.values?.[0] ?? 'x'.repeat(shape.min ?? 1)
    case 'integer':
    case 'double':
      return shape.type === 'integer' ? (shape.min ?? 1) : 1
    case 'boolean':
      return true
    case 'blob':
      return new Uint8Array(1)
    case 'list':
      return [sample(shape.member)]
    case 'structure':
      return Object.fromEntries(
        Object.entries<Shape>(shape.members)
          .filter(([, member]) => member.required)
          .map(([name, member]) => [name, sample(member)]),
      )
  }
}
