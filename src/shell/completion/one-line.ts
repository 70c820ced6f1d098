/** Texts that others wrote, made fit to stand in a line of a terminal. */

/** Control characters, among them those that begin escape sequences, and those that turn the direction of text. */
const control = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** The text in one line, without control characters, at most so many characters long. */
export function oneLine(text: string, most = 120): string {
  // Only so much can be shown: the rest of a long text is not even looked at.
  const line = text
    .slice(0, most * 4)
    .replace(control, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (line.length <= most) return line
  return `${line
    .slice(0, most - 3)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}...`
}
