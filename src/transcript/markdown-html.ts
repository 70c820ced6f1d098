/** HTML in Markdown: where a block of it begins and ends, and where the comments of a text stand. */
import { isNearlyDirective, written } from './directives.ts'
import type { Line, Slip } from './layout.ts'

const blockNames =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|' +
  'dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|' +
  'link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|' +
  'tfoot|th|thead|title|tr|track|ul'
const attribute = '[ \\t]+[a-zA-Z_:][\\w.:-]*(?:[ \\t]*=[ \\t]*(?:[^\\s"\'=<>`]+|\'[^\']*\'|"[^"]*"))?'
const wholeTag = new RegExp(
  `^(?:<[a-zA-Z][a-zA-Z0-9-]*(?:${attribute})*[ \\t]*/?>|</[a-zA-Z][a-zA-Z0-9-]*[ \\t]*>)[ \\t]*$`,
)

/** The seven kinds of blocks of CommonMark; those without an `end` last to the next blank line. */
const kinds: readonly { start: RegExp; end?: RegExp }[] = [
  { start: /^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, end: /<\/(?:script|pre|style|textarea)>/i },
  { start: /^<!--/, end: /-->/ },
  { start: /^<\?/, end: /\?>/ },
  { start: /^<![a-zA-Z]/, end: />/ },
  { start: /^<!\[CDATA\[/, end: /\]\]>/ },
  { start: new RegExp(`^</?(?:${blockNames})(?:\\s|/?>|$)`, 'i') },
]

/** Whether a line opens a block of HTML, and what ends it; a tag alone on its line interrupts no paragraph. */
export function htmlBlock(text: string, interrupts: boolean): { end?: RegExp } | undefined {
  const found = kinds.find(({ start }) => start.test(text))
  if (found) return { end: found.end }
  return !interrupts && wholeTag.test(text) ? {} : undefined
}

/** What may stand in a paragraph before a comment: an escape, code, a tag or autolink. */
const inline = /\\[\s\S]|`+|<!--|<[a-zA-Z/?!][^<>]*>/g

/**
 * The comments that begin with `doctest:` in lines of a paragraph or of an HTML block, from after that word
 * on, and those that nearly do. In a paragraph, code and escapes hide them.
 */
export function doctestComments(
  lines: readonly Line[],
  isProse: boolean,
): { comments: Line[][]; slips: Slip[] } {
  const found: Line[][] = []
  const slips: Slip[] = []
  if (isProse) {
    for (const line of lines) {
      if (/^\.\. doctest:(?!:)/.test(line.text)) slips.push({ line, message: written.markdown })
    }
  }
  if (!lines.some(({ text }) => text.includes('<!--'))) return { comments: found, slips }
  const text = lines.map((line) => line.text).join('\n')
  let row = 0
  let rowStart = 0
  for (let open = nextComment(text, 0, isProse); open !== -1; ) {
    const close = text.indexOf('-->', open + 4)
    const inside = text.slice(open + 4, close === -1 ? undefined : close)
    const slip =
      close === -1
        ? /^\s*doctest:/.test(inside) && written.unclosed
        : isNearlyDirective(inside) && written.anywhere
    if (slip) slips.push({ line: lines[text.slice(0, open).split('\n').length - 1]!, message: slip })
    if (close === -1) break
    const words = /^\s*doctest:(?!:)/.exec(inside)?.[0]
    if (words !== undefined) {
      const from = open + 4 + words.length
      while (rowStart + lines[row]!.text.length < from) rowStart += lines[row++]!.text.length + 1
      const comment: Line[] = []
      for (let at = from, index = row, start = rowStart; at <= close; index++) {
        const { text: whole, number, shift } = lines[index]!
        const end = Math.min(close, start + whole.length)
        comment.push({ text: text.slice(at, end), number, shift: shift + at - start })
        start += whole.length + 1
        at = start
      }
      found.push(comment)
    }
    open = nextComment(text, close + 3, isProse)
  }
  return { comments: found, slips }
}

function nextComment(text: string, from: number, isProse: boolean): number {
  if (!isProse) return text.indexOf('<!--', from)
  inline.lastIndex = from
  for (let mark = inline.exec(text); mark; mark = inline.exec(text)) {
    const [token] = mark
    if (token === '<!--') return mark.index
    if (token[0] === '`') {
      const end = closingRun(text, inline.lastIndex, token.length)
      if (end !== -1) inline.lastIndex = end
    }
  }
  return -1
}

/** After the next run of exactly so many backticks; -1 where there is none, so that they are text. */
function closingRun(text: string, from: number, length: number): number {
  const runs = /`+/g
  runs.lastIndex = from
  for (let run = runs.exec(text); run; run = runs.exec(text)) {
    if (run[0].length === length) return runs.lastIndex
  }
  return -1
}
