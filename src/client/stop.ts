/** What ends a call before its time: its caller, its deadline, or the end of the connection. */
import { localError } from './errors.ts'

/** Milliseconds; a timer that is to wait longer does not wait at all. */
export const longestTimer = 2 ** 31 - 1

/** What a promise comes to, unless the signal fires before: then its reason, and nobody waits any longer. */
export function unlessStopped<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/**
 * The calls that a caller's signal ends. They share one listener: Node 20 takes more than ten of them for a
 * leak, and a hundred calls with one signal are nothing unusual.
 */
const endedBy = new WeakMap<AbortSignal, Set<Stop>>()

function follow(signal: AbortSignal, stop: Stop): void {
  const known = endedBy.get(signal)
  if (known) {
    known.add(stop)
    return
  }
  endedBy.set(signal, new Set([stop]))
  signal.addEventListener('abort', giveAll, { once: true })
}

function leave(signal: AbortSignal, stop: Stop): void {
  const known = endedBy.get(signal)
  if (!known?.delete(stop) || known.size > 0) return
  endedBy.delete(signal)
  signal.removeEventListener('abort', giveAll)
}

function giveAll(this: AbortSignal): void {
  for (const stop of endedBy.get(this) ?? []) stop.give(this.reason)
}

export class Stop {
  readonly #controller = new AbortController()
  readonly #caller: AbortSignal | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(caller: AbortSignal | undefined) {
    this.#caller = caller
    if (caller?.aborted) this.#controller.abort(caller.reason)
    else if (caller) follow(caller, this)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** From now on the call has so many milliseconds, whatever it had before; 0 for ever. */
  limit(name: string, milliseconds: number): void {
    clearTimeout(this.#timer)
    if (milliseconds === 0) return
    const tooLong = () =>
      this.give(localError('TimeoutError', `${name} was not done within ${milliseconds} ms`))
    this.#timer = setTimeout(tooLong, milliseconds)
  }

  give(reason: unknown): void {
    this.#controller.abort(reason)
  }

  /** The call is over: leaves neither a timer nor a listener. */
  end(): void {
    clearTimeout(this.#timer)
    if (this.#caller) leave(this.#caller, this)
  }
}
