/** Files that are read as text, with errors for the people who named them. */
import { readFile } from 'node:fs/promises'
import { CommandError } from './dot-commands/dot-command.ts'

export interface ReadOptions {
  readonly signal?: AbortSignal
  /** Keep the mark of UTF-8 that some editors write at the beginning: for a file that is written back. */
  readonly keepsMark?: boolean
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
}

/**
 * The text of a file. Rejects with a CommandError whose cause is what the file system said, or with the
 * reason of the signal.
 *
 * @param shown how the file is called in messages
 */
export async function readText(
  path: string,
  shown: string,
  { signal, keepsMark }: ReadOptions = {},
): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path, { signal })
  } catch (error) {
    signal?.throwIfAborted()
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new CommandError(`${shown} cannot be read: ${reasons[code] ?? (code || message)}`, { cause: error })
  }
  return textOf(bytes, shown, keepsMark)
}

/** Bytes of UTF-8 as text; throws a CommandError where they are something else. */
export function textOf(bytes: Uint8Array, shown: string, keepsMark = false): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: keepsMark }).decode(bytes)
  } catch (cause) {
    throw new CommandError(`${shown} is not UTF-8 text (line ${brokenLine(bytes)})`, { cause })
  }
}

/** The line with the first bytes that are not UTF-8. */
function brokenLine(bytes: Uint8Array): number {
  const readable = Buffer.from(bytes).toString('utf8')
  const at = readable.indexOf('\uFFFD')
  return readable.slice(0, at).split('\n').length
}
