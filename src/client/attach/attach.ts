/** `attach`: files go ahead of the case or message that takes them, small ones in a set, others by parts. */
import type { Calls } from '../calls.ts'
import { isData } from '../data.ts'
import { localError } from '../errors.ts'
import { shown } from '../input.ts'
import { inParallel } from '../links/parallel.ts'
import { type OptionKind, wrongOption } from '../options.ts'
import { realDelay } from '../retry.ts'
import type { ContentSource } from './contents.ts'
import { type Attachable, type FoundFiles, findFiles } from './files.ts'
import { Meter, type Progress } from './progress.ts'
import { PartSender } from './put.ts'
import { Upload, type Uploading } from './upload.ts'

export type { Attachable, FileInMemory } from './files.ts'
export type { AttachProgress } from './progress.ts'

/** Options of one `attach`. */
export interface AttachOptions {
  /** Gives it up. */
  signal?: AbortSignal
  /** Told how far each file is. */
  onProgress?: Progress
}

/** What `createCase` and `addCommunicationToCase` take: spread it into their input. */
export interface Attached {
  /** The files in a set, which lasts an hour. */
  attachmentSetId?: string
  /** The files that went by parts. */
  uploadIds?: string[]
}

/** So many parts are on their way at once. */
const width = 4

/** Files, and options at the end. Rejects with a SupportError, or with the reason of the signal. */
export async function attach(calls: Calls, given: readonly unknown[]): Promise<Attached> {
  const { files, options } = readArguments(given)
  return calls.asWhole(options.signal, (signal) => sendAhead(calls, files, options, signal))
}

async function sendAhead(
  calls: Calls,
  files: readonly Attachable[],
  options: AttachOptions,
  signal: AbortSignal,
): Promise<Attached> {
  const { surroundings } = calls
  const found = await findFiles(files, surroundings, signal)
  await approve(calls, found)
  signal.throwIfAborted()
  const progress = options.onProgress ?? surroundings.progress
  const uploadIds = await sendByParts(calls, found.byParts, progress, signal)
  // The set comes last, since it lasts an hour only.
  const attachmentSetId = await sendInSet(calls, found.inSet, progress, signal)
  const attached: Attached = {
    ...(attachmentSetId === undefined ? {} : { attachmentSetId }),
    ...(uploadIds.length === 0 ? {} : { uploadIds }),
  }
  const { parseJson = JSON.parse } = surroundings
  return parseJson(JSON.stringify(attached)) as Attached
}

const optionKinds = { signal: 'signal', onProgress: 'function' } as const satisfies Record<
  keyof AttachOptions,
  OptionKind
>

function readArguments(given: readonly unknown[]): { files: Attachable[]; options: AttachOptions } {
  const last = given.at(-1)
  const hasOptions = isObject(last) && !('fileName' in last) && !('data' in last)
  const files = hasOptions ? given.slice(0, -1) : given
  const wrong = hasOptions && wrongOption(last, optionKinds)
  if (wrong) throw localError('InvalidInput', `attach: ${wrong}`)
  if (files.length === 0) throw invalid('nothing')
  for (const each of files) if (typeof each !== 'string' && !isFileInMemory(each)) throw invalid(shown(each))
  return { files: files as Attachable[], options: hasOptions ? (last as AttachOptions) : {} }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isFileInMemory(value: unknown): boolean {
  if (!isObject(value)) return false
  const { fileName, data } = value as Partial<Record<string, unknown>>
  return typeof fileName === 'string' && isData(data)
}

const invalid = (what: string) =>
  localError(
    'InvalidInput',
    `attach takes paths of files or { fileName, data }, and { signal, onProgress } at the end, not ${what}`,
  )

/** Asks once for all that is sent, which is shown by name and size. */
async function approve(calls: Calls, { inSet, byParts }: FoundFiles): Promise<void> {
  const files = [...inSet, ...byParts].map(({ fileName, size }) => ({ fileName, bytes: size }))
  const first = byParts.length > 0 ? 'getAttachmentUploadLinks' : 'addAttachmentsToSet'
  await calls.approve(first, { files, ...(calls.isDry ? { dryRun: true } : {}) })
}

async function sendInSet(
  calls: Calls,
  files: readonly ContentSource[],
  progress: Progress | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (files.length === 0) return undefined
  const meters = files.map((file) => new Meter(file, progress))
  const attachments = await Promise.all(
    files.map(async (file) => ({ fileName: file.fileName, data: await whole(file) })),
  )
  const { attachmentSetId } = await calls.callAsPart('addAttachmentsToSet', { attachments }, { signal })
  for (const [index, meter] of meters.entries()) meter.add(files[index]!.size)
  return attachmentSetId
}

async function whole(file: ContentSource): Promise<Uint8Array> {
  const content = await file.open()
  try {
    const pieces = []
    for await (const piece of content.read(0, file.size)) pieces.push(piece)
    await content.checkUnchanged()
    return Buffer.concat(pieces)
  } finally {
    await content.close()
  }
}

async function sendByParts(
  calls: Calls,
  files: readonly ContentSource[],
  progress: Progress | undefined,
  caller: AbortSignal,
): Promise<string[]> {
  if (files.length === 0) return []
  const stopping = new AbortController()
  const signal = AbortSignal.any([caller, stopping.signal])
  const sender = new PartSender(calls.settings)
  const { delay = realDelay } = calls.surroundings
  const around: Uploading = { calls, sender, signal, delay, progress }
  const uploads: Upload[] = []
  async function* parts() {
    for (const file of files) {
      const upload = await Upload.start(file, around)
      uploads.push(upload)
      const missing = upload.missing()
      if (missing.length === 0) await upload.complete()
      for (const partIndex of missing) yield { upload, partIndex }
    }
  }
  try {
    const put = ({ upload, partIndex }: { upload: Upload; partIndex: number }) => upload.put(partIndex)
    await inParallel(width, parts(), put, (reason) => stopping.abort(reason))
    // One after the other: they are worked on at the same time, and every question counts against a quota.
    for (const upload of uploads) await upload.ready()
  } finally {
    await Promise.all(uploads.map((upload) => upload.close()))
    await sender.close()
  }
  return uploads.map(({ uploadId }) => uploadId)
}
