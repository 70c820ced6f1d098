/** A list that is fetched in the background, kept for a while, and fetched anew when it is old. */

/** A value that the service knows, and what to say beside it. */
export interface LiveValue {
  readonly value: string
  /** One line. */
  readonly note: string
}

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Calls back after so many milliseconds, unless what it answers is called before. */
  readonly after: (milliseconds: number, call: () => void) => () => void
}

export interface ListOptions<T extends LiveValue> {
  /** Fetches the list page by page, the likeliest first. */
  readonly pages: (signal: AbortSignal) => AsyncIterable<readonly T[]>
  /** Milliseconds after which the list is fetched again when it is asked for. */
  readonly lifetime: number
  readonly clock: Clock
}

export interface Kept<T> {
  /** What is known, perhaps of a while ago, perhaps a part. */
  readonly values: readonly T[]
  /** More may come. */
  readonly fetching: boolean
  /** Why the list could not be fetched the last time. */
  readonly failure?: unknown
}

/** How long a TAB waits, in milliseconds. */
const patience = 300

/** So long a list is not asked for again after it could not be had, in milliseconds. */
const restAfterFailure = 2000

export class KeptList<T extends LiveValue> {
  readonly #options: ListOptions<T>
  #values: readonly T[] = []
  /** When the whole list was there; absent before that, and once it is outdated. */
  #fetchedAt: number | undefined
  #failed: { readonly at: number; readonly error: unknown } | undefined
  #run: { readonly abort: AbortController; readonly news: Promise<void> } | undefined

  constructor(options: ListOptions<T>) {
    this.#options = options
  }

  /** What is known, after at most 300 ms of waiting; never rejects. */
  async get(): Promise<Kept<T>> {
    if (!this.#isFresh()) {
      this.#run ??= this.#start()
      await this.#patiently(this.#run.news)
    }
    return { values: this.#values, fetching: this.#run !== undefined, failure: this.#failed?.error }
  }

  /** Something has changed: what is known stands in until the list has been fetched again. */
  outdate(): void {
    this.#fetchedAt = undefined
    this.#failed = undefined
    this.close()
  }

  /** Gives up what is being fetched. */
  close(): void {
    this.#run?.abort.abort()
    this.#run = undefined
  }

  #isFresh(): boolean {
    const now = this.#options.clock.now()
    const within = (time: number | undefined, span: number) => time !== undefined && now - time < span
    return within(this.#fetchedAt, this.#options.lifetime) || within(this.#failed?.at, restAfterFailure)
  }

  #start() {
    const abort = new AbortController()
    // There is something new to show once all is there; of a list that is known, with its first page.
    const news = new Promise<void>((resolve) => {
      void this.#fetch(abort.signal, resolve).then(() => {
        if (this.#run?.abort === abort) this.#run = undefined
        resolve()
      })
    })
    return { abort, news }
  }

  async #fetch(signal: AbortSignal, firstPage: () => void): Promise<void> {
    const known = this.#values
    const found: T[] = []
    try {
      for await (const page of this.#options.pages(signal)) {
        if (signal.aborted) return
        found.push(...page)
        if (known.length === 0) this.#values = found
        else if (found.length === page.length) {
          this.#values = merged(page, known)
          firstPage()
        }
      }
      if (signal.aborted) return
      this.#values = found
      this.#fetchedAt = this.#options.clock.now()
      this.#failed = undefined
    } catch (error) {
      // It is said where the values would be shown.
      if (!signal.aborted) this.#failed = { at: this.#options.clock.now(), error }
    }
  }

  #patiently(news: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(patience, resolve)
      void news.then(() => {
        cancel()
        resolve()
      })
    })
  }
}

/** The newer values, then those of the older that are not among them. */
function merged<T extends LiveValue>(newer: readonly T[], older: readonly T[]): T[] {
  const fresh = new Set(newer.map(({ value }) => value))
  return [...newer, ...older.filter(({ value }) => !fresh.has(value))]
}
