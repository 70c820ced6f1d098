/** The page to look at: the inbox of cases in a browser. */
import type { Reply, WireRequest } from './exchange.ts'

export const pagePaths: ReadonlySet<string> = new Set(['/'])

const text = [
  'This is a mock of the AWS Support API (support-repl).',
  'Point an AWS SDK at this address, or see /_mock/health, /_mock/requests and /_mock/state.',
  '',
].join('\n')

export function page(_request: WireRequest): Reply {
  return { statusCode: 200, contentType: 'text/plain; charset=utf-8', body: text }
}
