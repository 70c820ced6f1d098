import { expect } from 'chai'
import { respond } from '../../src/mock/http/routes.ts'
import { call, headersFor, jane, open, send, sign, testWorld, wireRequest } from './harness.ts'

describe('the journal', () => {
  it('tells what was asked and how it went', () => {
    const world = testWorld()
    const caseId = open(world, { communicationBody: 'Short.' })
    call(world, 'ResolveCase', { caseId: 'case-0', colour: 'red' })
    const [first, second] = world.journal.entries()
    const id = /^[0-9a-f-]{36}$/
    expect(first!.requestId).to.match(id)
    expect(second!.requestId).to.match(id).and.not.equal(first!.requestId)
    expect([first, second].map((entry) => ({ ...entry, requestId: undefined }))).to.deep.equal([
      {
        requestId: undefined,
        time: '2026-08-01T09:00:00.000Z',
        accountId: '123456789012',
        operation: 'CreateCase',
        input: { subject: 'Help', communicationBody: 'Short.' },
        status: 200,
        fault: undefined,
      },
      {
        requestId: undefined,
        time: '2026-08-01T09:00:00.000Z',
        accountId: '123456789012',
        operation: 'ResolveCase',
        input: { caseId: 'case-0' },
        status: 400,
        fault: 'CaseIdNotFound',
      },
    ])
    expect(caseId).not.to.equal(undefined)
  })

  it('has the request id of the answer', () => {
    const world = testWorld()
    const { requestId } = send(world, { headers: headersFor('DescribeCases'), body: '{}' })
    expect(world.journal.entries()[0]!.requestId).to.equal(requestId)
  })

  it('cuts long texts and long lists', () => {
    const world = testWorld()
    open(world, { communicationBody: 'x'.repeat(8000) })
    call(world, 'DescribeServices', { serviceCodeList: Array(300).fill('a') })
    const [first, second] = world.journal.entries()
    expect(first!.input!['communicationBody']).to.equal(`${'x'.repeat(200)}...`)
    expect(second!.input!['serviceCodeList']).to.have.length(100)
  })

  it('has requests that never came as far as an operation', () => {
    const world = testWorld()
    send(world, { headers: { ...headersFor('DescribeCases'), 'x-amz-target': 'y'.repeat(300) }, body: '{' })
    send(world, { method: 'DELETE', url: '/' })
    const told = world.journal.entries().map(({ operation, accountId, input, status, fault }) => ({
      operation,
      accountId,
      input,
      status,
      fault,
    }))
    expect(told).to.deep.equal([
      {
        operation: `${'y'.repeat(200)}...`,
        accountId: undefined,
        input: undefined,
        status: 400,
        fault: 'SerializationException',
      },
      {
        operation: undefined,
        accountId: undefined,
        input: undefined,
        status: 403,
        fault: 'AccessDeniedException',
      },
    ])
  })

  it('has no secrets', async () => {
    const world = testWorld({
      strictAuth: true,
      credentials: [{ ...jane, sessionToken: 'the-session-token' }],
    })
    const { authorization, 'x-amz-date': _, ...headers } = headersFor('DescribeCases')
    const credentials = { ...jane, sessionToken: 'the-session-token' }
    respond(world, wireRequest(await sign({ headers, body: '{}' }, { credentials })))
    const text = JSON.stringify(world.journal.entries())
    expect(text).to.include('"status":200')
    for (const secret of ['the-session-token', jane.secretAccessKey, jane.accessKeyId, 'Signature']) {
      expect(text).not.to.include(secret)
    }
  })

  for (const [journalSize, kept] of [
    [10, ['25', '26', '27', '28', '29', '30', '31', '32', '33', '34']],
    [1, ['34']],
    [0, []],
  ] as const) {
    it(`keeps the last ${journalSize}`, () => {
      const world = testWorld({ journalSize })
      for (let n = 0; n < 35; n++) call(world, 'DescribeCases', { displayId: String(n) })
      expect(world.journal.entries().map(({ input }) => input!['displayId'])).to.deep.equal(kept)
      world.journal.clear()
      expect(world.journal.entries()).to.deep.equal([])
    })
  }
})
