/** The prose of a Markdown file, as a terminal shows it: what a reader of the page does not see is left out. */
import { listMark, type Piece, Pieces, type Source } from './piece.ts'

export function markdownPieces({ lines, isExample }: Source): Piece[] {
  const pieces = new Pieces()
  let fence: string | undefined
  let isComment = false
  let wasBlank = true
  for (const [index, raw] of lines.entries()) {
    const line = index + 1
    const text = raw.replace(/^(?: {0,3}> ?)+/, '')
    const isBlank = text.trim() === ''
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1]
    if (isComment || (!fence && /^\s*<!--/.test(text))) {
      pieces.end()
      isComment = !text.includes('-->')
    } else if (isExample(line)) {
      pieces.end()
    } else if (fence) {
      if (mark?.startsWith(fence) && text.trim() === mark) fence = undefined
      else pieces.add({ line, kind: 'code', text })
    } else if (mark) {
      pieces.end()
      fence = mark
    } else if (isBlank) {
      pieces.end()
    } else if (/^#{1,6}(?:\s|$)/.test(text)) {
      const [, marks = '', title = ''] = /^(#+)\s*(.*?)\s*#*\s*$/.exec(text)!
      pieces.add({ line, kind: 'heading', text: title, rank: marks.length })
    } else if (/^ {0,3}(?:=+|-{2,})\s*$/.test(text) && !wasBlank) {
      const title = pieces.take()
      if (title) pieces.add({ ...title, kind: 'heading', rank: text.includes('=') ? 1 : 2 })
    } else if (/^(?: {4}|\t)/.test(text) && wasBlank) {
      pieces.add({ line, kind: 'code', text: text.replace(/^(?: {4}|\t)/, '') })
    } else if (/^\s*\|/.test(text)) {
      pieces.add({ line, kind: 'code', text: text.trim() })
    } else if (!/^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/.test(text)) {
      pieces.text(line, text, listMark.test(text))
    }
    // Indented code goes on.
    wasBlank = isBlank || (pieces.found.at(-1)?.kind === 'code' && /^(?: {4}|\t)/.test(text))
  }
  pieces.end()
  return pieces.found
}
