/** TAB where a value goes that only the service knows. */
import vm from 'node:vm'
import { expect } from 'chai'
import fc from 'fast-check'
import { operation, operationNames } from '../../../src/model/operations.ts'
import type { LiveValue } from '../../../src/shell/completion/kept-list.ts'
import type { Known } from '../../../src/shell/completion/live.ts'
import { type LiveKindName, liveKinds, liveMemberNames } from '../../../src/shell/completion/live-members.ts'
import { completerIn, context, listed, texts } from './completing.ts'

const service: Record<LiveKindName, readonly LiveValue[]> = {
  cases: [
    { value: 'case-9', note: 'The printer is on fire (opened)' },
    { value: 'case-1', note: 'A test case. (resolved)' },
  ],
  displays: [{ value: '1234567890', note: 'The printer is on fire (opened)' }],
  services: [
    { value: 'amazon-elastic-compute-cloud-linux', note: 'Elastic Compute Cloud (EC2 - Linux)' },
    { value: 'amazon-simple-storage-service', note: 'Simple Storage Service (S3)' },
    { value: 'ec2-container-service', note: 'Container Service (ECS)' },
  ],
  categories: [],
  checks: [
    { value: 'Pfx0RwqBli', note: 'Amazon S3 Bucket Permissions (security)' },
    { value: '7DAFEmoDos', note: 'MFA on Root Account (security)' },
    { value: 'Mfd1x', note: 'Service Limits (service_limits)' },
  ],
  attachments: [
    { value: 'attachment-aa', note: 'error.log (The printer is on fire)' },
    { value: 'attachment-bb', note: 'shot.png (A test case.)' },
  ],
}

const categories: Record<string, readonly LiveValue[]> = {
  'amazon-simple-storage-service': [{ value: 'access-denied', note: 'Access denied' }],
  other: [{ value: 'general', note: 'General' }],
}

function live(kind: LiveKindName, serviceCode?: string): Known {
  return { values: kind === 'categories' ? (categories[serviceCode ?? ''] ?? []) : service[kind] }
}

const values = {
  code: 'other',
  codes: { serviceCode: 'other' },
  empty: {},
  'codes.serviceCode': 'other',
  'empty.serviceCode': undefined,
}
const world = { live, values, names: ['caseId', 'code', 'conn'] }
const completer = completerIn(world)

const bothCases = ["'case-9'  The printer is on fire (opened)", "'case-1'  A test case. (resolved)"]
const containers = "'ec2-container-service'  Container Service (ECS)"
const ec2 = "'amazon-elastic-compute-cloud-linux'  Elastic Compute Cloud (EC2 - Linux)"
const denied = "'access-denied'  Access denied"
const general = "'general'  General"

const rows: [title: string, text: string, lines: string[]][] = [
  ['ids of cases, in the order of the service', 'conn.resolveCase({ caseId: ', bothCases],
  ['those that begin so', "conn.resolveCase({ caseId: 'case-9", bothCases.slice(0, 1)],
  ['as the bare argument', 'conn.resolveCase(', bothCases],
  ['as the bare argument in quotes', "conn.describeCommunications('", bothCases],
  ['found by their subjects where no id begins so', "conn.resolveCase('printer", bothCases.slice(0, 1)],
  ['found by their status', "conn.resolveCase('RESOLVED", bothCases.slice(1)],
  ['with names of the session, once there is a letter', 'conn.resolveCase(ca', [...bothCases, 'caseId']],
  ['in a list', 'conn.describeCases({ caseIdList: [', bothCases],
  [
    'in a list, those that are not there yet',
    "conn.describeCases({ caseIdList: ['case-9', '",
    bothCases.slice(1),
  ],
  [
    'across lines',
    "conn.addCommunicationToCase({\n  communicationBody: `Hi,\n`,\n  caseId:\n    '",
    bothCases,
  ],
  ['for a paginator', 'conn.paginateDescribeCommunications({ caseId: ', bothCases],
  ['display ids', "conn.describeCases({ displayId: '", ["'1234567890'  The printer is on fire (opened)"]],
  ['services', "conn.createCase({ serviceCode: 'amazon-el", [ec2]],
  ['services by code, then by name', "conn.createCase({ serviceCode: 'ec2", [containers, ec2]],
  ['services in a list', "conn.describeServices({ serviceCodeList: ['elastic", [ec2]],
  [
    'categories of the service in this literal',
    "conn.createCase({ serviceCode: 'amazon-simple-storage-service', categoryCode: '",
    [denied],
  ],
  [
    'categories of the service in quotes of another kind',
    'conn.createCase({ "serviceCode": `other`, subject: f(1, 2), categoryCode: ',
    [general],
  ],
  [
    'categories of the service in a variable',
    'conn.createCase({ serviceCode: code, categoryCode: ',
    [general],
  ],
  [
    'categories of the service in a property',
    'conn.createCase({ serviceCode: codes.serviceCode, categoryCode: ',
    [general],
  ],
  [
    'categories of the service in an object that is spread',
    'conn.createCase({ ...codes, categoryCode: ',
    [general],
  ],
  [
    'categories of the last service',
    "conn.createCase({ serviceCode: 'amazon-simple-storage-service', ...codes, categoryCode: ",
    [general],
  ],
  [
    'categories of a service that is not replaced',
    "conn.createCase({ serviceCode: 'amazon-simple-storage-service', ...empty, categoryCode: ",
    [denied],
  ],
  [
    'categories for other operations',
    "conn.describeSupportedLanguages({ issueType: 'technical', serviceCode: 'other', categoryCode: '",
    [general],
  ],
  ['checks by id', "conn.refreshTrustedAdvisorCheck('7", ["'7DAFEmoDos'  MFA on Root Account (security)"]],
  [
    'checks by id alone, while it may be one',
    "conn.refreshTrustedAdvisorCheck('M",
    ["'Mfd1x'  Service Limits (service_limits)"],
  ],
  [
    'checks by a short name',
    "conn.refreshTrustedAdvisorCheck('S3",
    ["'Pfx0RwqBli'  Amazon S3 Bucket Permissions (security)"],
  ],
  [
    'checks by name in a list',
    "conn.describeTrustedAdvisorCheckSummaries({ checkIds: ['root acc",
    ["'7DAFEmoDos'  MFA on Root Account (security)"],
  ],
  ['attachments to download', "conn.download('shot", ["'attachment-bb'  shot.png (A test case.)"]],
  [
    'attachments by the name of the file',
    'conn.describeAttachment("err',
    ['"attachment-aa"  error.log (The printer is on fire)'],
  ],
]

describe('Completion of live values', () => {
  for (const [title, text, lines] of rows) {
    it(`${title}: ${text.replaceAll('\n', '⏎')}`, async () => {
      expect(listed(await completer.complete(text, context))).to.deep.equal(lines)
    })
  }

  const messages: [text: string, known: Known, message: string][] = [
    [
      "conn.resolveCase('",
      { values: [], message: 'no case ids: not connected (no route)' },
      'no case ids: not connected (no route)',
    ],
    ["conn.resolveCase('x", { values: service.cases }, "no case ids like 'x'"],
    [
      "conn.resolveCase('x",
      { values: service.cases, message: 'case ids are still being fetched; press TAB again' },
      'case ids are still being fetched; press TAB again',
    ],
    [
      'conn.createCase({ serviceCode: f(), categoryCode: ',
      { values: [] },
      'no categories: serviceCode is not known before it runs',
    ],
    [
      'let code = 1; conn.createCase({ serviceCode: code, categoryCode: ',
      { values: [] },
      'no categories: serviceCode is not known before it runs',
    ],
  ]
  for (const [text, known, message] of messages) {
    it(`says why there is nothing: ${message}`, async () => {
      const completion = await completerIn({ ...world, live: () => known }).complete(text, context)
      expect(completion).to.deep.include({ candidates: [], message })
    })
  }

  it('says that there may be more', async () => {
    const known = { values: service.cases, message: 'case ids are still being fetched; press TAB again' }
    const completion = await completerIn({ live: () => known }).complete('conn.resolveCase(', context)
    expect(texts(completion)).to.deep.equal(["'case-9'", "'case-1'"])
    expect(completion.message).to.equal(known.message)
  })

  it('asks for no live value where the model knows them, or where none goes', async () => {
    const asked: string[] = []
    const watched = completerIn({
      ...world,
      live(kind) {
        asked.push(kind)
        return live(kind)
      },
    })
    for (const text of [
      'conn.',
      'conn.createCase({ ',
      "conn.createCase({ severityCode: '",
      "f('",
      'conn.createCase({}).',
      "conn.createCase({ subject: '",
    ]) {
      await watched.complete(text, context)
      await watched.signature(text)
    }
    expect(asked).to.deep.equal([])
  })

  it('inserts valid source whatever the service answers, in the quote that is open', async () => {
    const quote = fc.constantFrom("'", '"', '`')
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom("a'b", 'a"b', 'a`${b}', 'a\\', 'a\nb', '\u001b[2J', '\u202eevil', '\u2028'),
    )
    await fc.assert(
      fc.asyncProperty(quote, hostile, async (open, value) => {
        const known = { values: [{ value, note: '' }] }
        const text = `conn.resolveCase(${open}`
        const { candidates, partial } = await completerIn({ live: () => known }).complete(text, context)
        const source = text.slice(0, text.length - partial.length) + candidates[0]!.text + ')'
        expect(vm.runInNewContext(source, { conn: { resolveCase: (id: string) => id } })).to.equal(value)
        expect(candidates[0]!.text).to.not.match(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })
})

describe('The members that take live values', () => {
  const members = new Set(operationNames.flatMap((name) => Object.keys(operation(name).input)))

  for (const name of liveMemberNames) {
    it(`${name} is a member of an operation`, () => expect([...members]).to.include(name))
  }

  it('have words for every kind', () => {
    expect(Object.keys(liveKinds)).to.have.members(Object.keys(service))
  })
})
