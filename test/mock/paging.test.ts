import { expect } from 'chai'
import fc from 'fast-check'
import { oldestFirst } from '../../src/mock/store/timeline.ts'
import type { World } from '../../src/mock/world.ts'
import { call, open, testWorld } from './harness.ts'

const invalidToken = {
  __type: 'ValidationException',
  message: 'The nextToken is not valid here. Resend it with the parameters of the request that answered it.',
}

function filled(count: number): World {
  const world = testWorld()
  for (let n = 0; n < count; n++) {
    open(world, { subject: `case ${n}` })
    if (n % 3 === 0) world.clock.advance('PT1M')
  }
  return world
}

/** The subjects of every page. */
function pages(world: World, input: object): string[][] {
  const { cases, nextToken } = call(world, 'DescribeCases', input)
  const page = cases.map(({ subject }: { subject: string }) => subject)
  return nextToken ? [page, ...pages(world, { ...input, nextToken })] : [page]
}

describe('pages', () => {
  const sizes: [count: number, input: object, sizes: number[]][] = [
    [0, {}, [0]],
    [100, {}, [100]],
    [101, {}, [100, 1]],
    [250, {}, [100, 100, 50]],
    [30, { maxResults: 10 }, [10, 10, 10]],
    [31, { maxResults: 10 }, [10, 10, 10, 1]],
  ]
  for (const [count, input, expected] of sizes) {
    it(`${count} cases with ${JSON.stringify(input)} make pages of ${expected.join(', ')}`, () => {
      const found = pages(filled(count), input)
      expect(found.map(({ length }) => length)).to.deep.equal(expected)
      expect(found.flat()).to.deep.equal(Array.from({ length: count }, (_, n) => `case ${count - 1 - n}`))
    })
  }

  it('a new case moves no other to another page', () => {
    const world = filled(20)
    const { nextToken } = call(world, 'DescribeCases', { maxResults: 10 })
    open(world, { subject: 'new' })
    expect(pages(world, { maxResults: 10, nextToken }).flat()).to.deep.equal(
      Array.from({ length: 10 }, (_, n) => `case ${9 - n}`),
    )
  })

  it('the size of a page may change on the way', () => {
    const world = filled(40)
    const { nextToken } = call(world, 'DescribeCases', { maxResults: 10 })
    expect(pages(world, { maxResults: 15, nextToken }).map(({ length }) => length)).to.deep.equal([15, 15])
  })

  describe('a token is good only where it came from', () => {
    const world = filled(25)
    open(world, {}, '222222222222')
    const input = { maxResults: 10, includeResolvedCases: true, afterTime: '2026-01-01' }
    const { nextToken, cases } = call(world, 'DescribeCases', input)

    const refused: [title: string, operation: string, input: object, account?: string][] = [
      ['without the filters', 'DescribeCases', { nextToken }],
      ['with another filter', 'DescribeCases', { ...input, nextToken, afterTime: '2026-01-02' }],
      ['with one filter more', 'DescribeCases', { ...input, nextToken, language: 'en' }],
      ['in another account', 'DescribeCases', { ...input, nextToken }, '222222222222'],
      ['in another operation', 'DescribeCommunications', { caseId: cases[0].caseId, nextToken }],
      ['when it was made up', 'DescribeCases', { ...input, nextToken: 'abc' }],
      ['when it was changed', 'DescribeCases', { ...input, nextToken: `B${nextToken.slice(1)}` }],
      ['when it was cut', 'DescribeCases', { ...input, nextToken: nextToken.slice(0, -2) }],
    ]
    for (const [title, operation, sent, account] of refused) {
      it(`not ${title}`, () => expect(call(world, operation, sent, account)).to.deep.equal(invalidToken))
    }

    it('and there it may be used again', () => {
      const again = () => call(world, 'DescribeCases', { ...input, nextToken })
      expect(again().cases).to.have.length(10)
      expect(again()).to.deep.equal(again())
    })

    it('an empty one is none', () => {
      expect(call(world, 'DescribeCases', { ...input, nextToken: '' }).cases).to.deep.equal(cases)
    })
  })

  it('the order is total: two different items are never equal', () => {
    const item = fc.record({ timeCreated: fc.nat(3), sequence: fc.nat(3) })
    fc.assert(
      fc.property(item, item, (one, other) => {
        const isSame = one.timeCreated === other.timeCreated && one.sequence === other.sequence
        expect(oldestFirst(one, other) === 0).to.equal(isSame)
        expect(oldestFirst(one, other)).to.equal(0 - oldestFirst(other, one))
      }),
    )
  })
})
