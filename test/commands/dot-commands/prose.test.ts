/** What `.play` shows between examples: the page on the left as a terminal shows it. */
import { expect } from 'chai'
import fc from 'fast-check'
import { Prose } from '../../../src/commands/dot-commands/play/prose.ts'
import { parseDocument } from '../../../src/transcript/document.ts'

async function shown(path: string, text: string, columns = 40, colors = false): Promise<string> {
  const prose = new Prose(await parseDocument(path, text))
  return prose.between(1, Number.POSITIVE_INFINITY, { columns, colors })
}

const pages: { title: string; path: string; text: string; seen: string }[] = [
  {
    title: 'headings',
    path: 'a.md',
    text: '# One #\n\nTwo\n===\n\nThree\nlines\n---\n\n### `Four`\ntext\n',
    seen: 'One\n===\n\nTwo\n===\n\nThree lines\n-----------\n\nFour\n----\n\ntext',
  },
  {
    title: 'paragraphs, wrapped',
    path: 'a.md',
    text: 'A paragraph whose lines are longer\nthan the terminal is wide, and **bold** here.\n',
    seen: 'A paragraph whose lines are longer than\nthe terminal is wide, and bold here.',
  },
  {
    title: 'lists, whose items hang',
    path: 'a.md',
    text: '- one that is longer than the terminal is wide\n- two\n\n1. three\n   goes on\n',
    seen: '- one that is longer than the terminal\n  is wide\n\n- two\n\n1. three goes on',
  },
  {
    title: 'code, fenced and indented, with its blank lines',
    path: 'a.md',
    text: 'Run:\n\n```sh\na\n\n  b\n```\n\nor\n\n    c\n    d\n',
    seen: 'Run:\n\n    a\n\n      b\n\nor\n\n    c\n    d',
  },
  {
    title: 'no comments, no rules, no examples, no fences around them',
    path: 'a.md',
    text: '<!-- doctest: setup\nx\n-->\n\nText <b>.\n\n---\n\n```ts\n>>> 1\n1\n```\n\n<!-- one line --> \n\nEnd.\n',
    seen: 'Text <b>.\n\nEnd.',
  },
  {
    title: 'quotes, tables and links',
    path: 'a.md',
    text: '> quoted\n> text\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSee [here](there.md), [x.md](x.md).\n',
    seen: 'quoted text\n\n    | a | b |\n    |---|---|\n    | 1 | 2 |\n\nSee here (there.md), x.md.',
  },
  {
    title: 'titles',
    path: 'a.rst',
    text: '.. _label:\n\n=====\nTitle\n=====\n\nSection\n-------\n\nText.\n\nSub\n~~~\n',
    seen: 'Title\n=====\n\nSection\n-------\n\nText.\n\nSub\n---',
  },
  {
    title: 'literal blocks and directives',
    path: 'a.rst',
    text: 'Type::\n\n    $ a\n\n    $ b\n\n.. code-block:: ts\n   :linenos:\n\n   c\n\n.. note::\n\n    Text of\n    the note.\n\n.. image:: x.png\n\n::\n\n  d\n',
    seen: 'Type:\n\n    $ a\n\n    $ b\n\n    c\n\n**Note:**\n\n    Text of the note.\n\n    d'.replace(
      /\*\*/g,
      '',
    ),
  },
  {
    title: 'comments and examples are left out',
    path: 'a.rst',
    text: '.. doctest: setup\n    x\n\n.. a comment\n   of two lines\n\nText.\n\n>>> 1\n1\n\n    >>> 2\n    2\n\nEnd.\n',
    seen: 'Text.\n\nEnd.',
  },
  {
    title: 'terms, lists, tables, roles and links',
    path: 'a.rst',
    text: '**term**\n    Its meaning,\n    in lines.\n\n- one\n  goes on\n- two\n\n=== ===\na   b\n=== ===\n1   2\n=== ===\n\nSee :ref:`this`, `that <http://a>`_ and ``code``.\n',
    seen: 'term\n\n    Its meaning, in lines.\n\n- one goes on\n\n- two\n\n    === ===\n    a   b\n    === ===\n    1   2\n    === ===\n\nSee this, that (http://a) and `code`.',
  },
]

describe('The text of a document in a terminal', () => {
  for (const { title, path, text, seen } of pages) {
    it(`${title} (${path.slice(-3)})`, async () => expect(await shown(path, text)).to.equal(seen))
  }

  it('has headings in bold, code in colour, and no marks then', async () => {
    expect(await shown('a.md', '## Two\n\nSome `code` and **more**.\n\n    x\n', 40, true)).to.equal(
      '\u001b[1mTwo\u001b[22m\n\nSome \u001b[36mcode\u001b[39m and \u001b[1mmore\u001b[22m.\n\n\u001b[2m    x\u001b[22m',
    )
  })

  it('shows what a terminal would obey', async () => {
    expect(await shown('a.md', 'a \u001b[2J b\n')).to.equal('a \\x1B[2J b')
  })

  it('takes any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('a.md', 'a.rst'),
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom(
              '',
              '===',
              '---',
              '```',
              '::',
              '..',
              '.. note::',
              '> ',
              '    ',
              '<!--',
              '-->',
              '- ',
              '>>> 1',
              '| a',
            ),
          ),
        ),
        fc.integer({ min: 1, max: 60 }),
        async (path, lines, columns) => {
          const text = await shown(path, lines.join('\n'), columns)
          expect(text).not.to.match(/\u001b/)
        },
      ),
      { numRuns: 300 },
    )
  })
})
