/** How long TAB and a hint take, with 10,000 cases known, beside Node's own completion of 10,000 names. */
import { performance } from 'node:perf_hooks'
import { type REPLServer, start } from 'node:repl'
import { PassThrough } from 'node:stream'
import { SupportConnection } from '../../src/index.ts'
import { type Completer, createCompleter } from '../../src/shell/completion/complete.ts'
import { LiveValues } from '../../src/shell/completion/live.ts'
import type { Reads } from '../../src/shell/completion/live-pages.ts'
import type { CommandContext } from '../../src/shell/dot-commands/dot-command.ts'
import { Session } from '../../src/shell/session/session.ts'
import { BenchError, type Finding } from './finding.ts'
import { interleave, median, quantile, ratios } from './interleave.ts'
import { spread } from './wording.ts'

const count = 10_000
const pageSize = 100

/** In milliseconds, at the 99th percentile. */
const mostOfTab = 16
const mostOfHint = 4

/** A turn presses TAB so often. */
const presses = 100

const id = (index: number) => `case-123456789012-muen-2026-${index.toString(16).padStart(16, '0')}`

const literal = `conn.createCase({
  subject: 'The nightly import is slow',
  communicationBody: \`Since Monday it takes four hours: \${times.join(', ')}. What it did before was \${usual}.\`,
  ccEmailAddresses: ['jane@example.com', 'joe@example.com'],
  language: 'en',
  ...files,
  severityCode: 'low`

/** What is typed when TAB is pressed, and how many candidates there are at least. */
const typed: readonly (readonly [text: string, fewest: number])[] = [
  ["conn.resolveCase('", count],
  ['conn.describeCommunications({ caseId: ', count],
  ["conn.describeCases({\n  caseIdList: ['case-123456789012-muen-2026-0000000000000001', '", count - 1],
  ["conn.resolveCase('case-123456789012-muen-2026-00000000000026", 16],
  ["conn.resolveCase('number 99", 100],
  ["conn.describeCases({ displayId: '", count],
  [literal, 1],
  ['conn.', 20],
]

/** TAB and hints at the 99th percentile. */
export async function measureCompletion(): Promise<Finding> {
  const session = openSession()
  const node = openNode()
  try {
    const live = new LiveValues(serviceOf(count))
    const completer = createCompleter({ session, live, commands: async () => [], directory: '/' })
    await untilAllIsKnown(live)
    const pressed: number[] = []
    const hinted: number[] = []
    const tab = (turn: number) => pressTab(completer, typed[turn % typed.length]!)
    const hint = (turn: number) => completer.signature(literal.slice(0, literal.length - turn))
    // Of every turn the time that one in a hundred takes longer than.
    const [ours = [], hints = [], theirs = []] = await interleave(
      [() => slowest(pressed, tab), () => slowest(hinted, hint), () => slowest([], () => pressInNode(node))],
      { rounds: 15, seconds: 20 },
    )
    const met = median(ours) < mostOfTab && median(hints) < mostOfHint
    return {
      ours: shown(median(ours)),
      theirs: shown(median(theirs)),
      ratio: spread(ratios(ours, theirs)),
      goal: `TAB under ${mostOfTab} ms, a hint under ${mostOfHint} ms`,
      met: met ? 'yes' : 'no',
      notes: [
        `TAB, of ${pressed.length}: median ${shown(median(pressed))}, slowest ${shown(Math.max(...pressed))}`,
        `a hint in ${literal.length} characters: ${shown(median(hints))}; of ${hinted.length}: median ${shown(median(hinted))}, slowest ${shown(Math.max(...hinted))}`,
      ],
    }
  } finally {
    node.close()
    session.dispose()
  }
}

const shown = (milliseconds: number) => `${milliseconds.toFixed(2)} ms`

/** Runs it so often; answers the 99th percentile, and keeps all times. */
async function slowest(kept: number[], run: (turn: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < presses; turn++) {
    const begin = performance.now()
    await run(turn)
    times.push(performance.now() - begin)
  }
  kept.push(...times)
  return quantile(times, 0.99)
}

async function pressTab(completer: Completer, [text, fewest]: readonly [string, number]): Promise<void> {
  const { candidates } = await completer.complete(text, {} as CommandContext)
  if (candidates.length < fewest) {
    throw new BenchError(`${JSON.stringify(text)} has ${candidates.length} candidates, not ${fewest}`)
  }
}

function pressInNode(node: REPLServer): Promise<void> {
  return new Promise((resolve, reject) => {
    node.completer('ids.', (error, found) => {
      if (error) return reject(error)
      const names = found?.[0].length ?? 0
      if (names < count) return reject(new BenchError(`Node's REPL lists ${names} names, not ${count}`))
      resolve()
    })
  })
}

function openSession(): Session {
  const conn = new SupportConnection({ credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
  const stream = new PassThrough()
  return new Session({
    globals: { conn },
    directory: '/',
    ownModule: () => undefined,
    stdout: stream,
    stderr: stream,
  })
}

/** Node's REPL, with an object of as many names. */
function openNode(): REPLServer {
  const node = start({ prompt: '', input: new PassThrough(), output: new PassThrough(), terminal: false })
  node.context['ids'] = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`case_${index}`, index]),
  )
  return node
}

/** A service that has so many cases, and answers at once. */
function serviceOf(cases: number): Reads {
  const reads: Partial<Reads> = {
    async *paginateDescribeCases() {
      for (let from = 0; from < cases; from += pageSize) {
        yield {
          cases: Array.from({ length: pageSize }, (_, at) => {
            const index = cases - from - at - 1
            return {
              caseId: id(index),
              displayId: String(170_000_000_000_000 + index),
              subject: `A question about something, number ${index}`,
              status: index % 10 === 0 ? 'unassigned' : 'resolved',
              timeCreated: new Date(Date.UTC(2025, 0) + index * 3_600_000).toISOString(),
            }
          }),
        }
      }
    },
  }
  return reads as Reads
}

/** The first TAB does not wait for all pages. */
async function untilAllIsKnown(live: LiveValues): Promise<void> {
  const end = performance.now() + 10_000
  while (performance.now() < end) {
    const { values, message } = await live.get('cases')
    if (values.length === count && message === undefined) return
  }
  throw new BenchError(`The ${count} cases are not known after 10 s`)
}
