/** Whether a mock of many cases is as quick as one of few, and what it weighs. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SupportConnection } from '../../src/index.ts'
import { clientRequest } from './client-request.ts'
import { BenchError, type Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import { KeepAlive } from './keep-alive.ts'
import { startStrictMock } from './mock-process.ts'
import type { Place } from './place.ts'
import { spread } from './wording.ts'

const many = 100_000
const few = 100
const mostRatio = 1.5
const mostMegabytes = 600

/** A turn asks so often, one after the other. */
const asked = 200

const day = 24 * 60 * 60 * 1000

/** The queries whose cost must not depend on how many cases there are. */
function queries(now: number): readonly ((conn: SupportConnection) => Promise<unknown>)[] {
  const time = (daysAgo: number) => new Date(now - daysAgo * day).toISOString()
  return [
    (conn) => conn.describeCases({ maxResults: 10 }),
    (conn) => conn.describeCases({ maxResults: 10, includeResolvedCases: true }),
    (conn) =>
      conn.describeCases({ maxResults: 10, afterTime: time(300), beforeTime: time(200), language: 'ja' }),
  ]
}

/** The time of a page in 100,000 cases against that in 100. */
export async function measureManyCases(place: Place): Promise<Finding> {
  const requests = await Promise.all(queries(Date.now()).map((call) => clientRequest(call)))
  const large = await startStrictMock(place, ['--seed', stateFile(place, many)])
  try {
    const small = await startStrictMock(place, ['--seed', stateFile(place, few)])
    try {
      const timed = async (port: number) => {
        const connection = await KeepAlive.open(port)
        try {
          const start = performance.now()
          for (let count = 0; count < asked; count++) {
            for (const request of requests) checkPage(await connection.exchange(request))
          }
          return performance.now() - start
        } finally {
          connection.close()
        }
      }
      const [ours = [], theirs = []] = await interleave([() => timed(large.port), () => timed(small.port)], {
        rounds: 9,
        seconds: 20,
      })
      const factors = ratios(ours, theirs)
      const each = (values: readonly number[]) =>
        `${(median(values) / asked / requests.length).toFixed(2)} ms`
      return {
        ours: each(ours),
        theirs: each(theirs),
        ratio: spread(factors),
        goal: `at most ${mostRatio}`,
        met: median(factors) <= mostRatio ? 'yes' : 'no',
      }
    } finally {
      await small.stop()
    }
  } finally {
    await large.stop()
  }
}

function checkPage(answer: Buffer): void {
  const text = answer.toString()
  if (!text.startsWith('HTTP/1.1 200 ') || !text.includes('"caseId"'))
    throw new BenchError(`A page came without cases: ${text.split('\r\n', 1)[0]}`)
}

/** What the process weighs with 100,000 cases, one that has answered. */
export async function measureMemory(place: Place): Promise<Finding> {
  if (process.platform !== 'linux') return { unmeasured: 'the memory of a process is read from /proc' }
  const weigh = async (seed: string) => {
    const request = await clientRequest((conn) => conn.describeCases({ maxResults: 10 }))
    const mock = await startStrictMock(place, ['--seed', seed])
    try {
      const connection = await KeepAlive.open(mock.port)
      await connection.exchange(request)
      connection.close()
      return residentMegabytes(mock.pid)
    } finally {
      await mock.stop()
    }
  }
  const ours = await weigh(stateFile(place, many))
  const theirs = await weigh('empty')
  return {
    ours: `${Math.round(ours)} MB`,
    theirs: `${Math.round(theirs)} MB`,
    ratio: (ours / theirs).toFixed(2),
    goal: `under ${mostMegabytes} MB`,
    met: ours < mostMegabytes ? 'yes' : 'no',
  }
}

function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

/** A state file of so many cases over the last year and a half. */
function stateFile({ home }: Place, count: number): string {
  const path = join(home, `${count}-cases.json`)
  const now = Date.now()
  const cases = Array.from({ length: count }, (_, index) => {
    const time = (minutes: number) =>
      new Date(now - ((count - index) * 540 * day) / count + minutes * 60_000).toISOString()
    return {
      caseId: `case-123456789012-muen-2026-${index.toString(16).padStart(16, '0')}`,
      displayId: String(1_700_000_000_00000 + index),
      subject: `A question about something, number ${index}`,
      status: index % 10 === 0 ? 'unassigned' : 'resolved',
      language: index % 4 === 0 ? 'ja' : 'en',
      timeCreated: time(0),
      communications: Array.from({ length: 5 }, (__, turn) => ({
        body: `Message ${turn} of case ${index}: it still does not work as it should, please have a look.`,
        submittedBy: turn % 2 === 0 ? undefined : 'Amazon Web Services',
        timeCreated: time(turn),
      })),
    }
  })
  writeFileSync(path, JSON.stringify({ version: 1, accounts: { '123456789012': { cases } } }))
  return path
}
