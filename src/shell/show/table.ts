/**
 * Lists of objects as tables that fit the width:
 *
 *     value -> list -> names of columns, in the order of the model -> cells -> widths -> text
 */
import { types } from 'node:util'
import { paginatorName } from '../../client/connection.ts'
import { operation, operationNames, outputShape } from '../../model/operations.ts'
import type { Shape, StructureShape } from '../../model/shape.ts'
import { oneLine } from '../../text/harmless.ts'
import { type Cell, type CellKind, cellOf, type FoundList, listIn, ownValue } from './cell-text.ts'
import { wrap } from './cells.ts'
import { columnsText, type Layout, leastProse } from './columns.ts'
import { painter } from './paint.ts'
import type { Column } from './placement.ts'

/**
 * What people look for in what the service answers, the most wanted first. Other members follow in the order
 * of the model.
 */
export const wanted: readonly string[] = [
  'caseId',
  'displayId',
  'id',
  'code',
  'attachmentId',
  'subject',
  'name',
  'fileName',
  'body',
  'status',
  'severityCode',
  'timeCreated',
]

/**
 * A result as a table, without a line end, where it is a list of objects or an answer that holds one; else
 * undefined, and it is printed as it always is. Runs no code of the value.
 */
export function resultTable(value: unknown, layout: Layout): string | undefined {
  const list = listIn(value)
  return list && list.rows.length > 0 && list.rows.every(isRecord)
    ? listText(list as FoundList<object>, layout)
    : undefined
}

/** With a line where the service has more of it. */
function listText({ rows, name, more }: FoundList<object>, layout: Layout): string | undefined {
  const table = recordsText(rows, layout)
  if (table === undefined || !more) return table
  const said = wrap(`There are more${hint(name)}.`, layout.columns)
  const paint = painter(layout.colors)
  return [table, ...said.map((line) => paint(line, 'dim'))].join('\n')
}

function hint(list: string | undefined): string {
  const paged = operationNames.find((name) => operation(name).pages === list)
  return paged ? `: conn.${paginatorName(paged)} goes on with nextToken` : ''
}

const isRecord = (row: unknown): row is object =>
  typeof row === 'object' &&
  row !== null &&
  !Array.isArray(row) &&
  !types.isProxy(row) &&
  !types.isDate(row) &&
  !ArrayBuffer.isView(row)

/** So many columns are looked at; no screen shows more. */
const mostColumns = 100

function recordsText(rows: readonly object[], layout: Layout): string | undefined {
  const appearing = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) appearing.add(name)
  if (appearing.size === 0) return undefined
  const structure = structureOf([...appearing])
  const names = structure
    ? Object.keys(structure.members).filter((name) => appearing.has(name))
    : [...appearing]
  const columns = names.slice(0, mostColumns).map((name, position) => {
    const values = rows.map((row) => ownValue(row, name))
    return column({ name, values, position, shape: structure?.members[name] }, layout)
  })
  return columnsText(columns, layout, names.slice(mostColumns).map(oneLine))
}

/** The smallest structure of the model that knows all the names, where the rows have half of it at least. */
function structureOf(names: readonly string[]): StructureShape | undefined {
  const fits = structures().filter(
    ({ members }) =>
      names.length * 2 >= Object.keys(members).length && names.every((name) => Object.hasOwn(members, name)),
  )
  const size = ({ members }: StructureShape) => Object.keys(members).length
  return fits.sort((one, other) => size(one) - size(other))[0]
}

let known: readonly StructureShape[] | undefined

/** The structures that answers have in lists. */
function structures(): readonly StructureShape[] {
  known ??= operationNames.flatMap((name) => structuresIn(outputShape(name)))
  return known
}

function structuresIn(shape: Shape): StructureShape[] {
  if (shape.type === 'list') {
    const inner = structuresIn(shape.member)
    return shape.member.type === 'structure' ? [shape.member, ...inner] : inner
  }
  return shape.type === 'structure' ? Object.values(shape.members).flatMap(structuresIn) : []
}

interface Source {
  readonly name: string
  readonly values: readonly unknown[]
  /** Among the columns, from 0. */
  readonly position: number
  /** What the model says of it. */
  readonly shape?: Shape
}

function column({ name, values, position, shape }: Source, layout: Layout): Column {
  // A character takes a cell or two, or is drawn over others; more than this no row shows.
  const most = 4 * layout.columns
  const cells = values.map((value) => cellOf(value, most))
  const kinds = new Set(cells.map(({ kind }) => kind))
  kinds.delete('empty')
  const is = (kind: CellKind) => kinds.size === 1 && kinds.has(kind)
  // One of a few words says what a row is like, not which it is.
  const isCode = shape?.type === 'string' && shape.values !== undefined
  const distinct = new Set(cells.map(({ text }) => text)).size
  const isSame = distinct < 2 && cells.length > 1
  const isProse = cells.some(({ text }) => text.includes(' ') || text.length > longestWord)
  const identifies = is('text') && !isCode && !isProse && distinct === cells.length
  // The beginning of what is the same everywhere says nothing.
  const isWhole = is('number') || is('time') || identifies || isSame
  return {
    name: oneLine(name.slice(0, most)),
    cells: cells.map(({ text }) => text),
    align: is('number') ? 'right' : 'left',
    least: isWhole ? undefined : isProse ? leastProse(layout) : leastWord,
    rank: rank(name, kinds, isSame) * mostColumns + position,
    identifies,
  }
}

/** Cells of more than so many characters are no ids: they are of use when they are cut, too. */
const longestWord = 50

/** A word that is one of a few is known by so many cells: `pending-...`. */
const leastWord = 11

/** What is wanted comes first; then what tells rows apart, what is the same in all, what is nested, and nothing. */
function rank(name: string, kinds: ReadonlySet<Cell['kind']>, isSame: boolean): number {
  const place = wanted.indexOf(name)
  if (kinds.size === 0) return wanted.length + 3
  if (kinds.has('nested')) return wanted.length + 2
  if (isSame) return wanted.length + 1
  return place >= 0 ? place : wanted.length
}
