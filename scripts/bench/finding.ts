/** What a measurement reports: a row of the table, or why there is none. */

/** Two sides measured in turns. `ratio` is ours divided by theirs. */
export interface Measured {
  readonly ours: string
  readonly theirs: string
  readonly ratio: string
  /** What was set as a goal, in words. */
  readonly goal: string
  /** Whether it is met, in words. */
  readonly met: string
  /** What a reader has to know to judge the numbers. */
  readonly notes?: readonly string[]
}

/** Why there is no number; `failed` where there should be one. */
export interface Unmeasured {
  readonly unmeasured: string
  readonly failed?: true
}

export type Finding = Measured | Unmeasured

/** A measurement that could not be made: its message is one line for the user. */
export class BenchError extends Error {
  override readonly name = 'BenchError'
}
