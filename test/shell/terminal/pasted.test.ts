/** What is pasted, and the input that it becomes. */
import { expect } from 'chai'
import fc from 'fast-check'
import { pastedInput } from '../../../src/shell/terminal/pasted.ts'

const rows: [title: string, pasted: string, input: string][] = [
  ['a line', '1 + 1', '1 + 1'],
  ['a line with its end, which is left to the Enter key', '1 + 1\n', '1 + 1'],
  ['lines, with the line ends of a terminal', 'f(\r  1,\r)', 'f(\n  1,\n)'],
  ['lines of Windows', 'a\r\nb', 'a\nb'],
  ['a transcript, without its prompts', '>>> 1 + 1', '1 + 1'],
  ['and without its outputs', '>>> const a = 1\n>>> a\n1\n', 'const a = 1\na'],
  ['and with its continuations', '>>> f(\n...   1,\n... )\n1\n>>> 2', 'f(\n  1,\n)\n2'],
  ['a bare continuation as an empty line', '>>> `a\n...\n... b`', '`a\n\nb`'],
  ['output of three points is output', '>>> a\n1\n... 2', 'a'],
  ['an indented transcript', '    >>> a\n    1\n    >>> b', 'a\nb'],
  ['examples that would go on with the one before', '>>> a\n1\n>>> [1]', 'a\n;[1]'],
  ['prose around examples', '>>> a\n\nAnd then:\n\n>>> b', 'a\nb'],
  ['control characters that would steer the terminal', 'a\u001b[31mb\u0007', 'a[31mb'],
  ['tabs, which may stand in a text', "'a\tb'", "'a\tb'"],
  ['code that holds a prompt further down', "const a = 1\n'>>> b'", "const a = 1\n'>>> b'"],
]

describe('A paste', () => {
  for (const [title, pasted, input] of rows) {
    it(`takes ${title}`, () => expect(pastedInput(pasted)).to.equal(input))
  }

  it('steers no terminal, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (pasted) => {
        expect(pastedInput(pasted)).to.not.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      }),
    )
  })
})
