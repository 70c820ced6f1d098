import { expect } from 'chai'
import { parseDocument } from '../../src/transcript/document.ts'
import { replay, type Session } from '../../src/transcript/replay.ts'
import { formatReport, formatSummary } from '../../src/transcript/report.ts'
import { openSessions } from './session.ts'
import { text } from './shown.ts'

const replayed = async (lines: string[], open = openSessions().open) =>
  replay(await parseDocument('guide/a.rst', text(...lines)), { open })

const printing =
  (printed: string): Session['evaluate'] =>
  async () => ({ text: printed, failed: false })

const failures: { title: string; lines: string[]; prints?: string; report: string[] }[] = [
  {
    title: 'another value',
    lines: ['Text', '', '  >>> 1 +', '  ... 1', '  3'],
    report: ['guide/a.rst:3:3', '    >>> 1 +', '    ... 1', '  - 3', '  + 2'],
  },
  {
    title: 'what wildcards swallowed in lines that matched',
    lines: ['>>> x', "{ caseId: 'case-...', by: '...@...' }", "status: 'open'"],
    prints: "{ caseId: 'case-12', by: 'ann@example.com' }\nstatus: 'resolved'",
    report: [
      'guide/a.rst:1:1',
      '    >>> x',
      `    { caseId: 'case-...', by: '...@...' }   (... = "12", "ann", "example.com")`,
      "  - status: 'open'",
      "  + status: 'resolved'",
    ],
  },
  {
    title: 'what a terminal would obey, written out',
    lines: ['>>> x // \u001b[2J', '\u001b]0;title\u0007', 'a\u202eb', 'c\td'],
    prints: '\u009b31m\na\u0008b\nc\td',
    report: [
      'guide/a.rst:1:1',
      '    >>> x // \\x1B[2J',
      '  - \\x1B]0;title\\x07',
      '  - a\\u202Eb',
      '  + \\x9B31m',
      '  + a\\x08b',
      '    c\td',
    ],
  },
  {
    title: 'long swallowed text in short',
    lines: ['>>> x', 'a...', 'b'],
    prints: `a${'1234567890'.repeat(20)}\nc`,
    report: [
      'guide/a.rst:1:1',
      '    >>> x',
      '    a...   (... = "123456789012345678901234567890 <140 more> 123456789012345678901234567890")',
      '  - b',
      '  + c',
    ],
  },
  {
    title: 'a line of `...` takes many lines',
    lines: ['>>> x', 'a', '...', 'z', 'end'],
    prints: 'a\nb\nc\nd\nz\nfin',
    report: [
      'guide/a.rst:1:1',
      '    >>> x',
      '    a',
      '    ...   (... = 3 lines: "b" to "d")',
      '    z',
      '  - end',
      '  + fin',
    ],
  },
  {
    title: 'lines of `...` among lines that differ',
    lines: ['>>> x', 'a', '...', 'b', '...', 'z'],
    prints: 'a\n1\n2\n3\nc\n4\nz',
    report: [
      'guide/a.rst:1:1',
      '    >>> x',
      '    a',
      '    ...   (... = 3 lines: "1" to "3")',
      '  - b',
      '  + c',
      '    ...   (... = 1 line: "4")',
      '    z',
    ],
  },
  {
    title: 'an expected error, stacks left out',
    lines: ['>>> x', 'Uncaught TypeError: x', '    at g (y.js:2:2)'],
    report: [
      'guide/a.rst:1:1',
      '    >>> x',
      '  - Uncaught TypeError: x',
      '  + Uncaught ReferenceError: x is not defined',
    ],
  },
  {
    title: 'a line of `...` takes no less than a line',
    lines: ['>>> x', 'a', '...', 'b'],
    prints: 'a\nb',
    report: [
      'guide/a.rst:1:1',
      '    >>> x',
      '    a',
      '  - ...',
      '    b',
      'A line of `...` stands for one line or more.',
    ],
  },
  {
    title: 'blank lines as a transcript writes them',
    lines: ['>>> x', 'a'],
    prints: 'a\n\nb\n\n',
    report: ['guide/a.rst:1:1', '    >>> x', '    a', '  + <BLANKLINE>', '  + b', '  + <BLANKLINE>'],
  },
  {
    title: 'nothing expected',
    lines: ['>>> 1'],
    report: ['guide/a.rst:1:1', '    >>> 1', '  + 1', 'Nothing is expected here, but something was printed.'],
  },
  {
    title: 'nothing printed',
    lines: ['>>> var a', '1'],
    report: ['guide/a.rst:1:1', '    >>> var a', '  - 1', 'Nothing was printed.'],
  },
  {
    title: 'an error that is not expected, without its stack',
    lines: ['>>> x', '1'],
    report: [
      'guide/a.rst:1:1',
      '    >>> x',
      '  - 1',
      '  + Uncaught ReferenceError: x is not defined',
      'The example ended in an error. Expect one with a line that starts with `Uncaught `.',
    ],
  },
  {
    title: 'only white space differs',
    lines: ['>>> x', 'a  b'],
    prints: 'a b',
    report: [
      'guide/a.rst:1:1',
      '    >>> x',
      '  - a  b',
      '  + a b',
      'Only white space differs. `// doctest: +NORMALIZE_WHITESPACE` overlooks that.',
    ],
  },
  {
    title: 'wildcards that are off',
    lines: ['>>> x // doctest: -ELLIPSIS', 'a...'],
    prints: 'ab',
    report: [
      'guide/a.rst:1:1',
      '    >>> x // doctest: -ELLIPSIS',
      '  - a...',
      '  + ab',
      '`-ELLIPSIS` is on: `...` stands for itself here.',
    ],
  },
  {
    title: 'a continuation that a blank line cut off',
    lines: ['>>> 1', '', '... + 1', '2'],
    report: [
      'guide/a.rst:1:1',
      '    >>> 1',
      '  + 1',
      'Line 3 does not belong to this example: a blank line ends it.',
    ],
  },
  {
    title: 'a literal that stood for several values',
    lines: [">>> 'a1'", "'a...'", ">>> 'a2'", "'a...'", ">>> 'a...'", "'a1'"],
    report: [
      'guide/a.rst:5:1',
      "    >>> 'a...'",
      "  - 'a1'",
      "  + 'a2'",
      "'a...' stood for 'a2' (it matched 2 values: 'a1', 'a2').",
    ],
  },
  {
    title: 'an unreadable example',
    lines: ['  >>>a'],
    report: ['guide/a.rst:1:3', '    >>>a', 'A space must follow `>>>`. Output cannot begin with `>>>`.'],
  },
  {
    title: 'a setup',
    lines: ['.. doctest: setup', '   var a = x'],
    report: [
      'guide/a.rst:2:4',
      '    >>> var a = x',
      '  + Uncaught ReferenceError: x is not defined',
      '  +     at f (x.js:1:1)',
      'The setup failed.',
    ],
  },
  {
    title: 'a seed',
    lines: ['.. doctest: seed bad'],
    report: ['guide/a.rst:1:13', '    seed bad', 'The seed cannot be used: no such state'],
  },
  {
    title: 'an evaluation that throws',
    lines: ['>>> breakdown()', '1'],
    report: [
      'guide/a.rst:1:1',
      '    >>> breakdown()',
      'This could not be evaluated: Error: the engine broke down',
    ],
  },
]

describe('report', () => {
  for (const { title, lines, prints, report } of failures) {
    it(title, async () => {
      const open =
        prints === undefined ? undefined : async () => ({ evaluate: printing(prints), close: async () => {} })
      const written = await formatReport([await replayed(lines, open)])
      expect(written.split('\n').slice(0, -2)).to.deep.equal(report)
    })
  }

  it('shows the notes of a session', async () => {
    const evaluate = async () => ({ text: '1', failed: false, notes: ['Requests: DescribeCases'] })
    const report = await replayed(['>>> x', '2'], async () => ({ evaluate, close: async () => {} }))
    expect(await formatReport([report])).to.contain('  + 1\nRequests: DescribeCases\n')
  })

  it('marks the further lines of a note, which may be what was printed', async () => {
    const evaluate = async () => {
      throw new Error('a\n::error file=x::b\n\n  c\n')
    }
    const report = await replayed(['>>> x', '2'], async () => ({ evaluate, close: async () => {} }))
    expect((await formatReport([report])).split('\n').slice(2, -2)).to.deep.equal([
      'This could not be evaluated: Error: a',
      '  | ::error file=x::b',
      '  |',
      '  |   c',
    ])
  })

  it('is short where a setup prints much, or a note is long', async () => {
    const prints = Array.from({ length: 200_000 }, (_, index) => `got ${index}`).join('\n')
    const evaluate = async () => ({ text: prints, failed: true, notes: [prints, 'x'.repeat(1e6)] })
    const report = await replayed(['.. doctest: setup', '   x'], async () => ({
      evaluate,
      close: async () => {},
    }))
    const lines = (await formatReport([report])).split('\n')
    expect(lines)
      .to.include('  + got 19')
      .and.to.include('  + <199960 more lines>')
      .and.to.include('  + got 199999')
    expect(lines).to.include('  | <199959 more lines>').and.to.include('  | got 199999')
    expect(lines).to.have.length.below(100)
    expect(lines.join('').length).to.be.below(3000)
  })

  it('is short where texts have nothing in common', async () => {
    const prints = Array.from({ length: 20_000 }, (_, index) => `got ${index}`).join('\n')
    const want = Array.from({ length: 3_000 }, (_, index) => `want ${index}...`)
    const report = await replayed(['>>> x', ...want], async () => ({
      evaluate: printing(prints),
      close: async () => {},
    }))
    expect((await formatReport([report])).split('\n')).to.have.length.below(200)
  })

  const summaries: { files: string[][]; summary: string }[] = [
    { files: [['>>> 1', '1']], summary: '1 file, 1 example: 1 passed' },
    {
      files: [
        ['>>> 1', '1', '>>>2'],
        ['>>> 1', '2'],
      ],
      summary: '2 files, 3 examples: 1 passed, 2 failed',
    },
    { files: [['>>> 1 // doctest: +SKIP'], ['Text']], summary: '2 files, 1 example: 0 passed, 1 skipped' },
    { files: [], summary: '0 files, 0 examples: 0 passed' },
  ]
  for (const { files, summary } of summaries) {
    it(summary, async () => {
      expect(formatSummary(await Promise.all(files.map((lines) => replayed(lines))))).to.equal(summary)
    })
  }

  it('has colours where asked', async () => {
    const report = await replayed(['>>> 1', '2'])
    expect(await formatReport([report], { color: true })).to.equal(
      [
        '\u001b[1mguide/a.rst:1:1\u001b[22m',
        '    >>> 1',
        '\u001b[31m  - 2\u001b[39m',
        '\u001b[32m  + 1\u001b[39m',
        '',
        '1 file, 1 example: \u001b[31m0 passed, 1 failed\u001b[39m',
      ].join('\n'),
    )
  })
})
