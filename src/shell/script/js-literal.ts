/** Values as JavaScript. */
import { quoted } from '../completion/quoting.ts'
import { Bytes, type ReadFile, type Structure, type Value, Variable } from './values.ts'

/** An object that is longer than this has a line for each member. */
const width = 100

/** How a program names what is not in it. */
export interface Names {
  readonly variable: (variable: Variable) => string
  /** The expression that reads a file. */
  readonly file: (file: ReadFile) => string
}

/** The value as an expression; `column` is how much stands before it on its line. */
export function jsLiteral(value: Value, names: Names, indent = 0, column = indent): string {
  if (value instanceof Variable) return names.variable(value)
  if (value instanceof Bytes) return bytesLiteral(value, names)
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object') return String(value)
  const entries = entriesOf(value)
  const onOneLine = between(
    value,
    entries.map((entry) => entryText(entry, names, 0, Number.NEGATIVE_INFINITY)),
  )
  if (entries.length === 0 || column + onOneLine.length <= width) return onOneLine
  const lines = entries.map((entry) => entryText(entry, names, indent + 2, indent + 2))
  return between(value, lines, ' '.repeat(indent))
}

interface Entry {
  /** Elements of lists have none. */
  readonly name?: string
  readonly value: Value
}

const entriesOf = (value: readonly Value[] | Structure): Entry[] =>
  Array.isArray(value)
    ? (value as readonly Value[]).map((each) => ({ value: each }))
    : Object.entries(value).map(([name, each]) => ({ name, value: each }))

function entryText({ name, value }: Entry, names: Names, indent: number, column: number): string {
  if (name === undefined) return jsLiteral(value, names, indent, column)
  if (value instanceof Variable && names.variable(value) === name) return name
  return `${name}: ${jsLiteral(value, names, indent, column + name.length + 2)}`
}

/** The entries in their brackets: on one line, or each on a line of its own behind a margin. */
function between(value: readonly Value[] | Structure, entries: readonly string[], margin?: string): string {
  const [start, end] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) return start + end
  if (margin !== undefined) {
    return `${start}\n${entries.map((entry) => `${margin}  ${entry},\n`).join('')}${margin}${end}`
  }
  const space = start === '{' ? ' ' : ''
  return `${start}${space}${entries.join(', ')}${space}${end}`
}

/** Text is shown as such: it is what a person would look for. */
function bytesLiteral(bytes: Bytes, names: Names): string {
  if (bytes.file) return names.file(bytes.file)
  const text = utf8(bytes.data)
  return text === undefined
    ? `Buffer.from(${quoted(bytes.base64)}, 'base64')`
    : `Buffer.from(${quoted(text)})`
}

/** The text of which these are the bytes; undefined where they are those of none. */
function utf8(data: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  } catch {
    return undefined
  }
}
