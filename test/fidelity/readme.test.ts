/** What the README says under "The mock", run as it stands there; only the port is another. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { type MockEndpoint, startMockEndpoint } from '../../src/mock/index.ts'
import { configured, describePrograms, findAwsClis, findPythons, newFolder, run } from './programs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The block of code after a line of the README, for a mock on this port. */
function block(after: string, port: number): string {
  const start = readme.indexOf('\n```', readme.indexOf(`\n${after}\n`) + 1)
  const code = /^\n```\w+\n([\s\S]*?)\n```/.exec(readme.slice(start))?.[1] ?? ''
  expect(code).to.include('4587')
  return code.replaceAll('4587', String(port))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A folder in which these names are programs. */
function programs(scripts: Readonly<Record<string, string>>): string {
  const folder = newFolder()
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  }
  return folder
}

const command = `"${process.execPath}" "${join(root, 'dist/cli.js')}"`

describe('the README shows how to reach the mock', () => {
  let mock: MockEndpoint
  // Without --strict-auth, as the command starts it.
  beforeEach(async () => {
    mock = await startMockEndpoint({ port: 0, seed: 'demo', strictAuth: false })
  })
  afterEach(() => mock.close())

  const subjects = () => mock.state().accounts['123456789012']!.cases.map(({ subject }) => subject)

  describePrograms('from the AWS CLI', findAwsClis(), (aws) => {
    it('in three lines', async () => {
      // The mock runs already.
      const [start, ...lines] = block('The AWS CLI:', mock.port).split('\n')
      expect(start).to.equal('support-repl mock --seed demo &')
      const env = configured(aws, mock)
      const { stdout, stderr } = await run('/bin/sh', ['-euc', lines.join('\n')], { env, cwd: newFolder() })
      expect(stderr).to.equal('')
      expect(subjects()).to.include(JSON.parse(stdout).cases[0].subject)
    })
  })

  describePrograms('from boto3', findPythons('boto3'), (python) => {
    it('in three lines', async () => {
      const env = configured(python, mock)
      const code = block('boto3:', mock.port)
      const { stdout, stderr } = await run(python, ['-c', code], { env, cwd: newFolder() })
      expect(stderr).to.equal('')
      expect(stdout).to.match(/^\['.+'\]\n$/)
    })
  })

  it('from the AWS SDK for JavaScript in three lines', async () => {
    const code = block('The AWS SDK for JavaScript:', mock.port)
    const env = configured(process.execPath, mock)
    const args = ['--input-type=module', '--no-warnings', '-e', code]
    const { stdout, stderr } = await run(process.execPath, args, { env, cwd: root })
    expect(stderr).to.equal('')
    expect(stdout.split('\n').length).to.be.greaterThan(10)
  })
})

describe('the README shows how a job in CI', () => {
  if (!existsSync('/usr/bin/curl')) {
    it('starts the mock (NOT RUN: there is no curl here)')
    return
  }

  it('starts the mock and runs tests on it, in three lines', async () => {
    const port = await freePort()
    const lines = block(
      'A job in CI, without a container; SDKs of 2024 and later read the endpoint from the environment:',
      port,
    )
    const shims = programs({
      'support-repl': `exec ${command} "$@" --port ${port}`,
      // The tests of this job: this package's own shell, which reads the environment as SDKs do.
      npm: `exec ${command} --live --no-history -q -e "conn.describeCases().cases[0].subject"`,
    })
    const env = { PATH: [shims, '/usr/bin', '/bin'].join(delimiter), HOME: newFolder() }
    const { stdout, stderr } = await run('/bin/sh', ['-euc', `${lines}\nkill $!`], { env, cwd: newFolder() })
    expect(stderr).to.equal('')
    expect(stdout).to.include('"status": "ok"').and.to.include("'A test case.'")
  })
})
