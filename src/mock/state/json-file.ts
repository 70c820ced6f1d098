/** JSON that options name by a path. */
import { readFile } from 'node:fs/promises'
import { MockStartError } from '../errors.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
}

/** The content of a JSON file. A MockStartError says why it cannot be had. */
export async function readJsonFile(path: string, code: MockStartError['code']): Promise<unknown> {
  const text = await readText(path, code)
  try {
    return JSON.parse(text)
  } catch (error) {
    // Without the cause: its message may hold a key.
    throw new MockStartError(code, `${path}: ${jsonProblem(text, error)}.`)
  }
}

/**
 * Why JSON.parse refuses the text: `not JSON: line 3, column 7`, or no more than `not JSON` where V8 tells
 * no place. Its own message quotes what stands there, which may be a key, and may have several lines.
 */
export function jsonProblem(text: string, error: unknown): string {
  const { message } = error as SyntaxError
  const place = / at position (\d+)/.exec(message)
  const position = message.startsWith('Unexpected end') ? text.length : place ? Number(place[1]) : undefined
  if (position === undefined) return 'not JSON'
  const lines = text.slice(0, position).split('\n')
  return `not JSON: line ${lines.length}, column ${lines.at(-1)!.length + 1}`
}

async function readText(path: string, code: MockStartError['code']): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code: reason = '', message } = error as NodeJS.ErrnoException
    throw new MockStartError(code, `Cannot read ${path}: ${reasons[reason] ?? message}.`, { cause: error })
  }
}
