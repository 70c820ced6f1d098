/** Text that came from elsewhere, without what a terminal would obey. */

/** What a terminal takes as it is, a cell each. */
export const plain = /^[\x20-\x7e]*$/

const control = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu

/**
 * The text with everything written out that would move the cursor, recolour the terminal or turn the
 * direction of what follows: `\x1B[31m`, as Node writes it. Line ends and tabs count, too.
 */
export function harmless(text: string): string {
  if (plain.test(text)) return text
  return text.replace(control, (character) => {
    const code = character.charCodeAt(0)
    const digits = code < 0x100 ? 2 : 4
    return `\\${digits === 2 ? 'x' : 'u'}${code.toString(16).toUpperCase().padStart(digits, '0')}`
  })
}

/** The same, but its line ends and tabs stay as they are: for messages of others. */
export function harmlessText(text: string): string {
  return plain.test(text) ? text : text.replace(/[^\n\t]+/g, harmless)
}

/** Any text as one harmless line: line ends and tabs are spaces. */
export function oneLine(text: string): string {
  return plain.test(text) ? text : harmless(text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' '))
}
