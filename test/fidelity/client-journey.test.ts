/** The same journey through the official client and through ours: every operation gives deeply equal results. */
import * as official from '@aws-sdk/client-support'
import { expect } from 'chai'
import { SupportConnection } from '../../src/index.ts'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { type OperationName, operationNames, wireName } from '../../src/model/operations.ts'

// biome-ignore lint/suspicious/noExplicitAny: what two clients answer, of whatever type
type Values = Record<string, any>
type Call = (name: OperationName, input: Values) => Promise<Values>

/** One step: what came of it, and who is told. */
type Step = [name: OperationName, outcome: unknown]

/** All 20 operations, and faults of every kind, in the order in which a user may meet them. */
async function journey(call: Call): Promise<Step[]> {
  const steps: Step[] = []
  const step = async (name: OperationName, input: Values): Promise<Values> => {
    const outcome = await call(name, input)
    steps.push([name, outcome])
    return outcome
  }
  await step('describeServices', {})
  await step('describeServices', { serviceCodeList: ['amazon-dynamodb'], language: 'en' })
  await step('describeSeverityLevels', { language: 'en' })
  const about = { issueType: 'technical', serviceCode: 'amazon-dynamodb', categoryCode: 'other' }
  await step('describeSupportedLanguages', about)
  await step('describeCreateCaseOptions', { ...about, language: 'en' })

  const page = await step('describeCases', { includeResolvedCases: true, maxResults: 10 })
  await step('describeCases', { includeResolvedCases: true, maxResults: 10, nextToken: page['nextToken'] })
  await step('describeCases', { includeCommunications: false, maxResults: 100 })
  await step('describeCases', { caseIdList: ['case-none'] })

  const attachments = [{ fileName: 'log.txt', data: new Uint8Array([0, 1, 127, 128, 255]) }]
  const { attachmentSetId } = await step('addAttachmentsToSet', { attachments })
  const fileName = 'large.bin'
  const upload = await step('getAttachmentUploadLinks', { fileName, fileSizeBytes: 6_000_000 })
  const { uploadId } = upload
  const completedUploads: { partIndex: number; eTag: string | null }[] = []
  for (const { url, partIndex } of upload['uploadUrls']) {
    const size =
      partIndex < upload['totalParts'] ? upload['partSizeBytes'] : 6_000_000 % upload['partSizeBytes']
    const { headers } = await fetch(url, {
      method: 'PUT',
      body: new Uint8Array(size || upload['partSizeBytes']),
    })
    completedUploads.push({ partIndex, eTag: headers.get('etag') })
  }
  await step('describeAttachmentUploadStatus', { uploadId })
  await step('completeAttachmentUpload', { uploadId, completedUploads })

  const { caseId } = await step('createCase', {
    subject: 'Schnörkel, 日本 and 😀',
    communicationBody: 'Quotes ", \\ and\nnew lines.',
    severityCode: 'low',
    ccEmailAddresses: ['jane@example.com'],
    attachmentSetId,
  })
  await step('createCase', { subject: 'dry', communicationBody: 'x', dryRun: true })
  await step('createCase', { subject: 'no set', communicationBody: 'x', attachmentSetId: 'as-none' })
  await step('addCommunicationToCase', { caseId, communicationBody: 'More.' })
  const talk = await step('describeCommunications', { caseId, maxResults: 10 })
  const { attachmentId } = talk['communications'].at(-1).attachmentSet[0]
  await step('describeAttachment', { attachmentId })
  await step('getAttachmentDownloadLink', { attachmentId })
  await step('resolveCase', { caseId })
  await step('describeCases', { caseIdList: [caseId], includeResolvedCases: true })

  const { checks } = await step('describeTrustedAdvisorChecks', { language: 'en' })
  const checkIds = checks.slice(0, 5).map(({ id }: { id: string }) => id)
  for (const checkId of checkIds) await step('describeTrustedAdvisorCheckResult', { checkId })
  await step('describeTrustedAdvisorCheckSummaries', { checkIds })
  await step('refreshTrustedAdvisorCheck', { checkId: checkIds[0] })
  await step('describeTrustedAdvisorCheckRefreshStatuses', { checkIds: [checkIds[0]] })
  return steps
}

/** A fault as what both clients say of it. */
function faultOf(error: unknown) {
  const { name, message, statusCode, $metadata } = error as Values
  return { fault: name, message, statusCode: statusCode ?? $metadata?.httpStatusCode }
}

const settled = async (call: Promise<object>): Promise<Values> => {
  try {
    const { $metadata, ...output } = (await call) as Values
    return output
  } catch (error) {
    return faultOf(error)
  }
}

describe('The same journey through the official client and through ours', () => {
  const mocks: MockEndpoint[] = []
  let steps: [ours: Step[], theirs: Step[]]
  // Whatever is made up follows from the seed, the clock and the requests.
  const time = Date.now()

  const start = async () => {
    const mock = await startMockEndpoint({ port: 0, seed: 'demo', strictAuth: false, now: () => time })
    mocks.push(mock)
    return mock.url
  }
  before(async () => {
    const credentials = { accessKeyId: '123456789012', secretAccessKey: 'any' }
    const region = 'us-east-1'
    const [here, there] = [await start(), await start()]
    await using conn = new SupportConnection({ endpoint: here, region, credentials, maxAttempts: 1 })
    const ours = await journey((name, input) => settled(conn[name](input as never)))
    const client = new official.SupportClient({ endpoint: there, region, credentials, maxAttempts: 1 })
    const theirs = await journey((name, input) => {
      const Command = (official as Values)[`${wireName(name)}Command`]
      return settled(client.send(new Command(input)))
    })
    client.destroy()
    steps = [ours, theirs]
  })
  after(() => Promise.all(mocks.map((mock) => mock.close())))

  for (const name of operationNames) {
    it(name, () => {
      const [ours, theirs] = steps.map((all, index) => {
        const { host } = new URL(mocks[index]!.url)
        const own = all.filter(([each]) => each === name).map(([, outcome]) => outcome)
        return plain(own, host)
      })
      // Two clients that fail alike would agree as well.
      expect((ours as Values[]).filter((outcome) => !('fault' in outcome))).not.to.deep.equal([])
      expect(ours).to.deep.equal(theirs)
    })
  }
})

/** Bytes of whatever class as a list, and the mock's address as a word. */
function plain(value: unknown, host: string): unknown {
  if (typeof value === 'string') return value.replaceAll(host, 'HOST')
  if (ArrayBuffer.isView(value)) return { bytes: [...(value as Uint8Array)] }
  if (Array.isArray(value)) return value.map((each) => plain(each, host))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, host)]))
}
