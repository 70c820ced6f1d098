/** Attachments: small ones in sets, large ones by parts. */
import { dryRun, read, write } from './operation.ts'
import { blob, integer, list, required, string, structure } from './shape.ts'

export const uploadStatuses = ['attachment-ready', 'attachment-not-ready', 'failed'] as const

/** A set holds so many files, each of at most so many bytes. Source: help of the official client. */
export const setLimits = { files: 3, bytes: 5 * 1024 * 1024 } as const

const attachment = structure('A file.', {
  fileName: string('The name of the file, with its extension.'),
  data: blob('The content, at most 5 MB.'),
})
const idRules = { min: 1, max: 2048, madeUp: 'id' } as const
const uploadId = string('The id of the upload, from getAttachmentUploadLinks.', idRules)
const uploadStatus = string('How far the upload is: a case takes it once it is attachment-ready.', {
  values: uploadStatuses,
})
const attachmentId = string('The id of the attachment, from describeCommunications or describeCases.', {
  madeUp: 'id',
})

export const attachmentOperations = {
  addAttachmentsToSet: write({
    help: 'Put up to 3 files of 5 MB into a set that a case or message can take, within an hour.',
    notes: ['Files that are larger go another way: it begins with getAttachmentUploadLinks.'],
    example: `
>>> const { attachmentSetId } = conn.addAttachmentsToSet({
...   attachments: [{ fileName: 'app.log', data: Buffer.from('Broken.') }],
... })
>>> conn.addCommunicationToCase({
...   caseId: 'case-1',
...   communicationBody: 'Here is the log.',
...   attachmentSetId,
... })
{ result: true }`,
    effect: {
      mayHave: 'the files may be in a set',
      leftAlone: 'a set that no case takes goes after an hour',
    },
    input: {
      attachments: required(list('The files.', attachment)),
      attachmentSetId: string('Add to this set, which a call before made; without it a new one is made.', {
        madeUp: 'id',
      }),
      dryRun,
    },
    output: {
      attachmentSetId: string('The id of the set, for createCase and addCommunicationToCase.', {
        madeUp: 'id',
      }),
      expiryTime: string('When the set expires, an hour after it was made.', { madeUp: 'time' }),
    },
    faults: [
      'AttachmentSetIdNotFound',
      'AttachmentSetExpired',
      'AttachmentSetSizeLimitExceeded',
      'AttachmentLimitExceeded',
    ],
  }),
  describeAttachment: read({
    help: 'Fetch an attachment of 5 MB or less.',
    notes: ['getAttachmentDownloadLink is the way to those of every size.'],
    example: `
>>> const files = await conn.attach({ fileName: 'app.log', data: 'Broken.' })
>>> conn.addCommunicationToCase({
...   caseId: 'case-1',
...   communicationBody: 'Here is the log.',
...   ...files,
... })
{ result: true }
>>> const [latest] = conn.describeCommunications('case-1').communications
>>> const [{ attachmentId }] = latest.attachments
>>> const { attachment } = conn.describeAttachment(attachmentId)
>>> Buffer.from(attachment.data).toString()
'Broken.'`,
    input: { attachmentId: required(attachmentId), dryRun },
    output: { attachment },
    faults: ['DescribeAttachmentLimitExceeded', 'AttachmentIdNotFound'],
    bare: 'attachmentId',
  }),
  getAttachmentUploadLinks: write({
    help: 'Start or continue the upload of a large file: get URLs to put its parts to.',
    notes: [
      'A file may have 150 MB, a part 100 MB. A call answers at most 10 URLs; nextIndex says where to go on.',
      'PUT each part to its URL and keep the ETag of the answer: completeAttachmentUpload takes it.',
    ],
    example: `
>>> const { totalParts, uploadUrls } = conn.getAttachmentUploadLinks({
...   fileName: 'app.log',
...   fileSizeBytes: 7,
... })
>>> totalParts
1
>>> const [{ url }] = uploadUrls
>>> const put = await fetch(url, { method: 'PUT', body: 'Broken.' })
>>> put.status
200`,
    effect: {
      mayHave: 'an upload may have been started',
      leftAlone: 'an upload that is never completed comes to nothing',
      repeatable: true,
    },
    input: {
      fileName: required(string('The name of the file, with its extension.')),
      fileSizeBytes: integer('The size of the file in bytes. Needed to start an upload.', {
        min: 1,
        max: 157_286_400,
      }),
      uploadId: string('Continue this upload; without it a new one starts.', idRules),
      uploadRange: structure('Which parts to get URLs for, at most 10; without it the service chooses.', {
        startIndex: required(integer('The first part, counted from 1.')),
        endIndex: integer('The part after the last one; without it up to ten parts are answered.'),
      }),
      dryRun,
    },
    output: {
      uploadId: required(uploadId),
      partSizeBytes: required(integer('The size in bytes of each part but the last.')),
      totalParts: required(integer('How many parts there are.')),
      uploadUrls: required(
        list(
          'Where to put the parts, at most 10 at once.',
          structure('The place of one part.', {
            url: required(string('PUT the part here.', { madeUp: 'url' })),
            partIndex: required(integer('Which part, counted from 1.')),
            expiryDate: required(string('Until when the URL works, ISO 8601 in UTC.', { madeUp: 'time' })),
          }),
        ),
      ),
      nextIndex: integer('The next startIndex; absent when every part has its URL.'),
    },
    faults: ['UploadIdNotFound'],
    bare: 'fileName',
  }),
  completeAttachmentUpload: write({
    help: 'Finish the upload of a large file.',
    notes: [
      'Parts may be told all at once or one by one. After the last one the service works on the file for a while.',
      'A case takes the uploadId once describeAttachmentUploadStatus answers attachment-ready.',
    ],
    example: `
>>> const { uploadId, uploadUrls } = conn.getAttachmentUploadLinks({
...   fileName: 'app.log',
...   fileSizeBytes: 7,
... })
>>> const [{ url, partIndex }] = uploadUrls
>>> const put = await fetch(url, { method: 'PUT', body: 'Broken.' })
>>> conn.completeAttachmentUpload({
...   uploadId,
...   completedUploads: [{ partIndex, eTag: put.headers.get('etag') }],
... })
{ uploadStatus: 'attachment-not-ready' }`,
    effect: {
      mayHave: 'the upload may have been completed',
      seenBy: 'describeAttachmentUploadStatus',
      repeatable: true,
    },
    input: {
      uploadId: required(uploadId),
      completedUploads: required(
        list(
          'The parts that were put.',
          structure('One part.', {
            partIndex: required(integer('Which part: the partIndex of its URL.')),
            eTag: required(string('The ETag header that its PUT answered.')),
          }),
        ),
      ),
      dryRun,
    },
    output: { uploadStatus: required(uploadStatus) },
    faults: ['UploadIdNotFound'],
  }),
  describeAttachmentUploadStatus: read({
    help: 'See how far the upload of a large file is.',
    example: `
>>> const { uploadId } = conn.getAttachmentUploadLinks({
...   fileName: 'app.log',
...   fileSizeBytes: 7,
... })
>>> conn.describeAttachmentUploadStatus(uploadId)
{
  uploadStatus: 'attachment-not-ready',
  fileName: 'app.log',
  uploadProgress: { totalParts: 1, completedPartsCount: 0 }
}`,
    input: { uploadId: required(uploadId), dryRun },
    output: {
      uploadStatus: required(uploadStatus),
      fileName: required(string('The name of the file, with its extension.')),
      uploadProgress: structure('How many parts have arrived.', {
        totalParts: integer('How many parts there are.'),
        completedPartsCount: integer('How many of them have arrived.'),
      }),
    },
    faults: ['UploadIdNotFound'],
    bare: 'uploadId',
  }),
  getAttachmentDownloadLink: read({
    help: 'Get a URL to download an attachment of any size.',
    example: `
>>> const files = await conn.attach({ fileName: 'app.log', data: 'Broken.' })
>>> conn.addCommunicationToCase({
...   caseId: 'case-1',
...   communicationBody: 'Here is the log.',
...   ...files,
... })
{ result: true }
>>> const [latest] = conn.describeCommunications('case-1').communications
>>> const [{ attachmentId }] = latest.attachments
>>> const { downloadUrl } = conn.getAttachmentDownloadLink(attachmentId)
>>> const answer = await fetch(downloadUrl.url)
>>> await answer.text()
'Broken.'`,
    input: { attachmentId: required(attachmentId), dryRun },
    output: {
      fileName: required(string('The name of the file, with its extension.')),
      downloadUrl: required(
        structure('Where to get it.', {
          url: required(string('GET the file here.', { madeUp: 'url' })),
          expiryDate: required(string('Until when the URL works, ISO 8601 in UTC.', { madeUp: 'time' })),
        }),
      ),
    },
    faults: ['AttachmentIdNotFound'],
    bare: 'attachmentId',
  }),
}

/** The methods of a connection that take and give files as people have them, with the operations they call. */
export const fileMethods = {
  attach: [
    'addAttachmentsToSet',
    'getAttachmentUploadLinks',
    'completeAttachmentUpload',
    'describeAttachmentUploadStatus',
  ],
  download: ['describeAttachment', 'getAttachmentDownloadLink'],
} as const satisfies Record<string, readonly (keyof typeof attachmentOperations)[]>
