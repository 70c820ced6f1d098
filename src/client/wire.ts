/** Values on the wire: JSON, with bytes as base64 text. */
import type { Members, Shape } from '../model/shape.ts'
import { holdsBlob } from './data.ts'

/** A request body. Absent members are left out. */
export function encode(members: Members, input: Record<string, unknown>): string {
  return JSON.stringify(mapBlobs(members, input, toBase64))
}

/** Whether a text of JSON may hold null: most hold none, and need not be walked through. */
export const mayHoldNull = (text: string): boolean => text.includes('null')

/** Without members that are null, which the protocol has for absent; holes in lists that may have them stay. */
export function withoutNulls(members: Members, value: object): Record<string, unknown> {
  const entries = Object.entries(value).flatMap(([name, member]) => {
    if (member === null) return []
    const shape = Object.hasOwn(members, name) ? members[name] : undefined
    return [[name, shape ? withoutNullsIn(shape, member) : member] as const]
  })
  return Object.fromEntries(entries)
}

function withoutNullsIn(shape: Shape, value: unknown): unknown {
  if (shape.type === 'list' && Array.isArray(value)) {
    return value.map((element) => withoutNullsIn(shape.member, element))
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return shape.type === 'structure' && isObject ? withoutNulls(shape.members, value) : value
}

/** An answer's body with bytes as Uint8Array. Members that the model does not have are kept. */
export function decode(members: Members, output: Record<string, unknown>): Record<string, unknown> {
  return mapBlobs(members, output, fromBase64) as Record<string, unknown>
}

function toBase64(value: unknown): unknown {
  const view = ArrayBuffer.isView(value) ? value : new Uint8Array(value as ArrayBuffer)
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64')
}

function fromBase64(value: unknown): unknown {
  return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value
}

function mapBlobs(members: Members, value: object, change: (value: unknown) => unknown): object {
  const entries = Object.entries(value).map(([name, member]) => {
    const shape = Object.hasOwn(members, name) ? members[name] : undefined
    // Most answers hold no bytes at all: they pass as they came.
    return [name, shape && holdsBlob(shape) ? mapBlob(shape, member, change) : member]
  })
  return Object.fromEntries(entries)
}

function mapBlob(shape: Shape, value: unknown, change: (value: unknown) => unknown): unknown {
  if (value === null || value === undefined) return value
  if (shape.type === 'blob') return change(value)
  if (shape.type === 'list' && Array.isArray(value)) {
    return value.map((element) => mapBlob(shape.member, element, change))
  }
  if (shape.type === 'structure' && typeof value === 'object') return mapBlobs(shape.members, value, change)
  return value
}
