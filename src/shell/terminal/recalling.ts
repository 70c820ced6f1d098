/** Keys that bring earlier inputs back: the arrows, Ctrl-P and Ctrl-N, Ctrl-R and Ctrl-S. */
import { History } from '../history/history.ts'
import { type Search, type SearchKey, searchKey, searchView, startSearch } from '../history/search.ts'
import { suggest } from '../history/suggest.ts'
import { HistoryWalk } from '../history/walk.ts'
import type { Key, LineEditor } from './line-editor.ts'

export interface RecallingOptions {
  readonly editor: LineEditor
  /** The file; the history is in memory only when absent. */
  readonly history?: string
  readonly redactBodies?: boolean
  readonly warn: (message: string) => void
  /** Enters what a search has found. */
  readonly enter: () => void
}

export class Recalling {
  readonly #options: RecallingOptions
  readonly #history: History
  #walk: HistoryWalk | undefined
  #search: Search | undefined
  #lastQuery = ''

  constructor(options: RecallingOptions) {
    this.#options = options
    const { history: path, redactBodies, warn } = options
    this.#history = new History({ path, redactBodies, warn })
  }

  /** Reads the file. */
  load(): void {
    this.#history.load()
  }

  get isSearching(): boolean {
    return this.#search !== undefined
  }

  /** The newest entry that begins with a text and goes on. */
  suggest(text: string): string | undefined {
    return suggest(this.#history.entries, text)
  }

  /** The newest input of code. */
  lastInput(): string | undefined {
    return this.#history.entries.findLast((entry) => !/^\s*\.[a-z]/i.test(entry))
  }

  /** Resolves when it is on the disk, or when it was said that it cannot be. */
  add(text: string): Promise<void> {
    this.rest()
    return this.#history.add(text)
  }

  /** The input was given up or entered: the next arrow begins anew. */
  rest(): void {
    this.#walk = undefined
  }

  /** Takes a key that brings an earlier input back: true when it did, or would have. */
  take({ name, ctrl = false, meta = false }: Key): boolean {
    if (meta) return false
    if (ctrl && (name === 'r' || name === 's')) {
      this.#startSearch(name === 'r' ? 'older' : 'newer')
      return true
    }
    const step = steps[`${ctrl ? 'ctrl-' : ''}${name}`]
    if (step === undefined) return false
    if (ctrl || !this.#moveLine(step)) this.#recall(step)
    return true
  }

  /** Takes a key while a search is under way: true when it was for the search. */
  takeInSearch(key: Key): boolean {
    if (!this.#search) return false
    const { editor, enter } = this.#options
    const meant = searchKeyOf(key)
    const step = searchKey(this.#search, meant, this.#lastQuery)
    if (step.status === 'searching') {
      this.#search = step.search
      this.#show()
      return true
    }
    this.#lastQuery = this.#search.query || this.#lastQuery
    this.#search = undefined
    editor.setPrompt()
    editor.replace(step.text, step.cursor)
    if (step.status === 'run') enter()
    // Other keys take their effect on what was found.
    return meant.name !== 'edit' || key.name === 'right'
  }

  /** Gives a search up; whether there was one. */
  cancelSearch(): boolean {
    return this.takeInSearch({ name: 'escape' })
  }

  #startSearch(direction: 'older' | 'newer'): void {
    const { editor } = this.#options
    this.#history.refresh()
    this.#search = { ...startSearch(this.#history.entries, editor.text), direction }
    this.#show()
  }

  #show(): void {
    const { editor } = this.#options
    const { prompt, text, from } = searchView(this.#search!)
    editor.setPrompt(prompt)
    editor.decorate()
    editor.replace(text, from)
  }

  /** Up and down within an input of several lines; false at its first and last. */
  #moveLine(step: 1 | -1): boolean {
    const { editor } = this.#options
    const { text, cursor, lineStart: start, lineEnd: end } = editor
    if (step < 0 ? start === 0 : end === text.length) return false
    const from = step < 0 ? text.slice(0, start - 1).lastIndexOf('\n') + 1 : end + 1
    const line = text.slice(from).split('\n')[0]!
    editor.moveTo(from + Math.min(cursor - start, line.length))
    return true
  }

  #recall(step: 1 | -1): void {
    const { editor } = this.#options
    if (!this.#walk) {
      this.#history.refresh()
      this.#walk = new HistoryWalk(this.#history.entries)
    }
    const { text, cursor } = editor
    const found = step < 0 ? this.#walk.up(text, cursor) : this.#walk.down(text)
    if (found !== undefined) editor.replace(found)
  }
}

const steps: Readonly<Record<string, 1 | -1>> = { up: -1, down: 1, 'ctrl-p': -1, 'ctrl-n': 1 }

function searchKeyOf({ name = '', sequence = '', ctrl = false, meta = false }: Key): SearchKey {
  if ((ctrl && name === 'r') || name === 'up') return { name: 'older' }
  if ((ctrl && name === 's') || name === 'down') return { name: 'newer' }
  if ((ctrl && name === 'g') || name === 'escape') return { name: 'cancel' }
  if (name === 'backspace' || (ctrl && name === 'h')) return { name: 'backspace' }
  if (name === 'return' || name === 'enter') return { name: 'run' }
  const isText = !ctrl && !meta && /^[^\p{Cc}]+$/u.test(sequence)
  return isText ? { name: 'text', text: sequence } : { name: 'edit' }
}
