/**
 * Text that is longer than the screen, through `$PAGER`. Whatever becomes of the pager, the text is not lost:
 * where it was not shown, it is written as it is.
 */
import { type ChildProcess, type SpawnOptions, spawn as spawnProcess } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { cellWidth } from '../show/cells.ts'

export interface PagerOptions {
  /** Rows of the screen; where nobody knows, nothing is paged. */
  readonly rows: number | undefined
  /** Cells in a row. */
  readonly columns: number
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the text goes when it is not paged. */
  readonly output: { write(text: string): unknown }
  /** Lends the terminal to the pager while it runs. */
  readonly handOver: <T>(run: () => Promise<T>) => Promise<T>
  /** Starts the pager; that of node:child_process when absent. */
  readonly spawn?: Spawn
  /** Where Ctrl-C arrives while the pager runs; the process when absent. */
  readonly interrupts?: Interrupts
}

type Spawn = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess

interface Interrupts {
  on(event: 'SIGINT', listener: () => void): unknown
  off(event: 'SIGINT', listener: () => void): unknown
}

/** Shows a text that has no line end, paged where it does not fit. Never rejects for what the pager does. */
export async function showLong(text: string, options: PagerOptions): Promise<void> {
  const { rows, columns, env, output, handOver } = options
  const command = pagerOf(env)
  if (command !== undefined && rows !== undefined && isLong(text, rows, columns)) {
    if (await handOver(() => isShown(text, command, options))) return
  }
  output.write(`${text}\n`)
}

/** What takes the terminal's colours, and is where there is a terminal, mostly. */
const usual = 'less -R'

/** As git has it: `cat` and nothing at all mean no pager. */
function pagerOf({ PAGER = usual, TERM }: PagerOptions['env']): string | undefined {
  return ['', 'cat'].includes(PAGER.trim()) || TERM === 'dumb' ? undefined : PAGER
}

/** Whether the text and the prompt after it take more rows than there are. */
function isLong(text: string, rows: number, columns: number): boolean {
  const lines = text.split('\n')
  if (lines.length >= rows) return true
  let needed = 0
  for (const line of lines) {
    needed += Math.max(1, Math.ceil(cellWidth(stripVTControlCharacters(line)) / columns))
    if (needed >= rows) return true
  }
  return false
}

/** Runs the pager to its end. False when it may not have shown the text. */
function isShown(
  text: string,
  command: string,
  { env, spawn = spawnProcess, interrupts = process }: PagerOptions,
): Promise<boolean> {
  return new Promise((resolve) => {
    let isInterrupted = false
    // Ctrl-C goes to everyone at the terminal. It is for the pager, and this program lives on.
    const interrupted = () => {
      isInterrupted = true
    }
    interrupts.on('SIGINT', interrupted)
    const end = (shown: boolean) => {
      interrupts.off('SIGINT', interrupted)
      resolve(shown)
    }
    const options: SpawnOptions = {
      // Quits where it turns out to fit, takes colours, leaves the text on the screen: git's settings.
      env: { ...env, LESS: env['LESS'] ?? 'FRX', LV: env['LV'] ?? '-c' },
      stdio: ['pipe', 'inherit', 'inherit'],
    }
    let pager: ChildProcess
    try {
      pager = start(command, spawn, options)
    } catch {
      // Its name or the system does not allow it: the text is shown as it is.
      return end(false)
    }
    pager.on('error', () => end(false))
    pager.on('exit', (status, signal) => {
      // What has ended reads no more.
      pager.stdin?.destroy()
      const wasStopped = isInterrupted || signal === 'SIGINT' || status === stoppedByInterrupt
      end(status === 0 || wasStopped)
    })
    // Whoever quits before the end closes the pipe; how the pager ended is what counts.
    pager.stdin?.on('error', () => {})
    pager.stdin?.end(`${text}\n`)
  })
}

function start(command: string, spawn: Spawn, options: SpawnOptions): ChildProcess {
  // A shell would complain where there is no less; what people chose may be more than a name.
  if (command !== usual) return spawn(command, [], { ...options, shell: true })
  const [program, ...args] = command.split(' ')
  return spawn(program!, args, options)
}

/** How shells tell that Ctrl-C ended a program. */
const stoppedByInterrupt = 130
