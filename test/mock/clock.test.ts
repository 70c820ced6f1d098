import { expect } from 'chai'
import { Clock } from '../../src/mock/clock.ts'
import { formatTime } from '../../src/mock/times.ts'
import { nine } from './harness.ts'

describe('the clock', () => {
  it('runs as its source does, also after it was moved', () => {
    let time = nine
    const clock = new Clock(() => time)
    clock.advance('P1D')
    expect(formatTime(clock.now())).to.equal('2026-08-02T09:00:00.000Z')
    time += 1500
    expect(formatTime(clock.now())).to.equal('2026-08-02T09:00:01.500Z')
    clock.set('2027-01-01')
    time += 1500
    expect(formatTime(clock.now())).to.equal('2027-01-01T00:00:01.500Z')
    clock.reset()
    expect(clock.now()).to.equal(time)
  })

  it('is set by text, date or number', () => {
    const clock = new Clock(() => nine)
    for (const time of ['2020-01-01', new Date('2020-01-01'), Date.UTC(2020, 0, 1)]) {
      clock.reset()
      clock.set(time)
      expect(formatTime(clock.now())).to.equal('2020-01-01T00:00:00.000Z')
    }
  })

  const refused: [title: string, move: (clock: Clock) => void, message: string][] = [
    [
      'no duration',
      (clock) => clock.advance('2 weeks'),
      "Not an ISO 8601 duration: '2 weeks'. Write for example PT1H, P14D or P24M.",
    ],
    [
      'a number for a duration',
      (clock) => clock.advance(3600 as never),
      'Not an ISO 8601 duration: 3600. Write for example PT1H, P14D or P24M.',
    ],
    [
      'no time',
      (clock) => clock.set('tomorrow'),
      "Not a time: 'tomorrow'. Write for example 2026-08-01T09:00:00Z.",
    ],
    [
      'an invalid date',
      (clock) => clock.set(new Date('x')),
      'Not a time: Invalid Date. Write for example 2026-08-01T09:00:00Z.',
    ],
    [
      'null',
      (clock) => clock.set(null as never),
      'Not a time: null. Write for example 2026-08-01T09:00:00Z.',
    ],
    [
      'a time out of reach',
      (clock) => clock.advance('P9000Y'),
      'The clock stays between 1970-01-01T00:00:00.000Z and 9900-01-01T00:00:00.000Z.',
    ],
  ]
  for (const [title, move, message] of refused) {
    it(`refuses ${title}`, () => {
      const clock = new Clock(() => nine)
      expect(() => move(clock)).to.throw(message)
      expect(clock.now()).to.equal(nine)
    })
  }
})
