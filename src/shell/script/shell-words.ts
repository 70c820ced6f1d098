/** Words of a POSIX shell's command line. */
import { hidden } from '../completion/quoting.ts'
import { type ReadFile, Variable } from './values.ts'

/** A word in pieces, which are put together without a gap; a file stands for its content, in base64. */
export type Piece = string | Variable | ReadFile

/** What no shell reads anything into, at whichever place of a word. The zsh looks for commands behind a `=`. */
const bare = /^(?!=)[\w@%+=:,./-]+$/

/** The word, quoted where it has to be. */
export function shellWord(...pieces: readonly Piece[]): string {
  if (pieces.every((piece) => piece === '')) return "''"
  return pieces.map(pieceText).join('')
}

function pieceText(piece: Piece): string {
  if (piece instanceof Variable) return `"$${shellName(piece)}"`
  if (typeof piece !== 'string') return `"$(base64 <${quoted(piece.path)} | tr -d '\\n')"`
  return quoted(piece)
}

/** Line ends and tabs stand in quotes as they are; what else is hidden is named by its bytes. */
const unsaid = new RegExp(`((?:(?![\\n\\t])${hidden.source})+)`, 'u')

function quoted(text: string): string {
  if (text === '' || bare.test(text)) return text
  return text
    .split(unsaid)
    .map((part, index) => (index % 2 === 1 ? printed(part) : inQuotes(part)))
    .join('')
}

const inQuotes = (text: string) => (text === '' ? '' : `'${text.replaceAll("'", String.raw`'\''`)}'`)

const printed = (text: string) =>
  `"$(printf '${[...Buffer.from(text)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}')"`

/** `CASE_ID`, `CASE_ID_2`. */
export function shellName({ member, number }: Variable): string {
  const name = member.replace(/[A-Z]/g, '_$&').toUpperCase()
  return number === 1 ? name : `${name}_${number}`
}
