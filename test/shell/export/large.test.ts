/** Exports of many cases: killed processes, disks that are full, memory, tokens that expire. */
import { spawn } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { newFolder } from '../../fidelity/programs.ts'
import { garbageCollector } from '../../garbage-collector.ts'
import { Exporting } from './exporting.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A state with so many cases, a minute apart, each with as many messages and as long ones. */
function stateOf(cases: number, { messages, length }: { messages: number; length: number }): string {
  const first = Date.now() - cases * 60_000
  const body = 'It broke. '.repeat(length / 10)
  const list = Array.from({ length: cases }, (_, index) => ({
    subject: `Case ${index}`,
    timeCreated: new Date(first + index * 60_000).toISOString(),
    communications: Array.from({ length: messages }, () => ({ body })),
  }))
  const path = join(newFolder(), 'state.json')
  writeFileSync(path, JSON.stringify({ version: 1, accounts: { '123456789012': { cases: list } } }))
  return path
}

describe('An export of many cases', function () {
  this.timeout(120_000)
  let exporting: Exporting

  afterEach(() => exporting.close())

  /** Runs the export in a process; `limit`: how many blocks of 512 bytes a file of it may have. */
  const startChild = (limit?: number) => {
    const { mock, folder } = exporting
    const { accessKeyId, secretAccessKey } = mock.credentials
    const command = [
      ...[process.execPath, '--import', at('../../../scripts/ts-node.mjs'), at('export-child.ts')],
      ...[mock.url, accessKeyId, secretAccessKey, folder, 'cases.jsonl'],
    ]
    const script = `${limit === undefined ? '' : `ulimit -f ${limit};`} exec "$@"`
    const child = spawn('/bin/sh', ['-c', script, 'sh', ...command], {
      // ts-node looks for its settings there.
      cwd: at('../../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let shown = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      shown += text
    })
    const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
      child.once('close', (code) => resolve({ code, said: shown.split('\r').at(-1)!.trim() }))
    })
    /** Resolves once so many cases are there. */
    const reached = (cases: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          const counts = [...shown.matchAll(/(\d+) cases?:/g)].map(([, count]) => Number(count))
          if (Math.max(0, ...counts) >= cases) resolve()
        }
        child.stdout.on('data', look)
        look()
      })
    return { child, ended, reached }
  }

  it('goes on after a kill -9', async () => {
    exporting = await Exporting.start({ seed: stateOf(200, { messages: 6, length: 100 }) })
    for (const [round, cases] of [20, 70].entries()) {
      const { child, ended, reached } = startChild()
      await reached(cases)
      // From here on it waits for an answer.
      exporting.mock.faults([
        { operation: 'DescribeCommunications', kind: 'latency', milliseconds: 3_600_000 },
      ])
      child.kill('SIGKILL')
      await ended
      exporting.mock.faults([])
      expect(readdirSync(exporting.folder), `round ${round}`).to.include.members([
        'cases.jsonl.lock',
        'cases.jsonl.partial',
      ])
      expect(exporting.documents('cases.jsonl.partial').length).to.be.within(cases, 199)
    }
    const count = exporting.documents('cases.jsonl.partial').length
    exporting.mock.clearRequests()
    expect(await exporting.run('cases.jsonl')).to.include(`${200 - count} new, ${count} as they were`)
    expect(exporting.requested('DescribeCommunications')).to.equal(200 - count)
    expect(new Set(exporting.documents().map((each) => each.case.caseId)).size).to.equal(200)
    expect(readdirSync(exporting.folder)).to.deep.equal(['cases.jsonl'])
  })

  it('goes on after the disk was full', async () => {
    exporting = await Exporting.start({ seed: stateOf(200, { messages: 2, length: 1000 }) })
    const { code, said } = await startChild(300).ended
    const count = exporting.documents('cases.jsonl.partial').length
    expect(count).to.be.within(10, 190)
    expect(statSync(exporting.path('cases.jsonl.partial')).size).to.be.below(300 * 512)
    expect(said).to.equal(
      `cases.jsonl.partial cannot be written: it would be larger than a file may be; ${count} cases are in cases.jsonl.partial, and .export cases.jsonl goes on from there`,
    )
    expect(code).to.equal(1)
    expect(await exporting.run('cases.jsonl')).to.include(`${200 - count} new, ${count} as they were`)
  })

  it('starts its listing again when a token is no longer good', async () => {
    exporting = await Exporting.start({ seed: stateOf(450, { messages: 1, length: 100 }) })
    let isSpent = false
    exporting.onWrite = (text) => {
      if (isSpent || !text.includes('250 cases')) return
      isSpent = true
      exporting.mock.faults([{ operation: 'DescribeCases', fault: 'ValidationException', next: 1 }])
    }
    expect(await exporting.run('cases.jsonl')).to.include('450 cases: 450 new')
    expect(isSpent).to.equal(true)
    // Three pages and a refusal, then all five.
    expect(exporting.requested('DescribeCases')).to.equal(9)
    expect(exporting.documents()).to.have.lengthOf(450)
  })

  it('gives up on a listing whose tokens are never good', async () => {
    exporting = await Exporting.start({ seed: stateOf(150, { messages: 1, length: 100 }) })
    exporting.onWrite = (text) => {
      if (text.includes('50 cases'))
        exporting.mock.faults([{ operation: 'DescribeCases', fault: 'ValidationException' }])
    }
    expect(await exporting.run('cases.jsonl').catch((error: Error) => error.message)).to.match(
      /^ValidationException: .*; 100 cases are in cases.jsonl.partial, and/,
    )
  })

  it('holds no more in memory for 10,000 cases than for 2,000', async () => {
    const collect = garbageCollector()
    exporting = await Exporting.start({ seed: stateOf(10_000, { messages: 1, length: 2000 }) })
    const used: number[] = []
    let next = 2000
    exporting.onWrite = (text) => {
      const [, count = '0'] = /([\d,]+) cases/.exec(text) ?? []
      if (Number(count.replace(',', '')) < next) return
      next += 2000
      collect()
      used.push(process.memoryUsage().heapUsed)
      exporting.shown = ''
    }
    const started = performance.now()
    expect(await exporting.run('cases.jsonl')).to.equal(
      'cases.jsonl is complete: 10,000 cases: 10,000 new; 10,000 messages fetched',
    )
    const seconds = (performance.now() - started) / 1000
    expect(exporting.requested('DescribeCases')).to.be.at.most(101)
    expect(used).to.have.lengthOf.at.least(4)
    // What it keeps of a case is where its line is. All contents together would be 25 MB.
    expect((used.at(-1)! - used[0]!) / 1024 / 1024, `MB, after ${seconds.toFixed(1)} s`).to.be.below(10)
    exporting.mock.clearRequests()
    expect(await exporting.run('cases.jsonl')).to.include('10,000 as they were')
  })
})
