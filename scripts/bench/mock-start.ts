/** How long a test suite waits for the mock. */
import { performance } from 'node:perf_hooks'
import type { Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import { bareScript, type Place } from './place.ts'
import { startServer } from './processes.ts'
import { milliseconds, spread } from './wording.ts'

const goal = 2

/** `support-repl mock` to its first line against a bare server to its. */
export async function measureMockStart(place: Place): Promise<Finding> {
  const timed = async (args: readonly string[]) => {
    const start = performance.now()
    const server = await startServer(process.execPath, args, place)
    const passed = performance.now() - start
    await server.stop()
    return passed
  }
  const answer = JSON.stringify({ headers: {}, body: '' })
  const [ours = [], theirs = []] = await interleave(
    [() => timed([place.cli, 'mock', '--port', '0']), () => timed([bareScript('bare-server.mjs'), answer])],
    { rounds: 20, seconds: 15 },
  )
  const factors = ratios(ours, theirs)
  return {
    ours: milliseconds(ours),
    theirs: milliseconds(theirs),
    ratio: spread(factors),
    goal: `at most ${goal}`,
    met: median(factors) <= goal ? 'yes' : 'no',
  }
}
