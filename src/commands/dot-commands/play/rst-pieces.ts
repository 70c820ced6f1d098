/** The prose of an RST file, as a terminal shows it: what a reader of the page does not see is left out. */
import { listMark, type Piece, Pieces, type Source } from './piece.ts'

const underline = /^([!-/:-@[-`{-~])\1{2,}\s*$/
const tableBorder = /^\s*(?:=+(?:\s+=+)+|\+(?:[-=]+\+)+)\s*$/
/** Directives whose content is code. */
const ofCode = /^(?:code|code-block|sourcecode|parsed-literal|doctest|literalinclude)$/

/** Those whose content is text, under a word that says what it is. */
const ofText = /^(?:note|warning|tip|hint|important|caution|danger|attention|error|seealso)$/

/** What is indented under a line that announced it. */
interface Inside {
  readonly kind: 'code' | 'text' | 'hidden'
  /** It lasts while lines are indented more than this. */
  readonly indent: number
}

export function rstPieces({ lines, isExample }: Source): Piece[] {
  const pieces = new Pieces()
  const ranks: string[] = []
  let inside: Inside | undefined
  let isTable = false
  let isListItem = false
  let indentAbove = 0
  for (const [index, text] of lines.entries()) {
    const line = index + 1
    const indent = text.search(/\S|$/)
    if (text.trim() === '') {
      pieces.end()
      isTable = false
      continue
    }
    if (inside && indent <= inside.indent) inside = undefined
    isTable ||= tableBorder.test(text)
    if (isExample(line) || inside?.kind === 'hidden') {
      pieces.end()
    } else if (inside?.kind === 'code') {
      // Options stand right under the directive.
      if (!/^\s+:[\w-]+:/.test(text)) pieces.add({ line, kind: 'code', text: text.slice(inside.indent) })
    } else if (isTable) {
      pieces.add({ line, kind: 'code', text })
    } else if (underline.test(text)) {
      // Without a text above it: the line over a title, or one between sections.
      const title = pieces.take()
      if (title) pieces.add({ ...title, kind: 'heading', text: title.text.trim(), rank: rank(ranks, text) })
    } else if (/^\s*\.\.(?:\s|$)/.test(text)) {
      inside = explicit(pieces, line, text, indent)
    } else {
      // The meaning of a term is indented under it; so is what goes on in an item of a list.
      const isMeaning = indent > indentAbove && !isListItem
      pieces.text(
        line,
        text.replace(/::\s*$/, text.trim() === '::' ? '' : ':'),
        listMark.test(text) || isMeaning,
      )
      isListItem = listMark.test(text) || (isListItem && indent > 0)
      indentAbove = indent
      if (/::\s*$/.test(text)) inside = { kind: 'code', indent }
    }
  }
  pieces.end()
  return pieces.found
}

/** The signs of a title say its rank, by the order in which a file uses them. */
function rank(ranks: string[], text: string): number {
  const sign = text[0]!
  if (!ranks.includes(sign)) ranks.push(sign)
  return ranks.indexOf(sign) + 1
}

/** `.. name:: argument`, or a comment. */
function explicit(pieces: Pieces, line: number, text: string, indent: number): Inside {
  pieces.end()
  const [, name = '', argument = ''] = /^\s*\.\.\s+([\w-]+)::\s*(.*)$/.exec(text) ?? []
  if (ofCode.test(name)) return { kind: 'code', indent }
  if (!ofText.test(name)) return { kind: 'hidden', indent }
  const label = name[0]!.toUpperCase() + name.slice(1)
  pieces.add({ line, kind: 'text', text: `${' '.repeat(indent)}**${label}:** ${argument}`.trimEnd() })
  return { kind: 'text', indent }
}
