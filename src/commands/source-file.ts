/** Texts that the command line names. */
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { UsageError } from './options.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
}

/** The text of a script. Throws a UsageError that says why it cannot be read. */
export async function readScript(path: string): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new UsageError(`cannot read ${path}: ${reasons[code] ?? message}`, { cause: error })
  }
  return decode(bytes, path)
}

/** All of standard input, as text. */
export async function readStandardInput(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return decode(Buffer.concat(chunks), 'standard input')
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new UsageError(`${name} is not UTF-8 text (line ${brokenLine(bytes)})`, { cause })
  }
}

/** The line with the first bytes that are not UTF-8. */
function brokenLine(bytes: Uint8Array): number {
  const readable = Buffer.from(bytes).toString('utf8')
  const at = readable.indexOf('\uFFFD')
  return readable.slice(0, at).split('\n').length
}
