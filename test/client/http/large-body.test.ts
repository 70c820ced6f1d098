/** Requests that take a while to send: several files over a slow line. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { SupportConnection } from '../../../src/client/connection.ts'
import type { ConnectionOptions } from '../../../src/client/settings.ts'
import { rejection } from '../rejection.ts'

const mebi = 1024 * 1024

describe('A large request', () => {
  let take: (request: IncomingMessage, response: ServerResponse) => void
  const server = createServer((request, response) => take(request, response))
  let connections = 0
  server.on('connection', () => connections++)

  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => server.close())
  afterEach(() => server.closeAllConnections())

  const connect = (options: ConnectionOptions) =>
    new SupportConnection({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      ...options,
    })
  const attachments = Array.from({ length: 3 }, (_, n) => ({
    fileName: `${n}`,
    data: Buffer.alloc(5 * mebi, n),
  }))
  const answer = '{"attachmentSetId":"as-1","expiryTime":"x"}'

  it('may take longer than its answer, as long as it moves, and arrives as it is', async () => {
    let [received, due] = [0, 0]
    const chunks: Buffer[] = []
    take = (request, response) => {
      request.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        received += chunk.length
        if (received < due) return
        due += mebi
        request.pause()
        setTimeout(() => request.resume(), 40)
      })
      request.on('end', () => response.end(answer))
    }
    await using conn = connect({ requestTimeout: 500 })
    const start = performance.now()
    expect(await conn.addAttachmentsToSet({ attachments })).to.have.property('attachmentSetId')
    expect(performance.now() - start).to.be.above(600)
    const sent = JSON.parse(Buffer.concat(chunks).toString())
    for (const [index, { data }] of attachments.entries())
      expect(Buffer.from(sent.attachments[index].data, 'base64').equals(data)).to.equal(true)
  })

  it('is given up when it no longer moves', async () => {
    take = (request) => request.once('data', () => request.pause())
    await using conn = connect({ requestTimeout: 300 })
    expect((await rejection(conn.addAttachmentsToSet({ attachments }))).message).to.match(
      /^127\.0\.0\.1:\d+ did not answer within 300 ms; the files may be in a set/,
    )
  })

  it('is answered before it is through, and leaves no connection that waits for the rest', async () => {
    take = (request, response) => {
      request.once('data', () => request.pause())
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
      response.end('{"__type":"AttachmentSetSizeLimitExceeded","message":"Too much."}')
    }
    await using conn = connect({ requestTimeout: 5000 })
    const [before, open] = [connections, once(server, 'connection')]
    expect(String(await rejection(conn.addAttachmentsToSet({ attachments })))).to.equal(
      'AttachmentSetSizeLimitExceeded: Too much.',
    )
    await open
    take = (request, response) => request.resume().on('end', () => response.end('{"cases":[]}'))
    expect(await conn.describeCases()).to.deep.equal({ cases: [] })
    expect(connections - before).to.equal(2)
  })
})
