/** What our client signs, verified by botocore: canonical request, string to sign and signature. */
import { expect } from 'chai'
import { signerFor } from '../../src/client/sign.ts'
import { parseAuthorization } from '../../src/mock/auth/authorization.ts'
import { canonicalRequest, sha256, stringToSign } from '../../src/mock/auth/sigv4.ts'
import { wireRequest } from '../mock/harness.ts'
import { describePrograms, findPythons, newFolder, run } from './programs.ts'

const program = `
import json, sys
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

found = []
for sent in json.loads(sys.argv[1]):
    headers = {name: value for name, value in sent['headers'].items() if name in sent['signed'] or name == 'x-amz-content-sha256'}
    request = AWSRequest('POST', sent['url'], headers=headers, data=sent['body'].encode())
    request.context['timestamp'] = sent['headers']['x-amz-date']
    auth = SigV4Auth(Credentials(*sent['keys']), 'support', sent['region'])
    canonical = auth.canonical_request(request)
    to_sign = auth.string_to_sign(request, canonical)
    found.append([canonical, to_sign, auth.signature(to_sign, request)])
print(json.dumps(found))
`

const rows: [title: string, url: string, region: string, body: string, sessionToken?: string][] = [
  ['a plain call', 'https://support.us-east-1.amazonaws.com', 'us-east-1', '{}'],
  [
    'a body beyond ASCII',
    'https://support.us-east-1.amazonaws.com',
    'us-east-1',
    '{"subject":"日本語 ✓ 😀"}',
  ],
  ['another partition', 'https://support.cn-north-1.amazonaws.com.cn', 'cn-north-1', '{}'],
  ['temporary keys', 'https://support.us-east-1.amazonaws.com', 'us-east-1', '{}', 'a/token+for/an=hour=='],
  ['a port', 'http://127.0.0.1:4587', 'us-east-1', '{"maxResults":10}'],
  ['a path', 'http://127.0.0.1:4587/behind/a%20proxy', 'us-east-1', '{}'],
]

describePrograms('botocore agrees with what our client signs', findPythons('botocore'), (python) => {
  it('at every stage, for every request', async () => {
    const sent = await Promise.all(
      rows.map(async ([, url, region, body, sessionToken]) => {
        const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a/secret+key', sessionToken }
        const sign = signerFor({ signingRegion: region, credentials: async () => keys })
        const headers = {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSSupport_20130415.CreateCase',
          'amz-sdk-request': 'attempt=1; max=3',
        }
        const signed = await sign({ url: new URL(url), headers, body }, new Date(Date.UTC(2026, 7, 1, 9)))
        const request = wireRequest({ url: new URL(url).pathname, headers: signed, body })
        const { signedHeaders, scope, signature } = parseAuthorization(request)
        const canonical = canonicalRequest(request, signedHeaders, sha256(Buffer.from(body)))
        const stages = [canonical, stringToSign(signed['x-amz-date']!, scope, canonical), signature]
        return {
          url,
          body,
          region,
          headers: signed,
          keys: Object.values(keys),
          signed: signedHeaders,
          stages,
        }
      }),
    )
    const { stdout, stderr, status } = await run(python, ['-c', program, JSON.stringify(sent)], {
      env: { PYTHONWARNINGS: 'ignore' },
      cwd: newFolder(),
    })
    expect([status, stderr]).to.deep.equal([0, ''])
    const found = JSON.parse(stdout) as string[][]
    for (const [index, [title]] of rows.entries()) {
      expect(
        found[index]!.map((text) => text.split('\n')),
        title,
      ).to.deep.equal(sent[index]!.stages.map((text) => text.split('\n')))
    }
  })
})
