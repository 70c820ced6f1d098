/** Arrays that stay in order: what they hold is found by halving, not by looking at everything. */

/** Negative when the first comes before the second. */
export type Order<T> = (one: T, other: T) => number

/** The index of the first element for which `holds` is true; from there on it is true for all. */
export function firstIndex<T>(list: readonly T[], holds: (element: T) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(list[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

/** Puts an element in its place. At the end, where the newest goes, this costs nothing. */
export function insert<T>(list: T[], element: T, order: Order<T>): void {
  const last = list.at(-1)
  if (last === undefined || order(last, element) <= 0) list.push(element)
  else
    list.splice(
      firstIndex(list, (other) => order(other, element) > 0),
      0,
      element,
    )
}

/** Takes an element out. No two elements may have the same place. */
export function remove<T>(list: T[], element: T, order: Order<T>): void {
  const index = firstIndex(list, (other) => order(other, element) >= 0)
  if (list[index] === element) list.splice(index, 1)
}
