/** Text in the cells of a terminal: how many it takes, cut, filled up and wrapped. */
import { eastAsianWidth } from 'get-east-asian-width'
import { harmless, plain } from '../../text/harmless.ts'

// Where none of these is, every code point is seen by itself, and nobody has to look for clusters.
const joining = /[\p{M}\p{Cf}\p{Emoji_Modifier}\p{Regional_Indicator}\u{1160}-\u{11ff}\u{d7b0}-\u{d7ff}]/u

/** Terminals draw these over the cell before, or not at all. Jamo of the second and third kind join the first. */
const withoutCells = /^(?!\u00ad)[\p{Mn}\p{Me}\p{Cf}\u{1160}-\u{11ff}\u{d7b0}-\u{d7ff}]$/u

/** Two regional indicators are a flag, and a variation selector asks for the picture. */
const picture =
  /^(?:\p{Regional_Indicator}{2}|\p{Emoji}\ufe0f|\p{Extended_Pictographic}.*[\u200d\p{Emoji_Modifier}])/u

let segmenter: Intl.Segmenter | undefined

/** ASCII up to the character before others, and others with the one before them, which they may be drawn over. */
const stretches = /[\x20-\x7e]+(?![^\x20-\x7e])|[\x20-\x7e]?[^\x20-\x7e]+/g

/** What a reader takes for a character, each; ASCII in longer pieces. Looking for them takes its time. */
function* clusters(text: string): Generator<string, void> {
  for (const stretch of text.match(stretches) ?? []) {
    if (plain.test(stretch)) yield stretch
    else if (!joining.test(stretch)) yield* stretch
    else {
      segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
      for (const { segment } of segmenter.segment(stretch)) yield segment
    }
  }
}

function clusterWidth(cluster: string): number {
  if (plain.test(cluster)) return cluster.length
  if (picture.test(cluster)) return 2
  let width = 0
  for (const character of cluster) {
    if (!withoutCells.test(character)) width += eastAsianWidth(character.codePointAt(0)!)
  }
  return width
}

/** How many cells a line takes: two for wide characters and pictures, none for what is drawn over others. */
export function cellWidth(line: string): number {
  if (plain.test(line)) return line.length
  let width = 0
  for (const cluster of clusters(line)) width += clusterWidth(cluster)
  return width
}

/** Whether the line takes no more cells; mostly a look at its length tells. */
export function fits(line: string, width: number): boolean {
  return widest * line.length <= width || cellWidth(line) <= width
}

/** Nothing takes more cells than this for each of its code units. */
const widest = 2

/** The longest beginning of the line that takes at most so many cells; no character is cut in two. */
function head(line: string, width: number): string {
  let free = width
  let end = 0
  for (const cluster of clusters(line)) {
    const isAscii = plain.test(cluster)
    const taken = isAscii ? Math.min(cluster.length, free) : clusterWidth(cluster)
    if (taken > free) break
    free -= taken
    end += isAscii ? taken : cluster.length
    if (free === 0 && isAscii && taken < cluster.length) break
  }
  return line.slice(0, end)
}

/** The line if it fits, else its beginning and an ellipsis, which is `...` where there is no Unicode. */
export function cut(line: string, width: number, unicode = false): string {
  if (fits(line, width)) return line
  const ellipsis = unicode ? '…' : '...'
  // In so few cells an ellipsis would say more than the text.
  if (width <= ellipsis.length) return head(line, width)
  return `${head(line, width - ellipsis.length)}${ellipsis}`
}

/** The line filled up with spaces. One that is longer stays as it is. */
export function pad(line: string, width: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, width - cellWidth(line)))
  return align === 'left' ? line + spaces : spaces + line
}

/** Terminals have a tab stop in every eighth cell. */
const tabStop = 8

/** Any text as harmless lines: its own line ends are kept, and its tabs as spaces. */
export function lines(text: string): string[] {
  return text.split(/\r\n?|[\n\u0085\u2028\u2029]/).map((line) => {
    const [first = '', ...others] = line.split('\t').map(harmless)
    const toTabStop = (before: string) => pad(before, (Math.floor(cellWidth(before) / tabStop) + 1) * tabStop)
    return others.reduce((before, part) => toTabStop(before) + part, first)
  })
}

// A word, with what closes a sentence after it; or a wide character, between which lines may break.
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u
const pieces = new RegExp(
  `\\s+|${wide.source}[\\p{Pe}\\p{Pf}\\p{Po}\\u30fc]*|(?:(?!${wide.source})\\S)+`,
  'gu',
)

/**
 * A harmless line as lines of at most so many cells, broken between words and indented as the line is, up to
 * half the width. A word that is longer stays whole: it is mostly an address or an id, which is copied.
 */
export function wrap(line: string, width: number): string[] {
  if (fits(line, width)) return [line]
  const indent = ' '.repeat(Math.min(line.search(/\S|$/), Math.floor(width / 2)))
  const wrapped: string[] = []
  let current = ''
  let taken = indent.length
  for (const piece of line.trim().match(pieces) ?? []) {
    const needed = cellWidth(piece)
    if (current !== '' && taken + needed > width) {
      wrapped.push(indent + current.trimEnd())
      current = ''
      taken = indent.length
    }
    if (current === '' && piece.trim() === '') continue
    current += piece
    taken += needed
  }
  if (current !== '' || wrapped.length === 0) wrapped.push((indent + current).trimEnd())
  return wrapped
}
