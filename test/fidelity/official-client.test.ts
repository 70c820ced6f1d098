/** The official client against the mock: what it sends is taken, what it gets it understands. */
import { Agent } from 'node:http'
import {
  AddCommunicationToCaseCommand,
  AttachmentSetIdNotFound,
  CaseIdNotFound,
  CreateCaseCommand,
  DescribeCasesCommand,
  DescribeCommunicationsCommand,
  DescribeServicesCommand,
  DescribeSeverityLevelsCommand,
  DryRunOperationException,
  paginateDescribeCases,
  paginateDescribeCommunications,
  ResolveCaseCommand,
  SupportClient,
  type SupportClientConfig,
  SupportServiceException,
} from '@aws-sdk/client-support'
import { expect } from 'chai'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'

describe('the official JavaScript client', () => {
  let mock: MockEndpoint
  let client: SupportClient

  const connect = (config: SupportClientConfig = {}) =>
    new SupportClient({
      endpoint: mock.url,
      region: 'us-east-1',
      credentials: { ...mock.credentials },
      maxAttempts: 1,
      ...config,
    })

  beforeEach(async () => {
    mock = await startMockEndpoint({ port: 0 })
    client = connect()
  })
  afterEach(async () => {
    client.destroy()
    await mock.close()
  })

  const create = async (subject: string) =>
    (await client.send(new CreateCaseCommand({ subject, communicationBody: 'It broke.' }))).caseId!

  /** The fault that a call ends in. */
  async function fault(call: Promise<unknown>): Promise<SupportServiceException> {
    try {
      await call
    } catch (error) {
      expect(error).to.be.instanceOf(SupportServiceException)
      return error as SupportServiceException
    }
    throw new Error('No fault came.')
  }

  it('walks through the tutorial', async () => {
    const { cases } = await client.send(new DescribeCasesCommand({}))
    expect(cases!.map(({ caseId, subject }) => [caseId, subject])).to.deep.equal([['case-1', 'A test case.']])

    const { services } = await client.send(
      new DescribeServicesCommand({ serviceCodeList: ['amazon-cloudsearch', 'amazon-dynamodb'] }),
    )
    expect(services!.map(({ code, name }) => [code, name])).to.deep.equal([
      ['amazon-cloudsearch', 'CloudSearch'],
      ['amazon-dynamodb', 'DynamoDB'],
    ])

    const { severityLevels } = await client.send(new DescribeSeverityLevelsCommand({ language: 'en' }))
    expect(severityLevels![0]).to.deep.equal({ code: 'low', name: 'Low' })

    const { caseId } = await client.send(
      new CreateCaseCommand({
        subject: 'This is a test case.',
        communicationBody: 'Nothing is broken.',
        serviceCode: services![0]!.code,
        categoryCode: services![0]!.categories![0]!.code,
        severityCode: 'low',
      }),
    )
    expect(caseId).to.match(/^case-123456789012-muen-\d{4}-[0-9a-f]{16}$/)

    mock.agent.reply({ caseId: caseId!, body: 'What would you like to know?' })
    const { result } = await client.send(
      new AddCommunicationToCaseCommand({ caseId, communicationBody: 'Nothing, it works.' }),
    )
    expect(result).to.equal(true)

    const { communications } = await client.send(new DescribeCommunicationsCommand({ caseId }))
    expect(communications!.map(({ submittedBy, body }) => [submittedBy, body])).to.deep.equal([
      ['AdminRole (Role) <jane@example.com>', 'Nothing, it works.'],
      ['Amazon Web Services', 'What would you like to know?'],
      ['AdminRole (Role) <jane@example.com>', 'Nothing is broken.'],
    ])

    const { $metadata, ...closed } = await client.send(new ResolveCaseCommand({ caseId }))
    expect(closed).to.deep.equal({
      initialCaseStatus: 'customer-action-completed',
      finalCaseStatus: 'resolved',
    })
    expect($metadata.requestId).to.equal(mock.requests().at(-1)!.requestId)
  })

  it('pages over 250 cases', async () => {
    for (let n = 0; n < 250; n++) await create(`case ${n}`)
    const sizes: number[] = []
    const subjects: string[] = []
    for await (const { cases } of paginateDescribeCases(
      { client, pageSize: 100 },
      { includeCommunications: false },
    )) {
      sizes.push(cases!.length)
      subjects.push(...cases!.map(({ subject }) => subject!))
    }
    // The tutorial's case is the oldest.
    expect(sizes).to.deep.equal([100, 100, 51])
    expect(subjects).to.deep.equal([
      ...Array.from({ length: 250 }, (_, n) => `case ${249 - n}`),
      'A test case.',
    ])
  })

  it('pages over communications, and continues the recent ones', async () => {
    const caseId = await create('talk')
    for (let n = 1; n < 25; n++) mock.agent.reply({ caseId, body: `message ${n}` })
    const bodies: string[] = []
    for await (const page of paginateDescribeCommunications({ client, pageSize: 10 }, { caseId })) {
      bodies.push(...page.communications!.map(({ body }) => body!))
    }
    expect(bodies).to.deep.equal([...Array.from({ length: 24 }, (_, n) => `message ${24 - n}`), 'It broke.'])

    const { cases } = await client.send(new DescribeCasesCommand({ caseIdList: [caseId] }))
    const recent = cases![0]!.recentCommunications!
    const { communications } = await client.send(
      new DescribeCommunicationsCommand({ caseId, nextToken: recent.nextToken }),
    )
    expect([...recent.communications!, ...communications!].map(({ body }) => body)).to.deep.equal(bodies)
  })

  it('gets faults as their own classes', async () => {
    const found = await fault(client.send(new DescribeCommunicationsCommand({ caseId: 'case-0' })))
    expect(found).to.be.instanceOf(CaseIdNotFound)
    expect([found.name, found.message, found.$fault, found.$metadata.httpStatusCode]).to.deep.equal([
      'CaseIdNotFound',
      'No case with the id case-0 was found in this account.',
      'client',
      400,
    ])
    const ask = { subject: 'a', communicationBody: 'b' }
    expect(await fault(client.send(new CreateCaseCommand({ ...ask, dryRun: true })))).to.be.instanceOf(
      DryRunOperationException,
    )
    expect(
      await fault(client.send(new CreateCaseCommand({ ...ask, attachmentSetId: 'as-0' }))),
    ).to.be.instanceOf(AttachmentSetIdNotFound)
  })

  it('gets faults of the framework by their names', async () => {
    const invalid = await fault(client.send(new DescribeCasesCommand({ maxResults: 5 })))
    expect([invalid.name, invalid.message]).to.deep.equal([
      'ValidationException',
      "1 validation error detected: Value '5' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 10",
    ])
    const mistyped = await fault(client.send(new DescribeCasesCommand({ displayId: ['7'] as never })))
    expect([mistyped.name, mistyped.message]).to.deep.equal([
      'SerializationException',
      'Start of list found where not expected.',
    ])
  })

  it('gets UnknownOperationException for an operation of a later day', async () => {
    client.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> }
        headers['x-amz-target'] = 'AWSSupport_20130415.DescribeTomorrow'
        return next(args)
      },
      { step: 'build', priority: 'low' },
    )
    const unknown = await fault(client.send(new DescribeCasesCommand({})))
    expect([unknown.name, unknown.$metadata.httpStatusCode]).to.deep.equal(['UnknownOperationException', 400])
  })

  it('is refused with a wrong secret', async () => {
    const stranger = connect({ credentials: { ...mock.credentials, secretAccessKey: 'a-guess' } })
    const refused = await fault(stranger.send(new DescribeCasesCommand({})))
    expect(refused.name).to.equal('InvalidSignatureException')
    stranger.destroy()
  })

  it('goes on after the clock was moved', async () => {
    mock.clock.advance('P1M')
    await create('later')
    mock.clock.advance('P1M')
    const { cases } = await client.send(new DescribeCasesCommand({}))
    expect(cases).to.have.length(2)
    mock.clock.set('2020-01-01T00:00:00Z')
    await create('earlier')
    mock.reset()
    await create('at last')
    // It signs by the time that answers tell it, one move behind: nothing is refused for that.
    expect(mock.requests().map(({ status }) => status)).to.deep.equal([200])
  })

  it('keeps its connection', async () => {
    const agent = new Agent({ keepAlive: true })
    let connections = 0
    const open = agent.createConnection.bind(agent)
    agent.createConnection = (...details) => {
      connections++
      return open(...details)
    }
    const lasting = connect({ requestHandler: { httpAgent: agent } })
    for (let n = 0; n < 10; n++) await lasting.send(new DescribeSeverityLevelsCommand({}))
    expect(connections).to.equal(1)
    lasting.destroy()
  })
})
