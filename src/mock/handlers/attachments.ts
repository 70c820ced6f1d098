/** The operations on attachments, small and large. The texts of the faults are guesses. */
import type { Input } from '../../model/operations.ts'
import { constraintFault, ServiceFault } from '../protocol/faults.ts'
import type { Account } from '../store/account.ts'
import { type Attachment, setLimits } from '../store/attachments.ts'
import { partSize, totalParts, type Upload } from '../store/uploads.ts'
import { formatOffsetTime, formatTime } from '../times.ts'
import { findSet } from './communications.ts'
import type { Handlers } from './handler.ts'

/** The service gives so many URLs at once. */
const mostUrls = 10

export const attachmentHandlers: Handlers<
  | 'addAttachmentsToSet'
  | 'describeAttachment'
  | 'getAttachmentUploadLinks'
  | 'completeAttachmentUpload'
  | 'describeAttachmentUploadStatus'
  | 'getAttachmentDownloadLink'
> = {
  addAttachmentsToSet({ attachments, attachmentSetId }, { account }) {
    const set = attachmentSetId === undefined ? undefined : findSet(account, attachmentSetId)
    // Guess: the model leaves both members optional, yet a file needs them.
    const files = attachments.map(({ fileName, data }, index) => {
      const absent = fileName === undefined ? 'fileName' : data === undefined ? 'data' : undefined
      if (absent)
        throw constraintFault(`attachments.${index + 1}.member.${absent}`, null, 'Member must not be null')
      return { fileName: fileName!, content: Buffer.from(data!) }
    })
    checkSize([...(set?.files ?? []), ...files])
    if (!account.attachments.hasRoom(files)) throw full()
    return () => {
      const grown = account.attachments.addToSet(set, files)
      return { attachmentSetId: grown.attachmentSetId, expiryTime: formatOffsetTime(grown.expiry) }
    }
  },

  describeAttachment({ attachmentId }, { account }) {
    const { fileName, content } = findAttachment(account, attachmentId)
    if (content.length > setLimits.bytes) throw tooLarge(attachmentId)
    return () => ({ attachment: { fileName, data: content } })
  },

  getAttachmentUploadLinks(input, { account, link }) {
    const { fileName, uploadId, fileSizeBytes } = input
    const known = uploadId === undefined ? undefined : findUpload(account, uploadId)
    if (known) checkContinued(known, input)
    if (!known && fileSizeBytes === undefined)
      throw constraintFault('fileSizeBytes', null, 'Member must not be null')
    const total = known ? totalParts(known) : Math.ceil(fileSizeBytes! / partSize)
    const { start, end } = rangeOf(input, total)
    return () => {
      const upload = known ?? account.uploads.start(fileName, fileSizeBytes!)
      return {
        uploadId: upload.uploadId,
        partSizeBytes: partSize,
        totalParts: total,
        nextIndex: end <= total ? end : undefined,
        uploadUrls: Array.from({ length: end - start }, (_, offset) => {
          const partIndex = start + offset
          const path = `uploads/${upload.uploadId}/${partIndex}`
          const { url, expiry } = link({ method: 'PUT', accountId: account.id, path })
          return { url, partIndex, expiryDate: formatTime(expiry) }
        }),
      }
    }
  },

  completeAttachmentUpload({ uploadId, completedUploads }, { account }) {
    const upload = findUpload(account, uploadId)
    // Once the file is whole its parts are gone: asking again changes nothing.
    if (!upload.file) for (const each of completedUploads) checkPart(upload, each)
    return () => {
      account.uploads.complete(
        upload,
        completedUploads.map(({ partIndex }) => partIndex),
      )
      return { uploadStatus: account.uploads.status(upload) }
    }
  },

  describeAttachmentUploadStatus({ uploadId }, { account }) {
    const upload = findUpload(account, uploadId)
    const parts = totalParts(upload)
    const completedPartsCount = upload.file ? parts : upload.parts.size
    return () => ({
      uploadStatus: account.uploads.status(upload),
      fileName: upload.fileName,
      uploadProgress: { totalParts: parts, completedPartsCount },
    })
  },

  getAttachmentDownloadLink({ attachmentId }, { account, link }) {
    const { fileName } = findAttachment(account, attachmentId)
    return () => {
      const path = `files/${attachmentId}`
      const { url, expiry } = link({ method: 'GET', accountId: account.id, path })
      return { fileName, downloadUrl: { url, expiryDate: formatTime(expiry) } }
    }
  },
}

function checkSize(files: readonly { readonly content: Buffer }[]): void {
  const { files: most, bytes } = setLimits
  // Guess: it is the file that counts, not its text in base64, which is a third longer.
  if (files.length <= most && files.every(({ content }) => content.length <= bytes)) return
  throw new ServiceFault(
    'AttachmentSetSizeLimitExceeded',
    `An attachment set holds at most ${most} attachments of ${bytes / 1024 / 1024} MB each.`,
  )
}

const full = () =>
  new ServiceFault('AttachmentLimitExceeded', 'The mock endpoint holds as many attachments as it can.')

// An attachment goes with its case, which is kept for 24 months.
function findAttachment({ attachments, cases }: Account, attachmentId: string): Attachment {
  const found = attachments.get(attachmentId)
  if (!found || !cases.get(found.caseId)) throw noAttachment(attachmentId)
  return found
}

const noAttachment = (attachmentId: string) =>
  new ServiceFault('AttachmentIdNotFound', `No attachment with the id ${attachmentId} was found.`)

// The documentation of the official client names the fault; the text is a guess.
const tooLarge = (attachmentId: string) =>
  new ServiceFault(
    'InvalidParameterValueException',
    `The attachment ${attachmentId} is larger than 5 MB. Use GetAttachmentDownloadLink to download it.`,
  )

function findUpload({ uploads }: Account, uploadId: string): Upload {
  const found = uploads.get(uploadId)
  if (!found) throw new ServiceFault('UploadIdNotFound', `No upload with the id ${uploadId} was found.`)
  return found
}

// Guess for all three: what the service answers was not seen.
function checkContinued(
  { uploadId, fileName, size, file }: Upload,
  input: Input<'getAttachmentUploadLinks'>,
): void {
  const { fileSizeBytes = size } = input
  if (file) throw badUpload(`The upload ${uploadId} is complete.`)
  if (input.fileName !== fileName) throw badUpload(`The fileName of the upload ${uploadId} is ${fileName}.`)
  if (fileSizeBytes !== size) throw badUpload(`The fileSizeBytes of the upload ${uploadId} is ${size}.`)
}

const badUpload = (message: string) => new ServiceFault('InvalidParameterValueException', message)

// From start on, before end; indexes start at 1 (documentation of the official client).
function rangeOf({ uploadRange }: Input<'getAttachmentUploadLinks'>, total: number) {
  const start = uploadRange?.startIndex ?? 1
  const end = uploadRange?.endIndex ?? Math.min(start + mostUrls, total + 1)
  // Guess: the range is checked as the rest of the service checks numbers.
  if (start < 1 || start > total) {
    const limit = start < 1 ? 'greater than or equal to 1' : `less than or equal to ${total}`
    throw constraintFault('uploadRange.startIndex', String(start), `Member must have value ${limit}`)
  }
  const most = Math.min(start + mostUrls, total + 1)
  if (end <= start || end > most) {
    const limit = end <= start ? `greater than or equal to ${start + 1}` : `less than or equal to ${most}`
    throw constraintFault('uploadRange.endIndex', String(end), `Member must have value ${limit}`)
  }
  return { start, end }
}

// Clients give the tag with or without its quotes.
function checkPart(
  { uploadId, parts }: Upload,
  { partIndex, eTag }: { partIndex: number; eTag: string },
): void {
  const bare = (tag: string) => tag.replaceAll('"', '')
  const part = parts.get(partIndex)
  if (part && bare(part.eTag) === bare(eTag)) return
  // Guess: the sentence is that of S3 for the same mistake.
  throw new ServiceFault(
    'ValidationException',
    `Part ${partIndex} of ${uploadId} could not be found. It may not have been uploaded, or its eTag may not match.`,
  )
}
