/** What a document shows between its examples. */
export interface Piece {
  /** The line on which it begins, from 1. */
  readonly line: number
  /** `text` is wrapped; `code` and what else is laid out already stays as it is. */
  readonly kind: 'heading' | 'text' | 'code'
  readonly text: string
  /** The first line of a heading's rank is 1. */
  readonly rank?: number
}

/** What opens an item of a list, in either format. */
export const listMark = /^\s*(?:[-*+]|#\.|\d{1,9}[.)])\s+/

/** Lines of a file, from 1, and which of them belong to examples. */
export interface Source {
  readonly lines: readonly string[]
  readonly isExample: (line: number) => boolean
}

/** Gathers the lines of a paragraph, and what breaks it. */
export class Pieces {
  readonly found: Piece[] = []
  #paragraph: { line: number; lines: string[] } | undefined

  /** A line of running text; `starts` where it cannot go on the line before it. */
  text(line: number, text: string, starts = false): void {
    if (starts) this.end()
    this.#paragraph ??= { line, lines: [] }
    const { lines } = this.#paragraph
    lines.push(lines.length === 0 ? text.trimEnd() : text.trim())
  }

  add(piece: Piece): void {
    this.end()
    const last = this.found.at(-1)
    const goesOn = piece.kind === 'code' && last?.kind === 'code' && last.line + linesOf(last) === piece.line
    if (goesOn) this.found[this.found.length - 1] = { ...last, text: `${last.text}\n${piece.text}` }
    else this.found.push(piece)
  }

  /** The text of the paragraph that is open, which then is none: it was a title. */
  take(): { readonly line: number; readonly text: string } | undefined {
    const taken = this.#paragraph
    this.#paragraph = undefined
    return taken && { line: taken.line, text: taken.lines.join(' ') }
  }

  end(): void {
    const taken = this.take()
    if (taken && taken.text.trim() !== '') this.found.push({ kind: 'text', ...taken })
  }
}

const linesOf = ({ text }: Piece) => text.split('\n').length
