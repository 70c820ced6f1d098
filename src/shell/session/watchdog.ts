/**
 * Stops code that never yields once an await lies behind it: V8's time limit and its Ctrl-C cover only
 * what runs before the first await. A thread of its own watches the main thread's heartbeat, reads the
 * terminal while that is silent, and terminates what runs there.
 */
import { Worker } from 'node:worker_threads'
import { type FromWatchdog, type ToWatchdog, type WatchdogData, watchdogWorker } from './watchdog-worker.ts'

export interface WatchdogOptions {
  /** The terminal to read Ctrl-C from while the main thread is stuck; none where nobody sits. */
  readonly keyboard?: string
  /** Given what was typed there besides. */
  readonly onTyped?: (bytes: Buffer) => void
}

/** Milliseconds of silence after which the main thread counts as stuck. */
const patience = 200

export class Watchdog {
  readonly #options: WatchdogOptions
  readonly #beats = new Int32Array(new SharedArrayBuffer(4))
  #worker: Worker | undefined
  #heart: NodeJS.Timeout | undefined
  #broken = false
  /** The number of the run that is watched, or was watched last. */
  #run = 0
  #stopped: ((why: 'interrupt' | 'timeout') => void) | undefined

  constructor(options: WatchdogOptions = {}) {
    this.#options = options
  }

  /**
   * Whether nobody else has to stop what runs into a time limit, in milliseconds. Not this one: its thread may not
   * have begun, and comes late for what V8 stops to the millisecond.
   */
  suffices(_timeout: number): boolean {
    return false
  }

  /**
   * Watches until {@link rest}. What got stuck is terminated on Ctrl-C, and `timeout` milliseconds from
   * now; `stopped` hears of it when the main thread is free again.
   */
  watch(timeout: number | undefined, stopped: (why: 'interrupt' | 'timeout') => void): void {
    if (this.#broken || hooksAreOn()) return
    this.#stopped = stopped
    // A thread takes a while to start, and nothing before the first input needs it.
    this.#worker ??= this.#start()
    clearInterval(this.#heart)
    this.#heart = setInterval(() => Atomics.add(this.#beats, 0, 1), patience / 4).unref()
    this.#post({ kind: 'watch', run: ++this.#run, timeout })
  }

  rest(): void {
    if (!this.#heart) return
    clearInterval(this.#heart)
    this.#heart = undefined
    this.#stopped = undefined
    this.#post({ kind: 'rest' })
  }

  dispose(): void {
    this.rest()
    void this.#worker?.terminate()
    this.#worker = undefined
  }

  #start(): Worker {
    const { keyboard, onTyped } = this.#options
    const workerData: WatchdogData = { beats: this.#beats, patience, keyboard }
    const worker = new Worker(`(${watchdogWorker})()`, { eval: true, execArgv: [], workerData })
    worker.on('message', (message: FromWatchdog) => {
      if (message.kind === 'typed') onTyped?.(Buffer.from(message.bytes))
      else if (message.run === this.#run) this.#stopped?.(message.why)
    })
    // No terminal to read from, or no threads: everything but the stopping works as before.
    worker.on('error', () => {
      this.#broken = true
      this.rest()
    })
    worker.unref()
    return worker
  }

  #post(message: ToWatchdog): void {
    this.#worker?.postMessage(message)
  }
}

/**
 * Whether asynchronous hooks follow promises, as AsyncLocalStorage needs them on Node 20 and 22. Code that
 * is terminated then leaves a stack of them behind that Node ends the process for.
 */
export function hooksAreOn(): boolean {
  return Object.getOwnPropertySymbols(Promise.resolve()).length > 0
}
