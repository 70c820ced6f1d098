/** A line of the screen that is written over, also where a terminal cannot clear one. */

import { oneLine } from '../../text/harmless.ts'
import type { Screen } from '../dot-commands/dot-command.ts'
import { cellWidth, cut, pad } from './cells.ts'

/** What a terminal shows behind the line when Ctrl-C is pressed. */
const interrupt = '^C'

export class RewrittenLine {
  readonly #write: Screen['write']
  /** So many cells of a row can be written on without going to the next. */
  readonly #most: number
  /** How many cells of the line are written on. */
  #width = 0

  constructor({ write, columns }: Pick<Screen, 'write' | 'columns'>) {
    this.#write = write
    this.#most = Math.max(0, columns - 1)
  }

  show(text: string): void {
    const line = cut(oneLine(text), this.#most)
    this.#write(`\r${pad(line, this.#width)}`)
    this.#width = cellWidth(line)
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#width === 0) return
    this.#write(`\r${' '.repeat(Math.min(this.#most, this.#width + interrupt.length))}\r`)
    this.#width = 0
  }
}
