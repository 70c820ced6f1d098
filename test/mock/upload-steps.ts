/** What tests on large files do over and over. */
import { createHash } from 'node:crypto'
import { expect } from 'chai'
import type { Reply } from '../../src/mock/http/exchange.ts'
import { partSize } from '../../src/mock/store/uploads.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Headers, type Json, open, send } from './harness.ts'

export const mebi = 1024 * 1024
export const md5 = (content: Buffer) => `"${createHash('md5').update(content).digest('hex')}"`

/** Bytes of which no two parts are alike. */
export const content = (size: number) => {
  const whole = Buffer.alloc(size)
  for (let at = 0; at < size; at += 65_536) whole.writeUInt8((at / 65_536) % 251, at)
  return whole
}

export const links = (world: World, input: object, account?: string): Json =>
  call(world, 'GetAttachmentUploadLinks', { fileName: 'large.bin', ...input }, account)
export const complete = (world: World, uploadId: string, completedUploads: object[]): Json =>
  call(world, 'CompleteAttachmentUpload', { uploadId, completedUploads })
export const status = (world: World, uploadId: string): Json =>
  call(world, 'DescribeAttachmentUploadStatus', { uploadId })

export const pathOf = (url: string) => url.replace('http://127.0.0.1:4587', '')
export const put = (world: World, url: string, body: Buffer | string): Reply =>
  send(world, { method: 'PUT', url: pathOf(url), body })
export const get = (world: World, url: string, headers: Headers = {}): Reply =>
  send(world, { method: 'GET', url: pathOf(url), headers })

/** `403 AccessDenied: Request has expired` */
export function refusal({ statusCode, contentType, body }: Reply): string {
  expect(contentType).to.equal('application/xml')
  const [, code, message] = /<Code>(.*)<\/Code><Message>(.*)<\/Message>/.exec(body.toString())!
  return `${statusCode} ${code}: ${message}`
}

/** The bytes of the part that belongs to an index. */
export const partOf = (whole: Buffer<ArrayBuffer>, index: number) =>
  whole.subarray((index - 1) * partSize, index * partSize)

/** Puts a part and answers what CompleteAttachmentUpload is told of it. */
export function putPart(world: World, { uploadUrls }: Json, index: number, body: Buffer) {
  const { url } = uploadUrls.find(({ partIndex }: { partIndex: number }) => partIndex === index)
  const { statusCode, headers } = put(world, url, body)
  expect(statusCode).to.equal(200)
  return { partIndex: index, eTag: headers!['ETag']! }
}

/** Completes an upload, and waits until it is processed; answers how it is then. */
export function finish(world: World, uploadId: string, completedUploads: object[]): string {
  expect(complete(world, uploadId, completedUploads)).to.deep.equal({ uploadStatus: 'attachment-not-ready' })
  world.clock.advance('PT2S')
  return status(world, uploadId).uploadStatus
}

/** Uploads a file whole; answers its id. */
export function upload(world: World, whole: Buffer<ArrayBuffer>): string {
  const started = links(world, { fileSizeBytes: whole.length })
  const done = started.uploadUrls.map(({ partIndex }: { partIndex: number }) =>
    putPart(world, started, partIndex, partOf(whole, partIndex)),
  )
  expect(finish(world, started.uploadId, done)).to.equal('attachment-ready')
  return started.uploadId
}

/** The download link of the one file of a new case. */
export function download(world: World, input: object): string {
  const caseId = open(world, input)
  const [{ attachmentId }] = call(world, 'DescribeCommunications', { caseId }).communications[0].attachments
  return call(world, 'GetAttachmentDownloadLink', { attachmentId }).downloadUrl.url
}

const small = (text: string) => ({ fileName: 'small.txt', data: Buffer.from(text).toString('base64') })
export const smallSet = (world: World, text: string, fileName = 'small.txt'): { attachmentSetId: string } => {
  const attachments = [{ ...small(text), fileName }]
  return { attachmentSetId: call(world, 'AddAttachmentsToSet', { attachments }).attachmentSetId }
}
