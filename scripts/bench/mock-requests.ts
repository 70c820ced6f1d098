/** How many requests a second the mock serves. */
import { answerTo } from './answer.ts'
import { clientRequest } from './client-request.ts'
import type { Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import { applyLoad } from './load.ts'
import { startStrictMock } from './mock-process.ts'
import { bareScript, type Place } from './place.ts'
import { startServer } from './processes.ts'
import { rate, spread } from './wording.ts'

const goal = 1 / 3

/** The load of one turn. */
const load = { connections: 16, seconds: 1 }

/** A server reaches its pace only after some thousand requests, when V8 has optimised its code. */
const warmUp = { ...load, seconds: 2 }

/** The mock with strict signatures against a bare node:http server, under the same load. */
export async function measureMockRequests(place: Place): Promise<Finding> {
  const request = await clientRequest()
  const mock = await startStrictMock(place)
  try {
    const answer = await answerTo(request, mock.port)
    const args = [bareScript('bare-server.mjs'), JSON.stringify(answer)]
    const bare = await startServer(process.execPath, args, place)
    try {
      for (const { port } of [mock, bare]) await applyLoad(port, request, warmUp)
      const busy: number[] = []
      const underLoad = async (port: number) => {
        const { requestsPerSecond, utilization } = await applyLoad(port, request, load)
        busy.push(utilization)
        return requestsPerSecond
      }
      const [ours = [], theirs = []] = await interleave(
        [() => underLoad(mock.port), () => underLoad(bare.port)],
        { rounds: 7, seconds: 20 },
      )
      const factors = ratios(ours, theirs)
      return {
        ours: rate(median(ours)),
        theirs: rate(median(theirs)),
        ratio: spread(factors),
        goal: '1/3 or more',
        met: median(factors) >= goal ? 'yes' : 'no',
        notes: [
          `The load generator was busy for ${Math.round(Math.max(...busy) * 100)} % of a turn at most.`,
        ],
      }
    } finally {
      await bare.stop()
    }
  } finally {
    await mock.stop()
  }
}
