/** How many requests a second the mock serves. */
import type { SupportConnection } from '../../src/index.ts'
import { answerTo } from './answer.ts'
import { clientRequest } from './client-request.ts'
import type { Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import { applyLoad } from './load.ts'
import { startStrictMock } from './mock-process.ts'
import { bareScript, type Place } from './place.ts'
import { startServer } from './processes.ts'
import { rate, spread } from './wording.ts'

const goal = 0.5

/** A server reaches its pace only after some thousand requests, when V8 has optimised its code. */
const warmUp = { connections: 16, seconds: 2 }

/** What is asked of the mock, and what it holds. */
interface Asked {
  readonly seed: string
  readonly call: (conn: SupportConnection) => Promise<unknown>
}

/** A new case with every usual member. */
export const createCase: Asked = {
  seed: 'empty',
  call: (conn) =>
    conn.createCase({
      subject: 'The queue grows',
      communicationBody: 'Since this morning messages arrive faster than they are read. '.repeat(5),
      serviceCode: 'general-info',
      categoryCode: 'using-aws',
      severityCode: 'low',
      ccEmailAddresses: ['ops@example.com'],
    }),
}

/** A page of ten cases with their conversations. */
export const describeCases: Asked = {
  seed: 'demo',
  call: (conn) => conn.describeCases({ maxResults: 10 }),
}

/** The mock with strict signatures against a bare node:http server, under the same load. */
export async function measureMockRequests(
  { seed, call }: Asked,
  connections: number,
  place: Place,
): Promise<Finding> {
  const load = { connections, seconds: 1 }
  const request = await clientRequest(call)
  const mock = await startStrictMock(place, ['--seed', seed])
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
        goal: `${goal} or more`,
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
