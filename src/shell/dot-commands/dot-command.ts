/** Dot commands: what is typed as `.cases`. They know no terminal; what one may use is in the context. */
import type { SupportConnection } from '../../client/connection.ts'
import type { CallLog } from '../call-log.ts'
import type { Candidate } from '../completion/completion.ts'
import type { LiveValues } from '../completion/live.ts'
import type { Modes } from '../modes.ts'
import type { Outcome, RunOptions, Session } from '../session/session.ts'

export interface DotCommand {
  /** Without the point. */
  readonly name: string
  /** How it is typed: `.case ID`. */
  readonly usage: string
  /** What it does, in one line. */
  readonly help: string
  /** What may stand as its argument; the terminal filters nothing, so only what fits is answered. */
  readonly complete?: (argument: string, context: CommandContext) => Promise<readonly Candidate[]>
  /**
   * Runs it. What it answers is shown, without a line end and paged where it is long. It throws a
   * CommandError for what the user can mend; errors of the connection pass through.
   */
  readonly run: (argument: string, context: CommandContext) => Promise<string | undefined>
}

/** What was typed cannot be done: the message says why, and what to type. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

export interface CommandContext {
  readonly session: Session
  /** Runs a text as if each of its statements had been typed; see {@link Session.runScript}. */
  readonly runScript: (source: string, options: RunOptions) => AsyncGenerator<Outcome, void>
  /** For the command's own calls: the same account and the same guard, not in the call log. */
  readonly conn: SupportConnection
  /** The calls that the user's inputs have made. */
  readonly calls: CallLog
  /** What `.dryrun` and `.table` switch. */
  readonly modes: Modes
  /** Where relative paths start. */
  readonly directory: string
  readonly screen: Screen
  /** Absent where nobody sits: -e, scripts, tests. */
  readonly terminal?: TerminalAccess
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal
  /** Ids and codes as completion keeps them; absent where nobody completes. */
  readonly live?: Pick<LiveValues, 'get'>
  /** Milliseconds since 1970: the mock's clock where that is asked; the computer's when absent. */
  readonly now?: () => number
}

/** What is known of the place where text is shown. */
export interface Screen {
  /** Cells in a row: 80 where nobody knows. */
  readonly columns: number
  /** Rows; absent where nobody knows. */
  readonly rows?: number
  readonly colors: boolean
  /** Whether it shows more than ASCII; false when absent. */
  readonly unicode?: boolean
  /** Shows progress, at once; whole lines or not. */
  readonly write: (text: string) => void
  /** Prints as results are printed: also where nobody sits, and `write` shows nothing. `write` when absent. */
  readonly print?: (text: string) => void
}

/** A person at a terminal. */
export interface TerminalAccess {
  /** Asks; yes is true. */
  readonly ask: (question: string) => Promise<boolean>
  /** Waits for one of the keys, by readline's names (`return`, `q`); undefined when the command is given up. */
  readonly key: (prompt: string, keys: readonly string[]) => Promise<string | undefined>
  /** Puts a text at the next prompt, to be edited and run by hand. */
  readonly prefill: (text: string) => void
  /** Opens the person's editor on a text; what was saved. Rejects when the editor fails. */
  readonly edit: (text: string) => Promise<string>
  /** The newest input of code, of this or an earlier session. */
  readonly lastInput: () => string | undefined
  /** Ends the shell once the command is done. */
  readonly leave: () => void
  /** For inputs that a command runs: Ctrl-C stops them also where they never yield. */
  readonly interruptible?: RunOptions['interruptible']
}
