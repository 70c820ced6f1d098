/** Source in pieces: what its texts and comments say, and the code between. */

export interface Piece {
  /** `text` is what stands between the quotes of a string, or a part of a template. */
  readonly kind: 'text' | 'comment' | 'code'
  readonly start: number
  readonly end: number
  /** All of it is to go. */
  readonly secret: boolean
}

const comment = /\/\/[^\r\n\u2028\u2029]*|\/\*[\s\S]*?\*\//g

/** All pieces of a source whose texts and regular expressions are known, in order. */
export function around(source: string, known: readonly Piece[]): Piece[] {
  const pieces: Piece[] = []
  const code = (start: number, end: number) => {
    if (start < end) pieces.push({ kind: 'code', start, end, secret: false })
  }
  const gap = (start: number, end: number) => {
    let from = start
    for (const { 0: text, index } of source.slice(start, end).matchAll(comment)) {
      code(from, start + index)
      from = start + index + text.length
      pieces.push({ kind: 'comment', start: start + index, end: from, secret: false })
    }
    code(from, end)
  }
  let at = 0
  for (const piece of known) {
    gap(at, piece.start)
    pieces.push(piece)
    at = piece.end
  }
  gap(at, source.length)
  return pieces
}

const interesting = /['"`{}]|\/\/|\/\*/g

/**
 * The pieces of a text that no parser reads. A quote in a regular expression passes for that of a string,
 * and whoever relies on single pieces has to allow for it.
 */
export function scan(text: string): Piece[] {
  const pieces: Piece[] = []
  /** For each template that is open around the place, how many braces are open in its substitution. */
  const templates: number[] = []
  let codeStart = 0
  const take = (kind: Piece['kind'], start: number, end: number) => {
    if (codeStart < start) pieces.push({ kind: 'code', start: codeStart, end: start, secret: false })
    pieces.push({ kind, start, end, secret: false })
    codeStart = end
    return end
  }
  const takeTemplate = (start: number) => {
    const { end, next } = endOfText(text, start, '`')
    take('text', start, end)
    if (text[end] === '$') templates.push(0)
    return next
  }
  for (let at = 0; at < text.length; ) {
    interesting.lastIndex = at
    const found = interesting.exec(text)
    if (!found) break
    const { 0: what, index } = found
    at = index + 1
    if (what === '//') at = take('comment', index, endOf(text, /[\r\n]/g, index))
    else if (what === '/*') at = take('comment', index, endOf(text, /(?<=\*\/)/g, index + 2))
    else if (what === '`') at = takeTemplate(at)
    else if (what === "'" || what === '"') {
      const { end, next } = endOfText(text, at, what)
      take('text', at, end)
      at = next
    } else if (templates.length > 0) {
      const open = templates.pop()!
      if (what === '{') templates.push(open + 1)
      else if (open > 0) templates.push(open - 1)
      else at = takeTemplate(at)
    }
  }
  if (codeStart < text.length)
    pieces.push({ kind: 'code', start: codeStart, end: text.length, secret: false })
  return pieces
}

function endOf(text: string, mark: RegExp, from: number): number {
  mark.lastIndex = from
  return mark.exec(text)?.index ?? text.length
}

/** Where a string or a part of a template ends, and where to go on. */
function endOfText(text: string, start: number, quote: string): { end: number; next: number } {
  const stop = quote === '`' ? /\\[\s\S]|`|\$\{/g : /\\[\s\S]|['"\r\n]/g
  stop.lastIndex = start
  for (let found = stop.exec(text); found; found = stop.exec(text)) {
    const { 0: what, index } = found
    if (what[0] === '\\' || (/['"]/.test(what) && what !== quote)) continue
    return { end: index, next: index + what.length }
  }
  return { end: text.length, next: text.length }
}
