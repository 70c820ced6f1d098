/** `support-repl doctest --watch`. */
import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { dependenciesOf } from '../transcript/dependencies.ts'
import { collectTranscripts, readDocument, type Task } from '../transcript/index.ts'
import { watchTranscripts } from '../transcript/watch.ts'
import type { Surroundings } from './shell.ts'

/** Milliseconds in which changes count as one: an editor saves in several steps. */
const calm = 80

export interface WatchRuns {
  /** What there is to run, among the files that are collected for the paths of the command line. */
  readonly tasks: (collect: (path: string) => Promise<string[]>) => Promise<readonly Task[]>
  /** Runs some of it, which was named so; rejects when the signal says that it is to end. */
  readonly run: (tasks: readonly Task[], named: readonly string[], signal: AbortSignal) => Promise<number>
}

/**
 * Runs again and again until Ctrl-C, which also ends a run, or the end of standard input where that is a pipe;
 * answers 0 then. Throws where the command line names nothing that could be watched.
 */
export async function watch(
  operands: readonly string[],
  { stdin, stdout, stderr }: Surroundings,
  { tasks, run }: WatchRuns,
): Promise<number> {
  const folders = new Folders()
  let isInterrupted = false
  // One for each run: who listens to its signal goes with it.
  let running = new AbortController()
  const end = () => folders.close()
  const interrupt = () => {
    isInterrupted = true
    end()
    running.abort()
  }
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  if (!stdin.isTTY) stdin.on('end', end).on('close', end).resume()
  let isFirst = true
  const found = new Map<string, Task>()
  const collect = async (path: string) => {
    const files = collectTranscripts(path)
    // A file that is away for a moment comes back with the next change.
    const there = await (isFirst ? files : files.catch(tolerated([])))
    folders.add(there.map((file) => resolve(file)))
    return there
  }
  try {
    await watchTranscripts({
      changes: folders.changes(),
      async look() {
        found.clear()
        const known = new Map<string, readonly string[]>()
        for (const task of await tasks(collect)) {
          // One that is half written does as well.
          const reads = await readDocument(task.path).then(dependenciesOf).catch(tolerated([]))
          folders.add(reads)
          found.set(task.path, task)
          known.set(task.path, reads)
        }
        return known
      },
      async run(paths) {
        if (isInterrupted) return
        running = new AbortController()
        // What was there before stays in the scrollback; the screen begins with this run.
        if (stdout.isTTY) stdout.write('\u001b[2J\u001b[H')
        try {
          const affected = paths.map((path) => found.get(path)!)
          await run(affected, isFirst ? operands : paths, running.signal)
        } catch (error) {
          if (isInterrupted) return
          if (!(error instanceof Error) || error.name === 'Error') throw error
          stderr.write(`support-repl: ${error.message}\n`)
        }
        isFirst = false
      },
      say(transcripts) {
        if (isInterrupted) return
        const files = transcripts === 1 ? 'file' : 'files'
        stdout.write(`watching ${transcripts} ${files}; Ctrl-C ends\n`)
      },
    })
  } finally {
    end()
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    stdin.pause()
  }
  return 0
}

const tolerated =
  <T>(instead: T) =>
  (error: Error): T => {
    if (error.name === 'TranscriptInputError') return instead
    throw error
  }

/** Watches the folders of files: an editor that saves by renaming puts a new file in the old one's place. */
class Folders {
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #changed = new Set<string>()
  #wake: (() => void) | undefined
  #timer: NodeJS.Timeout | undefined
  #closed = false

  add(files: readonly string[]): void {
    for (const folder of new Set(files.map(dirname))) {
      if (this.#watchers.has(folder) || this.#closed) continue
      try {
        const watcher = watchFolder(folder, (_event, name) => {
          if (name === null) return
          this.#changed.add(resolve(folder, name))
          clearTimeout(this.#timer)
          this.#timer = setTimeout(() => this.#wake?.(), calm)
        })
        watcher.on('error', () => this.#drop(folder))
        this.#watchers.set(folder, watcher)
      } catch {
        // A folder that is not there yet is looked for again after the next change.
      }
    }
  }

  async *changes(): AsyncGenerator<ReadonlySet<string>> {
    while (!this.#closed) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      if (this.#changed.size === 0) await woken
      if (this.#closed) return
      const changed = new Set(this.#changed)
      this.#changed.clear()
      if (changed.size > 0) yield changed
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const folder of [...this.#watchers.keys()]) this.#drop(folder)
    this.#wake?.()
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
  }
}
