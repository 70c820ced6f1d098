/**
 * The terminal: node's own REPL for prompt and keys, with its evaluation, completion, history and preview
 * replaced. Node's completer and preview would call what they complete.
 *
 *     keys -> typeahead -> line editor -> input -> shell -> outcome -> screen
 *                            ^ completing, hints, recalling, questions
 */
import type { start } from 'node:repl'
import type { Screen } from '../dot-commands/dot-command.ts'
import { isInterruption } from '../session/run-stopped.ts'
import type { Outcome } from '../session/session.ts'
import type { Shell } from '../shell.ts'
import { Completing } from './completing.ts'
import { Hints } from './hints.ts'
import { type Key, LineEditor } from './line-editor.ts'
import { handOver, suspend } from './outside.ts'
import { Questions } from './questions.ts'
import { Recalling } from './recalling.ts'
import type { Opened, ReplOptions } from './repl.ts'
import { bracketedPaste, Typeahead } from './typeahead.ts'

const promptText = '>>> '

export class Terminal {
  readonly #options: ReplOptions
  readonly #typeahead: Typeahead
  readonly #editor: LineEditor
  readonly #questions: Questions
  readonly #completing: Completing
  readonly #hints: Hints | undefined
  readonly #recalling: Recalling
  /** Inputs that were typed ahead wait for the shell. */
  readonly #ready: Promise<Shell>
  #isReady: (shell: Shell) => void = () => {}
  #opened: Opened | undefined
  /** What runs now: an input, or a look at what was typed. */
  #running: Promise<void> | undefined
  /** Ctrl-C came before the shell was there. */
  #stopped = false
  /** The last thing that was done was Ctrl-C at an empty prompt. */
  #isLeaving = false
  /** Ctrl-X was pressed, and says what the next key means. */
  #isPrefixed = false
  /** Another program has the terminal. */
  #isLent = false
  /** What was written last ended in the middle of a line. */
  #isMidLine = false
  /** What is to stand at the next prompt. */
  #prefilled = ''

  constructor(options: ReplOptions, startServer: typeof start, done: (status: number) => void) {
    this.#options = options
    const { input, output, banner, colors, unicode, hints, live } = options
    this.#ready = new Promise((resolve) => {
      this.#isReady = resolve
    })
    if (banner !== undefined) output.write(`${banner}\n`)
    if (!this.#isDumb) output.write(bracketedPaste.on)
    this.#typeahead = new Typeahead(input, (text) => void this.#paste(text))
    this.#editor = new LineEditor(startServer, {
      input: this.#typeahead,
      output,
      colors,
      prompt: colors ? `\u001b[${live ? 31 : 32}m${promptText}\u001b[39m` : promptText,
      continuation: '... ',
      onKey: (key) => this.#takes(key),
      onEdit: () => this.#edited(),
      onEnter: (text) => {
        if (this.#questions.isAsking) this.#questions.enter(text)
      },
      onEnd: () => void this.#leave(done),
    })
    const editor = this.#editor
    this.#questions = new Questions({ editor, typeahead: this.#typeahead, output })
    this.#completing = new Completing({
      editor,
      colors,
      unicode,
      complete: async (text) => (await this.#ready).complete(text),
    })
    this.#recalling = new Recalling({ ...options, editor, warn: (message) => this.#show(message) })
    if (hints && !this.#isDumb) {
      this.#hints = new Hints({
        editor,
        colors,
        unicode,
        suggest: (text) => this.#recalling.suggest(text),
        signature: async (text) => (await this.#ready).signature(text),
      })
    }
    process.on('uncaughtException', (error) =>
      this.#show(this.#opened?.shell.errorText(error) ?? `Uncaught ${String(error)}`),
    )
    options.onReady({
      write: (text) => this.#write(text),
      screen: () => this.#screen(),
      typed: (bytes) => this.#typeahead.receive(bytes),
      ask: (question) => this.#questions.ask(question, this.#opened?.shell.signal),
    })
    // While Ctrl-C is a signal it may come just before or after the code that it is meant for.
    process.on('SIGINT', () => {
      if (!this.#isLent) this.#interrupt()
    })
  }

  async open(): Promise<void> {
    try {
      this.#opened = await this.#options.open()
      const { shell } = this.#opened
      shell.attach({
        ask: (question) => this.#questions.ask(question, shell.signal),
        key: (prompt, keys) => this.#questions.key(prompt, keys, shell.signal),
        handOver: (run) => this.#handOver(run),
        prefill: (text) => {
          this.#prefilled = text
        },
        edit: (text) => this.#edit(text),
        lastInput: () => this.#recalling.lastInput(),
        leave: () => this.#editor.close(),
      })
      this.#isReady(shell)
    } catch (error) {
      this.#options.output.write(this.#isDumb ? '' : bracketedPaste.off)
      this.#editor.abandon()
      throw error
    }
  }

  get #isDumb(): boolean {
    return this.#options.env['TERM'] === 'dumb'
  }

  /** Whether a key is for this program; the editor does what all others mean. */
  #takes(key: Key): boolean {
    const { name, ctrl = false, meta = false } = key
    if (ctrl && name === 'c') return this.#ctrlC()
    if (this.#questions.take(key)) return true
    if (this.#questions.isAsking) return ['tab', 'up', 'down'].includes(name ?? '')
    this.#isLeaving = false
    if (this.#isPrefixed) {
      this.#isPrefixed = false
      if (ctrl && name === 'e') this.#editInput()
      return true
    }
    if (this.#recalling.takeInSearch(key)) return true
    if (this.#completing.take(key)) return true
    if (this.#hints?.take(key)) return true
    if (this.#recalling.take(key)) return true
    switch (name) {
      case 'return':
      case 'enter':
        if (meta) this.#editor.insert('\n')
        else this.#enter()
        return true
      case 'tab':
        if (!this.#editor.isTyped) return false
        this.#whileHeld(this.#completing.press())
        return true
      case 'x':
        this.#isPrefixed = ctrl
        return ctrl
      case 'z':
        if (ctrl) suspend(this.#lender, () => this.#editor.refresh())
        return ctrl
      default:
        return this.#moves(key)
    }
  }

  /** In an input of several lines the ends are those of the line. */
  #moves({ name, ctrl, meta }: Key): boolean {
    const { text, cursor } = this.#editor
    if (meta || !text.includes('\n')) return false
    if (ctrl ? name === 'a' : name === 'home') {
      this.#editor.moveTo(text.lastIndexOf('\n', cursor - 1) + 1)
      return true
    }
    if (ctrl ? name === 'e' : name === 'end') {
      const end = text.indexOf('\n', cursor)
      this.#editor.moveTo(end < 0 ? text.length : end)
      return true
    }
    return false
  }

  /** Something may have changed what is typed. */
  #edited(): void {
    if (this.#running || this.#questions.isAsking || this.#recalling.isSearching || this.#completing.isShown) return
    this.#hints?.update()
  }

  /** Enter: the input runs, or goes on with another line. */
  #enter(): void {
    this.#typeahead.hold()
    this.#running = this.#enterNow()
      .catch((error: unknown) => this.#show(`support-repl: ${String(error)}`))
      .then(() => this.#promptAgain())
  }

  async #enterNow(): Promise<void> {
    const { text } = this.#editor
    const isBlank = text.trim() === ''
    const shell = isBlank ? undefined : await this.#ready
    if (shell && !this.#stopped && (await shell.isIncomplete(text))) {
      this.#editor.insert('\n')
      return this.#goOn()
    }
    this.#editor.enter()
    if (!shell) return
    this.#recalling.add(text)
    const running = shell.run(text, { interruptible: this.#cooked })
    if (this.#stopped) shell.interrupt()
    this.#stopped = false
    await this.#print(await running)
  }

  /** The input that was entered is still being typed. */
  #goOn(): void {
    this.#running = undefined
    this.#typeahead.release()
    this.#edited()
  }

  #promptAgain(): void {
    // The input goes on, and is on the screen.
    if (!this.#running) return
    this.#running = undefined
    if (this.#isMidLine) this.#write('\n')
    this.#editor.prompt()
    const prefilled = this.#prefilled
    this.#prefilled = ''
    if (prefilled) this.#editor.replace(prefilled)
    this.#typeahead.release()
  }

  async #print(outcome: Outcome): Promise<void> {
    if (outcome.status === 'incomplete') return
    const isError = outcome.status === 'error'
    if (isError && isInterruption(outcome.error)) {
      this.#typeahead.discard()
      // Below the ^C that the terminal shows.
      this.#write('\n')
    }
    const { text } = outcome
    if (text === undefined) return
    const { errors, output, env } = this.#options
    if (isError) {
      if (this.#isMidLine) this.#write('\n')
      errors.write(`${text}\n`)
      return
    }
    // Whoever has typed on does not wait to be asked.
    const isLong = !this.#typeahead.hasMore && text.split('\n', this.#editor.rows).length >= this.#editor.rows
    if (!isLong) return this.#write(`${text}\n`)
    const { showLong } = await import('./pager.ts')
    const { columns, rows } = this.#editor
    await showLong(text, { rows, columns, env, output, handOver: (run) => this.#handOver(run) })
  }

  /** Writes to the screen; what is being typed stays below it. */
  #write(text: string): void {
    const { output } = this.#options
    const isTyping = !this.#running && !this.#questions.isAsking
    if (isTyping) this.#editor.erase()
    output.write(text)
    this.#isMidLine = text === '' ? this.#isMidLine : !text.endsWith('\n')
    if (!isTyping) return
    if (this.#isMidLine) output.write('\n')
    this.#isMidLine = false
    this.#editor.refresh()
  }

  /** Shows something that nobody waits for. */
  #show(text: string): void {
    this.#write(`${this.#isMidLine ? '\n' : ''}${text}\n`)
  }

  #screen(): Screen {
    const { columns, rows } = this.#editor
    const { colors, unicode } = this.#options
    return { columns, rows, colors, unicode, write: (text) => this.#write(text) }
  }

  /** While code runs that never yields, Ctrl-C has to be a signal: as a key it would not be read. */
  #cooked = (run: () => void): void => {
    this.#typeahead.setRawMode(false)
    try {
      run()
    } finally {
      this.#typeahead.setRawMode(true)
    }
  }

  #ctrlC(): boolean {
    const { output } = this.#options
    if (this.#running) {
      output.write('^C')
      this.#isMidLine = true
      this.#interrupt()
      return true
    }
    this.#completing.close()
    if (this.#recalling.cancelSearch()) return true
    this.#recalling.rest()
    this.#hints?.clear()
    const isEmpty = this.#editor.text === ''
    this.#editor.leave()
    output.write('\n')
    if (isEmpty && this.#isLeaving) {
      this.#editor.close()
      return true
    }
    if (isEmpty) output.write('(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n')
    this.#isLeaving = isEmpty
    this.#isPrefixed = false
    this.#editor.prompt()
    return true
  }

  #interrupt(): void {
    this.#stopped = this.#opened === undefined
    this.#opened?.shell.interrupt()
  }

  async #paste(text: string): Promise<void> {
    this.#typeahead.hold()
    const { pastedInput } = await import('./pasted.ts')
    const input = pastedInput(text)
    this.#completing.close()
    this.#editor.insert(this.#questions.isAsking ? input.split('\n')[0]! : input)
    this.#edited()
    this.#typeahead.release()
  }

  /** Keys wait until it is done. */
  #whileHeld(work: Promise<void>): void {
    this.#typeahead.hold()
    void work
      .catch((error: unknown) => this.#show(`support-repl: ${String(error)}`))
      .then(() => this.#typeahead.release())
  }

  get #lender() {
    return { typeahead: this.#typeahead, output: this.#options.output }
  }

  async #handOver<T>(run: () => Promise<T>): Promise<T> {
    this.#isLent = true
    try {
      return await handOver(this.#lender, run)
    } finally {
      this.#isLent = false
    }
  }

  async #edit(text: string): Promise<string> {
    const { editOutside } = await import('./outside.ts')
    this.#isLent = true
    try {
      return await editOutside(text, this.#options.env, this.#lender)
    } finally {
      this.#isLent = false
    }
  }

  /** Ctrl-X Ctrl-E: the input in the person's own editor. */
  #editInput(): void {
    const { text } = this.#editor
    this.#hints?.clear()
    this.#whileHeld(
      this.#edit(text).then(
        (edited) => this.#editor.replace(edited),
        (error: Error) => this.#show(error.message),
      ),
    )
  }

  async #leave(done: (status: number) => void): Promise<void> {
    this.#opened?.shell.interrupt()
    await this.#running
    await this.#opened?.close()
    this.#options.output.write(this.#isDumb ? '' : bracketedPaste.off)
    done(0)
    // Timers and sockets of the user's inputs must not keep a shell alive that was left.
    process.exit(0)
  }
}
