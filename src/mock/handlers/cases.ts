/** The operations on cases and their communications. */
import { issueTypes } from '../../model/cases.ts'
import type { Input, Output } from '../../model/operations.ts'
import { customerWrote, reopenable, resolve, takesMessages } from '../case-life.ts'
import { checkLanguage, checkOneOf, findService, severityLevels, unknownCode } from '../catalog.ts'
import { constraintFault, ServiceFault } from '../faults.ts'
import { type Account, type Communication, customer, type Dated, type SupportCase } from '../store.ts'
import { formatTime, parseTime } from '../times.ts'
import type { Context, Handlers } from './handler.ts'

type WireCase = NonNullable<Output<'describeCases'>['cases']>[number]
type WireCommunication = NonNullable<Output<'describeCommunications'>['communications']>[number]

/** The service shows at most so many with a case. */
const recentCommunications = 5

export const caseHandlers: Handlers<
  'describeCases' | 'createCase' | 'addCommunicationToCase' | 'describeCommunications' | 'resolveCase'
> = {
  describeCases({ nextToken, maxResults, dryRun, ...filters }, context) {
    const { account, pager } = context
    const { caseIdList = [], displayId, language, includeResolvedCases, includeCommunications } = filters
    checkLanguage(language)
    const isInSpan = span(filters)
    // Guess: an empty list is no filter.
    const named = caseIdList.length > 0 ? caseIdList.map((id) => findCase(account, id)) : account.cases()
    // Guess: `language` is a filter too, and the times are those of the case.
    const matching = [...new Set(named)].filter(
      (each) =>
        (includeResolvedCases || each.status !== 'resolved') &&
        (displayId === undefined || each.displayId === displayId) &&
        (language === undefined || each.language === language) &&
        isInSpan(each),
    )
    const page = pager.page(matching, [account.id, 'DescribeCases', filters], { nextToken, maxResults })
    return () => ({
      cases: page.items.map((each) => wireCase(each, includeCommunications ?? true, context)),
      nextToken: page.nextToken,
    })
  },

  describeCommunications({ nextToken, maxResults, dryRun, ...filters }, { account, pager }) {
    const found = findCase(account, filters.caseId)
    const matching = found.communications.filter(span(filters))
    const page = pager.page(matching, communicationListing(account, filters), { nextToken, maxResults })
    return () => ({
      communications: page.items.map((each) => wireCommunication(found, each)),
      nextToken: page.nextToken,
    })
  },

  createCase(input, { account, now, ids }) {
    const { subject, communicationBody: body, ccEmailAddresses = [] } = input
    const { language = 'en', issueType = 'technical' } = input
    const about = caseSubject(input)
    checkOneOf('issueType', issueType, issueTypes)
    checkLanguage(language)
    checkAttachments(input)
    return () => {
      const caseId = ids.caseId(account.id, language, now)
      account.addCase({
        caseId,
        displayId: ids.displayId(account.id, now),
        subject,
        ...about,
        issueType,
        language,
        status: 'unassigned',
        submittedBy: customer.email,
        timeCreated: now,
        ccEmailAddresses: [...ccEmailAddresses],
        communications: [{ body, submittedBy: customer.signature, timeCreated: now }],
      })
      return { caseId }
    }
  },

  addCommunicationToCase(input, { account, now }) {
    const { communicationBody: body, ccEmailAddresses = [] } = input
    const found = findCase(account, input.caseId)
    checkAttachments(input)
    if (!takesMessages(found, now)) {
      // Guess: the documentation gives the 14 days and no fault for what comes later.
      throw new ServiceFault(
        'ValidationException',
        `Case ${found.caseId} was resolved more than ${reopenable.slice(1, -1)} days ago and can not be reopened. Create a new case.`,
      )
    }
    return () => {
      account.addCommunication(found, { body, submittedBy: customer.signature, timeCreated: now })
      customerWrote(found)
      // Guess: who is copied once stays copied, up to the ten that a case may have.
      found.ccEmailAddresses = [...new Set([...found.ccEmailAddresses, ...ccEmailAddresses])].slice(0, 10)
      return { result: true }
    }
  },

  resolveCase({ caseId }, { account, now }) {
    const found = findCase(account, caseId)
    return () => {
      const initialCaseStatus = found.status
      resolve(found, now)
      return { initialCaseStatus, finalCaseStatus: found.status }
    }
  },
}

// Guess for both: the model leaves caseId optional, and the text for an unknown one was not found.
function findCase(account: Account, caseId: string | undefined): SupportCase {
  if (caseId === undefined) throw constraintFault('caseId', null, 'Member must not be null')
  const found = account.case(caseId)
  if (!found)
    throw new ServiceFault('CaseIdNotFound', `No case with the id ${caseId} was found in this account.`)
  return found
}

/** Whether something lies in the span: from afterTime on, before beforeTime. Guess: which end belongs. */
function span({ afterTime, beforeTime }: { afterTime?: string; beforeTime?: string }) {
  const start = timeOf('afterTime', afterTime) ?? Number.NEGATIVE_INFINITY
  const end = timeOf('beforeTime', beforeTime) ?? Number.POSITIVE_INFINITY
  return ({ timeCreated }: Dated) => start <= timeCreated && timeCreated < end
}

function timeOf(member: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const time = parseTime(text)
  // Guess: no answer to a malformed time was seen.
  if (time === undefined) throw constraintFault(member, text, 'Member must be an ISO 8601 date')
  return time
}

// Guess: without codes a case is general guidance, of low severity.
function caseSubject({
  serviceCode = 'general-info',
  categoryCode,
  severityCode = 'low',
}: Input<'createCase'>) {
  const service = findService(serviceCode)
  if (!service) throw unknownCode('serviceCode', serviceCode)
  const categories = service.categories!.map(({ code }) => code!)
  checkOneOf(`categoryCode for ${serviceCode}`, categoryCode, categories)
  const levels = severityLevels().map(({ code }) => code)
  checkOneOf('severityCode', severityCode, levels)
  const fallback = ['general-guidance', 'other', 'using-aws'].find((code) => categories.includes(code))
  return { serviceCode, categoryCode: categoryCode ?? fallback ?? categories[0]!, severityCode }
}

// No attachment can be made yet, so none exists.
function checkAttachments({
  attachmentSetId,
  uploadIds,
}: {
  attachmentSetId?: string
  uploadIds?: string[]
}) {
  if (attachmentSetId !== undefined) {
    throw new ServiceFault(
      'AttachmentSetIdNotFound',
      `No attachment set with the id ${attachmentSetId} was found.`,
    )
  }
  if (uploadIds?.[0] !== undefined) {
    throw new ServiceFault('UploadIdNotFound', `No upload with the id ${uploadIds[0]} was found.`)
  }
}

type CommunicationFilters = Omit<Input<'describeCommunications'>, 'nextToken' | 'maxResults' | 'dryRun'>

const communicationListing = (account: Account, { caseId, afterTime, beforeTime }: CommunicationFilters) => [
  account.id,
  'DescribeCommunications',
  { caseId, afterTime, beforeTime },
]

function wireCase(each: SupportCase, withCommunications: boolean, { account, pager }: Context): WireCase {
  const { caseId, displayId, subject, status, serviceCode, categoryCode, severityCode } = each
  return {
    caseId,
    displayId,
    subject,
    status,
    serviceCode,
    categoryCode,
    severityCode,
    submittedBy: each.submittedBy,
    timeCreated: formatTime(each.timeCreated),
    recentCommunications: withCommunications ? recent(each, account, pager) : undefined,
    ccEmailAddresses: each.ccEmailAddresses,
    language: each.language,
  }
}

// Its token continues in DescribeCommunications of the case, without times.
function recent(
  each: SupportCase,
  account: Account,
  pager: Context['pager'],
): WireCase['recentCommunications'] {
  const listing = communicationListing(account, { caseId: each.caseId })
  const page = pager.page(each.communications, listing, { maxResults: recentCommunications })
  return {
    communications: page.items.map((communication) => wireCommunication(each, communication)),
    nextToken: page.nextToken,
  }
}

function wireCommunication({ caseId }: SupportCase, each: Communication): WireCommunication {
  const { body, submittedBy, timeCreated } = each
  return { caseId, body, submittedBy, timeCreated: formatTime(timeCreated), attachmentSet: [] }
}
