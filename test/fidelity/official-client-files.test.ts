/** The official client's files: small ones in sets, large ones by parts over signed links. */
import {
  AddAttachmentsToSetCommand,
  AttachmentIdNotFound,
  CompleteAttachmentUploadCommand,
  CreateCaseCommand,
  DescribeAttachmentCommand,
  DescribeAttachmentUploadStatusCommand,
  DescribeCommunicationsCommand,
  GetAttachmentDownloadLinkCommand,
  GetAttachmentUploadLinksCommand,
  SupportClient,
  UploadIdNotFound,
} from '@aws-sdk/client-support'
import { expect } from 'chai'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'

describe('files of the official JavaScript client', () => {
  let mock: MockEndpoint
  let client: SupportClient

  beforeEach(async () => {
    mock = await startMockEndpoint({ port: 0 })
    client = new SupportClient({
      endpoint: mock.url,
      region: 'us-east-1',
      credentials: { ...mock.credentials },
      maxAttempts: 1,
    })
  })
  afterEach(async () => {
    client.destroy()
    await mock.close()
  })

  /** The attachments of the first message of a new case. */
  async function attach(by: { attachmentSetId?: string; uploadIds?: string[] }) {
    const ask = { subject: 'With files.', communicationBody: 'See the files.' }
    const { caseId } = await client.send(new CreateCaseCommand({ ...ask, ...by }))
    const { communications } = await client.send(new DescribeCommunicationsCommand({ caseId }))
    return communications![0]!
  }

  /** The error that a call ends in. */
  const errorOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => 'no error',
      (error: unknown) => error,
    )

  it('puts a small file into a set and fetches it', async () => {
    const data = Uint8Array.from({ length: 256 }, (_, n) => n)
    const { attachmentSetId, expiryTime } = await client.send(
      new AddAttachmentsToSetCommand({ attachments: [{ fileName: 'all.bin', data }] }),
    )
    expect(expiryTime).to.match(/\+0000$/)
    const { attachmentSet } = await attach({ attachmentSetId })
    const [{ attachmentId, fileName } = {}] = attachmentSet!
    expect(fileName).to.equal('all.bin')
    const { attachment } = await client.send(new DescribeAttachmentCommand({ attachmentId }))
    expect(Buffer.from(attachment!.data!)).to.deep.equal(Buffer.from(data))
  })

  it('uploads a large file by parts and downloads it', async () => {
    const content = Buffer.alloc(12_000_000, 'a large file, ')
    const { uploadId, partSizeBytes, totalParts, uploadUrls } = await client.send(
      new GetAttachmentUploadLinksCommand({ fileName: 'large.log', fileSizeBytes: content.length }),
    )
    expect(uploadUrls).to.have.length(totalParts!)

    const completedUploads = []
    for (const [n, { url, partIndex }] of uploadUrls!.entries()) {
      const body = content.subarray(n * partSizeBytes!, (n + 1) * partSizeBytes!)
      const { ok, headers } = await fetch(url!, { method: 'PUT', body })
      expect(ok).to.equal(true)
      completedUploads.push({ partIndex, eTag: headers.get('etag')! })
    }
    const { uploadStatus } = await client.send(
      new CompleteAttachmentUploadCommand({ uploadId, completedUploads }),
    )
    expect(uploadStatus).to.equal('attachment-not-ready')
    mock.clock.advance('PT2S')
    const { $metadata, ...status } = await client.send(
      new DescribeAttachmentUploadStatusCommand({ uploadId }),
    )
    expect(status).to.deep.equal({
      uploadStatus: 'attachment-ready',
      fileName: 'large.log',
      uploadProgress: { totalParts, completedPartsCount: totalParts },
    })

    const { attachments } = await attach({ uploadIds: [uploadId!] })
    const [{ attachmentId } = {}] = attachments!
    const { fileName, downloadUrl } = await client.send(
      new GetAttachmentDownloadLinkCommand({ attachmentId }),
    )
    expect(fileName).to.equal('large.log')
    const downloaded = await (await fetch(downloadUrl!.url!)).arrayBuffer()
    // Not by deep equality: twelve million bytes in a message help nobody.
    expect(content.equals(Buffer.from(downloaded))).to.equal(true)
  })

  it('gets faults as their own classes', async () => {
    const attachmentId = 'attachment-0'
    expect(await errorOf(client.send(new DescribeAttachmentCommand({ attachmentId })))).to.be.instanceOf(
      AttachmentIdNotFound,
    )
    expect(
      await errorOf(client.send(new GetAttachmentDownloadLinkCommand({ attachmentId }))),
    ).to.be.instanceOf(AttachmentIdNotFound)
    expect(
      await errorOf(client.send(new DescribeAttachmentUploadStatusCommand({ uploadId: 'upload-0' }))),
    ).to.be.instanceOf(UploadIdNotFound)
  })
})
