import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import fc from 'fast-check'
import { Bindings, type Use } from '../../src/transcript/bindings.ts'
import { readLiteral, writeLiteral } from '../../src/transcript/literals.ts'
import { match } from '../../src/transcript/match.ts'

interface Case {
  title: string
  /** Expectations and what they matched, in order. */
  seen: [want: string, got: string][]
  source: string
  becomes: string
}

const oneCase: Case['seen'] = [["'case-...'", "'case-1'"]]

const cases: Case[] = [
  { title: 'stands for what it matched', seen: oneCase, source: "f('case-...')", becomes: "f('case-1')" },
  {
    title: 'in other quotes',
    seen: oneCase,
    source: 'f("case-...", `case-...`)',
    becomes: 'f("case-1", `case-1`)',
  },
  { title: 'on several lines', seen: oneCase, source: "f(\n  'case-...',\n)", becomes: "f(\n  'case-1',\n)" },
  {
    title: 'in TypeScript',
    seen: oneCase,
    source: "f('case-...' as Id<string>)",
    becomes: "f('case-1' as Id<string>)",
  },
  {
    title: 'after a decorator',
    seen: oneCase,
    source: "@d('case-...') class A {}",
    becomes: "@d('case-1') class A {}",
  },
  {
    title: 'the latest stands',
    seen: [...oneCase, ["'case-...'", "'case-2'"]],
    source: "'case-...'",
    becomes: "'case-2'",
  },
  {
    title: 'inside a larger output',
    seen: [
      ["{\n  caseId: 'case-...',\n  ...\n  x: 'y-...'\n}", "{\n  caseId: 'case-1',\n  a: 1,\n  x: 'y-2'\n}"],
    ],
    source: "['case-...', 'y-...']",
    becomes: "['case-1', 'y-2']",
  },
  {
    title: 'with several wildcards',
    seen: [["'a-...-...'", "'a-1-2'"]],
    source: "'a-...-...'",
    becomes: "'a-1-2'",
  },
  {
    title: 'after an apostrophe',
    seen: [["it's 'case-...'", "it's 'case-1'"]],
    source: "'case-...'",
    becomes: "'case-1'",
  },
  {
    title: 'in double quotes',
    seen: [['"it\'s ..."', '"it\'s me"']],
    source: "'it\\'s ...'",
    becomes: "'it\\'s me'",
  },
  {
    title: 'with escapes',
    seen: [["'a...'", "'a\\n\\\\b\\u00e9'"]],
    source: '"a..."',
    becomes: '"a\\n\\\\bé"',
  },
  {
    title: 'with a dollar in a template',
    seen: [["'a...'", "'a${b}'"]],
    source: '`a...`',
    becomes: '`a\\${b}`',
  },
  {
    title: 'of $& and its like',
    seen: [
      ["'a...'", "'$&$1'"],
      ["'a...'", "'a$&$1'"],
    ],
    source: "'a...'",
    becomes: "'a$&$1'",
  },

  { title: 'another literal', seen: oneCase, source: "'case...'", becomes: "'case...'" },
  { title: 'a part of a literal', seen: oneCase, source: "'the case-...'", becomes: "'the case-...'" },
  { title: 'a comment', seen: oneCase, source: "f() // 'case-...'", becomes: "f() // 'case-...'" },
  { title: 'a regular expression', seen: oneCase, source: "/'case-...'/", becomes: "/'case-...'/" },
  { title: 'a literal in a literal', seen: oneCase, source: '"\'case-...\'"', becomes: '"\'case-...\'"' },
  { title: 'a template with values', seen: oneCase, source: '`case-...${x}`', becomes: '`case-...${x}`' },
  { title: 'a spread', seen: [["'...'", "'a'"]], source: "f(...x, '...')", becomes: "f(...x, 'a')" },
  {
    title: 'what comes after a fault',
    seen: oneCase,
    source: "f('case-...', 'open, 'case-...')",
    becomes: "f('case-1', 'open, 'case-...')",
  },
  { title: 'a match of two literals', seen: [["'a...'", "'a', 'b'"]], source: "'a...'", becomes: "'a...'" },
  { title: 'a match of several lines', seen: [["'a...'", "'a\nb'"]], source: "'a...'", becomes: "'a...'" },
  { title: 'a wildcard over the quote', seen: [["'a...", "'ab'"]], source: "'a...'", becomes: "'a...'" },
  {
    title: 'what did not match',
    seen: [["'case-...'", "'cases'"]],
    source: "'case-...'",
    becomes: "'case-...'",
  },
]

describe('bindings: a literal with a wildcard', () => {
  for (const { title, seen, source, becomes } of cases) {
    it(`${source === becomes ? 'is not ' : ''}${title}`, async () => {
      const bindings = new Bindings()
      for (const [want, got] of seen) bindings.capture(match(want, got))
      expect((await bindings.substitute(source)).source).to.equal(becomes)
    })
  }

  it('says what it stood for', async () => {
    const bindings = new Bindings()
    for (const id of [1, 2, 1, 3]) bindings.capture(match("'case-...'", `'case-${id}'`))
    expect((await bindings.substitute("f('case-...', 'case-...')")).uses).to.deep.equal([
      { literal: "'case-...'", value: "'case-3'", count: 3, recent: ["'case-2'", "'case-1'", "'case-3'"] },
    ])
  })

  it('keeps the latest five of many values, and how many there were', async () => {
    const seen = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(seen, async (ids) => {
        const bindings = new Bindings()
        for (const id of ids) bindings.capture(match("'case-...'", `'case-${id}'`))
        const latestFirst = [...new Set([...ids].reverse())]
        const recent = latestFirst.slice(0, 5).reverse()
        expect((await bindings.substitute("'case-...'")).uses).to.deep.equal([
          {
            literal: "'case-...'",
            value: `'case-${ids.at(-1)}'`,
            count: latestFirst.length,
            recent: recent.map((id) => `'case-${id}'`),
          },
        ])
      }),
    )
  })

  // Did every use hold all values so far, these would fill the memory.
  it('is cheap to use after each of fifty thousand values', async () => {
    const bindings = new Bindings()
    const uses: Use[] = []
    for (let id = 1; id <= 50_000; id++) {
      bindings.capture(match("'case-...'", `'case-${id}'`))
      uses.push(...(await bindings.substitute("'case-...'")).uses)
    }
    expect(uses.at(-1)).to.deep.include({ value: "'case-50000'", count: 50_000 })
  })

  it('is found in a long line of wildcards', () => {
    const bindings = new Bindings()
    bindings.capture(match(`'a...'${'b...'.repeat(10_000)}`, `'a1'${'b2'.repeat(10_000)}`))
  })
})

describe('literals', () => {
  const read: [literal: string, value: string | undefined][] = [
    ["'a'", 'a'],
    ["''", ''],
    ["'\\x41\\u0042\\u{43}\\0'", 'ABC\0'],
    ["'\\q'", 'q'],
    ["'", undefined],
    ['\'a"', undefined],
    ["'a'b'", undefined],
    ["'a\\'", undefined],
    ["'a\\\\'", 'a\\'],
    ["'a\nb'", undefined],
  ]
  for (const [literal, value] of read) {
    it(`${JSON.stringify(literal)} is ${JSON.stringify(value)}`, () =>
      expect(readLiteral(literal)).to.equal(value))
  }

  it('are read as they are written, here and by JavaScript', () => {
    const quotes = fc.constantFrom("'", '"', '`')
    const tricky = fc.string({
      unit: fc.constantFrom('a', "'", '"', '`', '\\', '\n', '\r', '$', '{', '\u2028', '\0', '1', '\u{1F600}'),
    })
    fc.assert(
      fc.property(fc.oneof(tricky, fc.string()), quotes, (value, quote) => {
        const literal = writeLiteral(value, quote)
        expect(readLiteral(literal)).to.equal(value)
        expect(runInNewContext(literal)).to.equal(value)
      }),
    )
  })
})
