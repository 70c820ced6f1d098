/** Uploads of large files by parts. Source of the rules: the documentation of the official client. */
import { hash } from 'node:crypto'
import type { File } from './attachments.ts'
import type { FileParts } from './contents.ts'
import { Lifetimes } from './lifetimes.ts'

/** Guess: the service only says that a part has at most 100 MB. Small parts need several calls for their URLs. */
export const partSize = 5 * 1024 * 1024

/** Guess: an upload that leads to nothing is forgotten after a day. */
const lifetime = 24 * 60 * 60 * 1000

/**
 * The documentation of CompleteAttachmentUpload says that the file is processed after its answer, and that
 * DescribeAttachmentUploadStatus tells when that is done. Guess: how long it takes.
 */
const processing = 2000

export interface Part {
  readonly content: Buffer
  /** As S3 makes it: the MD5 of the content, in double quotes. */
  readonly eTag: string
}

export interface Upload {
  readonly uploadId: string
  readonly fileName: string
  readonly size: number
  /** Milliseconds since 1970. */
  readonly expiry: number
  /** By index, which starts at 1. */
  readonly parts: Map<number, Part>
  /** Which parts CompleteAttachmentUpload was told of. */
  readonly completed: Set<number>
  /** The whole, when all parts were completed and have the size that was announced. */
  file?: File | 'failed'
  /** When the last part was completed; milliseconds since 1970. */
  completedAt?: number
}

export type UploadStatus = 'attachment-ready' | 'attachment-not-ready' | 'failed'

export const totalParts = ({ size }: Upload) => Math.ceil(size / partSize)

/** How many bytes the part of this index has. */
export const bytesOfPart = (upload: Upload, index: number) =>
  index < totalParts(upload) ? partSize : upload.size - (totalParts(upload) - 1) * partSize

export const eTagOf = (content: Buffer) => `"${hash('md5', content)}"`

export class Uploads {
  readonly #parts: FileParts
  readonly #uploads = new Map<string, Upload>()
  readonly #lifetimes = new Lifetimes<Upload>()

  constructor(parts: FileParts) {
    this.#parts = parts
  }

  get(uploadId: string): Upload | undefined {
    this.#dropExpired()
    return this.#uploads.get(uploadId)
  }

  start(fileName: string, size: number): Upload {
    this.#dropExpired()
    const uploadId = this.#parts.ids.uploadId(this.#parts.accountId)
    const expiry = this.#parts.clock.now() + lifetime
    const upload: Upload = { uploadId, fileName, size, expiry, parts: new Map(), completed: new Set() }
    this.place(upload)
    return upload
  }

  /** The processing that a clock was moved back from is over. */
  status({ file, completedAt = Number.NEGATIVE_INFINITY }: Upload): UploadStatus {
    const age = this.#parts.clock.now() - completedAt
    if (file === undefined || (age >= 0 && age < processing)) return 'attachment-not-ready'
    return file === 'failed' ? 'failed' : 'attachment-ready'
  }

  /** Takes the content of a part, in the place of what it had. Undefined when the mock has no room. */
  put(upload: Upload, index: number, content: Buffer): Part | undefined {
    if (!this.#parts.contents.hold([content])) return undefined
    const old = upload.parts.get(index)
    if (old) this.#parts.contents.release([old.content])
    const part = { content, eTag: eTagOf(content) }
    upload.parts.set(index, part)
    // Guess: what was completed stands for what was there then.
    upload.completed.delete(index)
    return part
  }

  /** Notes that the client is done with these parts; after the last of them the file is processed. */
  complete(upload: Upload, indexes: readonly number[]): void {
    for (const index of indexes) upload.completed.add(index)
    if (upload.file || upload.completed.size < totalParts(upload)) return
    const contents = [...upload.parts].sort(([one], [other]) => one - other).map(([, part]) => part.content)
    const content = Buffer.concat(contents)
    // The whole takes the place of its parts, which there was room for.
    this.#parts.contents.release(contents)
    upload.parts.clear()
    upload.completedAt = this.#parts.clock.now()
    if (content.length === upload.size && this.#parts.contents.hold([content])) {
      upload.file = { fileName: upload.fileName, content }
    } else upload.file = 'failed'
  }

  /** The uploads that are under way or ready. */
  all(): Upload[] {
    this.#dropExpired()
    return [...this.#uploads.values()]
  }

  /** Puts an upload in as it is. */
  place(upload: Upload): void {
    this.#parts.contents.hold(heldBy(upload))
    this.#uploads.set(upload.uploadId, upload)
    this.#lifetimes.add(upload)
  }

  #dropExpired(): void {
    for (const upload of this.#lifetimes.takeExpired(this.#parts.clock.now())) {
      this.#parts.contents.release(heldBy(upload))
      this.#uploads.delete(upload.uploadId)
    }
  }
}

function heldBy({ file, parts }: Upload): Buffer[] {
  if (file !== undefined && file !== 'failed') return [file.content]
  return [...parts.values()].map(({ content }) => content)
}
