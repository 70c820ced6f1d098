/**
 * The history of the shell on disk: one entry a line, as a JSON string, oldest first. Entries are
 * appended as soon as they have run, so that nothing is lost when the terminal goes away and two
 * shells can share the file.
 */
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { redact } from './redact.ts'

/** How many entries are kept. */
const limit = 1000

/** A history that could not be read or written; the shell goes on without it. */
export interface HistoryOptions {
  readonly path: string
  /** Told once when the file cannot be used. */
  readonly warn: (message: string) => void
}

export class History {
  readonly #path: string
  readonly #warn: HistoryOptions['warn']
  #usable = true
  #last: string | undefined

  constructor({ path, warn }: HistoryOptions) {
    this.#path = path
    this.#warn = warn
  }

  /** The entries of earlier sessions, oldest first. */
  load(): string[] {
    const entries = this.#attempt(() => {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
      // Made here if it is not there. It may have been made by someone else, for everyone to read.
      appendFileSync(this.#path, '', { mode: 0o600 })
      if (lstatSync(this.#path).isFile()) chmodSync(this.#path, 0o600)
      const text = readFileSync(this.#path, 'utf8')
      const all = text.split('\n').flatMap(readEntry)
      if (all.length > 2 * limit) this.#rewrite(all.slice(-limit))
      return all.slice(-limit)
    })
    this.#last = entries?.at(-1)
    return entries ?? []
  }

  /** Keeps an input, without what looks like a secret. A repetition and a leading space are left out. */
  add(source: string): void {
    const entry = redact(source.trimEnd())
    if (entry.trim() === '' || entry.startsWith(' ') || entry === this.#last) return
    this.#last = entry
    this.#attempt(() => appendFileSync(this.#path, `${JSON.stringify(entry)}\n`, { mode: 0o600 }))
  }

  #rewrite(entries: readonly string[]): void {
    const temporary = `${this.#path}.${process.pid}`
    writeFileSync(temporary, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 })
    renameSync(temporary, this.#path)
  }

  #attempt<T>(run: () => T): T | undefined {
    if (!this.#usable) return undefined
    try {
      return run()
    } catch (error) {
      this.#usable = false
      this.#warn(`history is not kept: ${(error as Error).message} (--history FILE or --no-history)`)
      return undefined
    }
  }
}

// A line that a crash cut short, or that another program wrote, is not an entry.
function readEntry(line: string): string[] {
  try {
    const entry: unknown = JSON.parse(line)
    return typeof entry === 'string' ? [entry] : []
  } catch {
    return []
  }
}
