/** The way to the endpoint: TLS with certificates of one's own, proxies, and what is said when it is barred. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, request, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import {
  type AddressInfo,
  connect as connectTo,
  createServer as createNetServer,
  type Socket,
} from 'node:net'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { SupportConnection } from '../../src/client/connection.ts'
import { Tunnels } from '../../src/client/http/tunnels.ts'
import type { ConnectionOptions } from '../../src/client/settings.ts'
import { rejection } from './rejection.ts'

// Made for these tests, for localhost alone.
const at = (name: string) => fileURLToPath(new URL(`certificates/${name}`, import.meta.url))
const [key, cert] = [readFileSync(at('key.pem')), readFileSync(at('certificate.pem'))]

const answer = '{"severityLevels":[{"code":"low","name":"Low"}]}'

describe('The way to the endpoint', () => {
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  let secure: string
  let plain: string
  let proxy: string
  let asked: { method: string; target: string; authorization?: string }[]
  let refuseWith: number | undefined

  const listen = async (server: Server): Promise<number> => {
    servers.push(server)
    server.on('connection', (socket) => sockets.add(socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const note = ({ method, url, headers }: IncomingMessage) =>
    asked.push({ method: method!, target: url!, authorization: headers['proxy-authorization'] })

  before(async () => {
    secure = `https://localhost:${await listen(createHttpsServer({ key, cert }, (_request, response) => response.end(answer)))}`
    plain = `http://localhost:${await listen(createHttpServer((_request, response) => response.end(answer)))}`
    const server = createHttpServer((request, response) => {
      note(request)
      if (refuseWith) response.statusCode = refuseWith
      response.end(refuseWith ? '<html>No</html>' : answer)
    })
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      note(request)
      if (refuseWith) return socket.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`)
      const through = connectTo(Number(request.url!.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        through.pipe(socket).pipe(through)
      })
      sockets.add(through)
      through.on('error', () => socket.destroy())
      return socket.on('error', () => through.destroy())
    })
    proxy = `127.0.0.1:${await listen(server)}`
  })
  beforeEach(() => {
    asked = []
    refuseWith = undefined
  })
  after(() => {
    for (const socket of sockets) socket.destroy()
    for (const server of servers) server.close()
  })

  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const ask = async (options: ConnectionOptions) => {
    await using conn = new SupportConnection({ credentials, maxAttempts: 1, ...options })
    return await conn.describeSeverityLevels()
  }
  const levels = { severityLevels: [{ code: 'low', name: 'Low' }] }
  const ours = { caBundle: at('certificate.pem') }

  it('is trusted by the certificates of caBundle', async () => {
    expect(await ask({ endpoint: secure, ...ours })).to.deep.equal(levels)
  })

  it('is not trusted otherwise, and it is said why', async () => {
    expect(String(await rejection(ask({ endpoint: secure })))).to.equal(
      `NetworkError: Could not reach ${new URL(secure).host}: its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS can name the one to trust`,
    )
  })

  it('says which file of certificates cannot be read', async () => {
    expect(String(await rejection(ask({ endpoint: secure, caBundle: '/none.pem' })))).to.equal(
      'ConfigurationError: The certificates in /none.pem cannot be read: ENOENT',
    )
  })

  it('says which file holds no certificate', async () => {
    const path = at('key.pem')
    expect(String(await rejection(ask({ endpoint: secure, caBundle: path })))).to.equal(
      `ConfigurationError: ${path} holds no certificate: it must have one that begins with -----BEGIN CERTIFICATE-----`,
    )
  })

  it('says that there is no TLS', async () => {
    const { host } = new URL(plain)
    expect(String(await rejection(ask({ endpoint: `https://${host}` })))).to.equal(
      `NetworkError: Could not reach ${host}: it speaks no TLS that this process speaks (is the endpoint http, not https?)`,
    )
  })

  it('says that what answers there speaks another protocol', async () => {
    const server = createNetServer((socket) => socket.on('error', () => {}).end('SSH-2.0-any\r\n'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(String(await rejection(ask({ endpoint: `http://${host}` })))).to.match(
      /^NetworkError: No answer from 127\.0\.0\.1:\d+: the answer is no well-formed HTTP \(HPE_\w+\)$/,
    )
    server.close()
  })

  it('goes through a proxy by a tunnel', async () => {
    const through = { endpoint: secure, proxy: `http://me:p%40ss@${proxy}`, ...ours }
    expect(await ask(through)).to.deep.equal(levels)
    const { host } = new URL(secure)
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
    expect(asked).to.deep.equal([{ method: 'CONNECT', target: host, authorization }])
  })

  it('goes through a proxy by the whole URL where there is no TLS', async () => {
    expect(await ask({ endpoint: plain, proxy: `http://me:pw@${proxy}` })).to.deep.equal(levels)
    const authorization = `Basic ${Buffer.from('me:pw').toString('base64')}`
    expect(asked).to.deep.equal([{ method: 'POST', target: `${plain}/`, authorization }])
  })

  const barred: [number, string][] = [
    [407, 'the proxy wants a user and password'],
    [502, 'the proxy answered with status 502'],
  ]
  for (const [status, reason] of barred) {
    it(`is barred by a proxy with status ${status}, and nothing was sent`, async () => {
      refuseWith = status
      await using conn = new SupportConnection({
        ...{ credentials, endpoint: secure, maxAttempts: 1, ...ours },
        proxy: `http://me:SECRET@${proxy}`,
      })
      const error = await rejection(conn.resolveCase('case-1'))
      expect(error.message).to.equal(
        `Could not reach ${new URL(secure).host} through the proxy ${proxy}: ${reason}; nothing was sent`,
      )
      expect(inspect([error, conn], { showHidden: true, depth: 9 })).not.to.include('SECRET')
    })
  }

  it('is barred by a proxy that passes on what it reads, and nothing is in doubt', async () => {
    refuseWith = 407
    const { host } = new URL(plain)
    const words = `Could not reach ${host} through the proxy ${proxy}: the proxy wants a user and password`
    await using conn = new SupportConnection({
      ...{ credentials, endpoint: plain, proxy: `http://${proxy}`, maxAttempts: 1 },
    })
    const error = await rejection(conn.resolveCase('case-1'))
    expect(error).to.include({ name: 'NetworkError', message: words, statusCode: 407, isServiceFault: false })
  })

  for (const [title, options] of [
    ['takes no time for ever', { connectTimeout: 50 }],
    ['is waited for no longer', { connectTimeout: 0 }],
  ] as const) {
    it(`leaves no connection to a proxy that never answers and ${title}`, async () => {
      const silent = createNetServer()
      silent.listen(0, '127.0.0.1')
      await once(silent, 'listening')
      const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
      await using conn = new SupportConnection({
        ...{ credentials, endpoint: secure, proxy: url, maxAttempts: 1, ...options },
      })
      const giving = new AbortController()
      const asking = conn.describeServices({}, { signal: giving.signal }).catch((error) => error)
      const [socket] = (await once(silent, 'connection')) as [Socket]
      socket.resume().on('error', () => {})
      if (options.connectTimeout === 0) giving.abort()
      // It would go on for ever: the test ends with the connection.
      await once(socket, 'close')
      expect((await asking).name).to.match(/^(NetworkError|AbortError)$/)
      silent.close()
    })
  }

  it('ends at a proxy that closes without a word', async () => {
    const closing = createNetServer((socket) => socket.on('error', () => {}).once('data', () => socket.end()))
    closing.listen(0, '127.0.0.1')
    await once(closing, 'listening')
    const at = `127.0.0.1:${(closing.address() as AddressInfo).port}`
    const { message } = await rejection(ask({ endpoint: secure, proxy: `http://${at}`, ...ours }))
    expect(message).to.equal(
      `Could not reach ${new URL(secure).host} through the proxy ${at}: the connection was closed before the answer arrived`,
    )
    closing.close()
  })

  it('refuses with its proxy also what waits for one of the connections, and goes on when that gives way', async () => {
    refuseWith = 502
    const through = { credentials, endpoint: secure, proxy: `http://${proxy}`, ...ours }
    await using conn = new SupportConnection({ ...through, maxAttempts: 1, connectTimeout: 0 })
    const asking = Array.from({ length: 120 }, () => rejection(conn.describeSeverityLevels()))
    for (const { message } of await Promise.all(asking)) expect(message).to.match(/status 502$/)
    expect(asked).to.have.length(120)
    refuseWith = undefined
    expect(await conn.describeSeverityLevels()).to.deep.equal(levels)
    const open = [...sockets].filter(({ destroyed }) => !destroyed)
    const closed = open.map((socket) => once(socket.resume(), 'close'))
    await conn.close()
    await Promise.all(closed)
  })

  it('opens tunnels for what waits when all are closed, without a warning', async () => {
    const closing = createHttpsServer({ key, cert }, (_request, response) =>
      response.setHeader('connection', 'close').end(answer),
    )
    const endpoint = `https://localhost:${await listen(closing)}`
    await using conn = new SupportConnection({ credentials, endpoint, proxy: `http://${proxy}`, ...ours })
    const warnings: string[] = []
    const note = ({ message }: Error) => warnings.push(message)
    process.on('warning', note)
    const answers = await Promise.all(Array.from({ length: 75 }, () => conn.describeSeverityLevels()))
    process.off('warning', note)
    expect(answers).to.have.length(75)
    expect(warnings).to.deep.equal([])
  })

  it('opens no tunnel for what was given up while it waited', async () => {
    const outgoing = request(plain).on('error', () => {})
    outgoing.destroy()
    const tunnels = new Tunnels(new URL(`http://${proxy}`), {}, {})
    const opened = tunnels.connect(outgoing, { host: 'localhost', port: 1, secureEndpoint: true })
    expect(await opened.catch((error: Error) => error.message)).to.equal('The request was given up')
    expect(asked).to.deep.equal([])
  })

  it('ends at a proxy that is not there', async () => {
    const { message } = await rejection(ask({ endpoint: secure, proxy: 'http://127.0.0.1:1', ...ours }))
    expect(message).to.match(
      /^Could not reach localhost:\d+ through the proxy 127\.0\.0\.1:1: nothing listens there/,
    )
  })
})
