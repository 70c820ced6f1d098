/** A case and its communications, as the mock holds them. */
import type { Life } from './case-life.ts'
import type { Dated } from './timeline.ts'

/** A file on a communication. Its content is with the account's attachments. */
export interface AttachmentDetails {
  readonly attachmentId: string
  readonly fileName: string
  /** False for a file of more than 5 MB, which only a download link reaches. */
  readonly isSmall: boolean
}

export interface Communication extends Dated {
  readonly body: string
  readonly submittedBy: string
  readonly attachments?: readonly AttachmentDetails[]
}

export interface SupportCase extends Dated, Life {
  readonly caseId: string
  readonly displayId: string
  readonly subject: string
  readonly serviceCode: string
  readonly categoryCode: string
  readonly severityCode: string
  readonly issueType: string
  readonly submittedBy: string
  readonly language: string
  ccEmailAddresses: readonly string[]
  /** Oldest first. */
  readonly communications: Communication[]
  /** Goes up with every change. */
  revision: number
}

/** A case or a communication before it has its place in the store. */
export type Draft<T extends Dated> = Omit<T, 'sequence'>
export type CaseDraft = Omit<Draft<SupportCase>, 'communications' | 'revision'> & {
  readonly communications: readonly Draft<Communication>[]
}

/** What somebody writes; when is now. */
export type Message = Omit<Communication, keyof Dated>
