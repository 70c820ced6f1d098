/** Finding the files to attach, and everything that keeps them from being attached, before anything is sent. */
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { inspect } from 'node:util'
import { setLimits } from '../../model/attachments.ts'
import { operations } from '../../model/operations.ts'
import { type Data, toBytes } from '../data.ts'
import { localError, SupportError } from '../errors.ts'
import { fromHome } from '../home.ts'
import type { Surroundings } from '../settings.ts'
import { type ContentSource, inMemory, onDisk } from './contents.ts'
import { shownName } from './names.ts'

/** Bytes that are at hand, under the name that the file is to have. */
export interface FileInMemory {
  readonly fileName: string
  readonly data: Data
}

/** What can be attached: the path of a file (`~/` is the home directory), or bytes. */
export type Attachable = string | FileInMemory

/** Files to attach, by the way in which they go. */
export interface FoundFiles {
  readonly inSet: readonly ContentSource[]
  readonly byParts: readonly ContentSource[]
}

/** The most bytes that a file may have. */
const { max: mostBytes = Number.POSITIVE_INFINITY } = operations.getAttachmentUploadLinks.input.fileSizeBytes
/** The most uploads that a case takes at once. */
const { max: mostUploads = Number.POSITIVE_INFINITY } = operations.createCase.input.uploadIds

/** Finds the files. Throws a FileError with all that is wrong with them, and the reason of the signal. */
export async function findFiles(
  given: readonly Attachable[],
  around: Pick<Surroundings, 'directory' | 'env'>,
  signal: AbortSignal,
): Promise<FoundFiles> {
  const found = await Promise.all(
    given.map((each) => (typeof each === 'string' ? findFile(each, around) : takeBytes(each, signal))),
  )
  const sources = found.filter((each) => typeof each !== 'string')
  const inSet = sources.filter(({ size }) => size <= setLimits.bytes).slice(0, setLimits.files)
  const byParts = sources.filter((source) => !inSet.includes(source))
  const problems = [
    ...found.filter((each) => typeof each === 'string'),
    ...sameNames(sources),
    ...(byParts.length > mostUploads ? [tooMany(byParts.length)] : []),
  ]
  if (problems.length > 0) throw localError('FileError', `${problems.join('; ')}; nothing was sent`)
  return { inSet, byParts }
}

async function findFile(
  path: string,
  { directory = process.cwd(), env }: Pick<Surroundings, 'directory' | 'env'>,
): Promise<ContentSource | string> {
  if (path === '') return "'' is no path of a file"
  const shown = shownName(path)
  const full = resolve(directory, fromHome(path, env))
  try {
    const stats = await stat(full, { bigint: true })
    if (stats.isDirectory()) return `${shown} is a directory`
    if (!stats.isFile()) return `${shown} is not a regular file`
    await access(full, constants.R_OK)
    return wrongSize(shown, Number(stats.size)) ?? onDisk(basename(full), full, stats)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return `${shown}${fileProblems[code] ?? ` cannot be read (${code || String(error)})`}`
  }
}

const fileProblems: Readonly<Record<string, string>> = {
  ENOENT: ': no such file',
  ENOTDIR: ': no such file',
  EACCES: ' may not be read',
  EPERM: ' may not be read',
  ERR_INVALID_ARG_VALUE: ' is no path of a file',
}

async function takeBytes(
  { fileName, data }: FileInMemory,
  signal: AbortSignal,
): Promise<ContentSource | string> {
  const shown = shownName(fileName)
  if (fileName === '' || /[/\\\0]/.test(fileName)) {
    return `fileName must be a name without a path, not ${inspect(fileName)}`
  }
  try {
    const bytes = await toBytes(data, shown, { signal, most: mostBytes })
    return wrongSize(shown, bytes.byteLength) ?? inMemory(fileName, bytes)
  } catch (error) {
    signal.throwIfAborted()
    return error instanceof SupportError ? error.message : `${shown} cannot be read: ${String(error)}`
  }
}

function wrongSize(shown: string, size: number): string | undefined {
  if (size === 0) return `${shown} is empty`
  if (size <= mostBytes) return undefined
  return `${shown} has ${size} bytes, and at most ${mostBytes} (${mostBytes / 1024 / 1024} MB) can be attached`
}

/** Two files of one name could not be told apart on the case. */
function sameNames(sources: readonly ContentSource[]): string[] {
  const names = sources.map(({ fileName }) => fileName)
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index))
  return [...twice].map((name) => `several files are called ${shownName(name)}`)
}

const tooMany = (uploads: number) =>
  `${uploads} files are too large or too many for a set, which takes ${setLimits.files} of at most ${setLimits.bytes / 1024 / 1024} MB; a case takes ${mostUploads} such files`
