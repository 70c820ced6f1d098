/** Inputs so plain that nothing has to be awaited, imported or stopped: most lines of a transcript are. */
import type { AnyNode } from 'acorn'
import type { Unit } from './rewrite.ts'

/**
 * What an input is made of: `values` where no code of the user's can run; `names` where it also reads
 * variables and members, whose getters could; undefined where there is more to it.
 */
export function plainness({ statements }: Unit): 'values' | 'names' | undefined {
  const [statement] = statements
  if (statements.length !== 1 || statement?.type !== 'ExpressionStatement' || 'directive' in statement) {
    return undefined
  }
  let usesNames = false
  const isPlain = (node: AnyNode | null): boolean => {
    // A hole in an array.
    if (node === null) return true
    switch (node.type) {
      case 'Literal':
        return true
      case 'Identifier':
        usesNames = true
        return true
      case 'MemberExpression':
        return isPlain(node.object) && (!node.computed || isPlain(node.property))
      case 'UnaryExpression':
        return node.operator !== 'delete' && isPlain(node.argument)
      case 'BinaryExpression':
      case 'LogicalExpression':
        return isPlain(node.left) && isPlain(node.right)
      case 'ConditionalExpression':
        return isPlain(node.test) && isPlain(node.consequent) && isPlain(node.alternate)
      case 'ArrayExpression':
        return node.elements.every(isPlain)
      default:
        return false
    }
  }
  if (!isPlain(statement.expression)) return undefined
  return usesNames ? 'names' : 'values'
}

/** The code of a unit as it is. */
export const textOf = ({ code, start, end }: Unit): string => code.slice(start, end)
