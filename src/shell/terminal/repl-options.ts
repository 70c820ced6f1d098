/** What the terminal is given, and what it hands out. */
import type { Screen } from '../dot-commands/dot-command.ts'
import type { RunOptions } from '../session/session.ts'
import type { Shell } from '../shell.ts'

/** A shell, and how to let go of what it holds. */
export interface Opened {
  readonly shell: Shell
  close(): Promise<void>
}

/** What a shell gets of the terminal before it is attached to it. */
export interface TerminalSide {
  /** Writes to the screen; what comes while a person types does not disturb the input. */
  readonly write: (text: string) => void
  readonly screen: () => Screen
  /** Keys that were typed while nothing could read them. */
  readonly typed: (bytes: Uint8Array) => void
  readonly ask: (question: string) => Promise<boolean>
}

export interface ReplOptions {
  /** Opens the shell. Called once the prompt is there: a person who reads it does not wait for more. */
  readonly open: () => Promise<Opened>
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  /** Where the texts of errors go. */
  readonly errors: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
  /** Printed before the first prompt. */
  readonly banner?: string
  readonly colors: boolean
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean
  /** Signatures and suggestions while typing. */
  readonly hints: boolean
  /** A live account: the prompt says so by its colour. */
  readonly live: boolean
  /** Where the history is kept; not kept when absent. */
  readonly history?: string
  /** Takes bodies of cases and messages out of the history, too. */
  readonly redactBodies?: boolean
  /**
   * Runs what is to run before the first input, once the shell is open. Answers what is to be said of it;
   * `interruptible` is for {@link RunOptions}.
   */
  readonly start?: (interruptible: RunOptions['interruptible']) => Promise<string | undefined>
  /** Whether the program goes on once the person has left: the terminal is then as it was before. */
  readonly comesBack?: boolean
  /** Hands out what needs the terminal; called before {@link open}. */
  readonly onReady: (terminal: TerminalSide) => void
}
