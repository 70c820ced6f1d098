/** What stands at the cursor: read from the tokens before it, since the text is seldom complete. */
import { operation } from '../../model/operations.ts'
import type { Members, Shape } from '../../model/shape.ts'
import { meaningBefore } from './before-dot.ts'
import { type Bracket, currentMember, type Entry, isWord, openBrackets, startsValue } from './brackets.ts'
import { methodBefore } from './chains.ts'
import { declaredNames } from './declared.ts'
import { inputAt } from './input-place.ts'
import type { Meaning } from './meaning.ts'
import { argumentOf } from './other-members.ts'
import { unquoted } from './quoting.ts'
import { type Quote, type Reading, readTokens, type Token } from './reading.ts'

/** A text that is being written. */
export interface OpenText {
  readonly quote: Quote
  /** What it says so far, without quote and escapes. */
  readonly typed: string
}

/** The place of one value in an operation's input. */
export interface Slot {
  /** The member; for an element of a list the member that is the list. */
  readonly member: string
  readonly shape: Shape
  /** The entries before it in the same literal or list. */
  readonly entries: readonly Entry[]
}

/** `partial` is the end of the text that a candidate replaces. */
export type Situation = { readonly partial: string } & (
  | { readonly kind: 'nothing'; readonly message?: string }
  /** A name that stands by itself. */
  | { readonly kind: 'name'; readonly declared: readonly string[] }
  /** A property of what the meaning says: after a dot, or as a text in brackets. */
  | { readonly kind: 'property'; readonly meaning: Meaning; readonly open?: OpenText }
  /** Where the input of an operation begins that takes no text in its place. */
  | { readonly kind: 'input'; readonly members: Members }
  /** A member of an operation's input. */
  | {
      readonly kind: 'member-of-input'
      readonly members: Members
      readonly entries: readonly Entry[]
      readonly open?: OpenText
    }
  /** A value in an operation's input. */
  | {
      readonly kind: 'value'
      readonly slot: Slot
      readonly open?: OpenText
      readonly declared: readonly string[]
    }
  /** The path of a file: `conn.attach('`. */
  | { readonly kind: 'file'; readonly open?: OpenText }
  /** What an import or require names. */
  | { readonly kind: 'module'; readonly open?: OpenText }
)

const nothing = { kind: 'nothing', partial: '' } as const

/** What is longer was pasted, and reading it would hold up the one who types. */
const mostCharacters = 50_000

export async function situationAt(text: string): Promise<Situation> {
  if (text.length > mostCharacters) return { ...nothing, message: 'the input is too long to be completed' }
  const reading = await readTokens(text)
  const { unfinished, tokens } = reading
  if (unfinished?.kind === 'other') return nothing
  if (unfinished) {
    const { start, quote } = unfinished
    return inText(reading, text.slice(start), { quote, typed: unquoted(text.slice(start + 1)) })
  }
  const last = tokens.at(-1)
  if (last?.end !== text.length) return atWord(reading, '')
  if (isWord(last.text)) return atWord({ text, tokens: tokens.slice(0, -1) }, last.text)
  return isValue(last) ? nothing : atWord(reading, '')
}

const isValue = ({ label }: Token) => /^(num|string|regexp|bigint|template|`|privateId)$/.test(label)

/** In a text that is being written; the reading ends before it. */
function inText(reading: Reading, partial: string, open: OpenText): Situation {
  const { tokens } = reading
  if (namesModule(tokens)) return { kind: 'module', partial, open }
  const brackets = openBrackets(reading)
  const bracket = brackets.at(-1)
  const end = tokens.length
  if (bracket?.type === '[' && bracket.at === end - 1) {
    const before = tokens[end - 2]?.label === '?.' ? end - 3 : end - 2
    const meaning = startsValue(tokens, bracket.at) ? undefined : meaningBefore(reading, before)
    if (meaning) return { kind: 'property', partial, open, meaning }
  }
  if (!startsValue(tokens, end)) return nothing
  return inArgument(reading, bracket, partial, open) ?? inInput(reading, brackets, partial, open) ?? nothing
}

/** In an argument of a method that is no operation: `attach`, `download`. */
function inArgument(
  { tokens }: Reading,
  bracket: Bracket | undefined,
  partial: string,
  open?: OpenText,
): Situation | undefined {
  const method = bracket?.type === '(' ? methodBefore(tokens, bracket.at) : undefined
  const argument = method === undefined ? undefined : argumentOf(method, bracket!.entries.length)
  if (argument === undefined) return undefined
  const declared = declaredNames(tokens)
  if (argument !== 'path')
    return { kind: 'value', partial, open, declared, slot: { ...argument, entries: [] } }
  return open || partial === '' ? { kind: 'file', partial, open } : undefined
}

/** Whether a text behind the tokens is the name of a module. */
function namesModule(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1)
  if (last?.label === '(') {
    const called = tokens.at(-2)?.text
    return called === 'import' || (called === 'require' && tokens.at(-3)?.label !== '.')
  }
  if (last?.text !== 'from') return last?.label === 'import'
  return tokens.some(({ label }) => label === 'import' || label === 'export')
}

/** At a word, or where one may begin; the reading ends before it. */
function atWord(reading: Reading, partial: string): Situation {
  const { tokens } = reading
  const previous = tokens.at(-1)?.label
  if (previous === '.' || previous === '?.') return afterDot(reading, partial)
  if (partial === '' && previous !== 'import' && namesModule(tokens)) return { kind: 'module', partial }
  const brackets = openBrackets(reading)
  const found = startsValue(tokens, tokens.length)
    ? (inArgument(reading, brackets.at(-1), partial) ?? inInput(reading, brackets, partial))
    : undefined
  return found ?? { kind: 'name', partial, declared: declaredNames(tokens) }
}

/** Behind a dot. */
function afterDot(reading: Reading, partial: string): Situation {
  const end = reading.tokens.length - 2
  const meaning = meaningBefore(reading, end)
  if (meaning) return { kind: 'property', partial, meaning }
  const isCall = reading.tokens[end]?.label === ')'
  return { ...nothing, message: isCall ? 'what a call answers is not known before it runs' : undefined }
}

/** A member or a value of an operation's input. */
function inInput(
  reading: Reading,
  brackets: readonly Bracket[],
  partial: string,
  open?: OpenText,
): Situation | undefined {
  const { tokens } = reading
  const place = inputAt(tokens, brackets)
  if (!place) return undefined
  const { bracket, shape } = place
  const { entries } = bracket
  const value = (slot: Slot): Situation => ({
    kind: 'value',
    partial,
    slot,
    open,
    declared: declaredNames(tokens),
  })
  switch (shape.type) {
    case 'structure': {
      if (bracket.type === '(') {
        const { bare } = operation(place.operation)
        if (bare === undefined) return open ? undefined : { kind: 'input', partial, members: shape.members }
        return value({ member: bare, shape: shape.members[bare]!, entries: [] })
      }
      const current = currentMember(tokens, bracket)
      if (current === undefined) {
        if (tokens.length > bracket.from) return undefined
        return { kind: 'member-of-input', partial, members: shape.members, entries, open }
      }
      if (!Object.hasOwn(shape.members, current)) return undefined
      return value({ member: current, shape: shape.members[current]!, entries })
    }
    case 'list':
      return value({ member: place.member!.name, shape: shape.member, entries })
    default:
      return undefined
  }
}
