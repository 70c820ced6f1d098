/** A case with its conversation, as it is read. */
import { expect } from 'chai'
import fc from 'fast-check'
import { cellWidth } from '../../../src/shell/show/cells.ts'
import { type Communication, threadText } from '../../../src/shell/show/thread.ts'
import { isObeyed, troublesome } from './troublesome.ts'

const now = Date.parse('2026-08-03T12:00:00Z')
const id = `attachment-${'x'.repeat(130)}`

const supportCase = {
  caseId: 'case-123456789012-muen-2026-a0f98a2024a827a6',
  displayId: '179545875873148',
  subject: 'Free storage falls by 1 GB a minute',
  status: 'pending-customer-action',
  serviceCode: 'amazon-dynamodb',
  categoryCode: 'throttling',
  severityCode: 'urgent',
  submittedBy: 'jane@example.com',
  timeCreated: '2026-08-01T09:00:00.000Z',
  ccEmailAddresses: ['oncall@example.com', 'data@example.com'],
  language: 'en',
}

/** As the service lists them: newest first. */
const communications: Communication[] = [
  {
    body: 'Please run this:\n\n    aws rds describe-db-instances --db-instance-identifier orders\n\nand send us what it prints.\n',
    submittedBy: 'Amazon Web Services',
    timeCreated: '2026-08-03T11:15:00.000Z',
    attachments: [{ attachmentId: id, fileName: 'steps.pdf' }],
    attachmentSet: [{ attachmentId: id, fileName: 'steps.pdf' }],
  },
  {
    body: 'Storage falls.\r\nSee https://console.example.com/a/very/long/address/of/a/graph/that/nobody/can/type now.\u001b[2J',
    submittedBy: 'AdminRole (Role) <jane@example.com>',
    timeCreated: '2026-08-01T09:00:00.000Z',
    attachmentSet: [{ attachmentId: 'attachment-1', fileName: 'error\u001b[2J.log' }],
  },
]

const threads: [columns: number, unicode: boolean, shown: string][] = [
  [
    80,
    true,
    `
    Free storage falls by 1 GB a minute
    status     pending-customer-action (waits for your answer)
    severity   urgent
    service    amazon-dynamodb, throttling
    opened     2026-08-01 09:00Z (2 days ago) by jane@example.com
    cc         oncall@example.com, data@example.com
    language   en
    caseId     case-123456789012-muen-2026-a0f98a2024a827a6
    displayId  179545875873148

    ─── AdminRole (Role) <jane@example.com>, 2026-08-01 09:00Z (2 days ago) ────────
    Storage falls.
    See
    https://console.example.com/a/very/long/address/of/a/graph/that/nobody/can/type
    now.\\x1B[2J

    attached: error\\x1B[2J.log
      attachment-1

    ─── Amazon Web Services, 2026-08-03 11:15Z (45 minutes ago) ────────────────────
    Please run this:

        aws rds describe-db-instances --db-instance-identifier orders

    and send us what it prints.

    attached: steps.pdf
      ${id}

    conn.download(ID, '.') saves a file here.
    `,
  ],
  [
    40,
    false,
    `
    Free storage falls by 1 GB a minute
    status     pending-customer-action
               (waits for your answer)
    severity   urgent
    service    amazon-dynamodb, throttling
    opened     2026-08-01 09:00Z (2 days
               ago) by jane@example.com
    cc         oncall@example.com,
               data@example.com
    language   en
    caseId     case-123456789012-muen-2026-a0f98a2024a827a6
    displayId  179545875873148

    ----------------------------------------
    AdminRole (Role) <jane@example.com>
    2026-08-01 09:00Z (2 days ago)
    Storage falls.
    See
    https://console.example.com/a/very/long/address/of/a/graph/that/nobody/can/type
    now.\\x1B[2J

    attached: error\\x1B[2J.log
      attachment-1

    ----------------------------------------
    Amazon Web Services
    2026-08-03 11:15Z (45 minutes ago)
    Please run this:

        aws rds describe-db-instances
        --db-instance-identifier orders

    and send us what it prints.

    attached: steps.pdf
      ${id}

    conn.download(ID, '.') saves a file
    here.
    `,
  ],
]

describe('A case as a thread', () => {
  for (const [columns, unicode, shown] of threads) {
    it(`on ${columns} columns${unicode ? ' with Unicode' : ''}`, () => {
      const expected = shown.replace(/^\n|\n *$/g, '').replace(/^ {4}/gm, '')
      expect(threadText(supportCase, communications, { columns, colors: false, unicode, now })).to.equal(
        expected,
      )
    })
  }

  it('on 20 columns has its values below their names', () => {
    const [before] = threadText(supportCase, [], { columns: 20, colors: false, now }).split('\nopened')
    expect(before).to.equal(
      'Free storage falls\nby 1 GB a minute\nstatus\n  pending-customer-action\n  (waits for your\n  answer)\n' +
        'severity\n  urgent\nservice\n  amazon-dynamodb,\n  throttling',
    )
  })

  it('says what is missing', () => {
    expect(threadText({}, [{}], { columns: 40, colors: false, now })).to.equal(
      '(no subject)\n' + 'opened  no time\n\n' + '--- unknown author, no time ------------',
    )
    expect(
      threadText({ subject: 'S', timeCreated: 'soon' }, [], { columns: 40, colors: false, now }),
    ).to.equal('S\nopened  soon\n\nNo messages.')
  })

  it('tells the authors apart by colour', () => {
    const shown = threadText(supportCase, communications, { columns: 80, colors: true, now })
    const authors = [...shown.matchAll(/\u001b\[1m\u001b\[(\d+)m(.*?)\u001b/g)].map(([, color, name]) => [
      color,
      name,
    ])
    expect(authors).to.deep.equal([
      ['32', 'AdminRole (Role) <jane@example.com>'],
      ['36', 'Amazon Web Services'],
    ])
  })

  it('holds nothing that a terminal obeys, and only long words leave the width', () => {
    const message = fc.record({ body: troublesome, submittedBy: troublesome, timeCreated: troublesome })
    fc.assert(
      fc.property(
        troublesome,
        fc.array(message, { maxLength: 3 }),
        fc.integer({ min: 4, max: 100 }),
        (subject, messages, columns) => {
          const shown = threadText({ subject }, messages, { columns, colors: false, now })
          for (const line of shown.split('\n')) {
            expect(isObeyed(line), line).to.equal(false)
            expect(cellWidth(line) <= columns || !/\S \S/.test(line.slice(10)), line).to.equal(true)
          }
        },
      ),
    )
  })
})
