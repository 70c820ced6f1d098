/** The bytes of a file that is attached, read piece by piece; whether it stayed the same meanwhile. */
import { createHash } from 'node:crypto'
import type { BigIntStats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { localError, type SupportError } from '../errors.ts'
import { shownName } from './names.ts'

/** So much of a file is in memory at once, for each part that is under way. */
const pieceSize = 128 * 1024

/** A file to attach, which was found to be in order. */
export interface ContentSource {
  readonly fileName: string
  /** In bytes. */
  readonly size: number
  open(): Promise<Content>
  /** The same for the same file with the same content, and for no other. */
  identity(): string
}

/** An open file. */
export interface Content {
  /** The bytes from `start` on, before `end`. Throws a FileError when there are no longer so many. */
  read(start: number, end: number): AsyncGenerator<Uint8Array, void>
  /** Throws a FileError when it is no longer what it was when it was found to be in order. */
  checkUnchanged(): Promise<void>
  close(): Promise<void>
}

/** Bytes that are at hand. */
export function inMemory(fileName: string, data: Uint8Array): ContentSource {
  const content: Content = {
    async *read(start, end) {
      for (let at = start; at < end; at += pieceSize) yield data.subarray(at, Math.min(at + pieceSize, end))
    },
    checkUnchanged: async () => {},
    close: async () => {},
  }
  const identity = () => `${fileName} ${createHash('sha256').update(data).digest('hex')}`
  return { fileName, size: data.byteLength, open: async () => content, identity }
}

/** A regular file; `found` is what it was when it was looked at. */
export function onDisk(fileName: string, path: string, found: BigIntStats): ContentSource {
  const shown = shownName(fileName)
  return {
    fileName,
    size: Number(found.size),
    identity: () => `${path} ${found.dev} ${found.ino} ${found.size} ${found.mtimeNs}`,
    async open() {
      const handle = await open(path).catch((error: Error) => {
        throw unreadable(shown, error)
      })
      const content = new FileContent(handle, found, shown)
      try {
        await content.checkUnchanged()
        return content
      } catch (error) {
        await handle.close()
        throw error
      }
    },
  }
}

class FileContent implements Content {
  readonly #handle: FileHandle
  readonly #found: BigIntStats
  readonly #shown: string

  constructor(handle: FileHandle, found: BigIntStats, shown: string) {
    this.#handle = handle
    this.#found = found
    this.#shown = shown
  }

  async *read(start: number, end: number): AsyncGenerator<Uint8Array, void> {
    for (let at = start; at < end; ) {
      const piece = new Uint8Array(Math.min(pieceSize, end - at))
      const { bytesRead } = await this.#handle.read(piece, 0, piece.length, at).catch((error: Error) => {
        throw unreadable(this.#shown, error)
      })
      if (bytesRead === 0) throw changed(this.#shown)
      at += bytesRead
      yield piece.subarray(0, bytesRead)
    }
  }

  async checkUnchanged(): Promise<void> {
    const { dev, ino, size, mtimeNs } = await this.#handle.stat({ bigint: true })
    const found = this.#found
    if (dev === found.dev && ino === found.ino && size === found.size && mtimeNs === found.mtimeNs) return
    throw changed(this.#shown)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

const changed = (shown: string): SupportError =>
  localError('FileError', `${shown} changed while it was read: attach it again when it is finished`)

const unreadable = (shown: string, cause: Error & { readonly code?: string }): SupportError =>
  localError('FileError', `${shown} cannot be read: ${cause.code ?? cause.message}`, { cause })
