/** The properties of live values. Neither getters nor proxies get to run. */
import { types } from 'node:util'
import { paginatorName } from '../../client/connection.ts'
import { operation, operationNames } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'
import type { Candidate } from './completion.ts'
import { otherMembers } from './other-members.ts'
import { memberNote } from './shape-text.ts'

/** A list of so many elements is asked for the names of its properties; a longer one has hardly any. */
const mostElements = 1000

/** The names of a value's properties, its own first. `partial` is what is typed of one. */
export function propertyNames(value: unknown, partial: string): string[] {
  if (value === null || value === undefined) return []
  const names = new Set<string>()
  for (let each: unknown = Object(value); each !== null; each = Object.getPrototypeOf(each)) {
    if (types.isProxy(each)) return []
    // What every object has is shown once it is asked for.
    const isRoot = Object.getPrototypeOf(each) === null
    if (isRoot && partial === '' && names.size > 0) break
    for (const name of ownNames(each as object)) names.add(name)
  }
  if (partial === '') names.delete('constructor')
  return [...names]
}

function ownNames(value: object): string[] {
  if (ArrayBuffer.isView(value)) return []
  const isLong = (Array.isArray(value) || types.isStringObject(value)) && value.length > mostElements
  return isLong ? ['length'] : Object.getOwnPropertyNames(value).filter((name) => !index.test(name))
}

const index = /^\d+$/

/** Whether the text can stand as a name, without quotes. */
export const isIdentifier = (text: string): boolean =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(text)

/** The properties that can stand behind a dot. A connection has its operations first. */
export function properties(value: unknown, partial: string): Candidate[] {
  const names = propertyNames(value, partial).filter(isIdentifier)
  return isConnection(names) ? ofConnection(names) : names.map((text) => ({ text }))
}

/** The properties of a value that is not there yet, of which the shape is known. */
export function propertiesOf(shape: Shape, partial: string): Candidate[] {
  if (shape.type !== 'structure') return properties(examples[shape.type], partial)
  return Object.entries<Shape>(shape.members).map(([text, member]) => ({ text, note: memberNote(member) }))
}

const examples = {
  string: '',
  integer: 0,
  double: 0,
  boolean: false,
  list: [] as unknown[],
  blob: new Uint8Array(),
} as const satisfies Record<Exclude<Shape['type'], 'structure'>, unknown>

const isConnection = (names: readonly string[]) => operationNames.every((name) => names.includes(name))

/** The operations in the order of the model, then their paginators, then the rest. */
function ofConnection(names: readonly string[]): Candidate[] {
  const paginators = operationNames
    .map((name) => ({ text: paginatorName(name), note: `Page by page: ${operation(name).help}` }))
    .filter(({ text }) => names.includes(text))
  const known = [
    ...operationNames.map((text) => ({ text, note: operation(text).help })),
    ...paginators,
    ...otherMembers
      .map(({ name, note }) => ({ text: name, note }))
      .filter(({ text }) => names.includes(text)),
  ]
  const rest = names.filter((name) => !known.some(({ text }) => text === name))
  return [...known, ...rest.map((text) => ({ text }))]
}
