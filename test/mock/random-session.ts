/** Random sessions of everything that changes a mock: what each step answers, byte for byte. */
import fc from 'fast-check'
import type { World } from '../../src/mock/world.ts'
import { headersFor, type Sent, send } from './harness.ts'
import { pathOf } from './upload-steps.ts'

/** What a session has seen so far, for later steps to name. */
class Seen {
  readonly caseIds = ['case-0']
  readonly setIds = ['as-0']
  readonly uploadIds = ['upload-0']
  readonly attachmentIds = ['attachment-0']
  readonly links = ['/attachments/uploads/upload-0/1']
  readonly parts: { uploadId: string; partIndex: number; eTag: string }[] = []

  note(text: string): void {
    const add = (list: string[], pattern: RegExp) => {
      for (const [found] of text.matchAll(pattern)) if (!list.includes(found)) list.push(found)
    }
    add(this.caseIds, /case-\d{12}-mu[a-z]{2}-\d{4}-[0-9a-f]{16}/g)
    add(this.setIds, /as-[0-9a-f]{17}-mu-[\w-]{43}/g)
    add(this.uploadIds, /upload-[\w-]{64}/g)
    add(this.attachmentIds, /attachment-[\w-]{130}/g)
    add(this.links, /http:\/\/[^"]+\/attachments\/[^"]+/g)
  }
}

/** One of a list, by a number that is taken around; often the latest. */
const at = <T>(list: readonly T[], number: number): T => list[(list.length - 1 + number) % list.length]!

type Step = (seen: Seen) => Sent

/** A failure prints the step as what it sends when nothing has been seen yet. */
const printed = (step: Step): Step =>
  Object.assign(step, { [fc.toStringMethod]: () => JSON.stringify(step(new Seen())) })

const calls =
  (operation: string, account: string, input: (seen: Seen) => object): Step =>
  (seen) => ({ headers: headersFor(operation, account), body: JSON.stringify(input(seen)) })

const controls =
  (path: string, input: (seen: Seen) => object): Step =>
  (seen) => ({ url: `/_mock/${path}`, headers: { host: 'localhost' }, body: JSON.stringify(input(seen)) })

const account = fc.constantFrom('123456789012', '123456789012', '222222222222')
const which = fc.oneof(fc.constant(0), fc.nat(20))
const text = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' })
const data = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const attachments = fc.array(fc.record({ fileName: text, data }), { minLength: 1, maxLength: 3 })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const { record, constantFrom, boolean } = fc

/** What goes with a message. */
const files = record({ set: maybe(which), upload: maybe(which) })
const named = (seen: Seen, { set, upload }: { set?: number; upload?: number }) => ({
  attachmentSetId: set === undefined ? undefined : at(seen.setIds, set),
  uploadIds: upload === undefined ? undefined : [at(seen.uploadIds, upload)],
})

const step: fc.Arbitrary<Step> = fc.oneof(
  record({
    account,
    text,
    files,
    cc: fc.array(text, { maxLength: 3 }),
    language: constantFrom('en', 'ja'),
  }).map(({ account, text, files, cc, language }) =>
    calls('CreateCase', account, (seen) => ({
      subject: text,
      communicationBody: text,
      language,
      ccEmailAddresses: cc,
      ...named(seen, files),
    })),
  ),
  record({ account, which, text, files }).map(({ account, which, text, files }) =>
    calls('AddCommunicationToCase', account, (seen) => ({
      caseId: at(seen.caseIds, which),
      communicationBody: text,
      ...named(seen, files),
    })),
  ),
  record({ account, which }).map(({ account, which }) =>
    calls('ResolveCase', account, (seen) => ({ caseId: at(seen.caseIds, which) })),
  ),
  record({ account, attachments, set: maybe(which) }).map(({ account, attachments, set }) =>
    calls('AddAttachmentsToSet', account, (seen) => ({
      attachments,
      attachmentSetId: set === undefined ? undefined : at(seen.setIds, set),
    })),
  ),
  record({ account, size: fc.integer({ min: 1, max: 4 }), text }).map(({ account, size, text }) =>
    calls('GetAttachmentUploadLinks', account, () => ({ fileName: text, fileSizeBytes: size })),
  ),
  record({ which, size: fc.integer({ min: 1, max: 4 }) }).map(({ which, size }) => (seen: Seen) => ({
    method: 'PUT',
    url: pathOf(at(seen.links, which)),
    body: 'abcd'.slice(0, size),
  })),
  record({ account, which }).map(({ account, which }) =>
    calls('CompleteAttachmentUpload', account, ({ parts }) => {
      const { uploadId = 'upload-0', ...part } = parts.length > 0 ? at(parts, which) : {}
      return { uploadId, completedUploads: [part] }
    }),
  ),
  record({ account, which }).map(({ account, which }) =>
    calls('GetAttachmentDownloadLink', account, (seen) => ({ attachmentId: at(seen.attachmentIds, which) })),
  ),
  record({ account, includeResolvedCases: boolean() }).map(({ account, ...input }) =>
    calls('DescribeCases', account, () => ({ ...input, maxResults: 10 })),
  ),
  record({ which, body: text, wait: boolean(), attachments: maybe(attachments) }).map(({ which, ...reply }) =>
    controls('agent/reply', (seen) => ({ caseId: at(seen.caseIds, which), ...reply })),
  ),
  record({ which, does: constantFrom('assign', 'resolve') }).map(({ which, does }) =>
    controls(`agent/${does}`, (seen) => ({ caseId: at(seen.caseIds, which) })),
  ),
  constantFrom('PT1S', 'PT59M', 'PT1H', 'P1D', 'P10D', 'P14D', 'P3M', '-PT1H').map((advance) =>
    controls('clock', () => ({ advance })),
  ),
)

const refresh = record({ account, which }).map(({ account, which }) =>
  calls('RefreshTrustedAdvisorCheck', account, () => ({
    checkId: ['Qch7DwouX1', 'Pfx0RwqBli'][which % 2],
  })),
)

/** Any session of at most so many steps; `withRefresh`, also of Trusted Advisor. */
export const randomSession = (maxLength: number, withRefresh = false): fc.Arbitrary<Step[]> =>
  fc.array((withRefresh ? fc.oneof({ arbitrary: step, weight: 9 }, refresh) : step).map(printed), {
    maxLength,
    size: 'max',
  })

/** Plays a session; answers what each step was answered. */
export function play(world: World, steps: readonly Step[]): string[] {
  const seen = new Seen()
  return steps.map((step) => {
    const sent = step(seen)
    const { statusCode, body, headers = {} } = send(world, sent)
    seen.note(body.toString())
    const [, uploadId, partIndex] = /uploads\/([^/]+)\/(\d+)/.exec(sent.url ?? '') ?? []
    if (uploadId && headers['ETag'])
      seen.parts.push({ uploadId, partIndex: Number(partIndex), eTag: headers['ETag'] })
    return `${statusCode} ${body} ${JSON.stringify(headers)}`
  })
}
