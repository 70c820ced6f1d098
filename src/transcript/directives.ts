import { indentOf, isBlank, type Line, outdent } from './layout.ts'
import { nearest } from './nearest.ts'

/** How an example is run and compared. */
export interface ExampleOptions {
  /** Do not run the example. */
  skip: boolean
  /** `...` in expected output matches any text. */
  ellipsis: boolean
  /** Every run of white space equals every other. */
  normalizeWhitespace: boolean
  /** Of an expected error only the name counts. */
  ignoreExceptionDetail: boolean
  /** Milliseconds that the example may take. */
  timeout?: number
}

/** What holds where no directive says otherwise. */
export const defaultOptions: ExampleOptions = {
  skip: false,
  ellipsis: true,
  normalizeWhitespace: false,
  ignoreExceptionDetail: false,
}

const switches = {
  SKIP: 'skip',
  ELLIPSIS: 'ellipsis',
  NORMALIZE_WHITESPACE: 'normalizeWhitespace',
  IGNORE_EXCEPTION_DETAIL: 'ignoreExceptionDetail',
} as const satisfies Record<string, keyof ExampleOptions>

/** The words of `// doctest:` comments, as a message lists them. */
export const optionWords: readonly string[] = [
  ...Object.keys(switches).map((name) => (name === 'ELLIPSIS' ? '-ELLIPSIS' : `+${name}`)),
  '+TIMEOUT=MS',
]

/** The words of comments that stand between blocks, as a message lists them. */
export const blockWords = ['setup', 'skip next', 'skip start', 'skip end', 'seed NAME|FILE'] as const

/** What is wrong with a directive, and at which offset of the text that was read. */
export interface DirectiveProblem {
  at: number
  message: string
}

/** Reads the words after `// doctest:`: `+SKIP, -ELLIPSIS +TIMEOUT=500`, with commas or spaces between. */
export function readOptions(words: string): Partial<ExampleOptions> | DirectiveProblem {
  const options: Partial<ExampleOptions> = {}
  let count = 0
  for (const { 0: word, index: at } of words.matchAll(/[^\s,]+/g)) {
    count++
    const [, sign, name = '', value] = /^([+-])([^=]*)(?:=(.*))?$/s.exec(word) ?? []
    if (sign && value === undefined && Object.hasOwn(switches, name)) {
      options[switches[name as keyof typeof switches]] = sign === '+'
    } else if (sign === '+' && name === 'TIMEOUT') {
      const timeout = /^\d{1,9}$/.test(value ?? '') ? Number(value) : 0
      if (timeout === 0) {
        return { at, message: `\`${clip(word)}\` needs whole milliseconds, such as \`+TIMEOUT=5000\`.` }
      }
      options.timeout = timeout
    } else {
      return { at, message: unknown(word, optionWords, `+${name || word}`) }
    }
  }
  if (count === 0)
    return { at: 0, message: `This directive names no option. Known are ${quoted(optionWords)}.` }
  return options
}

/** A directive for a block, or for the rest of the file. */
export type BlockDirective =
  | { kind: 'setup'; source: string; line: number }
  | { kind: 'seed'; seed: string }
  | { kind: 'skip'; what: 'next' | 'start' | 'end' }
  | { kind: 'options'; options: Partial<ExampleOptions> }

/** What is wrong with a comment, and where in the file. */
export interface CommentProblem {
  kind: 'problem'
  line: number
  column: number
  message: string
}

/**
 * Reads the lines of a comment, from after `doctest:` on. `setup` takes the code after it, on its own line or
 * on the lines below; the other words may be spread over lines. The words of `// doctest:` comments hold for
 * the next block with examples.
 */
export function readBlockDirective(lines: readonly Line[]): BlockDirective | CommentProblem {
  const text = lines.map((line) => line.text).join('\n')
  const fail = (at: number, message: string): CommentProblem => ({
    kind: 'problem',
    ...place(lines, at),
    message,
  })
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ word, index }))
  const first = words[0]
  if (!first) return fail(0, `This directive names nothing. Known are ${quoted(allBlockWords)}.`)

  if (first.word === 'setup') {
    const setup = codeAfter(lines, first.index + 'setup'.length)
    return setup ?? fail(first.index, '`setup` holds no code. Write the code below it, inside the comment.')
  }
  if (first.word === 'seed') {
    const seed = text.slice(first.index + 'seed'.length).trim()
    if (seed !== '' && !/[\r\n]/.test(seed)) return { kind: 'seed', seed }
    return fail(first.index, '`seed` needs the name of a state or a file, such as `seed demo`.')
  }
  if (first.word === 'skip') {
    const what = words.slice(1).map(({ word }) => word)
    if (what[0] === 'next' || what[0] === 'start' || what[0] === 'end') {
      if (what.length === 1) return { kind: 'skip', what: what[0] }
      return fail(words[2]!.index, `\`skip ${what[0]}\` takes no more words.`)
    }
    const known = blockWords.filter((word) => word.startsWith('skip'))
    return fail(first.index, unknown(['skip', ...what].join(' '), known))
  }
  if (/^[+-]/.test(first.word)) {
    const options = readOptions(text)
    return isProblem(options) ? fail(options.at, options.message) : { kind: 'options', options }
  }
  const two = words.slice(0, 2).map(({ word }) => word)
  return fail(first.index, unknown(two.join(' '), allBlockWords, first.word, `+${first.word}`))
}

const allBlockWords: readonly string[] = [...blockWords, ...optionWords]

/** Tells a problem from options that were read. */
export const isProblem = (read: Partial<ExampleOptions> | DirectiveProblem): read is DirectiveProblem =>
  'at' in read

function codeAfter(lines: readonly Line[], at: number): BlockDirective | undefined {
  const { index, offset } = find(lines, at)
  const opening = lines[index]!.text.slice(offset).trim()
  const body = lines.slice(index + 1).map(({ text }) => text)
  const margin = body
    .filter((text) => !isBlank(text))
    .reduce((least, text) => Math.min(least, indentOf(text, 8).width), Infinity)
  const code = [opening, ...body.map((text) => (isBlank(text) ? '' : outdent(text, margin, 8)))]
  const start = code.findIndex((text) => text !== '')
  if (start === -1) return undefined
  return { kind: 'setup', source: code.slice(start).join('\n').trimEnd(), line: lines[index + start]!.number }
}

function place(lines: readonly Line[], at: number): { line: number; column: number } {
  const { index, offset } = find(lines, at)
  const line = lines[index]!
  return { line: line.number, column: Math.max(1, line.shift + offset + 1) }
}

/** The line, and the offset in it, of an offset in the joined lines. */
function find(lines: readonly Line[], at: number): { index: number; offset: number } {
  let offset = at
  let index = 0
  for (; index < lines.length - 1 && offset > lines[index]!.text.length; index++) {
    offset -= lines[index]!.text.length + 1
  }
  return { index, offset }
}

function unknown(word: string, known: readonly string[], ...spellings: string[]): string {
  const spelled = new Map(known.map((candidate) => [candidate.replace(/[ =](NAME.*|MS)$/, ''), candidate]))
  const near = [word, ...spellings]
    .map((spelling) => nearest(spelling, [...spelled.keys()]))
    .find((found) => found)
  const meant = near && spelled.get(near)
  const question = meant ? ` Did you mean \`${meant}\`?` : ''
  return `\`${clip(word)}\` is not a directive.${question} Known are ${quoted(known)}.`
}

const quoted = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ')
const clip = (word: string): string => (word.length > 40 ? `${word.slice(0, 40)}...` : word)
