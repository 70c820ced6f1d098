import { expect } from 'chai'
import { read } from '../../../src/shell/session/syntax.ts'

/** Each of these would end the process if a parser had to follow it. */
describe('Reading what is nested too deeply', () => {
  for (const part of ['(', '[', '{', '`${', '`a${b(', 'f(() => {']) {
    it(`gives ${part} up`, async () => {
      expect(await read(part.repeat(100_000))).to.deep.equal({ status: 'wrong', line: 1 })
    })
  }

  for (const part of ['a=>', 'a?b:', 'x=', 'new ', '!']) {
    it(`survives ${part}`, async () => {
      expect((await read(part.repeat(100_000))).status).to.be.oneOf(['wrong', 'incomplete'])
    })
  }

  for (const [title, source] of [
    ['300 lists', `${'['.repeat(300)}1${']'.repeat(300)}`],
    ['10,000 calls one after the other', 'f({ a: [1] })\n'.repeat(10_000)],
    ['a long chain', `a${'.b(1)'.repeat(2000)}`],
  ] as const) {
    it(`reads ${title}`, async () => expect((await read(source)).status).to.equal('complete'))
  }
})
