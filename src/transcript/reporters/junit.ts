import { isFailure, type Report, type Result } from '../replay.ts'
import { formatFailure } from '../report.ts'
import type { Reporter, ReporterOptions } from './reporter.ts'
import { sourceTitle } from './title.ts'

/** JUnit's XML, as CI servers read it: a file is a suite, an example a case. */
export const junit =
  ({ date = new Date(), host = 'localhost' }: ReporterOptions): Reporter =>
  async (event) => {
    if (event.type !== 'end') return ''
    const suites: string[] = []
    for (const [id, report] of event.reports.entries()) suites.push(await suite(report, id, date, host))
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
  }

async function suite(report: Report, id: number, date: Date, host: string): Promise<string> {
  const { path, results } = report
  const cases: string[] = []
  for (const result of results) cases.push(await testcase(path, result))
  const attributes = {
    name: path,
    timestamp: date.toISOString().slice(0, 19),
    hostname: host,
    tests: results.length,
    failures: results.filter(isFailure).length,
    errors: 0,
    skipped: results.filter(({ status }) => status === 'skipped').length,
    time: seconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
    id,
    package: 'support-repl',
  }
  // The order of these elements is the schema's.
  return (
    `  <testsuite${attributesOf(attributes)}>\n    <properties/>\n${cases.join('')}` +
    '    <system-out/>\n    <system-err/>\n  </testsuite>\n'
  )
}

async function testcase(path: string, result: Result): Promise<string> {
  const { item, status, milliseconds, failedAsExpected, notes } = result
  const attributes = attributesOf({
    name: `${item.line}: ${sourceTitle(item)}`,
    classname: path,
    time: seconds(milliseconds),
  })
  if (status === 'skipped' || failedAsExpected) {
    const message = failedAsExpected ? 'It fails, as expected.' : (notes[0] ?? 'A directive says so.')
    return `    <testcase${attributes}>\n      <skipped${attributesOf({ message })}/>\n    </testcase>\n`
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
