/**
 * The history on disk: one entry a line, as a JSON string, oldest first. Entries are appended as they
 * come, so that nothing is lost when the terminal goes away and several shells can share the file; see
 * compaction.ts for how it is shortened.
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { compact } from './compaction.ts'
import { endsInLine, identityOf, readFrom, readTail, type Span } from './file-span.ts'

export interface HistoryLimits {
  readonly entries: number
  /** Of the file. */
  readonly bytes: number
}

export const usualLimits: HistoryLimits = { entries: 10_000, bytes: 4 * 1024 * 1024 }

/** What has come to the file since it was read last. */
export interface News {
  /** Oldest first; repetitions are still in them. */
  readonly entries: readonly string[]
  /** The entries are all that there are: the file is another one now. */
  readonly isAll: boolean
}

/** The file cannot be used; the message says why, for people. */
export class HistoryFileError extends Error {
  override readonly name = 'HistoryFileError'
}

export class HistoryFile {
  readonly #path: string
  readonly #limits: HistoryLimits
  /** How far the file has been read. */
  #read: { readonly identity: string; readonly end: number } | undefined
  /** How many lines it had. */
  #lines = 0
  /** It holds something else: never to be touched. */
  #isForeign = false

  constructor(path: string, limits: HistoryLimits = usualLimits) {
    this.#path = path
    this.#limits = limits
  }

  /** All entries, oldest first, each once: where it came last. Throws a HistoryFileError. */
  read(): string[] {
    return this.#told(() => {
      const nothing = { lines: [], isPart: false }
      const { lines, isPart } = this.#withFile(constants.O_RDONLY, (file) => this.#readTail(file)) ?? nothing
      const entries = lastOfEach(readEntries(lines), this.#limits)
      this.#lines = lines.length
      this.#isForeign = entries.length === 0 && (isPart || lines.some(isSomethingElse))
      if (this.#isForeign) throw new HistoryFileError(`${this.#path} is not a history file of this shell`)
      return entries
    })
  }

  /** What other shells, and this one, have added since. Costs one look at the file when that is nothing. */
  readNew(): News {
    return this.#told(() => {
      const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
      const { identity, end } = this.#read ?? {}
      if (!found?.isFile()) return { entries: [], isAll: false }
      const size = Number(found.size)
      const grown = identity === identityOf(found) && end !== undefined && size >= end
      if (!grown || size - end > this.#readAtMost) return { entries: this.read(), isAll: true }
      if (size === end) return { entries: [], isAll: false }
      const lines = this.#withFile(constants.O_RDONLY, (file) => this.#took(file, readFrom(file, end))) ?? []
      return { entries: readEntries(lines), isAll: false }
    })
  }

  /** Makes the file if it is not there; throws a HistoryFileError when nothing can be added to it. */
  prepare(): void {
    this.append([])
  }

  /** Throws a HistoryFileError when they could not be added. */
  append(entries: readonly string[]): void {
    this.#told(() => {
      if (this.#isForeign) throw new HistoryFileError(`${this.#path} is not a history file of this shell`)
      makeFolder(dirname(this.#path))
      const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
      // A compaction of another shell may have put a new file in its place meanwhile.
      const isStillThere = () => this.#withFile(writing, (file) => this.#write(file, text)) ?? true
      for (let attempt = 1; !isStillThere() && attempt < 100; attempt++);
    })
  }

  /** Shortens the file where it has become twice as long as it may be. */
  compactIfLong(): void {
    const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    if (!found?.isFile() || this.#isForeign) return
    const isLong = Number(found.size) > 2 * this.#limits.bytes || this.#lines > 2 * this.#limits.entries
    if (!isLong) return
    try {
      compact(this.#path, (text) => this.#shortened(text), { readAtMost: this.#readAtMost })
    } catch {
      // A folder that may not be written to, a full disk: the file stays long, and works.
    }
  }

  get #readAtMost(): number {
    return 2 * this.#limits.bytes
  }

  #shortened(text: string): string {
    const entries = lastOfEach(readEntries(text.split('\n')), this.#limits)
    return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
  }

  #readTail(file: number): { lines: string[]; isPart: boolean } {
    const tail = readTail(file, this.#readAtMost)
    return { lines: this.#took(file, tail), isPart: tail.isPart }
  }

  /** What a crash cut short is a line, too; only what is read later starts there again. */
  #took(file: number, { text, end, rest }: Span): string[] {
    this.#read = { identity: identityOf(fstatSync(file, { bigint: true })), end }
    return (text + rest).split('\n').filter((line) => line !== '')
  }

  /** Appends a text of whole lines; false when the file does not stand at the path any more. */
  #write(file: number, text: string): boolean {
    closeToOthers(file, this.#path)
    if (text === '') return true
    const bytes = Buffer.from(endsInLine(file) ? `\n${text}` : text)
    // In one piece, as far as the disk allows: others append at the same time.
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    const there = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    return there !== undefined && identityOf(there) === identityOf(fstatSync(file, { bigint: true }))
  }

  /** Undefined where there is no file, or one that keeps nothing. */
  #withFile<T>(flags: number, use: (file: number) => T): T | undefined {
    const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
    if (found && isNothing(found)) return undefined
    if (found && !found.isFile()) throw new HistoryFileError(`${this.#path} is ${kindOf(found)}`)
    if (!found && !(flags & constants.O_CREAT)) return undefined
    // A pipe that has come there since must not block.
    const file = openSync(this.#path, flags | (constants.O_NONBLOCK ?? 0), 0o600)
    try {
      return use(file)
    } finally {
      closeSync(file)
    }
  }

  #told<T>(run: () => T): T {
    try {
      return run()
    } catch (error) {
      if (error instanceof HistoryFileError) throw error
      const { code = '', message } = error as NodeJS.ErrnoException
      const reason = reasons[code]
      throw new HistoryFileError(reason ? `${this.#path}: ${reason}` : message, { cause: error })
    }
  }
}

const writing = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not read and write it',
  EPERM: 'you may not read and write it',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your part of the disk is full',
  EFBIG: 'the file may not become larger',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a part of the path is not a folder',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'it cannot be made there',
}

/** The null device, whatever its name: whoever keeps the history there keeps none. */
function isNothing({ rdev, ...found }: BigIntStats): boolean {
  if ((Number(found.mode) & constants.S_IFMT) !== constants.S_IFCHR) return false
  const nothing = statSync('/dev/null', { bigint: true, throwIfNoEntry: false })
  return nothing?.isCharacterDevice() === true && nothing.rdev === rdev
}

function kindOf(found: BigIntStats): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isFIFO()) return 'a pipe'
  return found.isSocket() ? 'a socket' : 'a device'
}

/** Someone else may have made the file, for everyone to read. */
function closeToOthers(file: number, path: string): void {
  if (process.platform === 'win32') return
  const { mode } = fstatSync(file)
  if ((mode & 0o077) === 0) return
  try {
    fchmodSync(file, mode & 0o700)
  } catch (cause) {
    throw new HistoryFileError(`others may read ${path}, and its mode cannot be changed`, { cause })
  }
}

/** The entries of lines. One that a crash cut short, or that another program wrote, is none. */
function readEntries(lines: readonly string[]): string[] {
  try {
    // Twice as fast as one by one, and before the first prompt.
    const all: unknown[] = JSON.parse(`[${lines.join(',')}]`)
    if (all.length === lines.length && all.every((each) => typeof each === 'string')) return all as string[]
  } catch {
    // One of them is broken: which?
  }
  return lines.flatMap(readEntry)
}

function readEntry(line: string): string[] {
  if (line[0] !== '"') return []
  try {
    return [JSON.parse(line) as string]
  } catch {
    return []
  }
}

/** No entry, and not what a crash leaves behind: half of one, or the zeros of a block without its data. */
function isSomethingElse(line: string): boolean {
  return line[0] !== '"' && /[^\0\s]/.test(line)
}

/** The entries where they came last, the newest of them that fit. */
function lastOfEach(entries: readonly string[], limits: HistoryLimits): string[] {
  const kept = new Set<string>()
  let bytes = 0
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at]!
    const size = Buffer.byteLength(entry)
    // One that fits nowhere must not push out all others.
    if (size > limits.bytes || kept.has(entry)) continue
    bytes += size
    if (kept.size === limits.entries || bytes > limits.bytes) break
    kept.add(entry)
  }
  return [...kept].reverse()
}

/** A folder with those above it. Asked for all of them at once, Node never ends where there can be none, as in /proc. */
function makeFolder(path: string): void {
  try {
    makeOne(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error
    makeFolder(dirname(path))
    makeOne(path)
  }
}

function makeOne(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
