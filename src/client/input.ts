/** Input on its way out: bare texts become structures, and what breaks the model is refused. */
import { inspect, types } from 'node:util'
import { nearest } from '../model/nearest.ts'
import { requiredMembers } from '../model/operation.ts'
import { type OperationName, operation } from '../model/operations.ts'
import { type Path, type Violation, violations } from '../model/violations.ts'
import { localError } from './errors.ts'

/** The input as a structure; throws InvalidInput with everything that is wrong with it. */
export function checkedInput(name: OperationName, given: unknown): Record<string, unknown> {
  const { input, bare } = operation(name)
  const value = given === undefined ? {} : bare && typeof given === 'string' ? { [bare]: given } : given
  const wrong = isOther(value)
    ? [{ path: [], value, rule: 'type', expected: 'structure' } as const]
    : violations(input, value)
  if (wrong.length === 0) return value as Record<string, unknown>
  throw localError('InvalidInput', wrong.map((violation) => worded(name, violation)).join('; '))
}

/**
 * What has no members of its own, and would be taken for an object without any: a listing would be one of
 * everything where its filters are still promised.
 */
const isOther = (value: unknown): boolean =>
  types.isPromise(value) || types.isMap(value) || types.isSet(value) || types.isDate(value)

function worded(name: OperationName, violation: Violation): string {
  const at = pathText(violation.path)
  switch (violation.rule) {
    case 'unknown': {
      const near = nearest(violation.name, violation.known)
      return near
        ? `Unknown member ${at}; did you mean ${near}?`
        : `Unknown member ${at}; ${owner(name, violation.path)} takes ${violation.known.join(', ')}`
    }
    case 'required':
      return `Missing member ${at} of ${name}`
    case 'type':
      return violation.path.length === 0
        ? `${name} takes ${usage(name)}, not ${shown(violation.value)}`
        : `${at} must be ${typeNames[violation.expected]}, not ${shown(violation.value)}`
    case 'min-length':
    case 'max-length':
      return `${at} must have ${violation.rule === 'min-length' ? 'at least' : 'at most'} ${sizeText(violation)}`
    case 'min':
    case 'max':
      return `${at} must be ${violation.rule === 'min' ? 'at least' : 'at most'} ${violation.limit}, not ${shown(violation.value)}`
    case 'pattern':
      return `${at} must match ${violation.pattern}, not ${shown(violation.value)}`
  }
}

const typeNames = {
  string: 'a string',
  integer: 'a whole number',
  double: 'a number',
  boolean: 'true or false',
  blob: 'a Uint8Array',
  list: 'an array',
  structure: 'an object',
} as const

/** `attachments[0].fileName`, as it would be written in JavaScript. */
function pathText(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i ? `.${part}` : part)).join('')
}

function owner(name: OperationName, path: Path): string {
  return path.length > 1 ? pathText(path.slice(0, -1)) : name
}

function usage(name: OperationName): string {
  const { bare, input } = operation(name)
  const needed = requiredMembers(input)
  const object = needed.length > 0 ? `an object with ${needed.join(', ')}` : 'an object'
  return bare ? `${object} or the ${bare} as a string` : object
}

function sizeText({ value, limit }: { value: unknown; limit: number }): string {
  const { length } = value as { length: number }
  const [one, many] = typeof value === 'string' ? ['character', 'characters'] : ['element', 'elements']
  return `${limit} ${limit === 1 ? one : many}, not ${length}`
}

/** Enough of a value to recognise it; a whole body has no place in a message. */
export function shown(value: unknown): string {
  return inspect(value, {
    depth: 0,
    breakLength: Number.POSITIVE_INFINITY,
    maxStringLength: 40,
    maxArrayLength: 3,
  })
}
