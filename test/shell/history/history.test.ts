import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { History } from '../../../src/shell/history/history.ts'
import { redact } from '../../../src/shell/history/redact.ts'

describe('History', () => {
  let directory: string
  let path: string
  const warnings: string[] = []
  const open = (at = path) => new History({ path: at, warn: (message) => warnings.push(message) })

  beforeEach(async () => {
    warnings.length = 0
    directory = await mkdtemp(join(tmpdir(), 'support-repl-'))
    path = join(directory, 'deep/er/history')
  })
  afterEach(() => rm(directory, { recursive: true }))

  it('is there again in the next session', () => {
    const first = open()
    expect(first.load()).to.deep.equal([])
    first.add('conn.describeCases()')
    first.add('conn.createCase({\n  subject: "x",\n})')
    expect(open().load()).to.deep.equal(['conn.describeCases()', 'conn.createCase({\n  subject: "x",\n})'])
  })

  it('leaves out repetitions, leading spaces and nothing', () => {
    const history = open()
    history.load()
    for (const entry of ['a', 'a', ' b', '', '  ', 'c', 'a']) history.add(entry)
    expect(open().load()).to.deep.equal(['a', 'c', 'a'])
  })

  it('is kept by two shells at once', () => {
    const [one, two] = [open(), open()]
    one.load()
    two.load()
    one.add('a')
    two.add('b')
    one.add('c')
    expect(open().load()).to.deep.equal(['a', 'b', 'c'])
  })

  it('is for its owner only, whoever made the file', async () => {
    open().load()
    expect((await stat(path)).mode & 0o777).to.equal(0o600)
    await chmod(path, 0o644)
    open().load()
    expect((await stat(path)).mode & 0o777).to.equal(0o600)
  })

  it('goes on after a line that a crash cut short', async () => {
    open().load()
    await writeFile(path, '"a"\n"b')
    expect(open().load()).to.deep.equal(['a'])
  })

  it('keeps the last thousand', async () => {
    open().load()
    await writeFile(path, Array.from({ length: 2500 }, (_, i) => `"${i}"\n`).join(''))
    const entries = open().load()
    expect([entries.length, entries[0], entries.at(-1)]).to.deep.equal([1000, '1500', '2499'])
    expect((await readFile(path, 'utf8')).split('\n')).to.have.length(1001)
  })

  it('warns once and goes on without a file that cannot be used', () => {
    const history = open(directory)
    expect(history.load()).to.deep.equal([])
    history.add('a')
    expect(warnings).to.have.length(1)
    expect(warnings[0]).to.match(/^history is not kept: .*\(--history FILE or --no-history\)$/)
  })
})

describe('Redaction', () => {
  const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
  const rows: [string, string][] = [
    ['conn.describeCases()', 'conn.describeCases()'],
    ["new SupportConnection('a', 'b')", "new SupportConnection('<redacted>', '<redacted>')"],
    [
      'new SupportConnection(\n  "a",\n  "b", "c")',
      "new SupportConnection(\n  '<redacted>',\n  '<redacted>', '<redacted>')",
    ],
    ["new SupportConnection({ region: 'us-east-1' })", "new SupportConnection({ region: 'us-east-1' })"],
    [`const k = '${key}'`, "const k = '<redacted>'"],
    ["const id = 'AKIAIOSFODNN7EXAMPLE'", "const id = '<redacted>'"],
    [
      '({ secretAccessKey: \'b\', sessionToken: "c" })',
      "({ secretAccessKey: '<redacted>', sessionToken: '<redacted>' })",
    ],
    ["process.env.AWS_SECRET_ACCESS_KEY = 'b'", "process.env.AWS_SECRET_ACCESS_KEY = '<redacted>'"],
    ["process.env['AWS_SESSION_TOKEN'] = `b`", "process.env['AWS_SESSION_TOKEN'] = '<redacted>'"],
    [
      "conn.resolveCase('case-123456789012-muen-2026-268bfd4caa3ba0d6')",
      "conn.resolveCase('case-123456789012-muen-2026-268bfd4caa3ba0d6')",
    ],
  ]
  for (const [given, kept] of rows) {
    it(given.replaceAll('\n', '⏎'), () => expect(redact(given)).to.equal(kept))
  }
})
