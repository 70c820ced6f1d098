/** The case that a person means: by either of its ids, or by the beginning of one. */
import { SupportError } from '../../client/errors.ts'
import { oneLine } from '../../text/harmless.ts'
import type { SupportCase } from '../show/case-list.ts'
import { cut } from '../show/cells.ts'
import { allPages } from './all-pages.ts'
import { type CommandContext, CommandError } from './dot-command.ts'

/** All cases, without messages; in the order of the service. */
export async function allCases(
  context: CommandContext,
  { includeResolvedCases }: { readonly includeResolvedCases: boolean },
): Promise<SupportCase[]> {
  const { conn, signal } = context
  const input = { includeResolvedCases, includeCommunications: false, maxResults: 100 }
  const pages = conn.paginateDescribeCases(input, { signal })
  return allPages({ pages, itemsOf: ({ cases }) => cases, noun: 'cases' }, context)
}

/** Throws a CommandError where there is none, or more than one. */
export async function findCase(given: string, context: CommandContext): Promise<SupportCase> {
  const found = (await withId(given, context)) ?? (await withBeginning(given, context))
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw new CommandError(`There is no case ${shown(given)}: .cases all lists them`)
  throw new CommandError(
    `${found.length} cases begin with ${shown(given)}, give more of it: ${some(found, context)}`,
  )
}

const isCaseId = (id: string) => id.startsWith('case-')
const isDisplayId = (id: string) => /^\d+$/.test(id)

/** Asks for the whole id first: that costs one request, whatever the number of cases. */
async function withId(id: string, { conn, signal }: CommandContext): Promise<SupportCase[] | undefined> {
  if (!isCaseId(id) && !isDisplayId(id)) return undefined
  const which = isCaseId(id) ? { caseIdList: [id] } : { displayId: id }
  const input = { ...which, includeResolvedCases: true, includeCommunications: false }
  try {
    const { cases = [] } = await conn.describeCases(input, { signal })
    return cases.length > 0 ? cases : undefined
  } catch (error) {
    if (error instanceof SupportError && error.name === 'CaseIdNotFound') return undefined
    throw error
  }
}

/**
 * All ids of an account begin alike: up to their last part, which is random. So that part counts as a
 * beginning, too, where nothing else fits.
 */
async function withBeginning(given: string, context: CommandContext): Promise<SupportCase[]> {
  const cases = await allCases(context, { includeResolvedCases: true })
  const begins = ({ caseId, displayId }: SupportCase) =>
    caseId?.startsWith(given) || displayId?.startsWith(given)
  const found = cases.filter(begins)
  if (found.length > 0) return found
  return cases.filter(({ caseId = '' }) => caseId.slice(caseId.lastIndexOf('-') + 1).startsWith(given))
}

/** So many cases are named, each in so many cells. */
const mostNamed = 3
const mostCells = 40

function some(cases: readonly SupportCase[], { screen: { unicode } }: CommandContext): string {
  const named = cases
    .slice(0, mostNamed)
    .map(({ caseId, displayId, subject }) =>
      oneLine(`${displayId ?? caseId} (${cut(oneLine(subject ?? ''), mostCells, unicode)})`),
    )
  return named.join(', ') + (cases.length > mostNamed ? ', and others' : '')
}

const shown = (given: string) => cut(oneLine(given), mostCells)
