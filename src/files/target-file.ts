import { readlink, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * The file to replace where a path is to be written: a link stays a link, and what it leads to is replaced, be it there
 * or not yet. Any other path as it is.
 */
export async function targetFile(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const pointsTo = await readlink(path).catch(() => undefined)
    return pointsTo === undefined ? path : resolve(dirname(path), pointsTo)
  }
}
