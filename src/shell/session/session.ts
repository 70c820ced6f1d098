/**
 * A session: source goes in, an outcome comes out. The shell, -e, script files, standard input and
 * transcripts all run on it. It knows no terminal.
 *
 *     source -> read -> rewrite -> evaluate -> outcome -> text
 *               syntax  rewrite    evaluator              print
 */
import { types } from 'node:util'
import { fileMethods } from '../../model/attachments.ts'
import { isOperationName, operationNames } from '../../model/operations.ts'
import { type ConsoleTarget, consoleOn } from './console.ts'
import { type Evaluated, Evaluator, isSyntaxError } from './evaluator.ts'
import { importer, type OwnModule, requirer } from './modules.ts'
import { declaresNothing, isPlain, isStraight } from './plain.ts'
import { errorText, type PrintOptions, valueText } from './print.ts'
import { hide, Remembered } from './remembered.ts'
import { importFunction, rewrite, type Unit } from './rewrite.ts'
import { interrupted, timedOut } from './run-stopped.ts'
import { Running } from './running.ts'
import { type Origin as CodeOrigin, Origins } from './stack.ts'
import { type Limits, runStoppable } from './stoppable.ts'
import { Supervisor, type Traits } from './supervisor.ts'
import { asInput, type Complete, read, readJavaScript, statements, whole } from './syntax.ts'
import { Runs, timers } from './timers.ts'
import type { Watchdog } from './watchdog.ts'

export interface SessionOptions {
  /** What inputs find on their global object. */
  readonly globals: Record<string, unknown>
  /** Where `import` looks from. */
  readonly directory: string
  readonly ownModule: OwnModule
  /** Where the console of inputs writes. */
  readonly stdout: ConsoleTarget
  readonly stderr: ConsoleTarget
  readonly print?: PrintOptions
  /** Stops what never yields after an await, where there is a time limit or a person with Ctrl-C. */
  readonly watchdog?: Watchdog
  /** The error of an input that Ctrl-C stops: made at that moment, when it is known what was under way. */
  readonly interruption?: () => Error
  /** Loads what an input may look at without waiting; the input waits for it. */
  readonly prepare?: (source: string) => Promise<void>
}

export interface RunOptions extends Limits {
  /** A file's name for messages; without it an input is called by its number. */
  readonly filename?: string
  /** Where its imports look from, if not where those of the session do. */
  readonly directory?: string
  /** The line of the file on which the source begins, from 1. */
  readonly line?: number
}

/** Told of what runs, and waited for. */
export interface InputListener {
  readonly beforeRun?: (source: string) => void | Promise<void>
  readonly onRun?: (source: string, outcome: Outcome) => void | Promise<void>
}

/** What became of an input. The text is what a terminal would show, without a line end. */
export type Outcome =
  | { readonly status: 'value'; readonly value: unknown; readonly text: string | undefined }
  | { readonly status: 'error'; readonly error: unknown; readonly text: string }
  | { readonly status: 'incomplete' }

interface Origin {
  readonly name: string
  readonly filename?: string
  /** The line of the file on which the text begins that was read. */
  readonly line: number
}

export class Session {
  readonly #evaluator = new Evaluator()
  readonly #origins = new Origins()
  readonly #print: PrintOptions
  readonly #supervisor: Supervisor
  readonly #interruption: () => Error
  readonly #prepare: (source: string) => Promise<void>
  readonly #runs = new Runs(() => this.#origins.running)
  /** Runs that were given up, by the number of their code: what is left of them sends nothing more. */
  readonly #givenUp = new Map<number, AbortSignal>()
  readonly #ownModule: OwnModule
  /** The names of the functions that import, by the folder from which they look. */
  readonly #importers = new Map<string, string>()
  readonly #remembered = new Remembered(this.#evaluator.global)
  #inputs = 0

  constructor({ globals, directory, ownModule, stdout, stderr, print = {}, ...options }: SessionOptions) {
    this.#print = print
    this.#interruption = options.interruption ?? (() => interrupted())
    this.#supervisor = new Supervisor(this.#evaluator, this.#interruption, options.watchdog)
    this.#prepare = options.prepare ?? (async () => {})
    // A stack that is written there shows no frames of this program.
    const clean = (text: string) => this.#origins.clean(text)
    const console = consoleOn(stdout, stderr, clean, print.colors ?? false)
    this.define({ ...globals, console, require: requirer(directory, ownModule) })
    for (const [name, value] of Object.entries(timers(this.#runs))) hide(this.#evaluator.global, name, value)
    // Taken before an input can replace it.
    this.parseJson = (this.#evaluator.global['JSON'] as typeof JSON).parse
    this.#ownModule = ownModule
    hide(this.#evaluator.global, importFunction, importer(directory, ownModule))
  }

  /** Puts values on the global object, where inputs find them and may replace them. */
  define(values: Record<string, unknown>): void {
    Object.assign(this.#evaluator.global, values)
  }

  /** Fires when the input is given up that asks, also when it asks long after. */
  get signal(): AbortSignal | undefined {
    return this.#givenUp.get(this.#runs.current ?? -1) ?? this.#supervisor.running?.signal
  }

  /** Whether the code that runs now, and asks, is code of an input. */
  get isRunning(): boolean {
    return this.#runs.current !== undefined
  }

  /** JSON.parse of the inputs' own world: what it makes are arrays and objects of that world. */
  readonly parseJson: (text: string) => unknown

  /** Runs one input. */
  async run(source: string, options: RunOptions = {}): Promise<Outcome> {
    // From here on it can be given up, although reading it may take a moment.
    const running = new Running()
    this.#supervisor.running = running
    try {
      const origin = this.#origin(options)
      const unread = await this.#runUnread(source, origin, options, running)
      if (unread) return unread
      const [reading] = await Promise.all([read(source), this.#prepare(source)])
      if (reading.status === 'incomplete') return reading
      if (reading.status === 'wrong') return await this.#wrong(source, reading, origin)
      return await this.#runUnit(whole(reading), reading, origin, options, running)
    } finally {
      this.#supervisor.running = undefined
    }
  }

  /**
   * Runs a whole text, statement by statement, and yields an outcome each. Nothing runs when the
   * text has a syntax error anywhere; nothing more runs once the caller stops asking. The listener is told of
   * each statement.
   */
  async *runScript(
    source: string,
    options: RunOptions = {},
    { beforeRun, onRun }: InputListener = {},
  ): AsyncGenerator<Outcome, void> {
    const origin = this.#origin(options)
    const [reading] = await Promise.all([read(source), this.#prepare(source)])
    if (reading.status === 'incomplete') {
      yield this.incomplete(source, options)
    } else if (reading.status === 'wrong') {
      yield this.#wrong(source, reading, origin)
    } else {
      for (const unit of statements(reading)) {
        const text = asInput(unit)
        await beforeRun?.(text)
        const outcome = await this.#runUnit(unit, reading, origin, options)
        await onRun?.(text, this.#asTyped(outcome))
        yield outcome
      }
    }
  }

  /** The outcome of a statement without the place where it stands in a file. */
  #asTyped(outcome: Outcome): Outcome {
    return outcome.status === 'error' ? { ...outcome, text: this.errorText(outcome.error) } : outcome
  }

  /** The outcome of an incomplete input that nothing follows. */
  incomplete(source: string, options: RunOptions = {}): Promise<Outcome> {
    const line = source.trimEnd().split('\n').length
    return this.#wrong(source, { message: 'Unexpected end of input', line }, this.#origin(options))
  }

  /** Gives up the input that runs now: its calls are aborted, its outcome is an error. */
  interrupt(reason = this.#interruption()): void {
    this.#supervisor.running?.abort(reason)
  }

  /** A value that can be had without running anything; see {@link Evaluator.peek}. */
  peek(expression: string): { readonly value: unknown } | undefined {
    return this.#evaluator.peek(expression)
  }

  /** The names that inputs can use: what they declared, and what is on the global object. */
  names(): string[] {
    const { global } = this.#evaluator
    return [...this.#evaluator.lexicalNames(), ...Object.getOwnPropertyNames(global)].filter(
      (name) => !name.startsWith(importFunction),
    )
  }

  /** The text of an error that no input threw itself, for example in a timer. */
  errorText(error: unknown): string {
    return errorText(error, this.#print, this.#frames(error))
  }

  dispose(): void {
    this.#supervisor.dispose()
    this.#runs.areOver = true
    this.#evaluator.dispose()
  }

  #origin({ filename, line = 1 }: RunOptions): Origin {
    this.#inputs++
    return { name: filename ?? `input ${this.#inputs}`, filename, line }
  }

  async #runUnit(
    unit: Unit,
    { lineOf }: Complete,
    origin: Origin,
    options: RunOptions,
    running = new Running(),
  ): Promise<Outcome> {
    // What stays of an input is this: without the unit, which has all of its syntax.
    const { line: firstLine } = unit
    const line = (codeLine: number, column: number) =>
      lineOf(codeLine + firstLine - 1, column) + origin.line - 1
    const mark = { name: origin.name, lineOf: line }
    const source = unit.code.slice(unit.start, unit.end)
    if (isPlain(unit) && !running.isGivenUp) {
      const evaluated = this.#evaluator.evaluateScript(this.#origins.mark(source, mark))
      return this.#outcome(evaluated, origin, line(1, 1), options)
    }
    const traits = { isStraight: isStraight(source, awaited), isScript: declaresNothing(source) }
    const code = traits.isStraight ? source : rewrite(unit, isAwaited, this.#importer(options))
    const evaluated = await this.#evaluateMarked(code, mark, options, running, traits)
    return this.#outcome(evaluated, origin, line(1, 1), options)
  }

  /**
   * Runs a source as it is, where a watchdog sees to it and nothing in it needs reading first. Undefined otherwise,
   * also where V8 cannot read it, so that nothing of it has run.
   */
  async #runUnread(
    source: string,
    origin: Origin,
    options: RunOptions,
    running: Running,
  ): Promise<Outcome | undefined> {
    if (!this.#supervisor.suffices(options) || !isStraight(source, awaited)) return undefined
    await this.#prepare(source)
    const mark = { name: origin.name, lineOf: (line: number) => line + origin.line - 1 }
    const traits = { isStraight: true, isScript: declaresNothing(source) }
    const evaluated = await this.#evaluateMarked(source, mark, options, running, traits)
    // It may also have run, and thrown one.
    if (isSyntaxError(evaluated) && !(await readJavaScript(source))) return undefined
    return this.#outcome(evaluated, origin, origin.line, options)
  }

  /** The name of the function that imports for a run. */
  #importer({ directory }: RunOptions): string {
    if (directory === undefined) return importFunction
    const known = this.#importers.get(directory)
    if (known !== undefined) return known
    const name = `${importFunction}${this.#importers.size + 1}`
    this.#importers.set(directory, name)
    hide(this.#evaluator.global, name, importer(directory, this.#ownModule))
    return name
  }

  /** Evaluates code, and remembers it if it is given up. */
  async #evaluateMarked(
    code: string,
    mark: CodeOrigin,
    options: RunOptions,
    running: Running,
    traits: Traits,
  ): Promise<Evaluated> {
    const marked = this.#origins.mark(code, mark)
    const number = this.#origins.last
    const evaluated = await this.#supervisor.evaluate(marked, options, running, traits)
    if (running.isGivenUp) this.#givenUp.set(number, running.signal)
    return evaluated
  }

  /** Printing runs code of the value: an inspection of its own, a getter, a proxy. It may throw, or never end. */
  #outcome(evaluated: Evaluated, origin: Origin, line: number, limits: Limits = {}): Outcome {
    const print = () => this.#printed(evaluated, origin, line)
    try {
      if (!('value' in evaluated) || !hasCode(evaluated.value)) return print()
      const ended = runStoppable(limits, print)
      if (ended.status === 'done') return ended.value
      const value = ended.status === 'timeout' ? timedOut(limits.timeout) : this.#interruption()
      return this.#printed({ status: 'thrown', value }, origin, line)
    } catch (error) {
      return this.#printed({ status: 'thrown', value: error }, origin, line)
    }
  }

  #printed(evaluated: Evaluated, { filename }: Origin, line: number): Outcome {
    if (evaluated.status === 'value') {
      const { value } = evaluated
      if (value !== undefined) this.#remembered.remember('_', value)
      const text = valueText(value, this.#print)
      return { status: 'value', value, text: text && this.#origins.clean(text) }
    }
    const error = 'value' in evaluated ? evaluated.value : undefined
    this.#remembered.remember('_error', error)
    const frames = this.#frames(error)
    const place = filename === undefined ? undefined : (frames[0] ?? `${filename}:${line}`)
    return { status: 'error', error, text: errorText(error, this.#print, frames, place) }
  }

  /** V8 words the error, unless the TypeScript parser got further. */
  async #wrong(
    source: string,
    { message, line }: { message?: string; line: number },
    origin: Origin,
  ): Promise<Outcome> {
    if (message === undefined) {
      const evaluated = await this.#supervisor.evaluate(source)
      return this.#outcome(
        evaluated,
        origin,
        origin.line + ((evaluated as { line?: number }).line ?? line) - 1,
      )
    }
    return this.#outcome(
      { status: 'thrown', value: new SyntaxError(message) },
      origin,
      origin.line + line - 1,
    )
  }

  #frames(error: unknown): string[] {
    const stack = types.isNativeError(error) ? error.stack : undefined
    return typeof stack === 'string' ? this.#origins.frames(stack) : []
  }
}

/** Methods that call the service: nobody at a prompt wants their promise. */
const isAwaited = (name: string): boolean => isOperationName(name) || Object.hasOwn(fileMethods, name)

/** Finds the words that may be the names of such methods. */
const awaited = new RegExp(`\\b(?:${[...operationNames, ...Object.keys(fileMethods)].join('|')})\\b`)

/** Whether a value can bring code of its own to its printing. */
const hasCode = (value: unknown): boolean =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
