/** Writing an expectation so that the reader of transcripts reads it back, and finds that it matches. */
import type { Example } from '../../../transcript/index.ts'
import { type Match, match, parseDocument } from '../../../transcript/index.ts'
import { type ExampleText, type Format, pageText } from './page.ts'
import type { Parts } from './values.ts'
import { type Value, waysToWrite } from './wildcards.ts'

/** What an expectation is made of. */
export interface Output {
  readonly parts: Parts
  /** As it was printed. */
  readonly got: string
  readonly failed: boolean
  /** Milliseconds that it may take; the usual time when absent. */
  readonly timeout?: number
}

/** How an example is written where the plain way would be read otherwise. */
export interface Style {
  /** All of an error, and not its first line alone. */
  readonly wholeError?: boolean
  readonly normalizes?: boolean
  readonly isShownOnly?: boolean
}

export type Write = (value: Value) => string

/** The plainest is tried first. The last runs nothing, and so leaves nothing to compare. */
const styles: readonly Style[] = [
  {},
  { wholeError: true },
  // The first line cannot look like a prompt, and a wildcard cannot open it. With white space made alike, a
  // blank line above it does no harm.
  { normalizes: true },
  { normalizes: true, wholeError: true },
]

export const shownOnly: Style = { isShownOnly: true }

/** The style in which an example holds, with how it is read; undefined where the file cannot have it. */
export async function styleFor(
  source: string,
  output: Output,
  write: Write,
  format: Format,
  wanted: readonly Style[] = [...styles, shownOnly],
): Promise<{ style: Style; example: Example } | undefined> {
  for (const style of wanted) {
    if (style.wholeError && !output.failed) continue
    const text = exampleText(source, output, style, write)
    if (!style.isShownOnly && saysNothing(text.want)) continue
    const example = await readBack(text, format)
    if (!example) continue
    if (example.options.skip) return { style, example }
    if (matched(example, output).matched && !example.options.fail) return { style, example }
  }
  return undefined
}

export function exampleText(source: string, output: Output, style: Style, write: Write): ExampleText {
  const directive = directiveFor(style, output)
  const lines = wantLines(output, style, write)
  // Lines below another one may look like prompts, and begin with a wildcard.
  const below = (style.normalizes || style.isShownOnly) && lines.length > 0 ? ['<BLANKLINE>'] : []
  const harmless = lines.map((line, index) => {
    return index + below.length > 0 && /^\s*>>>/.test(line) ? `...${line.trimStart()}` : line
  })
  return { source, want: [...below, ...harmless].join('\n'), directive }
}

function directiveFor({ normalizes, isShownOnly }: Style, { timeout }: Output): string | undefined {
  if (isShownOnly) return 'skip next'
  const words = [
    ...(normalizes ? ['+NORMALIZE_WHITESPACE'] : []),
    ...(timeout === undefined ? [] : [`+TIMEOUT=${timeout}`]),
  ]
  return words.length > 0 ? words.join(' ') : undefined
}

/** The comparison that a replay makes. */
export function matched(
  { want, options }: Pick<Example, 'want' | 'options'>,
  { got, failed }: Output,
): Match {
  return match(want, got, { ...options, failed })
}

function wantLines({ parts, failed }: Output, { wholeError }: Style, write: Write): string[] {
  const onlyValue = parts.every((part) => typeof part !== 'string' || part.trim() === '')
  const text = parts
    .map((part) => (typeof part === 'string' ? part : onlyValue ? withBeginning(part, write) : write(part)))
    .join('')
  const lines = text.replace(/\n$/, '').split('\n')
  const error = failed && !wholeError ? lines.findLastIndex((line) => line.startsWith('Uncaught ')) : -1
  const wanted = text === '' ? [] : error < 0 ? lines : lines.slice(0, error + 1)
  return wanted.map((line) => (line.trim() === '' ? '<BLANKLINE>' : line))
}

/** A wildcard alone would match anything: it keeps the first character of what it stands for. */
function withBeginning(value: Value, write: Write): string {
  const written = write(value)
  if (!written.startsWith('...') || /[^.]/.test(written) || value.kind === 'hidden') return written
  return value.text.slice(0, 1) + written
}

/** Nothing but wildcards: it would match anything. */
const saysNothing = (want: string) =>
  want.includes('...') && want.replace(/\.\.\.|<BLANKLINE>|\s/g, '') === ''

async function readBack(text: ExampleText, format: Format): Promise<Example | undefined> {
  const page = pageText([{ kind: 'example', ...text }], format)
  const { items } = await parseDocument(format === 'markdown' ? 'recording.md' : 'recording.rst', page)
  const [example, ...others] = items
  if (example?.kind !== 'example' || others.length > 0) return undefined
  return example.source === text.source && example.want === text.want ? example : undefined
}

/** Another way to write a value than those in use. */
export function anotherWay(value: Value, inUse: ReadonlySet<string>): string {
  for (const way of waysToWrite(value)) if (!inUse.has(way)) return way
  throw new Error('There is always another way to write a value')
}
