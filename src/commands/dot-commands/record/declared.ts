/** The names that an input declares at its top level: what later inputs can use of it. */
import type { Pattern, Program } from 'acorn'
import { read } from '../../../shell/session/syntax.ts'

export async function declaredIn(source: string): Promise<string[]> {
  const reading = await read(source)
  return reading.status === 'complete' ? reading.program.body.flatMap(namesOf) : []
}

function namesOf(statement: Program['body'][number]): string[] {
  switch (statement.type) {
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ id }) => namesIn(id))
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [statement.id.name]
    case 'ImportDeclaration':
      return statement.specifiers.map(({ local }) => local.name)
    case 'ExpressionStatement': {
      const { expression } = statement
      // Outside of strict code an assignment makes what is not there yet.
      return expression.type === 'AssignmentExpression' ? namesIn(expression.left) : []
    }
    default:
      return []
  }
}

function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => namesIn(each.type === 'Property' ? each.value : each))
    case 'ArrayPattern':
      return pattern.elements.flatMap((each) => (each ? namesIn(each) : []))
    case 'RestElement':
      return namesIn(pattern.argument)
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    default:
      return []
  }
}
