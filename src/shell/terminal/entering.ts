/** What Enter does: the input runs, or goes on with another line. */
import type { Shell } from '../shell.ts'
import type { LineEditor } from './line-editor.ts'
import type { Printer } from './printer.ts'

export interface EnteringOptions {
  readonly editor: LineEditor
  readonly printer: Printer
  /** Inputs that were typed ahead wait for the shell. */
  readonly ready: Promise<Shell>
  /** Leaves nothing below the input that is not part of it. */
  readonly bare: () => void
  /** Resolves when the input is in the history. */
  readonly remember: (text: string) => Promise<void>
  /** Runs code so that Ctrl-C can stop it. */
  readonly interruptible: (run: () => void) => void
  /** It has run, or goes on. */
  readonly done: (goesOn: boolean) => void
}

export class Entering {
  readonly #options: EnteringOptions
  #hasLeft = false
  /** It has begun to run. */
  #isRun = false
  /** Ctrl-C came before that. */
  #stopped = false
  /** What runs now: an input, or a look at what was typed. */
  running: Promise<void> | undefined

  constructor(options: EnteringOptions) {
    this.#options = options
  }

  /** The input that runs is no longer in the editor: one that was typed ahead is there until the shell is ready. */
  get hasLeft(): boolean {
    return this.#hasLeft
  }

  enter(): void {
    const { printer, done } = this.#options
    this.#isRun = false
    this.#stopped = false
    this.running = this.#enterNow()
      .catch((error: unknown) => {
        printer.show(`support-repl: ${String(error)}`)
        return false
      })
      .then((goesOn) => {
        this.running = undefined
        this.#hasLeft = false
        done(goesOn)
      })
  }

  /** Ctrl-C: what has not begun to run does not. */
  stop(): void {
    this.#stopped = !this.#isRun
  }

  /** Answers whether the input goes on. */
  async #enterNow(): Promise<boolean> {
    const { editor, printer, ready, bare, remember, interruptible } = this.#options
    const { text } = editor
    const isBlank = text.trim() === ''
    const shell = isBlank ? undefined : await ready
    if (shell && !this.#stopped && (await shell.isIncomplete(text))) {
      editor.insert('\n')
      return true
    }
    // What is still being looked up for it must not be shown below what it prints.
    bare()
    editor.enter()
    this.#hasLeft = true
    if (!shell) return false
    // On the disk before it runs: it may end the process, and what is stopped takes pending work with it.
    await remember(text)
    const outcome = shell.run(text, { interruptible })
    this.#isRun = true
    if (this.#stopped) shell.interrupt()
    await printer.print(await outcome)
    return false
  }
}
