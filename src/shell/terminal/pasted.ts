/** What was pasted, as an input. */

/** Control characters but for line ends and tabs: they would steer the terminal when they are shown. */
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

const example = /^\s*>>>(?: |$)/

/**
 * The input in a pasted text. Of the lines of a transcript the prompts are taken away, and what they printed
 * is left out; line ends become those of an input, and the last of them is left to the Enter key.
 */
export function pastedInput(text: string): string {
  const lines = text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(control, '')
    .split('\n')
  const first = lines.find((line) => line.trim() !== '') ?? ''
  const input = example.test(first) ? sources(lines) : lines
  return input.join('\n').replace(/\n+$/, '')
}

/** The source lines of a transcript. */
function sources(lines: readonly string[]): string[] {
  const found: string[] = []
  let margin: string | undefined
  for (const line of lines) {
    const [, indent, prompt, source = ''] = /^(\s*)(>>>|\.\.\.)(?: (.*))?$/.exec(line) ?? []
    const goesOn = prompt === '...' && margin === indent
    if (prompt === '>>>' || goesOn) {
      const joins = prompt === '>>>' && found.length > 0 && joinsLineBefore.test(source)
      found.push(joins ? `;${source}` : source)
      margin = indent
    } else {
      // Output, or what stands between examples: three points below it are output, too.
      margin = undefined
    }
  }
  return found
}

/** Behind a line without a semicolon, what begins like this would go on with that line. */
const joinsLineBefore = /^[([`+\-/*,.]/
