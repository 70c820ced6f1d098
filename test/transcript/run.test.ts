/** Runs over many files: the same results in the same order, however they are run. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { parseDocument } from '../../src/transcript/document.ts'
import { type Report, replay } from '../../src/transcript/replay.ts'
import {
  type RunEvent,
  type RunFile,
  type RunOptions,
  runTranscripts,
  shardOf,
} from '../../src/transcript/run.ts'
import { readOperand, selecting } from '../../src/transcript/selection.ts'
import { watchTranscripts } from '../../src/transcript/watch.ts'
import { openSessions } from './session.ts'
import { text } from './shown.ts'

const files: Record<string, string> = {
  'a.rst': '>>> 1\n1\n',
  'b.rst': '>>> 2\n3\n\n>>> 4\n4\n',
  'c.rst': '>>> 5\n5\n',
  'd.rst': '>>> 6\n7\n',
}

/** Runs files in memory; the first takes the longest. */
function runner(): { run: RunFile; most: () => number; order: string[] } {
  let [running, most] = [0, 0]
  const order: string[] = []
  const run: RunFile = async ({ path, bail }, onResult) => {
    order.push(path)
    running++
    most = Math.max(most, running)
    for (let turn = Object.keys(files).length; turn > Object.keys(files).indexOf(path); turn--) {
      await new Promise(setImmediate)
    }
    const report = await replay(await parseDocument(path, files[path]!), {
      open: openSessions().open,
      bail,
      onResult,
    })
    running--
    return report
  }
  return { run, most: () => most, order }
}

async function events(options: Partial<RunOptions> = {}, bail = false) {
  const { run, most, order } = runner()
  const seen: string[] = []
  const onEvent = (event: RunEvent) => {
    if (event.type === 'result') seen.push(`${event.path}:${event.result.item.line} ${event.result.status}`)
    else if (event.type === 'file') seen.push(`file ${event.report.path}`)
    else if (event.type === 'end') seen.push(`end${event.stopped ? ', stopped' : ''}`)
  }
  const tasks = Object.keys(files).map((path) => ({ path, bail }))
  const reports = await runTranscripts(tasks, { run, bail, onEvent, ...options })
  return { seen, most: most(), order, reports }
}

const all = [
  'a.rst:1 passed',
  'file a.rst',
  'b.rst:1 failed',
  'b.rst:4 passed',
  'file b.rst',
  'c.rst:1 passed',
  'file c.rst',
  'd.rst:1 failed',
  'file d.rst',
  'end',
]

describe('runs', () => {
  for (const jobs of [1, 2, 8]) {
    it(`tell the same in the same order, ${jobs} at a time`, async () => {
      const { seen, most } = await events({ jobs })
      expect(seen).to.deep.equal(all)
      expect(most).to.equal(Math.min(jobs, 4))
    })

    it(`end at the first failure, ${jobs} at a time`, async () => {
      const { seen } = await events({ jobs }, true)
      expect(seen).to.deep.equal([
        'a.rst:1 passed',
        'file a.rst',
        'b.rst:1 failed',
        'file b.rst',
        'end, stopped',
      ])
    })
  }

  it('start the next file when any is done, not only the first', async () => {
    const [begun, end]: [string[], Map<string, () => void>] = [[], new Map()]
    const run: RunFile = async ({ path }) => {
      begun.push(path)
      await new Promise<void>((resolve) => end.set(path, resolve))
      return { path, document: await parseDocument(path, ''), results: [], covered: [], stopped: false }
    }
    const told: string[] = []
    const onEvent = (event: RunEvent) => void (event.type === 'file' && told.push(event.report.path))
    const running = runTranscripts(
      Object.keys(files).map((path) => ({ path })),
      { run, jobs: 2, onEvent },
    )
    for (const name of ['b.rst', 'c.rst', 'd.rst', 'a.rst']) {
      while (!end.has(name)) await new Promise(setImmediate)
      expect(told).to.deep.equal([])
      end.get(name)!()
    }
    await running
    expect(begun).to.deep.equal(Object.keys(files))
    expect(told).to.deep.equal(Object.keys(files))
  })

  it('start nothing after a failure that ends them, although a file before it still runs', async () => {
    const begun: string[] = []
    let end = () => {}
    const run: RunFile = async ({ path }) => {
      begun.push(path)
      if (path === 'a.rst') await new Promise<void>((resolve) => (end = resolve))
      const report = await replay(await parseDocument(path, files[path]!), { open: openSessions().open })
      if (path === 'b.rst') setImmediate(end)
      return report
    }
    const tasks = Object.keys(files).map((path) => ({ path }))
    const reports = await runTranscripts(tasks, { run, jobs: 2, bail: true, onEvent: () => {} })
    expect(begun).to.deep.equal(['a.rst', 'b.rst'])
    expect(reports.map(({ path }) => path)).to.deep.equal(['a.rst', 'b.rst'])
  })

  it('repeat forwards and backwards, and tell once', async () => {
    const { seen, order, reports } = await events({ repeat: 3 })
    expect(seen).to.deep.equal(all)
    expect(order.join(' ')).to.equal(
      'a.rst b.rst c.rst d.rst d.rst c.rst b.rst a.rst a.rst b.rst c.rst d.rst',
    )
    expect(reports[1]!.results[0]!.notes).to.deep.equal(['It failed in all 3 runs.'])
  })

  it('find what comes out differently from time to time', async () => {
    let count = 0
    const run: RunFile = async ({ path }) =>
      replay(await parseDocument(path, '>>> now\n1\n'), {
        open: async () => ({
          evaluate: async () => ({ text: String(++count % 2), failed: false }),
          close: async () => {},
        }),
      })
    const [report] = (await runTranscripts([{ path: 'x.rst' }], { run, repeat: 4, onEvent: () => {} })) as [
      Report,
    ]
    expect(report.results.map(({ status }) => status)).to.deep.equal(['failed'])
    expect(report.results[0]!.notes).to.deep.equal([
      'It failed in 2 of 4 runs: it depends on the time, or on what ran before.',
    ])
  })

  it('are cut into shards that cover everything once', () => {
    const list = ['a', 'b', 'c', 'd', 'e']
    expect([1, 2, 3].map((part) => shardOf(list, `${part}/3`))).to.deep.equal([['a', 'd'], ['b', 'e'], ['c']])
    for (const wrong of ['0/3', '4/3', '1', 'a/b', '1/0']) expect(shardOf(list, wrong)).to.equal(undefined)
  })
})

describe('a selection', () => {
  const lines = ['>>> var a = 1', '>>> a', '1', '', '>>> f(', '... a)', 'Uncaught ...', '', '>>> 2', '2']
  const chosen = async (selection: Parameters<typeof selecting>[1]) => {
    const document = await parseDocument('a.rst', text(...lines))
    const { open, calls } = openSessions()
    const { results } = await replay(document, { open, selected: selecting(document, selection) })
    return {
      lines: results.map(({ item, status }) => `${item.line} ${status}`),
      calls: calls.filter((call) => !/^(open|close)/.test(call)),
    }
  }

  it('by line: the example, and what is above it for what it defines', async () => {
    expect(await chosen({ lines: [3] })).to.deep.equal({ lines: ['2 passed'], calls: ['var a = 1', 'a'] })
    expect((await chosen({ lines: [6, 9] })).lines).to.deep.equal(['5 passed', '9 passed'])
  })

  it('by text in the source', async () => {
    expect((await chosen({ filter: 'a' })).lines).to.deep.equal(['1 passed', '2 passed', '5 passed'])
  })

  it('of a line in no example is refused, with the nearest', async () => {
    const error = await chosen({ lines: [8] }).catch((thrown: Error) => thrown)
    expect(error).to.have.property('message', 'a.rst:8 stands in no example: the nearest begins in line 9.')
  })

  it('is read from FILE:LINE, unless there is a file of that name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
    try {
      await writeFile(join(folder, 'b.md:2'), '')
      expect(await readOperand('a.md:12')).to.deep.equal({ path: 'a.md', line: 12 })
      expect(await readOperand('docs/a.rst')).to.deep.equal({ path: 'docs/a.rst' })
      expect(await readOperand(join(folder, 'b.md:2'))).to.deep.equal({ path: join(folder, 'b.md:2') })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe('watching', () => {
  it('runs all, then what a change affects', async () => {
    const runs: string[][] = []
    const known = new Map<string, string[]>([
      ['/d/a.md', ['/d/seed.json']],
      ['/d/b.md', []],
    ])
    async function* changes() {
      yield new Set(['/d/b.md'])
      yield new Set(['/d/seed.json'])
      yield new Set(['/d/else.txt'])
      known.set('/d/c.md', [])
      yield new Set(['/d/c.md'])
    }
    await watchTranscripts({
      look: async () => new Map(known),
      run: async (paths) => void runs.push([...paths]),
      changes: changes(),
      say: () => {},
    })
    expect(runs).to.deep.equal([['/d/a.md', '/d/b.md'], ['/d/b.md'], ['/d/a.md'], ['/d/c.md']])
  })
})
