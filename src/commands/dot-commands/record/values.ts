/**
 * What the service made up and the user did not type, found in what an input printed: whole values, also
 * in the middle of longer texts, and pieces that were cut out of them.
 */
import type { MadeUpValue } from './made-up.ts'
import type { Value, ValueKind } from './wildcards.ts'

/** A text with the values in it that another run would not print. */
export type Parts = readonly (string | Value)[]

/** Shorter pieces of a value could be anything. */
const shortestPiece = 8

/** Numbers below it are counts. */
const leastDuration = 1000

/** Values that have this form are made up, whoever answered them. */
const forms: readonly (readonly [ValueKind, RegExp])[] = [
  ['time', /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?!\w)/g],
  ['uuid', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
  ['id', /\bcase-\d{12}-[a-z]{4}-\d{4}-[0-9a-f]{8,}\b/g],
  ['url', /\bhttps?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+(?:\/[^\s'"`<>]*)?/g],
  ['address', /(?<![\w.])(?:127\.0\.0\.1|localhost):\d+\b/g],
]

/** Milliseconds since 1970, of these years. */
const instant = /(?<![\w.-])(?:1[5-9]|2[0-4])\d{11}(?![\w-]|\.\d)/g

/** The number of the input in a stack: a replay counts other inputs. */
const inputNumber = /(?<=^\s+at .*\binput )\d+(?=:\d)/gm

/** A replay has the state of the mock from elsewhere. */
const seedOfMock = /(?<=\bMockEndpoint \{\s+url: '[^']*',\s+seed: ')[^']+/g

const number = /(?<![\w.-])\d{4,16}(?![\w-]|\.\d)/g

const piece = /[A-Za-z0-9][\w:.+/=%-]*[A-Za-z0-9=]/g

interface Found extends Value {
  readonly start: number
}

export class Values {
  readonly #known = new Map<string, Value>()
  /** The lengths of the known texts, longest first: there are only few. */
  #lengths: number[] = []
  readonly #durations = new Set<string>()
  /** Sources as they stand in the file. */
  #typed = ''
  /** All known texts, to look for pieces of them, and what every piece begins with. */
  #all = ''
  readonly #beginnings = new Set<string>()

  /** What stands in a source is the user's, unless the service has told it before. */
  type(source: string): void {
    this.#typed += `\n${source}`
  }

  /** Takes what calls answered. */
  learn(values: readonly MadeUpValue[]): void {
    for (const value of values) {
      if (value.kind !== 'duration') this.#know(value)
      else if (Number(value.text) >= leastDuration) this.#durations.add(value.text)
    }
  }

  /** The value of exactly this text. */
  get(text: string): Value | undefined {
    return this.#known.get(text)
  }

  /** Takes a text apart. */
  parts(text: string): Parts {
    const taken: Found[] = []
    const isTaken = new Uint8Array(text.length)
    // A form may be a part of a whole, and a piece a part of both.
    for (const find of [this.#wholes, this.#formed, this.#pieces]) {
      for (const found of find.call(this, text)) {
        const end = found.start + found.text.length
        if (isTaken.subarray(found.start, end).includes(1)) continue
        isTaken.fill(1, found.start, end)
        taken.push(found)
      }
    }
    taken.sort((one, other) => one.start - other.start)
    return split(text, taken)
  }

  #know(value: Value): void {
    const { text } = value
    if (text.length < 4 || this.#known.has(text) || this.#typed.includes(text)) return
    this.#known.set(text, value)
    this.#all += `\n${text}`
    for (let at = 0; at + shortestPiece <= text.length; at++) {
      this.#beginnings.add(text.slice(at, at + shortestPiece))
    }
    if (this.#lengths.includes(text.length)) return
    this.#lengths = [...this.#lengths, text.length].sort((one, other) => other - one)
  }

  /** Known texts where words begin. */
  *#wholes(text: string): Generator<Found> {
    if (this.#known.size === 0) return
    for (const { index } of text.matchAll(/(?<![A-Za-z0-9])[A-Za-z0-9]/g)) {
      for (const length of this.#lengths) {
        const value = this.#known.get(text.slice(index, index + length))
        if (!value || /[A-Za-z0-9]/.test(text[index + length] ?? '')) continue
        yield { ...value, start: index }
        break
      }
    }
  }

  *#formed(text: string): Generator<Found> {
    for (const [kind, form] of forms) {
      for (const { 0: match, index } of text.matchAll(form)) {
        const found = { kind, text: match.replace(/[.,;:!?)]+$/, '') }
        if (this.#typed.includes(found.text)) continue
        // Who types it later means this one.
        this.#know(found)
        yield { ...found, start: index }
      }
    }
    for (const { 0: match, index } of text.matchAll(instant)) {
      if (!this.#typed.includes(match)) yield { kind: 'number', text: match, start: index }
    }
    for (const pattern of [inputNumber, seedOfMock]) {
      for (const { 0: match, index } of text.matchAll(pattern)) {
        yield { kind: 'hidden', text: match, start: index }
      }
    }
    for (const { 0: match, index } of text.matchAll(number)) {
      if (this.#durations.has(match)) yield { kind: 'duration', text: match, start: index }
    }
  }

  *#pieces(text: string): Generator<Found> {
    if (this.#all === '') return
    for (const { 0: match, index } of text.matchAll(piece)) {
      if (match.length < shortestPiece || !/\d/.test(match) || this.#typed.includes(match)) continue
      if (!this.#beginnings.has(match.slice(0, shortestPiece)) || !this.#all.includes(match)) continue
      const found: Value = { kind: kindOfPiece(match), text: match }
      this.#know(found)
      yield { ...found, start: index }
    }
  }
}

/** How a piece is written that was cut out of a value. */
function kindOfPiece(text: string): ValueKind {
  if (/^\d{4}-\d\d/.test(text)) return 'time'
  return /^\d\d:\d\d/.test(text) || !/^[a-z]{2,}-/.test(text) ? 'token' : 'id'
}

function split(text: string, found: readonly Found[]): Parts {
  const parts: (string | Value)[] = []
  let position = 0
  for (const { start, ...value } of found) {
    if (start > position) parts.push(text.slice(position, start))
    parts.push(value)
    position = start + value.text.length
  }
  if (position < text.length) parts.push(text.slice(position))
  return parts
}
