/** The timers of a session, and which run of it is under way while their callbacks run. */
import { promisify } from 'node:util'

/**
 * Tells which run the code belongs to that runs now. The stack knows, across awaits; a callback of a timer
 * has lost it and is told. (An AsyncLocalStorage would know all this, but while one is in use on Node 20
 * and 22, code cannot be terminated without ending the process: its hooks check a stack of their own, that
 * then has not been unwound.)
 */
export class Runs {
  readonly #onStack: () => number | undefined
  #told: number | undefined
  /** The session has ended: what its timers would still do is not done. */
  areOver = false

  constructor(onStack: () => number | undefined) {
    this.#onStack = onStack
  }

  get current(): number | undefined {
    return this.#told ?? this.#onStack()
  }

  /** The callback, as a part of the run that is under way now. */
  bind<A extends unknown[]>(callback: (...args: A) => unknown): (...args: A) => unknown {
    const run = this.current
    return (...args) => {
      const before = this.#told
      this.#told = run
      try {
        return callback(...args)
      } finally {
        this.#told = before
      }
    }
  }
}

/**
 * setTimeout, setInterval and setImmediate as inputs find them. Their callbacks run in a microtask of
 * their own: one that never yields can be terminated there, while in the timer itself it would leave Node
 * with a broken stack of asynchronous contexts, for which Node ends the process.
 */
export function timers(runs: Runs): Record<string, unknown> {
  return Object.fromEntries(
    (['setTimeout', 'setInterval', 'setImmediate'] as const).map((name) => {
      const native = globalThis[name] as (...args: unknown[]) => unknown
      const timer = (callback: unknown, ...rest: unknown[]) => {
        // Node words what is wrong with it.
        if (typeof callback !== 'function') return native(callback, ...rest)
        const bound = runs.bind(callback as (...args: unknown[]) => unknown)
        const run = (...args: unknown[]) => {
          if (runs.areOver) return clearInterval(handle as NodeJS.Timeout)
          void Promise.resolve(args)
            .then((all) => bound(...all))
            .catch(rethrow)
        }
        const handle = native(run, ...rest)
        return handle
      }
      const traits = Object.getOwnPropertyDescriptors(native)
      const { name: named, length, [promisify.custom]: promised } = traits as PropertyDescriptorMap
      Object.defineProperties(timer, { name: named!, length: length!, [promisify.custom]: promised ?? {} })
      return [name, timer]
    }),
  )
}

/** What a callback throws is an uncaught exception, as it is in any timer. */
function rethrow(error: unknown): void {
  process.nextTick(() => {
    throw error
  })
}
