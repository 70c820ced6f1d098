/** Whatever is typed: TAB and hints call no operation, run nothing of the user's, and never fail. */
import { Writable } from 'node:stream'
import { expect } from 'chai'
import fc from 'fast-check'
import { clientIn } from '../../../src/client/connection.ts'
import { type Completer, createCompleter } from '../../../src/shell/completion/complete.ts'
import { LiveValues } from '../../../src/shell/completion/live.ts'
import type { Reads } from '../../../src/shell/completion/live-pages.ts'
import { Session } from '../../../src/shell/session/session.ts'
import { context } from './completing.ts'

/** Everything the connection does is written down; what it would send goes nowhere. */
const calls: string[] = []

const { SupportConnection } = clientIn({
  env: { AWS_ENDPOINT_URL_SUPPORT: 'http://127.0.0.1:1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
  observe: ({ type, call }) => void calls.push(`${type} ${call.operation}`),
  approve: async ({ operation }) => void calls.push(`approve ${operation}`),
})

/** Completion may ask for this, and for nothing else. */
const reads = {
  async *paginateDescribeCases() {
    yield { cases: [{ caseId: "case-'1'", subject: 'A \u001b[31mtest\n case.', status: 'opened' }] }
  },
  async *paginateDescribeCommunications() {
    yield {}
  },
  describeServices: async () => ({
    services: [{ code: 'ec2', name: 'EC2', categories: [{ code: 'apis', name: 'API' }] }],
  }),
  describeTrustedAdvisorChecks: async () => ({ checks: [] }),
} as unknown as Reads

/** Values that notice it when their code runs. */
const traps = `
let ran = 0
const note = (value) => { ran++; return value }
const o = { get a() { return note({}) }, set a(value) { note() }, f() { return note({}) }, toString() { return note('a') } }
const p = new Proxy({ a: {} }, new Proxy({}, { get: () => (...args) => note(Reflect.ownKeys({})) }))
class K { static { this.x = 1 } static get y() { return note({}) } get z() { return note({}) } constructor() { note() } }
const k = Object.create(K.prototype)
const tag = { [Symbol.toPrimitive]: () => note('a') }
const list = [o, p, k]
list[Symbol.iterator] = function* () { note() }
function g() { return note({ a: 1 }) }
async function h() { return note({ a: 1 }) }
ran = 0
`

/** What people type, and what they leave unfinished. */
const inputs = [
  "await conn.createCase({ subject: 'It\\'s on fire', communicationBody: `since ${new Date()}`, severityCode: 'low' }).caseId",
  "conn.createCase({\n  serviceCode: 'ec2',\n  categoryCode: 'apis',\n  ccEmailAddresses: ['a@example.com', 'b@example.com'],\n})",
  'for await (const page of conn.paginateDescribeCases({ maxResults: 10 })) console.log(page.cases.map(({ caseId }) => caseId))',
  'const { cases: [first, ...rest] } = conn.describeCases(); conn.resolveCase(first.caseId)',
  "conn.attach('~/no', 'such/file', { fileName: 'a', data: 'b' })",
  "import { SupportError as E } from 'support-repl'; require('node:fs').readFileSync('x')",
  'p.a.b; o.a.b; k.z; K.y; list[0].a; `${o}`; o[tag].x; p[g()].y; (o.a).b; o?.a?.["x"]; new K().z; o.f().a; h().a; g`x`.a',
  "conn.createCase({ ...p, serviceCode: o.a, categoryCode: '",
  "conn.createCase({ serviceCode: o[tag], categoryCode: '",
  "conn.createCase({ serviceCode: g(), categoryCode: '",
  'conn[`${g()}`].x; conn[tag]; delete o.a; o.a = g(); ran++; o.a++; [o.a = 1].x; list[ran++].x',
  '.case case-1',
  "/* open */ /re[/]gex/.test('x') // done\n// 'not a text",
]

const pieces = fc.constantFrom(
  ...[
    'conn',
    'p',
    'o',
    'k',
    'K',
    'g',
    'h',
    'tag',
    'list',
    'ran',
    'a',
    'x',
    'createCase',
    'resolveCase',
    'describeCases',
  ],
  ...[
    'attach',
    'caseId',
    'serviceCode',
    'categoryCode',
    'subject',
    'import',
    'require',
    'from',
    'await',
    'new',
    'delete',
  ],
  ...[
    'const',
    'let',
    'function',
    'class',
    'return',
    'this',
    'super',
    'async',
    'yield',
    'null',
    '=>',
    '=',
    '+=',
    '++',
    '--',
  ],
  ...[
    '.',
    '?.',
    '...',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '${',
    "'",
    '"',
    '`',
    ',',
    ':',
    ';',
    '/',
    '//',
    '/*',
    '*/',
    '\\',
  ],
  ...[
    ' ',
    '\n',
    '\r',
    '\r\n',
    '0',
    '1n',
    '1.',
    '#',
    '@',
    '~',
    '!',
    '?',
    '??',
    '&&',
    '|',
    '<',
    '>',
    '\u2028',
    '\u202e',
    '😀',
    '\ud800',
    '\0',
  ],
)

const texts = fc.oneof(
  { weight: 4, arbitrary: fc.array(pieces, { maxLength: 30 }).map((each) => each.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...inputs), fc.array(pieces, { maxLength: 8 }))
      .map(([input, each]) => input + each.join('')),
  },
)

const sink = new Writable({ write: (_chunk, _encoding, done) => done() })

describe('TAB and hints', () => {
  let session: Session
  let completer: Completer

  before(async () => {
    const globals = { conn: new SupportConnection() }
    session = new Session({ globals, directory: '/', ownModule: () => undefined, stdout: sink, stderr: sink })
    expect(await session.run(traps)).to.include({ status: 'value' })
    completer = createCompleter({
      session,
      live: new LiveValues(reads),
      commands: async () => [
        { name: 'case', usage: '.case ID', help: 'Show a case.', run: async () => 'ran' },
      ],
      directory: '/',
    })
  })

  after(() => session.dispose())

  async function press(text: string): Promise<void> {
    const { candidates, partial, message } = await completer.complete(text, context)
    const hint = await completer.signature(text)
    expect(text.endsWith(partial)).to.equal(true)
    for (const shown of [message, hint, ...candidates.flatMap(({ text, note }) => [text, note])]) {
      expect(shown ?? '').to.not.match(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
    }
  }

  async function nothingRan(): Promise<void> {
    expect(calls).to.deep.equal([])
    expect(await session.run('ran')).to.include({ value: 0 })
  }

  it('send nothing for a call that stands there', async () => {
    for (const text of [
      'conn.createCase({}).',
      'conn.createCase({})',
      'conn.createCase({}).caseId.',
      "conn.createCase({})['",
    ]) {
      await press(text)
    }
    await nothingRan()
  })

  for (const input of inputs) {
    it(`take every beginning of ${input.replaceAll('\n', '⏎').slice(0, 60)}`, async () => {
      for (let length = 0; length <= input.length; length++) await press(input.slice(0, length))
      await nothingRan()
    })
  }

  it('take anything', async () => {
    await fc.assert(fc.asyncProperty(texts, press), { numRuns: 1500 })
    await nothingRan()
  })

  it('take long texts of brackets and quotes', async () => {
    for (const piece of [
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      '`${',
      '=>',
      '({',
      '[{',
      "'",
      '/',
      ')=>',
      '(a,b)=>',
      'a.',
      'a[',
      '...',
      '#',
    ]) {
      await press(piece.repeat(3000))
    }
  })
})
