import { type Block, type Layout, type Line, splitLines } from './layout.ts'
import { Cursor } from './markdown-cursor.ts'
import { doctestComments, htmlBlock } from './markdown-html.ts'

/**
 * Finds the code blocks of a Markdown text, fenced or indented, also in lists and block quotes, and its
 * `<!-- doctest: ... -->` comments. It reads blocks as CommonMark has them, line by line and without the
 * text inside paragraphs, at a speed that no whole Markdown parser has; a test holds it against one.
 */
export function readMarkdown(text: string, lines: readonly string[] = splitLines(text)): Layout {
  const reader = new MarkdownReader(text.includes('<!--') || text.includes('.. doctest:'))
  for (let index = 0; index < lines.length; index++) reader.read(lines[index]!, index + 1)
  reader.end()
  return reader.layout
}

/** A block quote, or a list item whose lines are indented by `width` columns. */
interface Container {
  kind: 'quote' | 'item'
  width: number
  /** An item that began with nothing and has nothing yet ends at a blank line. */
  empty: boolean
}

type Leaf =
  | { kind: 'paragraph'; lines: Line[] }
  | { kind: 'html'; lines: Line[]; end?: RegExp }
  | {
      kind: 'fence'
      mark: string
      indent: number
      line: number
      column: number
      block: Block
      prompts: boolean
    }
  | { kind: 'indented'; block: Block; prompts: boolean }

const fenceStart = /^(?:`{3,}(?!`)(?!.*`)|~{3,})/
const heading = /^#{1,6}(?:[ \t]|$)/
const underline = /^(?:=+|-+)[ \t]*$/
const thematicBreak = /^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/
const listMark = /^(?:[*+-]|(\d{1,9})[.)])(?=[ \t]|$)/
const onlySpace = /^[ \t]*$/

/** Reads line by line, as the appendix of CommonMark describes it: containers first, then what begins. */
class MarkdownReader {
  readonly layout: Layout = { blocks: [], comments: [], slips: [] }
  private readonly cursor = new Cursor()
  private readonly containers: Container[] = []
  private leaf: Leaf | undefined
  private number = 0
  private readonly hasComments: boolean

  constructor(hasComments: boolean) {
    this.hasComments = hasComments
  }

  read(raw: string, number: number): void {
    this.number = number
    if (this.containers.length === 0 && this.readPlain(raw)) return
    const { cursor } = this
    cursor.begin(raw)
    let depth = 0
    while (depth < this.containers.length && this.continues(this.containers[depth]!)) depth++
    if (depth === this.containers.length && this.continueLeaf()) return
    this.begin(depth)
  }

  end(): void {
    const { leaf } = this
    if (leaf?.kind === 'fence') this.layout.unclosed = { line: leaf.line, column: leaf.column }
    this.closeLeaf()
  }

  /** Most lines stand in no container and begin with a letter: they need no closer look. */
  private readPlain(raw: string): boolean {
    const { leaf } = this
    if (leaf === undefined || leaf.kind === 'paragraph') {
      const code = raw.charCodeAt(0) | 32
      if (raw === '') this.closeLeaf()
      else if (code >= 97 && code <= 122) this.addToParagraph(raw, 0)
      else return false
      return true
    }
    if (leaf.kind !== 'fence' || leaf.indent > 0) return false
    const code = raw.charCodeAt(0)
    if (code === 32 || code === 9 || code === leaf.mark.charCodeAt(0)) return false
    this.addTo(leaf, raw, 0)
    return true
  }

  private continues({ kind, width, empty }: Container): boolean {
    const { cursor } = this
    if (kind === 'item') {
      if (cursor.blank) return !empty
      if (cursor.indent < width) return false
      cursor.skipColumns(width)
      return true
    }
    if (cursor.indent > 3 || cursor.text[cursor.next] !== '>') return false
    this.skipQuoteMark()
    return true
  }

  private skipQuoteMark(): void {
    const { cursor } = this
    cursor.skipIndent()
    cursor.skip(1)
    cursor.skipOneSpace()
  }

  /** Whether the line belongs to the code or the HTML that is open. */
  private continueLeaf(): boolean {
    const { cursor, leaf } = this
    switch (leaf?.kind) {
      case 'fence':
        if (cursor.indent <= 3 && closes(cursor.text.slice(cursor.next), leaf.mark)) {
          this.closeLeaf()
          return true
        }
        cursor.skipColumns(Math.min(leaf.indent, cursor.indent))
        this.addTo(leaf, cursor.rest())
        return true
      case 'indented':
        if (cursor.indent < 4 && !cursor.blank) break
        cursor.skipColumns(Math.min(4, cursor.indent))
        this.addTo(leaf, cursor.rest())
        return true
      case 'html':
        if (cursor.blank && !leaf.end) break
        this.addHtml(leaf)
        return true
      default:
        return false
    }
    this.closeLeaf()
    return false
  }

  private begin(matched: number): void {
    const { cursor } = this
    let isOpen = matched < this.containers.length
    /** The paragraph goes on in this line, unless something begins. */
    let continued = !isOpen && this.leaf?.kind === 'paragraph' && !cursor.blank
    const opened = () => {
      this.closeLeaf()
      if (isOpen) this.containers.length = matched
      isOpen = false
      continued = false
      const container = this.containers.at(-1)
      if (container) container.empty = false
    }
    while (!cursor.blank) {
      const isParagraph = this.leaf?.kind === 'paragraph'
      if (cursor.indent > 3) {
        if (isParagraph) break
        opened()
        this.openIndented()
        return
      }
      const text = cursor.text.slice(cursor.next)
      const [first] = text
      if (first === '>') {
        opened()
        this.skipQuoteMark()
        this.containers.push({ kind: 'quote', width: 0, empty: false })
        continue
      }
      if (first === '#' && heading.test(text)) {
        opened()
        this.addToParagraph(text)
        this.closeLeaf()
        return
      }
      if ((first === '`' || first === '~') && fenceStart.test(text)) {
        opened()
        this.openFence(fenceStart.exec(text)![0])
        return
      }
      const html = first === '<' ? htmlBlock(text, isParagraph) : undefined
      if (html) {
        opened()
        this.leaf = { kind: 'html', lines: [], end: html.end }
        this.addHtml(this.leaf)
        return
      }
      if (continued && underline.test(text)) {
        this.closeLeaf()
        return
      }
      if (thematicBreak.test(text)) {
        opened()
        return
      }
      const mark = listMark.exec(text)
      if (!mark || (continued && (onlySpace.test(text.slice(mark[0].length)) || !startsAtOne(mark[1])))) break
      opened()
      this.openItem(mark[0].length)
    }
    this.addText(matched, isOpen)
  }

  /** A line in which nothing begins: blank, text of a paragraph, also of one whose marks are left out. */
  private addText(matched: number, isOpen: boolean): void {
    const { cursor } = this
    const isLazy = isOpen && !cursor.blank && this.leaf?.kind === 'paragraph'
    if (isOpen && !isLazy) {
      this.closeLeaf()
      this.containers.length = matched
    }
    if (cursor.blank) {
      this.closeLeaf()
      return
    }
    const container = this.containers.at(-1)
    if (container) container.empty = false
    this.addToParagraph(cursor.text.slice(cursor.next))
  }

  private openItem(length: number): void {
    const { cursor } = this
    const indent = cursor.indent
    cursor.skipIndent()
    cursor.skip(length)
    const spaces = cursor.indent
    const { blank } = cursor
    const isCode = spaces > 4 || spaces < 1 || blank
    if (isCode) cursor.skipOneSpace()
    else cursor.skipColumns(spaces)
    const width = indent + length + (isCode ? 1 : spaces)
    this.containers.push({ kind: 'item', width, empty: blank })
  }

  private openFence(mark: string): void {
    const { indent, next } = this.cursor
    const block: Block = { lines: [], tab: 4, fences: true }
    this.leaf = { kind: 'fence', mark, indent, line: this.number, column: next + 1, block, prompts: false }
  }

  private openIndented(): void {
    this.leaf = { kind: 'indented', block: { lines: [], tab: 4, fences: true }, prompts: false }
    this.cursor.skipColumns(4)
    this.addTo(this.leaf, this.cursor.rest())
  }

  private addTo(
    leaf: Leaf & { kind: 'fence' | 'indented' },
    text: string,
    shift = this.cursor.text.length - text.length,
  ): void {
    leaf.block.lines.push({ text, number: this.number, shift })
    leaf.prompts ||= text.includes('>>>')
  }

  private addHtml(leaf: Leaf & { kind: 'html' }): void {
    const text = this.cursor.rest()
    leaf.lines.push({ text, number: this.number, shift: this.cursor.text.length - text.length })
    if (leaf.end?.test(text)) this.closeLeaf()
  }

  private addToParagraph(text: string, shift = this.cursor.text.length - text.length): void {
    this.leaf ??= { kind: 'paragraph', lines: [] }
    if (this.hasComments && this.leaf.kind === 'paragraph')
      this.leaf.lines.push({ text, number: this.number, shift })
  }

  private closeLeaf(): void {
    const { leaf, layout } = this
    this.leaf = undefined
    if (leaf === undefined) return
    if (leaf.kind === 'fence' || leaf.kind === 'indented') {
      if (leaf.prompts) layout.blocks.push(leaf.block)
    } else if (this.hasComments) {
      const { comments, slips } = doctestComments(leaf.lines, leaf.kind === 'paragraph')
      for (const comment of comments) layout.comments.push(comment)
      for (const slip of slips) layout.slips.push(slip)
    }
  }
}

/** A numbered list interrupts a paragraph only if it begins at 1. */
const startsAtOne = (number: string | undefined): boolean => number === undefined || Number(number) === 1

function closes(text: string, mark: string): boolean {
  let length = 0
  while (text[length] === mark[0]) length++
  return length >= mark.length && onlySpace.test(text.slice(length))
}
