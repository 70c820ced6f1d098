/** Texts that the command line names. */
import type { Readable } from 'node:stream'
import { CommandError } from '../shell/dot-commands/dot-command.ts'
import { readText, textOf } from '../shell/read-text.ts'
import { UsageError } from './options.ts'

/** The text of a script. Throws a UsageError that says why it cannot be read. */
export async function readScript(path: string): Promise<string> {
  return readText(path, path).catch(refuse)
}

/** All of standard input, as text. */
export async function readStandardInput(stdin: Readable): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  try {
    return textOf(Buffer.concat(chunks), 'standard input')
  } catch (error) {
    return refuse(error)
  }
}

function refuse(error: unknown): never {
  throw error instanceof CommandError ? new UsageError(error.message, { cause: error.cause }) : error
}
