/** Reads parts of a file that grows, in whole lines, and tells files apart. */
import { type BigIntStats, fstatSync, readSync } from 'node:fs'

export interface Span {
  /** Whole lines, each with its end. */
  readonly text: string
  /** Where the lines end, in bytes from the start of the file. */
  readonly end: number
  /** What stands after them: a line that is still being written, or that a crash cut short. */
  readonly rest: string
}

const newline = 0x0a

/** What stands in an open file from an offset in bytes on, up to where it ends now. */
export function readFrom(file: number, start: number): Span {
  const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - start))
  let length = 0
  while (length < bytes.length) {
    const count = readSync(file, bytes, length, bytes.length - length, start + length)
    if (count === 0) break
    length += count
  }
  const lines = bytes.subarray(0, length).lastIndexOf(newline) + 1
  return {
    text: bytes.toString('utf8', 0, lines),
    end: start + lines,
    rest: bytes.toString('utf8', lines, length),
  }
}

/** The last lines of an open file, of so many bytes at most. */
export function readTail(file: number, atMost: number): Span & { readonly isPart: boolean } {
  const start = fstatSync(file).size - atMost
  if (start <= 0) return { ...readFrom(file, 0), isPart: false }
  const { text, end, rest } = readFrom(file, start)
  // The first is a part of a line.
  return { text: text.slice(text.indexOf('\n') + 1), end, rest, isPart: true }
}

/** Whether the file ends in the middle of a line. */
export function endsInLine(file: number): boolean {
  const { size } = fstatSync(file)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  return last[0] !== newline
}

/** Differs for different files, also for one that was made anew at the same place of the disk. */
export function identityOf({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${birthtimeNs}`
}
