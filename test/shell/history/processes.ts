/** Several shells at once, each a process with its own history on the same file. */
import { type ChildProcess, type ForkOptions, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { HistoryLimits } from '../../../src/shell/history/history-file.ts'

export type Told =
  | { readonly do: 'open'; readonly path: string; readonly limits?: HistoryLimits }
  | { readonly do: 'add'; readonly sources: readonly string[] }
  | { readonly do: 'refresh' }
  | { readonly do: 'compact'; readonly path: string }

export interface Answer {
  readonly entries: readonly string[]
  readonly warnings: readonly string[]
  readonly compactions: number
}

const file = fileURLToPath(new URL('./shell-process.ts', import.meta.url))

export class ShellProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #answered: ((answer: Answer) => void) | undefined

  constructor(options: ForkOptions = {}) {
    this.#child = fork(file, { stdio: 'inherit', ...options })
    this.#child.on('message', (answer) => this.#answered?.(answer as Answer))
    this.#ended = once(this.#child, 'exit').then(() => {})
  }

  /** Resolves when it has been done; rejects when the process ends instead. */
  async do(told: Told): Promise<Answer> {
    const answered = new Promise<Answer>((resolve) => {
      this.#answered = resolve
    })
    this.#child.send(told)
    const answer = await Promise.race([answered, this.#ended])
    if (!answer) throw new Error('The shell has ended')
    return answer
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill()
  }
}
