import { isNearlyDirective, written } from './directives.ts'
import { type Block, indentOf, isBlank, type Layout, type Line } from './layout.ts'

/** Directives whose content is shown as it stands, so that `..` opens no comment in it. */
const literalDirective = /^(?:code|code-block|sourcecode|parsed-literal|doctest|testcode|prompt|raw|math)::/
/** Marks of list items, after which the text of the item begins. */
const listMarks = /^(?:(?:[-*+\u2022\u2023\u2043]|\(?(?:\d+|#|[A-Za-z]|[ivxlcdm]+)[.)])[ \t]+)+/
/** A directive of any name: `note::`, `cpp:class::`. Only `:` parts words, so that no text is read in two ways. */
const anyDirective = /^[^\s:]+(?::[^\s:]+)*[ \t]?::(?:[ \t]|$)/
const titleUnderline = /^([!-/:-@[-`{-~])\1{2,}[ \t]*$/
const tab = 8

/**
 * Finds where examples may stand in a reStructuredText file: everywhere outside comments, as for Python's
 * doctest. A literal block (after `::`, or of a code directive) is one block, blank lines included; elsewhere
 * a block ends with a blank line. `.. doctest: WORDS` comments are directives.
 */
export function readRst(lines: readonly string[]): Layout {
  const reader = new RstReader()
  for (let index = 0; index < lines.length; index++) {
    reader.read({ text: lines[index]!, number: index + 1, shift: 0 }, isBlank(lines[index + 1] ?? ''))
  }
  return reader.layout
}

/** Reads line by line; what it remembers of the lines before is what the meaning of the next depends on. */
class RstReader {
  readonly layout: Layout = { blocks: [], comments: [], slips: [] }
  /** The block that the next line may belong to. */
  private block: Block | undefined
  /** A literal block lasts while lines are indented more than this. */
  private literal: number | undefined
  /** A paragraph ended in `::`: an indented line after a blank one opens a literal block. */
  private announced: number | undefined
  /** A comment lasts while lines are indented more than this; its lines are kept where it is a directive. */
  private comment: { width: number; lines: Line[] } | undefined
  /** The line above is text of a paragraph at this indent, so `..` at the same indent is text as well. */
  private paragraph: number | undefined
  /** The block is an RST doctest block: all up to the next blank line is source or output. */
  private prompted = false

  read(line: Line, isNextBlank: boolean): void {
    if (isBlank(line.text)) {
      this.readBlank(line)
      return
    }
    const indent = indentOf(line.text, tab)

    if (this.comment) {
      if (indent.width > this.comment.width) {
        this.comment.lines.push(line)
        return
      }
      this.comment = undefined
    }
    if (this.announced !== undefined && this.block === undefined) {
      if (indent.width > this.announced) this.openLiteral(this.announced)
      this.announced = undefined
    }
    if (this.literal !== undefined) {
      if (indent.width > this.literal) {
        this.block!.lines.push(line)
        return
      }
      this.literal = undefined
      this.endBlock()
    }
    if (!this.prompted && this.readMarkup(line, isNextBlank)) return
    this.readText(line)
  }

  private readBlank(line: Line): void {
    if (this.comment) this.comment.lines.push(line)
    else if (this.literal !== undefined) this.block!.lines.push(line)
    else this.endBlock()
  }

  /** Explicit markup: `..` and a space. Returns whether the line is a comment, which holds no examples. */
  private readMarkup(line: Line, isNextBlank: boolean): boolean {
    const indent = indentOf(line.text, tab)
    const marks = listMarks.exec(line.text.slice(indent.length))?.[0] ?? ''
    const at = indent.length + marks.length
    const rest = /^\.\.(?:[ \t]+(.*))?$/s.exec(line.text.slice(at))
    if (!rest) return false
    const width = indent.width + marks.length
    const content = rest[1] ?? ''
    const words = /^doctest:(?!:)/.exec(content)?.[0]
    if (words === undefined && this.paragraph === width && marks === '') return false

    if (isNearlyDirective(content)) this.layout.slips.push({ line, message: written.anywhere })
    this.endBlock()
    if (words !== undefined) {
      const from = line.text.length - content.length + words.length
      const first: Line = { ...line, text: line.text.slice(from), shift: line.shift + from }
      this.comment = { width, lines: [first] }
      this.layout.comments.push(this.comment.lines)
      return true
    }
    if (/^(?:\[[^\]]+\](?: |$)|_|\|\S|__(?: |$))/.test(content)) return false
    if (anyDirective.test(content)) {
      if (literalDirective.test(content)) this.openLiteral(width)
      return literalDirective.test(content)
    }
    // `..` alone above a blank line ends what is before it and comments nothing out.
    if (content === '' && isNextBlank) return true
    this.comment = { width, lines: [] }
    return true
  }

  private readText(line: Line): void {
    const indent = indentOf(line.text, tab)
    if (!this.prompted && line.text.startsWith('<!-- doctest:', indent.length)) {
      this.layout.slips.push({ line, message: written.rst })
    }
    if (!this.block) {
      this.block = { lines: [], tab, fences: false }
      this.layout.blocks.push(this.block)
    }
    this.block.lines.push(line)
    this.prompted ||= line.text.startsWith('>>>', indent.length)
    const text = line.text.slice(indent.length)
    const isMarkup = /^\.\.(?:[ \t]|$)/.test(text)
    this.paragraph = isMarkup || titleUnderline.test(text) ? undefined : indent.width
    const marks = listMarks.exec(text)?.[0] ?? ''
    const isDirective = isMarkup && text.trimEnd().endsWith('::')
    const announces = !this.prompted && !isDirective && /::[ \t]*$/.test(text)
    this.announced = announces ? indent.width + marks.length : undefined
  }

  private openLiteral(width: number): void {
    this.endBlock()
    this.literal = width
    this.block = { lines: [], tab, fences: false }
    this.layout.blocks.push(this.block)
  }

  private endBlock(): void {
    this.block = undefined
    this.paragraph = undefined
    this.prompted = false
  }
}
