/** What a script pays for one question: a whole process with -e. */
import { answerOfMock } from './answer.ts'
import { BenchError, type Finding } from './finding.ts'
import { interleave, ratios } from './interleave.ts'
import { bareScript, type Place } from './place.ts'
import { runToEnd } from './processes.ts'
import { milliseconds, spread } from './wording.ts'

const expression = 'conn.describeSeverityLevels().severityLevels.length'

/** `support-repl --mock -q -e ...` against a script of node:http alone. */
export async function measureOneExpression(place: Place): Promise<Finding> {
  const answer = await answerOfMock(place)
  const line = `${JSON.parse(answer.body).severityLevels.length}\n`
  const timed = async (args: readonly string[]) => {
    const run = await runToEnd(process.execPath, args, place)
    if (run.stdout === line) return run.milliseconds
    throw new BenchError(`One side printed ${JSON.stringify(run.stdout)}, not ${JSON.stringify(line)}`)
  }
  const [ours = [], theirs = []] = await interleave(
    [
      () => timed([place.cli, '--mock', '-q', '-e', expression]),
      () => timed([bareScript('bare-exchange.mjs'), JSON.stringify(answer)]),
    ],
    { rounds: 20, seconds: 15 },
  )
  return {
    ours: milliseconds(ours),
    theirs: milliseconds(theirs),
    ratio: spread(ratios(ours, theirs)),
    goal: 'none set',
    met: '',
  }
}
