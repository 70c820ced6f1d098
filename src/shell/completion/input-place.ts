/** Where in an operation's input the cursor is. */
import { inputShape, type OperationName } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'
import { type Bracket, currentMember, startsValue } from './brackets.ts'
import { methodBefore, operationOfMethod } from './chains.ts'
import type { Token } from './reading.ts'

export interface InputPlace {
  readonly operation: OperationName
  /** As it is called: the operation or its paginator. */
  readonly method: string
  /** The innermost bracket: the parenthesis of the call itself, a literal or a list. */
  readonly bracket: Bracket
  /** What the bracket holds: the whole input, a structure in it, or a list. */
  readonly shape: Shape
  /** The member whose value the bracket is in, the innermost; absent where it is the whole input. */
  readonly member?: { readonly name: string; readonly shape: Shape }
}

/** The place in the input of the operation that is being called; undefined where it is none. */
export function inputAt(tokens: readonly Token[], brackets: readonly Bracket[]): InputPlace | undefined {
  const callAt = brackets.findLastIndex(({ type }) => type === '(')
  const call = brackets[callAt]
  const method = call && methodBefore(tokens, call.at)
  const operation = method === undefined ? undefined : operationOfMethod(method)
  // What follows the input are options of the call.
  if (!call || method === undefined || !operation || call.entries.length > 0) return undefined
  let shape: Shape | undefined = inputShape(operation)
  let bracket = call
  let within: InputPlace['member']
  for (const inner of brackets.slice(callAt + 1)) {
    if (bracket !== call) {
      const name = currentMember(tokens, bracket)
      shape = shapeWithin(shape, name)
      if (shape && name !== undefined) within = { name, shape }
    }
    if (!shape || !fits(inner, shape) || !startsValue(tokens, inner.at)) return undefined
    bracket = inner
  }
  return { operation, method, bracket, shape, member: within }
}

const fits = ({ type }: Bracket, shape: Shape) =>
  (type === '{' && shape.type === 'structure') || (type === '[' && shape.type === 'list')

/** The shape of a member of a structure, or of an element of a list. */
function shapeWithin(shape: Shape, member: string | undefined): Shape | undefined {
  if (shape.type === 'list') return shape.member
  if (shape.type !== 'structure' || member === undefined || !Object.hasOwn(shape.members, member))
    return undefined
  return shape.members[member]
}
