/** Paths of files, as far as they are typed. */
import { readdir, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fromHome } from '../../client/home.ts'
import type { Candidate } from './completion.ts'
import { oneLine } from './one-line.ts'
import { openQuoted, quoted } from './quoting.ts'
import type { Quote } from './reading.ts'

export interface Paths {
  readonly candidates: readonly Candidate[]
  /** Why there are none. */
  readonly message?: string
}

/**
 * The files and folders whose paths begin with what is typed. A folder ends with a slash, and its quote
 * stays open.
 *
 * @param directory where relative paths start
 */
export async function pathsFor(typed: string, directory: string, quote: Quote = "'"): Promise<Paths> {
  // A folder by itself, which the file system knows and a slash does not follow yet.
  if (/^(~|(.*\/)?\.\.?)$/.test(typed)) return { candidates: [{ text: openQuoted(`${typed}/`, quote) }] }
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1)
  const begun = typed.slice(folder.length)
  const path = resolve(directory, fromHome(folder, process.env))
  try {
    const entries = (await readdir(path, { withFileTypes: true }))
      .filter(({ name }) => name.startsWith(begun) && (begun !== '' || !name.startsWith('.')))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
    const candidates = await Promise.all(
      entries.map(async (entry) => {
        const text = `${folder}${entry.name}`
        const isFolder = entry.isSymbolicLink()
          ? await leadsToFolder(resolve(path, entry.name))
          : entry.isDirectory()
        return { text: isFolder ? openQuoted(`${text}/`, quote) : quoted(text, quote) }
      }),
    )
    if (candidates.length > 0) return { candidates }
    return { candidates, message: oneLine(`no files: none begins with ${quoted(typed)}`) }
  } catch (error) {
    return { candidates: [], message: oneLine(`no files: ${unreadable(folder, error)}`) }
  }
}

async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    // A link that leads nowhere is shown as what it is.
    return false
  }
}

function unreadable(folder: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  const name = folder === '' ? 'the current folder' : quoted(folder)
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no folder ${name}`
  return `${name} cannot be read (${code ?? String(error)})`
}
