/** The bytes that the client of this package sends for one call, signature and all. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SupportConnection } from '../../src/index.ts'
import { credentials } from './mock-process.ts'

/**
 * Has the client call a server that only listens, and answers what it sent. The signature covers that
 * server's address as the Host header; it holds wherever the bytes are sent, for 15 minutes.
 */
export async function clientRequest(): Promise<Buffer> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const conn = new SupportConnection({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  })
  try {
    const call = conn.describeSeverityLevels()
    const [[incoming, outgoing]] = await Promise.all([
      once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>,
      once(server, 'request').then(([, response]) => (response as ServerResponse).end('{}')),
    ])
    void outgoing
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    await call
    return bytes(incoming, Buffer.concat(chunks))
  } finally {
    await conn.close()
    server.close()
  }
}

function bytes({ method, url, rawHeaders }: IncomingMessage, body: Buffer): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`]
  for (let index = 0; index < rawHeaders.length; index += 2) {
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`)
  }
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}
