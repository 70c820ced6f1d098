import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { expect } from 'chai'
import { initFile, runInitFile } from '../../src/commands/init-file.ts'
import { Session } from '../../src/shell/session/session.ts'
import { notRun } from '../not-run.ts'

describe('The start file', () => {
  let home: string
  let written: string
  let session: Session | undefined
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(home, name)), { recursive: true })
      writeFileSync(join(home, name), text)
    }
  }
  const at = (name: string) => `.config/support-repl/${name}`

  function openSession(): Session {
    const sink = new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        written += chunk
        done()
      },
    })
    session = new Session({
      globals: { conn: { describeCases: async () => ({ cases: [{ caseId: 'case-1' }] }) } },
      directory: join(home, 'elsewhere'),
      ownModule: (name) => (name === 'support-repl' ? { regions: () => ['us-east-1'] } : undefined),
      stdout: sink,
      stderr: sink,
    })
    return session
  }

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'support-repl-'))
    written = ''
    write({ 'elsewhere/lib.mjs': 'export const where = "elsewhere"\n' })
  })
  afterEach(() => {
    // Newer versions of Node do not survive the end of one in which something still waits.
    session?.dispose()
    session = undefined
    rmSync(home, { recursive: true })
  })

  describe('is', () => {
    const places: {
      title: string
      files: string[]
      env?: Record<string, string>
      found: { path: string; name: string; warning?: string } | undefined
    }[] = [
      { title: 'nothing where there is none', files: [], found: undefined },
      {
        title: 'init.ts',
        files: [at('init.ts')],
        found: { path: at('init.ts'), name: '~/.config/support-repl/init.ts' },
      },
      {
        title: 'init.js',
        files: [at('init.js')],
        found: { path: at('init.js'), name: '~/.config/support-repl/init.js' },
      },
      {
        title: 'init.ts where both are, and says so',
        files: [at('init.js'), at('init.ts')],
        found: {
          path: at('init.ts'),
          name: '~/.config/support-repl/init.ts',
          warning: '~/.config/support-repl/init.ts runs; init.js, beside it, does not',
        },
      },
      {
        title: 'where XDG_CONFIG_HOME says',
        files: ['conf/support-repl/init.ts', at('init.ts')],
        env: { XDG_CONFIG_HOME: 'HOME/conf' },
        found: { path: 'conf/support-repl/init.ts', name: '~/conf/support-repl/init.ts' },
      },
      {
        title: 'nowhere else where XDG_CONFIG_HOME says',
        files: [at('init.ts')],
        env: { XDG_CONFIG_HOME: 'HOME/conf' },
        found: undefined,
      },
      {
        title: 'in the home folder where XDG_CONFIG_HOME is no absolute path',
        files: [at('init.ts')],
        env: { XDG_CONFIG_HOME: 'conf' },
        found: { path: at('init.ts'), name: '~/.config/support-repl/init.ts' },
      },
      { title: 'nothing in a file where the folder should be', files: ['.config'], found: undefined },
    ]
    for (const { title, files, env = {}, found } of places) {
      it(title, () => {
        write(Object.fromEntries(files.map((name) => [name, ''])))
        const surroundings = Object.fromEntries(
          Object.entries(env).map(([name, value]) => [name, value.replace('HOME', home)]),
        )
        expect(initFile({ HOME: home, ...surroundings })).to.deep.equal(
          found && { warning: undefined, ...found, path: join(home, found.path) },
        )
      })
    }
  })

  /** A file, what it writes, what it says went wrong, and what an input after it gives. */
  const runs: {
    title: string
    file?: string
    source: string
    others?: Record<string, string>
    printed?: string
    said?: string | RegExp
    gives?: [input: string, shown: string]
  }[] = [
    {
      title: 'defines names',
      source: 'const open = () => conn.describeCases()\nlet n = 1\nclass A {}\nvar v = 2',
      gives: ['[n, v, typeof open, new A()]', "[ 1, 2, 'function', A {} ]"],
    },
    {
      title: 'may be TypeScript',
      source:
        'interface Named { name: string }\nconst one: Named = { name: "x" }\nconst f = <T,>(x: T): T => x',
      gives: ['f(one.name)', "'x'"],
    },
    { title: 'may be JavaScript', file: 'init.js', source: 'const one = 1', gives: ['one', '1'] },
    {
      title: 'shows what it writes, not what its statements give',
      source: 'console.log("hello")\n1 + 1\nconsole.error("there")\n"x"',
      printed: 'hello\nthere\n',
    },
    {
      title: 'calls operations as an input does',
      source: 'const { cases } = conn.describeCases()\nconst first = cases[0].caseId',
      gives: ['first', "'case-1'"],
    },
    {
      title: 'imports from its own folder, also later and in functions',
      source:
        "import { where } from './lib.mjs'\nimport data from './data.json' with { type: 'json' }\nconst later = async () => (await import('./lib.mjs')).where",
      others: { 'lib.mjs': 'export const where = "here"\n', 'data.json': '{"a": 1}' },
      gives: ['[where, data.a, await later()]', "[ 'here', 1, 'here' ]"],
    },
    {
      title: 'leaves the imports of inputs where they were',
      source: "import { where } from './lib.mjs'",
      others: { 'lib.mjs': 'export const where = "here"\n' },
      gives: ["(await import('./lib.mjs')).where", "'elsewhere'"],
    },
    {
      title: 'requires from its own folder',
      source: "const { a } = require('./lib.cjs')\nconst { sep } = require('node:path')",
      others: { 'lib.cjs': 'exports.a = 1' },
      gives: ['[a, sep, typeof require.resolve]', "[ 1, '/', 'function' ]"],
    },
    {
      title: 'imports this package',
      source: "import { regions } from 'support-repl'",
      gives: ['regions()', "[ 'us-east-1' ]"],
    },
    {
      title: 'imports packages that stand beside it',
      source: "import { a } from 'beside'",
      others: {
        'node_modules/beside/package.json': '{"name": "beside", "type": "module", "exports": "./index.js"}',
        'node_modules/beside/index.js': 'export const a = 1',
      },
      gives: ['a', '1'],
    },
    { title: 'may be empty', source: '' },
    {
      title: 'may begin with a hashbang and a mark',
      source: '\ufeff#!/usr/bin/env node\nconst a = 1',
      gives: ['a', '1'],
    },
    {
      title: 'stops at an error, keeps what came before, and says where it was',
      source: 'const a = 1\n\nconn.describeCase()\nconst b = 2',
      said: 'Uncaught TypeError: conn.describeCase is not a function (~/.config/support-repl/init.ts:3)',
      gives: ['[a, typeof b]', "[ 1, 'undefined' ]"],
    },
    {
      title: 'says where in its functions it was',
      source: 'function f() {\n  g()\n}\nfunction g() {\n  throw new Error("no\\nno")\n}\n\nf()',
      said: 'Uncaught Error: no ... (~/.config/support-repl/init.ts:5)',
    },
    {
      title: 'runs nothing of a file with a syntax error',
      source: 'const a = 1\nconst b = = 2',
      said: "Uncaught SyntaxError: Unexpected token '=' (~/.config/support-repl/init.ts:2)",
      gives: ['typeof a', "'undefined'"],
    },
    {
      title: 'says that it is cut off',
      source: 'const a = {',
      said: 'Uncaught SyntaxError: Unexpected end of input (~/.config/support-repl/init.ts:1)',
    },
    {
      title: 'says what cannot be imported',
      source: "\nimport { a } from './nope.mjs'",
      said: /^Uncaught Error.*: Cannot find module .*nope\.mjs.* \(~\/\.config\/support-repl\/init\.ts:2\)$/,
    },
    {
      title: 'says what is no error',
      source: 'throw { a: 1 }',
      said: 'Uncaught { a: 1 } (~/.config/support-repl/init.ts:1)',
    },
    {
      title: 'needs no exports',
      source: 'const a = 1\nexport const b = 2',
      said: 'Uncaught SyntaxError: An export has no place here; leave the word out (~/.config/support-repl/init.ts:2)',
    },
  ]
  describe('runs:', () => {
    for (const { title, file = 'init.ts', source, others = {}, printed = '', said, gives } of runs) {
      it(title, async () => {
        const beside = Object.fromEntries(Object.entries(others).map(([name, text]) => [at(name), text]))
        write({ [at(file)]: source, ...beside })
        const session = openSession()
        const problem = await runInitFile(session, initFile({ HOME: home })!)
        if (said instanceof RegExp) expect(problem).to.match(said)
        else expect(problem).to.equal(said)
        expect(written).to.equal(printed)
        if (!gives) return
        const outcome = await session.run(gives[0])
        expect('text' in outcome ? outcome.text : undefined).to.equal(gives[1])
      })
    }
  })

  /** What stands at its path, and what is said of it. */
  const unusable: { title: string; make: (path: string) => unknown; said: string | undefined }[] = [
    { title: 'a folder', make: (path) => mkdirSync(path), said: 'NAME cannot be read: it is a folder' },
    {
      title: 'a pipe',
      make: (path) => execFileSync('mkfifo', [path]),
      said: 'NAME cannot be read: it is not a file',
    },
    {
      title: 'a link that leads nowhere',
      make: (path) => symlinkSync('nowhere', path),
      said: 'NAME cannot be read: its link leads nowhere',
    },
    {
      title: 'no text',
      make: (path) => writeFileSync(path, Buffer.from([0x61, 0x0a, 0xff])),
      said: 'NAME is not UTF-8 text (line 2)',
    },
    { title: 'a link to /dev/null', make: (path) => symlinkSync('/dev/null', path), said: undefined },
  ]
  describe('is not run, and the session goes on, where it is', () => {
    for (const { title, make, said } of unusable) {
      it(title, async function () {
        if (process.platform === 'win32') return notRun(this, 'Windows has no such files')
        mkdirSync(join(home, at('')), { recursive: true })
        make(join(home, at('init.ts')))
        const session = openSession()
        expect(await runInitFile(session, initFile({ HOME: home })!)).to.equal(
          said?.replace('NAME', '~/.config/support-repl/init.ts'),
        )
        expect(await session.run('1 + 1')).to.include({ text: '2' })
      })
    }
  })

  describe('can be stopped', () => {
    for (const [title, source] of [
      ['while it waits', 'const a = 1\nhang()\nawait new Promise(() => {})\nconst b = 2'],
      [
        'while it waits for itself',
        'const a = 1\nawait new Promise((resolve) => { hang(); setTimeout(resolve, 1e9).unref() })\nconst b = 2',
      ],
    ] as const) {
      it(title, async () => {
        write({ [at('init.ts')]: source })
        const session = openSession()
        session.define({ hang: () => void setImmediate(() => session.interrupt()) })
        const line = source.split('\n').findIndex((each) => each.startsWith('await')) + 1
        expect(await runInitFile(session, initFile({ HOME: home })!)).to.equal(
          `Uncaught Interrupted: stopped by Ctrl-C (~/.config/support-repl/init.ts:${line})`,
        )
        expect(await session.run('[a, typeof b]')).to.include({ text: "[ 1, 'undefined' ]" })
      })
    }

    it('while it never yields: each statement runs where Ctrl-C is a signal', async () => {
      write({ [at('init.ts')]: 'const a = 1\nconst b = 2' })
      let runs = 0
      const interruptible = (run: () => void) => {
        runs++
        run()
      }
      await runInitFile(openSession(), initFile({ HOME: home })!, { interruptible })
      expect(runs).to.equal(2)
    })
  })
})
