/** The requests that came in, so that a test or a person can look at them. */

import { formatTime } from '../times.ts'
import { redact } from './redaction.ts'
import type { JsonObject } from './wire.ts'

/** One request, without its headers: a journal holds no secrets. */
export interface JournalEntry {
  readonly requestId: string
  /** ISO 8601, by the mock's clock. */
  readonly time: string
  /** The account that signed; absent where the signature was refused or not reached. */
  readonly accountId?: string
  /** `DescribeCases`, or the text that stood in its place. */
  readonly operation?: string
  /** The members that the model knows, long texts cut; absent where the types did not fit. */
  readonly input?: JsonObject
  /** 0 where nothing was answered: the connection was reset. */
  readonly status: number
  /** The fault's name, when the answer was one. */
  readonly fault?: string
  /** What a rule for faults did to it: `reset`, `throttle`, the name of a fault. */
  readonly injected?: string
  /** Milliseconds that a rule had it take. */
  readonly latency?: number
  /** With `injected`: whether the operation was carried out all the same. */
  readonly tookEffect?: boolean
}

/** What is written down: times become text when they are read. */
export type Note = Omit<JournalEntry, 'time'> & { readonly time: number }

export class Journal {
  readonly #limit: number
  #notes: Note[] = []
  #count = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** How many requests came in so far, those that are no longer kept and those that were cleared included. */
  get count(): number {
    return this.#count
  }

  /** `bytes` is the size of the request: a small one is kept as it is, and cut when it is looked at. */
  record(note: Note, bytes: number): void {
    this.#count++
    this.#notes.push(bytes <= smallest ? note : { ...note, input: clip(note.input) })
    // Cutting at twice the limit makes the cost of a request the same at any length.
    if (this.#notes.length >= this.#limit * 2) this.#notes = this.#latest()
  }

  /** The latest, oldest first; at most so many. */
  entries(most = this.#limit): JournalEntry[] {
    return this.#latest(most).map((note) => ({
      ...note,
      time: formatTime(note.time),
      input: clip(note.input),
    }))
  }

  clear(): void {
    this.#notes = []
  }

  #latest(most = this.#limit): Note[] {
    const kept = Math.min(most, this.#limit)
    return kept === 0 ? [] : this.#notes.slice(-kept)
  }
}

/** What has so few bytes is not worth the time of cutting it. */
const smallest = 4096

const mostCharacters = 200
const mostElements = 100

/** What people write, in which there may be secrets. */
const written: ReadonlySet<string> = new Set(['subject', 'communicationBody'])

/** The value with its long texts and lists cut and its bytes counted. */
export function clip<T>(value: T): T {
  return clipped(value) as T
}

function clipped(value: unknown): unknown {
  if (typeof value === 'string') return clipText(value)
  if (Array.isArray(value)) return value.slice(0, mostElements).map(clipped)
  if (ArrayBuffer.isView(value)) return `(${value.byteLength} bytes)`
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        clipped(written.has(name) ? redact(member) : member),
      ]),
    )
  }
  return value
}

/** At most 200 characters of a text. */
export function clipText(text: string): string {
  if (text.length <= mostCharacters) return text
  // A slice of a string keeps the whole of it in memory; through bytes it becomes a string of its own.
  return `${Buffer.from(text.slice(0, mostCharacters)).toString()}...`
}
