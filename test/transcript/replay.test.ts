import { expect } from 'chai'
import { parseDocument } from '../../src/transcript/document.ts'
import { type ReplayOptions, replay } from '../../src/transcript/replay.ts'
import { openSessions } from './session.ts'
import { text } from './shown.ts'

async function run(lines: string[], options: Partial<ReplayOptions> & { bail?: boolean } = {}) {
  const sessions = openSessions()
  const document = await parseDocument('guide/a.rst', text(...lines))
  const report = await replay(document, { open: sessions.open, ...options })
  return { ...sessions, report, outcomes: report.results.map(({ item, status }) => `${item.line} ${status}`) }
}

const cases: { title: string; lines: string[]; outcomes: string[]; calls?: string[] }[] = [
  { title: 'a value', lines: ['>>> 1 + 1', '2'], outcomes: ['1 passed'] },
  { title: 'a string', lines: [">>> 'a'", "'a'"], outcomes: ['1 passed'] },
  { title: 'another value', lines: ['>>> 1 + 1', '3'], outcomes: ['1 failed'] },
  {
    title: 'console output, then the value',
    lines: ['>>> console.log("a"), 1', 'a', '1'],
    outcomes: ['1 passed'],
  },
  { title: 'a printed blank line', lines: ['>>> console.log()', '<BLANKLINE>'], outcomes: ['1 passed'] },
  { title: 'nothing expected, nothing printed', lines: ['>>> var a = 1'], outcomes: ['1 passed'] },
  { title: 'nothing expected, something printed', lines: ['>>> 1'], outcomes: ['1 failed'] },
  { title: 'text under a bare prompt', lines: ['>>>', 'text'], outcomes: ['1 failed'] },
  {
    title: 'an expected error',
    lines: ['>>> null.a', 'Uncaught TypeError: Cannot...'],
    outcomes: ['1 passed'],
  },
  {
    title: 'output before an error',
    lines: ['>>> console.log(1), x', '1', 'Uncaught ReferenceError: x is not defined'],
    outcomes: ['1 passed'],
  },
  {
    title: 'an error that is not expected',
    lines: ['>>> console.log(1), x', '1', '...'],
    outcomes: ['1 failed'],
  },
  {
    title: 'one session for a file, opened once and closed',
    lines: ['>>> var a = 1', '', '>>> a', '1'],
    outcomes: ['1 passed', '3 passed'],
    calls: ['open guide/a.rst', 'var a = 1', 'a', 'close'],
  },
  {
    title: 'a failing example stops nothing',
    lines: ['>>> x', '', '>>>y', '', '>>> 1', '1'],
    outcomes: ['1 failed', '3 unreadable', '5 passed'],
    calls: ['open guide/a.rst', 'x', '1', 'close'],
  },
  {
    title: 'an evaluation that throws, also where an error is expected',
    lines: ['>>> breakdown()', 'Uncaught Error: the engine broke down', '>>> 1', '1'],
    outcomes: ['1 failed', '3 passed'],
    calls: ['open guide/a.rst', 'breakdown()', '1', 'close'],
  },
  {
    title: 'a skipped example is not evaluated',
    lines: ['>>> x // doctest: +SKIP', '>>> 1', '1'],
    outcomes: ['1 skipped', '2 passed'],
    calls: ['open guide/a.rst', '1', 'close'],
  },
  {
    title: 'no session where nothing runs',
    lines: ['>>> x // doctest: +SKIP', '>>>y'],
    outcomes: ['1 skipped', '2 unreadable'],
    calls: [],
  },
  { title: 'a file without examples', lines: ['Text'], outcomes: [], calls: [] },
  {
    title: 'a setup runs first and is no example',
    lines: ['.. doctest: setup', '   var a = 1', '', '>>> a', '1'],
    outcomes: ['4 passed'],
    calls: ['open guide/a.rst', 'var a = 1', 'a', 'close'],
  },
  {
    title: 'a setup that fails',
    lines: ['.. doctest: setup', '   x', '', '>>> 1', '1'],
    outcomes: ['2 failed', '4 passed'],
  },
  {
    title: 'a seed before the first example',
    lines: ['.. doctest: seed demo', '', '>>> seed', "'demo'"],
    outcomes: ['3 passed'],
    calls: ['open guide/a.rst demo', 'seed', 'close'],
  },
  {
    title: 'a seed after examples begins anew',
    lines: ['>>> var a = 1', '', '.. doctest: seed ./b.json', '', '>>> typeof a', "'undefined'"],
    outcomes: ['1 passed', '5 passed'],
    calls: ['open guide/a.rst', 'var a = 1', 'close', 'open guide/a.rst guide/b.json', 'typeof a', 'close'],
  },
  {
    title: 'a seed that cannot be used',
    lines: ['>>> 1', '1', '', '.. doctest: seed bad', '', '>>> 2', '2'],
    outcomes: ['1 passed', '4 failed', '6 skipped'],
    calls: ['open guide/a.rst', '1', 'close', 'open guide/a.rst bad'],
  },
  {
    title: 'a literal stands for what it matched',
    lines: [">>> 'case-' + 7", "'case-...'", ">>> 'case-...'.length", '6'],
    outcomes: ['1 passed', '3 passed'],
    calls: ['open guide/a.rst', "'case-' + 7", "'case-7'.length", 'close'],
  },
]

describe('replay', () => {
  for (const { title, lines, outcomes, calls } of cases) {
    it(title, async () => {
      const done = await run(lines)
      expect(done.outcomes).to.deep.equal(outcomes)
      if (calls) expect(done.calls).to.deep.equal(calls)
    })
  }

  it('stops at the first failure where asked', async () => {
    const { outcomes, calls, report } = await run(['>>> 1', '1', '>>> 2', '3', '>>> 4', '4'], { bail: true })
    expect(outcomes).to.deep.equal(['1 passed', '3 failed'])
    expect(calls).to.deep.equal(['open guide/a.rst', '1', '2', 'close'])
    expect(report.stopped).to.equal(true)
  })

  it('hands over the place and the time limit', async () => {
    const { options } = await run(['>>> 1', '1', '>>> 2 // doctest: +TIMEOUT=5', '2'], { timeout: 900 })
    expect(options).to.deep.equal([
      { filename: 'guide/a.rst', line: 1, timeout: 900 },
      { filename: 'guide/a.rst', line: 3, timeout: 5 },
    ])
  })

  it('tells each result when it is there', async () => {
    const seen: string[] = []
    const document = await parseDocument('a.rst', text('>>> 1', '1', '>>> 2', '3'))
    await replay(document, { ...openSessions(), onResult: ({ status }) => seen.push(status) })
    expect(seen).to.deep.equal(['passed', 'failed'])
  })

  it('closes the session when the listener throws', async () => {
    const { open, calls } = openSessions()
    const document = await parseDocument('a.rst', text('>>> 1', '1'))
    const onResult = () => {
      throw new Error('stop')
    }
    const error = await replay(document, { open, onResult }).catch((reason) => reason)
    expect(error.message).to.equal('stop')
    expect(calls.at(-1)).to.equal('close')
  })

  it('rejects where no session can be opened', async () => {
    const document = await parseDocument('a.rst', text('>>> 1', '1'))
    const error = await replay(document, { open: () => Promise.reject(new Error('no engine')) }).catch(
      (reason) => reason,
    )
    expect(error.message).to.equal('no engine')
  })
})
