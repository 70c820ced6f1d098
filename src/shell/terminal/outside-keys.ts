/** Keys that lead out of the shell and back: Ctrl-X Ctrl-E to the person's own editor, Ctrl-Z to the shell around this one. */
import type { Key, LineEditor } from './line-editor.ts'
import type { Outside } from './outside.ts'

export interface OutsideKeysOptions {
  readonly editor: LineEditor
  readonly outside: Outside
  /** Leaves nothing below the input that is not part of it. */
  readonly bare: () => void
  /** Keys wait until the work is done. */
  readonly whileHeld: (work: Promise<void>) => void
  readonly warn: (message: string) => void
}

export class OutsideKeys {
  readonly #options: OutsideKeysOptions
  /** Ctrl-X was pressed, and says what the next key means. */
  #isPrefixed = false

  constructor(options: OutsideKeysOptions) {
    this.#options = options
  }

  /** Takes the key after Ctrl-X: true when it was one. */
  takeSecond({ name, ctrl }: Key): boolean {
    if (!this.#isPrefixed) return false
    this.#isPrefixed = false
    if (ctrl && name === 'e') this.#editInput()
    return true
  }

  /** Takes Ctrl-X and Ctrl-Z. */
  take({ name, ctrl = false }: Key): boolean {
    if (!ctrl || (name !== 'x' && name !== 'z')) return false
    const { editor, outside } = this.#options
    if (name === 'x') this.#isPrefixed = true
    else outside.suspend(() => editor.refresh())
    return true
  }

  /** The input was given up. */
  forget(): void {
    this.#isPrefixed = false
  }

  #editInput(): void {
    const { editor, outside, bare, whileHeld, warn } = this.#options
    bare()
    whileHeld(
      outside.edit(editor.text).then(
        (edited) => editor.replace(edited),
        (error: Error) => warn(error.message),
      ),
    )
  }
}
