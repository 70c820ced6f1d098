/** Where the reports of `support-repl doctest` go. */
import { stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { targetFile } from '../files/target-file.ts'
import type { ReporterName, RunEvent } from '../transcript/index.ts'
import type { Reporter } from '../transcript/reporters/reporter.ts'
import { useColors } from './colors.ts'
import { asRunner } from './doctest-process.ts'
import { UsageError } from './options.ts'
import type { Surroundings } from './shell.ts'

/** The options that reports come from. */
interface ReportOptions {
  readonly reporter?: string[]
  readonly output?: string[]
  readonly update?: boolean
  readonly check?: boolean
  readonly coverage?: boolean
  readonly 'no-color'?: boolean
}

/** A report on its way to a file or to standard output. */
export interface Output {
  take(event: RunEvent): Promise<void>
  close(): Promise<void>
}

/** The reports that were asked for, each on its way to a file or to standard output. */
export async function openOutputs(
  values: ReportOptions,
  transcripts: readonly string[],
  around: Surroundings,
): Promise<Output[]> {
  const { reporters } = await import('../transcript/index.ts')
  const { hostname } = await import('node:os')
  const { stdout, stderr, env } = around
  // What an update changes is no failure to report; a patch has standard output for itself.
  const names = values.reporter ?? (values.update || values.check ? [] : ['people'])
  const files = values.output ?? []
  const unknown = names.find((name) => !Object.hasOwn(reporters, name))
  if (unknown) throw new UsageError(`no reporter ${unknown}: there are ${Object.keys(reporters).join(', ')}`)
  if (files.length > names.length) throw new UsageError(`--output ${files.at(-1)} has no --reporter`)
  const shown = names.filter((_, index) => (files[index] ?? '-') === '-')
  if (shown.length > 1) {
    throw new UsageError(`${shown.join(' and ')} cannot both go to standard output: give each an --output`)
  }
  // A report for programs is not to be followed by something else.
  const alone = shown.find((name) => name !== 'people' && name !== 'github')
  const other = values.check ? '--check' : values.coverage ? '--coverage' : undefined
  if (alone && other) {
    throw new UsageError(`${alone} and ${other} cannot both go to standard output: give ${alone} an --output`)
  }
  // Said before everything has run, not after.
  const taken = new Set(await Promise.all(transcripts.map(replacedBy)))
  for (const file of files.filter((each) => each !== '-')) {
    await refuseUnwritable(file)
    const replaced = await replacedBy(file)
    if (taken.has(replaced)) {
      throw new UsageError(`--output ${file} would replace a transcript or another report: name another file`)
    }
    taken.add(replaced)
  }
  const outputs = names.map((name, index): Output => {
    const file = files[index] ?? '-'
    const color = file === '-' && useColors(stdout, env, values['no-color'])
    const report: Reporter = reporters[name as ReporterName]({ color, date: new Date(), host: hostname() })
    if (file === '-') {
      const take = async (event: RunEvent) => {
        const text = await report(event)
        if (text !== '') asRunner(() => stdout.write(text))
      }
      return { take, close: async () => {} }
    }
    let text = ''
    return {
      take: async (event) => {
        text += await report(event)
      },
      close: async () => {
        await writeReport(file, text).catch(({ code, message }: NodeJS.ErrnoException) => {
          throw new UsageError(`${file} cannot be written: ${code ?? message}`)
        })
      },
    }
  })
  // A file that is asked for says nothing while it grows, so a person sees how far the run is.
  if (stderr.isTTY) outputs.unshift((await import('./doctest-progress.ts')).progress(stderr))
  return outputs
}

/** The file that a report under this name would replace. */
const replacedBy = async (file: string): Promise<string> => targetFile(resolve(file))

/** Replaces a file, which keeps its mode; a device or a pipe is written to, as by the `>` of a shell. */
async function writeReport(file: string, text: string): Promise<void> {
  const path = await targetFile(file)
  const found = await stat(path).catch(() => undefined)
  if (found && !found.isFile()) return writeFile(path, text)
  const { writeWhole } = await import('../transcript/index.ts')
  await writeWhole(path, text, found?.mode)
}

/** Throws a UsageError where a file can be seen not to come into being. */
async function refuseUnwritable(file: string): Promise<void> {
  const folder = dirname(file)
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory())
    throw new UsageError(`--output ${file} cannot be written: there is no folder ${folder}`)
  if ((await stat(file).catch(() => undefined))?.isDirectory())
    throw new UsageError(`--output ${file} cannot be written: it is a folder; name a file in it`)
}
