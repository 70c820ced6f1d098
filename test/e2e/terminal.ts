/** A person at a terminal: types, presses keys, and reads what the screen shows. */
import type { IPty } from '@lydell/node-pty'
import xterm from '@xterm/headless'
import { expect } from 'chai'
import { commandFile, environment, newFolder } from './command.ts'

const keys = {
  Enter: '\r',
  Tab: '\t',
  Up: '\u001b[A',
  Down: '\u001b[B',
  Right: '\u001b[C',
  Left: '\u001b[D',
  Home: '\u001b[H',
  End: '\u001b[F',
  Escape: '\u001b',
  Backspace: '\u007f',
  'Shift-Tab': '\u001b[Z',
  'Alt-Enter': '\u001b\r',
  'Alt-F': '\u001bf',
  'Ctrl-C': '\u0003',
  'Ctrl-D': '\u0004',
  'Ctrl-E': '\u0005',
  'Ctrl-G': '\u0007',
  'Ctrl-R': '\u0012',
  'Ctrl-X': '\u0018',
  'Ctrl-Z': '\u001a',
} as const

export type Key = keyof typeof keys

export interface TerminalOptions {
  readonly cols?: number
  readonly rows?: number
  readonly env?: NodeJS.ProcessEnv
  /** The home folder, where the shell keeps its history; a new one when absent. */
  readonly home?: string
}

/** How long anything may take to appear. Only a failing test waits for so long. */
const patience = 10_000

/** A text as it is written in a test, without the indent of the test and without the lines around it. */
function unindent(text: string): string {
  const lines = text.replace(/^\n|\n *$/g, '').split('\n')
  const indent = /^ */.exec(lines[0]!)![0].length
  return lines.map((line) => line.slice(indent)).join('\n')
}

/** A line on which the shell waits for input. */
const isPrompt = (line: string) => /^(>>>|\.\.\.)$/.test(line)

export class Terminal {
  readonly #process: IPty
  readonly #display: InstanceType<typeof xterm.Terminal>
  /** Checked whenever the screen changes. */
  readonly #watchers = new Set<() => void>()
  #status: number | undefined
  /** What was typed last. */
  #typed = ''

  /** Starts the command, without waiting for anything. */
  constructor(
    pty: Pty,
    args: readonly string[],
    { cols = 100, rows = 30, env, home = newFolder() }: TerminalOptions = {},
  ) {
    this.#display = new xterm.Terminal({ cols, rows, scrollback: 10_000, allowProposedApi: true })
    this.#process = pty.spawn(process.execPath, [commandFile, ...args], {
      name: env?.['TERM'] ?? 'xterm-256color',
      cols,
      rows,
      cwd: home,
      env: environment({ HOME: home, XDG_STATE_HOME: `${home}/state`, TERM: 'xterm-256color', ...env }),
    })
    const changed = () => {
      for (const check of this.#watchers) check()
    }
    this.#process.onData((data) => this.#display.write(data, changed))
    this.#process.onExit(({ exitCode, signal }) => {
      // What was printed last is shown first. A signal is told as shells tell it.
      this.#display.write('', () => {
        this.#status = signal ? 128 + signal : exitCode
        changed()
      })
    })
  }

  /** Types a text as fast as it can be typed; a line end is the Enter key. */
  type(text: string): void {
    this.#typed = text
    this.#process.write(text.replaceAll('\n', keys.Enter))
  }

  /** Pastes a text, as terminals do it that were asked to tell. */
  paste(text: string): void {
    this.#process.write(`\u001b[200~${text.replaceAll('\n', '\r')}\u001b[201~`)
  }

  /** Presses Tab once what was typed is shown: a Tab that arrives together with text counts as pasted. */
  async tab(): Promise<void> {
    await this.#until(() => this.#isShown(this.#typed), `${JSON.stringify(this.#typed)} before the cursor`)
    this.press('Tab')
  }

  press(...pressed: Key[]): void {
    for (const key of pressed) this.#process.write(keys[key])
  }

  /** Types an input line by line, each at its prompt; answers what is printed until the next prompt. */
  async enter(source: string): Promise<string> {
    let printed: string[] = []
    for (const line of source.split('\n')) {
      // Prompts are counted, and not rows: hints come and go below them.
      const asked = this.#prompts().length
      this.type(`${line}\n`)
      const isBack = () => this.#prompts().length > asked && this.#isAtPrompt()
      await this.#until(isBack, `a prompt after ${JSON.stringify(line)}`)
      printed = this.#linesToCursor().slice(this.#prompts()[asked - 1]! + 1, -1)
    }
    return printed.join('\n')
  }

  /**
   * Types the inputs of a transcript, each line at its prompt, and holds the whole screen against it.
   * The shell has to be started with --quiet, and the transcript has to begin at the start.
   */
  async follow(transcript: string): Promise<void> {
    const shown = unindent(transcript)
    await this.untilPrompt()
    for (const [, line = ''] of shown.matchAll(/^(?:>>>|\.\.\.) (.*)/gm)) await this.enter(line)
    expect(`${this.screen()}\n`).to.equal(`${shown}\n>>>\n`)
  }

  /** The input: the text before the cursor, and what stands behind it in its row. */
  get input(): { readonly before: string; readonly behind: string } {
    const { active } = this.#display.buffer
    const row = active.getLine(active.baseY + active.cursorY)!
    return {
      before: row.translateToString(false, 0, active.cursorX),
      behind: row.translateToString(true, active.cursorX),
    }
  }

  /** Waits until the input is this: the text before the cursor, and what stands behind it. */
  untilInput(before: string, behind: string): Promise<void> {
    const isThis = () => this.input.before === before && this.input.behind === behind
    return this.#until(isThis, `${before}|${behind}`)
  }

  /** The lines on the screen and above it, as they were written: what was wrapped is one line. */
  screen(): string {
    return this.#lines().join('\n')
  }

  /** Waits until the screen shows a text. */
  until(text: string | RegExp): Promise<void> {
    const isShown = () => {
      const screen = this.screen()
      return typeof text === 'string' ? screen.includes(text) : text.test(screen)
    }
    return this.#until(isShown, String(text))
  }

  /** Waits until the shell waits, with nothing typed at its prompt. */
  untilPrompt(): Promise<void> {
    return this.#until(() => this.#isAtPrompt(), 'a prompt')
  }

  /** Gives the window another size. */
  resize(cols: number, rows: number): void {
    this.#display.resize(cols, rows)
    this.#process.resize(cols, rows)
  }

  /** Waits until the rows of the screen, without what has left it at the top, are as they should be. */
  untilRows(what: string, areSo: (rows: readonly string[]) => boolean): Promise<void> {
    return this.#until(() => {
      const { active } = this.#display.buffer
      const rows = Array.from({ length: this.#display.rows }, (_, y) => active.getLine(active.baseY + y))
      return areSo(rows.map((row) => row?.translateToString(true) ?? ''))
    }, what)
  }

  /** Closes the window: the command is told by a signal. */
  close(): void {
    this.#process.kill('SIGHUP')
  }

  /** Whether the terminal was asked to tell what is pasted. */
  get tellsPastes(): boolean {
    return this.#display.modes.bracketedPasteMode
  }

  /** Waits for the end of the command: its exit status. */
  async status(): Promise<number> {
    await this.#until(() => this.#status !== undefined, 'the end of the command')
    return this.#status!
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Windows knows no signals.
    if (this.#status === undefined) this.#process.kill(process.platform === 'win32' ? undefined : 'SIGKILL')
    await this.#until(() => this.#status !== undefined, 'the end of the command')
    this.#display.dispose()
  }

  #isAtPrompt(): boolean {
    return this.#display.buffer.active.cursorX === 4 && isPrompt(this.#linesToCursor().at(-1)!)
  }

  /** Whether a text ends at the cursor. Only its last row counts where it takes several. */
  #isShown(text: string): boolean {
    const { active } = this.#display.buffer
    const row = active.getLine(active.baseY + active.cursorY)!.translateToString(false, 0, active.cursorX)
    return row.endsWith(text) || (row !== '' && text.endsWith(row))
  }

  /** The positions of the lines with a prompt, up to the cursor. */
  #prompts(): number[] {
    return this.#linesToCursor().flatMap((line, at) => (/^(>>>|\.\.\.)( |$)/.test(line) ? at : []))
  }

  /** Up to the cursor; hints and lists stand below it. */
  #linesToCursor(): string[] {
    const { active } = this.#display.buffer
    return this.#lines(active.baseY + active.cursorY)
  }

  /** Up to the cursor, or to the last line with text where that is below it; or to a row. */
  #lines(last = Number.POSITIVE_INFINITY): string[] {
    const { active } = this.#display.buffer
    const rows: { text: string; continues: boolean }[] = []
    for (let y = 0; y < active.length && y <= last; y++) {
      const row = active.getLine(y)!
      const continued = active.getLine(y + 1)?.isWrapped ?? false
      rows.push({ text: row.translateToString(!continued), continues: row.isWrapped })
    }
    const isBelow = (y: number) => y > active.baseY + active.cursorY
    while (rows.at(-1)?.text === '' && isBelow(rows.length - 1)) rows.pop()
    const lines: string[] = []
    for (const { text, continues } of rows) lines.push(continues ? lines.pop()! + text : text)
    return lines.map((line) => line.trimEnd())
  }

  #until(isSo: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (then: () => void) => {
        clearTimeout(deadline)
        this.#watchers.delete(check)
        then()
      }
      const fail = (why: string) => stop(() => reject(new Error(`${why}: ${what}\n${this.#picture()}`)))
      const check = () => {
        if (isSo()) stop(resolve)
        else if (this.#status !== undefined) fail(`The command ended (${this.#status}) without`)
      }
      const deadline = setTimeout(() => fail(`Waited ${patience / 1000} s for`), patience)
      this.#watchers.add(check)
      check()
    })
  }

  #picture(): string {
    return ['-- screen --', ...this.#lines(), '-- end of screen --'].join('\n')
  }
}

export type Pty = Pick<typeof import('@lydell/node-pty'), 'spawn'>

/** A pseudo-terminal is a native module: it may be missing, and there may be no terminal to be had. */
async function loadPty(): Promise<Pty | Error> {
  try {
    const { spawn } = await import('@lydell/node-pty')
    spawn(process.execPath, ['--version'], {}).kill()
    return { spawn }
  } catch (error) {
    return error as Error
  }
}

const pty = await loadPty()
let told = false

/** Opens a terminal with the command in it. */
export type OpenTerminal = (args: readonly string[], options?: TerminalOptions) => Terminal

/**
 * `describe` for tests that need a terminal. Where there is none they are not run, and one test says
 * so, once for all of them.
 */
export function describeInTerminal(title: string, suite: (open: OpenTerminal) => void): void {
  if (!(pty instanceof Error)) {
    describe(title, () => suite((args, options) => new Terminal(pty, args, options)))
    return
  }
  if (told) return
  told = true
  const reason = pty.message.split('\n')[0]
  it('The terminal tests were NOT RUN', function () {
    console.log(`The terminal tests were NOT RUN, since there is no pseudo-terminal here: ${reason}`)
    this.skip()
  })
}
