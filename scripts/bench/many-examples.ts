/** How fast a long transcript is checked. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError, type Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import type { Place } from './place.ts'
import { runToEnd } from './processes.ts'
import { milliseconds, rate, spread } from './wording.ts'

const count = 10_000
/** Examples a second, and times the time of Python. */
const goal = 8000
const mostTimes = 3

/** `support-repl doctest` against Python's doctest on one file that both can read. */
export async function measureManyExamples(place: Place): Promise<Finding> {
  const file = join(place.home, 'examples.rst')
  await writeFile(file, transcript())
  const python = await findPython(place)
  const timed = async (program: string, args: readonly string[]) =>
    (await runToEnd(program, args, place)).milliseconds
  const { stdout } = await runToEnd(process.execPath, [place.cli, 'doctest', file], place)
  if (!/\b10[,. ]?000\b/.test(stdout)) throw new BenchError(`Not all examples ran: ${stdout.trim()}`)
  const [ours = [], theirs] = await interleave(
    [
      () => timed(process.execPath, [place.cli, 'doctest', file]),
      ...(python ? [() => timed(python, ['-m', 'doctest', file])] : []),
    ],
    { rounds: 5, seconds: 25 },
  )
  const perSecond = count / (median(ours) / 1000)
  return {
    ours: `${milliseconds(ours)}, ${rate(perSecond)}`,
    theirs: theirs ? milliseconds(theirs) : 'no python3',
    ratio: theirs ? spread(ratios(ours, theirs)) : '',
    goal: `${rate(goal)} or more, ${mostTimes} times Python's or less`,
    met: met(perSecond, theirs && median(ratios(ours, theirs))),
    notes: [
      'Examples a second count the whole process, its start included.',
      ...(theirs ? [] : ['There is no python3 here to compare with.']),
    ],
  }
}

function met(perSecond: number, times: number | undefined): string {
  if (perSecond < goal) return 'no'
  return times === undefined || times <= mostTimes ? 'yes' : 'the rate, not the ratio'
}

/** Blocks with headings between them, as documents have. */
function transcript(): string {
  const blocks = Array.from({ length: count / 100 }, (_, block) => {
    const examples = Array.from({ length: 100 }, (_, index) => {
      const number = block * 100 + index
      return `>>> 1 + ${number}\n${1 + number}\n`
    })
    return `Block ${block}\n==========\n\n${examples.join('')}`
  })
  return blocks.join('\n')
}

/** The interpreter itself: what is called python3 may be a script that looks for it. */
async function findPython(place: Place): Promise<string | undefined> {
  // Such a script finds its settings in the user's own home.
  const env = { ...place.env, HOME: process.env['HOME'] ?? place.home }
  try {
    const { stdout } = await runToEnd('python3', ['-c', 'import sys; print(sys.executable)'], {
      ...place,
      env,
    })
    return stdout.trim() || undefined
  } catch {
    return undefined
  }
}
