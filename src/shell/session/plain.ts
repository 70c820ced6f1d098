/** Sums and the like: inputs in which no code of the user's can run, and nothing can take long. */
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
