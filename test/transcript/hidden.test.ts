/** Directives that change how a file runs: what the reader does not see, and what is compared in another way. */
import { expect } from 'chai'
import { parseDocument } from '../../src/transcript/document.ts'
import { replay } from '../../src/transcript/replay.ts'
import { openSessions } from './session.ts'
import { text } from './shown.ts'

/** A session that also has a clock and compiles; `compile` refuses what has a syntax error. */
async function run(lines: string[], { now = () => 0 }: { now?: () => number } = {}) {
  const sessions = openSessions()
  const open: typeof sessions.open = async (options) => ({
    ...(await sessions.open(options)),
    setClock: async (time) => {
      sessions.calls.push(`clock ${time}`)
      if (time === 'P0D') throw new Error('nothing moves')
    },
    compile: async (source) => {
      sessions.calls.push(`compile ${source.replace(/ \/\/.*/, '')}`)
      return { text: 'Uncaught SyntaxError: no', failed: source.startsWith('(') }
    },
  })
  const { results } = await replay(await parseDocument('a.rst', text(...lines)), { open, now })
  return {
    outcomes: results.map(({ item, status }) => `${item.line} ${status}`),
    notes: results.flatMap(({ notes }) => notes),
    calls: sessions.calls.filter((call) => !/^(open|close)/.test(call)),
    results,
  }
}

const cases: { title: string; lines: string[]; outcomes: string[]; calls?: string[]; notes?: string[] }[] = [
  {
    title: 'teardown runs at the end, the last one first',
    lines: [
      '.. doctest: teardown one()',
      '',
      '.. doctest: teardown var two',
      '',
      '>>> 1',
      '1',
      '',
      '>>> 2',
      '2',
    ],
    outcomes: ['5 passed', '8 passed', '1 failed'],
    calls: ['1', '2', 'var two', 'one()'],
  },
  {
    title: 'teardown also after examples that fail, and before another seed',
    lines: ['.. doctest: teardown var gone', '', '>>> nope', '', '.. doctest: seed x', '', '>>> 1', '1'],
    outcomes: ['3 failed', '7 passed'],
    calls: ['nope', 'var gone', '1'],
  },
  {
    title: 'the clock is set and moved',
    lines: ['.. doctest: clock 2026-08-01T09:00:00Z', '.. doctest: clock +P10D', '', '>>> 1', '1'],
    outcomes: ['4 passed'],
    calls: ['clock 2026-08-01T09:00:00Z', 'clock P10D', '1'],
  },
  {
    title: 'a clock that cannot be set',
    lines: ['.. doctest: clock P0D', '', '>>> 1', '1'],
    outcomes: ['1 failed', '3 passed'],
    notes: ['The clock cannot be set: nothing moves'],
  },
  {
    title: 'skip if: the condition is evaluated once for a block',
    lines: ['.. doctest: skip if seed === undefined', '', '>>> nope', '>>> nope', '', '>>> 1', '1'],
    outcomes: ['3 skipped', '4 skipped', '6 passed'],
    calls: ['Boolean(seed === undefined\n)', '1'],
  },
  {
    title: 'skip if: a condition that does not hold',
    lines: ['.. doctest: skip if false', '', '>>> 1', '1'],
    outcomes: ['3 passed'],
  },
  {
    title: 'skip if: a condition that fails',
    lines: ['.. doctest: skip if nope', '', '>>> 1', '1'],
    outcomes: ['3 failed'],
    notes: [
      'Not run: `skip if` in line 1 failed: Uncaught ReferenceError: nope is not defined\n    at f (x.js:1:1)',
    ],
  },
  {
    title: 'no-run: a block that only has to compile',
    lines: ['.. doctest: no-run', '', '>>> nope', '7', '>>> (', '', '>>> 1', '1'],
    outcomes: ['3 passed', '5 failed', '7 passed'],
    calls: ['compile nope', 'compile (', '1'],
    notes: ['This does not compile.'],
  },
  {
    title: '+FAIL: an example that is known to fail',
    lines: ['>>> 1 // doctest: +FAIL', '2', '>>> 1 // doctest: +FAIL', '1'],
    outcomes: ['1 passed', '3 failed'],
    notes: ['This passes although `+FAIL` says that it fails.'],
  },
  {
    title: '+UNORDERED',
    lines: [
      '>>> [3, 1, 2] // doctest: +UNORDERED',
      '[ 1, 2, 3 ]',
      '>>> [3, 1] // doctest: +UNORDERED',
      '[ 1, 2 ]',
    ],
    outcomes: ['1 passed', '3 failed'],
  },
  {
    title: '+UNORDERED with wildcards that need a second look',
    lines: [">>> ['ab', 'a'] // doctest: +UNORDERED", "[ 'a...', 'ab' ]"],
    outcomes: ['1 passed'],
  },
  {
    title: '+UNORDERED with a rest',
    lines: ['>>> [3, 1, 2] // doctest: +UNORDERED', '[ 2, ... ]'],
    outcomes: ['1 passed'],
  },
  {
    title: '+UNORDERED inside an object, laid out otherwise',
    lines: ['>>> ({ a: [2, 1], b: 3 }) // doctest: +UNORDERED', '{ a: [ 1,2 ], b: 3 }'],
    outcomes: ['1 passed'],
  },
  {
    title: '+TOLERANCE',
    lines: [
      '>>> 0.1 + 0.2 // doctest: +TOLERANCE=0.001',
      '0.3',
      '>>> 0.31 // doctest: +TOLERANCE=0.001',
      '0.3',
    ],
    outcomes: ['1 passed', '3 failed'],
  },
  {
    title: '+TOLERANCE by percent, among words and wildcards',
    lines: [
      ">>> 'took 105 ms in case-7, version 1.2.3' // doctest: +TOLERANCE=5%",
      "'took 100 ms in case-7, ... 1.2.3'",
    ],
    outcomes: ['1 passed'],
  },
  {
    title: '+TOLERANCE leaves ids alone',
    lines: [">>> 'case-7' // doctest: +TOLERANCE=5", "'case-8'"],
    outcomes: ['1 failed'],
  },
  {
    title: 'a placeholder gets its value where it is first shown',
    lines: [
      '.. doctest: placeholder case-1234',
      '',
      ">>> 'case-' + 77",
      "'case-1234'",
      ">>> 'case-1234'",
      "'case-1234'",
      ">>> 'case-1234'.length",
      '7',
      ">>> 'case-78'",
      "'case-1234'",
    ],
    outcomes: ['3 passed', '5 passed', '7 passed', '9 failed'],
    calls: ["'case-' + 77", "'case-77'", "'case-77'.length", "'case-78'"],
  },
  {
    title: 'a placeholder in angle brackets',
    lines: [
      '.. doctest: placeholder <caseId>',
      '',
      '>>> ({ a: "x", b: "x" })',
      "{ a: '<caseId>', b: '<caseId>' }",
    ],
    outcomes: ['3 passed'],
  },
  {
    title: 'the same placeholder for two values',
    lines: [
      '.. doctest: placeholder <caseId>',
      '',
      '>>> ({ a: "x", b: "y" })',
      "{ a: '<caseId>', b: '<caseId>' }",
    ],
    outcomes: ['3 failed'],
  },
  {
    title: 'a placeholder with the value of an expression',
    lines: ['.. doctest: placeholder ID = "a" + 1', '', '>>> "ID"', "'ID'", '>>> "XID"', "'XID'"],
    outcomes: ['3 passed', '5 passed'],
    calls: ['"a" + 1', '"a1"', '"XID"'],
  },
  {
    title: 'a placeholder whose expression is no text',
    lines: ['.. doctest: placeholder ID = [1]', '', '>>> 1', '1'],
    outcomes: ['1 failed', '3 passed'],
    notes: ['The value of a placeholder is a text or a number, not [ 1 ].'],
  },
  {
    title: 'a placeholder that has no value yet',
    lines: ['.. doctest: placeholder ID', '', '>>> "ID".length', '5'],
    outcomes: ['3 failed'],
    notes: ['ID has no value yet: no output above shows it.'],
  },
]

describe('hidden parts and ways to compare', () => {
  for (const { title, lines, outcomes, calls, notes } of cases) {
    it(title, async () => {
      const done = await run(lines)
      expect(done.outcomes).to.deep.equal(outcomes)
      if (calls) expect(done.calls.map((call) => call.replace(/ \/\/.*/, ''))).to.deep.equal(calls)
      if (notes) expect(done.notes).to.deep.equal(notes)
    })
  }

  it('says how long an example took, by the clock that it is given', async () => {
    let time = 0
    const now = () => {
      time += 5
      return time
    }
    const { results } = await run(['>>> 1', '1'], { now })
    expect(results[0]!.milliseconds).to.equal(5)
  })
})
