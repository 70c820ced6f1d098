/** `support-repl doctest --watch`. */
import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { dependenciesOf } from '../transcript/dependencies.ts'
import { collectTranscripts, readDocument, readOperand } from '../transcript/index.ts'
import { watchTranscripts } from '../transcript/watch.ts'
import type { Surroundings } from './shell.ts'

/** Milliseconds in which changes count as one: an editor saves in several steps. */
const calm = 80

export interface WatchRuns {
  /** Runs everything that the command line names. */
  readonly runAll: () => Promise<number>
  readonly runSome: (paths: readonly string[]) => Promise<number>
}

/** Runs again and again until Ctrl-C, or the end of standard input where that is a pipe; answers 0 then. */
export async function watch(
  operands: readonly string[],
  { stdin, stdout, stderr }: Surroundings,
  { runAll, runSome }: WatchRuns,
): Promise<number> {
  const folders = new Folders()
  const end = () => folders.close()
  process.once('SIGINT', end)
  process.once('SIGTERM', end)
  if (!stdin.isTTY) stdin.on('end', end).on('close', end).resume()
  let isFirst = true
  const named = new Map<string, readonly string[]>()
  try {
    await watchTranscripts({
      changes: folders.changes(),
      async look() {
        named.clear()
        for (const operand of operands) {
          const { path } = await readOperand(operand)
          // A file that is away for a moment, or half written, comes back with the next change.
          for (const file of await collectTranscripts(path).catch(tolerated([]))) {
            const reads = await readDocument(file).then(dependenciesOf).catch(tolerated([]))
            named.set(file, reads)
            folders.add([resolve(file), ...reads])
          }
        }
        return new Map(named)
      },
      async run(paths) {
        // What was there before stays in the scrollback; the screen begins with this run.
        if (stdout.isTTY) stdout.write('\u001b[2J\u001b[H')
        try {
          await (isFirst ? runAll() : runSome(paths))
        } catch (error) {
          if (!(error instanceof Error) || error.name === 'Error') throw error
          stderr.write(`support-repl: ${error.message}\n`)
        }
        isFirst = false
      },
      say(transcripts) {
        const files = transcripts === 1 ? 'file' : 'files'
        stdout.write(`watching ${transcripts} ${files}; Ctrl-C ends\n`)
      },
    })
  } finally {
    end()
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
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
