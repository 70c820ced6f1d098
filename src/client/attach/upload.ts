/** The upload of one file by parts. */
import type { Calls } from '../calls.ts'
import { localError, SupportError } from '../errors.ts'
import { backOff, type Delay } from '../retry.ts'
import type { Content, ContentSource } from './contents.ts'
import { UploadLinks } from './links.ts'
import { shownName } from './names.ts'
import { Meter, type Progress } from './progress.ts'
import type { PartSender } from './put.ts'

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
  readonly #done: { partIndex: number; eTag: string }[] = []

  /** Starts an upload; nothing of the file is sent yet. */
  static async start(file: ContentSource, around: Uploading): Promise<Upload> {
    const { fileName, size } = file
    const content = await file.open()
    try {
      const { calls, signal } = around
      const input = { fileName, fileSizeBytes: size }
      const answer = await calls.callAsPart('getAttachmentUploadLinks', input, { signal })
      const { partSizeBytes, totalParts, uploadId } = answer
      if (!(partSizeBytes > 0) || Math.ceil(size / partSizeBytes) !== totalParts) {
        throw localError(
          'UnexpectedResponse',
          `${totalParts} parts of ${partSizeBytes} bytes are not the ${size} bytes of ${shownName(fileName)}`,
        )
      }
      const links = new UploadLinks(answer, (startIndex) =>
        calls.callAsPart(
          'getAttachmentUploadLinks',
          { fileName, uploadId, uploadRange: { startIndex } },
          { signal },
        ),
      )
      return new Upload(file, content, around, answer, links)
    } catch (error) {
      await content.close()
      throw error
    }
  }

  private constructor(
    file: ContentSource,
    content: Content,
    around: Uploading,
    { uploadId, totalParts, partSizeBytes }: { uploadId: string; totalParts: number; partSizeBytes: number },
    links: UploadLinks,
  ) {
    this.uploadId = uploadId
    this.totalParts = totalParts
    this.#file = file
    this.#content = content
    this.#around = around
    this.#partSize = partSizeBytes
    this.#links = links
    this.#meter = new Meter(file, around.progress)
  }

  /** Puts a part, which count from 1; with the last that was missing the upload is completed. */
  async put(partIndex: number): Promise<void> {
    this.#done.push({ partIndex, eTag: await this.#tag(partIndex) })
    if (this.#done.length < this.totalParts) return
    // What was sent must be one file, and not the half of one and the half of another.
    await this.#content.checkUnchanged()
    const { calls, signal } = this.#around
    const completedUploads = this.#done.toSorted((one, other) => one.partIndex - other.partIndex)
    const input = { uploadId: this.uploadId, completedUploads }
    await calls.callAsPart('completeAttachmentUpload', input, { signal })
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

  /** Lets go of the file. */
  close(): Promise<void> {
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
