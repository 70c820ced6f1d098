/** The operation calls of a session, in order: what `.record` and `.script` look at. */
import type { OperationName } from '../model/operations.ts'

/** A call that was sent, or that was about to be. */
export interface Call {
  readonly operation: OperationName
  /** As it was sent, without undefined members; bytes as Uint8Array. */
  readonly input: Readonly<Record<string, unknown>>
  /** What came back; absent while it runs and when it failed. */
  output?: Readonly<Record<string, unknown>>
  /** Why it failed. */
  error?: unknown
  /** Whether the request has left this computer, as far as is known. */
  sent: boolean
}

export class CallLog {
  readonly #calls: Call[] = []

  get calls(): readonly Call[] {
    return this.#calls
  }

  add(call: Call): void {
    this.#calls.push(call)
  }

  /** The calls that have neither an output nor an error yet. */
  underWay(): Call[] {
    return this.#calls.filter(({ output, error }) => output === undefined && error === undefined)
  }
}
