/** How the values that only the service knows are read: by reads, in pages, and not without end. */
import type { CallOptions } from '../../client/calls.ts'
import type { Input, Output } from '../../model/operations.ts'
import type { LiveValue } from './kept-list.ts'
import { oneLine } from './one-line.ts'

/** What of a connection is used: reads alone. */
export interface Reads {
  paginateDescribeCases(
    input: Input<'describeCases'>,
    options: CallOptions,
  ): AsyncIterable<Output<'describeCases'>>
  paginateDescribeCommunications(
    input: Input<'describeCommunications'>,
    options: CallOptions,
  ): AsyncIterable<Output<'describeCommunications'>>
  describeServices(
    input: Input<'describeServices'>,
    options: CallOptions,
  ): Promise<Output<'describeServices'>>
  describeTrustedAdvisorChecks(
    input: Input<'describeTrustedAdvisorChecks'>,
    options: CallOptions,
  ): Promise<Output<'describeTrustedAdvisorChecks'>>
}

/** A case as it is offered: by its id or by the number that the Support Center shows. */
export interface Case extends LiveValue {
  readonly display?: LiveValue
  /** When it was opened, ISO 8601. */
  readonly time: string
}

/** A service with its categories. */
export interface Service extends LiveValue {
  readonly categories: readonly LiveValue[]
}

/** So many pages of 100 cases are read, and those of so few for what is in their messages. */
const mostPages = 100
const mostPagesWithMessages = 5
/** So many cases are asked for more messages than the latest five. */
const mostLongCases = 20

type ServiceCase = NonNullable<Output<'describeCases'>['cases']>[number]
type Message = NonNullable<Output<'describeCommunications'>['communications']>[number]

/** The cases in the order of the service, 100 a page, resolved ones too. */
export async function* casePages(connection: Reads, signal: AbortSignal): AsyncGenerator<Case[]> {
  const input = { includeResolvedCases: true, includeCommunications: false, maxResults: 100 }
  let pages = 0
  for await (const { cases } of connection.paginateDescribeCases(input, { signal })) {
    yield listOf(cases).flatMap(offeredCase)
    if (++pages === mostPages) return
  }
}

function offeredCase(each: ServiceCase): Case[] {
  const { caseId, displayId, subject, status, timeCreated } = each
  const note = noteOf(subject, status)
  const time = isText(timeCreated) ? timeCreated : ''
  return values(caseId, note).map((value) => ({ ...value, display: values(displayId, note)[0], time }))
}

/** The files of the latest cases, the latest first. */
export async function* attachmentPages(connection: Reads, signal: AbortSignal): AsyncGenerator<LiveValue[]> {
  const input = { includeResolvedCases: true, maxResults: 100 }
  const seen = new Set<string>()
  const unseen = (files: readonly LiveValue[]) =>
    files.filter(({ value }) => !seen.has(value) && seen.add(value))
  const long: ServiceCase[] = []
  let pages = 0
  for await (const { cases } of connection.paginateDescribeCases(input, { signal })) {
    const page = listOf(cases)
    yield unseen(page.flatMap((each) => files(each, each.recentCommunications?.communications)))
    long.push(...page.filter(({ recentCommunications }) => isText(recentCommunications?.nextToken)))
    if (++pages === mostPagesWithMessages) break
  }
  for (const each of long.slice(0, mostLongCases)) {
    if (!isText(each.caseId)) continue
    const more = { caseId: each.caseId, maxResults: 100 }
    for await (const { communications } of connection.paginateDescribeCommunications(more, { signal })) {
      yield unseen(files(each, communications))
    }
  }
}

function files({ subject }: ServiceCase, messages: readonly Message[] | undefined): LiveValue[] {
  return listOf(messages).flatMap(({ attachments, attachmentSet }) =>
    [...listOf(attachments), ...listOf(attachmentSet)].flatMap(({ attachmentId, fileName }) =>
      values(attachmentId, noteOf(fileName, subject)),
    ),
  )
}

/** All services with their categories, in one page. */
export async function* servicePages(connection: Reads, signal: AbortSignal): AsyncGenerator<Service[]> {
  const { services } = await connection.describeServices({}, { signal })
  yield listOf(services).flatMap((service) =>
    named(service).map((value) => ({ ...value, categories: listOf(service.categories).flatMap(named) })),
  )
}

const named = ({ code, name }: { code?: string; name?: string }) => values(code, noteOf(name))

/** All checks of Trusted Advisor, in one page. */
export async function* checkPages(connection: Reads, signal: AbortSignal): AsyncGenerator<LiveValue[]> {
  const { checks } = await connection.describeTrustedAdvisorChecks({ language: 'en' }, { signal })
  yield listOf(checks).flatMap(({ id, name, category }) => values(id, noteOf(name, category)))
}

// Answers are as the endpoint sent them: nothing in them is sure to be there, or to be what the model says.

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const listOf = <T extends object>(list: readonly T[] | null | undefined): T[] =>
  Array.isArray(list) ? list.filter((each) => typeof each === 'object' && each !== null) : []

/** `A test case. (opened)`, with what there is of it. */
const noteOf = (title: unknown, aside?: unknown) =>
  oneLine(`${isText(title) ? title : ''}${isText(aside) ? ` (${aside})` : ''}`)

const values = (value: unknown, note: string): LiveValue[] => (isText(value) ? [{ value, note }] : [])
