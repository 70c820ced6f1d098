import { Bindings, type Substituted, type Use } from './bindings.ts'
import type { Condition } from './directives.ts'
import { type Document, type Item, isExample, type Placeholder, type Seed } from './document.ts'
import type { Example, Unreadable } from './examples.ts'
import { readLiteral } from './literals.ts'
import { type Match, match, matchAtOnce } from './match.ts'
import { Overlooked } from './overlooked.ts'
import type { Evaluation, OpenSession, RequestMade, Session } from './session.ts'

export type { EvaluateOptions, Evaluation, OpenSession, RequestMade, Session } from './session.ts'

/** How to replay. */
export interface ReplayOptions {
  open: OpenSession
  /** Milliseconds for examples that name none. */
  timeout?: number
  /** Which examples to report; those above them run for what they define. All, when absent. */
  selected?: (item: Example | Unreadable) => boolean
  /** Milliseconds of a clock that only goes on. */
  now?: () => number
}

/** The outcome of one example. Hidden code or a directive that could not be used is reported as failed. */
export interface Result {
  item: Item
  status: 'passed' | 'failed' | 'skipped' | 'unreadable'
  /** What was printed, as the session gave it. */
  got?: string
  /** Whether evaluating ended in an error. */
  failed?: boolean
  match?: Match
  /** It passed because it failed, as `+FAIL` says. */
  failedAsExpected?: boolean
  /** The placeholders and their values at that moment, where the example failed and there are any. */
  placeholders?: [name: string, value: string | undefined][]
  /** What the writer of an example that failed may have overlooked in the document. */
  overlooked?: string
  /** Literals of the source that stood for values matched before. */
  uses: Use[]
  requests: RequestMade[]
  /** Further lines for the report. */
  notes: string[]
  milliseconds: number
}

/** The outcome of one file. */
export interface Report {
  path: string
  document: Document
  results: Result[]
  /** What of the service was exercised, as the session names it; see coverage.ts. */
  covered: string[]
  /** Replaying ended at the first failure; the results say nothing of the rest. */
  stopped: boolean
}

/** Whether a result makes its file fail. */
export const isFailure = ({ status }: Pick<Result, 'status'>): boolean =>
  status === 'failed' || status === 'unreadable'

/**
 * Replays a transcript: all examples in order, in one session. A failing example does not stop it, unless
 * `bail`. It rejects only where no session can be opened; the session is closed in any case.
 */
export async function replay(
  document: Document,
  {
    bail = false,
    onResult,
    ...options
  }: ReplayOptions & { bail?: boolean; onResult?: (result: Result) => unknown },
): Promise<Report> {
  const run = new Replay(document, options)
  const report: Report = { path: document.path, document, results: [], covered: [], stopped: false }
  const take = async (result: Result) => {
    report.results.push(result)
    await onResult?.(result)
  }
  try {
    while (!report.stopped) {
      const result = await run.next()
      if (!result) break
      await take(result)
      report.stopped = bail && isFailure(result)
    }
    for (const result of await run.tearDown()) await take(result)
  } finally {
    await run.close()
  }
  report.covered = [...run.covered]
  return report
}

/** What hidden code and directives are called where they fail. */
type Hidden = Exclude<Item, Example | Unreadable>

/**
 * Replays a transcript step by step. A seed above the first example is what the session opens with; a seed
 * below examples closes their session, with all that they defined, and opens a fresh one.
 */
export class Replay {
  readonly document: Document
  /** What the sessions that are closed exercised of the service. */
  readonly covered = new Set<string>()
  private readonly options: ReplayOptions
  private readonly bindings = new Bindings()
  private readonly conditions = new Map<Condition, boolean>()
  private readonly overlooked: Overlooked
  private readonly now: () => number
  private readonly teardowns: (Item & { kind: 'teardown' })[] = []
  private session: Session | undefined
  /** The seed that could not be used, after which nothing can run. */
  private unusable: Seed | undefined
  private position = 0
  private readonly end: number

  constructor(document: Document, options: ReplayOptions) {
    this.document = document
    this.options = options
    this.overlooked = new Overlooked(document)
    this.now = options.now ?? (() => performance.now())
    const { selected } = options
    const { items } = document
    this.end = selected ? items.findLastIndex((item) => isExample(item) && selected(item)) + 1 : items.length
  }

  /** Opens the session ahead of the first example. Not needed: it opens when it is first used. */
  async start(): Promise<void> {
    if (this.document.items[this.position]?.kind !== 'seed') await this.opened()
  }

  /** Runs to the next result; undefined at the end of the file. */
  async next(): Promise<Result | undefined> {
    const { selected } = this.options
    while (this.position < this.end) {
      const item = this.document.items[this.position++]!
      const result = await this.run(item)
      if (result && (!selected || !isExample(item) || selected(item))) return result
    }
    return undefined
  }

  /** Runs the teardowns that were reached, the last one first; answers those that failed. */
  async tearDown(): Promise<Result[]> {
    const results: Result[] = []
    for (let item = this.teardowns.pop(); item; item = this.teardowns.pop()) {
      const result = await this.runHidden(item)
      if (result) results.push(result)
    }
    return results
  }

  /** The session as the examples so far left it, opened where none has run: for whoever wants a look. */
  async opened(): Promise<Session> {
    this.session ??= await this.options.open({ path: this.document.path })
    return this.session
  }

  /** Goes on as if an example had expected this: what its wildcards match stands for it from here on. */
  accept({ item, got = '', failed }: Result, want: string): void {
    if (item.kind !== 'example') return
    const { placeholders } = this.bindings
    this.bindings.capture(match(want, got, { ...item.options, failed, placeholders }))
  }

  /** Closes the session; what was not torn down is, without a word. */
  async close(): Promise<void> {
    const { session } = this
    if (session) await this.tearDown()
    this.session = undefined
    for (const name of session?.covered?.() ?? []) this.covered.add(name)
    await session?.close()
  }

  private run(item: Item): Promise<Result | undefined> | Result | undefined {
    switch (item.kind) {
      case 'example':
        return this.runExample(item)
      case 'unreadable':
        return resultOf(item, { status: item.skip ? 'skipped' : 'unreadable' })
      case 'seed':
        return this.runSeed(item)
      case 'teardown':
        this.teardowns.push(item)
        return undefined
      case 'placeholder':
        if (item.source === undefined) return this.bindings.declare(item.name) ?? undefined
    }
    return this.runHidden(item)
  }

  private async runSeed(seed: Seed): Promise<Result | undefined> {
    const [failure] = await this.tearDown()
    await this.close()
    this.unusable = undefined
    try {
      this.session = await this.options.open({ seed: seed.seed, path: this.document.path })
      return failure
    } catch (error) {
      this.unusable = seed
      return failureOf(seed, `The seed cannot be used: ${wordsOf(error)}`)
    }
  }

  /** What is not shown and prints nothing: there is a result only where it fails. */
  private async runHidden(item: Exclude<Hidden, Seed>): Promise<Result | undefined> {
    if (this.unusable) return undefined
    if (item.kind === 'clock') return this.runClock(item)
    const { source, uses } = await this.bindings.substitute(item.source ?? '')
    const { text, failed, broken, ...made } = await this.evaluate(item, source, this.options.timeout)
    if (!failed && item.kind === 'placeholder') return this.bind(item, text)
    if (!failed) return undefined
    const notes = [broken ?? `The ${item.kind} failed.`, ...(made.notes ?? [])]
    return resultOf(item, { status: 'failed', got: text, failed, uses, requests: made.requests ?? [], notes })
  }

  private async runClock(item: Item & { kind: 'clock' }): Promise<Result | undefined> {
    const session = await this.opened()
    if (!session.setClock) return failureOf(item, 'The clock can be set on the mock only.')
    try {
      await session.setClock(item.time)
      return undefined
    } catch (error) {
      return failureOf(item, `The clock cannot be set: ${wordsOf(error)}`)
    }
  }

  private bind(item: Placeholder, printed: string): Result | undefined {
    const text = printed.trim()
    const value = readLiteral(text)
    if (value !== undefined || /^-?[\d.]+$/.test(text)) {
      this.bindings.declare(item.name, value ?? text)
      return undefined
    }
    return failureOf(item, `The value of a placeholder is a text or a number, not ${text || 'nothing'}.`)
  }

  private async runExample(example: Example): Promise<Result> {
    const { options } = example
    if (options.skip) return resultOf(example, { status: 'skipped' })
    if (this.unusable) {
      const note = `Not run: the seed in line ${this.unusable.line} cannot be used.`
      return resultOf(example, { status: 'skipped', notes: [note] })
    }
    if (options.condition) {
      const left = await this.leavesOut(example, options.condition)
      if (left) return left
    }
    const began = this.now()
    const substituted = this.bindings.mayChange(example.source)
      ? await this.bindings.substitute(example.source)
      : { source: example.source, uses: [], unbound: [] }
    const result = await this.compare(example, substituted)
    result.milliseconds = this.now() - began
    return options.fail ? turnedOver(result) : result
  }

  private async compare(example: Example, { source, uses, unbound }: Substituted): Promise<Result> {
    const { options } = example
    const { timeout = this.options.timeout } = options
    const task = options.noRun ? 'compile' : 'evaluate'
    const evaluation = await this.evaluate(example, source, timeout, task)
    const { text, failed, broken, requests = [], notes = [] } = evaluation
    const result: Result = { item: example, status: 'failed', failed, uses, requests, notes, milliseconds: 0 }
    if (broken) return { ...result, notes: [broken] }
    if (options.noRun && !failed) return { ...result, status: 'passed' }
    if (options.noRun) return { ...result, got: text, notes: ['This does not compile.'] }
    const { placeholders } = this.bindings
    const outcome =
      matchAtOnce(example.want, text, { failed, placeholders }) ??
      match(example.want, text, { ...options, failed, placeholders })
    this.bindings.capture(outcome)
    result.got = text
    result.match = outcome
    if (outcome.matched) {
      result.status = 'passed'
      return result
    }
    result.overlooked = this.overlooked.about(example)
    if (placeholders.size > 0) result.placeholders = [...placeholders]
    for (const name of unbound) result.notes.push(`${name} has no value yet: no output above shows it.`)
    return result
  }

  /** The result of an example that a condition leaves out, or whose condition fails. */
  private async leavesOut(example: Example, condition: Condition): Promise<Result | undefined> {
    let holds = this.conditions.get(condition)
    if (holds === undefined) {
      const { timeout } = this.options
      const source = `Boolean(${condition.source}\n)`
      const { text, failed } = await this.evaluate({ line: condition.line }, source, timeout)
      if (failed) {
        return resultOf(example, {
          status: 'failed',
          notes: [`Not run: \`skip if\` in line ${condition.line} failed: ${text.trim()}`],
        })
      }
      holds = text.trim() === 'true'
      this.conditions.set(condition, holds)
    }
    if (!holds) return undefined
    return resultOf(example, { status: 'skipped', notes: [`Skipped: ${condition.source}`] })
  }

  /** Evaluates; `broken` says why that was not possible, which no expectation allows for. */
  private async evaluate(
    item: { line: number },
    source: string,
    timeout: number | undefined,
    task: 'evaluate' | 'compile' = 'evaluate',
  ): Promise<Evaluation & { broken?: string }> {
    const session = this.session ?? (await this.opened())
    const options = { timeout, filename: this.document.path, line: item.line }
    try {
      if (task === 'evaluate') return await session.evaluate(source, options)
      if (session.compile) return await session.compile(source, options)
      return { text: '', failed: true, broken: 'Nothing here can tell whether this compiles.' }
    } catch (error) {
      return { text: '', failed: true, broken: `This could not be evaluated: ${messageOf(error)}` }
    }
  }
}

function resultOf(item: Item, outcome: Pick<Result, 'status'> & Partial<Result>): Result {
  return { item, uses: [], requests: [], notes: [], milliseconds: 0, ...outcome }
}

const failureOf = (item: Item, note: string): Result => resultOf(item, { status: 'failed', notes: [note] })

/** An example of which it is known that it fails. */
function turnedOver(result: Result): Result {
  if (result.status === 'failed') return { ...result, status: 'passed', failedAsExpected: true }
  return { ...result, status: 'failed', notes: ['This passes although `+FAIL` says that it fails.'] }
}

/** What an error says, without the name that its class has here. */
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)
