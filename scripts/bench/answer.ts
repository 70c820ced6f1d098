/** What the mock answers, for bare servers to answer the same. */
import { clientRequest } from './client-request.ts'
import { BenchError } from './finding.ts'
import { KeepAlive } from './keep-alive.ts'
import { startStrictMock } from './mock-process.ts'
import type { Place } from './place.ts'

export interface Answer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Headers that every node:http server writes by itself. */
const automatic = ['Date', 'Connection', 'Keep-Alive']

/** The answer of a fresh mock to DescribeSeverityLevels. */
export async function answerOfMock(place: Place): Promise<Answer> {
  const mock = await startStrictMock(place)
  try {
    return await answerTo(await clientRequest((conn) => conn.describeSeverityLevels()), mock.port)
  } finally {
    await mock.stop()
  }
}

/** The answer of a server to a request. Throws a BenchError for any status but 200. */
export async function answerTo(request: Buffer, port: number): Promise<Answer> {
  const connection = await KeepAlive.open(port)
  try {
    const [head = '', ...rest] = (await connection.exchange(request)).toString().split('\r\n\r\n')
    const [status = '', ...lines] = head.split('\r\n')
    const body = rest.join('\r\n\r\n')
    if (!isSuccess(status)) throw new BenchError(`The mock refused the request: ${status} ${body}`)
    const headers = lines.map((line) => line.split(/: */, 2) as [string, string])
    return { headers: Object.fromEntries(headers.filter(([name]) => !automatic.includes(name))), body }
  } finally {
    connection.close()
  }
}

const isSuccess = (statusLine: string): boolean => statusLine.startsWith('HTTP/1.1 200 ')
