/** What servers say that do not hold to HTTP, byte by byte, and what comes of it. */
import { once } from 'node:events'
import type { Agent } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import { SupportConnection } from '../../../src/client/connection.ts'
import { exchange } from '../../../src/client/http/exchange.ts'
import { routeTo } from '../../../src/client/http/route.ts'
import { rejection } from '../rejection.ts'

const fine = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'

describe('An answer byte by byte', () => {
  let server: Server
  let said: string
  let port: number
  let opened = 0
  before(async () => {
    server = createServer((socket: Socket) => {
      opened++
      socket.on('error', () => {})
      socket.on('data', () => {
        socket.write(said)
        if (said !== fine) socket.end()
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  })
  after(() => server.close())
  beforeEach(() => {
    opened = 0
  })

  const connect = () =>
    new SupportConnection({
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    })

  const taken: [title: string, bytes: string][] = [
    ['whole', fine],
    ['without a length, up to the end of the connection', 'HTTP/1.1 200 OK\r\n\r\n{}'],
    ['of HTTP 1.0', 'HTTP/1.0 200 OK\r\n\r\n{}'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n'],
    ['after an interim one', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n${fine}`],
  ]
  for (const [title, bytes] of taken) {
    it(`is taken ${title}`, async () => {
      said = bytes
      await using conn = connect()
      expect(await conn.describeCases()).to.deep.equal({})
    })
  }

  const broken: [title: string, bytes: string, why: RegExp][] = [
    ['nothing', '', /the connection was closed before the answer arrived$/],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      /another protocol$/,
    ],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', /HPE_INVALID/],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-', /the connection was closed before the answer arrived$/],
    ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}', /the connection was closed before/],
    [
      'half a chunk',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{',
      /the connection was closed before/,
    ],
    [
      'a chunk that is none',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
      /HPE_INVALID_CHUNK_SIZE/,
    ],
    ['a head without an end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, /HPE_HEADER_OVERFLOW/],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}', /HPE_/],
  ]
  for (const [title, bytes, why] of broken) {
    it(`is lost: ${title}`, async () => {
      said = bytes
      await using conn = connect()
      const error = await rejection(conn.describeCases())
      expect(error).to.include({ name: 'NetworkError', retryable: true, attempts: 1 })
      expect(error.message).to.match(why)
    })
  }

  it('is lost where it never ends', async () => {
    const piece = Buffer.alloc(1024 * 1024, ' ')
    const endless = createServer((socket) => {
      const more = () => {
        while (socket.writable && socket.write(piece));
      }
      socket.on('error', () => {}).on('drain', more)
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        more()
      })
    })
    endless.listen(0, '127.0.0.1')
    await once(endless, 'listening')
    const host = `127.0.0.1:${(endless.address() as AddressInfo).port}`
    await using conn = new SupportConnection({
      ...{
        endpoint: `http://${host}`,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
      },
    })
    const error = await rejection(conn.describeCases())
    expect(String(error)).to.equal(
      `UnexpectedResponse: The answer (status 200) of ${host} has more than 256 MB: is the endpoint an AWS Support endpoint?`,
    )
    endless.close()
  })

  it('leaves its connection open for the next, and for no longer than that is good', async () => {
    said = fine
    const { agent, to, opensAhead } = await routeTo({
      endpoint: `http://127.0.0.1:${port}`,
      certificates: [],
    })
    const ask = () =>
      exchange(to, {
        ...{ method: 'POST', headers: {}, body: '{}', agent, signal: new AbortController().signal },
        ...{ connectTimeout: 0, requestTimeout: 0, opensAhead, onSent: () => {} },
      })
    for (let n = 0; n < 3; n++) expect((await ask()).text).to.equal('{}')
    expect(opened).to.equal(1)
    await new Promise(setImmediate)
    const [idle] = Object.values((agent as Agent).freeSockets).flat()
    expect(idle).to.include({ timeout: 20_000 })
    idle!.emit('timeout')
    expect(idle!.destroyed).to.equal(true)
    await ask()
    expect(opened).to.equal(2)
    agent.destroy()
  })
})
