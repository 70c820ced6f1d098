/** A write that must not be sent twice: remembered while it is under way, and looked for when its answer is lost. */
import type { Input, OperationName, Output } from '../../model/operations.ts'
import type { ServiceClock } from '../clock.ts'
import { SupportError } from '../errors.ts'
import type { Delay } from '../retry.ts'
import { type Entry, ledger } from './ledger.ts'
import { type During, type Found, type Look, looks, type Read } from './looks.ts'

/** A write on its way. */
export interface Write {
  readonly operation: OperationName
  readonly input: Readonly<Record<string, unknown>>
  readonly endpoint: string
}

/**
 * What looking came to: the answer that the write would have had, or how often it was not there. `several`
 * are there that this process did not make: somebody else writes the same, and one of them may be this one.
 */
export type Finding =
  | { readonly output: Record<string, unknown> }
  | { readonly looks: number; readonly failure?: SupportError; readonly several?: readonly Found[] }

/** How to look. */
export interface Looking {
  readonly read: Read
  readonly delay: Delay
  readonly signal: AbortSignal
}

// The service may still be at work on a request whose answer is lost, and its lists may lag behind.
const pauses = [250, 1000, 3000] as const

/** Before the service has told its time, clocks may be this far apart. */
const unknownSkew = 15 * 60_000

export class Trace {
  readonly #write: Write
  readonly #look: Look<OperationName>
  readonly #clock: ServiceClock
  readonly #entry: Entry

  /** The trace of a write that is about to be sent; undefined where it leaves nothing that could be seen. */
  static of(write: Write, clock: ServiceClock): Trace | undefined {
    const look = looks[write.operation] as Look<OperationName> | undefined
    return look && new Trace(write, look, clock)
  }

  private constructor(write: Write, look: Look<OperationName>, clock: ServiceClock) {
    const { endpoint, operation, input } = write
    this.#write = write
    this.#look = look
    this.#clock = clock
    const text = look.text(input as Input<OperationName>)
    this.#entry = ledger.begin([endpoint, operation, ...text], clock.local())
  }

  /** Its answer has arrived. */
  answered(output: Record<string, unknown>): void {
    ledger.claim(this.#entry, this.#look.idOf?.(output as Output<OperationName>))
  }

  /** The call is over. */
  end(): void {
    ledger.end(this.#entry, this.#clock.local())
  }

  /** Looks some times, until the effect is there. Rejects only with the reason of the signal. */
  async find({ read, delay, signal }: Looking): Promise<Finding> {
    ledger.disclaim(this.#entry)
    let failure: SupportError | undefined
    let several: readonly Found[] | undefined
    for (const pause of pauses) {
      await delay(pause, signal)
      try {
        const found = await this.#look.find(this.#write.input as Input<OperationName>, this.#during(), read)
        failure = undefined
        const { free, doubtful } = this.#withoutThoseOfOthers(found)
        const [first] = this.#look.isState ? found : free
        several = !this.#look.isState && free.length > 1 + doubtful ? free : undefined
        if (first && !several) {
          ledger.claim(this.#entry, first.id)
          return { output: first.output }
        }
      } catch (error) {
        if (signal.aborted || !(error instanceof SupportError)) throw error
        failure = error
      }
    }
    return { looks: pauses.length, failure, several }
  }

  #during(): During {
    const { startedAt } = this.#entry
    const clock = this.#clock
    return {
      since: () => clock.boundsOf(startedAt)?.earliest ?? startedAt - unknownSkew,
      bounds() {
        const [first, last] = [clock.boundsOf(startedAt), clock.boundsOf(clock.local())]
        return first && last && { earliest: first.earliest, latest: last.latest }
      },
    }
  }

  /** What is found and cannot be the effect of a write that is the same to whoever looks. */
  #withoutThoseOfOthers(found: readonly Found[]): { readonly free: readonly Found[]; doubtful: number } {
    const { startedAt } = this.#entry
    const bounds = this.#clock.boundsOf(startedAt)
    // An effect of one that ended before this one began may still seem to be later, as far as clocks tell.
    const others = ledger.like(this.#entry, bounds ? startedAt - (bounds.latest - bounds.earliest) : 0)
    const free = found.filter(({ id }) => id === undefined || !others.ids.has(id))
    // Each of the others whose effect has no id accounts for one that is found; each under way may.
    return { free: free.slice(others.open + others.claims - others.ids.size), doubtful: others.doubtful }
  }
}
