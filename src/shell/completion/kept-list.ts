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
  /**
   * When a value was made, in ISO 8601; given for a list to which only newer ones are added. It is kept
   * newest first, and where the service lists it so, nobody has to read to its end to renew it.
   */
  readonly time?: (value: T) => string
}

export interface Kept<T> {
  /** What is known, perhaps of a while ago, perhaps a part. */
  readonly values: readonly T[]
  /** More may come. */
  readonly fetching: boolean
  /** Fulfilled when it has; absent where nothing is being fetched. */
  readonly news?: Promise<void>
  /** Why the list could not be fetched the last time. */
  readonly failure?: unknown
}

/** How long a TAB waits, in milliseconds. */
const patience = 300

/** So long a list is not asked for again after it could not be had, in milliseconds. */
const restAfterFailure = 2000

/** After so many lifetimes a list is too old to be shown before it has been asked for again. */
const oldAge = 10

export class KeptList<T extends LiveValue> {
  readonly #options: ListOptions<T>
  #values: readonly T[] = []
  /** When the list was fetched; absent before that, and once it is outdated. */
  #fetchedAt: number | undefined
  /** When it was last read to its end, if the service lists the newest first. */
  #orderedAt: number | undefined
  #failed: { readonly at: number; readonly error: unknown } | undefined
  #run: { readonly abort: AbortController; readonly news: Promise<void> } | undefined

  constructor(options: ListOptions<T>) {
    this.#options = options
  }

  /** What is known, after at most 300 ms of waiting; never rejects. */
  async get(): Promise<Kept<T>> {
    const { lifetime } = this.#options
    if (!this.#isWithin(this.#fetchedAt, lifetime) && !this.#isWithin(this.#failed?.at, restAfterFailure)) {
      this.#run ??= this.#start()
      // What is a little old is shown at once, and the next time what has come meanwhile.
      if (!this.#isWithin(this.#fetchedAt, lifetime * oldAge)) await this.#patiently(this.#run.news)
    }
    const news = this.#run?.news
    return {
      values: this.#values,
      fetching: news !== undefined,
      failure: this.#failed?.error,
      ...(news ? { news } : {}),
    }
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

  #isWithin(time: number | undefined, span: number): boolean {
    return time !== undefined && this.#options.clock.now() - time < span
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
    const { pages, lifetime, clock } = this.#options
    const known = this.#values
    const isOrdered = this.#isWithin(this.#orderedAt, lifetime * oldAge)
    const found = new Map<string, T>()
    let hasReachedKnown = false
    let isWhole = true
    try {
      for await (const page of pages(signal)) {
        if (signal.aborted) return
        for (const each of page) found.set(each.value, each)
        this.#values = this.#merged(found, known)
        if (known.length > 0) firstPage()
        // Were that page the last one, the list would have ended with it: what is missing now is gone.
        if (hasReachedKnown) {
          isWhole = false
          break
        }
        hasReachedKnown = isOrdered && isAmong(page, known)
      }
      if (signal.aborted) return
      const now = clock.now()
      this.#failed = undefined
      this.#fetchedAt = now
      if (isWhole) this.#take([...found.values()], now)
    } catch (error) {
      // It is said where the values would be shown.
      if (!signal.aborted) this.#failed = { at: clock.now(), error }
    }
  }

  /** Takes the whole list as it came. */
  #take(values: T[], now: number): void {
    const { time } = this.#options
    const isNewer = (one: T, other: T) => time !== undefined && time(one) > time(other)
    const isOrdered =
      time !== undefined && !values.some((each, at) => at > 0 && isNewer(each, values[at - 1]!))
    this.#orderedAt = isOrdered ? now : undefined
    this.#values = isOrdered
      ? values
      : values.sort((one, other) => Number(isNewer(other, one)) - Number(isNewer(one, other)))
  }

  /** The newer values, then those of the older that are not among them, and may still be there. */
  #merged(newer: ReadonlyMap<string, T>, older: readonly T[]): T[] {
    const { time } = this.#options
    const values = [...newer.values()]
    const last = values.at(-1)
    const isBehind = (each: T) => !time || !last || time(each) <= time(last)
    return [...values, ...older.filter((each) => !newer.has(each.value) && isBehind(each))]
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

function isAmong<T extends LiveValue>(page: readonly T[], values: readonly T[]): boolean {
  const known = new Set(values.map(({ value }) => value))
  return page.every(({ value }) => known.has(value))
}
