/** One `...` of an expectation: where it stands there, and the piece of the text that it matched. */
export interface Wildcard {
  /** Offset of the `...` in the expected text. */
  at: number
  /** Offsets of the swallowed text; `end` is exclusive. */
  start: number
  end: number
}

const mark = '...'

/**
 * Matches a text whose `...` stand for any text, also for none and for many lines. The first piece is anchored
 * at the start, the last at the end, each piece between is taken where it stands leftmost: if any way to match
 * exists, this one does, so nothing is ever tried twice and the time is linear. Returns what each wildcard
 * swallowed, or undefined.
 */
export function matchWildcards(want: string, got: string): Wildcard[] | undefined {
  const pieces = want.split(mark)
  const first = pieces[0]!
  if (pieces.length === 1) return want === got ? [] : undefined
  const last = pieces[pieces.length - 1]!
  const end = got.length - last.length
  if (first.length > end || !got.startsWith(first) || !got.endsWith(last)) return undefined

  const wildcards: Wildcard[] = []
  let at = first.length
  let position = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = indexOf(got, piece, position, end)
    if (found === -1) return undefined
    wildcards.push({ at, start: position, end: found })
    at += mark.length + piece.length
    position = found + piece.length
  }
  wildcards.push({ at, start: position, end })
  return wildcards
}

/** Where `piece` stands leftmost in `text` between two offsets, or -1. */
function indexOf(text: string, piece: string, from: number, to: number): number {
  // The engine's own search is quick for short pieces, but slow for long ones that nearly match everywhere.
  if (piece.length > 64) return linearIndexOf(text, piece, from, to)
  const found = text.indexOf(piece, from)
  return found !== -1 && found + piece.length <= to ? found : -1
}

/** The algorithm of Knuth, Morris and Pratt: no character of the text is looked at twice from the start. */
function linearIndexOf(text: string, piece: string, from: number, to: number): number {
  const borders = new Int32Array(piece.length)
  for (let i = 1, border = 0; i < piece.length; i++) {
    while (border > 0 && piece.charCodeAt(i) !== piece.charCodeAt(border)) border = borders[border - 1]!
    if (piece.charCodeAt(i) === piece.charCodeAt(border)) border++
    borders[i] = border
  }
  for (let i = from, matched = 0; i < to; i++) {
    while (matched > 0 && text.charCodeAt(i) !== piece.charCodeAt(matched)) matched = borders[matched - 1]!
    if (text.charCodeAt(i) === piece.charCodeAt(matched)) matched++
    if (matched === piece.length) return i - matched + 1
  }
  return -1
}
