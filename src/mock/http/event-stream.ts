/** News of changes for a page that is open, as server-sent events. */
import type { Change } from '../store/changes.ts'
import type { World } from '../world.ts'
import type { Reply } from './exchange.ts'

/** Milliseconds. */
export interface Pace {
  /** For so long changes are gathered. */
  readonly pause: number
  /** So often a line goes out that says nothing: it keeps the connection, and finds out who has gone. */
  readonly heartbeat: number
}

/** When more cases than these have changed at once, all may have. */
const mostNamed = 20

/**
 * Sends `case` events with `{ accountId, caseId }`, and `everything` where something else changed or
 * too much to say. What changed is for the reader to ask.
 */
export function eventStream(world: World, pace: Pace = { pause: 50, heartbeat: 15_000 }): Reply {
  return {
    statusCode: 200,
    contentType: 'text/event-stream',
    headers: { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
    body: '',
    stream(send) {
      const news = new News(send, pace.pause)
      const beat = setInterval(() => news.beat(), pace.heartbeat).unref()
      const deafen = world.changes.listen((change) => news.note(change))
      return () => {
        deafen()
        clearInterval(beat)
        news.stop()
      }
    },
  }
}

type Send = Parameters<NonNullable<Reply['stream']>>[0]

/** What one reader has not been told yet. It never grows beyond `mostNamed`. */
class News {
  readonly #send: Send
  readonly #pause: number
  readonly #cases = new Map<string, string>()
  #everything = false
  #timer: NodeJS.Timeout | undefined
  /** True while the reader has not taken what was sent before. */
  #behind = false

  constructor(send: Send, pause: number) {
    this.#send = send
    this.#pause = pause
    this.#write('retry: 1000\n\n')
  }

  note(change: Change): void {
    if (!change) this.#everything = true
    else if (this.#cases.size < mostNamed) {
      const data = JSON.stringify({ accountId: change.accountId, caseId: change.case.caseId })
      this.#cases.set(data, `event: case\ndata: ${data}\n\n`)
    } else this.#everything = true
    if (!this.#behind) this.#timer ??= setTimeout(() => this.#tell(), this.#pause).unref()
  }

  /** Only a heartbeat goes out to who does not read; once it gets through, so does the news. */
  beat(): void {
    const wasBehind = this.#behind
    this.#write(':\n\n')
    if (wasBehind && !this.#behind) this.#tell()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #tell(): void {
    this.#timer = undefined
    const lines = [...this.#cases.values()]
    if (this.#everything) lines.push('event: everything\ndata: {}\n\n')
    this.#cases.clear()
    this.#everything = false
    if (lines.length > 0) this.#write(lines.join(''))
  }

  // A server answers as its socket does: false when the text had to wait.
  #write(text: string): void {
    this.#behind = !this.#send(text)
  }
}
