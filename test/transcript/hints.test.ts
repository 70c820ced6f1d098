/** What a failing example is told to do next: one sentence, and the one that helps. */
import { expect } from 'chai'
import { parseDocument } from '../../src/transcript/document.ts'
import { replay } from '../../src/transcript/replay.ts'
import { formatFailure } from '../../src/transcript/report.ts'

/** Lines of a fenced block, what its first example prints, and the last line of the report. */
const cases: {
  title: string
  lines: string[]
  prints: string
  failed?: boolean
  hint: string | undefined
}[] = [
  {
    title: 'another value needs none',
    lines: ['>>> x', '1'],
    prints: '2',
    hint: undefined,
  },
  {
    title: 'a source that is not complete',
    lines: ['>>> f(', '  1)', '2'],
    prints: 'Uncaught SyntaxError: Unexpected end of input',
    failed: true,
    hint: 'The source is not complete. Lines that continue it begin with `... `, right under the prompt.',
  },
  {
    title: "a directive as Python's doctest has it",
    lines: ['>>> x  # doctest: +SKIP', '2'],
    prints: 'Uncaught SyntaxError: Invalid or unexpected token',
    failed: true,
    hint: 'A directive is written `// doctest: +SKIP`, at the end of its line.',
  },
  {
    title: 'typographic quotes in the source',
    lines: ['>>> “x”', "'x'"],
    prints: 'Uncaught SyntaxError: Invalid or unexpected token',
    failed: true,
    hint: 'There are typographic quotes in the source. Type \' or " instead.',
  },
  {
    title: 'a syntax error says it all',
    lines: ['>>> f(]'],
    prints: "Uncaught SyntaxError: Unexpected token ']'",
    failed: true,
    hint: undefined,
  },
  {
    title: 'an error that is not expected',
    lines: ['>>> x', 'CaseIdNotFound: ...'],
    prints: 'Uncaught CaseIdNotFound: no',
    failed: true,
    hint: 'The example ended in an error. Expect one with a line that starts with `Uncaught `.',
  },
  {
    title: 'an expected error without a message',
    lines: ['>>> x', 'Uncaught TypeError'],
    prints: 'Uncaught TypeError: no',
    failed: true,
    hint: 'An error is expected with its message, or with `...` for it: `Uncaught TypeError: ...`.',
  },
  {
    title: 'a wildcard right under the source',
    lines: ['>>> x', '...'],
    prints: "'case-1'",
    hint: 'A `...` right under the source continues it. Begin the expected output with something that is printed.',
  },
  {
    title: 'output that looks like a prompt',
    lines: ['>>> x', 'a'],
    prints: 'a\n>>> b',
    hint: 'No expected line can begin with `>>>`, nor the first one with `...`. Print it another way.',
  },
  {
    title: 'output that no text file can hold',
    lines: ['>>> x', 'a'],
    prints: 'a\ud800',
    hint: 'No file of text holds a zero character, or half of a character. Print it another way.',
  },
  {
    title: 'a known failure that passes',
    lines: ['>>> x // doctest: +FAIL', 'a'],
    prints: 'a',
    hint: 'This passes although `+FAIL` says that it fails.',
  },
  {
    title: 'output below a blank line',
    lines: ['>>> x', '', "'case-1'", '>>> y'],
    prints: "'case-1'",
    hint: 'Line 4 stands below a blank line, which ends the expected output. Take the blank line away.',
  },
  {
    title: 'a blank line in the output',
    lines: ['>>> x', 'a', '', '', 'b'],
    prints: 'a\n\n\nb\n',
    hint: 'Line 6 stands below a blank line, which ends the expected output. Write `<BLANKLINE>` for a blank one.',
  },
  {
    title: 'what stands below has nothing to do with it',
    lines: ['>>> x', 'a', '', 'Some words'],
    prints: 'b',
    hint: undefined,
  },
  {
    title: 'nothing expected',
    lines: ['>>> x', '', 'Some words'],
    prints: 'b',
    hint: 'Nothing is expected here, but something was printed.',
  },
  { title: 'nothing printed', lines: ['>>> x', 'a'], prints: '', hint: 'Nothing was printed.' },
  {
    title: 'a fence that closes nothing',
    lines: ['>>> x', 'a', '~~~'],
    prints: 'a',
    hint: 'The fence among the expected lines does not close this block, which was opened by another.',
  },
  {
    title: 'white space, beside wildcards',
    lines: ['>>> x', "{ id: 'case-...', by: 'x' }"],
    prints: "{\n  id: 'case-1',\n  by: 'x' }",
    hint: 'Only white space differs. `// doctest: +NORMALIZE_WHITESPACE` overlooks that.',
  },
  {
    title: 'typographic quotes and dots in the output',
    lines: ['>>> x', '‘case-…’'],
    prints: "'case-1'",
    hint: 'There are typographic quotes or dots in the expected output. Type \', " or `...` instead.',
  },
  {
    title: 'letters that look alike',
    lines: ['>>> x', "'e\u0301'"],
    prints: "'\u00e9'",
    hint: 'Both look alike, but accents and letters are put together otherwise. --update writes what is printed.',
  },
]

describe('hints', () => {
  for (const { title, lines, prints, failed = false, hint } of cases) {
    it(title, async () => {
      const document = await parseDocument('a.md', ['```', ...lines, '```', ''].join('\n'))
      const evaluate = async () => ({ text: prints, failed })
      const { results } = await replay(document, { open: async () => ({ evaluate, close: async () => {} }) })
      const report = (await formatFailure('a.md', results[0]!)).split('\n')
      const told = report.filter((line) => !line.startsWith(' ') && !line.startsWith('a.md:'))
      expect(told).to.deep.equal(hint === undefined ? [] : [hint])
    })
  }
})
