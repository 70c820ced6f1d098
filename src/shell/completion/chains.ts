/** What stands before a dot or a parenthesis: a chain of names that can be looked at, or an answer. */
import { paginatorName } from '../../client/connection.ts'
import { isOperationName, type OperationName, operationNames, outputShape } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'
import { isWord, partnerOf } from './brackets.ts'
import type { Token } from './reading.ts'

const isDot = (token: Token | undefined) => token?.label === '.' || token?.label === '?.'

/** The name of the method that the parenthesis at an index calls; undefined for anything else. */
export function methodBefore(tokens: readonly Token[], parenthesis: number): string | undefined {
  const name = tokens[parenthesis - 1]?.label === '?.' ? parenthesis - 2 : parenthesis - 1
  return isDot(tokens[name - 1]) ? tokens[name]?.text : undefined
}

/** The operation whose input the method takes: its own, or that of which it shows the pages. */
export function operationOfMethod(method: string): OperationName | undefined {
  return isOperationName(method) ? method : operationNames.find((name) => paginatorName(name) === method)
}

/**
 * The shape of what an operation answers, or of a part of it, that stands at an index:
 * `conn.describeCases().cases[0]`, also with await in parentheses.
 */
export function answerEndingAt(tokens: readonly Token[], end: number): Shape | undefined {
  // From the end back to the call, since only that says what the answer is.
  const path: (string | typeof element)[] = []
  let at = end
  for (;;) {
    const token = tokens[at]
    if (token?.label === ']') {
      const open = partnerOf(tokens, at)
      if (open === undefined) return undefined
      path.push(element)
      at = tokens[open - 1]?.label === '?.' ? open - 2 : open - 1
    } else if (token && isDot(tokens[at - 1]) && isWord(token.text)) {
      path.push(token.text)
      at -= 2
    } else {
      break
    }
  }
  const operation = callEndingAt(tokens, at)
  let shape: Shape | undefined = operation && outputShape(operation)
  for (const step of path.reverse()) shape = shape && partOf(shape, step)
  return shape
}

const element = Symbol('element')

function partOf(shape: Shape, step: string | typeof element): Shape | undefined {
  if (step === element) return shape.type === 'list' ? shape.member : undefined
  if (shape.type !== 'structure' || !Object.hasOwn(shape.members, step)) return undefined
  return shape.members[step]
}

/** The operation that is called at an index, also in parentheses with await. */
function callEndingAt(tokens: readonly Token[], close: number): OperationName | undefined {
  if (tokens[close]?.label !== ')') return undefined
  const open = partnerOf(tokens, close)
  if (open === undefined) return undefined
  const method = methodBefore(tokens, open)
  if (method !== undefined) return isOperationName(method) ? method : undefined
  const isAwaited = tokens[open + 1]?.text === 'await' && !isCallee(tokens[open - 1])
  if (!isAwaited || chainStart(tokens, chainBefore(tokens, close - 1)) !== open + 2) return undefined
  return callEndingAt(tokens, close - 1)
}

/** The index before the call that ends at an index: of the name that is called. */
function chainBefore(tokens: readonly Token[], close: number): number {
  return (partnerOf(tokens, close) ?? 0) - 1
}

const isCallee = (token: Token | undefined) =>
  token !== undefined && (token.label === 'name' || token.label === ')' || token.label === ']')

/** What a chain can begin with, by the labels of its tokens. */
const heads = ['name', 'this', 'string', 'num', 'bigint', 'regexp']

/**
 * Where the chain begins that ends at an index: `a.b[0].c`, `'text'`, `[1, 2]`. Undefined where there is
 * anything else, such as a call, and so nothing that can be looked at without running it.
 */
export function chainStart(tokens: readonly Token[], end: number): number | undefined {
  let at = end
  for (;;) {
    const label = tokens[at]?.label
    if (label === ']') {
      const open = partnerOf(tokens, at)
      if (open === undefined || !isSimple(tokens.slice(open + 1, at))) return undefined
      const before = tokens[open - 1]
      // Otherwise it is a list by itself.
      const isElement = isCallee(before) || before?.label === '?.' || isHead(tokens, open - 1)
      if (!isElement) return open
      at = before!.label === '?.' ? open - 2 : open - 1
    } else if (isDot(tokens[at - 1]) && isWord(tokens[at]!.text)) {
      at -= 2
    } else {
      return isHead(tokens, at) ? at : undefined
    }
  }
}

/** To acorn `await` is a name, since outside of functions it may be one. */
const isHead = (tokens: readonly Token[], at: number) => {
  const token = tokens[at]
  return token !== undefined && heads.includes(token.label) && token.text !== 'await'
}

/** An index that can be looked at: a number, a text, a name or a chain of names; or a list of such. */
const isSimple = (tokens: readonly Token[]) =>
  tokens.every((token, at) => isHead(tokens, at) || besideHeads.includes(token.label))

const besideHeads = ['.', '?.', '[', ']', '+/-', ',', 'true', 'false', 'null']
