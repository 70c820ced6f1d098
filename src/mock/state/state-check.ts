/** The check of a state file: what is wrong is said with its path. */
import { caseStatuses, issueTypes } from '../../model/cases.ts'
import { nearest } from '../../model/nearest.ts'
import { type Path, type Violation, violations } from '../../model/violations.ts'
import { findingProblems } from '../advisor/findings.ts'
import { isJsonObject } from '../protocol/wire.ts'
import { parseTime } from '../times.ts'
import {
  attachmentsOf,
  type SavedAccount,
  type SavedCase,
  type SavedFile,
  type State,
  savedAccount,
} from './saved-shapes.ts'

/** The value as a state, or sentences such as `accounts.123456789012.cases[2].subject: expected text`. */
export function checkState(value: unknown): State | { readonly wrong: readonly [string, ...string[]] } {
  const [first, ...others] = problems(value)
  return first === undefined ? (value as State) : { wrong: [first, ...others] }
}

/** A clock of today that is so far ahead is near the end of the year 9999. */
const farthest = 250e12

const members = ['version', 'clockAhead', 'begun', 'idsTaken', 'accounts']

function problems(value: unknown): string[] {
  if (!isJsonObject(value)) return ['expected {"version": 1, "accounts": {...}}']
  const { version, clockAhead = 0, begun, idsTaken = {}, accounts } = value
  if (version !== 1) return ['version: expected 1']
  const unknown = Object.keys(value).find((name) => !members.includes(name))
  if (unknown) return [`${unknown}: is not known (there are ${members.join(', ')})`]
  if (typeof clockAhead !== 'number' || !(Math.abs(clockAhead) <= farthest))
    return ['clockAhead: expected a number of milliseconds']
  const [wrongTime] = isTime('begun', typeof begun === 'string' || begun === undefined ? begun : '')
  if (wrongTime) return [wrongTime]
  const isCount = (count: unknown) =>
    Number.isInteger(count) && (count as number) >= 0 && (count as number) < 1e9
  if (!isJsonObject(idsTaken) || !Object.values(idsTaken).every(isCount))
    return ['idsTaken: expected an object of whole numbers']
  if (!isJsonObject(accounts)) return ['accounts: expected an object with an account id for each name']
  return Object.entries(accounts).flatMap(([id, account]) => accountProblems(id, account))
}

function accountProblems(id: string, account: unknown): string[] {
  if (!/^\d{12}$/.test(id)) return [`accounts.${id}: expected 12 digits as the account id`]
  const found = violations(savedAccount, account, ['accounts', id])
  if (found.length > 0)
    return found.map((violation) => `${pathText(violation.path)}: ${complaint(violation)}`)
  return [...valueProblems(account as SavedAccount)].map((text) => `accounts.${id}.${text}`)
}

// What shapes do not say.
function* valueProblems(account: SavedAccount) {
  const { cases, attachmentSets = [], uploads = [], trustedAdvisor = [] } = account
  const isTwice = twice()
  const owners = ownersIn(account)
  for (const [index, each] of cases.entries()) {
    yield* caseProblems(each, `cases[${index}]`, isTwice, owners)
  }
  for (const [index, { attachmentSetId, expiryTime, attachments }] of attachmentSets.entries()) {
    const at = `attachmentSets[${index}]`
    yield* isTwice(`${at}.attachmentSetId`, attachmentSetId)
    yield* isTime(`${at}.expiryTime`, expiryTime)
    yield* filesProblems(attachments, `${at}.attachments`, owners)
  }
  for (const [index, each] of uploads.entries()) {
    const { uploadId, expiryTime, completedTime, parts = [], data, sameAs } = each
    const at = `uploads[${index}]`
    yield* isTwice(`${at}.uploadId`, uploadId)
    yield* isTime(`${at}.expiryTime`, expiryTime)
    yield* isTime(`${at}.completedTime`, completedTime)
    yield* filesProblems(parts, `${at}.parts`, owners)
    if (data !== undefined || sameAs !== undefined) yield* contentProblems({ data, sameAs }, at, owners)
  }
  yield* findingProblems(trustedAdvisor, 'trustedAdvisor')
  yield* isTime('checksRanTime', account.checksRanTime)
}

type Twice = (at: string, id: string | undefined) => Iterable<string>

// Ids of different kinds may be the same text.
function twice(): Twice {
  const seen = new Set<string>()
  return function* isTwice(at, id) {
    if (id === undefined) return
    const name = `${at.slice(at.lastIndexOf('.'))} ${id}`
    if (seen.has(name)) yield `${at}: ${id} stands there twice`
    seen.add(name)
  }
}

/** The ids of the attachments that others may name instead of their content. */
function ownersIn(account: SavedAccount): Owners {
  return new Set(
    attachmentsOf(account).flatMap(({ attachmentId = [], data }) => (data === undefined ? [] : attachmentId)),
  )
}

type Owners = ReadonlySet<string>

const statuses = caseStatuses.filter((status) => status !== 'all-open')

function* caseProblems(each: SavedCase, at: string, isTwice: Twice, owners: Owners) {
  yield* isTwice(`${at}.caseId`, each.caseId)
  yield* isTwice(`${at}.displayId`, each.displayId)
  yield* oneOf(`${at}.status`, each.status, statuses)
  yield* oneOf(`${at}.issueType`, each.issueType, issueTypes)
  for (const member of ['timeCreated', 'waitingSince', 'resolvedAt'] as const) {
    yield* isTime(`${at}.${member}`, each[member])
  }
  for (const [index, { timeCreated, attachments = [] }] of (each.communications ?? []).entries()) {
    yield* isTime(`${at}.communications[${index}].timeCreated`, timeCreated)
    const path = `${at}.communications[${index}].attachments`
    yield* filesProblems(attachments, path, owners)
    for (const [n, { attachmentId }] of attachments.entries())
      yield* isTwice(`${path}[${n}].attachmentId`, attachmentId)
  }
}

type SavedContent = Pick<SavedFile, 'data' | 'sameAs'>

function* filesProblems(files: readonly SavedContent[], at: string, owners: Owners) {
  for (const [index, each] of files.entries()) yield* contentProblems(each, `${at}[${index}]`, owners)
}

function* contentProblems({ data, sameAs }: SavedContent, at: string, owners: Owners) {
  if ((data === undefined) === (sameAs === undefined)) yield `${at}: expected either data or sameAs`
  else if (data !== undefined) yield* isBase64(`${at}.data`, data)
  else if (!owners.has(sameAs!)) yield `${at}.sameAs: no attachment has the id ${sameAs} and data`
}

function* oneOf(at: string, value: string | undefined, known: readonly string[]) {
  if (value !== undefined && !known.includes(value)) yield `${at}: expected one of ${known.join(', ')}`
}

function* isTime(at: string, text: string | undefined) {
  if (text !== undefined && parseTime(text) === undefined)
    yield `${at}: expected a time such as 2026-08-01T09:00:00Z`
}

function* isBase64(at: string, text: string) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) yield `${at}: expected base64`
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  list: 'a list',
  structure: 'an object',
  integer: 'a whole number',
  double: 'a number',
  boolean: 'true or false',
}

function complaint(violation: Violation): string {
  switch (violation.rule) {
    case 'required':
      return 'is missing'
    case 'type':
      return `expected ${typeNames[violation.expected] ?? violation.expected}`
    case 'unknown': {
      const meant = nearest(violation.name, violation.known)
      return meant
        ? `is not known (did you mean ${meant}?)`
        : `is not known (there are ${violation.known.join(', ')})`
    }
    case 'min-length':
      return 'must not be empty'
    case 'min':
      return `must be ${violation.limit} or more`
    default:
      return 'is too long'
  }
}

// `cases[2].subject`: as one would write it in JavaScript.
function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1)
}
