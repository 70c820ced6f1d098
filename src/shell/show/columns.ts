/** Columns as text: side by side in as many cells as there are. */
import { cut, pad, wrap } from './cells.ts'
import { painter } from './paint.ts'
import { type Column, gap, type Placed, place } from './placement.ts'

/** What is known of the place where text is shown. A Screen is one. */
export interface Layout {
  /** Cells in a row. */
  readonly columns: number
  readonly colors: boolean
  /** Whether what this program draws may be more than ASCII; false when absent. */
  readonly unicode?: boolean
}

/** A sentence says something in a fifth of the row, or in so many cells. */
export const leastProse = ({ columns }: Layout): number =>
  Math.max(8, Math.min(20, Math.floor(columns * 0.3)), Math.floor(columns / 5))

/**
 * The table with a head, without a line end. Names of columns that found no room are said in a last line.
 *
 * @param unread names of further columns that nobody looked at
 */
export function columnsText(
  columns: readonly Column[],
  layout: Layout,
  unread: readonly string[] = [],
): string {
  const { columns: placed, isStacked } = place(columns, layout.columns)
  const cells = placed.map((each, index) => {
    // Spaces at the end of a line are for nobody.
    const isLast = isStacked || index === placed.length - 1
    return cellsOf(each, isLast, layout)
  })
  const between = isStacked ? `\n${gap}` : gap
  const rows = (cells[0] ?? []).map((_, row) => {
    const text = cells.map((column) => column[row]).join(between)
    return isStacked ? text.replace(/ +$/gm, '') : text.trimEnd()
  })
  const shown = new Set(placed.map(({ column }) => column))
  const leftOut = columns.filter((column) => !column.spare && !shown.has(column)).map(({ name }) => name)
  return [...rows, ...leftOutLines([...leftOut, ...unread], layout)].join('\n')
}

/** The heading and the cells, each as wide as the column. */
function cellsOf({ column, width }: Placed, isLast: boolean, { colors, unicode }: Layout): string[] {
  const { name, cells, align, color } = column
  const paint = painter(colors)
  const filled = (text: string) => {
    const short = cut(text, width, unicode)
    return isLast && align !== 'right' ? short.trimEnd() : pad(short, width, align)
  }
  const body = cells.map((text, row) => {
    const wanted = text === '' ? undefined : color?.(row)
    return wanted ? paint(filled(text), wanted) : filled(text)
  })
  return [paint(filled(name), 'bold'), ...body]
}

/** So many names say enough, and so much of a name. */
const mostNames = 20
const mostOfName = 40

function leftOutLines(names: readonly string[], { columns: room, colors, unicode }: Layout): string[] {
  if (names.length === 0) return []
  const shown = names.slice(0, mostNames).map((name) => cut(name, Math.min(room - 1, mostOfName), unicode))
  const more = names.length - shown.length
  const said = `left out: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return wrap(said.trimEnd(), room).map((line) => painter(colors)(line, 'dim'))
}
