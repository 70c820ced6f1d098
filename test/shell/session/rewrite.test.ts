/** What the shell changes in an input before it runs. */
import { parse } from 'acorn'
import { expect } from 'chai'
import { isOperationName } from '../../../src/model/operations.ts'
import { rewrite } from '../../../src/shell/session/rewrite.ts'
import { read, statements, whole } from '../../../src/shell/session/syntax.ts'

const rows: [title: string, source: string, runs: string][] = [
  ['a call', 'conn.describeCases()', ';(await conn.describeCases())'],
  [
    'a call in the middle of an expression',
    'conn.describeCases().cases.length',
    ';(await conn.describeCases()).cases.length',
  ],
  [
    'a call whose result is kept',
    'const c = conn.describeCases({})',
    'const c = (await conn.describeCases({}))',
  ],
  ['any receiver', 'f(x).y.resolveCase("case-1")', ';(await f(x).y.resolveCase("case-1"))'],
  ['a name in brackets', "conn['describeCases']()", ";(await conn['describeCases']())"],
  ['a name that is computed is left', 'conn[name]()', 'conn[name]()'],
  ['an awaited call is left', 'await conn.describeCases()', 'await conn.describeCases()'],
  ['an awaited call in parentheses is left', 'await (conn.describeCases())', 'await (conn.describeCases())'],
  ['an awaited optional call is left', 'await conn?.describeCases()', 'await conn?.describeCases()'],
  [
    'what is awaited is not only the call',
    'await conn.describeCases().cases',
    'await (await conn.describeCases()).cases',
  ],
  ['other methods are left', 'conn.close(); other()', 'conn.close(); other()'],
  ['the method itself is left', 'conn.describeCases', 'conn.describeCases'],
  [
    'calls within calls',
    'conn.resolveCase(conn.createCase({}).caseId)',
    ';(await conn.resolveCase((await conn.createCase({})).caseId))',
  ],
  [
    'an optional chain stays optional',
    'conn?.describeCases().cases',
    ';(await conn?.describeCases())?.cases',
  ],
  ['also with brackets', 'a?.describeCases()[0]', ';(await a?.describeCases())?.[0]'],
  ['functions are left', 'const f = () => conn.describeCases()', 'const f = () => conn.describeCases()'],
  [
    'functions are left, also what they default to',
    'function f(a = conn.describeCases()) {}',
    'function f(a = conn.describeCases()) {}',
  ],
  ['methods are left', '({ m() { conn.describeCases() } })', '({ m() { conn.describeCases() } })'],
  [
    'fields are left, computed names are not',
    'class A { a = conn.describeCases(); [conn.describeCases()] = 1 }',
    'class A { a = conn.describeCases(); [(await conn.describeCases())] = 1 }',
  ],
  [
    'static blocks are left',
    'class A { static { conn.describeCases() } }',
    'class A { static { conn.describeCases() } }',
  ],
  [
    'blocks and loops are top-level code',
    'for (const c of conn.describeCases().cases) { conn.resolveCase(c.caseId) }',
    'for (const c of (await conn.describeCases()).cases) { ;(await conn.resolveCase(c.caseId)) }',
  ],
  [
    'a branch without braces stays one statement',
    'if (a) conn.resolveCase(a)',
    'if (a) (await conn.resolveCase(a))',
  ],
  ['templates', '`${conn.describeCases().cases}`', '`${(await conn.describeCases()).cases}`'],
  [
    'a line without a semicolon before it',
    'const a = 1\nconn.describeCases()',
    'const a = 1\n;(await conn.describeCases())',
  ],
  ['an object is an object', '{ a: 1 }', '({ a: 1 }\n)'],
  ['a block is a block', '{ a: 1 };', '{ a: 1 };'],
  [
    'import of names',
    "import { a, b as c } from 'm'",
    `const { "a": a, "b": c } = await __import__('m', undefined, ["a","b"]);`,
  ],
  [
    'import of the default',
    "import m from 'm'",
    `const { "default": m } = await __import__('m', undefined, ["default"]);`,
  ],
  ['import of everything', "import * as m from 'm'", "const m = await __import__('m', undefined, []);"],
  [
    'import of the default and everything',
    "import d, * as m from 'm'",
    `const m = await __import__('m', undefined, ["default"]); const { "default": d } = m;`,
  ],
  ['import for its effects', "import 'm'", "void await __import__('m', undefined, []);"],
  [
    'import with attributes',
    "import j from './j.json' with { type: 'json' }",
    `const { "default": j } = await __import__('./j.json', { with: {type: 'json'} }, ["default"]);`,
  ],
  [
    'import over several lines keeps them',
    "import {\n  a,\n} from 'm'\na",
    `const { "a": a } = await __import__('m', undefined, ["a"]);\n\n\na`,
  ],
  [
    'an optional chain over lines',
    'a?.describeCases()\n  // more\n  .cases',
    ';(await a?.describeCases())\n  // more\n  ?.cases',
  ],
  [
    'calls of what calls answer',
    'a.describeCases().resolveCase()',
    ';(await (await a.describeCases()).resolveCase())',
  ],
  ['import.meta', 'import.meta.url', '__import__.meta.url'],
  ['import as an expression', "await import('m')", "await __import__('m')"],
]

describe('Rewriting an input', () => {
  for (const [title, source, runs] of rows) {
    it(title, async () => {
      const reading = await read(source)
      if (reading.status !== 'complete') throw new Error(reading.status)
      const code = rewrite(whole(reading), isOperationName)
      expect(code).to.equal(runs)
      parse(code, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true })
    })
  }

  it('of a script goes statement by statement, imports and functions first', async () => {
    const reading = await read(
      "'use strict'\nmain()\nconst a = 1; function main() {}\nconn.describeCases()\nimport 'm'",
    )
    if (reading.status !== 'complete') throw new Error(reading.status)
    expect(statements(reading).map((unit) => rewrite(unit, isOperationName))).to.deep.equal([
      "void await __import__('m', undefined, []);",
      'function main() {}',
      'main()',
      'const a = 1;',
      ';(await conn.describeCases())',
    ])
  })
})

describe('Reading an input', () => {
  const incomplete = [
    'conn.createCase({',
    'f(',
    '[1,',
    'function f() {',
    'if (a) {',
    '`a',
    '`${a',
    '/* a',
    'a +',
    'const a =',
    'a ? b :',
    "'a\\",
    'class A {',
    'function f(a: number) {',
    'const a: string = `b',
    'interface A {',
    'type A =',
    'const f = (a: number): number =>',
  ]
  for (const source of incomplete) {
    it(`${source} goes on`, async () => expect(await read(source)).to.deep.equal({ status: 'incomplete' }))
  }

  const complete = [
    '',
    '// only a comment',
    'a',
    '{ a: 1 }',
    'const a: number = 1',
    'interface A { b: string }',
    'enum E { A, B }',
    'x as unknown as string',
    'function f<T>(a: T): T { return a }',
    '#!/usr/bin/env support-repl',
    "import type { A } from 'a'",
  ]
  for (const source of complete) {
    it(`${source || 'nothing'} is complete`, async () =>
      expect(await read(source)).to.have.property('status', 'complete'))
  }

  const wrong: [string, number][] = [
    ['1 +* 2', 1],
    ['a b', 1],
    ["'a", 1],
    ['a\n)\nb', 2],
    ['1\nexport const a = 2', 2],
    [`// ${'é'.repeat(200)}\nlet a: string = 1\nlet b: = 2\nlet c = 3`, 3],
    ['const a: number = 1\n2 +* 3', 2],
  ]
  for (const [source, line] of wrong) {
    it(`${source.replaceAll('\n', ' / ')} is wrong in line ${line}`, async () => {
      expect(await read(source)).to.include({ status: 'wrong', line })
    })
  }
})
