import { expect } from 'chai'
import { nearest } from '../../src/transcript/nearest.ts'
import { shown, text } from './shown.ts'

const options =
  '`+SKIP`, `-ELLIPSIS`, `+NORMALIZE_WHITESPACE`, `+IGNORE_EXCEPTION_DETAIL`, `+UNORDERED`, `+NO_RUN`, `+FAIL`, ' +
  '`+TOLERANCE=NUMBER|PERCENT`, `+TIMEOUT=MS`'
const skips = '`skip next`, `skip start`, `skip end`, `skip if EXPRESSION`'
const words =
  `\`setup\`, \`teardown\`, ${skips}, \`no-run\`, \`seed NAME|FILE\`, ` +
  `\`clock TIME|DURATION\`, \`placeholder TEXT\`, ${options}`

const comments: { source: string; read: string }[] = [
  { source: 'a // doctest: +SKIP', read: 'skip=true' },
  { source: 'a //doctest:+SKIP', read: 'skip=true' },
  { source: 'a // doctest: -ELLIPSIS', read: 'ellipsis=false' },
  { source: 'a // doctest: -ELLIPSIS, +ELLIPSIS', read: '' },
  {
    source: 'a // doctest: +NORMALIZE_WHITESPACE,+IGNORE_EXCEPTION_DETAIL',
    read: 'normalizeWhitespace=true ignoreExceptionDetail=true',
  },
  { source: 'a // doctest: +SKIP +TIMEOUT=250', read: 'skip=true timeout=250' },
  { source: 'a // see doctest: +SKIP', read: '' },
  { source: '"// doctest: +SKIP"', read: '' },
  { source: "'it\\'s // doctest: +SKIP'", read: '' },
  { source: '`// doctest: +SKIP`', read: '' },
  { source: '/\\/\\/ doctest: +SKIP/', read: '' },
  { source: '/* // doctest: +SKIP */', read: '' },
  { source: 'f("a") // "b" // doctest: +SKIP', read: '' },
  { source: '@d class A {} // doctest: +SKIP', read: 'skip=true' },
  { source: 'a as B<C> // doctest: +SKIP', read: 'skip=true' },
  { source: "f('open // doctest: +SKIP", read: '' },
]

const faults: { source: string; read: string }[] = [
  {
    source: 'a // doctest: +SKIPP',
    read: `1:19 ! \`+SKIPP\` is not a directive. Did you mean \`+SKIP\`? Known are ${options}.`,
  },
  {
    source: 'a // doctest: skip',
    read: `1:19 ! \`skip\` is not a directive. Did you mean \`+SKIP\`? Known are ${options}.`,
  },
  {
    source: 'a // doctest: +SKIP, elipsis',
    read: `1:26 ! \`elipsis\` is not a directive. Did you mean \`-ELLIPSIS\`? Known are ${options}.`,
  },
  {
    source: 'a // doctest: +FAIL_FAST',
    read: `1:19 ! \`+FAIL_FAST\` is not a directive. Known are ${options}.`,
  },
  {
    source: 'a // doctest: +TIMEOUT',
    read: '1:19 ! `+TIMEOUT` needs whole milliseconds, such as `+TIMEOUT=5000`.',
  },
  {
    source: 'a // doctest: +TIMEOUT=2s',
    read: '1:19 ! `+TIMEOUT=2s` needs whole milliseconds, such as `+TIMEOUT=5000`.',
  },
  { source: 'a // doctest:', read: `1:18 ! This directive names no option. Known are ${options}.` },
  { source: '// doctest: +SKIP', read: '1:16 ! A directive needs code before it, on the same line.' },
]

describe('directives in source', () => {
  for (const { source, read } of comments) {
    it(source, async () => {
      const [example] = await shown('a.rst', `>>> ${source}\n`)
      expect(example).to.equal([`1:1 ${JSON.stringify(source)} -> ""`, read].join(' ').trim())
    })
  }

  for (const { source, read } of faults) {
    it(source, async () => {
      expect(await shown('a.rst', text(`>>> ${source}`, '1', '>>> b'))).to.deep.equal([read, '3:1 "b" -> ""'])
    })
  }

  it('stand on any line of the source', async () => {
    const lines = ['  >>> f( // doctest: +SKIP', '  ...   `', '  ... `) // doctest: +TIMEOUT=9']
    const source = JSON.stringify('f( // doctest: +SKIP\n  `\n`) // doctest: +TIMEOUT=9')
    expect(await shown('a.rst', text(...lines))).to.deep.equal([`1:3 ${source} -> "" skip=true timeout=9`])
  })

  it('are found in their line and column', async () => {
    const lines = ['> ```', '> >>> f(', '> ... ) // doctest: +SKIP, +TIMEUOT=1', '> ```']
    expect(await shown('a.md', text(...lines))).to.deep.equal([
      `3:28 ! \`+TIMEUOT=1\` is not a directive. Did you mean \`+TIMEOUT=MS\`? Known are ${options}.`,
    ])
  })

  it('do not stand inside a template of several lines', async () => {
    const lines = ['>>> `', '... // doctest: +SKIP', '... `']
    expect(await shown('a.rst', text(...lines))).to.deep.equal(['1:1 "`\\n// doctest: +SKIP\\n`" -> ""'])
  })
})

/** `{a}` stands for the block `>>> a`, `[words]` for a comment that is a directive, in each format. */
const blocks: { title: string; parts: string[]; read: string[] }[] = [
  { title: 'skip next: the next block', parts: ['[skip next]', '{a}', '{b}'], read: ['a skip', 'b'] },
  {
    title: 'skip start to skip end',
    parts: ['{a}', '[skip start]', '{b}', '{c}', '[skip end]', '{d}'],
    read: ['a', 'b skip', 'c skip', 'd'],
  },
  {
    title: 'skip start to the end of the file',
    parts: ['[skip start]', '{a}', '{b}'],
    read: ['a skip', 'b skip'],
  },
  {
    title: 'a setup in a skipped part',
    parts: ['[skip start]', '[setup x]', '{a}', '[skip end]', '{b}'],
    read: ['a skip', 'b'],
  },
  { title: 'a seed by name', parts: ['[seed demo]', '{a}'], read: ['seed demo', 'a'] },
  {
    title: 'a seed in a file, from the document on',
    parts: ['[seed ../states/two cases.json]'],
    read: ['seed states/two cases.json'],
  },
  { title: 'a seed in a file at the root', parts: ['[seed /a.json]'], read: ['seed /a.json'] },
  { title: 'a setup in one line', parts: ['[setup const x = 1]', '{a}'], read: ['setup const x = 1', 'a'] },
  {
    title: 'options for the next block',
    parts: ['[+NORMALIZE_WHITESPACE, -ELLIPSIS]', '{a}', '{b}'],
    read: ['a ellipsis normalizeWhitespace', 'b'],
  },
  {
    title: 'an unknown word',
    parts: ['[skp next]', '{a}'],
    read: [`! \`skp next\` is not a directive. Did you mean \`skip next\`? Known are ${words}.`, 'a'],
  },
  {
    title: 'an unknown word alone',
    parts: ['[cleanup]'],
    read: [`! \`cleanup\` is not a directive. Known are ${words}.`],
  },
  {
    title: 'a misspelt seed',
    parts: ['[sead demo]'],
    read: [`! \`sead demo\` is not a directive. Did you mean \`seed NAME|FILE\`? Known are ${words}.`],
  },
  {
    title: 'an option without its sign',
    parts: ['[SKIP]'],
    read: [`! \`SKIP\` is not a directive. Did you mean \`+SKIP\`? Known are ${words}.`],
  },
  {
    title: 'an unknown kind of skip',
    parts: ['[skip nxt]'],
    read: [`! \`skip nxt\` is not a directive. Did you mean \`skip next\`? Known are ${skips}.`],
  },
  { title: 'skip alone', parts: ['[skip]'], read: [`! \`skip\` is not a directive. Known are ${skips}.`] },
  { title: 'a word too many', parts: ['[skip next 2]'], read: ['! `skip next` takes no more words.'] },
  { title: 'no word', parts: ['[]'], read: [`! This directive names nothing. Known are ${words}.`] },
  {
    title: 'an empty seed',
    parts: ['[seed]'],
    read: ['! `seed` needs the name of a state or a file, such as `seed demo`.'],
  },
  {
    title: 'an empty setup',
    parts: ['[setup]'],
    read: ['! `setup` holds no code. Write the code below it, inside the comment.'],
  },
  {
    title: 'skip end alone',
    parts: ['[skip end]'],
    read: ['! No `skip start` stands above this `skip end`.'],
  },
]

const formats = [
  {
    path: 'guide/a.md',
    block: (source: string) => `\`\`\`\n>>> ${source}\n\`\`\`\n`,
    comment: (body: string) => `<!-- doctest: ${body} -->\n`,
  },
  {
    path: 'guide/a.rst',
    block: (source: string) => `>>> ${source}\n`,
    comment: (body: string) => `.. doctest: ${body}\n`,
  },
]

describe('directives in comments', () => {
  for (const { path, block, comment } of formats) {
    for (const { title, parts, read } of blocks) {
      it(`${path}: ${title}`, async () => {
        const lines = parts.map((part) => (part[0] === '{' ? block : comment)(part.slice(1, -1)))
        const items = (await shown(path, lines.join('\n'))).map((item) =>
          item
            .replace(/^\d+:\d+ /, '')
            .replace(/^"(\w)" -> ""/, '$1')
            .replace(/^setup "(.*)"$/, 'setup $1')
            .replaceAll(/=(true|false)/g, ''),
        )
        expect(items).to.deep.equal(read)
      })
    }
  }

  const places: { title: string; path: string; lines: string[]; read: string[] }[] = [
    {
      title: 'a setup of several lines in Markdown',
      path: 'a.md',
      lines: ['Text', '', '<!-- doctest: setup', 'const x = {', '  y: 1,', '', '}', '-->'],
      read: ['4:1 setup "const x = {\\n  y: 1,\\n\\n}"'],
    },
    {
      title: 'a setup of several lines in a list in Markdown',
      path: 'a.md',
      lines: ['- Text', '', '  <!-- doctest: setup', '    x()', '      y()', '  -->'],
      read: ['4:5 setup "x()\\n  y()"'],
    },
    {
      title: 'a setup of several lines in RST',
      path: 'a.rst',
      lines: ['.. doctest: setup', '', '   const x = {', '     y: 1,', '', '   }', '', '>>> x'],
      read: ['3:4 setup "const x = {\\n  y: 1,\\n\\n}"', '8:1 "x" -> ""'],
    },
    {
      title: 'a comment inside a line of prose',
      path: 'a.md',
      lines: ['Text <!-- doctest: seed a --> text'],
      read: ['1:20 seed a'],
    },
    {
      title: 'a comment in a heading',
      path: 'a.md',
      lines: ['# Text <!-- doctest: seed a -->'],
      read: ['1:22 seed a'],
    },
    {
      title: 'comments one after the other',
      path: 'a.md',
      lines: ['<!-- x --> <!-- doctest: seed a --> y <!-- doctest: seed b -->'],
      read: ['1:26 seed a', '1:53 seed b'],
    },
    {
      title: 'a comment among tags',
      path: 'a.md',
      lines: ['<div>', '<!-- doctest: seed a -->', '</div>'],
      read: ['2:15 seed a'],
    },
    {
      title: 'a comment in a block quote',
      path: 'a.md',
      lines: ['> a', '> <!-- doctest:', '>   sead x -->'],
      read: ['3:5 !'],
    },
    {
      title: 'a comment shown as code',
      path: 'a.md',
      lines: ['`<!-- doctest: seed a -->`', '', '    <!-- doctest: seed b -->'],
      read: [],
    },
    { title: 'an escaped comment', path: 'a.md', lines: ['\\<!-- doctest: seed a -->'], read: [] },
    {
      title: 'a comment that begins otherwise',
      path: 'a.md',
      lines: ['<!-- run doctest: seed a -->'],
      read: [],
    },
    {
      title: 'an indented comment',
      path: 'a.rst',
      lines: ['Text', '', '  .. doctest: sead a'],
      read: ['3:15 !'],
    },
    {
      title: 'a comment right under a paragraph',
      path: 'a.rst',
      lines: ['Text', '.. doctest: seed a'],
      read: ['2:13 seed a'],
    },
    {
      title: 'a comment shown literally',
      path: 'a.rst',
      lines: ['Text::', '', '  .. doctest: seed a'],
      read: [],
    },
  ]
  for (const { title, path, lines, read } of places) {
    it(`${path}: ${title}`, async () => {
      const items = await shown(path, text(...lines))
      expect(items.map((item) => item.replace(/!.*/, '!'))).to.deep.equal(read)
    })
  }

  it('leave unreadable examples out of a skipped part', async () => {
    const lines = ['.. doctest: skip next', '', '>>>>>>> theirs', '', '>>> a']
    expect(await shown('a.rst', text(...lines))).to.deep.equal([
      '3:1 ! A space must follow `>>>`. Output cannot begin with `>>>`. (skip)',
      '5:1 "a" -> ""',
    ])
  })
})

describe('what is nearly a directive', () => {
  const anywhere = 'A directive begins with `doctest:`, in small letters and with one colon.'
  const source = 'A directive is written `// doctest: +SKIP`, at the end of its line.'
  const slips: { title: string; path: string; lines: string[]; read: string[] }[] = [
    ...['<!-- doctest skip next -->', '<!-- Doctest: setup x -->', '<!--doctest:: +SKIP-->'].map(
      (comment) => ({
        title: comment,
        path: 'a.md',
        lines: ['Text', '', `  ${comment}`],
        read: [`3:3 ! ${anywhere}`],
      }),
    ),
    ...['.. doctest skip next', '.. DOCTEST: setup x', '.. doctest:: +SKIP'].map((comment) => ({
      title: comment,
      path: 'a.rst',
      lines: ['Text', '', comment],
      read: [`3:1 ! ${anywhere}`],
    })),
    {
      title: 'a comment of RST in Markdown',
      path: 'a.md',
      lines: ['.. doctest: skip next', '', '    >>> 1'],
      read: [
        '1:1 ! In Markdown a directive stands in a comment: `<!-- doctest: skip next -->`.',
        '3:5 "1" -> ""',
      ],
    },
    {
      title: 'a comment of Markdown in RST',
      path: 'a.rst',
      lines: ['<!-- doctest: skip next -->', '', '>>> 1'],
      read: ['1:1 ! In reStructuredText a directive is a comment: `.. doctest: skip next`.', '3:1 "1" -> ""'],
    },
    {
      title: 'a comment that is not closed',
      path: 'a.md',
      lines: ['> Text', '>', '> <!-- doctest: seed a', '>', '> more'],
      read: ['3:3 ! This comment is not closed. Write `-->` at its end.'],
    },
    {
      title: 'skip start twice',
      path: 'a.rst',
      lines: ['.. doctest: skip start', '', '>>> 1', '', '.. doctest: skip start', '', '>>> 2'],
      read: [
        '3:1 "1" -> "" skip=true',
        '5:13 ! The `skip start` in line 1 has no `skip end` yet.',
        '7:1 "2" -> "" skip=true',
      ],
    },
    ...['// doctest +SKIP', '// Doctest: +SKIP', '/* doctest: +SKIP */', '//doctest :+TIMEOUT=5'].map(
      (comment) => ({
        title: comment,
        path: 'a.rst',
        lines: ['>>> [', `... 1] ${comment}`, '[ 1 ]'],
        read: [`2:8 ! ${source}`],
      }),
    ),
    ...['// doctest rules the docs', '// see doctest: +SKIP', "'// doctest +SKIP'"].map((comment) => ({
      title: `${comment} is none`,
      path: 'a.rst',
      lines: [`>>> 1 // doctest: +FAIL`, `>>> f(${comment}`, '... )'],
      read: ['1:1 "1 // doctest: +FAIL" -> "" fail=true', `2:1 ${JSON.stringify(`f(${comment}\n)`)} -> ""`],
    })),
    ...['<!-- doctest is a word -->', '<!-- the doctest setup -->', '`<!-- doctest setup -->`'].map(
      (comment) => ({
        title: `${comment} is none`,
        path: 'a.md',
        lines: [comment],
        read: [],
      }),
    ),
    {
      title: 'a Sphinx directive with a group is none',
      path: 'a.rst',
      lines: ['.. doctest:: first', '', '   >>> 1'],
      read: ['3:4 "1" -> ""'],
    },
  ]
  for (const { title, path, lines, read } of slips) {
    it(`${path}: ${title}`, async () => expect(await shown(path, text(...lines))).to.deep.equal(read))
  }
})

describe('the nearest word', () => {
  const known = ['setup', 'skip next', '+SKIP']
  for (const [word, found] of [
    ['stup', 'setup'],
    ['SKIP NEXT', 'skip next'],
    ['+skip', '+SKIP'],
    ['setpu', 'setup'],
    ['+SKPI', '+SKIP'],
    ['xyz', undefined],
  ] as const) {
    it(`to ${word} is ${found ?? 'none'}`, () => expect(nearest(word, known)).to.equal(found))
  }
})
