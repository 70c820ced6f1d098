/**
 * Writes operation-types.d.ts of the package: what src/client/operation-types.ts infers from the model,
 * spelt out with a comment on each method and member, which editors show. `documented-types.ts FILE`.
 */
import { writeFileSync } from 'node:fs'
import { requiredMembers } from '../src/model/operation.ts'
import { faultsOf, type OperationName, operation, operationNames, wireName } from '../src/model/operations.ts'
import type { Members, Shape } from '../src/model/shape.ts'

const indent = (depth: number) => '    '.repeat(depth)

function comment(lines: readonly string[], depth: number): string {
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/'))
  if (safe.length === 1) return `${indent(depth)}/** ${safe[0]} */\n`
  return `${indent(depth)}/**\n${safe.map((line) => `${indent(depth)} * ${line}`.trimEnd()).join('\n')}\n${indent(depth)} */\n`
}

/** What a member means and may be, in a line each. */
function meaning(shape: Shape): string[] {
  return [shape.help, ...[limits(shape)].filter((text) => text !== undefined)]
}

function limits(shape: Shape): string | undefined {
  if (!('min' in shape) && !('max' in shape)) return undefined
  const { min = 0, max } = shape as { min?: number; max?: number }
  const unit = { string: ' characters', list: ' elements' }[shape.type as string] ?? ''
  return max === undefined ? `At least ${min}${unit}.` : `${min} to ${max}${unit}.`
}

type Side = 'input' | 'output'

function members(of: Members, side: Side, depth: number): string {
  return Object.entries<Shape>(of)
    .sort(([, one], [, other]) => Number(other.required ?? false) - Number(one.required ?? false))
    .map(([name, shape]) => {
      const optional = shape.required ? '' : '?'
      const undefinable = shape.required ? '' : ' | undefined'
      return `${comment(meaning(shape), depth)}${indent(depth)}${name}${optional}: ${type(shape, side, depth)}${undefinable};\n`
    })
    .join('')
}

function type(shape: Shape, side: Side, depth: number): string {
  switch (shape.type) {
    case 'string':
      return shape.values
        ? `${shape.values.map((value) => `'${value}'`).join(' | ')} | (string & {})`
        : 'string'
    case 'integer':
    case 'double':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'blob':
      return side === 'input' ? 'Data' : 'Uint8Array'
    case 'list': {
      const member = type(shape.member, side, depth)
      return shape.sparse
        ? `(${member} | null)[]`
        : /[|]/.test(firstLine(member))
          ? `(${member})[]`
          : `${member}[]`
    }
    case 'structure':
      return `{\n${members(shape.members, side, depth + 1)}${indent(depth)}}`
  }
}

const firstLine = (text: string) => text.split('\n')[0]!

/** What an operation does, and how it can fail. */
function about(name: OperationName): string[] {
  const { help, notes = [] } = operation(name)
  return [help, ...notes.flatMap((note) => ['', note]), '', `Faults: ${faultsOf(name).join(', ')}.`]
}

function argumentsOf(name: OperationName): string {
  const { input, bare } = operation(name)
  const optional = requiredMembers(input).length === 0 ? '?' : ''
  return `input${optional}: ${wireName(name)}Input${bare ? ' | string' : ''}, options?: CallOptions`
}

function interfaces(name: OperationName): string {
  const { input, output } = operation(name)
  return [
    `/** What {@link OperationMethods.${name}} takes. */`,
    `export interface ${wireName(name)}Input {\n${members(input, 'input', 1)}}`,
    `/** What {@link OperationMethods.${name}} answers. */`,
    `export interface ${wireName(name)}Output {\n${members(output, 'output', 1)}}`,
  ].join('\n')
}

const method = (name: OperationName) =>
  `${comment(about(name), 1)}${indent(1)}${name}(${argumentsOf(name)}): Promise<${wireName(name)}Output>;`

function paginator(name: OperationName): string {
  const { help, pages } = operation(name)
  const output = `${wireName(name)}Output`
  const lines = [help, '', 'Iterates over the pages, or with `.items()` over what is on them.']
  return `${comment(lines, 1)}${indent(1)}paginate${wireName(name)}(${argumentsOf(name)}): Pages<${output}, NonNullable<${output}['${pages}']>[number]>;`
}

/** The text of the declarations. */
export function documentedTypes(): string {
  const paged = operationNames.filter((name) => operation(name).pages)
  const table = (kind: 'Input' | 'Output') =>
    operationNames.map((name) => `${indent(1)}${name}: ${wireName(name)}${kind};`).join('\n')
  return [
    "import type { OperationName } from '../model/operations.js';",
    "import type { CallOptions } from './calls.js';",
    "import type { Data } from './data.js';",
    "import type { Pages } from './pages.js';",
    'export type { OperationName };',
    ...operationNames.map(interfaces),
    `interface Inputs {\n${table('Input')}\n}`,
    `interface Outputs {\n${table('Output')}\n}`,
    '/** What an operation takes. */',
    'export type Input<N extends OperationName> = Inputs[N];',
    '/** What an operation answers. */',
    'export type Output<N extends OperationName> = Outputs[N];',
    "/** Every operation as a method. One needed text may stand bare: `conn.resolveCase('case-1')`. */",
    `export interface OperationMethods {\n${operationNames.map(method).join('\n')}\n}`,
    '/** Every paged operation as an iterator over its pages: `conn.paginateDescribeCases()`. */',
    `export interface Paginators {\n${paged.map(paginator).join('\n')}\n}`,
    '',
  ].join('\n')
}

const [file] = process.argv.slice(2)
if (import.meta.url === `file://${process.argv[1]}` && file) writeFileSync(file, documentedTypes())
