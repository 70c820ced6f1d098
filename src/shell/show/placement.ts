/** Which columns of a table stay where it gets narrow, and how wide they are. */
import { cellWidth, fits } from './cells.ts'
import type { Color } from './paint.ts'

/** A column of harmless lines; see harmless in cells.ts. */
export interface Column {
  readonly name: string
  readonly cells: readonly string[]
  /** Left when absent. */
  readonly align?: 'left' | 'right'
  /** With so many cells it is still of use, though cut; never cut when absent. */
  readonly least?: number
  /** Columns of a lower rank stay longer. */
  readonly rank: number
  /** It tells rows apart. Where one such column is shown, the others come after all that say more. */
  readonly identifies?: boolean
  /** Shown only where everything else has all the room that it wants. */
  readonly spare?: boolean
  readonly color?: (row: number) => Color | undefined
}

export interface Placed {
  readonly column: Column
  /** What it would like. */
  readonly natural: number
  width: number
}

export interface Placement {
  /** In the order in which they were given. */
  readonly columns: readonly Placed[]
  /** No two had room side by side: these two stand below each other. */
  readonly isStacked: boolean
}

/** Spaces between columns. */
export const gap = '  '

/** On a narrow screen a heading is cut to so many cells, where the cells below it need no more. */
const leastHeading = 8
const narrow = 60

export function place(columns: readonly Column[], room: number): Placement {
  const all = columns.map((column) => measured(column, room))
  const inTurn = all.filter(({ column }) => !column.spare).sort((a, b) => a.column.rank - b.column.rank)
  const kept = new Set<Placed>()
  let free = room
  const keep = (placed: Placed) => {
    const needed = placed.width + (kept.size === 0 ? 0 : gap.length)
    if (needed > free) return false
    free -= needed
    kept.add(placed)
    return true
  }
  const later: Placed[] = []
  let isIdentified = false
  for (const placed of inTurn) {
    if (isIdentified && placed.column.identifies) later.push(placed)
    else if (keep(placed) && placed.column.identifies) isIdentified = true
  }
  for (const placed of later) keep(placed)
  // What is wanted most, beside what tells rows apart, is not given up for what is wanted less.
  const main = inTurn.find(({ column }) => !column.identifies)
  if (inTurn.length > 1 && (kept.size < 2 || (main && !kept.has(main)))) {
    return stack(
      [...kept].filter(({ column }) => column.identifies),
      inTurn,
      room,
    )
  }
  free = share([...kept], free)
  if (kept.size === inTurn.length && inTurn.every(({ width, natural }) => width === natural)) {
    for (const placed of all) if (placed.column.spare) keep(Object.assign(placed, { width: placed.natural }))
  }
  return { columns: all.filter((placed) => kept.has(placed)), isStacked: false }
}

function measured(column: Column, room: number): Placed {
  const { name, cells, least = Number.POSITIVE_INFINITY } = column
  const body = widest(cells)
  const heading = cellWidth(name)
  const leastOfHeading = room < narrow && body > 0 ? Math.min(heading, leastHeading) : heading
  return {
    column,
    natural: Math.max(body, heading),
    width: Math.max(Math.min(body, least), leastOfHeading),
  }
}

function widest(cells: readonly string[]): number {
  let most = 0
  for (const cell of cells) {
    if (!fits(cell, most)) most = cellWidth(cell)
  }
  return most
}

/** What tells rows apart and what is wanted most; each may take the whole row, the second one indented. */
function stack(identifying: readonly Placed[], inTurn: readonly Placed[], room: number): Placement {
  const first = identifying[0] ?? inTurn[0]!
  const others = inTurn.filter((placed) => placed !== first)
  // An id is of use when it is whole.
  const isOfUse = ({ column, natural }: Placed) => !column.identifies || natural <= room - gap.length
  const second = others.find(isOfUse) ?? others[0]!
  first.width = room
  second.width = Math.max(1, room - gap.length)
  return { columns: [first, second], isStacked: true }
}

/**
 * Gives the free cells to those that want more, as much to each; what one does not need, the others get.
 * Answers what is left.
 */
function share(columns: readonly Placed[], free: number): number {
  const isWanting = ({ width, natural }: Placed) => width < natural
  let left = free
  for (
    let wanting = columns.filter(isWanting);
    wanting.length > 0 && left > 0;
    wanting = wanting.filter(isWanting)
  ) {
    const each = Math.max(1, Math.floor(left / wanting.length))
    for (const placed of wanting) {
      const given = Math.min(each, placed.natural - placed.width, left)
      placed.width += given
      left -= given
    }
  }
  return left
}
