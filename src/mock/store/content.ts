/** The content of an account, as a whole: what a seed gives and a state file holds. Times are milliseconds. */

import type { AdvisorContent } from '../advisor/advisor.ts'
import type { Ids } from '../ids.ts'
import type { Account } from './account.ts'
import type { AttachmentSet, File } from './attachments.ts'
import type { CaseDraft, Communication, Draft } from './support-case.ts'
import type { Upload } from './uploads.ts'

/** A file of a communication, with its bytes. */
export interface AttachedFile extends File {
  /** Made up when absent. */
  readonly attachmentId?: string
}

export type FilledCommunication = Omit<Draft<Communication>, 'attachments'> & {
  readonly files?: readonly AttachedFile[]
}

export type FilledCase = Omit<CaseDraft, 'communications'> & {
  readonly communications: readonly FilledCommunication[]
}

export interface AccountContent extends Omit<AdvisorContent, 'now'> {
  /** To be gone through once. */
  readonly cases: Iterable<FilledCase>
  readonly attachmentSets?: readonly AttachmentSet[]
  readonly uploads?: readonly Upload[]
}

/** What people who sign for the customer are called. */
export const customer = { email: 'jane@example.com', signature: 'AdminRole (Role) <jane@example.com>' }

/** Who the other side is. */
export const agentName = 'Amazon Web Services'

/** Gives an account its content. Findings are for its advisor, which has them from its making. */
export function fill(account: Account, ids: Ids, content: AccountContent): void {
  const { cases, attachmentSets = [], uploads = [] } = content
  for (const { communications, ...rest } of cases) {
    account.cases.place({
      ...rest,
      communications: communications.map(({ files, ...communication }) => ({
        ...communication,
        attachments: files?.map(({ attachmentId = ids.attachmentId(account.id), ...file }) =>
          account.attachments.place({ attachmentId, caseId: rest.caseId, ...file }),
        ),
      })),
    })
  }
  for (const set of attachmentSets) account.attachments.placeSet(set)
  for (const upload of uploads) account.uploads.place(upload)
}
