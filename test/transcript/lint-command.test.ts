/** What `support-repl doctest --lint` writes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { lintTranscripts } from '../../src/commands/doctest-lint.ts'

describe('lint', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lint-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('writes a line for each finding, without what a terminal would obey', async () => {
    const path = join(folder, 'a.rst')
    await writeFile(path, '.. doctest: \u001b]0;title\u0007x\u009b2J\n\n>>> 1\n1\n')
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    expect(await lintTranscripts([path], { stdout, stderr })).to.equal(1)
    const lines = String(stdout.read()).split('\n')
    expect(lines).to.have.length(3)
    expect(lines[0]).to.contain(`${path}:1:13: `).and.to.contain('\\x1B]0;title\\x07x\\x9B2J')
    expect(lines.slice(1)).to.deep.equal(['1 file: 1 found', ''])
    expect(lines.join('')).to.match(/^[\x20-\x7e]*$/)
    expect(stderr.read()).to.equal(null)
  })

  it('says so where a file cannot be read', async () => {
    const path = join(folder, 'a\u202e.rst')
    await writeFile(path, Buffer.from([0x61, 0xff]))
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    expect(await lintTranscripts([path], { stdout, stderr })).to.equal(2)
    expect(String(stderr.read())).to.equal(
      `support-repl: ${join(folder, 'a\\u202E.rst')} is not UTF-8 text at line 1 (byte 1). Save the file as UTF-8.\n`,
    )
  })
})
