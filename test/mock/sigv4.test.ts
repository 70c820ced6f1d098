import { expect } from 'chai'
import fc from 'fast-check'
import { parseAuthorization } from '../../src/mock/auth/authorization.ts'
import { canonicalRequest, sha256, signature, signingKey, stringToSign } from '../../src/mock/auth/sigv4.ts'
import { header } from '../../src/mock/http/exchange.ts'
import { jane, type Sent, sign, wireRequest } from './harness.ts'

describe('Signature Version 4', () => {
  // The worked example of the AWS documentation, "Create a signed AWS API request".
  describe('the documented example, stage by stage', () => {
    const scope = { date: '20150830', region: 'us-east-1', service: 'iam', terminator: 'aws4_request' }
    const request = wireRequest({
      method: 'GET',
      url: '/?Action=ListUsers&Version=2010-05-08',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        host: 'iam.amazonaws.com',
        'x-amz-date': '20150830T123600Z',
      },
    })
    const canonical = canonicalRequest(request, ['content-type', 'host', 'x-amz-date'], sha256(''))
    const toSign = stringToSign('20150830T123600Z', scope, canonical)
    const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', scope)

    it('canonical request', () => {
      expect(canonical.split('\n')).to.deep.equal([
        'GET',
        '/',
        'Action=ListUsers&Version=2010-05-08',
        'content-type:application/x-www-form-urlencoded; charset=utf-8',
        'host:iam.amazonaws.com',
        'x-amz-date:20150830T123600Z',
        '',
        'content-type;host;x-amz-date',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      ])
    })

    it('string to sign', () => {
      expect(toSign.split('\n')).to.deep.equal([
        'AWS4-HMAC-SHA256',
        '20150830T123600Z',
        '20150830/us-east-1/iam/aws4_request',
        'f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59',
      ])
    })

    it('signing key', () => {
      expect(key.export().toString('hex')).to.equal(
        'c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9',
      )
    })

    it('signature', () => {
      expect(signature(key, toSign)).to.equal(
        '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
      )
    })
  })

  describe('agrees with the official signer', () => {
    /** Our signature of what the official signer signed, and the official one. */
    async function both(sent: Sent) {
      const request = wireRequest(await sign(sent))
      const { scope, signedHeaders, signature: theirs } = parseAuthorization(request)
      const canonical = canonicalRequest(request, signedHeaders, sha256(request.body as Buffer))
      const toSign = stringToSign(header(request, 'x-amz-date')!, scope, canonical)
      return { ours: signature(signingKey(jane.secretAccessKey, scope), toSign), theirs }
    }

    const requests: [title: string, sent: Sent][] = [
      ['a plain call', { headers: { host: 'localhost', 'content-type': 'application/json' }, body: '{}' }],
      ['a body beyond ASCII', { headers: { host: 'localhost' }, body: '{"subject": "日本語 ✓"}' }],
      ['a path', { url: '/support/v1', headers: { host: 'localhost' } }],
      ['a path with an encoded space', { url: '/a%20b/c', headers: { host: 'localhost' } }],
      ['a path that ends in a slash', { url: '/support/', headers: { host: 'localhost' } }],
      ['a query out of order', { url: '/?b=2&a=1&a-b=3', headers: { host: 'localhost' } }],
      ['a query with signs', { url: '/?a=%20%2F%3D%26', headers: { host: 'localhost' } }],
      ['spaces in a header', { headers: { host: 'localhost', 'x-amz-note': '  two   words ' } }],
    ]
    for (const [title, sent] of requests) {
      it(title, async () => {
        const { ours, theirs } = await both(sent)
        expect(ours).to.equal(theirs)
      })
    }

    it('any body and header', () =>
      fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (body, note) => {
          const { ours, theirs } = await both({ headers: { host: 'localhost', 'x-amz-note': note }, body })
          expect(ours).to.equal(theirs)
        }),
        { numRuns: 100 },
      ))
  })
})
