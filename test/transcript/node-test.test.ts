/** The same function under node:test, in a process of its own. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'

describe('node:test', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('has a test for each example, and the diff of what fails', async () => {
    const transcript = join(folder, 'a.rst')
    await writeFile(
      transcript,
      '>>> 1\n1\n>>> 2 // doctest: +SKIP\n>>> conn.describeCases().cases.length\n7\n',
    )
    const program = join(folder, 'a.mjs')
    const entry = new URL('../../src/mocha.ts', import.meta.url)
    await writeFile(
      program,
      `import { describeTranscripts } from '${entry}'\nawait describeTranscripts('${transcript}')\n`,
    )
    const args = ['--import', './scripts/ts-node.mjs', '--test-reporter=tap', program]
    // A test runner that runs this must not take the other for one of its own.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
    expect(status).to.equal(1)
    const lines = stdout.split('\n').map((line) => line.trim())
    expect(lines).to.include.members([
      `# Subtest: ${transcript}`,
      'ok 1 - 1: 1',
      'ok 2 - 3: 2 // doctest: +SKIP # SKIP',
      'not ok 3 - 4: conn.describeCases().cases.length',
      `${transcript}:4:1`,
      '- 7',
      '+ 1',
    ])
  })
})
