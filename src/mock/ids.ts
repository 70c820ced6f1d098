/**
 * Identifiers that look random and are not: the n-th of a kind depends on the seed and on n alone.
 * Each kind counts for itself, so that a further read does not change the ids of later cases.
 */
import { hash } from 'node:crypto'
import { generator, type Numbers } from './random.ts'

/** A source, and how many numbers were taken from it. The source is made when a number is asked for. */
interface Kind {
  numbers?: Numbers
  taken: number
}

/** Every so many numbers a kind has a new source: whoever goes on after a billion need not count to there. */
const block = 65_536

const request = 'request'

/** Where the digits of a UUID are put together. */
const digits = Buffer.alloc(16)

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export class Ids {
  readonly #seed: string
  readonly #kinds = new Map<string, Kind>()

  constructor(seed: string) {
    this.#seed = seed
  }

  /** Starts again, as when the mock was new. */
  reset(): void {
    this.#kinds.clear()
  }

  /** The UUID of an answer. */
  requestId(): string {
    return this.#uuid(request)
  }

  #uuid(kind: string): string {
    for (let part = 0; part < 16; part += 4) digits.writeUInt32BE(this.#next(kind), part)
    // Version 4, and the variant's two bits.
    digits[6] = (digits[6]! & 0x0f) | 0x40
    digits[8] = (digits[8]! & 0x3f) | 0x80
    const text = digits.toString('hex')
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
  }

  /** `case-123456789012-muen-2026-268bfd4caa3ba0d6` */
  caseId(accountId: string, language: string, time: number): string {
    const kind = `case ${accountId}`
    const year = new Date(time).getUTCFullYear()
    return `case-${accountId}-mu${language}-${year}-${this.#hex(kind)}${this.#hex(kind)}`
  }

  /** 15 digits: the time in seconds, then five more. Of 100,000 in a row no two are the same. */
  displayId(accountId: string, time: number): string {
    const kind = `display ${accountId}`
    this.#next(kind)
    const { taken } = this.#kinds.get(kind)!
    // By steps that share no divisor with 100,000 every number is reached before one comes again.
    const digits = (generator(`${this.#seed}\n${kind}`)() + taken * 38_197) % 100_000
    return `${Math.floor(time / 1000)}${String(digits).padStart(5, '0')}`
  }

  /** `as-2f5a6faa2a4a1e600-mu-`, then some letters. */
  attachmentSetId(accountId: string): string {
    const kind = `attachment set ${accountId}`
    const digits = `${this.#hex(kind)}${this.#hex(kind)}${this.#hex(kind)}`.slice(0, 17)
    return `as-${digits}-mu-${this.#text(kind, 43, base64url)}`
  }

  attachmentId(accountId: string): string {
    return `attachment-${this.#text(`attachment ${accountId}`, 130, base64url)}`
  }

  /** Guess: its form is not documented. */
  uploadId(accountId: string): string {
    return `upload-${this.#text(`upload ${accountId}`, 64, base64url)}`
  }

  /** The UUID of an event. */
  eventId(): string {
    return this.#uuid('event')
  }

  /** The id that an event gives a communication. */
  communicationId(): string {
    return `ekko:us-east-1:${this.#uuid('communication')}`
  }

  /** 20 letters and digits, as access keys have. */
  accessKeyId(): string {
    return `AKIAMOCK${this.#text('access key', 12, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`
  }

  /** 40 characters, as secret access keys have. */
  secretAccessKey(): string {
    return this.#text('secret key', 40, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  }

  /** What links are sealed with; and page tokens, each for its `use`. */
  seal(use = ''): Buffer {
    return Buffer.from(hash('sha256', `${this.#seed}\nseal${use}`), 'hex')
  }

  /**
   * How many numbers of each kind were taken: whoever goes on from there makes no id again. Not those of
   * answers, which nobody keeps.
   */
  taken(): Record<string, number> {
    const kept = [...this.#kinds].filter(([name]) => name !== request)
    return Object.fromEntries(kept.map(([name, { taken }]) => [name, taken]))
  }

  /** Goes on after the numbers that were taken. */
  skip(taken: Readonly<Record<string, number>>): void {
    for (const name of this.#kinds.keys()) if (name !== request) this.#kinds.delete(name)
    for (const [name, count] of Object.entries(taken)) this.#kinds.set(name, { taken: count })
  }

  #next(name: string): number {
    let kind = this.#kinds.get(name)
    if (!kind) {
      kind = { taken: 0 }
      this.#kinds.set(name, kind)
    }
    if (!kind.numbers || kind.taken % block === 0) kind.numbers = this.#source(name, kind.taken)
    kind.taken++
    return kind.numbers()
  }

  /** The numbers of a kind, after so many of them. */
  #source(name: string, taken: number): Numbers {
    const index = Math.floor(taken / block)
    const numbers = generator([this.#seed, name, ...(index > 0 ? [index] : [])].join('\n'))
    for (let left = taken % block; left > 0; left--) numbers()
    return numbers
  }

  #hex(kind: string): string {
    return this.#next(kind).toString(16).padStart(8, '0')
  }

  #text(kind: string, length: number, letters: string): string {
    return Array.from(
      { length },
      () => letters[Math.floor((this.#next(kind) / 2 ** 32) * letters.length)],
    ).join('')
  }
}
