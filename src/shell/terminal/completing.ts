/** TAB: completes what it can, lists what there is, and walks through the list when it is pressed again. */
import type { Candidate, Completion } from '../completion/completion.ts'
import type { Key, LineEditor } from './line-editor.ts'

export interface CompletingOptions {
  readonly editor: LineEditor
  readonly complete: (text: string) => Promise<Completion>
  readonly colors: boolean
  readonly unicode: boolean
}

/** A list that is shown, and the part of the text that its candidates replace. */
interface Menu {
  readonly candidates: readonly Candidate[]
  readonly start: number
  /** What was there when the list was shown. */
  readonly text: string
  readonly cursor: number
  selected: number | undefined
}

export class Completing {
  readonly #options: CompletingOptions
  #menu: Menu | undefined
  /** Whether what is below the input is this one's. */
  #isShown = false

  constructor(options: CompletingOptions) {
    this.#options = options
  }

  /** Whether a list or a message is shown. */
  get isShown(): boolean {
    return this.#isShown
  }

  /** Takes a key while the list is shown: true when it was for the list. What is not closes it. */
  take(key: Key): boolean {
    const menu = this.#menu
    const isTab = key.name === 'tab'
    const steps: Record<string, number> = {
      tab: key.shift ? -1 : 1,
      ...(menu?.selected === undefined ? {} : arrows),
    }
    const step = steps[key.name ?? '']
    if (menu && step !== undefined && !key.ctrl && !key.meta) {
      this.#select(menu, step)
      return true
    }
    const isOpen = menu?.selected !== undefined
    const { editor } = this.#options
    if (!isTab) this.close()
    // Enter takes what is chosen, Escape what was there before: neither runs anything.
    if (isOpen && key.name === 'escape') editor.replace(menu!.text, menu!.cursor)
    return isOpen && (key.name === 'return' || key.name === 'escape')
  }

  close(): void {
    this.#menu = undefined
    if (!this.#isShown) return
    this.#isShown = false
    this.#options.editor.decorate()
  }

  /** The screen has become wider or narrower. */
  refit(): void {
    if (!this.#isShown) return
    this.#options.editor.decorate()
    if (this.#menu) void this.#list()
    else this.close()
  }

  /** Asks what may stand at the cursor; what became of the input meanwhile is left alone. */
  async press(): Promise<void> {
    const { editor, complete } = this.#options
    const { text, cursor } = editor
    const { candidates, partial, message, pending } = await complete(text.slice(0, cursor))
    if (editor.text !== text || editor.cursor !== cursor) return
    const start = cursor - partial.length
    if (candidates.length === 1) {
      this.#put(candidates[0]!.text, start)
      return this.close()
    }
    const common = commonStart(candidates, partial)
    if (common.length > partial.length) this.#put(common, start)
    await this.#show(candidates, message, start)
    void pending?.then(() => this.#pressAgain(editor.text, editor.cursor))
  }

  /** What was missing has come: shows it where the person still waits for it. */
  async #pressAgain(text: string, cursor: number): Promise<void> {
    const { editor } = this.#options
    const waits = this.#isShown && this.#menu?.selected === undefined
    if (waits && editor.text === text && editor.cursor === cursor) await this.press()
  }

  async #show(candidates: readonly Candidate[], message: string | undefined, start: number): Promise<void> {
    const { editor, unicode } = this.#options
    if (candidates.length === 0) {
      this.#menu = undefined
      if (message === undefined) return this.close()
      const { cut } = await import('../show/cells.ts')
      return this.#below([this.#dim(cut(message, editor.columns - 1, unicode))])
    }
    this.#menu = { candidates, start, text: editor.text, cursor: editor.cursor, selected: undefined }
    await this.#list(message)
  }

  #select(menu: Menu, step: number): void {
    const count = menu.candidates.length
    const from = menu.selected ?? (step > 0 ? -1 : 0)
    menu.selected = (from + step + count) % count
    const chosen = menu.candidates[menu.selected]!.text
    const { text, cursor, start } = menu
    this.#options.editor.replace(text.slice(0, start) + chosen + text.slice(cursor), start + chosen.length)
    void this.#list()
  }

  async #list(message?: string): Promise<void> {
    const { editor, colors, unicode } = this.#options
    const { menuLines } = await import('./menu.ts')
    const { cut } = await import('../show/cells.ts')
    if (!this.#menu) return
    const { candidates, selected } = this.#menu
    const rows = editor.rows - editor.height - 1
    const lines = menuLines(candidates, { columns: editor.columns, rows, colors, unicode, selected })
    this.#below(
      message === undefined ? lines : [...lines, this.#dim(cut(message, editor.columns - 1, unicode))],
    )
  }

  #below(lines: readonly string[]): void {
    this.#isShown = true
    this.#options.editor.decorate({ below: lines })
  }

  #dim(text: string): string {
    return this.#options.colors ? `\u001b[2m${text}\u001b[22m` : text
  }

  #put(candidate: string, start: number): void {
    const { editor } = this.#options
    const { text, cursor } = editor
    editor.replace(text.slice(0, start) + candidate + text.slice(cursor), start + candidate.length)
  }
}

const arrows = { up: -1, down: 1 }

/** What all candidates begin with; the partial text where they do not go on from it. */
function commonStart(candidates: readonly Candidate[], partial: string): string {
  let common = candidates[0]?.text ?? partial
  for (const { text } of candidates) {
    let length = 0
    while (length < common.length && common[length] === text[length]) length++
    common = common.slice(0, length)
  }
  return common.startsWith(partial) ? common : partial
}
