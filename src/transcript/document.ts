import { readFile, stat } from 'node:fs/promises'
import { dirname, extname, isAbsolute, join } from 'node:path'
import { type BlockDirective, type ExampleOptions, readBlockDirective } from './directives.ts'
import { type Example, readExamples, type Unreadable } from './examples.ts'
import { inputErrorFrom, TranscriptInputError } from './input-error.ts'
import { type Block, indentOf, type Layout, type Line, type Slip, splitLines } from './layout.ts'
import { type Lexer, loadLexer } from './lexer.ts'
import { readMarkdown } from './markdown.ts'
import { readRst } from './rst.ts'

/** Hidden code that runs before the examples after it; what it prints counts for nothing, an error fails. */
export interface Setup {
  kind: 'setup'
  /** Where the code begins. */
  line: number
  column: number
  source: string
}

/** Hidden code that runs when the file is done, however it ended; the last that was reached runs first. */
export interface Teardown extends Omit<Setup, 'kind'> {
  kind: 'teardown'
}

/** What the mock holds from here on: the name of a state, or the path of a file. */
export interface Seed {
  kind: 'seed'
  line: number
  column: number
  seed: string
}

/** Moves the mock's clock: to a time, or on by a duration (`P10D`). */
export interface Clock {
  kind: 'clock'
  line: number
  column: number
  time: string
}

/** A text that stands for a value: that of `source`, or what it matches first. */
export interface Placeholder {
  kind: 'placeholder'
  line: number
  column: number
  name: string
  source?: string
}

/** What replaying walks through, in the order of the file. */
export type Item = Example | Unreadable | Setup | Teardown | Seed | Clock | Placeholder

/** A transcript as it was read. */
export interface Document {
  path: string
  /** The text of the file, unchanged. */
  text: string
  format: 'markdown' | 'rst'
  items: Item[]
}

/** Which file names are transcripts. */
export const formatOf = (path: string): Document['format'] | undefined =>
  ({ '.md': 'markdown' as const, '.rst': 'rst' as const })[extname(path).toLowerCase()]

/** Tells what the reader sees as an example, readable or not, from what stands in comments. */
export const isExample = (item: Item): item is Example | Unreadable =>
  item.kind === 'example' || item.kind === 'unreadable'

/** How many examples a document has, unreadable ones included. */
export const countExamples = ({ items }: Document): number => items.filter(isExample).length

/** Reads a transcript file. Throws a TranscriptInputError where there is no such file or it is not UTF-8. */
export async function readDocument(path: string): Promise<Document> {
  if (!formatOf(path)) throw new TranscriptInputError('foreign', path)
  return parseDocument(path, decode(await readSettled(path), path))
}

/** How often a file is read that changes meanwhile. */
const attempts = 5

/** The bytes of a file as they were at one moment. */
async function readSettled(path: string): Promise<Uint8Array> {
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const before = await stat(path)
      // Reading a pipe would wait for whoever writes it.
      if (!before.isFile()) throw new TranscriptInputError('unreadable', path, { detail: 'it is no file' })
      const bytes = await readFile(path)
      const { size, mtimeMs } = await stat(path)
      if (size === bytes.length && mtimeMs === before.mtimeMs) return bytes
    }
  } catch (error) {
    throw error instanceof TranscriptInputError ? error : inputErrorFrom(error, path)
  }
  throw new TranscriptInputError('changing', path)
}

/** Reads the text of a transcript; its name says the format (.md, .rst). Takes any text without throwing. */
export async function parseDocument(path: string, text: string): Promise<Document> {
  const format = formatOf(path) ?? 'markdown'
  // The mark is not shown, so it moves no column.
  const visible = text.startsWith('\uFEFF') ? text.slice(1) : text
  const lines = splitLines(visible)
  const layout = layoutOf(format, visible, lines)
  const lexer = /\/[/*]\s*doctest/i.test(visible) ? await loadLexer() : undefined
  const items = itemsOf(layout, dirname(path), lexer)
  return { path, text, format, items }
}

/** The blocks and comments of a text, before anything is read in them. */
export const layoutOf = (format: Document['format'], text: string, lines = splitLines(text)): Layout =>
  format === 'markdown' ? readMarkdown(text, lines) : readRst(lines)

/** Puts blocks and comments in the order of the file, and lets the comments act on the blocks after them. */
function itemsOf({ blocks, comments, slips }: Layout, folder: string, lexer: Lexer | undefined): Item[] {
  const parts: Part[] = [
    ...blocks.map((block) => ({ block })),
    ...comments.map((comment) => ({ comment })),
    ...slips.map((slip) => ({ slip })),
  ].sort((a, b) => lineOf(a) - lineOf(b))
  const items: Item[] = []
  /** The line of the `skip start` that holds. */
  let region = 0
  let next: Partial<ExampleOptions> = {}

  for (const part of parts) {
    if ('block' in part) {
      const examples = readExamples(part.block, region > 0 ? { ...next, skip: true } : next, lexer)
      for (const example of examples) items.push(example)
      if (examples.length > 0) next = {}
      continue
    }
    const [first] = 'slip' in part ? [part.slip.line] : part.comment
    if (first === undefined) continue
    const at = { line: first.number, column: first.shift + indentOf(first.text, 1).length + 1 }
    const unreadable = (problem: { line: number; column: number; message: string }): Unreadable => ({
      ...problem,
      kind: 'unreadable',
      source: 'slip' in part ? first.text.trim() : `doctest: ${first.text.trim()}`.trimEnd(),
      skip: false,
    })
    if ('slip' in part) {
      items.push(unreadable({ ...at, message: part.slip.message }))
      continue
    }
    const directive = readBlockDirective(part.comment)
    if (directive.kind === 'skip' && directive.what === 'next') next.skip = true
    else if (directive.kind === 'options') Object.assign(next, directive.options)
    else if (directive.kind === 'condition') next.condition = { source: directive.source, line: at.line }
    else if (directive.kind === 'skip' && directive.what === 'end' && region === 0) {
      items.push(unreadable({ ...at, message: 'No `skip start` stands above this `skip end`.' }))
    } else if (directive.kind === 'skip' && directive.what === 'start' && region > 0) {
      items.push(
        unreadable({ ...at, message: `The \`skip start\` in line ${region} has no \`skip end\` yet.` }),
      )
    } else if (directive.kind === 'skip') region = directive.what === 'start' ? at.line : 0
    else if (directive.kind === 'problem') items.push(unreadable(directive))
    else if (directive.kind === 'seed') items.push({ ...at, ...directive, seed: seedOf(directive, folder) })
    else if (region === 0) items.push({ ...at, ...directive })
  }
  return items
}

type Part = { block: Block } | { comment: Line[] } | { slip: Slip }

function lineOf(part: Part): number {
  const line = 'block' in part ? part.block.lines[0] : 'comment' in part ? part.comment[0] : part.slip.line
  return line?.number ?? 0
}

/** A word with a dot or a slash in it is a file, relative to the document. */
const seedOf = ({ seed }: BlockDirective & { kind: 'seed' }, folder: string): string =>
  /[./\\]/.test(seed) && !isAbsolute(seed) ? join(folder, seed) : seed

function decode(bytes: Uint8Array, path: string): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new TranscriptInputError('encoding', path, { detail: placeOf(bytes, brokenAt(bytes)), cause })
  }
  const zero = bytes.indexOf(0)
  if (zero !== -1) throw new TranscriptInputError('binary', path, { detail: placeOf(bytes, zero) })
  return text
}

function placeOf(bytes: Uint8Array, at: number): string {
  const line = bytes.subarray(0, at).reduce((count, byte) => count + (byte === 10 ? 1 : 0), 1)
  return `line ${line} (byte ${at})`
}

/** The offset of the first byte that is not UTF-8, by bisection: a longer piece is broken if a shorter is. */
function brokenAt(bytes: Uint8Array): number {
  const read = (length: number) =>
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length), {
      stream: true,
    })
  let [sound, broken] = [0, bytes.length + 1]
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1
    try {
      read(middle)
      sound = middle
    } catch {
      broken = middle
    }
  }
  // A character that has begun is not returned, so this is where it begins.
  return Buffer.byteLength(read(sound))
}
