/** The forms in which bytes are taken, and how they become bytes. */
import { types } from 'node:util'
import type { Members, Shape } from '../model/shape.ts'
import { localError, type SupportError } from './errors.ts'
import { unlessStopped } from './stop.ts'

/**
 * Bytes: a Uint8Array (a Buffer is one), an ArrayBuffer, a text (sent as UTF-8), a Blob or File, or a stream,
 * Node's or the web's, which is read to its end.
 */
export type Data = Uint8Array | ArrayBuffer | string | Blob | AsyncIterable<Uint8Array | string>

/** Whether a value is one of the forms. */
export function isData(value: unknown): value is Data {
  return typeof value === 'string' || isBytes(value) || isBlob(value) || isStream(value)
}

const isBytes = (value: unknown): value is ArrayBufferView | ArrayBuffer =>
  ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)

// By what it can do: a shell's inputs may have a class of their own.
const isBlob = (value: unknown): value is Blob =>
  typeof value === 'object' && value !== null && 'arrayBuffer' in value && 'size' in value

// Streams of the web are iterable in Node.
const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

/**
 * The bytes. Throws a FileError when a stream has more than `most` of them, or holds something else, and the
 * reason of the signal; `name` says whose they are.
 */
export async function toBytes(
  data: Data,
  name: string,
  { signal, most = Number.POSITIVE_INFINITY }: { readonly signal: AbortSignal; readonly most?: number },
): Promise<Uint8Array> {
  if (typeof data === 'string') return Buffer.from(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  if (types.isAnyArrayBuffer(data)) return new Uint8Array(data as ArrayBuffer)
  if (isBlob(data)) return new Uint8Array(await unlessStopped(signal, data.arrayBuffer()))
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of piecesOf(data, signal)) {
    if (typeof piece !== 'string' && !ArrayBuffer.isView(piece))
      throw unusable(`${name} holds something that is no bytes`)
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
    size += bytes.byteLength
    if (size > most) throw unusable(`${name} has more than ${most} bytes (${most / 1024 / 1024} MB)`)
    pieces.push(bytes)
  }
  return Buffer.concat(pieces)
}

/** What a stream holds, for as long as somebody waits for it. */
async function* piecesOf<T>(stream: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void> {
  const iterator = stream[Symbol.asyncIterator]()
  let isOver = false
  try {
    for (;;) {
      const { done, value } = await unlessStopped(signal, Promise.resolve(iterator.next()))
      isOver = done === true
      if (isOver) return
      yield value
    }
  } finally {
    if (!isOver) void letGo(stream, iterator)
  }
}

async function letGo<T>(stream: AsyncIterable<T>, iterator: AsyncIterator<T>): Promise<void> {
  try {
    // An iterator waits for what it was asked for: a stream of Node's must be ended by itself.
    ;(stream as { destroy?: () => void }).destroy?.()
    await iterator.return?.()
  } catch {
    // Whoever reads it no longer has heard why.
  }
}

const unusable = (message: string): SupportError => localError('FileError', message)

/** Whether a structure takes bytes somewhere. */
export const takesData = (members: Members): boolean => Object.values<Shape>(members).some(holdsBlob)

/** Whether a value of this shape has bytes somewhere. */
export function holdsBlob(shape: Shape): boolean {
  if (shape.type === 'list') return holdsBlob(shape.member)
  if (shape.type === 'structure') return takesData(shape.members)
  return shape.type === 'blob'
}

/** The same input with bytes where it had another form of them. What does not fit the model stays as it is. */
export async function withBytes(members: Members, input: unknown, signal: AbortSignal): Promise<unknown> {
  return await bytesIn({ type: 'structure', help: '', members }, input, { name: '', signal })
}

async function bytesIn(
  shape: Shape,
  value: unknown,
  { name, signal }: { readonly name: string; readonly signal: AbortSignal },
): Promise<unknown> {
  if (shape.type === 'blob')
    return isData(value) && !isBytes(value) ? toBytes(value, name, { signal }) : value
  if (shape.type === 'list' && Array.isArray(value)) {
    return Promise.all(
      value.map((each, index) => bytesIn(shape.member, each, { name: `${name}[${index}]`, signal })),
    )
  }
  if (shape.type !== 'structure' || typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value
  }
  const entries = Object.entries(value).map(async ([key, each]) => {
    const member = Object.hasOwn(shape.members, key) ? shape.members[key] : undefined
    return [
      key,
      member ? await bytesIn(member, each, { name: name === '' ? key : `${name}.${key}`, signal }) : each,
    ] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
