/** `.load`: files of inputs in a session, through the shell on it. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect } from 'chai'
import type { SupportConnection } from '../../../src/client/connection.ts'
import { CallLog } from '../../../src/shell/call-log.ts'
import { loadCommand } from '../../../src/shell/dot-commands/load.ts'
import { Session } from '../../../src/shell/session/session.ts'
import { SessionShell } from '../../../src/shell/session-shell.ts'
import { newFolder } from '../../fidelity/programs.ts'

describe('.load', () => {
  let directory: string
  /** What a terminal would show: the console of the inputs, and what commands print. */
  let screen: string
  let session: Session
  let shell: SessionShell
  /** Called before a call of an operation is answered. */
  let onCall: () => void

  beforeEach(() => {
    directory = newFolder()
    screen = ''
    onCall = () => {}
    const print = (text: string) => {
      screen += text
    }
    const console = new Writable({
      decodeStrings: false,
      write(text: string, _encoding, done) {
        print(text)
        done()
      },
    })
    const conn = {
      describeCases: async () => {
        onCall()
        return { cases: [{ caseId: 'case-1' }] }
      },
    }
    session = new Session({
      globals: { conn },
      directory,
      ownModule: () => undefined,
      stdout: console,
      stderr: console,
    })
    shell = new SessionShell({
      session,
      conn: conn as unknown as SupportConnection,
      calls: new CallLog(),
      modes: { dryRun: false, table: false },
      directory,
      screen: () => ({ columns: 80, colors: false, write: print }),
      commands: async () => [loadCommand],
      complete: async () => ({ candidates: [], partial: '' }),
      signature: async () => undefined,
    })
  })
  afterEach(() => session.dispose())

  /** What is shown after `.load`; an error of it last. */
  const load = async (argument: string, files: Record<string, string | Uint8Array> = {}) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
    const outcome = await shell.run(`.load ${argument}`)
    if (outcome.status === 'incomplete') throw new Error('It goes on')
    return screen + (outcome.text ?? '')
  }

  const files: { title: string; source: string; shows: string; name?: string }[] = [
    {
      title: 'prints values and the console in the order in which they come',
      source: "1 + 1\nconsole.log('two')\nconst three = 3\nthree\n'four'",
      shows: "2\ntwo\n3\n'four'\n",
    },
    {
      title: 'awaits operations',
      source: 'const { cases } = conn.describeCases()\ncases',
      shows: "[ { caseId: 'case-1' } ]\n",
    },
    { title: 'takes TypeScript', name: 'file.ts', source: 'const n: number = 1\nn as any', shows: '1\n' },
    { title: 'takes statements over several lines', source: '[\n  1,\n  2,\n]', shows: '[ 1, 2 ]\n' },
    { title: 'takes an empty file', source: '', shows: '' },
    { title: 'takes a file with a line for the system', source: '#!/usr/bin/env node\n7', shows: '7\n' },
    {
      title: 'stops at the first error, and says where',
      source: "1\n\nthrow new Error('no')\n2",
      shows: '1\nUncaught Error: no (file.js:3)',
    },
    {
      title: 'says where a function of it fails',
      source: 'function fail() {\n  return missing\n}\n\nfail()',
      shows: 'Uncaught ReferenceError: missing is not defined\n    at fail (file.js:2)\n    at file.js:5',
    },
    {
      title: 'runs nothing of a file with a syntax error',
      source: "console.log('one')\nconst = 2",
      shows: "Uncaught SyntaxError: Unexpected token '=' (file.js:2)",
    },
    {
      title: 'runs nothing of a file that is not finished',
      source: "console.log('one')\n{",
      shows: 'Uncaught SyntaxError: Unexpected end of input (file.js:2)',
    },
  ]
  for (const { title, source, shows, name = 'file.js' } of files) {
    it(title, async () => expect(await load(name, { [name]: source })).to.equal(shows))
  }

  it('leaves what it declared to the session, and the last error', async () => {
    await load('file.js', { 'file.js': "const here = 1\nlet there = 2\nthrow new TypeError('no')" })
    expect(await shell.run('[here, there, _error.message]')).to.include({ text: "[ 1, 2, 'no' ]" })
  })

  it('is stopped by Ctrl-C while something is awaited, and runs nothing more', async () => {
    onCall = () => shell.interrupt()
    const source = "'before'\nconn.describeCases()\n'after'"
    expect(await load('file.js', { 'file.js': source })).to.match(
      /^'before'\nUncaught Interrupted: stopped by Ctrl-C/,
    )
    onCall = () => {}
    expect(await shell.run('1 + 1')).to.include({ text: '2' })
  })

  it('takes paths from where the session is, from home, and with spaces', async () => {
    mkdirSync(join(directory, 'my scripts'))
    writeFileSync(join(directory, 'my scripts', 'a.js'), '1')
    expect(await load("'my scripts/a.js'")).to.equal('1\n')
    const home = process.env['HOME']
    process.env['HOME'] = directory
    try {
      expect(await load("~/'my scripts/a.js'")).to.equal('1\n1\n')
    } finally {
      process.env['HOME'] = home
    }
  })

  const wrong: { argument: string; says: string; files?: Record<string, string | Uint8Array> }[] = [
    { argument: '', says: '.load takes the name of a file: .load FILE' },
    { argument: 'nothing.js', says: 'nothing.js cannot be read: there is no such file' },
    { argument: '.', says: '. cannot be read: it is a folder' },
    {
      argument: 'a.js b.js',
      says: 'One FILE, not also b.js (a name with spaces goes in quotes): .load FILE',
    },
    { argument: "'a.js", says: "A ' is not closed: 'a.js" },
    { argument: "''", says: 'The name of the file is empty: .load FILE' },
    { argument: '--fast a.js', says: "Unknown option '--fast'; .load FILE" },
    {
      argument: 'tour.md',
      says: 'tour.md is a document, not a script: .play tour.md walks through its examples',
    },
    {
      argument: 'latin.js',
      files: { 'latin.js': Uint8Array.of(0x22, 0xfc, 0x22) },
      says: 'latin.js is not UTF-8 text (line 1)',
    },
  ]
  for (const { argument, files: given, says } of wrong) {
    it(`says what is wrong with ${argument || 'no file'}`, async () => {
      expect(await load(argument, given)).to.equal(says)
    })
  }

  it('says that a file may not be read', async function () {
    // Root may read everything.
    if (process.getuid?.() === 0) return void this.test?.parent?.addTest(it('NOT RUN as root'))
    writeFileSync(join(directory, 'mine.js'), '1')
    chmodSync(join(directory, 'mine.js'), 0)
    expect(await load('mine.js')).to.equal('mine.js cannot be read: you may not read it')
  })
})
