/** Runs code that may never yield, so that it can be stopped all the same. */
import vm from 'node:vm'

/** What stops code. It runs freely without either. */
export interface Limits {
  /** Milliseconds until it is given up. */
  readonly timeout?: number
  /**
   * Lets Ctrl-C stop code that never yields: called with what must run while the terminal sends
   * Ctrl-C as a signal.
   */
  readonly interruptible?: (run: () => void) => void
}

export type Ended<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'interrupted' }
  | { readonly status: 'timeout' }

const stoppedBy: Readonly<Record<string, 'interrupted' | 'timeout'>> = {
  ERR_SCRIPT_EXECUTION_INTERRUPTED: 'interrupted',
  ERR_SCRIPT_EXECUTION_TIMEOUT: 'timeout',
}

// Only a script can be stopped, so the function is called from one, in a context of its own.
let trampoline: { run: () => void } | undefined
const bounce = new vm.Script('run()')

/** What the function answers, or what has stopped it. Throws what it throws. */
export function runStoppable<T>({ interruptible, timeout }: Limits, run: () => T): Ended<T> {
  let ended: Ended<T> | undefined
  const call = () => {
    ended = { status: 'done', value: run() }
  }
  if (!interruptible && timeout === undefined) call()
  else {
    try {
      // Inside, so that no signal comes while nobody listens: it would be lost. A key waits for the watchdog.
      callFromScript(interruptible ? () => interruptible(call) : call, {
        breakOnSigint: interruptible !== undefined,
        timeout,
      })
    } catch (error) {
      const status = stoppedBy[(error as { code?: string }).code ?? '']
      if (!status) throw error
      // What is stopped runs no `finally`, so the terminal has not been given back.
      interruptible?.(() => {})
      return { status }
    }
  }
  return ended!
}

function callFromScript(run: () => void, options: vm.RunningScriptOptions): void {
  trampoline ??= vm.createContext({ run }) as { run: () => void }
  trampoline.run = run
  try {
    bounce.runInContext(trampoline as vm.Context, { ...options, displayErrors: false })
  } finally {
    trampoline.run = () => {}
  }
}
