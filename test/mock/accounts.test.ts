import { expect } from 'chai'
import type { MockCredentials } from '../../src/mock/auth/signers.ts'
import { dumpState } from '../../src/mock/state/state.ts'
import { headersFor, type Json, jane, json, nine, send, sign, testWorld } from './harness.ts'

const joe: MockCredentials = { ...jane, accessKeyId: 'AKIAMOCKJOE000000000', secretAccessKey: 'of joe' }
const ann: MockCredentials = {
  accessKeyId: 'ASIAMOCKANN000000000',
  secretAccessKey: 'of ann',
  sessionToken: 'a-token-of-ann',
  expiration: new Date(nine + 3_600_000),
  accountId: '222222222222',
}
const credentials = [jane, joe, ann]

const { authorization, 'x-amz-date': _, ...unsigned } = headersFor('')

/** Signs with a key and sends. */
async function ask(world: ReturnType<typeof testWorld>, who: MockCredentials, operation: string, input = {}) {
  const headers = { ...unsigned, 'x-amz-target': `AWSSupport_20130415.${operation}` }
  const sent = await sign({ headers, body: JSON.stringify(input) }, { credentials: who })
  return json(send(world, sent))
}

describe('several configured accounts', () => {
  for (const strictAuth of [true, false]) {
    describe(strictAuth ? 'with strict signatures' : 'with relaxed signatures', () => {
      const opened = async () => {
        const world = testWorld({ strictAuth, credentials })
        const open = async (who: MockCredentials): Promise<string> =>
          (await ask(world, who, 'CreateCase', { subject: 'a', communicationBody: 'b' })).caseId
        return { world, ids: [await open(jane), await open(joe), await open(ann)] as const }
      }
      const list = async (world: ReturnType<typeof testWorld>, who: MockCredentials): Promise<string[]> =>
        (await ask(world, who, 'DescribeCases')).cases.map(({ caseId }: Json) => caseId)

      it('each have cases of their own, which all keys of the account see', async () => {
        const { world, ids } = await opened()
        expect(await list(world, jane)).to.deep.equal([ids[1], ids[0]])
        expect(await list(world, joe)).to.deep.equal([ids[1], ids[0]])
        expect(await list(world, ann)).to.deep.equal([ids[2]])
        expect(ids[2]).to.match(/^case-222222222222-/)
      })

      it('do not find, write to or resolve what is another’s', async () => {
        const { world, ids } = await opened()
        for (const [operation, input] of [
          ['DescribeCases', { caseIdList: [ids[2]] }],
          ['DescribeCommunications', { caseId: ids[2] }],
          ['AddCommunicationToCase', { caseId: ids[2], communicationBody: 'a' }],
          ['ResolveCase', { caseId: ids[2] }],
        ] as const) {
          expect((await ask(world, joe, operation, input)).__type).to.equal('CaseIdNotFound')
          expect(await ask(world, ann, operation, input)).not.to.have.property('__type')
        }
      })

      it('are all in the state, also those that were not used', () => {
        const world = testWorld({ strictAuth, credentials })
        expect(Object.keys(dumpState(world).accounts)).to.deep.equal(['123456789012', '222222222222'])
      })
    })
  }

  const tokens: [title: string, sessionToken: string | undefined, minutes: number, answer: string][] = [
    ['its token', ann.sessionToken, 0, 'cases'],
    ['its token, until it ends', ann.sessionToken, 59, 'cases'],
    ['its token, once it has ended', ann.sessionToken, 60, 'ExpiredTokenException'],
    ['another token', 'a-token-of-bob', 0, 'UnrecognizedClientException'],
    ['no token', undefined, 0, 'UnrecognizedClientException'],
  ]
  for (const [title, sessionToken, minutes, answer] of tokens) {
    it(`a temporary key with ${title}: ${answer}`, async () => {
      const world = testWorld({ strictAuth: true, credentials })
      world.clock.advance(`PT${minutes}M`)
      const given = await ask(world, { ...ann, sessionToken }, 'DescribeCases')
      expect(given.__type ?? 'cases').to.equal(answer)
    })
  }

  it('with relaxed signatures a key of 12 digits is that account, and a token is not looked at', async () => {
    const world = testWorld({ credentials })
    const digits = { accessKeyId: '222222222222', secretAccessKey: 'any', sessionToken: 'any' }
    const { caseId } = await ask(world, digits, 'CreateCase', { subject: 'a', communicationBody: 'b' })
    const { cases } = await ask(world, { ...ann, sessionToken: 'another' }, 'DescribeCases')
    expect(cases.map((each: Json) => each.caseId)).to.deep.equal([caseId])
  })
})
