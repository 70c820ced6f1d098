/** How an answer goes out that a rule for faults has something done to. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Delays } from './delays.ts'
import type { Mishap, Reply } from './exchange.ts'

/** Sends the reply, or what the mishap leaves of it. */
export function deliver(
  { statusCode, body }: Reply,
  mishap: Mishap,
  headers: OutgoingHttpHeaders,
  outgoing: ServerResponse,
  delays: Delays,
): void {
  const bytes = Buffer.from(body as string)
  const { socket } = outgoing.req
  switch (mishap.kind) {
    case 'reset':
      inTurn(outgoing, (current) => current.resetAndDestroy())
      return
    case 'truncate':
      outgoing.writeHead(statusCode, headers)
      outgoing.write(bytes.subarray(0, bytes.length >> 1), () => socket.destroySoon())
      return
    case 'wrong-length':
      // The byte too many must not be taken for the next answer.
      outgoing.writeHead(statusCode, {
        ...headers,
        'Content-Length': bytes.length - 1,
        Connection: 'close',
      })
      outgoing.end(bytes)
      return
    case 'drip':
      outgoing.writeHead(statusCode, headers)
      drip(bytes, mishap.milliseconds, outgoing, delays)
  }
}

// Answers to requests that were sent together go out in their order.
function inTurn(outgoing: ServerResponse, act: (socket: Socket) => void): void {
  if (outgoing.socket) act(outgoing.socket)
  else outgoing.once('socket', act)
}

const mostPieces = 100

/** The first piece goes out at once and the last at the end of the time. */
function drip(bytes: Buffer, milliseconds: number, outgoing: ServerResponse, delays: Delays): void {
  const size = Math.ceil(bytes.length / mostPieces)
  const pauses = Math.ceil(bytes.length / size) - 1
  const from = (start: number) => {
    outgoing.write(bytes.subarray(start, start + size))
    if (start + size >= bytes.length) outgoing.end()
    else delays.after(milliseconds / pauses, outgoing.req.socket, () => from(start + size))
  }
  from(0)
}
