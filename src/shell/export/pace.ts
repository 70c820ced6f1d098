/** Calls that follow each other at a pace that leaves room for others, and that wait where they are told to. */
import { SupportError } from '../../client/errors.ts'
import type { Delay } from '../../client/retry.ts'

export interface PaceOptions {
  /** Milliseconds from the start of one call to that of the next, at least. */
  readonly interval: number
  readonly delay: Delay
  /** Milliseconds of any clock. */
  readonly now: () => number
  readonly signal: AbortSignal
  /** Told what it waits for. */
  readonly onWait: (error: SupportError, milliseconds: number) => void
}

/** So often a call is tried, the tries of the connection not counted: some minutes in all. */
const mostTries = 9

const longestWait = 60_000

export class Pace {
  readonly #options: PaceOptions
  #next = 0

  constructor(options: PaceOptions) {
    this.#options = options
  }

  /** Makes the call when it is its turn, and again while it may succeed later. Rejects with the last error. */
  async run<T>(
    call: (options: { signal: AbortSignal }) => Promise<T>,
    passes: (error: SupportError) => boolean = ({ retryable }) => retryable,
    most = mostTries,
  ): Promise<T> {
    const { signal, onWait, delay } = this.#options
    for (let attempt = 1; ; attempt++) {
      await this.#turn()
      try {
        return await call({ signal })
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof SupportError) || !passes(error) || attempt >= most) throw error
        const wait = Math.max(error.retryAfter ?? 0, Math.min(longestWait, 1000 * 2 ** (attempt - 1)))
        onWait(error, wait)
        await delay(wait, signal)
      }
    }
  }

  async #turn(): Promise<void> {
    const { interval, now, delay, signal } = this.#options
    signal.throwIfAborted()
    const wait = this.#next - now()
    if (wait > 0) await delay(wait, signal)
    this.#next = now() + interval
  }
}
