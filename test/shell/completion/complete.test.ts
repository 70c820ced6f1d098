/** TAB: what stands before the cursor, and what may follow. */
import { expect } from 'chai'
import { SupportConnection } from '../../../src/client/connection.ts'
import { operation, operationNames } from '../../../src/model/operations.ts'
import { complete, type Lookups } from '../../../src/shell/completion/complete.ts'

const conn = new SupportConnection({ credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
const hostile = new Proxy(
  {},
  {
    ownKeys: () => {
      throw new Error('ran')
    },
    getPrototypeOf: () => {
      throw new Error('ran')
    },
  },
)
const values: Record<string, unknown> = {
  conn,
  'c.cases[0]': { caseId: 'case-1', subject: 'x', 'not-a-name': 1 },
  text: 'abc',
  hostile,
}
const peeked: string[] = []
const lookups: Lookups = {
  peek: (expression) => {
    peeked.push(expression)
    return expression in values ? { value: values[expression] } : undefined
  },
  names: () => ['conn', 'connectToRegion', 'console', 'text'],
}

const createCase = [
  'subject',
  'communicationBody',
  'serviceCode',
  'severityCode',
  'categoryCode',
  'ccEmailAddresses',
  'language',
  'issueType',
  'attachmentSetId',
  'uploadIds',
  'dryRun',
]

const rows: [title: string, text: string, candidates: string[]][] = [
  ['operations', 'conn.desc', operationNames.filter((name) => name.startsWith('desc'))],
  ['an operation', 'conn.resolveC', ['resolveCase']],
  ['paginators', 'conn.pag', ['paginateDescribeCases', 'paginateDescribeCommunications']],
  ['operations in the middle of an input', 'const c = [conn.resolveC', ['resolveCase']],
  ['optional chains', 'conn?.resolveC', ['resolveCase']],
  ['members, the needed ones first', 'conn.createCase({ ', createCase],
  ['members that begin so', 'conn.createCase({ s', ['subject', 'serviceCode', 'severityCode']],
  ['members that are not there yet', "conn.createCase({ subject: 'x', s", ['serviceCode', 'severityCode']],
  ['members across lines', "conn.createCase({\n  subject: 'x',\n  comm", ['communicationBody']],
  [
    'members after values with brackets',
    "conn.createCase({ ccEmailAddresses: ['a', f(1, 2)], subj",
    ['subject'],
  ],
  ['members of any receiver', 'other.x.resolveCase({ ', ['caseId', 'dryRun']],
  [
    'members of a structure in a list',
    'conn.addAttachmentsToSet({ attachments: [{ fileName: 1 }, { ',
    ['fileName', 'data'],
  ],
  ['members of a structure', 'conn.getAttachmentUploadLinks({ uploadRange: { ', ['startIndex', 'endIndex']],
  ['no members where a value goes', 'conn.resolveCase({ caseId: ', []],
  ['no members in a second argument', 'conn.resolveCase({}, { ', []],
  ['no members of a function’s own objects', 'f({ ', []],
  ['members of what an operation answers', 'conn.createCase({}).', ['caseId']],
  ['also when it is in parentheses of its own', 'conn.describeCases({ a: [1] }).c', ['cases']],
  ['nothing of what a call answers', 'f().', []],
  ['nothing of what a call within answers', 'conn.describeCases().cases[0].', []],
  ['properties', 'c.cases[0].', ['caseId', 'subject']],
  ['properties that begin so', 'c.cases[0].sub', ['subject']],
  ['properties of a text', 'text.toUp', ['toUpperCase']],
  ['properties of what cannot be looked at', 'nope.', []],
  ['properties of a proxy, which would run code', 'hostile.', []],
  ['names', 'conn', ['conn', 'connectToRegion']],
  ['names as arguments', 'f(conso', ['console']],
  ['nothing where nothing is typed', '', []],
  ['nothing in a text', "'conn.", []],
  ['nothing after a text', "'conn'", []],
  ['nothing in a template', '`conn.desc', []],
  ['nothing in a comment', '// conn.desc', []],
  ['nothing in a long comment', '/* conn.desc', []],
  ['nothing after a number', '1', []],
]

describe('Completion', () => {
  for (const [title, text, candidates] of rows) {
    it(`${title}: ${text.replaceAll('\n', '⏎')}`, async () => {
      expect((await complete(text, lookups)).candidates).to.deep.equal(candidates)
    })
  }

  it('lists operations before anything else of a connection', async () => {
    const { candidates, partial } = await complete('conn.', lookups)
    expect(candidates.slice(0, operationNames.length)).to.deep.equal(operationNames)
    expect(candidates).to.include.members(['region', 'endpoint', 'close']).and.not.include('constructor')
    expect(partial).to.equal('')
  })

  for (const name of operationNames) {
    it(`knows every member of ${name}`, async () => {
      const { candidates } = await complete(`conn.${name}({`, lookups)
      expect(candidates).to.have.members(Object.keys(operation(name).input))
    })
  }

  it('never looks at anything that would have to be called', async () => {
    peeked.length = 0
    for (const text of [
      'conn.createCase({}).',
      'f().',
      'new A().x',
      'conn.createCase({}).caseId.',
      '(conn).',
      'a[f()].',
      'a`b`.',
      'a[b = 1].',
      'a[b++].',
    ]) {
      await complete(text, lookups)
    }
    expect(peeked).to.deep.equal([])
  })
})
