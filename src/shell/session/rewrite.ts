/**
 * What the shell changes in an input before it runs: calls of the service in top-level code are awaited,
 * and imports become calls. Lines stay where they are.
 */
import type { AnyNode, CallExpression, ImportDeclaration, Literal, MemberExpression, Program } from 'acorn'

/** `export {}`: what is left of a text that only imported types. */
export function isEmptyExport(node: AnyNode): boolean {
  return node.type === 'ExportNamedDeclaration' && !node.declaration && node.specifiers.length === 0
}

/** The global function that imports for the session; see modules.ts. */
export const importFunction = '__import__'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Statements of a text that are run together. */
export interface Unit {
  readonly code: string
  readonly statements: readonly Program['body'][number][]
  /** The part of `code` that the unit is, as offsets. */
  readonly start: number
  readonly end: number
  /** The line of `code` on which it begins, from 1. */
  readonly line: number
}

/**
 * The code to run.
 *
 * @param isOperation tells the names of methods whose calls are awaited
 * @param importer the name of the function that imports
 */
export function rewrite(
  { code, statements, start, end }: Unit,
  isOperation: (name: string) => boolean,
  importer = importFunction,
): string {
  const edits: Edit[] = []
  const insert = (at: number, text: string) => edits.push({ start: at, end: at, text })
  const separated = new Set<AnyNode>()

  const visit = (node: AnyNode, parents: readonly AnyNode[], topLevel: boolean): void => {
    if (isEmptyExport(node)) edits.push({ start: node.start, end: node.end, text: '' })
    if (node.type === 'ImportDeclaration') edits.push(importEdit(node, code, importer))
    // `import(...)` is left alone as far as its arguments go: only the keyword is replaced.
    if (node.type === 'ImportExpression') {
      edits.push({ start: node.start, end: node.start + 'import'.length, text: importer })
    }
    // V8's console knows no modules, and so no import.meta either.
    if (node.type === 'MetaProperty' && node.meta.name === 'import') {
      edits.push({ start: node.meta.start, end: node.meta.end, text: importer })
    }
    if (topLevel && node.type === 'CallExpression' && callsOperation(node, isOperation)) {
      if (!isAwaited(parents)) {
        const statement = startedStatement(node, parents)
        const separate = statement !== undefined && !separated.has(statement)
        if (statement) separated.add(statement)
        awaitCall(node, parents, code, separate, insert)
      }
    }
    for (const [child, runsLater] of children(node)) {
      visit(child, [node, ...parents], topLevel && !runsLater)
    }
  }
  const root = { type: 'Program', start, end } as Program
  for (const statement of statements) visit(statement, [root], true)
  return apply(code, start, end, edits)
}

function callsOperation({ callee }: CallExpression, isOperation: (name: string) => boolean): boolean {
  return callee.type === 'MemberExpression' && isOperation(propertyName(callee) ?? '')
}

function propertyName({ computed, property }: MemberExpression): string | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined
}

function isAwaited([parent, grandparent]: readonly AnyNode[]): boolean {
  // `await conn?.describeCases()`: a chain stands between the call and its await.
  const holder = parent?.type === 'ChainExpression' ? grandparent : parent
  return holder?.type === 'AwaitExpression'
}

/** `conn.describeCases().cases` becomes `(await conn.describeCases()).cases`. */
function awaitCall(
  node: CallExpression,
  parents: readonly AnyNode[],
  code: string,
  separate: boolean,
  insert: (at: number, text: string) => void,
): void {
  insert(node.start, `${separate ? ';' : ''}(await `)
  insert(node.end, ')')
  const [parent] = parents
  const continues = parent?.type === 'MemberExpression' || parent?.type === 'CallExpression'
  // The parentheses end an optional chain; what follows has to stay optional.
  if (continues && isOptional(node) && !parent.optional && continuesChain(node, parent)) {
    const at = node.end + blank.exec(code.slice(node.end))![0].length
    insert(at, parent.type === 'MemberExpression' && !parent.computed ? '?' : '?.')
  }
}

/** White space and comments. */
const blank = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*/

function continuesChain(node: AnyNode, parent: AnyNode): boolean {
  return parent.type === 'MemberExpression'
    ? parent.object === node
    : parent.type === 'CallExpression' && parent.callee === node
}

function isOptional(node: AnyNode): boolean {
  if (node.type === 'CallExpression') return node.optional || isOptional(node.callee)
  if (node.type === 'MemberExpression') return node.optional || isOptional(node.object)
  return false
}

/**
 * The statement that begins with the node. A parenthesis there would continue a line before it that
 * lacks its semicolon.
 */
function startedStatement(node: AnyNode, parents: readonly AnyNode[]): AnyNode | undefined {
  const at = parents.findIndex(({ type }) => type === 'ExpressionStatement')
  if (at < 0 || parents[at]!.start !== node.start) return undefined
  return ['Program', 'BlockStatement', 'SwitchCase'].includes(parents[at + 1]?.type ?? '')
    ? parents[at]
    : undefined
}

/** The child nodes, each with whether it runs later: in a function, a field or a static block. */
function children(node: AnyNode): [AnyNode, boolean][] {
  const found: [AnyNode, boolean][] = []
  const isFunction = /Function/.test(node.type)
  for (const [key, value] of Object.entries(node)) {
    const runsLater =
      isFunction || node.type === 'StaticBlock' || (node.type === 'PropertyDefinition' && key === 'value')
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') found.push([child as AnyNode, runsLater])
    }
  }
  return found
}

/** `import a, { b as c } from 'm'` becomes `const { default: a, b: c } = await __import__('m', ...)`. */
function importEdit(node: ImportDeclaration, code: string, importer: string): Edit {
  const { specifiers, source, attributes, start, end } = node
  const named = specifiers.flatMap((each) => {
    if (each.type === 'ImportNamespaceSpecifier') return []
    const imported = each.type === 'ImportSpecifier' ? nameOf(each.imported) : 'default'
    return { imported, local: each.local.name }
  })
  const options =
    attributes.length > 0
      ? `{ with: {${attributes.map((each) => code.slice(each.start, each.end))}} }`
      : 'undefined'
  const names = JSON.stringify(named.map(({ imported }) => imported))
  const call = `await ${importer}(${source.raw}, ${options}, ${names})`
  const namespace = specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier')
  const pattern = `{ ${named.map(({ imported, local }) => `${JSON.stringify(imported)}: ${local}`).join(', ')} }`
  const statements = [
    ...(namespace ? [`const ${namespace.local.name} = ${call}`] : []),
    ...(named.length > 0 ? [`const ${pattern} = ${namespace?.local.name ?? call}`] : []),
  ]
  // The lines of a long import stay, so that later lines keep their numbers.
  const lines = code.slice(start, end).replace(/[^\n]/g, '')
  return { start, end, text: `${statements.join('; ') || `void ${call}`};${lines}` }
}

function nameOf(node: { type: 'Identifier'; name: string } | Literal): string {
  return node.type === 'Identifier' ? node.name : String(node.value)
}

/** Insertions at one place keep the order in which they were made. */
function apply(code: string, unitStart: number, unitEnd: number, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, index) => ({ ...edit, index }))
  ordered.sort((a, b) => a.start - b.start || a.index - b.index)
  let out = ''
  let from = unitStart
  for (const { start, end, text } of ordered) {
    out += code.slice(from, start) + text
    from = end
  }
  return out + code.slice(from, unitEnd)
}
