/**
 * What is wrong with a value, as data. The mock words it as the service does, the client as a
 * teacher would; neither text is here.
 */
import { types } from 'node:util'
import type { ListShape, Members, Shape } from './shape.ts'

/** Where a member stands: names of members and indexes of list elements, from the outside in. */
export type Path = readonly (string | number)[]

/** One thing that is wrong. */
export type Violation = { readonly path: Path; readonly value: unknown } & (
  | { readonly rule: 'required' }
  | { readonly rule: 'unknown'; readonly name: string; readonly known: readonly string[] }
  | { readonly rule: 'type'; readonly expected: Shape['type'] }
  | { readonly rule: 'min-length' | 'max-length' | 'min' | 'max'; readonly limit: number }
  | { readonly rule: 'pattern'; readonly pattern: string }
)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

const fits: Record<Shape['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  double: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  blob: (value) => ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value),
  list: (value) => Array.isArray(value),
  structure: isObject,
}

// Undefined and null both mean that a member is absent, as the wire has it.
const isAbsent = (value: unknown) => value === undefined || value === null

/**
 * Everything wrong with `value` as a structure of these members, in the order of the members.
 * Unknown members come first: the others often follow from them.
 */
export function violations(members: Members, value: unknown, path: Path = []): Violation[] {
  const found: Violation[] = []
  note(found, members, value, path)
  return found
}

/** So many are looked for: a list of millions that are all wrong must not become millions of complaints. */
const most = 10_000

// What is right, as nearly everything is, makes no path and no list.
function note(found: Violation[], members: Members, value: unknown, path: Path): void {
  if (!isObject(value)) {
    found.push({ path, value, rule: 'type', expected: 'structure' })
    return
  }
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(members, name)) continue
    const known = Object.keys(members)
    found.push({ path: [...path, name], value: value[name], rule: 'unknown', name, known })
  }
  for (const name in members) noteMember(found, members[name]!, value[name], path, name)
}

function noteMember(
  found: Violation[],
  shape: Shape,
  value: unknown,
  outer: Path,
  step: string | number,
): void {
  if (isAbsent(value)) {
    if (shape.required) found.push({ path: [...outer, step], value: null, rule: 'required' })
    return
  }
  if (!fits[shape.type](value)) {
    found.push({ path: [...outer, step], value, rule: 'type', expected: shape.type })
    return
  }
  for (const rule of broken(shape, value)) found.push({ path: [...outer, step], value, ...rule })
  if (shape.type === 'structure') note(found, shape.members, value, [...outer, step])
  if (shape.type === 'list') noteElements(found, shape, value as unknown[], [...outer, step])
}

function noteElements(found: Violation[], shape: ListShape, elements: unknown[], path: Path): void {
  for (const [index, element] of elements.entries()) {
    if (found.length >= most) return
    if (!isAbsent(element)) noteMember(found, shape.member, element, path, index)
    else if (!shape.sparse) found.push({ path: [...path, index], value: null, rule: 'required' })
  }
}

type Rule<V = Violation> = V extends {
  readonly rule: 'min' | 'max' | 'min-length' | 'max-length' | 'pattern'
}
  ? Omit<V, 'path' | 'value'>
  : never

const none: readonly Rule[] = []

/** The limits of its own that a value breaks. */
function broken(shape: Shape, value: unknown): readonly Rule[] {
  switch (shape.type) {
    case 'string': {
      const size = wrongSize(shape, value)
      const pattern = wrongPattern(shape.pattern, value as string)
      return size || pattern ? [size, pattern].filter((rule) => rule !== undefined) : none
    }
    case 'list':
    case 'integer': {
      const rule = shape.type === 'list' ? wrongSize(shape, value) : wrongNumber(shape, value as number)
      return rule ? [rule] : none
    }
    default:
      return none
  }
}

interface Limits {
  readonly min?: number
  readonly max?: number
}

function wrongSize({ min, max }: Limits, value: unknown): Rule | undefined {
  const { length } = value as { length: number }
  if (min !== undefined && length < min) return { rule: 'min-length', limit: min }
  if (max !== undefined && length > max) return { rule: 'max-length', limit: max }
  return undefined
}

function wrongNumber({ min, max }: Limits, value: number): Rule | undefined {
  if (min !== undefined && value < min) return { rule: 'min', limit: min }
  if (max !== undefined && value > max) return { rule: 'max', limit: max }
  return undefined
}

const patterns = new Map<string, RegExp>()

function wrongPattern(pattern: string | undefined, value: string): Rule | undefined {
  if (pattern === undefined) return undefined
  let whole = patterns.get(pattern)
  if (!whole) {
    whole = new RegExp(`^(?:${pattern})$`)
    patterns.set(pattern, whole)
  }
  return whole.test(value) ? undefined : { rule: 'pattern', pattern }
}
