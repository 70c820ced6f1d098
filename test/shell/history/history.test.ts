import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { History, type HistoryOptions } from '../../../src/shell/history/history.ts'

describe('History', () => {
  let directory: string
  let path: string
  const warnings: string[] = []
  const open = (options: Partial<HistoryOptions> = {}) => {
    const history = new History({ path, warn: (message) => warnings.push(message), ...options })
    history.load()
    return history
  }
  const add = async (history: History, ...sources: string[]) => {
    for (const source of sources) await history.add(source)
  }
  const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8)

  beforeEach(async () => {
    warnings.length = 0
    directory = await mkdtemp(join(tmpdir(), 'support-repl-'))
    path = join(directory, 'deep/er/history')
  })
  afterEach(() => rm(directory, { recursive: true }))

  /** What is typed, and what there is afterwards, in this session and in the next one. */
  const sessions: { title: string; typed: string[]; kept: string[]; next?: string[] }[] = [
    {
      title: 'has an input of several lines as one entry',
      typed: ['conn.describeCases()', 'conn.createCase({\n  subject: "x",\n})'],
      kept: ['conn.describeCases()', 'conn.createCase({\n  subject: "x",\n})'],
    },
    {
      title: 'has each input once, where it came last',
      typed: ['a', 'b', 'a', 'c', 'a'],
      kept: ['b', 'c', 'a'],
    },
    {
      title: 'leaves out what begins with a space, and what is empty',
      typed: ['a', ' b', '', '  ', '\n', ' c\nd', 'e\n f'],
      kept: ['a', 'e\n f'],
    },
    { title: 'leaves out white space at the end', typed: ['a  ', 'b\n', 'a'], kept: ['b', 'a'] },
    {
      title: 'has any character there is',
      typed: ['"\u2028\u0000\\"', '\ud800', '<😀>'],
      kept: ['"\u2028\u0000\\"', '\ud800', '<😀>'],
    },
    {
      title: 'shows what was typed, and writes down what is no secret',
      typed: ["new SupportConnection('a', 'b')", '1', "new SupportConnection('c', 'd')"],
      kept: ["new SupportConnection('a', 'b')", '1', "new SupportConnection('c', 'd')"],
      next: ['1', "new SupportConnection('<redacted>', '<redacted>')"],
    },
    {
      title: 'moves what earlier sessions had to the end, also when it holds a secret',
      typed: ['old', "password = 'a'"],
      kept: ['older', 'old', "password = 'a'"],
      next: ['older', 'old', "password = '<redacted>'"],
    },
  ]
  for (const { title, typed, kept, next = kept } of sessions) {
    it(title, async () => {
      if (kept.includes('older')) await add(open(), 'old', 'older', "password = '<redacted>'")
      const history = open()
      await add(history, ...typed)
      expect(history.entries).to.deep.equal(kept)
      expect(open().entries).to.deep.equal(next)
      expect(warnings).to.deep.equal([])
    })
  }

  it('keeps bodies out of the file on request', async () => {
    await add(open({ redactBodies: true }), "conn.createCase({ subject: 'a', serviceCode: 'b' })")
    expect(open().entries).to.deep.equal(["conn.createCase({ subject: '<redacted>', serviceCode: 'b' })"])
  })

  it('has an input at once, and says when it is in the file', async () => {
    const history = open()
    void history.add('a')
    void history.add('b')
    expect(history.entries).to.deep.equal(['a', 'b'])
    await history.settled()
    expect(await readFile(path, 'utf8')).to.equal('"a"\n"b"\n')
  })

  it('is in memory only without a path', async () => {
    const history = open({ path: undefined })
    await add(history, 'a', 'b', 'a')
    history.refresh()
    expect(history.entries).to.deep.equal(['b', 'a'])
    expect(await readdir(directory)).to.deep.equal([])
  })

  it('shows what another shell has added when it looks, before what was typed here', async () => {
    await add(open(), 'old')
    const [one, two] = [open(), open()]
    await add(one, 'mine')
    await add(two, 'theirs', 'old', 'mine')
    one.refresh()
    expect(one.entries).to.deep.equal(['theirs', 'old', 'mine'])
    await add(two, 'theirs again')
    one.refresh()
    expect(one.entries).to.deep.equal(['theirs', 'old', 'theirs again', 'mine'])
  })

  it('answers the same entries while nothing changes', async () => {
    const history = open()
    await add(history, 'a')
    history.refresh()
    const before = history.entries
    history.refresh()
    expect(history.entries).to.equal(before)
  })

  describe('on the disk', () => {
    beforeEach(function () {
      if (process.platform === 'win32') this.skip()
    })

    for (const { mode, becomes } of [
      { mode: 0o644, becomes: '600' },
      { mode: 0o666, becomes: '600' },
      { mode: 0o640, becomes: '600' },
      { mode: 0o600, becomes: '600' },
    ]) {
      it(`is closed to others when its mode was ${mode.toString(8)}`, async () => {
        open()
        await chmod(path, mode)
        open()
        expect(await modeOf(path)).to.equal(becomes)
      })
    }

    it('is closed to others from the start, and so are folders made for it', async () => {
      open()
      expect(await modeOf(path)).to.equal('600')
      expect(await modeOf(join(path, '..'))).to.equal('700')
    })

    it('is closed again when it was opened in between', async () => {
      const history = open()
      await chmod(path, 0o644)
      await add(history, 'a')
      expect(await modeOf(path)).to.equal('600')
    })

    it('is the file behind a link, and the link stays', async () => {
      const target = join(directory, 'elsewhere')
      await mkdir(join(path, '..'), { recursive: true })
      await writeFile(target, Array.from({ length: 30 }, (_, i) => `"${i}"\n`).join(''))
      await symlink(target, path)
      await add(open({ limits: { entries: 10, bytes: 1000 } }), 'a')
      expect((await readFile(target, 'utf8')).trim().split('\n')).to.have.length(11)
      expect(await modeOf(target)).to.equal('600')
    })

    it('keeps nothing at /dev/null, without a word, and leaves that alone', async () => {
      const link = join(directory, 'nothing')
      await symlink('/dev/null', link)
      const before = await modeOf('/dev/null')
      for (const nothing of ['/dev/null', link]) {
        const history = open({ path: nothing })
        await add(history, 'a')
        history.refresh()
        expect(history.entries).to.deep.equal(['a'])
      }
      expect((await stat('/dev/null')).isCharacterDevice()).to.equal(true)
      expect(await modeOf('/dev/null')).to.equal(before)
      expect(warnings).to.deep.equal([])
    })
  })

  describe('becomes shorter', () => {
    const limits = { entries: 100, bytes: 10_000 }
    const linesInFile = async () => (await readFile(path, 'utf8')).trimEnd().split('\n')
    const fill = async (lines: string[]) => {
      open()
      await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    }

    it('when it has twice as many entries as it may have: the newest stay', async () => {
      await fill(Array.from({ length: 201 }, (_, i) => `${i}`))
      expect(open({ limits }).entries).to.have.length(100).and.include('101').and.include('200')
      expect(await linesInFile()).to.have.length(100)
      expect(await readdir(join(path, '..'))).to.deep.equal(['history'])
    })

    it('not before', async () => {
      await fill(Array.from({ length: 200 }, (_, i) => `${i}`))
      expect(open({ limits }).entries).to.have.length(100)
      expect(await linesInFile()).to.have.length(200)
    })

    it('when it has twice as many bytes', async () => {
      await fill(Array.from({ length: 50 }, (_, i) => `${i} `.padEnd(900, 'x')))
      expect(open({ limits }).entries).to.have.length(11)
      expect(await linesInFile()).to.have.length(11)
    })

    it('by repetitions first', async () => {
      await fill(['first', ...Array.from({ length: 300 }, (_, i) => `${i % 2}`)])
      expect(open({ limits }).entries).to.deep.equal(['first', '0', '1'])
      expect(await linesInFile()).to.have.length(3)
    })

    it('without what is larger than all of it may be', async () => {
      const history = open({ limits })
      await add(history, 'a', 'x'.repeat(20_000), 'b')
      expect(history.entries).to.have.length(3)
      expect(open({ limits }).entries).to.deep.equal(['a', 'b'])
    })
  })

  /** What stands in the file, and what becomes of it. */
  const broken: { title: string; content: string | Buffer; entries: string[]; warns?: RegExp }[] = [
    { title: 'a line that a crash cut short', content: '"a"\n"b', entries: ['a'] },
    { title: 'only a line that a crash cut short', content: '"conn.descr', entries: [] },
    { title: 'zeros at its end, as after a power cut', content: '"a"\n\0\0\0\0', entries: ['a'] },
    { title: 'only zeros', content: Buffer.alloc(5000), entries: [] },
    { title: 'lines of something else between', content: '"a"\nb\n{"c": 1}\n"d"\n', entries: ['a', 'd'] },
    {
      title: 'bytes that are no text',
      content: Buffer.from([0x22, 0xff, 0x22, 0x0a, 0x22, 0x61, 0x22, 0x0a]),
      entries: ['\ufffd', 'a'],
    },
    { title: 'line ends of Windows', content: '"a"\r\n"b"\r\n', entries: ['a', 'b'] },
    {
      title: 'something else altogether',
      content: 'Dear diary,\nthis is no history.\n',
      entries: [],
      warns: /history is not a history file of this shell/,
    },
    {
      title: 'a program',
      content: Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)),
      entries: [],
      warns: /history is not a history file of this shell/,
    },
  ]
  describe('goes on when the file holds', () => {
    for (const { title, content, entries, warns } of broken) {
      it(title, async () => {
        open()
        await writeFile(path, content)
        const history = open()
        expect(history.entries).to.deep.equal(entries)
        await add(history, 'new', 'newer')
        expect(history.entries).to.deep.equal([...entries, 'new', 'newer'])
        if (warns) {
          expect(warnings).to.have.length(1)
          expect(warnings[0]).to.match(warns)
          expect(await readFile(path)).to.deep.equal(Buffer.from(content))
        } else {
          expect(warnings).to.deep.equal([])
          expect(open().entries).to.deep.equal([...entries, 'new', 'newer'])
        }
      })
    }

    it('a hundred megabytes', async () => {
      open()
      await writeFile(path, `${JSON.stringify('x'.repeat(1e6))}\n`.repeat(100))
      const history = open()
      await add(history, 'new')
      expect(open().entries).to.deep.equal(['x'.repeat(1e6), 'new'])
      expect((await stat(path)).size).to.be.below(2e6)
    })

    it('a hundred megabytes of something else', async () => {
      open()
      await writeFile(path, Buffer.alloc(1e8, 'x'))
      await add(open(), 'new')
      expect(warnings).to.have.length(1)
      expect((await stat(path)).size).to.equal(1e8)
    })
  })

  it('begins a file anew that was removed', async () => {
    const history = open()
    await add(history, 'a')
    await rm(path)
    await add(history, 'b')
    history.refresh()
    expect(open().entries).to.deep.equal(['b'])
    expect(history.entries).to.deep.equal(['a', 'b'])
  })
})
