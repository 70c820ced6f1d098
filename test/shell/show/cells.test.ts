/** Text in the cells of a terminal. */
import { expect } from 'chai'
import fc from 'fast-check'
import { cellWidth, cut, lines, pad, wrap } from '../../../src/shell/show/cells.ts'
import { harmless, oneLine } from '../../../src/text/harmless.ts'
import { isObeyed, troublesome } from './troublesome.ts'

const widths: [text: string, cells: number, why: string][] = [
  ['', 0, 'nothing'],
  ['case-1', 6, 'ASCII'],
  ['Größe', 5, 'letters of Europe'],
  ['Gro\u0308ße', 5, 'a letter in two code points'],
  ['日本語', 6, 'wide characters'],
  ['학습', 4, 'Hangul'],
  ['\u1112\u1161\u11a8', 2, 'Hangul in its parts'],
  ['ｆｕｌｌ', 8, 'full-width letters'],
  ['ﾊﾝ', 2, 'half-width ones'],
  ['🔥', 2, 'a picture'],
  ['❤️', 2, 'a sign with the selector of pictures'],
  ['❤', 1, 'the sign alone'],
  ['👩‍👩‍👧', 2, 'a family, which is one picture'],
  ['👍🏽', 2, 'a picture with a skin tone'],
  ['🇧🇷🇯🇵', 4, 'two flags'],
  ['1️⃣', 2, 'a key cap'],
  ['नमस्ते', 4, 'marks beside and over letters'],
  ['a\u200bb', 2, 'a space without width'],
  ['co\u00adoperate', 10, 'a soft hyphen, which terminals show'],
]

const cuts: [text: string, width: number, shown: string, withUnicode: string][] = [
  ['A test case.', 12, 'A test case.', 'A test case.'],
  ['A test case.', 11, 'A test c...', 'A test cas…'],
  ['A test case.', 3, 'A t', 'A …'],
  ['A test case.', 1, 'A', 'A'],
  ['A test case.', 0, '', ''],
  ['日本語の件名', 9, '日本語...', '日本語の…'],
  ['日本語の件名', 8, '日本...', '日本語…'],
  ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5, '👩‍👩‍👧...', '👩‍👩‍👧👩‍👩‍👧…'],
  ['e\u0301e\u0301e\u0301e\u0301e\u0301', 4, 'e\u0301...', 'e\u0301e\u0301e\u0301…'],
]

const hostile: [title: string, text: string, shown: string][] = [
  ['a colour', '\u001b[31mred\u001b[0m', '\\x1B[31mred\\x1B[0m'],
  ['a title of the window', '\u001b]0;gone\u0007', '\\x1B]0;gone\\x07'],
  ['a control sequence in one code', '\u009b2J', '\\x9B2J'],
  ['a backspace', 'rm\b\bls', 'rm\\x08\\x08ls'],
  ['a bell', '\u0007', '\\x07'],
  ['delete', 'a\u007fb', 'a\\x7Fb'],
  ['the direction of text', 'exe.\u202etxt', 'exe.\\u202Etxt'],
  ['isolated directions', '\u2066a\u2069', '\\u2066a\\u2069'],
  ['half a character', 'a\ud83d', 'a\\uD83D'],
  ['a line end and a tab', 'a\r\n\tb', 'a\\x0D\\x0A\\x09b'],
  ['nothing in ordinary text', 'Ça va? 日本 🔥', 'Ça va? 日本 🔥'],
]

const wrapped: [title: string, line: string, width: number, shown: string[]][] = [
  ['what fits', 'A test case.', 12, ['A test case.']],
  ['words', 'The instance has 400 connections open.', 20, ['The instance has 400', 'connections open.']],
  [
    'a word that is longer',
    'see https://example.com/a/long/address now',
    12,
    ['see', 'https://example.com/a/long/address', 'now'],
  ],
  ['an indent', '    one two three', 10, ['    one', '    two', '    three']],
  ['an indent of more than half', '        one two', 10, ['     one', '     two']],
  ['a bullet of a list', '- one two', 6, ['- one', 'two']],
  [
    'a text without spaces',
    '버킷정책日本語の長い文章です。次の文。',
    12,
    ['버킷정책日本', '語の長い文章', 'です。次の', '文。'],
  ],
  ['spaces at the end', 'one two   ', 7, ['one two']],
  ['spaces alone', '                ', 5, ['']],
  ['nothing', '', 5, ['']],
]

describe('Text in cells', () => {
  for (const [text, cells, why] of widths) {
    it(`${why}: ${JSON.stringify(text)} takes ${cells}`, () => expect(cellWidth(text)).to.equal(cells))
  }

  for (const [text, width, shown, withUnicode] of cuts) {
    it(`cut to ${width}: ${JSON.stringify(text)}`, () => {
      expect([cut(text, width), cut(text, width, true)]).to.deep.equal([shown, withUnicode])
    })
  }

  for (const [title, text, shown] of hostile) {
    it(`made harmless: ${title}`, () => expect(harmless(text)).to.equal(shown))
  }

  for (const [title, line, width, shown] of wrapped) {
    it(`wrapped: ${title}`, () => expect(wrap(line, width)).to.deep.equal(shown))
  }

  it('is filled up on either side', () => {
    expect([pad('日本', 6), pad('12', 4, 'right'), pad('longer', 3)]).to.deep.equal([
      '日本  ',
      '  12',
      'longer',
    ])
  })

  it('becomes one line', () => {
    expect(oneLine('one\r\ntwo\tthree\u2028four\u001b[2J')).to.equal('one two three four\\x1B[2J')
  })

  it('keeps its own lines, and has spaces up to the tab stops', () => {
    expect(lines('a\tb\r\n日本\tc\rd\n\n\u001b[0me')).to.deep.equal([
      'a       b',
      '日本    c',
      'd',
      '',
      '\\x1B[0me',
    ])
  })
})

describe('Any text', () => {
  it('is harmless in every form', () => {
    fc.assert(
      fc.property(troublesome, (text) => {
        expect([harmless(text), oneLine(text), ...lines(text)].filter(isObeyed)).to.deep.equal([])
      }),
    )
  })

  it('takes as many cells as its parts', () => {
    fc.assert(
      fc.property(troublesome.map(oneLine), troublesome.map(oneLine), (one, other) => {
        expect(cellWidth(`${one} ${other}`)).to.equal(cellWidth(one) + 1 + cellWidth(other))
      }),
    )
  })

  it('takes at most the width that it is cut to, and is filled up to it', () => {
    fc.assert(
      fc.property(troublesome.map(oneLine), fc.nat(30), fc.boolean(), (line, width, unicode) => {
        const short = cut(line, width, unicode)
        expect(cellWidth(short)).to.be.at.most(width)
        expect(cellWidth(pad(short, width))).to.equal(width)
      }),
    )
  })

  it('keeps every word when it is wrapped, and breaks only what fits in no line', () => {
    fc.assert(
      fc.property(troublesome.map(harmless), fc.integer({ min: 1, max: 30 }), (line, width) => {
        const shown = wrap(line, width)
        const letters = (text: string) => text.replace(/\s+/g, '')
        expect(letters(shown.join(''))).to.equal(letters(line))
        for (const each of shown)
          expect(cellWidth(each) <= width || !/\S\s+\S/.test(each.trim())).to.equal(true)
      }),
    )
  })
})
