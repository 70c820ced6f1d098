/** Reads the text before the cursor into tokens, however broken it is, and says what it leaves open. */

export interface Token {
  /** As acorn calls it: `name`, `string`, `num`, a keyword, or the punctuation itself. */
  readonly label: string
  readonly text: string
  readonly start: number
  readonly end: number
}

export type Quote = "'" | '"' | '`'

/** What the text ends in the middle of. */
export type Unfinished =
  | { readonly kind: 'string'; readonly quote: Quote; readonly start: number }
  /** A comment, a regular expression, or a template after a substitution. */
  | { readonly kind: 'other' }

export interface Reading {
  readonly text: string
  /** What stands before the unfinished piece. */
  readonly tokens: readonly Token[]
  readonly unfinished?: Unfinished
}

/** So many pieces that are no JavaScript are passed over; a text with more of them is something else. */
const mostRepairs = 50

/**
 * The tokens of a text. Acorn stops at the first thing that is wrong: what stands there is then either
 * still being written, or it is blanked, and the text is read again.
 */
export async function readTokens(text: string): Promise<Reading> {
  const { tokenizer } = await import('acorn')
  let source = text
  for (let repairs = 0; repairs <= mostRepairs; repairs++) {
    const tokens: Token[] = []
    try {
      for (const { type, start, end } of tokenizer(source, { ecmaVersion: 'latest', allowHashBang: true })) {
        tokens.push({ label: type.label, text: text.slice(start, end), start, end })
      }
      const rest = source.slice(endOfBlank(source, tokens.at(-1)?.end ?? 0))
      if (rest.startsWith('//')) return { text, tokens, unfinished: other }
      // Acorn has nothing against a template of which only the quote is there.
      return opensTemplate(tokens) ? { text, ...inTemplate(tokens) } : { text, tokens }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      const trouble = troubleAt(source, tokens, error.message)
      if ('unfinished' in trouble) return { text, ...trouble }
      source = blanked(source, trouble.start, trouble.end)
    }
  }
  return { text, tokens: [], unfinished: other }
}

const other = { kind: 'other' } as const

type Trouble =
  | { readonly tokens: readonly Token[]; readonly unfinished: Unfinished }
  /** What cannot be read and is not what is being written. */
  | { readonly start: number; readonly end: number }

/** What stands where acorn gave up, after these tokens. */
function troubleAt(source: string, tokens: readonly Token[], message: string): Trouble {
  const last = tokens.at(-1)
  if (message.startsWith('Unterminated template')) return inTemplate(tokens)
  const start = endOfBlank(source, last?.end ?? 0)
  const quote = source[start]
  if (quote === "'" || quote === '"') {
    const end = endOfString(source, start, quote)
    return end === undefined ? { tokens, unfinished: { kind: 'string', quote, start } } : { start, end }
  }
  const isOpenComment = source.startsWith('/*', start)
  const isOpenPattern = quote === '/' && !/[\r\n]/.test(source.slice(start))
  return isOpenComment || isOpenPattern ? { tokens, unfinished: other } : { start, end: start + 1 }
}

/** A closing quote has a piece of the template before it, even if that is empty. */
const opensTemplate = (tokens: readonly Token[]) =>
  tokens.at(-1)?.label === '`' && tokens.at(-2)?.label !== 'template'

function inTemplate(tokens: readonly Token[]): Required<Pick<Reading, 'tokens' | 'unfinished'>> {
  const last = tokens.at(-1)
  if (last?.label !== '`') return { tokens, unfinished: other }
  return { tokens: tokens.slice(0, -1), unfinished: { kind: 'string', quote: '`', start: last.start } }
}

const blank = /(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\r\n]*[\r\n])*/y

/** Where the white space and the finished comments that begin at a place end. */
function endOfBlank(source: string, from: number): number {
  blank.lastIndex = from
  blank.test(source)
  return blank.lastIndex
}

/** Where a text ends that begins with a quote: behind its other quote, or with its line; undefined: not yet. */
function endOfString(source: string, start: number, quote: Quote): number | undefined {
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at]
    if (character === '\\') at++
    else if (character === quote) return at + 1
    else if (character === '\n' || character === '\r') return at
  }
  return undefined
}

/** The text with spaces in the place of a part; its lines stay. */
function blanked(source: string, start: number, end: number): string {
  return source.slice(0, start) + source.slice(start, end).replace(/[^\r\n]/g, ' ') + source.slice(end)
}
