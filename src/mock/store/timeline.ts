/** What has a place in time, and lists of it. */
import { firstIndex, type Order } from './sorted-list.ts'

/** Something with a place in time. `sequence` orders what happened in the same millisecond. */
export interface Dated {
  /** Milliseconds since 1970. */
  readonly timeCreated: number
  readonly sequence: number
}

/** From `start` on, before `end`; milliseconds since 1970. */
export interface Span {
  readonly start: number
  readonly end: number
}

export const always: Span = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY }

export const oldestFirst: Order<Dated> = (one, other) =>
  one.timeCreated - other.timeCreated || one.sequence - other.sequence

export const isWithin = ({ start, end }: Span, { timeCreated }: Dated) =>
  start <= timeCreated && timeCreated < end

/**
 * The `most` newest of a list in the order of time, newest first: those within the span, and only
 * those that are older than `before`. What is left out costs nothing.
 */
export function newest<T extends Dated>(
  list: readonly T[],
  span: Span,
  before: Dated | undefined,
  most: number,
): T[] {
  const isTooNew = (item: T) =>
    item.timeCreated >= span.end || (before !== undefined && oldestFirst(item, before) >= 0)
  const found: T[] = []
  for (let index = firstIndex(list, isTooNew) - 1; index >= 0 && found.length < most; index--) {
    const item = list[index]!
    if (item.timeCreated < span.start) break
    found.push(item)
  }
  return found
}
