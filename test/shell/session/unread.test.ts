/** Inputs that run as they stand because a watchdog sees to them: nobody can tell, except by the clock. */
import { expect } from 'chai'
import { RunWatchdog } from '../../../src/commands/doctest-watchdog.ts'
import { Session } from '../../../src/shell/session/session.ts'

/** Inputs that run one after the other, with what a screen shows in the end. */
const inputs: [sources: string[], screen: string][] = [
  [['const a = 1', 'a + 1'], '2'],
  [['const a = 1', 'a = 2'], 'Uncaught TypeError: Assignment to constant variable. (a.md:1)'],
  [['const a = 1', 'const a = 2', 'a'], '2'],
  [['const a = 1', 'f = () => a', 'f()', 'const a = 2', 'f()'], '2'],
  [['class A { b = 1 }', 'new A().b'], '1'],
  [['function f(n) { return n * 2 }', 'f(2)'], '4'],
  [['var a = 1', 'globalThis.a'], '1'],
  [['a = 1', 'delete globalThis.a', 'typeof a'], "'undefined'"],
  [['1 + 1', '_ + 1'], '3'],
  [['1 + 1', '_ = 7', '3', '_'], '7'],
  [['null.a', '_error.name'], "'TypeError'"],
  [['null.a'], "Uncaught TypeError: Cannot read properties of null (reading 'a') (a.md:1)"],
  [['1 +\n\nnull.a'], "Uncaught TypeError: Cannot read properties of null (reading 'a') (a.md:3)"],
  [
    ['f = (n) => n.a.b', 'g = () => f({})', 'g()'],
    [
      "Uncaught TypeError: Cannot read properties of undefined (reading 'b')",
      '    at f (a.md:1)',
      '    at g (a.md:1)',
      '    at a.md:1',
    ].join('\n'),
  ],
  [['throw 1'], 'Uncaught 1 (a.md:1)'],
  [["JSON.parse('{')"], "Uncaught SyntaxError: Expected property name or '}' in JSON at position 1"],
  [['throw new SyntaxError("mine")'], 'Uncaught SyntaxError: mine (a.md:1)'],
  [['n = 0', 'n++; throw new SyntaxError("once")', 'n'], '1'],
  [['a b'], 'Uncaught SyntaxError: Unexpected identifier'],
  [['1 = 2'], 'Uncaught SyntaxError: Invalid left-hand side in assignment'],
  [['{ a: 1 }'], '{ a: 1 }'],
  [[' { a: 1, b: [2] }'], '{ a: 1, b: [ 2 ] }'],
  [['{ a: 1 };'], '1'],
  [['const n: number = 1', 'n'], '1'],
  [['1 as number'], '1'],
  [['interface A { b: string }', "({ b: 'c' }) as A"], "{ b: 'c' }"],
  [['f('], 'Uncaught SyntaxError: Unexpected end of input (a.md:1)'],
  [["'use strict'"], "'use strict'"],
  [['this === globalThis'], 'true'],
  [['Promise.resolve(1)'], '1'],
  [['Promise.reject(new RangeError("a"))'], 'Uncaught RangeError: a'],
  [['new Promise((resolve) => setTimeout(resolve, 1, 5))'], '5'],
  [['f = async () => 5', 'f()'], '5'],
  [['await 1'], '1'],
  [['const a = await 1', 'a'], '1'],
  [["import { sep } from 'node:path'", 'typeof sep'], "'string'"],
  [["const { sep } = await import('node:path')", 'typeof sep'], "'string'"],
  [['conn = { describeCases: async () => ({ n: 1 }) }', 'conn.describeCases().n'], '1'],
  [['conn = { describeCases: async () => ({ n: 1 }) }', "conn['describeCases']().n"], '1'],
  [['conn = { describeCases: async () => ({ n: 1 }) }', 'conn.describe\\u0043ases().n'], '1'],
  [['/a/.test("a") ? `${1}` : 2 // a comment'], "'1'"],
  [['1 <!-- 2'], '1'],
  [['eval("const q = 1; q")'], '1'],
  [['a = []', 'Promise.resolve().then(() => a.push(1)).then(() => a.push(2)); a'], '[ 1, 2 ]'],
]

const nowhere = { write: () => {} }

function open(watchdog?: RunWatchdog): Session {
  const options = { globals: {}, directory: process.cwd(), ownModule: () => undefined, watchdog }
  return new Session({ ...options, stdout: nowhere, stderr: nowhere })
}

async function shown(session: Session, sources: readonly string[], timeout: number): Promise<string> {
  let text = ''
  for (const source of sources) {
    const options = { filename: 'a.md', timeout }
    const outcome = await session.run(source, options)
    const told = outcome.status === 'incomplete' ? await session.incomplete(source, options) : outcome
    text = told.status === 'incomplete' ? told.status : (told.text ?? '')
  }
  return text
}

describe('An input that runs unread', () => {
  const watchdog = new RunWatchdog()
  before(async () => {
    watchdog.watch(1000, () => {})
    while (!watchdog.suffices(1000)) await new Promise(setImmediate)
    watchdog.rest()
  })
  after(() => watchdog.end())

  for (const [sources, screen] of inputs) {
    it(`${sources.join(' | ')}: shows what it shows when it is read`, async () => {
      const [watched, unwatched] = [open(watchdog), open()]
      try {
        const text = await shown(watched, sources, 5000)
        expect(text).to.satisfy((all: string) => all.startsWith(screen), `${text} for ${screen}`)
        expect(text).to.equal(await shown(unwatched, sources, 5000))
      } finally {
        watched.dispose()
        unwatched.dispose()
      }
    })
  }

  for (const source of [
    'for (;;) {}',
    'f = () => { for (;;) {} }; f()',
    'const a = (() => { for (;;) {} })()',
    'let b = 1; for (;;) b++',
    'Promise.resolve().then(() => { for (;;) {} })',
    'again = () => { Promise.resolve().then(again) }; again()',
    'const c = () => { Promise.resolve().then(c) }; c()',
    'new Promise(() => {})',
    'setTimeout(() => { for (;;) {} }); new Promise(() => {})',
    'await null; for (;;) {}',
    'until = performance.now() + 1100; while (performance.now() < until) {}',
    "new (class { [Symbol.for('nodejs.util.inspect.custom')]() { for (;;) {} } })()",
  ]) {
    it(`is stopped: ${source}`, async () => {
      const session = open(watchdog)
      try {
        expect(await session.run(source, { timeout: 1000 })).to.include({
          status: 'error',
          text: 'Uncaught Timeout: no result within 1000 ms',
        })
        // The session lives on.
        for (const [next, text] of [
          ['6 * 7', '42'],
          ['const d = 4', undefined],
          ['d', '4'],
          ['await 5', '5'],
        ]) {
          expect(await session.run(next!, { timeout: 5000 })).to.include({ status: 'value', text })
        }
      } finally {
        session.dispose()
      }
    })
  }

  it('keeps the process until it has ended or is stopped', () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    watchdog.watch(1000, () => {})
    const during = timers()
    watchdog.rest()
    expect([during, timers()]).to.deep.equal([before + 1, before])
  })
})
