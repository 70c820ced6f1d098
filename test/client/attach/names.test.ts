/** Names of files in messages. */
import { expect } from 'chai'
import { shownName } from '../../../src/client/attach/names.ts'

describe('The name of a file in a message', () => {
  for (const [name, shown] of [
    ['error.log', 'error.log'],
    ["it's Grüße 🙂.png", "it's Grüße 🙂.png"],
    ['two\nlines', String.raw`"two\nlines"`],
    ['\u001b[31mred', String.raw`"\u001b[31mred"`],
    ['\u009b31mred', String.raw`"\u009b31mred"`],
    ['\u007f', String.raw`"\u007f"`],
    ['a\u2028b', String.raw`"a\u2028b"`],
    ['gnp.\u202eexe', String.raw`"gnp.\u202eexe"`],
    ['\ud800', String.raw`"\ud800"`],
  ] as const) {
    it(`${shown} says what it is`, () => expect(shownName(name)).to.equal(shown))
  }
})
