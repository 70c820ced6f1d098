/** The brackets that are open at the cursor, and what stands in them so far. */
import type { Reading, Token } from './reading.ts'

/** One finished element of a list, argument of a call or member of a literal. */
export interface Entry {
  /** Of a member. */
  readonly name?: string
  /** `...` stands before it. */
  readonly spread: boolean
  /** The source of the value. */
  readonly value: string
}

export interface Bracket {
  readonly type: '(' | '[' | '{' | '${'
  /** The index of its token. */
  readonly at: number
  /** What is finished: each ends with a comma. */
  readonly entries: readonly Entry[]
  /** The index of the token with which the entry begins that the cursor is in. */
  readonly from: number
}

type Open = Bracket & { entries: Entry[]; from: number }

const openers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '${': '}' }
const closers = new Set(Object.values(openers))

/** The brackets that are open after the tokens, the outermost first. */
export function openBrackets({ text, tokens }: Reading): Bracket[] {
  const open: Open[] = []
  for (const [at, { label }] of tokens.entries()) {
    const around = open.at(-1)
    if (isOpener(label)) {
      open.push({ type: label, at, entries: [], from: at + 1 })
    } else if (closers.has(label)) {
      // One that nothing has opened is passed over; one that was forgotten is closed by the next outside.
      const opened = open.findLastIndex(({ type }) => openers[type] === label)
      if (opened >= 0) open.splice(opened)
    } else if (label === ',' && around) {
      if (at > around.from) around.entries.push(entryOf(text, tokens.slice(around.from, at), around.type))
      around.from = at + 1
    }
  }
  return open
}

/** Whether a token of the label opens a bracket. */
export const isOpener = (label: string): label is Bracket['type'] => Object.hasOwn(openers, label)

function entryOf(text: string, tokens: readonly Token[], type: Bracket['type']): Entry {
  const [first, second] = tokens as [Token, ...Token[]]
  const { end } = tokens.at(-1)!
  const spread = first.label === '...'
  const name = type === '{' && !spread ? memberName(first) : undefined
  const valueAt = spread ? second : second?.label === ':' && name !== undefined ? tokens[2] : first
  return { name, spread, value: text.slice(valueAt?.start ?? end, end) }
}

/** The name of a member whose entry begins with the token: a word or a text. */
function memberName({ label, text }: Token): string | undefined {
  if (label === 'string') return text.slice(1, -1)
  return isWord(text) ? text : undefined
}

/** A name or a keyword. */
export const isWord = (text: string): boolean => /^[\p{ID_Start}$_]/u.test(text)

/** The member of a literal whose value the cursor is in; undefined where no colon stands yet. */
export function currentMember(tokens: readonly Token[], { type, from }: Bracket): string | undefined {
  const first = tokens[from]
  return type === '{' && first && tokens[from + 1]?.label === ':' ? memberName(first) : undefined
}

/** The index of the bracket that the one at an index opens or closes, whatever their kinds. */
export function partnerOf(tokens: readonly Token[], at: number): number | undefined {
  let partners = partnersIn.get(tokens)
  if (!partners) {
    partners = pairs(tokens)
    partnersIn.set(tokens, partners)
  }
  return partners.get(at)
}

/** Found once for a text, since it may be nothing but brackets. */
const partnersIn = new WeakMap<readonly Token[], Map<number, number>>()

function pairs(tokens: readonly Token[]): Map<number, number> {
  const partners = new Map<number, number>()
  const open: number[] = []
  for (const [at, { label }] of tokens.entries()) {
    if (isOpener(label)) open.push(at)
    const opening = closers.has(label) ? open.pop() : undefined
    if (opening === undefined) continue
    partners.set(opening, at)
    partners.set(at, opening)
  }
  return partners
}

/** What a value or a member may stand behind; behind `=>` or a name a bracket is no value. */
const beforeValue = new Set(['(', '[', '{', ',', ':', '?', '??', '||', '&&', '='])

/** Whether a value, or a member of a literal, may begin at the index. */
export function startsValue(tokens: readonly Token[], at: number): boolean {
  return beforeValue.has(tokens[at - 1]?.label ?? '')
}
