/** The endpoint on the network: bodies in, replies out, connections closed in an orderly way. */
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { MockStartError } from './errors.ts'
import type { Reply, WireRequest } from './exchange.ts'
import { mostBytes, respond } from './routes.ts'
import type { World } from './world.ts'

/** How long a request that has begun may take to arrive while the mock closes. */
const grace = 5_000

/** A running server. */
export class HttpServer {
  readonly #world: World
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #closing: Promise<void> | undefined
  #holdsProcess = true
  #second = Number.NaN
  #secondText = ''

  constructor(world: World) {
    this.#world = world
    // Longer than clients keep idle connections: a request never meets one that is just closing.
    this.#server = createServer({ keepAliveTimeout: 65_000 }, (incoming, outgoing) =>
      this.#take(incoming, outgoing),
    )
    this.#server.on('connection', (socket) => this.#meet(socket))
  }

  /** Starts to listen; the port is what the system gave. */
  async listen(port: number, host: string): Promise<number> {
    const server = this.#server
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)))
      server.listen(port, host, resolve)
    })
    server.removeAllListeners('error')
    return (server.address() as AddressInfo).port
  }

  /** Answers what has begun, then ends. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve, reject) => {
      const late = setTimeout(() => this.#server.closeAllConnections(), grace)
      this.#server.close((error) => {
        clearTimeout(late)
        if (error) reject(error)
        else resolve()
      })
      // Node ends idle connections by itself; one on which nothing was ever sent is not idle to it.
      for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy()
    })
    return this.#closing
  }

  /** From now on the server keeps no process alive. */
  unref(): void {
    this.#holdsProcess = false
    this.#server.unref()
    for (const socket of this.#sockets) socket.unref()
  }

  #meet(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
    if (!this.#holdsProcess) socket.unref()
  }

  #take(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const chunks: Buffer[] = []
    const most = mostBytes(incoming.url!)
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      // What is too large is read to its end all the same, so that the client can read the answer.
      if (size > most) chunks.length = 0
      else chunks.push(chunk)
    })
    incoming.on('end', () => {
      const request: WireRequest = {
        method: incoming.method!,
        url: incoming.url!,
        headers: incoming.headersDistinct,
        body: size > most ? 'too large' : chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
      }
      const reply = respond(this.#world, request)
      // Under load the answers to all that has arrived leave together: each write alone would wake the
      // caller, which on two cores costs more than finding the answer.
      setImmediate(() => this.#send(reply, outgoing))
    })
  }

  #send(reply: Reply, outgoing: ServerResponse): void {
    const { statusCode, contentType, body, requestId, stream } = reply
    const headers: OutgoingHttpHeaders = {
      // Clients set their signing clocks by this header: it is not the moved clock.
      Date: this.#date(),
      'Content-Type': contentType,
      ...reply.headers,
    }
    if (!stream) headers['Content-Length'] = Buffer.byteLength(body)
    if (requestId) headers['x-amzn-RequestId'] = requestId
    if (this.#closing) headers['Connection'] = 'close'
    outgoing.writeHead(statusCode, headers)
    if (stream) this.#stream(stream, outgoing)
    else outgoing.end(body)
  }

  #stream(stream: NonNullable<Reply['stream']>, outgoing: ServerResponse): void {
    outgoing.flushHeaders()
    outgoing.once(
      'close',
      stream((text) => outgoing.write(text)),
    )
  }

  // Writing a date costs as much as a hash, and it is the same for a second.
  #date(): string {
    const second = Math.floor(this.#world.clock.source() / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#secondText = new Date(second * 1000).toUTCString()
    }
    return this.#secondText
  }
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): MockStartError {
  switch (error.code) {
    case 'EADDRINUSE':
      return new MockStartError(
        'port',
        `Port ${port} on ${host} is in use: choose another, or 0 for a free one.`,
        {
          cause: error,
        },
      )
    case 'EACCES':
      return new MockStartError(
        'port',
        `Port ${port} needs more rights: choose one above 1023, or 0 for a free one.`,
        {
          cause: error,
        },
      )
    default:
      return new MockStartError('host', `Cannot listen on ${host}: ${error.message}. Use 127.0.0.1.`, {
        cause: error,
      })
  }
}
