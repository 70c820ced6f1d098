import { expect } from 'chai'
import { startMockEndpoint } from '../../src/mock/index.ts'
import { type Plan, plans } from '../../src/mock/rules/plan.ts'
import { operationNames, wireName } from '../../src/model/operations.ts'
import { call, type Json, testWorld } from './harness.ts'

const all = ['low', 'normal', 'high', 'urgent', 'critical']
const notSubscribed = {
  __type: 'SubscriptionRequiredException',
  message: 'Amazon Web Services Premium Support Subscription is required to use this service.',
}

/** An input that passes every check. */
const inputs: Readonly<Record<string, object>> = {
  AddAttachmentsToSet: { attachments: [] },
  AddCommunicationToCase: { communicationBody: 'a', caseId: 'c' },
  CompleteAttachmentUpload: { uploadId: 'u', completedUploads: [] },
  CreateCase: { subject: 'a', communicationBody: 'b' },
  DescribeAttachment: { attachmentId: 'a' },
  DescribeAttachmentUploadStatus: { uploadId: 'u' },
  DescribeCommunications: { caseId: 'c' },
  DescribeCreateCaseOptions: { issueType: 'technical', serviceCode: 'a', categoryCode: 'b', language: 'en' },
  DescribeSupportedLanguages: { issueType: 'technical', serviceCode: 'a', categoryCode: 'b' },
  DescribeTrustedAdvisorCheckRefreshStatuses: { checkIds: [] },
  DescribeTrustedAdvisorCheckResult: { checkId: 'c' },
  DescribeTrustedAdvisorCheckSummaries: { checkIds: [] },
  DescribeTrustedAdvisorChecks: { language: 'en' },
  GetAttachmentDownloadLink: { attachmentId: 'a' },
  GetAttachmentUploadLinks: { fileName: 'a', fileSizeBytes: 1 },
  RefreshTrustedAdvisorCheck: { checkId: 'c' },
}

describe('a support plan', () => {
  it('is one of five, the smallest first', () =>
    expect(plans).to.deep.equal(['basic', 'developer', 'business', 'enterprise-on-ramp', 'enterprise']))

  const severities: [plan: Plan, codes: string[]][] = [
    ['business', all.slice(0, 4)],
    ['enterprise-on-ramp', all],
    ['enterprise', all],
  ]
  for (const [plan, codes] of severities) {
    it(`${plan} has cases that are ${codes.join(', ')}`, () => {
      const world = testWorld({ plan })
      const { severityLevels } = call(world, 'DescribeSeverityLevels')
      expect(severityLevels.map(({ code }: Json) => code)).to.deep.equal(codes)
      for (const severityCode of all) {
        const answer = call(world, 'CreateCase', { subject: 'a', communicationBody: 'b', severityCode })
        if (codes.includes(severityCode)) expect(answer).to.have.property('caseId')
        else
          expect(answer).to.deep.equal({
            __type: 'InvalidParameterValueException',
            message: `Unknown severityCode: ${severityCode}`,
          })
      }
    })
  }

  for (const plan of ['basic', 'developer'] as const) {
    for (const name of operationNames.map(wireName)) {
      it(`${plan} has no ${name}`, () => {
        expect(call(testWorld({ plan }), name, inputs[name])).to.deep.equal(notSubscribed)
      })
    }
  }

  it('is enterprise unless told otherwise', () => {
    expect(call(testWorld(), 'DescribeSeverityLevels').severityLevels).to.have.length(5)
  })

  it('that does not exist is refused at the start', async () => {
    const error = await startMockEndpoint({ port: 0, plan: 'gold' as Plan }).then(
      () => expect.fail('It worked.'),
      (reason: Error) => reason,
    )
    expect(error.message).to.equal(
      "plan must be one of basic, developer, business, enterprise-on-ramp, enterprise, not 'gold'.",
    )
  })
})
