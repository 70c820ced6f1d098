/** What a script must not show: keys and tokens that somebody has written to support. */
import { secretsIn } from '../history/secret-text.ts'

/** The text with a mark in the place of everything that looks like a secret. */
export function withoutSecrets(text: string): string {
  let out = ''
  let from = 0
  for (const { start, end } of secretsIn(text)) {
    out += `${text.slice(from, start)}<redacted>`
    from = end
  }
  return out + text.slice(from)
}
