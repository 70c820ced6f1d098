/** What the names stand for that a text declares for itself, as far as its tokens tell. */
import { operation, outputShape } from '../../model/operations.ts'
import { isOpener, partnerOf } from './brackets.ts'
import { element, methodBefore, operationOfMethod, receiverEnd, type Step } from './chains.ts'
import { declaresVariable } from './declared.ts'
import { type Meaning, type Part, partOf } from './meaning.ts'
import type { Reading, Token } from './reading.ts'

/** Finds what ends at the token of an index. */
type Look = (end: number) => Part | undefined

/** What the name at an index stands for: where it was declared last before that. */
export function bindingOf(reading: Reading, use: number, look: Look): Meaning | undefined {
  const { tokens } = reading
  const name = tokens[use]!.text
  for (let at = use - 1; at >= 0; at--) {
    const { label, text } = tokens[at]!
    if (label !== 'name' || text !== name) continue
    const declared = parameterAt(tokens, at, look) ?? loopedAt(tokens, at, look) ?? valueAt(reading, at, look)
    if (declared) return declared()
  }
  return undefined
}

/** What a declaration gives the name it declares; the last one counts, also where that cannot be told. */
type Declared = () => Meaning | undefined

/** Which parameters of their function these methods give elements of the list to. */
const elementsGoTo: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(
    ['map', 'filter', 'find', 'findLast', 'findIndex', 'some', 'every', 'forEach', 'flatMap'].map((name) => [
      name,
      [0],
    ]),
  ),
  sort: [0, 1],
  toSorted: [0, 1],
  reduce: [1],
}

/** `cases.filter((each) => ...)`: a parameter of a function that a method of a list calls. */
function parameterAt(tokens: readonly Token[], at: number, look: Look): Declared | undefined {
  const isBare = tokens[at + 1]?.label === '=>'
  const position = isBare || tokens[at - 1]?.label === '(' ? 0 : 1
  const open = isBare ? at : at - 1 - 2 * position
  if (!isBare && !opensParameters(tokens, open)) return undefined
  const call = tokens[open - 1]?.text === 'async' ? open - 2 : open - 1
  const method = tokens[call]?.label === '(' ? (methodBefore(tokens, call) ?? '') : ''
  const isElement = Object.hasOwn(elementsGoTo, method) && elementsGoTo[method]!.includes(position)
  return () => (isElement ? elementOf(look(receiverEnd(tokens, call))) : undefined)
}

function opensParameters(tokens: readonly Token[], open: number): boolean {
  const close = tokens[open]?.label === '(' ? partnerOf(tokens, open) : undefined
  return close !== undefined && tokens[close + 1]?.label === '=>'
}

const elementOf = (list: Part | undefined) => list && partOf(list.meaning, [element])

/** `for (const each of cases)`, and the pages or items of a listing. */
function loopedAt(tokens: readonly Token[], at: number, look: Look): Declared | undefined {
  const open = at - 2
  const isLoop =
    tokens[open]?.label === '(' && declaresVariable(tokens[at - 1]) && tokens[at + 1]?.text === 'of'
  const close = isLoop ? partnerOf(tokens, open) : undefined
  if (close === undefined) return undefined
  return () => {
    const listing = listedAt(tokens, close - 1)
    if (listing) return listing
    const list = look(close - 1)
    return list?.start === at + 2 ? elementOf(list) : undefined
  }
}

/** What a loop gets of `conn.paginateDescribeCases()`, or of its `items()`. */
function listedAt(tokens: readonly Token[], end: number): Meaning | undefined {
  const call = calledAt(tokens, end)
  const isOfItems = call?.method === 'items'
  const listing = isOfItems ? calledAt(tokens, call.receiver) : call
  const name = listing && operationOfMethod(listing.method)
  if (name === undefined || name === listing?.method) return undefined
  const { pages } = operation(name)
  return partOf({ shape: outputShape(name) }, isOfItems && pages !== undefined ? [pages, element] : [])
}

function calledAt(tokens: readonly Token[], close: number): { method: string; receiver: number } | undefined {
  const open = tokens[close]?.label === ')' ? partnerOf(tokens, close) : undefined
  const method = open === undefined ? undefined : methodBefore(tokens, open)
  return method === undefined ? undefined : { method, receiver: receiverEnd(tokens, open!) }
}

/** `const first = cases[0]`, `const { cases } = conn.describeCases()`. */
function valueAt(reading: Reading, at: number, look: Look): Declared | undefined {
  const { tokens } = reading
  const pattern = patternAround(tokens, at)
  const end = pattern?.close ?? at
  if (!declaresVariable(tokens[(pattern?.open ?? at) - 1])) return undefined
  return () => {
    const start = tokens[end + 2]?.text === 'await' ? end + 3 : end + 2
    const value = tokens[end + 1]?.label === '=' ? look(endOfValue(reading, start)) : undefined
    return value?.start === start ? partOf(value.meaning, pattern?.path ?? []) : undefined
  }
}

/** The pattern that a name stands in, and the way to it: `{ cases }`, `{ cases: found }`, `[first]`. */
function patternAround(
  tokens: readonly Token[],
  at: number,
): { open: number; close: number; path: readonly Step[] } | undefined {
  const before = tokens[at - 1]?.label ?? ''
  if (!['{', '[', ',', ':'].includes(before)) return undefined
  let open = at - 1
  // What is closed in between is another member's.
  while (open >= 0 && !isOpener(tokens[open]!.label)) open = (partnerOf(tokens, open) ?? open) - 1
  const close = open < 0 ? undefined : partnerOf(tokens, open)
  if (close === undefined) return undefined
  const key = before === ':' ? tokens[at - 2]!.text : tokens[at]!.text
  return { open, close, path: [tokens[open]!.label === '[' ? element : key] }
}

/** The index with which the value ends that begins at an index: before a semicolon, a comma or a new line. */
function endOfValue({ text, tokens }: Reading, start: number): number {
  let at = start
  while (at < tokens.length) {
    const end = isOpener(tokens[at]!.label) ? (partnerOf(tokens, at) ?? tokens.length) : at
    const next = tokens[end + 1]
    const goesOn = next !== undefined && (next.label === '.' || next.label === '?.')
    const isNewLine = next !== undefined && /[\r\n]/.test(text.slice(tokens[end]?.end, next.start))
    if (next === undefined || /^[;,)\]}]$/.test(next.label) || (isNewLine && !goesOn)) return end
    at = end + 1
  }
  return at
}
