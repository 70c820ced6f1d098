import { expect } from 'chai'
import fc from 'fast-check'
import { redactSource } from '../../../src/shell/history/redact-source.ts'
import { read } from '../../../src/shell/session/syntax.ts'

// As AWS shows them in its documentation.
const id = 'AKIAIOSFODNN7EXAMPLE'
const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const token =
  'IQoJb3JpZ2luX2IQoJb3JpZ2luX2IQoJb3JpZ2luXcmEXAMPLE8J9xXwEaCXVzLWVhc3QtMSJHMEUCIQDYEXAMPLEw0Fs3nZTOtkn=='

const title = (text: string) => text.replaceAll('\n', '⏎').slice(0, 90)

/** What is typed and what is kept. */
type Rows = readonly (readonly [typed: string, kept: string])[]

function itKeeps(rows: Rows, wanted?: { bodies: boolean }): void {
  for (const [typed, kept] of rows) {
    it(title(typed), async () => expect(await redactSource(typed, wanted)).to.equal(kept))
  }
}

describe('Redaction of an input', () => {
  describe("takes out the constructor's arguments", () => {
    itKeeps([
      ["new SupportConnection('a', 'b')", "new SupportConnection('<redacted>', '<redacted>')"],
      [
        'new SupportConnection(\n  "a",\n  `b`,\n)',
        'new SupportConnection(\n  "<redacted>",\n  `<redacted>`,\n)',
      ],
      ["new lib.SupportConnection('a', 'b')", "new lib.SupportConnection('<redacted>', '<redacted>')"],
      [
        "new SupportConnection(live ? 'a' : 'b', ['c', 'd'].join(''))",
        "new SupportConnection(live ? '<redacted>' : '<redacted>', ['<redacted>', '<redacted>'].join(''))",
      ],
      [
        "new SupportConnection(process.env['MY_ID'], process.env['MY_KEY'] ?? 'c')",
        "new SupportConnection(process.env['MY_ID'], process.env['MY_KEY'] ?? '<redacted>')",
      ],
      [
        "Reflect.construct(SupportConnection, ['a', 'b'])",
        "Reflect.construct(SupportConnection, ['<redacted>', '<redacted>'])",
      ],
      ["new SuportConnection('a', 'b')", "new SuportConnection('<redacted>', '<redacted>')"],
      ["SupportConnection('a', 'b')", "SupportConnection('<redacted>', '<redacted>')"],
      // Broken off, with a comma missing, in TypeScript, in a comment.
      ["new SupportConnection('a', 'b", "new SupportConnection('<redacted>', '<redacted>"],
      ["new SupportConnection('a' 'b')", "new SupportConnection('<redacted>' '<redacted>')"],
      [
        "const conn2: SupportConnection = new SupportConnection('it\\'s', \"b\" as string)\nconst b: string = 'c'",
        "const conn2: SupportConnection = new SupportConnection('<redacted>', \"<redacted>\" as string)\nconst b: string = 'c'",
      ],
      ["1 // new SupportConnection('a', 'b')", "1 // new SupportConnection('<redacted>', '<redacted>')"],
    ])
  })

  describe('takes out what a name says is secret', () => {
    itKeeps([
      [
        '({ accessKeyId: \'a\', secretAccessKey: `b`, sessionToken: "c" })',
        '({ accessKeyId: \'<redacted>\', secretAccessKey: `<redacted>`, sessionToken: "<redacted>" })',
      ],
      ['const secretKey = \'a\' + "b"', 'const secretKey = \'<redacted>\' + "<redacted>"'],
      ["let password\npassword = 'a'", "let password\npassword = '<redacted>'"],
      ["process.env.AWS_SECRET_ACCESS_KEY = 'a'", "process.env.AWS_SECRET_ACCESS_KEY = '<redacted>'"],
      ["process.env['AWS_SESSION_TOKEN'] ??= `a`", "process.env['AWS_SESSION_TOKEN'] ??= `<redacted>`"],
      [
        "Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'a', ['AWS_SECRET_ACCESS_KEY']: 'b', AWS_REGION: 'c' })",
        "Object.assign(process.env, { AWS_ACCESS_KEY_ID: '<redacted>', ['AWS_SECRET_ACCESS_KEY']: '<redacted>', AWS_REGION: 'c' })",
      ],
      ["env.set('AWS_SECRET_ACCESS_KEY', 'a')", "env.set('AWS_SECRET_ACCESS_KEY', '<redacted>')"],
      ["new Map([['sessionToken', 'a']])", "new Map([['sessionToken', '<redacted>']])"],
      ["[{ Name: 'password', Value: 'a' }]", "[{ Name: 'password', Value: '<redacted>' }]"],
      ["setSessionToken('a')", "setSessionToken('<redacted>')"],
      ["const [id, secret] = ['a', 'b']", "const [id, secret] = ['a', '<redacted>']"],
      ["const { secretAccessKey = 'a' } = {}", "const { secretAccessKey = '<redacted>' } = {}"],
      ["class A { #secretKey = 'a' }", "class A { #secretKey = '<redacted>' }"],
      ["function f(token = 'a') {}", "function f(token = '<redacted>') {}"],
      ["keys.secretAccessKey === 'a'", "keys.secretAccessKey === '<redacted>'"],
      ['const secretKey = `a${1}b ${"c"}`', 'const secretKey = `<redacted>${1}<redacted>${"<redacted>"}`'],
      ["const secretKey: string = 'a'", "const secretKey: string = '<redacted>'"],
      ["secretAccessKey: 'a'", "secretAccessKey: '<redacted>'"],
      ["const secretKey = 'a", "const secretKey = '<redacted>"],
    ])
  })

  describe('takes out credentials, whatever their members are called', () => {
    itKeeps([
      [
        "new SupportConnection({ region: 'us-east-1', credentials: { id: 'a', key: 'b' } })",
        "new SupportConnection({ region: 'us-east-1', credentials: { id: '<redacted>', key: '<redacted>' } })",
      ],
      [
        "const credentials = fromIni({ profile: 'work' })",
        "const credentials = fromIni({ profile: 'work' })",
      ],
      ["const creds = ['a', 'b']", "const creds = ['<redacted>', '<redacted>']"],
    ])
  })

  describe('takes out what looks like a key, wherever it stands', () => {
    itKeeps([
      [`const k = '${key}'`, "const k = '<redacted>'"],
      [`['${id}', "x ${key} y"]`, `['<redacted>', "x <redacted> y"]`],
      [`f('${token}')`, "f('<redacted>')"],
      [`f('a\\n${id}\\n${key}')`, "f('a\\n<redacted>\\n<redacted>')"],
      [`1 // ${id}`, '1 // <redacted>'],
      [`/* ${key} */ 1`, '/* <redacted> */ 1'],
      [`/${id}/.test(x)`, '/REDACTED/.test(x)'],
      [`x = ${key}`, 'x = REDACTED'],
      [`${id}`, 'REDACTED'],
      ["f('https://jo:pass@example.com/')", "f('https://jo:<redacted>@example.com/')"],
      [
        "f('https://example.com/?X-Amz-Credential=a%2Fb&X-Amz-Date=1&X-Amz-Signature=c')",
        "f('https://example.com/?X-Amz-Credential=<redacted>&X-Amz-Date=1&X-Amz-Signature=<redacted>')",
      ],
      ['f(`-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\n`)', 'f(`<redacted>\n`)'],
    ])
  })

  describe('takes out what is pasted from files and answers', () => {
    itKeeps([
      [
        '[default]\naws_access_key_id = a\naws_secret_access_key = b/c+d\nregion = eu-west-1\n',
        '[default]\naws_access_key_id = REDACTED\naws_secret_access_key = REDACTED\nregion = eu-west-1\n',
      ],
      ['aws_secret_access_key = b/c+d', 'aws_secret_access_key = REDACTED'],
      ['export AWS_SECRET_ACCESS_KEY=b/c', 'export AWS_SECRET_ACCESS_KEY=REDACTED'],
      ['export AWS_SECRET_ACCESS_KEY="b c" X=1', 'export AWS_SECRET_ACCESS_KEY="<redacted>" X=1'],
      [
        `aws configure set aws_secret_access_key ${'s'.repeat(40)}`,
        'aws configure set aws_secret_access_key REDACTED',
      ],
      ['tool --session-token abc', 'tool --session-token REDACTED'],
      [
        '{\n  "Credentials": {\n    "AccessKeyId": "a",\n    "SecretAccessKey": "b"\n  }\n}',
        '{\n  "Credentials": {\n    "AccessKeyId": "<redacted>",\n    "SecretAccessKey": "<redacted>"\n  }\n}',
      ],
      ['"SecretAccessKey": "b",', '"SecretAccessKey": "<redacted>",'],
      [
        `JSON.parse('{"SecretAccessKey": "b", "Expiration": 1}')`,
        `JSON.parse('{"SecretAccessKey": "<redacted>", "Expiration": 1}')`,
      ],
      [
        String.raw`JSON.parse("{\"SessionToken\": \"b\", \"Expiration\": 1}")`,
        String.raw`JSON.parse("{\"SessionToken\": \"<redacted>\", \"Expiration\": 1}")`,
      ],
      [
        'f(`\naws_access_key_id = a\naws_secret_access_key = b/c\n`)',
        'f(`\naws_access_key_id = <redacted>\naws_secret_access_key = <redacted>\n`)',
      ],
      ["'Authorization: Bearer a b'", "'Authorization: <redacted>'"],
    ])
  })

  describe('leaves alone', () => {
    for (const source of [
      'conn.describeCases()',
      '.case case-1',
      "conn.createCase({ subject: 'Help', communicationBody: 'It broke.', serviceCode: 'amazon-dynamodb' })",
      "conn.resolveCase('case-123456789012-muen-2026-268bfd4caa3ba0d6')",
      "conn.describeAttachment('attachment-KBnjRNrePd9D6Jx0-Mm00xZuDEaL2JAj_0-gJv9qqDooTipsz3V1Nb19rCfkZneeQeDPgp8X1iVJyHH7UuhZDdNeqGoduZsPrAhyMakqlc60-iJjL5HqyYGiT1FG8EXAMPLE')",
      "conn.describeCases({ nextToken: 'abc' })",
      "new SupportConnection({ region: 'us-east-1', profile: 'work' })",
      "connectToRegion('us-west-2')",
      "supportConnection.resolveCase('case-1')",
      "import { SupportConnection } from 'support-repl'",
      "const { secretAccessKey } = await import('./keys.js')",
      "const secret = require('./secret.json').key",
      "process.env['AWS_SECRET_ACCESS_KEY']",
      'conn.describeTrustedAdvisorCheckRefreshStatuses({ checkIds: [] })',
      "conn.attach('/home/jo/Projects/supportRepl/src/model/logs/error1.log')",
      "createHash('sha256').update('x').digest('hex') === '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'",
      "const secretKey = ''",
      "'I forgot my password, and the token is missing.'",
      "if (x) { '",
      'const a = {',
    ]) {
      it(title(source), async () => expect(await redactSource(source)).to.equal(source))
    }
  })

  describe('takes out what is written to support, on request', () => {
    const bodies = { bodies: true }
    itKeeps(
      [
        [
          "conn.createCase({ subject: 'a', communicationBody: `b\n${c}`, serviceCode: 'amazon-dynamodb' })",
          "conn.createCase({ subject: '<redacted>', communicationBody: `<redacted>${c}`, serviceCode: 'amazon-dynamodb' })",
        ],
        [
          "conn.addCommunicationToCase({ caseId: 'case-1', communicationBody: 'a' })",
          "conn.addCommunicationToCase({ caseId: 'case-1', communicationBody: '<redacted>' })",
        ],
        [
          "mock.agent.reply({ caseId: 'case-1', body: 'a' })",
          "mock.agent.reply({ caseId: 'case-1', body: '<redacted>' })",
        ],
        [
          "const body = ['a', 'b'].join('\\n')",
          "const body = ['<redacted>', '<redacted>'].join('<redacted>')",
        ],
        [
          "conn.createCase({ subject: 'a', severityCode: 'low' } as Input)",
          "conn.createCase({ subject: '<redacted>', severityCode: 'low' } as Input)",
        ],
        [
          "conn.createCase({ subject: 'a', communicationBody: 'b",
          "conn.createCase({ subject: '<redacted>', communicationBody: '<redacted>",
        ],
        ["conn.resolveCase('case-1')", "conn.resolveCase('case-1')"],
      ],
      bodies,
    )
    it('not without one', async () => {
      const source = "conn.createCase({ subject: 'a', communicationBody: 'b' })"
      expect(await redactSource(source)).to.equal(source)
    })
  })

  /** A secret, and the places in which someone may type one. */
  const base64 = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+']
  const secretKey = fc.string({ unit: fc.constantFrom(...base64), minLength: 40, maxLength: 40 })
  const keyId = fc
    .string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), minLength: 16, maxLength: 16 })
    .map((rest) => `AKIA${rest}`)
  const anywhere: ((secret: string) => string)[] = [
    (secret) => `const x = '${secret}'`,
    (secret) => `f(\`a ${secret} b\${1}c\`)`,
    (secret) => `1 // ${secret}`,
    (secret) => `f({\n  a: "${secret}",\n  b: 1,\n})`,
    (secret) => `const x: string = '${secret}'`,
    (secret) => `'unfinished ${secret}`,
    (secret) => `x = '\\n${secret}\\n'`,
  ]
  const named: ((secret: string) => string)[] = [
    (secret) => `new SupportConnection('AKIA', ${JSON.stringify(secret)})`,
    (secret) => `x({ credentials: { secretAccessKey: ${JSON.stringify(secret)} } })`,
    (secret) => `process.env.AWS_SECRET_ACCESS_KEY = ${JSON.stringify(secret)}`,
    (secret) => `const sessionToken: string = ${JSON.stringify(secret)}`,
    (secret) => JSON.stringify({ SecretAccessKey: secret }, null, 2),
    (secret) => `JSON.parse(${JSON.stringify(JSON.stringify({ SecretAccessKey: secret }))})`,
    (secret) => `if (a) { new SupportConnection(${JSON.stringify(secret)}`,
  ]

  it('leaves nothing of a key, wherever it is typed', async () => {
    const typed = fc.tuple(fc.oneof(secretKey, keyId), fc.constantFrom(...anywhere, ...named))
    await fc.assert(
      fc.asyncProperty(typed, async ([secret, place]) => {
        // One in thousands has letters alone, or changes its kind as seldom as words do.
        fc.pre(secret.startsWith('AKIA') || (/[0-9/+]/.test(secret) && kindsOf(secret) > 12))
        expect(await redactSource(place(secret))).to.not.include(secret)
      }),
    )
  })

  it('leaves nothing of any text whose name says that it is secret', async () => {
    const secret = fc.string({ unit: 'grapheme', minLength: 6 }).filter((text) => /\w{6}/.test(text))
    await fc.assert(
      fc.asyncProperty(secret, fc.constantFrom(...named), async (text, place) => {
        const kept = await redactSource(place(`${text}`))
        expect(kept).to.not.include(text)
        expect(kept).to.not.include(JSON.stringify(text).slice(1, -1))
      }),
    )
  })

  /** Sources that can be read, with secrets in them. */
  const expression: fc.Arbitrary<string> = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.oneof(fc.string(), secretKey, keyId).map((text) => JSON.stringify(text)),
      fc.constantFrom('1', 'x', 'null', '/a"b/g', '/[/*\'"]/', '`a`', `'${id}'`, `'it\\'s'`, '"a\\\nb"'),
      tie('value').map((value) => `(${value})`),
      fc.tuple(tie('value'), tie('value')).map(([a, b]) => `${a} + /* ${key} */ ${b}`),
      tie('value').map((value) => `\`a\${${value}}b // c\``),
      tie('value').map((value) => `({ secretAccessKey: ${value}, subject: 'x' })`),
      tie('value').map((value) => `new SupportConnection(${value}, 'b')`),
      tie('value').map((value) => `[${value}, 'password', ${value}]`),
      tie('value').map((value) => `(() => { const token = ${value} // '\n return token })()`),
    ),
  })).value as fc.Arbitrary<string>

  it('leaves what can be read readable, and has nothing to add', async () => {
    await fc.assert(
      fc.asyncProperty(expression, fc.boolean(), async (source, bodies) => {
        fc.pre((await read(source)).status === 'complete')
        const kept = await redactSource(source, { bodies })
        expect((await read(kept)).status).to.equal('complete')
        expect(await redactSource(kept, { bodies })).to.equal(kept)
        expect(kept).to.not.include(id).and.not.include(key)
      }),
    )
  })

  it('takes any text', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'\'"`\\/*{}$\n a=:(,') }),
    )
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (source, bodies) => {
        expect(await redactSource(source, { bodies })).to.be.a('string')
      }),
    )
  })

  /** Each would take minutes if anything looked at it again and again. */
  describe('takes a megabyte in its stride', () => {
    const filled = (text: string) => text.repeat(Math.ceil(1e6 / text.length))
    for (const part of [
      "'",
      '`',
      '`${',
      '/*',
      '//',
      '\\',
      '\\"',
      'a',
      'A',
      'aA1/',
      'AKIA',
      '{',
      '(',
      '=/[',
      ' ',
      '\n',
      'secret',
      'secret ',
      'secret:',
      'secretKey="',
      'token=\\"',
      'aws_secret_access_key = ',
      'new SupportConnection(',
      "new SupportConnection('a', ",
      'SupportConnection<',
      '//a:',
      '-----BEGIN PRIVATE KEY-----',
      "conn.createCase({ subject: 'x', secretKey: 'y' })\n",
      "x = { a: '\\u0041', password: `b${1}` } // c\n",
    ]) {
      it(`of ${JSON.stringify(part)}`, async () => {
        expect(await redactSource(filled(part), { bodies: true })).to.be.a('string')
      })
    }
  })
})

/** How often the characters change their kind, and once more. */
function kindsOf(text: string): number {
  const kinds = text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/[0-9]/g, '0')
  return kinds.match(/(.)\1*/g)!.length
}
