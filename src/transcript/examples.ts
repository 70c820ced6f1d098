import {
  defaultOptions,
  type ExampleOptions,
  isNearlyDirective,
  isProblem,
  readOptions,
  written,
} from './directives.ts'
import { type Block, indentOf, isBlank, type Line, outdent } from './layout.ts'
import type { Lexer } from './lexer.ts'

/** A prompt, the source after it and what is expected to be printed. */
export interface Example {
  kind: 'example'
  /** Where the prompt stands; both count from 1, columns in UTF-16 units. */
  line: number
  column: number
  /** The source, its lines joined by LF, without prompts. */
  source: string
  /** The expected output, its lines joined by LF, without the margin; empty where nothing is expected. */
  want: string
  /** Where the expected output stands, or would stand: the line after the source. */
  wantLine: number
  /** How many lines the expected output has in the file. */
  wantLines: number
  options: ExampleOptions
  /** What stands in the same block below the blank line that ends the expected output, if no prompt does. */
  below?: { line: number; text: string }
}

/** Text that was meant as an example and cannot be read; it fails, the rest of the file runs. */
export interface Unreadable {
  kind: 'unreadable'
  /** Where the fault stands. */
  line: number
  column: number
  /** What is wrong and what to write instead. */
  message: string
  /** The line at fault, without block-quote marks and list marks; of a comment, its words. */
  source: string
  /** A directive leaves it out. */
  skip: boolean
}

/**
 * Reads the examples of a block, as Python's doctest does:
 *
 *     >>> source        a prompt, at any column of the block
 *     ... more source   directly under it, at the same column
 *     output            up to a blank line, a prompt, a closing fence or the end of the block
 *
 * `options` hold where an example says nothing else. `lexer` is needed only where a `// doctest:` may stand.
 */
export function readExamples(
  block: Block,
  options: Partial<ExampleOptions> = {},
  lexer?: Lexer,
): (Example | Unreadable)[] {
  const { lines, tab } = block
  const found: (Example | Unreadable)[] = []
  const given: ExampleOptions = { ...defaultOptions, ...options }
  let fence: string | undefined

  for (let index = 0; index < lines.length; ) {
    const line = lines[index]!
    if (block.fences) fence = fenceAfter(fence, line.text)
    if (!startsWith('>>>', line.text)) {
      index++
      continue
    }
    const end = endOfExample(lines, index, fence)
    const example = readExample(lines.slice(index, end.all), end.source - index, tab, given, lexer)
    if (example) found.push(example)
    const below = belowBlank(lines, end.all)
    if (below && example?.kind === 'example') {
      const text = outdent(below.text, indentOf(line.text, tab).width, tab)
      example.below = { line: below.number, text }
    }
    index = end.all
  }
  return found
}

/** The line below the blank lines from `start` on, unless an example begins or a block ends there. */
function belowBlank(lines: readonly Line[], start: number): Line | undefined {
  let at = start
  while (at < lines.length && isBlank(lines[at]!.text)) at++
  const line = at === start ? undefined : lines[at]
  return line && !/^[ \t]*(?:>>>|\.\.\.|`{3,}|~{3,})/.test(line.text) ? line : undefined
}

const startsWith = (prompt: string, text: string): boolean =>
  text.startsWith(prompt, indentOf(text, 1).length)

/** The fence that is open after a line inside a block: documents about transcripts show fences in fences. */
function fenceAfter(open: string | undefined, text: string): string | undefined {
  if (open) return closes(text, open) ? undefined : open
  return /^[ \t]*(`{3,}|~{3,})/.exec(text)?.[1]
}

function closes(text: string, fence: string): boolean {
  const mark = /^[ \t]*(`{3,}|~{3,})[ \t]*$/.exec(text)?.[1]
  return mark?.startsWith(fence) ?? false
}

function endOfExample(lines: readonly Line[], start: number, fence: string | undefined) {
  let source = start + 1
  while (source < lines.length && startsWith('...', lines[source]!.text)) source++
  let all = source
  for (; all < lines.length; all++) {
    const { text } = lines[all]!
    if (isBlank(text) || startsWith('>>>', text) || (fence && closes(text, fence))) break
  }
  return { source, all }
}

function readExample(
  lines: readonly Line[],
  sourceLines: number,
  tab: number,
  given: ExampleOptions,
  lexer: Lexer | undefined,
): Example | Unreadable | undefined {
  const [prompt] = lines as [Line]
  const margin = indentOf(prompt.text, tab)
  const column = prompt.shift + margin.length + 1
  const fail = (line: Line, at: number, message: string): Unreadable => ({
    kind: 'unreadable',
    line: line.number,
    // A tab that a list mark has eaten in part counts as spaces that are not in the file.
    column: Math.max(1, line.shift + at + 1),
    message,
    source: line.text,
    skip: given.skip,
  })

  const source: string[] = []
  for (const line of lines.slice(0, sourceLines)) {
    const indent = indentOf(line.text, tab)
    const mark = line === prompt ? '>>>' : '...'
    if (indent.width !== margin.width) {
      return fail(line, indent.length, misplaced(line.shift + indent.length + 1, prompt.number, column))
    }
    const rest = line.text.slice(indent.length + mark.length)
    if (rest !== '' && rest[0] !== ' ') return fail(line, indent.length, spaceless(mark, rest))
    source.push(rest.slice(1))
  }

  const want: string[] = []
  for (const line of lines.slice(sourceLines)) {
    const indent = indentOf(line.text, tab)
    if (indent.width < margin.width) {
      return fail(
        line,
        indent.length,
        `This stands left of its prompt (line ${prompt.number}, column ${column}). ` +
          'Indent it like the prompt if it is output; leave a blank line above it if it is not.',
      )
    }
    want.push(outdent(line.text, margin.width, tab))
  }

  let options = given
  const isSilent = source.every((text) => /^\s*(?:\/\/.*)?$/s.test(text))
  for (const { line, at, words } of directiveComments(lines, source, tab, lexer)) {
    if (words === undefined) return fail(line, at, written.source)
    if (isSilent) return fail(line, at, 'A directive needs code before it, on the same line.')
    const read = readOptions(words)
    if (isProblem(read)) return fail(line, at + read.at, read.message)
    options = { ...options, ...read }
  }
  // Nothing to run and nothing to compare, such as the bare prompt that ends a copied session.
  if (isSilent && want.length === 0) return undefined

  return {
    kind: 'example',
    line: prompt.number,
    column: Math.max(1, column),
    source: source.join('\n'),
    want: want.join('\n'),
    wantLine: prompt.number + sourceLines,
    wantLines: want.length,
    options,
  }
}

/**
 * The `// doctest:` comments of a source, each with its line and the offset of its words in that line; without
 * words where a comment is meant as one and is none.
 */
function directiveComments(
  lines: readonly Line[],
  source: readonly string[],
  tab: number,
  lexer: Lexer | undefined,
): { line: Line; at: number; words?: string }[] {
  if (!lexer || !source.some((text) => /doctest/i.test(text))) return []
  const comments: { line: Line; at: number; words?: string }[] = []
  let row = 0
  let rowStart = 0
  for (const { start, text, isBlock } of lexer(source.join('\n')).comments) {
    const opening = isBlock ? undefined : /^\s*doctest:/.exec(text)?.[0]
    const isSlip = isNearlyDirective(isBlock ? text.replace('doctest:', 'doctest ') : text)
    if (opening === undefined && !isSlip) continue
    while (start > rowStart + source[row]!.length) rowStart += source[row++]!.length + 1
    const line = lines[row]!
    const at = indentOf(line.text, tab).length + '>>> '.length + start - rowStart
    if (opening === undefined) comments.push({ line, at: at - '//'.length })
    else comments.push({ line, at: at + opening.length, words: text.slice(opening.length) })
  }
  return comments
}

const misplaced = (column: number, line: number, margin: number): string =>
  `This \`...\` stands at column ${column}, its prompt at column ${margin} (line ${line}). ` +
  'Write it under the prompt to continue the source. Expected output cannot begin with `...`.'

function spaceless(mark: string, rest: string): string {
  const [first = ''] = rest
  const code = first.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  if (first.trim() === '')
    return `A space must follow \`${mark}\`; here stands ${first === '\t' ? 'a tab' : `U+${code}`}. Write an ordinary space.`
  const output =
    mark === '>>>'
      ? ' Output cannot begin with `>>>`.'
      : ' Under the source, `...` continues it; expected output cannot begin with `...`.'
  return `A space must follow \`${mark}\`.${output}`
}
