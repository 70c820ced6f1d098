/** Which calls a script has, and what is in the place of ids. Both languages, side by side. */
import { expect } from 'chai'
import type { SupportConnection } from '../../../src/client/connection.ts'
import type { MockOptions } from '../../../src/mock/index.ts'
import { commands, type Scripted, startScripted, statements } from './scripted.ts'

const written = { subject: 'Help', communicationBody: 'It broke.' }

interface Session {
  readonly title: string
  readonly seed?: MockOptions['seed']
  readonly calls: (conn: SupportConnection) => Promise<unknown>
  readonly aws: string
  readonly js: string
}

const sessions: Session[] = [
  {
    title: 'a reading',
    calls: (conn) => conn.describeCases({ dryRun: false }),
    aws: 'aws support describe-cases',
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

show(await support.send(new DescribeCasesCommand()))`,
  },
  {
    title: 'an id that a write answers',
    calls: async (conn) => {
      const { caseId } = await conn.createCase(written)
      await conn.addCommunicationToCase({ caseId, communicationBody: 'Still.' })
      await conn.resolveCase(caseId)
    },
    aws: `
CASE_ID=$(aws support create-case \\
  --subject Help \\
  --communication-body 'It broke.' \\
  --query caseId \\
  --output text)

aws support add-communication-to-case --case-id "$CASE_ID" --communication-body Still.

aws support resolve-case --case-id "$CASE_ID"`,
    js: `
const { caseId } = await support.send(
  new CreateCaseCommand({ subject: 'Help', communicationBody: 'It broke.' }),
)

await support.send(new AddCommunicationToCaseCommand({ caseId, communicationBody: 'Still.' }))

await support.send(new ResolveCaseCommand({ caseId }))`,
  },
  {
    title: 'two ids of one kind, and a list of them',
    calls: async (conn) => {
      const first = await conn.createCase(written)
      const second = await conn.createCase(written)
      await conn.describeCases({ caseIdList: [first.caseId!, second.caseId!, 'case-1'] })
    },
    aws: `
CASE_ID=$(aws support create-case \\
  --subject Help \\
  --communication-body 'It broke.' \\
  --query caseId \\
  --output text)

CASE_ID_2=$(aws support create-case \\
  --subject Help \\
  --communication-body 'It broke.' \\
  --query caseId \\
  --output text)

aws support describe-cases --case-id-list "$CASE_ID" "$CASE_ID_2" case-1`,
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

const { caseId } = await support.send(
  new CreateCaseCommand({ subject: 'Help', communicationBody: 'It broke.' }),
)

const { caseId: caseId2 } = await support.send(
  new CreateCaseCommand({ subject: 'Help', communicationBody: 'It broke.' }),
)

show(await support.send(new DescribeCasesCommand({ caseIdList: [caseId, caseId2, 'case-1'] })))`,
  },
  {
    title: 'an id that was listed, for another reading: by its place',
    calls: async (conn) => {
      const { cases } = await conn.describeCases()
      await conn.describeCommunications(cases![0]!.caseId!)
    },
    aws: `
CASE_ID=$(aws support describe-cases --no-paginate --query 'cases[0].caseId' --output text)

aws support describe-communications --case-id "$CASE_ID"`,
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

const { cases } = await support.send(new DescribeCasesCommand())
const caseId = cases[0].caseId

show(await support.send(new DescribeCommunicationsCommand({ caseId })))`,
  },
  {
    title: 'an id that was listed, for a write: whoever runs it has to say it',
    calls: async (conn) => {
      const { cases } = await conn.describeCases()
      await conn.describeCommunications(cases![0]!.caseId!)
      await conn.resolveCase(cases![0]!.caseId!)
    },
    aws: `
aws support describe-cases

# One that describe-cases listed: put the one here that is meant.
CASE_ID=case-1

aws support describe-communications --case-id "$CASE_ID"

aws support resolve-case --case-id "$CASE_ID"`,
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

show(await support.send(new DescribeCasesCommand()))

// One that describeCases listed: put the one here that is meant.
const caseId = 'case-1'

show(await support.send(new DescribeCommunicationsCommand({ caseId })))

await support.send(new ResolveCaseCommand({ caseId }))`,
  },
  {
    title: 'an id that somebody has typed stays as it is, also when answers have it',
    calls: async (conn) => {
      await conn.describeCommunications('case-1')
      await conn.resolveCase('case-1')
    },
    aws: `
aws support describe-communications --case-id case-1

aws support resolve-case --case-id case-1`,
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

show(await support.send(new DescribeCommunicationsCommand({ caseId: 'case-1' })))

await support.send(new ResolveCaseCommand({ caseId: 'case-1' }))`,
  },
  {
    title: 'several ids of one answer',
    seed: 'demo',
    calls: async (conn) => {
      const { cases } = await conn.describeCases({ maxResults: 10 })
      await conn.describeCommunications(cases![2]!.caseId!)
      await conn.describeCases({ displayId: cases![1]!.displayId! })
    },
    aws: `
CASE_ID_AND_MORE=$(aws support describe-cases \\
  --max-results 10 \\
  --no-paginate \\
  --query '[cases[2].caseId, cases[1].displayId]' \\
  --output text)
CASE_ID=$(printf %s "$CASE_ID_AND_MORE" | cut -f1)
DISPLAY_ID=$(printf %s "$CASE_ID_AND_MORE" | cut -f2)

aws support describe-communications --case-id "$CASE_ID"

aws support describe-cases --display-id "$DISPLAY_ID"`,
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

const { cases } = await support.send(new DescribeCasesCommand({ maxResults: 10 }))
const caseId = cases[2].caseId
const displayId = cases[1].displayId

show(await support.send(new DescribeCommunicationsCommand({ caseId })))

show(await support.send(new DescribeCasesCommand({ displayId })))`,
  },
  {
    title: 'pages that belong together',
    seed: 'demo',
    calls: async (conn) => {
      for await (const _ of conn.paginateDescribeCases({ includeResolvedCases: true, maxResults: 10 }));
    },
    aws: 'aws support describe-cases --include-resolved-cases --page-size 10',
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

for await (const page of paginateDescribeCases(
  { client: support, pageSize: 10 },
  { includeResolvedCases: true },
)) {
  show(page)
}`,
  },
  {
    title: 'an id on a later page',
    seed: 'demo',
    calls: async (conn) => {
      const filters = { includeResolvedCases: true, maxResults: 10 }
      const first = await conn.describeCases(filters)
      const second = await conn.describeCases({ ...filters, nextToken: first.nextToken })
      await conn.describeCommunications(second.cases![3]!.caseId!)
    },
    aws: `
CASE_ID_AND_MORE=$(aws support describe-cases \\
  --include-resolved-cases \\
  --page-size 10 \\
  --query 'cases[13].caseId' \\
  --output json)
CASE_ID=$(printf %s "$CASE_ID_AND_MORE" | tr -d '[]" \\n' | cut -d, -f1)

aws support describe-communications --case-id "$CASE_ID"`,
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

const cases = []
for await (const page of paginateDescribeCases(
  { client: support, pageSize: 10 },
  { includeResolvedCases: true },
)) {
  cases.push(...page.cases)
}
const caseId = cases[13].caseId

show(await support.send(new DescribeCommunicationsCommand({ caseId })))`,
  },
  {
    title: 'the same reading again is left out, until something is written',
    calls: async (conn) => {
      await conn.describeCases()
      await conn.describeCases()
      await conn.createCase(written)
      await conn.describeCases()
    },
    aws: `
aws support describe-cases

aws support create-case --subject Help --communication-body 'It broke.'

aws support describe-cases`,
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

show(await support.send(new DescribeCasesCommand()))

await support.send(new CreateCaseCommand({ subject: 'Help', communicationBody: 'It broke.' }))

show(await support.send(new DescribeCasesCommand()))`,
  },
  {
    title: 'the same reading again is needed where an id came up only then',
    calls: async (conn) => {
      await conn.describeCases()
      await conn.createCase(written)
      await conn.describeCases({ includeResolvedCases: true })
      const { cases } = await conn.describeCases({ includeResolvedCases: true })
      await conn.describeCases({ displayId: cases![0]!.displayId! })
    },
    aws: `
aws support describe-cases

aws support create-case --subject Help --communication-body 'It broke.'

DISPLAY_ID=$(aws support describe-cases \\
  --include-resolved-cases \\
  --no-paginate \\
  --query 'cases[0].displayId' \\
  --output text)

aws support describe-cases --display-id "$DISPLAY_ID"`,
    js: `
const show = ({ $metadata, ...answer }) => console.dir(answer, { depth: null })

show(await support.send(new DescribeCasesCommand()))

await support.send(new CreateCaseCommand({ subject: 'Help', communicationBody: 'It broke.' }))

const { cases } = await support.send(new DescribeCasesCommand({ includeResolvedCases: true }))
const displayId = cases[0].displayId

show(await support.send(new DescribeCasesCommand({ displayId })))`,
  },
  {
    title: 'files, and the set that they are in',
    calls: async (conn) => {
      const files = [
        { fileName: 'note.txt', data: Buffer.from('Since Monday.\n') },
        { fileName: 'image.png', data: Uint8Array.of(0x89, 0x50, 0) },
        { fileName: 'my big.log', data: new Uint8Array(5000) },
      ]
      const { attachmentSetId } = await conn.addAttachmentsToSet({ attachments: files })
      await conn.addCommunicationToCase({ caseId: 'case-1', communicationBody: 'See.', attachmentSetId })
    },
    aws: `
# my big.log (5,000 bytes) is read from the folder where this runs; @= needs an AWS CLI of 2025 or newer.
ATTACHMENT_SET_ID=$(aws support add-attachments-to-set \\
  --attachments fileName=note.txt,data=U2luY2UgTW9uZGF5Lgo= fileName=image.png,data=iVAA 'fileName="my big.log",data@="fileb://my big.log"' \\
  --cli-binary-format base64 \\
  --query attachmentSetId \\
  --output text)

aws support add-communication-to-case \\
  --case-id case-1 \\
  --communication-body See. \\
  --attachment-set-id "$ATTACHMENT_SET_ID"`,
    js: `
// my big.log (5,000 bytes) is read from the folder where this runs.
const { attachmentSetId } = await support.send(
  new AddAttachmentsToSetCommand({
    attachments: [
      { fileName: 'note.txt', data: Buffer.from('Since Monday.\\n') },
      { fileName: 'image.png', data: Buffer.from('iVAA', 'base64') },
      { fileName: 'my big.log', data: await readFile('my big.log') },
    ],
  }),
)

await support.send(
  new AddCommunicationToCaseCommand({
    caseId: 'case-1',
    communicationBody: 'See.',
    attachmentSetId,
  }),
)`,
  },
  {
    title: 'what looks like a key is taken out',
    calls: (conn) => conn.createCase({ ...written, communicationBody: 'We use AKIAIOSFODNN7EXAMPLE.' }),
    aws: `
# What looked like a secret was taken out of communicationBody.
aws support create-case --subject Help --communication-body 'We use <redacted>.'`,
    js: `
// What looked like a secret was taken out of communicationBody.
await support.send(
  new CreateCaseCommand({ subject: 'Help', communicationBody: 'We use <redacted>.' }),
)`,
  },
]

describe('A script', () => {
  let session: Scripted

  afterEach(() => session.close())

  for (const { title, seed, calls, aws, js } of sessions) {
    it(title, async () => {
      session = await startScripted({ seed })
      await calls(session.conn)
      expect(commands(session.plan())).to.equal(aws.replace(/^\n/, ''))
      expect(statements(session.plan())).to.equal(js.replace(/^\n/, ''))
    })
  }

  it('says what is not in it', async () => {
    session = await startScripted()
    const { conn, mock } = session
    await conn.describeCases()
    await conn.describeCases()
    await conn.resolveCase('case-0').catch(() => {})
    await conn.createCase({ ...written, dryRun: true }).catch(() => {})
    const { endpoint } = conn
    session.log.observe({
      type: 'started',
      call: { operation: 'describeCases', input: {}, endpoint: 'http://b' },
    })
    expect(session.plan().leftOut).to.deep.equal({
      failed: 1,
      dryRuns: 1,
      elsewhere: 1,
      repeated: 1,
      older: 0,
    })
    const expected = `
# 1 call of a support-repl session, for the AWS CLI, version 2.
# Left out: 1 failed, 1 only checked (dryRun), 1 to other endpoints, 1 read the same again.
# Without --endpoint-url these go to AWS.
`
    expect(session.aws()).to.include(expected)
    expect(session.aws()).to.include(`--endpoint-url ${endpoint} --region us-east-1`)
    expect(session.js()).to.include(
      `const support = new SupportClient({ region: 'us-east-1', endpoint: '${mock.url}' })`,
    )
  })

  it('has the last calls alone when it is asked for them', async () => {
    session = await startScripted()
    const { conn } = session
    const { caseId } = await conn.createCase(written)
    await conn.describeSeverityLevels()
    await conn.resolveCase(caseId!)
    expect(commands(session.plan(1))).to.equal(`aws support resolve-case --case-id ${caseId}`)
    expect(session.plan(1).leftOut).to.include({ older: 2 })
  })

  it('never has a key of the connection', async () => {
    session = await startScripted()
    await session.conn.describeCases()
    const { accessKeyId, secretAccessKey } = session.mock.credentials
    for (const script of [session.aws(), session.js()]) {
      expect(script).not.to.include(accessKeyId)
      expect(script).not.to.include(secretAccessKey)
    }
  })
})
