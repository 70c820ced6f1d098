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
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new MockStartError(code, `${path}: not JSON: ${error.message}.`, { cause: error })
    const { code: reason = '', message } = error as NodeJS.ErrnoException
    throw new MockStartError(code, `Cannot read ${path}: ${reasons[reason] ?? message}.`, { cause: error })
  }
}
