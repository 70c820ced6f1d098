import { createServer, type Server } from 'node:net'
import { expect } from 'chai'
import { clientIn, type SupportConnection } from '../../src/client/connection.ts'
import { SupportError } from '../../src/client/errors.ts'
import type { CallEvent } from '../../src/client/observe.ts'
import type { Surroundings } from '../../src/client/settings.ts'
import { rejection } from './rejection.ts'
import { type Reply, type ScriptServer, startScriptServer } from './script-server.ts'

describe('An observer of a connection', () => {
  let server: ScriptServer
  let events: CallEvent[]
  let conn: SupportConnection

  const connect = async (replies: readonly Reply[], around: Partial<Surroundings> = {}, endpoint = '') => {
    server = await startScriptServer(replies)
    events = []
    const env = {
      AWS_ENDPOINT_URL: endpoint || server.url,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    }
    const bound = clientIn({
      env,
      delay: async () => {},
      observe: (event) => events.push(event),
      ...around,
    })
    conn = new bound.SupportConnection()
  }
  afterEach(async () => {
    await conn.close()
    await server.close()
  })

  const answer = (body: unknown, status = 200): Reply => ({ status, body: JSON.stringify(body) })
  const unavailable = answer({ __type: 'InternalServerError' }, 500)
  const nobody = 'http://127.0.0.1:1'
  const steps = () => events.map(({ type }) => type)

  const rows: [string, readonly Reply[], () => Promise<unknown>, string[]][] = [
    ['a read', [answer({})], () => conn.describeCases(), ['started', 'sent', 'answered']],
    ['a fault', [answer({ __type: 'X' }, 400)], () => conn.describeCases(), ['started', 'sent', 'failed']],
    ['a reset', ['reset'], () => conn.resolveCase('case-1'), ['started', 'sent', 'failed']],
    [
      'a read that is sent three times',
      [unavailable, 'reset', answer({})],
      () => conn.describeCases(),
      ['started', 'sent', 'answered'],
    ],
    [
      'two calls on one socket',
      [answer({})],
      () => conn.describeCases().then(() => conn.describeCases()),
      ['started', 'sent', 'answered', 'started', 'sent', 'answered'],
    ],
    ['input that breaks the model', [], () => conn.describeCases({ maxResults: 1 }), []],
  ]
  for (const [title, replies, call, expected] of rows) {
    it(`sees of ${title}: ${expected.join(', ') || 'nothing'}`, async () => {
      await connect(replies)
      await call().catch(() => {})
      expect(steps()).to.deep.equal(expected)
    })
  }

  it('gets one object a call, the input as it is sent, and what the caller gets', async () => {
    await connect([answer({ attachmentSetId: 'as-1' })])
    const data = new Uint8Array([1, 2])
    const output = await conn.addAttachmentsToSet({
      attachments: [{ fileName: 'a', data }],
      attachmentSetId: undefined,
    })
    const [started, sent, answered] = events
    expect(started?.call.input).to.deep.equal({ attachments: [{ fileName: 'a', data }] })
    expect(started?.call).to.include({ operation: 'addAttachmentsToSet', endpoint: server.url })
    expect([sent?.call, answered?.call]).to.deep.equal([started?.call, started?.call])
    expect(answered?.call).to.equal(started?.call)
    expect(answered).to.have.property('output', output)
  })

  it('sees nothing sent where nobody listens', async () => {
    await connect([], {}, nobody)
    const error = await rejection(conn.resolveCase('case-1'))
    expect(steps()).to.deep.equal(['started', 'failed'])
    expect(events[1]).to.have.property('error', error)
  })

  it('sees nothing sent while TLS is not settled', async () => {
    const plain: Server = createServer((socket) => socket.once('data', () => socket.end('no TLS here')))
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
    const { port } = plain.address() as { port: number }
    await connect([], {}, `https://127.0.0.1:${port}`)
    const error = await rejection(conn.resolveCase('case-1'))
    expect(steps()).to.deep.equal(['started', 'failed'])
    expect(error.message).to.match(/; nothing was sent$/)
    plain.close()
  })

  it('sees that a write was refused before it was sent', async () => {
    const approve = async () => {
      throw new SupportError('WriteRefused', 'No.')
    }
    await connect([answer({})], { approve })
    await rejection(conn.resolveCase('case-1'))
    expect(steps()).to.deep.equal(['started', 'failed'])
    expect(server.received).to.deep.equal([])
  })

  it('sees that a call was given up', async () => {
    const controller = new AbortController()
    const stop = new Error('Enough')
    const observe = (event: CallEvent) => {
      events.push(event)
      if (event.type === 'sent') controller.abort(stop)
    }
    await connect(['silence'], { observe })
    const given = await conn.resolveCase('case-1', { signal: controller.signal }).catch((error) => error)
    expect(given).to.equal(stop)
    expect(steps()).to.deep.equal(['started', 'sent', 'failed'])
    expect(events[2]).to.have.property('error', stop)
  })

  const mistaken: [title: string, observe: (event: CallEvent) => void][] = [
    [
      'throws',
      ({ type }) => {
        throw new Error(`no ${type}`)
      },
    ],
    ['rejects', async ({ type }) => Promise.reject(new Error(`no ${type}`))],
  ]
  for (const [title, observe] of mistaken) {
    it(`breaks no call when it ${title}, and its mistake is seen`, async () => {
      const warnings: string[] = []
      const note = ({ name, message }: Error) => warnings.push(`${name}: ${message}`)
      process.on('warning', note)
      await connect([answer({ cases: [] })], { observe })
      expect(await conn.describeCases()).to.deep.equal({ cases: [] })
      await new Promise(setImmediate)
      process.off('warning', note)
      expect(warnings).to.deep.equal(
        ['started', 'sent', 'answered'].map(
          (type) => `ObserverWarning: An observer of a connection failed: no ${type}`,
        ),
      )
    })
  }
})
