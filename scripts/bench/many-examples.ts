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

/** What an example is in each of the two languages; the output is the same. */
interface Example {
  readonly source: string
  readonly python?: string
  readonly output?: string
}

/** Names are declared, again in each block, and used: what documentation does. */
export function withNames(index: number): Example {
  const value = index - (index % 4)
  const block = index - (index % 100)
  if (index === block) return { source: 'const point = { x: 3, y: 4 }', python: "point = {'x': 3, 'y': 4}" }
  if (index === block + 1) {
    return { source: 'const double = (number) => number * 2', python: 'double = lambda number: number * 2' }
  }
  if (index < block + 4) return { source: 'point.y', python: "point['y']", output: '4' }
  switch (index % 4) {
    case 0:
      return { source: `const value = ${value}`, python: `value = ${value}` }
    case 1:
      return { source: 'value + 1', output: `${value + 1}` }
    case 2:
      return { source: 'point.y', python: "point['y']", output: '4' }
    default:
      return { source: `double(${index})`, output: `${2 * index}` }
  }
}

/** Sums of numbers: nothing is declared, nothing is called. */
export function withNumbers(index: number): Example {
  return { source: `1 + ${index}`, output: `${1 + index}` }
}

/** `support-repl doctest` against Python's doctest on the same examples. */
export async function measureManyExamples(
  example: (index: number) => Example,
  place: Place,
): Promise<Finding> {
  const file = join(place.home, 'examples.rst')
  const pythonFile = join(place.home, 'python-examples.rst')
  const examples = Array.from({ length: count }, (_, index) => example(index))
  await writeFile(file, transcript(examples))
  await writeFile(
    pythonFile,
    transcript(examples.map((each) => ({ ...each, source: each.python ?? each.source }))),
  )
  const python = await findPython(place)
  const timed = async (program: string, args: readonly string[]) =>
    (await runToEnd(program, args, place)).milliseconds
  const { stdout } = await runToEnd(process.execPath, [place.cli, 'doctest', file], place)
  if (!/\b10[,. ]?000\b/.test(stdout)) throw new BenchError(`Not all examples ran: ${stdout.trim()}`)
  const [ours = [], theirs] = await interleave(
    [
      () => timed(process.execPath, [place.cli, 'doctest', file]),
      ...(python ? [() => timed(python, ['-m', 'doctest', pythonFile])] : []),
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
export function transcript(examples: readonly Example[]): string {
  let text = ''
  for (const [index, { source, output }] of examples.entries()) {
    if (index % 100 === 0) text += `\nBlock ${index / 100}\n==========\n\n`
    text += `>>> ${source}\n${output === undefined ? '' : `${output}\n`}`
  }
  return text
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
