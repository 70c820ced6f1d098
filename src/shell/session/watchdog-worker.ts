/**
 * What the watchdog's thread runs. The function is handed over as text, since a build has no other way
 * to one thread's code that works from src and from dist alike: it may use nothing from outside itself.
 */

/** Shared with the thread: counts up as long as the main thread is alive. */
export interface WatchdogData {
  readonly beats: Int32Array
  /** How long, in milliseconds, the main thread may be silent until it counts as stuck. */
  readonly patience: number
  /** The terminal to read Ctrl-C from while the main thread cannot: `/dev/tty`. */
  readonly keyboard?: string
}

export type ToWatchdog =
  /** An input runs; it may take `timeout` milliseconds from now on. */
  { readonly kind: 'watch'; readonly run: number; readonly timeout?: number } | { readonly kind: 'rest' }

export type FromWatchdog =
  | { readonly kind: 'stopped'; readonly run: number; readonly why: 'interrupt' | 'timeout' }
  /** Keys that were typed while the main thread was stuck. */
  | { readonly kind: 'typed'; readonly bytes: Uint8Array }

export function watchdogWorker(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  const { Session } = process.getBuiltinModule('node:inspector')
  const { openSync } = process.getBuiltinModule('node:fs')
  const { ReadStream } = process.getBuiltinModule('node:tty')
  const { beats, patience, keyboard } = workerData as WatchdogData
  const port = parentPort!
  const ctrlC = 3

  let timer: NodeJS.Timeout | undefined
  let run = 0
  let deadline = Number.POSITIVE_INFINITY
  let seen = 0
  let seenAt = 0
  let keys: InstanceType<typeof ReadStream> | undefined

  const tell = (message: FromWatchdog) => port.postMessage(message)
  const stop = (why: 'interrupt' | 'timeout') => {
    rest()
    // The answer comes once the code has ended, when another run may be watched already.
    const stopped = run
    // Not connected before: Node would say at its end that it waits for a debugger.
    const inspector = new Session()
    inspector.connectToMainThread()
    inspector.post('Runtime.terminateExecution', () => {
      inspector.disconnect()
      tell({ kind: 'stopped', run: stopped, why })
    })
  }
  const listen = () => {
    if (keyboard === undefined || keys) return
    keys = new ReadStream(openSync(keyboard, 'r'))
    keys.on('data', (bytes: Buffer) => {
      const at = bytes.lastIndexOf(ctrlC)
      const typed = bytes.subarray(at + 1)
      if (typed.length > 0) tell({ kind: 'typed', bytes: typed })
      if (at >= 0) stop('interrupt')
    })
  }
  const deafen = () => {
    keys?.destroy()
    keys = undefined
  }
  const rest = () => {
    clearInterval(timer)
    timer = undefined
    deafen()
  }
  const look = () => {
    const now = performance.now()
    const count = Atomics.load(beats, 0)
    if (count !== seen) {
      seen = count
      seenAt = now
      return deafen()
    }
    if (now - seenAt < patience) return
    if (now > deadline) stop('timeout')
    else listen()
  }
  port.on('message', (message: ToWatchdog) => {
    rest()
    if (message.kind === 'rest') return
    run = message.run
    deadline = performance.now() + (message.timeout ?? Number.POSITIVE_INFINITY)
    seen = Atomics.load(beats, 0)
    seenAt = performance.now()
    timer = setInterval(look, patience / 4)
  })
}
