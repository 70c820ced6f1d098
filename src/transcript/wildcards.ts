/** A `...` or a placeholder of an expectation: where it stands there, and the piece of the text that it matched. */
export interface Wildcard {
  /** Offset and length in the expected text. */
  at: number
  length: number
  /** Offsets of the swallowed text; `end` is exclusive. */
  start: number
  end: number
  /** The placeholder, where it is one. */
  name?: string
}

/** The placeholders that are declared, each with its value as it is printed; undefined before it has one. */
export type Placeholders = ReadonlyMap<string, string | undefined>

export interface WildcardOptions {
  /** `...` stands for any text (the default); false: only placeholders are special. */
  ellipsis?: boolean
  placeholders?: Placeholders
}

const mark = '...'

/** A text between wildcards, and the placeholders in it that have a value already. */
interface Piece {
  text: string
  known: { at: number; length: number; name: string; from: number; to: number }[]
}

/**
 * Matches a text whose `...` stand for any text, also for none and for many lines. The first piece is anchored
 * at the start, the last at the end, each piece between is taken where it stands leftmost: if any way to match
 * exists, this one does, so nothing is tried twice and the time is linear, without placeholders. A placeholder without a value is a
 * wildcard for one character or more on one line; where that line ends too early, all since the last `...` is
 * looked for further on. It is the same wherever it stands, but that is seen in the end: where the first text
 * that it could take is not the one that stands in its other places, there is no second try. Returns what
 * each wildcard swallowed, or undefined.
 */
export function matchWildcards(
  want: string,
  got: string,
  { ellipsis = true, placeholders }: WildcardOptions = {},
): Wildcard[] | undefined {
  if (!ellipsis && !placeholders?.size) return want === got ? [] : undefined
  const { pieces, marks } = placeholders?.size ? named(want, placeholders, ellipsis) : plain(want)
  const first = pieces[0]!
  const last = pieces[pieces.length - 1]!
  if (marks.length === 0) return first.text === got ? inserted(first, 0) : undefined
  const end = got.length - last.text.length
  if (first.text.length > end || !got.startsWith(first.text) || !got.endsWith(last.text)) return undefined

  if (!areInOrder(pieces, got)) return undefined
  const wildcards = inserted(first, 0)
  let position = first.text.length
  /** Where the next piece may begin, if not right here. */
  let from: number | undefined
  /** The last `...`: where it begins, where what follows was found, how many wildcards are before it. */
  let open: { i: number; position: number; found: number; count: number } | undefined
  let i = 0
  while (i < marks.length) {
    const piece = pieces[i + 1]!
    const isNamed = marks[i]!.name !== undefined
    const lineEnd = isNamed ? endOfLine(got, position) : end
    from ??= isNamed ? position + 1 : position
    const to = isNamed ? Math.min(end, lineEnd + piece.text.length) : end
    const found = i + 1 === marks.length ? end : indexOf(got, piece.text, from, to)
    if (isNamed && (found === -1 || found > lineEnd)) {
      if (!open || lineEnd >= end) return undefined
      // Pieces without a line end do not begin on this line, as the placeholder does not.
      from = (got.slice(open.found, position).includes('\n') ? open.found : lineEnd) + 1
      i = open.i
      position = open.position
      wildcards.length = open.count
      continue
    }
    if (found < from) return undefined
    if (!isNamed) open = { i, position, found, count: wildcards.length }
    wildcards.push({ ...marks[i]!, start: position, end: found })
    for (const known of inserted(piece, found)) wildcards.push(known)
    position = found + piece.text.length
    from = undefined
    i++
  }
  return agree(wildcards, got) ? wildcards : undefined
}

type Mark = Pick<Wildcard, 'at' | 'length' | 'name'>

function plain(want: string): { pieces: Piece[]; marks: Mark[] } {
  const pieces: Piece[] = []
  const marks: Mark[] = []
  let from = 0
  for (let at = want.indexOf(mark); at !== -1; at = want.indexOf(mark, from)) {
    pieces.push({ text: want.slice(from, at), known: [] })
    marks.push({ at, length: mark.length })
    from = at + mark.length
  }
  pieces.push({ text: want.slice(from), known: [] })
  return { pieces, marks }
}

function named(want: string, placeholders: Placeholders, ellipsis: boolean) {
  const pieces: Piece[] = []
  const marks: Mark[] = []
  let piece: Piece = { text: '', known: [] }
  let from = 0
  for (const { 0: token, index: at } of want.matchAll(placeholderPattern(placeholders, ellipsis))) {
    piece.text += want.slice(from, at)
    from = at + token.length
    const value = token === mark ? undefined : placeholders.get(token)
    if (value !== undefined) {
      const start = piece.text.length
      piece.text += value
      piece.known.push({ at, length: token.length, name: token, from: start, to: piece.text.length })
      continue
    }
    pieces.push(piece)
    piece = { text: '', known: [] }
    marks.push({ at, length: token.length, ...(token === mark ? {} : { name: token }) })
  }
  piece.text += want.slice(from)
  pieces.push(piece)
  return { pieces, marks }
}

/** Finds the placeholders in a text, longer ones first, none inside a longer word; also `...` where asked. */
export function placeholderPattern(placeholders: Placeholders, ellipsis = false): RegExp {
  const names = [...placeholders.keys()].sort((a, b) => b.length - a.length).map(bounded)
  return new RegExp([...names, ...(ellipsis ? ['\\.\\.\\.'] : [])].join('|'), 'g')
}

const bounded = (name: string): string => {
  const escaped = name.replace(/[\\^$.+()[\]{}|*?/]/g, '\\$&')
  return `${/^\w/.test(name) ? '(?<![\\w-])' : ''}${escaped}${/\w$/.test(name) ? '(?![\\w-])' : ''}`
}

const inserted = ({ known }: Piece, start: number): Wildcard[] =>
  known.map(({ from, to, ...place }) => ({ ...place, start: start + from, end: start + to }))

/** A placeholder stands for one text, which is on one line and not empty. */
function agree(wildcards: readonly Wildcard[], got: string): boolean {
  const values = new Map<string, string>()
  return wildcards.every(({ name, start, end }) => {
    if (name === undefined) return true
    const value = got.slice(start, end)
    const before = values.get(name) ?? value
    values.set(name, value)
    return value !== '' && !value.includes('\n') && value === before
  })
}

/** Whether all pieces stand in a text one after the other: where they do not, no wildcard fits. */
function areInOrder(pieces: readonly Piece[], got: string): boolean {
  let position = 0
  return pieces.every(({ text }) => {
    const found = indexOf(got, text, position, got.length)
    position = found + text.length
    return found !== -1
  })
}

const endOfLine = (text: string, from: number): number => {
  const found = text.indexOf('\n', from)
  return found === -1 ? text.length : found
}

/** Where `piece` stands leftmost in `text` between two offsets, or -1. */
function indexOf(text: string, piece: string, from: number, to: number): number {
  if (from + piece.length > to) return -1
  // The engine's own search is quick for short pieces, but slow for long ones that nearly match everywhere.
  if (piece.length > 64) return linearIndexOf(text, piece, from, to)
  const found = text.slice(from, to).indexOf(piece)
  return found === -1 ? -1 : from + found
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
