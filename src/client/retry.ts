/** When a request is worth another try, how long to wait before it, and how many tries a connection can afford. */
import { setTimeout } from 'node:timers/promises'
import type { SupportError } from './errors.ts'
import { isThrottling } from './fault-kinds.ts'

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

/** A number from 0 on, below 1, as `Math.random` gives it. */
export type Random = () => number

const most = 20_000
const base = { transient: 50, throttled: 1000 } as const

/**
 * Milliseconds before the attempt after `attempt` (which counts from 1): full jitter on a base that doubles,
 * at most 20 s. What the service asks for holds, up to 5 s more. Source: standard mode of the official clients.
 */
export function backOff(error: SupportError, attempt: number, random: Random = Math.random): number {
  const start = isThrottling(error) ? base.throttled : base.transient
  const own = Math.floor(random() * Math.min(most, start * 2 ** (attempt - 1)))
  const { retryAfter = 0 } = error
  return Math.max(own, Math.min(retryAfter, own + 5000))
}

const capacity = 500
const costs = { transient: 14, throttled: 5 } as const

/**
 * The token bucket of standard mode: a service that is down is not stormed. Every other try costs tokens,
 * which a success brings back; when there are none left, the first failure is final.
 */
export class RetryQuota {
  #tokens = capacity

  /** Takes what another try costs; undefined when it cannot be afforded. */
  take(error: SupportError): number | undefined {
    const cost = isThrottling(error) ? costs.throttled : costs.transient
    if (this.#tokens < cost) return undefined
    this.#tokens -= cost
    return cost
  }

  /** After a success: what the last try has cost comes back, or one token where there was none. */
  giveBack(cost = 1): void {
    this.#tokens = Math.min(capacity, this.#tokens + cost)
  }
}
