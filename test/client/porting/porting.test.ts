/**
 * A program on boto3 and its port, which follows tutorials/porting-a-boto-script.md line by line: both say the
 * same, each to a mock of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { startMockEndpoint } from '../../../src/mock/index.ts'
import { configured, describePrograms, findPythons, newFolder, run } from '../../fidelity/programs.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What a program says, line by line, to a mock that knows the keys of its profile. */
async function said(program: string, args: readonly string[]): Promise<string[]> {
  const mock = await startMockEndpoint({ port: 0 })
  try {
    const cwd = newFolder()
    const { accessKeyId, secretAccessKey } = mock.credentials
    mkdirSync(join(cwd, '.aws'))
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`
    writeFileSync(join(cwd, '.aws', 'credentials'), `[operations]\n${keys}`)
    writeFileSync(join(cwd, '.aws', 'config'), '[profile operations]\nregion = eu-west-1\n')
    writeFileSync(join(cwd, 'worker.log'), '09:00 stopped\n')
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION, ...env } = configured(program, mock)
    const ended = await run(program, args, {
      env: { ...env, HOME: cwd, TS_NODE_PROJECT: at('../../../tsconfig.json') },
      cwd,
    })
    expect(ended).to.deep.include({ stderr: '', status: 0 })
    return ended.stdout.trim().split('\n')
  } finally {
    await mock.close()
  }
}

describePrograms('The port of a program on boto3', findPythons('boto3'), (python) => {
  it('says what the program says', async () => {
    const original = await said(python, [at('program.py')])
    expect(original).to.have.length(36)
    const loader = new URL('../../../scripts/ts-node.mjs', import.meta.url).href
    expect(
      await said(process.execPath, ['--no-warnings', '--import', loader, at('program.ts')]),
    ).to.deep.equal(original)
  })
})
