/**
 * The terminal: node's own REPL for prompt, keys, history and dot commands, with its evaluation,
 * completion and preview replaced. Node's completer and preview would call what they complete.
 */
import type { REPLServer, start } from 'node:repl'
import { History } from '../history/history.ts'
import { interrupted, isInterruption } from '../session/run-stopped.ts'
import type { Session } from '../session/session.ts'
import { Typeahead } from './typeahead.ts'

export interface ReplOptions {
  /** Makes the session. Called once the prompt is there: a person who reads it does not wait for more. */
  readonly open: () => Promise<{ readonly session: Session; close(): Promise<void> }>
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  /** Where the texts of errors go. */
  readonly errors: NodeJS.WritableStream
  /** Printed before the first prompt. */
  readonly banner?: string
  readonly colors: boolean
  /** A live account: the prompt says so by its colour. */
  readonly live: boolean
  /** Where the history is kept; not kept when absent. */
  readonly history?: string
  /** Hands out what needs the terminal. */
  readonly onReady: (terminal: { ask(question: string): Promise<boolean> }) => void
}

const promptText = '>>> '

const continuation = '... '

/** Runs the shell until the user leaves; resolves to the exit status. Rejects when there is no session. */
export async function startRepl(options: ReplOptions): Promise<number> {
  const { start } = await import('node:repl')
  return new Promise((resolve, reject) => {
    const terminal = new Terminal(options, start, resolve)
    setImmediate(() => terminal.open().catch(reject))
  })
}

class Terminal {
  readonly #options: ReplOptions
  readonly #server: REPLServer
  readonly #history: History | undefined
  #session: Session | undefined
  #close: (() => Promise<void>) | undefined
  /** Inputs that were typed ahead wait for the session. */
  readonly #ready: Promise<Session>
  #isReady: (session: Session) => void = () => {}
  readonly #typeahead: Typeahead
  /** Lines that wait for their turn: `.load` delivers a file of them at once. */
  readonly #lines: string[] = []
  /** The input that runs now. */
  #running: Promise<void> | undefined
  readonly #prompt: string
  /** The last question, answered or not. */
  #asking: Promise<unknown> = Promise.resolve()
  /** Ctrl-C came before the session was there. */
  #stopped = false
  /** The lines so far of an input that goes on. Versions of Node differ in how they keep them, and prompt. */
  #pending = ''

  constructor(options: ReplOptions, startServer: typeof start, done: (status: number) => void) {
    this.#options = options
    const { input, output, banner, history, colors, live } = options
    this.#ready = new Promise((resolve) => {
      this.#isReady = resolve
    })
    if (banner !== undefined) output.write(`${banner}\n`)
    this.#prompt = live && colors ? `\u001b[31m${promptText}\u001b[0m` : promptText
    this.#typeahead = new Typeahead(input)
    this.#server = startServer({
      prompt: this.#prompt,
      input: this.#typeahead,
      output,
      terminal: true,
      useColors: colors,
      // The session prints; here is nothing left to print.
      ignoreUndefined: true,
      // Node would make a context of its own, which nobody uses.
      useGlobal: true,
      preview: false,
      completer: (line: string, callback: Callback) => this.#complete(line, callback),
    })
    // Set afterwards, it does not run in the domain in which Node's REPL would catch errors of timers.
    Object.assign(this.#server, { eval: this.#evaluate })
    this.#takeOverLines()
    this.#takeOverInterrupts()
    this.#defineBreak()
    this.#server.on('exit', () => void this.#leave(done))
    process.on('uncaughtException', (error) => this.#show(this.#session?.errorText(error) ?? String(error)))
    this.#history = history === undefined ? undefined : this.#openHistory(history)
    options.onReady({ ask: (question) => this.#ask(question) })
  }

  async open(): Promise<void> {
    try {
      const { session, close } = await this.#options.open()
      this.#close = close
      this.#session = session
      this.#isReady(session)
    } catch (error) {
      this.#server.removeAllListeners('exit')
      this.#server.close()
      throw error
    }
  }

  /** Node evaluates every line at once; here a line waits until the one before it has its result. */
  #takeOverLines(): void {
    const evaluateLine = this.#server.listeners('line')
    this.#server.removeAllListeners('line')
    const next = (): void => {
      while (!this.#running && this.#lines.length > 0) {
        const line = this.#lines.shift()
        // Node takes a line that starts with a point for a command, also where an input goes on.
        const goesOn = this.#pending !== '' && !this.#isCommand(line!)
        if (goesOn) this.#evaluate(`${line}\n`, undefined, '', () => this.#server.displayPrompt())
        else for (const listener of evaluateLine) listener.call(this.#server, line)
        void (this.#running as Promise<void> | undefined)?.then(next)
      }
    }
    this.#server.on('line', (line: string) => {
      this.#lines.push(line)
      next()
    })
  }

  #isCommand(line: string): boolean {
    const [, name] = /^\s*\.(\w+)\s*$/.exec(line) ?? []
    return name !== undefined && Object.hasOwn(this.#server.commands, name)
  }

  #evaluate = (
    line: string,
    _context: unknown,
    _file: string,
    callback: (error: Error | null, result: unknown) => void,
  ): void => {
    this.#typeahead.hold()
    this.#running = this.#run(this.#pending + line)
      .catch((error: unknown) => this.#show(`support-repl: ${String(error)}`))
      .then(() => {
        this.#running = undefined
        callback(null, undefined)
        this.#typeahead.release()
      })
  }

  async #run(source: string): Promise<void> {
    const session = this.#session ?? (await this.#ready)
    const running = session.run(source, { interruptible: this.#cooked })
    if (this.#stopped) session.interrupt(interrupted())
    this.#stopped = false
    const outcome = await running
    this.#keep(outcome.status === 'incomplete' ? source : '')
    if (outcome.status === 'incomplete') return
    this.#history?.add(source)
    if (outcome.status === 'error' && isInterruption(outcome.error)) {
      this.#typeahead.discard()
      // Below the ^C that the terminal shows.
      this.#options.output.write('\n')
    }
    if (outcome.text !== undefined) this.#print(outcome.status === 'error', outcome.text)
  }

  /** Keeps the lines of an input that goes on; the prompt says so. */
  #keep(pending: string): void {
    this.#pending = pending
    this.#server.setPrompt(pending === '' ? this.#prompt : continuation)
  }

  /** `.break` and Ctrl-C: away with the input so far. */
  #discard(): void {
    this.#lines.length = 0
    this.#keep('')
    this.#server.clearBufferedCommand()
    this.#server.displayPrompt()
  }

  #defineBreak(): void {
    const action = () => this.#discard()
    this.#server.defineCommand('break', { help: 'Leave an input that goes on', action })
    this.#server.defineCommand('clear', { help: 'The same as .break', action })
  }

  /** While code runs that never yields, Ctrl-C has to be a signal: as a key it would not be read. */
  #cooked = (run: () => void): void => {
    const { input } = this.#options
    input.setRawMode(false)
    try {
      run()
    } finally {
      input.setRawMode(true)
    }
  }

  #print(isError: boolean, text: string): void {
    const { errors, output } = this.#options
    ;(isError ? errors : output).write(`${text}\n`)
  }

  /** Shows something that came while the user was typing. */
  #show(text: string): void {
    this.#options.output.write(`\n${text}\n`)
    if (!this.#running) this.#server.displayPrompt(true)
  }

  #complete(line: string, callback: Callback): void {
    Promise.all([import('../completion/complete.ts'), this.#ready])
      .then(([{ complete }, session]) => complete(this.#pending + line, session))
      .then(
        ({ candidates, partial }) => callback(null, [candidates, partial]),
        (error: Error) => callback(error, [[], line]),
      )
  }

  /** Ctrl-C gives up what runs; at the prompt it stays Node's. */
  #takeOverInterrupts(): void {
    const atPrompt = this.#server.listeners('SIGINT')
    this.#server.removeAllListeners('SIGINT')
    this.#server.on('SIGINT', () => {
      this.#lines.length = 0
      if (this.#running) {
        this.#options.output.write('^C')
        return this.#interrupt()
      }
      if (this.#pending !== '') {
        // Moves below what is typed so far.
        ;(this.#server as unknown as { clearLine(): void }).clearLine()
        return this.#discard()
      }
      for (const listener of atPrompt) listener.call(this.#server)
    })
    // While Ctrl-C is a signal it may come just before or after the code that it is meant for.
    process.on('SIGINT', () => this.#interrupt())
  }

  #interrupt(): void {
    this.#stopped = this.#session === undefined
    this.#session?.interrupt(interrupted())
  }

  #openHistory(path: string): History {
    const history = new History({ path, warn: (message) => this.#show(message) })
    // Node wants the newest entry first, and one line an entry.
    const entries = history.load().flatMap((entry) => entry.split('\n'))
    ;(this.#server as unknown as { history: string[] }).history = entries.reverse()
    return history
  }

  /** Asks a person, one question after the other. */
  #ask(question: string): Promise<boolean> {
    const answer = this.#asking.then(() => this.#askNow(question))
    this.#asking = answer
    return answer
  }

  /** What was typed before the question was there does not answer it. Ctrl-C does: no. */
  #askNow(question: string): Promise<boolean> {
    const signal = this.#session?.signal
    if (signal?.aborted) return Promise.resolve(false)
    this.#typeahead.discard()
    this.#typeahead.release()
    return new Promise((resolve) => {
      const settle = (agreed: boolean) => {
        if (this.#running) this.#typeahead.hold()
        else this.#server.displayPrompt(true)
        resolve(agreed)
      }
      signal?.addEventListener('abort', () => settle(false), { once: true })
      this.#server.question(question, { signal }, (answer) => settle(/^\s*y(es)?\s*$/i.test(answer)))
    })
  }

  async #leave(done: (status: number) => void): Promise<void> {
    this.#session?.interrupt(interrupted())
    await this.#running
    await this.#close?.()
    done(0)
    // Timers and sockets of the user's inputs must not keep a shell alive that was left.
    process.exit(0)
  }
}

type Callback = (error: Error | null, result: [string[], string]) => void
