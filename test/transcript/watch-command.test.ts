/** `support-repl doctest --watch` as a process: what it runs again, and how it ends. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { capture, run, start } from '../e2e/command.ts'
import { folderWith, lines } from '../e2e/runs.ts'

/** Starts to watch; each step is taken when all before it has run. */
async function watching(cwd: string, args: string[], steps: (() => void)[]) {
  const child = start(['doctest', '--watch', ...args], { cwd })
  const printed = capture(child)
  let taken = 0
  child.stdout!.on('data', () => {
    if (printed.stdout().split('watching ').length - 1 <= taken) return
    const step = steps[taken++]
    if (step) step()
    else child.stdin!.end()
  })
  const [status] = await once(child, 'close')
  return { status, stdout: printed.stdout(), stderr: printed.stderr() }
}

describe('doctest --watch', () => {
  let child: ChildProcess | undefined
  afterEach(() => {
    child?.kill('SIGKILL')
  })

  it('runs the lines that were asked for, also after a change', async () => {
    const cwd = folderWith({ 'a.rst': lines('>>> 1', '1', '>>> 2', '3', '>>> 4', '5') })
    const change = () => writeFileSync(join(cwd, 'a.rst'), lines('>>> 1', '1', '>>> 2', '2', '>>> 4', '5'))
    expect(await watching(cwd, ['a.rst:3'], [change])).to.deep.equal({
      status: 0,
      stdout:
        'a.rst:3:1\n    >>> 2\n  - 3\n  + 2\n\n1 file, 1 example: 0 passed, 1 failed\nwatching 1 file; Ctrl-C ends\n' +
        '1 file, 1 example: 1 passed\nwatching 1 file; Ctrl-C ends\n',
      stderr: '',
    })
  })

  it('runs of a shard what changed there', async () => {
    const one = lines('>>> 1', '1')
    const cwd = folderWith({ 'w/a.rst': one, 'w/b.rst': one, 'w/c.rst': one, 'w/d.rst': one })
    // Both changes are seen as one; c.rst is another machine's.
    const change = () => {
      writeFileSync(join(cwd, 'w/b.rst'), lines('>>> 1', '1', '>>> 2', '2', '>>> 3', '3'))
      writeFileSync(join(cwd, 'w/c.rst'), lines('>>> 1', '1', '>>> 2', '2'))
    }
    expect((await watching(cwd, ['--shard', '2/2', 'w'], [change])).stdout).to.equal(
      '2 files, 2 examples: 2 passed\nwatching 2 files; Ctrl-C ends\n' +
        '1 file, 3 examples: 3 passed\nwatching 2 files; Ctrl-C ends\n',
    )
  })

  it('refuses what is not there, as without --watch', async () => {
    expect(await run(['doctest', '--watch', 'nosuch.md'])).to.deep.equal({
      status: 2,
      stdout: '',
      stderr:
        'support-repl: nosuch.md does not exist. Name a .md or .rst file, or a folder that holds some.\n',
    })
    const cwd = folderWith({ 'a.rst': lines('>>> 1', '1') })
    expect(await run(['doctest', '--watch', '--shard', '3/2', 'a.rst'], { cwd })).to.deep.equal({
      status: 2,
      stdout: '',
      stderr: 'support-repl: --shard needs a part such as 1/4, not 3/2\n',
    })
  })

  const busy: [what: string, source: string][] = [
    ['waits', 'await new Promise(() => {})'],
    ['never yields', 'for (;;) {}'],
  ]
  for (const [what, source] of busy) {
    const title = `ends on Ctrl-C while an example ${what}`
    // Windows has no signals to send to a process.
    it(process.platform === 'win32' ? `${title} (NOT RUN: there are no signals)` : title, async function () {
      if (process.platform === 'win32') this.skip()
      const cwd = folderWith({
        'a.rst': lines(
          ">>> import { writeFileSync } from 'node:fs'",
          ">>> writeFileSync('started', '')",
          `>>> ${source}`,
        ),
        'b.rst': lines('>>> 1', '1'),
      })
      const started = new Promise<void>((resolve) => {
        const watcher = watch(cwd, (_event, name) => {
          if (name !== 'started') return
          watcher.close()
          resolve()
        })
      })
      // Without an end it takes longer than this test may.
      child = start(['doctest', '--watch', '--timeout', '600000', '.'], { cwd })
      const printed = capture(child)
      const closed = once(child, 'close')
      await started
      child.kill('SIGINT')
      const [status] = await closed
      expect({ status, stdout: printed.stdout(), stderr: printed.stderr() }).to.deep.equal({
        status: 0,
        stdout: '',
        stderr: '',
      })
    })
  }
})

describe('doctest refuses, as without a meaning', () => {
  for (const mode of ['--review', '--lint']) {
    for (const [option, ...value] of [
      ['--reporter', 'tap'],
      ['--output', 'a.xml'],
      ['--jobs', '2'],
      ['--repeat', '2'],
      ['--coverage'],
      ['--bail'],
    ] as const) {
      it(`${option} beside ${mode}`, async () => {
        expect(await run(['doctest', mode, option, ...value, 'a.rst'])).to.deep.equal({
          status: 2,
          stdout: '',
          stderr: `support-repl: ${mode} and ${option} exclude each other\n`,
        })
      })
    }
  }
})
