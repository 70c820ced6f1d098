import { expect } from 'chai'
import { call, testWorld } from './harness.ts'

const notNull = 'Member must not be null'

describe('broken constraints, in the words of the service', () => {
  const refused: [operation: string, input: object, message: string][] = [
    [
      'CreateCase',
      {},
      `2 validation errors detected: Value null at 'subject' failed to satisfy constraint: ${notNull}; Value null at 'communicationBody' failed to satisfy constraint: ${notNull}`,
    ],
    [
      'CreateCase',
      { communicationBody: '', serviceCode: '' },
      `3 validation errors detected: Value null at 'subject' failed to satisfy constraint: ${notNull}; Value '' at 'communicationBody' failed to satisfy constraint: Member must have length greater than or equal to 1; Value '' at 'serviceCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-z\\-_]+`,
    ],
    [
      'CreateCase',
      { subject: 'a', communicationBody: 'b', serviceCode: 'INVALID-CODE' },
      "1 validation error detected: Value 'INVALID-CODE' at 'serviceCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-z\\-_]+",
    ],
    [
      'AddCommunicationToCase',
      { caseId: 'case-1', communicationBody: 'x'.repeat(8001) },
      `1 validation error detected: Value '${'x'.repeat(8001)}' at 'communicationBody' failed to satisfy constraint: Member must have length less than or equal to 8000`,
    ],
    [
      'DescribeCases',
      { maxResults: 1 },
      "1 validation error detected: Value '1' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 10",
    ],
    [
      'DescribeCases',
      { maxResults: 101 },
      "1 validation error detected: Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    [
      'DescribeCases',
      { caseIdList: ['case-1', null] },
      `1 validation error detected: Value null at 'caseIdList.2.member' failed to satisfy constraint: ${notNull}`,
    ],
    [
      'DescribeCases',
      { afterTime: '2026' },
      "1 validation error detected: Value '2026' at 'afterTime' failed to satisfy constraint: Member must be an ISO 8601 date",
    ],
    [
      'DescribeCases',
      { afterTime: 'last week' },
      "1 validation error detected: Value 'last week' at 'afterTime' failed to satisfy constraint: Member must be an ISO 8601 date",
    ],
    [
      'DescribeCommunications',
      { caseId: 'case-1', ccEmailAddresses: [], maxResults: 5 },
      "1 validation error detected: Value '5' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 10",
    ],
    [
      'AddCommunicationToCase',
      { communicationBody: 'b', ccEmailAddresses: Array(11).fill('a@example.com') },
      `1 validation error detected: Value '[${Array(11).fill('a@example.com').join(', ')}]' at 'ccEmailAddresses' failed to satisfy constraint: Member must have length less than or equal to 10`,
    ],
    [
      'DescribeServices',
      { serviceCodeList: ['amazon-dynamodb', 'Amazon S3'] },
      "1 validation error detected: Value 'Amazon S3' at 'serviceCodeList.2.member' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-z\\-_]+",
    ],
    [
      'ResolveCase',
      {},
      `1 validation error detected: Value null at 'caseId' failed to satisfy constraint: ${notNull}`,
    ],
  ]
  for (const [operation, input, message] of refused) {
    it(`${operation} ${JSON.stringify(input).slice(0, 60)}`, () => {
      expect(call(testWorld(), operation, input)).to.deep.equal({ __type: 'ValidationException', message })
    })
  }

  it('counts all and lists a hundred', () => {
    const { message } = call(testWorld(), 'DescribeServices', { serviceCodeList: Array(250).fill('A') })
    expect(message).to.match(/^251 validation errors detected: /)
    expect(message.split('; ')).to.have.length(100)
  })
})
