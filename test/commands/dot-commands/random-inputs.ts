/** Random sessions as a person types them: calls, values that are pasted back, texts of all kinds, slips. */
import fc from 'fast-check'

/** What the screen has shown so far, to paste from. */
export interface Shown {
  /** Everything in quotes that looks like an id, a time or a token, oldest first. */
  readonly values: readonly string[]
}

/** An input; it may depend on what was shown before. */
export type Step = (shown: Shown) => string

const literal = (text: string) => JSON.stringify(text)
const printed = (step: Step): Step =>
  Object.assign(step, { [fc.toStringMethod]: () => step({ values: ['case-1'] }) })

const nasty = fc.constantFrom(
  '...',
  'and so on...',
  '...and more',
  '<BLANKLINE>',
  '>>> 1 + 1',
  '  >>> 1',
  '... x',
  '```',
  '~~~',
  '    indented',
  '\t tab',
  '-->',
  '<!-- doctest: skip next -->',
  '.. doctest: skip next',
  'Uncaught Error: no',
  "it's",
  '"quoted"',
  '`ticks`',
  '${x}',
  'case-...',
  '20...Z',
  '2026-08-01T09:00:00Z',
  'case-123456789012-muen-2026-268bfd4caa3ba0d6',
  '9f2c0d0e-6a52-4a39-8a1b-0d9a5e2f3c11',
  '$&',
  'é ü 日本',
  '\u2028',
  ' ',
)

const text = fc.oneof(
  { arbitrary: nasty, weight: 3 },
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
  fc.array(nasty, { minLength: 2, maxLength: 4 }).map((lines) => lines.join('\n')),
)

const name = fc.constantFrom('a', 'b', 'made')
const which = fc.nat(30)
const at = <T>(list: readonly T[], number: number): T | undefined =>
  list[list.length - 1 - (number % (list.length || 1))]

const calls: fc.Arbitrary<Step>[] = [
  fc.record({ name, subject: text, body: text }).map(
    ({ name, subject, body }) =>
      () =>
        `const ${name} = conn.createCase({ subject: ${literal(subject)}, communicationBody: ${literal(body)} })`,
  ),
  fc.record({ subject: text }).map(
    ({ subject }) =>
      () =>
        `conn.createCase({\n  subject: ${literal(subject)},\n\n  communicationBody: 'x',\n}).caseId`,
  ),
  fc
    .constantFrom(
      'conn.describeCases({ includeResolvedCases: true })',
      'conn.describeCases().cases.map(({ caseId, subject }) => [caseId, subject])',
      'const { cases } = conn.describeCases()',
      'conn.describeCases().cases.length',
      'conn.describeCases().cases.at(0).displayId',
      'console.log(conn.describeCases().cases.at(0)?.timeCreated)',
      'conn.describeCases({ maxResults: 10 }).nextToken',
      'JSON.stringify(conn.describeCases().cases.at(0))',
      'conn.describeSeverityLevels()',
      'conn.describeServices().services.length',
      "conn.describeTrustedAdvisorCheckResult('Qch7DwouX1')",
      "conn.refreshTrustedAdvisorCheck('Qch7DwouX1').status",
      "conn.describeTrustedAdvisorCheckRefreshStatuses({ checkIds: ['Qch7DwouX1', 'Pfx0RwqBli'] })",
      "conn.describeCreateCaseOptions({ issueType: 'technical', serviceCode: 'general-info', language: 'ja', categoryCode: 'using-aws' })",
      "conn.addAttachmentsToSet({ attachments: [{ fileName: 'a.txt', data: Buffer.from('a') }] })",
      "conn.getAttachmentUploadLinks({ fileName: 'big.bin', fileSizeBytes: 10 })",
      "conn.describeCommunications('case-9')",
      'conn.describeCases({ maxResults: 1 })',
      "mock.clock.advance('P10D')",
      "mock.agent.reply({ caseId: 'case-1', body: 'Please look.' })",
      'conn',
      'mock',
      'mock.credentials',
      'mock.state().accounts',
      '_error',
      '_',
      'new Error("shown")',
      'new Date()',
      'Date.now()',
      'foo.bar',
      ')',
      '',
      '// What follows is the rest.',
      'typeof a',
      'cases',
      'cases?.[0]?.caseId.slice(0, 14)',
      'console.table([{ id: 1 }])',
      'setTimeout(() => {}, 1), 1',
      "'x'.repeat(200)",
      'Array.from({ length: 150 }, (_, i) => i)',
    )
    .map((source) => () => source),
  fc.record({ text, way: fc.constantFrom('value', 'log', 'error', 'throw', 'both', 'template') }).map(
    ({ text, way }) =>
      () =>
        ({
          value: literal(text),
          log: `console.log(${literal(text)})`,
          error: `console.error(${literal(text)}, 1)`,
          throw: `throw new Error(${literal(text)})`,
          both: `console.log(${literal(text)}); ${literal(text)}`,
          template: `\`a\n${text.replace(/[\\`$\r]/g, '')}\n b\``,
        })[way],
  ),
  // Pasted back from the screen.
  fc.record({ which, how: fc.constantFrom("'", '"', '`') }).map(({ which, how }) => ({ values }) => {
    const value = at(values, which) ?? 'case-1'
    return `conn.describeCommunications(${how}${value}${how})`
  }),
  fc.record({ which }).map(
    ({ which }) =>
      ({ values }) =>
        `conn.resolveCase('${at(values, which) ?? 'case-1'}')`,
  ),
  fc.record({ which }).map(
    ({ which }) =>
      ({ values }) =>
        `'${at(values, which) ?? 'case-1'}' === made?.caseId`,
  ),
  fc.record({ which, text }).map(
    ({ which, text }) =>
      ({ values }) =>
        `conn.addCommunicationToCase({ caseId: '${at(values, which) ?? 'case-1'}', communicationBody: ${literal(text)} })`,
  ),
  fc.record({ which }).map(
    ({ which }) =>
      ({ values }) =>
        `console.log('It is ${at(values, which) ?? 'case-1'}.')`,
  ),
]

export const steps = (maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.oneof(...calls).map(printed), { maxLength, size: 'max' })

/** What a person could paste from a text. */
export function pasteable(text: string): string[] {
  return [
    ...text.matchAll(
      /'((?:case|as|attachment|upload)-[^'\s]+|\d{4}-\d\d-\d\dT[^'\s]+|\d{10,}|Qn[\w-]{38})'/g,
    ),
  ].map(([, value]) => value!)
}
