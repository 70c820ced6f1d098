/** What a mock holds at the start: a seed by name, or a state file. */

import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { nearest } from '../../model/nearest.ts'
import { demoFindings } from '../advisor/findings.ts'
import { readData } from '../assets.ts'
import { MockStartError } from '../errors.ts'
import type { CaseStatus } from '../store/case-life.ts'
import { type AccountContent, agentName, customer, type FilledCase } from '../store/content.ts'
import type { Seed } from '../store/store.ts'
import type { State } from './saved-shapes.ts'
import { parseState, seedOf } from './state-file.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const seeds = { tutorial, demo, empty: () => ({ cases: [] }) } satisfies Record<string, Seed>

export const seedNames = Object.keys(seeds) as (keyof typeof seeds)[]

/** A seed, and the name from which ids follow. */
export interface NamedSeed {
  readonly seedName: string
  readonly seed: Seed
}

/** The seed of that name, else the one in the state file at that path. */
export async function loadSeed(nameOrPath: string): Promise<NamedSeed> {
  if (Object.hasOwn(seeds, nameOrPath)) {
    return { seedName: nameOrPath, seed: seeds[nameOrPath as keyof typeof seeds] }
  }
  const text = await readState(nameOrPath)
  // The ids follow from what is in the file: where it lies differs from machine to machine.
  return { seedName: hash('sha256', text), seed: seedOf(parseState(text, nameOrPath)) }
}

/** The state in the file at that path; undefined when there is no such file yet. */
export async function loadState(path: string): Promise<State | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new MockStartError('state', `Cannot read the state file ${path}: ${code ?? message}.`, {
      cause: error,
    })
  }
  return parseState(text, path)
}

async function readState(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && !/[/\\.]/.test(path)) throw unknownSeed(path)
    const reason = code === 'ENOENT' ? 'there is no such file' : (code ?? (error as Error).message)
    throw new MockStartError(
      'seed',
      `Cannot read the state file ${path}: ${reason}. A seed is ${choices()}.`,
      { cause: error },
    )
  }
}

function unknownSeed(name: string): MockStartError {
  const meant = nearest(name, seedNames)
  const hint = meant ? ` Did you mean ${meant}?` : ''
  return new MockStartError('seed', `There is no seed ${name}.${hint} A seed is ${choices()}.`)
}

const choices = () => `${seedNames.join(', ')} or the path of a state file`

/** One open case, as the tutorial finds it. */
function tutorial({ id, now, ids }: Parameters<Seed>[0]): AccountContent {
  const timeCreated = now - 2 * hour
  const cases: FilledCase[] = [
    {
      caseId: 'case-1',
      displayId: ids.displayId(id, timeCreated),
      subject: 'A test case.',
      status: 'unassigned',
      serviceCode: 'general-info',
      categoryCode: 'using-aws',
      severityCode: 'low',
      issueType: 'technical',
      language: 'en',
      submittedBy: customer.email,
      timeCreated,
      ccEmailAddresses: [],
      communications: [
        {
          body: 'This case was opened to try the Support API. Please leave it as it is.',
          submittedBy: customer.signature,
          timeCreated,
        },
      ],
    },
  ]
  return { cases, findings: demoFindings(now) }
}

/** A case of data/demo.json: written short, and dated from the day on which it is loaded. */
interface DemoCase {
  /** How many days ago it was opened. */
  readonly age: number
  /** `service/category` */
  readonly about: string
  readonly severity: string
  readonly status: CaseStatus
  readonly subject: string
  readonly language?: string
  readonly cc?: readonly string[]
  /** Hours after the opening, `customer` or `agent`, and the text. */
  readonly conversation: readonly (readonly [number, 'customer' | 'agent', string])[]
}

/** A year and a half of a busy account. */
function demo({ id, now, ids }: Parameters<Seed>[0]): AccountContent {
  const demo = readData<{ cases: readonly DemoCase[] }>('demo.json')
  const cases = demo.cases.map((each, index) => {
    const { age, about, severity: severityCode, status, subject, language = 'en', cc = [] } = each
    // Nobody opens all cases at the same minute of a day.
    const timeCreated = now - age * day - ((index * 127) % 480) * minute - index * 311
    const communications = each.conversation.map(([after, who, body]) => ({
      body,
      submittedBy: who === 'agent' ? agentName : customer.signature,
      timeCreated: timeCreated + after * hour,
    }))
    const latest = communications.at(-1)!.timeCreated
    const [serviceCode = '', categoryCode = ''] = about.split('/')
    return {
      caseId: ids.caseId(id, language, timeCreated),
      displayId: ids.displayId(id, timeCreated),
      subject,
      status,
      serviceCode,
      categoryCode,
      severityCode,
      issueType:
        serviceCode === 'billing' || serviceCode === 'account-management' ? 'customer-service' : 'technical',
      language,
      submittedBy: customer.email,
      timeCreated,
      waitingSince: status === 'pending-customer-action' ? latest : undefined,
      resolvedAt: status === 'resolved' ? latest : undefined,
      ccEmailAddresses: [...cc],
      communications,
    }
  })
  return { cases, findings: demoFindings(now) }
}
