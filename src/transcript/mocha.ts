import { collectTranscripts } from './collect.ts'
import { type Document, type Item, isExample, readDocument } from './document.ts'
import type { Example, Unreadable } from './examples.ts'
import { asWritten } from './line-diff.ts'
import { isFailure, Replay, type ReplayOptions, type Report, type Result } from './replay.ts'
import { formatFailure } from './report.ts'
import { type RunFile, refuseSilent } from './run.ts'

export type { Evaluation, OpenSession, ReplayOptions, Session } from './replay.ts'

/** What a test can tell of itself; mocha has no word for what is known to fail. */
interface TestContext {
  skip(): void
  timeout(milliseconds: number): unknown
  todo?(why: string): void
}

/** The part of mocha's interface that is used; mocha itself is not imported. node:test is brought into its form. */
interface TestFunctions {
  describe(title: string, body: () => void): unknown
  it(title: string, body: (this: TestContext) => Promise<void>): unknown
  before(title: string, body: () => Promise<void>): unknown
  after(title: string, body: () => Promise<void>): unknown
}

export interface HostOptions extends ReplayOptions {
  /** Runs whole files elsewhere, where examples cannot be stopped in this thread. Asked before every file. */
  elsewhere?: () => Promise<RunFile | undefined>
  mocha?: TestFunctions
}

/**
 * Makes every example of the transcripts a test, and every file a suite: of mocha, or else of node:test.
 * Reading takes a moment, so wait for it at the top of an ES module:
 *
 *     await describeTranscripts('tutorials', { open })
 *
 * The examples of a file run in order in one session. A test that runs alone, because of `--grep` or `.only`,
 * runs the examples above it first.
 *
 * Throws a TranscriptInputError where a path cannot be used, or where there is no example at all.
 */
export async function describeTranscripts(
  paths: string | readonly string[],
  options: HostOptions,
): Promise<void> {
  const { mocha = await hostFunctions(), ...replayOptions } = options
  const documents: Document[] = []
  for (const path of await collectTranscripts(paths)) documents.push(await readDocument(path))
  refuseSilent(documents, [paths].flat())
  for (const document of documents) describeDocument(document, replayOptions, mocha)
}

/** Mocha puts its functions on the global object; node:test does not. */
async function hostFunctions(): Promise<TestFunctions> {
  const globals = globalThis as unknown as Partial<TestFunctions>
  if (globals.describe && globals.it && globals.before) return globals as TestFunctions
  const { describe, it, before, after } = await import('node:test')
  return {
    describe,
    it: (title, body) =>
      it(title, (context) =>
        body.call({
          skip: () => context.skip(),
          timeout: () => {},
          todo: (why) => context.todo(why),
        }),
      ),
    before: (_title, body) => before(body),
    after: (_title, body) => after(body),
  }
}

/** A file on its way: a Replay, or what came of it elsewhere. */
type Run = Pick<Replay, 'start' | 'next' | 'tearDown' | 'close'>

class RunElsewhere implements Run {
  readonly #report: () => Promise<Report>
  #results: Promise<Result[]> | undefined

  constructor(report: () => Promise<Report>) {
    this.#report = report
  }

  /** Begins. Tests wait for it, who may take their time, and not the hook that calls this. */
  async start(): Promise<void> {
    this.#results = this.#report().then(({ results }) => [...results])
    this.#results.catch(() => {})
  }

  async next(): Promise<Result | undefined> {
    return (await this.#results)?.shift()
  }

  async tearDown(): Promise<Result[]> {
    return (await this.#results)?.splice(0) ?? []
  }

  async close(): Promise<void> {}
}

/** Where an item stands in its file; no two stand at one place. */
const placeOf = ({ line, column }: Item): string => `${line}:${column}`

/** Whether an example is skipped whatever the session is like. */
const isLeftOut = (item: Example | Unreadable): boolean =>
  item.kind === 'example' ? item.options.skip : item.skip

function describeDocument(
  document: Document,
  { elsewhere, ...options }: HostOptions,
  mocha: TestFunctions,
): void {
  mocha.describe(document.path, () => {
    let run: Run = new Replay(document, options)
    const results = new Map<string, Result>()

    mocha.before('open the session', async () => {
      const { path } = document
      const runFile = await elsewhere?.()
      if (runFile) run = new RunElsewhere(() => runFile({ path, timeout: options.timeout }))
      await run.start()
    })
    const last = document.items.findLast((item) => isExample(item) && !isLeftOut(item))
    mocha.after('close the session', async () => {
      try {
        const rest: Result[] = []
        // What stands below the last test has none that could tell of it.
        let next = last && results.has(placeOf(last)) ? await run.next() : undefined
        for (; next; next = await run.next()) rest.push(next)
        rest.push(...(await run.tearDown()))
        const failure = rest.find(isFailure)
        if (failure) throw await failureOf(document.path, failure)
      } finally {
        await run.close()
      }
    })

    for (const item of document.items) {
      if (!isExample(item)) continue
      const isKnownToFail = item.kind === 'example' && item.options.fail
      const source = item.source.split('\n')[0]?.trim() || item.kind
      const title = `${item.line}: ${source}${isKnownToFail ? ' (known to fail)' : ''}`
      // What is left out says so when it is reached: where all tests of a file are pending, mocha runs no hook of it.
      mocha.it(title, async function () {
        // An example has a time of its own, and says so in its own words.
        this.timeout(0)
        let hidden: Result | undefined
        while (!results.has(placeOf(item))) {
          const result = await run.next()
          if (!result) break
          results.set(placeOf(result.item), result)
          // What is hidden has no test of its own: the example below it tells that it failed.
          if (!isExample(result.item)) hidden ??= result
        }
        const own = results.get(placeOf(item))
        const failure = [hidden, own].find((result) => result && isFailure(result))
        if (failure) throw await failureOf(document.path, failure)
        if (!own) throw new Error('This did not run: an example of the file ended its thread.')
        if (own.status === 'skipped') this.skip()
        if (own.failedAsExpected) this.todo?.('It fails, as expected.')
      })
    }
  })
}

/** The failure of an example as mocha shows it: its place is in the transcript, not in this code. */
async function failureOf(path: string, result: Result): Promise<Error> {
  const error = new Error(await formatFailure(path, result))
  const { item } = result
  error.stack = `${error.name}: ${error.message}\n    at ${path}:${item.line}:${item.column}`
  if (item.kind !== 'example' || !result.match) return error
  const actual = asWritten(result.got ?? '', result.failed ?? false).join('\n')
  return Object.assign(error, { expected: item.want, actual, showDiff: true })
}
