/** A file by parts, in JavaScript. */

export const uploadFunction = {
  imports: [
    ['@aws-sdk/client-support', 'CompleteAttachmentUploadCommand'],
    ['@aws-sdk/client-support', 'DescribeAttachmentUploadStatusCommand'],
    ['@aws-sdk/client-support', 'GetAttachmentUploadLinksCommand'],
    ['node:fs/promises', 'open'],
    ['node:path', 'basename'],
    ['node:timers/promises', 'setTimeout'],
  ],
  source: `\
/** Sends a file by parts; answers the id of the upload once it is ready. */
async function upload(path) {
  const file = await open(path)
  try {
    const fileName = basename(path)
    const { size: fileSizeBytes } = await file.stat()
    const { uploadId, partSizeBytes, totalParts } = await support.send(
      new GetAttachmentUploadLinksCommand({ fileName, fileSizeBytes }),
    )
    const completedUploads = []
    for (let partIndex = 1; partIndex <= totalParts; partIndex++) {
      const uploadRange = { startIndex: partIndex, endIndex: partIndex + 1 }
      const { uploadUrls } = await support.send(
        new GetAttachmentUploadLinksCommand({ fileName, uploadId, uploadRange }),
      )
      const start = (partIndex - 1) * partSizeBytes
      const body = Buffer.alloc(Math.min(partSizeBytes, fileSizeBytes - start))
      const { bytesRead } = await file.read(body, 0, body.length, start)
      if (bytesRead < body.length) throw new Error(\`\${path} changed while it was read\`)
      const answer = await fetch(uploadUrls[0].url, { method: 'PUT', body })
      if (!answer.ok) throw new Error(\`Part \${partIndex} of \${fileName}: status \${answer.status}\`)
      completedUploads.push({ partIndex, eTag: answer.headers.get('etag') })
    }
    let { uploadStatus } = await support.send(
      new CompleteAttachmentUploadCommand({ uploadId, completedUploads }),
    )
    while (uploadStatus === 'attachment-not-ready') {
      await setTimeout(2000)
      ;({ uploadStatus } = await support.send(new DescribeAttachmentUploadStatusCommand({ uploadId })))
    }
    if (uploadStatus !== 'attachment-ready') throw new Error(\`\${fileName}: the upload is \${uploadStatus}\`)
    return uploadId
  } finally {
    await file.close()
  }
}`,
} as const
