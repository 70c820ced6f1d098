/** Cases and their communications. */
import { dryRun, read, write } from './operation.ts'
import { boolean, integer, list, required, string, structure } from './shape.ts'

/** The lives of a case. A new one is unassigned. `all-open` is a filter of the console, not a state. */
export const caseStatuses = [
  'unassigned',
  'opened',
  'work-in-progress',
  'pending-customer-action',
  'customer-action-completed',
  'reopened',
  'resolved',
  'all-open',
] as const

export const severityCodes = ['low', 'normal', 'high', 'urgent', 'critical'] as const

export const issueTypes = ['technical', 'customer-service'] as const

/** Languages in which cases are handled. */
export const caseLanguages = ['en', 'ja', 'zh', 'es', 'pt', 'fr', 'ko', 'tr'] as const

/** The service's own words in `failed to satisfy constraint: ... pattern: ...`. */
const serviceCodePattern = '[0-9a-z\\-_]+'

export const language = string('The language of the answer, an ISO 639-1 code.', { values: caseLanguages })
export const serviceCode = string('The service the case is about: a code from describeServices.', {
  pattern: serviceCodePattern,
})
export const categoryCode = string('The category of the problem: a code of that service.')
export const nextToken = string('Continues a listing: resend it with the same filters.')
export const maxResults = integer('How many results a page holds.', { min: 10, max: 100 })
export const issueType = string('technical (the default) or customer-service.', { values: issueTypes })

const caseId = string('The case, for example case-123456789012-muen-2026-268bfd4caa3ba0d6.')
const communicationBody = string('The text of the communication.', { min: 1, max: 8000 })
const ccEmailAddresses = list('Who gets copies of the correspondence.', string('An e-mail address.'), {
  min: 0,
  max: 10,
})
const attachmentSetId = string('A set of attachments made with addAttachmentsToSet.')
const uploadIds = list('Uploads that are ready, from getAttachmentUploadLinks.', string('An upload id.'), {
  min: 0,
  max: 10,
})
// Limits of the service's ValidatedDateTime.
const afterTime = string('Only communications after this time, ISO 8601.', { min: 8, max: 30 })
const beforeTime = string('Only communications before this time, ISO 8601.', { min: 8, max: 30 })

const attachmentDetails = structure('An attachment of a communication.', {
  attachmentId: string('Fetch it with describeAttachment.'),
  fileName: string('The name of the file.'),
})

const communication = structure('One message of a case.', {
  caseId,
  body: string('The text.'),
  submittedBy: string('Who wrote it: a role and address, or Amazon Web Services.'),
  timeCreated: string('When, ISO 8601 in UTC.'),
  attachments: list('All attachments, whatever their size.', attachmentDetails),
  attachmentSet: list('The attachments of 5 MB or less.', attachmentDetails),
})

const caseDetails = structure('A support case.', {
  caseId,
  displayId: string('The number that the Support Center shows.'),
  subject: string('The title.'),
  status: string('Where the case stands.', { values: caseStatuses }),
  serviceCode: string('The service the case is about.'),
  categoryCode: string('The category of the problem.'),
  severityCode: string('How urgent it is.', { values: severityCodes }),
  submittedBy: string('The e-mail address of the account that opened it.'),
  timeCreated: string('When it was opened, ISO 8601 in UTC.'),
  recentCommunications: structure('The five latest communications.', {
    communications: list('Newest first.', communication),
    nextToken: string('There are more: continue with describeCommunications.'),
  }),
  ccEmailAddresses: list('Who gets copies.', string('An e-mail address.')),
  language: string('The language in which it is handled.', { values: caseLanguages }),
})

export const caseOperations = {
  describeCases: read({
    help: 'List your cases, or look up some by id.',
    input: {
      caseIdList: list('Only these cases.', string('A case id.'), { min: 0, max: 100 }),
      displayId: string('Only the case with this number in the Support Center.'),
      afterTime,
      beforeTime,
      includeResolvedCases: boolean('Also list resolved cases (default false).'),
      nextToken,
      maxResults,
      language,
      includeCommunications: boolean('Also list the latest communications (default true).'),
      dryRun,
    },
    output: {
      cases: list('The cases.', caseDetails),
      nextToken: string('There are more: pass it on to get them.'),
    },
    faults: ['CaseIdNotFound'],
    pages: 'cases',
  }),
  createCase: write({
    help: 'Open a case. On a live account it reaches a person.',
    effect: { mayHave: 'the case may have been created', seenBy: 'describeCases' },
    input: {
      subject: required(string('The title of the case.')),
      communicationBody: required(communicationBody),
      serviceCode,
      severityCode: string('How urgent it is; the plan decides which codes are allowed.', {
        values: severityCodes,
      }),
      categoryCode,
      ccEmailAddresses,
      language,
      issueType,
      attachmentSetId,
      uploadIds,
      dryRun,
    },
    output: { caseId },
    faults: ['CaseCreationLimitExceeded', 'AttachmentSetIdNotFound', 'AttachmentSetExpired'],
  }),
  addCommunicationToCase: write({
    help: 'Add a message to a case.',
    effect: { mayHave: 'the message may have been added', seenBy: 'describeCommunications' },
    input: {
      communicationBody: required(communicationBody),
      caseId,
      ccEmailAddresses,
      attachmentSetId,
      uploadIds,
      dryRun,
    },
    output: { result: boolean('True when the message was added.') },
    faults: ['CaseIdNotFound', 'AttachmentSetIdNotFound', 'AttachmentSetExpired'],
  }),
  describeCommunications: read({
    help: 'List the messages of a case, newest first.',
    input: { caseId: required(caseId), beforeTime, afterTime, nextToken, maxResults, dryRun },
    output: {
      communications: list('The messages.', communication),
      nextToken: string('There are more: pass it on to get them.'),
    },
    faults: ['CaseIdNotFound'],
    bare: 'caseId',
    pages: 'communications',
  }),
  resolveCase: write({
    help: 'Close a case that is finished.',
    effect: { mayHave: 'the case may have been resolved', seenBy: 'describeCases' },
    input: { caseId, dryRun },
    output: {
      initialCaseStatus: string('The status before.', { values: caseStatuses }),
      finalCaseStatus: string('The status now.', { values: caseStatuses }),
    },
    faults: ['CaseIdNotFound'],
    // The model leaves caseId optional, yet nothing can be resolved without it.
    bare: 'caseId',
  }),
}
