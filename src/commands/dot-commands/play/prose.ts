/** The text of a document between its examples, for a terminal. */
import { cellWidth, harmless, wrap } from '../../../shell/show/cells.ts'
import { painter } from '../../../shell/show/paint.ts'
import type { Document } from '../../../transcript/document.ts'
import { markdownPieces } from './markdown-pieces.ts'
import { listMark, type Piece } from './piece.ts'
import { rstPieces } from './rst-pieces.ts'

export interface ProseLayout {
  readonly columns: number
  readonly colors: boolean
}

export class Prose {
  readonly #pieces: readonly Piece[]
  readonly #format: Document['format']

  constructor({ text, format, items }: Document) {
    const examples = new Set<number>()
    for (const item of items) {
      if (item.kind !== 'example') continue
      for (let line = item.line; line < item.wantLine + item.wantLines; line++) examples.add(line)
    }
    const source = {
      lines: text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/),
      isExample: (line: number) => examples.has(line),
    }
    this.#format = format
    this.#pieces = format === 'markdown' ? markdownPieces(source) : rstPieces(source)
  }

  /** What begins on these lines, the last one left out; blank lines between, none around. */
  between(from: number, to: number, { columns, colors }: ProseLayout): string {
    return this.#pieces
      .filter(({ line }) => from <= line && line < to)
      .map((piece) => this.#shown(piece, { columns, colors }))
      .join('\n\n')
  }

  #shown({ kind, text, rank }: Piece, { columns, colors }: ProseLayout): string {
    const paint = painter(colors)
    const lines = text.split('\n').map(harmless)
    if (kind === 'code')
      return outdented(lines)
        .map((line) => paint(`    ${line}`, 'dim'))
        .join('\n')
    const wrapped = lines.flatMap((line) => hanging(line, columns)).join('\n')
    if (kind === 'text') return inline(wrapped, this.#format, colors)
    const title = wrapped.split('\n').map((each) => withoutMarks(each, this.#format))
    const longest = Math.max(...title.map(cellWidth))
    // Where nothing is bold, a line under it makes it a heading.
    const under = rank === 1 ? ['='.repeat(longest)] : colors ? [] : ['-'.repeat(longest)]
    return [...title, ...under].map((each) => paint(each, 'bold')).join('\n')
  }
}

/** An item of a list goes on under its first word. */
function hanging(line: string, columns: number): string[] {
  const mark = listMark.exec(line)?.[0] ?? ''
  const [first = '', ...others] = wrap(line.slice(mark.length), columns - mark.length)
  return [mark + first, ...others.map((other) => ' '.repeat(mark.length) + other)]
}

function outdented(lines: readonly string[]): string[] {
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(Number.isFinite(margin) ? margin : 0).trimEnd())
}

/** Code, emphasis and links. A mark that is open at the end of a line is closed on the next. */
function inline(text: string, format: Document['format'], colors: boolean): string {
  const paint = painter(colors)
  const each = (inner: string, color: 'cyan' | 'bold') =>
    inner
      .split('\n')
      .map((line) => paint(line, color))
      .join('\n')
  const code = format === 'markdown' ? /(`+)([^`]+)\1/g : /(``)(.+?)``/gs
  return links(text, format)
    .replace(code, (_, _marks, inner: string) => (colors ? each(inner, 'cyan') : `\`${inner}\``))
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/gs, (_, inner: string) => each(inner, 'bold'))
}

const withoutMarks = (text: string, format: Document['format']) =>
  links(text, format).replace(/`+([^`]+)`+|\*\*(.+?)\*\*/g, (_, code, bold) => code ?? bold)

function links(text: string, format: Document['format']): string {
  if (format === 'markdown') {
    return text.replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, words: string, url: string) => {
      return words === url ? words : `${words} (${url})`
    })
  }
  return text
    .replace(/(?<!`)`([^`<]+?)\s*<([^>]+)>`__?/g, '$1 ($2)')
    .replace(/:[\w:-]+:`([^`]+)`/g, '$1')
    .replace(/(?<!`)`([^`]+)`__?/g, '$1')
}
