/** Up and down through the history, as a state that knows no terminal. */

/**
 * One walk through the history, from the first arrow up until the input runs or is given up. What was
 * typed before it is a filter: only entries that begin with it are met. Each entry that is edited on the
 * way keeps its edits, and below the newest the half-typed input waits.
 */
export class HistoryWalk {
  readonly #entries: readonly string[]
  /** The index of what is shown; the number of entries: the half-typed input. */
  #at: number
  #prefix: string | undefined
  /** What the places show that do not show their entry. */
  readonly #edited = new Map<number, string>()

  /** @param entries the newest last */
  constructor(entries: readonly string[]) {
    this.#entries = entries
    this.#at = entries.length
  }

  /**
   * The next older input to show, its cursor at the end; undefined when there is none.
   *
   * @param shown what stands in the line now
   * @param cursor where the cursor is in it: what is before it filters
   */
  up(shown: string, cursor = shown.length): string | undefined {
    this.#keep(shown)
    if (this.#at === this.#entries.length) this.#prefix ??= shown.slice(0, cursor)
    for (let at = this.#at - 1; at >= 0; at--) {
      if (this.#isMet(at) && this.#textAt(at) !== shown) return this.#goTo(at)
    }
    return undefined
  }

  /** The next newer input to show, at last what was half typed; undefined when that is shown already. */
  down(shown: string): string | undefined {
    this.#keep(shown)
    for (let at = this.#at + 1; at < this.#entries.length; at++) {
      if (this.#isMet(at) && this.#textAt(at) !== shown) return this.#goTo(at)
    }
    return this.#at === this.#entries.length ? undefined : this.#goTo(this.#entries.length)
  }

  /** What was typed into the place where the walk stands. */
  #keep(shown: string): void {
    if (shown === this.#textAt(this.#at)) return
    this.#edited.set(this.#at, shown)
    // The half-typed input has become another: so does the filter.
    if (this.#at === this.#entries.length) this.#prefix = undefined
  }

  #isMet(at: number): boolean {
    return this.#entries[at]!.startsWith(this.#prefix ?? '')
  }

  #textAt(at: number): string {
    return this.#edited.get(at) ?? this.#entries[at] ?? ''
  }

  #goTo(at: number): string {
    this.#at = at
    return this.#textAt(at)
  }
}
