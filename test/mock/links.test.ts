import { expect } from 'chai'
import { partSize } from '../../src/mock/store/uploads.ts'
import { nine, send, testWorld } from './harness.ts'
import { download, get, links, pathOf, put, refusal, smallSet } from './upload-steps.ts'

describe('a signed link', () => {
  const mismatch =
    '403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.'
  const late = '403 AccessDenied: Request has expired'
  const old = '2026-08-01T10:00:00Z'

  /** A world with an upload and a file, and a link to each. */
  function linked() {
    const world = testWorld()
    const { uploadUrls } = links(world, { fileSizeBytes: 2 * partSize })
    return { world, toPut: uploadUrls[0].url as string, toGet: download(world, smallSet(world, 'hello')) }
  }

  const tampered: [title: string, change: (url: string) => string][] = [
    ['for another part', (url) => url.replace('/1?', '/2?')],
    ['for another upload', (url) => url.replace('upload-', 'upload-x')],
    ['of another account', (url) => url.replace('=123456789012', '=222222222222')],
    ['of another date', (url) => url.replace('20260801T090000Z', '20270801T090000Z')],
    ['that lives longer', (url) => url.replace('Expires=3600', 'Expires=36000')],
    ['with another signature', (url) => url.replace(/.{64}$/, 'f'.repeat(64))],
    ['with half a signature', (url) => url.slice(0, -32)],
    ['without a signature', (url) => url.replace(/&X-Amz-Signature.*/, '')],
    ['without a query', (url) => url.replace(/\?.*/, '')],
    ['to a folder above', (url) => url.replace('/uploads/', '/x/../../uploads/')],
  ]
  for (const [title, change] of tampered) {
    it(`${title} is refused`, () => {
      const { world, toPut } = linked()
      expect(refusal(put(world, change(toPut), 'x'))).to.equal(mismatch)
    })
  }

  const uses: [title: string, method: string, link: 'toPut' | 'toGet', outcome: string][] = [
    ['to a file', 'GET', 'toGet', '200'],
    ['to a file', 'HEAD', 'toGet', mismatch],
    ['to a file', 'PUT', 'toGet', mismatch],
    ['to a part', 'PUT', 'toPut', '200'],
    ['to a part', 'GET', 'toPut', mismatch],
    ['to a part', 'HEAD', 'toPut', mismatch],
    [
      'to a part',
      'POST',
      'toPut',
      '405 MethodNotAllowed: The specified method is not allowed against this resource.',
    ],
    [
      'to a file',
      'DELETE',
      'toGet',
      '405 MethodNotAllowed: The specified method is not allowed against this resource.',
    ],
  ]
  for (const [title, method, link, outcome] of uses) {
    it(`${title} with ${method}: ${outcome}`, () => {
      const { world, [link]: url } = linked()
      const reply = send(world, { method, url: pathOf(url), body: method === 'GET' ? '' : 'x' })
      expect(reply.statusCode === 200 ? '200' : refusal(reply)).to.equal(outcome)
    })
  }

  it('is good for an hour, to the second', () => {
    const { world, toPut, toGet } = linked()
    world.clock.set(nine + 3_600_000 - 1)
    expect([put(world, toPut, 'x').statusCode, get(world, toGet).statusCode]).to.deep.equal([200, 200])
    world.clock.set(old)
    expect([refusal(put(world, toPut, 'x')), refusal(get(world, toGet))]).to.deep.equal([late, late])
  })

  it('goes to the host that was asked', () => {
    const world = testWorld()
    const body = '{"fileName": "a", "fileSizeBytes": 1}'
    const headers = {
      host: 'mock.test:80',
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSSupport_20130415.GetAttachmentUploadLinks',
      'x-amz-date': '20260801T090000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=A/20260801/a/support/aws4_request, SignedHeaders=host, Signature=0',
    }
    const { uploadUrls } = JSON.parse(send(world, { headers, body }).body.toString())
    expect(uploadUrls[0].url).to.match(/^http:\/\/mock\.test:80\/attachments\/uploads\//)
  })

  it('to a part takes no more bytes than the part has', () => {
    const { world, toPut } = linked()
    expect(refusal(put(world, toPut, Buffer.alloc(partSize + 1)))).to.equal(
      '400 EntityTooLarge: This part has 5242880 bytes at most.',
    )
    const { uploadUrls } = links(world, { fileSizeBytes: partSize + 3 })
    expect(refusal(put(world, uploadUrls[1].url, '1234'))).to.equal(
      '400 EntityTooLarge: This part has 3 bytes at most.',
    )
  })

  it('is no good in another mock', () => {
    const { toPut } = linked()
    const other = testWorld({ seedName: 'another' })
    expect(refusal(put(other, toPut, 'x'))).to.equal(mismatch)
    const same = testWorld()
    expect(refusal(put(same, toPut, 'x'))).to.match(/^404 NoSuchUpload: /)
  })
})

describe('a download', () => {
  const text = '0123456789'
  const fetched = (fileName?: string) => {
    const world = testWorld()
    return { world, url: download(world, smallSet(world, text, fileName)) }
  }

  it('is the file, to be saved under its name', () => {
    const { world, url } = fetched()
    const { body, ...rest } = get(world, url)
    expect(body.toString()).to.equal(text)
    expect(rest).to.deep.equal({
      statusCode: 200,
      contentType: 'application/octet-stream',
      headers: {
        'Accept-Ranges': 'bytes',
        'Content-Disposition': "attachment; filename*=UTF-8''small.txt",
        'X-Content-Type-Options': 'nosniff',
      },
    })
  })

  const fileNames: [fileName: string, parameter: string][] = [
    ['two words.txt', 'two%20words.txt'],
    ['résumé "1".pdf', 'r%C3%A9sum%C3%A9%20%221%22.pdf'],
    ["it's (a) *star*.txt", 'it%27s%20%28a%29%20%2Astar%2A.txt'],
    ['line\r\nSet-Cookie: a', 'line%0D%0ASet-Cookie%3A%20a'],
    ['half \ud83d.txt', 'half%20%EF%BF%BD.txt'],
  ]
  for (const [fileName, parameter] of fileNames) {
    it(`of ${JSON.stringify(fileName)} names it ${parameter}`, () => {
      const { world, url } = fetched(fileName)
      const { statusCode, headers } = get(world, url)
      expect([statusCode, headers!['Content-Disposition']]).to.deep.equal([
        200,
        `attachment; filename*=UTF-8''${parameter}`,
      ])
    })
  }

  const ranges: [range: string, answer: string][] = [
    ['bytes=0-3', '206 bytes 0-3/10 0123'],
    ['bytes=0-0', '206 bytes 0-0/10 0'],
    ['bytes=4-6', '206 bytes 4-6/10 456'],
    ['bytes=7-', '206 bytes 7-9/10 789'],
    ['bytes=-3', '206 bytes 7-9/10 789'],
    ['bytes=-30', '206 bytes 0-9/10 0123456789'],
    ['bytes=8-100', '206 bytes 8-9/10 89'],
    ['bytes=0-99999999999999999999', '206 bytes 0-9/10 0123456789'],
    ['bytes=10-', '416 bytes */10'],
    ['bytes=10-12', '416 bytes */10'],
    ['bytes=-0', '416 bytes */10'],
    ['bytes=3-1', '200 0123456789'],
    ['bytes=-', '200 0123456789'],
    ['bytes=a-b', '200 0123456789'],
    ['bytes=0-1,4-5', '200 0123456789'],
    ['items=0-3', '200 0123456789'],
    ['0-3', '200 0123456789'],
  ]
  for (const [range, answer] of ranges) {
    it(`${range}: ${answer}`, () => {
      const { world, url } = fetched()
      const { statusCode, headers, body } = get(world, url, { range })
      const text = statusCode === 416 ? undefined : body.toString()
      expect(
        [statusCode, headers!['Content-Range'], text].filter((part) => part !== undefined).join(' '),
      ).to.equal(answer)
    })
  }

  it('of an empty file is empty, and has no range', () => {
    const world = testWorld()
    const url = download(world, smallSet(world, ''))
    expect(get(world, url).body).to.have.length(0)
    expect(get(world, url, { range: 'bytes=0-' }).statusCode).to.equal(416)
  })
})
