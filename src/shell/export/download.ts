/** A large attachment, fetched by its signed link. The link's query is a secret: no message shows it. */
import { localError } from '../../client/errors.ts'
import { networkReason } from '../../client/network-reason.ts'
import { userAgent } from '../../client/user-agent.ts'

/** The bytes behind a link, piece by piece. Throws a SupportError, or the reason of the signal. */
export async function* download(
  url: string,
  {
    title,
    signal,
    patience,
  }: {
    /** How the file is called in messages. */
    readonly title: string
    readonly signal: AbortSignal
    /** Milliseconds that it may stand still. */
    readonly patience: number
  },
): AsyncGenerator<Uint8Array, void> {
  const { default: fetch } = await import('node-fetch')
  const { host } = new URL(url)
  const still = new AbortController()
  const timer = setTimeout(() => still.abort(), patience)
  // node-fetch lets an error go uncaught when its signal has fired before it begins.
  signal.throwIfAborted()
  try {
    const answer = await fetch(url, {
      headers: { 'user-agent': userAgent },
      // As it is stored: its length and its sum are those of the file.
      compress: false,
      redirect: 'manual',
      signal: AbortSignal.any([signal, still.signal]),
    })
    if (answer.status !== 200) throw new Refusal(answer.status)
    for await (const piece of answer.body!) {
      timer.refresh()
      yield piece as Uint8Array
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason
    const refusal = error instanceof Refusal ? error : undefined
    const reason = still.signal.aborted
      ? `nothing moved for ${patience} ms`
      : refusal
        ? `it answered with status ${refusal.statusCode}`
        : networkReason(error as Error)
    // No cause: node-fetch puts the whole link into its errors.
    throw localError('NetworkError', `${host} did not give ${title}: ${reason}`, {
      ...(refusal && { statusCode: refusal.statusCode }),
    })
  } finally {
    clearTimeout(timer)
  }
}

class Refusal extends Error {
  readonly statusCode: number

  constructor(statusCode: number) {
    super(`status ${statusCode}`)
    this.statusCode = statusCode
  }
}
