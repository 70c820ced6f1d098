/** The terminal as a shell is given it that may be opened before there is one. */
import type { Screen } from '../shell/dot-commands/dot-command.ts'
import type { ConsoleTarget } from '../shell/session/console.ts'
import type { TerminalSide } from '../shell/terminal/repl-options.ts'

export class LateTerminal {
  readonly #output: NodeJS.WritableStream
  readonly #screen: Omit<Screen, 'write' | 'print'>
  #side: TerminalSide | undefined

  /** What is written goes to `output` until there is a terminal, and `screen` is what is known of it. */
  constructor(output: NodeJS.WritableStream, screen: Omit<Screen, 'write' | 'print'>) {
    this.#output = output
    this.#screen = screen
  }

  /** Undefined once it is gone. */
  connect(side: TerminalSide | undefined): void {
    this.#side = side
  }

  /** Where the console of inputs writes. */
  readonly stdout: ConsoleTarget = { write: (text) => this.#write(text) }

  screen(): Screen {
    const print = (text: string) => this.#write(text)
    return this.#side?.screen() ?? { ...this.#screen, write: () => {}, print }
  }

  /** Asks the person; undefined where nobody sits. */
  get ask(): ((question: string) => Promise<boolean>) | undefined {
    return this.#side?.ask
  }

  /** Keys that were typed while the terminal could not read them. */
  typed(bytes: Uint8Array): void {
    this.#side?.typed(bytes)
  }

  #write(text: string): void {
    if (this.#side) this.#side.write(text)
    else this.#output.write(text)
  }
}
