/** Tab stops of Markdown. */
const tab = 4

const isSpaceOrTab = (code: number): boolean => code === 32 || code === 9

/** A place in a line, counted in characters and in columns: a tab may be used up in part. */
export class Cursor {
  text = ''
  offset = 0
  column = 0
  /** The tab at the offset is used up in part. */
  private cut = false
  /** Where the first character stands that is neither space nor tab, and how many columns lie before it. */
  next = 0
  indent = 0
  blank = false

  begin(text: string): void {
    this.text = text
    this.offset = 0
    this.column = 0
    this.cut = false
    this.look()
  }

  /** Goes over this many columns of white space. */
  skipColumns(count: number): void {
    let left = count
    while (left > 0 && this.offset < this.text.length) {
      if (this.text.charCodeAt(this.offset) === 9) {
        const width = tab - (this.column % tab)
        this.cut = width > left
        this.column += Math.min(left, width)
        left -= Math.min(left, width)
        if (!this.cut) this.offset++
      } else {
        this.cut = false
        this.offset++
        this.column++
        left--
      }
    }
    this.look()
  }

  /** Goes to the first character that is no white space. */
  skipIndent(): void {
    this.column += this.indent
    this.offset = this.next
    this.cut = false
    this.indent = 0
  }

  /** Goes over this many characters, none of which is a tab. */
  skip(count: number): void {
    this.offset += count
    this.column += count
    this.cut = false
    this.look()
  }

  /** Goes over one column where a space or tab stands. */
  skipOneSpace(): void {
    if (isSpaceOrTab(this.text.charCodeAt(this.offset))) this.skipColumns(1)
  }

  /** What is left of the line; of a tab that is used up in part, the rest in spaces. */
  rest(): string {
    if (!this.cut) return this.offset === 0 ? this.text : this.text.slice(this.offset)
    return ' '.repeat(tab - (this.column % tab)) + this.text.slice(this.offset + 1)
  }

  private look(): void {
    const { text } = this
    let at = this.offset
    let column = this.column
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === 32) column++
      else if (code === 9) column += tab - (column % tab)
      else break
    }
    this.next = at
    this.indent = column - this.column
    this.blank = at === text.length
  }
}
