/** What a keystroke costs, from the key to its echo in a terminal, with hints on. */
import { performance } from 'node:perf_hooks'
import { BenchError, type Finding } from './finding.ts'
import { interleave, median, quantile, ratios } from './interleave.ts'
import type { Place } from './place.ts'
import { firstLine } from './processes.ts'
import { spread } from './wording.ts'

type Pty = typeof import('@lydell/node-pty')

/** Milliseconds. */
const goal = 4

/** An input of the usual length, in which a signature is shown and looked for anew with each key. */
const text =
  "conn.createCase({ subject: 'Free storage falls by 1 GB a minute', serviceCode: 'amazon-dynamodb', " +
  "categoryCode: 'apis', severityCode: 'urgent', communicationBody: 'Since Monday.', language: 'en' "

/** `support-repl --mock` against `node`, both at their prompts. */
export async function measureKeystroke(place: Place): Promise<Finding> {
  let pty: Pty
  try {
    pty = await import('@lydell/node-pty')
  } catch (error) {
    const reason = firstLine((error as Error).message)
    return { unmeasured: `there is no pseudo-terminal, @lydell/node-pty cannot be loaded: ${reason}` }
  }
  const ours = await Typist.at(pty, [place.cli, '--mock', '-q'], place)
  const theirs = await Typist.at(pty, [], place)
  try {
    const keys: number[] = []
    const [us = [], them = []] = await interleave(
      [
        async () => {
          const times = await ours.type(text)
          keys.push(...times)
          return median(times)
        },
        async () => median(await theirs.type(text)),
      ],
      { rounds: 20, seconds: 20 },
    )
    const middle = median(us)
    return {
      ours: `${middle.toFixed(2)} ms`,
      theirs: `${median(them).toFixed(2)} ms`,
      ratio: spread(ratios(us, them)),
      goal: `ours under ${goal} ms`,
      met: middle < goal ? 'yes' : 'no',
      notes: [`99 % of our keys are echoed within ${quantile(keys, 0.99).toFixed(1)} ms`],
    }
  } finally {
    ours.leave()
    theirs.leave()
  }
}

/** Types at a prompt, key by key, each once the one before it was shown. */
class Typist {
  readonly #terminal: import('@lydell/node-pty').IPty
  #shown = ''
  #changed: () => void = () => {}

  private constructor({ spawn }: Pty, args: string[], { home, env }: Place) {
    const size = { name: 'xterm-256color', cols: 300, rows: 30 }
    this.#terminal = spawn(process.execPath, args, { ...size, cwd: home, env })
    this.#terminal.onData((data) => {
      this.#shown += data
      this.#changed()
    })
  }

  static async at(pty: Pty, args: string[], place: Place): Promise<Typist> {
    const typist = new Typist(pty, args, place)
    await typist.#until('> ')
    return typist
  }

  /** Types the text and takes it back; the milliseconds of each key. */
  async type(keys: string): Promise<number[]> {
    const times: number[] = []
    for (const key of keys) {
      this.#shown = ''
      const start = performance.now()
      this.#terminal.write(key)
      await this.#until(key)
      times.push(performance.now() - start)
    }
    this.#shown = ''
    this.#terminal.write('\u0003')
    await this.#until('> ')
    return times
  }

  leave(): void {
    this.#terminal.kill(process.platform === 'win32' ? undefined : 'SIGKILL')
  }

  #until(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(
        () => reject(new BenchError(`No ${JSON.stringify(text)} within 20 s`)),
        20_000,
      )
      this.#changed = () => {
        if (!this.#shown.includes(text)) return
        clearTimeout(deadline)
        this.#changed = () => {}
        resolve()
      }
      this.#changed()
    })
  }
}
