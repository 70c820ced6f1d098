/** Evaluates what may be given up: after a time, by Ctrl-C, or because somebody says so. */
import { type Evaluated, type Evaluator, isPending, settled } from './evaluator.ts'
import { timedOut } from './run-stopped.ts'
import { Running } from './running.ts'
import type { Limits } from './stoppable.ts'
import type { Watchdog } from './watchdog.ts'

// Code that is evaluated may replace it, as those do who make time up.
const { nextTick } = process

/** What is known of code before it is evaluated. */
export interface Traits {
  /** It waits for nothing before it has its value. */
  readonly isStraight?: boolean
  /** It declares nothing, so that a script will do. */
  readonly isScript?: boolean
}

export class Supervisor {
  readonly #evaluator: Evaluator
  readonly #interruption: () => Error
  readonly #watchdog: Watchdog | undefined
  /** What runs now, or is about to. */
  running: Running | undefined

  constructor(evaluator: Evaluator, interruption: () => Error, watchdog: Watchdog | undefined) {
    this.#evaluator = evaluator
    this.#interruption = interruption
    this.#watchdog = watchdog
  }

  /** Whether the watchdog alone sees to it that a run ends. */
  suffices({ timeout, interruptible }: Limits): boolean {
    return timeout !== undefined && !interruptible && this.#watchdog?.suffices(timeout) === true
  }

  /** Evaluates code, and waits for its value where that is a promise. What is given up has thrown the reason. */
  async evaluate(
    code: string,
    { timeout, interruptible }: Limits = {},
    running = new Running(),
    { isStraight = false, isScript = false }: Traits = {},
  ): Promise<Evaluated> {
    this.running = running
    const givenUp = new Promise<Evaluated>((resolve) => {
      running.whenGivenUp((reason) => resolve({ status: 'thrown', value: reason }))
    })
    const began = performance.now()
    let timer: NodeJS.Timeout | undefined
    const limit = (milliseconds: number) => {
      timer ??= setTimeout(() => running.abort(timedOut(timeout)), milliseconds)
    }
    try {
      if (running.isGivenUp) return await givenUp
      const isWatched = this.suffices({ timeout, interruptible })
      this.#watch(timeout, interruptible, running)
      // A timer comes too late for what does not wait.
      if (timeout !== undefined && !isStraight) limit(timeout)
      const evaluation =
        isWatched && isStraight && isScript
          ? this.#evaluateScript(code)
          : this.#evaluator.evaluate(code, { timeout: isWatched ? undefined : timeout, interruptible })
      let evaluated = await Promise.race([evaluation, givenUp])
      if (isPending(evaluated)) {
        if (timeout !== undefined) limit(timeout - (performance.now() - began))
        evaluated = await Promise.race([settled(evaluated), givenUp])
      }
      // What was left to microtasks and ticks may not end: it is watched, too.
      if (this.#watchdog && (timeout !== undefined || interruptible))
        await Promise.race([new Promise(nextTick), givenUp])
      const isLate = this.#watchdog && timeout !== undefined && performance.now() - began > timeout
      const isStopped = evaluated.status === 'timeout' || (isWatched && evaluated.status === 'interrupted')
      if (isLate || isStopped) running.abort(timedOut(timeout))
      else if (evaluated.status === 'interrupted') return { status: 'thrown', value: this.#interruption() }
      return running.isGivenUp ? await givenUp : evaluated
    } finally {
      clearTimeout(timer)
      this.#watchdog?.rest()
      this.running = undefined
    }
  }

  dispose(): void {
    this.#watchdog?.dispose()
  }

  #watch(timeout: number | undefined, interruptible: Limits['interruptible'], running: Running): void {
    if (timeout === undefined && !interruptible) return
    this.#watchdog?.watch(timeout, (why) =>
      running.abort(why === 'interrupt' ? this.#interruption() : timedOut(timeout)),
    )
  }

  /** Evaluates in a microtask of its own: where a watchdog ends it, nothing else is lost. */
  async #evaluateScript(code: string): Promise<Evaluated> {
    await null
    return this.#evaluator.evaluateScript(code)
  }
}
