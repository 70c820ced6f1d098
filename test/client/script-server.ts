/** An HTTP server that answers from a script, for what a faithful endpoint would never do. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** One answer: a status and a body, or what to do with the connection instead. */
export type Reply =
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  | 'reset'
  | 'silence'

export interface Received {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface ScriptServer {
  readonly url: string
  readonly received: Received[]
  close(): Promise<void>
}

/** Answers the requests with the replies, in order; the last one goes on for ever. */
export async function startScriptServer(replies: readonly Reply[]): Promise<ScriptServer> {
  const received: Received[] = []
  const server: Server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) })
    const reply = replies[Math.min(received.length, replies.length) - 1]!
    if (reply === 'silence') return
    if (reply === 'reset') return request.socket.destroy()
    response.writeHead(reply.status, reply.headers).end(reply.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, close }
}
