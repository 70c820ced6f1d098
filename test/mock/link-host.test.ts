import { expect } from 'chai'
import { call, headersFor, json, send, testWorld } from './harness.ts'

/** Where a link leads that is answered to a caller with this Host. */
function linkFor(host: string): string {
  const world = testWorld()
  world.url = 'http://127.0.0.1:4587'
  const headers = { ...headersFor('GetAttachmentUploadLinks'), host }
  const body = JSON.stringify({ fileName: 'a', fileSizeBytes: 1 })
  return new URL(json(send(world, { headers, body })).uploadUrls[0].url).host
}

describe('links lead', () => {
  const hosts: [host: string, leads: string][] = [
    ['127.0.0.1:4587', '127.0.0.1:4587'],
    ['localhost:4587', 'localhost:4587'],
    ['mock.internal:80', 'mock.internal'],
    ['support.us-east-1.amazonaws.com', '127.0.0.1:4587'],
    ['support.cn-north-1.amazonaws.com.cn', '127.0.0.1:4587'],
    ['', '127.0.0.1:4587'],
    ['not a host', '127.0.0.1:4587'],
  ]
  for (const [host, leads] of hosts) {
    it(`a caller of ${host || 'no host'} to ${leads}`, () => expect(linkFor(host)).to.equal(leads))
  }

  it('to where the caller was, where nobody listens', () => {
    const { uploadUrls } = call(testWorld(), 'GetAttachmentUploadLinks', { fileName: 'a', fileSizeBytes: 1 })
    expect(uploadUrls[0].url).to.match(/^http:\/\/127\.0\.0\.1:4587\/attachments\//)
  })
})
