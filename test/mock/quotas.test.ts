import { expect } from 'chai'
import type { World } from '../../src/mock/world.ts'
import { call, type Json, nine, testWorld } from './harness.ts'

const limited = () => testWorld({ quotas: true })
const draft = { subject: 'a', communicationBody: 'b' }
const attachments = [{ fileName: 'a', data: 'YQ==' }]

/** Calls so often, each a second after the other; answers how often it worked before the first fault. */
function callsUntilFault(world: World, operation: string, input: object, account?: string): [number, Json] {
  for (let count = 0; count < 1000; count++) {
    const answer = call(world, operation, input, account)
    if (answer.__type) return [count, answer]
    world.clock.advance('PT1S')
  }
  return [1000, undefined]
}

describe('the quotas of the service', () => {
  it('do not hold unless asked for', () => {
    const world = testWorld()
    for (let n = 0; n < 50; n++) expect(call(world, 'CreateCase', draft)).to.have.property('caseId')
  })

  it('are five requests a second', () => {
    const world = limited()
    const ask = () => call(world, 'DescribeSeverityLevels').__type
    expect(Array.from({ length: 6 }, ask)).to.deep.equal([...Array(5), 'ThrottlingException'])
    world.clock.set(nine + 999)
    expect(ask()).to.equal('ThrottlingException')
    // A request that was throttled is not counted.
    world.clock.set(nine + 1000)
    expect(Array.from({ length: 6 }, ask)).to.deep.equal([...Array(5), 'ThrottlingException'])
  })

  it('are a hundred requests a second of Trusted Advisor, counted apart', () => {
    const world = limited()
    const ask = () => call(world, 'DescribeTrustedAdvisorChecks', { language: 'en' }).__type
    expect(Array.from({ length: 100 }, ask)).to.deep.equal(Array(100))
    expect(ask()).to.equal('ThrottlingException')
    expect(call(world, 'DescribeSeverityLevels')).not.to.have.property('__type')
  })

  it('count for each account', () => {
    const world = limited()
    for (let n = 0; n < 6; n++) call(world, 'DescribeSeverityLevels')
    expect(call(world, 'DescribeSeverityLevels', {}, '222222222222')).not.to.have.property('__type')
  })

  it('count a request that is refused for its values', () => {
    const world = limited()
    for (let n = 0; n < 5; n++) call(world, 'DescribeCases', { maxResults: 1 })
    expect(call(world, 'DescribeCases').__type).to.equal('ThrottlingException')
  })

  it('give reasons only where the model names the fault', () => {
    const world = limited()
    for (let n = 0; n < 5; n++) call(world, 'DescribeCases')
    const input = { issueType: 'technical', serviceCode: 'amazon-dynamodb', categoryCode: 'other' }
    const throttled = { __type: 'ThrottlingException', message: 'Throttle limit exceeded.' }
    expect(call(world, 'DescribeCases')).to.deep.equal(throttled)
    expect(call(world, 'DescribeSupportedLanguages', input)).to.deep.equal({
      ...throttled,
      throttlingReasons: [{ reason: 'RequestRateExceeded', resource: 'support' }],
    })
  })

  it('are ten cases an hour', () => {
    const world = limited()
    expect(callsUntilFault(world, 'CreateCase', draft)).to.deep.equal([
      10,
      {
        __type: 'CaseCreationLimitExceeded',
        message: 'The number of cases that an account may create in an hour has been reached.',
      },
    ])
    expect(call(world, 'DescribeCases').cases).to.have.length(10)
    // The first was an hour ago, the second not yet.
    world.clock.set(nine + 3_600_000)
    expect(callsUntilFault(world, 'CreateCase', draft)[0]).to.be.at.least(1)
  })

  it('do not count a case that was refused, or a dry run; but neither goes over them', () => {
    const world = limited()
    const spend = (input: object) => {
      const { __type } = call(world, 'CreateCase', { ...draft, ...input })
      world.clock.advance('PT1S')
      return __type
    }
    for (let n = 0; n < 20; n++) {
      expect(spend({ serviceCode: 'none' })).to.equal('InvalidParameterValueException')
      expect(spend({ dryRun: true })).to.equal('DryRunOperationException')
    }
    for (let n = 0; n < 10; n++) expect(spend({})).to.equal(undefined)
    expect(spend({ dryRun: true })).to.equal('CaseCreationLimitExceeded')
  })

  it('are twenty sets and a hundred attachments an hour (guess)', () => {
    const world = limited()
    const [sets, set] = callsUntilFault(world, 'AddAttachmentsToSet', { attachments })
    expect([sets, set.__type]).to.deep.equal([20, 'AttachmentLimitExceeded'])
    world.clock.advance('PT2H')
    const { attachmentSetId } = call(world, 'AddAttachmentsToSet', { attachments })
    call(world, 'CreateCase', { ...draft, attachmentSetId })
    const [{ recentCommunications }] = call(world, 'DescribeCases').cases
    const [{ attachmentId }] = recentCommunications.communications[0].attachments
    world.clock.advance('PT1S')
    const [reads, read] = callsUntilFault(world, 'DescribeAttachment', { attachmentId })
    expect([reads, read.__type]).to.deep.equal([100, 'DescribeAttachmentLimitExceeded'])
  })

  it('are fresh after a clock was moved back, and after a reset', () => {
    const world = limited()
    callsUntilFault(world, 'CreateCase', draft)
    world.clock.advance('-P1D')
    expect(callsUntilFault(world, 'CreateCase', draft)[0]).to.equal(10)
    world.reset()
    expect(callsUntilFault(world, 'CreateCase', draft)[0]).to.equal(10)
  })
})
