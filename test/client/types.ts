/**
 * What must compile and what must not: `npm run types` checks it, nothing runs it. Each line under
 * `@ts-expect-error` would be a mistake of whoever wrote it.
 */
import type { Readable } from 'node:stream'
import {
  connectToRegion,
  type Input,
  isFault,
  type metadataOf,
  type Output,
  SupportConnection,
  type SupportError,
} from '../../src/index.ts'

/** Accepts nothing but this very type. */
type Exactly<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never
const exactly = <A, B>(_is: Exactly<A, B>) => {}

export async function inputs(conn: SupportConnection, signal: AbortSignal, stream: Readable) {
  await conn.describeCases()
  await conn.describeCases({ maxResults: 10, language: 'en' }, { signal, callTimeout: 1000 })
  await conn.resolveCase('case-1')
  await conn.describeCommunications({ caseId: 'case-1' })
  await conn.createCase({ subject: 'a', communicationBody: 'b', severityCode: 'one of a later day' })
  for (const data of [new Uint8Array(1), Buffer.from('x'), 'text', new Blob(['x']), stream]) {
    await conn.addAttachmentsToSet({ attachments: [{ fileName: 'a', data }] })
    await conn.attach({ fileName: 'a', data }, { signal })
  }

  // @ts-expect-error a misspelt member
  await conn.describeCases({ caseIDList: ['case-1'] })
  // @ts-expect-error a text in the place of a list
  await conn.describeCases({ caseIdList: 'case-1' })
  // @ts-expect-error a text in the place of a number
  await conn.describeCases({ maxResults: '10' })
  // @ts-expect-error a needed member is missing
  await conn.createCase({ subject: 'a' })
  // @ts-expect-error an input is needed
  await conn.createCase()
  // @ts-expect-error no text may stand bare here
  await conn.createCase('a')
  // @ts-expect-error a number in the place of a bare text
  await conn.resolveCase(1)
  // @ts-expect-error an operation that there is not
  await conn.describeCase('case-1')
  // @ts-expect-error a list of numbers is no bytes
  await conn.addAttachmentsToSet({ attachments: [{ fileName: 'a', data: [1, 2] }] })
  // @ts-expect-error an option that there is not
  await conn.describeCases({}, { timeout: 1000 })
}

export async function outputs(conn: SupportConnection) {
  const { cases } = await conn.describeCases()
  exactly<string | undefined, NonNullable<typeof cases>[number]['subject']>(true)
  // @ts-expect-error cases may be absent
  cases.length
  const { caseId } = await conn.createCase({ subject: 'a', communicationBody: 'b' })
  exactly<string | undefined, typeof caseId>(true)
  const { attachment } = await conn.describeAttachment('attachment-1')
  exactly<Uint8Array | undefined, NonNullable<typeof attachment>['data']>(true)
  // @ts-expect-error a member of another operation
  ;(await conn.resolveCase('case-1')).caseId
  const { checks } = await conn.describeTrustedAdvisorChecks('en')
  exactly<(string | null)[], (typeof checks)[number]['metadata']>(true)
  exactly<
    number | undefined,
    ReturnType<typeof metadataOf> extends infer M | undefined
      ? M extends { attempts: infer A }
        ? A | undefined
        : never
      : never
  >(true)
}

export async function pages(conn: SupportConnection) {
  for await (const page of conn.paginateDescribeCases({ maxResults: 100 }))
    exactly<Output<'describeCases'>, typeof page>(true)
  for await (const { body } of conn.paginateDescribeCommunications('case-1').items())
    exactly<string | undefined, typeof body>(true)
  // @ts-expect-error this operation has no pages
  conn.paginateDescribeServices()
  // @ts-expect-error the case is needed
  conn.paginateDescribeCommunications()
}

export function errors(error: unknown) {
  if (isFault(error, 'ThrottlingException')) {
    exactly<'ThrottlingException', typeof error.name>(true)
    const [first] = error.throttlingReasons ?? []
    exactly<string | undefined, NonNullable<typeof first>['reason']>(true)
  }
  if (isFault(error, 'CaseIdNotFound')) {
    // @ts-expect-error only throttling has reasons
    error.throttlingReasons
  }
  if (isFault(error, 'AccessDeniedException')) exactly<SupportError, typeof error>(true)
}

export function connections(input: Input<'createCase'>) {
  connectToRegion('us-west-2', { maxAttempts: 5, retryMode: 'adaptive' })
  new SupportConnection('<aws access key>', '<aws secret key>')
  // @ts-expect-error a mode that there is not
  new SupportConnection({ retryMode: 'wild' })
  // @ts-expect-error a misspelt option
  new SupportConnection({ regoin: 'us-east-1' })
  // @ts-expect-error half of the keys
  new SupportConnection({ credentials: { accessKeyId: 'a' } })
  // @ts-expect-error the region is settled
  new SupportConnection().region = input.subject
}
