/** The bytes of all files that a mock holds, counted, so that their sum has a limit. */
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'

/**
 * More than any test needs, and less than fits into a state file: its text, with the files in base64,
 * must stay below the longest string of V8.
 */
const mostBytes = 256 * 1024 * 1024

/** What those need who keep the files of an account. */
export interface FileParts {
  readonly accountId: string
  readonly clock: Clock
  readonly ids: Ids
  readonly contents: Contents
}

/** Who holds a content says so, and says when it no longer does; twice held, it is counted once. */
export class Contents {
  readonly #holders = new Map<Buffer, number>()
  #bytes = 0

  /** Whether these can be held too. */
  hasRoom(contents: readonly Buffer[]): boolean {
    return this.#with(contents) <= mostBytes
  }

  /** False when there is no room; then nothing is held. */
  hold(contents: readonly Buffer[]): boolean {
    const bytes = this.#with(contents)
    if (bytes > mostBytes) return false
    this.#bytes = bytes
    for (const content of contents) this.#holders.set(content, (this.#holders.get(content) ?? 0) + 1)
    return true
  }

  release(contents: readonly Buffer[]): void {
    for (const content of contents) {
      const holders = (this.#holders.get(content) ?? 0) - 1
      if (holders > 0) this.#holders.set(content, holders)
      else if (this.#holders.delete(content)) this.#bytes -= content.length
    }
  }

  #with(contents: readonly Buffer[]): number {
    const added = contents.filter((content) => !this.#holders.has(content))
    return added.reduce((sum, content) => sum + content.length, this.#bytes)
  }

  reset(): void {
    this.#holders.clear()
    this.#bytes = 0
  }
}
