/**
 * Input of an operation as options of the AWS CLI, version 2. What is said here of the CLI was tried with
 * versions 1.45 and 2.9; the shorthand is that of its user guide.
 */
import { inputShape, type OperationName } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'
import { hidden } from '../completion/quoting.ts'
import { kebab } from '../help/names.ts'
import { type Piece, shellWord } from './shell-words.ts'
import { Bytes, bytesIn, filesIn, type Structure, type Value, Variable } from './values.ts'

/** The options with their values, in the order of the input; what no option can say goes into `--cli-input-json`. */
export function awsOptions(name: OperationName, input: Structure): string[] {
  const options: string[] = []
  const rest: [string, Value][] = []
  for (const [member, value] of Object.entries(input)) {
    const option = optionFor(`--${kebab(member)}`, inputShape(name).members[member]!, value)
    if (option === undefined) rest.push([member, value])
    else options.push(option)
  }
  if (rest.length > 0) {
    options.push(`--cli-input-json ${shellWord(...jsonPieces(Object.fromEntries(rest)))}`)
  }
  // The default of version 2, unless it is configured otherwise. Version 1 stops at the option: it would
  // take the base64 for the content.
  if (bytesIn(input).length > 0) options.push('--cli-binary-format base64')
  return options
}

/** Undefined where there is no way to say the value. */
function optionFor(option: string, shape: Shape, value: Value): string | undefined {
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
  // JSON is easier to read than shorthand with quotes, but it cannot name a file.
  const mayQuote = filesIn(value).length > 0
  const words = elements.map((each) => shorthand(each as Structure, mayQuote))
  const isShort = words.length > 0 && words.every((word) => word !== undefined)
  return `${option} ${isShort ? words.join(' ') : shellWord(...jsonPieces(value))}`
}

/** A text that begins like an option needs the equals sign. */
const textOption = (option: string, text: string) =>
  text.startsWith('-') ? `${option}=${shellWord(text)}` : `${option} ${shellWord(text)}`

/** What is better said by an escape of JSON: quotes of a shell have none. */
const unsaid = new RegExp(`(?![\\n\\t])${hidden.source}`, 'u')

/** The CLI puts the content of what these name in the place of a value; version 1 fetches the last two. */
const reference = /^(?:file|fileb|http|https):\/\//

const isPlain = (text: string) => !unsaid.test(text) && !reference.test(text)

/** The elements of a list of texts as words of their own; undefined where one would be taken for something else. */
function plainWords(elements: readonly Value[]): string | undefined {
  const isWord = (each: Value) =>
    each instanceof Variable || (typeof each === 'string' && isPlain(each) && /^[^\s[{-]/.test(each))
  if (elements.length === 0 || !elements.every(isWord)) return undefined
  return elements.map((each) => shellWord(each as Piece)).join(' ')
}

/** What stands for itself in shorthand. */
const plainShorthand = /^[A-Za-z0-9_./:+@%-]+=*$/

/** What no command line carries. */
const impossible = /[\0\p{Cs}]/u

/** `fileName=error.log,data@=fileb://error.log`; undefined where shorthand cannot say it. */
function shorthand(structure: Structure, mayQuote: boolean): string | undefined {
  const pairs: Piece[] = []
  for (const [name, value] of unambiguous(Object.entries(structure))) {
    if (pairs.length > 0) pairs.push(',')
    if (value instanceof Variable) pairs.push(`${name}=`, value)
    else if (typeof value === 'number') pairs.push(`${name}=${value}`)
    else if (typeof value === 'string') {
      if (!plainShorthand.test(value) && (!mayQuote || impossible.test(value))) return undefined
      pairs.push(`${name}=${shorthandText(value)}`)
    } else if (value instanceof Bytes) {
      const { file, base64 } = value
      pairs.push(file ? `${name}@=${shorthandText(`fileb://${file.path}`)}` : `${name}=${base64}`)
    } else return undefined
  }
  return pairs.length === 0 ? undefined : shellWord(...joined(pairs))
}

/** A backslash before a closing quote is taken for its escape where another quote follows. */
const unambiguous = (entries: readonly [string, Value][]) =>
  entries.toSorted(([, one], [, other]) => Number(endsInBackslash(one)) - Number(endsInBackslash(other)))

const endsInBackslash = (value: Value) => typeof value === 'string' && value.endsWith('\\')

const shorthandText = (text: string) =>
  plainShorthand.test(text) ? text : `"${text.replace(/[\\"]/g, '\\$&')}"`

/** A value as JSON. Contents are base64 in it, wherever they are. */
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
    yield '"'
    yield value.file ?? value.base64
    yield '"'
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
    hidden,
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
