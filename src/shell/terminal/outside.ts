/** Lends the terminal to other programs, and to the shell that Ctrl-Z goes back to. */
import { bracketedPaste, type Typeahead } from './typeahead.ts'

export interface OutsideOptions {
  readonly typeahead: Typeahead
  readonly output: NodeJS.WritableStream
  readonly env: Readonly<Record<string, string | undefined>>
}

export class Outside {
  readonly #options: OutsideOptions
  #isLent = false
  #waiting: (() => void)[] = []

  constructor(options: OutsideOptions) {
    this.#options = options
  }

  /** Whether another program has the terminal: Ctrl-C is for that one then. */
  get isLent(): boolean {
    return this.#isLent
  }

  /** Does something that needs the terminal: now, or when the other program has ended. */
  whenBack(run: () => void): void {
    if (this.#isLent) this.#waiting.push(run)
    else run()
  }

  /** Runs what takes the terminal over, such as a pager. */
  async handOver<T>(run: () => Promise<T>): Promise<T> {
    const takeBack = this.#giveBack()
    try {
      return await run()
    } finally {
      takeBack()
    }
  }

  /** Ctrl-Z: stops this process until its shell goes on with it. */
  suspend(resumed: () => void): void {
    if (process.platform === 'win32') return
    const takeBack = this.#giveBack()
    const goOn = () => {
      clearTimeout(soon)
      process.off('SIGCONT', goOn)
      takeBack()
      resumed()
    }
    // The first program of a window has no shell to go back to: the system does not stop it, nor go on with it.
    const soon = setTimeout(goOn, 200)
    process.on('SIGCONT', goOn)
    process.kill(process.pid, 'SIGTSTP')
  }

  /** Opens `$VISUAL` or `$EDITOR` on a text; answers what was saved. Rejects with what a person can mend. */
  async edit(text: string): Promise<string> {
    const [{ mkdtemp, readFile, rm, writeFile }, { tmpdir }, { join }] = await Promise.all([
      import('node:fs/promises'),
      import('node:os'),
      import('node:path'),
    ])
    const { env } = this.#options
    const editor = env['VISUAL'] || env['EDITOR'] || 'vi'
    const folder = await mkdtemp(join(tmpdir(), 'support-repl-'))
    try {
      const file = join(folder, 'input.ts')
      await writeFile(file, text === '' ? '' : `${text}\n`, { mode: 0o600 })
      const status = await this.handOver(() => runEditor(editor, file))
      if (status !== 0)
        throw new Error(`${editor} ended with ${status}: nothing was taken over (EDITOR names the editor)`)
      return (await readFile(file, 'utf8')).replace(/\r\n?/g, '\n').replace(/\n+$/, '')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** The terminal as every program finds it; answers how to take it back. */
  #giveBack(): () => void {
    const { typeahead, output } = this.#options
    this.#isLent = true
    output.write(bracketedPaste.off)
    typeahead.setRawMode(false)
    const reclaim = typeahead.lend()
    return () => {
      reclaim()
      typeahead.setRawMode(true)
      output.write(bracketedPaste.on)
      this.#isLent = false
      for (const run of this.#waiting.splice(0)) run()
    }
  }
}

/** The status of the editor, the signal that ended it, or why it did not run. */
async function runEditor(editor: string, file: string): Promise<number | string> {
  const { spawn } = await import('node:child_process')
  // As git runs it: the variable may hold arguments.
  const child = spawn('sh', ['-c', `${editor} "$@"`, editor, file], { stdio: 'inherit' })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => resolve(code ?? signal ?? 0))
  })
}
