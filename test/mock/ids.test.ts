import { expect } from 'chai'
import { Ids } from '../../src/mock/ids.ts'
import { nine } from './harness.ts'

describe('ids', () => {
  const forms: [title: string, make: (ids: Ids) => string, form: RegExp][] = [
    [
      'a request id',
      (ids) => ids.requestId(),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ],
    [
      'a case id',
      (ids) => ids.caseId('123456789012', 'ja', nine),
      /^case-123456789012-muja-2026-[0-9a-f]{16}$/,
    ],
    ['a display id', (ids) => ids.displayId('123456789012', nine), /^1785574800\d{5}$/],
    ['an access key', (ids) => ids.accessKeyId(), /^AKIAMOCK[A-Z2-7]{12}$/],
    ['a secret key', (ids) => ids.secretAccessKey(), /^[A-Za-z0-9+/]{40}$/],
  ]
  for (const [title, make, form] of forms) {
    it(`${title} looks like the service's, repeats with its seed and with no other`, () => {
      const [one, same, other] = [new Ids('tutorial'), new Ids('tutorial'), new Ids('demo')]
      const first = make(one)
      expect(first).to.match(form)
      expect(make(same)).to.equal(first)
      expect(make(other)).not.to.equal(first)
      expect(make(one)).not.to.equal(first)
      one.reset()
      expect(make(one)).to.equal(first)
    })
  }

  it('go on after those that were taken, in whatever block of numbers that is', () => {
    const counted = new Ids('x')
    // 12 numbers each, past two ends of a block.
    for (let n = 0; n < 12_000; n++) {
      if (n % 1000 === 461) {
        const skipped = new Ids('x')
        skipped.skip(counted.taken())
        expect(skipped.accessKeyId()).to.equal(counted.accessKeyId())
      } else counted.accessKeyId()
    }
  })

  it('counts each kind for itself', () => {
    const [one, other] = [new Ids('x'), new Ids('x')]
    one.requestId()
    expect(one.caseId('123456789012', 'en', nine)).to.equal(other.caseId('123456789012', 'en', nine))
  })
})
