/** Time that passes when a test says so. */
import type { Clock } from '../../../src/shell/completion/kept-list.ts'

export class FakeClock implements Clock {
  #now = 0
  readonly #waiting = new Set<{ readonly at: number; readonly call: () => void }>()

  readonly now = (): number => this.#now

  readonly after = (milliseconds: number, call: () => void): (() => void) => {
    const entry = { at: this.#now + milliseconds, call }
    this.#waiting.add(entry)
    return () => this.#waiting.delete(entry)
  }

  /** How many wait for their time. */
  get waiting(): number {
    return this.#waiting.size
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds
    for (const entry of this.#waiting) {
      if (entry.at > this.#now) continue
      this.#waiting.delete(entry)
      entry.call()
    }
  }
}

/** Lets everything run that waits for nothing but its turn. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
