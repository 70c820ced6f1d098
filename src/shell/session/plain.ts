/** Inputs for which less will do than a parser and V8's console mode. */
import type { AnyNode } from 'acorn'
import type { Unit } from './rewrite.ts'

/**
 * Whether an input only computes with numbers, strings and the like that stand in it. There is nothing to be
 * awaited or stopped then: not even a getter runs, and no `valueOf`, as they would for a member, a name or a list.
 */
export function isPlain({ statements: [statement, ...others] }: Unit): boolean {
  if (others.length > 0 || statement?.type !== 'ExpressionStatement' || 'directive' in statement) return false
  return isPrimitive(statement.expression)
}

function isPrimitive(node: AnyNode): boolean {
  switch (node.type) {
    case 'Literal':
      // A power of bigints can take minutes; a regular expression is an object.
      return !('regex' in node || 'bigint' in node)
    case 'UnaryExpression':
      return isPrimitive(node.argument)
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isPrimitive(node.left) && isPrimitive(node.right)
    case 'ConditionalExpression':
      return isPrimitive(node.test) && isPrimitive(node.consequent) && isPrimitive(node.alternate)
    default:
      return false
  }
}

/**
 * The words by which an input waits for something or is changed before it runs; an escape may hide one. In front,
 * a brace that is read as an object's.
 */
const changed = /\\u|^\s*\{|\b(?:await|import|export|using)\b/

/** The words by which an input declares something, or is strict. */
const declaring = /\b(?:const|let|var|class|function|use strict)\b/

/**
 * Whether an input is run as it stands, and waits for nothing before it has its value. A word counts wherever it is
 * found, in a text or a comment, too: telling that apart would take longer than it saves.
 *
 * @param names finds the names of methods whose calls are awaited
 */
export const isStraight = (source: string, names: RegExp): boolean =>
  !changed.test(source) && !names.test(source)

/** Whether a straight input declares nothing, as far as its words tell: any script may be made of it. */
export const declaresNothing = (source: string): boolean => !declaring.test(source)
