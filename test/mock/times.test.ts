import { expect } from 'chai'
import { addDuration, basicTime, formatTime, parseTime } from '../../src/mock/times.ts'

describe('times', () => {
  const read: [text: string, time: string | undefined][] = [
    ['2020-03-23T21:31:47.774Z', '2020-03-23T21:31:47.774Z'],
    ['2020-03-23T21:31:47Z', '2020-03-23T21:31:47.000Z'],
    ['2020-03-23T21:31:47.7Z', '2020-03-23T21:31:47.700Z'],
    ['2020-03-23T21:31:47.774999Z', '2020-03-23T21:31:47.774Z'],
    ['2020-03-23T21:31:47', '2020-03-23T21:31:47.000Z'],
    ['2020-03-23 21:31', '2020-03-23T21:31:00.000Z'],
    ['2020-03-23T21:31:47+02:00', '2020-03-23T19:31:47.000Z'],
    ['2020-03-23T21:31:47.774-0330', '2020-03-24T01:01:47.774Z'],
    ['2020-03-23', '2020-03-23T00:00:00.000Z'],
    ['20200323', '2020-03-23T00:00:00.000Z'],
    ['20200323T213147Z', '2020-03-23T21:31:47.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2023-02-29', undefined],
    ['2020-13-01', undefined],
    ['2020-00-10', undefined],
    ['2020-03-23T24:00', undefined],
    ['yesterday', undefined],
    ['', undefined],
    ['1584999107', undefined],
    [' 2020-03-23', undefined],
  ]
  for (const [text, time] of read) {
    it(`reads ${JSON.stringify(text)} as ${time ?? 'no time'}`, () => {
      const parsed = parseTime(text)
      expect(parsed === undefined ? undefined : formatTime(parsed)).to.equal(time)
    })
  }

  it('writes the form of signatures', () => {
    expect(basicTime(Date.UTC(2025, 1, 17, 22, 8, 19, 234))).to.equal('20250217T220819Z')
  })

  const moved: [from: string, duration: string, to: string | undefined][] = [
    ['2026-08-01T09:00:00.000Z', 'PT1H', '2026-08-01T10:00:00.000Z'],
    ['2026-08-01T09:00:00.000Z', 'PT90M', '2026-08-01T10:30:00.000Z'],
    ['2026-08-01T09:00:00.000Z', 'PT0.5S', '2026-08-01T09:00:00.500Z'],
    ['2026-08-01T09:00:00.000Z', 'P14D', '2026-08-15T09:00:00.000Z'],
    ['2026-08-01T09:00:00.000Z', 'P2W', '2026-08-15T09:00:00.000Z'],
    ['2026-08-01T09:00:00.000Z', 'P1Y2M3DT4H5M6S', '2027-10-04T13:05:06.000Z'],
    ['2026-08-01T09:00:00.000Z', 'P24M', '2028-08-01T09:00:00.000Z'],
    ['2026-08-01T09:00:00.000Z', '-P24M', '2024-08-01T09:00:00.000Z'],
    ['2026-01-31T09:00:00.000Z', 'P1M', '2026-02-28T09:00:00.000Z'],
    ['2024-02-29T09:00:00.000Z', 'P1Y', '2025-02-28T09:00:00.000Z'],
    ['2026-08-01T09:00:00.000Z', 'P', undefined],
    ['2026-08-01T09:00:00.000Z', 'PT', undefined],
    ['2026-08-01T09:00:00.000Z', '1 day', undefined],
    ['2026-08-01T09:00:00.000Z', 'P1H', undefined],
  ]
  for (const [from, duration, to] of moved) {
    it(`moves ${from} by ${duration} to ${to ?? 'nowhere'}`, () => {
      const time = addDuration(parseTime(from)!, duration)
      expect(time === undefined ? undefined : formatTime(time)).to.equal(to)
    })
  }
})
