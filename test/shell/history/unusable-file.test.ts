import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { History } from '../../../src/shell/history/history.ts'
import { HistoryFile } from '../../../src/shell/history/history-file.ts'
import { notRun } from '../../not-run.ts'
import { ShellProcess } from './processes.ts'

describe('A history that cannot be kept', function () {
  this.slow(10_000)
  let directory: string
  beforeEach(function () {
    if (process.platform === 'win32') this.skip()
    directory = mkdtempSync(join(tmpdir(), 'support-repl-'))
  })
  afterEach(() => rmSync(directory, { recursive: true, force: true }))

  describe('since something else stands at its path,', () => {
    const others: { title: string; make: (path: string) => unknown; says: string }[] = [
      { title: 'a folder', make: (path) => mkdirSync(path), says: 'PATH is a folder' },
      { title: 'a pipe', make: (path) => execFileSync('mkfifo', [path]), says: 'PATH is a pipe' },
      { title: 'a device', make: (path) => symlinkSync('/dev/zero', path), says: 'PATH is a device' },
      {
        title: 'a socket',
        make: (path) => new Promise<void>((done) => createServer().unref().listen(path, done)),
        says: 'PATH is a socket',
      },
      {
        title: 'a link that leads to itself',
        make: (path) => symlinkSync(path, path),
        says: 'PATH: its links lead in a circle',
      },
      {
        title: 'a link that leads nowhere',
        make: (path) => symlinkSync(join(directory, 'no/where'), path),
        says: 'PATH: it cannot be made there',
      },
    ]
    for (const { title, make, says } of others) {
      it(`${title}: says so once, and goes on`, async () => {
        const path = join(directory, 'history')
        await make(path)
        const warnings: string[] = []
        const history = new History({ path, warn: (message) => warnings.push(message) })
        history.load()
        await history.add('a')
        history.refresh()
        await history.add('b')
        expect(history.entries).to.deep.equal(['a', 'b'])
        const said = says.replace('PATH', path)
        expect(warnings).to.deep.equal([`history is not kept: ${said} (--history FILE or --no-history)`])
      })
    }

    it('a file where a folder should be: says so once, and goes on', async () => {
      writeFileSync(join(directory, 'state'), '')
      const path = join(directory, 'state/history')
      const warnings: string[] = []
      const history = new History({ path, warn: (message) => warnings.push(message) })
      history.load()
      await history.add('a')
      expect(history.entries).to.deep.equal(['a'])
      expect(warnings).to.deep.equal([
        `history is not kept: ${path}: a part of the path is not a folder (--history FILE or --no-history)`,
      ])
    })
  })

  it('in a home folder where nothing can be made: says so once, and goes on', async function () {
    if (!existsSync('/proc/self')) return notRun(this, 'there is no /proc here')
    const path = '/proc/.local/state/history'
    const warnings: string[] = []
    const history = new History({ path, warn: (message) => warnings.push(message) })
    history.load()
    await history.add('a')
    expect(history.entries).to.deep.equal(['a'])
    expect(warnings).to.deep.equal([
      `history is not kept: ${path}: it cannot be made there (--history FILE or --no-history)`,
    ])
  })

  it('keeps it once the trouble is over', async () => {
    const path = join(directory, 'history')
    mkdirSync(path)
    const warnings: string[] = []
    const history = new History({ path, warn: (message) => warnings.push(message) })
    history.load()
    await history.add('a')
    rmSync(path, { recursive: true })
    await history.add('b')
    expect(new HistoryFile(path).read()).to.deep.equal(['a', 'b'])
    expect(warnings).to.have.length(1)
  })

  describe('on a disk that is full', () => {
    it('says so once, leaves no half entry behind for others, and goes on', async function () {
      const path = join(directory, 'history')
      const script = `ulimit -f 1 && exec "$0" "$@"`
      if (spawnSync('sh', ['-c', script, 'true']).status !== 0)
        return notRun(this, 'no limit can be set here')
      // A file may not become larger than a block: that is met in the middle of an entry, as a full disk is.
      const wrapper = join(directory, 'node')
      writeFileSync(wrapper, `#!/bin/sh\nulimit -f 1\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 })
      // What it prints may go to a file, too, which the limit would be for.
      await using limited = new ShellProcess({
        execPath: wrapper,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      })
      await limited.do({ do: 'open', path })
      const typed = Array.from({ length: 100 }, (_, i) => `input(${i})`)
      const { entries, warnings } = await limited.do({ do: 'add', sources: typed })
      expect(entries).to.deep.equal(typed)
      expect(warnings).to.have.length(1)
      expect(warnings[0]).to.match(/^history is not kept: .*the file may not become larger \(--history FILE/)
      const kept = new HistoryFile(path).read()
      expect(kept).to.deep.equal(typed.slice(0, kept.length))
      expect(kept.length).to.be.within(10, 99)

      const other = new History({ path, warn: (message) => expect.fail(message) })
      other.load()
      await other.add('after()')
      expect(new HistoryFile(path).read()).to.deep.equal([...kept, 'after()'])
    })
  })

  describe('for lack of permission', () => {
    const nobody = 65534

    /** Where the tests run as root, nothing is forbidden: the shell is then someone else's. */
    async function openAsUser(test: Mocha.Context, path: string): Promise<ShellProcess | undefined> {
      const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
      const canRead = [
        '-e',
        'require("node:fs").accessSync(process.argv[1])',
        new URL(import.meta.url).pathname,
      ]
      if (spawnSync(process.execPath, canRead, user).status !== 0) {
        notRun(test, 'nobody but root can read the tests')
        return undefined
      }
      const shell = new ShellProcess(user)
      await shell.do({ do: 'open', path })
      return shell
    }

    const situations: { title: string; make: (home: string) => string; entries?: string[]; says?: string }[] =
      [
        {
          title: 'a home folder that can only be read',
          make: (home) => {
            chmodSync(home, 0o555)
            return join(home, '.local/state/support-repl/history')
          },
          says: 'PATH: you may not read and write it',
        },
        {
          title: 'a file that can only be read: its entries are there',
          make: (home) => {
            writeFileSync(join(home, 'history'), '"old"\n', { mode: 0o444 })
            chownSync(join(home, 'history'), nobodyHere(), nobodyHere())
            return join(home, 'history')
          },
          entries: ['old'],
          says: 'PATH: you may not read and write it',
        },
        {
          title: 'a file that cannot even be read',
          make: (home) => {
            writeFileSync(join(home, 'history'), '"old"\n', { mode: 0o000 })
            return join(home, 'history')
          },
          says: 'PATH: you may not read and write it',
        },
        {
          title: 'a file in a folder that can only be read, which is no trouble',
          make: (home) => {
            writeFileSync(join(home, 'history'), '"old"\n', { mode: 0o600 })
            chownSync(join(home, 'history'), nobodyHere(), nobodyHere())
            chmodSync(home, 0o555)
            return join(home, 'history')
          },
          entries: ['old'],
        },
      ]
    const nobodyHere = () => (process.getuid?.() === 0 ? nobody : process.getuid!())

    for (const { title, make, entries = [], says } of situations) {
      it(`${title}: ${says ? 'says so once, and goes on' : 'is kept'}`, async function () {
        chownSync(directory, nobodyHere(), nobodyHere())
        const path = make(directory)
        try {
          await using shell = await openAsUser(this, path)
          if (!shell) return
          const answer = await shell.do({ do: 'add', sources: ['a', 'b'] })
          expect(answer.entries).to.deep.equal([...entries, 'a', 'b'])
          const said = `history is not kept: ${says?.replace('PATH', path)} (--history FILE or --no-history)`
          expect(answer.warnings).to.deep.equal(says ? [said] : [])
          if (!says) expect(readFileSync(path, 'utf8')).to.equal('"old"\n"a"\n"b"\n')
        } finally {
          chmodSync(directory, 0o755)
        }
      })
    }

    it('a file of someone else that all may read: keeps nothing in it', async function () {
      if (process.getuid?.() !== 0) return notRun(this, 'only root can give a file to someone else')
      const path = join(directory, 'history')
      writeFileSync(path, '"old"\n')
      chmodSync(path, 0o666)
      chmodSync(directory, 0o755)
      await using shell = await openAsUser(this, path)
      if (!shell) return
      const { warnings } = await shell.do({ do: 'add', sources: ['a'] })
      expect(warnings).to.deep.equal([
        `history is not kept: others may read ${path}, and its mode cannot be changed (--history FILE or --no-history)`,
      ])
      expect(readFileSync(path, 'utf8')).to.equal('"old"\n')
      expect(statSync(path).mode & 0o777).to.equal(0o666)
    })
  })
})
