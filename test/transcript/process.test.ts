/** Examples that would end the process, and what they leave behind in it, under all that runs transcripts. */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { Threads } from '../../src/commands/doctest-worker.ts'
import { commandFile, run, start } from '../e2e/command.ts'
import { folderWith, lines } from '../e2e/runs.ts'
import { notRun } from '../not-run.ts'
import { hosts, runHost } from './hosts.ts'

const moment = '>>> await new Promise((resolve) => setTimeout(resolve, 30))'

/** The source of one file each, the line that fails, and what is printed there. */
const ways: { title: string; source: string[]; line?: number; printed: string }[] = [
  {
    title: 'exit',
    source: ['>>> process.exit(0)'],
    printed: 'ProcessExit: process.exit(0) would end the whole run',
  },
  {
    title: 'exit-by-name',
    source: [">>> import { exit } from 'node:process'", '>>> exit()'],
    line: 2,
    printed: 'ProcessExit: process.exit() would end the whole run',
  },
  {
    title: 'exit-caught',
    source: ['>>> try { process.exit(3) } catch {}'],
    printed: 'ProcessExit: process.exit(3) would end the whole run',
  },
  {
    title: 'exit-in-a-timer',
    source: ['>>> void setTimeout(() => process.exit(3), 10)', moment],
    line: 2,
    printed: 'ProcessExit: process.exit(3) would end the whole run',
  },
  {
    title: 'abort',
    source: ['>>> process.abort()'],
    printed: 'ProcessExit: process.abort() would end the whole run',
  },
  {
    title: 'kill',
    source: ['>>> process.kill(process.pid)'],
    printed: 'ProcessExit: process.kill(process.pid) would end the whole run',
  },
  {
    title: 'kill-for-sure',
    source: [">>> process.kill(process.pid, 'SIGKILL')"],
    printed: 'ProcessExit: process.kill(process.pid, "SIGKILL") would end the whole run',
  },
  {
    title: 'kill-all',
    source: ['>>> process.kill(-1)'],
    printed: 'ProcessExit: process.kill(-1) would end the whole run',
  },
  {
    title: 'really-exit',
    source: ['>>> process.reallyExit(0)'],
    printed: 'ProcessExit: process.reallyExit(0) would end the whole run',
  },
  {
    title: 'error-in-a-timer',
    source: [">>> void setTimeout(() => { throw new TypeError('late') }, 10)", moment],
    line: 2,
    printed: 'TypeError: late',
  },
  {
    title: 'rejection-of-no-error',
    source: [">>> void Promise.reject('nobody')"],
    printed: 'nobody',
  },
  {
    title: 'unhandled-rejection',
    source: [">>> void Promise.reject(new Error('nobody'))"],
    printed: 'Error: nobody',
  },
]

/** What a file does to the process is gone in the next; a timer of it fails nothing there. */
const leaving: Record<string, string> = {
  'y-leaves.rst': lines(
    ">>> process.chdir('/')",
    '>>> process.exitCode = 3',
    '3',
    ">>> process.env.WRITTEN = 'x'",
    "'x'",
    '>>> delete process.env.HOME',
    'true',
    '>>> void setInterval(() => {}, 1000)',
    ">>> import { createServer } from 'node:net'",
    ">>> void createServer().listen(0, '127.0.0.1')",
    ">>> void setTimeout(() => { throw new Error('from the file above') }, 5)",
  ),
  'z-finds.rst': lines(
    '>>> process.cwd() === process.env.HOME',
    'true',
    '>>> process.exitCode === 3',
    'false',
    '>>> process.env.WRITTEN',
    moment,
  ),
}
/** What a program writes that examples import belongs to them as what they write themselves. */
const writing: Record<string, string> = {
  'program.mjs': lines(
    'export const log = () => console.log("logged")',
    'export const later = async () => {',
    '  await new Promise((resolve) => setTimeout(resolve, 5))',
    '  console.error("logged late")',
    '}',
  ),
  'x-writes.rst': lines(
    ">>> import { later, log } from './program.mjs'",
    '>>> log()',
    'logged',
    '>>> await later()',
    'logged late',
    ">>> process.stdout.write(Buffer.from('a\\n')) && process.stderr.write('b\\n')",
    'a',
    'b',
    'true',
    ">>> await new Promise((resolve) => process.stdout.write('c\\n', 'utf8', resolve))",
    'c',
    'null',
  ),
}
const files = {
  ...writing,
  ...Object.fromEntries(
    ways.map(({ title, source }) => [`${title}.rst`, lines(...source, '', '>>> 1', '1')]),
  ),
  ...leaving,
}

const all = Object.keys(files)
  .filter((name) => name.endsWith('.rst'))
  .sort()
const failing = ways.map(({ title, line = 1 }) => `${title}.rst:${line}`).sort()

describe('the process', () => {
  for (const jobs of [[], ['--jobs', '2']]) {
    const how = jobs.length > 0 ? ', with --jobs' : ''

    it(`is not ended by an example, which fails${how}`, async () => {
      const cwd = folderWith(files)
      const { stdout, stderr, status } = await run(['doctest', ...jobs, ...all], { cwd, env: { HOME: cwd } })
      expect({ stderr, status }).to.deep.equal({ stderr: '', status: 1 })
      const reports = stdout.trimEnd().split('\n\n')
      const summary = reports.pop()
      expect(reports.map((report) => /^(.*):1\n/.exec(report)?.[1])).to.deep.equal(failing)
      for (const { title, printed } of ways) {
        const report = reports.find((each) => each.startsWith(`${title}.rst:`))!
        const [, , got, advice] = report.split('\n')
        expect(got).to.equal(`  + Uncaught ${printed}`)
        expect(advice).to.equal(
          printed.startsWith('ProcessExit')
            ? '`// doctest: +SKIP` or `+NO_RUN` leaves out what ends the process.'
            : 'The example ended in an error. Expect one with a line that starts with `Uncaught `.',
        )
      }
      const examples = ways.length * 2 + 3 + 8 + 4 + 5
      expect(summary).to.equal(
        `${all.length} files, ${examples} examples: ${examples - ways.length} passed, ${ways.length} failed`,
      )
    })
  }

  it('of --jobs goes on when an example takes its thread with it', async () => {
    const cwd = folderWith({
      'ends.mjs': 'setTimeout(() => process.exit(3), 50)\n',
      'a.rst': lines(
        '>>> 1',
        '1',
        ">>> import './ends.mjs'",
        '>>> await new Promise(() => {})',
        '>>> 2',
        '2',
      ),
      'b.rst': lines('>>> 3', '3'),
    })
    expect(await run(['doctest', '--jobs', '2', 'a.rst', 'b.rst'], { cwd })).to.deep.equal({
      status: 1,
      stdout: lines(
        'a.rst:4:1',
        '    >>> await new Promise(() => {})',
        'This ended the process; nothing is known of the rest of this file.',
        '',
        '2 files, 4 examples: 3 passed, 1 failed',
      ),
      stderr: '',
    })
    expect(await run(['doctest', 'a.rst', 'b.rst'], { cwd })).to.deep.equal({
      status: 1,
      stdout: '',
      stderr: lines('support-repl: the example at a.rst:4 ended the process; the rest did not run'),
    })
  })

  it('of --jobs goes on when what a file has left behind has ended its thread', async () => {
    const cwd = folderWith({
      'ends.mjs': 'setTimeout(() => process.exit(3), 200)\n',
      'a.rst': lines(">>> import './ends.mjs'"),
      'b.rst': lines('>>> 1', '1'),
    })
    const threads = new Threads({})
    try {
      const gone = once(process, 'worker').then(([worker]) => once(worker, 'exit'))
      const statuses: string[] = []
      for (const name of ['a.rst', 'b.rst']) {
        const { results } = await threads.run({ path: join(cwd, name), timeout: 10_000 })
        statuses.push(...results.map(({ status }) => status))
        await gone
      }
      expect(statuses).to.deep.equal(['passed', 'passed'])
    } finally {
      await threads.close()
    }
  })

  it('of --jobs keeps what can be mended when an example takes its thread with it', async () => {
    const cwd = folderWith({
      'ends.mjs': 'setTimeout(() => process.exit(3), 50)\n',
      'a.rst': lines(
        '>>> 1',
        '2',
        '>>> 1',
        '1',
        ">>> import './ends.mjs'",
        '>>> await new Promise(() => {})',
      ),
    })
    const { status, stderr } = await run(['doctest', '--jobs', '2', '--update', 'a.rst'], { cwd })
    expect({ status, stderr: stderr.split('\n').slice(-3) }).to.deep.equal({
      status: 1,
      stderr: [
        'support-repl: a.rst: 1 example updated',
        'support-repl: 1 example fails in a way that an update cannot mend',
        '',
      ],
    })
  })

  for (const jobs of [[], ['--jobs', '2']]) {
    it(`gives an example all that is written while it runs${jobs.length > 0 ? ', with --jobs' : ''}`, async () => {
      const cwd = folderWith({
        'program.mjs': lines(
          "import { readFile } from 'node:fs'",
          'export const main = async () => {',
          "  console.log('before')",
          '  await null',
          "  console.log('after')",
          "  await new Promise((done) => readFile('a.rst', () => done(console.log('called back'))))",
          "  process.stdout.write('6869', 'hex')",
          "  for (const byte of Buffer.from('\u00e9\\n')) process.stdout.write(Buffer.of(byte))",
          '}',
        ),
        'a.rst': lines(
          ">>> import { main } from './program.mjs'",
          '>>> await main()',
          'before',
          'after',
          'called back',
          'hi\u00e9',
        ),
      })
      const expected = { status: 0, stdout: lines('1 file, 2 examples: 2 passed'), stderr: '' }
      expect(await run(['doctest', ...jobs, 'a.rst'], { cwd })).to.deep.equal(expected)
    })
  }

  it('may be told a time of its own', async () => {
    const cwd = folderWith({
      'a.rst': lines(
        '>>> const { nextTick } = process',
        '>>> void (process.nextTick = () => {})',
        '>>> 1',
        '1',
        '>>> void (process.nextTick = nextTick)',
      ),
    })
    expect(await run(['doctest', 'a.rst'], { cwd })).to.include({ status: 0 })
  })

  it('ends as the examples did, whatever listeners they leave', async () => {
    const cwd = folderWith({
      'a.rst': lines(">>> void process.on('exit', () => { process.exitCode = 0 })", '>>> 1', '2'),
    })
    expect((await run(['doctest', 'a.rst'], { cwd })).status).to.equal(1)
  })

  it('has not ended well for who reads only the beginning of what fails', async () => {
    const failing = Array.from({ length: 3000 }, () => '>>> 1\n2\n').join('\n')
    const child = start(['doctest', 'a.rst'], { cwd: folderWith({ 'a.rst': failing }) })
    const ended = once(child, 'exit')
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    expect(await ended).to.deep.equal([1, null])
  })

  it('says that it could not say all', function () {
    if (process.platform !== 'linux') notRun(this, 'there is no /dev/full here')
    const cwd = folderWith({ 'a.rst': lines('>>> 1', '1') })
    for (const reporter of ['people', 'junit']) {
      const output = openSync('/dev/full', 'w')
      const { status, stderr } = spawnSync(
        process.execPath,
        [commandFile, 'doctest', '--reporter', reporter, 'a.rst'],
        {
          cwd,
          encoding: 'utf8',
          stdio: ['ignore', output, 'pipe'],
        },
      )
      closeSync(output)
      expect(status).to.equal(1)
      expect(stderr).to.match(/^support-repl: the output cannot be written: ENOSPC/)
    }
  })

  for (const host of hosts) {
    it(`of ${host} is not ended either`, () => {
      const { outcomes } = runHost(host, files)
      const failed = outcomes.filter(({ status }) => status === 'failed')
      expect(failed.map(({ file, title }) => `${file}:${title.split(':')[0]}`)).to.deep.equal(failing)
      for (const { title, printed } of ways) {
        expect(failed.find(({ file }) => file === `${title}.rst`)?.message).to.contain(printed)
      }
      expect(outcomes.length - failed.length).to.equal(ways.length + 3 + 8 + 4 + 5)
    })
  }
})
