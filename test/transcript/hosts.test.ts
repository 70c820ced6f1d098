/** The same transcripts under mocha and node:test, each in a process of its own. */
import { expect } from 'chai'
import { lines } from '../e2e/runs.ts'
import { hosts, type Outcome, runHost } from './hosts.ts'

const files = {
  'a.rst': lines(
    '>>> const { cases } = conn.describeCases()',
    '>>> cases.length',
    '1',
    '>>> cases.length // doctest: +SKIP',
    '7',
    '>>> cases.length // doctest: +FAIL',
    '2',
    '>>> cases.length // doctest: +FAIL',
    '1',
    '>>> [',
    '...   cases[0].caseId,',
    '...   cases[0].subject,',
    '... ]',
    "[ 'case-...', 'another' ]",
    '>>>cases',
    '',
    '.. doctest: teardown cases.nothing()',
  ),
  'b.rst': lines(
    '.. doctest: setup nothing()',
    '',
    '>>> 1',
    '1',
    '',
    '.. doctest: skip if true',
    '',
    '>>> 2',
    '3',
    '',
    '.. doctest: setup nothing(1)',
  ),
  'c.rst': lines('.. doctest: seed nowhere.json', '', '>>> 1', '1', '>>> 2', '2'),
}

/** What stays stuck for its time, of which one does so where the main thread cannot be stopped in every process. */
const stuck = {
  'a.rst': lines(
    '>>> const a = 1',
    '>>> for (;;) {}',
    '>>> await new Promise(() => {})',
    '>>> await null; for (;;) {}',
    '>>> await null; for (;;) {}',
    'Uncaught Timeout: no result within 200 ms',
    '>>> a',
    '1',
  ),
  'b.rst': lines('>>> 2', '2'),
}

const told = ({ file, title, status }: Outcome) => `${file} ${title} ${status}`

for (const host of hosts) {
  describe(host, () => {
    it('has a test for each example', () => {
      const { outcomes, status } = runHost(host, files)
      expect(status).not.to.equal(0)
      const known = host === 'mocha' ? 'passed' : 'known to fail'
      const after = host === 'mocha' ? '"after all" hook: close the session' : 'the file'
      const hook = (of: string) => (host === 'mocha' ? `${after} for "${of}"` : after)
      expect(outcomes.map(told).sort()).to.deep.equal(
        [
          'a.rst 1: const { cases } = conn.describeCases() passed',
          'a.rst 2: cases.length passed',
          'a.rst 4: cases.length // doctest: +SKIP skipped',
          `a.rst 6: cases.length // doctest: +FAIL (known to fail) ${known}`,
          'a.rst 8: cases.length // doctest: +FAIL (known to fail) failed',
          'a.rst 10: [ failed',
          'a.rst 15: >>>cases failed',
          `a.rst ${hook('15: >>>cases')} failed`,
          'b.rst 3: 1 failed',
          'b.rst 8: 2 skipped',
          `b.rst ${hook('8: 2')} failed`,
          'c.rst 3: 1 failed',
          'c.rst 5: 2 skipped',
        ].sort(),
      )
      const message = (start: string) =>
        outcomes.find((outcome) => told(outcome).startsWith(start))!.message.split('\n')
      expect(message('a.rst 8:')).to.include('This passes although `+FAIL` says that it fails.')
      expect(message('a.rst 10:')).to.deep.equal([
        'a.rst:10:1',
        '    >>> [',
        '    ...   cases[0].caseId,',
        '    ...   cases[0].subject,',
        '    ... ]',
        "  - [ 'case-...', 'another' ]",
        "  + [ 'case-1', 'A test case.' ]",
      ])
      expect(message(`a.rst ${after}`)).to.include.members([
        'a.rst:17:22',
        '    >>> cases.nothing()',
        '  + Uncaught TypeError: cases.nothing is not a function',
        'The teardown failed.',
      ])
      expect(message('b.rst 3:')).to.include.members(['b.rst:1:19', 'The setup failed.'])
      expect(message(`b.rst ${after}`)).to.include.members(['b.rst:11:19', 'The setup failed.'])
      expect(message('c.rst 3:')[2]).to.match(/^The seed cannot be used: .*nowhere\.json/)
    })

    for (const [how, before] of [
      ['', ''],
      [
        ', while a store follows asynchronous code',
        `import { AsyncLocalStorage } from 'node:async_hooks'
         new AsyncLocalStorage().enterWith('store')`,
      ],
    ] as const) {
      it(`fails what is stuck, and goes on${how}`, () => {
        const { outcomes } = runHost(host, stuck, { timeout: 200, before })
        expect(outcomes.map(told)).to.deep.equal([
          'a.rst 1: const a = 1 passed',
          'a.rst 2: for (;;) {} failed',
          'a.rst 3: await new Promise(() => {}) failed',
          'a.rst 4: await null; for (;;) {} failed',
          'a.rst 5: await null; for (;;) {} passed',
          'a.rst 7: a passed',
          'b.rst 1: 2 passed',
        ])
        for (const { status, message } of outcomes) {
          if (status === 'failed') expect(message).to.contain('+ Uncaught Timeout: no result within 200 ms')
        }
      })
    }
  })
}
