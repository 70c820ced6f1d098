/** Signed links: which may be followed, and that no message shows one. */
import { expect } from 'chai'
import { isLink, linkReason } from '../../src/client/links/link.ts'

const link = 'https://bucket.example/file?X-Amz-Signature=SECRET'

describe('A signed link', () => {
  for (const [url, follows] of [
    [link, true],
    ['http://127.0.0.1:1/x', true],
    ['ftp://bucket.example/file', false],
    ['data:text/plain,hi', false],
    ['http://[', false],
    ['', false],
    [7, false],
    [undefined, false],
  ] as const) {
    it(`${follows ? 'can' : 'cannot'} be followed: ${url}`, () => {
      expect(isLink(url)).to.equal(follows)
    })
  }

  const failures: [message: string, code: string | undefined, why: string][] = [
    [`request to ${link} failed, reason: the proxy said no`, undefined, 'the proxy said no'],
    [
      `request to ${link} failed, reason: x`,
      'ECONNREFUSED',
      'nothing listens there (is the endpoint running?)',
    ],
    [
      `Invalid response body while trying to fetch ${link}: odd`,
      undefined,
      'Invalid response body while trying to fetch the link odd',
    ],
  ]
  for (const [message, code, why] of failures) {
    it(`is not in a message: ${why}`, () => {
      expect(linkReason(Object.assign(new Error(message), { code }))).to.equal(why)
    })
  }
})
