/** A value as one line of a table, and lists found in values. Getters and proxies do not get to run. */
import { inspect, types } from 'node:util'
import { oneLine } from '../../text/harmless.ts'
import { shortTime, timeOf } from './times.ts'

/** What a cell holds, which says how its column is laid out. */
export type CellKind = 'empty' | 'text' | 'number' | 'time' | 'nested'

export interface Cell {
  readonly text: string
  readonly kind: CellKind
}

/** A list, with its name where an answer held it. */
export interface FoundList<T = unknown> {
  readonly rows: readonly T[]
  readonly name?: string
  /** The answer says that the list goes on. */
  readonly more: boolean
}

const empty: Cell = { text: '', kind: 'empty' }

/** @param most so many characters of a text are looked at; a row shows fewer */
export function cellOf(value: unknown, most: number): Cell {
  switch (typeof value) {
    case 'undefined':
      return empty
    case 'string':
      return textCell(value, most)
    case 'number':
    case 'bigint':
      return { text: String(value), kind: 'number' }
    case 'boolean':
      return { text: String(value), kind: 'text' }
    case 'object':
      return value === null ? empty : objectCell(value, most)
    case 'symbol':
      if (value === getter) return { text: '[Getter]', kind: 'nested' }
      return { text: described(value, most), kind: 'nested' }
    default:
      return { text: described(value, most), kind: 'nested' }
  }
}

function textCell(text: string, most: number): Cell {
  const time = timeOf(text)
  if (time !== undefined) return { text: shortTime(time), kind: 'time' }
  return text === '' ? empty : { text: oneLine(beginning(text, most)), kind: 'text' }
}

function objectCell(value: object, most: number): Cell {
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value)
    return Number.isNaN(time) ? empty : { text: shortTime(time), kind: 'time' }
  }
  if (ArrayBuffer.isView(value)) return { text: counted(value.byteLength, 'bytes'), kind: 'nested' }
  if (types.isProxy(value)) return { text: described(value, most), kind: 'nested' }
  if (Array.isArray(value)) return arrayCell(value, most)
  const { rows, name, more } = listIn(value) ?? { rows: [], more: false }
  if (name === undefined) return { text: described(value, most), kind: 'nested' }
  return rows.length === 0 ? empty : { text: oneLine(counted(rows.length, name, more)), kind: 'nested' }
}

/** Plain values side by side: `one@example.com, other@example.com`; of others, how many there are. */
function arrayCell(list: readonly unknown[], most: number): Cell {
  if (list.length === 0) return empty
  // So many show nothing more, and a list can be long.
  const first = list.slice(0, most)
  const isPlain = first.every(
    (each) => each === null || ['string', 'number', 'boolean'].includes(typeof each),
  )
  if (!isPlain) return { text: `[${list.length}]`, kind: 'nested' }
  return {
    text: oneLine(beginning(first.map((each) => beginning(String(each), most)).join(', '), most)),
    kind: 'nested',
  }
}

/** So many characters of a text at most, none of them cut in two. */
function beginning(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
}

/** `1 communication`, `5 communications`, `5+ communications`. */
function counted(count: number, name: string, more = false): string {
  const one = count === 1 && !more
  return `${count}${more ? '+' : ''} ${one ? name.replace(/ies$/, 'y').replace(/s$/, '') : name}`
}

/** As Node prints it, on one line and not deep. */
function described(value: unknown, most: number): string {
  const text = inspect(value, {
    depth: 0,
    breakLength: Number.POSITIVE_INFINITY,
    maxStringLength: most,
    maxArrayLength: 3,
    customInspect: false,
    showProxy: true,
  })
  return oneLine(beginning(text, most))
}

/**
 * The list in a value: the value itself, or the one member of an answer that is a list, where nothing else
 * is in it but the token of the next page.
 */
export function listIn(value: unknown): FoundList | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined
  if (Array.isArray(value)) return { rows: value, more: false }
  let found: { readonly rows: readonly unknown[]; readonly name: string } | undefined
  let more = false
  for (const name of Object.keys(value)) {
    const member = ownValue(value, name)
    if (member === undefined || member === null) continue
    if (name === 'nextToken') more = true
    else if (found || !Array.isArray(member) || types.isProxy(member)) return undefined
    else found = { rows: member, name }
  }
  return found && { ...found, more }
}

const getter = Symbol('getter')

/** The value of a property, read without running a getter; those read as a symbol. */
export function ownValue(object: object, name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(object, name)
  return property?.get ? getter : property?.value
}
