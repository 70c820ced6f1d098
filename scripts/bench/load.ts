/** Load on a server: every connection sends its next request when it has the last answer. */
import { performance } from 'node:perf_hooks'
import { BenchError } from './finding.ts'
import { KeepAlive } from './keep-alive.ts'

export interface Load {
  readonly connections: number
  readonly seconds: number
}

export interface LoadResult {
  readonly requestsPerSecond: number
  /** The share of the time, 0 to 1, for which this process was busy; near 1 it is the bottleneck. */
  readonly utilization: number
}

/** Sends one request again and again. Throws a BenchError for an answer that is not the first again. */
export async function applyLoad(
  port: number,
  request: Buffer,
  { connections, seconds }: Load,
): Promise<LoadResult> {
  const open = await Promise.all(Array.from({ length: connections }, () => KeepAlive.open(port)))
  try {
    const { length } = await open[0]!.exchange(request)
    let answered = 0
    const before = performance.eventLoopUtilization()
    const start = performance.now()
    const end = start + seconds * 1000
    const work = async (connection: KeepAlive) => {
      while (performance.now() < end) {
        check(await connection.exchange(request), length)
        answered++
      }
    }
    await Promise.all(open.map(work))
    const passed = (performance.now() - start) / 1000
    return {
      requestsPerSecond: answered / passed,
      utilization: performance.eventLoopUtilization(before).utilization,
    }
  } finally {
    for (const connection of open) connection.close()
  }
}

const success = 'HTTP/1.1 200 '

function check(answer: Buffer, length: number): void {
  if (answer.length === length && answer.toString('latin1', 0, success.length) === success) return
  throw new BenchError(`Under load came ${answer.toString().split('\r\n', 1)[0]}, ${answer.length} bytes`)
}
