/** What is not HTTP, or too slow to become a request: refused in HTTP's own words, then closed. */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

const statuses: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/**
 * Refuses what follows on a connection, after the answers that are still to go out on it. `last` is the
 * answer to the last request that had a head. The connection still has to be closed for good: who sends
 * on and on keeps it.
 */
export function refuse(
  { code = '' }: NodeJS.ErrnoException,
  socket: Socket,
  last: ServerResponse | undefined,
): void {
  const status = statuses[code] ?? 400
  if (!socket.writable || code === 'ECONNRESET') socket.destroy()
  else if (last && !last.req.complete) refuseBody(status, socket, last)
  else if (last && !last.writableFinished) last.once('close', () => end(socket, status))
  else end(socket, status)
}

// The head was good, and its request waits for the rest of the body.
function refuseBody(status: number, socket: Socket, last: ServerResponse): void {
  if (last.headersSent) socket.destroy()
  else last.writeHead(status, { 'Content-Length': 0, Connection: 'close' }).end()
}

/** Ends a connection that speaks no HTTP, or no longer. */
export function end(socket: Socket, status: number): void {
  if (!socket.writable) return
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, 'Content-Length: 0', 'Connection: close']
  socket.end(`${lines.join('\r\n')}\r\n\r\n`)
}
