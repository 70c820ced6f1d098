/** How long 10,000 cases take to become text, on the way to the screen. */
import { Console } from 'node:console'
import { performance } from 'node:perf_hooks'
import { Writable } from 'node:stream'
import { caseListText, type SupportCase } from '../../src/shell/show/case-list.ts'
import { resultTable } from '../../src/shell/show/table.ts'
import { BenchError, type Finding } from './finding.ts'
import { interleave, median, ratios } from './interleave.ts'
import { milliseconds, spread } from './wording.ts'

const count = 10_000
const goal = 500

const layout = { columns: 120, colors: true, unicode: true }

/** A result under `.table`, and the list of `.cases`, against console.table of Node. */
export async function measureTablePrinting(): Promise<Finding> {
  const cases = Array.from({ length: count }, (_, i) => supportCase(i))
  const timed = (print: () => string | undefined) => async () => {
    const start = performance.now()
    const lines = print()?.split('\n').length ?? 0
    const taken = performance.now() - start
    if (lines > count) return taken
    throw new BenchError(`${lines} lines are no table of ${count} cases`)
  }
  const now = Date.parse('2026-08-01T09:00:00Z')
  const [table = [], list = [], theirs = []] = await interleave(
    [
      timed(() => resultTable({ cases }, layout)),
      timed(() => caseListText(cases, { ...layout, now })),
      timed(() => consoleTable(cases)),
    ],
    { rounds: 15, seconds: 20 },
  )
  const slowest = Math.max(median(table), median(list))
  return {
    ours: milliseconds(table),
    theirs: milliseconds(theirs),
    ratio: spread(ratios(table, theirs)),
    goal: `${goal} ms`,
    met: slowest < goal ? 'yes' : 'no',
    notes: [`The list of \`.cases\` takes ${milliseconds(list)}.`, 'A fifth of the subjects is not ASCII.'],
  }
}

const subjects = [
  'Free storage falls by 1 GB a minute on the order database',
  'Consumer falls behind after resharding',
  'Stack stuck in UPDATE_ROLLBACK_FAILED',
  'Which instance types are there?',
  '毎晩ジョブが遅くなる 🔥 Größe, pe\u0301',
]
const statuses = ['unassigned', 'work-in-progress', 'pending-customer-action', 'resolved']

function supportCase(i: number): SupportCase {
  const communication = {
    caseId: `case-${i}`,
    body: 'We see this since this morning.\n'.repeat(20),
    submittedBy: 'AdminRole (Role) <jane@example.com>',
    timeCreated: '2026-07-30T12:00:00.000Z',
  }
  return {
    caseId: `case-123456789012-muen-2026-${(i * 2_654_435_761).toString(16).padStart(16, '0')}`,
    displayId: String(178_000_000_000_000 + i),
    subject: `${subjects[i % subjects.length]} ${i}`,
    status: statuses[i % statuses.length],
    serviceCode: i % 2 ? 'amazon-dynamodb' : 'amazon-relational-database-service-postgresql',
    categoryCode: 'other',
    severityCode: i % 3 ? 'low' : 'urgent',
    submittedBy: 'jane@example.com',
    timeCreated: new Date(Date.UTC(2026, 7, 1) - i * 3_600_000).toISOString(),
    recentCommunications: { communications: [communication, communication] },
    ccEmailAddresses: ['oncall@example.com'],
    language: 'en',
  }
}

function consoleTable(cases: readonly SupportCase[]): string {
  const written: string[] = []
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      written.push(chunk)
      done()
    },
  })
  new Console({ stdout }).table(cases)
  return written.join('')
}
