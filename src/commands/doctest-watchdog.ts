/**
 * Watches over the examples of a run: a thread that looks at shared memory now and then, so that starting and
 * ending an example costs next to nothing. (The shell's own is told by messages, which ten thousand examples
 * would notice, and also reads the keyboard.)
 */
import { Worker } from 'node:worker_threads'
import { hooksAreOn, Watchdog } from '../shell/session/watchdog.ts'

/** Where in the shared memory stands what. A run has an odd number, a pause an even one. */
const at = { heart: 0, run: 1, timeout: 2, stopped: 3, ready: 4 } as const

/** Milliseconds between two looks, and of silence after which the main thread counts as stuck. */
const pause = 50
const patience = 250

/** Milliseconds of a time limit that may be late by these; the longest that the shared memory holds. */
const generous = 1000
const longest = 2 ** 31 - 1

export class RunWatchdog extends Watchdog {
  readonly #shared = new Int32Array(new SharedArrayBuffer(20))
  #worker: Worker | undefined
  #heart: NodeJS.Timeout | undefined
  #run = 0
  #stopped: ((why: 'interrupt' | 'timeout') => void) | undefined

  /** A thread takes a while to begin: before the first example, it is ready by then. */
  start(): void {
    this.#worker ??= this.#begin()
  }

  override suffices(timeout: number): boolean {
    if (timeout < generous || timeout > longest || hooksAreOn()) return false
    this.start()
    return Atomics.load(this.#shared, at.ready) === 1
  }

  override watch(timeout: number | undefined, stopped: (why: 'interrupt' | 'timeout') => void): void {
    if (hooksAreOn()) return
    this.start()
    this.#stopped = stopped
    this.#shared[at.timeout] = timeout ?? 0
    // It may be all that is left to wait for: what the code had still to do goes with it when it is stopped.
    if (timeout !== undefined) this.#heart?.ref()
    this.#next(1)
  }

  override rest(): void {
    if (this.#run % 2 === 1) this.#next(1)
    this.#stopped = undefined
    this.#heart?.unref()
  }

  /** Sessions come and go; the watchdog stays until {@link end}. */
  override dispose(): void {
    this.rest()
  }

  end(): void {
    this.rest()
    clearInterval(this.#heart)
    Atomics.store(this.#shared, at.ready, 0)
    void this.#worker?.terminate()
    this.#worker = undefined
  }

  #next(steps: number): void {
    this.#run = (this.#run + steps) & 0x3fffffff
    Atomics.store(this.#shared, at.run, this.#run)
  }

  #begin(): Worker {
    this.#heart = setInterval(() => {
      Atomics.add(this.#shared, at.heart, 1)
      if (Atomics.load(this.#shared, at.stopped) === this.#run && this.#run % 2 === 1)
        this.#stopped?.('timeout')
    }, pause).unref()
    const worker = new Worker(`(${lookout})()`, {
      eval: true,
      execArgv: [],
      workerData: { shared: this.#shared, at, pause, patience },
    })
    // Without threads everything but the stopping works as before.
    worker.on('error', () => this.end())
    worker.unref()
    return worker
  }
}

/** What the thread runs; handed over as text, so it uses nothing from outside itself. */
function lookout(): void {
  const { workerData } = process.getBuiltinModule('node:worker_threads')
  const { Session } = process.getBuiltinModule('node:inspector')
  const { shared, at, pause, patience } = workerData as {
    shared: Int32Array
    at: Record<'heart' | 'run' | 'timeout' | 'stopped' | 'ready', number>
    pause: number
    patience: number
  }
  const seen = { run: 0, since: 0, heart: -1, heardAt: 0 }
  setInterval(() => {
    const now = performance.now()
    const run = Atomics.load(shared, at.run)
    const heart = Atomics.load(shared, at.heart)
    if (run !== seen.run) Object.assign(seen, { run, since: now })
    if (heart !== seen.heart) Object.assign(seen, { heart, heardAt: now })
    const timeout = shared[at.timeout]!
    if (run % 2 === 0 || timeout === 0) return
    if (now - seen.since < timeout || now - seen.heardAt < patience) return
    // Connected only now: a process that ends with an inspector on it says so.
    const inspector = new Session()
    inspector.connectToMainThread()
    inspector.post('Runtime.terminateExecution', () => {
      Atomics.store(shared, at.stopped, run)
      inspector.disconnect()
    })
    Object.assign(seen, { since: now })
  }, pause)
  Atomics.store(shared, at.ready, 1)
}
