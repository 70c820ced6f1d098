/**
 * What a format reader (Markdown, RST) hands on: the blocks in which prompts count, and the comments that
 * hold directives. From here on no one needs to know which format a file has.
 */
export interface Layout {
  blocks: Block[]
  comments: Line[][]
  /** What was meant as a directive, but is not one in this format. */
  slips: Slip[]
  /** The fence that is open at the end of the file. */
  unclosed?: { line: number; column: number }
}

/** Something that would be overlooked without a word. */
export interface Slip {
  line: Line
  message: string
}

/** Lines that belong together: a fenced or indented code block, a literal block, an RST doctest block. */
export interface Block {
  lines: Line[]
  /** Columns from one tab stop to the next: 4 in Markdown, 8 in RST. */
  tab: number
  /** A fence shown inside a block closes the examples inside it (only where the format has fences). */
  fences: boolean
}

/**
 * One line of a block, without the marks of the lists and block quotes around it.
 * In the file, `text[i]` stands at line `number`, column `shift + i + 1`.
 */
export interface Line {
  text: string
  number: number
  shift: number
}

/** Lines end with LF, CRLF or CR, as CommonMark and Python have it; U+2028 ends no line. */
export const splitLines = (text: string): string[] =>
  text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n')

/** No character but spaces and tabs. */
export const isBlank = (text: string): boolean => indentOf(text, 1).length === text.length

/** The white space that opens a line: how many characters, and how many columns with tab stops every `tab`. */
export function indentOf(text: string, tab: number): { length: number; width: number } {
  let length = 0
  let width = 0
  for (; text[length] === ' ' || text[length] === '\t'; length++) {
    width += text[length] === ' ' ? 1 : tab - (width % tab)
  }
  return { length, width }
}

/** Takes `width` columns of white space from the front of a line; a tab across that margin leaves spaces. */
export function outdent(text: string, width: number, tab: number): string {
  let length = 0
  let reached = 0
  for (; reached < width && (text[length] === ' ' || text[length] === '\t'); length++) {
    reached += text[length] === ' ' ? 1 : tab - (reached % tab)
  }
  return ' '.repeat(Math.max(0, reached - width)) + text.slice(length)
}
