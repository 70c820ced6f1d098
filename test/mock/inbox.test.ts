import { expect } from 'chai'
import { eventStream } from '../../src/mock/http/event-stream.ts'
import { agentAssigns, agentReply } from '../../src/mock/store/agent.ts'
import type { FilledCase } from '../../src/mock/store/content.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Json, json, nine, open, send, testWorld } from './harness.ts'

const hour = 3_600_000

/** `ask(world, 'inbox', { account })` answers JSON, or the message of a refusal. */
function ask(world: World, route: string, query: Record<string, string> = {}): Json {
  const url = `/_mock/${route}?${new URLSearchParams(query)}`
  const reply = send(world, { method: 'GET', url, headers: { host: 'localhost:4587' } })
  return reply.statusCode === 200 ? json(reply) : `${reply.statusCode} ${json(reply).message}`
}

const draft = (number: number, rest: Partial<FilledCase> = {}): FilledCase => ({
  caseId: `case-${number}`,
  displayId: String(number),
  subject: `Subject ${number}`,
  status: 'unassigned',
  serviceCode: 'amazon-dynamodb',
  categoryCode: 'other',
  severityCode: 'low',
  issueType: 'technical',
  submittedBy: 'jane@example.com',
  language: 'en',
  timeCreated: nine - 1000 * hour + number,
  ccEmailAddresses: [],
  communications: [{ body: `Body ${number}`, submittedBy: 'jane', timeCreated: nine - 1000 * hour + number }],
  ...rest,
})

const drafts = (count: number) => Array.from({ length: count }, (_, index) => draft(index + 1))

const idsOf = (page: Json): string[] => page.cases.map(({ caseId }: { caseId: string }) => caseId)

describe('GET /_mock/inbox', () => {
  it('lists a case with its latest message', () => {
    const world = testWorld()
    const caseId = open(world, {
      subject: '<b>Help</b>',
      serviceCode: 'amazon-dynamodb',
      severityCode: 'high',
    })
    agentReply(world, { caseId, body: `  First\n\tline ${'and more '.repeat(30)}` })
    const [{ displayId, ...found }] = ask(world, 'inbox').cases
    expect(found).to.deep.equal({
      caseId,
      subject: '<b>Help</b>',
      status: 'pending-customer-action',
      severityCode: 'high',
      service: 'DynamoDB',
      language: 'en',
      timeCreated: '2026-08-01T09:00:00.000Z',
      messages: 2,
      latest: {
        from: 'agent',
        time: '2026-08-01T09:00:00.000Z',
        preview: `First line ${'and more '.repeat(30)}`.slice(0, 157).trim(),
      },
    })
  })

  it('says what there is when there is nothing', () => {
    expect(ask(testWorld(), 'inbox')).to.deep.equal({
      now: '2026-08-01T09:00:00.000Z',
      accounts: ['123456789012'],
      account: '123456789012',
      total: 0,
      skipped: 0,
      cases: [],
    })
  })

  it('has the latest news first', () => {
    const world = testWorld({ cases: () => drafts(3) })
    expect(idsOf(ask(world, 'inbox'))).to.deep.equal(['case-3', 'case-2', 'case-1'])
    agentReply(world, { caseId: 'case-2', body: 'Hello.' })
    expect(idsOf(ask(world, 'inbox'))).to.deep.equal(['case-2', 'case-3', 'case-1'])
  })

  it('goes from page to page and back, and new cases move nothing', () => {
    const world = testWorld({ cases: () => drafts(120) })
    const first = ask(world, 'inbox')
    expect([first.total, first.skipped, first.cases.length, first.newer]).to.deep.equal([
      120,
      0,
      50,
      undefined,
    ])
    open(world)
    const second = ask(world, 'inbox', { before: first.older })
    expect([second.skipped, idsOf(second)[0], idsOf(second)[49]]).to.deep.equal([51, 'case-70', 'case-21'])
    const third = ask(world, 'inbox', { before: second.older })
    expect([third.total, third.skipped, third.cases.length, third.older]).to.deep.equal([
      121,
      101,
      20,
      undefined,
    ])
    expect(idsOf(ask(world, 'inbox', { before: third.newer }))).to.deep.equal(idsOf(second))
    const top = ask(world, 'inbox', { before: second.newer })
    expect([top.skipped, top.cases.length]).to.deep.equal([1, 50])
    expect(ask(world, 'inbox', { before: top.newer }).skipped).to.equal(0)
  })

  const filters: [query: Record<string, string>, ids: string[]][] = [
    [{}, ['case-3', 'case-1']],
    [{ resolved: 'true' }, ['case-3', 'case-2', 'case-1']],
    [{ text: 'SUBJECT 3' }, ['case-3']],
    [{ text: '  body 1 ' }, ['case-1']],
    [{ text: 'case-2' }, []],
    [{ text: 'case-2', resolved: 'true' }, ['case-2']],
    [{ text: '*' }, []],
    [{ text: '(a+)+$' }, ['case-3']],
    [{ text: 'ÄRGER' }, ['case-1']],
    [{ before: '' }, ['case-3', 'case-1']],
  ]
  for (const [query, ids] of filters) {
    it(`${JSON.stringify(query)}: ${ids.join(', ') || 'none'}`, () => {
      const cases = () => [
        draft(1, { subject: 'Ärger' }),
        draft(2, { status: 'resolved', resolvedAt: nine }),
        draft(3, { communications: [{ body: 'What is (a+)+$?', submittedBy: 'jane', timeCreated: nine }] }),
      ]
      expect(idsOf(ask(testWorld({ cases }), 'inbox', query))).to.deep.equal(ids)
    })
  }

  it('shows the account that was asked for, and makes none', () => {
    const world = testWorld()
    const caseId = open(world, {}, '222222222222')
    expect(idsOf(ask(world, 'inbox'))).to.deep.equal([])
    const page = ask(world, 'inbox', { account: '222222222222' })
    expect([page.accounts, page.account, idsOf(page)]).to.deep.equal([
      ['123456789012', '222222222222'],
      '222222222222',
      [caseId],
    ])
    expect(ask(world, 'inbox', { account: '333333333333' })).to.equal(
      '400 There is no account 333333333333: nobody has used it yet.',
    )
    expect(ask(world, 'inbox').accounts.length).to.equal(2)
  })

  it('refuses a cursor of its own making only', () => {
    expect(ask(testWorld(), 'inbox', { before: 'yesterday' })).to.equal(
      '400 Pass before as it was answered in older or newer.',
    )
  })
})

describe('GET /_mock/case', () => {
  it('shows a case with its thread, the newest message last', () => {
    const world = testWorld()
    const caseId = open(world, {
      serviceCode: 'amazon-dynamodb',
      categoryCode: 'other',
      ccEmailAddresses: ['ops@example.com'],
    })
    const attachments = [{ fileName: 'graph.svg', data: Buffer.from('<svg/>') }]
    agentReply(world, { caseId, body: 'Look.', wait: false, attachments })
    const { displayId, ...found } = ask(world, 'case', { account: '123456789012', caseId })
    const { url } = found.messages[1].attachments[0]
    expect(found).to.deep.equal({
      caseId,
      subject: 'Help',
      status: 'work-in-progress',
      severityCode: 'low',
      service: 'DynamoDB',
      language: 'en',
      timeCreated: '2026-08-01T09:00:00.000Z',
      now: '2026-08-01T09:00:00.000Z',
      account: '123456789012',
      categoryCode: 'other',
      issueType: 'technical',
      submittedBy: 'jane@example.com',
      ccEmailAddresses: ['ops@example.com'],
      messages: [
        {
          from: 'customer',
          submittedBy: 'AdminRole (Role) <jane@example.com>',
          time: '2026-08-01T09:00:00.000Z',
          body: 'It broke.',
          attachments: [],
        },
        {
          from: 'agent',
          submittedBy: 'Amazon Web Services',
          time: '2026-08-01T09:00:00.000Z',
          body: 'Look.',
          attachments: [{ fileName: 'graph.svg', bytes: 6, url }],
        },
      ],
      earlier: 0,
    })
    const file = send(world, { method: 'GET', url, headers: { host: 'localhost:4587' } })
    expect([file.statusCode, file.body.toString()]).to.deep.equal([200, '<svg/>'])
  })

  it('shows as many of the newest messages as are asked for', () => {
    const world = testWorld()
    const caseId = open(world)
    for (let index = 1; index < 40; index++) agentReply(world, { caseId, body: `Message ${index}` })
    const shown = (messages?: string) => {
      const found = ask(world, 'case', { account: '123456789012', caseId, ...(messages && { messages }) })
      return [found.messages.length, found.earlier, found.messages.at(-1).body]
    }
    expect(shown()).to.deep.equal([30, 10, 'Message 39'])
    expect(shown('1')).to.deep.equal([1, 39, 'Message 39'])
    expect(shown('1000')).to.deep.equal([40, 0, 'Message 39'])
  })

  const refusals: [query: Record<string, string>, message: string][] = [
    [{}, 'There is no account : nobody has used it yet.'],
    [{ account: '123456789012' }, 'There is no case  in account 123456789012.'],
    [{ account: '123456789012', caseId: 'case-0' }, 'There is no case case-0 in account 123456789012.'],
    ...['0', '-1', '1.5', 'many', ''].map((messages): [Record<string, string>, string] => [
      { account: '123456789012', caseId: 'case-1', messages },
      'How many messages to show: pass messages as a whole number from 1 on.',
    ]),
  ]
  for (const [query, message] of refusals) {
    it(`${JSON.stringify(query)}: ${message}`, () => {
      expect(ask(testWorld({ cases: () => drafts(1) }), 'case', query)).to.equal(`400 ${message}`)
    })
  }
})

/** A reader of the events: takes what is sent, or does not. */
function reader(world: World, pace = { pause: 0, heartbeat: 1e6 }) {
  const texts: string[] = []
  const state = { takes: true }
  let arrived: (() => void) | undefined
  const stop = eventStream(world, pace).stream!((text) => {
    texts.push(text)
    arrived?.()
    return state.takes
  })
  return {
    texts,
    state,
    stop,
    /** The next text. */
    async next(): Promise<string> {
      const { length } = texts
      while (texts.length === length) {
        await new Promise<void>((resolve) => {
          arrived = resolve
        })
      }
      return texts[length]!
    },
  }
}

const told = (accountId: string, caseId: string) =>
  `event: case\ndata: ${JSON.stringify({ accountId, caseId })}\n\n`

const everything = 'event: everything\ndata: {}\n\n'

describe('GET /_mock/events', () => {
  it('is a stream that nobody keeps', () => {
    const headers = { host: 'localhost' }
    const reply = send(testWorld(), { method: 'GET', url: '/_mock/events', headers })
    expect([reply.statusCode, reply.contentType, reply.headers, typeof reply.stream]).to.deep.equal([
      200,
      'text/event-stream',
      { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' },
      'function',
    ])
  })

  it('is not for pages from elsewhere', () => {
    const headers = { host: 'localhost', origin: 'https://evil.example' }
    const reply = send(testWorld(), { method: 'GET', url: '/_mock/events', headers })
    expect([reply.statusCode, reply.stream]).to.deep.equal([403, undefined])
  })

  it('says which case of which account changed, each once', async () => {
    const world = testWorld({ cases: () => drafts(2) })
    world.accounts()
    const { next, stop, texts } = reader(world)
    const arriving = next()
    agentAssigns(world, { caseId: 'case-1' })
    agentReply(world, { caseId: 'case-1', body: 'Hello.' })
    agentAssigns(world, { caseId: 'case-2' })
    expect(await arriving).to.equal(told('123456789012', 'case-1') + told('123456789012', 'case-2'))
    expect(texts.length).to.equal(2)
    stop()
  })

  it('says that everything may have changed: the clock, a reset, what came over the API', async () => {
    const world = testWorld()
    const { next, stop } = reader(world)
    for (const act of [() => world.reset(), () => world.changes.tell()]) {
      const arriving = next()
      act()
      expect(await arriving).to.equal(everything)
    }
    const arriving = next()
    const caseId = open(world)
    expect(await arriving).to.include(told('123456789012', caseId))
    stop()
  })

  it('does not say more than a reader can want', async () => {
    const world = testWorld({ cases: () => drafts(100) })
    world.accounts()
    const { next, stop } = reader(world)
    const arriving = next()
    for (const { caseId } of drafts(100)) agentAssigns(world, { caseId })
    const text = await arriving
    expect([text.split('event: case').length - 1, text.endsWith(everything)]).to.deep.equal([20, true])
    stop()
  })

  it('has a heart that beats', async () => {
    const { next, stop } = reader(testWorld(), { pause: 0, heartbeat: 1 })
    expect([await next(), await next()]).to.deep.equal([':\n\n', ':\n\n'])
    stop()
  })

  it('keeps little for who does not read, and tells it when reading goes on', async () => {
    const world = testWorld({ cases: () => drafts(1) })
    world.accounts()
    const { next, state, stop, texts } = reader(world, { pause: 0, heartbeat: 5 })
    state.takes = false
    expect(await next()).to.equal(':\n\n')
    for (let count = 0; count < 1000; count++) world.changes.tell()
    agentAssigns(world, { caseId: 'case-1' })
    expect([await next(), await next()]).to.deep.equal([':\n\n', ':\n\n'])
    state.takes = true
    expect(await next()).to.equal(':\n\n')
    expect(texts.at(-1)).to.equal(told('123456789012', 'case-1') + everything)
    stop()
  })

  it('is silent once the reader has gone', async () => {
    const world = testWorld({ cases: () => drafts(1) })
    world.accounts()
    const gone = reader(world)
    const there = reader(world)
    gone.stop()
    const arriving = there.next()
    agentAssigns(world, { caseId: 'case-1' })
    await arriving
    expect(gone.texts).to.deep.equal(['retry: 1000\n\n'])
    there.stop()
  })
})

describe('the inbox of a busy account', () => {
  it('finds its way among 10,000 cases', () => {
    const world = testWorld({ cases: () => drafts(10_000) })
    const page = ask(world, 'inbox', { text: 'body 77' })
    expect([page.total, page.cases.length, idsOf(page)[0]]).to.deep.equal([111, 50, 'case-7799'])
    const all = ask(world, 'inbox')
    expect([all.total, all.cases.length, all.cases[0].subject]).to.deep.equal([10_000, 50, 'Subject 10000'])
    expect(call(world, 'DescribeCases').cases.length).to.equal(100)
  })
})
