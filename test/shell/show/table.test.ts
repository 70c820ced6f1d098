/** Results as tables: what goes in, and what a screen shows. */
import { expect } from 'chai'
import fc from 'fast-check'
import { cellWidth } from '../../../src/shell/show/cells.ts'
import { resultTable } from '../../../src/shell/show/table.ts'
import { isObeyed, troublesome } from './troublesome.ts'

const firstCase = {
  caseId: 'case-123456789012-muen-2026-a0f98a2024a827a6',
  displayId: '179545875873148',
  subject: 'Free storage falls by 1 GB a minute',
  status: 'work-in-progress',
  serviceCode: 'amazon-dynamodb',
  categoryCode: 'throttling',
  severityCode: 'urgent',
  submittedBy: 'jane@example.com',
  timeCreated: '2026-08-01T09:00:00.000Z',
  recentCommunications: { communications: [{ body: 'Hello' }], nextToken: 't' },
  ccEmailAddresses: ['oncall@example.com', 'data@example.com'],
  language: 'en',
}
const cases = [
  firstCase,
  {
    ...firstCase,
    caseId: 'case-123456789012-muja-2026-bd5e8966bb2553d3',
    displayId: '179543181834951',
    subject: '\u001b[2J毎晩🔥ジョブが\n遅くなる',
    status: 'pending-customer-action',
    severityCode: 'low',
    timeCreated: '2026-07-30T23:59:59.999Z',
    ccEmailAddresses: [],
  },
]
const communications = [
  {
    caseId: firstCase.caseId,
    body: 'First line\nsecond line, which is long',
    submittedBy: 'Amazon Web Services',
    timeCreated: '2026-08-01T09:00:00.000Z',
    attachmentSet: [],
  },
  {
    caseId: firstCase.caseId,
    body: 'Help!',
    submittedBy: 'AdminRole (Role) <jane@example.com>',
    timeCreated: '2026-08-01T08:00:00.000Z',
    attachmentSet: [{}],
  },
]
const levels = [
  { code: 'low', name: 'General guidance' },
  { code: 'urgent', name: 'Production system down' },
]

/** The table as it is written here: without the indent of the test and the lines around it. */
function unindent(text: string): string {
  return text.replace(/^\n|\n *$/g, '').replace(/^ {4}/gm, '')
}

const tables: [title: string, value: unknown, columns: number, shown: string][] = [
  [
    'cases on 80 columns: the id, the subject, the status',
    { cases },
    80,
    `
    caseId                                        subject                status
    case-123456789012-muen-2026-a0f98a2024a827a6  Free storage falls...  work-in-...
    case-123456789012-muja-2026-bd5e8966bb2553d3  \\x1B[2J毎晩🔥ジョ...   pending-...
    left out: displayId, serviceCode, categoryCode, severityCode, submittedBy,
    timeCreated, recentCommunications, ccEmailAddresses, language
    `,
  ],
  [
    'on 40 the shorter id stands in',
    { cases },
    40,
    `
    displayId        subject        sever...
    179545875873148  Free stora...  urgent
    179543181834951  \\x1B[2J毎...   low
    left out: caseId, status, serviceCode,
    categoryCode, submittedBy, timeCreated,
    recentCommunications, ccEmailAddresses,
    language
    `,
  ],
  [
    'on 20 the subject stands below the id',
    { cases },
    20,
    `
    displayId
      subject
    179545875873148
      Free storage fa...
    179543181834951
      \\x1B[2J毎晩🔥ジ...
    left out: caseId,
    status, serviceCode,
    categoryCode,
    severityCode,
    submittedBy,
    timeCreated,
    recentCommunicat...,
    ccEmailAddresses,
    language
    `,
  ],
  [
    'on 200 there is room for much',
    cases,
    200,
    `
    caseId                                        subject                              status                   serviceCode      categoryCode  severityCode  submittedBy       timeCreated        language
    case-123456789012-muen-2026-a0f98a2024a827a6  Free storage falls by 1 GB a minute  work-in-progress         amazon-dynamodb  throttling    urgent        jane@example.com  2026-08-01 09:00Z  en
    case-123456789012-muja-2026-bd5e8966bb2553d3  \\x1B[2J毎晩🔥ジョブが 遅くなる       pending-customer-action  amazon-dynamodb  throttling    low           jane@example.com  2026-07-30 23:59Z  en
    left out: displayId, recentCommunications, ccEmailAddresses
    `,
  ],
  [
    'messages on 80: what is the same in all of them gives way',
    communications,
    80,
    `
    body                    submittedBy             timeCreated        attachmentSet
    First line second l...  Amazon Web Services     2026-08-01 09:00Z
    Help!                   AdminRole (Role) <j...  2026-08-01 08:00Z  [1]
    left out: caseId
    `,
  ],
  [
    'messages on 40',
    { communications, nextToken: 'more' },
    40,
    `
    body                   timeCreated
    First line second ...  2026-08-01 09:00Z
    Help!                  2026-08-01 08:00Z
    left out: caseId, submittedBy,
    attachmentSet
    There are more:
    conn.paginateDescribeCommunications goes
    on with nextToken.
    `,
  ],
  [
    'what fits has nothing left out',
    { severityLevels: levels },
    80,
    `
    code    name
    low     General guidance
    urgent  Production system down
    `,
  ],
  [
    'on 20 texts are cut',
    levels,
    20,
    `
    code    name
    low     General g...
    urgent  Productio...
    `,
  ],
  [
    'numbers stand on the right; what a row does not have is empty',
    [
      { a: 1, b: 'x' },
      { a: 1000, c: true },
      { b: null, d: undefined, a: -1.5 },
    ],
    40,
    `
       a  b  c     d
       1  x
    1000     true
    -1.5
    `,
  ],
  [
    'nested values in a word or two',
    [
      {
        list: [{}, {}],
        names: ['a', 'b'],
        one: { items: [1] },
        bytes: new Uint8Array(3),
        other: { x: { y: 1 }, z: 2 },
      },
      { list: [], names: [], one: {}, bytes: undefined, other: new Map([[1, 2]]) },
    ],
    80,
    `
    list  names  one     bytes    other
    [2]   a, b   1 item  3 bytes  { x: [Object], z: 2 }
                 {}               Map(1) { 1 => 2 }
    `,
  ],
  [
    'times and dates are shortened, and what only looks like one is not',
    [
      { a: '2026-08-01T09:00:00.000+0000', b: new Date(0), c: '2026-08-01' },
      { a: '2020-05-13T21:38:05Z', b: new Date(Number.NaN), c: '2026-13-01T09:00:00Z' },
    ],
    80,
    `
    a                  b                  c
    2026-08-01 09:00Z  1970-01-01 00:00Z  2026-08-01
    2020-05-13 21:38Z                     2026-13-01T09:00:00Z
    `,
  ],
  [
    'names of members are harmless, too',
    [{ 'a\u001b[31m': 1, 'b\nc': 2 }],
    40,
    `
    a\\x1B[31m  b c
            1    2
    `,
  ],
]

const noTables: [title: string, value: unknown][] = [
  ['a text', 'case-1'],
  ['nothing', undefined],
  ['null', null],
  ['an object', { caseId: 'case-1' }],
  ['a list of texts', ['a', 'b']],
  ['a list of lists', [[1], [2]]],
  ['a list of both', [{ a: 1 }, 2]],
  ['an empty list', []],
  ['an answer with an empty list', { cases: [] }],
  ['an answer with two lists', { cases: [{ a: 1 }], others: [{ a: 1 }] }],
  ['an answer with more than a list', { cases: [{ a: 1 }], count: 1 }],
  ['objects without members', [{}, {}]],
  ['dates', [new Date(0)]],
  ['bytes', new Uint8Array(3)],
  ['a map', new Map([['a', [{ b: 1 }]]])],
]

describe('A result as a table', () => {
  for (const [title, value, columns, shown] of tables) {
    it(title, () => expect(resultTable(value, { columns, colors: false })).to.equal(unindent(shown)))
  }

  for (const [title, value] of noTables) {
    it(`${title} is none`, () =>
      expect(resultTable(value, { columns: 80, colors: false })).to.equal(undefined))
  }

  it('cuts with one character where there is Unicode', () => {
    expect(resultTable(levels, { columns: 20, colors: false, unicode: true })).to.equal(
      'code    name\nlow     General gui…\nurgent  Production …',
    )
  })

  it('has its head in bold, and what is left out dimmed, where there are colours', () => {
    expect(
      resultTable([{ code: 'low', name: 'A long name', list: [{}] }], { columns: 16, colors: true }),
    ).to.equal(
      '\u001b[1mcode\u001b[22m  \u001b[1mname\u001b[22m\nlow   A long ...\n\u001b[2mleft out: list\u001b[22m',
    )
  })

  it('is the same for lists of another realm', async () => {
    const { runInNewContext } = await import('node:vm')
    const value = runInNewContext('({ severityLevels: [{ code: "low", name: "Low" }] })')
    expect(resultTable(value, { columns: 80, colors: false })).to.equal('code  name\nlow   Low')
  })

  it('runs no code of what it shows', () => {
    const ran: string[] = []
    const trap = (name: string) => () => {
      ran.push(name)
      return undefined
    }
    const row = {
      a: 1,
      get b() {
        return ran.push('getter')
      },
      c: { toString: trap('toString'), [Symbol.for('nodejs.util.inspect.custom')]: trap('inspect') },
      d: new Proxy({}, { get: trap('get'), ownKeys: () => [...'abc'].filter(trap('ownKeys')) }),
    }
    const shown = resultTable([row], { columns: 100, colors: false })
    expect({ ran, head: shown?.split('\n')[0]?.split(/ +/) }).to.deep.equal({
      ran: [],
      head: ['a', 'b', 'c', 'd'],
    })
    expect(shown).to.contain('[Getter]')
    expect(resultTable(new Proxy([row], {}), { columns: 80, colors: false })).to.equal(undefined)
    expect(resultTable([new Proxy(row, {})], { columns: 80, colors: false })).to.equal(undefined)
  })
})

describe('Any list of objects', () => {
  const rows = fc.array(
    fc.dictionary(
      fc.oneof(troublesome, fc.constantFrom('caseId', 'subject', 'status')),
      fc.oneof(troublesome, fc.anything()),
      {
        minKeys: 1,
        maxKeys: 6,
      },
    ),
    { minLength: 1, maxLength: 5 },
  )

  it('fits the width, has no more than it says, and nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 10, max: 120 }), fc.boolean(), (list, columns, unicode) => {
        const shown = resultTable(list, { columns, colors: false, unicode })
        expect(shown).to.be.a('string')
        for (const line of shown!.split('\n')) {
          expect(isObeyed(line), line).to.equal(false)
          expect(cellWidth(line), line).to.be.at.most(columns)
          expect(line).to.equal(line.trimEnd())
        }
      }),
    )
  })

  it('is ASCII alone where the values are', () => {
    const plain = fc.array(
      fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1, maxKeys: 9 }),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    fc.assert(
      fc.property(plain, fc.integer({ min: 1, max: 120 }), (list, columns) => {
        expect(resultTable(list, { columns, colors: false })).to.match(/^[\x20-\x7e\n]*$/)
      }),
    )
  })
})
