import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readFileSync, watch } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { build } from 'rolldown'
import { type MockOptions, MockStartError, startMockEndpoint } from '../../src/mock/index.ts'
import { parseState } from '../../src/mock/state/state-file.ts'
import { StateSaver } from '../../src/mock/state/state-saver.ts'
import { open, testWorld } from './harness.ts'

const start = (state: string, options: MockOptions = {}) =>
  startMockEndpoint({ port: 0, seed: 'empty', strictAuth: false, state, ...options })

const withCases = (count: number, body = 'a') => {
  const cases = Array.from({ length: count }, (_, n) => ({ subject: `${n}`, communications: [{ body }] }))
  return { version: 1 as const, accounts: { '123456789012': { cases } } }
}

/** How many cases the file has; it must be whole. */
const countIn = (path: string): number =>
  parseState(readFileSync(path, 'utf8'), path).accounts['123456789012']!.cases.length

async function failure(work: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await work
  } catch (error) {
    return error as Error
  }
  throw new Error('It worked.')
}

describe('the state file of a mock', () => {
  let folder: string
  let path: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'state-'))
    path = join(folder, 'state.json')
  })
  afterEach(async () => {
    await chmod(folder, 0o700)
    await rm(folder, { recursive: true })
  })

  it('is there from the start, for its owner alone', async () => {
    const mock = await start(path)
    try {
      expect(countIn(path)).to.equal(0)
      expect((await stat(path)).mode & 0o777).to.equal(0o600)
    } finally {
      await mock.close()
    }
  })

  it('has at the end what the mock had, and gives it to the next', async () => {
    const mock = await start(path)
    mock.restore(withCases(3))
    mock.clock.advance('P3D')
    const { accounts } = mock.state()
    await mock.close()
    const next = await start(path)
    try {
      expect(next.state().accounts).to.deep.equal(accounts)
      expect(next.clock.now().getTime() - Date.now()).to.be.within(2.9 * 86_400_000, 3 * 86_400_000)
    } finally {
      await next.close()
    }
  })

  it('is written soon after a change, and not only at the end', async () => {
    const mock = await start(path)
    try {
      const watcher = watch(folder)
      const written = new Promise<void>((resolve) => {
        watcher.on('change', (_, name) => name === 'state.json' && countIn(path) === 2 && resolve())
      })
      mock.restore(withCases(2))
      await written
      watcher.close()
    } finally {
      await mock.close()
    }
  })

  it('is not written any more once the mock has ended', async () => {
    const world = testWorld()
    const saver = await StateSaver.open(world, path, (error) => expect.fail(error.message))
    open(world)
    const closing = saver.close()
    await closing
    open(world)
    await saver.close()
    expect(countIn(path)).to.equal(1)
    expect(await readdir(folder)).to.deep.equal(['state.json'])
  })

  it('is made where a link points, and the link stays', async () => {
    const target = join(folder, 'target.json')
    const [link, early] = [join(folder, 'link.json'), join(folder, 'early.json')]
    await writeFile(target, JSON.stringify(withCases(1)))
    await symlink('target.json', link)
    await symlink('later.json', early)
    for (const [name, aim] of [
      [link, target],
      [early, join(folder, 'later.json')],
    ] as const) {
      const mock = await start(name)
      mock.restore(withCases(5))
      await mock.close()
      expect((await lstat(name)).isSymbolicLink()).to.equal(true)
      expect((await lstat(aim)).isFile()).to.equal(true)
      expect(countIn(aim)).to.equal(5)
    }
  })

  it('drafts that killed processes have left are removed', async () => {
    // No process has such a number.
    await writeFile(`${path}.99999999.tmp`, 'half')
    await writeFile(`${path}.old.tmp`, 'not ours')
    await writeFile(`${path}.${process.ppid}.tmp`, 'of a process that runs')
    await (await start(path)).close()
    expect((await readdir(folder)).sort()).to.deep.equal(
      ['state.json', `state.json.${process.ppid}.tmp`, 'state.json.old.tmp'].sort(),
    )
  })

  const unusable: [title: string, prepare: () => Promise<string>, message: (path: string) => string][] = [
    [
      'a folder that does not exist',
      async () => join(folder, 'none', 'state.json'),
      (name) => `The state cannot be saved to ${name}: ENOENT.`,
    ],
    [
      'a folder in the place of the file',
      async () => {
        await mkdir(path)
        return path
      },
      (name) => `Cannot read the state file ${name}: EISDIR.`,
    ],
    [
      'a file in the place of the folder',
      async () => {
        await writeFile(path, '')
        return join(path, 'state.json')
      },
      (name) => `Cannot read the state file ${name}: ENOTDIR.`,
    ],
    [
      'a file that holds something else',
      async () => {
        await writeFile(path, '{"version": 1}')
        return path
      },
      (name) => `${name}: accounts: expected an object with an account id for each name.`,
    ],
  ]
  for (const [title, prepare, message] of unusable) {
    it(`${title} is refused at the start, in one line`, async () => {
      const name = await prepare()
      const before = await readdir(folder)
      const error = await failure(start(name))
      expect(error).to.be.instanceOf(MockStartError)
      expect(error.message).to.equal(message(name))
      expect(await readdir(folder)).to.deep.equal(before)
    })
  }

  describe('of a process of its own', () => {
    let program: string
    let home: string
    const children = new Set<ChildProcess>()

    before(async () => {
      home = await mkdtemp(join(tmpdir(), 'state-program-'))
      program = join(home, 'start.mjs')
      const source = fileURLToPath(new URL('../../src/mock/', import.meta.url))
      await build({
        input: join(source, 'start.ts'),
        output: { file: program, format: 'esm' },
        platform: 'node',
      })
      for (const name of ['data', 'page']) cpSync(join(source, name), join(home, name), { recursive: true })
    })
    after(async () => {
      for (const child of children) child.kill('SIGKILL')
      await rm(home, { recursive: true })
    })

    /** Runs code that has `mock`, with its state in the file. */
    function run(code: string, limit = '', rights: object = {}): ChildProcess {
      const options = JSON.stringify({ port: 0, seed: 'empty', strictAuth: false, state: path })
      const text = `import { startMockEndpoint } from ${JSON.stringify(program)}
        const mock = await startMockEndpoint(${options}).catch(({ message }) => console.log(message))
        ${code}`
      const child = spawn(
        'sh',
        ['-c', `${limit} exec "$0" --input-type=module -e "$1"`, process.execPath, text],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          ...rights,
        },
      )
      children.add(child)
      child.once('exit', () => children.delete(child))
      return child
    }

    const output = async (child: ChildProcess) => {
      let [out, errors] = ['', '']
      child.stdout!.on('data', (chunk) => (out += chunk))
      child.stderr!.on('data', (chunk) => (errors += chunk))
      const [code] = await once(child, 'close')
      return { code, out, errors }
    }

    it('is whole, and no older than it was, whenever the process is killed', async () => {
      // Every answer is a case more: the file is written again and again.
      const busy = `
        const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-date': '20260801T090000Z',
          'x-amz-target': 'AWSSupport_20130415.CreateCase',
          authorization: 'AWS4-HMAC-SHA256 Credential=A/20260801/a/support/aws4_request, SignedHeaders=host, Signature=0' }
        const body = JSON.stringify({ subject: 'a', communicationBody: 'b'.repeat(500) })
        for (;;) await (await fetch(mock.url, { method: 'POST', headers, body })).text()`
      let known = 0
      for (let round = 0; round < 20; round++) {
        const child = run(busy)
        const ended = once(child, 'close')
        const isNew = await new Promise<boolean>((resolve) => {
          const look = () => {
            const count = countOr(path, known)
            expect(count).to.be.at.least(known)
            if (count > known || child.exitCode !== null) resolve(count > known)
            else setTimeout(look, 10)
            known = count
          }
          look()
        })
        expect(isNew).to.equal(true)
        // The next save begins within a quarter of a second: the blow falls before, in or after it.
        setTimeout(() => child.kill('SIGKILL'), Math.random() * 250)
        await ended
        expect(countIn(path)).to.be.at.least(known)
        known = countIn(path)
      }
      await (await start(path)).close()
      expect(await readdir(folder)).to.deep.equal(['state.json'])
    }).timeout(60_000)

    it('stays as it was when the disk is full, and is written when there is room again', async () => {
      // What a file may have is limited as a full disk limits it: a write writes less than it should.
      const child = run(
        `const { readFileSync, readdirSync } = await import('node:fs')
        const { dirname } = await import('node:path')
        const path = ${JSON.stringify(path)}
        const warned = new Promise((resolve) => process.once('warning', (warning) => resolve(warning.message)))
        const communications = [{ body: 'x'.repeat(1000) }]
        const cases = Array.from({ length: 300 }, () => ({ subject: 'a', communications }))
        mock.restore({ version: 1, accounts: { '123456789012': { cases } } })
        console.log(await warned)
        console.log(JSON.parse(readFileSync(path)).accounts['123456789012'].cases.length, readdirSync(dirname(path)).join())
        mock.restore(${JSON.stringify(withCases(2))})
        await mock.close()
        console.log(JSON.parse(readFileSync(path)).accounts['123456789012'].cases.length)`,
        'ulimit -f 100;',
      )
      const { out, errors, code } = await output(child)
      expect(out.split('\n').slice(0, 4), errors).to.deep.equal([
        'The state was not saved: EFBIG: file too large, write',
        '0 state.json',
        '2',
        '',
      ])
      expect(code).to.equal(0)
    })

    it('is refused at the start where its folder is not for writing', async () => {
      await chmod(home, 0o755)
      await writeFile(path, JSON.stringify(withCases(1)), { mode: 0o644 })
      await chmod(folder, 0o555)
      // To root every folder is for writing.
      const rights = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
      const { out, errors } = await output(run('', '', rights))
      expect(out, errors).to.equal(`The state cannot be saved to ${path}: EACCES.\n`)
    })
  })
})

/** The count, or the known one where there is no file yet. */
function countOr(path: string, known: number): number {
  try {
    return countIn(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return known
    throw error
  }
}
