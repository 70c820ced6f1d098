import { open } from 'node:fs/promises'

/**
 * What says that a folder cannot be synced, and not that the disk has failed: some file systems have no such thing, and
 * in a folder that may not be listed one may write all the same.
 */
const unsupported = ['EACCES', 'EBADF', 'EINVAL', 'EISDIR', 'ENOSYS', 'ENOTSUP', 'EPERM']

/** Puts a folder on the disk, and with it the names that its files were given: after a rename the file is there anyway. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    if (!unsupported.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
