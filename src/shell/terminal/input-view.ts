/**
 * How an input looks: its lines behind their prompts, a suggestion behind its end, lines below it. Pure
 * layout: where the cursor stands, and what to write so that the screen shows it.
 */

/** A place in rows and cells from the top left corner of a text. */
export interface Place {
  readonly rows: number
  readonly cols: number
}

/** Where a text without line ends leaves off, on a screen that wraps it. */
export type Measure = (text: string) => Place

/** An input as it is to be shown. */
export interface InputView {
  /** Before the first line, with its colours. */
  readonly prompt: string
  /** Before every other line. */
  readonly continuation: string
  readonly text: string
  /** The offset of the cursor in the text. */
  readonly cursor: number
  /** Shown behind the text, and not a part of it. One line. */
  readonly suggestion?: string
  /** Lines below the input, none wider than the screen. */
  readonly below?: readonly string[]
}

/** What to write, and the row of the cursor, counted from the first row that was written. */
export interface Painted {
  readonly output: string
  readonly cursorRow: number
}

export interface PaintOptions {
  readonly measure: Measure
  /** The row of the cursor in what was painted before; 0 where nothing was. */
  readonly cursorRow: number
  /** The rows of the screen. */
  readonly rows: number
  readonly dim: (text: string) => string
}

const lineEnd = '\r\n'
const clearBelow = '\u001b[0J'
const up = (rows: number) => (rows > 0 ? `\u001b[${rows}A` : '')
const right = (cols: number) => (cols > 0 ? `\u001b[${cols}C` : '')

/** The lines of an input with their prompts. */
function promptedLines({ prompt, continuation, text }: InputView): string[] {
  return text.split('\n').map((line, index) => `${index === 0 ? prompt : continuation}${line}`)
}

/** The rows that a line takes. One that ends at the edge leaves the cursor there until something follows. */
function heightOf({ rows, cols }: Place): number {
  return cols === 0 && rows > 0 ? rows : rows + 1
}

/** How many rows an input takes. */
export function heightOfInput(view: InputView, measure: Measure): number {
  return promptedLines(view).reduce((sum, line) => sum + heightOf(measure(line)), 0)
}

/** Where the cursor stands, from the first row of the input. */
export function cursorPlace(view: InputView, measure: Measure): Place {
  const before = promptedLines({ ...view, text: view.text.slice(0, view.cursor) })
  const { rows, cols } = measure(before.pop()!)
  return { rows: before.reduce((sum, line) => sum + heightOf(measure(line)), rows), cols }
}

/** Shows the input in the place of what was painted before. */
export function paint(view: InputView, { measure, cursorRow, rows, dim }: PaintOptions): Painted {
  const lines = promptedLines(view)
  const below = view.below ?? []
  const cursorLine = view.text.slice(0, view.cursor).split('\n').length - 1
  const heights = lines.map((line) => heightOf(measure(line)))
  const { first, last } = fitting(heights, cursorLine, Math.max(1, rows - below.length - 1))
  const shown = lines.slice(first, last + 1)
  const isEnd = last === lines.length - 1
  const suggestion = isEnd ? (view.suggestion ?? '') : ''
  const end = measure(`${shown.at(-1)}${suggestion}`)
  // A row that is full to its edge is only left once something is written behind it.
  const edge = end.cols === 0 && end.rows > 0 ? ' \r' : ''
  const hidden = heights.slice(0, first).reduce((sum, height) => sum + height, 0)
  const cursor = cursorPlace(view, measure)
  const atRow = cursor.rows - hidden
  const lastRow = heights.slice(first, last).reduce((sum, height) => sum + height, end.rows) + below.length
  const output = [
    `${up(cursorRow)}\r${clearBelow}`,
    shown.join(lineEnd),
    suggestion && dim(suggestion),
    edge,
    ...below.map((line) => `${lineEnd}${line}`),
    up(lastRow - atRow),
    `\r${right(cursor.cols)}`,
  ].join('')
  return { output, cursorRow: atRow }
}

/** The lines around the one with the cursor that fit into so many rows. */
function fitting(heights: readonly number[], cursorLine: number, rows: number) {
  let first = cursorLine
  let last = cursorLine
  let free = rows - heights[cursorLine]!
  const takes = (line: number) => {
    const height = heights[line]
    if (height === undefined || height > free) return false
    free -= height
    return true
  }
  // What comes before the cursor is wanted more: it is where one comes from.
  while (takes(first - 1)) first--
  while (takes(last + 1)) last++
  return { first, last }
}
