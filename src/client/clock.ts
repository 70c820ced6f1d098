/** The service's time, as far as its answers tell it; machines' clocks go wrong. */

/** Milliseconds since 1970, as `Date.now` gives them. */
export type Now = () => number

/** From here on a signature is in danger of being refused: the official clients' limit. */
const skewed = 5 * 60_000

/** A Date header has whole seconds, and servers write it down a little late. */
const [resolution, lateness] = [1000, 250]

/** Bounds of a time of the service, in milliseconds since 1970. */
export interface Bounds {
  readonly earliest: number
  readonly latest: number
}

export class ServiceClock {
  readonly #now: Now
  #correction = 0
  #corrections = 0
  /** What to add to a time of this machine, at least and at most. */
  #skew: Bounds | undefined

  constructor(now: Now = Date.now) {
    this.#now = now
  }

  /** The time of this machine. */
  local(): number {
    return this.#now()
  }

  /** The time to sign with: that of this machine, unless the service has shown that it is wrong. */
  now(): number {
    return this.#now() + this.#correction
  }

  /** How often the time to sign with had to be corrected. */
  get corrections(): number {
    return this.#corrections
  }

  /** Learns from the Date header of an answer whose request was sent at `sentAt`, a time of this machine. */
  learn(date: string | undefined, sentAt: number): void {
    const time = date === undefined ? Number.NaN : Date.parse(date)
    if (Number.isNaN(time)) return
    const receivedAt = this.#now()
    this.#skew = { earliest: time - receivedAt, latest: time + resolution + lateness - sentAt }
    if (Math.abs(time - this.now()) < skewed) return
    this.#correction = time - receivedAt
    this.#corrections++
  }

  /** Where the service's clock stood at a time of this machine; undefined before any answer has told. */
  boundsOf(local: number): Bounds | undefined {
    const skew = this.#skew
    return skew && { earliest: local + skew.earliest, latest: local + skew.latest }
  }
}
