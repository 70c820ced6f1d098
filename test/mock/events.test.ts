import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { startMockEndpoint } from '../../src/mock/index.ts'
import { agentAssigns, agentReply, agentResolves } from '../../src/mock/store/agent.ts'
import { EventPoster, type SupportCaseUpdate } from '../../src/mock/store/event-poster.ts'
import type { World } from '../../src/mock/world.ts'
import { call, open, send, testWorld } from './harness.ts'

/** What a receiver does with a request that has arrived. */
type Answer = (response: ServerResponse) => void

const take: Answer = (response) => response.writeHead(200).end()
const hang: Answer = () => {}
const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end('{}')

/** A receiver of events, and what it was sent. */
class Receiver {
  readonly events: SupportCaseUpdate[] = []
  readonly requests: string[] = []
  answer: Answer = take
  readonly #server: Server = createServer((request, response) => this.#receive(request, response))

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/events`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    this.requests.push(`${request.method} ${request.url} ${request.headers['content-type']}`)
    this.events.push(JSON.parse(Buffer.concat(chunks).toString()))
    this.answer(response)
  }
}

describe('posted events', () => {
  let receiver: Receiver
  let url: string
  let world: World
  let failures: string[]

  beforeEach(async () => {
    receiver = new Receiver()
    url = await receiver.listen()
    world = testWorld()
    failures = []
  })
  afterEach(() => receiver.close())

  const poster = (to = url, patience?: number) =>
    new EventPoster(to, world, (reason) => failures.push(reason), patience)
  const write = (caseId: string) =>
    call(world, 'AddCommunicationToCase', { caseId, communicationBody: 'More.' })
  const resolve = (caseId: string) => call(world, 'ResolveCase', { caseId })
  const names = () => receiver.events.map(({ detail }) => `${detail['event-name']} ${detail.origin}`.trim())

  it('are as EventBridge delivers them', async () => {
    const posting = poster()
    const caseId = open(world)
    const { displayId } = call(world, 'DescribeCases').cases[0]
    write(caseId)
    await posting.close()
    const [created, added] = receiver.events
    const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
    const { id, ...rest } = created!
    expect(id).to.match(uuid)
    expect(rest).to.deep.equal({
      version: '0',
      'detail-type': 'Support Case Update',
      source: 'aws.support',
      account: '123456789012',
      time: '2026-08-01T09:00:00Z',
      region: 'us-east-1',
      resources: [],
      detail: {
        'case-id': caseId,
        'display-id': displayId,
        'communication-id': '',
        'event-name': 'CreateCase',
        origin: '',
      },
    })
    expect(Object.keys(created!)).to.deep.equal([
      ...['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail'],
    ])
    const { 'communication-id': communicationId, ...detail } = added!.detail
    expect(communicationId.replace('ekko:us-east-1:', '')).to.match(uuid)
    expect(detail).to.deep.equal({
      'case-id': caseId,
      'display-id': displayId,
      'event-name': 'AddCommunicationToCase',
      origin: 'CUSTOMER',
    })
    expect(receiver.requests).to.deep.equal(Array(2).fill('POST /events application/json'))
    expect(failures).to.deep.equal([])
  })

  const added = (origin: string) => `AddCommunicationToCase ${origin}`
  const stories: [title: string, act: (caseId: string) => void, events: string[]][] = [
    ['the customer writes', write, [added('CUSTOMER')]],
    ['an agent writes', (caseId) => agentReply(world, { caseId, body: 'a' }), [added('AWS')]],
    ['an agent takes the case', (caseId) => agentAssigns(world, { caseId }), []],
    ['the customer resolves', resolve, ['ResolveCase']],
    ['an agent resolves', (caseId) => agentResolves(world, { caseId }), ['ResolveCase']],
    ['it is resolved twice', (caseId) => [resolve(caseId), resolve(caseId)], ['ResolveCase']],
    [
      'the customer reopens',
      (caseId) => [resolve(caseId), write(caseId)],
      ['ResolveCase', 'ReopenCase', added('CUSTOMER')],
    ],
    [
      'an agent reopens',
      (caseId) => [resolve(caseId), agentReply(world, { caseId, body: 'a' })],
      ['ResolveCase', 'ReopenCase', added('AWS')],
    ],
    ['it is read', () => call(world, 'DescribeCases'), []],
    ['a dry run', (caseId) => call(world, 'ResolveCase', { caseId, dryRun: true }), []],
    ['a fault', () => write('case-0'), []],
    [
      'it is left to silence',
      (caseId) => {
        agentReply(world, { caseId, body: 'a' })
        // Nobody looks at the case: the moved clock alone resolves it.
        const body = '{"advance": "P11D"}'
        send(world, { url: '/_mock/clock', headers: { host: 'localhost' }, body })
      },
      [added('AWS'), 'ResolveCase'],
    ],
  ]
  for (const [title, act, events] of stories) {
    it(`${title}: ${events.join(', ') || 'none'}`, async () => {
      const posting = poster()
      act(open(world))
      await posting.close()
      expect(names()).to.deep.equal(['CreateCase', ...events])
    })
  }

  it('of silence tell when it ended', async () => {
    const posting = poster()
    agentReply(world, { caseId: open(world), body: 'a' })
    world.clock.advance('P20D')
    call(world, 'DescribeCases')
    await posting.close()
    expect(receiver.events.at(-1)!.time).to.equal('2026-08-11T09:00:00Z')
  })

  it('come in the order in which it happened, of all accounts', async () => {
    const posting = poster()
    const ids = Array.from({ length: 20 }, (_, n) => open(world, {}, n % 2 ? '123456789012' : '222222222222'))
    await posting.close()
    expect(receiver.events.map(({ detail }) => detail['case-id'])).to.deep.equal(ids)
    expect(receiver.events.map(({ account }) => account)).to.deep.equal(ids.map((id) => id.split('-')[1]))
    expect(new Set(receiver.events.map(({ id }) => id)).size).to.equal(20)
  })

  it('a receiver that refuses one gets the next', async () => {
    const posting = poster()
    receiver.answer = status(500)
    const first = open(world)
    const second = open(world)
    await posting.close()
    expect(receiver.events).to.have.length(2)
    expect(failures).to.deep.equal([
      `CreateCase of ${first}: the receiver answered 500`,
      `CreateCase of ${second}: the receiver answered 500`,
    ])
  })

  it('a receiver that is down gets none', async () => {
    await receiver.close()
    const posting = poster()
    const caseId = open(world)
    await posting.close()
    expect(failures).to.deep.equal([`CreateCase of ${caseId}: ECONNREFUSED`])
    receiver = new Receiver()
  })

  it('a receiver that never answers loses its event, and the end does not wait for it', async () => {
    receiver.answer = hang
    const posting = poster(url, 40)
    const ids = [open(world), open(world), open(world), open(world), open(world), open(world)]
    await posting.close()
    const late = 'the receiver did not answer in time'
    expect(failures[0]).to.equal(`CreateCase of ${ids[0]}: ${late}`)
    expect(failures.at(-1)).to.match(/^the mock ends, and [1-5] more waited$/)
    expect(world.store.account('123456789012').cases.all()).to.have.length(6)
  })

  it('what happens after the end is not posted', async () => {
    const posting = poster()
    await posting.close()
    open(world)
    await posting.close()
    expect(receiver.events).to.deep.equal([])
  })

  it('a mock posts before it ends what has happened', async () => {
    const mock = await startMockEndpoint({ port: 0, events: url })
    mock.agent.reply({ caseId: 'case-1', body: 'Hello.' })
    mock.agent.resolve({ caseId: 'case-1' })
    await mock.close()
    expect(names()).to.deep.equal(['AddCommunicationToCase AWS', 'ResolveCase'])
  })

  for (const events of ['ftp://127.0.0.1/', 'events', '']) {
    it(`'${events}' is no receiver`, async () => {
      const error = await startMockEndpoint({ port: 0, events }).then(
        () => expect.fail('It worked.'),
        (reason: Error) => reason,
      )
      expect(error.message).to.equal(`events must be an http or https URL, not '${events}'.`)
    })
  }
})
