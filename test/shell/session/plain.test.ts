/** What runs without the inspector, and that nobody can tell. */
import { expect } from 'chai'
import { plainness } from '../../../src/shell/session/plain.ts'
import { read, whole } from '../../../src/shell/session/syntax.ts'

const cases: [source: string, plain: ReturnType<typeof plainness>][] = [
  ['1 + 1', 'values'],
  ["'a' + `b`", undefined],
  ['[1, , null]', 'values'],
  ['!true ? -1 : 2 ** 3', 'values'],
  ['a.b[0]', 'names'],
  ['a === undefined', 'names'],
  ['f()', undefined],
  ['new F', undefined],
  ['await a', undefined],
  ['a = 1', undefined],
  ['a++', undefined],
  ['delete a.b', undefined],
  ['() => 1', undefined],
  ['({ a: 1 })', undefined],
  ['a?.b', undefined],
  ['conn.describeCases', 'names'],
  ["'use strict'", undefined],
  ['1; 2', undefined],
  ['const a = 1', undefined],
  ['import("x")', undefined],
]

describe('plain inputs', () => {
  for (const [source, plain] of cases) {
    it(`${source}: ${plain ?? 'not plain'}`, async () => {
      const reading = await read(source)
      expect(reading.status).to.equal('complete')
      expect(reading.status === 'complete' && plainness(whole(reading))).to.equal(plain)
    })
  }
})
