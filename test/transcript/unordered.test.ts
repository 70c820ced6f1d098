import { expect } from 'chai'
import fc from 'fast-check'
import { inExpectedOrder } from '../../src/transcript/unordered.ts'
import { matchWildcards } from '../../src/transcript/wildcards.ts'

const same = (want: string, got: string) => matchWildcards(want, got) !== undefined
const list = (elements: readonly string[]) => `[ ${elements.join(', ')} ]`

describe('the order that is expected', () => {
  it('is found whenever there is one', () => {
    /** Tries every way to give each expected element one of its own. */
    const fits = (wants: readonly string[], gots: readonly string[]): boolean =>
      wants.length === 0 ||
      gots.some((got, at) => same(wants[0]!, got) && fits(wants.slice(1), gots.toSpliced(at, 1)))
    const pattern = fc.constantFrom("'a...'", "'ab...'", "'...b'", "'...'", "'ab'", "'b'")
    const element = fc.constantFrom("'a'", "'ab'", "'b'", "'abb'", "'c'")
    const lists = fc
      .integer({ min: 1, max: 5 })
      .chain((length) =>
        fc.tuple(
          fc.array(pattern, { minLength: length, maxLength: length }),
          fc.array(element, { minLength: length, maxLength: length }),
        ),
      )
    fc.assert(
      fc.property(lists, ([wants, gots]) => {
        const ordered = inExpectedOrder(list(wants), list(gots), same)
        const elements = ordered.slice(2, -2).split(', ')
        expect(elements.toSorted()).to.deep.equal(gots.toSorted())
        expect(wants.every((want, at) => same(want, elements[at]!))).to.equal(fits(wants, gots))
      }),
      { numRuns: 1000 },
    )
  })

  const count = 3000
  const numbers = Array.from({ length: count }, (_, index) => index)
  const many: { title: string; wants: string[]; gots: string[]; found: boolean; compared: number }[] = [
    {
      title: 'elements that all fit each other',
      wants: numbers.map(() => "'a...'"),
      gots: numbers.map((each) => `'a${each}'`),
      found: true,
      compared: count,
    },
    {
      title: 'elements that all fit each other but one',
      wants: numbers.map(() => "'a...'"),
      gots: numbers.map((each) => (each === count - 1 ? "'b'" : `'a${each}'`)),
      found: false,
      compared: 4 * count,
    },
    {
      title: 'elements without wildcards in reverse',
      wants: numbers.map((each) => `'a${each}'`),
      gots: numbers.map((each) => `'a${count - 1 - each}'`),
      found: true,
      compared: count,
    },
    {
      title: 'elements of which each has to make room',
      wants: [...numbers.map(() => "'...'"), "'a...'"],
      gots: [...numbers.map((each) => `'a${each}'`), "'b'"],
      found: true,
      compared: 4 * count,
    },
  ]
  for (const { title, wants, gots, found, compared } of many) {
    it(`takes few comparisons for ${title}`, () => {
      let comparisons = 0
      const counting = (want: string, got: string) => {
        comparisons++
        return same(want, got)
      }
      const ordered = inExpectedOrder(list(wants), list(gots), counting)
      const elements = ordered.slice(2, -2).split(', ')
      expect(wants.every((want, at) => same(want, elements[at]!))).to.equal(found)
      expect(comparisons).to.be.at.most(compared)
    })
  }
})
