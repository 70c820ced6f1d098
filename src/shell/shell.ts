/**
 * The shell without a terminal: inputs and dot commands go in, outcomes come out; it completes and
 * hints. The terminal is one user of it, -e another.
 */
import type { Completion } from './completion/completion.ts'
import type { TerminalAccess } from './dot-commands/dot-command.ts'
import type { Outcome, RunOptions } from './session/session.ts'

export interface Shell {
  /** Runs one input, code or a dot command; never rejects. `incomplete` only for code that goes on. */
  run(input: string, options?: RunOptions): Promise<Outcome>
  /** Whether more has to follow before the input can run. */
  isIncomplete(input: string): Promise<boolean>
  /** What may stand at the end of the text, which is the input up to the cursor. Sends no writes. */
  complete(text: string): Promise<Completion>
  /** The signature of the operation whose arguments the text ends in, in plain text. */
  signature(text: string): Promise<string | undefined>
  /** Gives up what runs; the outcome of the run says what is known. */
  interrupt(): void
  /** The text of an error that no input threw itself, for example in a timer. */
  errorText(error: unknown): string
  /** Fires when the input that asks is given up. */
  readonly signal: AbortSignal | undefined
  /** Lends the terminal to guards and commands; undefined takes it back. */
  attach(terminal: TerminalAccess | undefined): void
}
