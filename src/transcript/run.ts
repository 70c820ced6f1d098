/** Runs many transcripts and tells what happens, in the order of the files whatever runs first. */
import { type Document, formatOf, isExample, readDocument } from './document.ts'
import type { Unreadable } from './examples.ts'
import { TranscriptInputError } from './input-error.ts'
import { promptsInProse } from './prose.ts'
import { isFailure, type OpenSession, type Report, type Result, replay } from './replay.ts'
import { type Selection, selecting } from './selection.ts'

/** A file to run. Plain data, so that another thread can be told. */
export interface Task extends Selection {
  path: string
  timeout?: number
  bail?: boolean
}

/** Runs one file. `onResult` is told in time, where the caller can make use of it. */
export type RunFile = (task: Task, onResult?: (result: Result) => unknown) => Promise<Report>

/** Runs files in this thread. */
export const runHere =
  (open: OpenSession): RunFile =>
  async ({ path, timeout, bail, ...selection }, onResult) => {
    const document = await readDocument(path)
    const selected = selecting(document, selection)
    return replay(document, { open, timeout, bail, selected, onResult })
  }

/** What a run tells, in this order: a file, its results, the end. */
export type RunEvent =
  | { type: 'start'; files: number }
  | { type: 'result'; path: string; result: Result }
  | { type: 'file'; report: Report }
  | { type: 'end'; reports: Report[]; milliseconds: number; stopped: boolean }

export interface RunOptions {
  run: RunFile
  /** How many files run at a time. */
  jobs?: number
  /** How often each file runs, in turn forwards and backwards, to find what depends on time or order. */
  repeat?: number
  /** End at the first failure. */
  bail?: boolean
  onEvent: (event: RunEvent) => unknown
  now?: () => number
}

/**
 * Runs the tasks and tells of each file when it and all before it are done. Answers the reports; with `bail`
 * none after the first that failed, the same at any number of jobs.
 */
export async function runTranscripts(
  tasks: readonly Task[],
  { run, jobs = 1, repeat = 1, bail = false, onEvent, now = () => performance.now() }: RunOptions,
): Promise<Report[]> {
  const began = now()
  await onEvent({ type: 'start', files: tasks.length })
  const reports: Report[] = []
  let stopped = false
  const told = new Set<number>()
  const isLive = jobs === 1 && repeat === 1
  const take = async (index: number, report: Report) => {
    if (stopped) return
    if (!told.has(index)) {
      for (const result of report.results) await onEvent({ type: 'result', path: report.path, result })
    }
    reports.push(report)
    await onEvent({ type: 'file', report })
    stopped = bail && report.results.some(isFailure)
  }
  const one = async (index: number) => {
    const task = tasks[index]!
    if (!isLive) return run(task)
    told.add(index)
    return run(task, (result) => onEvent({ type: 'result', path: task.path, result }))
  }
  if (repeat === 1) {
    const endsAll = (report: Report) => bail && report.results.some(isFailure)
    await inOrder(tasks.length, jobs, one, take, endsAll)
  } else {
    const rounds = tasks.map((): Report[] => [])
    for (let round = 0; round < repeat; round++) {
      const order = [...tasks.keys()]
      if (round % 2 === 1) order.reverse()
      await inOrder(
        order.length,
        jobs,
        (at) => one(order[at]!),
        (at, report) => void rounds[order[at]!]!.push(report),
      )
    }
    for (const [index, all] of rounds.entries()) await take(index, joined(all))
  }
  await onEvent({ type: 'end', reports, milliseconds: now() - began, stopped })
  return reports
}

/**
 * Starts up to `jobs` at a time, and takes what they come to in order. Alone, each is taken before the next starts.
 * A report that ends all is the last one that is taken, and nothing is started once it is there.
 */
async function inOrder(
  count: number,
  jobs: number,
  start: (index: number) => Promise<Report>,
  take: (index: number, report: Report) => unknown,
  endsAll: (report: Report) => boolean = () => false,
): Promise<void> {
  const started: Promise<Report>[] = []
  let running = 0
  let isOver = false
  const startMore = () => {
    while (running < jobs && started.length < count && !isOver) {
      running++
      const report = one(started.length)
      // It is waited for in its turn; until then its failure is no news.
      report.catch(() => {})
      started.push(report)
    }
  }
  const one = async (index: number): Promise<Report> => {
    try {
      const report = await start(index)
      isOver ||= endsAll(report)
      return report
    } catch (error) {
      isOver = true
      throw error
    } finally {
      running--
      if (jobs > 1) startMore()
    }
  }
  try {
    for (let index = 0; index < count; index++) {
      startMore()
      const report = await started[index]!
      await take(index, report)
      if (endsAll(report)) break
    }
  } catch (error) {
    isOver = true
    throw error
  } finally {
    await Promise.allSettled(started)
  }
}

/** The report of a file whose run ended at the example in a line, as the message says. */
export function failedAt(
  document: Document,
  { line, message, results: before }: { line: number; message: string; results: readonly Result[] },
): Report {
  // Results that come from another thread have items of their own.
  const own = new Map(document.items.map((item) => [placeOf(item), item]))
  const item = document.items.findLast((each) => each.line <= line) ?? document.items[0]
  const results = before
    .map((result) => ({ ...result, item: own.get(placeOf(result.item)) ?? result.item }))
    // It ended after this one was done, and before the next began.
    .filter((result) => result.item !== item)
  if (item)
    results.push({ item, status: 'failed', uses: [], requests: [], notes: [message], milliseconds: 0 })
  return { path: document.path, document, results, covered: [], stopped: true }
}

const placeOf = ({ line, column, kind }: Document['items'][number]): string => `${line}:${column} ${kind}`

/** The reports of one file that ran several times as one: what came out differently fails. */
function joined(reports: readonly Report[]): Report {
  const [first] = reports
  const total = reports.length
  const byPlace = new Map<string, Result[]>()
  for (const { results } of reports) {
    for (const result of results) {
      const { line, column } = result.item
      const place = `${line}:${column}`
      byPlace.set(place, [...(byPlace.get(place) ?? []), result])
    }
  }
  const results = [...byPlace.values()].map((all): Result => {
    const failure = all.find(isFailure)
    if (!failure) return all[0]!
    const failures = all.filter(isFailure).length
    const note =
      failures === total
        ? `It failed in all ${total} runs.`
        : `It failed in ${failures} of ${total} runs: it depends on the time, or on what ran before.`
    return { ...failure, notes: [...failure.notes, note] }
  })
  results.sort((a, b) => a.item.line - b.item.line || a.item.column - b.item.column)
  const covered = [...new Set(reports.flatMap((report) => report.covered))]
  return { ...first!, results, covered, stopped: reports.some(({ stopped }) => stopped) }
}

/** The part of the files that one of several machines runs: `1/4` is the first, the fifth and so on. */
export function shardOf<T>(all: readonly T[], text: string): T[] | undefined {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  const [at, of] = [Number(index), Number(count)]
  if (!(at >= 1 && at <= of)) return undefined
  return all.filter((_, position) => position % of === at - 1)
}

/** Throws a TranscriptInputError where none of the documents that the paths name has an example. */
export function refuseSilent(documents: readonly Document[], paths: readonly string[]): void {
  if (documents.length === 0 || documents.some(({ items }) => items.some(isExample))) return
  const prose = documents.map((document) => ({ document, line: promptsInProse(document)[0] }))
  const first = prose.find(({ line }) => line !== undefined)
  if (!first) throw new TranscriptInputError('silent', paths.join(', '))
  throw new TranscriptInputError('silent', first.document.path, { detail: String(first.line) })
}

/** The report of a file that cannot be read, which is a failure at its beginning. */
export function unreadableFile(path: string, message: string): Report {
  const at = { line: 1, column: 1 }
  const item: Unreadable = { kind: 'unreadable', ...at, message, source: '', skip: false }
  const document: Document = { path, text: '', format: formatOf(path) ?? 'markdown', items: [item] }
  const result: Result = { item, status: 'unreadable', uses: [], requests: [], notes: [], milliseconds: 0 }
  return { path, document, results: [result], covered: [], stopped: false }
}
