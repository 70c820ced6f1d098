/** TAB behind names that the text itself declares, and behind calls whose answer is known. */
import { Writable } from 'node:stream'
import { expect } from 'chai'
import { type Completer, createCompleter } from '../../../src/shell/completion/complete.ts'
import { Session } from '../../../src/shell/session/session.ts'
import { context, texts } from './completing.ts'

const sink = new Writable({ write: (_chunk, _encoding, done) => done() })

const known = `
const cases = [{ caseId: 'case-1', tags: ['a'], owner: { name: 'x' } }]
const conn = {}
const text = 'abc'
let ran = 0
const call = () => { ran++; return cases }
`

const rows: [title: string, text: string, candidates: string[]][] = [
  ['a parameter', 'cases.map(each => each.', ['caseId', 'tags', 'owner']],
  ['a parameter in parentheses', 'cases.filter((each) => each.ca', ['caseId']],
  ['a parameter of an asynchronous function', 'cases.forEach(async (each) => { await each.ca', ['caseId']],
  ['a parameter with another behind it', 'cases.map((each, index) => each.ow', ['owner']],
  ['the second parameter of a comparison', 'cases.sort((one, other) => other.ca', ['caseId']],
  ['the second parameter of a reduction', 'cases.reduce((sum, each) => sum + each.ow', ['owner']],
  ['not the first of a reduction', 'cases.reduce((sum, each) => sum.ow', []],
  ['a parameter within', 'cases.map((each) => each.tags.map((tag) => tag.toUp', ['toUpperCase']],
  ['a parameter of an optional call', 'cases?.map?.((each) => each.ow', ['owner']],
  ['a parameter in brackets', "cases.map((each) => each['ow", ["'owner'"]],
  [
    'a parameter behind methods that keep the elements',
    'cases.filter((one) => one.tags).slice(0, 3).map((each) => each.ow',
    ['owner'],
  ],
  ['what a search finds', 'cases.find(({ caseId }) => caseId).ow', ['owner']],
  ['what is left of a list', 'cases.filter(Boolean).findL', ['findLast', 'findLastIndex']],
  ['not what methods make that are not known', 'cases.flat().ow', []],
  ['not the parameters of functions that are not known', 'call((each) => each.', []],

  ['a loop', 'for (const each of cases) { each.ow', ['owner']],
  [
    'a loop over what is in an answer',
    'for (const each of conn.describeCases().cases) each.subj',
    ['subject'],
  ],
  [
    'a loop over pages',
    'for await (const page of conn.paginateDescribeCases()) { page.',
    ['cases', 'nextToken'],
  ],
  [
    'a loop over what is on pages',
    "for await (const each of conn.paginateDescribeCommunications('case-1').items()) each.submi",
    ['submittedBy'],
  ],
  ['a loop over a property', 'for (const tag of cases[0].tags) tag.toUp', ['toUpperCase']],
  ['a loop that counts', 'for (let i = 0; i < 3; i++) cases[i].ow', ['owner']],
  ['not a loop over something computed', 'for (const each of [...cases]) each.ow', []],

  ['a constant', 'const first = cases[0]; first.ow', ['owner']],
  ['a constant, on a line of its own', 'const first = cases[0]\nfirst.ow', ['owner']],
  ['a constant over lines', 'const first = cases\n  .at(0)\n  .owner\nfirst.na', ['name']],
  ['a constant of a constant', 'const list = cases, first = list[0]; first.ow', []],
  ['a constant for a constant', 'const list = cases; const first = list[0]; first.ow', ['owner']],
  ['an answer', 'const answer = conn.describeCases()\nanswer.', ['cases', 'nextToken']],
  [
    'an answer that is awaited',
    'const answer = await conn.describeCases({\n  maxResults: 10,\n})\nanswer.cases[0].subj',
    ['subject'],
  ],
  ['a part of an answer', 'const { cases: found } = conn.describeCases()\nfound[0].subj', ['subject']],
  [
    'a part of an answer, by its name',
    'const { communications } = conn.describeCommunications(id); communications[0].bo',
    ['body'],
  ],
  ['the first of a list', 'const [first] = cases; first.ow', ['owner']],
  ['the later declaration of a name', 'const each = text; { const each = cases[0]; each.ow', ['owner']],
  ['a name of the session, under a parameter', 'cases.map((text) => text.ow', ['owner']],
  ['not a part of something computed', 'const first = 1 + cases[0].owner; first.', []],
  ['not what a call makes', 'const first = call(); first.', []],
  ['not a name that hides what can be told', 'const each = cases[0]; { const each = call(); each.', []],
  ['not names that stand for each other, however many', `${'const a = a; '.repeat(200)}a.`, []],
  ['not a name for itself', 'const loop = loop; loop.', []],
  ['not names for each other', 'const a = b; const b = a; a.', []],
]

describe('Completion of what the text declares', () => {
  let session: Session
  let completer: Completer

  before(async () => {
    session = new Session({
      globals: {},
      directory: '/',
      ownModule: () => undefined,
      stdout: sink,
      stderr: sink,
    })
    await session.run(known)
    const live = { get: async () => ({ values: [] }) }
    completer = createCompleter({ session, live, commands: async () => [], directory: '/' })
  })

  after(async () => {
    expect(await session.run('ran')).to.include({ value: 0 })
    session.dispose()
  })

  for (const [title, text, candidates] of rows) {
    it(`${title}: ${text.slice(0, 90).replaceAll('\n', '⏎')}`, async () => {
      expect(texts(await completer.complete(text, context))).to.deep.equal(candidates)
    })
  }
})
