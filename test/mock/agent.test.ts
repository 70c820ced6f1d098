import { expect } from 'chai'
import { MockControlError } from '../../src/mock/errors.ts'
import { type AgentReply, agentAssigns, agentReply, agentResolves } from '../../src/mock/store/agent.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Json, json, open, send, testWorld } from './harness.ts'

const statusOf = (world: World, caseId: string): string =>
  call(world, 'DescribeCases', { caseIdList: [caseId], includeResolvedCases: true }).cases[0].status
const latest = (world: World, caseId: string): Json =>
  call(world, 'DescribeCommunications', { caseId }).communications[0]

type Act = (world: World, caseId: string) => void
const acts = {
  'the agent takes the case': (world, caseId) => agentAssigns(world, { caseId }),
  'the agent asks': (world, caseId) => agentReply(world, { caseId, body: 'Which region?' }),
  'the agent reports': (world, caseId) => agentReply(world, { caseId, body: 'On it.', wait: false }),
  'the agent resolves': (world, caseId) => agentResolves(world, { caseId }),
  'the customer writes': (world, caseId) =>
    call(world, 'AddCommunicationToCase', { caseId, communicationBody: 'Here.' }),
  '10 days pass': (world) => world.clock.advance('P10D'),
  '30 days pass': (world) => world.clock.advance('P30D'),
} satisfies Record<string, Act>

describe('the agent', () => {
  const lives: [acts: (keyof typeof acts)[], status: string][] = [
    [['the agent takes the case'], 'work-in-progress'],
    [['the agent takes the case', 'the customer writes'], 'work-in-progress'],
    [['the agent takes the case', '30 days pass'], 'work-in-progress'],
    [['the agent asks'], 'pending-customer-action'],
    [['the agent asks', 'the agent takes the case'], 'pending-customer-action'],
    [['the agent asks', 'the agent reports', '30 days pass'], 'work-in-progress'],
    [['the agent asks', 'the customer writes', 'the agent takes the case'], 'work-in-progress'],
    [['the agent reports'], 'work-in-progress'],
    [['the agent resolves'], 'resolved'],
    [['the agent resolves', 'the customer writes'], 'reopened'],
    [['the agent resolves', 'the customer writes', 'the agent takes the case'], 'work-in-progress'],
    [['the agent resolves', '30 days pass', 'the agent asks'], 'pending-customer-action'],
    [['the agent asks', '10 days pass', 'the agent asks', '10 days pass'], 'resolved'],
  ]
  for (const [taken, status] of lives) {
    it(`${taken.join(', ')}: ${status}`, () => {
      const world = testWorld()
      const caseId = open(world)
      for (const act of taken) (acts[act] as Act)(world, caseId)
      expect(statusOf(world, caseId)).to.equal(status)
    })
  }

  it('asks again, and the days count from then', () => {
    const world = testWorld()
    const caseId = open(world)
    acts['the agent asks'](world, caseId)
    world.clock.advance('P9D')
    acts['the agent asks'](world, caseId)
    world.clock.advance('P9D')
    expect(statusOf(world, caseId)).to.equal('pending-customer-action')
    world.clock.advance('P1D')
    expect(statusOf(world, caseId)).to.equal('resolved')
  })

  const forms: [title: string, data: Uint8Array | string][] = [
    ['bytes', Uint8Array.from([104, 105])],
    ['a part of other bytes', new Uint8Array(Buffer.from('ohio')).subarray(1, 3)],
    ['base64', 'aGk='],
    ['base64 without padding', 'aGk'],
  ]
  for (const [title, data] of forms) {
    it(`attaches ${title}`, () => {
      const world = testWorld()
      const caseId = open(world)
      agentReply(world, { caseId, body: 'See this.', attachments: [{ fileName: 'a.txt', data }] })
      const { submittedBy, body, attachmentSet } = latest(world, caseId)
      expect([submittedBy, body, attachmentSet[0].fileName]).to.deep.equal([
        'Amazon Web Services',
        'See this.',
        'a.txt',
      ])
      const { attachmentId } = attachmentSet[0]
      expect(call(world, 'DescribeAttachment', { attachmentId }).attachment.data).to.equal('aGk=')
    })
  }

  for (const act of [agentAssigns, agentResolves]) {
    it(`${act.name} is refused on a resolved case`, () => {
      const world = testWorld()
      const caseId = open(world)
      agentResolves(world, { caseId })
      expect(() => act(world, { caseId })).to.throw(
        MockControlError,
        `The case ${caseId} is resolved: only a message opens it again.`,
      )
      expect(statusOf(world, caseId)).to.equal('resolved')
    })

    it(`${act.name} refuses members that there are not`, () => {
      const world = testWorld()
      const action = { caseId: open(world), body: 'a' }
      expect(() => act(world, action)).to.throw(MockControlError, 'The agent: body is not known.')
    })
  }

  const list = 'Attachments are a list: each has a fileName and its data, as bytes or in base64.'
  const words = 'An agent replies with words: pass body as text.'
  const which = 'An agent replies to a case: pass its caseId as text.'
  const refused: [reply: object, message: string][] = [
    [{ body: '' }, words],
    [{ body: 7 }, words],
    [{ wait: 'no' }, 'Whether the agent waits: pass wait as true or false.'],
    [{ waits: false }, 'The agent: waits is not known (did you mean wait?).'],
    [{ acountId: '123456789012' }, 'The agent: acountId is not known (did you mean accountId?).'],
    [
      { attachments: [{ filename: 'a', data: 'aGk=' }] },
      'The agent: filename is not known (did you mean fileName?).',
    ],
    [{ caseId: '' }, which],
    [{ caseId: ['case-1'] }, which],
    [{ caseId: 'case-0' }, 'There is no case case-0 in any account.'],
    [{ attachments: {} }, list],
    [{ attachments: [null] }, list],
    [{ attachments: ['a'] }, list],
    [{ attachments: [{ fileName: 'a' }] }, list],
    [{ attachments: [{ data: 'aGk=' }] }, list],
    [{ attachments: [{ fileName: '', data: 'aGk=' }] }, list],
    [{ attachments: [{ fileName: 'a', data: 'no base64!' }] }, list],
  ]
  for (const [reply, message] of refused) {
    it(`refuses ${JSON.stringify(reply)}, in the program and over HTTP`, () => {
      const world = testWorld()
      const caseId = open(world)
      const whole = { caseId, body: 'a', ...reply } as AgentReply
      expect(() => agentReply(world, whole)).to.throw(MockControlError, message)
      const body = JSON.stringify(whole)
      const sent = send(world, { url: '/_mock/agent/reply', headers: { host: 'localhost' }, body })
      expect([sent.statusCode, json(sent)]).to.deep.equal([400, { message }])
      expect(latest(world, caseId).body).to.equal('It broke.')
      expect(statusOf(world, caseId)).to.equal('unassigned')
    })
  }

  it('finds no case of 24 months ago', () => {
    const world = testWorld()
    const caseId = open(world)
    world.clock.advance('P24M1D')
    expect(() => agentResolves(world, { caseId })).to.throw(`There is no case ${caseId} in any account.`)
  })

  it('takes a case over HTTP', () => {
    const world = testWorld()
    const caseId = open(world)
    const control = (path: string) => {
      const sent = { url: `/_mock/agent/${path}`, headers: { host: 'localhost' } }
      return json(send(world, { ...sent, body: JSON.stringify({ caseId }) }))
    }
    expect(control('assign')).to.deep.equal({ assigned: true })
    expect(statusOf(world, caseId)).to.equal('work-in-progress')
    expect(control('resolve')).to.deep.equal({ resolved: true })
    expect(statusOf(world, caseId)).to.equal('resolved')
  })
})
