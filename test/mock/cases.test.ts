import { expect } from 'chai'
import { agentReply } from '../../src/mock/store/agent.ts'
import type { CaseStatus } from '../../src/mock/store/case-life.ts'
import type { FilledCase } from '../../src/mock/store/content.ts'
import { parseTime } from '../../src/mock/times.ts'
import type { World } from '../../src/mock/world.ts'
import { call, nine, open, testWorld } from './harness.ts'

const notFound = (id: string) => ({
  __type: 'CaseIdNotFound',
  message: `No case with the id ${id} was found in this account.`,
})

const draft = (caseId: string, created: string, rest: Partial<FilledCase> = {}): FilledCase => {
  const timeCreated = parseTime(created)!
  return {
    caseId,
    displayId: `${caseId}-display`,
    subject: caseId,
    status: 'unassigned',
    serviceCode: 'general-info',
    categoryCode: 'using-aws',
    severityCode: 'low',
    issueType: 'technical',
    submittedBy: 'jane@example.com',
    language: 'en',
    timeCreated,
    ccEmailAddresses: [],
    communications: [{ body: 'a', submittedBy: 'jane', timeCreated }],
    ...rest,
  }
}

/** A case of the whole account, as the service lists it. */
const statusOf = (world: World, caseId: string): CaseStatus =>
  call(world, 'DescribeCases', { caseIdList: [caseId], includeResolvedCases: true }).cases[0].status

describe('CreateCase', () => {
  it('opens an unassigned case with its first communication', () => {
    const world = testWorld()
    const { caseId } = call(world, 'CreateCase', {
      subject: 'Slow table',
      communicationBody: 'Reads take a second.',
      serviceCode: 'amazon-dynamodb',
      categoryCode: 'database-issue',
      severityCode: 'high',
      ccEmailAddresses: ['ops@example.com'],
      language: 'ja',
      issueType: 'technical',
    })
    expect(caseId).to.match(/^case-123456789012-muja-2026-[0-9a-f]{16}$/)
    const [{ displayId, ...found }] = call(world, 'DescribeCases').cases
    expect(displayId).to.match(/^1785574800\d{5}$/)
    expect(found).to.deep.equal({
      caseId,
      subject: 'Slow table',
      status: 'unassigned',
      serviceCode: 'amazon-dynamodb',
      categoryCode: 'database-issue',
      severityCode: 'high',
      submittedBy: 'jane@example.com',
      timeCreated: '2026-08-01T09:00:00.000Z',
      recentCommunications: {
        communications: [
          {
            caseId,
            body: 'Reads take a second.',
            submittedBy: 'AdminRole (Role) <jane@example.com>',
            timeCreated: '2026-08-01T09:00:00.000Z',
            attachments: [],
            attachmentSet: [],
          },
        ],
      },
      ccEmailAddresses: ['ops@example.com'],
      language: 'ja',
    })
  })

  const defaults: [input: object, codes: [service: string, category: string, severity: string]][] = [
    [{}, ['general-info', 'using-aws', 'low']],
    [{ serviceCode: 'amazon-dynamodb' }, ['amazon-dynamodb', 'general-guidance', 'low']],
    [{ serviceCode: 'account-management' }, ['account-management', 'billing', 'low']],
    [{ categoryCode: 'charges', severityCode: 'critical' }, ['general-info', 'charges', 'critical']],
  ]
  for (const [input, codes] of defaults) {
    it(`${JSON.stringify(input)} is about ${codes.join(', ')}`, () => {
      const world = testWorld()
      open(world, input)
      const [found] = call(world, 'DescribeCases').cases
      expect([found.serviceCode, found.categoryCode, found.severityCode]).to.deep.equal(codes)
    })
  }

  const refused: [input: object, type: string, message: string][] = [
    [{ serviceCode: 'amazon-s4' }, 'InvalidParameterValueException', 'Unknown serviceCode: amazon-s4'],
    [
      { serviceCode: 'amazon-dynamodb', categoryCode: 'charges' },
      'InvalidParameterValueException',
      'Unknown categoryCode for amazon-dynamodb: charges',
    ],
    [{ severityCode: 'sev1' }, 'InvalidParameterValueException', 'Unknown severityCode: sev1'],
    [{ issueType: 'question' }, 'InvalidParameterValueException', 'Unknown issueType: question'],
    [{ language: 'tlh' }, 'InvalidParameterValueException', 'Unknown language: tlh'],
    [{ attachmentSetId: 'as-0' }, 'AttachmentSetIdNotFound', 'No attachment set with the id as-0 was found.'],
    [{ uploadIds: ['u-0'] }, 'UploadIdNotFound', 'No upload with the id u-0 was found.'],
  ]
  for (const [input, type, message] of refused) {
    it(`${JSON.stringify(input)} is refused and opens nothing`, () => {
      const world = testWorld()
      const filled = { subject: 'a', communicationBody: 'b', ...input }
      expect(call(world, 'CreateCase', filled)).to.deep.equal({ __type: type, message })
      expect(call(world, 'DescribeCases').cases).to.deep.equal([])
    })
  }
})

describe('DescribeCases', () => {
  const cases = () => [
    draft('january', '2026-01-10T12:00:00Z', { status: 'resolved' }),
    draft('march', '2026-03-10T12:00:00Z', { language: 'ja' }),
    draft('may', '2026-05-10T12:00:00Z', { status: 'work-in-progress' }),
    draft('july', '2026-07-10T12:00:00Z', { status: 'resolved', language: 'ja' }),
    draft('ancient', '2024-07-31T09:00:00Z'),
  ]

  const filters: [input: object, found: string[]][] = [
    [{}, ['may', 'march']],
    [{ includeResolvedCases: false }, ['may', 'march']],
    [{ includeResolvedCases: true }, ['july', 'may', 'march', 'january']],
    [{ caseIdList: ['march', 'may', 'march'] }, ['may', 'march']],
    [{ caseIdList: ['july', 'may'] }, ['may']],
    [{ caseIdList: ['july', 'may'], includeResolvedCases: true }, ['july', 'may']],
    [{ caseIdList: [] }, ['may', 'march']],
    [{ displayId: 'may-display' }, ['may']],
    [{ displayId: '000' }, []],
    [{ language: 'ja' }, ['march']],
    [{ language: 'ja', includeResolvedCases: true }, ['july', 'march']],
    [{ afterTime: '2026-05-10' }, ['may']],
    [{ afterTime: '2026-05-10T12:00:00Z' }, ['may']],
    [{ afterTime: '2026-05-10T12:00:00.001Z' }, []],
    [{ afterTime: '2026-05-10T13:00:00+02:00' }, ['may']],
    [{ afterTime: '2026-05-10T11:59:59.999999+00:00' }, ['may']],
    [{ beforeTime: '2026-05-10T12:00:00Z' }, ['march']],
    [{ beforeTime: '2026-05-11' }, ['may', 'march']],
    [{ afterTime: '2026-01-01', beforeTime: '2026-04-01', includeResolvedCases: true }, ['march', 'january']],
    [
      {
        afterTime: '2026-01-01',
        beforeTime: '2026-08-01',
        includeResolvedCases: true,
        language: 'ja',
        displayId: 'july-display',
      },
      ['july'],
    ],
    [{ afterTime: '2020-01-01', includeResolvedCases: true }, ['july', 'may', 'march', 'january']],
  ]
  for (const [input, found] of filters) {
    it(`${JSON.stringify(input)} finds ${found.join(', ') || 'nothing'}`, () => {
      const answer = call(testWorld({ cases }), 'DescribeCases', input)
      expect(answer.cases.map(({ caseId }: { caseId: string }) => caseId)).to.deep.equal(found)
    })
  }

  it('an unknown case among known ones is a fault', () => {
    const answer = call(testWorld({ cases }), 'DescribeCases', { caseIdList: ['may', 'june'] })
    expect(answer).to.deep.equal(notFound('june'))
  })

  it('a case older than 24 months is as if it had never been', () => {
    const world = testWorld({ cases })
    for (const [operation, input] of [
      ['DescribeCases', { caseIdList: ['ancient'] }],
      ['DescribeCommunications', { caseId: 'ancient' }],
      ['ResolveCase', { caseId: 'ancient' }],
    ] as const) {
      expect(call(world, operation, input)).to.deep.equal(notFound('ancient'))
    }
    world.clock.set('2026-07-31T09:00:00Z')
    expect(call(world, 'DescribeCases', { caseIdList: ['ancient'] }).cases).to.have.length(1)
  })

  it('leaves communications out on request', () => {
    const [found] = call(testWorld({ cases }), 'DescribeCases', { includeCommunications: false }).cases
    expect(found).not.to.have.property('recentCommunications')
  })

  it('shows five communications, newest first, and a token that continues them', () => {
    const time = parseTime('2026-07-01')!
    const communications = Array.from({ length: 8 }, (_, n) => ({
      body: `message ${n}`,
      submittedBy: 'jane',
      timeCreated: time + n,
    }))
    const world = testWorld({ cases: () => [draft('long', '2026-07-01', { communications })] })
    const { recentCommunications: recent } = call(world, 'DescribeCases').cases[0]
    const bodies = (list: { body: string }[]) => list.map(({ body }) => body)
    expect(bodies(recent.communications)).to.deep.equal([7, 6, 5, 4, 3].map((n) => `message ${n}`))
    const rest = call(world, 'DescribeCommunications', { caseId: 'long', nextToken: recent.nextToken })
    expect(bodies(rest.communications)).to.deep.equal([2, 1, 0].map((n) => `message ${n}`))
    expect(rest).not.to.have.property('nextToken')
  })
})

describe('DescribeCommunications', () => {
  const communications = ['2026-07-01', '2026-07-02', '2026-07-03'].map((day) => ({
    body: day,
    submittedBy: 'jane',
    timeCreated: parseTime(day)!,
  }))
  const seed = () => [draft('one', '2026-07-01', { communications })]

  const filters: [input: object, found: string[]][] = [
    [{}, ['2026-07-03', '2026-07-02', '2026-07-01']],
    [{ afterTime: '2026-07-02' }, ['2026-07-03', '2026-07-02']],
    [{ beforeTime: '2026-07-02' }, ['2026-07-01']],
    [{ afterTime: '2026-07-02', beforeTime: '2026-07-03' }, ['2026-07-02']],
    [{ afterTime: '2026-07-04' }, []],
  ]
  for (const [input, found] of filters) {
    it(`${JSON.stringify(input)} finds ${found.join(', ') || 'nothing'}`, () => {
      const answer = call(testWorld({ cases: seed }), 'DescribeCommunications', { caseId: 'one', ...input })
      expect(answer.communications.map(({ body }: { body: string }) => body)).to.deep.equal(found)
    })
  }

  it('an unknown case is a fault', () => {
    expect(call(testWorld(), 'DescribeCommunications', { caseId: 'case-0' })).to.deep.equal(
      notFound('case-0'),
    )
  })
})

describe('AddCommunicationToCase', () => {
  it('adds a message, and its copies to the case', () => {
    const world = testWorld()
    const caseId = open(world, { ccEmailAddresses: ['a@example.com'] })
    const added = call(world, 'AddCommunicationToCase', {
      caseId,
      communicationBody: 'It works again.',
      ccEmailAddresses: ['a@example.com', 'b@example.com'],
    })
    expect(added).to.deep.equal({ result: true })
    const [found] = call(world, 'DescribeCases').cases
    expect(found.ccEmailAddresses).to.deep.equal(['a@example.com', 'b@example.com'])
    expect(found.recentCommunications.communications[0].body).to.equal('It works again.')
  })

  it('an unknown case is a fault', () => {
    const answer = call(testWorld(), 'AddCommunicationToCase', { caseId: 'case-0', communicationBody: 'a' })
    expect(answer).to.deep.equal(notFound('case-0'))
  })
})

describe('the life of a case', () => {
  const write = (world: World, caseId: string) =>
    call(world, 'AddCommunicationToCase', { caseId, communicationBody: 'More.' })
  const steps = {
    'the customer writes': write,
    'the agent writes': (world: World, caseId: string) => agentReply(world, { caseId, body: 'Hello.' }),
    'it is resolved': (world: World, caseId: string) => call(world, 'ResolveCase', { caseId }),
    '14 days pass': (world: World) => world.clock.advance('P14D'),
    '10 days pass': (world: World) => world.clock.advance('P10D'),
    '9 days pass': (world: World) => world.clock.advance('P9D'),
  }
  type Step = keyof typeof steps

  const lives: [steps: Step[], status: CaseStatus][] = [
    [[], 'unassigned'],
    [['the customer writes'], 'unassigned'],
    [['the agent writes'], 'pending-customer-action'],
    [['the agent writes', 'the customer writes'], 'customer-action-completed'],
    [['the agent writes', 'the customer writes', 'the agent writes'], 'pending-customer-action'],
    [['it is resolved'], 'resolved'],
    [['it is resolved', 'the customer writes'], 'reopened'],
    [['it is resolved', 'the customer writes', 'the customer writes'], 'reopened'],
    [['it is resolved', '14 days pass', 'the customer writes'], 'reopened'],
    [['it is resolved', 'the agent writes'], 'pending-customer-action'],
    [['the agent writes', '9 days pass'], 'pending-customer-action'],
    [['the agent writes', '10 days pass'], 'resolved'],
    [['the agent writes', 'the customer writes', '10 days pass'], 'customer-action-completed'],
    [['the agent writes', '10 days pass', 'the customer writes'], 'reopened'],
  ]
  for (const [taken, status] of lives) {
    it(`${taken.join(', ') || 'nothing happens'}: ${status}`, () => {
      const world = testWorld()
      const caseId = open(world)
      for (const step of taken) steps[step](world, caseId)
      expect(statusOf(world, caseId)).to.equal(status)
    })
  }

  it('a case is not reopened more than 14 days after it was resolved', () => {
    let now = nine
    const world = testWorld({ now: () => now })
    const caseId = open(world)
    call(world, 'ResolveCase', { caseId })
    now += 14 * 86_400_000 + 1
    expect(write(world, caseId)).to.deep.equal({
      __type: 'ValidationException',
      message: `Case ${caseId} was resolved more than 14 days ago and can not be reopened. Create a new case.`,
    })
  })

  it('silence counts from the moment it ends: 14 days later the case is closed for good', () => {
    const world = testWorld()
    const caseId = open(world)
    agentReply(world, { caseId, body: 'Hello.' })
    world.clock.advance('P24DT1S')
    expect(write(world, caseId).__type).to.equal('ValidationException')
  })

  it('ResolveCase answers the status before and after', () => {
    const world = testWorld()
    const caseId = open(world)
    agentReply(world, { caseId, body: 'Hello.' })
    expect(call(world, 'ResolveCase', { caseId })).to.deep.equal({
      initialCaseStatus: 'pending-customer-action',
      finalCaseStatus: 'resolved',
    })
    expect(call(world, 'ResolveCase', { caseId })).to.deep.equal({
      initialCaseStatus: 'resolved',
      finalCaseStatus: 'resolved',
    })
  })
})

describe('dryRun', () => {
  const dry = {
    __type: 'DryRunOperationException',
    message: 'Request would have succeeded, but the dryRun parameter is set.',
  }
  const answers: [title: string, operation: string, input: object, answer: object][] = [
    ['a valid case', 'CreateCase', { subject: 'a', communicationBody: 'b' }, dry],
    [
      'an invalid case',
      'CreateCase',
      { subject: 'a', communicationBody: 'b', serviceCode: 'x' },
      { __type: 'InvalidParameterValueException', message: 'Unknown serviceCode: x' },
    ],
    ['a message', 'AddCommunicationToCase', { caseId: 'case-1', communicationBody: 'b' }, dry],
    [
      'a message for nobody',
      'AddCommunicationToCase',
      { caseId: 'x', communicationBody: 'b' },
      notFound('x'),
    ],
    ['a resolution', 'ResolveCase', { caseId: 'case-1' }, dry],
    ['a read', 'DescribeCases', {}, dry],
    ['a read of an unknown case', 'DescribeCases', { caseIdList: ['x'] }, notFound('x')],
    ['communications', 'DescribeCommunications', { caseId: 'case-1' }, dry],
    ['services', 'DescribeServices', {}, dry],
    ['severities', 'DescribeSeverityLevels', {}, dry],
  ]
  for (const [title, operation, input, answer] of answers) {
    it(`${title}: ${(answer as { __type: string }).__type}, and nothing changes`, () => {
      const world = testWorld({ cases: () => [draft('case-1', '2026-07-01')] })
      const before = call(world, 'DescribeCases')
      expect(call(world, operation, { ...input, dryRun: true })).to.deep.equal(answer)
      expect(call(world, 'DescribeCases')).to.deep.equal(before)
    })
  }

  it('false is as absent', () => {
    expect(call(testWorld(), 'DescribeCases', { dryRun: false })).to.deep.equal({ cases: [] })
  })
})
