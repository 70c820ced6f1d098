/** Where the bytes of a download go: into memory, or into a file that is whole or not there. */
import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { localError, type SupportError } from '../errors.ts'

export interface Sink {
  write(bytes: Uint8Array, position: number): Promise<void>
  /** What was written, from the start; to verify it. */
  read(): AsyncIterable<Uint8Array>
  /** All is there: from now on it can be seen. */
  finish(): Promise<void>
  /** Leaves nothing behind. */
  abandon(): Promise<void>
}

export class MemorySink implements Sink {
  readonly data: Uint8Array

  constructor(size: number) {
    this.data = new Uint8Array(size)
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    this.data.set(bytes, position)
  }

  async *read(): AsyncGenerator<Uint8Array, void> {
    yield this.data
  }

  async finish(): Promise<void> {}
  async abandon(): Promise<void> {}
}

/** A file under a name of its own in the same folder, which is given its real name when it is whole. */
export class FileSink implements Sink {
  readonly path: string
  readonly #temporary: string
  readonly #handle: FileHandle

  static async open(path: string): Promise<FileSink> {
    const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`)
    try {
      return new FileSink(path, temporary, await open(temporary, 'wx+'))
    } catch (cause) {
      throw unwritable(path, cause as NodeJS.ErrnoException)
    }
  }

  private constructor(path: string, temporary: string, handle: FileHandle) {
    this.path = path
    this.#temporary = temporary
    this.#handle = handle
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at, position + at)
        at += bytesWritten
      }
    } catch (cause) {
      throw unwritable(this.path, cause as NodeJS.ErrnoException)
    }
  }

  async *read(): AsyncGenerator<Uint8Array, void> {
    const buffer = new Uint8Array(1024 * 1024)
    for (let position = 0; ; ) {
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, position)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      position += bytesRead
    }
  }

  async finish(): Promise<void> {
    try {
      await this.#handle.sync()
      await this.#handle.close()
      await rename(this.#temporary, this.path)
    } catch (cause) {
      throw unwritable(this.path, cause as NodeJS.ErrnoException)
    }
  }

  async abandon(): Promise<void> {
    await this.#handle.close()
    await rm(this.#temporary, { force: true })
  }
}

/** Where a file of this name goes: into a folder under its own name, otherwise under the name that was given. */
export async function pathFor(given: string, fileName: string): Promise<string> {
  const isFolder = await stat(given).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  if (!isFolder) return given
  // The name comes from whoever attached the file.
  const name = fileName.replace(/^.*[/\\]/s, '').replace(/\p{Cc}/gu, '_')
  if (name === '' || name === '.' || name === '..') {
    throw localError(
      'FileError',
      `The attachment is called ${JSON.stringify(fileName)}: name a file to write it to`,
    )
  }
  return join(given, name)
}

const unwritable = (path: string, cause: NodeJS.ErrnoException): SupportError =>
  localError('FileError', `${path} cannot be written: ${cause.code ?? cause.message}`, { cause })
