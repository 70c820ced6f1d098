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
export const caseLanguage = string('The language in which the case is handled, an ISO 639-1 code.', {
  values: caseLanguages,
})
export const serviceCode = string('The service the case is about: a code from describeServices.', {
  pattern: serviceCodePattern,
})
export const categoryCode = string(
  'The category of the problem: a code that describeServices lists under that service.',
)
export const nextToken = string(
  'Continues a listing: the nextToken of the page before, sent with the same filters.',
  { madeUp: 'token' },
)
export const maxResults = integer('How many results a page holds.', { min: 10, max: 100 })
export const issueType = string('What kind of case it is: technical, unless something else is said.', {
  values: issueTypes,
})

const caseId = string(
  'The id of the case, from createCase or describeCases: case-123456789012-muen-2026-268bfd4caa3ba0d6.',
  { madeUp: 'id' },
)
const communicationBody = string('The text of the communication.', { min: 1, max: 8000 })
const ccEmailAddresses = list('Who gets copies of the correspondence.', string('An e-mail address.'), {
  min: 0,
  max: 10,
})
const attachmentSetId = string('A set of files of at most 5 MB each, from addAttachmentsToSet.', {
  madeUp: 'id',
})
const uploadIds = list(
  'Files of any size, from getAttachmentUploadLinks; each upload has to be ready.',
  string('An upload id.', { madeUp: 'id' }),
  { min: 0, max: 10 },
)
/** Secrets are taken out of what customers write. Source: help of the official client. */
const redaction = 'Secret keys, private keys and card numbers are taken out of the text before it is stored.'
// Of any length: what Python's isoformat() writes has 32 characters. Source: botocore's service-2.json.
const afterTime = string('Only what was written after this time, ISO 8601: 2026-08-01T09:00:00Z.')
const beforeTime = string('Only what was written before this time, ISO 8601: 2026-08-01.')

const attachmentDetails = structure('An attachment of a communication.', {
  attachmentId: string('For getAttachmentDownloadLink and describeAttachment.', { madeUp: 'id' }),
  fileName: string('The name of the file.'),
})

const communication = structure('One message of a case.', {
  caseId: string('The case that it belongs to.', { madeUp: 'id' }),
  body: string('The text.'),
  submittedBy: string('Who wrote it: a role and address, or Amazon Web Services.'),
  timeCreated: string('When, ISO 8601 in UTC.', { madeUp: 'time' }),
  attachments: list('All attachments, whatever their size.', attachmentDetails),
  attachmentSet: list('The attachments of 5 MB or less.', attachmentDetails),
})

const caseDetails = structure('A support case.', {
  caseId: string('The id of the case, for the other operations.', { madeUp: 'id' }),
  displayId: string('The number that the Support Center shows; describeCases finds the case by it, too.', {
    madeUp: 'id',
  }),
  subject: string('The title.'),
  status: string('Where the case stands.', { values: caseStatuses }),
  serviceCode: string('The service the case is about; describeServices has its name.'),
  categoryCode: string('The category of the problem.'),
  severityCode: string('How urgent it is.', { values: severityCodes }),
  submittedBy: string('The e-mail address of the account that opened it.'),
  timeCreated: string('When it was opened, ISO 8601 in UTC.', { madeUp: 'time' }),
  recentCommunications: structure('The five latest communications.', {
    communications: list('Newest first.', communication),
    nextToken: string('There are more: describeCommunications lists them all.', { madeUp: 'token' }),
  }),
  ccEmailAddresses: list('Who gets copies.', string('An e-mail address.')),
  language: string('The language in which it is handled.', { values: caseLanguages }),
})

export const caseOperations = {
  describeCases: read({
    help: 'List your cases, or look up some by id.',
    notes: [
      'Resolved cases are left out unless includeResolvedCases is true. Cases are kept for 24 months.',
      'A case comes with its five latest communications; describeCommunications has the others.',
    ],
    example: `
>>> const { cases } = conn.describeCases({ includeResolvedCases: true })
>>> cases.map(({ caseId, subject }) => [caseId, subject])
[ [ 'case-1', 'A test case.' ] ]
>>> for await (const { subject } of conn.paginateDescribeCases().items()) {
...   console.log(subject)
... }
A test case.`,
    input: {
      caseIdList: list('Only these cases.', string('A case id.'), { min: 0, max: 100 }),
      displayId: string('Only the case with this number in the Support Center.', { madeUp: 'id' }),
      afterTime,
      beforeTime,
      includeResolvedCases: boolean('Also list resolved cases (default false).'),
      nextToken,
      maxResults,
      language: caseLanguage,
      includeCommunications: boolean('Also list the latest communications (default true).'),
      dryRun,
    },
    output: {
      cases: list('The cases, newest first.', caseDetails),
      nextToken: string('There are more: send it with the same filters.', { madeUp: 'token' }),
    },
    faults: ['CaseIdNotFound'],
    pages: 'cases',
  }),
  createCase: write({
    help: 'Open a case. On a live account it reaches a person.',
    notes: [
      redaction,
      'The answer is the caseId. The number that the Support Center shows is the displayId: describeCases has it.',
      'Quotas of other services are not raised this way: that is what Service Quotas is for.',
    ],
    example: `
>>> const { caseId } = conn.createCase({
...   subject: 'Which instance types are there?',
...   communicationBody: 'I would like to know.',
...   serviceCode: 'amazon-dynamodb',
...   categoryCode: 'general-guidance',
...   severityCode: 'low',
... })
>>> conn.describeCases({ caseIdList: [caseId] }).cases[0].status
'unassigned'`,
    effect: { mayHave: 'the case may have been created', seenBy: 'describeCases' },
    input: {
      subject: required(string('The title of the case.')),
      communicationBody: required(communicationBody),
      serviceCode,
      severityCode: string('How urgent it is; describeSeverityLevels lists what your plan allows.', {
        values: severityCodes,
      }),
      categoryCode,
      ccEmailAddresses,
      language: caseLanguage,
      issueType,
      attachmentSetId,
      uploadIds,
      dryRun,
    },
    output: { caseId: string('The id of the new case, for the other operations.', { madeUp: 'id' }) },
    faults: ['CaseCreationLimitExceeded', 'AttachmentSetIdNotFound', 'AttachmentSetExpired'],
  }),
  addCommunicationToCase: write({
    help: 'Add a message to a case.',
    notes: [
      'A resolved case is open again after it; that works for 14 days after it was resolved.',
      redaction,
    ],
    example: `
>>> conn.addCommunicationToCase({
...   caseId: 'case-1',
...   communicationBody: 'It works now, thank you.',
... })
{ result: true }
>>> conn.describeCommunications('case-1').communications[0].body
'It works now, thank you.'`,
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
    notes: [
      'attachments lists the files of every size, attachmentSet those of 5 MB or less.',
      'What was written is kept for 24 months.',
    ],
    example: `
>>> const { communications } = conn.describeCommunications('case-1')
>>> communications[0].body
'This case was opened to try the Support API. Please leave it as it is.'
>>> for await (const page of conn.paginateDescribeCommunications('case-1')) {
...   console.log(page.communications.length)
... }
1`,
    input: { caseId: required(caseId), beforeTime, afterTime, nextToken, maxResults, dryRun },
    output: {
      communications: list('The messages, newest first.', communication),
      nextToken: string('There are more: send it with the same filters.', { madeUp: 'token' }),
    },
    faults: ['CaseIdNotFound'],
    bare: 'caseId',
    pages: 'communications',
  }),
  resolveCase: write({
    help: 'Close a case that is finished.',
    notes: ['For 14 days it can be opened again: a message of addCommunicationToCase does it.'],
    example: `
>>> conn.resolveCase('case-1')
{ initialCaseStatus: 'unassigned', finalCaseStatus: 'resolved' }`,
    effect: { mayHave: 'the case may have been resolved', seenBy: 'describeCases', repeatable: true },
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
