import type { Nodes } from 'mdast'
import { type Block, type Layout, type Line, splitLines } from './layout.ts'

/** What stands in the text of a paragraph matters only as far as it shows where an HTML comment stands. */
const phrasing = {
  idle: [
    'attention',
    'autolink',
    'characterReference',
    'hardBreakEscape',
    'labelEnd',
    'labelStartImage',
    'labelStartLink',
  ],
  comments: ['htmlText', 'codeText', 'characterEscape'],
}

/**
 * Finds the code blocks of a Markdown text, fenced or indented, also in lists and block quotes, and its
 * `<!-- doctest: ... -->` comments. The Markdown parser is not loaded before.
 */
export async function readMarkdown(text: string): Promise<Layout> {
  const { fromMarkdown } = await import('mdast-util-from-markdown')
  const disabled = text.includes('<!--') ? phrasing.idle : [...phrasing.idle, ...phrasing.comments]
  const tree = fromMarkdown(text, { extensions: [{ disable: { null: disabled } }] })
  const file = splitLines(text)
  const layout: Layout = { blocks: [], comments: [] }

  // Not recursive: block quotes may be nested deeper than the call stack is.
  const pending: Nodes[] = [tree]
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'code') layout.blocks.push(codeBlock(node.value, node.position!.start, file))
    if (node.type === 'html') {
      for (const comment of comments(node.value, node.position!.start, file)) layout.comments.push(comment)
    }
    if ('children' in node) for (let i = node.children.length; i > 0; i--) pending.push(node.children[i - 1]!)
  }
  return layout
}

interface Point {
  line: number
  column: number
}

function codeBlock(value: string, start: Point, file: readonly string[]): Block {
  const opening = file[start.line - 1]?.[start.column - 1]
  const first = opening === '`' || opening === '~' ? start.line + 1 : start.line
  const lines = splitLines(value).map((text, index): Line => {
    const raw = file[first + index - 1] ?? ''
    // What the parser leaves of a line is its end; only a tab cut by a list mark is spelled in spaces.
    return { text, number: first + index, shift: raw.length - text.length }
  })
  return { lines, tab: 4, fences: true }
}

function comments(html: string, start: Point, file: readonly string[]): Line[][] {
  const found: Line[][] = []
  let row = 0
  let rowStart = 0
  for (let open = html.indexOf('<!--'); open !== -1; ) {
    const close = html.indexOf('-->', open + 4)
    if (close === -1) break
    const words = /^\s*doctest:/.exec(html.slice(open + 4, close))?.[0]
    if (words !== undefined) {
      const from = open + 4 + words.length
      for (const end of lineEnds(html, rowStart, from)) {
        row++
        rowStart = end
      }
      const first = html.slice(rowStart, from)
      found.push(
        splitLines(html.slice(from, close)).map((text, index): Line => {
          const number = start.line + row + index
          const raw = file[number - 1] ?? ''
          if (index > 0) return { text, number, shift: Math.max(0, raw.indexOf(text)) }
          const shift = row === 0 ? start.column - 1 + from : Math.max(0, raw.indexOf(first)) + first.length
          return { text, number, shift }
        }),
      )
    }
    open = html.indexOf('<!--', close + 3)
  }
  return found
}

/** The offsets at which the lines of a slice end, each after its line end. */
function lineEnds(text: string, from: number, to: number): number[] {
  return [...text.slice(from, to).matchAll(/\r\n|\n|\r/g)].map(
    ({ 0: end, index }) => from + index + end.length,
  )
}
