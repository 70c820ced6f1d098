/**
 * Signatures, stage by stage. The vectors are those of AWS's published test suite that are POST requests, by
 * their names; what stands in the stages was worked out with botocore, and leads to the published signatures.
 */
import { readFileSync } from 'node:fs'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect } from 'chai'
import { Sha256, signerFor } from '../../src/client/sign.ts'
import { parseAuthorization } from '../../src/mock/auth/authorization.ts'
import { canonicalRequest, sha256, signature, signingKey, stringToSign } from '../../src/mock/auth/sigv4.ts'
import { wireRequest } from '../mock/harness.ts'

interface Vector {
  readonly name: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
  readonly canonicalRequest: string[]
  readonly stringToSign: string[]
  readonly signature: string
}

const file = new URL('sigv4-vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[]
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const signingDate = new Date(Date.UTC(2015, 7, 30, 12, 36))
const scope = { date: '20150830', region: 'us-east-1', service: 'service', terminator: 'aws4_request' }

/** The library's signer, which tells its stages. */
class Stages extends SignatureV4 {
  readonly told: Record<string, string> = {}

  protected override createCanonicalRequest(...given: Parameters<SignatureV4['createCanonicalRequest']>) {
    this.told['canonicalRequest'] = super.createCanonicalRequest(...given)
    return this.told['canonicalRequest']
  }

  protected override async createStringToSign(...given: Parameters<SignatureV4['createStringToSign']>) {
    this.told['stringToSign'] = await super.createStringToSign(...given)
    return this.told['stringToSign']
  }
}

describe('Signing a POST request', () => {
  for (const vector of vectors) {
    describe(vector.name, () => {
      let stages: Stages
      let authorization: string

      before(async () => {
        const [path = '/', search = ''] = vector.path.split('?')
        const request = new HttpRequest({
          ...{ method: 'POST', protocol: 'https:', hostname: 'example.amazonaws.com', path },
          query: Object.fromEntries(new URLSearchParams(search)),
          headers: { host: 'example.amazonaws.com', ...vector.headers },
          body: vector.body,
        })
        stages = new Stages({
          ...{ service: 'service', region: 'us-east-1', credentials: keys, sha256: Sha256 },
          applyChecksum: false,
        })
        const { headers } = await stages.sign(request, { signingDate })
        authorization = headers['authorization']!
      })

      it('canonical request', () => {
        expect(stages.told['canonicalRequest']!.split('\n')).to.deep.equal(vector.canonicalRequest)
      })
      it('string to sign', () => {
        expect(stages.told['stringToSign']!.split('\n')).to.deep.equal(vector.stringToSign)
      })
      it('signature', () => {
        expect(/Signature=(\w+)$/.exec(authorization)?.[1]).to.equal(vector.signature)
      })
      it('the same by the mock, which verifies it', () => {
        const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z', ...vector.headers }
        const request = wireRequest({ method: 'POST', url: vector.path, headers, body: vector.body })
        const names = Object.keys(headers).sort()
        const canonical = canonicalRequest(request, names, sha256(vector.body))
        const toSign = stringToSign('20150830T123600Z', scope, canonical)
        expect([canonical.split('\n'), toSign.split('\n')]).to.deep.equal([
          vector.canonicalRequest,
          vector.stringToSign,
        ])
        expect(signature(signingKey(keys.secretAccessKey, scope), toSign)).to.equal(vector.signature)
      })
    })
  }

  it('has every header signed that says what is asked for', async () => {
    const sign = signerFor({ signingRegion: 'us-east-1', credentials: async () => keys })
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSSupport_20130415.DescribeCases',
      'user-agent': 'support-repl/1',
    }
    const url = new URL('http://127.0.0.1:4587/path')
    const signed = await sign({ url, headers, body: '{}' }, signingDate)
    const { signedHeaders, scope: named } = parseAuthorization(wireRequest({ headers: signed, body: '{}' }))
    expect(signedHeaders).to.deep.equal([
      'content-type',
      'host',
      'x-amz-content-sha256',
      'x-amz-date',
      'x-amz-target',
    ])
    expect([signed['host'], named.service]).to.deep.equal(['127.0.0.1:4587', 'support'])
  })
})
