/** Times of the service, for people. */
import { expect } from 'chai'
import { age, ago, shortTime, timeOf } from '../../../src/shell/show/times.ts'

const noon = Date.parse('2026-08-01T12:00:00Z')

const forms: [text: string, shown: string | undefined][] = [
  ['2025-02-17T22:08:19.234Z', '2025-02-17 22:08Z'],
  ['2020-05-14T17:04:40.790+0000', '2020-05-14 17:04Z'],
  ['2020-05-14T17:04:40-07:00', '2020-05-15 00:04Z'],
  ['2020-05-13T21:38:05Z', '2020-05-13 21:38Z'],
  ['2020-05-13T21:38Z', '2020-05-13 21:38Z'],
  ['2020-05-13T21:38:05', undefined],
  ['2020-05-13', undefined],
  ['2020-99-13T21:38:05Z', undefined],
  ['on 2020-05-13T21:38:05Z', undefined],
  ['', undefined],
]

const spans: [before: string, ago: string, age: string][] = [
  ['2026-08-01T11:59:01Z', 'just now', 'now'],
  ['2026-08-01T11:59:00Z', '1 minute ago', '1m'],
  ['2026-08-01T11:00:01Z', '59 minutes ago', '59m'],
  ['2026-08-01T11:00:00Z', '1 hour ago', '1h'],
  ['2026-07-30T12:00:01Z', '47 hours ago', '47h'],
  ['2026-07-30T12:00:00Z', '2 days ago', '2d'],
  ['2026-06-03T12:00:00Z', '59 days ago', '59d'],
  ['2026-05-31T12:00:00Z', '2 months ago', '2mo'],
  ['2024-09-01T12:00:00Z', '22 months ago', '22mo'],
  ['2024-07-01T12:00:00Z', '2 years ago', '2y'],
  ['2026-08-01T12:00:30Z', 'just now', 'now'],
  ['2026-08-01T12:05:00Z', 'in 5 minutes', 'now'],
]

describe('A time', () => {
  for (const [text, shown] of forms) {
    it(`${JSON.stringify(text)} ${shown ? `is ${shown}` : 'is none of the service'}`, () => {
      const time = timeOf(text)
      expect(time === undefined ? undefined : shortTime(time)).to.equal(shown)
    })
  }

  for (const [text, long, short] of spans) {
    it(`${text}, seen at noon: ${long}, ${short}`, () => {
      const time = timeOf(text)!
      expect([ago(time, noon), age(time, noon)]).to.deep.equal([long, short])
    })
  }
})
