/** Pages of help as text for a screen. Nothing here knows what a page says. */
import { cellWidth, wrap } from '../show/cells.ts'
import { type Paint, painter } from '../show/paint.ts'

/** A name and what is said of it. */
export interface Row {
  readonly name: string
  /** Said first, in a lighter colour: `needed, text`. */
  readonly lead?: string
  readonly text: string
  /** How deep it stands below the rows before it; 0 when absent. */
  readonly depth?: number
  /** One character before the name. */
  readonly mark?: string
}

/** What a page is made of, from top to bottom. What follows a title or a heading stands right below it. */
export type Block =
  | { readonly title: string }
  | { readonly heading: string }
  /** Each of its lines is broken to fit. */
  | { readonly text: string }
  | { readonly rows: readonly Row[] }
  /** How something is written; lines that go on are indented. */
  | { readonly usage: readonly string[] }
  /** An example, which is to be copied: never broken. */
  | { readonly code: string }

/** Where a page is shown. */
export interface Look {
  /** Cells in a row. */
  readonly columns: number
  readonly colors: boolean
}

/** Nobody reads longer lines. */
const mostColumns = 100

/** In fewer cells the text of a row stands below its name, not beside it. */
const leastBeside = 60

/** Of the width, so much at most is for names. */
const mostBeside = 0.45

const margin = '  '

/**
 * The text of a page, without a line end. No line is longer than the screen is wide, except code and single words
 * that are.
 */
export function pageText(blocks: readonly Block[], { columns, colors }: Look): string {
  const width = Math.min(Math.max(columns, 1), mostColumns)
  const page = { width, paint: painter(colors), beside: besideWidth(blocks, width) }
  const lines = blocks.flatMap((block, index) => {
    const before = blocks[index - 1]
    const isApart = before !== undefined && !isHead(before)
    return [...(isApart ? [''] : []), ...blockLines(block, page)]
  })
  return lines.join('\n')
}

interface Page {
  readonly width: number
  readonly paint: Paint
  /** The cells that names take where texts stand beside them; undefined where they stand below. */
  readonly beside: number | undefined
}

const isHead = (block: Block) => 'title' in block || 'heading' in block

function blockLines(block: Block, page: Page): string[] {
  const { width, paint } = page
  if ('title' in block) return wrap(block.title, width).map((line) => paint(line, 'bold', 'cyan'))
  if ('heading' in block) return wrap(block.heading, width).map((line) => paint(line, 'bold'))
  if ('text' in block) return block.text.split('\n').flatMap((line) => wrap(line, width))
  if ('usage' in block) return block.usage.flatMap((line) => usageLines(line, width))
  if ('code' in block) return codeLines(block.code, paint)
  return block.rows.flatMap((row) => rowLines(row, page))
}

function usageLines(line: string, width: number): string[] {
  const [first = '', ...others] = wrap(line, width - 2 * margin.length)
  return [margin + first, ...others.map((each) => margin + margin + each)]
}

/** The source of an example stands out from its prompts and from what it prints. */
function codeLines(code: string, paint: Paint): string[] {
  return code
    .trim()
    .split('\n')
    .map((line) => {
      const [, prompt, source] = /^(>>>|\.\.\.)(.*)$/.exec(line) ?? []
      return margin + (prompt === undefined ? paint(line, 'dim') : paint(prompt, 'dim') + source)
    })
}

const leftWidth = ({ name, depth = 0 }: Row) => cellWidth(margin.repeat(depth + 1) + name + margin)

const saidText = ({ lead, text }: Row) => (lead === undefined ? text : `${lead}: ${text}`)

/**
 * The width that gives the fewest lines: a narrow one leaves the texts more room, and a wide one has fewer names
 * that are too long for it, with their texts below them.
 */
function besideWidth(blocks: readonly Block[], width: number): number | undefined {
  if (width < leastBeside) return undefined
  const rows = blocks.flatMap((block) => ('rows' in block ? block.rows : []))
  const height = (beside: number) => rows.reduce((lines, row) => lines + rowHeight(row, beside, width), 0)
  const possible = [...new Set(rows.map(leftWidth))].filter((each) => each <= width * mostBeside)
  const [best] = possible.map((each) => [height(each), each] as const).sort(([a], [b]) => a - b)
  return best?.[1]
}

/** How many lines it takes. One whose text does not stand where the others have theirs counts for two. */
function rowHeight(row: Row, beside: number, width: number): number {
  if (leftWidth(row) <= beside) return wrap(saidText(row), width - beside).length
  return fitsInLine(row, width) ? 2 : 1 + wrap(saidText(row), width - beside).length
}

/** A long name does not need two lines where the text is short. */
const fitsInLine = (row: Row, width: number) => leftWidth(row) + cellWidth(saidText(row)) <= width

function rowLines(row: Row, { width, paint, beside }: Page): string[] {
  const { name, lead = '', mark, depth = 0 } = row
  const deep = Math.min(depth * margin.length, Math.floor(width / 4))
  const left = `${mark ? paint(mark, 'yellow') : ' '} ${' '.repeat(deep)}${paint(name, 'cyan')}`
  const indent = beside ?? Math.min(deep + 2 * margin.length, Math.floor(width / 2))
  const texts = paintedHead(wrap(saidText(row), width - indent), lead, paint)
  const indented = texts.map((line) => ' '.repeat(indent) + line)
  const gap = beside === undefined ? -1 : beside - leftWidth(row)
  if (gap >= 0) return [left + margin + ' '.repeat(gap) + texts[0], ...indented.slice(1)]
  if (beside !== undefined && fitsInLine(row, width)) {
    return [left + margin + paintedHead([saidText(row)], lead, paint).join('')]
  }
  return [left, ...indented]
}

/** The lines with what they begin with painted, which may take more than one of them. */
function paintedHead(lines: readonly string[], head: string, paint: Paint): string[] {
  let left = head.replace(/\s/g, '').length
  return lines.map((line) => {
    let end = 0
    while (left > 0 && end < line.length) if (/\S/.test(line[end++]!)) left--
    return end === 0 ? line : paint(line.slice(0, end), 'dim') + line.slice(end)
  })
}
