/** What the terminal writes: results, errors, and what comes while a person types. */
import { writeSync } from 'node:fs'
import type { Screen } from '../dot-commands/dot-command.ts'
import { isInterruption } from '../session/run-stopped.ts'
import type { Outcome } from '../session/session.ts'
import type { LineEditor } from './line-editor.ts'
import type { Outside } from './outside.ts'
import type { Typeahead } from './typeahead.ts'

export interface PrinterOptions {
  readonly editor: LineEditor
  readonly typeahead: Typeahead
  readonly outside: Outside
  readonly output: NodeJS.WriteStream
  readonly errors: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly colors: boolean
  readonly unicode: boolean
  /** Whether an input is on the screen that is still being typed. */
  readonly isTyping: () => boolean
}

/** Straight to the terminal: code that is stopped in the middle of a stream's write would leave it stuck. */
function put(output: NodeJS.WriteStream, text: string): void {
  if (!output.isTTY || !('fd' in output) || typeof output.fd !== 'number') {
    output.write(text)
    return
  }
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(output.fd, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      // The terminal is behind: a moment later it takes more.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}

export class Printer {
  readonly #options: PrinterOptions
  /** What was written last ended in the middle of a line. */
  #isMidLine = false

  constructor(options: PrinterOptions) {
    this.#options = options
  }

  /** Writes to the screen, once it is ours; what is being typed stays below it. */
  write(text: string): void {
    this.#options.outside.whenBack(() => this.#writeNow(text))
  }

  #writeNow(text: string): void {
    if (text === '') return
    const { editor, output, isTyping } = this.#options
    const isDisturbing = isTyping()
    if (isDisturbing) editor.erase()
    put(output, text)
    // Progress that is over leaves an empty line, and goes back to its beginning.
    this.#isMidLine = !/[\r\n]$/.test(text)
    if (!isDisturbing) return
    this.endLine()
    editor.refresh()
  }

  /** Shows something that nobody waits for, on lines of its own. */
  show(text: string): void {
    this.#options.outside.whenBack(() => this.#writeNow(`${this.#isMidLine ? '\n' : ''}${text}\n`))
  }

  /** What comes next begins on a line of its own. */
  endLine(): void {
    if (this.#isMidLine) this.#options.output.write('\n')
    this.#isMidLine = false
  }

  /** What comes next begins on a line of its own, also below what other programs have written. */
  freshLine(): void {
    this.endLine()
    const { output, editor, env } = this.#options
    // Nobody knows where they left the cursor: so many spaces end in the next row, unless it was at the beginning of one.
    if (env['TERM'] !== 'dumb') output.write(`${' '.repeat(editor.columns)}\r`)
  }

  /** The key that stops something, as terminals show it. */
  showInterrupt(): void {
    put(this.#options.output, '^C')
    this.#isMidLine = true
  }

  async print(outcome: Outcome): Promise<void> {
    if (outcome.status === 'incomplete') return
    const { typeahead, errors } = this.#options
    const isError = outcome.status === 'error'
    if (isError && isInterruption(outcome.error)) {
      typeahead.discard()
      // The terminal may have shown the ^C, of which nobody here knows.
      this.#isMidLine = true
    }
    this.endLine()
    const { text } = outcome
    if (text === undefined) return
    if (isError) errors.write(`${text}\n`)
    else await this.#printValue(text)
  }

  /** Long texts are paged; whoever has typed on does not wait to be asked. */
  async #printValue(text: string): Promise<void> {
    const { editor, typeahead, outside, output, env } = this.#options
    const { columns, rows } = editor
    // What may be long is measured there; most is far from it.
    const mayBeLong = text.split('\n', rows).length > rows / 2 || text.length > (columns * rows) / 2
    if (!mayBeLong || typeahead.hasMore) return this.write(`${text}\n`)
    const { showLong } = await import('./pager.ts')
    await showLong(text, { rows, columns, env, output, handOver: (run) => outside.handOver(run) })
  }

  screen(): Screen {
    const { columns, rows } = this.#options.editor
    const { colors, unicode } = this.#options
    return { columns, rows, colors, unicode, write: (text) => this.write(text) }
  }
}
