/**
 * What state files look like, in the model's shapes: their check is the model's too.
 */
import {
  boolean,
  integer,
  list,
  required,
  type StructureValue,
  string,
  structure,
} from '../../model/shape.ts'
import { savedFinding } from '../advisor/findings.ts'

const time = string('ISO 8601.')
const name = string('One of the known names.', { min: 1 })

// A file that several have is saved once: else a state could outgrow the longest text there is.
const sameAs = string('Instead of data: the attachmentId of a file of the account that has the same.')

const file = structure('A file.', {
  attachmentId: string('Made up when absent.', { min: 1 }),
  fileName: required(string('Its name.')),
  data: string('Its content, in base64.'),
  sameAs,
})

const communication = structure('A communication.', {
  body: required(string('The text.', { min: 1 })),
  submittedBy: string('The customer when absent; Amazon Web Services is the agent.'),
  timeCreated: time,
  attachments: list('Its files.', file),
})

const savedCase = {
  caseId: name,
  displayId: name,
  subject: required(string('The title.')),
  status: name,
  serviceCode: name,
  categoryCode: name,
  severityCode: name,
  issueType: name,
  language: name,
  submittedBy: name,
  timeCreated: time,
  waitingSince: time,
  resolvedAt: time,
  ccEmailAddresses: list('Who gets copies.', name, { max: 10 }),
  communications: list('Oldest first.', communication),
}

const savedSet = {
  attachmentSetId: required(name),
  expiryTime: required(time),
  attachments: required(list('Its files; none once it has expired.', file)),
  expired: boolean('Whether it has expired, though the clock be moved back.'),
}

const savedUpload = {
  uploadId: required(name),
  fileName: required(string('The name of the file.')),
  fileSizeBytes: required(integer('Its size.', { min: 1 })),
  expiryTime: required(time),
  completedTime: string('When the last part was completed; ISO 8601.'),
  parts: list(
    'The parts that have arrived.',
    structure('A part.', {
      partIndex: required(integer('From 1.', { min: 1 })),
      data: required(string('Its content, in base64.')),
      completed: required(boolean('Whether CompleteAttachmentUpload was told of it.')),
    }),
  ),
  data: string('The whole file, when it is ready; in base64.'),
  sameAs,
  failed: boolean('Whether the parts did not make the file.'),
}

/** What a state file has of an account. */
export const savedAccount = {
  cases: required(list('The cases.', structure('A case.', savedCase))),
  attachmentSets: list('Sets that no case has yet.', structure('A set.', savedSet)),
  uploads: list('Uploads that no case has yet.', structure('An upload.', savedUpload)),
  trustedAdvisor: list('What Trusted Advisor found.', savedFinding),
  checksRanTime: string('When the other checks of Trusted Advisor ran; ISO 8601.'),
}

export type SavedCase = StructureValue<typeof savedCase>
export type SavedFile = NonNullable<SavedCommunication['attachments']>[number]
export type SavedCommunication = NonNullable<SavedCase['communications']>[number]
export type SavedSet = StructureValue<typeof savedSet>
export type SavedUpload = StructureValue<typeof savedUpload>
export type SavedAccount = StructureValue<typeof savedAccount>

/** Every attachment of the account's cases. */
export const attachmentsOf = ({ cases }: SavedAccount): SavedFile[] =>
  cases.flatMap(({ communications = [] }) => communications.flatMap(({ attachments = [] }) => attachments))

/** The content of a state file. */
export interface State {
  readonly version: 1
  /** How far the mock's clock was ahead of that of the machine, in milliseconds. */
  readonly clockAhead?: number
  /** When the mock began: accounts that the state does not have are dated from then. ISO 8601. */
  readonly begun?: string
  /** How many numbers were taken for ids, so that none is made again. */
  readonly idsTaken?: Readonly<Record<string, number>>
  /** By account id. */
  readonly accounts: Readonly<Record<string, SavedAccount>>
}
