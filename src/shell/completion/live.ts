/**
 * Values that only the service knows: ids of cases, services, checks. They are read in the background
 * and kept, so that TAB answers at once.
 */
import { SupportError } from '../../client/errors.ts'
import { type Clock, type Kept, KeptList, type LiveValue } from './kept-list.ts'
import { type LiveKindName, liveKinds } from './live-members.ts'
import {
  attachmentPages,
  casePages,
  checkPages,
  type Reads,
  type Service,
  servicePages,
} from './live-pages.ts'
import { oneLine } from './one-line.ts'
import { quoted } from './quoting.ts'

/** What is known of a kind. */
export interface Known {
  readonly values: readonly LiveValue[]
  /** Why there may be nothing to show, in one line; absent where all is there. */
  readonly message?: string
  /** Fulfilled when more is known; absent where nothing more is on its way. */
  readonly pending?: Promise<void>
}

const ordinaryClock: Clock = {
  now: Date.now,
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds)
    return () => clearTimeout(timer)
  },
}

/** Cases come and go, in milliseconds. */
const shortLife = 30_000
/** The catalogs of services and checks hardly ever change. */
const longLife = 600_000

export class LiveValues {
  readonly #cases
  readonly #services: KeptList<Service>
  readonly #checks
  readonly #attachments

  /**
   * @param connection one of its own: the calls of inputs, and what interrupts them, are not its business
   * @param clock the computer's when absent
   */
  constructor(connection: Reads, clock: Clock = ordinaryClock) {
    const list = <T extends LiveValue>(
      pages: (connection: Reads, signal: AbortSignal) => AsyncIterable<readonly T[]>,
      lifetime: number,
      time?: (value: T) => string,
    ) => new KeptList({ pages: (signal) => pages(connection, signal), lifetime, clock, time })
    this.#cases = list(casePages, shortLife, ({ time }) => time)
    this.#attachments = list(attachmentPages, shortLife)
    this.#services = list(servicePages, longLife)
    this.#checks = list(checkPages, longLife)
  }

  /**
   * What is known of a kind of value, after at most 300 ms; never rejects.
   *
   * @param serviceCode whose categories are wanted
   */
  async get(kind: LiveKindName, serviceCode?: string): Promise<Known> {
    switch (kind) {
      case 'cases':
        return known(kind, await this.#cases.get())
      case 'displays': {
        const kept = await this.#cases.get()
        return known(kind, {
          ...kept,
          values: kept.values.map(({ display }) => display).filter((each) => each !== undefined),
        })
      }
      case 'services':
        return known(kind, await this.#services.get())
      case 'checks':
        return known(kind, await this.#checks.get())
      case 'attachments':
        return known(kind, await this.#attachments.get())
      case 'categories':
        return this.#categories(serviceCode)
    }
  }

  /** Forgets what a write may have changed; what is known stands in until it has been read again. */
  forget(): void {
    this.#cases.outdate()
    this.#attachments.outdate()
  }

  /** Gives up what is being read. The connection is left open. */
  close(): void {
    for (const list of [this.#cases, this.#services, this.#checks, this.#attachments]) list.close()
  }

  async #categories(serviceCode: string | undefined): Promise<Known> {
    if (serviceCode === undefined) {
      return { values: [], message: 'no categories: give serviceCode first, they are those of the service' }
    }
    const kept = await this.#services.get()
    const service = kept.values.find(({ value }) => value === serviceCode)
    if (!service && kept.values.length > 0 && !kept.fetching) {
      return { values: [], message: oneLine(`no categories: there is no service ${quoted(serviceCode)}`) }
    }
    return known('categories', { ...kept, values: service?.categories ?? [] })
  }
}

function known(kind: LiveKindName, { values, fetching, failure, news }: Kept<LiveValue>): Known {
  const { plural, none } = liveKinds[kind]
  // A failure of a while ago is better to know than that it is tried again.
  if (failure !== undefined) {
    const lack = values.length > 0 ? `${plural} may be out of date` : `no ${plural}`
    return { values, message: oneLine(`${lack}: ${reason(failure)}`) }
  }
  if (fetching) {
    return { values, message: `${plural} are still being fetched; press TAB again`, pending: news }
  }
  return values.length > 0 ? { values } : { values, message: none }
}

function reason(failure: unknown): string {
  if (!(failure instanceof Error)) return `not connected (${String(failure)})`
  const isFault = failure instanceof SupportError && failure.isServiceFault
  return isFault ? `${failure.name} (${failure.message})` : `not connected (${failure.message})`
}
