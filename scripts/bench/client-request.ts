/** The bytes that the client of this package sends for one call, signature and all. */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SupportConnection } from '../../src/index.ts'
import { credentials } from './mock-process.ts'

/**
 * Has the client make a call and keeps what it sent. The signature covers the address of the server
 * that listened here as the Host header; it holds wherever the bytes are sent, for 15 minutes.
 */
export async function clientRequest(call: (conn: SupportConnection) => Promise<unknown>): Promise<Buffer> {
  let sent: Promise<Buffer> | undefined
  const server = createServer((incoming, outgoing) => {
    sent = asSent(incoming)
    sent.then(() => outgoing.end('{}'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}`
  const conn = new SupportConnection({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  try {
    await call(conn)
    return await sent!
  } finally {
    await conn.close()
    server.close()
  }
}

async function asSent(incoming: IncomingMessage): Promise<Buffer> {
  const { method, url, rawHeaders } = incoming
  const lines = [`${method} ${url} HTTP/1.1`]
  for (let index = 0; index < rawHeaders.length; index += 2) {
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`)
  }
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return Buffer.concat([head, await buffer(incoming)])
}
