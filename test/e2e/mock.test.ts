/** `support-repl mock` as a process. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { expect } from 'chai'
import { notRun } from '../not-run.ts'
import { keys, run, startMock } from './command.ts'
import { folderWith, itRuns, lines } from './runs.ts'

describe('support-repl mock', () => {
  it('says first where it listens', async () => {
    await using mock = await startMock()
    expect(mock.printed.stdout()).to.equal(`Mock AWS Support endpoint listening on ${mock.url}\n`)
    expect(mock.url).to.match(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${mock.url}/_mock/health`)).status).to.equal(200)
  })

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`ends with 0 on ${signal}, and answers what has begun`, async function () {
      if (process.platform === 'win32') return notRun(this, 'Windows has no such signals')
      await using mock = await startMock()
      const closed = once(mock.child, 'close')
      const slow = request(`${mock.url}/_mock/clock`, { method: 'POST', headers: { expect: '100-continue' } })
      const answered = once(slow, 'response')
      slow.flushHeaders()
      await once(slow, 'continue')
      mock.child.kill(signal)
      await refused(mock.url)
      slow.end(JSON.stringify({ advance: 'PT1H' }))
      const [response] = await answered
      expect(response.statusCode).to.equal(200)
      response.resume()
      const [status] = await closed
      const printed = { stdout: mock.printed.stdout(), stderr: mock.printed.stderr() }
      expect({ ...printed, status }).to.deep.equal({
        stdout: `Mock AWS Support endpoint listening on ${mock.url}\n`,
        stderr: '',
        status: 0,
      })
    })
  }

  it('takes any access key, unless --strict-auth is given', async () => {
    const env = { ...keys, AWS_SESSION_TOKEN: undefined }
    await using lenient = await startMock()
    const secretKey = 'the-secret-key-that-it-knows'
    const strictArgs = ['--strict-auth', '--access-key', keys.AWS_ACCESS_KEY_ID, '--secret-key', secretKey]
    await using strict = await startMock(strictArgs)
    const ask = (url: string) =>
      run(['--endpoint-url', url, '-e', 'conn.describeCases().cases.length'], { env })
    expect(await ask(lenient.url)).to.deep.equal({ stdout: '1\n', stderr: '', status: 0 })
    const { stdout, stderr, status } = await ask(strict.url)
    expect({ stdout, status }).to.deep.equal({ stdout: '', status: 1 })
    expect(stderr).to.match(/^Uncaught InvalidSignatureException: /)
    for (const text of [stderr, strict.printed.stdout(), strict.printed.stderr()]) {
      expect(text).to.not.include(secretKey)
    }
  })

  it('says in one line that its port is in use', async () => {
    await using mock = await startMock()
    const { port } = new URL(mock.url)
    expect(await run(['mock', '--port', port])).to.deep.equal({
      stdout: '',
      stderr: `support-repl: Port ${port} on 127.0.0.1 is in use: choose another, or 0 for a free one.\n`,
      status: 2,
    })
  })

  itRuns([
    {
      title: 'refuses what is no port',
      args: ['mock', '--port', '99999'],
      stderr: lines('support-repl: --port needs a number from 0 to 65535, not 99999'),
      status: 2,
    },
    {
      title: 'refuses an operand',
      args: ['mock', '4587'],
      stderr: lines('support-repl: mock takes no operand: 4587'),
      status: 2,
    },
    {
      title: 'refuses --strict-auth without keys',
      args: ['mock', '--strict-auth'],
      stderr: lines('support-repl: --strict-auth needs --access-key and --secret-key, or --credentials'),
      status: 2,
    },
    {
      title: 'refuses a plan that is none',
      args: ['mock', '--plan', 'gold'],
      stderr: lines(
        'support-repl: --plan needs one of basic, developer, business, enterprise-on-ramp, enterprise, not gold',
      ),
      status: 2,
    },
    {
      title: 'refuses a state file that is none, with the place',
      args: ['mock', '--port', '0', '--state', 'state.json'],
      files: { 'state.json': '{"version": 1, "accounts": {"123456789012": {"cases": [{}]}}}' },
      stderr: lines('support-repl: state.json: accounts.123456789012.cases[0].subject: is missing.'),
      status: 2,
    },
    {
      title: 'refuses a state file where none can be written',
      args: ['mock', '--port', '0', '--state', 'none/state.json'],
      stderr: lines('support-repl: The state cannot be saved to none/state.json: ENOENT.'),
      status: 2,
    },
    {
      title: 'refuses a policy that is none, with the place',
      args: ['mock', '--port', '0', '--policy', 'policy.json'],
      files: { 'policy.json': '{"Statement": [{"Effect": "Maybe", "Action": "*"}]}' },
      stderr: lines('support-repl: policy.json: Statement[0].Effect: expected Allow or Deny.'),
      status: 2,
    },
    {
      title: 'refuses credentials with a slip, without printing them',
      args: ['mock', '--port', '0', '--strict-auth', '--credentials', 'keys.json'],
      files: { 'keys.json': '[{"accessKeyId": "a", "secretAccesKey": "the-secret"}]' },
      stderr: lines(
        'support-repl: keys.json: [0]: secretAccesKey is not known (did you mean secretAccessKey?).',
      ),
      status: 2,
    },
    {
      title: 'refuses faults with a slip',
      args: ['mock', '--port', '0', '--faults', 'faults.json'],
      files: { 'faults.json': '{"faults": [{"kind": "rest"}]}' },
      stderr: /^support-repl: faults\.json: faults\[0\]\.kind: .*did you mean reset\?.*\n$/,
      status: 2,
    },
    {
      title: 'refuses no host at all',
      args: ['mock', '--host', ''],
      stderr: lines('support-repl: --host needs an address, such as 127.0.0.1'),
      status: 2,
    },
    {
      title: 'refuses a receiver of events with a password, and does not print it',
      args: ['mock', '--port', '0', '--events', 'http://user:the-secret@127.0.0.1:1/'],
      stderr: lines('support-repl: events must be a URL without a user name and password.'),
      status: 2,
    },
    {
      title: 'refuses a receiver of events that is no URL',
      args: ['mock', '--port', '0', '--events', 'here'],
      stderr: lines("support-repl: events must be an http or https URL, not 'here'."),
      status: 2,
    },
  ])

  it('keeps its state from one run to the next', async () => {
    const file = join(folderWith({}), 'state.json')
    const run = async () => {
      const mock = await startMock(['--state', file])
      const caseId = await create(mock.url)
      const closed = once(mock.child, 'close')
      mock.child.kill('SIGTERM')
      expect(await closed).to.deep.equal([0, null])
      return caseId
    }
    const made = [await run(), await run()]
    const { cases } = JSON.parse(readFileSync(file, 'utf8')).accounts['123456789012']
    expect(cases.map(({ caseId }: { caseId: string }) => caseId)).to.deep.equal(['case-1', ...made])
  })

  it('says that others can reach it', async () => {
    await using mock = await startMock(['--host', '0.0.0.0'])
    expect(mock.url).to.match(/^http:\/\/127\.0\.0\.1:/)
    expect(mock.printed.stderr()).to.equal(
      'support-repl: the mock listens on 0.0.0.0: whoever reaches this machine can call it.\n',
    )
  })

  const rules: [title: string, args: string[], files: Record<string, string>, fault: string][] = [
    ['--plan basic has no API', ['--plan', 'basic'], {}, 'SubscriptionRequiredException'],
    [
      '--policy denies',
      ['--policy', 'policy.json'],
      { 'policy.json': '{"Statement": {"Effect": "Allow", "Action": "support:Describe*"}}' },
      'AccessDeniedException',
    ],
    [
      '--faults strike',
      ['--faults', 'faults.json'],
      { 'faults.json': '{"faults": [{"operation": "CreateCase", "kind": "unavailable"}]}' },
      'ServiceUnavailableException',
    ],
  ]
  for (const [title, args, files, fault] of rules) {
    it(title, async () => {
      await using mock = await startMock(args, { cwd: folderWith(files) })
      expect(await create(mock.url)).to.equal(fault)
    })
  }

  it('--quotas throttles', async () => {
    await using mock = await startMock(['--quotas'])
    const answers = await Promise.all(Array.from({ length: 20 }, () => create(mock.url)))
    expect(answers).to.include('ThrottlingException')
  })

  it('--events posts what happens', async () => {
    const receiver = createServer()
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    const { port } = receiver.address() as AddressInfo
    try {
      await using mock = await startMock(['--events', `http://127.0.0.1:${port}/bus`])
      const received = once(receiver, 'request') as Promise<[IncomingMessage, ServerResponse]>
      const caseId = await create(mock.url)
      const [request, response] = await received
      const event = (await json(request)) as { detail: Record<string, string> }
      response.end()
      expect([request.url, event.detail['event-name'], event.detail['case-id']]).to.deep.equal([
        '/bus',
        'CreateCase',
        caseId,
      ])
    } finally {
      receiver.close()
    }
  })
})

/** Opens a case; answers its id, or the name of the fault. */
async function create(url: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'AWSSupport_20130415.CreateCase',
      'X-Amz-Date': '20260801T090000Z',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260801/us-east-1/support/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: '{"subject": "a", "communicationBody": "b"}',
  })
  const { caseId, __type } = (await response.json()) as Record<string, string>
  return caseId ?? __type!
}

/** Tries to connect until nobody listens any more. */
async function refused(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  for (;;) {
    const socket = connect(Number(port), hostname)
    const listens = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (!listens) return
  }
}
