/**
 * Shortens a history file while other shells append to it, and loses nothing of theirs.
 *
 *     this shell                        the others, see history-file.ts
 *     1 lock                            append to the file that stands at the path,
 *     2 read                            then look whether it still stands there:
 *     3 write a new file beside it      if not, append once more
 *     4 rename it over the old one
 *     5 carry over what came after 2    what came after 4 they write again themselves
 *     6 unlock
 *
 * At worst an entry is in the file twice, the second time a few places late, and whoever reads it drops one.
 */
import {
  appendFileSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { identityOf, readFrom, readTail, type Span } from './file-span.ts'

/** A lock that is older was left behind by a crash: a compaction takes milliseconds. */
const staleAfter = 10_000

/**
 * Replaces the file by what `shorten` makes of its lines; the text that it is given ends with a line.
 * False when another shell is doing it; throws when a new file cannot be put in the place of the old one.
 */
export function compact(
  path: string,
  shorten: (text: string) => string,
  { readAtMost = Number.MAX_SAFE_INTEGER, now = Date.now() } = {},
): boolean {
  // Behind a link: the link is to stay.
  const real = realpathSync(path)
  const lock = `${real}.lock`
  const held = acquire(lock, now)
  if (held === undefined) return false
  try {
    return replace(real, shorten, readAtMost, () => isAt(lock, held))
  } finally {
    if (isAt(lock, held)) rmSync(lock, { force: true })
  }
}

function replace(
  real: string,
  shorten: (text: string) => string,
  readAtMost: number,
  isLocked: () => boolean,
): boolean {
  const old = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  const fresh = `${real}.new`
  try {
    if (!fstatSync(old).isFile()) return false
    const read = readTail(old, readAtMost)
    // One that a crash left behind.
    rmSync(fresh, { force: true })
    writeDurably(fresh, shorten(read.text))
    if (!isLocked()) return false
    renameSync(fresh, real)
    carry(old, read, real)
    return true
  } finally {
    rmSync(fresh, { force: true })
    closeSync(old)
  }
}

function carry(old: number, { end }: Span, real: string): void {
  const { text, rest } = readFrom(old, end)
  if (text + rest !== '') appendFileSync(real, text + rest, { mode: 0o600 })
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    // Else a power cut may leave an empty file at the path.
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes the lock file; undefined when another shell holds it. */
function acquire(lock: string, now: number): string | undefined {
  try {
    return create(lock)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return removeStale(lock, now) ? acquire(lock, now) : undefined
}

function create(lock: string): string {
  const file = openSync(lock, 'wx', 0o600)
  try {
    return identityOf(fstatSync(file, { bigint: true }))
  } finally {
    closeSync(file)
  }
}

/** Takes a lock away that was left behind; whoever was quicker has renamed it first. */
function removeStale(lock: string, now: number): boolean {
  const found = statSync(lock, { bigint: true, throwIfNoEntry: false })
  if (!found) return true
  if (now - Number(found.mtimeMs) < staleAfter) return false
  const aside = `${lock}.${process.pid}`
  try {
    renameSync(lock, aside)
    return isAt(aside, identityOf(found))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return true
  } finally {
    rmSync(aside, { force: true })
  }
}

function isAt(path: string, identity: string): boolean {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found !== undefined && identityOf(found) === identity
}
