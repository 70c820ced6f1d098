/** Attachments: small ones in sets, large ones by parts. */
import { dryRun, read, write } from './operation.ts'
import { blob, integer, list, required, string, structure } from './shape.ts'

export const uploadStatuses = ['attachment-ready', 'attachment-not-ready', 'failed'] as const

/** A set holds so many files, each of at most so many bytes. Source: help of the official client. */
export const setLimits = { files: 3, bytes: 5 * 1024 * 1024 } as const

const attachment = structure('A file.', {
  fileName: string('The name of the file.'),
  data: blob('The content, at most 5 MB.'),
})
const idLength = { min: 1, max: 2048 }
const uploadId = string('The upload, from getAttachmentUploadLinks.', idLength)
const uploadStatus = string('How far the upload is.', { values: uploadStatuses })
const attachmentId = string('The attachment, from describeCommunications.')

export const attachmentOperations = {
  addAttachmentsToSet: write({
    help: 'Put up to 3 files of 5 MB into a set that a case or message can take, within an hour.',
    effect: {
      mayHave: 'the files may be in a set',
      leftAlone: 'a set that no case takes goes after an hour',
    },
    input: {
      attachments: required(list('The files.', attachment)),
      attachmentSetId: string('Add to this set; without it a new one is made.'),
      dryRun,
    },
    output: {
      attachmentSetId: string('The set.'),
      expiryTime: string('When the set expires.'),
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
    input: { attachmentId: required(attachmentId), dryRun },
    output: { attachment },
    faults: ['DescribeAttachmentLimitExceeded', 'AttachmentIdNotFound'],
    bare: 'attachmentId',
  }),
  getAttachmentUploadLinks: write({
    help: 'Start or continue the upload of a large file: get URLs to put its parts to.',
    effect: {
      mayHave: 'an upload may have been started',
      leftAlone: 'an upload that is never completed comes to nothing',
    },
    input: {
      fileName: required(string('The name of the file.')),
      fileSizeBytes: integer('Its size.', { min: 1, max: 157_286_400 }),
      uploadId: string('Continue this upload; without it a new one starts.', idLength),
      uploadRange: structure('Which parts to get URLs for, at most 10.', {
        startIndex: required(integer('The first part.')),
        endIndex: integer('The part after the last; at most ten after the first.'),
      }),
      dryRun,
    },
    output: {
      uploadId: required(uploadId),
      partSizeBytes: required(integer('The size of each part but the last.')),
      totalParts: required(integer('How many parts there are.')),
      uploadUrls: required(
        list(
          'Where to put the parts.',
          structure('The place of one part.', {
            url: required(string('PUT the part here.')),
            partIndex: required(integer('Which part.')),
            expiryDate: required(string('Until when.')),
          }),
        ),
      ),
      nextIndex: integer('The first part that has no URL yet.'),
    },
    faults: ['UploadIdNotFound'],
    bare: 'fileName',
  }),
  completeAttachmentUpload: write({
    help: 'Finish the upload of a large file.',
    effect: { mayHave: 'the upload may have been completed', seenBy: 'describeAttachmentUploadStatus' },
    input: {
      uploadId: required(uploadId),
      completedUploads: required(
        list(
          'The parts that were put.',
          structure('One part.', {
            partIndex: required(integer('Which part.')),
            eTag: required(string('The ETag that its PUT answered.')),
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
    input: { uploadId: required(uploadId), dryRun },
    output: {
      uploadStatus: required(uploadStatus),
      fileName: required(string('The name of the file.')),
      uploadProgress: structure('How many parts have arrived.', {
        totalParts: integer('How many parts there are.'),
        completedPartsCount: integer('How many have arrived.'),
      }),
    },
    faults: ['UploadIdNotFound'],
    bare: 'uploadId',
  }),
  getAttachmentDownloadLink: read({
    help: 'Get a URL to download an attachment of any size.',
    input: { attachmentId: required(attachmentId), dryRun },
    output: {
      fileName: required(string('The name of the file.')),
      downloadUrl: required(
        structure('Where to get it.', {
          url: required(string('GET the file here.')),
          expiryDate: required(string('Until when.')),
        }),
      ),
    },
    faults: ['AttachmentIdNotFound'],
    bare: 'attachmentId',
  }),
}
