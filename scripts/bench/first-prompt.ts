/** How long a person waits for the prompt, in a terminal. */
import { performance } from 'node:perf_hooks'
import { stripVTControlCharacters } from 'node:util'
import { BenchError, type Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import type { Place } from './place.ts'
import { firstLine } from './processes.ts'
import { milliseconds, spread } from './wording.ts'

type Pty = typeof import('@lydell/node-pty')

const goal = 1.5
const most = 2

/** Seconds until a prompt is given up. */
const patience = 20

/** `support-repl --mock` to `>>> ` against `node` to `> `. */
export async function measureFirstPrompt(place: Place): Promise<Finding> {
  let pty: Pty
  try {
    pty = await import('@lydell/node-pty')
  } catch (error) {
    const reason = firstLine((error as Error).message)
    return { unmeasured: `there is no pseudo-terminal, @lydell/node-pty cannot be loaded: ${reason}` }
  }
  const [ours = [], theirs = []] = await interleave(
    [() => timeToPrompt(pty, [place.cli, '--mock'], '>>> ', place), () => timeToPrompt(pty, [], '> ', place)],
    { rounds: 20, seconds: 20 },
  )
  const factors = ratios(ours, theirs)
  return {
    ours: milliseconds(ours),
    theirs: milliseconds(theirs),
    ratio: spread(factors),
    goal: `${goal}, at most ${most}`,
    met: verdict(median(factors)),
  }
}

function verdict(ratio: number): string {
  if (ratio <= goal) return 'yes'
  return ratio <= most ? `no, but within ${most}` : 'no'
}

async function timeToPrompt(
  { spawn }: Pty,
  args: string[],
  prompt: string,
  { home, env }: Place,
): Promise<number> {
  const start = performance.now()
  const terminal = spawn(process.execPath, args, {
    name: 'xterm-256color',
    cols: 100,
    rows: 30,
    cwd: home,
    env,
  })
  const exit = new Promise<void>((resolve) => terminal.onExit(() => resolve()))
  let shownText = ''
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<number>((resolve, reject) => {
      const giveUp = (what: string) => {
        const text = firstLine(stripVTControlCharacters(shownText))
        reject(new BenchError(`${what} before the prompt ${JSON.stringify(prompt)}: ${text}`))
      }
      terminal.onData((text) => {
        shownText += text
        const now = performance.now()
        if (atPrompt(shownText, prompt)) resolve(now - start)
      })
      exit.then(() => giveUp('The program ended'))
      timer = setTimeout(() => giveUp(`${patience} s passed`), patience * 1000)
    })
  } finally {
    clearTimeout(timer)
    // A shell at its prompt would stay there.
    terminal.kill(process.platform === 'win32' ? undefined : 'SIGKILL')
    await exit
  }
}

function atPrompt(text: string, prompt: string): boolean {
  const lines = stripVTControlCharacters(text).split(/\r?\n/)
  return lines.at(-1) === prompt
}
