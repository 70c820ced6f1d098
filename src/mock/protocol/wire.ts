/** JSON of a request against the model's shapes: the framework's reader, with its complaints. */
import type { Members, Shape } from '../../model/shape.ts'
import { ServiceFault } from './faults.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The members that the model knows, with bytes decoded. What the model does not know is left out, as
 * the service does; a wrong type is a SerializationException.
 */
export function decode(members: Members, json: JsonObject): JsonObject {
  const known: Record<string, unknown> = {}
  for (const name in members) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined
    if (value !== undefined && value !== null) known[name] = decodeValue(members[name]!, value)
  }
  return known
}

function decodeValue(shape: Shape, value: unknown): unknown {
  switch (shape.type) {
    case 'structure':
      if (!isJsonObject(value)) throw unexpected(value, 'Expected null')
      return decode(shape.members, value)
    case 'list':
      if (!Array.isArray(value)) throw unexpected(value, 'Expected list or null')
      return value.map((element) => (element === null ? null : decodeValue(shape.member, element)))
    case 'blob':
      if (typeof value !== 'string')
        throw unexpected(value, `${className(value)} can not be converted to a Blob`)
      return decodeBlob(value)
    case 'string':
      return scalar(value, 'string', 'String')
    case 'boolean':
      return scalar(value, 'boolean', 'Boolean')
    case 'double':
      return scalar(value, 'number', 'Double')
    case 'integer':
      return toInteger(scalar(value, 'number', 'Integer') as number)
  }
}

/** An output as it goes onto the wire: bytes become base64. */
export function encode(members: Members, output: object): object {
  return holdsBytes(members)
    ? (encodeValue({ type: 'structure', help: '', members }, output) as object)
    : output
}

function encodeValue(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return value
  switch (shape.type) {
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64')
    case 'list':
      return (value as unknown[]).map((element) => encodeValue(shape.member, element))
    case 'structure':
      return Object.fromEntries(
        Object.entries(value).map(([name, member]) => [name, encodeValue(shape.members[name]!, member)]),
      )
    default:
      return value
  }
}

const known = new WeakMap<Members, boolean>()

function holdsBytes(members: Members): boolean {
  let holds = known.get(members)
  if (holds === undefined) {
    holds = Object.values(members).some(isOrHoldsBytes)
    known.set(members, holds)
  }
  return holds
}

function isOrHoldsBytes(shape: Shape): boolean {
  if (shape.type === 'list') return isOrHoldsBytes(shape.member)
  return (
    shape.type === 'blob' || (shape.type === 'structure' && Object.values(shape.members).some(isOrHoldsBytes))
  )
}

function scalar(value: unknown, type: 'string' | 'boolean' | 'number', name: string): unknown {
  if (typeof value === type) return value
  throw unexpected(value, `${className(value)} can not be converted to an ${name}`)
}

// Guess: fractions are cut off and 32 bits are the limit, as Java does by itself.
const toInteger = (value: number) => Math.trunc(Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1))

function decodeBlob(text: string): Uint8Array {
  const bytes = decodeBase64(text)
  if (bytes) return bytes
  throw new ServiceFault('SerializationException', 'The text can not be converted to a Blob: Invalid Base64')
}

/** The bytes; undefined when the text is no base64. Its padding may be missing. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  // Buffer skips what is not base64; the framework does not.
  return bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes : undefined
}

// The sentence about lists is a guess; the one about structures was seen.
function unexpected(value: unknown, otherwise: string): ServiceFault {
  const message = Array.isArray(value)
    ? 'Start of list found where not expected.'
    : isJsonObject(value)
      ? 'Start of structure or map found where not expected.'
      : otherwise
  return new ServiceFault('SerializationException', message)
}

function className(value: unknown): string {
  if (typeof value === 'string') return 'class java.lang.String'
  if (typeof value === 'boolean') return 'class java.lang.Boolean'
  if (!Number.isInteger(value)) return 'class java.lang.Double'
  return Math.abs(value as number) < 2 ** 31 ? 'class java.lang.Integer' : 'class java.lang.Long'
}
