/** What stands at the cursor: read from the tokens before it, since the text is seldom complete. */
import type { Token } from 'acorn'
import { isOperationName, type OperationName } from '../../model/operations.ts'

export type Situation = { readonly partial: string } & (
  | { readonly kind: 'nothing' }
  /** A name that stands by itself. */
  | { readonly kind: 'name' }
  /** A property of something that can be looked at. */
  | { readonly kind: 'property'; readonly expression: string }
  /** A property of what an operation answers: `conn.describeCases().` */
  | { readonly kind: 'member-of-call'; readonly operation: OperationName }
  /** A member of an operation's input; `path` leads to the literal that the cursor is in. */
  | {
      readonly kind: 'member-of-input'
      readonly operation: OperationName
      readonly path: readonly string[]
      readonly present: readonly string[]
    }
)

/** A bracket that is open at the cursor. */
interface Open {
  readonly type: '(' | '[' | '{' | '${'
  /** The operation whose arguments a parenthesis holds. */
  readonly operation?: OperationName
  /** In a call: which argument; in a literal: unused. */
  argument: number
  /** The member whose value this bracket begins. */
  readonly member?: string
  /** The members that a literal has so far, and the one whose value is being written. */
  readonly present: string[]
  current?: string
}

const nothing: Situation = { kind: 'nothing', partial: '' }

export async function situationAt(text: string): Promise<Situation> {
  const { tokenizer } = await import('acorn')
  const tokens: Token[] = []
  try {
    for (const token of tokenizer(text, { ecmaVersion: 'latest' })) tokens.push(token)
  } catch (error) {
    // The rest is no token: most often a string or a template that is still being written.
    if (error instanceof SyntaxError) return nothing
    throw error
  }
  const last = tokens.at(-1)
  const touches = last?.end === text.length
  // A comment leaves no token; a name in it needs no completion.
  if (!touches && /(\/\/[^\n]*|\/\*(?:(?!\*\/).)*)$/s.test(text.slice(last?.end ?? 0))) return nothing
  const isWord = touches && last !== undefined && /^[\p{ID_Start}$_]/u.test(text.slice(last.start, last.end))
  const partial = isWord ? text.slice(last.start) : ''
  const before = isWord ? tokens.slice(0, -1) : tokens
  if (touches && !isWord && /^(num|string|regexp|bigint|template)$/.test(last?.type.label ?? ''))
    return nothing
  return situation(text, before, partial)
}

function situation(text: string, tokens: readonly Token[], partial: string): Situation {
  const previous = tokens.at(-1)?.type.label
  if (previous === '.' || previous === '?.') return afterDot(text, tokens, partial)
  const open = openBrackets(text, tokens)
  const literal = open.at(-1)
  if (literal?.type === '{' && literal.current === undefined && (previous === '{' || previous === ',')) {
    const found = inputOf(open)
    if (found) return { kind: 'member-of-input', partial, present: literal.present, ...found }
  }
  return { kind: 'name', partial }
}

/** What is before the dot, as far as it can be looked at without calling anything. */
function afterDot(text: string, tokens: readonly Token[], partial: string): Situation {
  const dot = tokens.length - 1
  const last = tokens[dot - 1]
  if (!last) return nothing
  if (last.type.label === ')') {
    const callee = calleeOf(text, tokens, dot - 1)
    return callee ? { kind: 'member-of-call', partial, operation: callee } : nothing
  }
  const start = chainStart(tokens, dot - 1)
  if (start === undefined) return nothing
  return { kind: 'property', partial, expression: text.slice(tokens[start]!.start, last.end) }
}

/** The operation that is called by the parenthesis that closes at `close`. */
function calleeOf(text: string, tokens: readonly Token[], close: number): OperationName | undefined {
  const open = matching(tokens, close)
  return open === undefined ? undefined : operationBefore(text, tokens, open)
}

function operationBefore(
  text: string,
  tokens: readonly Token[],
  parenthesis: number,
): OperationName | undefined {
  const name = tokens[parenthesis - 1]
  const dot = tokens[parenthesis - 2]?.type.label
  if (!name || (dot !== '.' && dot !== '?.')) return undefined
  const word = text.slice(name.start, name.end)
  return isOperationName(word) ? word : undefined
}

/** Walks back over `a.b[0].c`; undefined where there is anything else, such as a call. */
function chainStart(tokens: readonly Token[], from: number): number | undefined {
  let at = from
  for (;;) {
    const { label } = tokens[at]!.type
    if (label === ']') {
      const open = matching(tokens, at)
      // `[0].` is an element only after something that it can be taken from.
      if (open === undefined || open === 0 || !isSimple(tokens.slice(open + 1, at))) return undefined
      at = open - 1
      continue
    }
    if (label !== 'name' && label !== 'this' && label !== 'string') return undefined
    const before = tokens[at - 1]?.type.label
    if (before !== '.' && before !== '?.') return at
    if (at < 2) return undefined
    at -= 2
  }
}

/** An index that can be looked at: a number, a text, a name or a chain of names. */
const isSimple = (tokens: readonly Token[]) =>
  tokens.every(({ type }) => ['num', 'string', 'name', '.', '?.', '[', ']', '+/-'].includes(type.label))

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

function matching(tokens: readonly Token[], close: number): number | undefined {
  let depth = 0
  for (let i = close; i >= 0; i--) {
    const { label } = tokens[i]!.type
    if (label in closers) depth++
    else if (label === '(' || label === '[' || label === '{' || label === '${') depth--
    if (depth === 0) return i
  }
  return undefined
}

/** The brackets that are open after the tokens, the outermost first. */
function openBrackets(text: string, tokens: readonly Token[]): Open[] {
  const open: Open[] = []
  tokens.forEach((token, i) => {
    const { label } = token.type
    const around = open.at(-1)
    if (label === '(' || label === '[' || label === '{' || label === '${') {
      const operation = label === '(' ? operationBefore(text, tokens, i) : undefined
      open.push({ type: label, operation, argument: 0, member: around?.current, present: [] })
    } else if (label in closers) {
      open.pop()
    } else if (label === ',' && around) {
      around.argument++
      around.current = undefined
    } else if (around?.type === '{' && (label === 'name' || label === 'string')) {
      noteMember(text, tokens, i, around)
    }
  })
  return open
}

/** A name or text at the start of an entry is a member: with a colon its value follows. */
function noteMember(text: string, tokens: readonly Token[], at: number, literal: Open): void {
  const before = tokens[at - 1]?.type.label
  if (literal.current !== undefined || (before !== '{' && before !== ',')) return
  const name = text.slice(tokens[at]!.start, tokens[at]!.end).replace(/^['"]|['"]$/g, '')
  literal.present.push(name)
  if (tokens[at + 1]?.type.label === ':') literal.current = name
}

/** The operation whose first argument the innermost literal is or is part of, and the way to it. */
function inputOf(open: readonly Open[]): { operation: OperationName; path: string[] } | undefined {
  const call = open.findLastIndex(({ type }) => type === '(')
  const { operation, argument } = open[call] ?? {}
  if (!operation || argument !== 0) return undefined
  const inside = open.slice(call + 1)
  if (inside[0]?.type !== '{' || inside.some(({ type }) => type === '${')) return undefined
  const path = inside
    .slice(1)
    .flatMap(({ type, member }) => ((type === '{' || type === '[') && member ? [member] : []))
  return { operation, path }
}
