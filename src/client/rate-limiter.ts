/** The adaptive retry mode: requests wait for their turn at the rate that the service lets through. */
import type { SupportError } from './errors.ts'

export interface RateLimiter {
  /** Waits until a request may go out. */
  turn(): Promise<void>
  /** What became of a request. */
  learn(error?: SupportError): void
}

/** The official clients' limiter, loaded only for those who ask for the mode. */
export async function adaptiveLimiter(): Promise<RateLimiter> {
  const { DefaultRateLimiter } = await import('@smithy/core/retry')
  const limiter = new DefaultRateLimiter()
  return {
    turn: () => limiter.getSendToken(),
    learn: (error) => {
      const { name, statusCode } = error ?? {}
      limiter.updateClientSendingRate({ name, $metadata: { httpStatusCode: statusCode } })
    },
  }
}
