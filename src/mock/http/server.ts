/** The endpoint on the network: bodies in, replies out, connections closed in an orderly way. */
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { MockStartError } from '../errors.ts'
import { ownFault } from '../protocol/service.ts'
import type { World } from '../world.ts'
import { drain, headersOf, readBody } from './body.ts'
import { Delays, realTimer, type Timer } from './delays.ts'
import { deliver } from './delivery.ts'
import type { Later, Reply } from './exchange.ts'
import { end, refuse } from './malformed.ts'
import { begin, mostBytes, respond } from './routes.ts'

/** How long the server waits for a client, in milliseconds. */
export const patience = {
  /** For the head of a request. */
  head: 20_000,
  /** For the whole of a request: a state of 512 MB takes some seconds. */
  request: 120_000,
  /** For a client that neither sends nor takes anything while it is to. */
  still: 60_000,
  /** For the next request. Longer than clients keep connections: they meet none that is just closing. */
  idle: 65_000,
  /** For a client that was refused and sends on. */
  parting: 5_000,
  /** For requests that have begun, while the mock closes. */
  closing: 5_000,
  /** How often `head` and `request` are looked at. */
  check: 5_000,
}

/** So much is read of a request that was refused for its size, for the client to come to read the answer. */
const mostDrained = 64 * 1024 * 1024

/** What the server waits with, and how long. */
export interface ServerOptions {
  readonly timer?: Timer
  readonly patience?: Partial<typeof patience>
}

/** A running server. */
export class HttpServer {
  readonly #world: World
  readonly #server: Server
  readonly #timer: Timer
  readonly #patience: typeof patience
  readonly #delays: Delays
  /** Every connection, and the answer to its last request. */
  readonly #latest = new Map<Socket, ServerResponse | undefined>()
  readonly #refused = new WeakSet<Socket>()
  readonly #streams = new Set<ServerResponse>()
  #closed: Promise<void> | undefined
  #closing = false
  #holdsProcess = true
  #second = Number.NaN
  #secondText = ''

  constructor(world: World, options: ServerOptions = {}) {
    this.#world = world
    this.#timer = options.timer ?? realTimer
    this.#patience = { ...patience, ...options.patience }
    this.#delays = new Delays(this.#timer)
    const { head, request, still, idle, check } = this.#patience
    const times = {
      headersTimeout: head,
      requestTimeout: request,
      keepAliveTimeout: idle,
      connectionsCheckingInterval: check,
    }
    this.#server = createServer(times, (incoming, outgoing) => this.#take(incoming, outgoing))
    this.#server.timeout = still
    // A client that ends its side after the request still gets its answer. Node has this since 0.5, and
    // documents it nowhere.
    Object.assign(this.#server, { httpAllowHalfOpen: true })
    this.#server
      .on('connection', (socket) => this.#meet(socket))
      .on('checkContinue', (incoming, outgoing) => this.#take(incoming, outgoing, true))
      .on('clientError', (error, socket) => this.#refuse(error, socket))
      // An upgrade is not asked about: Node then answers the request as if there were no such header.
      .on('connect', (_request, socket) => this.#tunnel(socket))
      .on('timeout', (socket) => {
        if (!this.#delays.holds(socket)) socket.destroy()
      })
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

  /** Answers what has begun, then ends. Nobody's latency is waited for. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve, reject) => {
      this.#closing = true
      const cancel = this.#timer(() => this.#destroyAll(), this.#patience.closing)
      this.#server.close((error) => {
        cancel()
        if (error) reject(error)
        else resolve()
      })
      this.#delays.hurry()
      for (const outgoing of this.#streams) endStream(outgoing)
      // Node ends idle connections by itself; one on which nothing was ever sent is not idle to it.
      for (const socket of this.#latest.keys()) if (socket.bytesRead === 0) socket.destroy()
    })
    return this.#closed
  }

  /** From now on the server keeps no process alive. */
  unref(): void {
    this.#holdsProcess = false
    this.#server.unref()
    for (const socket of this.#latest.keys()) socket.unref()
  }

  #meet(socket: Socket): void {
    this.#latest.set(socket, undefined)
    socket.once('close', () => {
      this.#latest.delete(socket)
      this.#delays.drop(socket)
    })
    // A client that waits no longer ends its side, and is not to be told from one that only sends no more.
    // In the middle of a wait it is the former.
    socket.once('end', () => {
      if (this.#delays.holds(socket)) socket.destroy()
    })
    if (!this.#holdsProcess) socket.unref()
  }

  #take(incoming: IncomingMessage, outgoing: ServerResponse, asksFirst = false): void {
    const { method, url } = incoming as { method: string; url: string }
    const headers = headersOf(incoming)
    // Nobody knows the address of a connection that has broken off: it must not pass for a local one.
    const from = incoming.socket.remoteAddress ?? ''
    const most = mostBytes(url)
    const announced = Number(headers['content-length']?.[0] ?? 0)
    this.#latest.set(incoming.socket, outgoing)
    if (asksFirst && announced <= most) outgoing.writeContinue()
    readBody(incoming, { announced, most }, (body) => {
      if (body === 'too large') {
        this.#part(
          respond(this.#world, { method, url, headers, body, from }),
          outgoing,
          asksFirst && announced > most,
        )
        return
      }
      const reply = begin(this.#world, { method, url, headers, body, from })
      // Under load the answers to all that has arrived leave together: each write alone would wake the
      // caller, which on two cores costs more than finding the answer.
      setImmediate(() => this.#send(reply, outgoing))
    })
  }

  /** Answers at once, and closes when the client has had the time to read it. */
  #part(reply: Reply, outgoing: ServerResponse, sendsNothing: boolean): void {
    const { req } = outgoing
    outgoing.writeHead(reply.statusCode, { ...this.#headers(reply), Connection: 'close' })
    if (sendsNothing) {
      outgoing.end(reply.body)
      return
    }
    outgoing.write(reply.body)
    const cancel = this.#timer(() => req.socket.destroySoon(), this.#patience.parting)
    drain(req, mostDrained, () => {
      cancel()
      outgoing.end()
    })
  }

  #refuse(error: Error, stream: Duplex): void {
    const socket = stream as Socket
    // What comes after it is no HTTP either.
    if (this.#refused.has(socket)) return
    this.#refused.add(socket)
    refuse(error, socket, this.#latest.get(socket))
    this.#bury(socket)
  }

  #tunnel(stream: Duplex): void {
    const socket = stream as Socket
    socket.on('error', () => socket.destroy()).resume()
    end(socket, 405)
    this.#bury(socket)
  }

  #bury(socket: Socket): void {
    const cancel = this.#timer(() => socket.destroy(), this.#patience.parting)
    socket.once('close', cancel)
  }

  #send(reply: Reply | Later, outgoing: ServerResponse): void {
    const { socket } = outgoing.req
    if ('milliseconds' in reply) {
      if (socket.destroyed) reply.abandoned?.()
      else {
        const act = () => this.#send(reply.reply(), outgoing)
        this.#delays.after(reply.milliseconds, socket, act, reply.abandoned)
      }
      return
    }
    if (socket.destroyed) return
    const headers = this.#headers(reply)
    try {
      if (reply.mishap) deliver(reply, reply.mishap, headers, outgoing, this.#delays)
      else if (reply.stream) this.#stream(reply, headers, outgoing)
      else outgoing.writeHead(reply.statusCode, headers).end(reply.body)
    } catch (error) {
      // Such as a header that HTTP cannot carry.
      ownFault(error)
      socket.destroy()
    }
  }

  #headers({ contentType, body, requestId, stream, ...reply }: Reply): OutgoingHttpHeaders {
    const headers: OutgoingHttpHeaders = {
      Date: this.#date(),
      'Content-Type': contentType,
      ...reply.headers,
    }
    if (!stream) headers['Content-Length'] = Buffer.byteLength(body)
    if (requestId) headers['x-amzn-RequestId'] = requestId
    if (this.#closing) headers['Connection'] = 'close'
    return headers
  }

  #stream({ statusCode, stream }: Reply, headers: OutgoingHttpHeaders, outgoing: ServerResponse): void {
    const { socket, method } = outgoing.req
    outgoing.writeHead(statusCode, headers)
    if (method === 'HEAD' || this.#closing) {
      outgoing.end()
      return
    }
    outgoing.flushHeaders()
    const stop = stream!((text) => outgoing.write(text))
    this.#streams.add(outgoing)
    socket.once('end', () => endStream(outgoing))
    socket.once('close', () => {
      this.#streams.delete(outgoing)
      stop()
    })
  }

  #destroyAll(): void {
    for (const socket of this.#latest.keys()) socket.destroy()
  }

  // Writing a date costs as much as a hash, and it is the same for a second.
  #date(): string {
    const second = Math.floor(this.#world.clock.now() / 1000)
    if (second !== this.#second) {
      this.#second = second
      this.#secondText = new Date(second * 1000).toUTCString()
    }
    return this.#secondText
  }
}

/** At once: what the client has not taken by now it does not take. */
function endStream(outgoing: ServerResponse): void {
  const { socket } = outgoing.req
  outgoing.end()
  if (socket.writableLength > 0) socket.destroy()
  else socket.destroySoon()
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): MockStartError {
  const refused = (code: MockStartError['code'], message: string) =>
    new MockStartError(code, message, { cause: error })
  switch (error.code) {
    case 'EADDRINUSE':
      return refused('port', `Port ${port} on ${host} is in use: choose another, or 0 for a free one.`)
    case 'EACCES':
      return refused('port', `Port ${port} needs more rights: choose one above 1023, or 0 for a free one.`)
    default:
      return refused('host', `Cannot listen on ${host}: ${error.message}. Use 127.0.0.1.`)
  }
}
