/** Answers as they may come, read by the official client and by ours: deeply equal, or why not. */
import * as official from '@aws-sdk/client-support'
import { expect } from 'chai'
import { SupportConnection } from '../../src/client/connection.ts'
import { type OperationName, wireName } from '../../src/model/operations.ts'
import { type ScriptServer, startScriptServer } from './script-server.ts'

// biome-ignore lint/suspicious/noExplicitAny: what two clients answer, of whatever type
type Values = Record<string, any>

const settings = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  maxAttempts: 1,
}

const inputs: { readonly [N in OperationName]?: Values } = {
  describeTrustedAdvisorCheckResult: { checkId: 'a' },
  describeAttachment: { attachmentId: 'a' },
}

/** Bytes are compared as what they are: the one client has Buffers. */
const plain = ({ $metadata, ...output }: Values): Values => {
  if (output['attachment']?.data instanceof Uint8Array) {
    output['attachment'] = { ...output['attachment'], data: new Uint8Array(output['attachment'].data) }
  }
  return output
}

async function both(name: OperationName, status: number, body: string, headers: Record<string, string> = {}) {
  const server: ScriptServer = await startScriptServer([{ status, body, headers }])
  const client = new official.SupportClient({ ...settings, endpoint: server.url })
  await using conn = new SupportConnection({ ...settings, endpoint: server.url })
  try {
    const input = inputs[name] ?? {}
    const Command = (official as Values)[`${wireName(name)}Command`]
    const end = (call: Promise<object>) => call.then(plain, (error: Values) => ({ error }))
    return {
      ours: await end(conn[name](input as never)),
      theirs: await end(client.send(new Command(input))),
    }
  } finally {
    client.destroy()
    await server.close()
  }
}

describe('An answer is read as the official client reads it', () => {
  const cases: [title: string, body: string][] = [
    ['nothing at all', ''],
    ['members that nobody knows', '{"cases":[],"tomorrow":1}'],
    ['members that nobody knows, deep inside', '{"cases":[{"caseId":"a","tomorrow":{"a":1}}]}'],
    [
      'members with names of JavaScript’s own',
      '{"constructor":1,"cases":[{"__proto__":{"x":1},"toString":2}]}',
    ],
    ['null for members', '{"cases":null,"nextToken":null}'],
    [
      'null for members, deep inside',
      '{"cases":[{"subject":null,"recentCommunications":{"communications":null}}]}',
    ],
    ['null as the second of two', '{"cases":[],"cases":null}'],
    ['null in a list of structures', '{"cases":[null,{"caseId":"a"}]}'],
    ['null in a list of texts', '{"cases":[{"ccEmailAddresses":["a",null]}]}'],
    ['the word null in a text', '{"nextToken":"null"}'],
    ['a structure for a list', '{"cases":{"a":1}}'],
    ['a text for a list', '{"cases":"x"}'],
    ['a list for a structure', '{"cases":[[1],{"recentCommunications":[]}]}'],
    ['a text for a structure', '{"cases":["x",{"recentCommunications":"x"}]}'],
    ['a number for a text', '{"nextToken":5,"cases":[{"caseId":7}]}'],
    ['true for a text', '{"nextToken":true}'],
    ['a structure for a text', '{"nextToken":{"a":1}}'],
  ]
  const results: [title: string, result: string][] = [
    ['holes in a sparse list', '{"flaggedResources":[{"metadata":["a",null],"region":null}]}'],
    ['numbers that JSON does not have', '{"resourcesSummary":{"resourcesProcessed":"NaN"}}'],
    [
      'infinite numbers',
      '{"categorySpecificSummary":{"costOptimizing":{"estimatedMonthlySavings":"Infinity","estimatedPercentMonthlySavings":"-Infinity"}}}',
    ],
    ['texts for numbers', '{"resourcesSummary":{"resourcesFlagged":"7","resourcesIgnored":"constructor"}}'],
    ['a fraction for a whole number', '{"resourcesSummary":{"resourcesFlagged":1.5}}'],
    ['a text for true', '{"flaggedResources":[{"isSuppressed":"true"}]}'],
  ]
  const contents: [title: string, data: string][] = [
    ['bytes', '"AP+A"'],
    ['bytes with padding', '"AA=="'],
    ['no bytes', '""'],
    ['null for bytes', 'null'],
    ['a number for bytes', '7'],
    ['a list for bytes', '["x"]'],
    ['a structure for bytes', '{"a":1}'],
  ]
  const rows: [title: string, name: OperationName, body: string][] = [
    ...cases.map(([title, body]) => [title, 'describeCases', body] as [string, OperationName, string]),
    ...results.map(([title, result]): [string, OperationName, string] => [
      title,
      'describeTrustedAdvisorCheckResult',
      `{"result":${result}}`,
    ]),
    ...contents.map(([title, data]): [string, OperationName, string] => [
      title,
      'describeAttachment',
      `{"attachment":{"fileName":"a","data":${data}}}`,
    ]),
  ]
  for (const [title, name, body] of rows) {
    it(title, async () => {
      const { ours, theirs } = await both(name, 200, body)
      expect(theirs).not.to.have.property('error')
      expect(ours).to.deep.equal(theirs)
    })
  }

  for (const status of [201, 202, 299]) {
    it(`the status ${status}`, async () => {
      const { ours, theirs } = await both('describeCases', status, '{"nextToken":"a"}')
      expect(ours).to.deep.equal({ nextToken: 'a' })
      expect(ours).to.deep.equal(theirs)
    })
  }

  for (const text of ['A', '!!!!', 'AP-_', 'AP+A\\n', 'A===']) {
    it(`bytes that are no base64, which both refuse: ${text}`, async () => {
      const { ours, theirs } = await both('describeAttachment', 200, `{"attachment":{"data":"${text}"}}`)
      expect(String(ours['error'])).to.equal('UnexpectedResponse: The answer holds bytes that are no base64')
      expect(theirs['error']).to.be.instanceOf(Error)
    })
  }

  // An answer that is no structure is none of this protocol. Theirs makes something of it all the same.
  for (const [body, made] of [
    ['null', {}],
    ['7', {}],
    ['[]', {}],
    ['"x"', { 0: 'x' }],
  ] as const) {
    it(`apart from ${body}, which is no structure`, async () => {
      const { ours, theirs } = await both('describeCases', 200, body)
      expect(ours['error']).to.include({ name: 'UnexpectedResponse', statusCode: 200 })
      expect(theirs).to.deep.equal(made)
    })
  }

  // It takes such an answer for one of unions, and lets pass what it does not know.
  it('apart from unknown members beside __type, which are ignored like others', async () => {
    const { ours, theirs } = await both('describeCases', 200, '{"__type":"x","cases":[],"tomorrow":1}')
    expect(ours).to.deep.equal({ cases: [] })
    expect(theirs).to.deep.equal({ __type: 'x', cases: [], tomorrow: 1 })
  })
})

describe('A fault is read as the official client reads it', () => {
  const rows: [title: string, body: string, headers?: Record<string, string>][] = [
    ['its type', '{"__type":"CaseIdNotFound","message":"None."}'],
    ['a namespace and a URL', '{"__type":"a.b#Odd:http://x/#y","message":"m"}'],
    ['a comma and a URL', '{"__type":"Odd,http://x","message":"m"}'],
    ['a code', '{"code":"Odd","message":"m"}'],
    ['the type before the code', '{"code":"Odd","__type":"Other","message":"m"}'],
    ['the code before the header', '{"code":"Odd","message":"m"}', { 'x-amzn-errortype': 'Header' }],
    ['the header', '{"message":"m"}', { 'x-amzn-errortype': 'Odd:http://x' }],
    ['Message', '{"__type":"Odd","Message":"m"}'],
    [
      'members of the fault',
      '{"__type":"ThrottlingException","message":"m","throttlingReasons":[{"resource":"r","reason":"x","u":1},null]}',
    ],
  ]
  for (const [title, body, headers] of rows) {
    it(title, async () => {
      const { ours, theirs } = await both('describeCases', 400, body, headers)
      const what = ({ error }: Values) => {
        const { name, message, throttlingReasons, statusCode, $metadata } = error
        return { name, message, throttlingReasons, statusCode: statusCode ?? $metadata.httpStatusCode }
      }
      expect(what(ours)).to.deep.equal(what(theirs))
    })
  }
})
