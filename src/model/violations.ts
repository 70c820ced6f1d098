/**
 * What is wrong with a value, as data. The mock words it as the service does, the client as a
 * teacher would; neither text is here.
 */
import { types } from 'node:util'
import type { Members, Shape } from './shape.ts'

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
  if (!isObject(value)) return [{ path, value, rule: 'type', expected: 'structure' }]
  const known = Object.keys(members)
  const unknown = Object.keys(value)
    .filter((name) => !Object.hasOwn(members, name))
    .map((name): Violation => ({ path: [...path, name], value: value[name], rule: 'unknown', name, known }))
  const wrong = known.flatMap((name) => memberViolations(members[name]!, value[name], [...path, name]))
  return [...unknown, ...wrong]
}

function memberViolations(shape: Shape, value: unknown, path: Path): Violation[] {
  if (isAbsent(value)) return shape.required ? [{ path, value: null, rule: 'required' }] : []
  if (!fits[shape.type](value)) return [{ path, value, rule: 'type', expected: shape.type }]
  switch (shape.type) {
    case 'string':
      return [...sizeViolations(shape, value, path), ...patternViolations(shape.pattern, value, path)]
    case 'integer':
      return rangeViolations(shape, value as number, path)
    case 'list':
      return [
        ...sizeViolations(shape, value, path),
        ...(value as unknown[]).flatMap((element, index) =>
          elementViolations(shape, element, [...path, index]),
        ),
      ]
    case 'structure':
      return violations(shape.members, value, path)
    default:
      return []
  }
}

function elementViolations(
  { member, sparse }: { member: Shape; sparse?: boolean },
  element: unknown,
  path: Path,
): Violation[] {
  if (!isAbsent(element)) return memberViolations(member, element, path)
  return sparse ? [] : [{ path, value: null, rule: 'required' }]
}

interface Limits {
  readonly min?: number
  readonly max?: number
}

function sizeViolations({ min, max }: Limits, value: unknown, path: Path): Violation[] {
  const { length } = value as { length: number }
  if (min !== undefined && length < min) return [{ path, value, rule: 'min-length', limit: min }]
  if (max !== undefined && length > max) return [{ path, value, rule: 'max-length', limit: max }]
  return []
}

function rangeViolations({ min, max }: Limits, value: number, path: Path): Violation[] {
  if (min !== undefined && value < min) return [{ path, value, rule: 'min', limit: min }]
  if (max !== undefined && value > max) return [{ path, value, rule: 'max', limit: max }]
  return []
}

function patternViolations(pattern: string | undefined, value: unknown, path: Path): Violation[] {
  if (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value as string)) return []
  return [{ path, value, rule: 'pattern', pattern }]
}
