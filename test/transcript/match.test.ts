import { expect } from 'chai'
import fc from 'fast-check'
import { type MatchOptions, match, matchAtOnce } from '../../src/transcript/match.ts'
import { matchWildcards } from '../../src/transcript/wildcards.ts'

interface Case {
  want: string
  got: string
  options?: MatchOptions
  /** What the wildcards swallow; undefined where the texts do not match. */
  swallowed: string[] | undefined
}

const no = undefined
const groups: Record<string, Case[]> = {
  'plain text': [
    { want: '1', got: '1', swallowed: [] },
    { want: '1', got: '1\n', swallowed: [] },
    { want: '1', got: '1\n\n', swallowed: no },
    { want: '1\n<BLANKLINE>', got: '1\n\n', swallowed: [] },
    { want: '1', got: '2', swallowed: no },
    { want: '', got: '', swallowed: [] },
    { want: '', got: '1', swallowed: no },
    { want: '', got: '\n', swallowed: no },
    { want: '1', got: '', swallowed: no },
    { want: 'a  b', got: 'a b', swallowed: no },
    { want: 'a\nb', got: 'a\r\nb\r\n', swallowed: [] },
    { want: '$&', got: '$&', swallowed: [] },
    { want: 'a\u2028b', got: 'a\u2028b', swallowed: [] },
    { want: 'a\u2028b', got: 'a\nb', swallowed: no },
  ],
  'blank lines': [
    { want: 'a\n<BLANKLINE>\nb', got: 'a\n\nb', swallowed: [] },
    { want: 'a\n<BLANKLINE>\nb', got: 'a\n  \nb', swallowed: [] },
    { want: '<BLANKLINE>', got: '\n', swallowed: [] },
    { want: '<BLANKLINE>', got: '', swallowed: no },
    { want: '<BLANKLINE>', got: '<BLANKLINE>', swallowed: [] },
    { want: '<BLANKLINE>\na...', got: '<BLANKLINE>\nab', swallowed: ['b'] },
    { want: 'x <BLANKLINE>', got: 'x ', swallowed: no },
  ],
  wildcards: [
    { want: 'case-...', got: 'case-1', swallowed: ['1'] },
    { want: 'a...b', got: 'ab', swallowed: [''] },
    { want: 'a...b', got: 'a\nx\nb', swallowed: ['\nx\n'] },
    { want: 'a...b', got: 'abxb', swallowed: ['bx'] },
    { want: 'aa...aa', got: 'aaa', swallowed: no },
    { want: 'aa...aa', got: 'aaaa', swallowed: [''] },
    { want: 'a....', got: 'a.', swallowed: [''] },
    { want: 'a....', got: 'ab', swallowed: no },
    { want: 'a......', got: 'ab', swallowed: ['', 'b'] },
    { want: '...', got: 'x', swallowed: ['x'] },
    { want: 'a...b...c', got: 'a b b c', swallowed: [' ', ' b '] },
    { want: 'a...c...b', got: 'a b c', swallowed: no },
    { want: 'a...b...b', got: 'ab', swallowed: no },
    { want: '...b', got: 'a', swallowed: no },
    { want: 'a...\nb', got: 'a\nx\nb', swallowed: ['\nx'] },
    // As Python decides: both line ends around the `...` are wanted.
    { want: 'a\n...\nb', got: 'a\nb', swallowed: no },
    { want: 'a\n...\nb', got: 'a\n\nb', swallowed: [''] },
    { want: 'a\n...b', got: 'a\nb', swallowed: [''] },
    { want: 'a\n...', got: 'a', swallowed: no },
    { want: 'a\n...', got: 'a\nb\nc', swallowed: ['b\nc'] },
    { want: 'a...b', got: 'a...b', swallowed: ['...'] },
  ],
  '-ELLIPSIS': [
    { want: 'a...', got: 'ab', options: { ellipsis: false }, swallowed: no },
    { want: 'a...', got: 'a...', options: { ellipsis: false }, swallowed: [] },
  ],
  '+NORMALIZE_WHITESPACE': [
    { want: 'a b', got: '  a\n\tb\n\n', options: { normalizeWhitespace: true }, swallowed: [] },
    { want: 'a\n<BLANKLINE>\nb', got: 'a b', options: { normalizeWhitespace: true }, swallowed: [] },
    { want: 'a  ...  b', got: 'a x\ny b', options: { normalizeWhitespace: true }, swallowed: ['x y'] },
    { want: 'a ... b', got: 'a b', options: { normalizeWhitespace: true }, swallowed: no },
    { want: 'ab', got: 'a b', options: { normalizeWhitespace: true }, swallowed: no },
  ],
  'expected errors': [
    { want: 'Uncaught E: x', got: 'Uncaught E: x\n    at f (a.ts:1:2)\n    at async g', swallowed: [] },
    { want: 'Uncaught E: x\n    at f (b.ts:3:4)', got: 'Uncaught E: x', swallowed: [] },
    { want: 'Uncaught E: x\n    at f (b.ts:3:4)', got: 'Uncaught E: x\n    at g', swallowed: [] },
    { want: 'Uncaught E: x\n    ...', got: 'Uncaught E: x', swallowed: [] },
    { want: 'Uncaught E: x', got: 'Uncaught E: y', swallowed: no },
    { want: 'Uncaught E: x', got: 'Uncaught F: x', swallowed: no },
    { want: 'Uncaught E: case-...', got: 'Uncaught E: case-1\n    at f', swallowed: ['1'] },
    {
      want: 'Uncaught E: case-... not found',
      got: 'Uncaught E: case-1 not found\n    at f',
      swallowed: ['1'],
    },
    { want: 'Uncaught E: x', got: "Uncaught E: x\n    at f {\n  code: 'X'\n}", swallowed: [] },
    {
      want: "Uncaught E: x\n    at f {\n  code: 'X'\n}",
      got: "Uncaught E: x\n    at g {\n  code: 'X'\n}",
      swallowed: [],
    },
    {
      want: "Uncaught E: x\n    at f {\n  code: 'Y'\n}",
      got: "Uncaught E: x\n    at g {\n  code: 'X'\n}",
      swallowed: no,
    },
    {
      want: "Uncaught E: x\n    ...\n  code: 'X'\n}",
      got: "Uncaught E: x\n    at g {\n  code: 'X'\n}",
      swallowed: ['at g {'],
    },
    { want: 'Uncaught E: x\ny', got: 'Uncaught E: x\ny\n    at f', swallowed: [] },
    { want: 'Uncaught E: x\nz', got: 'Uncaught E: x\ny\n    at f', swallowed: no },
    { want: 'log\nUncaught E: x', got: 'log\nUncaught E: x\n    at f', swallowed: [] },
    { want: 'log\nUncaught E: x', got: 'gol\nUncaught E: x\n    at f', swallowed: no },
    { want: 'Uncaught E: x', got: 'log\nUncaught E: x', swallowed: no },
    { want: 'log...\nUncaught E: x', got: 'log 1\nlog 2\nUncaught E: x', swallowed: [' 1\nlog 2'] },
    { want: 'Uncaught E: x', got: 'Uncaught E: x\nmore', options: { failed: false }, swallowed: no },
    { want: '1', got: 'Uncaught E: x', options: { failed: true }, swallowed: no },
  ],
  'an error that is not expected': [
    { want: 'a...', got: 'a\nUncaught E: x', options: { failed: true }, swallowed: no },
    { want: 'a...', got: 'a\nUncaught E: x', options: { failed: false }, swallowed: ['\nUncaught E: x'] },
    { want: '', got: 'Uncaught E: x', options: { failed: true }, swallowed: no },
  ],
  '+IGNORE_EXCEPTION_DETAIL': [
    { want: 'Uncaught E: x', got: 'Uncaught E: y', options: { ignoreExceptionDetail: true }, swallowed: [] },
    { want: 'Uncaught E', got: 'Uncaught E: y\nz', options: { ignoreExceptionDetail: true }, swallowed: [] },
    {
      want: 'Uncaught E: x',
      got: 'Uncaught api.E [C_1]: y',
      options: { ignoreExceptionDetail: true },
      swallowed: [],
    },
    {
      want: 'Uncaught ...: x',
      got: 'Uncaught E: y',
      options: { ignoreExceptionDetail: true },
      swallowed: ['E'],
    },
    { want: 'Uncaught E: x', got: 'Uncaught F: x', options: { ignoreExceptionDetail: true }, swallowed: no },
    {
      want: 'log\nUncaught E: x',
      got: 'lag\nUncaught E: y',
      options: { ignoreExceptionDetail: true },
      swallowed: no,
    },
    { want: 'a: x', got: 'a: y', options: { ignoreExceptionDetail: true }, swallowed: no },
  ],
}

/** Placeholders without a value. */
const placeholders = new Map<string, string | undefined>([
  ['<n>', undefined],
  ['<m>', undefined],
  ['case-1', undefined],
])
groups['placeholders without a value'] = [
  { want: 'case-1...', got: 'abc', options: { placeholders }, swallowed: ['a', 'bc'] },
  { want: '...case-1', got: 'abc', options: { placeholders }, swallowed: ['', 'abc'] },
  { want: 'a case-1 b ...', got: 'a  b b c', options: { placeholders }, swallowed: [' b', 'c'] },
  { want: '<n><m>', got: 'abc', options: { placeholders }, swallowed: ['a', 'bc'] },
  { want: '<n><m>', got: 'a', options: { placeholders }, swallowed: no },
  { want: 'a<n>', got: 'a', options: { placeholders }, swallowed: no },
  { want: 'a<n>', got: 'ab\nc', options: { placeholders }, swallowed: no },
  { want: '<n>aa', got: 'aaa', options: { placeholders }, swallowed: ['a'] },
  { want: '<n>a<m>', got: 'aaa', options: { placeholders }, swallowed: ['a', 'a'] },
  // What stands after `...` may stand further on, where all of it fits.
  { want: '...<n>', got: 'a\nb', options: { placeholders }, swallowed: ['a\n', 'b'] },
  { want: '...id <n>\nx', got: 'id \nid 5\nx', options: { placeholders }, swallowed: ['id \n', '5'] },
  {
    want: '...\n<n>c<m>\n...',
    got: 'a\nb\ncc\nbca\nz',
    options: { placeholders },
    swallowed: ['a\nb\ncc', 'b', 'a', 'z'],
  },
  { want: '<n> <n>', got: 'a a', options: { placeholders }, swallowed: ['a', 'a'] },
  { want: '<n> <n>', got: 'a b', options: { placeholders }, swallowed: no },
]

describe('match', () => {
  for (const [group, cases] of Object.entries(groups)) {
    describe(group, () => {
      for (const { want, got, options, swallowed } of cases) {
        const how = options && !options.placeholders ? ` ${JSON.stringify(options)}` : ''
        it(`${JSON.stringify(want)} ${swallowed ? 'matches' : 'does not match'} ${JSON.stringify(got)}${how}`, () => {
          const outcome = match(want, got, options)
          expect(outcome.matched).to.equal(swallowed !== undefined)
          const pieces = outcome.wildcards.map(({ start, end }) => outcome.got.slice(start, end))
          expect(pieces).to.deep.equal(swallowed ?? [])
        })
      }
    })
  }

  it('says where an error was not expected', () => {
    expect(match('a...', 'a\nUncaught E: x', { failed: true }).unexpectedError).to.equal(true)
    expect(match('Uncaught F: x', 'Uncaught E: x', { failed: true }).unexpectedError).to.equal(false)
  })

  /** Tries everything. A placeholder takes one character or more of one line. */
  const slow = (want: string, got: string): boolean => {
    if (want === '') return got === ''
    if (want.startsWith('...')) {
      return slow(want.slice(3), got) || (got !== '' && slow(want, got.slice(1)))
    }
    if (/^<.>/.test(want)) {
      return got !== '' && got[0] !== '\n' && (slow(want.slice(3), got.slice(1)) || slow(want, got.slice(1)))
    }
    return want[0] === got[0] && got !== '' && slow(want.slice(1), got.slice(1))
  }
  const letters = (...units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 10 })

  it('agrees with a matcher that tries everything', () => {
    fc.assert(
      fc.property(letters('a', 'b', '...', '.', '\n'), letters('a', 'b', '.', '\n'), (want, got) => {
        expect(matchWildcards(want, got) !== undefined).to.equal(slow(want, got))
      }),
      { numRuns: 3000 },
    )
  })

  it('agrees with it about placeholders, each of which stands once', () => {
    const wants = letters('a', 'b', '...', '\n', '<n>', '<m>').filter((want) => !/(<.>).*\1/s.test(want))
    let matched = 0
    fc.assert(
      fc.property(wants, letters('a', 'b', '\n'), (want, got) => {
        const expected = slow(want, got)
        expect(matchWildcards(want, got, { placeholders }) !== undefined).to.equal(expected)
        if (expected && want.includes('<')) matched++
      }),
      { numRuns: 5000 },
    )
    expect(matched).to.be.above(50)
  })

  it('gives up in linear time where a piece stands nowhere', function () {
    this.timeout(5000)
    const n = 16_000
    const placeholders = new Map([['<X>', undefined]])
    for (const [want, got] of [
      [`...${'a <X>\n'.repeat(n / 2)}!...`, 'a b\n'.repeat(n)],
      [`...a<X>${'\nb'.repeat(n)}!...end`, `${'ax\n'.repeat(n)}end`],
    ] as const) {
      expect(matchWildcards(want, got, { placeholders })).to.equal(undefined)
    }
  })

  it('says at once what a closer look would say', () => {
    const piece = fc.constantFrom('a', '...', ' ', '\n', '\r', '<BLANKLINE>', '<B', 'Uncaught ', 'CASE')
    const text = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''))
    const named = fc.constantFrom(undefined, new Map(), new Map([['CASE', 'case-1']]))
    let seen = 0
    fc.assert(
      fc.property(text, fc.option(text), fc.boolean(), named, (want, other, failed, placeholders) => {
        const got = other ?? want
        const atOnce = matchAtOnce(want, got, { failed, placeholders })
        if (!atOnce) return
        seen++
        expect(atOnce).to.deep.equal(match(want, got, { failed, placeholders }))
      }),
      { numRuns: 3000 },
    )
    expect(seen).to.be.above(100)
  })

  it('rebuilds the text from the pieces and what lay between them', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n'), maxLength: 5 })
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part)), part, (pairs, tail) => {
        const want = pairs.map(([piece]) => `${piece}...`).join('') + tail
        const got = pairs.map(([piece, between]) => piece + between).join('') + tail
        const wildcards = matchWildcards(want, got)!
        let [rebuilt, position] = ['', 0]
        for (const { at, start, end } of wildcards) {
          rebuilt += want.slice(position, at) + got.slice(start, end)
          position = at + 3
        }
        expect(rebuilt + want.slice(position)).to.equal(got)
      }),
    )
  })

  // Were the time quadratic, these would run for minutes.
  const long: { title: string; want: string; got: string; matched: boolean; options?: MatchOptions }[] = [
    {
      title: 'ten thousand wildcards',
      want: 'a...'.repeat(10_000),
      got: 'a123456789'.repeat(10_000),
      matched: true,
    },
    {
      title: 'ten thousand that fail at the end',
      want: `${'a...'.repeat(10_000)}z`,
      got: 'a123456789'.repeat(10_000),
      matched: false,
    },
    { title: 'ten thousand in a row', want: '...'.repeat(10_000), got: 'a'.repeat(100_000), matched: true },
    {
      title: 'a placeholder that fits on no line but the last',
      want: '...a\n<n> b',
      got: `${'a\n\n'.repeat(100_000)}a\nc b`,
      matched: true,
      options: { placeholders },
    },
    {
      title: 'two placeholders that fit nowhere on a long line',
      want: '...<n>a<m>c...',
      got: `${'a'.repeat(200_000)}\n${'ab'.repeat(200_000)}\nc`,
      matched: false,
      options: { placeholders },
    },
    {
      title: 'long pieces that nearly match everywhere',
      want: `x...${`${'a'.repeat(50_000)}b${'a'.repeat(50_000)}`}...y`,
      got: `x${'a'.repeat(1_000_000)}y`,
      matched: false,
    },
  ]
  for (const { title, want, got, matched, options } of long) {
    it(`is linear for ${title}`, () => expect(match(want, got, options).matched).to.equal(matched))
  }
})
