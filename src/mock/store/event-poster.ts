/**
 * Case changes, posted as the EventBridge events that the service sends. Source of their shape: the
 * AWS Support user guide, "Support Case Update event".
 */

import type { Ids } from '../ids.ts'
import { formatTime } from '../times.ts'
import type { CaseChange, Change, Changes } from './changes.ts'

export interface SupportCaseUpdate {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': 'Support Case Update'
  readonly source: 'aws.support'
  readonly account: string
  /** Whole seconds: `2022-02-21T15:51:31Z`. */
  readonly time: string
  readonly region: string
  readonly resources: readonly []
  readonly detail: {
    readonly 'case-id': string
    readonly 'display-id': string
    /** Empty where no communication was added. */
    readonly 'communication-id': string
    readonly 'event-name': Exclude<CaseChange['name'], 'AssignCase'>
    /** Empty where no communication was added. */
    readonly origin: 'AWS' | 'CUSTOMER' | ''
  }
}

/** The event for a change; undefined when the service sends none. */
export function eventOf(change: Change, ids: Ids): SupportCaseUpdate | undefined {
  if (!change || change.name === 'AssignCase') return undefined
  return {
    version: '0',
    id: ids.eventId(),
    'detail-type': 'Support Case Update',
    source: 'aws.support',
    account: change.accountId,
    time: `${formatTime(change.time).slice(0, 19)}Z`,
    // The region of the service's one endpoint.
    region: 'us-east-1',
    resources: [],
    detail: {
      'case-id': change.case.caseId,
      'display-id': change.case.displayId,
      'communication-id': change.communication ? ids.communicationId() : '',
      'event-name': change.name,
      origin: change.origin ?? '',
    },
  }
}

/** For so long, in milliseconds, the receiver may take over one event, and over all that wait at the end. */
const patience = 5_000

/** Delivery is "best effort" in the service too: when the receiver falls this far behind, events are dropped. */
const mostWaiting = 10_000

export class EventPoster {
  readonly #url: string
  readonly #failed: (reason: string) => void
  readonly #patience: number
  readonly #stopListening: () => void
  readonly #waiting: SupportCaseUpdate[] = []
  readonly #end = new AbortController()
  #posting: Promise<void> | undefined

  /**
   * Posts every change from now on, one after the other. `failed` hears why one was not delivered. The
   * receiver has `most` milliseconds for each.
   */
  constructor(
    url: string,
    { changes, ids }: { readonly changes: Changes; readonly ids: Ids },
    failed: (reason: string) => void,
    most = patience,
  ) {
    this.#url = url
    this.#failed = failed
    this.#patience = most
    this.#stopListening = changes.listen((change) => this.#take(eventOf(change, ids)))
  }

  /** Delivers what has happened, then no more. A receiver that is too slow does not get the rest. */
  async close(): Promise<void> {
    this.#stopListening()
    const end = setTimeout(() => this.#end.abort(), this.#patience)
    await this.#posting
    clearTimeout(end)
  }

  #take(event: SupportCaseUpdate | undefined): void {
    if (!event) return
    if (this.#waiting.length >= mostWaiting) {
      this.#failed(`more than ${mostWaiting} events wait: one was dropped`)
      return
    }
    this.#waiting.push(event)
    this.#posting ??= this.#postAll()
  }

  async #postAll(): Promise<void> {
    for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) {
      const reason = await this.#post(event)
      if (reason) this.#failed(`${event.detail['event-name']} of ${event.detail['case-id']}: ${reason}`)
      if (!this.#end.signal.aborted || this.#waiting.length === 0) continue
      this.#failed(`the mock ends, and ${this.#waiting.length} more waited`)
      this.#waiting.length = 0
    }
    this.#posting = undefined
  }

  async #post(event: SupportCaseUpdate): Promise<string | undefined> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        // An event goes where it was told to, and nowhere else.
        redirect: 'manual',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(event),
        signal: AbortSignal.any([AbortSignal.timeout(this.#patience), this.#end.signal]),
      })
      await response.body?.cancel()
      return response.ok ? undefined : `the receiver answered ${response.status}`
    } catch (error) {
      const { cause, message, name } = error as Error & { cause?: { code?: string } }
      if (name === 'TimeoutError' || name === 'AbortError') return 'the receiver did not answer in time'
      return cause?.code ?? message
    }
  }
}
