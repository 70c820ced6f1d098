/** The list of cases as people see it. */
import { expect } from 'chai'
import { caseListText, type SupportCase } from '../../../src/shell/show/case-list.ts'

const now = Date.parse('2026-08-03T12:00:00Z')
const cases: SupportCase[] = [
  {
    caseId: 'case-123456789012-muen-2026-a0f98a2024a827a6',
    displayId: '1795458758',
    subject: 'Free storage falls by 1 GB a minute on the order database',
    status: 'work-in-progress',
    severityCode: 'urgent',
    serviceCode: 'amazon-relational-database-service-postgresql',
    timeCreated: '2026-08-03T11:15:00.000Z',
  },
  {
    caseId: 'case-123456789012-muja-2026-bd5e8966bb2553d3',
    displayId: '1795431818',
    subject: '毎晩ジョブが遅くなる\u001b[2J',
    status: 'pending-customer-action',
    severityCode: 'low',
    serviceCode: 'billing',
    timeCreated: '2026-06-30T09:00:00.000Z',
  },
  {
    caseId: 'case-1',
    subject: 'A test case.',
    status: 'resolved',
    severityCode: 'normal',
    serviceCode: 'general-info',
    timeCreated: 'some time ago',
  },
]

const lists: [columns: number, shown: string][] = [
  [
    160,
    `
    case        age  severity  status                   service                                        subject
    1795458758  45m  urgent    work-in-progress         amazon-relational-database-service-postgresql  Free storage falls by 1 GB a minute on the order database
    1795431818  34d  low       pending-customer-action  billing                                        毎晩ジョブが遅くなる\\x1B[2J
    case-1           normal    resolved                 general-info                                   A test case.
    `,
  ],
  [
    100,
    `
    case        age  severity  status                   subject
    1795458758  45m  urgent    work-in-progress         Free storage falls by 1 GB a minute on the or...
    1795431818  34d  low       pending-customer-action  毎晩ジョブが遅くなる\\x1B[2J
    case-1           normal    resolved                 A test case.
    left out: service
    `,
  ],
  [
    80,
    `
    case        age  severity  status                 subject
    1795458758  45m  urgent    work-in-progress       Free storage falls by 1 GB ...
    1795431818  34d  low       pending-customer-a...  毎晩ジョブが遅くなる\\x1B[2J
    case-1           normal    resolved               A test case.
    left out: service
    `,
  ],
  [
    40,
    `
    case        status        subject
    1795458758  work-in-p...  Free storag...
    1795431818  pending-c...  毎晩ジョブ...
    case-1      resolved      A test case.
    left out: age, severity, service
    `,
  ],
  [
    20,
    `
    case        subject
    1795458758  Free ...
    1795431818  毎晩...
    case-1      A tes...
    left out: age,
    severity, status,
    service
    `,
  ],
]

describe('A list of cases', () => {
  for (const [columns, shown] of lists) {
    it(`on ${columns} columns`, () => {
      const expected = shown.replace(/^\n|\n *$/g, '').replace(/^ {4}/gm, '')
      expect(caseListText(cases, { columns, colors: false, now })).to.equal(expected)
    })
  }

  it('has the caseId where there is room for everything', () => {
    const list = caseListText([cases[2]!], { columns: 80, colors: false, now })
    expect(list).to.equal(
      'case    age  severity  status    service       subject       caseId\n' +
        'case-1       normal    resolved  general-info  A test case.  case-1',
    )
  })

  it('colours what is urgent, what waits for the customer, and what is done', () => {
    const list = caseListText(cases, { columns: 80, colors: true, now })
    const colored = [...list.matchAll(/\u001b\[(3\d)m(.*?) *\u001b\[39m/g)].map(([, color, text]) => [
      color,
      text,
    ])
    expect(colored).to.deep.equal([
      ['31', 'urgent'],
      ['33', 'pending-customer-a...'],
      ['32', 'resolved'],
    ])
  })
})
