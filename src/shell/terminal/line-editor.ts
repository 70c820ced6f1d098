/**
 * The line editor: that of Node's REPL, which knows the keys, with an input of several lines in one buffer.
 * Versions of Node differ in how they keep and show such lines, so the layout is our own; the methods that
 * are replaced are the ones that Node itself redirects to their names with an underscore.
 */
import type { REPLServer, start } from 'node:repl'
import { cursorPlace, heightOfInput, type InputView, type Place, paint } from './input-view.ts'
import { quietDomain } from './quiet-domain.ts'
import type { Typeahead } from './typeahead.ts'

/** A key as readline tells it. */
export interface Key {
  readonly name?: string
  readonly sequence?: string
  readonly ctrl?: boolean
  readonly meta?: boolean
  readonly shift?: boolean
}

export interface LineEditorOptions {
  readonly input: Typeahead
  readonly output: NodeJS.WriteStream
  readonly colors: boolean
  readonly prompt: string
  readonly continuation: string
  /** Sees every key before the editor does; true keeps it from the editor. */
  readonly onKey: (key: Key) => boolean
  /** Called when a key may have changed the text or moved the cursor. */
  readonly onEdit: () => void
  /** Called when the screen has another size, and an input is on it. */
  readonly onResize: () => void
  /** Given an input that was entered. */
  readonly onEnter: (text: string) => void
  /** The input has ended: Ctrl-D, or the terminal is gone. */
  readonly onEnd: () => void
}

/** What is shown with the input and is not a part of it. */
export interface Decoration {
  readonly suggestion?: string
  readonly below?: readonly string[]
}

/** The methods of Node's line editor that carry an underscore: old names, kept for those who build on it. */
interface Internals {
  line: string
  cursor: number
  prevRows: number
  isCompletionEnabled: boolean
  _ttyWrite(text: string | undefined, key: Key): void
  _refreshLine(): void
  _insertString(text: string): void
  _line(): void
  _getDisplayPos(text: string): Place
  getCursorPos(): Place
}

const noDecoration: Decoration = {}

export class LineEditor {
  readonly #options: LineEditorOptions
  readonly #server: REPLServer & Internals
  #isTyped = true
  #prompt: string
  #decoration = noDecoration
  /** What the screen shows of a decoration. */
  #shown = noDecoration
  /** What was painted last, and on how wide a screen. */
  #painted: { readonly view: InputView; readonly columns: number } | undefined
  /** An input is on the screen, to be typed. */
  #isOpen = true
  /** It was closed: who leaves in the middle of something gets no other prompt. */
  #isOver = false

  constructor(startServer: typeof start, options: LineEditorOptions) {
    this.#options = options
    this.#prompt = options.prompt
    const { input, output, colors } = options
    const resizing = output.listeners('resize')
    const server = startServer({
      prompt: options.prompt,
      input,
      output,
      terminal: true,
      useColors: colors,
      ignoreUndefined: true,
      // Node would make a context of its own, which nobody uses.
      useGlobal: true,
      preview: false,
      completer: () => [[], ''],
      // Entries of several lines are kept in different ways by different versions: the history is our own.
      ...{ historySize: 0 },
      ...quietDomain(),
    }) as REPLServer & Internals
    this.#server = server
    server.removeAllListeners('line')
    server.removeAllListeners('SIGINT')
    server.on('line', (text: string) => options.onEnter(text))
    server.on('exit', options.onEnd)
    this.#replaceMethods()
    this.#replaceResizing(resizing)
  }

  get text(): string {
    return this.#server.line
  }

  get cursor(): number {
    return this.#server.cursor
  }

  get isAtEnd(): boolean {
    return this.cursor === this.text.length
  }

  /** Where the line of the cursor begins. */
  get lineStart(): number {
    return this.text.slice(0, this.cursor).lastIndexOf('\n') + 1
  }

  /** Where the line of the cursor ends; the end of the text in the last line. */
  get lineEnd(): number {
    const end = this.text.indexOf('\n', this.cursor)
    return end < 0 ? this.text.length : end
  }

  /** Whether the last key was pressed, and not a part of more that came at once. */
  get isTyped(): boolean {
    return this.#isTyped
  }

  get columns(): number {
    return this.#options.output.columns || 80
  }

  get rows(): number {
    return this.#options.output.rows || 24
  }

  /** How many rows the input takes. */
  get height(): number {
    return heightOfInput(this.#view(), (text) => this.#server._getDisplayPos(text))
  }

  /** Puts a text in the place of what is there; the cursor goes to its end, or where it is said. */
  replace(text: string, cursor = text.length): void {
    this.#server.line = text
    this.#server.cursor = cursor
    this.#server._refreshLine()
  }

  /** Puts the cursor somewhere. */
  moveTo(cursor: number): void {
    this.replace(this.text, cursor)
  }

  /** Types a text at the cursor. */
  insert(text: string): void {
    this.#server._insertString(text)
  }

  /** Shows something with the input; nothing when called without. */
  decorate(decoration: Decoration = noDecoration): void {
    this.#decoration = decoration
    const { suggestion = '', below = [] } = decoration
    const shown = this.#shown
    if (suggestion === (shown.suggestion ?? '') && below.join('\n') === (shown.below ?? []).join('\n')) return
    this.#server._refreshLine()
  }

  /** The prompt of what is asked next; the usual one when called without. */
  setPrompt(prompt = this.#options.prompt): void {
    this.#prompt = prompt
  }

  /** Shows a fresh prompt. */
  prompt(): void {
    if (this.#isOver) return
    this.#isOpen = true
    this.#server.line = ''
    this.#server.cursor = 0
    this.#server.prevRows = 0
    this.#shown = noDecoration
    this.#server._refreshLine()
  }

  /** Enters what is there, as the Enter key does; the whole of it stays on the screen. */
  enter(): void {
    this.leave()
    this.#server._line()
  }

  /** Moves below the input, which stays on the screen without its decoration. */
  leave(): void {
    this.#decoration = noDecoration
    this.#server.cursor = this.text.length
    this.#paint(Number.POSITIVE_INFINITY)
    this.#isOpen = false
  }

  /** The input is over, and stays on the screen as it is. */
  finish(): void {
    this.#isOpen = false
  }

  /** Takes the input from the screen, so that something else can be written; {@link refresh} shows it again. */
  erase(): void {
    const rows = this.#rowsAbove()
    this.#options.output.write(`${rows > 0 ? `\u001b[${rows}A` : ''}\r\u001b[0J`)
    this.#server.prevRows = 0
  }

  refresh(): void {
    this.#server._refreshLine()
  }

  /** Ends the editor. */
  close(): void {
    this.#isOver = true
    this.#server.close()
  }

  /** Away without a word: no one has left. */
  abandon(): void {
    this.#server.removeAllListeners('exit')
    this.#server.close()
  }

  #view(): InputView {
    const { continuation } = this.#options
    return { prompt: this.#prompt, continuation, text: this.text, cursor: this.cursor, ...this.#decoration }
  }

  #paint(rows: number): void {
    const { output, colors } = this.#options
    const view = this.#view()
    const painted = paint(view, {
      measure: (text) => this.#server._getDisplayPos(text),
      cursorRow: this.#rowsAbove(),
      rows,
      dim: (text) => (colors ? `\u001b[2m${text}\u001b[22m` : text),
    })
    output.write(painted.output)
    this.#server.prevRows = painted.cursorRow
    this.#shown = this.#decoration
    this.#painted = { view, columns: this.columns }
  }

  /**
   * The rows of what was painted, above the cursor. Of a screen that has become wider or narrower nobody knows
   * whether it has wrapped its lines anew: what may not be ours is left.
   */
  #rowsAbove(): number {
    const rows = this.#server.prevRows || 0
    if (!this.#painted || this.#painted.columns === this.columns) return rows
    const place = cursorPlace(this.#painted.view, (text) => this.#server._getDisplayPos(text))
    return Math.min(rows, place.rows)
  }

  /** Node would show a prompt on any screen that is resized, also on what an input prints. */
  #replaceResizing(before: readonly unknown[]): void {
    const { output, onResize } = this.#options
    for (const listener of output.listeners('resize')) {
      if (!before.includes(listener)) output.off('resize', listener as () => void)
    }
    const resized = () => {
      if (this.#isOpen) onResize()
    }
    output.on('resize', resized)
    this.#server.once('close', () => output.off('resize', resized))
  }

  #replaceMethods(): void {
    const server = this.#server
    const press = server._ttyWrite
    server._refreshLine = () => this.#paint(this.rows)
    server.getCursorPos = () => cursorPlace(this.#view(), (text) => server._getDisplayPos(text))
    server._ttyWrite = (text, key = {}) => {
      // Node writes what comes at once without counting its rows, and then paints at a wrong place.
      this.#isTyped = server.isCompletionEnabled
      server.isCompletionEnabled = true
      if (!this.#options.onKey(key)) {
        press.call(server, text, key)
        // Node writes a character at the end without painting anew: over the suggestion.
        if (this.#shown.suggestion) server._refreshLine()
      }
      this.#options.onEdit()
    }
  }
}
