import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { HistoryFile } from '../../../src/shell/history/history-file.ts'
import { ShellProcess } from './processes.ts'

describe('Shells that share a history, as processes', function () {
  this.slow(10_000)
  this.timeout(60_000)
  let directory: string
  let path: string
  const inFile = () => new HistoryFile(path).read()

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'support-repl-'))
    path = join(directory, 'history')
  })
  afterEach(() => rm(directory, { recursive: true }))

  const sources = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}(${i})`)

  it('keep what each adds while one makes the file shorter again and again', async () => {
    await using one = new ShellProcess()
    await using two = new ShellProcess()
    await using janitor = new ShellProcess()
    await Promise.all([one, two].map((shell) => shell.do({ do: 'open', path })))
    const [ones, twos] = [sources('one', 300), sources('two', 300)]
    let writing = true
    const written = Promise.all([
      one.do({ do: 'add', sources: ones }),
      two.do({ do: 'add', sources: twos }),
    ]).finally(() => {
      writing = false
    })
    let compactions = 0
    while (writing) ({ compactions } = await janitor.do({ do: 'compact', path }))
    await written
    expect(compactions).to.be.greaterThan(0)
    expect(inFile()).to.have.members([...ones, ...twos])
    expect(await readdir(directory)).to.deep.equal(['history'])
  })

  it('lose nothing when one is killed while it makes the file shorter', async () => {
    await using writer = new ShellProcess()
    await writer.do({ do: 'open', path })
    const all: string[] = []
    for (const name of ['a', 'b', 'c']) {
      await using janitor = new ShellProcess()
      const more = sources(name, 100)
      all.push(...more)
      const written = writer.do({ do: 'add', sources: more })
      for (let i = 0; i < 10; i++) await janitor.do({ do: 'compact', path })
      const unfinished = janitor.do({ do: 'compact', path }).catch(() => undefined)
      await janitor.kill()
      await Promise.all([written, unfinished])
    }
    expect(inFile()).to.have.members(all)
  })

  it('lose nothing of each other when they start with a file that is too long', async () => {
    const limits = { entries: 1000, bytes: 1e6 }
    const old = sources('old', 2500)
    await writeFile(path, old.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    await using one = new ShellProcess()
    await using two = new ShellProcess()
    const news = [sources('one', 150), sources('two', 150)]
    await Promise.all(
      [one, two].map(async (shell, i) => {
        await shell.do({ do: 'open', path, limits })
        await shell.do({ do: 'add', sources: news[i]! })
      }),
    )
    expect(inFile().filter((entry) => !entry.startsWith('old'))).to.have.members(news.flat())
    expect(inFile()).to.have.lengthOf.within(1000, 1300)
  })

  it('see what the other has added when they look', async () => {
    await using one = new ShellProcess()
    await using two = new ShellProcess()
    await Promise.all([one, two].map((shell) => shell.do({ do: 'open', path })))
    await one.do({ do: 'add', sources: ['first()', 'mine()'] })
    await two.do({ do: 'add', sources: ['theirs()'] })
    const { entries } = await one.do({ do: 'refresh' })
    expect(entries).to.deep.equal(['theirs()', 'first()', 'mine()'])
    await two.do({ do: 'compact', path })
    await two.do({ do: 'add', sources: ['theirs(2)'] })
    expect((await one.do({ do: 'refresh' })).entries).to.deep.equal([
      'theirs()',
      'theirs(2)',
      'first()',
      'mine()',
    ])
  })
})
