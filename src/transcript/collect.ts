import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { formatOf } from './document.ts'
import { depthOf, folderOf, isGlob, matcherOf } from './glob.ts'
import { inputErrorFrom, TranscriptInputError } from './input-error.ts'

/**
 * The transcripts that paths name: files as they are, folders with all below them (sorted, without
 * `node_modules` and dot folders), patterns such as `guide/*.md` where no shell has expanded them.
 * Each file once. Throws a TranscriptInputError for what cannot be used.
 */
export async function collectTranscripts(paths: string | readonly string[]): Promise<string[]> {
  const files = new Map<string, string>()
  for (const path of [paths].flat() as string[]) {
    for (const file of await expand(path)) if (!files.has(resolve(file))) files.set(resolve(file), file)
  }
  return [...files.values()]
}

async function expand(path: string): Promise<string[]> {
  const found = await stat(path).catch((error) => {
    if (isGlob(path)) return undefined
    throw inputErrorFrom(error, path)
  })
  if (!found) {
    const matches = matcherOf(path)
    const below = await walk(folderOf(path), depthOf(path)).catch((error: TranscriptInputError) => {
      if (error.code === 'missing') return []
      throw error
    })
    const files = below.filter(matches)
    if (files.length === 0) throw new TranscriptInputError('unmatched', path)
    return files
  }
  if (found.isDirectory()) {
    const files = await walk(path)
    if (files.length === 0) throw new TranscriptInputError('bare', path)
    return files
  }
  if (!formatOf(path)) throw new TranscriptInputError('foreign', path)
  return [path]
}

/** All transcripts below a folder, by name. Links to folders are not followed, so there is no way in circles. */
async function walk(folder: string, depth = Infinity): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    throw inputErrorFrom(error, folder)
  })
  const files: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (depth === 0 || entry.name === 'node_modules' || entry.name.startsWith('.')) continue
      for (const file of await walk(path, depth - 1)) files.push(file)
    } else if (formatOf(entry.name) && (await stat(path).catch(() => undefined))?.isFile()) {
      files.push(path)
    }
  }
  return files
}
