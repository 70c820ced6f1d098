/** Texts that others wrote, made fit to stand beside a candidate. */
import { oneLine as harmlessLine } from '../../text/harmless.ts'

/** The text as one harmless line, at most so many characters long. */
export function oneLine(text: string, most = 120): string {
  // Only so much can be shown: the rest of a long text is not even looked at.
  const line = harmlessLine(text.slice(0, most * 4))
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= most ? line : `${line.slice(0, most - 3).trimEnd()}...`
}
