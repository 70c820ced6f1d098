import { indentOf, isBlank, type Line, outdent } from './layout.ts'
import { nearest } from './nearest.ts'
import { readTolerance, type Tolerance } from './tolerance.ts'

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
  /** The elements of printed arrays may come in any order. */
  unordered: boolean
  /** Only see whether the source compiles; nothing runs, nothing is compared. */
  noRun: boolean
  /** The example is known to fail; that it passes is the failure. */
  fail: boolean
  /** How far printed numbers may be from the expected ones. */
  tolerance?: Tolerance
  /** Milliseconds that the example may take. */
  timeout?: number
  /** Skipped where this is true in the session when the block is reached. */
  condition?: Condition
}

/** An expression that decides whether the next block is skipped; evaluated once. */
export interface Condition {
  source: string
  line: number
}

/** What holds where no directive says otherwise. */
export const defaultOptions: ExampleOptions = {
  skip: false,
  ellipsis: true,
  normalizeWhitespace: false,
  ignoreExceptionDetail: false,
  unordered: false,
  noRun: false,
  fail: false,
}

const switches = {
  SKIP: 'skip',
  ELLIPSIS: 'ellipsis',
  NORMALIZE_WHITESPACE: 'normalizeWhitespace',
  IGNORE_EXCEPTION_DETAIL: 'ignoreExceptionDetail',
  UNORDERED: 'unordered',
  NO_RUN: 'noRun',
  FAIL: 'fail',
} as const satisfies Record<string, keyof ExampleOptions>

/** The options that have a value: how it is called, how it is read, what it has to be. */
const valued = {
  TOLERANCE: {
    value: 'NUMBER|PERCENT',
    needs: 'a number or a percentage, such as `+TOLERANCE=0.01` or `+TOLERANCE=5%`',
    read: (text: string) => {
      const tolerance = readTolerance(text)
      return tolerance && { tolerance }
    },
  },
  TIMEOUT: {
    value: 'MS',
    needs: 'whole milliseconds, such as `+TIMEOUT=5000`',
    read: (text: string) =>
      /^\d{1,9}$/.test(text) && Number(text) > 0 ? { timeout: Number(text) } : undefined,
  },
} satisfies Record<
  string,
  { value: string; needs: string; read: (text: string) => Partial<ExampleOptions> | undefined }
>

/** The words of `// doctest:` comments, as a message lists them. */
export const optionWords: readonly string[] = [
  ...Object.keys(switches).map((name) => (name === 'ELLIPSIS' ? '-ELLIPSIS' : `+${name}`)),
  ...Object.entries(valued).map(([name, { value }]) => `+${name}=${value}`),
]

/** The words of comments that stand between blocks, as a message lists them. */
export const blockWords = [
  'setup',
  'teardown',
  'skip next',
  'skip start',
  'skip end',
  'skip if EXPRESSION',
  'no-run',
  'seed NAME|FILE',
  'clock TIME|DURATION',
  'placeholder TEXT',
] as const

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
    } else if (sign === '+' && Object.hasOwn(valued, name)) {
      const option = valued[name as keyof typeof valued]
      const read = option.read(value ?? '')
      if (!read) return { at, message: `\`${clip(word)}\` needs ${option.needs}.` }
      Object.assign(options, read)
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
  | { kind: 'setup' | 'teardown'; source: string; line: number; column: number }
  | { kind: 'seed'; seed: string }
  | { kind: 'clock'; time: string }
  | { kind: 'placeholder'; name: string; source?: string }
  | { kind: 'skip'; what: 'next' | 'start' | 'end' }
  | { kind: 'condition'; source: string }
  | { kind: 'options'; options: Partial<ExampleOptions> }

/** What is wrong with a comment, and where in the file. */
export interface CommentProblem {
  kind: 'problem'
  line: number
  column: number
  message: string
}

/**
 * Reads the lines of a comment, from after `doctest:` on. `setup` and `teardown` take the code after them, on
 * their own line or on the lines below; the other words may be spread over lines. The words of `// doctest:`
 * comments hold for the next block with examples.
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

  const rest = text.slice(first.index + first.word.length).trim()
  switch (first.word) {
    case 'setup':
    case 'teardown': {
      const code = codeAfter(lines, first.index + first.word.length)
      if (code) return { kind: first.word, ...code }
      return fail(
        first.index,
        `\`${first.word}\` holds no code. Write the code below it, inside the comment.`,
      )
    }
    case 'seed':
      if (rest !== '' && !/[\r\n]/.test(rest)) return { kind: 'seed', seed: rest }
      return fail(first.index, '`seed` needs the name of a state or a file, such as `seed demo`.')
    case 'clock':
      if (isTime(rest)) return { kind: 'clock', time: rest.replace(/^\+/, '') }
      return fail(
        first.index,
        '`clock` needs a time or a duration, such as `clock 2026-08-01T09:00:00Z` or `clock P10D`.',
      )
    case 'placeholder': {
      const [, name = '', source] = /^(\S+)(?:\s*=\s*([\s\S]+))?$/.exec(rest) ?? []
      if (/\w/.test(name) && !name.includes('...')) return { kind: 'placeholder', name, source }
      return fail(
        first.index,
        '`placeholder` needs the text that stands for a value, such as `placeholder case-1234`.',
      )
    }
    case 'no-run':
      if (rest === '') return { kind: 'options', options: { noRun: true } }
      return fail(words[1]!.index, '`no-run` takes no more words.')
  }
  if (first.word === 'skip') {
    const what = words.slice(1).map(({ word }) => word)
    if (what[0] === 'next' || what[0] === 'start' || what[0] === 'end') {
      if (what.length === 1) return { kind: 'skip', what: what[0] }
      return fail(words[2]!.index, `\`skip ${what[0]}\` takes no more words.`)
    }
    if (what[0] === 'if') {
      const source = text.slice(words[1]!.index + 'if'.length).trim()
      if (source !== '') return { kind: 'condition', source }
      return fail(first.index, '`skip if` needs an expression, such as `skip if !mock`.')
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

/** How a directive is written, where words look like one and are none: what is overlooked is no help. */
export const written = {
  source: 'A directive is written `// doctest: +SKIP`, at the end of its line.',
  anywhere: 'A directive begins with `doctest:`, in small letters and with one colon.',
  markdown: 'In Markdown a directive stands in a comment: `<!-- doctest: skip next -->`.',
  rst: 'In reStructuredText a directive is a comment: `.. doctest: skip next`.',
  unclosed: 'This comment is not closed. Write `-->` at its end.',
}

/** Whether the text of a comment is meant as a directive, and is none: `doctest setup`, `Doctest: +SKIP`. */
export function isNearlyDirective(text: string): boolean {
  const [, word] = /^\s*doctest[\s:]+([+-]?[\w-]+)/i.exec(text) ?? []
  if (word === undefined || /^\s*doctest:(?!:)/.test(text)) return false
  return /^[+-]?[A-Z_]+$/.test(word) ? isOption(word) : firstWords.has(word)
}

const isOption = (word: string): boolean => {
  const name = word.replace(/^[+-]/, '')
  return Object.hasOwn(switches, name) || Object.hasOwn(valued, name)
}

const firstWords = new Set(blockWords.map((word) => word.split(' ')[0]!))

const allBlockWords: readonly string[] = [...blockWords, ...optionWords]

/** Tells a problem from options that were read. */
export const isProblem = (read: Partial<ExampleOptions> | DirectiveProblem): read is DirectiveProblem =>
  'at' in read

/** `2026-08-01T09:00:00Z`, or `P10D`, `+PT1H`. */
const isTime = (text: string): boolean =>
  /^\+?P(?=\w)(?:\d+W)?(?:\d+D)?(?:T(?=\w)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/.test(text) ||
  (/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z)?$/.test(text) && !Number.isNaN(Date.parse(text)))

function codeAfter(
  lines: readonly Line[],
  at: number,
): { source: string; line: number; column: number } | undefined {
  const { index, offset } = find(lines, at)
  const opening = lines[index]!.text.slice(offset).trim()
  const body = lines.slice(index + 1).map(({ text }) => text)
  const margin = body
    .filter((text) => !isBlank(text))
    .reduce((least, text) => Math.min(least, indentOf(text, 8).width), Infinity)
  const code = [opening, ...body.map((text) => (isBlank(text) ? '' : outdent(text, margin, 8)))]
  const start = code.findIndex((text) => text !== '')
  if (start === -1) return undefined
  const first = lines[index + start]!
  const from = start === 0 ? offset : 0
  const column = Math.max(1, first.shift + from + indentOf(first.text.slice(from), 1).length + 1)
  return { source: code.slice(start).join('\n').trimEnd(), line: first.number, column }
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
  const spelled = new Map(
    known.map((candidate) => [
      candidate.replace(/[ =](?:NAME|MS|NUMBER|TIME|TEXT|EXPRESSION).*$/, ''),
      candidate,
    ]),
  )
  const near = [word, ...spellings]
    .map((spelling) => nearest(spelling, [...spelled.keys()]))
    .find((found) => found)
  const meant = near && spelled.get(near)
  const question = meant ? ` Did you mean \`${meant}\`?` : ''
  return `\`${clip(word)}\` is not a directive.${question} Known are ${quoted(known)}.`
}

const quoted = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ')
const clip = (word: string): string => (word.length > 40 ? `${word.slice(0, 40)}...` : word)
