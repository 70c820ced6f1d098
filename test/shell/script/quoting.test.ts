/** Whatever a person wrote arrives as it was: through a shell and the AWS CLI, and through JavaScript. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import fc from 'fast-check'
import type { OperationName } from '../../../src/model/operations.ts'
import type { Call } from '../../../src/shell/call-log.ts'
import { cliName } from '../../../src/shell/help/names.ts'
import { withoutSecrets } from '../../../src/shell/history/secret-text.ts'
import { awsScript } from '../../../src/shell/script/aws.ts'
import { jsProgram } from '../../../src/shell/script/js.ts'
import { jsLiteral } from '../../../src/shell/script/js-literal.ts'
import { planScript } from '../../../src/shell/script/plan.ts'
import { shellWord } from '../../../src/shell/script/shell-words.ts'
import { Bytes, bytesIn, type Value, Variable } from '../../../src/shell/script/values.ts'
import { newFolder } from '../../fidelity/programs.ts'
import { recorded } from './recording-aws.ts'

const endpoint = 'https://support.us-east-1.amazonaws.com'

const answered = (operation: OperationName, input: Record<string, unknown>): Call => ({
  operation,
  endpoint,
  input,
  output: {},
  sent: true,
})

/** What shells, the CLI or terminals read something into. */
const traps = [
  '',
  ' ',
  '-',
  '--subject',
  "it's",
  "'",
  '"',
  '\\',
  'a\\',
  '`id`',
  '$HOME',
  '$(id)',
  '!!',
  '~',
  '*',
  'a=b',
  '=ls',
  '#x',
  'a;b',
  'a|b',
  'a\nb',
  '\n',
  'a\n',
  '\r',
  'a\tb',
  '\0',
  '\u001b[31m',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ufeffx',
  '\ud800',
  'Grüße 🙂',
  '@x',
  '@file://x',
  'file://x',
  'fileb://x',
  'https://example.com is down',
  '[1]',
  ' {"a": 1}',
  'a,b=c',
  'a@=b',
  '{a}',
  '%s',
]

const text = fc
  .oneof(
    fc.constantFrom(...traps),
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.array(fc.constantFrom(...traps), { maxLength: 4 }).map((parts) => parts.join('')),
  )
  .filter((each) => withoutSecrets(each) === each)

const data = fc.uint8Array({ maxLength: 30 })

/** More than a script brings along; as a size, for reports of thousands of zeros help nobody. */
const content = fc.oneof(data, fc.constant(4097))

const call: fc.Arbitrary<Call> = fc.oneof(
  fc
    .record(
      {
        subject: text,
        communicationBody: text,
        ccEmailAddresses: fc.array(text, { maxLength: 4 }),
      },
      { requiredKeys: ['subject', 'communicationBody'] },
    )
    .map((input) => answered('createCase', input)),
  fc
    .record(
      {
        caseIdList: fc.array(text, { maxLength: 4 }),
        maxResults: fc.integer({ min: 10, max: 100 }),
        includeCommunications: fc.boolean(),
        afterTime: text,
      },
      { requiredKeys: [] },
    )
    .map((input) => answered('describeCases', input)),
  fc
    .array(fc.record({ fileName: text, data: content }), { minLength: 1, maxLength: 3 })
    .map((attachments) => answered('addAttachmentsToSet', { attachments })),
  fc
    .record({
      uploadId: text,
      completedUploads: fc.array(fc.record({ partIndex: fc.nat(), eTag: text }), { maxLength: 3 }),
    })
    .map((input) => answered('completeAttachmentUpload', input)),
)

/** The call with files of the sizes that were given. */
function withContent(each: Call): Call {
  const attachments = each.input['attachments'] as
    | { fileName: string; data: number | Uint8Array }[]
    | undefined
  if (!attachments) return each
  const files = attachments.map(({ fileName, data: given }) => ({
    fileName,
    data: typeof given === 'number' ? new Uint8Array(given) : given,
  }))
  return { ...each, input: { attachments: files } }
}

/** The same reading twice would be one. */
const numbered = (each: Call, index: number): Call =>
  each.operation === 'describeCases' ? { ...each, input: { ...each.input, displayId: `${index}` } } : each

/** The input as a command line has it: bytes as base64, numbers as shorthand and options have them. */
function expected(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(expected)
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, expected(each)]))
}

const folder = newFolder()

/** What a shell and the AWS CLI make of the calls, when the files that the script reads are there. */
function through(shell: string, calls: readonly Call[]): { command: string; input: unknown }[] {
  const plan = planScript(calls, { endpoint })
  for (const step of plan.steps) {
    if (step.kind !== 'call') continue
    for (const { file, data: content } of bytesIn(step.input)) {
      if (file) writeFileSync(join(folder, file.path), content)
    }
  }
  return recorded(shell, awsScript(plan, { region: 'us-east-1' }), folder).map(({ command, input }) => ({
    command,
    input: said(input),
  }))
}

/** What a command line says; in the place of files their content. */
function said(value: unknown): unknown {
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.map(said)
  if (typeof value !== 'object' || value === null) return value
  if ('file' in value) {
    expect(value.file).to.match(/^[\w][\w.+@() -]*$/)
    return readFileSync(join(folder, value.file as string), 'base64')
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, said(each)]))
}

const shells = ['/bin/sh', '/bin/bash', '/bin/zsh'].filter((file) => existsSync(file))

describe('Texts in scripts', () => {
  for (const shell of shells) {
    it(`come through ${shell} and the AWS CLI as they were`, () => {
      fc.assert(
        fc.property(fc.array(call, { minLength: 20, maxLength: 20 }), (made) => {
          const calls = made.map(withContent).map(numbered)
          expect(through(shell, calls)).to.deep.equal(
            calls.map(({ operation, input }) => ({ command: cliName(operation), input: expected(input) })),
          )
        }),
        { numRuns: 15 },
      )
    }).timeout(60_000)
  }

  for (const trap of traps) {
    it(`come through as a subject, in a list and as the name of a file: ${JSON.stringify(trap)}`, () => {
      const calls = [
        answered('createCase', {
          subject: trap,
          communicationBody: trap,
          ccEmailAddresses: [trap, 'a', trap],
        }),
        answered('addAttachmentsToSet', {
          attachments: [
            { fileName: trap, data: Buffer.from('x') },
            { fileName: trap, data: new Uint8Array(5000) },
          ],
        }),
      ]
      expect(through('/bin/sh', calls).map(({ input }) => input)).to.deep.equal(
        calls.map(({ input }) => expected(input)),
      )
    })
  }

  it('come through beside files that are read, which stay files', () => {
    const files = [
      { fileName: 'my note.txt', data: Buffer.from('Since Monday.') },
      { fileName: 'big.log', data: Buffer.alloc(5000, 'first ') },
      { fileName: 'big.log', data: Buffer.alloc(5000, 'second ') },
    ]
    const call = answered('addAttachmentsToSet', { attachments: files })
    const script = awsScript(planScript([call], { endpoint }), { region: 'us-east-1' })
    expect(script).not.to.include(Buffer.from('first first').toString('base64').slice(0, 8))
    expect(through('/bin/sh', [call]).map(({ input }) => input)).to.deep.equal([expected(call.input)])
  })

  it('hold no secret of a file, whatever that is called', () => {
    const data = Buffer.from('key: AKIAIOSFODNN7EXAMPLE\n')
    for (const fileName of ['a.txt', 'a b.txt', '\0', '\ud800', '\u001b', '\\']) {
      const call = answered('addAttachmentsToSet', { attachments: [{ fileName, data }] })
      const plan = planScript([call], { endpoint })
      for (const script of [
        awsScript(plan, { region: 'us-east-1' }),
        jsProgram(plan, { region: 'us-east-1' }),
      ]) {
        expect(script).not.to.include('AKIA')
        expect(script).not.to.include(data.toString('base64').slice(0, 12))
      }
    }
  })

  it('never reach a terminal raw, ids of the service neither', () => {
    const id = "case-1\u001b]0;x\u0007\u202e'\n"
    const calls: Call[] = [
      { ...answered('describeCases', {}), output: { cases: [{ caseId: id, subject: 'x' }] } },
      answered('resolveCase', { caseId: id }),
      answered('getAttachmentUploadLinks', { fileName: '\u009b1m', fileSizeBytes: 1 }),
    ]
    calls[2] = { ...calls[2]!, output: { uploadId: 'u' } }
    calls.push(answered('completeAttachmentUpload', { uploadId: 'u', completedUploads: [] }))
    const plan = planScript(calls, { endpoint })
    for (const script of [
      awsScript(plan, { region: 'us-east-1' }),
      jsProgram(plan, { region: 'us-east-1' }),
    ]) {
      expect(script).not.to.match(/(?!\n)[\p{Cc}\u202e]/u)
    }
  })

  for (const shell of shells) {
    it(`come through ${shell} where nothing but a word can say them`, () => {
      fc.assert(
        fc.property(text, (each) => {
          const wanted = Buffer.from(each).toString().replaceAll('\0', '')
          const { stdout } = spawnSync(shell, ['-c', `printf '%s.' ${shellWord(each)}`], { encoding: 'utf8' })
          expect(stdout).to.equal(`${wanted}.`)
        }),
        { numRuns: 50, examples: traps.map((trap): [string] => [trap]) },
      )
    })
  }

  it('come through JavaScript as they were', () => {
    const names = { variable: (each: Variable) => each.member, file: () => 'file' }
    const value: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.nat(),
        fc.boolean(),
        data.map((bytes) => new Bytes(bytes)),
        fc.constant(new Variable('caseId', 1)),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), tie('value'), { maxKeys: 5 }),
      ),
    })).value
    fc.assert(
      fc.property(value, (each) => {
        const source = jsLiteral(each, names)
        const plain = runInNewContext(`JSON.stringify(${source})`, { Buffer, caseId: 'an id' })
        expect(JSON.parse(plain)).to.deep.equal(JSON.parse(JSON.stringify(plainly(each))))
      }),
    )
  })
})

/** The value that a program should have. */
function plainly(value: Value): unknown {
  if (value instanceof Variable) return 'an id'
  if (value instanceof Bytes) return Buffer.from(value.data)
  if (Array.isArray(value)) return value.map((each: Value) => plainly(each))
  if (typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainly(each)]))
}
