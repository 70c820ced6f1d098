import { Bindings, type Use } from './bindings.ts'
import type { Document, Item, Seed, Setup } from './document.ts'
import type { Example, Unreadable } from './examples.ts'
import { type Match, match } from './match.ts'

/** What evaluating a source text came to. */
export interface Evaluation {
  /**
   * What a terminal would show: console output, then the printed value or `Uncaught NAME: message`. A line
   * end at the end may be there or not; '' means that nothing was printed, '\n' one blank line.
   */
  text: string
  /** The source ended in an error. */
  failed: boolean
  /** Lines for the report of a failing example, such as the requests that it made. */
  notes?: string[]
}

/** Something that evaluates source texts one after the other and keeps what they define. */
export interface Session {
  evaluate(source: string, options: EvaluateOptions): Promise<Evaluation>
  close(): Promise<void>
}

/** Where a source text stands, and how many milliseconds it may take. */
export interface EvaluateOptions {
  timeout?: number
  filename: string
  line: number
}

/** Opens a fresh session for a transcript; `seed` is a name, or the path of a file. */
export type OpenSession = (options: { seed?: string; path: string }) => Promise<Session>

/** How to replay. */
export interface ReplayOptions {
  open: OpenSession
  /** Milliseconds for examples that name none. */
  timeout?: number
}

/** The outcome of one example. A setup or seed that could not be used is reported as failed. */
export interface Result {
  item: Item
  status: 'passed' | 'failed' | 'skipped' | 'unreadable'
  /** What was printed, as the session gave it. */
  got?: string
  /** Whether evaluating ended in an error. */
  failed?: boolean
  match?: Match
  /** Literals of the source that stood for values matched before. */
  uses: Use[]
  /** Further lines for the report. */
  notes: string[]
}

/** The outcome of one file. */
export interface Report {
  path: string
  results: Result[]
  /** Replaying ended at the first failure; the results say nothing of the rest. */
  stopped: boolean
}

/** Whether a result makes its file fail. */
export const isFailure = ({ status }: Result): boolean => status === 'failed' || status === 'unreadable'

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
  const report: Report = { path: document.path, results: [], stopped: false }
  try {
    while (!report.stopped) {
      const result = await run.next()
      if (!result) break
      report.results.push(result)
      await onResult?.(result)
      report.stopped = bail && isFailure(result)
    }
  } finally {
    await run.close()
  }
  return report
}

/**
 * Replays a transcript step by step. A seed above the first example is what the session opens with; a seed
 * below examples closes their session, with all that they defined, and opens a fresh one.
 */
export class Replay {
  private readonly document: Document
  private readonly options: ReplayOptions
  private readonly bindings = new Bindings()
  private session: Session | undefined
  /** The seed that could not be used, after which nothing can run. */
  private unusable: Seed | undefined
  private position = 0

  constructor(document: Document, options: ReplayOptions) {
    this.document = document
    this.options = options
  }

  /** Opens the session ahead of the first example. Not needed: it opens when it is first used. */
  async start(): Promise<void> {
    if (this.document.items[this.position]?.kind !== 'seed') await this.opened()
  }

  /** Runs to the next result; undefined at the end of the file. */
  async next(): Promise<Result | undefined> {
    while (this.position < this.document.items.length) {
      const result = await this.run(this.document.items[this.position++]!)
      if (result) return result
    }
    return undefined
  }

  /** Closes the session. */
  async close(): Promise<void> {
    const { session } = this
    this.session = undefined
    await session?.close()
  }

  private run(item: Item): Promise<Result | undefined> | Result {
    switch (item.kind) {
      case 'seed':
        return this.runSeed(item)
      case 'setup':
        return this.runSetup(item)
      case 'unreadable':
        return unreadable(item)
      case 'example':
        return this.runExample(item)
    }
  }

  private async runSeed(seed: Seed): Promise<Result | undefined> {
    await this.close()
    this.unusable = undefined
    try {
      this.session = await this.options.open({ seed: seed.seed, path: this.document.path })
      return undefined
    } catch (error) {
      this.unusable = seed
      return {
        item: seed,
        status: 'failed',
        uses: [],
        notes: [`The seed cannot be used: ${messageOf(error)}`],
      }
    }
  }

  private async runSetup(setup: Setup): Promise<Result | undefined> {
    if (this.unusable) return undefined
    const { source, uses } = await this.bindings.substitute(setup.source)
    const { text, failed, notes = [], broken } = await this.evaluate(setup, source, this.options.timeout)
    if (!failed) return undefined
    return {
      item: setup,
      status: 'failed',
      got: text,
      failed,
      uses,
      notes: [broken ?? 'The setup failed.', ...notes],
    }
  }

  private async runExample(example: Example): Promise<Result> {
    const result: Result = { item: example, status: 'skipped', uses: [], notes: [] }
    if (example.options.skip) return result
    if (this.unusable) {
      return { ...result, notes: [`Not run: the seed in line ${this.unusable.line} cannot be used.`] }
    }
    const { source, uses } = await this.bindings.substitute(example.source)
    const { timeout = this.options.timeout } = example.options
    const { text, failed, notes = [], broken } = await this.evaluate(example, source, timeout)
    if (broken) return { ...result, status: 'failed', failed, uses, notes: [broken] }
    const outcome = match(example.want, text, { ...example.options, failed })
    this.bindings.capture(outcome)
    return {
      ...result,
      status: outcome.matched ? 'passed' : 'failed',
      got: text,
      failed,
      match: outcome,
      uses,
      notes,
    }
  }

  /** Evaluates; `broken` says why that was not possible, which no expectation allows for. */
  private async evaluate(
    item: Example | Setup,
    source: string,
    timeout: number | undefined,
  ): Promise<Evaluation & { broken?: string }> {
    const session = await this.opened()
    try {
      return await session.evaluate(source, { timeout, filename: this.document.path, line: item.line })
    } catch (error) {
      return { text: '', failed: true, broken: `This could not be evaluated: ${messageOf(error)}` }
    }
  }

  private async opened(): Promise<Session> {
    this.session ??= await this.options.open({ path: this.document.path })
    return this.session
  }
}

const unreadable = (item: Unreadable): Result => ({
  item,
  status: item.skip ? 'skipped' : 'unreadable',
  uses: [],
  notes: [],
})

const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)
