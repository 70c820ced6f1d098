/**
 * Takes what looks like a secret out of an input that is about to be written down.
 *
 * A source that can be read is read, and its texts are judged by where they stand: what `secretAccessKey`
 * is set to, what the connection is made with. What is left runs as before, with other texts in it. Of a
 * source that cannot be read all texts go, when it is about secrets at all. Either way, what looks like a
 * key goes wherever it stands.
 */
import { read, readJavaScript } from '../session/syntax.ts'
import { around, type Piece, scan } from './pieces.ts'
import { type Found, literals } from './secret-literals.ts'
import { mentionsSecrets, namesSecret, type Wanted } from './secret-names.ts'
import { keysIn, redacted, replaced, secretsIn } from './secret-text.ts'

/** In code, where the other would be none: a name. */
const inCode = 'REDACTED'

/**
 * What is longer and no JavaScript counts as a text that cannot be read: where it is no TypeScript either,
 * the stripper quotes the source once for every mistake in it.
 */
const longestTyped = 5000

/** The text without secrets; takes time in proportion to its length. Never rejects. */
export async function redactSource(source: string, wanted: Wanted = { bodies: false }): Promise<string> {
  const known = await readPieces(source, wanted)
  const pieces = known ?? suspectedPieces(source, wanted)
  return pieces
    .map((piece) => safe(source.slice(piece.start, piece.end), piece, known !== undefined))
    .join('')
}

function safe(text: string, { kind, secret }: Piece, isRead: boolean): string {
  const mark = kind === 'code' ? inCode : redacted
  if (secret) return text.trim() === '' ? text : mark
  // Code that cannot be read may be a file of settings as well.
  return replaced(text, kind === 'code' && isRead ? keysIn(text) : secretsIn(text), mark)
}

/** The pieces of a source that a parser accepts. */
async function readPieces(source: string, wanted: Wanted): Promise<Piece[] | undefined> {
  try {
    const script = await readJavaScript(source)
    if (script) {
      const offset = script.code.indexOf(source)
      const known = literals(script.program, wanted).map((each) => moved(each, -offset))
      return around(source, known)
    }
    const typed = source.length > longestTyped ? undefined : await read(source)
    return typed?.status === 'complete'
      ? await typedPieces(source, literals(typed.program, wanted))
      : undefined
  } catch {
    // Nested more deeply than a parser can follow.
    return undefined
  }
}

const moved = ({ start, end, ...piece }: Found, by: number) => ({
  ...piece,
  start: start + by,
  end: end + by,
})

/**
 * The pieces of TypeScript: what was read is the same code without types, elsewhere and printed anew, so
 * its secrets are found again by what they say.
 */
async function typedPieces(source: string, found: readonly Found[]): Promise<Piece[] | undefined> {
  const secrets = new Set(
    found.filter(({ secret, value }) => secret && value.trim() !== '').map(({ value }) => value),
  )
  const missed = new Set(secrets)
  const { parseExpressionAt } = await import('acorn')
  const said = ({ start, end }: Piece) => {
    const raw = source.slice(start, end)
    if (!/[\\\r]/.test(raw)) return raw
    const quote = /['"]/.exec(source[start - 1] ?? '')?.[0] ?? '`'
    const node = parseExpressionAt(quote + raw + quote, 0, { ecmaVersion: 'latest' })
    if (node.type === 'Literal') return String(node.value)
    return node.type === 'TemplateLiteral' ? (node.quasis[0]?.value.cooked ?? raw) : raw
  }
  const pieces = scan(source).map((piece) => {
    if (piece.kind !== 'text') return piece
    const value = said(piece)
    missed.delete(value)
    return secrets.has(value) ? { ...piece, secret: true } : piece
  })
  return missed.size === 0 ? pieces : undefined
}

/** The pieces of a text that cannot be read. */
function suspectedPieces(source: string, wanted: Wanted): Piece[] {
  const isSuspect = mentionsSecrets(source, wanted)
  return scan(source).map((piece) => {
    if (!isSuspect || piece.kind !== 'text') return piece
    // The name beside a secret may stand in quotes, too.
    return { ...piece, secret: !namesSecret(source.slice(piece.start, piece.end), wanted) }
  })
}
