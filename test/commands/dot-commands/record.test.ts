/** What `.record` writes, input by input: sessions on the left, the file as it stands afterwards. */
import { expect } from 'chai'
import { type TestShell, type TestShellOptions, withShell } from './shell.ts'

/** The file without its title and its first directive. */
const body = (text: string) => text.replace(/^[\s\S]*?doctest: seed \S+(?: -->)?\n\n/, '')

/** Records inputs; answers what the file says of them, after a look at whether it replays. */
async function recorded(inputs: readonly string[], options: TestShellOptions = {}): Promise<string> {
  return withShell(options, async ({ type, file, failures }) => {
    await type('.record it.md')
    for (const input of inputs) await type(input)
    await type('.record off')
    expect(await failures('it.md')).to.deep.equal([])
    return body(file('it.md'))
  })
}

const fenced = (text: string) => `\`\`\`ts\n${text.trim()}\n\`\`\`\n`

/** Sessions, as they stand in the file. What was typed differs where `typed` says so. */
const sessions: { title: string; typed?: string[]; file: string }[] = [
  {
    title: 'ids and times become wildcards, also in larger values; the rest stays',
    file: `
>>> conn.describeCases().cases[0]
{
  caseId: 'case-...',
  displayId: '...',
  subject: 'A test case.',
  status: 'unassigned',
  serviceCode: 'general-info',
  categoryCode: 'using-aws',
  severityCode: 'low',
  submittedBy: 'jane@example.com',
  timeCreated: '20...Z',
  recentCommunications: { communications: [ [Object] ] },
  ccEmailAddresses: [],
  language: 'en'
}
>>> conn.describeCases().cases.length
1`,
  },
  {
    title: 'ids in the middle of longer texts',
    file: `
>>> const { caseId } = conn.createCase({ subject: 'a', communicationBody: 'b' })
>>> console.log(\`The case \${caseId}, or "\${caseId}".\`)
The case case-..., or "case-...".
>>> JSON.stringify({ caseId })
'{"caseId":"case-..."}'`,
  },
  {
    title: 'pieces that were cut out of ids and times',
    file: `
>>> const { caseId } = conn.createCase({ subject: 'a', communicationBody: 'b' })
>>> caseId.slice(0, 20)
'case-...'
>>> \`\${caseId.slice(0, 20)}…\`
'case-...…'
>>> caseId.split('-')
[ 'case', '...', 'muen', '2026', '...' ]
>>> const { timeCreated } = conn.describeCases().cases[0]
>>> timeCreated.slice(0, 10)
'20...'`,
  },
  {
    title: 'an id that is shown alone keeps what makes it one',
    file: `
>>> const { caseId } = conn.createCase({ subject: 'a', communicationBody: 'b' })
>>> console.log(caseId)
case-...
>>> console.log(conn.describeCases().cases[0].timeCreated)
20...Z
>>> console.log(conn.describeCases().cases[0].displayId)
1...`,
  },
  {
    title: 'what the user typed stays, also where it looks made up',
    file: `
>>> const subject = 'Down since 2026-08-01T09:00:00Z, 9f2c0d0e-6a52-4a39-8a1b-0d9a5e2f3c11'
>>> conn.createCase({ subject, communicationBody: 'Like case-123456789012-muen-2026-268bfd4caa3ba0d6.' })
{ caseId: 'case-...' }
>>> conn.describeCases().cases[0].subject
'Down since 2026-08-01T09:00:00Z, 9f2c0d0e-6a52-4a39-8a1b-0d9a5e2f3c11'
>>> conn.describeCases().cases[0].recentCommunications.communications[0].body
'Like case-123456789012-muen-2026-268bfd4caa3ba0d6.'`,
  },
  {
    title: 'an id that was typed before it was shown stays',
    file: `
>>> conn.describeCommunications('case-1').communications[0].caseId
'case-1'
>>> conn.describeCases().cases[0].caseId
'case-1'`,
  },
  {
    title: 'numbers and counts stay, durations and instants do not',
    file: `
>>> conn.describeSeverityLevels().severityLevels.length
5
>>> conn.getAttachmentUploadLinks({ fileName: 'a.bin', fileSizeBytes: 157286400 }).totalParts
30
>>> conn.refreshTrustedAdvisorCheck('Qch7DwouX1').status.millisUntilNextRefreshable
3...
>>> Date.now()
1...
>>> [1000, 3600, 2026, 157286400]
[ 1000, 3600, 2026, 157286400 ]`,
  },
  {
    title: 'links, tokens and sets',
    file: `
>>> conn.getAttachmentUploadLinks({ fileName: 'a.bin', fileSizeBytes: 10 })
{
  uploadId: 'upload-...',
  partSizeBytes: 5242880,
  totalParts: 1,
  uploadUrls: [
    {
      url: 'http...',
      partIndex: 1,
      expiryDate: '20...Z'
    }
  ]
}
>>> conn.addAttachmentsToSet({ attachments: [{ fileName: 'a.txt', data: Buffer.from('a') }] })
{
  attachmentSetId: 'as-...',
  expiryTime: '20...+0000'
}`,
  },
  {
    title: 'where the session leads, and the keys of the mock',
    file: `
>>> conn
SupportConnection { region: 'us-east-1', endpoint: 'http...' }
>>> mock
MockEndpoint { url: 'http...', seed: '...' }
>>> mock.credentials
{
  accessKeyId: '...',
  secretAccessKey: '...',
  accountId: '123456789012'
}`,
  },
  {
    title: 'errors are their first line, faults and slips alike',
    file: `
>>> conn.resolveCase('case-9')
Uncaught CaseIdNotFound: No case with the id case-9 was found in this account.
>>> conn.resolveCase({ caseID: 'case-1' })
Uncaught InvalidInput: Unknown member caseID; did you mean caseId?
>>> throw new Error('one\\ntwo')
Uncaught Error: one
>>> )
Uncaught SyntaxError: Unexpected token ')'
>>> console.log('before'); null.x
before
Uncaught TypeError: Cannot read properties of null (reading 'x')`,
  },
  {
    title: 'an error whose message holds another is written in full',
    file: `
>>> throw new Error('one\\nUncaught Error: two')
Uncaught Error: one
Uncaught Error: two`,
  },
  {
    title: 'errors that are shown: the number of the input is another one in a replay',
    file: `
>>> new Error('shown')
Error: shown
    at input ...:1
>>> conn.resolveCase('case-9')
Uncaught CaseIdNotFound: No case with the id case-9 was found in this account.
>>> _error.requestId
'...-...-...-...-...'`,
  },
  {
    title: 'inputs of several lines, with blank ones, indented, with tabs',
    file: `
>>> const text = \`one
...
...   two
... \tthree\`
>>> text
'one\\n\\n  two\\n\\tthree'
>>>   1 +
...     1
2`,
  },
  {
    title: 'blank lines and white space in the output',
    file: `
>>> console.log('a\\n\\n  b\\n')
a
<BLANKLINE>
  b
<BLANKLINE>
>>> console.log('')
<BLANKLINE>
>>> console.log('   ')
<BLANKLINE>
>>> console.log('<BLANKLINE>')
<BLANKLINE>`,
  },
  {
    title: 'output that holds dots and prompts, below its first line',
    typed: ["'and so on...'", "console.log('a\\n... b\\n>>> c\\n  >>> d')"],
    file: `
>>> 'and so on...'
'and so on...'
>>> console.log('a\\n... b\\n>>> c\\n  >>> d')
a
... b
...>>> c
...>>> d`,
  },
  {
    title: 'console output and values together, in their order',
    file: `
>>> console.log('out'); console.error('err'); 'value'
out
err
'value'`,
  },
  {
    title: 'an id that is pasted stands for the one that was shown',
    typed: [
      "const { caseId } = conn.createCase({ subject: 'a', communicationBody: 'b' })",
      'caseId',
      "conn.resolveCase('$1')",
      'conn.describeCommunications("$1").communications.length',
    ],
    file: `
>>> const { caseId } = conn.createCase({ subject: 'a', communicationBody: 'b' })
>>> caseId
'case-...'
>>> conn.resolveCase('case-...')
{ initialCaseStatus: 'unassigned', finalCaseStatus: 'resolved' }
>>> conn.describeCommunications("case-...").communications.length
1`,
  },
  {
    title: 'of several ids, the one that is pasted is told from the others',
    typed: [
      "conn.createCase({ subject: 'a', communicationBody: 'b' })",
      "conn.createCase({ subject: 'c', communicationBody: 'd' })",
      "conn.resolveCase('$1')",
      "conn.resolveCase('$2')",
      'conn.describeCases({ includeResolvedCases: true }).cases.map(({ caseId }) => caseId)',
    ],
    file: `
>>> conn.createCase({ subject: 'a', communicationBody: 'b' })
{ caseId: 'case-...-...' }
>>> conn.createCase({ subject: 'c', communicationBody: 'd' })
{ caseId: 'case-...' }
>>> conn.resolveCase('case-...-...')
{ initialCaseStatus: 'unassigned', finalCaseStatus: 'resolved' }
>>> conn.resolveCase('case-...')
{ initialCaseStatus: 'unassigned', finalCaseStatus: 'resolved' }
>>> conn.describeCases({ includeResolvedCases: true }).cases.map(({ caseId }) => caseId)
[
  'case-...',
  'case-...-...',
  'case-...'
]`,
  },
  {
    title: 'an id that was made and never shown is an expression that has it',
    typed: [
      "const made = [conn.createCase({ subject: 'a', communicationBody: 'b' })]",
      "conn.resolveCase('$peek(made[0].caseId)')",
    ],
    file: `
>>> const made = [conn.createCase({ subject: 'a', communicationBody: 'b' })]
>>> conn.resolveCase(made[0].caseId)
{ initialCaseStatus: 'unassigned', finalCaseStatus: 'resolved' }`,
  },
  {
    title: 'a text with dots that the user typed himself stands for nothing else',
    file: `
>>> conn.createCase({ subject: 'a', communicationBody: 'b' })
{ caseId: 'case-...-...' }
>>> conn.resolveCase('case-...')
Uncaught CaseIdNotFound: No case with the id case-... was found in this account.`,
  },
  {
    title: 'keys that were typed are not in the file',
    typed: [
      "const other = new SupportConnection('AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')",
      "'AKIAIOSFODNN7EXAMPLE'",
    ],
    file: `
>>> const other = new SupportConnection('<redacted>', '<redacted>')
>>> '<redacted>'
'...'`,
  },
  {
    title: 'an input of nothing but a comment becomes prose; one with code stays code',
    typed: ['1', '// Now for *something* else:\n//\n// - two', '2 // a comment', '', '   '],
    file: `
>>> 1
1
\`\`\`

Now for *something* else:

- two

\`\`\`ts
>>> 2 // a comment
2`,
  },
  {
    title: 'TypeScript, imports and declarations',
    file: `
>>> import { regions as all } from 'support-repl'
>>> const one: string = all()[0].name
>>> typeof one
'string'
>>> interface A { a: number }
>>> function twice(n: number) { return 2 * n }
>>> twice(2)
4`,
  },
]

describe('A recording', () => {
  for (const { title, typed, file } of sessions) {
    it(title, async () => {
      const inputs = typed ?? inputsOf(file)
      const written = await withShell({}, async ({ type, file: text, failures, session }) => {
        await type('.record it.md')
        await typeAll(inputs, { type, session })
        await type('.record off')
        expect(await failures('it.md')).to.deep.equal([])
        return body(text('it.md'))
      })
      expect(written).to.equal(fenced(file))
    })
  }

  it('has blocks of their own for outputs that would be read otherwise', async () => {
    const file = await recorded(["console.log('...more')", "console.log('>>> 1')", "console.log('...')", '1'])
    expect(file).to.equal(`<!-- doctest: +NORMALIZE_WHITESPACE -->

\`\`\`ts
>>> console.log('...more')
<BLANKLINE>
...more
\`\`\`

<!-- doctest: +NORMALIZE_WHITESPACE -->

\`\`\`ts
>>> console.log('>>> 1')
<BLANKLINE>
...>>> 1
\`\`\`

<!-- doctest: skip next -->

\`\`\`ts
>>> console.log('...')
<BLANKLINE>
...
\`\`\`

\`\`\`ts
>>> 1
1
\`\`\`
`)
  })

  it('has a fence that what is printed does not close', async () => {
    const file = await recorded(["console.log('```ts\\n1\\n````')"])
    expect(file).to.equal("`````ts\n>>> console.log('```ts\\n1\\n````')\n```ts\n1\n````\n`````\n")
  })

  it('never expects what a file cannot hold', async () => {
    const file = await recorded(["console.log('a\\0b\\ud800c\\x1b[31md\\x07')", "console.log('a\\rb')"])
    expect(file).to.equal(
      fenced(
        ">>> console.log('a\\0b\\ud800c\\x1b[31md\\x07')\na...b...c...d...\n>>> console.log('a\\rb')\na\nb",
      ),
    )
  })

  it('has none of the colours of the terminal, but for those that the user wrote', async () => {
    const inputs = ['[1]', 'console.log({ a: 1 })', "console.log('\\x1b[31mred\\x1b[39m')"]
    expect(await recorded(inputs, { colors: true })).to.equal(
      fenced(`
>>> [1]
[ 1 ]
>>> console.log({ a: 1 })
{ a: 1 }
>>> console.log('\\x1b[31mred\\x1b[39m')
...red...`)
        .replace(
          ">>> console.log('\\x1b",
          "```\n\n<!-- doctest: +NORMALIZE_WHITESPACE -->\n\n```ts\n>>> console.log('\\x1b",
        )
        .replace('...red', '<BLANKLINE>\n...red'),
    )
  })
})

/** The inputs of a session as a file shows it. */
function inputsOf(file: string): string[] {
  const inputs: string[] = []
  for (const [, mark, source = ''] of file.matchAll(/^(>>>|\.\.\.)(?: (.*))?$/gm)) {
    if (mark === '>>>') inputs.push(source)
    else if (inputs.length > 0) inputs.push(`${inputs.pop()}\n${source}`)
  }
  return inputs
}

/** `$1` is the first case id that was shown, `$peek(...)` a value that was not. */
async function typeAll(inputs: readonly string[], { type, session }: Pick<TestShell, 'type' | 'session'>) {
  const shown: string[] = []
  for (const input of inputs) {
    const source = input
      .replace(/\$(\d)/g, (_, number) => shown[number - 1] ?? 'nothing')
      .replace(/\$peek\((.*?)\)/g, (_, expression) => String(session.peek(expression)?.value))
    const text = await type(source)
    for (const [id] of text.matchAll(/case-\d{12}-[\w-]+/g)) if (!shown.includes(id)) shown.push(id)
  }
}
