/** Writes whose answer is lost: sent once, looked for, and found, or told about. */
import { AddCommunicationToCaseCommand, CreateCaseCommand, SupportClient } from '@aws-sdk/client-support'
import { expect } from 'chai'
import { clientIn, type SupportConnection } from '../../src/client/connection.ts'
import { OutcomeUnknownError } from '../../src/client/errors.ts'
import { metadataOf } from '../../src/client/metadata.ts'
import { type FaultRule, type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { operation, operationNames } from '../../src/model/operations.ts'
import { rejection } from './rejection.ts'
import { startScriptServer } from './script-server.ts'

const check = 'Pfx0RwqBli'

describe('A write whose answer is lost', () => {
  let mock: MockEndpoint
  let conn: SupportConnection
  let subject: string
  let tests = 0

  before(async () => {
    mock = await startMockEndpoint({ port: 0 })
  })
  after(() => mock.close())
  beforeEach(() => {
    mock.reset()
    conn = connect(mock.url)
    // The process remembers its writes for a while, and a mock that is reset gives the same ids again.
    subject = `Lost ${tests++}`
  })
  afterEach(() => conn.close())

  const connect = (endpoint: string, delay: (ms: number) => Promise<void> = async () => {}) => {
    const { accessKeyId, secretAccessKey } = mock.credentials
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
    const { SupportConnection } = clientIn({ env, delay })
    return new SupportConnection({ endpoint })
  }
  const create = () => conn.createCase({ subject, communicationBody: 'Where is it?' })
  const sent = (name: string) => mock.requests().filter((request) => request.operation === name).length
  const cases = async () => (await conn.describeCases()).cases ?? []

  describe('is found, and answered with', () => {
    const faults: FaultRule[] = [
      { kind: 'reset', after: true },
      { kind: 'truncate' },
      { kind: 'wrong-length' },
      { kind: 'wrong-crc' },
      { kind: 'internal-error', after: true },
      { kind: 'unavailable', after: true },
      { kind: 'bad-gateway', after: true },
    ]
    for (const rule of faults) {
      it(`a case: ${rule.kind}`, async () => {
        mock.faults([{ ...rule, operation: 'createCase', next: 1 }])
        const created = await create()
        expect((await cases()).filter((each) => each.subject === subject)).to.deep.include({
          ...(await cases()).find(({ caseId }) => caseId === created.caseId),
        })
        expect(sent('CreateCase')).to.equal(1)
        expect(metadataOf(created)).to.deep.equal({ attempts: 1, recovered: true })
      })
    }

    it('a message', async () => {
      mock.faults([{ kind: 'reset', after: true, operation: 'addCommunicationToCase', next: 1 }])
      const message = { caseId: 'case-1', communicationBody: subject }
      expect(await conn.addCommunicationToCase(message)).to.deep.equal({ result: true })
      expect(sent('AddCommunicationToCase')).to.equal(1)
    })

    it('a refresh', async () => {
      mock.faults([{ kind: 'reset', after: true, operation: 'refreshTrustedAdvisorCheck', next: 1 }])
      const { status } = await conn.refreshTrustedAdvisorCheck(check)
      expect(status).to.include({ checkId: check, status: 'enqueued' })
      expect(sent('RefreshTrustedAdvisorCheck')).to.equal(1)
    })

    it('one whose text the service has redacted', async () => {
      mock.faults([{ kind: 'reset', after: true, operation: 'createCase', next: 1 }])
      const communicationBody = 'The card 4111 1111 1111 1111 was not taken.\r\nWhy?  '
      expect(await conn.createCase({ subject, communicationBody })).to.have.property('caseId')
    })

    it('one on the second page', async () => {
      mock.faults([{ kind: 'reset', after: true, operation: 'createCase', next: 1 }])
      const found = conn.createCase({ subject, communicationBody: 'Below many others.' })
      for (let i = 0; i < 120; i++) {
        await conn.createCase({ subject: `${subject}, ${i}`, communicationBody: 'Another.' })
      }
      expect((await found).caseId).to.match(/^case-/)
    })

    it('one that shows later', async () => {
      let pauses = 0
      // The first two looks come too early.
      const delay = async () => {
        if (++pauses === 3) await conn.createCase({ subject, communicationBody: 'Slow.' })
      }
      const slow = connect(mock.url, delay)
      mock.faults([{ kind: 'reset', operation: 'createCase', next: 1 }])
      const created = await slow.createCase({ subject, communicationBody: 'Slow.' }).catch((error) => error)
      // Another write of the same text accounts for it: it is not taken for the lost one.
      expect(created).to.be.instanceOf(OutcomeUnknownError)
      await slow.close()
    })
  })

  describe('is told about when it is not there', () => {
    const lost: [FaultRule, string][] = [
      [{ kind: 'reset' }, 'No answer from HOST: the connection was closed before the answer arrived'],
      [{ kind: 'internal-error' }, 'An internal error occurred. Try again'],
      [{ kind: 'unavailable' }, 'The service is temporarily unavailable. Try again'],
      [
        { kind: 'bad-gateway' },
        'The answer (status 502) is not JSON: is the endpoint an AWS Support endpoint?',
      ],
    ]
    for (const [rule, said] of lost) {
      it(rule.kind!, async () => {
        mock.faults([{ ...rule, operation: 'createCase' }])
        const error = await rejection(create())
        expect(error).to.be.instanceOf(OutcomeUnknownError)
        expect(error).to.include({ operation: 'createCase', attempts: 1, retryable: false })
        expect(error.message).to.equal(
          `${said.replace('HOST', new URL(mock.url).host)}; the case may have been created, yet describeCases did not show it in 3 looks: look again before you send it again`,
        )
        expect(error.cause).to.be.instanceOf(Error)
        expect(sent('CreateCase')).to.equal(1)
      })
    }

    it('and looking fails too', async () => {
      mock.faults([
        { kind: 'reset', operation: 'createCase' },
        { kind: 'internal-error', operation: 'describeCases' },
      ])
      expect((await rejection(create())).message).to.match(
        /; the case may have been created, and looking for it failed too \(An internal error occurred\. Try again\): describeCases shows it$/,
      )
      expect(sent('CreateCase')).to.equal(1)
    })

    it('and nothing can show it', async () => {
      mock.faults([{ kind: 'reset', after: true, operation: 'addAttachmentsToSet' }])
      const attachments = [{ fileName: 'a', data: new Uint8Array(1) }]
      expect((await rejection(conn.addAttachmentsToSet({ attachments }))).message).to.match(
        /; the files may be in a set: a set that no case takes goes after an hour$/,
      )
      expect(mock.requests()).to.have.length(1)
    })
  })

  describe('is not taken for another', () => {
    it('that was made before with the same text', async () => {
      const before = await create()
      mock.faults([{ kind: 'reset', operation: 'createCase', next: 1 }])
      expect((await rejection(create())).name).to.equal('OutcomeUnknownError')
      expect((await cases()).map(({ caseId }) => caseId))
        .to.include(before.caseId)
        .and.to.have.length(2)
    })

    it('that another connection is making at the same time', async () => {
      const other = connect(mock.url)
      const same = { caseId: 'case-1', communicationBody: subject }
      // Of two that are the same, one is lost without effect.
      mock.faults([{ kind: 'reset', operation: 'addCommunicationToCase', next: 1 }])
      const outcomes = await Promise.allSettled([
        conn.addCommunicationToCase(same),
        other.addCommunicationToCase(same),
      ])
      expect(outcomes.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected'])
      await other.close()
    })

    it('when of several that are the same some are lost', async () => {
      const many = 12
      mock.faults([
        { kind: 'reset', after: true, operation: 'createCase', next: 3 },
        { kind: 'reset', operation: 'createCase', next: 4 },
      ])
      const outcomes = await Promise.allSettled(Array.from({ length: many }, create))
      const ids = outcomes.flatMap((each) => (each.status === 'fulfilled' ? (each.value.caseId ?? []) : []))
      const there = (await cases()).filter((each) => each.subject === subject)
      expect(new Set(ids).size).to.equal(ids.length)
      expect(ids).to.have.members(there.map(({ caseId }) => caseId))
      expect(there).to.have.length(many - 4)
      expect(sent('CreateCase')).to.equal(many)
    })
  })

  describe('beside the same write of another process', () => {
    // It shares nothing with this client, as another process would.
    let other: SupportClient
    beforeEach(() => {
      const { url: endpoint, credentials } = mock
      other = new SupportClient({ endpoint, credentials, region: 'us-east-1' })
    })
    afterEach(() => other.destroy())

    const draft = () => ({ subject, communicationBody: 'Where is it?' })
    /** A connection that waits, before it looks for the first time, until the other one has written. */
    const afterwards = (write: () => Promise<unknown>) => {
      let written: Promise<unknown> | undefined
      return connect(mock.url, async () => {
        written ??= write()
        await written
      })
    }

    it('is told about, with all that may be it', async () => {
      mock.faults([{ kind: 'reset', after: true, operation: 'createCase', next: 1 }])
      await using own = afterwards(() => other.send(new CreateCaseCommand(draft())))
      const error = await rejection(own.createCase(draft()))
      const ids = (await cases()).filter((each) => each.subject === subject).map(({ caseId }) => caseId)
      expect(ids).to.have.length(2)
      expect(error).to.be.instanceOf(OutcomeUnknownError)
      expect(error.message).to.equal(
        `No answer from ${new URL(mock.url).host}: the connection was closed before the answer arrived; the case may have been created, and somebody else writes the same: describeCases shows 2 (${ids.join(', ')}), one of which may be this one`,
      )
    })

    it('is told about, of messages too', async () => {
      mock.faults([{ kind: 'reset', after: true, operation: 'addCommunicationToCase', next: 1 }])
      const message = { caseId: 'case-1', communicationBody: subject }
      await using own = afterwards(() => other.send(new AddCommunicationToCaseCommand(message)))
      expect((await rejection(own.addCommunicationToCase(message))).message).to.match(
        /and somebody else writes the same: describeCommunications shows 2, one of which may be this one$/,
      )
    })

    it('is taken for that when there is only one, which the result says', async () => {
      mock.faults([{ kind: 'reset', operation: 'createCase', next: 1 }])
      await using own = afterwards(() => other.send(new CreateCaseCommand(draft())))
      expect(metadataOf(await own.createCase(draft()))).to.include({ recovered: true })
      expect((await cases()).filter((each) => each.subject === subject)).to.have.length(1)
    })
  })

  describe('is found on a mock whose clock was moved', () => {
    const move = (ways: readonly string[]) => {
      for (const time of ways) mock.clock.set(new Date(Date.now() + Number(time) * 24 * 3600 * 1000))
    }
    const rows: [title: string, before: string[], between: string[]][] = [
      ['ahead, before the first call', ['10'], []],
      ['back, before the first call', ['-10'], []],
      ['ahead, between two calls', [], ['10']],
      ['back, between two calls', ['10'], ['-20']],
      ['to and fro', ['300', '-300'], ['700', '5']],
    ]
    for (const [title, before, between] of rows) {
      it(title, async () => {
        move(before)
        if (between.length > 0) await cases()
        move(between)
        mock.faults([{ kind: 'reset', after: true, operation: 'createCase', next: 1 }])
        const created = await create()
        expect(metadataOf(created)).to.include({ recovered: true })
        const all = (await conn.describeCases()).cases ?? []
        expect(all.filter((each) => each.subject === subject).map(({ caseId }) => caseId)).to.deep.equal([
          created.caseId,
        ])
        expect(sent('CreateCase')).to.equal(1)
      })
    }

    it('unless it was moved while the answer was lost: then it is told about', async () => {
      await using slow = connect(mock.url, async () => move(['10']))
      mock.faults([{ kind: 'reset', after: true, operation: 'createCase', next: 1 }])
      const draft = { subject, communicationBody: 'Where is it?' }
      expect((await rejection(slow.createCase(draft))).name).to.equal('OutcomeUnknownError')
      expect(sent('CreateCase')).to.equal(1)
    })
  })

  it('is told about where cases have another time than answers: an older one could be the same', async () => {
    const communications = [{ body: 'Where is it?' }]
    const timeCreated = new Date(Date.now() + 10 * 24 * 3600 * 1000).toISOString()
    const found = { caseId: 'case-2', subject, timeCreated, recentCommunications: { communications } }
    const server = await startScriptServer([
      'reset',
      { status: 200, body: JSON.stringify({ cases: [found] }) },
    ])
    await using strange = connect(server.url)
    const draft = { subject, communicationBody: 'Where is it?' }
    expect((await rejection(strange.createCase(draft))).message).to.match(
      /; the case may have been created, yet describeCases did not show it in 3 looks: look again before you send it again$/,
    )
    expect(server.received).to.have.length(4)
    await server.close()
  })

  it('is told about where the pages that would show it go in a circle', async () => {
    const page = { status: 200, body: '{"cases":[],"nextToken":"again"}' }
    const server = await startScriptServer(['reset', page])
    await using strange = connect(server.url)
    const draft = { subject, communicationBody: 'Where is it?' }
    expect((await rejection(strange.createCase(draft))).message).to.match(
      /looking for it failed too \(describeCases answered the same nextToken twice\): describeCases shows it$/,
    )
    expect(server.received).to.have.length(1 + 3 * 2)
    await server.close()
  })

  describe('is sent again', () => {
    const again: [string, FaultRule, () => Promise<unknown>, string][] = [
      ['when it was throttled', { kind: 'throttle' }, create, 'CreateCase'],
      [
        'when it does no harm twice',
        { kind: 'reset', after: true },
        () => conn.resolveCase('case-1'),
        'ResolveCase',
      ],
      [
        'when it is dry',
        { kind: 'reset' },
        () => rejection(conn.createCase({ subject, communicationBody: 'x', dryRun: true })),
        'CreateCase',
      ],
    ]
    for (const [title, rule, call, name] of again) {
      it(title, async () => {
        mock.faults([{ ...rule, next: 2 }])
        await call()
        expect(sent(name)).to.equal(3)
      })
    }

    it('not when the service refuses it', async () => {
      mock.faults([{ fault: 'CaseCreationLimitExceeded', message: 'Enough for today.' }])
      expect(String(await rejection(create()))).to.equal('CaseCreationLimitExceeded: Enough for today.')
      expect(mock.requests()).to.have.length(1)
    })

    it('and stays in doubt when a later attempt is refused', async () => {
      mock.faults([
        { kind: 'reset', after: true, operation: 'resolveCase', next: 1 },
        { kind: 'throttle', operation: 'resolveCase' },
      ])
      const error = await rejection(conn.resolveCase('case-1'))
      expect(error).to.be.instanceOf(OutcomeUnknownError)
      expect(error.message).to.equal(
        'Throttle limit exceeded; the case may have been resolved: describeCases shows it',
      )
      expect(error).to.include({ attempts: 3 })
    })

    it('never, of those that would have an effect twice', () => {
      const once = operationNames.filter((name) => operation(name).effect?.repeatable !== true)
      expect(once.filter((name) => operation(name).kind === 'write')).to.deep.equal([
        'createCase',
        'addCommunicationToCase',
        'addAttachmentsToSet',
        'refreshTrustedAdvisorCheck',
      ])
    })
  })

  it('says that nothing was sent where nobody listens', async () => {
    const nowhere = connect('http://127.0.0.1:1')
    expect(String(await rejection(nowhere.createCase({ subject, communicationBody: 'x' })))).to.equal(
      'NetworkError: Could not reach 127.0.0.1:1: nothing listens there (is the endpoint running?); nothing was sent',
    )
  })

  it('leaves a read as it is', async () => {
    mock.faults([{ kind: 'internal-error' }])
    const error = await rejection(conn.describeCases())
    expect(String(error)).to.equal('InternalServerError: An internal error occurred. Try again.')
    expect(error).to.include({ attempts: 3, retryable: true, statusCode: 500 })
  })
})
