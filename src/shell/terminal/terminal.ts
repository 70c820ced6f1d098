/**
 * The terminal: node's own REPL for prompt and keys, with its evaluation, completion, history and preview
 * replaced. Node's completer and preview would call what they complete.
 *
 *     keys -> typeahead -> line editor -> input -> shell -> outcome -> screen
 *                            ^ completing, hints, recalling, questions
 */
import type { start } from 'node:repl'
import type { Shell } from '../shell.ts'
import { Completing } from './completing.ts'
import { divert } from './divert.ts'
import { Entering } from './entering.ts'
import { Hints } from './hints.ts'
import { Interjections } from './interjections.ts'
import { type Key, LineEditor } from './line-editor.ts'
import { takeLineKey } from './line-keys.ts'
import { Outside } from './outside.ts'
import { OutsideKeys } from './outside-keys.ts'
import { Printer } from './printer.ts'
import { Questions } from './questions.ts'
import { Recalling } from './recalling.ts'
import type { Opened, ReplOptions } from './repl-options.ts'
import { bracketedPaste, Typeahead } from './typeahead.ts'

const promptText = '>>> '

export class Terminal {
  readonly #options: ReplOptions
  readonly #typeahead: Typeahead
  readonly #editor: LineEditor
  readonly #outside: Outside
  readonly #outsideKeys: OutsideKeys
  readonly #printer: Printer
  readonly #questions: Questions
  readonly #interjections: Interjections
  readonly #completing: Completing
  readonly #hints: Hints | undefined
  readonly #recalling: Recalling
  /** Inputs that were typed ahead wait for the shell. */
  readonly #ready: Promise<Shell>
  #isReady: (shell: Shell) => void = () => {}
  #opened: Opened | undefined
  readonly #entering: Entering
  /** What runs before the first input has not ended. */
  #isStarting = false
  /** The last thing that was done was Ctrl-C at an empty prompt. */
  #isLeaving = false
  readonly #giveBackStreams: () => void
  /** What is to stand at the next prompt. */
  #prefilled = ''

  constructor(options: ReplOptions, startServer: typeof start, done: (status: number) => void) {
    this.#options = options
    const { input, output, banner, colors, unicode, hints, live } = options
    this.#ready = new Promise((resolve) => {
      this.#isReady = resolve
    })
    if (banner !== undefined) output.write(`${banner}\n`)
    if (!this.#isDumb) {
      output.write(bracketedPaste.on)
      // An input may end the process.
      process.once('exit', () => output.write(bracketedPaste.off))
    }
    this.#typeahead = new Typeahead(input, (text) => void this.#paste(text))
    this.#editor = new LineEditor(startServer, {
      input: this.#typeahead,
      output,
      colors,
      prompt: colors ? `\u001b[${live ? 31 : 32}m${promptText}\u001b[39m` : promptText,
      continuation: '... ',
      onKey: (key) => this.#takes(key),
      onEdit: () => this.#edited(),
      onResize: () => this.#resized(),
      onEnter: (text) => {
        if (this.#questions.isAsking) this.#questions.enter(text)
      },
      onEnd: () => void this.#leave(done),
    })
    const editor = this.#editor
    const typeahead = this.#typeahead
    this.#outside = new Outside({ typeahead, output, env: options.env })
    const isTyping = () => !this.#entering.hasLeft || this.#questions.isAsking
    this.#printer = new Printer({ ...options, editor, typeahead, outside: this.#outside, isTyping })
    this.#questions = new Questions({ editor, typeahead, output })
    this.#interjections = new Interjections({
      editor,
      questions: this.#questions,
      isRunning: () => this.#entering.hasLeft,
      bare: () => this.#bare(),
      prompt: () => this.#entered(false),
    })
    this.#completing = new Completing({
      editor,
      colors,
      unicode,
      complete: async (text) => (await this.#ready).complete(text),
    })
    this.#recalling = new Recalling({
      ...options,
      editor,
      warn: (message) => this.#printer.show(message),
      enter: () => this.#enter(),
    })
    const bare = () => this.#hints?.clear()
    this.#outsideKeys = new OutsideKeys({
      editor,
      outside: this.#outside,
      bare,
      whileHeld: (work) => this.#whileHeld(work),
      warn: (message) => this.#printer.show(message),
    })
    this.#entering = new Entering({
      editor,
      printer: this.#printer,
      ready: this.#ready,
      bare,
      remember: (text) => this.#recalling.add(text),
      interruptible: this.#cooked,
      done: (goesOn) => this.#entered(goesOn),
    })
    if (hints && !this.#isDumb) {
      this.#hints = new Hints({
        editor,
        colors,
        unicode,
        suggest: (text) => this.#recalling.suggest(text),
        signature: async (text) => (await this.#ready).signature(text),
      })
    }
    this.#giveBackStreams = divert(process, (text) => this.#printer.write(text))
    process.on('uncaughtException', this.#showStray)
    options.onReady({
      write: (text) => this.#printer.write(text),
      screen: () => this.#printer.screen(),
      typed: (bytes) => this.#typeahead.receive(bytes),
      ask: (question) => this.#ask(question),
    })
    // While Ctrl-C is a signal it may come just before or after the code that it is meant for.
    process.on('SIGINT', this.#signalled)
  }

  /** An error that no input waits for. */
  #showStray = (error: unknown): void =>
    this.#printer.show(this.#opened?.shell.errorText(error) ?? `Uncaught ${String(error)}`)

  #signalled = (): void => {
    if (!this.#outside.isLent) this.#interrupt()
  }

  async open(): Promise<void> {
    try {
      this.#recalling.load()
      this.#opened = await this.#options.open()
      const { shell } = this.#opened
      shell.attach({
        ask: (question) => this.#ask(question),
        key: (prompt, keys) => this.#questions.key(prompt, keys, shell.signal),
        prefill: (text) => {
          this.#prefilled = text
        },
        edit: (text) => this.#outside.edit(text),
        lastInput: () => this.#recalling.lastInput(),
        leave: () => this.#editor.close(),
        interruptible: this.#cooked,
      })
      // The prompt is there already, and what is typed waits.
      this.#isStarting = true
      const problem = await this.#options.start?.(this.#cooked)
      this.#isStarting = false
      if (problem !== undefined) this.#printer.show(problem)
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
    // Behind an Escape readline does not know it.
    if ((ctrl && name === 'c') || key.sequence === '\u001b\u0003') return this.#ctrlC()
    if (this.#questions.take(key)) return true
    if (this.#questions.isAsking) return ['tab', 'up', 'down'].includes(name ?? '')
    this.#isLeaving = false
    if (this.#outsideKeys.takeSecond(key)) return true
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
        if (this.#editor.isTyped) this.#whileHeld(this.#completing.press())
        else this.#editor.insert('\t')
        return true
      default:
        return this.#outsideKeys.take(key) || takeLineKey(this.#editor, key)
    }
  }

  /** Something may have changed what is typed. */
  #edited(): void {
    if (
      this.#entering.running ||
      this.#questions.isAsking ||
      this.#recalling.isSearching ||
      this.#completing.isShown
    )
      return
    this.#hints?.update()
  }

  /** Another program that has the terminal paints it itself. */
  #resized(): void {
    if (this.#outside.isLent) return
    this.#completing.refit()
    if (!this.#completing.isShown) {
      this.#hints?.clear()
      this.#edited()
    }
    this.#editor.refresh()
  }

  #enter(): void {
    this.#typeahead.hold()
    this.#entering.enter()
  }

  #entered(goesOn: boolean): void {
    // Something else asks meanwhile: the answer brings the prompt back.
    if (this.#questions.isAsking) return
    if (goesOn) this.#edited()
    else this.#prompt()
    // What was entered before the shell was ready comes first.
    if (!this.#entering.running) this.#typeahead.release()
  }

  #ask(question: string): Promise<boolean> {
    return this.#interjections.ask(question, this.#opened?.shell.signal)
  }

  #prompt(): void {
    this.#printer.freshLine()
    this.#editor.prompt()
    if (this.#prefilled) this.#editor.replace(this.#prefilled)
    this.#prefilled = ''
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
    // What was typed meanwhile is given up as well: nobody sees which of the two is under way.
    if (this.#isStarting) this.#opened?.shell.interrupt()
    if (this.#entering.running) {
      this.#printer.showInterrupt()
      this.#interrupt()
      return true
    }
    if (this.#questions.isAsking) {
      output.write('^C')
      this.#questions.giveUp()
      return true
    }
    if (this.#bare()) return true
    this.#recalling.rest()
    const isEmpty = this.#editor.text === ''
    if (isEmpty && this.#isStarting) return true
    this.#editor.leave()
    output.write('\n')
    if (isEmpty && this.#isLeaving) {
      this.#editor.close()
      return true
    }
    if (isEmpty) output.write('(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n')
    this.#isLeaving = isEmpty
    this.#outsideKeys.forget()
    this.#editor.prompt()
    return true
  }

  /** Leaves of the input what was typed; whether that was in the middle of a search. */
  #bare(): boolean {
    this.#completing.close()
    const wasSearching = this.#recalling.cancelSearch()
    this.#hints?.clear()
    return wasSearching
  }

  #interrupt(): void {
    this.#entering.stop()
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
      .catch((error: unknown) => this.#printer.show(`support-repl: ${String(error)}`))
      .then(() => this.#typeahead.release())
  }

  async #leave(done: (status: number) => void): Promise<void> {
    this.#opened?.shell.interrupt()
    await this.#entering.running
    await this.#opened?.close()
    this.#options.output.write(this.#isDumb ? '' : bracketedPaste.off)
    this.#giveBackStreams()
    if (this.#options.comesBack) {
      process.off('uncaughtException', this.#showStray).off('SIGINT', this.#signalled)
      this.#opened?.shell.attach(undefined)
      this.#typeahead.giveBack()
    }
    done(0)
    // Timers and sockets of the user's inputs must not keep a shell alive that was left.
    if (!this.#options.comesBack) process.exit(0)
  }
}
