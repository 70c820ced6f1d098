/** Keeps the keys of a connection while they are good, and fetches them anew before and after that. */
import type { Credentials, CredentialsSource } from './credentials.ts'
import { localError, reworded, SupportError } from './errors.ts'

/** Keys that end within so many milliseconds are fetched anew: the official clients' five minutes. */
const margin = 5 * 60_000

/** Faults that say that the keys are no longer, or never were, good. */
const keyFaults = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'TokenRefreshRequired',
  'UnrecognizedClientException',
])

/** Whether the service refuses the keys, and so has done nothing. */
export function refusesKeys(error: unknown): error is SupportError {
  return error instanceof SupportError && keyFaults.has(error.name)
}

export class CredentialsKeeper {
  readonly #source: CredentialsSource
  readonly #now: () => number
  #kept: Credentials | undefined
  /** Which fetch they came from: one that was overtaken brings older ones. */
  #keptFrom = 0
  #fetches = 0
  #fetching: Promise<Credentials> | undefined
  #renewing: Promise<Credentials> | undefined
  #renewals = 0

  constructor(source: CredentialsSource, now: () => number = Date.now) {
    this.#source = source
    this.#now = now
  }

  /** How often keys were renewed because the service had refused them. */
  get renewals(): number {
    return this.#renewals
  }

  /** Keys that are good for some minutes, where the source has such; one fetch for all who ask meanwhile. */
  async get(): Promise<Credentials> {
    const kept = this.#kept
    if (kept && !this.#endsWithin(kept, margin)) return kept
    this.#fetching ??= this.#fetch(false).finally(() => {
      this.#fetching = undefined
    })
    try {
      return await this.#fetching
    } catch (error) {
      // They still do: who asks next tries again.
      if (kept && !this.#endsWithin(kept, 0)) return kept
      throw error
    }
  }

  /**
   * Fetches keys in the place of those that the service has refused; `seen` are the renewals before the
   * refused request. Answers whether it is worth sending again. Rejects when there are no keys to be had.
   */
  async renew(seen: number): Promise<boolean> {
    // Another call was refused as well, and was quicker.
    if (seen !== this.#renewals) return true
    const old = this.#kept
    this.#renewing ??= this.#fetch(true).finally(() => {
      this.#renewing = undefined
      this.#renewals++
    })
    const fresh = await this.#renewing
    return this.#source.refreshes || !isSame(old, fresh)
  }

  /** The service's refusal with what a person can do; `cause` when new keys could not be fetched. */
  refused(fault: SupportError, cause?: SupportError): SupportError {
    const words = fault.message.replace(/\.$/, '')
    return cause
      ? reworded(fault, `${words}; new credentials: ${cause.message}`, cause)
      : reworded(fault, `${words}; ${this.#source.renewal}`)
  }

  #endsWithin({ expiration }: Credentials, milliseconds: number): boolean {
    return expiration !== undefined && expiration.getTime() - this.#now() <= milliseconds
  }

  async #fetch(forceRefresh: boolean): Promise<Credentials> {
    const fetch = ++this.#fetches
    try {
      const fetched = await this.#source.fetch({ forceRefresh })
      if (!fetched?.accessKeyId || !fetched.secretAccessKey) {
        throw localError('CredentialsError', 'Credentials need accessKeyId and secretAccessKey')
      }
      const { accessKeyId, secretAccessKey, sessionToken = '' } = fetched
      if (![accessKeyId, secretAccessKey, sessionToken ?? ''].every(isPlain)) {
        throw localError(
          'CredentialsError',
          'The credentials hold something besides letters, digits and signs',
        )
      }
      if (fetch < this.#keptFrom && this.#kept) return this.#kept
      this.#kept = {
        ...{ accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined },
        expiration: endOf(fetched),
      }
      this.#keptFrom = fetch
      return this.#kept
    } catch (cause) {
      if (cause instanceof SupportError) throw cause
      const said = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
      throw localError('CredentialsError', `The credentials could not be fetched: ${said}`, { cause })
    }
  }
}

/** What comes from JSON has a text in the place of a Date. */
function endOf({ expiration }: Credentials): Date | undefined {
  if (expiration === undefined || expiration === null) return undefined
  const end = new Date(expiration)
  if (!Number.isNaN(end.getTime())) return end
  throw localError('CredentialsError', 'The expiration of credentials must be a Date')
}

// A line end or blank got in by copying; a header could not carry it.
const isPlain = (text: unknown): boolean => typeof text === 'string' && /^[!-~]*$/.test(text)

const isSame = (one: Credentials | undefined, other: Credentials): boolean =>
  one?.accessKeyId === other.accessKeyId &&
  one.secretAccessKey === other.secretAccessKey &&
  one.sessionToken === other.sessionToken
