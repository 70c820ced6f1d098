/** Values on the wire: JSON, with bytes as base64 text. */
import type { Members, Shape } from '../model/shape.ts'
import { holdsBlob } from './data.ts'
import { localError } from './errors.ts'

/** A request body. Absent members are left out. */
export function encode(members: Members, input: Record<string, unknown>): string {
  return JSON.stringify(withBase64(members, input))
}

function withBase64(members: Members, value: object): object {
  const entries = Object.entries(value).map(([name, member]) => {
    const shape = Object.hasOwn(members, name) ? members[name] : undefined
    // Most inputs hold no bytes at all: they pass as they came.
    return [name, shape && holdsBlob(shape) ? withBase64In(shape, member) : member]
  })
  return Object.fromEntries(entries)
}

function withBase64In(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return value
  if (shape.type === 'blob') return toBase64(value)
  if (shape.type === 'list' && Array.isArray(value)) {
    return value.map((element) => withBase64In(shape.member, element))
  }
  return shape.type === 'structure' && typeof value === 'object' ? withBase64(shape.members, value) : value
}

function toBase64(value: unknown): string {
  const view = ArrayBuffer.isView(value) ? value : new Uint8Array(value as ArrayBuffer)
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64')
}

/**
 * What a structure says that has just been parsed, and is changed in place: members that the model does not
 * have are ignored, and so are those that are null; null in a list is a hole and stays; bytes become a
 * Uint8Array. What has another type than the model says stays as it came. As the official client has it.
 * Throws an UnexpectedResponse for bytes that are no base64.
 */
export function decode(members: Members, value: object): Record<string, unknown> {
  // No answer has a list here, and the official client takes none for a structure.
  const structure = (Array.isArray(value) ? {} : value) as Record<string, unknown>
  const readers = readersOf(members)
  for (const name of Object.keys(structure)) {
    const member = structure[name]
    const read = readers.get(name)
    if (read === undefined || member === null) delete structure[name]
    else if (read !== asItIs) structure[name] = read(member)
  }
  return structure
}

type Reader = (value: unknown) => unknown

const asItIs: Reader = (value) => value

const known = new WeakMap<Members, ReadonlyMap<string, Reader>>()

/** How each member is read. Settled once a structure: answers are large. */
function readersOf(members: Members): ReadonlyMap<string, Reader> {
  const found = known.get(members)
  if (found) return found
  const readers = new Map(Object.entries(members).map(([name, shape]) => [name, readerOf(shape)]))
  known.set(members, readers)
  return readers
}

function readerOf(shape: Shape): Reader {
  switch (shape.type) {
    case 'blob':
      return (value) => (typeof value === 'string' ? fromBase64(value) : value)
    case 'integer':
    case 'double':
      return (value) => (typeof value === 'string' ? (noNumbers[value] ?? value) : value)
    case 'structure':
      return (value) => (typeof value === 'object' && value !== null ? decode(shape.members, value) : value)
    case 'list': {
      const read = readerOf(shape.member)
      if (read === asItIs) return asItIs
      return (value) => {
        if (Array.isArray(value)) for (const [index, each] of value.entries()) value[index] = read(each)
        return value
      }
    }
    default:
      return asItIs
  }
}

// JSON has no other way to write them.
const noNumbers: Readonly<Record<string, number>> = Object.assign(Object.create(null), {
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  NaN: Number.NaN,
})

function fromBase64(text: string): Uint8Array {
  // Node leaves out what is none, and half a file would look like a whole one.
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw localError('UnexpectedResponse', 'The answer holds bytes that are no base64')
  }
  return new Uint8Array(Buffer.from(text, 'base64'))
}
