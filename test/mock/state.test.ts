import { expect } from 'chai'
import fc from 'fast-check'
import { MockControlError, MockStartError } from '../../src/mock/errors.ts'
import { loadSeed } from '../../src/mock/state/seeds.ts'
import { dumpState, putState, stateText } from '../../src/mock/state/state.ts'
import { parseState } from '../../src/mock/state/state-file.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Json, json, nine, open, send, testWorld } from './harness.ts'
import { play, randomSession } from './random-session.ts'
import { complete, download, finish, get, links, put, smallSet, status } from './upload-steps.ts'

const textOf = (world: World): string => [...stateText(dumpState(world))].join('')

/** A new mock with what the other had, as after a restart. */
const restarted = (world: World): World => testWorld({ state: parseState(textOf(world), 'state.json') })

const set = (world: World, account?: string): string =>
  call(world, 'AddAttachmentsToSet', { attachments: [{ fileName: 'a', data: 'aGVsbG8=' }] }, account)
    .attachmentSetId

describe('the state of a mock', () => {
  it('is the same after a restart, whatever has happened', () => {
    fc.assert(
      fc.property(randomSession(25, true), (steps) => {
        const world = testWorld()
        play(world, steps)
        const text = textOf(world)
        expect(textOf(restarted(world))).to.equal(text)
        const other = testWorld({ seedName: 'another', now: () => nine })
        putState(other, JSON.parse(text))
        expect(JSON.parse(textOf(other))).to.deep.equal(JSON.parse(text))
      }),
      { numRuns: 60 },
    )
  })

  it('goes on after a restart as if there had been none', () => {
    fc.assert(
      fc.property(randomSession(15), randomSession(15), (before, after) => {
        const world = testWorld()
        play(world, before)
        const again = restarted(world)
        const [one, other] = [world, again].map((each) => play(each, after))
        expect(other!.map(withoutTokens)).to.deep.equal(one!.map(withoutTokens))
        expect(JSON.parse(textOf(again))).to.deep.equal(JSON.parse(textOf(world)))
      }),
      { numRuns: 60 },
    )
  })

  it('makes no id twice after a restart', () => {
    let world = testWorld()
    const made: string[] = []
    for (let round = 0; round < 4; round++) {
      for (const account of ['123456789012', '222222222222']) {
        const attachmentSetId = set(world, account)
        made.push(attachmentSetId, open(world, { attachmentSetId }, account))
        made.push(
          call(world, 'GetAttachmentUploadLinks', { fileName: 'a', fileSizeBytes: 1 }, account).uploadId,
        )
        const { cases } = call(world, 'DescribeCases', { maxResults: 10 }, account)
        made.push(
          cases[0].displayId,
          cases[0].recentCommunications.communications[0].attachments[0].attachmentId,
        )
      }
      world = restarted(world)
    }
    expect(new Set(made).size).to.equal(4 * 2 * 5)
  })

  it('makes no id that a state written by hand has already', () => {
    const caseId = open(testWorld())
    const saved = (cases: object[]) => ({ version: 1, accounts: { '123456789012': { cases } } })
    const world = testWorld()
    putState(world, saved([{ caseId, subject: 'By hand.' }]))
    expect(open(world)).not.to.equal(caseId)
    expect(call(world, 'DescribeCases').cases).to.have.length(2)
  })

  it('has a number of its own for each of many cases of one second', () => {
    const world = testWorld()
    for (let n = 0; n < 2000; n++) open(world)
    const numbers = dumpState(world).accounts['123456789012']!.cases.map(({ displayId }) => displayId)
    expect(new Set(numbers).size).to.equal(2000)
    const without = { subject: 'a' }
    const cases = Array(2000).fill(without)
    putState(world, { version: 1, accounts: { '123456789012': { cases } } })
    expect(restarted(world).accounts()[0]!.cases.all()).to.have.length(2000)
  })

  it('has accounts that nobody has asked for since the restart', () => {
    const world = testWorld()
    const caseId = open(world, {}, '222222222222')
    // Twice: what the first mock did not look at, it must pass on.
    const again = restarted(restarted(world))
    expect(Object.keys(dumpState(again).accounts)).to.deep.equal(['123456789012', '222222222222'])
    const reply = JSON.stringify({ caseId, body: 'Hello.' })
    const sent = { url: '/_mock/agent/reply', headers: { host: 'localhost' }, body: reply }
    expect(json(send(again, sent))).to.deep.equal({ replied: true })
  })

  it('dates accounts that nobody has asked for from when the mock began', async () => {
    const world = testWorld(await loadSeed('tutorial'))
    world.clock.advance('P1M')
    const state = dumpState(world)
    const again = testWorld({ ...(await loadSeed('tutorial')), state })
    const created = (account: string) => call(again, 'DescribeCases', {}, account).cases[0].timeCreated
    expect(['123456789012', '222222222222'].map(created)).to.deep.equal([
      '2026-08-01T07:00:00.000Z',
      '2026-08-01T07:00:00.000Z',
    ])
  })

  it('keeps how far the clock is ahead', () => {
    const world = testWorld()
    world.clock.advance('P40D')
    let now = nine
    const again = testWorld({ state: dumpState(world), now: () => now })
    now += 1000
    expect(new Date(again.clock.now()).toISOString()).to.equal('2026-09-10T09:00:01.000Z')
  })

  it('keeps sets with their hour, and knows which have expired', () => {
    const world = testWorld()
    const early = set(world)
    world.clock.advance('PT40M')
    const late = set(world)
    world.clock.advance('PT20M')
    const again = restarted(world)
    const use = (attachmentSetId: string) =>
      call(again, 'CreateCase', { subject: 'a', communicationBody: 'b', attachmentSetId })
    expect(use(early).__type).to.equal('AttachmentSetExpired')
    expect(get(again, download(again, { attachmentSetId: late })).body.toString()).to.equal('hello')
    again.clock.advance('PT40M')
    expect(use(late).__type).to.equal('AttachmentSetExpired')
  })

  it('keeps uploads at every stage, and their links', () => {
    const world = testWorld()
    const [begun, put1, ready, failed] = Array.from({ length: 4 }, () => links(world, { fileSizeBytes: 2 }))
    const part = (each: Json, on: World, body = 'ab') => {
      const { headers } = put(on, each.uploadUrls[0].url, body)
      return [{ partIndex: 1, eTag: headers!['ETag'] }]
    }
    const parts = part(put1, world)
    complete(world, ready.uploadId, part(ready, world))
    complete(world, failed.uploadId, part(failed, world, 'a'))

    const again = restarted(world)
    const statuses = [begun, put1, ready, failed].map(({ uploadId }) => {
      const { uploadStatus, uploadProgress } = status(again, uploadId)
      return `${uploadStatus} ${uploadProgress.completedPartsCount}/${uploadProgress.totalParts}`
    })
    expect(statuses).to.deep.equal([
      'attachment-not-ready 0/1',
      'attachment-not-ready 1/1',
      // Still processed.
      'attachment-not-ready 1/1',
      'attachment-not-ready 1/1',
    ])
    again.clock.advance('PT2S')
    expect([ready, failed].map(({ uploadId }) => status(again, uploadId).uploadStatus)).to.deep.equal([
      'attachment-ready',
      'failed',
    ])
    expect(finish(again, put1.uploadId, parts)).to.equal('attachment-ready')
    expect(finish(again, begun.uploadId, part(begun, again))).to.equal('attachment-ready')
    const uploadIds = [ready.uploadId]
    expect(get(again, download(again, { uploadIds })).body.toString()).to.equal('ab')
  })

  it('keeps the order of what happened in one millisecond', () => {
    const world = testWorld()
    const ids = Array.from({ length: 30 }, () => open(world))
    for (const n of [1, 2, 3])
      call(world, 'AddCommunicationToCase', { caseId: ids[7], communicationBody: `message ${n}` })
    const again = restarted(world)
    const { cases } = call(again, 'DescribeCases')
    expect(cases.map(({ caseId }: Json) => caseId)).to.deep.equal([...ids].reverse())
    const { communications } = call(again, 'DescribeCommunications', { caseId: ids[7] })
    expect(communications.map(({ body }: Json) => body).slice(0, 3)).to.deep.equal([
      'message 3',
      'message 2',
      'message 1',
    ])
  })

  it('keeps cases that are too old, for a clock that is moved back', () => {
    const world = testWorld()
    const caseId = open(world, smallSet(world, 'hello'))
    world.clock.advance('P25M')
    const again = restarted(world)
    const all = { includeResolvedCases: true }
    expect(call(again, 'DescribeCases', all).cases).to.deep.equal([])
    again.clock.set(nine)
    expect(call(again, 'DescribeCases', all).cases).to.have.length(1)
    expect(call(again, 'DescribeCommunications', { caseId }).communications[0].attachments).to.have.length(1)
  })

  it('keeps when the checks of Trusted Advisor ran, and their refreshes', async () => {
    const world = testWorld(await loadSeed('demo'))
    const checkIds: string[] = call(world, 'DescribeTrustedAdvisorChecks', { language: 'en' }).checks.map(
      ({ id }: Json) => id,
    )
    for (const checkId of checkIds.slice(0, 20)) call(world, 'RefreshTrustedAdvisorCheck', { checkId })
    world.clock.advance('PT20M')
    const answers = (each: World) => [
      call(each, 'DescribeTrustedAdvisorCheckSummaries', { checkIds }),
      call(each, 'DescribeTrustedAdvisorCheckRefreshStatuses', { checkIds }),
    ]
    const before = answers(world)
    expect(answers(restarted(restarted(world)))).to.deep.equal(before)
    const other = testWorld({ now: () => nine + 86_400_000 })
    const state = dumpState(world)
    putState(other, { ...state, clockAhead: state.clockAhead! - 86_400_000 })
    expect(answers(other)).to.deep.equal(before)
  })

  it('goes on with the ids of a kind after a billion without counting to there', () => {
    const idsTaken = Object.fromEntries(
      ['case', 'display', 'attachment set', 'upload'].map((kind) => [`${kind} 123456789012`, 999_999_998]),
    )
    for (let n = 0; n < 1000; n++) idsTaken[`kind ${n}`] = 999_999_999
    const [one, other] = [testWorld(), testWorld()]
    for (const world of [one, other]) putState(world, { version: 1, accounts: {}, idsTaken })
    expect(dumpState(one).idsTaken).to.deep.equal(idsTaken)
    expect(open(one)).to.equal(open(other))
    expect(open(one)).not.to.equal(open(testWorld()))
  })

  it('of another numbering takes no page token; of the same it does', () => {
    const world = testWorld()
    const ids = Array.from({ length: 30 }, () => open(world))
    const page = (on: World, nextToken?: string) => call(on, 'DescribeCases', { maxResults: 10, nextToken })
    const one = restarted(world)
    const { nextToken } = page(one)
    const shown = page(restarted(one), nextToken).cases.map(({ caseId }: Json) => caseId)
    expect(shown).to.deep.equal(ids.slice(10, 20).reverse())
    // The message is counted where its case is: every later case has another number.
    call(one, 'AddCommunicationToCase', { caseId: ids[0], communicationBody: 'More.' })
    expect(page(restarted(one), nextToken).__type).to.equal('ValidationException')
    putState(one, dumpState(one))
    expect(page(one, nextToken).__type).to.equal('ValidationException')
  })

  it('holds a file once, however many have it', () => {
    const world = testWorld()
    const attachmentSetId = set(world)
    for (let n = 0; n < 10; n++) open(world, { attachmentSetId })
    const room = 256 * 1024 * 1024 - 'hello'.length
    for (const each of [world, restarted(world)]) {
      expect(textOf(each).split('aGVsbG8=')).to.have.length(2)
      expect([room, room + 1].map((size) => each.contents.hasRoom([Buffer.alloc(size)]))).to.deep.equal([
        true,
        false,
      ])
    }
  })

  it('is one line a case', async () => {
    const world = testWorld(await loadSeed('demo'))
    const { cases } = dumpState(world).accounts['123456789012']!
    // A line for the rest, one for each account, one for its end and one for the end of all.
    expect(textOf(world).trimEnd().split('\n')).to.have.length(cases.length + 4)
  })
})

describe('PUT state', () => {
  const putText = (world: World, body: string) => {
    const reply = send(world, { method: 'PUT', url: '/_mock/state', headers: { host: 'localhost' }, body })
    return [reply.statusCode, json(reply)]
  }

  it('puts a state in the place of everything', () => {
    const source = testWorld()
    open(source)
    source.clock.advance('P1D')
    const world = testWorld()
    open(world, {}, '333333333333')
    expect(putText(world, textOf(source))).to.deep.equal([200, { restored: true }])
    expect(textOf(world)).to.equal(textOf(source))
  })

  it('takes back what GET state gave', () => {
    const world = testWorld()
    const before = JSON.stringify(dumpState(world))
    const caseId = open(world)
    putText(world, before)
    expect(call(world, 'DescribeCases').cases).to.deep.equal([])
    // From the same state the same goes on.
    expect(open(world)).to.equal(caseId)
  })

  const account = (content: object) => ({
    version: 1,
    accounts: { '123456789012': { cases: [], ...content } },
  })
  const at = 'accounts.123456789012'
  const file = { fileName: 'a', data: 'YQ==' }
  const withFiles = (...attachments: object[]) =>
    account({ cases: [{ subject: 'a', communications: [{ body: 'b', attachments }] }] })
  const upload = { uploadId: 'u', fileName: 'a', fileSizeBytes: 1, expiryTime: '2026-08-02' }
  const aSet = { attachmentSetId: 'as-1', expiryTime: '2026-08-02', attachments: [] }
  const refused: [state: unknown, message: string][] = [
    [
      { version: 1, accounts: {}, more: 1 },
      'more: is not known (there are version, clockAhead, begun, idsTaken, accounts).',
    ],
    [{ version: 1, accounts: {}, clockAhead: 'x' }, 'clockAhead: expected a number of milliseconds.'],
    [{ version: 1, accounts: {}, clockAhead: 1e300 }, 'clockAhead: expected a number of milliseconds.'],
    [{ version: 1, accounts: {}, begun: 'soon' }, 'begun: expected a time such as 2026-08-01T09:00:00Z.'],
    [{ version: 1, accounts: {}, idsTaken: [] }, 'idsTaken: expected an object of whole numbers.'],
    [{ version: 1, accounts: {}, idsTaken: { a: -1 } }, 'idsTaken: expected an object of whole numbers.'],
    [{ version: 1, accounts: {}, idsTaken: { a: 1e12 } }, 'idsTaken: expected an object of whole numbers.'],
    [account({ uploads: {} }), `${at}.uploads: expected a list.`],
    [
      account({ uploads: [{ ...upload, fileSizeBytes: 0 }] }),
      `${at}.uploads[0].fileSizeBytes: must be 1 or more.`,
    ],
    [
      account({ uploads: [{ ...upload, expiryTime: 'soon' }] }),
      `${at}.uploads[0].expiryTime: expected a time such as 2026-08-01T09:00:00Z.`,
    ],
    [
      account({ uploads: [{ ...upload, completedTime: 'soon' }] }),
      `${at}.uploads[0].completedTime: expected a time such as 2026-08-01T09:00:00Z.`,
    ],
    [
      account({ checksRanTime: 'soon' }),
      `${at}.checksRanTime: expected a time such as 2026-08-01T09:00:00Z.`,
    ],
    [account({ uploads: [{ ...upload, data: 'x' }] }), `${at}.uploads[0].data: expected base64.`],
    [account({ uploads: [upload, upload] }), `${at}.uploads[1].uploadId: u stands there twice.`],
    [
      account({ attachmentSets: [{ ...aSet, attachments: undefined }] }),
      `${at}.attachmentSets[0].attachments: is missing.`,
    ],
    [
      account({ attachmentSets: [aSet, aSet] }),
      `${at}.attachmentSets[1].attachmentSetId: as-1 stands there twice.`,
    ],
    [
      withFiles({ fileName: 'a', data: 'a b' }),
      `${at}.cases[0].communications[0].attachments[0].data: expected base64.`,
    ],
    [
      withFiles({ fileName: 'a' }),
      `${at}.cases[0].communications[0].attachments[0]: expected either data or sameAs.`,
    ],
    [
      withFiles({ ...file, sameAs: 'x' }),
      `${at}.cases[0].communications[0].attachments[0]: expected either data or sameAs.`,
    ],
    [
      withFiles({ fileName: 'a', sameAs: 'x' }),
      `${at}.cases[0].communications[0].attachments[0].sameAs: no attachment has the id x and data.`,
    ],
    [
      withFiles({ ...file, attachmentId: 'x' }, { ...file, attachmentId: 'x' }),
      `${at}.cases[0].communications[0].attachments[1].attachmentId: x stands there twice.`,
    ],
  ]
  for (const [state, message] of refused) {
    it(message.replace(at, '...').slice(0, 90), () => {
      const world = testWorld()
      open(world)
      const before = textOf(world)
      expect(putText(world, JSON.stringify(state))).to.deep.equal([400, { message }])
      expect(textOf(world)).to.equal(before)
      expect(() => putState(world, state)).to.throw(MockControlError, message)
      expect(() => parseState(JSON.stringify(state), 'file')).to.throw(MockStartError, `file: ${message}`)
    })
  }

  it('a clock that would be before 1970 changes nothing', () => {
    const world = testWorld()
    open(world)
    world.clock.advance('P1D')
    const before = textOf(world)
    const state = { version: 1, accounts: {}, clockAhead: -1.9e12 } as const
    const message = /^clockAhead: The clock stays between 1970-01-01T00:00:00.000Z and 9900-01-01/
    const [statusCode, answer] = putText(world, JSON.stringify(state))
    expect(statusCode).to.equal(400)
    expect(answer.message).to.match(message)
    expect(textOf(world)).to.equal(before)
    expect(() => testWorld({ state })).to.throw(MockStartError, message)
    expect(() => testWorld({ state: { ...state, clockAhead: 250e12 }, now: () => 200e12 })).to.throw(
      MockStartError,
      message,
    )
  })
})

// A page token names a place by time and by the order of what the mock took in, which a restart counts anew.
const withoutTokens = (answer: string) => answer.replace(/"nextToken":"[^"]*"/g, '"nextToken"')
