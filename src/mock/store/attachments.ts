/** The files of one account: those in sets, which live for an hour, and those of communications, which stay. */

import type { FileParts } from './contents.ts'
import { Lifetimes } from './lifetimes.ts'
import type { AttachmentDetails } from './support-case.ts'

/** The name and the bytes of a file. */
export interface File {
  readonly fileName: string
  readonly content: Buffer
}

/** A file that belongs to a communication. */
export interface Attachment extends File {
  readonly attachmentId: string
  readonly caseId: string
}

export interface AttachmentSet {
  readonly attachmentSetId: string
  /** Milliseconds since 1970. */
  readonly expiry: number
  /** Empty once the set has expired. */
  files: readonly File[]
  /** Stays true when the clock is moved back: the files are gone. */
  hasExpired?: boolean
}

/** The limits of the service: files in a set, and bytes of each of them. */
export const setLimits = { files: 3, bytes: 5 * 1024 * 1024 }

const hour = 60 * 60 * 1000

/** Guess: for so long the service tells an expired set from one that never was. */
const remembered = 24 * hour

const contentsOf = (files: readonly File[]) => files.map(({ content }) => content)

export class Attachments {
  readonly #parts: FileParts
  readonly #attachments = new Map<string, Attachment>()
  readonly #sets = new Map<string, AttachmentSet>()
  readonly #living = new Lifetimes<AttachmentSet>()
  readonly #expired = new Lifetimes<AttachmentSet>()

  constructor(parts: FileParts) {
    this.#parts = parts
  }

  get(attachmentId: string): Attachment | undefined {
    return this.#attachments.get(attachmentId)
  }

  /** The set, expired or not. One that expired a day ago is forgotten. */
  set(attachmentSetId: string): AttachmentSet | undefined {
    this.#dropExpired()
    return this.#sets.get(attachmentSetId)
  }

  /** Whether the mock has room for so many bytes more. */
  hasRoom(files: readonly File[]): boolean {
    this.#dropExpired()
    return this.#parts.contents.hasRoom(contentsOf(files))
  }

  /** Adds files that there is room for to the set, or to a new one. */
  addToSet(set: AttachmentSet | undefined, files: readonly File[]): AttachmentSet {
    this.#parts.contents.hold(contentsOf(files))
    const grown = set ?? this.#newSet()
    grown.files = [...grown.files, ...files]
    return grown
  }

  /** Makes attachments of a case out of files that somebody still holds: no room is needed. */
  attach(caseId: string, files: readonly File[]): AttachmentDetails[] | undefined {
    if (files.length === 0) return undefined
    return files.map(({ fileName, content }) => {
      const attachmentId = this.#parts.ids.attachmentId(this.#parts.accountId)
      return this.place({ attachmentId, caseId, fileName, content })
    })
  }

  /** Puts an attachment in as it is. */
  place(attachment: Attachment): AttachmentDetails {
    this.#parts.contents.hold([attachment.content])
    this.#attachments.set(attachment.attachmentId, attachment)
    const { attachmentId, fileName, content } = attachment
    return { attachmentId, fileName, isSmall: content.length <= setLimits.bytes }
  }

  /** Every set that is not forgotten, in the order in which they were made; the expired ones are empty. */
  sets(): AttachmentSet[] {
    this.#dropExpired()
    return [...this.#sets.values()]
  }

  /** Puts a set in as it is. */
  placeSet(set: AttachmentSet): void {
    this.#parts.contents.hold(contentsOf(set.files))
    this.#sets.set(set.attachmentSetId, set)
    const lifetimes = set.hasExpired ? this.#expired : this.#living
    lifetimes.add(set)
  }

  #newSet(): AttachmentSet {
    const attachmentSetId = this.#parts.ids.attachmentSetId(this.#parts.accountId)
    const set: AttachmentSet = { attachmentSetId, expiry: this.#parts.clock.now() + hour, files: [] }
    this.placeSet(set)
    return set
  }

  #dropExpired(): void {
    const now = this.#parts.clock.now()
    for (const set of this.#living.takeExpired(now)) {
      this.#parts.contents.release(contentsOf(set.files))
      set.files = []
      set.hasExpired = true
      this.#expired.add(set)
    }
    for (const { attachmentSetId } of this.#expired.takeExpired(now - remembered))
      this.#sets.delete(attachmentSetId)
  }
}
