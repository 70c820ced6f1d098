/**
 * Input of an operation as options of the AWS CLI, version 2. What is said here of the CLI was tried with
 * versions 1.45 and 2.9; the shorthand is that of its user guide.
 */
import { inputShape, type OperationName } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'
import { type Piece, shellWord } from './shell-words.ts'
import { Bytes, type Structure, type Value, Variable } from './values.ts'

/** An option with its value, as a command line has it. */
export type Option = string

export interface Options {
  readonly options: readonly Option[]
  /** Files that are read, by the names under which they are looked for. */
  readonly files: readonly File[]
}

export interface File {
  readonly path: string
  readonly bytes: Bytes
}

/** The name of a command or option: `describe-cases`, `cc-email-addresses`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** The options for an input, in its order; what no option can say goes into `--cli-input-json`. */
export function awsOptions(name: OperationName, input: Structure): Options {
  const options: Option[] = []
  const files: File[] = []
  const rest: [string, Value][] = []
  let hasBytes = false
  for (const [member, value] of Object.entries(input)) {
    const shape = inputShape(name).members[member]!
    const option = optionFor(`--${kebab(member)}`, shape, value, files)
    if (option === undefined) rest.push([member, value])
    else options.push(option)
    hasBytes ||= bytesIn(value).length > 0
  }
  if (rest.length > 0) {
    options.push(`--cli-input-json ${shellWord(...jsonPieces(Object.fromEntries(rest)))}`)
  }
  // The default of version 2, unless it is configured otherwise. Version 1 stops at the option: it would
  // take the base64 for the content.
  if (hasBytes) options.push('--cli-binary-format base64')
  return { options, files }
}

/** Undefined where there is no way to say the value. */
function optionFor(option: string, shape: Shape, value: Value, files: File[]): Option | undefined {
  if (value instanceof Variable) return `${option} ${shellWord(value)}`
  switch (typeof value) {
    case 'boolean':
      return value ? option : option.replace('--', '--no-')
    case 'number':
      return textOption(option, String(value))
    case 'string':
      return isPlain(value) ? textOption(option, value) : undefined
  }
  if (Array.isArray(value) && shape.type === 'list' && shape.member.type === 'string') {
    return `${option} ${plainWords(value) ?? shellWord(...jsonPieces(value))}`
  }
  const elements = Array.isArray(value) ? (value as Value[]) : [value]
  const words = elements.map((each) => shorthand(each as Structure, files))
  const isShort = words.length > 0 && words.every((word) => word !== undefined)
  return `${option} ${isShort ? words.join(' ') : shellWord(...jsonPieces(value))}`
}

/** A text that begins like an option needs the equals sign. */
const textOption = (option: string, text: string): Option =>
  text.startsWith('-') ? `${option}=${shellWord(text)}` : `${option} ${shellWord(text)}`

/** What no command line carries, or what would play tricks on whoever reads it in a terminal. */
const hidden = /(?![\n\t])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u

/** The CLI puts the content of what these name in the place of a value; version 1 fetches the last two. */
const reference = /^(?:file|fileb|http|https):\/\//

const isPlain = (text: string) => !hidden.test(text) && !reference.test(text)

/** The elements of a list of texts as words of their own; undefined where one would be taken for something else. */
function plainWords(elements: readonly Value[]): string | undefined {
  const isWord = (each: Value) =>
    each instanceof Variable || (typeof each === 'string' && isPlain(each) && /^[^\s[{-]/.test(each))
  if (elements.length === 0 || !elements.every(isWord)) return undefined
  return elements.map((each) => shellWord(each as Piece)).join(' ')
}

/** What stands for itself in shorthand. */
const plainShorthand = /^[A-Za-z0-9_./:+@%-]+=*$/

/** What may stand in double quotes in shorthand. A backslash before the closing one would be taken for its escape. */
const quotable = (text: string) => !hidden.test(text) && !text.endsWith('\\')

/** `fileName=error.log,data@=fileb://error.log`; undefined where shorthand cannot say it. */
function shorthand(structure: Structure, files: File[]): string | undefined {
  const pairs: Piece[] = []
  const found: File[] = []
  const entries = Object.entries(structure)
  const isRead = entries.some(([, value]) => value instanceof Bytes && !value.isInline)
  for (const [name, value] of entries) {
    if (pairs.length > 0) pairs.push(',')
    if (value instanceof Variable) pairs.push(`${name}=`, value)
    else if (typeof value === 'number') pairs.push(`${name}=${value}`)
    else if (typeof value === 'string') {
      // JSON is easier to read than shorthand with quotes, but it cannot name a file.
      if (!plainShorthand.test(value) && !(isRead && quotable(value))) return undefined
      pairs.push(`${name}=${shorthandText(value)}`)
    } else if (value instanceof Bytes) {
      if (value.isInline) pairs.push(`${name}=${value.base64}`)
      else {
        const path = pathFor(value, files.length + found.length + 1)
        found.push({ path, bytes: value })
        pairs.push(`${name}@=${shorthandText(`fileb://${path}`)}`)
      }
    } else return undefined
  }
  files.push(...found)
  return shellWord(...joined(pairs))
}

const shorthandText = (text: string) =>
  plainShorthand.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`

/** A name that the CLI takes as it is; it puts variables and home directories into paths. */
const pathFor = ({ fileName }: Bytes, number: number) =>
  /^[\w][\w.+@() -]*$/.test(fileName) ? fileName : `attachment-${number}`

/** A value as JSON. Bytes are base64 in it, wherever they are. */
function jsonPieces(value: Value): Piece[] {
  return joined([...json(value)])
}

function* json(value: Value): Generator<Piece> {
  if (value instanceof Variable) {
    // Ids are no text that would need an escape.
    yield '"'
    yield value
    yield '"'
  } else if (value instanceof Bytes) {
    yield JSON.stringify(value.base64)
  } else if (Array.isArray(value)) {
    yield '['
    for (const [index, each] of (value as readonly Value[]).entries()) {
      if (index > 0) yield ', '
      yield* json(each)
    }
    yield ']'
  } else if (typeof value === 'object') {
    yield '{'
    for (const [index, [name, each]] of Object.entries(value).entries()) {
      yield `${index > 0 ? ', ' : ''}${JSON.stringify(name)}: `
      yield* json(each)
    }
    yield '}'
  } else {
    yield jsonText(value as string | number | boolean)
  }
}

/** JSON in which nothing is hidden. */
const jsonText = (value: string | number | boolean) =>
  JSON.stringify(value).replace(
    new RegExp(hidden, 'gu'),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Texts that follow each other as one. */
function joined(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = []
  for (const piece of pieces) {
    const last = found.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') found[found.length - 1] = last + piece
    else found.push(piece)
  }
  return found
}

function bytesIn(value: Value): Bytes[] {
  if (value instanceof Bytes) return [value]
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(bytesIn)
  if (typeof value !== 'object' || value instanceof Variable) return []
  return Object.values(value).flatMap(bytesIn)
}
