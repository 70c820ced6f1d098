/** Pages on what is no operation: the names that inputs find, the keys, the errors, the members. */
import { faults } from '../../model/faults.ts'
import { frameworkFaults } from '../../model/framework-faults.ts'
import { otherMembers } from '../completion/other-members.ts'
import { attachmentGuides } from './attachment-guides.ts'
import { connectionOptions } from './connection-options.ts'
import type { Guide } from './guide.ts'
import { knownError, localErrors } from './known-errors.ts'
import type { Block, Row } from './layout.ts'
import { memberNames } from './member-index.ts'

const conn: Guide = {
  help: 'Your connection to AWS Support, or to the mock.',
  aliases: ['SupportConnection', 'connectToRegion', 'regions'],
  example: `
>>> const other = connectToRegion('us-west-2')
>>> other.region
'us-west-2'
>>> other.describeCases().cases.length
1`,
  blocks: () => [
    {
      text: 'Every operation is a method. Calls are awaited for you where an input stands at the top level; in a function you write await. A needed text may stand alone: conn.resolveCase(ID).',
    },
    {
      rows: [
        { name: 'conn.OPERATION', text: 'Takes the input, then options: { signal } gives the call up.' },
        ...otherMembers.map(({ name, note }) => ({ name: `conn.${name}`, text: note })),
        { name: 'connectToRegion', text: 'Makes a connection from the name of a region.' },
        {
          name: 'SupportConnection',
          text: 'The class: new SupportConnection(OPTIONS); .help options lists them.',
        },
        { name: 'regions()', text: 'The regions that have an endpoint of Support.' },
        { name: '_', text: 'The value of the last input that had one.' },
        { name: '_error', text: 'The last error.' },
      ],
    },
  ],
}

const options: Guide = {
  help: 'What new SupportConnection(OPTIONS) takes, in one object.',
  aliases: connectionOptions.map(({ name }) => name),
  blocks: () => [
    { rows: connectionOptions },
    {
      text: 'What no option says comes from the variables of the environment that are named, then from the profile. Connections that you make on the built-in mock stay on it.',
    },
  ],
}

const mock: Guide = {
  help: 'The built-in mock, where you play the other side.',
  example: `
>>> mock.agent.reply({ caseId: 'case-1', body: 'Please send a log.' })
>>> conn.describeCases().cases[0].status
'pending-customer-action'
>>> const later = mock.clock.advance('P20D')
>>> conn.describeCases({ includeResolvedCases: true }).cases[0].status
'resolved'
>>> mock.reset()
>>> conn.describeCases().cases[0].status
'unassigned'`,
  blocks: () => [
    { text: 'It is there when the shell runs on its own mock (--mock), and holds what --seed says.' },
    {
      rows: [
        { name: 'mock.agent.reply', text: 'Writes to the customer: { caseId, body }.' },
        { name: 'mock.agent.assign', text: 'Has a case worked on: { caseId }.' },
        { name: 'mock.agent.resolve', text: 'Resolves a case: { caseId }.' },
        { name: 'mock.clock.advance', text: "Moves its clock: 'PT1H' by an hour, 'P14D' by 14 days." },
        {
          name: 'mock.faults',
          text: "Has things go wrong: [{ operation: 'CreateCase', kind: 'throttle', next: 1 }].",
        },
        { name: 'mock.requests', text: 'What came in.' },
        { name: 'mock.reset', text: 'Back to the start.' },
        { name: 'mock.url', text: 'Where it is; in a browser, the inbox of its cases.' },
      ],
    },
  ],
}

export const keyRows: readonly Row[] = [
  { name: 'TAB', text: 'Completes operations, members, codes, ids, paths. It never sends a write.' },
  { name: 'Right arrow', text: 'At the end of the line: takes the suggestion from the history.' },
  { name: 'Ctrl-R', text: 'Searches the history.' },
  { name: 'Alt-Enter', text: 'A new line in the same input; Enter runs it once it is complete.' },
  { name: 'Ctrl-C', text: 'Gives up the call or the input; twice at an empty prompt leaves.' },
  { name: 'Ctrl-D', text: 'Leaves.' },
]

const keys: Guide = { help: 'What the keys do.', blocks: () => [{ rows: keyRows }] }

const errors: Guide = {
  help: 'Every error, and what to do about it.',
  aliases: ['faults', 'SupportError'],
  example: `
>>> conn.resolveCase('case-2')
Uncaught CaseIdNotFound: ...
>>> _error.statusCode
400
>>> _error.requestId
'...'`,
  blocks: () => [
    {
      text: 'All are SupportErrors with name and message, and where the service answered, statusCode and requestId. .help and a name says what to do.',
    },
    { heading: 'Found on this side' },
    { rows: errorRows(Object.keys(localErrors)) },
    { heading: 'Answered by operations that name them' },
    { rows: errorRows(Object.keys(faults)) },
    { heading: 'Answered by any operation' },
    { rows: errorRows(Object.keys(frameworkFaults)) },
  ],
}

const errorRows = (names: readonly string[]): Row[] =>
  names.map((name) => ({ name, text: knownError(name)!.help }))

const members: Guide = {
  help: 'Every member that operations take or answer.',
  blocks: () => [
    { text: [...memberNames].sort((a, b) => a.localeCompare(b, 'en')).join(', ') },
    { text: '.help and a name says what it means, and where it comes from.' },
  ],
}

export const guides: Readonly<Record<string, Guide>> = {
  conn,
  options,
  ...attachmentGuides,
  mock,
  errors,
  members,
  keys,
}

export function guidePage(name: string): Block[] {
  const { help, example, blocks } = guides[name]!
  return [
    { title: name },
    { text: help },
    ...blocks(),
    ...(example === undefined ? [] : [{ heading: 'Example' }, { code: example }]),
  ]
}
