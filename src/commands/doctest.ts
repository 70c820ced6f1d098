/** `support-repl doctest`: runs transcripts. */
import { resolve } from 'node:path'
import type { RunEvent, RunFile, Task } from '../transcript/index.ts'
import type { Report } from '../transcript/replay.ts'
import { type OptionTable, type OptionValues, optionsHelp, parseOptions, UsageError } from './options.ts'
import type { Surroundings } from './shell.ts'
import { chooseTarget } from './target.ts'
import type { TranscriptSessionOptions } from './transcript-session.ts'

export const doctestOptions = {
  filter: { value: 'TEXT', help: 'only examples with this text in their source' },
  bail: { help: 'end at the first example that fails' },
  timeout: { value: 'MS', help: 'how long an example may take (default 10000)' },
  jobs: { value: 'N', help: 'run so many files at a time (default 1)' },
  shard: { value: 'I/N', help: 'only every Nth file, from the Ith on' },
  repeat: { value: 'N', help: 'run all so many times: finds what depends on time or order' },
  watch: { help: 'run again what a change of a file affects' },
  check: { help: 'say as a patch what --update would change' },
  update: { help: 'write what is printed now in the place of what was expected' },
  review: { help: 'go through the failures one by one' },
  lint: { help: 'run nothing; find what no run can tell' },
  coverage: { help: 'tell which operations, members and faults are exercised' },
  reporter: {
    value: 'NAME',
    multiple: true,
    help: 'people (default), tap, junit, json or github; may be given again',
  },
  output: {
    value: 'FILE',
    multiple: true,
    help: 'where the report goes, the first one for the first --reporter; - is standard output',
  },
  live: { help: 'run against AWS instead of a mock; reads only' },
  'endpoint-url': { value: 'URL', help: 'run against this endpoint; reads only' },
  region: { value: 'R', help: 'the region to use there' },
  profile: { value: 'P', help: 'the profile of the shared AWS files to use there' },
  yes: { help: 'allow writes there' },
  'no-color': { help: 'no colours; also NO_COLOR' },
  help: { short: 'h', help: 'show this help' },
} as const satisfies OptionTable

export type DoctestValues = OptionValues<typeof doctestOptions>

const help = `Usage: support-repl doctest [options] PATH...

Runs the >>> examples of Markdown and reStructuredText files, each file in a fresh session against
a fresh mock. PATH is a file, FILE:LINE for one example, a folder or a glob.

Options:
${optionsHelp(doctestOptions)}`

/** Runs the command: status 0 when every example passed, 1 when one failed. */
export async function doctest(args: readonly string[], around: Surroundings): Promise<number> {
  const { values, operands } = parseOptions(doctestOptions, args)
  if (values.help) {
    around.stdout.write(`${help}\n`)
    return 0
  }
  refuseContradictions(values)
  if (operands.length === 0) throw new UsageError('doctest needs a PATH: a file, a folder or a glob')
  if (values.lint) return (await import('./doctest-lint.ts')).lintTranscripts(operands, around)
  const options = await sessionOptions(values, around)
  if (values.review) {
    const { review } = await import('./doctest-review.ts')
    return review(await tasksOf(operands, values), options, around, values['no-color'])
  }
  if (values.watch) {
    const { watch } = await import('./doctest-watch.ts')
    return watch(operands, around, {
      tasks: (collect) => tasksOf(operands, values, collect),
      run: (tasks, named, signal) => runOnce(tasks, named, values, options, around, signal),
    })
  }
  return runOnce(await tasksOf(operands, values), operands, values, options, around)
}

/**
 * One run of what was named so. With a signal it runs in threads, and rejects when it is told to end, however busy
 * they are.
 */
async function runOnce(
  tasks: readonly Task[],
  operands: readonly string[],
  values: DoctestValues,
  options: TranscriptSessionOptions,
  around: Surroundings,
  signal?: AbortSignal,
): Promise<number> {
  const ended = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  // It may come when no file runs.
  ended.catch(() => {})
  const outputs = await (await import('./doctest-outputs.ts')).openOutputs(
    values,
    tasks.map(({ path }) => path),
    around,
  )
  const jobs = count(values.jobs, '--jobs') ?? 1
  const { run, finish } = await runner(options, around, signal !== undefined || jobs > 1)
  const { isFailure, runTranscripts, unreadableFile } = await import('../transcript/index.ts')
  const unusable = new Set<string>()
  // Alone, a file that cannot be read is all that there is to say; among others it fails as its first line.
  const runAny: RunFile = async (task, onResult) =>
    Promise.race([run(task, onResult), ended]).catch(async (error: Error) => {
      if (tasks.length === 1 || !isUnusable(error)) throw error
      unusable.add(error.message)
      const report = unreadableFile(task.path, error.message)
      for (const result of report.results) await onResult?.(result)
      return report
    })
  const onEvent = async (event: RunEvent) => {
    for (const output of outputs) await output.take(event)
  }
  try {
    const repeat = count(values.repeat, '--repeat')
    const reports = await runTranscripts(tasks, { run: runAny, jobs, repeat, bail: values.bail, onEvent })
    if (values.filter !== undefined && reports.every(({ results }) => results.length === 0)) {
      throw new UsageError(`no example has ${JSON.stringify(values.filter)} in its source`)
    }
    await tellSilent(reports, operands, around, values.shard !== undefined)
    for (const output of outputs) await output.close()
    if (values.coverage) await printCoverage(reports, around)
    const updated = values.update || values.check
    const status = updated
      ? await (await import('./doctest-update.ts')).update(reports, Boolean(values.update), around)
      : undefined
    for (const message of unusable) around.stderr.write(`support-repl: ${message}\n`)
    if (unusable.size > 0) return 2
    if (status !== undefined) return status
    return reports.some(({ results }) => results.some(isFailure)) ? 1 : 0
  } finally {
    await finish()
  }
}

const isUnusable = ({ name, code }: Error & { code?: unknown }): boolean =>
  name === 'TranscriptInputError' && code !== 'line'

/** Says which of the files that somebody named have no example; throws where none of all, not of a part, has one. */
async function tellSilent(
  reports: readonly Report[],
  operands: readonly string[],
  { stderr }: Surroundings,
  isPart: boolean,
): Promise<void> {
  const { countExamples, refuseSilent } = await import('../transcript/index.ts')
  const documents = reports.map(({ document }) => document)
  if (!isPart) refuseSilent(documents, operands)
  const named = new Set(operands)
  const silent = documents.filter((document) => named.has(document.path) && countExamples(document) === 0)
  if (silent.length === 0) return
  const shown = silent.slice(0, 3).map(({ path }) => path)
  const more = silent.length > 3 ? `, and ${silent.length - 3} more` : ''
  stderr.write(`support-repl: no examples in ${shown.join(', ')}${more}\n`)
}

/** What to run: each file once, with the lines that were asked for. */
async function tasksOf(
  operands: readonly string[],
  values: DoctestValues,
  collect?: (path: string) => Promise<string[]>,
): Promise<Task[]> {
  const { collectTranscripts, readOperand, shardOf } = await import('../transcript/index.ts')
  const timeout = count(values.timeout, '--timeout') ?? 10_000
  const { bail, filter } = values
  const tasks = new Map<string, Task>()
  for (const operand of operands) {
    const { path, line } = await readOperand(operand)
    for (const file of await (collect ?? collectTranscripts)(path)) {
      // However it was written: a file runs once.
      const before = tasks.get(resolve(file))
      // A file that is named as a whole is run as a whole, whatever lines of it are named besides.
      const lines =
        line === undefined
          ? undefined
          : before && !before.lines
            ? undefined
            : [...(before?.lines ?? []), line]
      tasks.set(resolve(file), { path: before?.path ?? file, timeout, bail, filter, lines })
    }
  }
  const all = [...tasks.values()]
  if (values.shard === undefined) return all
  const part = shardOf(all, values.shard)
  if (!part) throw new UsageError(`--shard needs a part such as 1/4, not ${values.shard}`)
  return part
}

/** Runs files here, or in threads; `finish` ends what is needed for that. */
async function runner(
  options: TranscriptSessionOptions,
  { stdout, stderr }: Surroundings,
  inThreads: boolean,
): Promise<{ run: RunFile; finish: () => Promise<void> }> {
  if (inThreads) {
    const { Threads } = await import('./doctest-worker.ts')
    const threads = new Threads(options)
    return { run: threads.run, finish: () => threads.close() }
  }
  const [{ doctestSessions }, { runHere }] = await Promise.all([
    import('./doctest-session.ts'),
    import('../transcript/index.ts'),
  ])
  const { open, close, place } = doctestSessions(options)
  const release = holdProcess({ stdout, stderr }, place)
  const finish = async () => {
    release()
    close()
  }
  return { run: runHere(open), finish }
}

/** Where sessions lead: to a mock of their own, unless something else is named. */
async function sessionOptions(
  values: DoctestValues,
  { env }: Surroundings,
): Promise<TranscriptSessionOptions> {
  const { live, region, profile, yes, coverage, 'endpoint-url': endpoint } = values
  if (!live && endpoint === undefined) {
    const idle = yes ? '--yes' : region ? '--region' : profile ? '--profile' : undefined
    if (idle) throw new UsageError(`${idle} is for --live and --endpoint-url: a mock needs none`)
    return { coverage }
  }
  const { target } = await chooseTarget({ live, region, profile, endpoint }, env)
  if (target.kind === 'mock') throw new Error('A live target is live')
  return { live: target, yes, env, coverage }
}

async function printCoverage(reports: readonly Report[], { stdout }: Surroundings): Promise<void> {
  const [{ serviceCoverage }, { formatCoverage }] = await Promise.all([
    import('./doctest-coverage.ts'),
    import('../transcript/index.ts'),
  ])
  const covered = new Set(reports.flatMap((report) => report.covered))
  stdout.write(`${formatCoverage(serviceCoverage(), covered)}\n`)
}

function refuseContradictions(values: DoctestValues): void {
  const modes = (['lint', 'review', 'watch', 'update', 'check'] as const).filter((name) => values[name])
  if (modes.length > 1) throw new UsageError(`--${modes[0]} and --${modes[1]} exclude each other`)
  const [mode] = modes
  if ((mode === 'update' || mode === 'check') && values.repeat !== undefined) {
    throw new UsageError(`--${mode} and --repeat exclude each other`)
  }
  if (mode !== 'review' && mode !== 'lint') return
  const idle = (['reporter', 'output', 'jobs', 'repeat', 'coverage', 'bail'] as const).find(
    (name) => values[name],
  )
  if (idle) throw new UsageError(`--${mode} and --${idle} exclude each other`)
}

function count(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  // No timer of Node takes more.
  const most = 2 ** 31 - 1
  if (Number.isInteger(value) && value > 0 && value <= most) return value
  const unit = option === '--timeout' ? 'milliseconds, a' : 'a'
  const range = value > most ? `of ${most} at most` : 'above 0'
  throw new UsageError(`${option} needs ${unit} whole number ${range}, not ${text}`)
}

/**
 * What examples load may end the process all the same, which does not end the run well. Answers how to say that
 * the run is over.
 */
function holdProcess(
  { stdout, stderr }: Pick<Surroundings, 'stdout' | 'stderr'>,
  place: () => string | undefined,
): () => void {
  const ended = () => {
    const example = place() ? `the example at ${place()}` : 'something'
    stderr.write(`support-repl: ${example} ended the process; the rest did not run\n`)
    process.exitCode = 1
  }
  const release = () => {
    process.off('exit', ended)
    stdout.off('error', release)
  }
  process.once('exit', ended)
  // Who reads no further wants no more of it. First of all, since the others end the process.
  stdout.prependListener('error', release)
  return release
}
