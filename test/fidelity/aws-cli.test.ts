/** The AWS CLI against the mock, which verifies its signatures. Commands stand as they are typed. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type MockEndpoint, type MockOptions, startMockEndpoint } from '../../src/mock/index.ts'
import { configured, describePrograms, type Ended, findAwsClis, newFolder, run } from './programs.ts'

// Older ones do not read AWS_ENDPOINT_URL.
const prelude = 'aws() { command aws --endpoint-url "$MOCK_URL" "$@"; }'

describePrograms('the AWS CLI', findAwsClis(), (file, version) => {
  let mock: MockEndpoint
  const cwd = newFolder()

  const start = async (options?: MockOptions) => {
    mock = await startMockEndpoint({ port: 0, ...options })
  }
  afterEach(() => mock.close())

  /** Runs the lines as a shell does that stops at the first command that fails. */
  const sh = (lines: string, env = configured(file, mock)): Promise<Ended> =>
    run('/bin/sh', ['-euc', `${prelude}\n${lines}`], { env, cwd })

  /** What the lines print, parsed. */
  const printed = async (lines: string): Promise<unknown> => {
    const { stdout, stderr, status } = await sh(lines)
    expect(stderr).to.equal('')
    expect(status).to.equal(0)
    return JSON.parse(stdout)
  }

  describe('cases', () => {
    beforeEach(() => start())

    const reads = [
      {
        command: `aws support describe-cases --query 'cases[].[caseId, subject, status, severityCode]'`,
        prints: [['case-1', 'A test case.', 'unassigned', 'low']],
      },
      {
        command: `aws support describe-cases --case-id-list case-1 --no-include-communications --query 'cases[].recentCommunications'`,
        prints: [],
      },
      {
        command: `aws support describe-cases --after-time 2030-01-01 --include-resolved-cases --language en`,
        prints: { cases: [] },
      },
      {
        command: `aws support describe-communications --case-id case-1 --query 'communications[].body'`,
        prints: ['This case was opened to try the Support API. Please leave it as it is.'],
      },
      {
        command: `aws support describe-services --service-code-list amazon-cloudsearch amazon-dynamodb --query 'services[].[code, name]'`,
        prints: [
          ['amazon-cloudsearch', 'CloudSearch'],
          ['amazon-dynamodb', 'DynamoDB'],
        ],
      },
      {
        command: 'aws support describe-severity-levels --language en',
        prints: {
          severityLevels: [
            { code: 'low', name: 'Low' },
            { code: 'normal', name: 'Normal' },
            { code: 'high', name: 'High' },
            { code: 'urgent', name: 'Urgent' },
            { code: 'critical', name: 'Critical' },
          ],
        },
      },
    ]
    for (const { command, prints } of reads) {
      it(command, async () => expect(await printed(command)).to.deep.equal(prints))
    }

    it('opens a case, talks on it and resolves it', async () => {
      const { caseId } = (await printed(`
        aws support create-case \\
          --subject 'Grüße: a test case.' \\
          --service-code amazon-cloudsearch \\
          --category-code other \\
          --severity-code low \\
          --communication-body 'Please ignore: "this" is a test.' \\
          --cc-email-addresses jane@example.com joe@example.com
      `)) as { caseId: string }
      expect(caseId).to.match(/^case-123456789012-muen-\d{4}-[0-9a-f]{16}$/)

      mock.agent.reply({ caseId, body: 'What would you like to know?' })
      expect(
        await printed(
          `aws support add-communication-to-case --case-id ${caseId} --communication-body 'Nothing, it works.'`,
        ),
      ).to.deep.equal({ result: true })
      expect(
        await printed(
          `aws support describe-communications --case-id ${caseId} --query 'communications[].[submittedBy, body]'`,
        ),
      ).to.deep.equal([
        ['AdminRole (Role) <jane@example.com>', 'Nothing, it works.'],
        ['Amazon Web Services', 'What would you like to know?'],
        ['AdminRole (Role) <jane@example.com>', 'Please ignore: "this" is a test.'],
      ])
      expect(await printed(`aws support resolve-case --case-id ${caseId}`)).to.deep.equal({
        initialCaseStatus: 'customer-action-completed',
        finalCaseStatus: 'resolved',
      })
      expect(
        await printed(
          `aws support describe-cases --include-resolved-cases --query 'cases[].[subject, status, ccEmailAddresses]'`,
        ),
      ).to.deep.equal([
        ['Grüße: a test case.', 'resolved', ['jane@example.com', 'joe@example.com']],
        ['A test case.', 'unassigned', []],
      ])
    })
  })

  describe('pages', () => {
    const subjects = Array.from({ length: 250 }, (_, n) => `case ${249 - n}`)

    // Oldest first, a minute apart.
    beforeEach(async () => {
      const first = Date.now() - 250 * 60_000
      const cases = subjects.toReversed().map((subject, n) => ({
        subject,
        timeCreated: new Date(first + n * 60_000).toISOString(),
        communications: [{ body: 'It broke.' }],
      }))
      const seed = join(cwd, 'many.json')
      writeFileSync(seed, JSON.stringify({ version: 1, accounts: { '123456789012': { cases } } }))
      await start({ seed })
    })

    const requestsSent = () => mock.requests().length

    it('fetches them all by itself', async () => {
      expect(await printed(`aws support describe-cases --query 'cases[].subject'`)).to.deep.equal(subjects)
      expect(requestsSent()).to.equal(3)
    })

    it('fetches small pages', async () => {
      expect(await printed(`aws support describe-cases --page-size 50 --query 'length(cases)'`)).to.equal(250)
      expect(requestsSent()).to.equal(5)
    })

    it('stops after some and goes on from there', async () => {
      const some = await printed(
        `aws support describe-cases --max-items 130 --query '[NextToken, length(cases)]'`,
      )
      const [token, count] = some as [string, number]
      expect(count).to.equal(130)
      expect(
        await printed(
          `aws support describe-cases --max-items 3 --starting-token ${token} --query 'cases[].subject'`,
        ),
      ).to.deep.equal(subjects.slice(130, 133))
    })

    it('fetches one page when told so', async () => {
      expect(
        await printed(
          `aws support describe-cases --no-paginate --max-results 10 --query '[length(cases), type(nextToken)]'`,
        ),
      ).to.deep.equal([10, 'string'])
    })
  })

  describe('attachments', () => {
    beforeEach(() => start())

    // Version 1 takes the content, version 2 what stands on the wire.
    const base64 = (text: string) => Buffer.from(text).toString('base64')
    const given = version.startsWith('1.') ? (text: string) => text : base64

    it('sends one, adds another from a file and fetches it', async () => {
      const attachments = [{ fileName: 'all.txt', data: given('Grüße!\n') }]
      writeFileSync(join(cwd, 'attachments.json'), JSON.stringify(attachments))
      const attached = (await printed(`
        made=$(aws support add-attachments-to-set \\
          --attachments fileName=hello.txt,data=${given('Hello!')} \\
          --query attachmentSetId --output text)
        again=$(aws support add-attachments-to-set \\
          --attachment-set-id "$made" --attachments file://attachments.json \\
          --query attachmentSetId --output text)
        test "$made" = "$again"
        case=$(aws support create-case --subject 'With files.' --communication-body 'See the files.' \\
          --attachment-set-id "$made" --query caseId --output text)
        aws support describe-communications --case-id "$case" --query 'communications[0].attachmentSet'
      `)) as { fileName: string; attachmentId: string }[]
      expect(attached.map(({ fileName }) => fileName)).to.deep.equal(['hello.txt', 'all.txt'])
      const fetched = attached.map(
        ({ attachmentId }) => `
        aws support describe-attachment --attachment-id ${attachmentId} --query attachment.data
      `,
      )
      expect(await printed(fetched[0]!)).to.equal(base64('Hello!'))
      expect(await printed(fetched[1]!)).to.equal(base64('Grüße!\n'))
    })

    it('is told when a set expires', async () => {
      const { expiryTime } = (await printed(
        'aws support add-attachments-to-set --attachments fileName=a.txt,data=YQ==',
      )) as { expiryTime: string }
      expect(expiryTime).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
    })
  })

  describe('Trusted Advisor', () => {
    beforeEach(() => start({ seed: 'demo' }))

    // A check that the documentation of the service uses, too.
    const id = 'Qch7DwouX1'

    const reads = [
      {
        command: `aws support describe-trusted-advisor-checks --language en --query "checks[?id == '${id}'].[name, category]"`,
        prints: [['Low Utilization Amazon EC2 Instances', 'cost_optimizing']],
      },
      {
        command: `aws support describe-trusted-advisor-check-result --check-id ${id} --language en --query 'result.[checkId, type(status), type(flaggedResources)]'`,
        prints: [id, 'string', 'array'],
      },
      {
        command: `aws support describe-trusted-advisor-check-summaries --check-ids ${id} Pfx0RwqBli --query 'summaries[].checkId'`,
        prints: [id, 'Pfx0RwqBli'],
      },
      {
        command: `aws support describe-trusted-advisor-check-refresh-statuses --check-ids ${id}`,
        prints: { statuses: [{ checkId: id, status: 'none', millisUntilNextRefreshable: 0 }] },
      },
      {
        command: `aws support refresh-trusted-advisor-check --check-id ${id} --query 'status.[checkId, status]'`,
        prints: [id, 'enqueued'],
      },
    ]
    for (const { command, prints } of reads) {
      it(command, async () => expect(await printed(command)).to.deep.equal(prints))
    }
  })

  describe('errors', () => {
    beforeEach(() => start())

    // Version 1 tells no failures apart.
    const refused = version.startsWith('1.') ? 255 : 254

    const faults = [
      {
        command: 'describe-communications --case-id case-0',
        says: 'An error occurred (CaseIdNotFound) when calling the DescribeCommunications operation: No case with the id case-0 was found in this account.',
      },
      {
        command: 'create-case --subject a --communication-body b --service-code INVALID-CODE',
        says: "An error occurred (ValidationException) when calling the CreateCase operation: 1 validation error detected: Value 'INVALID-CODE' at 'serviceCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-z\\-_]+",
      },
      {
        command: 'add-attachments-to-set --attachment-set-id as-0 --attachments fileName=a.txt,data=YQ==',
        says: 'An error occurred (AttachmentSetIdNotFound) when calling the AddAttachmentsToSet operation: ',
      },
      {
        command: 'describe-attachment --attachment-id attachment-0',
        says: 'An error occurred (AttachmentIdNotFound) when calling the DescribeAttachment operation: ',
      },
      {
        command: 'describe-trusted-advisor-check-result --check-id no-check',
        says: 'An error occurred (InvalidParameterValueException) when calling the DescribeTrustedAdvisorCheckResult operation: Unknown ID: no-check',
      },
    ]
    for (const { command, says } of faults) {
      it(`aws support ${command}`, async () => {
        const { stdout, stderr, status } = await sh(`aws support ${command}`)
        expect(stderr, stderr).to.include(says)
        expect([stdout, status]).to.deep.equal(['', refused])
      })
    }

    it('is refused with a wrong secret', async () => {
      const guess = { ...mock.credentials, secretAccessKey: 'a-guess' }
      const { stderr, status } = await sh('aws support describe-cases', configured(file, mock, guess))
      expect(stderr, stderr).to.include(
        'An error occurred (InvalidSignatureException) when calling the DescribeCases operation: The request signature we calculated does not match the signature you provided.',
      )
      expect(status).to.equal(refused)
    })
  })
})
