/** `.cases`: what is typed, and what a terminal shows. */
import { expect } from 'chai'
import { casesCommand } from '../../../src/shell/dot-commands/cases.ts'
import type { CommandContext } from '../../../src/shell/dot-commands/dot-command.ts'
import { type CommandsOnMock, commandsOnMock, type Setting, unindent } from './commands-on-mock.ts'

const sessions: [argument: string, setting: Setting, shown: string][] = [
  [
    '',
    {},
    `
    10 open cases, newest first; 2 wait for your answer.

    case             age  severity  status              subject
    178550020873148  20h  urgent    work-in-progress    Free storage falls by 1 G...
    178547326834951  28h  normal    unassigned          Stack stuck in UPDATE_ROL...
    178539448996754   2d  normal    unassigned          Messages arrive twice sin...
    178528690958557   3d  normal    work-in-progress    Dispositivos perdem a con...
    178520812920360   4d  low       work-in-progress    How to make a volume smaller
    178512935082163   5d  high      pending-custome...  Consumer falls behind aft...
    178487777043966   8d  normal    pending-custome...  Slow listing of large fol...
    178451099005769  12d  normal    customer-action...  Pipeline starts twice for...
    178408661067572  17d  high      work-in-progress    Finding: unusual calls fr...
    178348943129375  24d  normal    reopened            Executions stop after 25,...
    left out: service

    .case ID shows one; .cases all looks at resolved ones, too.
    `,
  ],
  [
    'pending-customer-action reopened',
    { columns: 120, unicode: true },
    `
    3 pending-customer-action or reopened cases, newest first; 2 wait for your answer.

    case             age  severity  status                   service                  subject
    178512935082163   5d  high      pending-customer-action  amazon-kinesis           Consumer falls behind after resharding
    178487777043966   8d  normal    pending-customer-action  amazon-elastic-file-sy…  Slow listing of large folders
    178348943129375  24d  normal    reopened                 aws-step-functions       Executions stop after 25,000 events

    .case ID shows one; .cases all looks at resolved ones, too.
    `,
  ],
  [
    'all billing',
    {},
    `
    3 of 38 cases with service billing, newest first.

    case              age  severity  status    service  subject
    177838589214784   2mo  low       resolved  billing  Is our reservation applied?
    176049089532814   9mo  low       resolved  billing  Factura sin el número fiscal
    173880953974450  17mo  low       resolved  billing  What is the line for data...

    .case ID shows one.
    `,
  ],
  [
    'resolved critical',
    { columns: 40 },
    `
    1 of 28 resolved cases with severity
    critical, newest first.

    case             status    subject
    176542163447405  resolved  Both links...
    left out: age, severity, service

    .case ID shows one.
    `,
  ],
  [
    'stuck stack',
    { columns: 20 },
    `
    1 of 10 open cases
    with "stuck" in the
    subject or service,
    "stack" in the
    subject or service,
    newest first.

    case
      subject
    178547326834951
      Stack stuck in ...
    left out: age,
    severity, status,
    service

    .case ID shows one;
    .cases all stuck
    stack looks at
    resolved ones, too.
    `,
  ],
  [
    'urgnt',
    {},
    `
    No open cases with "urgnt" in the subject or service: there are 10 open cases;
    did you mean urgent?
    .cases all urgnt looks at resolved ones, too.
    `,
  ],
  ['all "high latency"', {}, 'No cases with "high latency" in the subject or service: there are 38 cases.'],
  [
    '\u001b[31m',
    {},
    `
    No open cases with "\\x1B[31m" in the subject or service: there are 10 open
    cases.
    .cases all \\x1B[31m looks at resolved ones, too.
    `,
  ],
  ['', { seed: 'empty' }, 'No open cases.\n.cases all looks at resolved ones, too.'],
  ['all', { seed: 'empty' }, 'No cases.\nconn.createCase opens one.'],
  [
    '',
    { seed: 'tutorial' },
    `
    1 open case, newest first.

    case             age  severity  status      service       subject       caseId
    178556760012920   2h  low       unassigned  general-info  A test case.  case-1

    .case ID shows one; .cases all looks at resolved ones, too.
    `,
  ],
  [
    '',
    { plan: 'basic' },
    'SubscriptionRequiredException: Amazon Web Services Premium Support Subscription is required to use this service.',
  ],
]

describe('.cases', () => {
  for (const [argument, setting, shown] of sessions) {
    const where = Object.values(setting).join(', ')
    it(`${JSON.stringify(argument)}${where && ` (${where})`}`, async () => {
      const at = await commandsOnMock(setting)
      try {
        expect(await at.shown(casesCommand, argument)).to.equal(unindent(shown))
      } finally {
        await at.close()
      }
    })
  }
})

describe('.cases with 230 cases', () => {
  let at: CommandsOnMock
  before(async () => {
    at = await commandsOnMock({ seed: 'empty', columns: 30 })
    const numbers = Array.from({ length: 230 }, (_, i) => i)
    await Promise.all(
      numbers.map((i) => at.conn.createCase({ subject: `Case ${i}`, communicationBody: 'x' })),
    )
  })
  beforeEach(() => {
    at.written.length = 0
    at.mock.clearRequests()
  })
  after(() => at.close())

  it('asks for pages of a hundred, without messages', async () => {
    const shown = await at.shown(casesCommand)
    expect(shown.match(/Case \d+$/gm)).to.have.lengthOf(230)
    const { nextToken, ...asked } = at.mock.requests()[1]!.input as Record<string, unknown>
    expect(at.mock.requests()).to.have.lengthOf(3)
    expect(asked).to.deep.equal({
      includeResolvedCases: false,
      includeCommunications: false,
      maxResults: 100,
    })
  })

  it('says how far it is to a person, in a line that is gone in the end', async () => {
    await casesCommand.run('', at.atTerminal())
    expect(at.written).to.deep.equal([
      '\r100 cases so far, Ctrl-C s...',
      '\r200 cases so far, Ctrl-C s...',
      `\r${' '.repeat(29)}\r`,
    ])
  })

  it('writes nothing on the way where nobody sits', async () => {
    await at.shown(casesCommand)
    expect(at.written).to.deep.equal([])
  })

  it('is given up by Ctrl-C between the pages', async () => {
    const stopped = new AbortController()
    const screen = {
      ...at.context.screen,
      write(text: string) {
        at.written.push(text)
        stopped.abort(new Error('stopped'))
      },
    }
    const context = at.atTerminal({ screen, signal: stopped.signal })
    const error = await casesCommand.run('', context).catch((reason: Error) => reason)
    expect(error).to.equal(stopped.signal.reason)
    expect(at.mock.requests()).to.have.lengthOf(1)
    expect(at.written.at(-1)).to.equal(`\r${' '.repeat(29)}\r`)
  })

  it('is given up by Ctrl-C while it waits for the first page', async () => {
    at.mock.faults([{ operation: 'DescribeCases', kind: 'latency', milliseconds: 60_000 }])
    const stopped = new AbortController()
    const running = casesCommand
      .run('', at.atTerminal({ signal: stopped.signal }))
      .catch((reason: Error) => reason)
    stopped.abort(new Error('stopped'))
    expect(await running).to.equal(stopped.signal.reason)
    at.mock.faults([])
  })
})

describe('Completion of .cases', () => {
  const live = {
    get: async (kind: string) => ({
      values:
        kind === 'services'
          ? [
              { value: 'amazon-dynamodb', note: 'DynamoDB' },
              { value: 'aws-lambda', note: 'Lambda' },
            ]
          : [],
    }),
  }
  // Nothing else is asked.
  const context = { live } as unknown as CommandContext
  const rows: [argument: string, candidates: string[]][] = [
    ['op', ['open', 'opened']],
    ['resolved cr', ['resolved critical']],
    ['all  ama', ['all  amazon-dynamodb']],
    ['urg', ['urgent']],
    ['xyz', []],
  ]
  for (const [argument, candidates] of rows) {
    it(`${argument}: ${candidates.join(', ') || 'nothing'}`, async () => {
      const found = await casesCommand.complete!(argument, context)
      expect(found.map(({ text }) => text)).to.deep.equal(candidates)
    })
  }

  it('offers no services before one is being typed', async () => {
    const found = await casesCommand.complete!('', context)
    expect(found.map(({ text }) => text))
      .to.include.members(['open', 'all', 'resolved', 'urgent'])
      .and.not.include('aws-lambda')
  })
})
