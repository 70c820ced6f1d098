/**
 * One request over HTTP and its answer, by node:http itself. Through node-fetch, which carries files to and
 * from their links, a call takes 709 µs of CPU instead of 423: 0.91 of the official client's, not 0.55, and
 * the goal is 0.6 (medians of `npm run bench -- client-cpu`, Node 20).
 */
import { type Agent, type ClientRequest, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { Socket } from 'node:net'
import { abandoned } from './abandoned.ts'

/** Where a request goes. */
export interface Destination {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  /** Whom to trust in the place of those that Node brings along. */
  readonly ca?: readonly Buffer[]
}

export interface HttpAnswer {
  readonly statusCode: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** How one request is sent; milliseconds, 0 for ever. */
export interface Exchange {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly agent: Agent
  readonly signal: AbortSignal
  readonly connectTimeout: number
  /** From when a connection has taken the last of the request until the answer is complete. */
  readonly requestTimeout: number
  /** Whether the agent hands over connections that are open, as those through a proxy are. */
  readonly opensAhead: boolean
  /** Called when a connection has taken the request: from then on nobody knows how much of it arrives. */
  readonly onSent: () => void
}

/**
 * A body that is larger goes out in pieces, so that it can be seen to move: several files can take longer over
 * a slow line than an answer may.
 */
const pieceSize = 128 * 1024

/** More than an answer of the service ever has, and than a text can hold: a hundredth of it would be a lot. */
export const mostBytes = 256 * 1024 * 1024

/** The answer has more than {@link mostBytes}. */
export class AnswerTooLarge extends Error {
  readonly statusCode: number

  constructor(statusCode: number) {
    super('answer too large')
    this.statusCode = statusCode
  }
}

/** That something took too long; `phase` says what. */
export class ExchangeTimeout extends Error {
  readonly phase: 'connect' | 'request'

  constructor(phase: 'connect' | 'request') {
    super(`${phase} timeout`)
    this.phase = phase
  }
}

/**
 * Sends it. Rejects with the reason of the signal, an {@link ExchangeTimeout}, or Node's error. Whatever
 * comes of it, no timer and no listener is left, and a socket that may still get an answer is closed.
 */
export function exchange(to: Destination, how: Exchange): Promise<HttpAnswer> {
  const { method, headers, body, agent, signal, opensAhead } = how
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const send = to.protocol === 'https:' ? httpsRequest : httpRequest
    const outgoing = send({ ...(to as RequestOptions), method, headers, agent })
    const isLarge = body.length > pieceSize
    let timer: NodeJS.Timeout | undefined
    const limit = (phase: 'connect' | 'request', milliseconds: number) => {
      clearTimeout(timer)
      if (isOver) return
      timer = milliseconds > 0 ? setTimeout(() => fail(new ExchangeTimeout(phase)), milliseconds) : undefined
    }
    let isWaiting = true
    let isOver = false
    const end = () => {
      isWaiting = false
      isOver = true
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
    }
    const fail = (error: unknown) => {
      end()
      reject(error)
      // Too late for whoever waits, but an error event without a listener would end the process.
      outgoing.on('error', () => {})
      outgoing.destroy()
      outgoing.emit(abandoned)
    }
    const giveUp = () => fail(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    if (opensAhead) limit('connect', how.connectTimeout)
    // A request that waits for one of the connections is not connecting.
    outgoing.once('socket', (socket) => {
      if (!timer) limit('connect', how.connectTimeout)
      whenReady(socket, () => {
        limit('request', how.requestTimeout)
        how.onSent()
        if (isLarge) writeInPieces(outgoing, body, () => limit('request', how.requestTimeout))
      })
    })
    outgoing.once('error', fail)
    // Node closes a socket that answers with another protocol (101), and has no error for it.
    outgoing.once('close', () => {
      if (isWaiting) fail(new Error('the answer is in another protocol'))
    })
    outgoing.once('response', (incoming) => {
      isWaiting = false
      const chunks: Buffer[] = []
      let size = 0
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size > mostBytes) incoming.destroy(new AnswerTooLarge(incoming.statusCode!))
      })
      incoming.once('error', fail)
      incoming.once('end', () => {
        end()
        // Nobody waits for the rest of a request that is answered, and its connection cannot be used again.
        if (!outgoing.writableFinished) outgoing.destroy()
        const text = chunks.length === 1 ? chunks[0]!.toString() : Buffer.concat(chunks).toString()
        resolve({ statusCode: incoming.statusCode!, headers: incoming.headers, text })
      })
    })
    if (!isLarge) outgoing.end(body)
  })
}

/** Writes a body; `moved` is called each time that the connection has taken more of it. */
function writeInPieces(outgoing: ClientRequest, body: string, moved: () => void): void {
  const bytes = Buffer.from(body)
  let position = 0
  const next = () => {
    if (outgoing.destroyed) return
    const piece = bytes.subarray(position, position + pieceSize)
    position += piece.length
    if (position === bytes.length) outgoing.end(piece)
    else outgoing.write(piece, taken)
  }
  const taken = (error: Error | null | undefined) => {
    // The request itself says what went wrong.
    if (error) return
    moved()
    next()
  }
  next()
}

/** Calls back once a connection is open, and with TLS settled. */
function whenReady(socket: Socket & { readonly secureConnecting?: boolean }, ready: () => void): void {
  // A TLS socket over a proxy's connection is not connecting, and yet not ready.
  if (socket.secureConnecting) socket.once('secureConnect', ready)
  else if (socket.connecting) socket.once('connect', ready)
  else ready()
}
