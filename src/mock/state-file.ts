/** The text of a state file becomes the content of accounts. */
import { findingOf } from './advisor-findings.ts'
import type { CaseStatus } from './case-life.ts'
import { type AccountContent, customer, type FilledCase } from './content.ts'
import { MockStartError } from './errors.ts'
import type { SavedAccount, SavedCase, SavedSet, SavedUpload, State } from './saved-shapes.ts'
import { checkState } from './state-check.ts'
import type { Seed } from './store.ts'
import { parseTime } from './times.ts'
import { eTagOf, type Upload } from './uploads.ts'

/** Reads a state. `file` names it in messages; a MockStartError says what is wrong, and where. */
export function parseState(text: string, file: string): State {
  const checked = checkState(parseJson(text, file))
  if (!('wrong' in checked)) return checked
  const [first, ...others] = checked.wrong
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  throw new MockStartError('seed', `${file}: ${first}${more}.`)
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new MockStartError('seed', `${file}: not JSON: ${(error as SyntaxError).message}.`, {
      cause: error,
    })
  }
}

/** A seed that gives accounts what the state has of them, and `others` what the other seed gives. */
export function seedOf({ accounts }: State, others: Seed = () => ({ cases: [] })): Seed {
  const seed = (account: Parameters<Seed>[0]) =>
    Object.hasOwn(accounts, account.id) ? contentOf(accounts[account.id]!, account) : others(account)
  return Object.assign(seed, { accounts: [...Object.keys(accounts), ...(others.accounts ?? [])] })
}

function contentOf(saved: SavedAccount, account: Parameters<Seed>[0]): AccountContent {
  const { cases, attachmentSets = [], uploads = [], trustedAdvisor } = saved
  return {
    // One at a time: of many, as many copies would be made at once.
    cases: lazily(cases, (each) => caseOf(each, account)),
    attachmentSets: attachmentSets.map(setOf),
    uploads: uploads.map(uploadOf),
    findings: trustedAdvisor?.map(findingOf),
  }
}

function* lazily<T, U>(list: readonly T[], make: (element: T) => U): Generator<U> {
  for (const element of list) yield make(element)
}

function caseOf(saved: SavedCase, { id, now, ids }: Parameters<Seed>[0]): FilledCase {
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
    communications: (saved.communications ?? []).map(
      ({ body, submittedBy, timeCreated: at, attachments }) => ({
        body,
        submittedBy: submittedBy ?? customer.signature,
        timeCreated: readTime(at) ?? timeCreated,
        files: attachments?.map(fileOf),
      }),
    ),
  }
}

const fileOf = ({ data, ...rest }: { readonly fileName: string; readonly data: string }) => ({
  ...rest,
  content: bytes(data),
})

const setOf = ({ attachmentSetId, expiryTime, attachments }: SavedSet) => ({
  attachmentSetId,
  expiry: parseTime(expiryTime)!,
  files: attachments.map(fileOf),
})

function uploadOf({
  uploadId,
  fileName,
  fileSizeBytes,
  expiryTime,
  parts = [],
  data,
  failed,
}: SavedUpload): Upload {
  return {
    uploadId,
    fileName,
    size: fileSizeBytes,
    expiry: parseTime(expiryTime)!,
    parts: new Map(
      parts.map(({ partIndex, data }) => {
        const content = bytes(data)
        return [partIndex, { content, eTag: eTagOf(content) }]
      }),
    ),
    completed: new Set(parts.filter(({ completed }) => completed).map(({ partIndex }) => partIndex)),
    file: failed ? 'failed' : data === undefined ? undefined : { fileName, content: bytes(data) },
  }
}

const bytes = (base64: string) => Buffer.from(base64, 'base64')

const readTime = (text: string | undefined) => (text === undefined ? undefined : parseTime(text))
