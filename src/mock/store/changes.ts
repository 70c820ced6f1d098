/** News of what changed in the mock, for those who save it, show it or pass it on. */
import type { Communication, SupportCase } from './support-case.ts'

/** A change of a case, in the words of the EventBridge events that the service sends. */
export interface CaseChange {
  /** `AssignCase` is the mock's own: the service sends no event for it. */
  readonly name: 'CreateCase' | 'AddCommunicationToCase' | 'ResolveCase' | 'ReopenCase' | 'AssignCase'
  readonly accountId: string
  readonly case: SupportCase
  readonly communication?: Communication
  /** Who wrote, where somebody wrote. */
  readonly origin?: 'AWS' | 'CUSTOMER'
  /** Milliseconds since 1970, by the mock's clock. */
  readonly time: number
}

/** Undefined when it is no case that changed: an attachment, the clock, everything. */
export type Change = CaseChange | undefined

export type Listener = (change: Change) => void

export class Changes {
  readonly #listeners = new Set<Listener>()
  /** How many there were. */
  count = 0

  /** Tells every listener. They must not throw. */
  tell(change?: CaseChange): void {
    this.count++
    for (const listener of this.#listeners) listener(change)
  }

  /** Calls `listener` from now on; answers what ends that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
