/** Texts as source, and back. */
import vm from 'node:vm'
import { expect } from 'chai'
import fc from 'fast-check'
import { literalText, openQuoted, quoted, unquoted } from '../../../src/shell/completion/quoting.ts'

const rows: [text: string, single: string, double: string, template: string][] = [
  ['case-1', "'case-1'", '"case-1"', '`case-1`'],
  ["it's", "'it\\'s'", '"it\'s"', "`it's`"],
  ['a "b"', '\'a "b"\'', '"a \\"b\\""', '`a "b"`'],
  ['`${x}` $5', "'`${x}` $5'", '"`${x}` $5"', '`\\`\\${x}\\` $5`'],
  ['a\\b', "'a\\\\b'", '"a\\\\b"', '`a\\\\b`'],
  ['$\\{x}', "'$\\\\{x}'", '"$\\\\{x}"', '`$\\\\{x}`'],
  ['two\r\nlines\t', "'two\\r\\nlines\\t'", '"two\\r\\nlines\\t"', '`two\\r\\nlines\\t`'],
  ['\u001b[31mred\u0000', "'\\x1b[31mred\\x00'", '"\\x1b[31mred\\x00"', '`\\x1b[31mred\\x00`'],
  ['\u202egnp.exe', "'\\u202egnp.exe'", '"\\u202egnp.exe"', '`\\u202egnp.exe`'],
  ['\u2028', "'\\u2028'", '"\\u2028"', '`\\u2028`'],
  ['half \ud800', "'half \\ud800'", '"half \\ud800"', '`half \\ud800`'],
  ['whole 😀 é', "'whole 😀 é'", '"whole 😀 é"', '`whole 😀 é`'],
]

/** Units of UTF-16 with everything that means something in source. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '`',
      '\\',
      '$',
      '{',
      '}',
      '\n',
      '\r',
      '0',
      'u',
      'x',
      '\u2028',
      '\u202e',
      '\ud800',
      '\udc00',
      '\0',
    ),
  }),
)
const quote = fc.constantFrom("'" as const, '"' as const, '`' as const)

describe('A text as source', () => {
  for (const [value, ...literals] of rows) {
    it(literals[0], () => {
      expect((["'", '"', '`'] as const).map((each) => quoted(value, each))).to.deep.equal(literals)
    })
  }

  it('is that text to JavaScript, whatever it is and in any quotes', () => {
    fc.assert(
      fc.property(text, quote, (value, each) => {
        expect(vm.runInNewContext(quoted(value, each))).to.equal(value)
      }),
    )
  })

  it('has nothing in it that a terminal obeys or that turns the direction of text', () => {
    fc.assert(
      fc.property(text, quote, (value, each) => {
        expect(quoted(value, each)).to.not.match(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })

  it('reads back as what it was', () => {
    fc.assert(
      fc.property(text, quote, (value, each) => {
        expect(literalText(quoted(value, each))).to.equal(value)
        expect(unquoted(openQuoted(value, each).slice(1))).to.equal(value)
      }),
    )
  })
})

describe('A literal', () => {
  const said: [source: string, text: string | undefined][] = [
    ["'ec2'", 'ec2'],
    ['`ec2`', 'ec2'],
    ["'a\\x41\\u0042\\u{43}\\\nD'", 'aABCD'],
    ["'\\u{110000}'", ''],
    ["'it\\'s'", "it's"],
    ['`${code}`', undefined],
    ['`\\${code}`', '${code}'],
    ["'a' + 'b'", undefined],
    ["'a", undefined],
    ["'", undefined],
    ['code', undefined],
    ['', undefined],
  ]
  for (const [source, value] of said) {
    it(`${source} says ${value ?? 'nothing that is known'}`, () =>
      expect(literalText(source)).to.equal(value))
  }

  it('that is not finished says what is there', () => {
    expect(unquoted('a\\x4')).to.equal('ax4')
    expect(unquoted('a\\')).to.equal('a')
  })
})
