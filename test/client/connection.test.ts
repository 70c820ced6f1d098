import { inspect } from 'node:util'
import { expect } from 'chai'
import { clientIn, connectToRegion, SupportConnection } from '../../src/client/connection.ts'
import { SupportError } from '../../src/client/errors.ts'
import type { RequestLog } from '../../src/client/request-log.ts'
import type { ConnectionOptions } from '../../src/client/settings.ts'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { operationNames } from '../../src/model/operations.ts'
import { rejection } from './rejection.ts'
import { type Reply, type ScriptServer, startScriptServer } from './script-server.ts'

const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'SECRET-KEY', sessionToken: 'SESSION-TOKEN' }

const thrown = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return String(error)
  }
  return 'nothing'
}

describe('SupportConnection', () => {
  let mock: MockEndpoint
  let conn: SupportConnection

  before(async () => {
    mock = await startMockEndpoint({ port: 0, seed: 'tutorial' })
  })
  after(() => mock.close())
  beforeEach(() => {
    mock.reset()
    conn = new SupportConnection({ endpoint: mock.url, credentials: mock.credentials })
  })
  afterEach(() => conn.close())

  describe('has every operation as a method', () => {
    for (const name of operationNames) {
      it(name, () => {
        expect(conn[name]).to.be.a('function').with.property('name', name)
        expect(Object.keys(conn)).to.deep.equal([])
      })
    }
  })

  it('answers what the endpoint answers', async () => {
    const { cases = [] } = await conn.describeCases({ caseIdList: ['case-1'] })
    expect(cases.map(({ subject }) => subject)).to.deep.equal(['A test case.'])
  })

  it('has 100 calls in flight', async () => {
    const calls = Array.from({ length: 100 }, () => conn.describeCases())
    const answers = await Promise.all(calls)
    expect(answers.every(({ cases }) => cases?.length === 1)).to.equal(true)
  })

  it('takes one needed text bare', async () => {
    expect(await conn.resolveCase('case-1')).to.have.property('finalCaseStatus', 'resolved')
    expect((await conn.describeCommunications('case-1')).communications).to.have.length.above(0)
  })

  it('iterates over pages', async () => {
    for (let i = 0; i < 24; i++) await conn.createCase({ subject: `Case ${i}`, communicationBody: 'Text.' })
    const sizes: number[] = []
    for await (const page of conn.paginateDescribeCases({ maxResults: 10 }))
      sizes.push(page.cases?.length ?? 0)
    expect(sizes).to.deep.equal([10, 10, 5])
  })

  it('rejects with a fault that says all there is to know', async () => {
    const error = await rejection(conn.describeCommunications('case-9'))
    expect(error).to.include({ name: 'CaseIdNotFound', statusCode: 400, attempts: 1 })
    expect(error.message).to.match(/case-9/)
    expect(error.requestId).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
    expect(error.isServiceFault).to.equal(true)
  })

  describe('refuses input that breaks the model, before anything is sent', () => {
    const any = (value: unknown) => value as never
    const rows: [string, () => Promise<unknown>, string][] = [
      [
        'a misspelt member',
        () => conn.describeCases(any({ caseIDList: ['case-1'] })),
        'Unknown member caseIDList; did you mean caseIdList?',
      ],
      [
        'a member of another world',
        () => conn.resolveCase(any({ zzz: 1 })),
        'Unknown member zzz; resolveCase takes caseId, dryRun',
      ],
      [
        'missing members',
        () => conn.createCase(any({ subject: 'Only this.' })),
        'Missing member communicationBody of createCase',
      ],
      [
        'no input where some is needed',
        () => conn.describeCommunications(any(undefined)),
        'Missing member caseId of describeCommunications',
      ],
      [
        'filters that are still promised',
        () => conn.describeCases(any(Promise.resolve({ caseIdList: ['case-1'] }))),
        'describeCases takes an object, not Promise { [Object] }',
      ],
      [
        'a Map',
        () => conn.describeCases(any(new Map([['language', 'en']]))),
        "describeCases takes an object, not Map(1) { 'language' => 'en' }",
      ],
      [
        'text where an object goes',
        () => conn.createCase(any('Help')),
        "createCase takes an object with subject, communicationBody, not 'Help'",
      ],
      [
        'a number where a bare text goes',
        () => conn.resolveCase(any(7)),
        'resolveCase takes an object or the caseId as a string, not 7',
      ],
      [
        'a wrong type',
        () => conn.describeCases(any({ maxResults: '10' })),
        "maxResults must be a whole number, not '10'",
      ],
      [
        'a number out of range',
        () => conn.describeCases({ maxResults: 5 }),
        'maxResults must be at least 10, not 5',
      ],
      [
        'a text that is too long',
        () => conn.addCommunicationToCase({ caseId: 'case-1', communicationBody: 'x'.repeat(8001) }),
        'communicationBody must have at most 8000 characters, not 8001',
      ],
      [
        'a malformed code',
        () => conn.describeServices({ serviceCodeList: ['Amazon EC2'] }),
        "serviceCodeList[0] must match [0-9a-z\\-_]+, not 'Amazon EC2'",
      ],
      [
        'something wrong deep inside',
        () => conn.addAttachmentsToSet({ attachments: [any({ fileNam: 'a.txt', data: new Uint8Array(1) })] }),
        'Unknown member attachments[0].fileNam; did you mean fileName?',
      ],
      [
        'several at once',
        () => conn.createCase(any({ subjekt: 'x' })),
        'Unknown member subjekt; did you mean subject?; Missing member subject of createCase; Missing member communicationBody of createCase',
      ],
    ]
    for (const [title, call, message] of rows) {
      it(title, async () => {
        const error = await rejection(call())
        expect(`${error.name}: ${error.message}`).to.equal(`InvalidInput: ${message}`)
        expect(error.statusCode).to.equal(undefined)
        expect(mock.requests()).to.deep.equal([])
      })
    }
  })

  describe('shows no secret', () => {
    it('when it is printed', () => {
      const shown = new SupportConnection({ region: 'us-west-2', credentials: keys })
      expect(inspect(shown, { showHidden: true, depth: 9 })).to.equal(
        "SupportConnection {\n  region: 'us-west-2',\n  endpoint: 'https://support.us-east-1.amazonaws.com'\n}",
      )
      expect(JSON.stringify(shown)).to.equal('{}')
    })

    it('when its class is printed', () => {
      const bound = clientIn({ env: { AWS_SECRET_ACCESS_KEY: keys.secretAccessKey } })
      expect(inspect(bound, { showHidden: true, depth: 9 })).not.to.include(keys.secretAccessKey)
    })

    it('in a fault', async () => {
      const wrong = new SupportConnection({
        endpoint: mock.url,
        credentials: {
          ...mock.credentials,
          secretAccessKey: keys.secretAccessKey,
          sessionToken: keys.sessionToken,
        },
      })
      const error = await rejection(wrong.describeCases())
      expect(error.isServiceFault).to.equal(true)
      expect(inspect(error, { showHidden: true, depth: 9 })).not.to.match(/SECRET-KEY|SESSION-TOKEN/)
      await wrong.close()
    })
  })
})

describe('A method without its connection', () => {
  const { describeCases, paginateDescribeCases } = SupportConnection.prototype
  for (const [name, method] of Object.entries({ describeCases, paginateDescribeCases })) {
    it(`says how to call it: ${name}`, () => {
      expect(method as () => unknown).to.throw(
        TypeError,
        `${name} is a method of a SupportConnection: call it as conn.${name}(...)`,
      )
    })
  }
})

describe('Connecting', () => {
  const env = { AWS_ACCESS_KEY_ID: 'AKIDENV', AWS_SECRET_ACCESS_KEY: 'ENV-SECRET' }
  const rows: [string, ConnectionOptions, Record<string, string>, string, string][] = [
    ['nothing said', {}, {}, 'us-east-1', 'https://support.us-east-1.amazonaws.com'],
    [
      'any region of the partition',
      { region: 'eu-west-1' },
      {},
      'eu-west-1',
      'https://support.us-east-1.amazonaws.com',
    ],
    [
      'another partition',
      { region: 'cn-north-1' },
      {},
      'cn-north-1',
      'https://support.cn-north-1.amazonaws.com.cn',
    ],
    [
      'AWS_REGION',
      {},
      { AWS_REGION: 'us-gov-east-1' },
      'us-gov-east-1',
      'https://support.us-gov-west-1.amazonaws.com',
    ],
    [
      'AWS_REGION before AWS_DEFAULT_REGION',
      {},
      { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'cn-north-1' },
      'eu-west-1',
      'https://support.us-east-1.amazonaws.com',
    ],
    [
      'AWS_DEFAULT_REGION',
      {},
      { AWS_DEFAULT_REGION: 'cn-north-1' },
      'cn-north-1',
      'https://support.cn-north-1.amazonaws.com.cn',
    ],
    [
      'the option before the environment',
      { region: 'us-west-2' },
      { AWS_REGION: 'cn-north-1' },
      'us-west-2',
      'https://support.us-east-1.amazonaws.com',
    ],
    ['AWS_ENDPOINT_URL', {}, { AWS_ENDPOINT_URL: 'http://localhost:1/' }, 'us-east-1', 'http://localhost:1'],
    [
      'AWS_ENDPOINT_URL_SUPPORT before it',
      {},
      { AWS_ENDPOINT_URL: 'http://localhost:1', AWS_ENDPOINT_URL_SUPPORT: 'http://localhost:2' },
      'us-east-1',
      'http://localhost:2',
    ],
    [
      'the option before both',
      { endpoint: 'http://localhost:3' },
      { AWS_ENDPOINT_URL_SUPPORT: 'http://localhost:2' },
      'us-east-1',
      'http://localhost:3',
    ],
    [
      'an empty variable is none',
      {},
      { AWS_REGION: '', AWS_ENDPOINT_URL: '' },
      'us-east-1',
      'https://support.us-east-1.amazonaws.com',
    ],
  ]
  for (const [title, options, variables, region, endpoint] of rows) {
    it(title, () => {
      const bound = clientIn({ env: { ...env, ...variables } })
      const conn = new bound.SupportConnection(options)
      expect([conn.region, conn.endpoint]).to.deep.equal([region, endpoint])
    })
  }

  it('by region is the same as by the option', () => {
    expect(connectToRegion('us-west-2')).to.include({
      region: 'us-west-2',
      endpoint: 'https://support.us-east-1.amazonaws.com',
    })
  })

  const refused: [string, () => unknown, string][] = [
    [
      'an unknown region',
      () => connectToRegion('mars-1'),
      'Unknown region mars-1: regions look like us-east-1',
    ],
    [
      'a misspelt option',
      () => new SupportConnection({ regoin: 'x' } as never),
      'Unknown option regoin; did you mean region?',
    ],
    [
      'an unknown option',
      () => new SupportConnection({ zzzzzz: 'x' } as never),
      'Unknown option zzzzzz; options are region, profile, credentials, endpoint, useFipsEndpoint, useDualstackEndpoint, maxAttempts, retryMode, connectTimeout, requestTimeout, callTimeout, proxy, caBundle, userAgentAppId, logger, onRequest',
    ],
    [
      'one key',
      () => new SupportConnection('AKID', ''),
      'SupportConnection takes an access key and a secret key, or an object of options, or nothing',
    ],
    [
      'half of the credentials',
      () => new SupportConnection({ credentials: { accessKeyId: 'a' } as never }),
      'credentials need accessKeyId and secretAccessKey',
    ],
    [
      'an endpoint that is no URL',
      () => new SupportConnection({ endpoint: 'localhost:4587' }),
      'The endpoint must be an http or https URL, for example http://127.0.0.1:4587, not localhost:4587',
    ],
    [
      'an endpoint with a password',
      () => new SupportConnection({ endpoint: 'http://me:pw@localhost' }),
      'The endpoint must not hold a user or password',
    ],
    [
      'no attempts',
      () => new SupportConnection({ maxAttempts: 0 }),
      'maxAttempts must be a whole number of at least 1, not 0',
    ],
    [
      'a negative timeout',
      () => new SupportConnection({ requestTimeout: -1 }),
      'requestTimeout must be a whole number from 0 to 2147483647, not -1',
    ],
  ]
  for (const [title, connect, message] of refused) {
    it(`refuses ${title}`, () => expect(thrown(connect)).to.equal(`ConfigurationError: ${message}`))
  }
})

describe('What is sent and what comes back', () => {
  let server: ScriptServer
  const answer = (body: unknown, status = 200, headers = {}): Reply => ({
    status,
    headers,
    body: JSON.stringify(body),
  })
  const unavailable = answer({ __type: 'InternalServerError', message: 'Try again.' }, 500)

  const connect = async (replies: readonly Reply[], options: ConnectionOptions = {}) => {
    server = await startScriptServer(replies)
    return new SupportConnection({ endpoint: server.url, credentials: keys, ...options })
  }
  afterEach(() => server.close())

  it('is signed, in the service’s protocol, and says who sends it', async () => {
    const conn = await connect([answer({ cases: [] })], { userAgentAppId: 'case-keeper' })
    await conn.describeCases({ includeResolvedCases: true, nextToken: undefined })
    const [request] = server.received
    expect(request?.body).to.equal('{"includeResolvedCases":true}')
    expect(request?.headers).to.include({
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSSupport_20130415.DescribeCases',
      'x-amz-security-token': 'SESSION-TOKEN',
    })
    expect(request?.headers.authorization).to.match(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/support\/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$/,
    )
    expect(request?.headers['user-agent']).to.match(
      /^support-repl\/\d+\.\d+\.\d+ ua\/2\.1 api\/support#2013-04-15 os\/.* app\/case-keeper$/,
    )
  })

  it('has bytes as base64 on the wire, both ways', async () => {
    const conn = await connect([
      answer({ attachmentSetId: 'as-1' }),
      answer({ attachment: { fileName: 'a', data: 'AP+A' } }),
    ])
    await conn.addAttachmentsToSet({ attachments: [{ fileName: 'a', data: new Uint8Array([0, 255, 128]) }] })
    expect(JSON.parse(server.received[0]!.body)).to.deep.equal({
      attachments: [{ fileName: 'a', data: 'AP+A' }],
    })
    const { attachment } = await conn.describeAttachment('attachment-1')
    expect(attachment?.data).to.deep.equal(new Uint8Array([0, 255, 128]))
  })

  const faults: [string, Reply, object][] = [
    [
      'a bare type',
      answer({ __type: 'CaseIdNotFound', message: 'None.' }, 400),
      { name: 'CaseIdNotFound', message: 'None.' },
    ],
    [
      'a namespace',
      answer({ __type: 'com.amazonaws.support#CaseIdNotFound', message: 'None.' }, 400),
      { name: 'CaseIdNotFound' },
    ],
    [
      'a header, a capital Message',
      answer({ Message: 'Odd.' }, 400, { 'x-amzn-errortype': 'SerializationException:http://x' }),
      { name: 'SerializationException', message: 'Odd.' },
    ],
    [
      'a fault that nobody knows',
      answer({ __type: 'BrandNewException' }, 400),
      { name: 'BrandNewException', message: 'The service gives no reason.' },
    ],
    [
      'the request id',
      answer({ __type: 'X', message: '' }, 400, { 'x-amzn-requestid': 'r-1' }),
      { requestId: 'r-1' },
    ],
    [
      'HTML',
      { status: 404, body: '<html>' },
      {
        name: 'UnexpectedResponse',
        message: 'The answer (status 404) is not JSON: is the endpoint an AWS Support endpoint?',
      },
    ],
    ['an array', answer([], 200), { name: 'UnexpectedResponse', statusCode: 200 }],
    [
      'a redirect, which is not followed',
      { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } },
      { name: 'UnexpectedResponse', statusCode: 302 },
    ],
  ]
  for (const [title, reply, expected] of faults) {
    it(`knows an error by ${title}`, async () => {
      const conn = await connect([reply], { maxAttempts: 1 })
      expect(await rejection(conn.describeCases())).to.include(expected)
    })
  }

  it('is sent again when it reads and the failure may pass', async () => {
    const log: RequestLog[] = []
    const conn = await connect([unavailable, 'reset', answer({ cases: [] })], {
      logger: { debug: (entry) => log.push(entry) },
    })
    expect(await conn.describeCases()).to.deep.equal({ cases: [] })
    expect(log.map(({ attempt, statusCode, error }) => ({ attempt, statusCode, error }))).to.deep.equal([
      { attempt: 1, statusCode: 500, error: 'InternalServerError' },
      { attempt: 2, statusCode: undefined, error: 'NetworkError' },
      { attempt: 3, statusCode: 200, error: undefined },
    ])
    expect(JSON.stringify(log)).not.to.match(/SECRET|TOKEN|AKID/)
  })

  it('is not sent more often than maxAttempts', async () => {
    const conn = await connect([unavailable], { maxAttempts: 2 })
    expect(await rejection(conn.describeCases())).to.include({ name: 'InternalServerError', attempts: 2 })
    expect(server.received).to.have.length(2)
  })

  it('is given up after requestTimeout', async () => {
    const conn = await connect(['silence'], { requestTimeout: 50, maxAttempts: 1 })
    const { host } = new URL(server.url)
    expect(await rejection(conn.describeCases())).to.include({
      name: 'NetworkError',
      message: `${host} did not answer within 50 ms`,
    })
  })

  it('is given up when the caller says so', async () => {
    const conn = await connect(['silence'])
    const controller = new AbortController()
    const call = conn.describeCases({}, { signal: controller.signal })
    controller.abort(new Error('Enough'))
    expect(await call.catch((error: Error) => error.message)).to.equal('Enough')
  })

  it('is one line about host and reason when nobody answers', async () => {
    const conn = await connect([unavailable], { maxAttempts: 1 })
    const { host } = new URL(server.url)
    await server.close()
    expect(await rejection(conn.describeCases())).to.include({
      name: 'NetworkError',
      message: `Could not reach ${host}: nothing listens there (is the endpoint running?)`,
    })
  })

  it('is watched over where it writes', async () => {
    server = await startScriptServer([answer({ caseId: 'case-2' })])
    const asked: unknown[] = []
    const bound = clientIn({
      env: { AWS_ENDPOINT_URL: server.url, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
      approve: async ({ operation, input }) => {
        asked.push([operation, input])
        throw new SupportError('WriteRefused', 'No.')
      },
    })
    const conn = new bound.SupportConnection()
    expect(await rejection(conn.resolveCase('case-1'))).to.include({ name: 'WriteRefused' })
    await conn.describeCases()
    expect(asked).to.deep.equal([['resolveCase', { caseId: 'case-1' }]])
    expect(server.received).to.have.length(1)
  })
})
