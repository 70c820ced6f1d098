/** Putting one part of a file to its signed link. The link's query is a secret: no message shows it. */
import { Readable } from 'node:stream'
import fetch, { type Response } from 'node-fetch'
import { localError, SupportError } from '../errors.ts'
import { LinkAgents } from '../links/agents.ts'
import { linkReason } from '../links/link.ts'
import { refusalOf } from '../links/refusal.ts'
import { Standstill } from '../links/standstill.ts'
import type { Settings } from '../settings.ts'
import { userAgentOf } from '../user-agent.ts'

/** A part of a file, and how it is called in messages. */
export interface Part {
  /** `part 3 of dump.bin` */
  readonly title: string
  readonly bytes: number
  /** The bytes, from the start each time it is called. */
  read(): AsyncGenerator<Uint8Array, void>
  /** Called with every piece that the connection has taken. */
  onSent(bytes: number): void
}

/** Puts parts over connections that are kept open. */
export class PartSender {
  readonly #timeout: number
  readonly #agents: LinkAgents
  readonly #userAgent: string

  /** `requestTimeout`: how many milliseconds it may stand still; 0 for ever. */
  constructor(settings: Settings) {
    this.#timeout = settings.requestTimeout
    this.#agents = new LinkAgents(settings)
    this.#userAgent = userAgentOf(settings)
  }

  /**
   * Puts a part; answers its ETag. Throws a FileError when the file lets it down, the signal's reason, or a
   * SupportError: with the status 403 the link is no longer good.
   */
  async put(url: string, part: Part, signal: AbortSignal): Promise<string> {
    // node-fetch lets an error go uncaught when its signal has fired before it begins.
    signal.throwIfAborted()
    const { host } = new URL(url)
    const agent = await this.#agents.for(new URL(url))
    const still = new Standstill(this.#timeout)
    const pieces = new Pieces(part, () => still.restart())
    try {
      const response = await fetch(url, {
        method: 'PUT',
        // S3 takes no body whose length it is not told.
        headers: { 'content-length': String(part.bytes), 'user-agent': this.#userAgent },
        body: Readable.from(pieces, { objectMode: false }),
        agent,
        redirect: 'manual',
        signal: AbortSignal.any([signal, still.signal]),
      })
      const text = await response.text()
      return etagOf(response, text, `${host} did not take ${part.title}`)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (pieces.failure) throw pieces.failure
      if (error instanceof SupportError) throw error
      const reason = still.signal.aborted
        ? `nothing moved for ${this.#timeout} ms`
        : linkReason(error as Error)
      // No cause: node-fetch puts the whole link into its errors.
      throw localError('NetworkError', `Could not send ${part.title} to ${host}: ${reason}`)
    } finally {
      still.end()
    }
  }

  close(): Promise<void> {
    return this.#agents.close()
  }
}

/** The pieces of a part, counted; keeps the error of the file, which the HTTP client replaces by its own. */
class Pieces {
  readonly #part: Part
  readonly #moved: () => void
  failure: unknown

  constructor(part: Part, moved: () => void) {
    this.#part = part
    this.#moved = moved
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const piece of this.#part.read()) {
        yield piece
        this.#moved()
        this.#part.onSent(piece.byteLength)
      }
    } catch (error) {
      this.failure = error
      throw error
    }
  }
}

function etagOf({ status, headers }: Response, text: string, refusal: string): string {
  if (status === 200) {
    const eTag = headers.get('etag')
    if (eTag) return eTag
    throw localError('UnexpectedResponse', `${refusal}: its answer has no ETag`, { statusCode: status })
  }
  throw refusalOf(status, text, refusal)
}
