/** The mock's idea of now: another clock, moved by hand. */
import { inspect } from 'node:util'
import { MockControlError } from './errors.ts'
import { addDuration, formatTime, parseTime } from './times.ts'

/** Milliseconds since 1970, as `Date.now` gives them. */
export type TimeSource = () => number

// What lasts from then on still has a year of four digits.
const latest = Date.UTC(9900, 0, 1)

/** So many places where the clock has been are remembered. */
const mostPlaces = 1000

/** A clock that runs as its source does, some way ahead or behind. */
export class Clock {
  readonly #source: TimeSource
  #ahead = 0
  /** How far ahead it has been, the latest last. */
  readonly #places: number[] = []

  constructor(source: TimeSource = Date.now) {
    this.#source = source
  }

  now(): number {
    return this.#source() + this.#ahead
  }

  /**
   * Whether somebody can take this for the time, give or take so many milliseconds: by a clock of their own,
   * by this one, or by where this one was when they last heard of it.
   */
  isPlausible(time: number, tolerance: number): boolean {
    const ahead = time - this.#source()
    const isNear = (place: number) => Math.abs(ahead - place) <= tolerance
    return isNear(0) || isNear(this.#ahead) || this.#places.some(isNear)
  }

  /** Moves by an ISO 8601 duration: `PT1H`, `P14D`, `P24M`. */
  advance(duration: string): void {
    const moved = typeof duration === 'string' ? addDuration(this.now(), duration) : undefined
    if (moved === undefined) {
      throw new MockControlError(
        `Not an ISO 8601 duration: ${show(duration)}. Write for example PT1H, P14D or P24M.`,
      )
    }
    this.#moveTo(moved)
  }

  /** Jumps to a time, from which the clock runs on. */
  set(time: string | number | Date): void {
    const moved = typeof time === 'string' ? parseTime(time) : time instanceof Date ? time.getTime() : time
    if (typeof moved !== 'number' || Number.isNaN(moved)) {
      throw new MockControlError(`Not a time: ${show(time)}. Write for example 2026-08-01T09:00:00Z.`)
    }
    this.#moveTo(moved)
  }

  /** How far the clock is ahead of its source, in milliseconds; negative when it is behind. */
  get ahead(): number {
    return this.#ahead
  }

  /** Runs as far ahead of its source as it is told. */
  reset(ahead = 0): void {
    this.#moveTo(this.#source() + ahead)
  }

  #moveTo(time: number): void {
    if (!(time >= 0 && time <= latest)) {
      throw new MockControlError(`The clock stays between ${formatTime(0)} and ${formatTime(latest)}.`)
    }
    this.#places.push(this.#ahead)
    if (this.#places.length > mostPlaces) this.#places.shift()
    this.#ahead = time - this.#source()
  }
}

const show = (value: unknown) =>
  typeof value === 'string'
    ? `'${value.slice(0, 100)}'`
    : inspect(value, { compact: true, breakLength: Number.POSITIVE_INFINITY }).slice(0, 100)
