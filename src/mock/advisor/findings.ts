/** What checks of Trusted Advisor found, as seeds give it and as state files hold it. */
import { hash } from 'node:crypto'
import type { Output } from '../../model/operations.ts'
import {
  boolean,
  list,
  required,
  type StructureValue,
  sparseList,
  string,
  structure,
} from '../../model/shape.ts'
import { readData } from '../assets.ts'
import { formatTime, parseTime } from '../times.ts'
import { findCheck } from './checks.ts'

/** How a check, or one resource, stands: the worst last. */
export const findingStatuses = ['not_available', 'ok', 'warning', 'error'] as const

type Result = NonNullable<Output<'describeTrustedAdvisorCheckResult'>['result']>
export type FlaggedResource = Result['flaggedResources'][number]

/** What one check found, in memory. Times are milliseconds since 1970. */
export interface Finding {
  readonly checkId: string
  readonly status: (typeof findingStatuses)[number]
  /** When the check last ran; absent: some time before the mock was started. */
  readonly timestamp?: number
  /** When its last refresh was asked for. */
  readonly refreshRequestedAt?: number
  /** What the check lists: resources in good standing (`ok`) may be among them. */
  readonly flaggedResources: readonly FlaggedResource[]
}

const time = string('ISO 8601.')
const status = string('ok, warning, error or not_available.', { values: findingStatuses })

const savedResource = structure('A resource.', {
  status: required(status),
  region: string('Where it is; a global resource has none.', { min: 1 }),
  resourceId: string('Made from the metadata when absent.', { min: 1 }),
  isSuppressed: boolean('Whether the user told the check to leave it out.'),
  metadata: sparseList('A value a column of the check; null in each when absent.', string('A value.')),
})

/** What one check found, in a state file. Checks that found nothing need none. */
export const savedFinding = structure('What a check of Trusted Advisor found.', {
  checkId: required(string('The check.', { min: 1 })),
  status: string('The worst of the resources when absent.', { values: findingStatuses }),
  timestamp: time,
  refreshRequestedAt: time,
  flaggedResources: list('The resources.', savedResource),
})

export type SavedFinding = StructureValue<(typeof savedFinding)['members']>
type SavedResource = StructureValue<(typeof savedResource)['members']>

/** A finding of a state file that {@link findingProblems} has nothing against. */
export function findingOf({ checkId, flaggedResources = [], ...saved }: SavedFinding): Finding {
  const resources = flaggedResources.map((each) => readResource(checkId, each))
  return {
    checkId,
    status: (saved.status as Finding['status']) ?? worst(resources),
    timestamp: readTime(saved.timestamp),
    refreshRequestedAt: readTime(saved.refreshRequestedAt),
    flaggedResources: resources,
  }
}

// The members in the order of the service's answers, which list a resource as it stands here.
function readResource(checkId: string, { region, isSuppressed = false, ...saved }: SavedResource) {
  const metadata = saved.metadata ?? findCheck(checkId)!.metadata.map(() => null)
  const resourceId = saved.resourceId ?? resourceIdOf(metadata)
  return { status: saved.status, region, resourceId, isSuppressed, metadata }
}

/**
 * 43 characters, as the service's ids have. The one that its documentation shows for a resource without
 * metadata begins as the SHA-256 of nothing does; guess: that the metadata is what is hashed.
 */
function resourceIdOf(metadata: FlaggedResource['metadata']): string {
  return Buffer.from(hash('sha256', metadata.map((value) => value ?? '').join('\n')), 'hex').toString(
    'base64url',
  )
}

/** Guess: the worst of what the user did not suppress; nothing found is `ok`. */
function worst(resources: readonly FlaggedResource[]): Finding['status'] {
  const found = resources.filter(({ isSuppressed }) => !isSuppressed).map((each) => each.status)
  return findingStatuses.findLast((each) => found.includes(each)) ?? 'ok'
}

/** A finding as a state file holds it; {@link findingOf} makes the same of it again. */
export function saveFinding({ timestamp, refreshRequestedAt, ...finding }: Finding): SavedFinding {
  return {
    ...finding,
    timestamp: saveTime(timestamp),
    refreshRequestedAt: saveTime(refreshRequestedAt),
    flaggedResources: [...finding.flaggedResources],
  }
}

const readTime = (text: string | undefined) => (text === undefined ? undefined : parseTime(text))
const saveTime = (at: number | undefined) => (at === undefined ? undefined : formatTime(at))

/**
 * What shapes do not say, as sentences that begin with the member's path:
 * `trustedAdvisor[0].flaggedResources[2].status: expected one of ...`. `at` is where the list stands.
 */
export function* findingProblems(findings: readonly SavedFinding[], at: string): Generator<string> {
  const earlier = new Set<string>()
  for (const [index, finding] of findings.entries()) {
    const { checkId, flaggedResources = [] } = finding
    const here = `${at}[${index}]`
    const columns = findCheck(checkId)?.metadata.length
    if (columns === undefined) yield `${here}.checkId: there is no check ${checkId}`
    if (earlier.has(checkId)) yield `${here}.checkId: ${checkId} stands there twice`
    earlier.add(checkId)
    yield* statusProblems(`${here}.status`, finding.status)
    yield* timeProblems(`${here}.timestamp`, finding.timestamp)
    yield* timeProblems(`${here}.refreshRequestedAt`, finding.refreshRequestedAt)
    for (const [place, { status, metadata }] of flaggedResources.entries()) {
      yield* statusProblems(`${here}.flaggedResources[${place}].status`, status)
      if (columns !== undefined && metadata && metadata.length !== columns)
        yield `${here}.flaggedResources[${place}].metadata: expected ${columns} values, one a column of the check`
    }
  }
}

function* statusProblems(at: string, text: string | undefined) {
  if (text !== undefined && !(findingStatuses as readonly string[]).includes(text))
    yield `${at}: expected one of ${findingStatuses.join(', ')}`
}

function* timeProblems(at: string, text: string | undefined) {
  if (text !== undefined && parseTime(text) === undefined)
    yield `${at}: expected a time such as 2026-08-01T09:00:00Z`
}

const hour = 3_600_000

/** What the checks found in the account of a web shop, dated from `now`: for the seeds with content. */
export function demoFindings(now: number): Finding[] {
  const { findings } = readData<{ findings: readonly (SavedFinding & { age: number })[] }>(
    'trusted-advisor-findings.json',
  )
  return findings.map(({ age, ...saved }) => ({ ...findingOf(saved), timestamp: now - age * hour }))
}
