/** Blocks, and the text that a screen shows for them. */
import { expect } from 'chai'
import fc from 'fast-check'
import { type Block, pageText } from '../../../src/shell/help/layout.ts'
import { cellWidth } from '../../../src/shell/show/cells.ts'

const lorem = 'What is said of it takes more than one line where the screen is as narrow as this one is.'

const screens: [title: string, columns: number, blocks: Block[], lines: string[]][] = [
  ['a title and what follows it', 60, [{ title: 'name' }, { text: 'A text.' }], ['name', 'A text.']],
  ['texts apart', 60, [{ text: 'One.' }, { text: 'Two.' }], ['One.', '', 'Two.']],
  ['lines of a text', 60, [{ text: 'One.\nTwo.' }], ['One.', 'Two.']],
  ['a text that is broken', 20, [{ text: 'This is too long for it.' }], ['This is too long for', 'it.']],
  [
    'texts beside names',
    60,
    [
      {
        rows: [
          { name: 'one', text: lorem },
          { name: 'eleven', text: 'Short.' },
        ],
      },
    ],
    [
      '  one     What is said of it takes more than one line where',
      '          the screen is as narrow as this one is.',
      '  eleven  Short.',
    ],
  ],
  [
    'texts below names where there is little room',
    40,
    [{ rows: [{ name: 'one', lead: 'text', text: lorem }] }],
    [
      '  one',
      '    text: What is said of it takes more',
      '    than one line where the screen is as',
      '    narrow as this one is.',
    ],
  ],
  [
    'a long name with a short text on one line',
    60,
    [
      {
        rows: [
          { name: 'one', text: lorem },
          { name: 'a'.repeat(40), text: 'Short.' },
        ],
      },
    ],
    [
      '  one  What is said of it takes more than one line where the',
      '       screen is as narrow as this one is.',
      `  ${'a'.repeat(40)}  Short.`,
    ],
  ],
  [
    'members below their structure, and marks',
    60,
    [
      {
        rows: [
          { name: 'one', text: 'A.', mark: '*' },
          { name: 'two', text: 'B.', depth: 1 },
        ],
      },
    ],
    ['* one    A.', '    two  B.'],
  ],
  [
    'a usage that goes on',
    40,
    [{ usage: ['conn.createCase({ subject, communicationBody, dryRun? })'] }],
    ['  conn.createCase({ subject,', '    communicationBody, dryRun? })'],
  ],
  [
    'code as it is, however narrow the screen',
    10,
    [{ heading: 'Example' }, { code: "\n>>> 'a long line of code'\n'...'" }],
    ['Example', "  >>> 'a long line of code'", "  '...'"],
  ],
]

describe('The layout of help', () => {
  for (const [title, columns, blocks, lines] of screens) {
    it(title, () => expect(pageText(blocks, { columns, colors: false }).split('\n')).to.deep.equal(lines))
  }

  it('fits every screen that is wide enough for the words', () => {
    const word = fc.stringMatching(/^[a-zA-Zäß漢.]{1,7}$/)
    const sentence = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(' '))
    const row = fc.record({ name: word, lead: sentence, text: sentence, depth: fc.nat(5) })
    const block = fc.oneof(
      fc.record({ title: sentence }),
      fc.record({ text: sentence }),
      fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 5 }) }),
      fc.record({ usage: fc.array(sentence, { minLength: 1, maxLength: 2 }) }),
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), fc.integer({ min: 36, max: 120 }), (blocks, columns) => {
        for (const line of pageText(blocks, { columns, colors: false }).split('\n')) {
          expect(cellWidth(line)).to.be.at.most(columns)
        }
      }),
    )
  })
})
