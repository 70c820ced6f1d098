/** The words behind `.cases`: which cases they pick, and how that is said. */
import { expect } from 'chai'
import fc from 'fast-check'
import { caseFilter, filterWords } from '../../../src/shell/show/case-filter.ts'
import type { SupportCase } from '../../../src/shell/show/case-list.ts'
import { troublesome } from './troublesome.ts'

const rows: [caseId: string, status: string, severity: string, service: string, subject: string][] = [
  ['1', 'unassigned', 'urgent', 'amazon-dynamodb', 'High latency since 09:00'],
  ['2', 'pending-customer-action', 'high', 'aws-lambda', 'Function stops: "slow start"'],
  ['3', 'reopened', 'low', 'billing', 'Who can open a case?'],
  ['4', 'resolved', 'urgent', 'amazon-dynamodb', 'Throttled'],
  ['5', 'resolved', 'low', 'billing', 'Caf\u00e9 invoice'],
  ['6', 'a-status-of-tomorrow', 'normal', 'ec2', 'Billing of stopped instances'],
]
const cases = rows.map(
  ([caseId, status, severityCode, serviceCode, subject]): SupportCase => ({
    caseId,
    status,
    severityCode,
    serviceCode,
    categoryCode: 'other',
    subject,
  }),
)

/** What is asked of the service: open cases, or all of them. */
const scopes = { open: false, all: true } as const

const filters: [
  filter: string,
  asks: keyof typeof scopes,
  picked: string,
  states: string,
  conditions: string[],
][] = [
  ['', 'open', '1236', 'open', []],
  ['open', 'open', '1236', 'open', []],
  ['all-open', 'open', '1236', 'open', []],
  ['all', 'all', '123456', '', []],
  ['resolved', 'all', '45', 'resolved', []],
  ['open resolved', 'all', '123456', '', []],
  ['reopened', 'open', '3', 'reopened', []],
  ['reopened unassigned', 'open', '13', 'reopened or unassigned', []],
  ['URGENT', 'open', '1', 'open', ['severity urgent']],
  ['all urgent', 'all', '14', '', ['severity urgent']],
  ['low high', 'open', '23', 'open', ['severity low or high']],
  ['amazon-dynamodb', 'open', '1', 'open', ['service amazon-dynamodb']],
  ['all billing ec2', 'all', '356', '', ['service billing or ec2']],
  ['all dynamodb', 'all', '14', '', ['"dynamodb" in the subject or service']],
  ['latency', 'open', '1', 'open', ['"latency" in the subject or service']],
  ['all urgent throttled', 'all', '4', '', ['severity urgent', '"throttled" in the subject or service']],
  ['high latency', 'open', '', 'open', ['severity high', '"latency" in the subject or service']],
  ['"high latency"', 'open', '1', 'open', ['"high latency" in the subject or service']],
  [
    "'high' latency",
    'open',
    '1',
    'open',
    ['"high" in the subject or service', '"latency" in the subject or service'],
  ],
  ['"open"', 'open', '3', 'open', ['"open" in the subject or service']],
  ['"billing"', 'open', '36', 'open', ['"billing" in the subject or service']],
  ['all cafe\u0301', 'all', '5', '', ['"cafe\u0301" in the subject or service']],
  ['all 09:00', 'all', '1', '', ['"09:00" in the subject or service']],
  ['"slow', 'open', '2', 'open', ['""slow" in the subject or service']],
  ['""', 'open', '1236', 'open', []],
]

const mistakes: [filter: string, meant: string | undefined][] = [
  ['urgnt', 'urgent'],
  ['pending', 'pending-customer-action'],
  ['resolvd', 'resolved'],
  ['latency urgnt', 'urgent'],
  ['latency', undefined],
  ['high latency', undefined],
  ['"urgnt"', undefined],
  ['elephant', undefined],
]

describe('A filter of cases', () => {
  for (const [filter, asks, ids, states, conditions] of filters) {
    it(`${filter || 'nothing'}: ${[states, ...conditions].filter(Boolean).join(', ') || 'everything'}`, () => {
      const { includesResolved, pick } = caseFilter(filter)
      const picked = pick(cases)
      expect({
        includesResolved,
        ids: picked.cases.map(({ caseId }) => caseId).join(''),
        states: picked.states,
        conditions: picked.conditions,
      }).to.deep.equal({ includesResolved: scopes[asks], ids, states, conditions })
    })
  }

  for (const [filter, meant] of mistakes) {
    it(`${filter} ${meant ? `is perhaps ${meant}` : 'may be meant so'}`, () => {
      expect(caseFilter(filter).pick(cases).meant).to.equal(meant)
    })
  }

  it('says what is left of it without the statuses', () => {
    expect(caseFilter('open  "high latency" reopened URGENT').rest).to.equal('"high latency" URGENT')
  })

  it('knows the words of the model', () => {
    expect(filterWords).to.deep.equal([
      'open',
      'all',
      'unassigned',
      'opened',
      'work-in-progress',
      'pending-customer-action',
      'customer-action-completed',
      'reopened',
      'resolved',
      'low',
      'normal',
      'high',
      'urgent',
      'critical',
    ])
  })

  it('takes any text, and picks no more cases than have the status', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(troublesome, fc.constantFrom(...filterWords)), { maxLength: 5 }),
        (words) => {
          const picked = caseFilter(words.join(' ')).pick([...cases, {}])
          expect(picked.cases.length).to.be.at.most(picked.ofStates)
        },
      ),
    )
  })
})
