/** Writes expected output anew, and keeps the wildcards that still fit. */
import type { Example } from './examples.ts'
import { asWritten, diffLines } from './line-diff.ts'
import { type MatchOptions, match } from './match.ts'
import { matchWildcards, type WildcardOptions } from './wildcards.ts'

/**
 * The lines to expect of an example that printed something else: those that still match stay as they are, of
 * the others the wildcards that still fit. Undefined where no expectation can say it, as where output begins
 * like a prompt.
 */
export async function expectedLines(
  example: Pick<Example, 'want' | 'options'>,
  got: string,
  options: MatchOptions,
): Promise<string[] | undefined> {
  const { want } = example
  const exact = asWritten(got, options.failed ?? false)
  // Without a wildcard there is nothing to keep: lines that match are what was printed.
  const isPlain = !want.includes('...') && !options.placeholders?.size && !options.normalizeWhitespace
  const attempts = isPlain ? [exact] : [await merged(want, got, options), exact]
  return attempts.find((lines) => canBeExpected(lines) && match(lines.join('\n'), got, options).matched)
}

/** Output whose lines would be read as something else, or that no file of text can hold, cannot be expected. */
export function canBeExpected(lines: readonly string[]): boolean {
  return lines.every((line, index) => isReadBack(line, index) && isText(line))
}

const isReadBack = (line: string, index: number): boolean =>
  !/^[ \t]*>>>/.test(line) && !(index === 0 && /^[ \t]*\.\.\./.test(line))

/** Neither a zero character nor half of one. */
export const isText = (line: string): boolean => !/[\0\p{Cs}]/u.test(line)

async function merged(want: string, got: string, options: MatchOptions): Promise<string[]> {
  const lines: string[] = []
  let [removed, added]: [string[], string[]] = [[], []]
  const flush = () => {
    for (const [index, line] of added.entries()) {
      lines.push(index < removed.length ? mergedLine(removed[index]!, line, options) : line)
    }
    ;[removed, added] = [[], []]
  }
  for (const line of await diffLines(want, got, options)) {
    if (line.sign === '-') removed.push(line.want)
    else if (line.sign === '+') added.push(line.got)
    else {
      flush()
      lines.push(line.want)
    }
  }
  flush()
  return lines
}

/** A string, a word, a wildcard, white space or a single mark. */
const tokens = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\.\.\.|[\p{L}\p{N}_$-]+|\s+|./gsu

/** One line in the place of another: what its wildcards still fit on is kept, the rest is as it was printed. */
function mergedLine(want: string, got: string, options: WildcardOptions): string {
  const hasWildcards = want.includes('...') || (options.placeholders?.size ?? 0) > 0
  if (!hasWildcards || want.length + got.length > 2000) return got
  const wants = want.match(tokens) ?? []
  const gots = got.match(tokens) ?? []
  const fits = (a: string, b: string) => a === b || matchWildcards(a, b, options) !== undefined
  const merged = joined(wants, gots, fits)
  return isAlike(wants, merged) ? merged.join('') : got
}

/** Half of the words and strings are still there; else the line says something else, and its wildcards too. */
function isAlike(wants: readonly string[], merged: readonly string[]): boolean {
  const words = wants.filter((token) => token !== '...' && /[\p{L}\p{N}]/u.test(token))
  const kept = new Set(merged)
  return words.filter((word) => kept.has(word)).length * 2 >= words.length
}

/** The tokens of `gots`, those of `wants` in their place in the longest sequence that both have. */
function joined(
  wants: readonly string[],
  gots: readonly string[],
  fits: (a: string, b: string) => boolean,
): string[] {
  const width = gots.length + 1
  const length = new Uint16Array((wants.length + 1) * width)
  const isOpen = (i: number) => wants[i] === '...'
  for (let i = wants.length - 1; i >= 0; i--) {
    for (let j = gots.length - 1; j >= 0; j--) {
      const same = !isOpen(i) && fits(wants[i]!, gots[j]!) ? length[(i + 1) * width + j + 1]! + 1 : 0
      length[i * width + j] = Math.max(same, length[(i + 1) * width + j]!, length[i * width + j + 1]!)
    }
  }
  const out: string[] = []
  let [i, j] = [0, 0]
  /** A wildcard takes what was printed up to the next token that both have. */
  let open = false
  while (i < wants.length || j < gots.length) {
    const here = length[i * width + j] ?? 0
    if (i < wants.length && isOpen(i)) {
      if (!open) out.push('...')
      open = true
      i++
    } else if (
      i < wants.length &&
      j < gots.length &&
      fits(wants[i]!, gots[j]!) &&
      here === length[(i + 1) * width + j + 1]! + 1
    ) {
      out.push(wants[i]!)
      open = false
      i++
      j++
    } else if (i < wants.length && (j === gots.length || here === length[(i + 1) * width + j])) {
      i++
    } else {
      if (!open) out.push(gots[j]!)
      j++
    }
  }
  return out
}
