/** The operations on cases and their communications. */
import { issueTypes } from '../../model/cases.ts'
import type { Input } from '../../model/operations.ts'
import { checkLanguage, checkOneOf, findService, severityLevels, unknownCode } from '../catalog/catalog.ts'
import { ServiceFault } from '../protocol/faults.ts'
import { redact } from '../protocol/redaction.ts'
import type { Plan } from '../rules/plan.ts'
import { reopenable, takesMessages } from '../store/case-life.ts'
import { customer } from '../store/content.ts'
import type { SupportCase } from '../store/support-case.ts'
import { filesOf, findCase, pageOfCommunications, spanOf } from './communications.ts'
import type { Context, Handlers } from './handler.ts'
import { bareCase, wireCase } from './wire-cases.ts'

export const caseHandlers: Handlers<
  'describeCases' | 'createCase' | 'addCommunicationToCase' | 'describeCommunications' | 'resolveCase'
> = {
  describeCases({ nextToken, maxResults, dryRun, ...filters }, context) {
    const { account, pager } = context
    const { includeCommunications = true, includeResolvedCases = false, language } = filters
    checkLanguage(language)
    // Guess: `language` is a filter. The times are those of the case: the documentation says once that
    // cases are filtered by date, and once that it is a date search on their communications.
    const filter = {
      span: spanOf(filters),
      includeResolved: includeResolvedCases,
      language,
      among: named(filters, context),
    }
    const page = pager.page(
      (before, most) => account.cases.list(filter, before, most),
      [account.id, 'DescribeCases', bound(filters)],
      { nextToken, maxResults },
    )
    return () => ({
      cases: page.items.map((each) => (includeCommunications ? wireCase(each, context) : bareCase(each))),
      nextToken: page.nextToken,
    })
  },

  describeCommunications({ nextToken, maxResults, dryRun, ...filters }, context) {
    const found = findCase(context.account, filters.caseId)
    const page = pageOfCommunications(found, filters, { nextToken, maxResults }, context)
    return () => page
  },

  createCase(input, { account, now, ids, plan }) {
    const { subject, communicationBody, ccEmailAddresses = [] } = input
    const { language = 'en', issueType = 'technical' } = input
    const about = caseSubject(input, plan)
    checkOneOf('issueType', issueType, issueTypes)
    checkLanguage(language)
    const files = filesOf(input, account)
    return () => {
      const caseId = unused(
        (id) => account.cases.hasId(id),
        () => ids.caseId(account.id, language, now),
      )
      const attachments = account.attachments.attach(caseId, files)
      account.cases.create({
        caseId,
        displayId: unused(
          (id) => account.cases.hasDisplayId(id),
          (attempt) => ids.displayId(account.id, now + attempt * 1000),
        ),
        subject: redact(subject),
        ...about,
        issueType,
        language,
        status: 'unassigned',
        submittedBy: customer.email,
        timeCreated: now,
        ccEmailAddresses: [...ccEmailAddresses],
        communications: [
          {
            body: redact(communicationBody),
            submittedBy: customer.signature,
            timeCreated: now,
            attachments,
          },
        ],
      })
      return { caseId }
    }
  },

  addCommunicationToCase(input, { account, now }) {
    const { communicationBody, ccEmailAddresses = [] } = input
    const found = findCase(account, input.caseId)
    const files = filesOf(input, account)
    if (!takesMessages(found, now)) {
      // Guess: the documentation gives the 14 days and no fault for what comes later.
      throw new ServiceFault(
        'ValidationException',
        `Case ${found.caseId} was resolved more than ${reopenable.slice(1, -1)} days ago and can not be reopened. Create a new case.`,
      )
    }
    return () => {
      const attachments = account.attachments.attach(found.caseId, files)
      account.cases.customerWrites(
        found,
        { body: redact(communicationBody), submittedBy: customer.signature, attachments },
        ccEmailAddresses,
      )
      return { result: true }
    }
  },

  resolveCase({ caseId }, { account }) {
    const found = findCase(account, caseId)
    return () => ({ initialCaseStatus: account.cases.resolve(found), finalCaseStatus: found.status })
  },
}

// A state that somebody wrote may have ids that are still to be made; and a second has 100,000 numbers.
function unused(isUsed: (id: string) => boolean, make: (attempt: number) => string): string {
  for (let attempt = 0; ; attempt++) {
    const id = make(attempt)
    if (!isUsed(id)) return id
  }
}

/** What a token is bound to: a filter that is written out counts as one that is left to its default. */
function bound({ includeCommunications, ...filters }: Input<'describeCases'>) {
  const {
    caseIdList = [],
    displayId,
    afterTime,
    beforeTime,
    includeResolvedCases = false,
    language,
  } = filters
  return { caseIdList, displayId, afterTime, beforeTime, includeResolvedCases, language }
}

// Guess: an empty list is no filter.
function named(
  { caseIdList = [], displayId }: Input<'describeCases'>,
  { account }: Context,
): SupportCase[] | undefined {
  const listed = caseIdList.length > 0 ? caseIdList.map((id) => findCase(account, id)) : undefined
  if (displayId === undefined) return listed
  const found = account.cases.withDisplayId(displayId)
  return found && (!listed || listed.includes(found)) ? [found] : []
}

// Guess: without codes a case is general guidance, of low severity.
function caseSubject(
  { serviceCode = 'general-info', categoryCode, severityCode = 'low' }: Input<'createCase'>,
  plan: Plan,
) {
  const service = findService(serviceCode)
  if (!service) throw unknownCode('serviceCode', serviceCode)
  const categories = service.categories!.map(({ code }) => code!)
  checkOneOf(`categoryCode for ${serviceCode}`, categoryCode, categories)
  if (!severityLevels(plan).some(({ code }) => code === severityCode))
    throw unknownCode('severityCode', severityCode)
  const fallback = ['general-guidance', 'other', 'using-aws'].find((code) => categories.includes(code))
  return { serviceCode, categoryCode: categoryCode ?? fallback ?? categories[0]!, severityCode }
}
