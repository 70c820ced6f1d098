/** A line of the screen that is written over. */
import { expect } from 'chai'
import { cellWidth } from '../../../src/shell/show/cells.ts'
import { RewrittenLine } from '../../../src/shell/show/rewritten-line.ts'

function shown(texts: readonly string[], columns = 20): string[] {
  const written: string[] = []
  const line = new RewrittenLine({ columns, write: (text) => written.push(text) })
  for (const text of texts) line.show(text)
  line.clear()
  return written
}

describe('A line that is written over', () => {
  const cases: { title: string; texts: string[]; written: string[] }[] = [
    {
      title: 'is cleared, and what a terminal shows of Ctrl-C',
      texts: ['ab'],
      written: ['\rab', '\r    \r'],
    },
    { title: 'covers a longer one', texts: ['abcd', 'x'], written: ['\rabcd', '\rx   ', '\r   \r'] },
    { title: 'covers wide characters', texts: ['件件', 'x'], written: ['\r件件', '\rx   ', '\r   \r'] },
    { title: 'writes nothing where nothing was shown', texts: [], written: [] },
    {
      title: 'stays in its row',
      texts: ['a'.repeat(30)],
      written: [`\r${'a'.repeat(16)}...`, `\r${' '.repeat(19)}\r`],
    },
    {
      title: 'shows nothing that a terminal obeys',
      texts: ['a\n\u001b[2J'],
      written: ['\ra \\x1B[2J', `\r${' '.repeat(11)}\r`],
    },
  ]
  for (const { title, texts, written } of cases) {
    it(title, () => expect(shown(texts)).to.deep.equal(written))
  }

  it('takes no more than its row, whatever it shows', () => {
    for (const columns of [1, 2, 3, 20]) {
      for (const written of shown(['件'.repeat(30), '🙂'.repeat(30), 'e\u0301'.repeat(30)], columns)) {
        expect(cellWidth(written.replaceAll('\r', ''))).to.be.below(Math.max(columns, 1))
      }
    }
  })
})
