/** Writes a transcript so that at any moment the file is the old one or the new one, whole. */
import { randomUUID } from 'node:crypto'
import { open, readFile, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '../files/sync-folder.ts'
import { TranscriptInputError } from './input-error.ts'

/**
 * Puts a text in the place of a file that still reads `before`. The file's mode stays, a link stays a link.
 * Throws a TranscriptInputError where the file has changed or cannot be written.
 */
export async function saveTranscript(path: string, before: string, text: string): Promise<void> {
  const refuse = (error: unknown): never => {
    if (error instanceof TranscriptInputError) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw new TranscriptInputError('unwritten', path, { detail: code ?? message, cause: error })
  }
  const target = await realpath(path).catch(refuse)
  if ((await readFile(target, 'utf8').catch(refuse)) !== before)
    throw new TranscriptInputError('changed', path)
  await writeWhole(target, text, (await stat(target)).mode).catch(refuse)
}

/** Writes a file by way of another one beside it, which is gone whatever happens but a kill. */
export async function writeWhole(path: string, text: string, mode?: number): Promise<void> {
  // A name that nobody can guess, and no file or link may be there already.
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.tmp`)
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(text)
      if (mode !== undefined) await file.chmod(mode)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  }
  await syncFolder(dirname(path))
}
