/** What operations on cases and on their communications have in common. */
import type { Input, Output } from '../../model/operations.ts'
import { constraintFault, ServiceFault } from '../protocol/faults.ts'
import type { Account } from '../store/account.ts'
import type { File } from '../store/attachments.ts'
import type { Communication, SupportCase } from '../store/support-case.ts'
import { always, newest, type Span } from '../store/timeline.ts'
import { formatTime, parseTime } from '../times.ts'
import type { Context } from './handler.ts'

type WireCommunication = NonNullable<Output<'describeCommunications'>['communications']>[number]
type Filters = Omit<Input<'describeCommunications'>, 'nextToken' | 'maxResults' | 'dryRun'>

// Guess for both: the model leaves caseId optional, and the text for an unknown one was not found.
export function findCase(account: Account, caseId: string | undefined): SupportCase {
  if (caseId === undefined) throw constraintFault('caseId', null, 'Member must not be null')
  const found = account.cases.get(caseId)
  if (!found)
    throw new ServiceFault('CaseIdNotFound', `No case with the id ${caseId} was found in this account.`)
  return found
}

/** From afterTime on, before beforeTime. Guess: which end belongs. */
export function spanOf({ afterTime, beforeTime }: { afterTime?: string; beforeTime?: string }): Span {
  return {
    start: timeOf('afterTime', afterTime) ?? always.start,
    end: timeOf('beforeTime', beforeTime) ?? always.end,
  }
}

function timeOf(member: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = parseTime(text)
  // Guess: no answer to a malformed time was seen.
  if (time === undefined) throw constraintFault(member, text, 'Member must be an ISO 8601 date')
  return time
}

/** A page of a case's communications, newest first. */
export function pageOfCommunications(
  of: SupportCase,
  { caseId, afterTime, beforeTime }: Filters,
  request: { readonly nextToken?: string; readonly maxResults?: number },
  { account, pager }: Pick<Context, 'account' | 'pager'>,
): { communications: WireCommunication[]; nextToken?: string } {
  const span = spanOf({ afterTime, beforeTime })
  const page = pager.page(
    (before, most) => newest(of.communications, span, before, most),
    [account.id, 'DescribeCommunications', { caseId, afterTime, beforeTime }],
    request,
  )
  return {
    communications: page.items.map((each) => wireCommunication(of, each)),
    nextToken: page.nextToken,
  }
}

function wireCommunication({ caseId }: SupportCase, each: Communication): WireCommunication {
  const { body, submittedBy, timeCreated, attachments = [] } = each
  const details = ({ attachmentId, fileName }: (typeof attachments)[number]) => ({ attachmentId, fileName })
  return {
    caseId,
    body,
    submittedBy,
    timeCreated: formatTime(timeCreated),
    attachments: attachments.map(details),
    attachmentSet: attachments.filter(({ isSmall }) => isSmall).map(details),
  }
}

interface Attaching {
  readonly attachmentSetId?: string
  readonly uploadIds?: readonly string[]
}

/**
 * The files that a new communication is to have. The texts of these faults are guesses. Guess also: a set or
 * an upload can serve several cases while it lives, and an upload that is named twice is attached once.
 */
export function filesOf({ attachmentSetId, uploadIds = [] }: Attaching, account: Account): File[] {
  const uploads = [...new Set(uploadIds)].map((uploadId) => {
    const upload = account.uploads.get(uploadId)
    // Guess: an upload that is not ready is as good as none.
    const status = upload && account.uploads.status(upload)
    if (!upload || status !== 'attachment-ready') {
      const reason = upload
        ? `The upload ${uploadId} is ${status}.`
        : `No upload with the id ${uploadId} was found.`
      throw new ServiceFault('UploadIdNotFound', reason)
    }
    return upload.file as File
  })
  const set = attachmentSetId === undefined ? [] : findSet(account, attachmentSetId).files
  return [...set, ...uploads]
}

/** The set, when it is there and has not expired. */
export function findSet({ attachments }: Account, attachmentSetId: string) {
  const set = attachments.set(attachmentSetId)
  if (!set) {
    throw new ServiceFault(
      'AttachmentSetIdNotFound',
      `No attachment set with the id ${attachmentSetId} was found.`,
    )
  }
  if (set.hasExpired) {
    throw new ServiceFault(
      'AttachmentSetExpired',
      `The attachment set ${attachmentSetId} expired at ${formatTime(set.expiry)}.`,
    )
  }
  return set
}
