/** The text of a state file becomes the content of accounts. */
import { createHash } from 'node:crypto'
import { findingOf } from '../advisor/findings.ts'
import { MockStartError } from '../errors.ts'
import type { AttachmentSet } from '../store/attachments.ts'
import type { CaseStatus } from '../store/case-life.ts'
import { type AccountContent, customer, type FilledCase } from '../store/content.ts'
import type { Seed } from '../store/store.ts'
import { eTagOf, type Upload } from '../store/uploads.ts'
import { parseTime } from '../times.ts'
import { jsonProblem } from './json-file.ts'
import {
  attachmentsOf,
  type SavedAccount,
  type SavedCase,
  type SavedFile,
  type SavedSet,
  type SavedUpload,
  type State,
} from './saved-shapes.ts'
import { checkState } from './state-check.ts'

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
    throw new MockStartError('seed', `${file}: ${jsonProblem(text, error)}.`)
  }
}

/** A seed that gives accounts what the state has of them, and `others` what the other seed gives. */
export function seedOf({ accounts }: State, others: Seed = () => ({ cases: [] })): Seed {
  const seed = (account: Parameters<Seed>[0]) =>
    Object.hasOwn(accounts, account.id) ? contentOf(accounts[account.id]!, account) : others(account)
  return Object.assign(seed, { accounts: [...Object.keys(accounts), ...(others.accounts ?? [])] })
}

/**
 * What tells two states apart in which the same case or message may have another place: loading numbers them
 * anew, so that page tokens of the one are no good after the other. Empty when nothing is numbered.
 */
export function numbering({ accounts }: State): string {
  const places = createHash('sha256')
  const ids = Object.keys(accounts)
  for (const id of ids) {
    places.update(`${id}\n`)
    for (const { caseId, communications = [] } of accounts[id]!.cases)
      places.update(`${caseId} ${communications.length}\n`)
  }
  return ids.length === 0 ? '' : places.digest('hex')
}

function contentOf(saved: SavedAccount, account: Parameters<Seed>[0]): AccountContent {
  const { cases, attachmentSets = [], uploads = [], trustedAdvisor, checksRanTime } = saved
  const contents = new ContentsReader(saved)
  return {
    // One at a time: of many, as many copies would be made at once.
    cases: lazily(cases, (each) => caseOf(each, account, contents)),
    attachmentSets: attachmentSets.map((each) => setOf(each, contents)),
    uploads: uploads.map((each) => uploadOf(each, contents)),
    findings: trustedAdvisor?.map(findingOf),
    checksRanAt: readTime(checksRanTime),
  }
}

function* lazily<T, U>(list: readonly T[], make: (element: T) => U): Generator<U> {
  for (const element of list) yield make(element)
}

/** Those that name the same content have the same bytes, and not a copy. */
class ContentsReader {
  readonly #byAttachment = new Map<string, Buffer>()

  constructor(saved: SavedAccount) {
    for (const { attachmentId, data } of attachmentsOf(saved)) {
      if (attachmentId !== undefined && data !== undefined) this.#byAttachment.set(attachmentId, bytes(data))
    }
  }

  of({ attachmentId, data = '', sameAs }: Partial<SavedFile>): Buffer {
    return this.#byAttachment.get(sameAs ?? attachmentId ?? '') ?? bytes(data)
  }
}

function caseOf(
  saved: SavedCase,
  { id, now, ids }: Parameters<Seed>[0],
  contents: ContentsReader,
): FilledCase {
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
        files: attachments?.map((each) => ({
          attachmentId: each.attachmentId,
          fileName: each.fileName,
          content: contents.of(each),
        })),
      }),
    ),
  }
}

function setOf(saved: SavedSet, contents: ContentsReader): AttachmentSet {
  const { attachmentSetId, expiryTime, attachments, expired } = saved
  return {
    attachmentSetId,
    expiry: parseTime(expiryTime)!,
    files: attachments.map((each) => ({ fileName: each.fileName, content: contents.of(each) })),
    hasExpired: expired,
  }
}

function uploadOf(saved: SavedUpload, contents: ContentsReader): Upload {
  const { uploadId, fileName, fileSizeBytes, expiryTime, parts = [], data, sameAs, failed } = saved
  const isWhole = data !== undefined || sameAs !== undefined
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
    completedAt: readTime(saved.completedTime),
    file: failed ? 'failed' : isWhole ? { fileName, content: contents.of({ data, sameAs }) } : undefined,
  }
}

const bytes = (base64: string) => Buffer.from(base64, 'base64')

const readTime = (text: string | undefined) => (text === undefined ? undefined : parseTime(text))
