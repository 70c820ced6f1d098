/** Files that are written as a whole: whoever reads one finds the old or the new, never a part. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../files/sync-folder.ts'
import { targetFile } from '../files/target-file.ts'
import { CommandError } from './dot-commands/dot-command.ts'

export interface SaveOptions {
  /** How the file is called in messages. */
  readonly shown: string
  readonly mode: number
  /** Asked when there is a file already. */
  readonly replace: () => Promise<boolean>
  /**
   * Where it is written before it gets its name: beside the file, under a name that nobody else uses meanwhile.
   * What is there, left by a process that was killed, goes. A name that nobody can guess when absent.
   */
  readonly draft?: string
}

export type Content = string | Uint8Array | AsyncIterable<Uint8Array>

/**
 * A link stays a link: what it leads to is replaced.
 * Answers whether it was saved: not when there is a file that is to stay. Throws a CommandError where it cannot be.
 */
export async function saveFile(
  name: string,
  content: Content,
  { shown, mode, replace, draft: own }: SaveOptions,
): Promise<boolean> {
  const path = await targetFile(name)
  await refuseIrregular(path, shown)
  // Not the name of the file with something more: that may be as long as names can be.
  const draft = own ?? join(dirname(path), `.${randomUUID()}.tmp`)
  try {
    if (own !== undefined) await rm(draft, { force: true })
    const file = await open(draft, 'wx', mode)
    try {
      await writeFile(file, content)
      await file.sync()
    } finally {
      await file.close()
    }
    const saved = (await placed(draft, path)) || ((await replace()) && (await replaced(draft, path)))
    if (saved) await syncFolder(dirname(path))
    return saved
  } catch (error) {
    throw unwritable(shown, error)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Whoever may do everything would put a file in the place of a device. */
async function refuseIrregular(path: string, shown: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (!found || found.isFile()) return
  const what = found.isDirectory() ? 'a folder' : 'not a regular file'
  throw new CommandError(`${shown} cannot be written: it is ${what}`)
}

/** Gives the draft its name, unless something has it: not even what came there in this moment is lost. */
async function placed(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // Not every file system has links.
    if (!['ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM'].includes(code)) throw error
    return !existsSync(path) && replaced(draft, path)
  }
}

async function replaced(draft: string, path: string): Promise<boolean> {
  await rename(draft, path)
  return true
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'it would be larger than a file may be',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the file system is read-only',
}

/** Why a file cannot be written, for people; `path` is how it is shown. Errors that do not come from the file system stay as they are. */
export function unwritable(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) return error
  return new CommandError(`${path} cannot be written: ${reasons[code] ?? code}`, { cause: error })
}
