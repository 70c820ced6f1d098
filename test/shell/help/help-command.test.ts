/** `.help NAME`: by which names things are found, and what is said of others. */
import { expect } from 'chai'
import { operationNames, wireName } from '../../../src/model/operations.ts'
import type { CommandContext, DotCommand } from '../../../src/shell/dot-commands/dot-command.ts'
import { helpCommand } from '../../../src/shell/dot-commands/help.ts'
import { botoName, cliName } from '../../../src/shell/help/names.ts'

const cases: DotCommand = {
  name: 'cases',
  usage: '.cases [FILTER]',
  help: 'List your cases.',
  run: async () => undefined,
}

const command: DotCommand = helpCommand(async () => [cases, command])

const screen = { columns: 80, colors: false, write: () => {} }
// Help looks at nothing else.
const context = { screen } as unknown as CommandContext

/** The titles of the pages that are shown, or the message. */
async function shown(argument: string): Promise<string> {
  try {
    const text = await command.run(argument, context)
    return text!
      .split('\n')
      .filter((line, index, lines) => index === 0 || (lines[index - 1] === '' && / \(member\)$/.test(line)))
      .join(' + ')
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

const rows: [argument: string, shown: string][] = [
  ['', 'conn is your connection to AWS Support, and the operations are its methods.'],
  ['  ', 'conn is your connection to AWS Support, and the operations are its methods.'],
  ['describeCases', 'describeCases'],
  ['DESCRIBECASES', 'describeCases'],
  ['DescribeCases', 'describeCases'],
  ['describe-cases', 'describeCases'],
  ['describe_cases', 'describeCases'],
  ['aws support describe-cases', 'describeCases'],
  ['conn.describeCases', 'describeCases'],
  ['conn.describeCases()', 'describeCases'],
  ["conn.describeCases({ caseIdList: ['case-1'] })", 'describeCases'],
  ['await conn.describeCases();', 'describeCases'],
  ['conn.describeCases.help', 'describeCases'],
  ['paginateDescribeCases', 'describeCases'],
  ['conn.paginateDescribeCommunications', 'describeCommunications'],
  ['.cases', '.cases [FILTER]'],
  ['.CASES', '.cases [FILTER]'],
  ['cases', '.cases [FILTER] + cases (member)'],
  ['.help', '.help [NAME]'],
  ['help', '.help [NAME]'],
  ['CaseIdNotFound', 'CaseIdNotFound'],
  ['caseidnotfound', 'CaseIdNotFound'],
  ['Uncaught CaseIdNotFound: No case', 'CaseIdNotFound'],
  ['SubscriptionRequiredException', 'SubscriptionRequiredException'],
  ['InvalidInput', 'InvalidInput'],
  ['caseIdList', 'caseIdList (member)'],
  ['--case-id-list', 'caseIdList (member)'],
  ['case_id_list', 'caseIdList (member)'],
  ['attach', 'attach'],
  ['conn.download()', 'download'],
  ['useDualstackEndpoint', 'options'],
  ['use-fips-endpoint', 'options'],
  ['conn', 'conn'],
  ['SupportConnection', 'conn'],
  ['connect_to_region', 'conn'],
  ['errors', 'errors'],
  ['describeCase', 'CommandError: There is no help on describeCase; did you mean describeCases?'],
  ['describe-case', 'CommandError: There is no help on describe-case; did you mean describeCases?'],
  ['CaseNotFound', 'CommandError: There is no help on CaseNotFound; did you mean CaseIdNotFound?'],
  ['.casses', 'CommandError: There is no help on .casses; did you mean .cases?'],
  ['severity', 'CommandError: There is no help on severity; did you mean severityCode?'],
  ['res', 'CommandError: There is no help on res; did you mean resolveCase?'],
  ['communication', 'CommandError: There is no help on communication; did you mean communicationBody?'],
  [
    'trusted advisor',
    'CommandError: There is no help on trusted advisor; did you mean describeTrustedAdvisorChecks?',
  ],
  ['xyzzy', 'CommandError: There is no help on xyzzy; .help lists what there is'],
  ['()', 'CommandError: There is no help on (); .help lists what there is'],
  ['_', 'CommandError: There is no help on _; .help lists what there is'],
  ['constructor', 'CommandError: There is no help on constructor; .help lists what there is'],
]

describe('.help', () => {
  for (const [argument, expected] of rows) {
    it(`${argument || 'alone'} shows ${expected}`, async () =>
      expect(await shown(argument)).to.equal(expected))
  }

  it('finds every operation by the names that it has elsewhere', async () => {
    for (const name of operationNames) {
      for (const other of [wireName(name), cliName(name), botoName(name)]) {
        expect(await shown(other)).to.equal(name)
      }
    }
  })

  it('says the names that an operation has elsewhere', async () => {
    const text = await command.run('resolveCase', context)
    expect(text?.replace(/\s+/g, ' ')).to.include(
      'Other names: ResolveCase in the API, aws support resolve-case, resolve_case in boto3.',
    )
  })
})

const completions: [argument: string, candidates: string[]][] = [
  ['describeCase', ['describeCases']],
  ['DESCRIBECASE', ['describeCases']],
  ['describeC', ['describeCases', 'describeCommunications', 'describeCreateCaseOptions']],
  ['.', ['.cases', '.help']],
  ['caseI', ['CaseIdNotFound', 'caseIdList', 'caseId']],
  ['Throttl', ['ThrottlingException']],
  ['con', ['conn', 'ConfigurationError', 'ConnectionClosed']],
  ['xyzzy', []],
]

describe('Completion of what stands after .help', () => {
  const complete = async (argument: string) => command.complete!(argument, context)

  for (const [argument, expected] of completions) {
    it(`${argument}: ${expected.join(', ') || 'nothing'}`, async () => {
      expect((await complete(argument)).map(({ text }) => text)).to.deep.equal(expected)
    })
  }

  it('begins with the operations, and keeps the members for later', async () => {
    const all = await complete('')
    expect(all.slice(0, operationNames.length).map(({ text }) => text)).to.deep.equal(operationNames)
    expect(all.map(({ text }) => text)).to.include.members(['.cases', 'CaseIdNotFound', 'conn'])
    expect(all.map(({ text }) => text)).not.to.include('caseIdList')
  })

  it('says what each is', async () => {
    for (const { text, note } of await complete('')) expect(note, text).to.match(/\.$/)
  })
})
