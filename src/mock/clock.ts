/** The mock's idea of now: another clock, moved by hand. */
import { inspect } from 'node:util'
import { MockControlError } from './errors.ts'
import { addDuration, formatTime, parseTime } from './times.ts'

/** Milliseconds since 1970, as `Date.now` gives them. */
export type TimeSource = () => number

// What lasts from then on still has a year of four digits.
const latest = Date.UTC(9900, 0, 1)

/** A clock that runs as its source does, some way ahead or behind. */
export class Clock {
  /** The clock that this one follows: the one by which callers sign, wherever this one is moved. */
  readonly source: TimeSource
  #ahead = 0

  constructor(source: TimeSource = Date.now) {
    this.source = source
  }

  now(): number {
    return this.source() + this.#ahead
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
    this.#moveTo(this.source() + ahead)
  }

  #moveTo(time: number): void {
    if (!(time >= 0 && time <= latest)) {
      throw new MockControlError(`The clock stays between ${formatTime(0)} and ${formatTime(latest)}.`)
    }
    this.#ahead = time - this.source()
  }
}

const show = (value: unknown) =>
  typeof value === 'string'
    ? `'${value.slice(0, 100)}'`
    : inspect(value, { compact: true, breakLength: Number.POSITIVE_INFINITY }).slice(0, 100)
