/** The text of a document between its examples, for a terminal. */
import { cellWidth, wrap } from '../../../shell/show/cells.ts'
import { painter } from '../../../shell/show/paint.ts'
import { harmless } from '../../../text/harmless.ts'
import type { Document } from '../../../transcript/index.ts'
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
    if (kind === 'code') {
      const lines = outdented(text.split('\n').map(harmless))
      return lines.map((line) => (line === '' ? '' : paint(`    ${line}`, 'dim'))).join('\n')
    }
    const lines = hanging(harmless(simplified(text, this.#format)), columns)
    if (kind === 'text') return marked(lines.join('\n'), colors)
    const title = lines.map((line) =>
      line.replace(/`([^`]+)`|\*\*(.+?)\*\*/g, (_, code, bold) => code ?? bold),
    )
    const longest = Math.max(...title.map(cellWidth))
    // Where nothing is bold, a line under it makes it a heading.
    const under = rank === 1 ? ['='.repeat(longest)] : colors ? [] : ['-'.repeat(longest)]
    return [...title, ...under].map((line) => paint(line, 'bold')).join('\n')
  }
}

/** An item of a list goes on under its first word. */
function hanging(line: string, columns: number): string[] {
  const mark = listMark.exec(line)?.[0] ?? ''
  const [first = '', ...others] = wrap(line.slice(mark.length), Math.max(1, columns - mark.length))
  return [mark + first, ...others.map((other) => ' '.repeat(mark.length) + other)]
}

function outdented(lines: readonly string[]): string[] {
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return lines.map((line) => line.slice(Number.isFinite(margin) ? margin : 0).trimEnd())
}

/** The marks of both formats as one: `code` and **bold**, a link with its address behind it. */
function simplified(text: string, format: Document['format']): string {
  if (format === 'markdown') {
    const withLinks = text.replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, words: string, url: string) => {
      return words === url ? words : `${words} (${url})`
    })
    return withLinks.replace(/(`{2,}) ?([^`]+) ?\1/g, '`$2`')
  }
  return text
    .replace(/(?<!`)`([^`<]+?)\s*<([^>]+)>`__?/g, '$1 ($2)')
    .replace(/:[\w:-]+:`([^`]+)`/g, '$1')
    .replace(/(?<!`)`([^`]+)`__?/g, '$1')
    .replace(/``([^`]+)``/g, '`$1`')
}

/** Colours for the marks. Without colours, quotes say what is code. */
function marked(text: string, colors: boolean): string {
  const paint = painter(colors)
  const each = (inner: string, color: 'cyan' | 'bold') =>
    inner
      .split('\n')
      .map((line) => paint(line, color))
      .join('\n')
  return text
    .replace(/`([^`]+)`/g, (code, inner: string) => (colors ? each(inner, 'cyan') : code))
    .replace(/\*\*(\S(?:.*?\S)?)\*\*/gs, (_, inner: string) => each(inner, 'bold'))
}
