/** Finds the texts of a program that are secrets by where they stand. */
import type { AnyNode, CallExpression, NewExpression, Program, Property } from 'acorn'
import { isHarmless, namesConnection, namesSecret, setsSecret, type Wanted } from './secret-names.ts'

/** A text or a regular expression, by offsets in the code; or a bare value that is no text at all. */
export interface Found {
  readonly kind: 'text' | 'code'
  readonly start: number
  readonly end: number
  readonly secret: boolean
  /** What the text says, its escapes resolved. */
  readonly value: string
}

/** All texts and regular expressions of a program, in order. */
export function literals(program: Program, wanted: Wanted): Found[] {
  const found: Found[] = []
  const told = new Map<AnyNode, boolean>()
  // By hand: a source may be nested more deeply than the stack is.
  const open: [AnyNode, boolean][] = [[program, false]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, secret] = next
    const literal = literalOf(node, secret) ?? bareValue(node, wanted)
    if (literal) {
      found.push(literal)
      continue
    }
    if (telling.has(node.type)) tell(node, wanted, told)
    for (const child of children(node)) open.push([child, told.get(child) ?? secret])
  }
  return found.sort((one, other) => one.start - other.start)
}

function literalOf(node: AnyNode, secret: boolean): Found | undefined {
  if (node.type === 'TemplateElement') {
    const { start, end, value } = node
    return { kind: 'text', start, end, secret, value: value.cooked ?? value.raw }
  }
  if (node.type !== 'Literal') return undefined
  const { start, end, value } = node
  if (node.regex) return { kind: 'code', start, end, secret: false, value: '' }
  if (typeof value !== 'string') return undefined
  return { kind: 'text', start: start + 1, end: end - 1, secret, value }
}

/**
 * `aws_secret_access_key = wJalr/...`: a line of the file of credentials, which happens to be code, too.
 * What calls something or has a text in it is code indeed.
 */
function bareValue(node: AnyNode, wanted: Wanted): Found | undefined {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'Identifier') return undefined
  const { name } = node.left
  if (!/^aws_/i.test(name) || !namesSecret(name, wanted)) return undefined
  const open: AnyNode[] = [node.right]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'Literal' && typeof next.value === 'number') continue
    if (!['Identifier', 'BinaryExpression', 'UnaryExpression', 'MemberExpression'].includes(next.type)) {
      return undefined
    }
    open.push(...children(next))
  }
  const { start, end } = node.right
  return { kind: 'code', start, end, secret: true, value: '' }
}

const telling = new Set<AnyNode['type']>([
  'Property',
  'PropertyDefinition',
  'MethodDefinition',
  'LabeledStatement',
  'VariableDeclarator',
  'AssignmentExpression',
  'AssignmentPattern',
  'BinaryExpression',
  'LogicalExpression',
  'MemberExpression',
  'ImportExpression',
  'ObjectExpression',
  'ArrayExpression',
  'CallExpression',
  'NewExpression',
])

/** What a node says about those below it: secret, or surely not. Of the others nothing is known. */
function tell(node: AnyNode, wanted: Wanted, told: Map<AnyNode, boolean>): void {
  const hide = (child: AnyNode | null | undefined) => child && told.set(child, true)
  const show = (child: AnyNode | null | undefined) => child && told.set(child, false)
  const isSecret = (name: string | undefined) => name !== undefined && namesSecret(name, wanted)
  const named = (name: string | undefined, value: AnyNode | null | undefined) => {
    if (isSecret(name)) hide(value)
    else if (name !== undefined && isHarmless(name)) show(value)
  }
  const pair = (target: AnyNode | null, value: AnyNode | null | undefined): void => {
    if (!target || !value) return
    if (target.type === 'ArrayPattern' && value.type === 'ArrayExpression') {
      for (const [i, each] of target.elements.entries()) pair(each, value.elements[i])
    } else if (isSecret(nameOf(target))) hide(value)
  }
  /** `'AWS_SECRET_ACCESS_KEY', '...'` */
  const inTurn = (values: readonly (AnyNode | null)[]) => {
    for (const [i, each] of values.entries()) if (each && isSecret(textOf(each))) hide(values[i + 1])
  }

  switch (node.type) {
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      show(node.key)
      named(node.computed ? textOf(node.key) : nameOf(node.key), node.value)
      break
    case 'LabeledStatement':
      named(node.label.name, node.body)
      break
    case 'VariableDeclarator':
      pair(node.id, node.init)
      break
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      pair(node.left, node.right)
      break
    case 'BinaryExpression':
    case 'LogicalExpression':
      if (!/^(?:[!=]==?|\?\?|\|\|)$/.test(node.operator)) break
      if (isSecret(nameOf(node.left))) hide(node.right)
      if (isSecret(nameOf(node.right))) hide(node.left)
      break
    case 'MemberExpression':
      if (node.computed && textOf(node.property) !== undefined) show(node.property)
      break
    case 'ImportExpression':
      show(node.source)
      break
    case 'ObjectExpression': {
      // `{ name: 'AWS_SECRET_ACCESS_KEY', value: '...' }`
      const member = (name: RegExp) =>
        node.properties.find(
          (each): each is Property => each.type === 'Property' && name.test(nameOf(each.key) ?? ''),
        )
      const name = member(/^(?:name|key)$/i)
      if (name && isSecret(textOf(name.value))) hide(member(/^value$/i))
      break
    }
    case 'ArrayExpression':
      inTurn(node.elements)
      break
    case 'CallExpression':
    case 'NewExpression': {
      const name = nameOf(node.callee) ?? ''
      if (name === 'require') for (const each of node.arguments) show(each)
      else if (takesKeys(node, name) || setsSecret(name, wanted)) {
        // Options say by their names which of them are secret.
        for (const each of node.arguments) if (each.type !== 'ObjectExpression') hide(each)
      } else inTurn(node.arguments)
    }
  }
}

/** `new SupportConnection(...)`, `Reflect.construct(SupportConnection, [...])`, `SupportConnection.bind(...)`. */
function takesKeys(node: CallExpression | NewExpression, name: string): boolean {
  if (namesConnection(name)) return true
  if (node.type === 'NewExpression' && /connection$/i.test(name)) return true
  const { callee, arguments: given } = node
  const near = [...given, ...(callee.type === 'MemberExpression' ? [callee.object] : [])]
  return near.some((each) => each.type === 'Identifier' && namesConnection(each.name))
}

/** The last name of `a`, `a.b`, `a['b']`, `#b`. */
function nameOf(node: AnyNode): string | undefined {
  switch (node.type) {
    case 'Identifier':
    case 'PrivateIdentifier':
      return node.name
    case 'MemberExpression':
      return node.computed ? textOf(node.property) : nameOf(node.property)
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return nameOf(node.expression)
    default:
      return textOf(node)
  }
}

/** What a text without substitutions says. */
function textOf(node: AnyNode): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return undefined
  return node.quasis[0]?.value.cooked ?? undefined
}

function children(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = []
  const take = (child: Partial<AnyNode> | null | undefined) => {
    if (typeof child?.type === 'string') found.push(child as AnyNode)
  }
  for (const value of Object.values(node)) {
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) for (const each of value) take(each)
    else take(value)
  }
  return found
}
