import { expect } from 'chai'
import { shown, text } from './shown.ts'

const cases: { title: string; lines: string[]; read: string[] }[] = [
  { title: 'prose is not read', lines: ['foo >>> 1', '', '>>> 2', '', '... 3'], read: [] },
  { title: 'a fence', lines: ['```', '>>> a', '1', '```'], read: ['2:1 "a" -> "1"'] },
  {
    title: 'a fence of any language',
    lines: ['```ts twoslash', '>>> a', '1', '```'],
    read: ['2:1 "a" -> "1"'],
  },
  { title: 'a fence of tildes', lines: ['~~~~', '>>> a', '```', '~~~~'], read: ['2:1 "a" -> "```"'] },
  { title: 'a fence without prompts', lines: ['```ts', 'a()', '... b', '```'], read: [] },
  {
    title: 'a blank line first',
    lines: ['```', '', '', '>>> a', '', '', '```', '', '    >>> b'],
    read: ['4:1 "a" -> ""', '9:5 "b" -> ""'],
  },
  { title: 'an empty fence', lines: ['```', '```', '', '```', '>>> a', '```'], read: ['5:1 "a" -> ""'] },
  {
    title: 'a fence that is not closed',
    lines: ['```', '>>> a', '1', '', '>>> b', '2'],
    read: ['2:1 "a" -> "1"', '5:1 "b" -> "2"'],
  },
  {
    title: 'a fence that is not closed ends with its list item',
    lines: ['- ```', '  >>> a', '  1', '', '>>> b'],
    read: ['2:3 "a" -> "1"'],
  },
  {
    title: 'a fence in a fence, of more marks',
    lines: ['````md', 'Write:', '```', '>>> a', '1', '```', 'Done.', '````'],
    read: ['4:1 "a" -> "1"'],
  },
  {
    title: 'a fence in a fence, of other marks',
    lines: ['~~~md', '```ts', '>>> a', '1', '```', '~~~'],
    read: ['3:1 "a" -> "1"'],
  },
  { title: 'an indented fence', lines: ['   ```', '   >>> a', '   1', '   ```'], read: ['2:4 "a" -> "1"'] },
  {
    title: 'prompts deeper than their fence',
    lines: ['```', '    >>> a', '    1', '```'],
    read: ['2:5 "a" -> "1"'],
  },
  {
    title: 'an indented block',
    lines: ['Text:', '', '    >>> a', '    1', '', '    >>> b', 'Text'],
    read: ['3:5 "a" -> "1"', '6:5 "b" -> ""'],
  },
  {
    title: 'prose right under an indented block',
    lines: ['    >>> a', '    1', 'prose'],
    read: ['1:5 "a" -> "1"'],
  },
  { title: 'an indented line under a paragraph is prose', lines: ['Text', '    >>> a', '    1'], read: [] },
  { title: 'an indented block by tab', lines: ['\t>>> a', '\t\t1'], read: ['1:2 "a" -> "\\t1"'] },
  {
    title: 'a fence in a list',
    lines: ['1. Text', '', '   ```', '   >>> a', '     1', '   ```'],
    read: ['4:4 "a" -> "  1"'],
  },
  {
    title: 'a fence in a list in a list',
    lines: ['- a', '  - ```', '    >>> a', '    1', '    ```'],
    read: ['3:5 "a" -> "1"'],
  },
  {
    title: 'an indented block in a list',
    lines: ['- a', '', '      >>> a', '      1'],
    read: ['3:7 "a" -> "1"'],
  },
  {
    title: 'an indented block in a list, by tabs',
    lines: ['- a', '', '\t\t>>> a', '\t\t1'],
    read: ['3:3 "a" -> "1"'],
  },
  {
    title: 'a fence in a block quote',
    lines: ['> ```', '> >>> a', '> 1', '>', '> 2', '> ```'],
    read: ['2:3 "a" -> "1"'],
  },
  {
    title: 'a block quote whose marks have no space',
    lines: ['> ```', '> >>> a', '>1', '> ```'],
    read: ['2:3 "a" -> "1"'],
  },
  {
    title: 'a fence in a list in a block quote',
    lines: ['> - x', '>   ~~~ts', '>   >>> a', '>   ... b', '>   1', '>   ~~~'],
    read: ['3:5 "a\\nb" -> "1"'],
  },
  {
    title: 'a shallower line in a fence in a block quote',
    lines: ['> ```', '>   >>> a', '> 1', '> ```'],
    read: [
      '3:3 ! This stands left of its prompt (line 2, column 5). Indent it like the prompt if it is output; ' +
        'leave a blank line above it if it is not.',
    ],
  },
  { title: 'an HTML comment hides what is in it', lines: ['<!--', '```', '>>> a', '```', '-->'], read: [] },
  { title: 'code inside a line', lines: ['`>>> a`'], read: [] },
]

describe('Markdown', () => {
  for (const { title, lines, read } of cases) {
    it(title, async () => {
      expect(await shown('a.md', text(...lines))).to.deep.equal(read)
      expect(await shown('a.md', text(...lines).replaceAll('\n', '\r\n'))).to.deep.equal(read)
    })
  }
})
