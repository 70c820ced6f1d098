import { expect } from 'chai'
import { startMockEndpoint } from '../../src/mock/index.ts'
import { partSize } from '../../src/mock/store/uploads.ts'
import { call, type Json, nine, open, testWorld } from './harness.ts'
import {
  complete,
  content,
  download,
  finish,
  get,
  links,
  md5,
  mebi,
  partOf,
  put,
  putPart,
  refusal,
  smallSet,
  status,
  upload,
} from './upload-steps.ts'

describe('a large upload', () => {
  const whole = content(2 * partSize + 1234)

  it('begins with its links', () => {
    const { uploadId, uploadUrls, ...rest } = links(testWorld(), { fileSizeBytes: whole.length })
    expect(uploadId).to.match(/^upload-[\w-]{64}$/)
    expect(rest).to.deep.equal({ partSizeBytes: 5 * mebi, totalParts: 3 })
    expect(uploadUrls.map(({ partIndex }: Json) => partIndex)).to.deep.equal([1, 2, 3])
    for (const { url, partIndex, expiryDate } of uploadUrls) {
      expect(url).to.match(
        /^http:\/\/127\.0\.0\.1:4587\/attachments\/uploads\/upload-[\w-]{64}\/\d\?X-Amz-Credential=123456789012&X-Amz-Date=20260801T090000Z&X-Amz-Expires=3600&X-Amz-Signature=[0-9a-f]{64}$/,
      )
      expect(url).to.include(`${uploadId}/${partIndex}?`)
      expect(expiryDate).to.equal('2026-08-01T10:00:00.000Z')
    }
  })

  for (const order of [
    [1, 2, 3],
    [3, 1, 2],
  ]) {
    it(`is whole when parts ${order.join(', ')} are put in this order`, () => {
      const world = testWorld()
      const started = links(world, { fileSizeBytes: whole.length })
      const { uploadId } = started
      const state = (uploadStatus: string, completedPartsCount: number) => ({
        uploadStatus,
        fileName: 'large.bin',
        uploadProgress: { totalParts: 3, completedPartsCount },
      })
      expect(status(world, uploadId)).to.deep.equal(state('attachment-not-ready', 0))
      const parts = order.map((index, n) => {
        const part = putPart(world, started, index, partOf(whole, index))
        expect(part.eTag).to.equal(md5(partOf(whole, index)))
        expect(status(world, uploadId)).to.deep.equal(state('attachment-not-ready', n + 1))
        return part
      })
      expect(complete(world, uploadId, parts.slice(0, 2))).to.deep.equal({
        uploadStatus: 'attachment-not-ready',
      })
      expect(complete(world, uploadId, parts.slice(2))).to.deep.equal({
        uploadStatus: 'attachment-not-ready',
      })
      world.clock.advance('PT1.999S')
      expect(status(world, uploadId)).to.deep.equal(state('attachment-not-ready', 3))
      world.clock.advance('PT0.001S')
      expect(status(world, uploadId)).to.deep.equal(state('attachment-ready', 3))
      // Asking again changes nothing.
      expect(complete(world, uploadId, parts)).to.deep.equal({ uploadStatus: 'attachment-ready' })

      const { statusCode, body } = get(world, download(world, { uploadIds: [uploadId] }))
      expect([statusCode, whole.equals(body as Buffer)]).to.deep.equal([200, true])
    })
  }

  it('of 5 MB or less is on both lists, of more on one', () => {
    const world = testWorld()
    const uploadIds = [upload(world, content(partSize)), upload(world, content(partSize + 1))]
    const caseId = open(world, { uploadIds })
    const [message] = call(world, 'DescribeCommunications', { caseId }).communications
    expect([message.attachments.length, message.attachmentSet.length]).to.deep.equal([2, 1])
    expect(message.attachmentSet[0]).to.deep.equal(message.attachments[0])
  })

  it('goes with a set, after its files', () => {
    const world = testWorld()
    const caseId = open(world)
    const input = { caseId, communicationBody: 'b', ...smallSet(world, 'a') }
    const uploadIds = [upload(world, content(10))]
    expect(call(world, 'AddCommunicationToCase', { ...input, uploadIds })).to.deep.equal({ result: true })
    const [{ attachments }] = call(world, 'DescribeCommunications', { caseId }).communications
    expect(attachments.map(({ fileName }: Json) => fileName)).to.deep.equal(['small.txt', 'large.bin'])
  })

  it('a part may be put again, and is to be completed again', () => {
    const world = testWorld()
    const started = links(world, { fileSizeBytes: partSize + 2 })
    const { uploadId } = started
    const first = putPart(world, started, 1, content(partSize))
    const wrong = putPart(world, started, 2, Buffer.from('ab'))
    complete(world, uploadId, [wrong])
    const right = putPart(world, started, 2, Buffer.from('cd'))
    expect(complete(world, uploadId, [first]).uploadStatus).to.equal('attachment-not-ready')
    expect(complete(world, uploadId, [wrong])).to.have.property('__type', 'ValidationException')
    expect(finish(world, uploadId, [right])).to.equal('attachment-ready')
    const { body } = get(world, download(world, { uploadIds: [uploadId] }))
    expect((body as Buffer).subarray(-2).toString()).to.equal('cd')
  })

  it('fails when a part is shorter than announced', () => {
    const world = testWorld()
    const started = links(world, { fileSizeBytes: 10 })
    const { uploadId } = started
    const part = putPart(world, started, 1, Buffer.from('123456789'))
    expect(finish(world, uploadId, [part])).to.equal('failed')
    expect(complete(world, uploadId, [part])).to.deep.equal({ uploadStatus: 'failed' })
    expect(
      call(world, 'CreateCase', { subject: 'a', communicationBody: 'b', uploadIds: [uploadId] }),
    ).to.deep.equal({ __type: 'UploadIdNotFound', message: `The upload ${uploadId} is failed.` })
    expect(refusal(put(world, started.uploadUrls[0].url, '1'))).to.match(/^404 NoSuchUpload: /)
  })

  it('is no file while it is not ready', () => {
    const world = testWorld()
    const started = links(world, { fileSizeBytes: 10 })
    const { uploadId } = started
    putPart(world, started, 1, Buffer.alloc(10))
    const other = links(world, { fileSizeBytes: 10 })
    complete(world, other.uploadId, [putPart(world, other, 1, Buffer.alloc(10))])
    const refused = (uploadId: string) => ({
      __type: 'UploadIdNotFound',
      message: `The upload ${uploadId} is attachment-not-ready.`,
    })
    const caseId = open(world)
    // The first is not complete, the second is still processed.
    for (const each of [uploadId, other.uploadId]) {
      const input = { communicationBody: 'b', uploadIds: [each] }
      expect(call(world, 'CreateCase', { subject: 'a', ...input })).to.deep.equal(refused(each))
      expect(call(world, 'AddCommunicationToCase', { caseId, ...input })).to.deep.equal(refused(each))
    }
  })

  const wrongParts: [title: string, part: object, message: RegExp][] = [
    ['a part that was not put', { partIndex: 2, eTag: '"x"' }, /^Part 2 of upload-\S+ could not be found\./],
    ['a part that cannot be', { partIndex: 9, eTag: '"x"' }, /^Part 9 of upload-\S+ could not be found\./],
    ['part 0', { partIndex: 0, eTag: '"x"' }, /^Part 0 of upload-\S+ could not be found\./],
    ['another eTag', { partIndex: 1, eTag: '"x"' }, /^Part 1 of upload-\S+ could not be found\./],
    ['no eTag', { partIndex: 1 }, /'completedUploads\.1\.member\.eTag'.*must not be null$/],
    ['no index', { eTag: 'x' }, /'completedUploads\.1\.member\.partIndex'.*must not be null$/],
  ]
  for (const [title, part, message] of wrongParts) {
    it(`is not completed by ${title}, and what came with it is not completed either`, () => {
      const world = testWorld()
      const started = links(world, { fileSizeBytes: partSize + 1 })
      const first = putPart(world, started, 1, content(partSize))
      const answer = complete(world, started.uploadId, [part, first])
      expect(answer.__type).to.equal('ValidationException')
      expect(answer.message).to.match(message)
      const second = putPart(world, started, 2, Buffer.alloc(1))
      expect(complete(world, started.uploadId, [second]).uploadStatus).to.equal('attachment-not-ready')
    })
  }

  it('takes an eTag with its quotes or without', () => {
    const world = testWorld()
    const started = links(world, { fileSizeBytes: 1 })
    const { partIndex, eTag } = putPart(world, started, 1, Buffer.from('a'))
    const bare = eTag.replaceAll('"', '')
    expect(finish(world, started.uploadId, [{ partIndex, eTag: bare }])).to.equal('attachment-ready')
  })

  it('is forgotten after a day (guess), and what it held is free', () => {
    const world = testWorld()
    const { uploadId, uploadUrls } = links(world, { fileSizeBytes: 10 })
    world.contents.hold([Buffer.alloc(256 * mebi - 10)])
    expect(put(world, uploadUrls[0].url, '1234567890').statusCode).to.equal(200)
    // Its place is taken when it is put again, for the old content is there until then.
    expect(refusal(put(world, uploadUrls[0].url, '1'))).to.match(/^503 SlowDown: /)
    world.clock.set(nine + 86_400_000 - 1)
    expect(status(world, uploadId)).not.to.have.property('__type')
    world.clock.set(nine + 86_400_000)
    expect(status(world, uploadId)).to.deep.equal({
      __type: 'UploadIdNotFound',
      message: `No upload with the id ${uploadId} was found.`,
    })
    expect(world.contents.hasRoom([Buffer.alloc(10)])).to.equal(true)
  })

  it('is attached once, however often it is named, and to as many cases as one likes (guess)', () => {
    const world = testWorld()
    const uploadId = upload(world, Buffer.from('a'))
    for (let n = 0; n < 2; n++) {
      const caseId = open(world, { uploadIds: [uploadId, uploadId] })
      const [{ attachments }] = call(world, 'DescribeCommunications', { caseId }).communications
      expect(attachments).to.have.length(1)
    }
  })

  it('stays forgotten when the clock is moved back', () => {
    const world = testWorld()
    const uploadId = upload(world, Buffer.from('a'))
    world.clock.advance('P2D')
    expect(status(world, uploadId).__type).to.equal('UploadIdNotFound')
    world.clock.set(nine)
    expect(status(world, uploadId).__type).to.equal('UploadIdNotFound')
  })

  it('is ready when the clock is moved to before its processing', () => {
    const world = testWorld()
    const started = links(world, { fileSizeBytes: 1 })
    complete(world, started.uploadId, [putPart(world, started, 1, Buffer.from('a'))])
    world.clock.set(nine - 3_600_000)
    expect(status(world, started.uploadId).uploadStatus).to.equal('attachment-ready')
  })

  it('is of its account', () => {
    const world = testWorld()
    const uploadId = upload(world, Buffer.from('a'))
    const input = { subject: 'a', communicationBody: 'b', uploadIds: [uploadId] }
    expect(call(world, 'CreateCase', input, '222222222222').__type).to.equal('UploadIdNotFound')
    expect(links(world, { uploadId }, '222222222222').__type).to.equal('UploadIdNotFound')
  })
})

describe('GetAttachmentUploadLinks', () => {
  const fileSizeBytes = 25 * partSize

  /** `1-10, then 11` */
  const shown = ({ uploadUrls, nextIndex }: Json) =>
    `${uploadUrls[0].partIndex}-${uploadUrls.at(-1).partIndex}, then ${nextIndex ?? 'no more'}`

  it('gives ten links at once, and goes on at nextIndex', () => {
    const world = testWorld()
    const first = links(world, { fileSizeBytes })
    const { uploadId, totalParts } = first
    const second = links(world, { uploadId, uploadRange: { startIndex: first.nextIndex } })
    const third = links(world, { uploadId, uploadRange: { startIndex: second.nextIndex } })
    expect([totalParts, ...[first, second, third].map(shown)]).to.deep.equal([
      25,
      '1-10, then 11',
      '11-20, then 21',
      '21-25, then no more',
    ])
    expect(third).not.to.have.property('nextIndex')
    expect(new Set([first, second, third].map((each) => each.uploadId)).size).to.equal(1)
  })

  const ranges: [startIndex: number, endIndex: number | undefined, answer: string][] = [
    [1, 4, '1-3, then 4'],
    [1, 2, '1-1, then 2'],
    [1, 11, '1-10, then 11'],
    [16, 26, '16-25, then no more'],
    [25, 26, '25-25, then no more'],
    [25, undefined, '25-25, then no more'],
    [
      1,
      12,
      "Value '12' at 'uploadRange.endIndex' failed to satisfy constraint: Member must have value less than or equal to 11",
    ],
    [
      25,
      27,
      "Value '27' at 'uploadRange.endIndex' failed to satisfy constraint: Member must have value less than or equal to 26",
    ],
    [
      3,
      3,
      "Value '3' at 'uploadRange.endIndex' failed to satisfy constraint: Member must have value greater than or equal to 4",
    ],
    [
      3,
      1,
      "Value '1' at 'uploadRange.endIndex' failed to satisfy constraint: Member must have value greater than or equal to 4",
    ],
    [
      0,
      undefined,
      "Value '0' at 'uploadRange.startIndex' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      26,
      undefined,
      "Value '26' at 'uploadRange.startIndex' failed to satisfy constraint: Member must have value less than or equal to 25",
    ],
  ]
  for (const [startIndex, endIndex, answer] of ranges) {
    it(`from ${startIndex} to before ${endIndex ?? 'the end'}: ${answer.slice(0, 40)}`, () => {
      const given = links(testWorld(), { fileSizeBytes, uploadRange: { startIndex, endIndex } })
      if (given.__type) expect(given.message).to.equal(`1 validation error detected: ${answer}`)
      else expect(shown(given)).to.equal(answer)
    })
  }

  const sizes: [fileSizeBytes: number, answer: string][] = [
    [1, '1-1, then no more'],
    [partSize, '1-1, then no more'],
    [partSize + 1, '1-2, then no more'],
    [157_286_400, '1-10, then 11'],
    [157_286_401, 'Member must have value less than or equal to 157286400'],
    [0, 'Member must have value greater than or equal to 1'],
  ]
  for (const [size, answer] of sizes) {
    it(`${size} bytes: ${answer}`, () => {
      const given = links(testWorld(), { fileSizeBytes: size })
      if (given.__type) expect(given.message).to.include(answer)
      else expect(shown(given)).to.equal(answer)
    })
  }

  it('needs the size of a new file', () => {
    expect(links(testWorld(), {})).to.deep.equal({
      __type: 'ValidationException',
      message:
        "1 validation error detected: Value null at 'fileSizeBytes' failed to satisfy constraint: Member must not be null",
    })
  })

  const others: [title: string, input: object, message: (uploadId: string) => string][] = [
    ['another fileName', { fileName: 'a' }, (id) => `The fileName of the upload ${id} is large.bin.`],
    ['another fileSizeBytes', { fileSizeBytes: 2 }, (id) => `The fileSizeBytes of the upload ${id} is 1.`],
  ]
  for (const [title, input, message] of others) {
    it(`continues no upload with ${title}`, () => {
      const world = testWorld()
      const { uploadId } = links(world, { fileSizeBytes: 1 })
      expect(links(world, { uploadId, fileSizeBytes: 1 })).not.to.have.property('__type')
      expect(links(world, { uploadId, ...input })).to.deep.equal({
        __type: 'InvalidParameterValueException',
        message: message(uploadId),
      })
    })
  }

  it('gives no more links for an upload that is complete', () => {
    const world = testWorld()
    const uploadId = upload(world, Buffer.from('a'))
    expect(links(world, { uploadId })).to.deep.equal({
      __type: 'InvalidParameterValueException',
      message: `The upload ${uploadId} is complete.`,
    })
  })

  for (const [length, limit] of [
    [0, 'greater than or equal to 1'],
    [2049, 'less than or equal to 2048'],
  ] as const) {
    it(`refuses an uploadId of ${length} characters`, () => {
      const { __type, message } = links(testWorld(), { uploadId: 'u'.repeat(length) })
      expect(__type).to.equal('ValidationException')
      expect(message).to.match(new RegExp(`'uploadId'.*Member must have length ${limit}$`))
    })
  }

  it('what is refused begins nothing', () => {
    const world = testWorld()
    links(world, { fileSizeBytes, uploadRange: { startIndex: 0 } })
    expect(links(world, { fileSizeBytes }).uploadId).to.equal(links(testWorld(), { fileSizeBytes }).uploadId)
  })
})

describe('over the network', () => {
  it('a file of eleven parts goes up and comes down', async () => {
    const mock = await startMockEndpoint({ port: 0, seed: 'empty', strictAuth: false })
    try {
      const headers = {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-date': '20260801T090000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=A/20260801/a/support/aws4_request, SignedHeaders=host, Signature=0',
      }
      const ask = async (operation: string, input: object): Promise<Json> => {
        const target = { 'x-amz-target': `AWSSupport_20130415.${operation}` }
        const body = JSON.stringify(input)
        return (await fetch(mock.url, { method: 'POST', headers: { ...headers, ...target }, body })).json()
      }
      const whole = content(10 * partSize + 5)
      const { uploadId, uploadUrls, nextIndex } = await ask('GetAttachmentUploadLinks', {
        fileName: 'large.bin',
        fileSizeBytes: whole.length,
      })
      const { uploadUrls: others } = await ask('GetAttachmentUploadLinks', {
        fileName: 'large.bin',
        uploadId,
        uploadRange: { startIndex: nextIndex },
      })
      const completedUploads = await Promise.all(
        [...uploadUrls, ...others].map(async ({ url, partIndex }) => {
          const answer = await fetch(url, { method: 'PUT', body: partOf(whole, partIndex) })
          return { partIndex, eTag: answer.headers.get('etag') }
        }),
      )
      expect(await ask('CompleteAttachmentUpload', { uploadId, completedUploads })).to.deep.equal({
        uploadStatus: 'attachment-not-ready',
      })
      mock.clock.advance('PT2S')
      const { caseId } = await ask('CreateCase', {
        subject: 'a',
        communicationBody: 'b',
        uploadIds: [uploadId],
      })
      const { communications } = await ask('DescribeCommunications', { caseId })
      const [{ attachmentId }] = communications[0].attachments
      const { downloadUrl } = await ask('GetAttachmentDownloadLink', { attachmentId })
      const file = await fetch(downloadUrl.url)
      expect(file.headers.get('content-length')).to.equal(String(whole.length))
      expect(whole.equals(Buffer.from(await file.arrayBuffer()))).to.equal(true)
      const end = await fetch(downloadUrl.url, { headers: { range: 'bytes=-5' } })
      expect([end.status, (await end.arrayBuffer()).byteLength]).to.deep.equal([206, 5])
      const head = await fetch(downloadUrl.url, { method: 'HEAD' })
      expect([head.status, await head.text()]).to.deep.equal([403, ''])
    } finally {
      await mock.close()
    }
  })
})
