/**
 * `npm run bench [-- NAME...]`: how fast the built command is, beside something that everybody knows.
 * Both sides are measured in turns in the same run, so the ratios say something on any machine.
 */
import { availableParallelism } from 'node:os'
import {
  measureClientCpu,
  measureClientFlight,
  measureClientImport,
  measureClientMemory,
} from './client-calls.ts'
import { measureCompletion } from './completion.ts'
import { BenchError, type Finding } from './finding.ts'
import { measureFirstPrompt } from './first-prompt.ts'
import { measureKeystroke } from './keystroke.ts'
import { measureManyCases, measureMemory } from './many-cases.ts'
import { measureManyExamples, withNames, withNumbers } from './many-examples.ts'
import { createCase, describeCases, measureMockRequests } from './mock-requests.ts'
import { measureMockStart } from './mock-start.ts'
import { measureOneExpression } from './one-expression.ts'
import { openPlace, type Place } from './place.ts'
import { type Row, renderTable } from './table.ts'
import { measureTablePrinting } from './table-printing.ts'
import { measureManyMoreExamples, measureReading, measureWildcards } from './transcripts.ts'

interface Measurement {
  readonly title: string
  readonly measure: (place: Place) => Promise<Finding>
}

const measurements: Readonly<Record<string, Measurement>> = {
  'first-prompt': {
    title: 'start to the first prompt in a terminal, `support-repl --mock` against `node`',
    measure: measureFirstPrompt,
  },
  keystroke: {
    title: 'a key at the prompt until it is echoed, hints on, `support-repl --mock` against `node`',
    measure: measureKeystroke,
  },
  'one-expression': {
    title: 'a process that asks one thing, `support-repl --mock -q -e` against a script of node:http alone',
    measure: measureOneExpression,
  },
  completion: {
    title: "TAB with 10,000 cases known, against Node's own completion of 10,000 names: 99th percentiles",
    measure: measureCompletion,
  },
  'table-printing': {
    title: 'a result of 10,000 cases as a table of the shell, against console.table of Node',
    measure: measureTablePrinting,
  },
  'many-examples': {
    title: "10,000 trivial examples with names in one file, `support-repl doctest` against Python's doctest",
    measure: (place) => measureManyExamples(withNames, place),
  },
  'many-sums': {
    title: '10,000 examples that only add two numbers, in the same way',
    measure: (place) => measureManyExamples(withNumbers, place),
  },
  'examples-100000': {
    title: 'what a trivial example costs in a file of 100,000, against one of 1,000',
    measure: measureManyMoreExamples,
  },
  'read-markdown': {
    title: 'reading the examples of Markdown, against a whole parser',
    measure: measureReading,
  },
  'wildcards-10000': {
    title: 'matching an expectation with 10,000 wildcards, against 1,000',
    measure: measureWildcards,
  },
  'client-cpu': {
    title: 'CPU a DescribeCases call, our client against @aws-sdk/client-support on the same server',
    measure: measureClientCpu,
  },
  'client-import': {
    title: 'time to import the library, against @aws-sdk/client-support',
    measure: measureClientImport,
  },
  'client-100': {
    title: '4,000 calls on one connection, 100 in flight, against @aws-sdk/client-support',
    measure: measureClientFlight,
  },
  'client-memory': {
    title: '100,000 calls on one connection: how much the heap grows after the first tenth',
    measure: measureClientMemory,
  },
  'mock-create': {
    title: 'CreateCase, one after the other, the strict mock against node:http sending the same bytes',
    measure: (place) => measureMockRequests(createCase, 1, place),
  },
  'mock-describe': {
    title: 'DescribeCases, a page of 10 with their conversations, in the same way',
    measure: (place) => measureMockRequests(describeCases, 1, place),
  },
  'mock-create-16': {
    title: 'CreateCase on 16 connections at a time',
    measure: (place) => measureMockRequests(createCase, 16, place),
  },
  'mock-describe-16': {
    title: 'DescribeCases on 16 connections at a time',
    measure: (place) => measureMockRequests(describeCases, 16, place),
  },
  'mock-start': {
    title: 'start to `listening`, `support-repl mock` against a script of node:http alone',
    measure: measureMockStart,
  },
  'mock-100000': {
    title: 'a page of DescribeCases, with filters by time and status, in 100,000 cases against 100',
    measure: measureManyCases,
  },
  'mock-memory': {
    title: '100,000 cases with 5 communications each, against an empty mock: resident memory',
    measure: measureMemory,
  },
}

async function run(asked: readonly string[]): Promise<number> {
  const names = Object.keys(measurements)
  const unknown = asked.find((name) => !names.includes(name))
  if (unknown) throw new BenchError(`no measurement ${unknown}: there are ${names.join(', ')}`)
  const place = openPlace()
  const rows: Row[] = []
  for (const name of names.filter((each) => asked.length === 0 || asked.includes(each))) {
    process.stderr.write(`measuring ${name} ...\n`)
    const { title, measure } = measurements[name]!
    rows.push({ name, title, finding: await orFailure(measure(place)) })
  }
  const { version, platform, arch } = process
  process.stdout.write(
    `\nnode ${version}, ${platform} ${arch}, ${availableParallelism()} cores; medians of turns A B A B\n\n`,
  )
  process.stdout.write(`${renderTable(rows)}\n`)
  return rows.some(({ finding }) => 'failed' in finding) ? 1 : 0
}

/** One measurement that fails leaves the others their turn. */
async function orFailure(finding: Promise<Finding>): Promise<Finding> {
  try {
    return await finding
  } catch (error) {
    if (error instanceof BenchError) return { unmeasured: error.message, failed: true }
    throw error
  }
}

// An exit in the ordinary way ends the children and removes the files.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof BenchError)) throw error
  process.stderr.write(`bench: ${error.message}\n`)
  process.exitCode = 2
}
