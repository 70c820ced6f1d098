/** TAB: what stands before the cursor, and what may follow. */
import { expect } from 'chai'
import { paginatorName, SupportConnection } from '../../../src/client/connection.ts'
import { operation, operationNames } from '../../../src/model/operations.ts'
import { completerIn, context, listed, texts } from './completing.ts'

const conn = new SupportConnection({ credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })

/** Anything that looks at it closely runs its code. */
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

const getters = {
  get trap(): never {
    throw new Error('ran')
  },
}

const peeked: string[] = []
const completer = completerIn(
  {
    values: {
      conn,
      'c.cases[0]': { caseId: 'case-1', subject: 'x', 'not-a-name': 1 },
      text: 'abc',
      list: ['a', 'b'],
      long: new Array(10_000_000),
      bytes: new Uint8Array(10_000_000),
      none: null,
      hostile,
      heir: Object.create(hostile),
      getters,
    },
    names: ['conn', 'connectToRegion', 'console', 'text', 'subject', 'conn-1', 'conn\n\u001b[2J'],
  },
  peeked,
)

const complete = (text: string) => completer.complete(text, context)

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
  ['operations in a template', '`Closed: ${conn.resolveC', ['resolveCase']],
  ['operations as texts', "conn['resolveC", ["'resolveCase'"]],
  ['optional chains', 'conn?.resolveC', ['resolveCase']],
  ['the beginning of an input', 'conn.createCase(', ['{ ']],
  ['members, the needed ones first', 'conn.createCase({ ', createCase],
  ['members that begin so', 'conn.createCase({ s', ['subject', 'serviceCode', 'severityCode']],
  ['members as texts', 'conn.createCase({ "se', ['"serviceCode"', '"severityCode"']],
  ['members that are not there yet', "conn.createCase({ subject: 'x', s", ['serviceCode', 'severityCode']],
  ['members after a name alone', 'conn.createCase({ subject, s', ['serviceCode', 'severityCode']],
  ['members after others are spread', 'conn.createCase({ ...rest, su', ['subject']],
  ['members across lines', "conn.createCase({\n  subject: 'x',\n  comm", ['communicationBody']],
  [
    'members across lines that a terminal ends with \\r',
    "conn.createCase({\r  subject: 'x',\r  comm",
    ['communicationBody'],
  ],
  ['members behind comments', 'conn.createCase({ // first\n  /* then */ comm', ['communicationBody']],
  [
    'members after values with brackets',
    "conn.createCase({ ccEmailAddresses: ['a', f(1, 2)], subj",
    ['subject'],
  ],
  ['members after what is no JavaScript', 'conn.createCase({ subject: #, comm', ['communicationBody']],
  ['members of any receiver', 'other.x.resolveCase({ ', ['caseId', 'dryRun']],
  ['members of what is called in an argument', 'f(conn.resolveCase({ ', ['caseId', 'dryRun']],
  [
    'members of paginators',
    'conn.paginateDescribeCases({ incl',
    ['includeResolvedCases', 'includeCommunications'],
  ],
  [
    'members of a structure in a list',
    'conn.addAttachmentsToSet({ attachments: [{ fileName: 1 }, { ',
    ['fileName', 'data'],
  ],
  ['members of a structure', 'conn.getAttachmentUploadLinks({ uploadRange: { ', ['startIndex', 'endIndex']],
  ['no members in a template', 'conn.createCase({ `sub', []],
  ['no members in a second argument', 'conn.resolveCase({}, { ', []],
  ['no members of a function’s own objects', 'f({ ', []],
  [
    'no members in a function within',
    'conn.createCase({ subject: (() => { s',
    ['subject', 'static', 'super', 'switch'],
  ],

  [
    'values of the model',
    'conn.createCase({ severityCode: ',
    ["'low'", "'normal'", "'high'", "'urgent'", "'critical'"],
  ],
  ['values that begin so', "conn.createCase({ severityCode: 'l", ["'low'"]],
  [
    'values in the quotes that are open',
    'conn.createCase({ issueType: "',
    ['"technical"', '"customer-service"'],
  ],
  ['values in a template', 'conn.createCase({ issueType: `t', ['`technical`']],
  ['values without a quote yet, and names', 'conn.createCase({ issueType: t', ["'technical'", 'text']],
  ['values behind a question', 'conn.createCase({ issueType: x ? t', ["'technical'", 'text']],
  ['values across lines', "conn.createCase({\n  subject: 'x',\n  language:\n    'e", ["'en'", "'es'"]],
  ['values of a bare argument', "conn.describeTrustedAdvisorChecks('pt", ["'pt_BR'"]],
  ['yes and no', 'conn.describeCases({ includeResolvedCases: ', ['true', 'false']],
  ['yes', 'conn.describeCases({ includeResolvedCases: t', ['true', 'text']],
  ['the beginning of a list', 'conn.createCase({ uploadIds: ', ['[']],
  ['the beginning of a structure', 'conn.getAttachmentUploadLinks({ uploadRange: ', ['{ ']],
  ['no values where a value stands', "conn.createCase({ severityCode: 'low'", []],
  ['no values behind an operator', 'conn.createCase({ severityCode: 1 + ', []],
  ['no values of a member that there is not', "conn.createCase({ sevrity: '", []],
  ['no values of what every object has', "conn.createCase({ toString: '", []],

  ['members of what an operation answers', 'conn.createCase({}).', ['caseId']],
  ['members of an answer that is awaited', '(await conn.createCase({})).', ['caseId']],
  ['members of a list in an answer', 'conn.describeCases({ a: [1] }).c', ['cases']],
  ['members within an answer', 'conn.describeCases().cases[0].sub', ['subject', 'submittedBy']],
  [
    'members deep in an answer',
    'conn.describeCases()?.cases?.[f()].recentCommunications.comm',
    ['communications'],
  ],
  ['what lists in an answer can do', 'conn.describeCases().cases.findL', ['findLast', 'findLastIndex']],
  ['what texts in an answer can do', 'conn.createCase({}).caseId.toUp', ['toUpperCase']],
  ['nothing of what an answer does not have', 'conn.describeCases().nope.', []],
  ['nothing of what a call answers', 'f().', []],

  ['properties', 'c.cases[0].', ['caseId', 'subject']],
  ['properties that begin so', 'c.cases[0].sub', ['subject']],
  ['properties in brackets, names or not', "c.cases[0]['", ["'caseId'", "'subject'", "'not-a-name'"]],
  ['properties of a text', 'text.toUp', ['toUpperCase']],
  ['properties of a list', 'list.le', ['length']],
  [
    'no positions in a list',
    "list['",
    texts({ candidates: arrayNames(), partial: '' }).map((name) => `'${name}'`),
  ],
  ['properties of a long list, without a look at it', 'long.le', ['length']],
  ['properties of bytes', 'bytes.byteL', ['byteLength']],
  ['properties of nothing', 'none.', []],
  ['what every object has, once it is asked for', 'c.cases[0].hasOwn', ['hasOwnProperty']],
  ['properties of what cannot be looked at', 'nope.', []],
  ['properties of a proxy, which would run code', 'hostile.', []],
  ['properties of its heirs', 'heir.', []],
  ['the names of getters', 'getters.', ['trap']],

  ['names', 'conn', ['conn', 'connectToRegion']],
  ['names as arguments', 'f(conso', ['console']],
  ['words of the language', 'awa', ['await']],
  ['names that the text declares', 'const conversation = 1; conv', ['conversation']],
  ['parameters', 'cases.map((connected, index) => conn', ['connected', 'conn', 'connectToRegion']],
  [
    'names out of a pattern',
    'const { cases: [conOne], ...conRest } = x; con',
    ['conOne', 'conRest', 'conn', 'connectToRegion', 'console', 'const', 'continue'],
  ],
  ['nothing of a name that the text declares and the session has, too', 'for (const conn of all) conn.', []],

  ['nothing where nothing is typed', '', []],
  ['nothing in a text', "'conn.", []],
  ['nothing in a text of somebody else', "f('conn.", []],
  ['nothing after a text', "'conn'", []],
  ['nothing in a template', '`conn.desc', []],
  ['nothing behind a substitution', '`${conn}.desc', []],
  ['nothing in a comment', '// conn.desc', []],
  ['nothing in a long comment', '/* conn.desc', []],
  ['nothing in a regular expression', 'x = /conn.desc', []],
  ['nothing after a number', '1', []],
]

function arrayNames() {
  const names = ['length', ...Object.getOwnPropertyNames(Array.prototype)]
  return [...new Set(names)].filter((name) => name !== 'constructor').map((text) => ({ text }))
}

describe('Completion', () => {
  for (const [title, text, candidates] of rows) {
    it(`${title}: ${text.replace(/[\r\n]/g, '⏎')}`, async () => {
      expect(texts(await complete(text))).to.deep.equal(candidates)
    })
  }

  it('lists the operations in the order of the model, then their pages, then the rest', async () => {
    const { candidates, partial } = await complete('conn.')
    const paginators = operationNames.filter((name) => operation(name).pages).map(paginatorName)
    const names = candidates.map(({ text }) => text)
    expect(names.slice(0, operationNames.length)).to.deep.equal(operationNames)
    expect(names.slice(operationNames.length)).to.deep.equal([
      ...paginators,
      'attach',
      'download',
      'close',
      'region',
      'endpoint',
    ])
    expect(partial).to.equal('')
  })

  for (const name of operationNames) {
    it(`knows every member of ${name}`, async () => {
      const found = texts(await complete(`conn.${name}({`))
      expect(found).to.have.members(Object.keys(operation(name).input))
    })
  }

  const notes: [text: string, listed: string[]][] = [
    ['conn.resolveC', [`resolveCase  ${operation('resolveCase').help}`]],
    [
      'conn.paginateDescribeCom',
      [`paginateDescribeCommunications  Page by page: ${operation('describeCommunications').help}`],
    ],
    ['conn.createCase({ su', [`subject  needed, text: ${operation('createCase').input['subject']!.help}`]],
    [
      'conn.describeCases({ maxR',
      [`maxResults  number of 10 to 100: ${operation('describeCases').input['maxResults']!.help}`],
    ],
    [
      'conn.resolveCase({}).',
      [
        `initialCaseStatus  'unassigned' | 'opened' | 'work-in-progress' | 'pending-customer-action' | ...: ${operation('resolveCase').output['initialCaseStatus']!.help}`,
        `finalCaseStatus  'unassigned' | 'opened' | 'work-in-progress' | 'pending-customer-action' | ...: ${operation('resolveCase').output['finalCaseStatus']!.help}`,
      ],
    ],
  ]
  for (const [text, lines] of notes) {
    it(`says beside each what it is: ${text}`, async () => {
      expect(listed(await complete(text))).to.deep.equal(lines)
    })
  }

  const messages: [text: string, message: string][] = [
    ['', 'conn. and TAB shows the operations, .help what else there is'],
    ['conn.nope', 'nothing here begins with nope'],
    ['nope.x.', 'nope is not defined'],
    ['console.stdout.', 'what console.stdout is cannot be told without running something'],
    ['f().', 'what a call answers is not known before it runs'],
    [
      'conn.describeCases({ maxResults: ',
      `maxResults takes number of 10 to 100: ${operation('describeCases').input['maxResults']!.help}`,
    ],
    ["conn.createCase({ subject: '", `subject takes text: ${operation('createCase').input['subject']!.help}`],
    ["conn.createCase({ severityCode: 'x", "severityCode takes 'low' | 'normal' | 'high' | 'urgent' | ...: "],
    ["conn.describeCases({ includeResolvedCases: 't", 'includeResolvedCases takes true | false: '],
    ['x'.repeat(100_000), 'the input is too long to be completed'],
  ]
  for (const [text, message] of messages) {
    it(`says why there is nothing: ${text.slice(0, 60)}`, async () => {
      const completion = await complete(text)
      expect(completion.candidates).to.deep.equal([])
      expect(completion.message).to.match(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
    })
  }

  const partials: [text: string, partial: string][] = [
    ['conn.desc', 'desc'],
    ['conn.createCase({\n  subj', 'subj'],
    ["conn.createCase({ severityCode: 'l", "'l"],
    ["conn['desc", "'desc"],
    ['conn.createCase({ severityCode: ', ''],
  ]
  for (const [text, partial] of partials) {
    it(`replaces what is typed: ${text.replaceAll('\n', '⏎')}`, async () => {
      expect(await complete(text)).to.include({ partial })
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
      'a[`${f()}`].',
      "a[f()]['",
      'delete a.b, c => c.',
      '(a = 1).',
      'a[await b].',
      'import("x").',
    ]) {
      await complete(text)
    }
    expect(peeked).to.deep.equal([])
  })
})
