/** The signed links of one upload: some at a time, fetched when a part needs one, fetched anew when one is spent. */
import type { Output } from '../../model/operations.ts'
import { localError } from '../errors.ts'
import { isLink } from '../links/link.ts'

type Answer = Output<'getAttachmentUploadLinks'>

export class UploadLinks {
  readonly #fetch: (startIndex: number) => Promise<Answer>
  readonly #urls = new Map<number, string>()
  #fetching: Promise<void> | undefined

  /** `first` came with the start of the upload; `fetch` asks for those of a part and some after it. */
  constructor(first: Answer, fetch: (startIndex: number) => Promise<Answer>) {
    this.#fetch = fetch
    this.#take(first)
  }

  /** The link of a part. */
  async get(partIndex: number): Promise<string> {
    for (;;) {
      const url = this.#urls.get(partIndex)
      if (url !== undefined) return url
      // What another part has asked for may hold this one's too.
      if (this.#fetching) await this.#fetching
      else await this.#fetchFrom(partIndex)
    }
  }

  /** The link is no longer good. */
  drop(partIndex: number, url: string): void {
    if (this.#urls.get(partIndex) === url) this.#urls.delete(partIndex)
  }

  async #fetchFrom(partIndex: number): Promise<void> {
    this.#fetching = this.#fetch(partIndex)
      .then((answer) => {
        this.#take(answer)
        if (!this.#urls.has(partIndex)) {
          throw localError(
            'UnexpectedResponse',
            `The service gave no link for part ${partIndex} when it was asked for it`,
          )
        }
      })
      .finally(() => {
        this.#fetching = undefined
      })
    await this.#fetching
  }

  #take({ uploadUrls }: Partial<Answer>): void {
    for (const { partIndex, url } of uploadUrls ?? []) if (isLink(url)) this.#urls.set(partIndex, url)
  }
}
