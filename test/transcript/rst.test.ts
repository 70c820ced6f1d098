import { expect } from 'chai'
import { shown, text } from './shown.ts'

const left = (line: number, column: number) =>
  `! This stands left of its prompt (line ${line}, column ${column}). Indent it like the prompt if it is output; ` +
  'leave a blank line above it if it is not.'

const cases: { title: string; lines: string[]; read: string[] }[] = [
  { title: 'prose', lines: ['foo >>> 1', '... and so on', '- >>> 1'], read: [] },
  { title: 'a doctest block', lines: ['Text', '', '>>> a', '1', '', 'Text'], read: ['3:1 "a" -> "1"'] },
  {
    title: 'prose right under the output is output',
    lines: ['>>> a', '1', 'prose'],
    read: ['1:1 "a" -> "1\\nprose"'],
  },
  { title: 'a prompt right under prose', lines: ['Text', '>>> a', '1'], read: ['2:1 "a" -> "1"'] },
  {
    title: 'a literal block',
    lines: ['Text::', '', '    >>> a', '    1', '', '    >>> b', '', 'Text'],
    read: ['3:5 "a" -> "1"', '6:5 "b" -> ""'],
  },
  {
    title: 'prose right under a literal block',
    lines: ['Text::', '', '    >>> a', '    1', 'prose'],
    read: ['3:5 "a" -> "1"'],
  },
  {
    title: 'a shallower line in a literal block',
    lines: ['Text::', '', '    >>> a', '  1'],
    read: [`4:3 ${left(3, 5)}`],
  },
  {
    title: 'a shallower line in a block quote',
    lines: ['Text', '', '    >>> a', '1'],
    read: [`4:1 ${left(3, 5)}`],
  },
  {
    title: 'a literal block in a list item',
    lines: ['- Text::', '', '    >>> a', '    1', '- Text'],
    read: ['3:5 "a" -> "1"'],
  },
  {
    title: 'a code block with options',
    lines: ['.. code-block:: ts', '   :linenos:', '', '   >>> a', '   1', 'Text'],
    read: ['4:4 "a" -> "1"'],
  },
  { title: 'code', lines: ['.. code::', '', '  >>> a', '    1'], read: ['3:3 "a" -> "  1"'] },
  {
    title: 'a note that holds a literal block',
    lines: ['.. note:: Text', '', '   Like this::', '', '      >>> a', '      1'],
    read: ['5:7 "a" -> "1"'],
  },
  { title: 'a block quote', lines: ['Text', '', '  >>> a', '  1'], read: ['3:3 "a" -> "1"'] },

  {
    title: 'a comment hides what is in it',
    lines: ['.. hidden:', '', '   >>> a', '', '   >>> b', '', '>>> c'],
    read: ['7:1 "c" -> ""'],
  },
  {
    title: 'a comment that begins below its mark',
    lines: ['..', '   >>> a', '', '>>> b'],
    read: ['4:1 "b" -> ""'],
  },
  { title: 'an empty comment hides nothing', lines: ['..', '', '   >>> a'], read: ['3:4 "a" -> ""'] },
  {
    title: 'a comment in a list item',
    lines: ['- .. hidden', '', '     >>> a', '', '  >>> b'],
    read: ['5:3 "b" -> ""'],
  },
  {
    title: 'a comment in a note',
    lines: ['.. note::', '', '   .. hidden', '      >>> a', '', '   >>> b'],
    read: ['6:4 "b" -> ""'],
  },
  { title: 'a comment right after a comment', lines: ['.. one', '.. two', '   >>> a'], read: [] },
  { title: 'a comment under a title', lines: ['Title', '=====', '.. one', '   >>> a'], read: [] },
  { title: 'two points inside a paragraph', lines: ['Text', '.. text', '   >>> a'], read: ['3:4 "a" -> ""'] },
  { title: 'two points in output', lines: ['>>> a', '.. text'], read: ['1:1 "a" -> ".. text"'] },
  {
    title: 'two points in a literal block',
    lines: ['Text::', '', '  .. text', '     >>> a', '     1'],
    read: ['4:6 "a" -> "1"'],
  },
  {
    title: 'two points in a code block',
    lines: ['.. code:: rst', '', '   .. text', '      >>> a'],
    read: ['4:7 "a" -> ""'],
  },
  {
    title: 'targets, footnotes and substitutions are no comments',
    lines: [
      '.. _x:',
      '   >>> a',
      '',
      '.. [1] x',
      '   >>> b',
      '',
      '.. |x| image:: y',
      '   >>> c',
      '',
      '.. __: z',
      '   >>> d',
    ],
    read: ['2:4 "a" -> ""', '5:4 "b" -> ""', '8:4 "c" -> ""', '11:4 "d" -> ""'],
  },
  {
    title: 'a doctest directive of Sphinx is no comment',
    lines: ['.. doctest::', '', '   >>> a', '   1'],
    read: ['3:4 "a" -> "1"'],
  },
]

describe('RST', () => {
  for (const { title, lines, read } of cases) {
    it(title, async () => {
      expect(await shown('a.rst', text(...lines))).to.deep.equal(read)
      expect(await shown('a.rst', text(...lines).replaceAll('\n', '\r\n'))).to.deep.equal(read)
    })
  }
})
