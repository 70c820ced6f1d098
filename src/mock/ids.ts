/**
 * Identifiers that look random and are not: the n-th of a kind depends on the seed and on n alone.
 * Each kind counts for itself, so that a further read does not change the ids of later cases.
 */
import { hash } from 'node:crypto'

/** A source of whole numbers of 32 bits. */
type Numbers = () => number

/** A source, and how many numbers were taken from it. */
interface Kind {
  readonly numbers: Numbers
  taken: number
}

const request = 'request'

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
    const one = this.#hex(kind)
    const two = this.#hex(kind)
    const three = this.#hex(kind)
    const four = this.#hex(kind)
    // Version 4, and the variant's two bits: a digit of 8, 9, a or b.
    const variant = '89ab'[Number.parseInt(three[0]!, 16) % 4]
    return `${one}-${two.slice(0, 4)}-4${two.slice(5)}-${variant}${three.slice(1, 4)}-${three.slice(4)}${four}`
  }

  /** `case-123456789012-muen-2026-268bfd4caa3ba0d6` */
  caseId(accountId: string, language: string, time: number): string {
    const kind = `case ${accountId}`
    const year = new Date(time).getUTCFullYear()
    return `case-${accountId}-mu${language}-${year}-${this.#hex(kind)}${this.#hex(kind)}`
  }

  /** 15 digits: the time in seconds, then five more. */
  displayId(accountId: string, time: number): string {
    const digits = this.#next(`display ${accountId}`) % 100_000
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

  /** What page tokens are sealed with. */
  seal(): Buffer {
    return Buffer.from(hash('sha256', `${this.#seed}\nseal`), 'hex')
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
    for (const [name, count] of Object.entries(taken)) {
      for (let index = 0; index < count; index++) this.#next(name)
    }
  }

  #next(name: string): number {
    let kind = this.#kinds.get(name)
    if (!kind) {
      kind = { numbers: generator(`${this.#seed}\n${name}`), taken: 0 }
      this.#kinds.set(name, kind)
    }
    kind.taken++
    return kind.numbers()
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

/** Chris Doty-Humphrey's sfc32: small, quick, and far longer than any session. */
function generator(name: string): Numbers {
  const start = Buffer.from(hash('sha256', name), 'hex')
  let a = start.readInt32LE(0)
  let b = start.readInt32LE(4)
  let c = start.readInt32LE(8)
  let counter = start.readInt32LE(12)
  return () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
}
