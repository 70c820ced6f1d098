import { expect } from 'chai'
import { shown, text } from './shown.ts'

const cases: { title: string; lines: string[]; read: string[] }[] = [
  // What an example is.
  { title: 'source and output', lines: ['>>> a', '1'], read: ['1:1 "a" -> "1"'] },
  { title: 'nothing expected', lines: ['>>> a'], read: ['1:1 "a" -> ""'] },
  {
    title: 'prompts one under the other',
    lines: ['>>> a', '>>> b'],
    read: ['1:1 "a" -> ""', '2:1 "b" -> ""'],
  },
  {
    title: 'source of several lines',
    lines: ['>>> f(', '...   a,', '...', '... )', '1', '2'],
    read: ['1:1 "f(\\n  a,\\n\\n)" -> "1\\n2"'],
  },
  { title: 'a blank line ends the output', lines: ['>>> a', '1', '', '2'], read: ['1:1 "a" -> "1"'] },
  {
    title: 'white space alone is a blank line',
    lines: ['>>> a', '1', ' \t ', '2'],
    read: ['1:1 "a" -> "1"'],
  },
  { title: 'spaces before the source', lines: ['>>>   a', '1'], read: ['1:1 "  a" -> "1"'] },
  {
    title: 'tabs inside the source stay',
    lines: ['>>> a\tb', '... \tc'],
    read: ['1:1 "a\\tb\\n\\tc" -> ""'],
  },
  { title: 'white space after output stays', lines: ['>>> a', '1  '], read: ['1:1 "a" -> "1  "'] },
  {
    title: 'after the first line of output, `...` is a wildcard',
    lines: ['>>> a', '1', '...', '... 2'],
    read: ['1:1 "a" -> "1\\n...\\n... 2"'],
  },
  {
    title: '<BLANKLINE> is left to the comparison',
    lines: ['>>> a', '<BLANKLINE>'],
    read: ['1:1 "a" -> "<BLANKLINE>"'],
  },
  {
    title: 'U+2028 ends no line',
    lines: ['>>> "a\u2028b"', 'x\u2028y'],
    read: ['1:1 "\\"a\u2028b\\"" -> "x\u2028y"'],
  },

  // Prompts.
  {
    title: 'no space after the prompt',
    lines: ['>>>1', '1'],
    read: ['1:1 ! A space must follow `>>>`. Output cannot begin with `>>>`.'],
  },
  {
    title: 'a no-break space after the prompt',
    lines: ['>>>\u00a01', '1'],
    read: ['1:1 ! A space must follow `>>>`; here stands U+00A0. Write an ordinary space.'],
  },
  {
    title: 'a tab after the prompt',
    lines: ['>>>\t1'],
    read: ['1:1 ! A space must follow `>>>`; here stands a tab. Write an ordinary space.'],
  },
  { title: 'a bare prompt', lines: ['>>> 1', '1', '>>>', ''], read: ['1:1 "1" -> "1"'] },
  { title: 'a bare prompt and a space', lines: ['>>> ', ''], read: [] },
  { title: 'a bare prompt followed by text', lines: ['>>>', 'text'], read: ['1:1 "" -> "text"'] },
  { title: 'a bare prompt, continued', lines: ['>>>', '... 1', '1'], read: ['1:1 "\\n1" -> "1"'] },
  { title: 'only a comment', lines: ['>>> // only a comment', '>>> 1', '1'], read: ['2:1 "1" -> "1"'] },
  {
    title: 'only a comment, and output',
    lines: ['>>> // only a comment', '1'],
    read: ['1:1 "// only a comment" -> "1"'],
  },
  { title: 'a prompt inside a line', lines: ['foo >>> 1', '1'], read: [] },
  {
    title: 'an output line that begins like a prompt',
    lines: ['>>> a', '>>>> x'],
    read: ['1:1 "a" -> ""', '2:1 ! A space must follow `>>>`. Output cannot begin with `>>>`.'],
  },
  {
    title: 'an unreadable example leaves the others alone',
    lines: ['>>> a', '1', '>>>b', '2', '>>> c', '3'],
    read: [
      '1:1 "a" -> "1"',
      '3:1 ! A space must follow `>>>`. Output cannot begin with `>>>`.',
      '5:1 "c" -> "3"',
    ],
  },

  // Continuations.
  { title: 'a continuation without a prompt above', lines: ['... x', '>>> a'], read: ['2:1 "a" -> ""'] },
  {
    title: 'a blank line before the continuation',
    lines: ['>>> f(', '', '... )', '1'],
    read: ['1:1 "f(" -> ""'],
  },
  {
    title: 'a continuation right of its prompt',
    lines: ['>>> f(', '  ... )', '1'],
    read: [
      '2:3 ! This `...` stands at column 3, its prompt at column 1 (line 1). Write it under the prompt to ' +
        'continue the source. Expected output cannot begin with `...`.',
    ],
  },
  {
    title: 'a continuation left of its prompt',
    lines: ['  >>> f(', '... )', '1'],
    read: [
      '2:1 ! This `...` stands at column 1, its prompt at column 3 (line 1). Write it under the prompt to ' +
        'continue the source. Expected output cannot begin with `...`.',
    ],
  },
  {
    title: 'a continuation without a space',
    lines: ['>>> f(', '...)', '1'],
    read: [
      '2:1 ! A space must follow `...`. Under the source, `...` continues it; expected output cannot begin with `...`.',
    ],
  },

  // The margin.
  { title: 'a prompt at another column', lines: ['  >>> a', '  1'], read: ['1:3 "a" -> "1"'] },
  {
    title: 'deeper output keeps its relative indent',
    lines: ['  >>> a', '  {', '    b: 1', '  }'],
    read: ['1:3 "a" -> "{\\n  b: 1\\n}"'],
  },
  {
    title: 'shallower output',
    lines: ['  >>> a', ' 1', '>>> b'],
    read: [
      '2:2 ! This stands left of its prompt (line 1, column 3). Indent it like the prompt if it is output; ' +
        'leave a blank line above it if it is not.',
      '3:1 "b" -> ""',
    ],
  },
  {
    title: 'an indented prompt right after output',
    lines: ['>>> a', '1', '  >>> b', '  2'],
    read: ['1:1 "a" -> "1"', '3:3 "b" -> "2"'],
  },
  { title: 'tabs as the margin', lines: ['\t>>> a', '\t\t1'], read: ['1:2 "a" -> "\\t1"'] },
]

const formats = [
  { format: 'an RST file', path: 'a.rst', wrap: (body: string) => body, rows: 0 },
  { format: 'a Markdown fence', path: 'a.md', wrap: (body: string) => `\`\`\`\n${body}\`\`\`\n`, rows: 1 },
]
const ends = [
  { name: 'LF', end: '\n' },
  { name: 'CRLF', end: '\r\n' },
  { name: 'CR', end: '\r' },
]

describe('examples', () => {
  for (const { format, path, wrap, rows } of formats) {
    for (const { name, end } of ends) {
      describe(`in ${format} with ${name}`, () => {
        for (const { title, lines, read } of cases) {
          it(title, async () => {
            const moved = read.map((item) =>
              item
                .replace(/^\d+/, (line) => `${Number(line) + rows}`)
                .replace(/\(line (\d+)/, (_, line) => `(line ${Number(line) + rows}`),
            )
            const written = wrap(text(...lines)).replaceAll('\n', end)
            expect(await shown(path, written)).to.deep.equal(moved)
          })
        }
      })
    }
  }

  it('end with the file, without a line end', async () => {
    expect(await shown('a.rst', '>>> a\n1')).to.deep.equal(['1:1 "a" -> "1"'])
  })

  it('have no byte order mark before them', async () => {
    expect(await shown('a.rst', '\uFEFF>>> a\n1')).to.deep.equal(['1:1 "a" -> "1"'])
    expect(await shown('a.md', '\uFEFF    >>> a\n    1')).to.deep.equal(['1:5 "a" -> "1"'])
  })
})
