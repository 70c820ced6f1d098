/** What stands before a dot or a parenthesis: chains of names, and the methods that are called on them. */
import { paginatorName } from '../../client/connection.ts'
import { isOperationName, type OperationName, operationNames } from '../../model/operations.ts'
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

/** The index at which what stands before the dot of the method ends that the parenthesis calls. */
export function receiverEnd(tokens: readonly Token[], parenthesis: number): number {
  return tokens[parenthesis - 1]?.label === '?.' ? parenthesis - 4 : parenthesis - 3
}

/** An element of a list, in a path. */
export const element = Symbol('element')

/** What a value's part is called: a property's name, or an element. */
export type Step = string | typeof element

/** The way back from an index to what is not a part of something: a name, a call, a literal. */
export function pathTo(
  tokens: readonly Token[],
  end: number,
): { readonly at: number; readonly path: Step[] } {
  const path: Step[] = []
  let at = end
  for (;;) {
    const token = tokens[at]
    const open = token?.label === ']' ? partnerOf(tokens, at) : undefined
    const before = tokens[(open ?? 0) - 1]
    if (open !== undefined && (before?.label === '?.' || isCallee(before))) {
      path.push(element)
      at = before?.label === '?.' ? open - 2 : open - 1
    } else if (token && isDot(tokens[at - 1]) && isWord(token.text)) {
      path.push(token.text)
      at -= 2
    } else {
      return { at, path: path.reverse() }
    }
  }
}

/** Whether a bracket behind the token belongs to it: a call, or an element. */
export const isCallee = (token: Token | undefined) =>
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
