/** Every rule of transcripts by its number, and every case that is worth a test, as sessions and what they come to. */
import { expect } from 'chai'
import { openTranscriptSession } from '../../src/commands/transcript-session.ts'
import { parseDocument } from '../../src/transcript/document.ts'
import { isFailure, replay } from '../../src/transcript/replay.ts'
import { formatFailure } from '../../src/transcript/report.ts'
import { updateDocument } from '../../src/transcript/update.ts'
import { openSessions } from './session.ts'
import { shown, text } from './shown.ts'

async function run(path: string, written: string) {
  const document = await parseDocument(path, written)
  const { open, calls } = openSessions()
  const { results } = await replay(document, { open })
  return { document, results, calls }
}

/** `LINE passed` for each example. */
const outcomes = async (path: string, ...lines: string[]) =>
  (await run(path, text(...lines))).results.map(({ item, status }) => `${item.line} ${status}`)

interface Reading {
  rule: string
  title: string
  path?: string
  lines: string[]
  read: string[]
}

const spaceAfter = 'A space must follow `>>>`. Output cannot begin with `>>>`.'
const continuation = (column: number, margin: number, line: number) =>
  `This \`...\` stands at column ${column}, its prompt at column ${margin} (line ${line}). Write it under the ` +
  'prompt to continue the source. Expected output cannot begin with `...`.'
const shallow = (line: number, column: number) =>
  `This stands left of its prompt (line ${line}, column ${column}). Indent it like the prompt if it is output; ` +
  'leave a blank line above it if it is not.'

const readings: Reading[] = [
  {
    rule: '1',
    title: 'prompt, continuation lines at its column, output up to a blank line',
    lines: ['>>> f(', '... 1)', 'a', 'b', '', 'c'],
    read: ['1:1 "f(\\n1)" -> "a\\nb"'],
  },
  {
    rule: '1',
    title: 'output up to the next prompt',
    lines: ['>>> a', '1', '>>> b'],
    read: ['1:1 "a" -> "1"', '3:1 "b" -> ""'],
  },
  {
    rule: '1',
    title: 'output up to the end of the file',
    lines: ['>>> a', '1', '2'],
    read: ['1:1 "a" -> "1\\n2"'],
  },
  {
    rule: '1',
    title: 'output up to the closing fence',
    path: 'a.md',
    lines: ['```', '>>> a', '1', '```', '2'],
    read: ['2:1 "a" -> "1"'],
  },
  {
    rule: '1',
    title: 'output up to a lesser indent',
    path: 'a.md',
    lines: ['- x', '', '      >>> a', '      1', '  y'],
    read: ['3:7 "a" -> "1"'],
  },
  {
    rule: '2',
    title: '`...` alone continues with an empty line',
    lines: ['>>> a', '...', '... b'],
    read: ['1:1 "a\\n\\nb" -> ""'],
  },
  ...['>>>1', '>>>\u00a01', '...x'].map((line) => ({
    rule: '2',
    title: `no space: ${JSON.stringify(line)}`,
    lines: line.startsWith('.') ? ['>>> a', line] : [line],
    read: [
      line === '>>>1'
        ? `1:1 ! ${spaceAfter}`
        : line === '...x'
          ? '2:1 ! A space must follow `...`. Under the source, `...` continues it; expected output cannot begin with `...`.'
          : '1:1 ! A space must follow `>>>`; here stands U+00A0. Write an ordinary space.',
    ],
  })),
  {
    rule: '3',
    title: 'fences, indented blocks, block quotes and list items, with the column of the prompt',
    path: 'a.md',
    lines: [
      '```',
      '>>> a',
      '```',
      '',
      '    >>> b',
      '',
      '> ```',
      '> >>> c',
      '> ```',
      '- ~~~',
      '  >>> d',
      '  ~~~',
    ],
    read: ['2:1 "a" -> ""', '5:5 "b" -> ""', '8:3 "c" -> ""', '11:3 "d" -> ""'],
  },
  {
    rule: '3',
    title: 'literal blocks, doctest blocks, code blocks, list items, field lists and block quotes in RST',
    lines: [
      '>>> a',
      '',
      'Text::',
      '',
      '  >>> b',
      '',
      '.. code-block:: ts',
      '',
      '   >>> c',
      '',
      '- x',
      '',
      '  >>> d',
      '',
      ':field: x',
      '',
      '    >>> e',
    ],
    read: ['1:1 "a" -> ""', '5:3 "b" -> ""', '9:4 "c" -> ""', '13:3 "d" -> ""', '17:5 "e" -> ""'],
  },
  {
    rule: '3',
    title: 'prose in Markdown is prose',
    path: 'a.md',
    lines: ['>>> a', 'Text', '', 'foo >>> 1'],
    read: [],
  },
  {
    rule: '4',
    title: 'deeper output keeps its relative indent',
    lines: ['  >>> a', '  {', '    b'],
    read: ['1:3 "a" -> "{\\n  b"'],
  },
  { rule: '4', title: 'tabs inside source stay', lines: ['>>> a\tb'], read: ['1:1 "a\\tb" -> ""'] },
  { rule: '4', title: 'CRLF', lines: ['>>> a\r', '1\r'], read: ['1:1 "a" -> "1"'] },
  {
    rule: '6',
    title: 'one failing example with its place and a hint; the rest is read',
    path: 'a.md',
    lines: ['> ```', '> >>>a', '> >>> b // doctest: +SKIPP', '> >>> c', '> ```'],
    read: [
      `2:3 ! ${spaceAfter}`,
      '3:21 ! `+SKIPP` is not a directive. Did you mean `+SKIP`? Known are `+SKIP`, `-ELLIPSIS`, ' +
        '`+NORMALIZE_WHITESPACE`, `+IGNORE_EXCEPTION_DETAIL`, `+UNORDERED`, `+NO_RUN`, `+FAIL`, ' +
        '`+TOLERANCE=NUMBER|PERCENT`, `+TIMEOUT=MS`.',
      '4:3 "c" -> ""',
    ],
  },
  {
    rule: '7',
    title: 'directives at the end of a source line, commas or spaces between',
    lines: ['>>> a // doctest: +SKIP, -ELLIPSIS +TIMEOUT=5'],
    read: ['1:1 "a // doctest: +SKIP, -ELLIPSIS +TIMEOUT=5" -> "" skip=true ellipsis=false timeout=5'],
  },
  {
    rule: '7',
    title: 'comments in Markdown',
    path: 'a.md',
    lines: [
      '<!-- doctest: setup',
      'var a',
      '-->',
      '<!-- doctest: seed demo -->',
      '',
      '<!-- doctest: skip next -->',
      '',
      '    >>> a',
    ],
    read: ['2:1 setup "var a"', '4:15 seed demo', '8:5 "a" -> "" skip=true'],
  },
  {
    rule: '7',
    title: 'comments in RST',
    lines: [
      '.. doctest: setup',
      '   var a',
      '',
      '.. doctest: seed demo',
      '',
      '.. doctest: skip next',
      '',
      '>>> a',
    ],
    read: ['2:4 setup "var a"', '4:13 seed demo', '8:1 "a" -> "" skip=true'],
  },
  // The cases worth a test.
  { rule: 'case', title: '`>>>1`', lines: ['>>>1'], read: [`1:1 ! ${spaceAfter}`] },
  {
    rule: 'case',
    title: '`>>>` and a no-break space',
    lines: ['>>>\u00a0x'],
    read: ['1:1 ! A space must follow `>>>`; here stands U+00A0. Write an ordinary space.'],
  },
  { rule: 'case', title: 'bare `>>>` followed by text', lines: ['>>>', 'text'], read: ['1:1 "" -> "text"'] },
  { rule: 'case', title: '`>>> // only a comment`', lines: ['>>> // only a comment'], read: [] },
  { rule: 'case', title: '`... x` without a prompt above', lines: ['... x'], read: [] },
  { rule: 'case', title: '`foo >>> 1` inside prose', lines: ['foo >>> 1'], read: [] },
  {
    rule: 'case',
    title: 'an output line `>>>> x`',
    lines: ['>>> a', '>>>> x'],
    read: ['1:1 "a" -> ""', `2:1 ! ${spaceAfter}`],
  },
  {
    rule: 'case',
    title: 'output deeper than the prompt',
    lines: ['>>> a', '  1'],
    read: ['1:1 "a" -> "  1"'],
  },
  {
    rule: 'case',
    title: 'output shallower than the prompt',
    lines: ['  >>> a', ' 1'],
    read: [`2:2 ! ${shallow(1, 3)}`],
  },
  {
    rule: 'case',
    title: 'continuation left of the prompt',
    lines: ['  >>> a', '... b'],
    read: [`2:1 ! ${continuation(1, 3, 1)}`],
  },
  {
    rule: 'case',
    title: 'continuation right of the prompt',
    lines: ['>>> a', '  ... b'],
    read: [`2:3 ! ${continuation(3, 1, 1)}`],
  },
  {
    rule: 'case',
    title: 'output followed at once by an indented `>>>`',
    lines: ['>>> a', '1', '  >>> b'],
    read: ['1:1 "a" -> "1"', '3:3 "b" -> ""'],
  },
  {
    rule: 'case',
    title: 'prose right under the output',
    lines: ['>>> a', '1', 'prose'],
    read: ['1:1 "a" -> "1\\nprose"'],
  },
  {
    rule: 'case',
    title: 'a blank line between prompt and continuation',
    lines: ['>>> a', '', '... b'],
    read: ['1:1 "a" -> ""'],
  },
  {
    rule: 'case',
    title: 'a closing fence right after output',
    path: 'a.md',
    lines: ['```', '>>> a', '1', '```'],
    read: ['2:1 "a" -> "1"'],
  },
  {
    rule: 'case',
    title: 'nested fences',
    path: 'a.md',
    lines: ['````', '```', '>>> a', '1', '```', '````'],
    read: ['3:1 "a" -> "1"'],
  },
  {
    rule: 'case',
    title: '`~~~`',
    path: 'a.md',
    lines: ['~~~', '>>> a', '```', '~~~'],
    read: ['2:1 "a" -> "```"'],
  },
  {
    rule: 'case',
    title: 'an unclosed fence',
    path: 'a.md',
    lines: ['```', '>>> a', '1'],
    read: ['2:1 "a" -> "1"'],
  },
  {
    rule: 'case',
    title: 'a fence inside a list',
    path: 'a.md',
    lines: ['1. x', '   ```', '   >>> a', '   1', '   ```'],
    read: ['3:4 "a" -> "1"'],
  },
  {
    rule: 'case',
    title: 'a fence inside a block quote',
    path: 'a.md',
    lines: ['> ```', '> >>> a', '> 1', '> ```'],
    read: ['2:3 "a" -> "1"'],
  },
  {
    rule: 'case',
    title: 'U+2028 in a string',
    lines: ['>>> "a\u2028b"', "'a\u2028b'"],
    read: ['1:1 "\\"a\u2028b\\"" -> "\'a\u2028b\'"'],
  },
]

describe('the rules: reading', () => {
  for (const { rule, title, path = 'a.rst', lines, read } of readings) {
    it(`${rule}: ${title}`, async () => expect(await shown(path, text(...lines))).to.deep.equal(read))
  }
})

const runs: { rule: string; title: string; lines: string[]; outcomes: string[] }[] = [
  {
    rule: '5',
    title: '<BLANKLINE> is a blank line',
    lines: ['>>> console.log("a\\n\\nb")', 'a', '<BLANKLINE>', 'b'],
    outcomes: ['1 passed'],
  },
  {
    rule: '8',
    title: 'in order, in one session',
    lines: ['>>> var a = 1', '>>> a', '1'],
    outcomes: ['1 passed', '2 passed'],
  },
  {
    rule: '8',
    title: 'a failing example stops nothing',
    lines: ['>>> nope', '>>> 1', '1'],
    outcomes: ['1 failed', '2 passed'],
  },
  {
    rule: '9',
    title: 'console and value together',
    lines: ['>>> console.log("a"), 1', 'a', '1'],
    outcomes: ['1 passed'],
  },
  {
    rule: '10',
    title: '`...` matches any text and newlines',
    lines: ['>>> [1, { a: "x".repeat(70), b: "y" }]', '[', '...', ']'],
    outcomes: ['1 passed'],
  },
  {
    rule: '10',
    title: 'a wildcard cannot open the expected output',
    lines: ['>>> "abc"', "... 'c'"],
    outcomes: ['1 failed'],
  },
  {
    rule: '10',
    title: '`aa...aa` against `aaa` fails',
    lines: ['>>> console.log("aaa")', 'aa...aa'],
    outcomes: ['1 failed'],
  },
  {
    rule: '10',
    title: '`a...b` against `ab` passes',
    lines: ['>>> console.log("ab")', 'a...b'],
    outcomes: ['1 passed'],
  },
  {
    rule: '10',
    title: '`a....` against `a.` passes',
    lines: ['>>> console.log("a.")', 'a....'],
    outcomes: ['1 passed'],
  },
  {
    rule: '10',
    title: '`a\\n...\\nb` against `a\\nb` fails: a line of `...` is one line or more',
    lines: ['>>> console.log("a\\nb")', 'a', '...', 'b'],
    outcomes: ['1 failed'],
  },
  {
    rule: '11',
    title: 'a literal in source stands for what it matched',
    lines: [">>> 'case-' + 1", "'case-...'", ">>> 'case-...'.length", '6'],
    outcomes: ['1 passed', '3 passed'],
  },
  {
    rule: '11',
    title: 'of several values the latest stands',
    lines: [">>> 'case-' + 1", "'case-...'", ">>> 'case-' + 22", "'case-...'", ">>> 'case-...'", "'case-22'"],
    outcomes: ['1 passed', '3 passed', '5 passed'],
  },
  {
    rule: '12',
    title: 'an expected error is its first line',
    lines: ['>>> null.a', 'Uncaught TypeError: Cannot...', '    at somewhere (else.js:1:1)'],
    outcomes: ['1 passed'],
  },
  {
    rule: 'case',
    title: 'a printed <BLANKLINE>',
    lines: ['>>> console.log("<BLANKLINE>")', '<BLANKLINE>'],
    outcomes: ['1 passed'],
  },
  {
    rule: 'case',
    title: 'ten thousand wildcards',
    lines: ['>>> console.log("ab".repeat(10000))', 'a...'.repeat(10_000)],
    outcomes: ['1 passed'],
  },
]

describe('the rules: running and comparing', () => {
  for (const { rule, title, lines, outcomes: expected } of runs) {
    it(`${rule}: ${title}`, async () => expect(await outcomes('a.rst', ...lines)).to.deep.equal(expected))
  }

  it('11: the report says that a literal matched several values', async () => {
    const lines = [">>> 'a-1'", "'a-...'", ">>> 'a-2'", "'a-...'", ">>> 'a-...'", "'a-1'"]
    const { results } = await run('a.rst', text(...lines))
    expect(await formatFailure('a.rst', results[2]!)).to.contain(
      "'a-...' stood for 'a-2' (it matched 2 values: 'a-1', 'a-2').",
    )
  })
})

describe('the rules: the sessions of the shell', () => {
  const files = {
    'resolves.rst': text(
      ">>> const found = 'mine'",
      ">>> conn.resolveCase('case-1').finalCaseStatus",
      "'resolved'",
      '>>> nope',
      '>>> conn.describeCases().cases.length',
      '0',
    ),
    'finds.rst': text(
      '>>> typeof found',
      "'undefined'",
      '>>> conn.describeCases().cases.length',
      '1',
      '>>> console.log("said"); conn.describeCases().cases[0].subject',
      'said',
      "'A test case.'",
    ),
  }
  for (const order of [
    ['resolves.rst', 'finds.rst'],
    ['finds.rst', 'resolves.rst'],
  ] as const) {
    it(`8: each file has a fresh session and a fresh mock (${order.join(', ')})`, async () => {
      const outcomes: Record<string, string[]> = {}
      for (const path of order) {
        const { results } = await replay(await parseDocument(path, files[path]), {
          open: openTranscriptSession,
        })
        outcomes[path] = results.map(({ item, status }) => `${item.line} ${status}`)
      }
      expect(outcomes).to.deep.equal({
        'resolves.rst': ['1 passed', '2 passed', '4 failed', '5 passed'],
        'finds.rst': ['1 passed', '3 passed', '5 passed'],
      })
    })
  }

  it('8: a failing example stops the file where that is asked', async () => {
    const document = await parseDocument('a.rst', files['resolves.rst'])
    const { results, stopped } = await replay(document, { open: openTranscriptSession, bail: true })
    expect(results.map(({ status }) => status)).to.deep.equal(['passed', 'passed', 'failed'])
    expect(stopped).to.equal(true)
  })

  it('12: stack lines are ignored on both sides', async () => {
    const written = text(
      '>>> (function f() { throw new TypeError("no") })()',
      'Uncaught TypeError: no',
      '    at g (elsewhere.js:1:2)',
      '    at h (elsewhere.js:3:4)',
    )
    const { results } = await replay(await parseDocument('a.rst', written), { open: openTranscriptSession })
    expect(results.map(({ status }) => status)).to.deep.equal(['passed'])
  })

  it('13: a failure shows the requests that the example made', async () => {
    const written = text(
      '>>> conn.describeCases().cases.length',
      '1',
      ">>> conn.describeCases(); conn.resolveCase('case-9')",
      '1',
    )
    const { results } = await replay(await parseDocument('a.rst', written), { open: openTranscriptSession })
    const report = (await formatFailure('a.rst', results[1]!)).split('\n')
    expect(report.slice(-2)).to.deep.equal([
      'It sent DescribeCases: 200',
      'It sent ResolveCase: 400 CaseIdNotFound',
    ])
  })
})

describe('the rules: reporting', () => {
  it('13: place, source, line diff, what wildcards swallowed', async () => {
    const source = '>>> ({ id: "case-1", kind: "x".repeat(60), status: "open" })'
    const lines = [
      '> ```',
      `> ${source}`,
      '> {',
      ">   id: 'case-...',",
      '>   ...',
      ">   status: 'done'",
      '> }',
      '> ```',
    ]
    const { results } = await run('guide.md', text(...lines))
    expect(await formatFailure('guide.md', results[0]!)).to.equal(
      [
        'guide.md:2:3',
        `    ${source}`,
        '    {',
        '      id: \'case-...\',   (... = "1")',
        `      ...   (... = 1 line: "  kind: '${'x'.repeat(21)} <11 more> ${'x'.repeat(28)}',")`,
        "  -   status: 'done'",
        "  +   status: 'open'",
        '    }',
      ].join('\n'),
    )
  })

  const updates: { rule: string; title: string; path?: string; before: string; after: string }[] = [
    {
      rule: '14',
      title: 'only lines that no longer match, wildcards that fit stay, marks and indent stay',
      path: 'a.md',
      before:
        '> - ```\n>   >>> ({ id: "case-1", kind: "x".repeat(60), status: "open" })\n>   {\n>     id: \'case-...\',\n>     ...\n>     status: \'done\'\n>   }\n>   ```\n',
      after:
        '> - ```\n>   >>> ({ id: "case-1", kind: "x".repeat(60), status: "open" })\n>   {\n>     id: \'case-...\',\n>     ...\n>     status: \'open\'\n>   }\n>   ```\n',
    },
    {
      rule: '14',
      title: 'a wildcard inside a changed line',
      before: '>>> ({ id: "case-1", status: "open" })\n{ id: \'case-...\', status: \'done\' }\n',
      after: '>>> ({ id: "case-1", status: "open" })\n{ id: \'case-...\', status: \'open\' }\n',
    },
    {
      rule: '14',
      title: 'line ends stay',
      before: '>>> 1\r\n2\r\n\r\n>>> 3\r\n',
      after: '>>> 1\r\n1\r\n\r\n>>> 3\r\n3\r\n',
    },
    {
      rule: '14',
      title: 'output at the end of a file without a line end',
      before: '>>> 1',
      after: '>>> 1\n1',
    },
    {
      rule: '14',
      title: 'output that is no longer printed',
      before: '>>> var a\n1\n2\n\nText\n',
      after: '>>> var a\n\nText\n',
    },
    { rule: 'case', title: '`$&` in output', before: '>>> "$&$1"\n1\n', after: '>>> "$&$1"\n\'$&$1\'\n' },
    {
      rule: '14',
      title: 'output that cannot be expected stays',
      before: '>>> console.log(">>> x")\n1\n',
      after: '>>> console.log(">>> x")\n1\n',
    },
  ]
  for (const { rule, title, path = 'a.rst', before, after } of updates) {
    it(`${rule}: ${title}`, async () => {
      const { document, results } = await run(path, before)
      expect((await updateDocument(document, results)).text).to.equal(after)
      const again = await run(path, after)
      expect((await updateDocument(again.document, again.results)).text).to.equal(after)
    })
  }

  it('15: a transcript passes exactly when replaying it would change nothing', async () => {
    for (const written of ['>>> 1\n1\n', '>>> 1\n2\n', '>>> "ab"\n\'a...\'\n', '>>> 1\n']) {
      const { document, results } = await run('a.rst', written)
      const { text: updated } = await updateDocument(document, results)
      expect(updated === written, written).to.equal(!results.some(isFailure))
    }
  })
})
