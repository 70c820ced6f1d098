/** When a read is worth another try, and how long to wait before it. */
import { setTimeout } from 'node:timers/promises'
import { SupportError } from './errors.ts'

const throttling = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
])

/** Throttled, a failure of the service, or a network that let the answer down. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof SupportError)) return false
  if (error.name === 'NetworkError' || throttling.has(error.name)) return true
  return error.statusCode !== undefined && error.statusCode >= 500
}

/** Waits so many milliseconds; rejects with the signal's reason when that fires before. */
export type Delay = (milliseconds: number, signal?: AbortSignal) => Promise<void>

export const realDelay: Delay = async (milliseconds, signal) => {
  try {
    await setTimeout(milliseconds, undefined, { signal })
  } catch (error) {
    // Whoever gave up has said why.
    throw signal?.aborted ? signal.reason : error
  }
}

/** Waits before attempt `attempt + 1`: full jitter on 100 ms doubled each time, at most 20 s. */
export async function backOff(attempt: number, delay: Delay, signal?: AbortSignal): Promise<void> {
  const most = Math.min(20_000, 100 * 2 ** (attempt - 1))
  await delay(Math.random() * most, signal)
}
