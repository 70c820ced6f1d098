/** `support-repl doctest`: runs transcripts. */

import type { OpenSession } from '../transcript/replay.ts'
import { useColors } from './colors.ts'
import { type OptionTable, optionsHelp, parseOptions, UsageError } from './options.ts'
import type { Surroundings } from './shell.ts'
import { openTranscriptSession } from './transcript-session.ts'

export const doctestOptions = {
  bail: { help: 'stop a file at its first failing example' },
  timeout: { value: 'MS', help: 'how long an example may take (default 10000)' },
  'no-color': { help: 'no colours; also NO_COLOR' },
  help: { short: 'h', help: 'show this help' },
} as const satisfies OptionTable

const help = `Usage: support-repl doctest [options] PATH...

Runs the >>> examples of Markdown and reStructuredText files, each file in a fresh session against
a fresh mock. PATH is a file, a folder or a glob.

Options:
${optionsHelp(doctestOptions)}`

/** Runs the command: status 0 when every example passed, 1 when one failed. */
export async function doctest(
  args: readonly string[],
  { stdout, stderr, env }: Surroundings,
): Promise<number> {
  const { values, operands } = parseOptions(doctestOptions, args)
  if (values.help) {
    stdout.write(`${help}\n`)
    return 0
  }
  if (operands.length === 0) throw new UsageError('doctest needs a PATH: a file, a folder or a glob')
  const timeout = milliseconds(values.timeout ?? '10000')
  const { collectTranscripts, countExamples, formatFailure, formatSummary, isFailure, readDocument, replay } =
    await import('../transcript/index.ts')
  const color = useColors(stdout, env, values['no-color'])
  const open = failingOnStrays(openTranscriptSession)
  const finish = holdProcess(stderr)
  const reports = []
  try {
    for (const path of await collectTranscripts(operands)) {
      const document = await readDocument(path)
      const onResult = async (result: Parameters<typeof isFailure>[0]) => {
        if (isFailure(result)) stdout.write(`${await formatFailure(path, result, { color })}\n\n`)
      }
      reports.push(await replay(document, { open, timeout, bail: values.bail, onResult }))
      if (operands.includes(path) && countExamples(document) === 0) {
        throw new UsageError(`${path} holds no example: an example is a line that begins with >>>`)
      }
    }
  } finally {
    finish()
  }
  stdout.write(`${formatSummary(reports, { color })}\n`)
  return reports.some(({ results }) => results.some(isFailure)) ? 1 : 0
}

function milliseconds(text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new UsageError(`--timeout needs milliseconds, a whole number above 0, not ${text}`)
}

/** Errors that no example waits for, of timers and promises, fail the example that runs. */
function failingOnStrays(open: OpenSession): OpenSession {
  const strays: unknown[] = []
  process.on('uncaughtException', (error) => strays.push(error))
  return async (options) => {
    const session = await open(options)
    return {
      ...session,
      async evaluate(source, evaluateOptions) {
        const evaluation = await session.evaluate(source, evaluateOptions)
        // Node tells of a rejection that nobody handles only after this turn of its loop.
        await new Promise(setImmediate)
        if (strays.length === 0) return evaluation
        const texts = strays.splice(0).map((error) => `Uncaught ${headline(error)}`)
        return { ...evaluation, text: [evaluation.text, ...texts].filter(Boolean).join('\n'), failed: true }
      },
    }
  }
}

const headline = (error: unknown) =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)

/** An example that ends the process does not end the run well. Answers how to say that the run is over. */
function holdProcess(stderr: NodeJS.WritableStream): () => void {
  const ended = () => {
    stderr.write(
      'support-repl: an example ended the process, or nothing was left to wait for; the rest did not run\n',
    )
    process.exitCode = 1
  }
  process.once('exit', ended)
  return () => process.off('exit', ended)
}
