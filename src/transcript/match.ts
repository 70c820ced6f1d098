import { type ExpectedError, hasStack, splitError, withoutStack } from './expected-error.ts'
import { type Tolerance, withNearNumbers } from './tolerance.ts'
import { inExpectedOrder } from './unordered.ts'
import { matchWildcards, type Placeholders, type Wildcard } from './wildcards.ts'

/** How to compare; what is left out has the default of an example. */
export interface MatchOptions {
  ellipsis?: boolean
  normalizeWhitespace?: boolean
  ignoreExceptionDetail?: boolean
  /** The elements of printed arrays may come in any order. */
  unordered?: boolean
  /** How far numbers may be from the expected ones. */
  tolerance?: Tolerance
  /** What stands for a value, besides `...`. */
  placeholders?: Placeholders
  /** Whether evaluating ended in an error. Unknown: it did if a line starts with `Uncaught `. */
  failed?: boolean
}

/** The outcome of a comparison. */
export interface Match {
  matched: boolean
  /** The texts as they were compared: line ends, blank lines and stack lines made alike on both sides. */
  want: string
  got: string
  /** What each `...` of `want` swallowed of `got`, in order; empty where they did not match. */
  wildcards: Wildcard[]
  /** An error that no line of the expectation allows for. */
  unexpectedError: boolean
}

/**
 * What {@link match} would say, where that is seen at once: most examples print nothing, or one plain line, as was
 * expected. Undefined where it takes a closer look.
 */
export function matchAtOnce(
  want: string,
  got: string,
  { failed, placeholders }: Pick<MatchOptions, 'failed' | 'placeholders'>,
): Match | undefined {
  if (want !== got || failed !== false || (placeholders && placeholders.size > 0)) return undefined
  if (want !== '' && /\.\.\.|[\r\n]|^\s|^<B/.test(want)) return undefined
  return { matched: true, want, got, wildcards: [], unexpectedError: false }
}

/**
 * Compares expected output with what was printed, by the rules of Python's doctest:
 *
 * - a line end at the very end of `got` may be there or not; no expectation matches nothing but no output
 * - `<BLANKLINE>` is a blank line; a line of white space is a blank line
 * - `...` swallows any text, newlines too (see matchWildcards), but never an error that is not expected
 * - elements of arrays in another order and numbers nearby count as alike where the options say so
 * - of an expected error the first line counts, stack lines never; further lines count if they are expected
 */
export function match(want: string, got: string, options: MatchOptions = {}): Match {
  const { ellipsis = true, ignoreExceptionDetail = false, failed } = options
  const expected = withBlankLines(unixLines(want).replace(/\n$/, ''))
  const printed = unixLines(got)
  const actual = withBlankLines(printed.replace(/\n$/, ''))

  const wantError = failed === false ? undefined : splitError(expected)
  const gotError = failed === false ? undefined : splitError(actual)
  const unexpectedError = failed === true && gotError !== undefined && wantError === undefined
  const failure = { matched: false, want: expected, got: actual, wildcards: [], unexpectedError }
  if (unexpectedError || (want === '') !== (printed === '')) return failure

  const pairs: [string, string][] = [[expected, actual]]
  if (wantError && gotError) pairs.unshift(...errorPairs(wantError, gotError, ignoreExceptionDetail))
  for (const pair of pairs) {
    const [a, b] = prepared(pair, options)
    const wildcards = matchWildcards(a, b, { ellipsis, placeholders: options.placeholders })
    if (wildcards) return { matched: true, want: a, got: b, wildcards, unexpectedError: false }
  }
  return failure
}

/** The two texts with what is to be overlooked made alike. */
function prepared([want, got]: [string, string], options: MatchOptions): [string, string] {
  const { normalizeWhitespace = false, tolerance, unordered = false } = options
  const [a, b] = normalizeWhitespace ? [withSingleSpaces(want), withSingleSpaces(got)] : [want, got]
  const near = (one: string, other: string) =>
    tolerance ? withNearNumbers(one, other, tolerance, options) : other
  if (!unordered) return [a, near(a, b)]
  const same = (one: string, other: string) => matchWildcards(one, near(one, other), options) !== undefined
  return [a, near(a, inExpectedOrder(a, b, same))]
}

/** What counts of an expected error; the first pair that matches tells what the wildcards swallowed. */
function errorPairs(want: ExpectedError, got: ExpectedError, nameOnly: boolean): [string, string][] {
  const pairs: [string, string][] = []
  if (withoutStack(want).rest.every((line) => line.trim() === '...')) {
    pairs.push([join({ ...want, rest: [] }), join({ ...got, rest: [] })])
  }
  if (hasStack(want) || hasStack(got)) pairs.push([join(withoutStack(want)), join(withoutStack(got))])
  if (nameOnly) {
    const [wanted, gotten] = [nameOf(want.line), nameOf(got.line)]
    pairs.push([join({ ...want, line: wanted, rest: [] }), join({ ...got, line: gotten, rest: [] })])
  }
  return pairs
}

const join = ({ before, line, rest }: ExpectedError): string => [...before, line, ...rest].join('\n')

/** `Uncaught api.TypeError [ERR_X]: no such thing` without its detail: `Uncaught TypeError`. */
function nameOf(line: string): string {
  const name = line.replace(/(?: \[\w+\])?:(?:\s.*)?$/s, '')
  return name.replace(/^(Uncaught )(?:\w+\.)+(?=\w+$)/, '$1')
}

const unixLines = (text: string): string => text.replace(/\r\n?/g, '\n')
const withSingleSpaces = (text: string): string => text.trim().split(/\s+/).join(' ')

/** On both sides, so that a program may also print the word `<BLANKLINE>`, for which there is no other way. */
const withBlankLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => (/^(?:\s*|<BLANKLINE>\s*)$/.test(line) ? '' : line))
    .join('\n')
