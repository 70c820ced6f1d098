/** Runs transcripts in threads of their own: what a thread does, and how it is told. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { timedOut } from '../shell/session/run-stopped.ts'
import { hooksAreOn } from '../shell/session/watchdog.ts'
import { readDocument } from '../transcript/document.ts'
import type { Report, Result } from '../transcript/replay.ts'
import { failedAt, type RunFile, runHere, type Task } from '../transcript/run.ts'
import { doctestSessions } from './doctest-session.ts'
import type { TranscriptSessionOptions } from './transcript-session.ts'

interface ThreadData {
  readonly options: TranscriptSessionOptions
  readonly progress: Int32Array
  /** What the thread loads: what this process has loaded before its program, and this file. */
  readonly modules: readonly string[]
}

/** What a thread is asked to run, and the lines of the examples of which is known that they never end. */
interface Asked {
  readonly task: Task
  readonly stuck: readonly number[]
}

type Answer =
  /** One of those that the report has as well, for the case that there will be none. */
  | { readonly result: Result }
  | { readonly report: Report }
  | { readonly error: { name: string; message: string; code?: unknown } }

/** Where in the shared memory stands what: of the example that runs now, or else of the one that ran last. */
const at = { runs: 0, count: 1, timeout: 2, line: 3 } as const

/** What runs in the thread. */
function work({ options, progress }: ThreadData): void {
  const { open } = doctestSessions(options)
  let stuck: readonly number[] = []
  const run = runHere(async (asked) => {
    const session = await open(asked)
    return {
      ...session,
      async evaluate(source, evaluateOptions) {
        if (stuck.includes(evaluateOptions.line)) {
          return { text: `Uncaught ${timedOut(evaluateOptions.timeout)}`, failed: true }
        }
        Atomics.store(progress, at.line, evaluateOptions.line)
        Atomics.store(progress, at.timeout, evaluateOptions.timeout ?? 0)
        Atomics.add(progress, at.count, 1)
        Atomics.store(progress, at.runs, 1)
        try {
          return await session.evaluate(source, evaluateOptions)
        } finally {
          Atomics.store(progress, at.runs, 0)
        }
      },
    }
  })
  parentPort!.on('message', ({ task, ...known }: Asked) => {
    stuck = known.stuck
    const tell = (result: Result) => parentPort!.postMessage({ result } satisfies Answer)
    run(task, tell).then(
      (report) => parentPort!.postMessage({ report } satisfies Answer),
      ({ name, message, code }: Error & { code?: unknown }) =>
        parentPort!.postMessage({ error: { name, message, code } } satisfies Answer),
    )
  })
}

/** What `--import` has loaded before this program, such as a reader of TypeScript: a thread needs it as well. */
function preloads(): string[] {
  const args = process.execArgv.flatMap(
    (argument) => /^(--import)=(.*)$/.exec(argument)?.slice(1) ?? [argument],
  )
  return args
    .filter((_, index) => args[index - 1] === '--import')
    .map((name) => (/^\.{0,2}\//.test(name) ? pathToFileURL(resolve(name)).href : name))
}

/** The first code of a thread. As text, since a compiler may put its own function in the place of `import`. */
const boot = `(async () => {
  const { workerData } = require('node:worker_threads')
  for (const name of workerData.modules) await import(name)
})()`

/** An example took its thread with it. */
class ThreadLost extends Error {
  readonly line: number
  /** What was known of its file. */
  readonly results: readonly Result[]

  constructor(why: string, line: number, results: readonly Result[]) {
    super(why)
    this.line = line
    this.results = results
  }
}

/** An example never let go of its thread. */
class ThreadStuck extends ThreadLost {}

/** Some of what a process can do, such as changing its directory, threads cannot. */
const onlyInMain = 'ERR_WORKER_UNSUPPORTED_OPERATION'

/** Milliseconds by which an example may overrun its time before its thread is given up. */
const grace = 1000

/** Threads that run transcripts, as many as are asked of it at a time. */
export class Threads {
  readonly #options: TranscriptSessionOptions
  readonly #idle: Thread[] = []
  readonly #all = new Set<Thread>()
  /** Sessions of the main thread, and the last file that runs or waits there. */
  #here: ReturnType<typeof doctestSessions> | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: TranscriptSessionOptions) {
    this.#options = options
  }

  /** Runs one file in a thread that has nothing to do, or in a new one. */
  readonly run: RunFile = async (task, onResult) => {
    const report = await this.#run({ task, stuck: [] })
    for (const result of report.results) await onResult?.(result)
    return report
  }

  async #run({ task, stuck }: Asked): Promise<Report> {
    const thread = this.#free() ?? this.#start()
    let lost = false
    try {
      const report = await thread.run({ task, stuck })
      const isForMain = report.results.some(({ got }) => got?.includes(onlyInMain))
      return isForMain && this.#mayRunTwice ? await this.#runHere(task) : report
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error
      lost = true
      // Nothing of this file has run: what the file before it has left behind ended the thread.
      if (error.line === 0 && thread.hasRun) return await this.#run({ task, stuck })
      if (error instanceof ThreadStuck && this.#mayRunTwice)
        return await this.#runAgain({ task, stuck }, error)
      return failedAt(await readDocument(task.path), error)
    } finally {
      if (lost) this.#all.delete(thread)
      else {
        thread.hasRun = true
        this.#idle.push(thread)
      }
    }
  }

  /** One that has nothing to do, and has not been ended by what its last file has left behind. */
  #free(): Thread | undefined {
    let thread = this.#idle.pop()
    while (thread?.isOver) {
      this.#all.delete(thread)
      thread = this.#idle.pop()
    }
    return thread
  }

  /** Writes to something else than a mock are not to be sent twice. */
  get #mayRunTwice(): boolean {
    return !(this.#options.live && this.#options.yes)
  }

  /**
   * Runs a file again in which an example is stuck. Behind an await it can be stopped only in the main thread,
   * and while hooks are on not even there: in another one it takes the thread with it.
   */
  #runAgain({ task, stuck }: Asked, { line }: ThreadStuck): Promise<Report> {
    return hooksAreOn() ? this.#run({ task, stuck: [...stuck, line] }) : this.#runHere(task)
  }

  /** Runs a file from its beginning in the main thread, one after the other. */
  #runHere(task: Task): Promise<Report> {
    this.#here ??= doctestSessions(this.#options)
    const { open } = this.#here
    const running = this.#last.then(() => runHere(open)(task))
    this.#last = running.catch(() => {})
    return running
  }

  async close(): Promise<void> {
    this.#here?.close()
    await Promise.all([...this.#all].map((thread) => thread.stop()))
  }

  #start(): Thread {
    const thread = new Thread(this.#options)
    this.#all.add(thread)
    return thread
  }
}

class Thread {
  readonly #worker: Worker
  /** It has run a file. */
  hasRun = false
  isOver = false
  readonly #progress = new Int32Array(new SharedArrayBuffer(16))

  constructor(options: TranscriptSessionOptions) {
    const workerData: ThreadData = {
      options,
      progress: this.#progress,
      modules: [...preloads(), import.meta.url],
    }
    this.#worker = new Worker(boot, {
      eval: true,
      execArgv: [],
      workerData,
    })
    // Also while it has nothing to do.
    this.#worker
      .on('error', () => {})
      .once('exit', () => {
        this.isOver = true
      })
  }

  /** Runs a file. Rejects with a ThreadLost where the thread is of no more use; it has ended then. */
  run(asked: Asked): Promise<Report> {
    const worker = this.#worker
    worker.ref()
    this.#progress[at.line] = 0
    const results: Result[] = []
    return new Promise((fulfil, reject) => {
      const lost = (why: string, Lost = ThreadLost) => {
        void this.stop()
        const known = `${why}; nothing is known of the rest of this file.`
        reject(new Lost(known, this.#progress[at.line]!, results))
      }
      let begun = { count: -1, at: 0 }
      const watch = setInterval(() => {
        const { [at.runs]: runs, [at.count]: count = 0, [at.timeout]: timeout = 0 } = this.#progress
        if (runs === 0 || count !== begun.count) begun = { count, at: performance.now() }
        else if (timeout > 0 && performance.now() - begun.at > timeout + grace) {
          done(() => lost('This never ended', ThreadStuck))
        }
      }, 250)
      const answered = (answer: Answer) => {
        if ('result' in answer) results.push(answer.result)
        else if ('report' in answer) done(() => fulfil(answer.report))
        else done(() => reject(Object.assign(new Error(answer.error.message), answer.error)))
      }
      const failed = (error: Error) => done(() => lost(`This ended its thread (${error.message})`))
      const ended = () => done(() => lost('This ended the process'))
      const done = (settle: () => void) => {
        clearInterval(watch)
        // A test runner does not say when it is done: what has nothing to do keeps no process.
        worker.unref()
        // Only what was added here: the worker has listeners of its own.
        worker.off('message', answered).off('error', failed).off('exit', ended)
        settle()
      }
      worker.on('message', answered).on('error', failed).on('exit', ended)
      worker.postMessage(asked)
    })
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}

// This file is the program of its threads as well. Others may have threads too.
const data = workerData as Partial<ThreadData> | null
if (!isMainThread && data?.modules?.at(-1) === import.meta.url) work(data as ThreadData)
