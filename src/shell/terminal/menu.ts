/** The list of what TAB can complete, as lines below the input. */
import type { Candidate } from '../completion/completion.ts'
import { cellWidth, cut, pad } from '../show/cells.ts'
import { painter } from '../show/paint.ts'

export interface MenuLayout {
  readonly columns: number
  /** The most lines that it may take. */
  readonly rows: number
  readonly colors: boolean
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean
  /** The candidate that is chosen, by its position. */
  readonly selected?: number
}

const gap = '  '

/** So many lines are enough to choose from; the rest is counted. */
const mostLines = 12

/** The lines. With notes a candidate has one by itself; names alone stand side by side. */
export function menuLines(candidates: readonly Candidate[], layout: MenuLayout): string[] {
  const most = Math.max(1, Math.min(mostLines, layout.rows))
  const isNoted = candidates.some(({ note }) => note)
  return isNoted ? noted(candidates, layout, most) : names(candidates, layout, most)
}

/** The part of a long list around the selected one, and a line that says how many there are besides. */
function window(count: number, perLine: number, most: number, selected = 0): { from: number; to: number } {
  const lines = Math.ceil(count / perLine)
  if (lines <= most) return { from: 0, to: count }
  const room = Math.max(1, most - 1)
  const line = Math.floor(selected / perLine)
  const first = Math.max(0, Math.min(line - room + 1, lines - room))
  return { from: first * perLine, to: Math.min(count, (first + room) * perLine) }
}

function remaining(count: number, from: number, to: number): string[] {
  const hidden = count - (to - from)
  return hidden > 0 ? [`${hidden} more`] : []
}

function noted(candidates: readonly Candidate[], layout: MenuLayout, most: number): string[] {
  const { columns, colors, unicode, selected } = layout
  const paint = painter(colors)
  const { from, to } = window(candidates.length, 1, most, selected)
  const shown = candidates.slice(from, to)
  // A name is worth more than its note, but one long name must not push all notes away.
  const width = Math.min(Math.max(...shown.map(({ text }) => cellWidth(text))), Math.floor(columns * 0.6))
  const rows = shown.map(({ text, note = '' }, index) => {
    const name = cut(text, Math.max(1, Math.min(columns - 1, note ? width : columns - 1)), unicode)
    const room = columns - 1 - Math.max(width, cellWidth(name)) - gap.length
    const said = room > 3 ? cut(note, room, unicode) : ''
    const line = said ? `${pad(name, width)}${gap}${paint(said, 'dim')}` : name
    return from + index === selected ? marked(line, colors) : line
  })
  return [...rows, ...remaining(candidates.length, from, to).map((line) => paint(line, 'dim'))]
}

function names(candidates: readonly Candidate[], layout: MenuLayout, most: number): string[] {
  const { columns, colors, unicode, selected } = layout
  const room = columns - 1
  const cells = candidates.slice(0, 1000).map(({ text }) => cut(text, room, unicode))
  const width = Math.max(...cells.map(cellWidth))
  const perLine = Math.max(1, Math.floor((room + gap.length) / (width + gap.length)))
  const { from, to } = window(candidates.length, perLine, most, selected)
  const lines: string[] = []
  for (let at = from; at < to; at += perLine) {
    const row = cells.slice(at, Math.min(at + perLine, to)).map((cell, index) => {
      const text = index === perLine - 1 ? cell : pad(cell, width)
      return at + index === selected ? marked(text, colors) : text
    })
    lines.push(row.join(gap).trimEnd())
  }
  return [...lines, ...remaining(candidates.length, from, to).map((line) => painter(colors)(line, 'dim'))]
}

/** How the chosen one stands out. */
function marked(line: string, colors: boolean): string {
  return colors ? `\u001b[7m${line}\u001b[27m` : line
}
