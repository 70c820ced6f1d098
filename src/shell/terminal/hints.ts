/**
 * Hints while typing: the rest of an entry of the history, which the right arrow accepts, and the signature
 * of the operation that is being called, below the input.
 */
import type { Key, LineEditor } from './line-editor.ts'

export interface HintsOptions {
  readonly editor: LineEditor
  /** The newest entry that begins with a text. */
  readonly suggest: (text: string) => string | undefined
  readonly signature: (text: string) => Promise<string | undefined>
  readonly colors: boolean
  readonly unicode: boolean
}

export class Hints {
  readonly #options: HintsOptions
  /** The whole entry that is suggested. */
  #suggested: string | undefined
  #signature: string | undefined
  /** What the hints are about. */
  #about: { readonly text: string; readonly cursor: number } | undefined

  constructor(options: HintsOptions) {
    this.#options = options
  }

  /** Shows what there is to say about the input now; cheap where nothing has changed. */
  update(): void {
    const { editor, suggest, colors } = this.#options
    const { text, cursor } = editor
    if (this.#about?.text === text && this.#about.cursor === cursor) return
    const about = { text, cursor }
    this.#about = about
    // Without colours it could not be told from what was typed.
    const isWanted = colors && editor.isAtEnd && text.trim() !== ''
    this.#suggested = isWanted ? suggest(text) : undefined
    // A signature that is shown stays until there is another: it would flicker with every key.
    if (!mayCall.test(text)) this.#signature = undefined
    this.#show()
    if (mayCall.test(text)) void this.#look(about)
  }

  clear(): void {
    this.#suggested = undefined
    this.#signature = undefined
    this.#about = undefined
    this.#show()
  }

  /** Takes a key that accepts the suggestion, or its next word: true when there was one. */
  take({ name, ctrl = false, meta = false }: Key): boolean {
    const { editor } = this.#options
    const suggested = this.#suggested
    if (suggested === undefined || !editor.isAtEnd) return false
    const isWord = (meta && name === 'f') || (ctrl && name === 'right')
    const isWhole = ctrl ? name === 'e' || name === 'f' : !meta && (name === 'right' || name === 'end')
    if (!isWord && !isWhole) return false
    const rest = suggested.slice(editor.text.length)
    editor.insert(isWord ? /^\s*(?:[\p{ID_Continue}$]+|[^\p{ID_Continue}$\s]+)?/u.exec(rest)![0] : rest)
    return true
  }

  async #look(about: { readonly text: string; readonly cursor: number }): Promise<void> {
    const { editor, signature, unicode } = this.#options
    const found = await signature(about.text.slice(0, about.cursor))
    if (this.#about !== about) return
    const { cut } = await import('../show/cells.ts')
    if (this.#about !== about) return
    this.#signature = found && cut(found, editor.columns - 1, unicode)
    this.#show()
  }

  #show(): void {
    const { editor, colors } = this.#options
    const signature = this.#signature
    // Only a line can be shown behind the text; the key puts all of it there.
    const rest = this.#suggested?.slice(editor.text.length).split('\n')[0]
    editor.decorate({
      ...(rest ? { suggestion: rest } : {}),
      ...(signature ? { below: [colors ? `\u001b[2m${signature}\u001b[22m` : signature] } : {}),
    })
  }
}

/** Without a parenthesis nothing is called. */
const mayCall = /\(/
