/** The upload of one file by parts. */
import type { Output } from '../../model/operations.ts'
import type { Calls } from '../calls.ts'
import { localError, SupportError } from '../errors.ts'
import { backOff, type Delay } from '../retry.ts'
import type { Content, ContentSource } from './contents.ts'
import { UploadLinks } from './links.ts'
import { shownName } from './names.ts'
import { Meter, type Progress } from './progress.ts'
import type { PartSender } from './put.ts'
import { recall, remember, type Unfinished } from './unfinished.ts'

/** What the uploads of one `attach` share. */
export interface Uploading {
  readonly calls: Calls
  readonly sender: PartSender
  readonly signal: AbortSignal
  readonly delay: Delay
  readonly progress?: Progress
}

/** How long the service may work on a file, in milliseconds of waiting. */
const longestWait = 10 * 60_000
const [firstPause, longestPause] = [500, 5000]

export class Upload {
  readonly uploadId: string
  readonly totalParts: number
  readonly #file: ContentSource
  readonly #content: Content
  readonly #around: Uploading
  readonly #partSize: number
  readonly #links: UploadLinks
  readonly #meter: Meter
  readonly #done: { partIndex: number; eTag: string }[]
  #isComplete = false

  /** Starts an upload, or goes on with the one of this file that broke off; nothing of the file is sent yet. */
  static async start(file: ContentSource, around: Uploading): Promise<Upload> {
    const content = await file.open()
    try {
      const broken = recall(around.calls, () => file.identity())
      const continued = broken && (await Upload.#continue(broken, file, content, around))
      return continued ?? (await Upload.#begin(file, content, around))
    } catch (error) {
      await content.close()
      throw error
    }
  }

  static async #begin(file: ContentSource, content: Content, around: Uploading): Promise<Upload> {
    const { fileName, size } = file
    const { calls, signal } = around
    const input = { fileName, fileSizeBytes: size }
    const answer = await calls.callAsPart('getAttachmentUploadLinks', input, { signal })
    const { partSizeBytes, totalParts } = answer
    if (!(partSizeBytes > 0) || Math.ceil(size / partSizeBytes) !== totalParts) {
      throw localError(
        'UnexpectedResponse',
        `${totalParts} parts of ${partSizeBytes} bytes are not the ${size} bytes of ${shownName(fileName)}`,
      )
    }
    return new Upload(file, content, around, { ...answer, done: [] }, answer)
  }

  /** Undefined when the service no longer knows the upload, or has completed it: then it begins anew. */
  static async #continue(
    broken: Unfinished,
    file: ContentSource,
    content: Content,
    around: Uploading,
  ): Promise<Upload | undefined> {
    const { uploadId, totalParts } = broken
    const arrived = new Set(broken.done.map(({ partIndex }) => partIndex))
    let startIndex = 1
    while (arrived.has(startIndex) && startIndex < totalParts) startIndex++
    const input = { fileName: file.fileName, uploadId, uploadRange: { startIndex } }
    try {
      const { signal } = around
      const answer = await around.calls.callAsPart('getAttachmentUploadLinks', input, { signal })
      return new Upload(file, content, around, broken, answer)
    } catch (error) {
      if (error instanceof SupportError && error.isServiceFault && !error.retryable) return undefined
      throw error
    }
  }

  private constructor(
    file: ContentSource,
    content: Content,
    around: Uploading,
    { uploadId, totalParts, partSizeBytes, done }: Unfinished,
    links: Output<'getAttachmentUploadLinks'>,
  ) {
    this.uploadId = uploadId
    this.totalParts = totalParts
    this.#file = file
    this.#content = content
    this.#around = around
    this.#partSize = partSizeBytes
    this.#done = [...done]
    this.#links = new UploadLinks(links, (startIndex) => {
      const input = { fileName: file.fileName, uploadId, uploadRange: { startIndex } }
      return around.calls.callAsPart('getAttachmentUploadLinks', input, { signal: around.signal })
    })
    const already = done.reduce((bytes, { partIndex }) => bytes + this.#part(partIndex).bytes, 0)
    this.#meter = new Meter(file, around.progress, already)
  }

  /** The parts that have not arrived, in order. */
  missing(): number[] {
    const arrived = new Set(this.#done.map(({ partIndex }) => partIndex))
    return Array.from({ length: this.totalParts }, (_, index) => index + 1).filter(
      (each) => !arrived.has(each),
    )
  }

  /** Puts a part, which count from 1; with the last that was missing the upload is completed. */
  async put(partIndex: number): Promise<void> {
    this.#done.push({ partIndex, eTag: await this.#tag(partIndex) })
    if (this.#done.length === this.totalParts) await this.complete()
  }

  /** Completes the upload, of which all parts are there. */
  async complete(): Promise<void> {
    // What was sent must be one file, and not the half of one and the half of another.
    await this.#content.checkUnchanged()
    const { calls, signal } = this.#around
    const completedUploads = this.#done.toSorted((one, other) => one.partIndex - other.partIndex)
    const input = { uploadId: this.uploadId, completedUploads }
    await calls.callAsPart('completeAttachmentUpload', input, { signal })
    this.#isComplete = true
    await this.close()
  }

  /** Waits until the service has made an attachment of the file. */
  async ready(): Promise<void> {
    const { calls, signal, delay } = this.#around
    const { uploadId } = this
    let pause = firstPause
    for (let waited = 0; ; waited += pause) {
      const { uploadStatus } = await calls.callAsPart(
        'describeAttachmentUploadStatus',
        { uploadId },
        { signal },
      )
      if (uploadStatus === 'attachment-ready') return
      if (uploadStatus !== 'attachment-not-ready') {
        throw this.#failed('the service could not make an attachment of it: attach it again')
      }
      if (waited >= longestWait) {
        throw this.#failed(`it is still not ready: describeAttachmentUploadStatus('${uploadId}') tells when`)
      }
      await delay(pause, signal)
      pause = Math.min(pause * 1.5, longestPause)
    }
  }

  /** Lets go of the file. What is not complete can be gone on with. */
  close(): Promise<void> {
    if (!this.#isComplete && this.#done.length > 0) {
      const { uploadId, totalParts } = this
      const upload = { uploadId, totalParts, partSizeBytes: this.#partSize, done: this.#done }
      remember(this.#around.calls, this.#file.identity(), upload)
    }
    return this.#content.close()
  }

  // A part that is put twice is there once: it can be sent again whatever became of it.
  async #tag(partIndex: number): Promise<string> {
    const { calls, sender, signal, delay } = this.#around
    for (let attempt = 1; ; attempt++) {
      const url = await this.#links.get(partIndex)
      let sent = 0
      const onSent = (bytes: number) => {
        sent += bytes
        this.#meter.add(bytes)
      }
      try {
        return await sender.put(url, { ...this.#part(partIndex), onSent }, signal)
      } catch (error) {
        this.#meter.add(-sent)
        if (!(error instanceof SupportError) || attempt >= calls.settings.maxAttempts) throw error
        if (error.statusCode === 403) this.#links.drop(partIndex, url)
        else if (error.retryable) await delay(backOff(error, attempt, calls.surroundings.random), signal)
        else throw error
      }
    }
  }

  #part(partIndex: number) {
    const start = (partIndex - 1) * this.#partSize
    const end = Math.min(start + this.#partSize, this.#file.size)
    return {
      title: `part ${partIndex} of ${shownName(this.#file.fileName)}`,
      bytes: end - start,
      read: () => this.#content.read(start, end),
    }
  }

  #failed(reason: string): SupportError {
    return localError('UploadFailed', `${shownName(this.#file.fileName)} was sent, and ${reason}`)
  }
}
