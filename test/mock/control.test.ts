import { expect } from 'chai'
import { routeNames } from '../../src/mock/http/control.ts'
import { respond } from '../../src/mock/http/routes.ts'
import { loadSeed } from '../../src/mock/state/seeds.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Headers, json, open, send, testWorld, wireRequest } from './harness.ts'

const local = { host: '127.0.0.1:4587' }

/** `ask(world, 'POST clock', '{...}')` answers `[status, JSON]`. */
function ask(world: World, route: string, body = '', headers: Headers = local) {
  const [method, path] = route.split(' ')
  const reply = send(world, { method, url: `/_mock/${path}`, headers, body })
  expect(reply.contentType).to.equal('application/json')
  return [reply.statusCode, json(reply)]
}

const routes = routeNames.join(', ')

describe('the control API', () => {
  it('tells that it is well', () => {
    expect(ask(testWorld(), 'GET health')).to.deep.equal([
      200,
      { status: 'ok', now: '2026-08-01T09:00:00.000Z' },
    ])
  })

  it('resets cases, ids, clock and journal', async () => {
    const world = testWorld(await loadSeed('tutorial'))
    const run = () => [open(world), call(world, 'DescribeCases'), world.journal.entries()]
    const first = run()
    call(world, 'ResolveCase', { caseId: 'case-1' })
    world.clock.advance('P1D')
    expect(ask(world, 'POST reset')).to.deep.equal([200, { reset: true }])
    expect(run()).to.deep.equal(first)
  })

  it('shows the journal', () => {
    const world = testWorld()
    call(world, 'DescribeCases', { displayId: '7' })
    const [status, { requests }] = ask(world, 'GET requests')
    expect([status, requests.length, requests[0].operation, requests[0].input]).to.deep.equal([
      200,
      1,
      'DescribeCases',
      { displayId: '7' },
    ])
  })

  it('empties the journal', () => {
    const world = testWorld()
    call(world, 'DescribeCases')
    expect(ask(world, 'DELETE requests')).to.deep.equal([200, { requests: [] }])
    expect(world.journal.entries()).to.deep.equal([])
  })

  it('shows the state of all accounts, as a state file', async () => {
    const world = testWorld(await loadSeed('tutorial'))
    call(world, 'DescribeCases', {}, '222222222222')
    const [, state] = ask(world, 'GET state')
    expect(Object.keys(state.accounts)).to.deep.equal(['123456789012', '222222222222'])
    expect(state.accounts['123456789012'].cases[0].subject).to.equal('A test case.')
    expect(state.version).to.equal(1)
  })

  it('lets the agent reply', () => {
    const world = testWorld()
    const caseId = open(world)
    const body = JSON.stringify({ caseId, body: 'Please send a log.' })
    expect(ask(world, 'POST agent/reply', body)).to.deep.equal([200, { replied: true }])
    const [found] = call(world, 'DescribeCases').cases
    const [latest] = found.recentCommunications.communications
    expect([found.status, latest.submittedBy, latest.body]).to.deep.equal([
      'pending-customer-action',
      'Amazon Web Services',
      'Please send a log.',
    ])
  })

  it('finds the account of a case, or takes its name', async () => {
    const world = testWorld(await loadSeed('tutorial'))
    const caseId = open(world, {}, '222222222222')
    expect(ask(world, 'POST agent/reply', JSON.stringify({ caseId, body: 'a' }))[0]).to.equal(200)
    expect(ask(world, 'POST agent/reply', '{"caseId": "case-1", "body": "b"}')).to.deep.equal([
      400,
      { message: 'Several accounts have the case case-1: pass accountId.' },
    ])
    ask(world, 'POST agent/reply', '{"caseId": "case-1", "body": "b", "accountId": "222222222222"}')
    const status = (account: string) =>
      call(world, 'DescribeCases', { caseIdList: ['case-1'] }, account).cases[0].status
    expect([status('123456789012'), status('222222222222')]).to.deep.equal([
      'unassigned',
      'pending-customer-action',
    ])
  })

  it('moves the clock', () => {
    const world = testWorld()
    expect(ask(world, 'POST clock', '{"advance": "P1D"}')).to.deep.equal([
      200,
      { now: '2026-08-02T09:00:00.000Z' },
    ])
    expect(ask(world, 'POST clock', '{"set": "2027-01-01"}')).to.deep.equal([
      200,
      { now: '2027-01-01T00:00:00.000Z' },
    ])
  })

  const refused: [route: string, body: string, status: number, message: string][] = [
    ['GET nothing', '', 404, `There is no GET nothing. There are: ${routes}.`],
    ['GET reset', '', 404, `There is no GET reset. There are: ${routes}.`],
    ['GET constructor', '', 404, `There is no GET constructor. There are: ${routes}.`],
    ['POST clock', '', 400, 'Send {"advance": "P14D"} or {"set": "2026-08-01T09:00:00Z"}.'],
    [
      'POST clock',
      '{"advance": "P1D", "set": "2026-01-01"}',
      400,
      'Send {"advance": "P14D"} or {"set": "2026-08-01T09:00:00Z"}.',
    ],
    [
      'POST clock',
      '{"advance": "a while"}',
      400,
      "Not an ISO 8601 duration: 'a while'. Write for example PT1H, P14D or P24M.",
    ],
    ['POST clock', '{"set": {}}', 400, 'Not a time: {}. Write for example 2026-08-01T09:00:00Z.'],
    ['POST clock', '{"advanse": "P1D"}', 400, 'The clock: advanse is not known (did you mean advance?).'],
    [
      'POST clock',
      '{"set": {"toString": 1}}',
      400,
      'Not a time: { toString: 1 }. Write for example 2026-08-01T09:00:00Z.',
    ],
    ['POST clock', '[]', 400, 'The body is not a JSON object.'],
    ['POST agent/reply', '{"caseId": "case-0", "body": "a"}', 400, 'There is no case case-0 in any account.'],
    [
      'POST agent/reply',
      '{"caseId": "case-0", "body": "a", "accountId": "222222222222"}',
      400,
      'There is no case case-0 in account 222222222222.',
    ],
    ['POST agent/reply', '{"body": "a"}', 400, 'An agent replies to a case: pass its caseId as text.'],
    ['POST agent/reply', '{"caseId": "case-0"}', 400, 'An agent replies with words: pass body as text.'],
  ]
  for (const [route, body, status, message] of refused) {
    it(`${route} ${body}: ${status}`, () => {
      expect(ask(testWorld(), route, body)).to.deep.equal([status, { message }])
    })
  }

  it('POST clock with no JSON: 400', () => {
    const [status, { message }] = ask(testWorld(), 'POST clock', '{\n  "advance": \n')
    expect([status, message]).to.deep.equal([400, 'The body is not JSON: line 3, column 1.'])
  })

  const elsewhere =
    'The control API and the page answer to localhost, 127.0.0.1 and [::1] only: use one of them as the host.'
  const pages = 'The control API and the page do not answer to web pages from elsewhere.'
  const callers: [headers: Headers, outcome: string][] = [
    [{ host: 'localhost:4587' }, 'ok'],
    [{ host: '127.0.0.1' }, 'ok'],
    [{ host: '127.8.0.1:80' }, 'ok'],
    [{ host: '[::1]:4587' }, 'ok'],
    [{ host: 'localhost:4587', origin: 'http://localhost:4587' }, 'ok'],
    [{ host: 'localhost', origin: 'http://localhost:80' }, 'ok'],
    [{ host: '[::1]:4587', origin: 'http://[::1]:4587' }, 'ok'],
    [{ host: 'localhost:4587', origin: 'http://localhost:3000' }, pages],
    [{ host: 'localhost:4587', origin: 'http://127.0.0.1:4587' }, pages],
    [{ host: 'localhost:4587', origin: 'http://localhost' }, pages],
    [{ host: 'evil.example' }, elsewhere],
    [{ host: '127.0.0.1.evil.example' }, elsewhere],
    [{ host: 'localhost.evil.example:4587' }, elsewhere],
    [{ host: 'evil.example#127.0.0.1' }, elsewhere],
    [{ host: '10.0.0.1' }, elsewhere],
    [{}, elsewhere],
    [{ host: 'localhost', origin: 'https://evil.example' }, pages],
    [{ host: 'localhost', origin: 'null' }, pages],
  ]
  for (const [headers, outcome] of callers) {
    it(`${JSON.stringify(headers)}: ${outcome}`, () => {
      const [status, answer] = ask(testWorld(), 'GET health', '', headers)
      expect(status === 200 ? answer.status : `${status} ${answer.message}`).to.equal(
        outcome === 'ok' ? 'ok' : `403 ${outcome}`,
      )
    })
  }

  const addresses: [from: string | undefined, status: number][] = [
    [undefined, 200],
    ['127.0.0.1', 200],
    ['127.8.0.1', 200],
    ['::1', 200],
    ['::ffff:127.0.0.1', 200],
    ['', 403],
    ['10.0.0.1', 403],
    ['172.17.0.1', 403],
    ['::ffff:10.0.0.1', 403],
    ['fe80::1', 403],
    ['2001:db8::127.0.0.1', 403],
  ]
  for (const [from, status] of addresses) {
    it(`a caller at ${from} that says it is localhost: ${status}`, () => {
      const sent = wireRequest({ method: 'GET', url: '/_mock/health', headers: { host: 'localhost' } })
      const reply = respond(testWorld(), { ...sent, from })
      expect(reply.statusCode).to.equal(status)
      if (status === 403)
        expect(json(reply).message).to.equal(
          'The control API and the page answer to the same computer only, over localhost, 127.0.0.1 or [::1].',
        )
    })
  }

  it('is not in the journal', () => {
    const world = testWorld()
    ask(world, 'GET health')
    expect(world.journal.entries()).to.deep.equal([])
  })

  it('a GET of / tells what this is', () => {
    const { statusCode, contentType, body } = send(testWorld(), { method: 'GET' })
    expect([statusCode, contentType, body]).to.deep.equal([
      200,
      'text/plain; charset=utf-8',
      'This is a mock of the AWS Support API (support-repl).\nPoint an AWS SDK at this address, or see /_mock/health, /_mock/requests and /_mock/state.\n',
    ])
  })
})
