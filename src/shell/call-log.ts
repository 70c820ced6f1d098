/** The operation calls of a session, in order: what `.record`, `.script` and Ctrl-C look at. */
import type { CallEvent, ObservedCall } from '../client/observe.ts'
import type { OperationName } from '../model/operations.ts'

/** A call that was sent, or that was about to be. */
export interface Call {
  readonly operation: OperationName
  readonly endpoint: string
  /** As it was sent, without undefined members; bytes as Uint8Array. */
  readonly input: Readonly<Record<string, unknown>>
  /** What came back; absent while it runs and when it failed. */
  readonly output?: Readonly<Record<string, unknown>>
  /** Why it failed. */
  readonly error?: unknown
  /** Whether the request has left this computer, as far as is known. */
  readonly sent: boolean
}

/** How many calls are remembered: answers can be large. */
const limit = 1000

export class CallLog {
  readonly #calls = new Map<ObservedCall, Call>()

  /** The latest calls, oldest first. */
  get calls(): readonly Call[] {
    return [...this.#calls.values()]
  }

  /** Takes down what happens on a connection; see `Surroundings.observe`. */
  readonly observe = (event: CallEvent): void => {
    const { call } = event
    const before = this.#calls.get(call)
    if (event.type === 'started') this.#start(call)
    else if (before) this.#calls.set(call, further(call, before, event))
  }

  /** The calls that have neither an output nor an error yet. */
  underWay(): Call[] {
    return this.calls.filter((call) => !('output' in call) && !('error' in call))
  }

  #start(call: ObservedCall): void {
    this.#calls.set(call, further(call, { sent: false }))
    const [oldest] = this.#calls.keys()
    if (this.#calls.size > limit) this.#calls.delete(oldest!)
  }
}

function further(call: ObservedCall, { sent }: Pick<Call, 'sent'>, event?: CallEvent): Call {
  return {
    operation: call.operation,
    endpoint: call.endpoint,
    // Read when it is asked for: the copy of a large file need not be made.
    get input() {
      return call.input
    },
    sent: sent || event?.type === 'sent',
    ...(event?.type === 'answered' ? { output: event.output } : {}),
    ...(event?.type === 'failed' ? { error: event.error } : {}),
  }
}
