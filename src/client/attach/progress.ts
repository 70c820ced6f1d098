/** How far the files of an `attach` are. */
import { tell } from '../observe.ts'

/** One file, each time more of it is on its way. A part that is sent again counts anew. */
export interface AttachProgress {
  readonly fileName: string
  /** What the connection has taken, in bytes. */
  readonly sentBytes: number
  readonly totalBytes: number
}

export type Progress = (progress: AttachProgress) => void

/** Counts the bytes of one file. */
export class Meter {
  readonly #progress: Progress | undefined
  readonly #fileName: string
  readonly #totalBytes: number
  #sentBytes = 0

  /** `already`: so many bytes arrived before. */
  constructor(
    { fileName, size }: { fileName: string; size: number },
    progress: Progress | undefined,
    already = 0,
  ) {
    this.#progress = progress
    this.#fileName = fileName
    this.#totalBytes = size
    this.add(already)
  }

  /** So many more; a negative number takes back what has to be sent again. */
  add(bytes: number): void {
    this.#sentBytes += bytes
    const [fileName, sentBytes, totalBytes] = [this.#fileName, this.#sentBytes, this.#totalBytes]
    tell(this.#progress, { fileName, sentBytes, totalBytes })
  }
}
