/** Bodies of requests: read up to a limit, and what comes after it thrown away. */
import type { IncomingMessage } from 'node:http'
import type { WireRequest } from './exchange.ts'

/**
 * Reads the body. `done` is called once, with the whole of it or as soon as it is clear that there are
 * more than `most` bytes; never when the client breaks off.
 */
export function readBody(
  incoming: IncomingMessage,
  { announced, most }: { readonly announced: number; readonly most: number },
  done: (body: WireRequest['body']) => void,
): void {
  if (announced > most) {
    done('too large')
    return
  }
  let chunks: Buffer[] = []
  let size = 0
  const take = (chunk: Buffer) => {
    size += chunk.length
    chunks.push(chunk)
    if (size <= most) return
    incoming.off('data', take).off('end', finish)
    chunks = []
    done('too large')
  }
  const finish = () => {
    const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
    // The connection remembers its last request; it need not remember its bytes.
    chunks = []
    done(body)
  }
  incoming.on('data', take).on('end', finish)
}

/**
 * Throws away what still comes, until it ends or there was enough of it. A client that is still sending
 * would lose the answer if the connection were closed before.
 */
export function drain(incoming: IncomingMessage, most: number, done: () => void): void {
  let left = most
  const stop = () => {
    incoming.off('data', count).off('end', stop).off('close', stop)
    done()
  }
  const count = (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) stop()
  }
  incoming.on('data', count).on('end', stop).on('close', stop)
}

/**
 * Every value of every header. Of its own, because `headersDistinct` of Node before 20.20.2 throws for a
 * header that is called `constructor`.
 */
export function headersOf({ rawHeaders }: IncomingMessage): Record<string, string[]> {
  const headers: Record<string, string[]> = Object.create(null)
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase()
    const values = headers[name]
    if (values) values.push(rawHeaders[index + 1]!)
    else headers[name] = [rawHeaders[index + 1]!]
  }
  return headers
}
