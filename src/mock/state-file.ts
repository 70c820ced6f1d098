/**
 * State files, read: a seed may be one. The model's shapes describe them, so that their check is the
 * model's too. Loaded on need, with what finds the names that were meant.
 */
import { caseStatuses, issueTypes } from '../model/cases.ts'
import { nearest } from '../model/nearest.ts'
import { list, required, type StructureValue, string, structure } from '../model/shape.ts'
import { type Path, type Violation, violations } from '../model/violations.ts'
import type { CaseStatus } from './case-life.ts'
import { MockStartError } from './errors.ts'
import { type CaseDraft, customer, type Seed } from './store.ts'
import { parseTime } from './times.ts'
import { isJsonObject } from './wire.ts'

const time = string('ISO 8601.')
const name = string('One of the known names.', { min: 1 })

const communication = structure('A communication.', {
  body: required(string('The text.', { min: 1 })),
  submittedBy: string('The customer when absent; Amazon Web Services is the agent.'),
  timeCreated: time,
})

const savedCase = {
  caseId: name,
  displayId: name,
  subject: required(string('The title.')),
  status: name,
  serviceCode: name,
  categoryCode: name,
  severityCode: name,
  issueType: name,
  language: name,
  submittedBy: name,
  timeCreated: time,
  waitingSince: time,
  resolvedAt: time,
  ccEmailAddresses: list('Who gets copies.', name, { max: 10 }),
  communications: list('Oldest first.', communication),
}

const savedAccount = { cases: required(list('The cases.', structure('A case.', savedCase))) }

/** A case in a state file. */
export type SavedCase = StructureValue<typeof savedCase>
type SavedAccount = StructureValue<typeof savedAccount>

/** The content of a state file. */
export interface State {
  readonly version: 1
  /** By account id. */
  readonly accounts: Readonly<Record<string, SavedAccount>>
}

/** The seed of a state file's text. `file` names it in messages. */
export function parseState(text: string, file: string): Seed {
  const { accounts } = checkState(parseJson(text, file), file)
  return ({ id, now, ids }) => {
    const saved = Object.hasOwn(accounts, id) ? accounts[id]!.cases : []
    return saved.map((each) => draftOf(each, { id, now, ids }))
  }
}

function draftOf(saved: SavedCase, { id, now, ids }: Parameters<Seed>[0]): CaseDraft {
  const timeCreated = readTime(saved.timeCreated) ?? now
  const { status = 'unassigned', language = 'en' } = saved
  return {
    caseId: saved.caseId ?? ids.caseId(id, language, timeCreated),
    displayId: saved.displayId ?? ids.displayId(id, timeCreated),
    subject: saved.subject,
    status: status as CaseStatus,
    serviceCode: saved.serviceCode ?? 'general-info',
    categoryCode: saved.categoryCode ?? 'using-aws',
    severityCode: saved.severityCode ?? 'low',
    issueType: saved.issueType ?? 'technical',
    language,
    submittedBy: saved.submittedBy ?? customer.email,
    timeCreated,
    // A file written long ago must not find all its waiting cases resolved by silence.
    waitingSince: readTime(saved.waitingSince) ?? (status === 'pending-customer-action' ? now : undefined),
    resolvedAt: readTime(saved.resolvedAt),
    ccEmailAddresses: saved.ccEmailAddresses ?? [],
    communications: (saved.communications ?? []).map(({ body, submittedBy, timeCreated: at }) => ({
      body,
      submittedBy: submittedBy ?? customer.signature,
      timeCreated: readTime(at) ?? timeCreated,
    })),
  }
}

const readTime = (text: string | undefined) => (text === undefined ? undefined : parseTime(text))

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new MockStartError('seed', `${file}: not JSON: ${(error as SyntaxError).message}.`, {
      cause: error,
    })
  }
}

function checkState(value: unknown, file: string): State {
  const [first, ...others] = problems(value)
  if (!first) return value as State
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  throw new MockStartError('seed', `${file}: ${first}${more}.`)
}

// Sentences such as `accounts.123456789012.cases[2].subject: expected text`.
function problems(value: unknown): string[] {
  if (!isJsonObject(value)) return ['expected {"version": 1, "accounts": {...}}']
  if (value['version'] !== 1) return ['version: expected 1']
  const accounts = value['accounts']
  if (!isJsonObject(accounts)) return ['accounts: expected an object with an account id for each name']
  return Object.entries(accounts).flatMap(([id, account]) => {
    if (!/^\d{12}$/.test(id)) return [`accounts.${id}: expected 12 digits as the account id`]
    const found = violations(savedAccount, account, ['accounts', id])
    if (found.length > 0)
      return found.map((violation) => `${pathText(violation.path)}: ${complaint(violation)}`)
    return (account as SavedAccount).cases.flatMap((each, index, all) =>
      caseProblems(each, all.slice(0, index)).map((text) => `accounts.${id}.cases[${index}].${text}`),
    )
  })
}

// What shapes do not say.
function caseProblems(each: SavedCase, earlier: readonly SavedCase[]): string[] {
  const statuses = caseStatuses.filter((status) => status !== 'all-open')
  return [
    ...oneOf('status', each.status, statuses),
    ...oneOf('issueType', each.issueType, issueTypes),
    ...(['timeCreated', 'waitingSince', 'resolvedAt'] as const).flatMap((member) =>
      isTime(member, each[member]),
    ),
    ...(each.communications ?? []).flatMap(({ timeCreated }, index) =>
      isTime(`communications[${index}].timeCreated`, timeCreated),
    ),
    ...(each.caseId !== undefined && earlier.some(({ caseId }) => caseId === each.caseId)
      ? [`caseId: ${each.caseId} stands there twice`]
      : []),
  ]
}

function oneOf(member: string, value: string | undefined, known: readonly string[]): string[] {
  return value === undefined || known.includes(value)
    ? []
    : [`${member}: expected one of ${known.join(', ')}`]
}

function isTime(member: string, text: string | undefined): string[] {
  const isGood = text === undefined || parseTime(text) !== undefined
  return isGood ? [] : [`${member}: expected a time such as 2026-08-01T09:00:00Z`]
}

const typeNames: Readonly<Record<string, string>> = { string: 'text', list: 'a list', structure: 'an object' }

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
