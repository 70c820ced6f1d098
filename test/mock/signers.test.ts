import { expect } from 'chai'
import type { MockCredentials } from '../../src/mock/auth/signers.ts'
import { canonicalRequest, sha256, signature, signingKey, stringToSign } from '../../src/mock/auth/sigv4.ts'
import type { World } from '../../src/mock/world.ts'
import {
  call,
  type Headers,
  headersFor,
  jane,
  json,
  nine,
  open,
  type Sent,
  send,
  sign,
  signedLoosely,
  testWorld,
  wireRequest,
} from './harness.ts'

const temporary: MockCredentials = {
  accessKeyId: 'ASIAMOCKTEMPORARY000',
  secretAccessKey: 'the-temporary-secret',
  sessionToken: 'the-session-token',
  expiration: new Date(nine + 3_600_000),
  accountId: '222222222222',
}

const { authorization, 'x-amz-date': _, ...unsigned } = headersFor('DescribeSeverityLevels')
const plain: Sent = { headers: unsigned, body: '{}' }

const strictWorld = () => testWorld({ strictAuth: true, credentials: [jane, temporary] })

/** The sent request with some headers replaced, or removed where undefined. */
function change(sent: Sent, headers: Record<string, string | undefined>): Sent {
  const all = Object.entries({ ...sent.headers, ...headers })
  return { ...sent, headers: Object.fromEntries(all.filter(([, value]) => value !== undefined)) as Headers }
}

const editAuthorization = (sent: Sent, edit: (text: string) => string) =>
  change(sent, { authorization: edit(sent.headers!['authorization']!) })

const mismatch =
  /^The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key and signing method\. Consult the service documentation for details\.\n\nThe Canonical String for this request should have been\n'POST\n\/\n[^']*'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20260801T090000Z\n20260801\/us-east-1\/support\/aws4_request\n[0-9a-f]{64}'\n$/

describe('strict signatures', () => {
  it('a signed request passes', async () => {
    expect(send(strictWorld(), await sign(plain)).statusCode).to.equal(200)
  })

  for (const region of ['eu-north-7', 'cn-north-1', 'us-gov-east-1', 'aws-global']) {
    it(`the region ${region} passes: clients sign for theirs, whatever endpoint they are told`, async () => {
      expect(send(strictWorld(), await sign(plain, { region })).statusCode).to.equal(200)
    })
  }

  it('Content-Type may be unsigned, as boto 2 leaves it, and headers of the SDK, as botocore does', async () => {
    const { headers } = await sign(change(plain, { 'content-type': undefined }))
    const more = { 'content-type': 'application/x-amz-json-1.1', 'amz-sdk-request': 'attempt=1' }
    expect(send(strictWorld(), { ...plain, headers: { ...headers, ...more } }).statusCode).to.equal(200)
  })

  it('temporary credentials pass with their token', async () => {
    expect(send(strictWorld(), await sign(plain, { credentials: temporary })).statusCode).to.equal(200)
  })

  it('the Date header does for X-Amz-Date', async () => {
    const { accessKeyId, secretAccessKey } = jane
    const sent = change(plain, { date: 'Sat, 01 Aug 2026 09:00:00 GMT' })
    const scope = { date: '20260801', region: 'us-east-1', service: 'support', terminator: 'aws4_request' }
    const toSign = stringToSign(
      '20260801T090000Z',
      scope,
      canonicalRequest(wireRequest(sent), ['date', 'host', 'x-amz-target'], sha256('{}')),
    )
    const text = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260801/us-east-1/support/aws4_request,SignedHeaders=date;host;x-amz-target,Signature=${signature(signingKey(secretAccessKey, scope), toSign)}`
    expect(send(strictWorld(), change(sent, { authorization: text })).statusCode).to.equal(200)
  })

  const refused: [
    title: string,
    make: () => Promise<Sent>,
    type: string,
    message: string | RegExp | ((sent: Sent) => string),
  ][] = [
    ['no header', async () => plain, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
    [
      'a header without parts',
      async () => change(plain, { authorization: 'AWS4-HMAC-SHA256' }),
      'IncompleteSignatureException',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256",
    ],
    [
      'no Credential',
      async () => editAuthorization(await sign(plain), (text) => text.replace(/Credential=\S+ /, '')),
      'IncompleteSignatureException',
      ({ headers }) =>
        `Authorization header requires 'Credential' parameter. Authorization=${headers!['authorization']}`,
    ],
    [
      'no Signature',
      async () => editAuthorization(await sign(plain), (text) => text.replace(/, Signature=.*/, '')),
      'IncompleteSignatureException',
      ({ headers }) =>
        `Authorization header requires 'Signature' parameter. Authorization=${headers!['authorization']}`,
    ],
    [
      'no SignedHeaders',
      async () => editAuthorization(await sign(plain), (text) => text.replace(/SignedHeaders=\S+ /, '')),
      'IncompleteSignatureException',
      ({ headers }) =>
        `Authorization header requires 'SignedHeaders' parameter. Authorization=${headers!['authorization']}`,
    ],
    [
      'no date',
      async () => change(await sign(plain), { 'x-amz-date': undefined }),
      'IncompleteSignatureException',
      ({ headers }) =>
        `Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=${headers!['authorization']}`,
    ],
    [
      'another algorithm',
      async () => editAuthorization(await sign(plain), (text) => text.replace('SHA256', 'SHA1')),
      'IncompleteSignatureException',
      "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.",
    ],
    [
      'a short credential',
      async () => editAuthorization(await sign(plain), (text) => text.replace('/support/aws4_request', '')),
      'IncompleteSignatureException',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${jane.accessKeyId}/20260801/us-east-1'`,
    ],
    [
      'a date in another form',
      async () => change(await sign(plain), { 'x-amz-date': '2026-08-01T09:00:00Z' }),
      'IncompleteSignatureException',
      "Date must be in ISO-8601 'basic format'. Got '2026-08-01T09:00:00Z'. See http://en.wikipedia.org/wiki/ISO_8601",
    ],
    [
      'an unknown access key',
      () => sign(plain, { credentials: { ...jane, accessKeyId: 'AKIAMOCKNOBODY000000' } }),
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'temporary credentials without their token',
      () => sign(plain, { credentials: { ...temporary, sessionToken: undefined } }),
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'temporary credentials with another token',
      () => sign(plain, { credentials: { ...temporary, sessionToken: 'another' } }),
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'a token where none belongs',
      () => sign(plain, { credentials: { ...jane, sessionToken: 'a-token' } }),
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'another service',
      () => sign(plain, { service: 'kinesis' }),
      'InvalidSignatureException',
      "Credential should be scoped to correct service: 'support'.",
    ],
    ...['localhost', 'local', '0', 'us-east', 'US-EAST-1', 'us-east-1x'].map(
      (region) =>
        [
          `the region ${region}`,
          () => sign(plain, { region }),
          'InvalidSignatureException',
          `Credential should be scoped to a valid region, not '${region}'.`,
        ] as (typeof refused)[number],
    ),
    [
      'another terminator',
      async () =>
        editAuthorization(await sign(plain), (text) => text.replace('aws4_request', 'aws5_request')),
      'InvalidSignatureException',
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.",
    ],
    [
      'a scope of another day',
      async () => editAuthorization(await sign(plain), (text) => text.replace('/20260801/', '/20260802/')),
      'InvalidSignatureException',
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260802' != '20260801', from '20260801T090000Z'.",
    ],
    [
      'an unsigned host',
      async () => editAuthorization(await sign(plain), (text) => text.replace(';host', '')),
      'InvalidSignatureException',
      "'Host' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'an unsigned date',
      async () => editAuthorization(await sign(plain), (text) => text.replace(';x-amz-date', '')),
      'InvalidSignatureException',
      "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'an unsigned operation',
      async () => editAuthorization(await sign(plain), (text) => text.replace(';x-amz-target', '')),
      'InvalidSignatureException',
      "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'an unsigned token',
      async () =>
        editAuthorization(await sign(plain, { credentials: temporary }), (text) =>
          text.replace(';x-amz-security-token', ''),
        ),
      'InvalidSignatureException',
      "'X-Amz-Security-Token' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'a header of Amazon that was added on the way',
      async () => change(await sign(plain), { 'x-amz-user-agent': 'aws-sdk-js/3.0.0' }),
      'InvalidSignatureException',
      "'X-Amz-User-Agent' must be a 'SignedHeader' in the AWS Authorization.",
    ],
    [
      'a date 15 minutes and a second ago',
      () => sign(plain, { date: new Date(nine - 901_000) }),
      'InvalidSignatureException',
      'Signature expired: 20260801T084459Z is now earlier than 20260801T084500Z (20260801T090000Z - 15 min.)',
    ],
    [
      'a date 15 minutes and a second ahead',
      () => sign(plain, { date: new Date(nine + 901_000) }),
      'InvalidSignatureException',
      'Signature not yet current: 20260801T091501Z is still later than 20260801T091500Z (20260801T090000Z + 15 min.)',
    ],
    [
      'another body, with the hash of the signed one',
      async () => ({ ...(await sign(plain)), body: '{"language": "ja"}' }),
      'InvalidSignatureException',
      "The value of 'X-Amz-Content-SHA256' does not match the body: its hash is 'b74f2137b7bca2ecf4df2bb343284c5b41a173f57b17a7215255dc5d4e270b77'.",
    ],
    [
      'another body, without a hash',
      async () => ({
        ...change(await sign(plain), { 'x-amz-content-sha256': undefined }),
        body: '{"language": "ja"}',
      }),
      'InvalidSignatureException',
      mismatch,
    ],
    [
      'another operation',
      async () => change(await sign(plain), { 'x-amz-target': 'AWSSupport_20130415.DescribeCases' }),
      'InvalidSignatureException',
      mismatch,
    ],
    [
      'another host',
      async () => change(await sign(plain), { host: 'example.com' }),
      'InvalidSignatureException',
      mismatch,
    ],
    [
      'another secret',
      () => sign(plain, { credentials: { ...jane, secretAccessKey: 'a-guess' } }),
      'InvalidSignatureException',
      mismatch,
    ],
    [
      'another signature of the same length',
      async () => editAuthorization(await sign(plain), (text) => text.replace(/.{64}$/, 'f'.repeat(64))),
      'InvalidSignatureException',
      mismatch,
    ],
    [
      'a short signature',
      async () => editAuthorization(await sign(plain), (text) => text.replace(/.{60}$/, '')),
      'InvalidSignatureException',
      mismatch,
    ],
  ]
  for (const [title, make, type, message] of refused) {
    it(`${title}: ${type}`, async () => {
      const sent = await make()
      const reply = send(strictWorld(), sent)
      const answer = json(reply)
      expect([reply.statusCode, Object.keys(answer), answer.__type]).to.deep.equal([
        400,
        ['__type', 'message'],
        type,
      ])
      if (message instanceof RegExp) expect(answer.message).to.match(message)
      else expect(answer.message).to.equal(typeof message === 'function' ? message(sent) : message)
    })
  }

  it('shows the strings that should have been signed', async () => {
    const sent = await sign(plain, { credentials: { ...jane, secretAccessKey: 'a-guess' } })
    const bodyHash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    const { message } = json(send(strictWorld(), sent))
    expect(message.split('\n').slice(2, 14)).to.deep.equal([
      'The Canonical String for this request should have been',
      "'POST",
      '/',
      '',
      'content-type:application/x-amz-json-1.1',
      'host:127.0.0.1:4587',
      `x-amz-content-sha256:${bodyHash}`,
      'x-amz-date:20260801T090000Z',
      'x-amz-target:AWSSupport_20130415.DescribeSeverityLevels',
      '',
      'content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target',
      `${bodyHash}'`,
    ])
  })

  it('temporary credentials end by the clock of the mock', async () => {
    const world = strictWorld()
    const sent = await sign(plain, { credentials: temporary })
    world.clock.advance('PT1H')
    expect(json(send(world, sent))).to.deep.equal({
      __type: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    })
  })

  it('moving the clock of the mock does not make signatures old', async () => {
    const world = strictWorld()
    world.clock.advance('P14D')
    expect(send(world, await sign(plain)).statusCode).to.equal(200)
  })

  it('signatures may follow the clock of the mock, also where it was when somebody last heard of it', async () => {
    const world = strictWorld()
    const statusOf = async (date: string) =>
      send(world, await sign(plain, { date: new Date(`${date}T09:10:00Z`) })).statusCode
    world.clock.advance('P14D')
    world.clock.set('2025-01-01T09:00:00Z')
    expect(await Promise.all(['2026-08-01', '2026-08-15', '2025-01-01'].map(statusOf))).to.deep.equal([
      200, 200, 200,
    ])
    expect(await Promise.all(['2026-08-02', '2026-01-01', '2025-01-02'].map(statusOf))).to.deep.equal([
      400, 400, 400,
    ])
    world.reset()
    expect(await statusOf('2025-01-01')).to.equal(200)
    const late = await sign(plain, { date: new Date('2026-08-02T09:00:00Z') })
    expect(json(send(world, late)).message).to.equal(
      'Signature not yet current: 20260802T090000Z is still later than 20260801T091500Z (20260801T090000Z + 15 min.)',
    )
  })

  it('each key sees its own account', async () => {
    const world = strictWorld()
    const ask = async (operation: string, body: string, credentials: MockCredentials) =>
      json(
        send(
          world,
          await sign(
            { headers: { ...unsigned, 'x-amz-target': `AWSSupport_20130415.${operation}` }, body },
            { credentials },
          ),
        ),
      )
    await ask('CreateCase', '{"subject": "a", "communicationBody": "b"}', temporary)
    expect((await ask('DescribeCases', '{}', temporary)).cases[0].caseId).to.match(/^case-222222222222-/)
    expect(await ask('DescribeCases', '{}', jane)).to.deep.equal({ cases: [] })
  })
})

describe('relaxed signatures', () => {
  const answers: [title: string, authorization: string | undefined, outcome: string][] = [
    ['any key and signature', signedLoosely('AKIDEXAMPLE'), '200'],
    ['a scope of another service', signedLoosely().replace('support', 'localhost'), '200'],
    ['no header', undefined, 'Missing Authentication Token'],
    [
      'a header of another kind',
      'Basic amFuZTpzZWNyZXQ=',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization=Basic amFuZTpzZWNyZXQ=",
    ],
  ]
  for (const [title, text, outcome] of answers) {
    it(`${title}: ${outcome}`, () => {
      const sent = change(
        { headers: headersFor('DescribeSeverityLevels'), body: '{}' },
        { authorization: text },
      )
      const reply = send(testWorld(), sent)
      expect(reply.statusCode === 200 ? '200' : json(reply).message).to.equal(outcome)
    })
  }

  const accountOf = (world: World, key: string) => open(world, {}, key).split('-')[1]

  it('a key of 12 digits is that account, every other key is 123456789012', () => {
    const world = testWorld()
    expect(accountOf(world, '222222222222')).to.equal('222222222222')
    expect(accountOf(world, 'AKIDEXAMPLE')).to.equal('123456789012')
    expect(accountOf(world, '22222222222')).to.equal('123456789012')
  })

  it('a configured key keeps its account', () => {
    expect(accountOf(testWorld({ credentials: [temporary] }), temporary.accessKeyId)).to.equal('222222222222')
  })

  it('accounts do not see each other', () => {
    const world = testWorld()
    const caseId = open(world, {}, '222222222222')
    expect(call(world, 'DescribeCases', {}, '222222222222').cases).to.have.length(1)
    expect(call(world, 'DescribeCases', {}, '333333333333').cases).to.deep.equal([])
    expect(call(world, 'ResolveCase', { caseId }, '333333333333').__type).to.equal('CaseIdNotFound')
  })
})
