import type { RunEvent } from '../run.ts'

/** Turns what a run tells into text. What it answers is written as it comes. */
export type Reporter = (event: RunEvent) => string | Promise<string>

/** How reports look, where they can look in several ways. */
export interface ReporterOptions {
  /** Colours for a terminal. */
  color?: boolean
  /** The time at which the run began. */
  date?: Date
  /** The name of this computer. */
  host?: string
}
