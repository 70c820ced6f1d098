/** Sending a request until it is answered, refused for good, or must not be sent again. */
import type { OperationName } from '../model/operations.ts'
import type { Answer } from './answer.ts'
import type { ServiceClock } from './clock.ts'
import { refusesKeys } from './credentials-keeper.ts'
import { SupportError } from './errors.ts'
import { isClockSkew } from './fault-kinds.ts'
import { leavesOpen } from './outcome.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { logged } from './request-log.ts'
import { backOff, type Delay, type Random, type RetryQuota } from './retry.ts'
import type { Settings } from './settings.ts'
import { unlessStopped } from './stop.ts'

/** A request as it is sent, and how far it came. */
export interface Sending {
  readonly operation: OperationName
  readonly signal: AbortSignal
  /** It may be sent again when nobody knows whether it had an effect: it reads, or does no harm twice. */
  readonly repeatable: boolean
  attempts: number
  /** Whether that of the latest attempt was taken by a connection. */
  sent: boolean
  /** Whether it may have had an effect at some attempt. */
  inDoubt: boolean
}

/** What the requests of one connection share. */
export interface Sender {
  readonly settings: Settings
  readonly clock: ServiceClock
  readonly quota: RetryQuota
  readonly limiter: RateLimiter | undefined
  readonly delay: Delay
  readonly random?: Random
}

/** Sends by `send` as often as it takes. Rejects with the last error, which knows the number of attempts. */
export async function untilAnswered(
  sending: Sending,
  sender: Sender,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const { operation, signal } = sending
  const { settings, clock, quota, limiter, delay, random } = sender
  const { credentials } = settings
  // What is refused for its keys or its time alone had no effect, and goes out once more for each.
  let most = settings.maxAttempts
  const mended = { keys: false, time: false }
  let cost: number | undefined
  for (;;) {
    signal.throwIfAborted()
    const { renewals } = credentials
    const { corrections } = clock
    sending.attempts++
    sending.sent = false
    try {
      if (limiter) {
        await unlessStopped(signal, limiter.turn())
      }
      const answer = await logged(settings, { operation, attempt: sending.attempts }, send)
      quota.giveBack(cost)
      limiter?.learn()
      return answer
    } catch (error) {
      if (!(error instanceof SupportError)) throw error
      limiter?.learn(error)
      Object.assign(error, { attempts: sending.attempts })
      sending.inDoubt ||= sending.sent && leavesOpen(error)
      if (refusesKeys(error)) {
        if (mended.keys || !(await unlessStopped(signal, renewed(error, renewals, settings))))
          throw credentials.refused(error)
        mended.keys = true
        most++
      } else if (isClockSkew(error) && clock.corrections !== corrections && !mended.time) {
        mended.time = true
        most++
      } else {
        if (signal.aborted || sending.attempts >= most || !mayGoAgain(error, sending)) throw error
        cost = quota.take(error)
        if (cost === undefined) throw error
        await delay(backOff(error, sending.attempts, random), signal)
      }
    }
  }
}

function mayGoAgain(error: SupportError, { repeatable, inDoubt }: Sending): boolean {
  return error.retryable && (repeatable || !inDoubt)
}

async function renewed(fault: SupportError, renewals: number, { credentials }: Settings): Promise<boolean> {
  try {
    return await credentials.renew(renewals)
  } catch (error) {
    throw error instanceof SupportError ? credentials.refused(fault, error) : error
  }
}
