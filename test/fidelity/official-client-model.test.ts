/** Every operation and every modelled fault, by the official client: two tables that must be whole. */
import * as official from '@aws-sdk/client-support'
import { expect } from 'chai'
import { type MockEndpoint, type MockOptions, startMockEndpoint } from '../../src/mock/index.ts'
import { type FaultName, faults } from '../../src/model/faults.ts'
import { type Input, type OperationName, operationNames, outputShape } from '../../src/model/operations.ts'
import { violations } from '../../src/model/violations.ts'

type Inputs = { readonly [N in OperationName]: (known: Known) => Input<N> }

/** What there is before each operation. */
interface Known {
  readonly attachmentSetId: string
  readonly attachmentId: string
  readonly uploadId: string
  readonly eTag: string
}

const checkId = 'Qch7DwouX1'
const about = { serviceCode: 'amazon-dynamodb', categoryCode: 'general-guidance' }
const file = (bytes: number) => ({ fileName: 'a.log', data: new Uint8Array(bytes) })
const ask = { subject: 'A question', communicationBody: 'How?' }

const inputs: Inputs = {
  describeCases: () => ({
    caseIdList: ['case-1'],
    afterTime: '2020-01-01',
    beforeTime: '2100-01-01T00:00:00Z',
    includeResolvedCases: true,
    includeCommunications: true,
    language: 'en',
    maxResults: 10,
  }),
  createCase: ({ attachmentSetId }) => ({
    ...ask,
    ...about,
    severityCode: 'critical',
    ccEmailAddresses: ['ops@example.com'],
    language: 'ja',
    issueType: 'technical',
    attachmentSetId,
  }),
  addCommunicationToCase: ({ attachmentSetId }) => ({
    caseId: 'case-1',
    communicationBody: 'See the file.',
    ccEmailAddresses: ['ops@example.com'],
    attachmentSetId,
  }),
  describeCommunications: () => ({ caseId: 'case-1', afterTime: '2020-01-01', maxResults: 100 }),
  resolveCase: () => ({ caseId: 'case-1' }),
  addAttachmentsToSet: ({ attachmentSetId }) => ({ attachmentSetId, attachments: [file(3)] }),
  describeAttachment: ({ attachmentId }) => ({ attachmentId }),
  getAttachmentUploadLinks: () => ({
    fileName: 'large.log',
    fileSizeBytes: 100_000_000,
    uploadRange: { startIndex: 2, endIndex: 4 },
  }),
  completeAttachmentUpload: ({ uploadId, eTag }) => ({
    uploadId,
    completedUploads: [{ partIndex: 1, eTag }],
  }),
  describeAttachmentUploadStatus: ({ uploadId }) => ({ uploadId }),
  getAttachmentDownloadLink: ({ attachmentId }) => ({ attachmentId }),
  describeServices: () => ({ serviceCodeList: ['amazon-dynamodb'], language: 'en' }),
  describeSeverityLevels: () => ({ language: 'en' }),
  describeCreateCaseOptions: () => ({ issueType: 'technical', language: 'ja', ...about }),
  describeSupportedLanguages: () => ({ issueType: 'technical', ...about }),
  describeTrustedAdvisorChecks: () => ({ language: 'en' }),
  describeTrustedAdvisorCheckResult: () => ({ checkId, language: 'en' }),
  describeTrustedAdvisorCheckSummaries: () => ({ checkIds: [checkId] }),
  describeTrustedAdvisorCheckRefreshStatuses: () => ({ checkIds: [checkId] }),
  refreshTrustedAdvisorCheck: () => ({ checkId }),
}

/** What makes the service answer the fault. */
type Provoke = (client: official.Support, mock: MockEndpoint) => Promise<unknown>

const many = async (count: number, act: () => Promise<unknown>) => {
  for (let n = 0; n < count; n++) await act()
}
const newSet = (client: official.Support) => client.addAttachmentsToSet({ attachments: [file(3)] })

/** The quotas are those of a second and of an hour: a second later only the latter still hold. */
const aSecondLater = (mock: MockEndpoint, act: () => Promise<unknown>) => () => {
  mock.clock.advance('PT1S')
  return act()
}

const provocations: { readonly [N in FaultName]: Provoke } = {
  AttachmentIdNotFound: (client) => client.getAttachmentDownloadLink({ attachmentId: 'attachment-0' }),
  AttachmentLimitExceeded: (client, mock) =>
    many(
      21,
      aSecondLater(mock, () => newSet(client)),
    ),
  AttachmentSetExpired: async (client, mock) => {
    const { attachmentSetId } = await newSet(client)
    mock.clock.advance('PT1H')
    await client.createCase({ ...ask, attachmentSetId })
  },
  AttachmentSetIdNotFound: (client) => client.createCase({ ...ask, attachmentSetId: 'as-0' }),
  AttachmentSetSizeLimitExceeded: (client) =>
    client.addAttachmentsToSet({ attachments: [file(1), file(2), file(3), file(4)] }),
  CaseCreationLimitExceeded: (client, mock) =>
    many(
      11,
      aSecondLater(mock, () => client.createCase(ask)),
    ),
  CaseIdNotFound: (client) => client.resolveCase({ caseId: 'case-0' }),
  DescribeAttachmentLimitExceeded: async (client, mock) => {
    const { attachmentId } = await attached(client, mock)
    await many(
      101,
      aSecondLater(mock, () => client.describeAttachment({ attachmentId })),
    )
  },
  DryRunOperationException: (client) => client.createCase({ ...ask, dryRun: true }),
  InternalServerError: (client, mock) => {
    mock.faults([{ kind: 'internal-error', operation: 'DescribeServices' }])
    return client.describeServices()
  },
  ThrottlingException: (client) =>
    many(6, () => client.describeSupportedLanguages({ issueType: 'technical', ...about })),
  UploadIdNotFound: (client) => client.describeAttachmentUploadStatus({ uploadId: 'upload-0' }),
}

/** An attachment of the tutorial's case. */
async function attached(client: official.Support, { agent }: MockEndpoint) {
  agent.reply({ caseId: 'case-1', body: 'See this.', attachments: [{ fileName: 'a', data: 'YQ==' }] })
  const { communications } = await client.describeCommunications({ caseId: 'case-1' })
  return communications![0]!.attachments![0]!
}

const classes: Readonly<Record<string, unknown>> = { ...official }

describe('the official client and the model', () => {
  let mock: MockEndpoint
  let client: official.Support

  const start = async (options?: MockOptions) => {
    mock = await startMockEndpoint({ port: 0, ...options })
    const { url: endpoint, credentials } = mock
    const config = { endpoint, credentials: { ...credentials }, region: 'us-east-1', maxAttempts: 1 }
    client = new official.Support(config)
  }
  afterEach(async () => {
    client.destroy()
    await mock.close()
  })

  async function prepare(): Promise<Known> {
    const { attachmentSetId } = await newSet(client)
    const { attachmentId } = await attached(client, mock)
    const { uploadId, uploadUrls } = await client.getAttachmentUploadLinks({
      fileName: 'b',
      fileSizeBytes: 1,
    })
    const { headers } = await fetch(uploadUrls![0]!.url!, { method: 'PUT', body: 'b' })
    return {
      attachmentSetId: attachmentSetId!,
      attachmentId: attachmentId!,
      uploadId: uploadId!,
      eTag: headers.get('etag')!,
    }
  }

  for (const name of operationNames) {
    it(`${name}: every input member is taken, every output member has its type`, async () => {
      await start()
      const input = inputs[name](await prepare())
      const call = client[name] as (given: unknown) => Promise<object>
      const { $metadata, ...output } = (await call.call(client, input)) as official.ServiceOutputTypes
      expect($metadata.httpStatusCode).to.equal(200)
      expect(violations(outputShape(name).members, output)).to.deep.equal([])
      expect(Object.keys(output)).to.not.deep.equal([])
      // The mock saw each member that was sent.
      const sent = Object.entries(input).filter(([, value]) => value !== undefined)
      expect(Object.keys(mock.requests().at(-1)!.input!)).to.have.members(sent.map(([member]) => member))
    })
  }

  for (const name of Object.keys(faults) as FaultName[]) {
    it(`${name} comes as its own class`, async () => {
      await start({ quotas: name.includes('Limit') || name === 'ThrottlingException' })
      const provoked = provocations[name](client, mock)
      const error = await provoked.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      expect(error).to.be.instanceOf(classes[name] as ErrorConstructor)
      expect(error).to.have.property('message').that.matches(/./)
    })
  }

  it('ThrottlingException says why', async () => {
    await start({ quotas: true })
    const error = await provocations.ThrottlingException(client, mock).catch((reason: unknown) => reason)
    expect((error as official.ThrottlingException).throttlingReasons).to.deep.equal([
      { reason: 'RequestRateExceeded', resource: 'support' },
    ])
  })
})
