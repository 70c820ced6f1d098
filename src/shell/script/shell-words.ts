/** Words of a POSIX shell's command line. */
import { Variable } from './values.ts'

/** A word in pieces, which are put together without a gap. */
export type Piece = string | Variable

/** What no shell reads anything into, at whichever place of a word. */
const bare = /^[\w@%+=:,./-]+$/

/** The word, quoted where it has to be. */
export function shellWord(...pieces: readonly Piece[]): string {
  if (pieces.every((piece) => piece === '')) return "''"
  return pieces
    .map((piece) => (piece instanceof Variable ? `"$${shellName(piece)}"` : quoted(piece)))
    .join('')
}

const quoted = (text: string) =>
  text === '' || bare.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

/** `CASE_ID`, `CASE_ID_2`. */
export function shellName({ member, number }: Variable): string {
  const name = member.replace(/[A-Z]/g, '_$&').toUpperCase()
  return number === 1 ? name : `${name}_${number}`
}
