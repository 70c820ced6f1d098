/** What is said while an operation's arguments are typed. */
import { expect } from 'chai'
import { operation, operationNames } from '../../../src/model/operations.ts'
import { completerIn } from './completing.ts'

const { signature } = completerIn({})

const help = (name: keyof typeof inputs, member: string) => inputs[name]![member]!.help.replace(/\.$/, '')
const inputs = Object.fromEntries(operationNames.map((name) => [name, operation(name).input]))

const createCase =
  'createCase({ subject, communicationBody, serviceCode?, severityCode?, categoryCode?, ccEmailAddresses?, language?, issueType?, attachmentSetId?, uploadIds?, dryRun? })'
const resolveCase = 'resolveCase(caseId | { caseId?, dryRun? })'
const severity = `severityCode: 'low' | 'normal' | 'high' | 'urgent' | 'critical'  ${help('createCase', 'severityCode')}`
const caseId = `caseId: text  ${help('resolveCase', 'caseId')}`

const rows: [title: string, text: string, hint: string | undefined][] = [
  ['at the parenthesis', 'conn.createCase(', createCase],
  ['in the literal', 'conn.createCase({', createCase],
  ['at a name', "conn.createCase({ subject: 'x', sev", createCase],
  ['in a name that is a text', 'conn.createCase({ "sev', createCase],
  ['between members, across lines', "conn.createCase({\n  subject: 'x',\n  ", createCase],
  ['in the middle of an input', 'const { caseId } = await conn?.createCase?.({ ', createCase],
  ['where one text may stand bare', 'conn.resolveCase(', resolveCase],
  [
    'for pages',
    'conn.paginateDescribeCommunications({ ',
    'paginateDescribeCommunications(caseId | { caseId, beforeTime?, afterTime?, nextToken?, maxResults?, dryRun? })',
  ],
  ['of the inner call', 'f(conn.createCase({}), conn.resolveCase(', resolveCase],
  ['at a member that there is not', 'conn.createCase({ nope: ', createCase],

  ['what a member takes', 'conn.createCase({ severityCode: ', severity],
  ['what a member takes, in its quotes', "conn.createCase({ subject: 'x', severityCode: 'lo", severity],
  ['what a member takes, behind its value', "conn.createCase({ severityCode: 'low'", severity],
  ['what the bare text is', "conn.resolveCase('case", caseId],
  [
    'what a list takes',
    "conn.describeCases({ caseIdList: ['case-1', ",
    `caseIdList: [text] of at most 100 elements  ${help('describeCases', 'caseIdList')}`,
  ],
  [
    'what a structure in a list takes',
    "conn.addAttachmentsToSet({ attachments: [{ fileName: 'a' }, { ",
    `attachments: [{ fileName?, data? }]  ${help('addAttachmentsToSet', 'attachments')}`,
  ],
  ['what a member of it takes', "conn.addAttachmentsToSet({ attachments: [{ fileName: '", 'fileName: text  '],
  [
    'what a structure takes',
    'conn.getAttachmentUploadLinks({ uploadRange: {',
    `uploadRange: { startIndex, endIndex? }  ${help('getAttachmentUploadLinks', 'uploadRange')}`,
  ],
  [
    'what a number is',
    'conn.describeCases({ maxResults: 1',
    `maxResults: number of 10 to 100  ${help('describeCases', 'maxResults')}`,
  ],

  ['of files', "conn.attach('a.log', '", "attach('path', { fileName, data }, ..., { signal?, onProgress? })"],
  ['of a download', 'conn.download(', "download(attachmentId, 'path'?, { signal?, onProgress? })"],
  ['nothing before it is called', 'conn.createCase', undefined],
  ['nothing when it has been called', 'conn.createCase({})', undefined],
  ['nothing in other calls', 'f({ ', undefined],
  ['nothing in a call within', 'conn.createCase({ subject: f(', undefined],
  ['nothing for a function of that name', 'createCase({ ', undefined],
  ['nothing in its options', 'conn.createCase({}, { ', undefined],
  ['nothing in a comment', 'conn.createCase({ // sub', undefined],
  ['nothing in a text', "'conn.createCase({ ", undefined],
  ['nothing in an empty input', '', undefined],
  ['nothing in what was pasted', `conn.createCase({ subject: '${'x'.repeat(20_000)}`, undefined],
]

describe('The signature', () => {
  for (const [title, text, hint] of rows) {
    it(`${title}: ${text.slice(0, 60).replaceAll('\n', '⏎')}`, async () => {
      const found = await signature(text)
      // A hint that ends with the member's help in the table may leave it out.
      expect(hint?.endsWith('  ') ? found?.slice(0, hint.length) : found).to.equal(hint)
    })
  }

  for (const name of operationNames) {
    it(`of ${name} is one line with all its members, the needed ones plain`, async () => {
      const line = await signature(`conn.${name}({ `)
      const members = Object.entries(operation(name).input).map(([member, { required }]) =>
        required ? member : `${member}?`,
      )
      expect(line)
        .to.match(new RegExp(`^${name}\\(.*\\)$`))
        .and.not.include('\n')
      expect(/\{ (.*) \}/.exec(line!)![1]!.split(', ')).to.have.members(members)
    })
  }
})
