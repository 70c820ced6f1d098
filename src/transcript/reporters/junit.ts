import { isFailure, type Report, type Result } from '../replay.ts'
import { formatFailure } from '../report.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'
import { sourceTitle } from './title.ts'

/**
 * JUnit's XML, as CI servers read it: a file is a suite, an example a case. Schemas of it differ; this keeps to
 * what those of Ant and Jenkins have in common.
 */
export const junit =
  ({ date = new Date(), host }: ReporterOptions): Reporter =>
  async (event) => {
    if (event.type !== 'end') return ''
    const suites: string[] = []
    for (const [id, report] of event.reports.entries())
      suites.push(await suite(report, id, date, host || 'localhost'))
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
  }

async function suite(report: Report, id: number, date: Date, host: string): Promise<string> {
  const { path, results } = report
  const cases: string[] = []
  for (const result of results) cases.push(await testcase(path, result))
  const skipped = results.filter(isSkipped).length
  const attributes = {
    name: path,
    timestamp: date.toISOString().slice(0, 19),
    hostname: host,
    tests: results.length,
    failures: results.filter(isFailure).length,
    errors: 0,
    // The older schemas know nothing of what is skipped.
    ...(skipped > 0 ? { skipped } : {}),
    time: seconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
    id,
    package: 'support-repl',
  }
  // Ant needs all of these elements in this order, and Jenkins a property where there are properties.
  return (
    `  <testsuite${attributesOf(attributes)}>\n` +
    `    <properties>\n      <property name="runner" value="support-repl doctest"/>\n    </properties>\n` +
    `${cases.join('')}    <system-out/>\n    <system-err/>\n  </testsuite>\n`
  )
}

/** What fails as expected is no success of its own: as in pytest's reports it counts as skipped. */
const isSkipped = ({ status, failedAsExpected }: Result): boolean =>
  status === 'skipped' || failedAsExpected === true

async function testcase(path: string, result: Result): Promise<string> {
  const { item, status, milliseconds, failedAsExpected, notes } = result
  const attributes = attributesOf({
    name: `${item.line}: ${sourceTitle(item)}`,
    classname: path,
    time: seconds(milliseconds),
  })
  if (isSkipped(result)) {
    const why = failedAsExpected ? 'It fails, as expected.' : (notes[0] ?? 'A directive says so.')
    return `    <testcase${attributes}>\n      <skipped>${escapeXml(why)}</skipped>\n    </testcase>\n`
  }
  if (!isFailure(result)) return `    <testcase${attributes}/>\n`
  const message = `${path}:${item.line}:${item.column}: ${status === 'unreadable' ? 'cannot be read' : 'fails'}`
  const failure = attributesOf({ message, type: status })
  const text = escapeXml(await formatFailure(path, result))
  return `    <testcase${attributes}>\n      <failure${failure}>${text}</failure>\n    </testcase>\n`
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3)

const attributesOf = (values: Record<string, string | number>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replace(/[\n\t]/g, ' ')}"`)
    .join('')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML cannot hold most control characters, nor halves of surrogate pairs: they are spelled. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => entities[character]!)
    .replace(
      /[\0-\x08\x0b-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
}
