import { matchWildcards, type WildcardOptions } from './wildcards.ts'

/** How far a printed number may be from the expected one: in absolute terms, or as a part of it. */
export type Tolerance = { by: number } | { part: number }

/** Reads `0.01` or `5%`. */
export function readTolerance(text: string): Tolerance | undefined {
  const [, number, percent] = /^(\d+(?:\.\d+)?(?:e-?\d+)?)(%?)$/i.exec(text) ?? []
  if (number === undefined) return undefined
  return percent ? { part: Number(number) / 100 } : { by: Number(number) }
}

/** A number by itself: no part of a word, a version or an id such as `case-12`. */
const numbers = /(?<![\w-]|(?<!\.\.)\.)-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w-]|\.\d)/gi

/** Stands for a number in a text that is compared without its numbers. */
const blank = '\u0001'

/** The printed text with the expected numbers in the place of those that are near enough to them. */
export function withNearNumbers(
  want: string,
  got: string,
  tolerance: Tolerance,
  options: WildcardOptions = {},
): string {
  const wildcards = matchWildcards(want.replace(numbers, blank), got.replace(numbers, blank), options)
  if (!wildcards) return got
  const expected = [...want.matchAll(numbers)].map(([number]) => number)
  let next = 0
  let cut = 0
  let hole = 0
  return got.replace(numbers, (number, at: number) => {
    const place = at - cut
    cut += number.length - blank.length
    while (hole < wildcards.length && wildcards[hole]!.end <= place) hole++
    if (hole < wildcards.length && wildcards[hole]!.start <= place) return number
    const wanted = expected[next++]
    return wanted !== undefined && isNear(Number(wanted), Number(number), tolerance) ? wanted : number
  })
}

function isNear(want: number, got: number, tolerance: Tolerance): boolean {
  const allowed = 'by' in tolerance ? tolerance.by : Math.abs(want) * tolerance.part
  // A little more, since 0.3 - 0.2 is not 0.1.
  return Math.abs(want - got) <= allowed + Math.abs(want) * Number.EPSILON * 4
}
