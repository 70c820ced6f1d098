/** What stands before a dot. Nothing is run to find out: what a call answers is known of operations alone. */
import { isOperationName, outputShape } from '../../model/operations.ts'
import { bindingOf } from './bindings.ts'
import { partnerOf } from './brackets.ts'
import { chainStart, element, isCallee, methodBefore, pathTo, receiverEnd } from './chains.ts'
import { declaredNames } from './declared.ts'
import { type Meaning, type Part, partOf } from './meaning.ts'
import type { Reading, Token } from './reading.ts'

/** A name that stands for a name that stands for a name: so far it is followed. */
const mostNames = 10

/** What ends at the token of an index; undefined where it cannot be told. */
export function meaningBefore(reading: Reading, end: number): Meaning | undefined {
  return partEndingAt(reading, end, mostNames)?.meaning
}

function partEndingAt(reading: Reading, end: number, names: number): Part | undefined {
  const { text, tokens } = reading
  const { at, path } = pathTo(tokens, end)
  if (tokens[at]?.label === ')') {
    const call = names > 0 ? callEndingAt(reading, at, names - 1) : undefined
    const meaning = call && partOf(call.meaning, path)
    return meaning && { ...call, meaning }
  }
  const start = chainStart(tokens, end)
  if (start === undefined) return undefined
  const head = tokens[start]!
  // The session may have the same name for something else.
  const declared = new Set(declaredNames(tokens))
  const isDeclared = ({ label, text: name }: Token) => label === 'name' && declared.has(name)
  if (!isDeclared(head)) {
    // An index that is not known before it runs: the first element stands for any.
    const meaning = tokens.slice(start + 1, end + 1).some(isDeclared)
      ? partOf({ expression: head.text }, path)
      : { expression: text.slice(head.start, tokens[end]!.end) }
    return meaning && { start, meaning }
  }
  const look = (index: number) => partEndingAt(reading, index, names - 1)
  const bound = names > 0 ? bindingOf(reading, start, look) : undefined
  const meaning = bound && partOf(bound, path)
  return meaning && { start, meaning }
}

/** Methods of lists that answer what is in the list, as a list or one of it. */
const keeping = new Set(['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed'])
const picking = new Set(['find', 'findLast', 'at', 'pop', 'shift'])

function callEndingAt(reading: Reading, close: number, names: number): Part | undefined {
  const { tokens } = reading
  const open = partnerOf(tokens, close)
  if (open === undefined) return undefined
  const method = methodBefore(tokens, open)
  if (method === undefined) return awaitedIn(reading, open, close, names)
  const receiver = receiverEnd(tokens, open)
  if (isOperationName(method)) {
    return { start: chainStart(tokens, receiver), meaning: { shape: outputShape(method) } }
  }
  if (!keeping.has(method) && !picking.has(method)) return undefined
  const list = partEndingAt(reading, receiver, names)
  const meaning = list && partOf(list.meaning, picking.has(method) ? [element] : [])
  return meaning && { ...list, meaning }
}

/** An answer in parentheses of its own, with await. */
function awaitedIn({ text, tokens }: Reading, open: number, close: number, names: number): Part | undefined {
  if (tokens[open + 1]?.text !== 'await' || isCallee(tokens[open - 1])) return undefined
  const inner = partEndingAt({ text, tokens }, close - 1, names)
  return inner && 'shape' in inner.meaning && inner.start === open + 2
    ? { start: open, meaning: inner.meaning }
    : undefined
}
