/** Writes what examples print now in the place of what was expected, and nothing else. */
import { type Document, parseDocument } from './document.ts'
import type { Example } from './examples.ts'
import { expectedLines } from './expected-lines.ts'
import { type MatchOptions, match } from './match.ts'
import type { Result } from './replay.ts'

/** The expected lines of one example, and what they are to be. */
export interface Edit {
  example: Example
  lines: readonly string[]
}

/** A document as an update leaves it. */
export interface Update {
  /** The text of the file, byte order mark and line ends as they were. */
  text: string
  /** How many examples are changed. */
  changed: number
  /** Failing examples that printed something which no expectation can be written for. */
  left: Result[]
}

const optionsOf = (example: Example, { failed, placeholders }: Result): MatchOptions => ({
  ...example.options,
  failed: failed ?? false,
  placeholders: new Map(placeholders),
})

/** What an update would write for a result; undefined where there is nothing to write, or no way. */
export async function editFor(result: Result): Promise<Edit | undefined> {
  const { item, got } = result
  if (!isUpdatable(result) || item.kind !== 'example' || got === undefined) return undefined
  const lines = await expectedLines(item, got, optionsOf(item, result))
  return lines && { example: item, lines }
}

/** Whether new expected output would make the result pass: it failed, and only by what it printed. */
export const isUpdatable = ({ item, status, match: compared }: Result): boolean =>
  status === 'failed' && item.kind === 'example' && compared !== undefined && !item.options.fail

/**
 * What a document becomes when its failing examples expect what they print. Only expected lines change: each
 * keeps its indent, block-quote marks and line end, and every wildcard that still fits. The outcome is read
 * again: an edit that would not be read as it is meant is left out.
 */
export async function updateDocument(document: Document, results: readonly Result[]): Promise<Update> {
  const failures = results.filter(isUpdatable)
  const found = new Map<Result, Edit>()
  for (const result of failures) {
    const edit = await editFor(result)
    if (edit) found.set(result, edit)
  }
  const edits = await soundOnes(document, [], [...found])
  const done = new Set(edits.map(([result]) => result))
  const text = applyEdits(
    document.text,
    edits.map(([, edit]) => edit),
  )
  return { text, changed: edits.length, left: failures.filter((result) => !done.has(result)) }
}

/** Adds to the edits those of `more` that leave the document readable, by halves where one spoils it. */
async function soundOnes(
  document: Document,
  sound: readonly [Result, Edit][],
  more: readonly [Result, Edit][],
): Promise<readonly [Result, Edit][]> {
  const tried = [...sound, ...more]
  const text = applyEdits(
    document.text,
    tried.map(([, edit]) => edit),
  )
  if (more.length === 0 || (await reads(document, text, tried))) return tried
  if (more.length === 1) return sound
  const middle = more.length >> 1
  const half = await soundOnes(document, sound, more.slice(0, middle))
  return soundOnes(document, half, more.slice(middle))
}

/** Whether the text has the same examples, those that were edited with output that now matches. */
async function reads(document: Document, text: string, edits: readonly [Result, Edit][]): Promise<boolean> {
  const { items } = await parseDocument(document.path, text)
  if (items.length !== document.items.length) return false
  const edited = new Map(edits.map(([result, edit]) => [edit.example, result]))
  return document.items.every((before, index) => {
    const after = items[index]!
    if (before.kind !== 'example') return after.kind === before.kind
    if (after.kind !== 'example' || after.source !== before.source) return false
    const result = edited.get(before)
    return result
      ? match(after.want, result.got ?? '', optionsOf(after, result)).matched
      : after.want === before.want
  })
}

/** Whether the lines of an edit would be read as they are meant, and leave all other examples as they are. */
export async function isReadAsMeant(document: Document, edit: Edit): Promise<boolean> {
  const { items } = await parseDocument(document.path, applyEdits(document.text, [edit]))
  if (items.length !== document.items.length) return false
  return document.items.every((before, index) => {
    const after = items[index]!
    if (before.kind !== 'example') return after.kind === before.kind
    if (after.kind !== 'example' || after.source !== before.source) return false
    return after.want === (before === edit.example ? edit.lines.join('\n') : before.want)
  })
}

/** The text with the expected lines of some examples replaced, whatever they are. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const lines = linesOf(text.slice(mark.length))
  const parts: string[] = [mark]
  let next = 0
  const ordered = [...edits].sort((a, b) => a.example.line - b.example.line)
  for (const { example, lines: wanted } of ordered) {
    const first = example.wantLine - 1
    for (const { text: line, end } of lines.slice(next, first)) parts.push(line, end)
    const old = lines.slice(first, first + example.wantLines)
    for (const part of rewritten(example, lines, old, wanted)) parts.push(part)
    next = first + example.wantLines
  }
  for (const { text: line, end } of lines.slice(next)) parts.push(line, end)
  return parts.join('')
}

interface FileLine {
  text: string
  /** LF, CRLF or CR; '' for the last line. */
  end: string
}

function linesOf(text: string): FileLine[] {
  const lines: FileLine[] = []
  let from = 0
  for (const { 0: end, index } of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(from, index), end })
    from = index + end.length
  }
  if (from < text.length) lines.push({ text: text.slice(from), end: '' })
  return lines
}

function rewritten(
  { column, wantLine, want }: Example,
  lines: readonly FileLine[],
  old: readonly FileLine[],
  wanted: readonly string[],
): string[] {
  const above = lines[wantLine - 2]!
  const margin = marginOf(above.text, column - 1)
  const end = above.end || lines[0]?.end || '\n'
  const wants = old.length > 0 ? want.split('\n') : []
  const parts: string[] = []
  // Where the source ended the file without a line end, the output ends it without one.
  if (above.end === '' && wanted.length > 0) parts.push(end)
  for (const [index, line] of wanted.entries()) {
    const before = old[index]
    const last = index === wanted.length - 1
    const lineEnd = last ? (old.length > 0 ? old.at(-1)!.end : above.end) : before?.end || end
    // A line that stays keeps all its characters, also where a tab is in its margin.
    const kept = before && wants[index] === line
    parts.push(kept ? before.text : margin + line, lineEnd)
  }
  return parts
}

/** What stands before a line of output: block-quote marks and white space; a list mark is above, not here. */
const marginOf = (line: string, width: number): string => line.slice(0, width).replace(/[^>\s]/g, ' ')
