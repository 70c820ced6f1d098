/** What to do next about an example that fails: one sentence, where there is something to say. */
import type { Example } from './examples.ts'
import { canBeExpected, isText } from './expected-lines.ts'
import { asWritten, type DiffLine } from './line-diff.ts'
import { type MatchOptions, match } from './match.ts'
import type { Result } from './replay.ts'

/** What a hint is found by. */
interface Failure {
  readonly item: Example
  /** What may have been overlooked around it. */
  readonly overlooked: string | undefined
  readonly want: string
  readonly got: string
  readonly failed: boolean
  readonly unexpectedError: boolean
  readonly diff: readonly DiffLine[]
  readonly options: MatchOptions
}

const syntaxError = /^Uncaught SyntaxError: /m
const isFence = (line: string) => /^\s*(?:`{3,}|~{3,})\s*$/.test(line)
const typographic: Record<string, string> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2026': '...',
}
const typed = (text: string) =>
  text.replace(/[\u2018\u2019\u201c\u201d\u2026]/g, (mark) => typographic[mark]!)

/** The hints, the first that fits is told: from what is certain to what is usual. */
const hints: readonly ((failure: Failure) => string | false | undefined)[] = [
  ({ overlooked }) => overlooked,
  ({ failed, got }) =>
    failed &&
    /^Uncaught SyntaxError: Unexpected end of input/m.test(got) &&
    'The source is not complete. Lines that continue it begin with `... `, right under the prompt.',
  ({ failed, got, item }) =>
    failed &&
    syntaxError.test(got) &&
    /#\s*doctest:/.test(item.source) &&
    'A directive is written `// doctest: +SKIP`, at the end of its line.',
  ({ failed, got, item }) =>
    failed &&
    syntaxError.test(got) &&
    typed(item.source) !== item.source &&
    'There are typographic quotes in the source. Type \' or " instead.',
  ({ unexpectedError, got }) =>
    unexpectedError &&
    !syntaxError.test(got) &&
    'The example ended in an error. Expect one with a line that starts with `Uncaught `.',
  ({ failed, want }) =>
    failed &&
    /^Uncaught \w+$/m.test(want) &&
    'An error is expected with its message, or with `...` for it: `Uncaught TypeError: ...`.',
  ({ want, item }) =>
    want === '' &&
    /^\s*$/.test(item.source.slice(item.source.lastIndexOf('\n') + 1)) &&
    'A `...` right under the source continues it. Begin the expected output with something that is printed.',
  ({ got }) =>
    !isText(got) && 'No file of text holds a zero character, or half of a character. Print it another way.',
  ({ got, failed }) =>
    got !== '' &&
    !canBeExpected(asWritten(got, failed)) &&
    'No expected line can begin with `>>>`, nor the first one with `...`. Print it another way.',
  ({ item: { below }, want, got }) => {
    if (!below || !got.split('\n').some((line) => line.trimEnd() === below.text.trimEnd())) return undefined
    const stands = `Line ${below.line} stands below a blank line, which ends the expected output.`
    return want === '' && !/^\s*$/m.test(got.trimEnd())
      ? `${stands} Take the blank line away.`
      : `${stands} Write \`<BLANKLINE>\` for a blank one.`
  },
  ({ want, got, failed }) =>
    want === '' && got !== '' && !failed && 'Nothing is expected here, but something was printed.',
  ({ want, got }) => got === '' && want !== '' && 'Nothing was printed.',
  ({ want }) =>
    want.split('\n').some(isFence) &&
    'The fence among the expected lines does not close this block, which was opened by another.',
  ({ options, want, got }) =>
    !options.normalizeWhitespace &&
    match(unblanked(want), unblanked(got), { ...options, normalizeWhitespace: true }).matched &&
    'Only white space differs. `// doctest: +NORMALIZE_WHITESPACE` overlooks that.',
  ({ options, want, got }) =>
    typed(want) !== want &&
    match(typed(want), got, options).matched &&
    'There are typographic quotes or dots in the expected output. Type \', " or `...` instead.',
  ({ options, want, got }) =>
    match(want.normalize(), got.normalize(), options).matched &&
    'Both look alike, but accents and letters are put together otherwise. --update writes what is printed.',
  ({ options, want }) =>
    options.ellipsis === false && want.includes('...') && '`-ELLIPSIS` is on: `...` stands for itself here.',
  ({ options, diff }) =>
    options.ellipsis !== false &&
    diff.some(({ sign, ...line }) => sign === '-' && 'want' in line && line.want.trim() === '...') &&
    diff.every(({ sign }) => sign !== '+') &&
    'A line of `...` stands for one line or more.',
]

/** The hint for an example that failed by what it printed. Where the session had something to say, that is it. */
export function hintFor(
  item: Example,
  { got = '', failed = false, match: compared, overlooked, notes }: Result,
  diff: readonly DiffLine[],
  options: MatchOptions,
): string | undefined {
  // It failed by passing.
  if (compared?.matched) return undefined
  const unexpectedError = compared?.unexpectedError ?? false
  if (notes.length > 0 && unexpectedError) return overlooked
  const failure: Failure = { item, overlooked, want: item.want, got, failed, unexpectedError, diff, options }
  for (const hint of hints) {
    const found = hint(failure)
    if (found) return found
  }
  return undefined
}

const unblanked = (text: string): string => text.replaceAll('<BLANKLINE>', '')
