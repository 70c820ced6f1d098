import { harmlessText, oneLine } from '../text/harmless.ts'
import type { Use } from './bindings.ts'
import type { Item } from './document.ts'
import type { Example } from './examples.ts'
import { hintFor } from './hints.ts'
import { splitLines } from './layout.ts'
import { type DiffLine, diffLines } from './line-diff.ts'
import { isFailure, type Report, type RequestMade, type Result } from './replay.ts'

/** How reports look. */
export interface ReportOptions {
  /** Colours for a terminal. */
  color?: boolean
}

/**
 * The report of one failure: the place, the source with its prompts, expected (`-`) and printed (`+`) lines,
 * what wildcards swallowed in the lines that matched, and hints. What a terminal would obey is written out.
 */
export async function formatFailure(
  path: string,
  result: Result,
  options: ReportOptions = {},
): Promise<string> {
  const paint = painter(options)
  const { item } = result
  const lines = [paint.bold(`${oneLine(path)}:${item.line}:${item.column}`)]
  if (item.kind === 'unreadable') {
    if (item.source !== '') lines.push(harmlessText(`    ${shorten(item.source.trim(), lineLimit)}`))
    lines.push(harmlessText(item.message))
    return lines.join('\n')
  }
  return [
    ...lines,
    ...sourceLines(item).map(harmlessText),
    ...(item.kind === 'example' ? await outcomeLines(item, result, paint) : []),
    ...(result.match ? [] : hiddenOutput(result).map(([sign, line]) => paint.diff(sign, line))),
    ...[...result.uses.map(describeUse), ...result.notes, ...result.requests.map(describeRequest)]
      .flatMap(noteLines)
      .map(harmlessText),
  ].join('\n')
}

async function outcomeLines(
  item: Example,
  result: Result,
  paint: ReturnType<typeof painter>,
): Promise<string[]> {
  if (!result.match) return []
  const options = {
    ...item.options,
    failed: result.failed ?? false,
    placeholders: new Map(result.placeholders),
  }
  const diff = await diffLines(item.want, result.got ?? '', options)
  const shown = formatDiff(diff).map(([sign, line]) => paint.diff(sign, line))
  const hint = hintFor(item, result, diff, options)
  return hint === undefined ? shown : [...shown, harmlessText(hint)]
}

/** The source as it is typed, or the words of a directive. */
export function sourceLines(item: Item): string[] {
  switch (item.kind) {
    case 'seed':
      return [`    seed ${item.seed}`]
    case 'clock':
      return [`    clock ${item.time}`]
    case 'placeholder':
      return [`    placeholder ${item.name}${item.source === undefined ? '' : ` = ${item.source}`}`]
    default:
      return item.source.split('\n').map(withPrompt)
  }
}

/** `It sent CreateCase: 400 ValidationException` */
export function describeRequest({ operation, status, fault }: RequestMade): string {
  return `It sent ${operation}: ${status === 0 ? 'no answer' : status}${fault ? ` ${fault}` : ''}`
}

/** What was printed where nothing is compared. */
function hiddenOutput({ got = '' }: Result): [DiffLine['sign'], string][] {
  return got === '' ? [] : formatDiff(splitLines(got.trimEnd()).map((line) => ({ sign: '+', got: line })))
}

/**
 * A note may quote what was printed. Each of its further lines has a mark before it: a line that begins with
 * `::`, also after white space, would be a command for GitHub Actions.
 */
function noteLines(note: string): string[] {
  const [first = '', ...rest] = splitLines(note.trimEnd()).map((line) => shorten(line, lineLimit))
  return [
    first,
    ...shortRun(rest, (hidden) => `<${hidden} more lines>`).map((line) => `  | ${line}`.trimEnd()),
  ]
}

/** Counts of files and examples. */
export interface Totals {
  files: number
  examples: number
  passed: number
  failed: number
  skipped: number
}

/** Adds up reports; a setup or seed that failed counts as an example that failed. */
export function totals(reports: readonly Report[]): Totals {
  const results = reports.flatMap((report) => report.results)
  return {
    files: reports.length,
    examples: results.length,
    passed: results.filter(({ status }) => status === 'passed').length,
    failed: results.filter(isFailure).length,
    skipped: results.filter(({ status }) => status === 'skipped').length,
  }
}

/** One line: `3 files, 41 examples: 40 passed, 1 failed`. */
export function formatSummary(reports: readonly Report[], options: ReportOptions = {}): string {
  const paint = painter(options)
  const { files, examples, passed, failed, skipped } = totals(reports)
  const counts = [
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ')
  const subject = `${count(files, 'file')}, ${count(examples, 'example')}`
  return `${subject}: ${failed > 0 ? paint.diff('-', counts) : paint.diff('+', counts)}`
}

/** All failures, a blank line after each, then the summary. */
export async function formatReport(reports: readonly Report[], options: ReportOptions = {}): Promise<string> {
  const parts: string[] = []
  for (const { path, results } of reports) {
    for (const result of results.filter(isFailure)) parts.push(await formatFailure(path, result, options))
  }
  return [...parts, formatSummary(reports, options)].join('\n\n')
}

const lineLimit = 500
const swallowedLimit = 60
const runLimit = 20

const withPrompt = (line: string, index: number): string =>
  `    ${index === 0 ? '>>>' : '...'} ${line}`.trimEnd()

/** Lines to show, each with its sign; the middle of what is alike for long is left out. */
function formatDiff(diff: readonly DiffLine[]): [DiffLine['sign'], string][] {
  const lines: [DiffLine['sign'], string][] = []
  for (let start = 0, end = 0; start < diff.length; start = end) {
    const { sign } = diff[start]!
    while (diff[end]?.sign === sign) end++
    const run = diff.slice(start, end)
    const shown = shortRun<DiffLine | string>(run, (hidden) => `  ${sign} <${hidden} more lines>`)
    for (const line of shown) lines.push([sign, typeof line === 'string' ? line : formatLine(line)])
  }
  return lines
}

/** The first and the last of many, and between them how many are left out. */
function shortRun<T>(run: readonly T[], more: (hidden: number) => T): readonly T[] {
  const hidden = run.length - 2 * runLimit
  return hidden > 1 ? [...run.slice(0, runLimit), more(hidden), ...run.slice(-runLimit)] : run
}

function formatLine(line: DiffLine): string {
  if (line.sign === '+') return `  + ${shorten(line.got, lineLimit)}`
  const text = `  ${line.sign} ${shorten(line.want, lineLimit)}`
  if (line.sign === '-') return text
  if ('lines' in line) {
    const quoted = line.lines.length > 2 ? [line.lines[0]!, line.lines.at(-1)!] : line.lines
    const what = quoted.map(quote).join(line.lines.length > 2 ? ' to ' : ', ')
    return `${text}   (... = ${count(line.lines.length, 'line')}: ${what})`
  }
  if (line.swallowed.length === 0) return text
  const shown = line.swallowed.slice(0, 5).map(quote).join(', ')
  return `${text}   (... = ${shown}${line.swallowed.length > 5 ? ', and so on' : ''})`
}

function describeUse({ literal, value, count, recent }: Use): string {
  const shown = recent.map((one) => shorten(one, swallowedLimit)).join(', ')
  const several = count > 1 ? ` (it matched ${count} values: ${shown})` : ''
  return `${literal} stood for ${shorten(value, 200)}${several}.`
}

const quote = (text: string): string => JSON.stringify(shorten(text, swallowedLimit))
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** Leaves out the middle of a long text, and says how much. */
function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const half = limit >> 1
  return `${text.slice(0, half)} <${text.length - 2 * half} more> ${text.slice(-half)}`
}

function painter({ color = false }: ReportOptions) {
  const wrap = (code: number, text: string) =>
    color ? `\u001b[${code}m${harmlessText(text)}\u001b[${code === 1 ? 22 : 39}m` : harmlessText(text)
  return {
    bold: (text: string) => wrap(1, text),
    diff: (sign: ' ' | '-' | '+', text: string) =>
      sign === ' ' ? harmlessText(text) : wrap(sign === '-' ? 31 : 32, text),
  }
}
