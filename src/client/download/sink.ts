/** Where the bytes of a download go: into memory, or into a file that is whole or not there. */
import { randomBytes } from 'node:crypto'
import { type FileHandle, link, lstat, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
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

  /** Throws a FileError where there is not so much memory. */
  static open(size: number): MemorySink {
    try {
      return new MemorySink(size)
    } catch (cause) {
      const message = `The attachment has ${size} bytes, for which there is no memory: name a file to write it to`
      throw localError('FileError', message, { cause })
    }
  }

  private constructor(size: number) {
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

/** Where a file goes. */
interface Place {
  readonly path: string
  /** The file that is there, and is replaced: whoever called has named it. What a stranger has named replaces nothing. */
  readonly replaces: boolean
  /** The permissions of the file that is replaced. */
  readonly mode?: number
}

/** A file under a name of its own in the same folder, which is given its real name when it is whole. */
export class FileSink implements Sink {
  readonly #place: Place
  readonly #temporary: string
  readonly #handle: FileHandle
  #path: string

  static async open(place: Place): Promise<FileSink> {
    // Not after the file: its name may be as long as names can be.
    const temporary = join(dirname(place.path), `.${randomBytes(12).toString('hex')}.part`)
    try {
      return new FileSink(place, temporary, await open(temporary, 'wx+', place.mode))
    } catch (cause) {
      throw unwritable(place.path, cause as NodeJS.ErrnoException)
    }
  }

  private constructor(place: Place, temporary: string, handle: FileHandle) {
    this.#place = place
    this.#path = place.path
    this.#temporary = temporary
    this.#handle = handle
  }

  /** Where it is, once it is finished. */
  get path(): string {
    return this.#path
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
      if (this.#place.replaces) await rename(this.#temporary, this.path)
      else this.#path = await giveFreeName(this.#temporary, this.path)
    } catch (cause) {
      throw unwritable(this.path, cause as NodeJS.ErrnoException)
    }
  }

  async abandon(): Promise<void> {
    await this.#handle.close()
    await rm(this.#temporary, { force: true })
  }
}

/** Gives a file this name, or one with a number, as browsers do: `shot (1).png`. Answers the path. */
async function giveFreeName(temporary: string, path: string): Promise<string> {
  const { dir, name, ext } = parse(path)
  for (let number = 0; ; number++) {
    const free = number === 0 ? path : join(dir, `${name} (${number})${ext}`)
    try {
      // Unlike a new name, a second one replaces nothing.
      await link(temporary, free)
      await rm(temporary, { force: true })
      return free
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (code === 'EEXIST') continue
      if (!withoutLinks.has(code)) throw error
      if (await lstat(free).catch(() => undefined)) continue
      await rename(temporary, free)
      return free
    }
  }
}

/** What file systems say that know no second names. */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'UNKNOWN'])

/**
 * Where a file of this name goes: into a folder under its own name, otherwise under the name that was given,
 * and to where that leads. Throws a FileError for what is no name, and for what is there and is no file.
 */
export async function placeFor(given: string, fileName: string): Promise<Place> {
  const stats = await stat(given).catch(() => undefined)
  if (stats?.isDirectory()) return { path: join(given, nameIn(fileName)), replaces: false }
  if (!stats) return { path: given, replaces: true }
  // A device or pipe would be gone, and a file in its place.
  if (!stats.isFile()) throw localError('FileError', `${given} is not a regular file`)
  return { path: await realpath(given), replaces: true, mode: stats.mode & 0o777 }
}

/** The name comes from whoever attached the file. */
function nameIn(fileName: string): string {
  const name = fileName.replace(/^.*[/\\]/s, '').replace(/\p{Cc}/gu, '_')
  if (name !== '' && name !== '.' && name !== '..') return name
  throw localError(
    'FileError',
    `The attachment is called ${JSON.stringify(fileName)}: name a file to write it to`,
  )
}

const unwritable = (path: string, cause: NodeJS.ErrnoException): SupportError =>
  localError('FileError', `${path} cannot be written: ${cause.code ?? cause.message}`, { cause })
