/** Finds members in examples that the service's model does not have, as far as types can be followed. */
import type { AnyNode, CallExpression, MemberExpression, ObjectExpression, Pattern } from 'acorn'
import { SupportConnection } from '../client/connection.ts'
import { nearest } from '../model/nearest.ts'
import { inputShape, isOperationName, outputShape } from '../model/operations.ts'
import type { Shape } from '../model/shape.ts'
import { read } from '../shell/session/syntax.ts'
import type { ExampleCheck } from '../transcript/lint.ts'

/** Methods of arrays whose callback gets the elements, by what they answer. */
const callbacks: Readonly<Record<string, 'element' | 'list' | 'other'>> = {
  find: 'element',
  findLast: 'element',
  filter: 'list',
  toSorted: 'list',
  sort: 'list',
  map: 'other',
  flatMap: 'other',
  forEach: 'other',
  some: 'other',
  every: 'other',
  findIndex: 'other',
}

/** Methods of arrays that answer one of the same elements, or a list of them. */
const steps: Readonly<Record<string, 'element' | 'list'>> = {
  at: 'element',
  pop: 'element',
  shift: 'element',
  slice: 'list',
  reverse: 'list',
  toReversed: 'list',
}

/** What stands for a connection: it has no shape in the model, and its methods answer those of operations. */
const connection: Shape = { type: 'structure', help: '', members: {} }

/** The names of a connection's methods and properties; `help` is what the shell adds. */
const connectionNames = [...new Set([...methodsOf(SupportConnection.prototype), 'help'])]

function methodsOf(type: object): string[] {
  if (type === Object.prototype) return []
  return [...Object.getOwnPropertyNames(type), ...methodsOf(Object.getPrototypeOf(type))]
}

/** A check for the examples of one file, in their order: what one declares the next may use. */
export function memberCheck(): ExampleCheck {
  const known = new Map<string, Shape | undefined>([['conn', connection]])
  return async ({ source, want }) => {
    const reading = await read(source)
    // An error that is expected may be the point of the example.
    if (reading.status !== 'complete' || want.startsWith('Uncaught ')) return []
    const members = new Members(known)
    for (const statement of reading.program.body) members.shapeOf(statement)
    return members.unknown.map(({ at, message }) => ({
      message,
      line: reading.code.slice(0, at).split('\n').length - 1,
    }))
  }
}

class Members {
  readonly unknown: { at: number; message: string }[] = []
  readonly #known: Map<string, Shape | undefined>

  constructor(known: Map<string, Shape | undefined>) {
    this.#known = known
  }

  /** The shape of what a node stands for, if it is known; looks at everything below it on the way. */
  shapeOf(node: AnyNode | null | undefined): Shape | undefined {
    if (!node) return undefined
    switch (node.type) {
      case 'Identifier':
        return this.#known.get(node.name)
      case 'AwaitExpression':
      case 'ParenthesizedExpression':
        return this.shapeOf(node.type === 'AwaitExpression' ? node.argument : node.expression)
      case 'ChainExpression':
      case 'ExpressionStatement':
        return this.shapeOf(node.expression)
      case 'MemberExpression':
        return this.#member(node)
      case 'CallExpression':
        return this.#call(node)
      case 'NewExpression':
        for (const argument of node.arguments) this.shapeOf(argument)
        return isNamed(node.callee, 'SupportConnection') ? connection : undefined
      case 'VariableDeclarator':
        this.#bind(node.id, this.shapeOf(node.init))
        return undefined
      case 'AssignmentExpression': {
        const shape = this.shapeOf(node.right)
        if (node.operator === '=') this.#bind(node.left, shape)
        return shape
      }
      case 'FunctionDeclaration':
        // What is exported as the default needs no name.
        if (node.id) this.#bind(node.id, undefined)
        this.#scope(node.params, node.body)
        return undefined
      case 'ArrowFunctionExpression':
        this.#scope(node.params, node.body)
        return undefined
      case 'FunctionExpression':
        this.#scope(node.id ? [node.id, ...node.params] : node.params, node.body)
        return undefined
      case 'CatchClause':
        this.#scope(node.param ? [node.param] : [], node.body)
        return undefined
      default:
        for (const child of childrenOf(node)) this.shapeOf(child)
        return undefined
    }
  }

  #member(node: MemberExpression): Shape | undefined {
    const owner = this.shapeOf(node.object)
    const name = nameOf(node)
    if (owner === connection) {
      if (name !== undefined) this.#checkMethod(name, node.property.start)
      return undefined
    }
    if (node.computed && name === undefined) this.shapeOf(node.property)
    if (owner?.type === 'list') return node.computed ? owner.member : undefined
    if (owner?.type !== 'structure' || name === undefined) return undefined
    return this.#memberOf(owner, name, node.property.start)
  }

  #checkMethod(name: string, at: number): void {
    if (connectionNames.includes(name) || name in Object.prototype) return
    const near = nearest(name, connectionNames)
    const instead = near ? `; did you mean \`${near}\`?` : '.'
    this.unknown.push({ at, message: `A connection has no \`${name}\`${instead}` })
  }

  #memberOf(owner: Shape & { type: 'structure' }, name: string, at: number): Shape | undefined {
    const member = Object.hasOwn(owner.members, name) ? owner.members[name] : undefined
    if (!member && !(name in Object.prototype)) {
      const names = Object.keys(owner.members)
      const near = nearest(name, names)
      const instead = near ? `did you mean \`${near}\`?` : `There are ${names.join(', ')}.`
      this.unknown.push({
        at,
        message: `The service answers no \`${name}\` here${near ? '; ' : '. '}${instead}`,
      })
    }
    return member
  }

  #call(node: CallExpression): Shape | undefined {
    const { callee } = node
    if (callee.type !== 'MemberExpression') {
      for (const child of childrenOf(node)) this.shapeOf(child)
      return isNamed(callee, 'connectToRegion') ? connection : undefined
    }
    const name = nameOf(callee) ?? ''
    if (isOperationName(name)) {
      this.shapeOf(callee.object)
      const [input] = node.arguments
      if (input?.type === 'ObjectExpression') this.#checkInput(input, inputShape(name))
      for (const argument of node.arguments) this.shapeOf(argument)
      return outputShape(name)
    }
    const owner = this.shapeOf(callee.object)
    if (owner === connection) this.#checkMethod(name, callee.property.start)
    const element = owner?.type === 'list' ? owner.member : undefined
    for (const argument of node.arguments) {
      const isFunction = argument.type === 'ArrowFunctionExpression' || argument.type === 'FunctionExpression'
      if (isFunction && element && Object.hasOwn(callbacks, name)) {
        this.#scope(argument.params, argument.body, element)
      } else this.shapeOf(argument)
    }
    const answers = callbacks[name] ?? steps[name]
    return answers === 'element' ? element : answers === 'list' ? owner : undefined
  }

  /** The parameters of a function hide what has their names outside. Of a callback's first the shape is known. */
  #scope(params: readonly Pattern[], body: AnyNode, first?: Shape): void {
    const before = new Map(this.#known)
    for (const param of params) this.#bind(param, undefined)
    if (first && params[0]) this.#bind(params[0], first)
    // Defaults are below them.
    for (const param of params) this.shapeOf(param)
    this.shapeOf(body)
    this.#known.clear()
    for (const [name, shape] of before) this.#known.set(name, shape)
  }

  #bind(pattern: Pattern, shape: Shape | undefined): void {
    switch (pattern.type) {
      case 'Identifier':
        this.#known.set(pattern.name, shape)
        return
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type !== 'Property') {
            this.#bind(property, undefined)
            continue
          }
          const name =
            !property.computed && property.key.type === 'Identifier' ? property.key.name : undefined
          const member =
            shape?.type === 'structure' && shape !== connection && name !== undefined
              ? this.#memberOf(shape, name, property.key.start)
              : undefined
          this.#bind(property.value, member)
        }
        return
      case 'ArrayPattern':
        for (const each of pattern.elements) {
          if (each?.type === 'RestElement') this.#bind(each.argument, shape)
          else if (each) this.#bind(each, shape?.type === 'list' ? shape.member : undefined)
        }
        return
      case 'RestElement':
        this.#bind(pattern.argument, undefined)
        return
      case 'AssignmentPattern':
        this.#bind(pattern.left, shape)
    }
  }

  #checkInput(node: ObjectExpression, shape: Shape): void {
    if (shape.type !== 'structure') return
    for (const property of node.properties) {
      if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') continue
      const { name } = property.key
      const member = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined
      if (!member) {
        const near = nearest(name, Object.keys(shape.members))
        const instead = near ? `; did you mean \`${near}\`?` : '.'
        this.unknown.push({ at: property.key.start, message: `The operation takes no \`${name}\`${instead}` })
      } else if (property.value.type === 'ObjectExpression') this.#checkInput(property.value, member)
    }
  }
}

const isNamed = (node: AnyNode, name: string): boolean => node.type === 'Identifier' && node.name === name

function nameOf({ computed, property }: MemberExpression): string | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value) => typeof (value as AnyNode | null)?.type === 'string') as AnyNode[]
}
