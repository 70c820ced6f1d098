import type { Wildcard } from './wildcards.ts'

/** A quoted string in expected output that holds wildcards, and the text that it matched, both with quotes. */
export interface WildcardLiteral {
  written: string
  matched: string
}

const quotes = ["'", '"', '`'] as const

/**
 * Finds the quoted strings around the wildcards of an expectation that matched. Output is not source, so a
 * quote may be an apostrophe: a string's quotes stand on one line, and no letter touches them from outside.
 */
export function literalsWithWildcards(
  want: string,
  got: string,
  wildcards: readonly Wildcard[],
): WildcardLiteral[] {
  const found = new Map<number, WildcardLiteral>()
  const seen = new Set<number>()
  for (const quote of quotes) {
    const marks = quotesIn(want, quote)
    let next = 0
    for (const { at } of wildcards) {
      while (next < marks.length && marks[next]! < at) next++
      const open = marks[next - 1]
      const close = marks[next]
      if (open === undefined || close === undefined || seen.has(open)) continue
      seen.add(open)
      if (/\w/.test(want[open - 1] ?? '') || /\w/.test(want[close + 1] ?? '')) continue
      const written = want.slice(open, close + 1)
      if (written.includes('\n')) continue
      found.set(open, { written, matched: got.slice(toGot(open, wildcards), toGot(close, wildcards) + 1) })
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([, literal]) => literal)
}

/** The offsets of a quote, those after a backslash left out. */
function quotesIn(text: string, quote: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) found.push(at)
  }
  return found
}

/** Where a character of the expectation, not of a wildcard, stands in the text that matched. */
function toGot(offset: number, wildcards: readonly Wildcard[]): number {
  // The last wildcard before it, by bisection: there may be ten thousand.
  let [low, high] = [0, wildcards.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (wildcards[middle]!.at < offset) low = middle + 1
    else high = middle
  }
  const before = wildcards[low - 1]
  return before ? before.end + offset - before.at - before.length : offset
}

const letters: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', '0': '\0' }
const escapes = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|(.))/gs

/** The string that a literal with its quotes stands for; undefined where it is not one literal on one line. */
export function readLiteral(literal: string): string | undefined {
  const quote = literal[0]!
  const inner = literal.slice(1, -1)
  if (literal.length < 2 || literal.at(-1) !== quote || /[\r\n]/.test(inner)) return undefined
  if (quotesIn(inner, quote).length > 0 || /(?<!\\)(?:\\\\)*\\$/.test(inner)) return undefined
  return inner.replace(escapes, (_, hex, unit, point, letter) => {
    const code = Number.parseInt(hex ?? unit ?? point ?? '0', 16)
    return letter === undefined ? String.fromCodePoint(Math.min(code, 0x10ffff)) : (letters[letter] ?? letter)
  })
}

/** Writes a string as a literal in these quotes. */
export function writeLiteral(value: string, quote: string): string {
  const inner = value.replace(/[\\'"`\0-\x1f\u2028\u2029]|\$(?=\{)/g, (character) => {
    if (character === '\\' || character === quote) return `\\${character}`
    if (character === '$') return quote === '`' ? '\\$' : '$'
    if (/['"`]/.test(character)) return character
    if (character === '\n') return '\\n'
    if (character === '\t') return '\\t'
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return quote + inner + quote
}
