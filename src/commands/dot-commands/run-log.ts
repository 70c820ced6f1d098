/**
 * The inputs of a session with what they printed and what the service made up for them, in order: what
 * `.record` looks at. Kept from the start, so that a recording can begin there; the oldest give way.
 */
import { SupportError } from '../../client/errors.ts'
import { type OperationName, operation as operationOf } from '../../model/operations.ts'
import type { CallLog } from '../../shell/call-log.ts'
import { isInterruption } from '../../shell/session/run-stopped.ts'
import type { Outcome } from '../../shell/session/session.ts'
import type { ConsoleTap } from './console-tap.ts'
import { plainText } from './plain-text.ts'
import { type MadeUpValue, madeUpIn } from './record/made-up.ts'

/** An input that has run. */
export interface Run {
  readonly source: string
  /** What it wrote to the console meanwhile; the console's colours are still in it. */
  readonly console: string
  /** The console wrote more than is kept. */
  readonly consoleIsCut: boolean
  /** The printed value or error, as a transcript has it; without a line end. */
  readonly text: string | undefined
  readonly failed: boolean
  /** It was given up with Ctrl-C. */
  readonly interrupted: boolean
  /** A write of it was refused, by a person or by --read-only. */
  readonly refused: boolean
  /** Writes were changed to dry runs, or could have been. */
  readonly dryRun: boolean
  /** The operations that it called, in order. */
  readonly called: readonly OperationName[]
  readonly madeUp: readonly MadeUpValue[]
  /** What writes made up among it: it is new in the world. */
  readonly written: ReadonlySet<string>
  /** Milliseconds between the end of the input before it and its own start. */
  readonly idle: number
  /** Milliseconds that it ran. */
  readonly took: number
}

export interface RunLogOptions {
  readonly tap: ConsoleTap
  readonly calls: CallLog
  /** Whether results are printed otherwise than Node does: as tables, as JSON. */
  readonly otherwise?: () => boolean
  readonly dryRun?: () => boolean
  /** Milliseconds, of any beginning. */
  readonly now?: () => number
}

type RunListener = (run: Run) => void | Promise<void>

/** So many characters of the console are kept of a run. */
const mostConsole = 1 << 20

/** So many inputs, and so many characters of theirs, are remembered. */
const mostRuns = 1000
const mostText = 1 << 24

export class RunLog {
  readonly #options: RunLogOptions
  readonly #now: () => number
  readonly #listeners = new Set<RunListener>()
  readonly #runs: Run[] = []
  #weight = 0
  /** How many inputs are no longer known. */
  forgotten = 0
  #console = ''
  #consoleIsCut = false
  #isRunning = false
  #idle = 0
  #began = 0
  #ended: number
  /** Answers and errors of calls that belong to an earlier input. */
  readonly #told = new WeakSet<object>()

  constructor(options: RunLogOptions) {
    this.#options = options
    this.#now = options.now ?? (() => performance.now())
    this.#ended = this.#now()
    options.tap.listen((text) => this.#hear(text))
  }

  /** The inputs so far, oldest first. */
  get runs(): readonly Run[] {
    return this.#runs
  }

  /** Until the function that is answered is called. The next input waits for the listener. */
  listen(listener: RunListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** For `SessionShellOptions.beforeRun`. */
  readonly beforeRun = (): void => {
    // What a timer of an earlier input wrote in between belongs to nobody.
    this.#console = ''
    this.#consoleIsCut = false
    this.#isRunning = true
    this.#began = this.#now()
    this.#idle = this.#began - this.#ended
  }

  /** For `SessionShellOptions.onRun`. */
  readonly onRun = async (source: string, outcome: Outcome): Promise<void> => {
    this.#isRunning = false
    this.#ended = this.#now()
    if (outcome.status === 'incomplete') return
    const run = this.#runOf(source, outcome)
    this.#keep(run)
    for (const listener of this.#listeners) await listener(run)
  }

  #hear(text: string): void {
    if (!this.#isRunning || this.#consoleIsCut) return
    this.#console += text
    if (this.#console.length <= mostConsole) return
    this.#console = this.#console.slice(0, mostConsole)
    this.#consoleIsCut = true
  }

  #runOf(source: string, outcome: Exclude<Outcome, { status: 'incomplete' }>): Run {
    const { otherwise, dryRun } = this.#options
    const madeUp = new Map<string, MadeUpValue>()
    const written = new Set<string>()
    const called: OperationName[] = []
    let refused = outcome.status === 'error' && isRefusal(outcome.error)
    for (const { operation, output, error } of this.#newCalls()) {
      called.push(operation)
      refused ||= isRefusal(error)
      if (error instanceof SupportError && error.requestId) {
        madeUp.set(error.requestId, { kind: 'id', text: error.requestId })
      }
      if (!output) continue
      for (const value of madeUpIn(operation, output)) {
        if (operationOf(operation).kind === 'write') written.add(value.text)
        madeUp.set(value.text, value)
      }
    }
    return {
      source,
      console: this.#console,
      consoleIsCut: this.#consoleIsCut,
      text: plainText(outcome, otherwise?.() ?? false),
      failed: outcome.status === 'error',
      interrupted: outcome.status === 'error' && isInterruption(outcome.error),
      refused,
      dryRun: (dryRun?.() ?? false) && called.length > 0,
      called,
      madeUp: [...madeUp.values()],
      written,
      idle: this.#idle,
      took: this.#ended - this.#began,
    }
  }

  #newCalls() {
    return this.#options.calls.calls.filter(({ output, error }) => {
      const end = output ?? error
      if (typeof end !== 'object' || end === null || this.#told.has(end)) return false
      this.#told.add(end)
      return true
    })
  }

  #keep(run: Run): void {
    this.#runs.push(run)
    this.#weight += weightOf(run)
    while (this.#runs.length > mostRuns || (this.#weight > mostText && this.#runs.length > 1)) {
      this.#weight -= weightOf(this.#runs.shift()!)
      this.forgotten++
    }
  }
}

const isRefusal = (error: unknown) => error instanceof SupportError && error.name === 'WriteRefused'

const weightOf = ({ source, console, text = '', madeUp }: Run) =>
  madeUp.reduce((sum, value) => sum + value.text.length, source.length + console.length + text.length)
