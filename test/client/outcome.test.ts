import { expect } from 'chai'
import { clientIn, type SupportConnection } from '../../src/client/connection.ts'
import { type UnansweredCall, whatIsKnown } from '../../src/client/outcome.ts'
import { type FaultRule, type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { operation, operationNames } from '../../src/model/operations.ts'
import { rejection } from './rejection.ts'

const writes = operationNames.filter((name) => operation(name).kind === 'write')

describe('What is known of a call without an answer', () => {
  const rows: [string, UnansweredCall][] = [
    ['nothing was sent', { operation: 'createCase', sent: false }],
    ['nothing was sent', { operation: 'describeCases', sent: false }],
    ['nothing was changed', { operation: 'describeCases', sent: true }],
    ['nothing was changed', { operation: 'createCase', input: { dryRun: true }, sent: true }],
    [
      'the case may have been created: describeCases shows it',
      { operation: 'createCase', input: {}, sent: true },
    ],
    [
      'the files may be in a set: a set that no case takes goes after an hour',
      { operation: 'addAttachmentsToSet', sent: true },
    ],
  ]
  for (const [known, { operation: name, input, sent }] of rows) {
    it(`${name}${input?.['dryRun'] ? ', a dry run' : ''}${sent ? ', sent' : ''}: ${known}`, () => {
      expect(whatIsKnown({ operation: name, input, sent })).to.equal(known)
    })
  }

  it('can name the way to look in the words of a shell', () => {
    const shown = whatIsKnown({ operation: 'createCase', sent: true }, (read) =>
      read === 'describeCases' ? '.cases' : read,
    )
    expect(shown).to.equal('the case may have been created: .cases shows it')
  })

  for (const name of writes) {
    it(`${name} names a read that shows its effect, or says why none is needed`, () => {
      const { effect } = operation(name)
      expect(effect?.mayHave).to.match(/ may /)
      if (effect && 'seenBy' in effect) {
        expect(operationNames.filter((each) => operation(each).kind === 'read')).to.include(effect.seenBy)
      } else expect(effect?.leftAlone).to.be.a('string')
    })
  }
})

describe('The error of a write whose answer is lost', () => {
  let mock: MockEndpoint
  let conn: SupportConnection

  before(async () => {
    mock = await startMockEndpoint({ port: 0 })
  })
  after(() => mock.close())
  beforeEach(() => {
    mock.reset()
    conn = connect(mock.url)
  })
  afterEach(() => conn.close())

  const connect = (endpoint: string) => {
    const env = { AWS_ENDPOINT_URL: endpoint, ...keysOf(mock.credentials) }
    const { SupportConnection } = clientIn({ env, delay: async () => {} })
    return new SupportConnection()
  }
  const keysOf = ({ accessKeyId, secretAccessKey }: MockEndpoint['credentials']) => ({
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  })
  const create = () => conn.createCase({ subject: 'Lost', communicationBody: 'Where is it?' })
  const mayBe = '; the case may have been created: describeCases shows it'

  const rows: [FaultRule, string][] = [
    [
      { kind: 'reset', after: true },
      `NetworkError: No answer from HOST: the connection was closed before the answer arrived${mayBe}`,
    ],
    [
      { kind: 'truncate' },
      `NetworkError: No answer from HOST: the connection was closed before the answer arrived${mayBe}`,
    ],
    [
      { kind: 'internal-error', after: true },
      `InternalServerError: An internal error occurred. Try again${mayBe}`,
    ],
    [
      { kind: 'unavailable' },
      `ServiceUnavailableException: The service is temporarily unavailable. Try again${mayBe}`,
    ],
    [
      { kind: 'bad-gateway', after: true },
      `UnexpectedResponse: The answer (status 502) is not JSON: is the endpoint an AWS Support endpoint?${mayBe}`,
    ],
    [{ kind: 'throttle' }, 'ThrottlingException: Throttle limit exceeded.'],
    [
      { fault: 'CaseCreationLimitExceeded', message: 'Enough for today.' },
      'CaseCreationLimitExceeded: Enough for today.',
    ],
  ]
  for (const [rule, expected] of rows) {
    it(`says so: ${rule.kind ?? rule.fault}${'after' in rule ? ' after it took effect' : ''}`, async () => {
      mock.faults([{ ...rule, operation: 'createCase' }])
      const error = await rejection(create())
      expect(String(error)).to.equal(expected.replace('HOST', new URL(mock.url).host))
      expect(error).to.have.property('attempts', 1)
      expect(mock.requests()).to.have.length(1)
    })
  }

  it('says so when it takes too long', async () => {
    mock.faults([{ kind: 'latency', milliseconds: 60_000 }])
    const slow = new (clientIn({ env: keysOf(mock.credentials) }).SupportConnection)({
      endpoint: mock.url,
      requestTimeout: 30,
    })
    const { message } = await rejection(slow.resolveCase('case-1'))
    expect(message).to.equal(
      `${new URL(mock.url).host} did not answer within 30 ms; the case may have been resolved: describeCases shows it`,
    )
    await slow.close()
  })

  it('says that nothing was sent where nobody listens', async () => {
    const nowhere = connect('http://127.0.0.1:1')
    expect(String(await rejection(nowhere.resolveCase('case-1')))).to.equal(
      'NetworkError: Could not reach 127.0.0.1:1: nothing listens there (is the endpoint running?); nothing was sent',
    )
  })

  it('leaves a read as it is', async () => {
    mock.faults([{ kind: 'internal-error' }])
    expect(String(await rejection(conn.describeCases()))).to.equal(
      'InternalServerError: An internal error occurred. Try again.',
    )
  })

  it('keeps what the error carries', async () => {
    mock.faults([{ kind: 'internal-error' }])
    const error = await rejection(create())
    expect(error).to.include({ statusCode: 500, attempts: 1, isServiceFault: true })
    expect(error.requestId).to.match(/^[0-9a-f-]{36}$/)
    mock.faults([{ kind: 'reset' }])
    expect(await rejection(create()))
      .to.have.property('cause')
      .that.is.instanceOf(Error)
  })
})
