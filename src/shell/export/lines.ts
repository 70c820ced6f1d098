/** The lines of a file, one at a time, with where they are. */
import type { FileHandle } from 'node:fs/promises'
import { CommandError } from '../dot-commands/dot-command.ts'

export interface Line {
  /** In bytes. */
  readonly start: number
  /** Behind its line end. */
  readonly end: number
  readonly text: string
}

const lineEnd = 0x0a

/** So much is read at once. */
const chunkSize = 1 << 18

/** The lines that are whole: what stands behind the last line end is none. */
export async function* linesOf(file: FileHandle): AsyncGenerator<Line, void> {
  let pieces: Buffer[] = []
  let start = 0
  for (let at = 0; ; ) {
    // Not a stream: one that is left early closes the file.
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, at)
    if (bytesRead === 0) return
    let rest: Buffer = buffer.subarray(0, bytesRead)
    for (let index = rest.indexOf(lineEnd); index >= 0; index = rest.indexOf(lineEnd)) {
      pieces.push(rest.subarray(0, index))
      at += index + 1
      yield { start, end: at, text: Buffer.concat(pieces).toString('utf8') }
      pieces = []
      start = at
      rest = rest.subarray(index + 1)
    }
    pieces.push(rest)
    at += rest.length
  }
}

/** The bytes from `start` on, before `end`. */
export async function bytesAt(
  file: FileHandle,
  { start, end }: { start: number; end: number },
): Promise<Buffer> {
  const bytes = Buffer.alloc(end - start)
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at)
    if (bytesRead === 0) throw new CommandError('The file of the export was cut while it was read: try again')
    at += bytesRead
  }
  return bytes
}
