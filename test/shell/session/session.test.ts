/** Inputs and what a terminal shows for them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect } from 'chai'
import { SupportError } from '../../../src/client/errors.ts'
import type { PrintOptions } from '../../../src/shell/session/print.ts'
import { Session } from '../../../src/shell/session/session.ts'

let written = ''
const sink = new Writable({
  decodeStrings: false,
  write(chunk: string, _encoding, done) {
    written += chunk
    done()
  },
})

/** Stands for a connection: answers in a promise, as it does. */
const conn = {
  describeCases: async () => ({ cases: [{ caseId: 'case-1' }] }),
  resolveCase: async (id: string) => {
    throw new SupportError('CaseIdNotFound', `No case ${id}.`, { statusCode: 400, requestId: 'r-1' })
  },
}

function open(print: PrintOptions = {}, directory = process.cwd()): Session {
  written = ''
  return new Session({
    globals: { conn, SupportError },
    directory,
    ownModule: (name) => (name === 'support-repl' ? { SupportError } : undefined),
    stdout: sink,
    stderr: sink,
    print,
  })
}

/** What the screen shows after the inputs: what they wrote, and their last outcome. */
async function shown(session: Session, ...inputs: string[]): Promise<string> {
  let text = ''
  for (const source of inputs) {
    written = ''
    const outcome = await session.run(source, { timeout: 2000 })
    text = written + (outcome.status === 'incomplete' ? '(incomplete)' : (outcome.text ?? ''))
  }
  return text
}

const sessions: [title: string, inputs: string[], screen: string][] = [
  ['a sum', ['1 + 1'], '2'],
  ['text in single quotes', ['"A test case."'], "'A test case.'"],
  ['nothing for undefined', ['undefined'], ''],
  ['null', ['null'], 'null'],
  ['numbers that JSON does not know', ['[NaN, -0, 10n, Infinity]'], '[ NaN, -0, 10n, Infinity ]'],
  ['a lone -0', ['-0'], '-0'],
  ['a symbol', ['Symbol("s")'], 'Symbol(s)'],
  ['nothing for a declaration', ['const a = 1'], ''],
  ['the value of an assignment', ['let a; a = 2'], '2'],
  ['nothing for nothing', [''], ''],
  ['nothing for a comment', ['// a comment'], ''],
  ['const is constant', ['const a = 1', 'a = 2'], 'Uncaught TypeError: Assignment to constant variable.'],
  ['const may be declared again', ['const a = 1', 'const a = 2', 'a'], '2'],
  ['class and function may be declared again', ['class A {}', 'class A { b = 1 }', 'new A()'], 'A { b: 1 }'],
  ['a preloaded name may be declared again', ['const conn = 1', 'conn'], '1'],
  ['a function of an earlier input', ['function f() { return 1 }', 'f()'], '1'],
  ['an operation is awaited', ['conn.describeCases().cases.length'], '1'],
  [
    'sending files is awaited',
    ["const files = { attach: async () => ({ uploadIds: ['1'] }) }.attach()", '({ ...files })'],
    "{ uploadIds: [ '1' ] }",
  ],
  [
    'an operation in a function is not',
    ['const f = () => conn.describeCases()', 'f() instanceof Promise'],
    'true',
  ],
  ['a promise shows what it resolves to', ['Promise.resolve(4)'], '4'],
  ['a promise that is rejected', ['Promise.reject(new Error("no"))'], 'Uncaught Error: no'],
  ['await', ['await Promise.resolve(4)'], '4'],
  ['for await', ['for await (const a of [Promise.resolve(1)]) console.log(a)'], '1\n'],
  ['TypeScript', ['const a: number = 4', 'a as unknown'], '4'],
  ['TypeScript with code of its own', ['enum Color { Red, Green }', 'Color.Green'], '1'],
  ['an interface', ['interface A { b: string }'], ''],
  ['import of Node', ["import { basename } from 'node:path'", "basename('/a/b')"], "'b'"],
  [
    'import of the package',
    ["import { SupportError as E } from 'support-repl'", 'E === SupportError'],
    'true',
  ],
  [
    'import twice',
    ["import os from 'node:os'", "import os from 'node:os'", 'typeof os.platform()'],
    "'string'",
  ],
  [
    'import of what is not there',
    ["import { nope } from 'node:os'"],
    "Uncaught SyntaxError: The requested module 'node:os' does not provide an export named 'nope'",
  ],
  ['import as an expression', ["(await import('node:path')).sep"], "'/'"],
  ['require', ["require('node:path').sep"], "'/'"],
  ['the console comes before the value', ['console.log("a"), console.error("b"), 3'], 'a\nb\n3'],
  ['an error', ['null.x'], "Uncaught TypeError: Cannot read properties of null (reading 'x')"],
  ['an unknown name', ['nope'], 'Uncaught ReferenceError: nope is not defined'],
  ['an error after an await', ['await 1; throw new Error("late")'], 'Uncaught Error: late'],
  ['what is no error can be thrown', ['throw "text"'], "Uncaught 'text'"],
  [
    'an error with more to it',
    ['throw Object.assign(new Error("a"), { code: 5 })'],
    'Uncaught Error: a {\n  code: 5\n}',
  ],
  [
    'an error with a cause',
    ['throw new Error("a", { cause: new Error("b") })'],
    'Uncaught Error: a {\n  [cause]: Error: b\n}',
  ],
  [
    'an error that went through functions',
    ['function f() { throw new Error("a") }', 'f()'],
    'Uncaught Error: a\n    at f (input 1:1)\n    at input 2:1',
  ],
  ['a service fault is one line', ['conn.resolveCase("case-9")'], 'Uncaught CaseIdNotFound: No case case-9.'],
  [
    'a service fault can be caught',
    ['try { conn.resolveCase("x") } catch (e) { e.name }'],
    "'CaseIdNotFound'",
  ],
  [
    'a service fault is an Error',
    ['try { conn.resolveCase("x") } catch (e) { [e instanceof Error, e instanceof SupportError] }'],
    '[ true, true ]',
  ],
  ['an error as a value shows only the user’s frames', ['new Error("a")'], 'Error: a\n    at input 1:1'],
  ['an error on the console, too', ['console.log(new Error("a"))'], 'Error: a\n    at input 1:1\n'],
  ['a syntax error', ['1 +* 2'], "Uncaught SyntaxError: Unexpected token '*'"],
  ['a syntax error in TypeScript', ['const a: number = 1 +* 2'], 'Uncaught SyntaxError: Unexpected token'],
  ['an object is an object', ['{ a: 1 }'], '{ a: 1 }'],
  ['an input that goes on', ['f('], '(incomplete)'],
  [
    'types of both worlds agree',
    [
      '[[] instanceof Array, Buffer.from("") instanceof Uint8Array, new Date() instanceof Date, new URL("a:b") instanceof Object, Promise.resolve() instanceof Promise]',
    ],
    '[ true, true, true, true, true ]',
  ],
  [
    'a subclass is not its base',
    ['class E extends Error {}', 'new SupportError("A", "b") instanceof E'],
    'false',
  ],
  [
    'Node’s globals',
    ['[typeof fetch, typeof process, typeof structuredClone, typeof Buffer, global === globalThis]'],
    "[ 'function', 'object', 'function', 'function', true ]",
  ],
  [
    'a value whose inspection fails',
    ["({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('mine') } })"],
    'Uncaught Error: mine',
  ],
  [
    'text that only looks like a stack',
    ["console.log('a\\n    at f (node:internal/x:1:2)\\n    at least')"],
    'a\n    at f (node:internal/x:1:2)\n    at least\n',
  ],
  [
    'a message that only looks like a stack',
    ["throw new Error('Expected\\n   at least one')"],
    'Uncaught Error: Expected\n   at least one',
  ],
  ['an object of TypeScript', ['{ a: 1 as number }'], '{ a: 1 }'],
  ['only types to import', ["import type { A } from 'support-repl'"], ''],
  ['where it stands', ['import.meta.dirname === process.cwd()'], 'true'],
  ['require of the package', ["require('support-repl').SupportError === SupportError"], 'true'],
  ['sloppy mode', ['undeclared = 1', 'undeclared'], '1'],
]

describe('A session', () => {
  for (const [title, inputs, screen] of sessions) {
    it(`${title}: ${inputs.at(-1)}`, async () => {
      const session = open()
      expect(await shown(session, ...inputs)).to.equal(screen)
      session.dispose()
    })
  }

  it('shares nothing with another', async () => {
    const [one, two] = [open(), open()]
    await one.run('const a = 1; globalThis.b = 2; Array.prototype.c = 3')
    expect(await shown(two, '[typeof a, typeof b, typeof [].c]')).to.equal(
      "[ 'undefined', 'undefined', 'undefined' ]",
    )
    one.dispose()
    two.dispose()
  })

  it('stops what never yields after its time', async () => {
    const session = open()
    expect(await session.run('while (true) {}', { timeout: 50 })).to.include({
      text: 'Uncaught Timeout: no result within 50 ms',
    })
    expect(await session.run('await new Promise(() => {})', { timeout: 50 })).to.include({
      text: 'Uncaught Timeout: no result within 50 ms',
    })
    expect(await shown(session, '1')).to.equal('1')
    session.dispose()
  })

  it('gives up what is interrupted, and whatever it still does', async () => {
    const session = open()
    const seen: unknown[] = []
    const begun = new Promise<void>((resolve) => session.define({ begun: resolve }))
    session.define({ later: () => seen.push(session.signal?.aborted) })
    const outcome = session.run('begun(); setTimeout(later, 5); await new Promise(() => {})')
    await begun
    session.interrupt(new SupportError('Interrupted', 'stopped'))
    expect(await outcome).to.include({ text: 'Uncaught Interrupted: stopped' })
    await session.run('await new Promise((resolve) => setTimeout(resolve, 10)); later()')
    expect(seen).to.deep.equal([true, false])
    session.dispose()
  })

  it('looks at values without running anything', async () => {
    const session = open()
    await session.run(
      'let count = 0; const o = { get a() { count++; return 1 }, b: 2 }; function f() { count++ }',
    )
    expect(session.peek('o.b')).to.deep.include({ value: 2 })
    expect(session.peek('o.a')).to.equal(undefined)
    expect(session.peek('f()')).to.equal(undefined)
    expect(session.peek('nope')).to.equal(undefined)
    expect(await shown(session, 'count')).to.equal('0')
    expect(session.names()).to.include.members(['conn', 'o', 'f', 'fetch']).and.not.include('__import__')
    session.dispose()
  })

  it('resolves packages and files where it stands', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'support-repl-'))
    await writeFile(join(directory, 'mine.mjs'), 'export const mine = import.meta.url')
    const session = open({}, directory)
    expect(await shown(session, "import { mine } from './mine.mjs'", 'mine.endsWith("mine.mjs")')).to.equal(
      'true',
    )
    session.dispose()
    await rm(directory, { recursive: true })
  })
})

describe('A script', () => {
  const scripts: [title: string, source: string, shown: string[]][] = [
    ['prints each value', '1\nconst a = 2\na\n"x"', ['1', '2', "'x'"]],
    [
      'calls functions that come later',
      'f()\nfunction f() { return conn }',
      ['{\n  describeCases: [AsyncFunction: describeCases],\n  resolveCase: [AsyncFunction: resolveCase]\n}'],
    ],
    [
      'stands for what fails',
      '1\nnope\n3',
      ['1', 'Uncaught ReferenceError: nope is not defined (a.ts:2)', '3'],
    ],
    [
      'says where a fault came from',
      '\n\nconn.resolveCase("x")',
      ['Uncaught CaseIdNotFound: No case x. (a.ts:3)'],
    ],
    ['runs nothing of a broken text', '1\n2 +* 3', ["Uncaught SyntaxError: Unexpected token '*' (a.ts:2)"]],
    ['runs nothing of a cut text', '1\nf(', ['Uncaught SyntaxError: Unexpected end of input (a.ts:2)']],
    [
      'knows the lines of TypeScript',
      'interface A {\n  b: string\n}\n\nconst a: A | null = null\na!.b',
      ["Uncaught TypeError: Cannot read properties of null (reading 'b') (a.ts:6)"],
    ],
    ['may begin with a hashbang', '#!/usr/bin/env support-repl\n7', ['7']],
    ['of nothing prints nothing', '', []],
  ]
  for (const [title, source, texts] of scripts) {
    it(title, async () => {
      const session = open()
      const outcomes: string[] = []
      for await (const outcome of session.runScript(source, { filename: 'a.ts' })) {
        if (outcome.status !== 'incomplete' && outcome.text !== undefined) outcomes.push(outcome.text)
      }
      expect(outcomes).to.deep.equal(texts)
      session.dispose()
    })
  }
})

describe('Printing as JSON', () => {
  const rows: [string, string][] = [
    ['({ a: [1, "x", null] })', '{"a":[1,"x",null]}'],
    ['"A test case."', '"A test case."'],
    ['undefined', ''],
    ['10n', '"10"'],
    ['({ data: new Uint8Array([0, 255]) })', '{"data":"AP8="}'],
    ['() => 1', '"[Function (anonymous)]"'],
    ['const a = {}; a.a = a; a', '"<ref *1> { a: [Circular *1] }"'],
    ['throw new TypeError("no")', '{"name":"TypeError","message":"no"}'],
    ['throw "text"', `{"name":"Uncaught","message":"'text'"}`],
    [
      'conn.resolveCase("x")',
      '{"name":"CaseIdNotFound","message":"No case x.","statusCode":400,"requestId":"r-1"}',
    ],
  ]
  for (const [source, json] of rows) {
    it(source, async () => {
      const session = open({ json: true })
      expect(await shown(session, source)).to.equal(json)
      session.dispose()
    })
  }
})
