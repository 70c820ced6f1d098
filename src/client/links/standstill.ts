/** Fires when nothing has moved for a time. */
export class Standstill {
  readonly #controller = new AbortController()
  readonly #timer: NodeJS.Timeout | undefined

  /** Milliseconds; 0 for never. */
  constructor(timeout: number) {
    if (timeout > 0) this.#timer = setTimeout(() => this.#controller.abort(), timeout)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  restart(): void {
    this.#timer?.refresh()
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}
