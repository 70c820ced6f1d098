import { expect } from 'chai'
import { respond } from '../../src/mock/http/routes.ts'
import { headersFor, nine, type Sent, send, testWorld, wireRequest } from './harness.ts'

const good = headersFor('DescribeSeverityLevels')
const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([each]) => each !== name))
const withTarget = (target: string) => ({ ...good, 'x-amz-target': target })
const xml = 'application/xml'
const jsonType = 'application/x-amz-json-1.1'
const noOperation =
  '<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>\n'

describe('the order of checks', () => {
  const answers: [title: string, sent: Sent, status: number, type: string, body: string][] = [
    ['a GET of a path', { method: 'GET', url: '/cases' }, 403, xml, noOperation],
    ['a PUT', { method: 'PUT', headers: good, body: '{}' }, 403, xml, noOperation],
    ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 403, xml, noOperation],
    [
      'an operation in another content type',
      { headers: { ...good, 'content-type': 'application/json' }, body: '{}' },
      404,
      xml,
      '<UnknownOperationException/>\n',
    ],
    [
      'no content type',
      { headers: without('content-type'), body: '{}' },
      404,
      xml,
      '<UnknownOperationException/>\n',
    ],
    ['an empty body', { headers: good }, 400, jsonType, '{"__type":"SerializationException"}'],
    ['no JSON', { headers: good, body: '{"a"' }, 400, jsonType, '{"__type":"SerializationException"}'],
    [
      'JSON that is no object',
      { headers: good, body: '[]' },
      400,
      jsonType,
      '{"__type":"SerializationException"}',
    ],
    ['null', { headers: good, body: 'null' }, 400, jsonType, '{"__type":"SerializationException"}'],
    [
      'bytes that are not UTF-8',
      { headers: good, body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
      400,
      jsonType,
      '{"__type":"SerializationException"}',
    ],
    [
      'no JSON, before an unknown operation and a missing signature',
      { headers: { 'content-type': jsonType }, body: '{' },
      400,
      jsonType,
      '{"__type":"SerializationException"}',
    ],
    [
      'no target',
      { headers: without('x-amz-target'), body: '{}' },
      400,
      jsonType,
      '{"__type":"UnknownOperationException"}',
    ],
    [
      'another service',
      { headers: withTarget('Kinesis_20131202.ListStreams'), body: '{}' },
      400,
      jsonType,
      '{"__type":"UnknownOperationException"}',
    ],
    [
      'an unknown operation',
      { headers: withTarget('AWSSupport_20130415.DescribeWeather'), body: '{}' },
      400,
      jsonType,
      '{"__type":"UnknownOperationException"}',
    ],
    [
      'an operation in the spelling of methods',
      { headers: withTarget('AWSSupport_20130415.describeCases'), body: '{}' },
      400,
      jsonType,
      '{"__type":"UnknownOperationException"}',
    ],
    [
      'an unknown operation, before a missing signature',
      { headers: { 'content-type': jsonType, 'x-amz-target': 'AWSSupport_20130415.X' }, body: '{}' },
      400,
      jsonType,
      '{"__type":"UnknownOperationException"}',
    ],
    [
      'a missing signature, before a wrong type',
      { headers: without('authorization'), body: '{"language": 1}' },
      400,
      jsonType,
      '{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}',
    ],
    [
      'a wrong type, before a broken constraint',
      { headers: headersFor('DescribeCases'), body: '{"maxResults": 1, "displayId": []}' },
      400,
      jsonType,
      '{"__type":"SerializationException","Message":"Start of list found where not expected."}',
    ],
    [
      'a broken constraint, before an unknown case',
      { headers: headersFor('DescribeCases'), body: '{"maxResults": 1, "caseIdList": ["case-0"]}' },
      400,
      jsonType,
      '{"__type":"ValidationException","message":"1 validation error detected: Value \'1\' at \'maxResults\' failed to satisfy constraint: Member must have value greater than or equal to 10"}',
    ],
    [
      'unknown members and a charset',
      {
        headers: { ...good, 'content-type': `${jsonType}; charset=UTF-8` },
        body: '{"colour": "red", "language": "xx"}',
      },
      400,
      jsonType,
      '{"__type":"InvalidParameterValueException","message":"Unknown language: xx"}',
    ],
  ]
  for (const [title, sent, status, type, body] of answers) {
    it(`${title}: ${status}`, () => {
      const reply = send(testWorld(), sent)
      const { requestId, ...answer } = reply
      expect(answer).to.deep.equal({ statusCode: status, contentType: type, body })
      expect(requestId).to.match(/^[0-9a-f-]{36}$/)
    })
  }

  it('a body that was too large: 413', () => {
    const request = { ...wireRequest({ headers: good }), body: 'too large' as const }
    const { statusCode, body } = respond(testWorld(), request)
    expect([statusCode, body]).to.deep.equal([
      413,
      '{"__type":"RequestEntityTooLargeException","message":"The request body is too large."}',
    ])
  })

  it('any path will do', () => {
    expect(send(testWorld(), { url: '/some/where?a=b', headers: good, body: '{}' }).statusCode).to.equal(200)
  })

  it('the same requests at the same time get the same bytes', () => {
    const run = () => {
      const world = testWorld({ now: () => nine })
      const bodies = [
        '{"subject": "a", "communicationBody": "b"}',
        '{}',
        '{"subject": "c", "communicationBody": "d"}',
      ]
      return [
        ...bodies.map((body) => send(world, { headers: headersFor('CreateCase'), body })),
        send(world, { headers: headersFor('DescribeCases'), body: '{}' }),
        world.journal.entries(),
      ]
    }
    expect(run()).to.deep.equal(run())
  })
})
