/** The client as a library, against the official one on the same server. */
import { fileURLToPath } from 'node:url'
import { answerTo } from './answer.ts'
import { clientRequest } from './client-request.ts'
import type { Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import { startStrictMock } from './mock-process.ts'
import { bareScript, type Place } from './place.ts'
import { runToEnd, startServer } from './processes.ts'
import { milliseconds, spread } from './wording.ts'

const official = import.meta.resolve('@aws-sdk/client-support')

/** The library beside the command. */
const own = ({ cli }: Place) => new URL('index.js', `file://${cli}`).href

/** A server that answers everything with a page of ten cases of the mock. */
async function startPages(place: Place) {
  const mock = await startStrictMock(place, ['--seed', 'demo'])
  try {
    const request = await clientRequest((conn) => conn.describeCases({ maxResults: 10 }))
    const answer = await answerTo(request, mock.port)
    return await startServer(process.execPath, [bareScript('bare-server.mjs'), JSON.stringify(answer)], place)
  } finally {
    await mock.stop()
  }
}

/** What one task of client-program.mjs prints for each side, in turns. */
async function measure(task: string, count: number, place: Place, rounds: number): Promise<number[][]> {
  const server = await startPages(place)
  const url = `http://127.0.0.1:${server.port}`
  const side = (name: string, entry: string) => async () => {
    const args = ['--no-warnings', fileURLToPath(new URL('client-program.mjs', import.meta.url))]
    const run = await runToEnd(process.execPath, [...args, task, name, entry, url, String(count)], place)
    return JSON.parse(run.stdout) as number
  }
  try {
    return await interleave([side('ours', own(place)), side('theirs', official)], { rounds, seconds: 60 })
  } finally {
    await server.stop()
  }
}

const atMost = (goal: number, ratio: number) => ({
  goal: `at most ${goal}`,
  met: ratio <= goal ? 'yes' : 'NO',
})

/** CPU a DescribeCases call, one after the other. */
export async function measureClientCpu(place: Place): Promise<Finding> {
  const [ours = [], theirs = []] = await measure('cpu', 3000, place, 7)
  const each = (values: readonly number[]) => `${median(values).toFixed(0)} µs`
  const found = ratios(ours, theirs)
  return { ours: each(ours), theirs: each(theirs), ratio: spread(found), ...atMost(0.6, median(found)) }
}

/** Milliseconds until the library is imported, in a new process. */
export async function measureClientImport(place: Place): Promise<Finding> {
  const [ours = [], theirs = []] = await measure('import', 0, place, 15)
  const found = ratios(ours, theirs)
  return {
    ...{ ours: milliseconds(ours), theirs: milliseconds(theirs), ratio: spread(found) },
    ...atMost(0.6, median(found)),
  }
}

/** 4,000 calls on one connection, 100 in flight; an error ends the measurement. */
export async function measureClientFlight(place: Place): Promise<Finding> {
  const [ours = [], theirs = []] = await measure('flight', 4000, place, 5)
  const found = ratios(ours, theirs)
  return {
    ...{ ours: milliseconds(ours), theirs: milliseconds(theirs), ratio: spread(found) },
    ...{ goal: 'no errors', met: 'yes' },
  }
}

/** How much the heap grows over 100,000 calls, after the first tenth. */
export async function measureClientMemory(place: Place): Promise<Finding> {
  const server = await startPages(place)
  try {
    const args = ['--no-warnings', fileURLToPath(new URL('client-program.mjs', import.meta.url))]
    const task = ['memory', 'ours', own(place), `http://127.0.0.1:${server.port}`, '100000']
    const { stdout } = await runToEnd(process.execPath, [...args, ...task], place)
    const growth = JSON.parse(stdout) as number
    return {
      ...{ ours: `${growth.toFixed(1)} MB`, theirs: 'nothing', ratio: '' },
      ...{ goal: 'flat: below 3 MB', met: growth < 3 ? 'yes' : 'NO' },
    }
  } finally {
    await server.stop()
  }
}
