/** What the page shows, as data: an account's cases by the page, and one case with its thread. */

import { findService } from '../catalog/catalog.ts'
import { MockControlError } from '../errors.ts'
import type { Account } from '../store/account.ts'
import { agentName } from '../store/content.ts'
import { firstIndex, type Order } from '../store/sorted-list.ts'
import type { AttachmentDetails, Communication, SupportCase } from '../store/support-case.ts'
import { always, type Dated, newest, oldestFirst } from '../store/timeline.ts'
import { formatTime } from '../times.ts'
import type { World } from '../world.ts'

/** How many cases a page of the list has. */
export const pageSize = 50

const previewLength = 160

/** What a line of the list and the head of a case have in common. Times are ISO 8601. */
export interface CaseSummary {
  readonly caseId: string
  readonly displayId: string
  readonly subject: string
  readonly status: string
  readonly severityCode: string
  /** The name of the service, or its code where the catalog has none. */
  readonly service: string
  readonly language: string
  readonly timeCreated: string
}

export interface ListedCase extends CaseSummary {
  /** How many communications it has. */
  readonly messages: number
  /** The beginning of the latest communication, in one line; absent when there is none. */
  readonly latest?: { readonly from: Side; readonly time: string; readonly preview: string }
}

export type Side = 'agent' | 'customer'

export interface InboxPage {
  /** The mock's clock. */
  readonly now: string
  /** Every account there is; `account` is the one that is shown. */
  readonly accounts: readonly string[]
  readonly account: string
  /** How many cases pass the filter, and how many of them come before this page. */
  readonly total: number
  readonly skipped: number
  /** The one with the latest news first. */
  readonly cases: readonly ListedCase[]
  /** What to send as `before` for the page after this one; absent on the last. */
  readonly older?: string
  /** The same for the page before; empty when that is the first, absent on the first. */
  readonly newer?: string
}

export interface Message {
  readonly from: Side
  readonly submittedBy: string
  readonly time: string
  readonly body: string
  readonly attachments: readonly {
    readonly fileName: string
    readonly bytes: number
    /** A link on this host, good for an hour. */
    readonly url: string
  }[]
}

export interface Thread extends CaseSummary {
  readonly now: string
  readonly account: string
  readonly categoryCode: string
  readonly issueType: string
  readonly submittedBy: string
  readonly ccEmailAddresses: readonly string[]
  /** The newest ones, the oldest of them first. */
  readonly messages: readonly Message[]
  /** How many older ones there are. */
  readonly earlier: number
}

/**
 * A page of the cases of `account` (else of the first one) whose latest news is older than the cursor
 * `before`: those with `text` in them, when it is there, and resolved ones when `resolved` is true.
 */
export function inbox(world: World, query: URLSearchParams): InboxPage {
  const accounts = world.accounts()
  const account = query.has('account') ? accountOf(world, query) : accounts[0]!
  const filter = { span: always, includeResolved: query.get('resolved') === 'true' }
  const found = account.cases.list(filter, undefined, Number.POSITIVE_INFINITY)
  const text = query.get('text')?.trim()
  const passing = (text ? found.filter(containing(text)) : found).sort(latestFirst)
  const before = readCursor(query.get('before'))
  const skipped = before ? firstIndex(passing, (each) => oldestFirst(latest(each), before) < 0) : 0
  const shown = passing.slice(skipped, skipped + pageSize)
  const end = skipped + shown.length
  return {
    now: formatTime(world.clock.now()),
    accounts: accounts.map(({ id }) => id),
    account: account.id,
    total: passing.length,
    skipped,
    cases: shown.map(listed),
    older: end < passing.length ? cursorAt(passing[end - 1]) : undefined,
    newer: skipped > 0 ? cursorAt(passing[skipped - pageSize - 1]) : undefined,
  }
}

/** The case `caseId` of `account` with its newest `messages` (30 when absent). */
export function thread(world: World, query: URLSearchParams): Thread {
  const account = accountOf(world, query)
  const caseId = query.get('caseId') ?? ''
  const found = account.cases.get(caseId)
  if (!found) throw new MockControlError(`There is no case ${caseId} in account ${account.id}.`)
  const most = Number(query.get('messages') ?? 30)
  if (!Number.isInteger(most) || most < 1)
    throw new MockControlError('How many messages to show: pass messages as a whole number from 1 on.')
  const shown = newest(found.communications, always, undefined, most).reverse()
  const now = world.clock.now()
  const attached = (each: AttachmentDetails) => attachment(world, account, each)
  const { categoryCode, issueType, submittedBy, ccEmailAddresses } = found
  return {
    ...summary(found),
    now: formatTime(now),
    account: account.id,
    categoryCode,
    issueType,
    submittedBy,
    ccEmailAddresses,
    messages: shown.map((each) => ({
      from: sideOf(each),
      submittedBy: each.submittedBy,
      time: formatTime(each.timeCreated),
      body: each.body,
      attachments: (each.attachments ?? []).map(attached),
    })),
    earlier: found.communications.length - shown.length,
  }
}

function attachment(world: World, account: Account, { attachmentId, fileName }: AttachmentDetails) {
  const permission = { method: 'GET', accountId: account.id, path: `files/${attachmentId}` } as const
  return {
    fileName,
    bytes: account.attachments.get(attachmentId)?.content.length ?? 0,
    // Without a host: the browser knows by which name it reached us.
    url: world.links.link(permission, '', world.clock.now()).url,
  }
}

function accountOf(world: World, query: URLSearchParams): Account {
  const id = query.get('account') ?? ''
  // Asking the store would make an account of any id.
  const found = world.accounts().find((each) => each.id === id)
  if (!found) throw new MockControlError(`There is no account ${id}: nobody has used it yet.`)
  return found
}

// Special characters of patterns are looked for as they are. A pattern needs no copies in lower case.
function containing(text: string): (each: SupportCase) => boolean {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu')
  return ({ subject, caseId, displayId, communications }) =>
    [subject, caseId, displayId].some((each) => pattern.test(each)) ||
    communications.some(({ body }) => pattern.test(body))
}

function summary({ caseId, displayId, subject, status, severityCode, ...rest }: SupportCase): CaseSummary {
  const service = findService(rest.serviceCode)?.name ?? rest.serviceCode
  const timeCreated = formatTime(rest.timeCreated)
  return { caseId, displayId, subject, status, severityCode, service, language: rest.language, timeCreated }
}

function listed(each: SupportCase): ListedCase {
  const { communications } = each
  const last = communications.at(-1)
  return {
    ...summary(each),
    messages: communications.length,
    latest: last && {
      from: sideOf(last),
      time: formatTime(last.timeCreated),
      preview: last.body.slice(0, previewLength).replace(/\s+/g, ' ').trim(),
    },
  }
}

/** What gives a case its place in the inbox. */
const latest = (each: SupportCase): Dated => each.communications.at(-1) ?? each

const latestFirst: Order<SupportCase> = (one, other) => oldestFirst(latest(other), latest(one))

const sideOf = ({ submittedBy }: Communication): Side => (submittedBy === agentName ? 'agent' : 'customer')

// The last case of the page before, so that new cases move nothing to another page.
function cursorAt(last: SupportCase | undefined): string {
  if (!last) return ''
  const { timeCreated, sequence } = latest(last)
  return `${timeCreated},${sequence}`
}

function readCursor(text: string | null): Dated | undefined {
  if (!text) return undefined
  const match = /^(-?\d+(?:\.\d+)?),(\d+)$/.exec(text)
  if (!match) throw new MockControlError('Pass before as it was answered in older or newer.')
  return { timeCreated: Number(match[1]), sequence: Number(match[2]) }
}
