import { expect } from 'chai'
import { agentReply } from '../../src/mock/store/agent.ts'
import { Contents } from '../../src/mock/store/contents.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Json, open, testWorld } from './harness.ts'

const mebi = 1024 * 1024
const base64 = (content: string) => Buffer.from(content).toString('base64')
const file = (fileName: string, content: string) => ({ fileName, data: base64(content) })

const add = (world: World, attachments: object[], attachmentSetId?: string, account?: string): Json =>
  call(world, 'AddAttachmentsToSet', { attachments, attachmentSetId }, account)
const setOf = (world: World, ...attachments: object[]): string => add(world, attachments).attachmentSetId

/** The newest message of a case. */
const latest = (world: World, caseId: string): Json =>
  call(world, 'DescribeCommunications', { caseId }).communications[0]

describe('all files together', () => {
  const most = 256 * mebi
  const full = {
    __type: 'AttachmentLimitExceeded',
    message: 'The mock endpoint holds as many attachments as it can.',
  }

  /** A mock that has room for so many bytes more. What fills it is zeros that no memory holds. */
  function nearlyFull(room: number) {
    const world = testWorld()
    world.contents.hold([Buffer.alloc(most - room)])
    return world
  }

  it('are 256 MiB, and not a byte more', () => {
    const world = nearlyFull(10)
    expect(add(world, [file('a', '12345678901')])).to.deep.equal(full)
    const set = setOf(world, file('a', '123456'))
    expect(add(world, [file('b', '12345')], set)).to.deep.equal(full)
    expect(add(world, [file('b', '1234')], set).attachmentSetId).to.equal(set)
    expect(add(world, [file('c', '1')])).to.deep.equal(full)
  })

  it('count those of all accounts', () => {
    const world = nearlyFull(10)
    setOf(world, file('a', '1234567890'))
    expect(add(world, [file('b', '1')], undefined, '222222222222')).to.deep.equal(full)
  })

  it('have room again when a set expires that no case has', () => {
    const world = nearlyFull(10)
    setOf(world, file('a', '1234567890'))
    world.clock.advance('PT1H')
    expect(add(world, [file('b', '1234567890')])).not.to.have.property('__type')
  })

  it('have no room when the set that expires is on a message', () => {
    const world = nearlyFull(10)
    // Attaching what is held already needs none.
    const caseId = open(world, { attachmentSetId: setOf(world, file('a', '1234567890')) })
    expect(latest(world, caseId).attachments).to.have.length(1)
    world.clock.advance('PT1H')
    expect(add(world, [file('b', '1')])).to.deep.equal(full)
  })

  it('an agent too is told that there is no room', () => {
    const world = nearlyFull(10)
    const caseId = open(world)
    const reply = (data: string) => () =>
      agentReply(world, { caseId, body: 'a', attachments: [{ fileName: 'a', data: base64(data) }] })
    expect(reply('12345678901')).to.throw('The mock holds as many attachments as it can.')
    expect(latest(world, caseId).body).to.equal('It broke.')
    reply('1234567890')()
    expect(latest(world, caseId).attachments).to.have.length(1)
  })

  it('are counted once, whoever holds them', () => {
    const contents = new Contents()
    const [half, other] = [Buffer.alloc(most / 2), Buffer.alloc(most / 2)]
    expect([contents.hold([half]), contents.hold([half]), contents.hold([other])]).to.deep.equal([
      true,
      true,
      true,
    ])
    const one = Buffer.alloc(1)
    expect([contents.hasRoom([half, other]), contents.hasRoom([one])]).to.deep.equal([true, false])
    contents.release([half])
    expect(contents.hold([one])).to.equal(false)
    contents.release([half])
    expect(contents.hold([one])).to.equal(true)
    // What nobody holds is not given back.
    contents.release([half, half])
    expect(contents.hasRoom([half])).to.equal(false)
    contents.reset()
    expect(contents.hasRoom([half, other])).to.equal(true)
  })
})
