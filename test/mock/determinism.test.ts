import { createHash } from 'node:crypto'
import { expect } from 'chai'
import fc from 'fast-check'
import { loadSeed } from '../../src/mock/state/seeds.ts'
import { dumpState, stateText } from '../../src/mock/state/state.ts'
import type { World } from '../../src/mock/world.ts'
import { call, type Json, nine, testWorld } from './harness.ts'
import { play, randomSession } from './random-session.ts'
import { download, finish, get, links, put } from './upload-steps.ts'

const textOf = (world: World): string => [...stateText(dumpState(world))].join('')

/** A session of everything, and all that was answered in it. */
function longSession(world: World): string {
  const answers: unknown[] = [world.credentials]
  const ask = (operation: string, input: object = {}, account?: string): Json => {
    const answer = call(world, operation, input, account)
    answers.push(answer)
    return answer
  }
  for (let n = 0; n < 40; n++) {
    const attachments = [{ fileName: `${n}.txt`, data: Buffer.from(`file ${n}`).toString('base64') }]
    const { attachmentSetId } = ask('AddAttachmentsToSet', { attachments })
    const filled = { subject: `subject ${n}`, communicationBody: 'It broke.', language: n % 3 ? 'en' : 'ja' }
    const { caseId } = ask('CreateCase', { ...filled, attachmentSetId })
    world.clock.advance('PT7M13.019S')
    for (let m = 0; m < n % 8; m++) ask('AddCommunicationToCase', { caseId, communicationBody: `${m}` })
    if (n % 4 === 0) ask('ResolveCase', { caseId })
    ask('CreateCase', filled, '222222222222')
  }
  for (let nextToken: string | undefined, isFirst = true; isFirst || nextToken; isFirst = false) {
    nextToken = ask('DescribeCases', { includeResolvedCases: true, maxResults: 10, nextToken }).nextToken
  }
  ask('ResolveCase', { caseId: 'case-0' })
  const { uploadId, uploadUrls } = links(world, { fileSizeBytes: 3 })
  const { headers } = put(world, uploadUrls[0].url, 'abc')
  finish(world, uploadId, [{ partIndex: 1, eTag: headers!['ETag']! }])
  const url = download(world, { uploadIds: [uploadId] })
  answers.push(uploadId, uploadUrls, url, get(world, url).body.toString(), world.journal.entries())
  return `${JSON.stringify(answers)}${textOf(world)}`
}

describe('the same seed, clock and requests', () => {
  it('are answered with the same bytes', () => {
    fc.assert(
      fc.property(randomSession(40, true), (steps) => {
        const [one, other] = [testWorld(), testWorld()]
        expect(play(one, steps)).to.deep.equal(play(other, steps))
        expect(textOf(one)).to.equal(textOf(other))
        expect(one.journal.entries()).to.deep.equal(other.journal.entries())
      }),
      { numRuns: 50 },
    )
  })

  it('are answered with the same bytes after a reset', () => {
    fc.assert(
      fc.property(randomSession(20, true), randomSession(20, true), (before, steps) => {
        const [used, fresh] = [testWorld(), testWorld()]
        play(used, before)
        used.reset()
        // The numbers of answers count on where a test does not look: in the journal.
        expect(play(used, steps)).to.deep.equal(play(fresh, steps))
        expect(textOf(used)).to.equal(textOf(fresh))
      }),
      { numRuns: 30 },
    )
  })

  it('are answered with the same bytes on every machine', () => {
    // A new value is no failure of this machine when ids, words or shapes were meant to change.
    const golden = '47b310d043ca05c8302a0bc245988ccc622bb3173dc224f3cceba2b10fd8ceba'
    expect(createHash('sha256').update(longSession(testWorld())).digest('hex')).to.equal(golden)
  })

  for (const seed of ['tutorial', 'demo']) {
    it(`are answered with the same bytes from the seed ${seed}`, async () => {
      const [one, other] = [testWorld(await loadSeed(seed)), testWorld(await loadSeed(seed))]
      expect(longSession(one)).to.equal(longSession(other))
    })
  }

  it('differ with the seed, and the clock', () => {
    const first = longSession(testWorld())
    expect(longSession(testWorld({ seedName: 'another' }))).not.to.equal(first)
    expect(longSession(testWorld({ now: () => nine + 1 }))).not.to.equal(first)
  })

  it('give an account ids that no other account changes', () => {
    const [alone, among] = [testWorld(), testWorld()]
    const ids = (world: World) =>
      Array.from({ length: 5 }, () => {
        const input = { subject: 'a', communicationBody: 'b' }
        if (world === among) call(world, 'CreateCase', input, '222222222222')
        return call(world, 'CreateCase', input).caseId
      })
    expect(ids(among)).to.deep.equal(ids(alone))
  })
})
