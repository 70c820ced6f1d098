/** Measuring in turns, and the statistics that withstand a busy machine. */
import { performance } from 'node:perf_hooks'

export interface Turns {
  readonly rounds: number
  /** No round begins after so many seconds, once there are three. */
  readonly seconds: number
}

/** Fewer say nothing about spread. */
const fewestRounds = 3

/**
 * Measures every side once a round, A B A B, so that what slows the machine for a while slows all of
 * them. Answers the numbers of each side, round by round.
 */
export async function interleave(
  sides: readonly (() => Promise<number>)[],
  { rounds, seconds }: Turns,
): Promise<number[][]> {
  // The first time pays for cold caches, which is not what is compared.
  for (const side of sides) await side()
  const numbers: number[][] = sides.map(() => [])
  const end = performance.now() + seconds * 1000
  for (let round = 0; round < rounds; round++) {
    if (round >= fewestRounds && performance.now() > end) break
    for (const [index, side] of sides.entries()) numbers[index]!.push(await side())
  }
  return numbers
}

/** The value below which a share of the values lies, between neighbours in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)]!
  const above = sorted[Math.ceil(position)]!
  return below + (above - below) * (position - Math.floor(position))
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** What each round says about the ratio of two sides: the two were measured one after the other. */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((value, round) => value / theirs[round]!)
}
