/** What the client makes of answers, by the rules of awsJson 1.1, and what it refuses to make of inputs. */
import { expect } from 'chai'
import { readAnswer } from '../../src/client/answer.ts'
import { SupportConnection } from '../../src/client/connection.ts'
import type { HttpAnswer } from '../../src/client/http/exchange.ts'
import { rejection } from './rejection.ts'

const answer = (text: string, statusCode = 200, headers: HttpAnswer['headers'] = {}): HttpAnswer => ({
  statusCode,
  headers,
  text,
})
const describeCases = (given: HttpAnswer) => readAnswer('describeCases', given).output

describe('An answer', () => {
  const outputs: [title: string, text: string, output: unknown][] = [
    ['that is empty', '', {}],
    ['that is an empty object', '{}', {}],
    ['whose members are null: as if they were absent', '{"cases":null,"nextToken":null}', {}],
    [
      'with null deep inside',
      '{"cases":[{"caseId":"a","subject":null,"recentCommunications":{"communications":null}}]}',
      { cases: [{ caseId: 'a', recentCommunications: {} }] },
    ],
    ['with the word null in a text', '{"nextToken":"null"}', { nextToken: 'null' }],
    ['with a member that nobody knows: it is ignored', '{"cases":[],"tomorrow":1}', { cases: [] }],
    [
      'whose texts look like numbers: they stay texts',
      '{"cases":[{"displayId":"123"}]}',
      { cases: [{ displayId: '123' }] },
    ],
  ]
  for (const [title, text, output] of outputs) {
    it(title, () => {
      const found = describeCases(answer(text))
      expect(found).to.deep.equal(output)
      expect(Object.getPrototypeOf(found)).to.equal(Object.prototype)
    })
  }

  it('with holes in a list that may have some', () => {
    const text = '{"result":{"flaggedResources":[{"metadata":["a",null],"region":null}]}}'
    expect(readAnswer('describeTrustedAdvisorCheckResult', answer(text)).output).to.deep.equal({
      result: { flaggedResources: [{ metadata: ['a', null] }] },
    })
  })

  it('with bytes as base64', () => {
    const text = '{"attachment":{"fileName":"a","data":"AP+A"}}'
    expect(readAnswer('describeAttachment', answer(text)).output).to.deep.equal({
      attachment: { fileName: 'a', data: new Uint8Array([0, 255, 128]) },
    })
  })
})

describe('An error', () => {
  const rows: [title: string, HttpAnswer, expected: object][] = [
    [
      'by its type',
      answer('{"__type":"CaseIdNotFound","message":"None."}', 400),
      { name: 'CaseIdNotFound', message: 'None.', statusCode: 400 },
    ],
    [
      'with a namespace',
      answer('{"__type":"com.amazonaws.support#CaseIdNotFound"}', 400),
      { name: 'CaseIdNotFound' },
    ],
    [
      'with a namespace and a URL',
      answer('{"__type":"aws.x#Odd:http://internal.amazon.com/x"}', 400),
      { name: 'Odd' },
    ],
    [
      'by the header',
      answer('{"Message":"Odd."}', 400, { 'x-amzn-errortype': 'Odd:http://x' }),
      { name: 'Odd', message: 'Odd.' },
    ],
    ['by the header, without a body', answer('', 400, { 'x-amzn-errortype': 'Odd' }), { name: 'Odd' }],
    [
      'by the body before the header',
      answer('{"__type":"Body"}', 400, { 'x-amzn-errortype': 'Header' }),
      { name: 'Body' },
    ],
    ['without a message', answer('{"__type":"Odd"}', 400), { message: 'The service gives no reason.' }],
    [
      'with a message that is none',
      answer('{"__type":"Odd","message":7}', 400),
      { message: 'The service gives no reason.' },
    ],
    [
      'with the id of its request',
      answer('{"__type":"Odd"}', 400, { 'x-amzn-requestid': 'r-1' }),
      { requestId: 'r-1' },
    ],
    [
      'without a name, as a gateway has it',
      answer('{"message":"Forbidden"}', 403),
      {
        name: 'UnexpectedResponse',
        message:
          'The answer (status 403) names no fault (Forbidden): is the endpoint an AWS Support endpoint?',
        statusCode: 403,
      },
    ],
    [
      'that says nothing',
      answer('{}', 502),
      { message: 'The answer (status 502) names no fault: is the endpoint an AWS Support endpoint?' },
    ],
    [
      'that is no JSON',
      answer('<html>', 502),
      { name: 'UnexpectedResponse', statusCode: 502, retryable: true },
    ],
    [
      'that is cut off',
      answer('{"cases":[', 200),
      { name: 'UnexpectedResponse', statusCode: 200, retryable: true },
    ],
    ['that is a list', answer('[]', 200), { name: 'UnexpectedResponse' }],
    ['that is a text', answer('"fine"', 200), { name: 'UnexpectedResponse' }],
    [
      'whose checksum is another',
      answer('{}', 200, { 'x-amz-crc32': '1' }),
      {
        name: 'UnexpectedResponse',
        message: 'The answer (status 200) was damaged on its way: its checksum is another',
        retryable: true,
      },
    ],
    ['that is a redirect', answer('', 302), { name: 'UnexpectedResponse', statusCode: 302 }],
  ]
  for (const [title, given, expected] of rows) {
    it(title, () => {
      let thrown: unknown
      try {
        describeCases(given)
      } catch (error) {
        thrown = error
      }
      expect(thrown).to.include(expected)
    })
  }

  it('with a checksum that fits', () => {
    expect(describeCases(answer('{}', 200, { 'x-amz-crc32': '2745614147' }))).to.deep.equal({})
  })
})

describe('An input is not coerced', () => {
  const conn = new SupportConnection({ endpoint: 'http://127.0.0.1:1' })
  const rows: [input: unknown, message: string][] = [
    [{ maxResults: '10' }, "maxResults must be a whole number, not '10'"],
    [{ maxResults: 10.5 }, 'maxResults must be a whole number, not 10.5'],
    [{ maxResults: true }, 'maxResults must be a whole number, not true'],
    [{ maxResults: Number.NaN }, 'maxResults must be a whole number, not NaN'],
    [{ includeResolvedCases: 'true' }, "includeResolvedCases must be true or false, not 'true'"],
    [{ includeResolvedCases: 1 }, 'includeResolvedCases must be true or false, not 1'],
    [{ displayId: 123 }, 'displayId must be a string, not 123'],
    [{ caseIdList: 'case-1' }, "caseIdList must be an array, not 'case-1'"],
    [{ afterTime: new Date(0) }, 'afterTime must be a string, not 1970-01-01T00:00:00.000Z'],
  ]
  for (const [input, message] of rows) {
    it(message, async () => {
      const error = await rejection(conn.describeCases(input as never))
      expect(String(error)).to.equal(`InvalidInput: ${message}`)
    })
  }
})
