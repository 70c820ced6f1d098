/**
 * The faults that the service's model names. Every one carries a message; ThrottlingException also
 * says why. Those of the framework underneath are in framework-faults.ts.
 */
import { list, string, structure } from './shape.ts'

const message = string('What happened, in a sentence.')

/** What a fault means, and what its reader can do. */
const client = (help: string, remedy: string) => ({ statusCode: 400, help, remedy, members: { message } })

export const faults = {
  AttachmentIdNotFound: client(
    'No attachment has this id.',
    'Take the id from the attachments of describeCommunications.',
  ),
  AttachmentLimitExceeded: client(
    'Too many attachment sets were created in a short time.',
    'Wait a while, and put up to three files into one set.',
  ),
  AttachmentSetExpired: client(
    'The attachment set is older than one hour.',
    'Make a new set with addAttachmentsToSet, and use it within the hour.',
  ),
  AttachmentSetIdNotFound: client(
    'No attachment set has this id.',
    'Take the id from the answer of addAttachmentsToSet; it is not that of an attachment.',
  ),
  AttachmentSetSizeLimitExceeded: client(
    'A set holds at most 3 attachments of 5 MB each.',
    'Send the others by getAttachmentUploadLinks, which takes files of up to 150 MB.',
  ),
  CaseCreationLimitExceeded: client(
    'The account has created as many cases as it may for now.',
    'Wait, or add to a case that is open with addCommunicationToCase.',
  ),
  CaseIdNotFound: client(
    'No case of this account has this id.',
    'Look it up with describeCases and includeResolvedCases. The displayId is no caseId; cases go after 24 months.',
  ),
  DescribeAttachmentLimitExceeded: client(
    'Too many attachments were read in a short time.',
    'Wait a while, or use getAttachmentDownloadLink.',
  ),
  DryRunOperationException: client(
    'The request was valid; dryRun was set, so nothing was done.',
    'Nothing is wrong. Leave dryRun out to do it.',
  ),
  InternalServerError: {
    statusCode: 500,
    help: 'The service failed; try again.',
    remedy: 'Reads are tried again by themselves. After a write look first whether it took effect.',
    members: { message },
  },
  ThrottlingException: {
    statusCode: 400,
    help: 'Too many requests a second for this operation.',
    remedy: 'Wait a moment. In a loop, ask for larger pages and make one call after the other.',
    members: {
      message,
      throttlingReasons: list(
        'Which limits were hit.',
        structure('One limit.', {
          reason: string('Why the request was throttled.'),
          resource: string('What the limit is on.'),
        }),
      ),
    },
  },
  UploadIdNotFound: client(
    'No upload has this id.',
    'Take the id from getAttachmentUploadLinks. A case takes it once describeAttachmentUploadStatus says it is ready.',
  ),
} as const

/** The name of a modelled fault, as it stands in `__type` on the wire. */
export type FaultName = keyof typeof faults
