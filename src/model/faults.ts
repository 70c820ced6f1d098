/**
 * The faults that the service's model names. Every one carries a message; ThrottlingException also
 * says why. Faults of the framework underneath (signatures, JSON, quotas of the plan) are not
 * modelled by the service; the mock keeps them where it decides on them.
 */
import { list, string, structure } from './shape.ts'

const message = string('What happened, in a sentence.')

const client = (help: string) => ({ statusCode: 400, help, members: { message } })

export const faults = {
  AttachmentIdNotFound: client('No attachment has this id.'),
  AttachmentLimitExceeded: client('Too many attachment sets were created in a short time.'),
  AttachmentSetExpired: client('The attachment set is older than one hour.'),
  AttachmentSetIdNotFound: client('No attachment set has this id.'),
  AttachmentSetSizeLimitExceeded: client('A set holds at most 3 attachments of 5 MB each.'),
  CaseCreationLimitExceeded: client('The account has created as many cases as it may for now.'),
  CaseIdNotFound: client('No case of this account has this id.'),
  DescribeAttachmentLimitExceeded: client('Too many attachments were read in a short time.'),
  DryRunOperationException: client('The request was valid; dryRun was set, so nothing was done.'),
  InternalServerError: { statusCode: 500, help: 'The service failed; try again.', members: { message } },
  ThrottlingException: {
    statusCode: 400,
    help: 'Too many requests a second for this operation.',
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
  UploadIdNotFound: client('No upload has this id.'),
} as const

/** The name of a modelled fault, as it stands in `__type` on the wire. */
export type FaultName = keyof typeof faults
