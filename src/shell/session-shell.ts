/** The shell on a session: tells dot commands from code, and keeps what both are told about. */
import type { SupportConnection } from '../client/connection.ts'
import { SupportError } from '../client/errors.ts'
import { nearest } from '../model/nearest.ts'
import { harmlessText } from '../text/harmless.ts'
import type { CallLog } from './call-log.ts'
import type { Completion } from './completion/completion.ts'
import {
  type CommandContext,
  CommandError,
  type DotCommand,
  type Screen,
  type TerminalAccess,
} from './dot-commands/dot-command.ts'
import { interruption } from './interruption.ts'
import type { Modes } from './modes.ts'
import type { InputListener, Outcome, RunOptions, Session } from './session/session.ts'
import type { Shell } from './shell.ts'

/** The listener is told of every input of code, and of every statement of a file that is loaded. */
export interface SessionShellOptions extends InputListener {
  readonly session: Session
  /** For the commands' own calls. */
  readonly conn: SupportConnection
  readonly calls: CallLog
  readonly modes: Modes
  readonly directory: string
  readonly screen: () => Screen
  /** Milliseconds since 1970, where it is not the computer's clock that counts. */
  readonly now?: () => number
  /** Loaded when the first of them is asked for. */
  readonly commands: () => Promise<readonly DotCommand[]>
  readonly complete: (text: string, context: CommandContext) => Promise<Completion>
  readonly signature: (text: string) => Promise<string | undefined>
}

/** A point and a name: JavaScript begins no input like this. */
export const commandLine = /^\s*\.([a-z]\w*)\s*(.*?)\s*$/is

export class SessionShell implements Shell {
  readonly #options: SessionShellOptions
  #terminal: TerminalAccess | undefined
  /** The input that runs, or is about to. */
  #entered: AbortController | undefined
  /** The commands that run, the innermost last: `.play` runs others. */
  readonly #commands: AbortController[] = []

  constructor(options: SessionShellOptions) {
    this.#options = options
  }

  async run(input: string, options?: RunOptions): Promise<Outcome> {
    const [, name, argument = ''] = commandLine.exec(input) ?? []
    if (name !== undefined) return this.#runCommand(name, argument)
    const { session, beforeRun, onRun } = this.#options
    const entered = new AbortController()
    this.#entered = entered
    await beforeRun?.(input)
    const running = session.run(input, options)
    if (entered.signal.aborted) session.interrupt()
    const outcome = await running
    if (outcome.status === 'incomplete') return outcome
    await onRun?.(input, outcome)
    return outcome
  }

  async isIncomplete(input: string): Promise<boolean> {
    if (commandLine.test(input)) return false
    const { read } = await import('./session/syntax.ts')
    return (await read(input)).status === 'incomplete'
  }

  complete(text: string): Promise<Completion> {
    return this.#options.complete(text, this.#context(new AbortController().signal))
  }

  signature(text: string): Promise<string | undefined> {
    return this.#options.signature(text)
  }

  interrupt(): void {
    for (const command of this.#commands) command.abort(interruption([]))
    this.#entered?.abort()
    this.#options.session.interrupt()
  }

  errorText(error: unknown): string {
    return this.#options.session.errorText(error)
  }

  get signal(): AbortSignal | undefined {
    return this.#commands.at(-1)?.signal ?? this.#options.session.signal
  }

  attach(terminal: TerminalAccess | undefined): void {
    this.#terminal = terminal
  }

  async #runCommand(name: string, argument: string): Promise<Outcome> {
    const running = new AbortController()
    this.#commands.push(running)
    try {
      const text = await (await this.#find(name)).run(argument, this.#context(running.signal))
      return { status: 'value', value: undefined, text }
    } catch (error) {
      return { status: 'error', error, text: commandErrorText(error, this.#options.session) }
    } finally {
      this.#commands.splice(this.#commands.indexOf(running), 1)
    }
  }

  async #find(name: string): Promise<DotCommand> {
    const commands = await this.#options.commands()
    const found = commands.find((command) => command.name === name)
    if (found) return found
    const near = nearest(
      name,
      commands.map((command) => command.name),
    )
    throw new CommandError(
      `There is no .${name}; ${near ? `did you mean .${near}?` : '.help lists what there is'}`,
    )
  }

  #context(signal: AbortSignal): CommandContext {
    const { session, conn, calls, modes, directory, screen, now } = this.#options
    const around = { screen: screen(), now, terminal: this.#terminal, signal }
    const runScript: CommandContext['runScript'] = (source, options) =>
      session.runScript(source, options, this.#options)
    return { session, runScript, conn, calls, modes, directory, ...around }
  }
}

/** Commands word their errors for people; those of connections have a name that can be looked up. */
function commandErrorText(error: unknown, session: Session): string {
  if (error instanceof CommandError) return harmlessText(error.message)
  if (error instanceof SupportError) return harmlessText(`${error.name}: ${error.message}`)
  return session.errorText(error)
}
