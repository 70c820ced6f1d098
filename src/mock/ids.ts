/**
 * Identifiers that look random and are not: the n-th of a kind depends on the seed and on n alone.
 * Each kind counts for itself, so that a further read does not change the ids of later cases.
 */
import { createHash } from 'node:crypto'

export class Ids {
  readonly #seed: string
  readonly #counts = new Map<string, number>()

  constructor(seed: string) {
    this.#seed = seed
  }

  /** Starts again, as when the mock was new. */
  reset(): void {
    this.#counts.clear()
  }

  /** The UUID of an answer. */
  requestId(): string {
    const hex = this.#next('request').toString('hex')
    const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      variant + hex.slice(17, 20),
      hex.slice(20, 32),
    ].join('-')
  }

  /** `case-123456789012-muen-2026-268bfd4caa3ba0d6` */
  caseId(accountId: string, language: string, time: number): string {
    const year = new Date(time).getUTCFullYear()
    const hex = this.#next(`case ${accountId}`).toString('hex', 0, 8)
    return `case-${accountId}-mu${language}-${year}-${hex}`
  }

  /** 15 digits: the time in seconds, then five more. */
  displayId(accountId: string, time: number): string {
    const digits = this.#next(`display ${accountId}`).readUInt32BE() % 100_000
    return `${Math.floor(time / 1000)}${String(digits).padStart(5, '0')}`
  }

  /** Letters and digits of the kind that access keys are made of. */
  accessKeyId(): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
    return `AKIAMOCK${Array.from(this.#next('access key').subarray(0, 12), (byte) => letters[byte % 32]).join('')}`
  }

  /** 40 characters, as secret access keys have. */
  secretAccessKey(): string {
    return this.#next('secret key').toString('base64').slice(0, 40)
  }

  /** What page tokens are sealed with. */
  seal(): Buffer {
    return this.#next('seal')
  }

  #next(kind: string): Buffer {
    const count = this.#counts.get(kind) ?? 0
    this.#counts.set(kind, count + 1)
    return createHash('sha256').update(`${this.#seed}\n${kind}\n${count}`).digest()
  }
}
