import { once } from 'node:events'
import { chmodSync, readFileSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { expect } from 'chai'
import { notRun } from '../not-run.ts'
import {
  capture,
  commandFile,
  type Ended,
  environment,
  expectDiscreet,
  keys,
  newFolder,
  run,
  start,
  startMock,
} from './command.ts'
import { folderWith, itRuns, lines } from './runs.ts'

const caseNotFound = 'CaseIdNotFound: No case with the id case-2 was found in this account.'
const unreachable =
  'NetworkError: Could not reach 127.0.0.1:1: nothing listens there (is the endpoint running?)'
const noCredentials =
  "No AWS credentials found (tried AWS_ACCESS_KEY_ID in the environment, then profile default of the shared files, then credential_process of profile default, then AWS_WEB_IDENTITY_TOKEN_FILE, then the instance's metadata (disabled by AWS_EC2_METADATA_DISABLED)): set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, run `aws configure`, or name a profile"

/** Nothing listens on port 1. */
const nowhere = ['--endpoint-url', 'http://127.0.0.1:1']

describe('the command', () => {
  describe('-e', () => {
    itRuns([
      {
        title: 'evaluates in order, in one session, and prints each value',
        args: [
          '--mock',
          '-e',
          'const { cases } = conn.describeCases()',
          '-e',
          'cases[0].subject',
          '-e',
          '6 * 7',
        ],
        stdout: lines("'A test case.'", '42'),
      },
      {
        title: 'awaits, imports and takes TypeScript',
        args: [
          '--mock',
          '--eval=await new Promise((done) => setTimeout(done, 5, "slow"))',
          "--eval=import { connectToRegion } from 'support-repl'",
          "--eval=const there: unknown = connectToRegion('us-west-2')",
          '--eval=(there as typeof conn).region',
        ],
        stdout: lines("'slow'", "'us-west-2'"),
      },
      {
        title: 'stops at the first that fails',
        args: ['--mock', '-e', '1', '-e', 'nope', '-e', '3'],
        stdout: lines('1'),
        stderr: lines('Uncaught ReferenceError: nope is not defined'),
        status: 1,
      },
      {
        title: 'fails with a fault of the service, on one line',
        args: ['--mock', '-e', "conn.resolveCase('case-2')"],
        stderr: lines(`Uncaught ${caseNotFound}`),
        status: 1,
      },
      {
        title: 'says what is wrong with an input, and sends nothing',
        args: ['--mock', '-e', 'conn.describeCases({ caseIdLst: [] })'],
        stderr: lines('Uncaught InvalidInput: Unknown member caseIdLst; did you mean caseIdList?'),
        status: 1,
      },
      {
        title: 'fails where the input is not complete',
        args: ['--mock', '-e', 'conn.describeCases('],
        stderr: lines('Uncaught SyntaxError: Unexpected end of input'),
        status: 1,
      },
      {
        title: 'names the functions that an error went through, in the terms of the input',
        args: ['--mock', '-e', "function a() { b() }\nfunction b() { throw new Error('deep') }\na()"],
        stderr: lines(
          'Uncaught Error: deep',
          '    at b (input 1:2)',
          '    at a (input 1:1)',
          '    at input 1:3',
        ),
        status: 1,
      },
      {
        title: 'fails with an error in a timer',
        args: ['--mock', '-e', "void setTimeout(() => { throw new Error('late') }, 1)", '-e', '1'],
        stdout: lines('1'),
        stderr: lines('Uncaught Error: late'),
        status: 1,
      },
      {
        title: 'fails with a promise that nobody waits for',
        args: ['--mock', '-e', "void Promise.reject(new Error('late'))"],
        stderr: lines('Uncaught Error: late'),
        status: 1,
      },
      {
        title: 'fails where what is awaited can never come',
        args: ['--mock', '-e', '1', '-e', 'await new Promise(() => {})', '-e', '3'],
        stdout: lines('1'),
        stderr: lines('support-repl: what was awaited never came: nothing is left to wait for'),
        status: 1,
      },
      {
        title: 'ends where an input ends the process, without a word',
        args: ['--mock', '-e', '1', '-e', 'process.exit()', '-e', '3'],
        stdout: lines('1'),
      },
      {
        title: 'ends with the status that an input sets',
        args: ['--mock', '-e', 'process.exitCode = 3'],
        stdout: lines('3'),
        status: 3,
      },
      {
        title: 'prints what the console of the input prints, to where it goes',
        args: ['--mock', '-e', "console.log('out'); console.error(new Error('err').message)"],
        stdout: lines('out'),
        stderr: lines('err'),
      },
      {
        title: 'is on the mock where no credentials are configured, and says so',
        args: ['-e', 'mock.requests().length'],
        stdout: lines('0'),
        stderr: lines(
          'support-repl: no AWS credentials are configured: this runs on the mock (--mock says so, --live insists)',
        ),
      },
      {
        title: 'says nothing of it with --quiet',
        args: ['--quiet', '-e', '1'],
        stdout: lines('1'),
      },
    ])
  })

  describe('FILE and standard input', () => {
    const script = `
      const [first] = conn.describeCases().cases
      title(first)
      undefined
      first.caseId
      function title({ subject }) { return subject.toUpperCase() }
    `
    itRuns([
      {
        title: 'runs FILE.js: prints each value, functions may stand at its end',
        args: ['--mock', 'script.js'],
        files: { 'script.js': script },
        stdout: lines("'A TEST CASE.'", "'case-1'"),
      },
      {
        title: 'prints tables of a FILE, too',
        args: ['--mock', '--table', 'list.js'],
        files: { 'list.js': "[{ id: 1, name: 'one' }]" },
        stdout: lines('id  name', ' 1  one'),
      },
      {
        title: 'runs FILE.ts',
        args: ['--mock', 'script.ts'],
        files: {
          'script.ts': `
            const { cases }: { cases: { subject: string }[] } = conn.describeCases()
            titles(cases)
            type Titled = { subject: string }
            function titles(all: Titled[]): string[] { return all.map((each) => each.subject) }
          `,
        },
        stdout: lines("[ 'A test case.' ]"),
      },
      {
        title: 'imports from where FILE is, and support-repl from anywhere',
        args: ['--mock', 'deep/script.js'],
        files: {
          'deep/script.js':
            "import { answer } from './answer.mjs'\nimport { regions } from 'support-repl'\n[answer, regions()[0].name]",
          'deep/answer.mjs': 'export const answer = 42',
        },
        stdout: lines("[ 42, 'us-east-1' ]"),
      },
      {
        title: 'runs standard input strictly in order',
        args: ['--mock'],
        stdin: lines(
          "await new Promise((done) => setTimeout(done, 30, 'slow'))",
          "'fast'",
          'conn.resolveCase("case-1").finalCaseStatus',
          'conn.describeCases().cases.length',
        ),
        stdout: lines("'slow'", "'fast'", "'resolved'", '0'),
      },
      { title: 'runs an empty standard input', args: ['--mock'], stdin: '' },
      {
        title: 'stops at an error, with its place',
        args: ['--mock', 'script.js'],
        files: { 'script.js': "'before'\n\nnope\n'after'\n" },
        stdout: lines("'before'"),
        stderr: lines('Uncaught ReferenceError: nope is not defined (script.js:3)'),
        status: 1,
      },
      {
        title: 'has the places of a TypeScript file right',
        args: ['--mock', 'script.ts'],
        files: {
          'script.ts':
            "interface Unused {\n  a: string\n}\nconst b: number = 1\nconn.resolveCase('case-2')\n",
        },
        stderr: lines(`Uncaught ${caseNotFound} (script.ts:5)`),
        status: 1,
      },
      {
        title: 'runs nothing of a script with a syntax error in its middle',
        args: ['--mock', 'script.js'],
        files: { 'script.js': "console.log('before')\nconst = 3\nconsole.log('after')\n" },
        stderr: lines("Uncaught SyntaxError: Unexpected token '=' (script.js:2)"),
        status: 1,
      },
      {
        title: 'runs nothing of standard input with a syntax error in its middle',
        args: ['--mock'],
        stdin: "console.log('before')\nconst = 3\nconsole.log('after')\n",
        stderr: lines("Uncaught SyntaxError: Unexpected token '=' (stdin:2)"),
        status: 1,
      },
      {
        title: 'runs nothing of a script that ends too early',
        args: ['--mock', 'script.js'],
        files: { 'script.js': "console.log('before')\nconn.describeCases(\n" },
        stderr: lines('Uncaught SyntaxError: Unexpected end of input (script.js:2)'),
        status: 1,
      },
      {
        title: 'shows no inside of this program in a stack that a script prints',
        args: ['--mock', 'script.js'],
        files: { 'script.js': "console.error(new Error('printed'))\n" },
        stderr: lines('Error: printed', '    at script.js:1'),
      },
    ])

    it('ends quietly when the reader of its output has seen enough', async () => {
      const cwd = folderWith({ 'script.js': "'a line that is printed over and over again'\n".repeat(5000) })
      const child = start(['--mock', 'script.js'], { cwd })
      const { stderr } = capture(child)
      child.stdout!.once('data', () => child.stdout!.destroy())
      const [status] = await once(child, 'close')
      expect({ stderr: stderr(), status }).to.deep.equal({ stderr: '', status: 0 })
    })
  })

  describe('--json', () => {
    itRuns([
      {
        title: 'prints results as JSON, one document a line',
        args: [
          '--mock',
          '--json',
          '-e',
          'conn.describeCases().cases[0].subject',
          '-e',
          "({ a: [1, null], b: 'x\\ny' })",
        ],
        stdout: lines('"A test case."', '{"a":[1,null],"b":"x\\ny"}'),
      },
      {
        title: 'prints errors as JSON on standard error',
        args: ['--mock', '--json', '-e', '1', '-e', 'nope'],
        stdout: lines('1'),
        stderr: lines('{"name":"ReferenceError","message":"nope is not defined"}'),
        status: 1,
      },
      {
        title: 'also those of scripts',
        args: ['--mock', '--json'],
        stdin: 'conn.describeCases({ maxResults: 5 })\n',
        stderr: lines('{"name":"InvalidInput","message":"maxResults must be at least 10, not 5"}'),
        status: 1,
      },
      {
        title: 'and those of the network',
        args: [...nowhere, '--json', '-e', 'conn.describeCases()'],
        env: keys,
        stderr: lines(
          JSON.stringify({ name: 'NetworkError', message: unreachable.replace('NetworkError: ', '') }),
        ),
        status: 1,
      },
    ])

    it('tells the status code and the request id of a fault', async () => {
      const { stdout, stderr, status } = await run(['--mock', '--json', '-e', "conn.resolveCase('case-2')"])
      expect({ stdout, status }).to.deep.equal({ stdout: '', status: 1 })
      expect(stderr.trimEnd().split('\n')).to.have.length(1)
      const { requestId, ...error } = JSON.parse(stderr)
      expect(error).to.deep.equal({
        name: 'CaseIdNotFound',
        message: 'No case with the id case-2 was found in this account.',
        statusCode: 400,
      })
      expect(requestId).to.match(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    })
  })

  describe('a command line that cannot be used: one line, status 2', () => {
    const told = (message: string) => ({ stderr: lines(`support-repl: ${message}`), status: 2 })
    itRuns([
      {
        title: 'an option it does not know',
        args: ['--mok'],
        ...told('unknown option --mok; did you mean --mock?'),
      },
      { title: 'nor can guess', args: ['--zzz'], ...told('unknown option --zzz; --help lists the options') },
      {
        title: 'an option of a subcommand',
        args: ['mock', '--prot', '0'],
        ...told('unknown option --prot; did you mean --port?'),
      },
      { title: 'a missing value', args: ['--mock', '--region'], ...told('--region needs a REGION') },
      { title: 'two files', args: ['a.ts', 'b.ts'], ...told('one FILE at a time, not also b.ts') },
      { title: '-e and FILE', args: ['-e', '1', 'a.ts'], ...told('-e and FILE exclude each other') },
      {
        title: '--mock and --live',
        args: ['--mock', '--live', '-e', '1'],
        env: keys,
        ...told('--mock and --live exclude each other'),
      },
      {
        title: '--mock and --endpoint-url',
        args: ['--mock', ...nowhere, '-e', '1'],
        ...told('--mock and --endpoint-url exclude each other'),
      },
      {
        title: '--live without credentials',
        args: ['--live', '-e', '1'],
        ...told(`--live: ${noCredentials}`),
      },
      {
        title: '--live with a profile that is not there',
        args: ['--live', '--profile', 'wrk', '-e', '1'],
        ...told(
          "--live: Profile wrk gives no credentials (tried profile wrk of the shared files, then credential_process of profile wrk, then AWS_WEB_IDENTITY_TOKEN_FILE, then the instance's metadata (disabled by AWS_EC2_METADATA_DISABLED)): check it in ~/.aws/config and ~/.aws/credentials",
        ),
      },
      {
        title: 'an endpoint that is no URL',
        args: ['--endpoint-url', 'localhost', '-e', '1'],
        env: keys,
        ...told(
          'The endpoint must be an http or https URL, for example http://127.0.0.1:4587, not localhost',
        ),
      },
      {
        title: 'a region that no partition has',
        args: ['--region', 'nowhere', '-e', '1'],
        env: keys,
        ...told('Unknown region nowhere: regions look like us-east-1'),
      },
      {
        title: 'a seed that is not there',
        args: ['--mock', '--seed', 'nope', '-e', '1'],
        ...told('There is no seed nope. A seed is tutorial, demo, empty or the path of a state file.'),
      },
      {
        title: 'a missing file',
        args: ['--mock', 'missing.ts'],
        ...told('missing.ts cannot be read: there is no such file'),
      },
      {
        title: 'a folder as a file',
        args: ['--mock', 'folder'],
        files: { 'folder/script.js': '1' },
        ...told('folder cannot be read: it is a folder'),
      },
      {
        title: 'a file that is not UTF-8',
        args: ['--mock', 'latin.js'],
        files: { 'latin.js': Buffer.from("1\n'caf\xe9'\n", 'latin1') },
        ...told('latin.js is not UTF-8 text (line 2)'),
      },
      {
        title: 'standard input that is not UTF-8',
        args: ['--mock'],
        stdin: Buffer.from("1\n'caf\xe9'\n", 'latin1'),
        ...told('standard input is not UTF-8 text (line 2)'),
      },
    ])

    // A mode keeps nothing from root, and nothing at all on Windows.
    const modesCount = process.platform !== 'win32' && process.getuid?.() !== 0
    const itWithModes = modesCount ? it : it.skip
    itWithModes(
      `a file that this user may not read${modesCount ? '' : ' (NOT RUN: this user may read every file)'}`,
      async () => {
        const cwd = folderWith({ 'secret.js': '1' })
        chmodSync(join(cwd, 'secret.js'), 0)
        expect(await run(['--mock', 'secret.js'], { cwd })).to.deep.equal({
          stdout: '',
          ...told('secret.js cannot be read: you may not read it'),
        })
      },
    )
  })

  describe('help', () => {
    const options = [
      '--mock',
      '--live',
      '--endpoint-url',
      '--region',
      '--profile',
      '--seed',
      '--read-only',
      '--yes',
    ]
    const others = [
      '--json',
      '--quiet',
      '--no-color',
      '--history',
      '--no-history',
      '--help',
      '--version',
      '--eval',
    ]
    for (const { args, names } of [
      { args: ['-h'], names: [...options, ...others, 'doctest', 'mock', 'FILE'] },
      { args: ['--help'], names: options },
      { args: ['doctest', '--help'], names: ['PATH', '--timeout'] },
      { args: ['mock', '-h'], names: ['--port', '--seed', '--strict-auth', '--access-key', '--secret-key'] },
    ]) {
      it(`${args.join(' ')} tells the options`, async () => {
        const { stdout, stderr, status } = await run(args)
        expect({ stderr, status }).to.deep.equal({ stderr: '', status: 0 })
        expect(stdout).to.match(/^Usage:/)
        for (const name of names) expect(stdout).to.include(name)
      })
    }

    const manifest = new URL('../../package.json', import.meta.url)
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    itRuns([
      { title: '-V tells the version', args: ['-V'], stdout: lines(version) },
      { title: '--version does too', args: ['--version'], stdout: lines(version) },
    ])

    it('is reached through a link, as npm installs the command', async function () {
      if (process.platform === 'win32') return notRun(this, 'npm makes no links on Windows')
      const bin = newFolder()
      symlinkSync(commandFile, join(bin, 'support-repl'))
      const PATH = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter)
      const { execFileSync } = await import('node:child_process')
      const printed = execFileSync('support-repl', ['--mock', '-e', '1 + 1'], { env: environment({ PATH }) })
      expect(String(printed)).to.equal('2\n')
    })
  })

  describe('on a live connection', () => {
    const config = '[profile work]\nregion = us-gov-west-1\n'
    const credentials = `[work]\naws_access_key_id = ${keys.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${keys.AWS_SECRET_ACCESS_KEY}\n`
    const files = { '.aws/config': config, '.aws/credentials': credentials }
    itRuns([
      {
        title: 'is live where the environment has keys',
        args: ['-e', 'typeof mock', '-e', 'conn.endpoint'],
        env: keys,
        stdout: lines("'undefined'", "'https://support.us-east-1.amazonaws.com'"),
      },
      {
        title: 'is live with --live',
        args: ['--live', '-e', 'typeof mock', '-e', 'conn.endpoint'],
        env: keys,
        stdout: lines("'undefined'", "'https://support.us-east-1.amazonaws.com'"),
      },
      {
        title: 'is on the mock with --mock, whatever is configured',
        args: ['--mock', '-e', 'conn.endpoint === mock.url', '-e', 'conn.describeCases().cases.length'],
        env: { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_PROFILE: 'none' },
        stdout: lines('true', '1'),
      },
      {
        title: 'takes --region before AWS_REGION',
        args: ['--region', 'eu-west-1', '-e', 'conn.region'],
        env: { ...keys, AWS_REGION: 'us-west-2' },
        stdout: lines("'eu-west-1'"),
      },
      {
        title: 'takes AWS_REGION before AWS_DEFAULT_REGION',
        args: ['-e', 'conn.region'],
        env: { ...keys, AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'eu-west-1' },
        stdout: lines("'us-west-2'"),
      },
      {
        title: 'takes AWS_DEFAULT_REGION',
        args: ['-e', 'conn.region'],
        env: { ...keys, AWS_DEFAULT_REGION: 'eu-west-1' },
        stdout: lines("'eu-west-1'"),
      },
      {
        title: 'takes AWS_ENDPOINT_URL_SUPPORT before AWS_ENDPOINT_URL',
        args: ['-e', 'conn.endpoint'],
        env: {
          ...keys,
          AWS_ENDPOINT_URL_SUPPORT: 'http://127.0.0.1:1',
          AWS_ENDPOINT_URL: 'http://127.0.0.1:2',
        },
        stdout: lines("'http://127.0.0.1:1'"),
      },
      {
        title: 'takes the region of --profile, as the AWS CLI does',
        args: ['--profile', 'work', '-e', 'conn.region'],
        files,
        stdout: lines("'us-gov-west-1'"),
      },
      {
        title: 'takes the region of AWS_PROFILE, as the AWS CLI does',
        args: ['-e', 'typeof mock', '-e', 'conn.region'],
        env: { AWS_PROFILE: 'work' },
        files,
        stdout: lines("'undefined'", "'us-gov-west-1'"),
      },
      {
        title: 'says in one line that the endpoint cannot be reached',
        args: [...nowhere, '-e', 'conn.describeCases()'],
        env: keys,
        stderr: lines(`Uncaught ${unreachable}`),
        status: 1,
      },
      {
        title: 'says in one line that there are no credentials',
        args: [...nowhere, '-e', 'conn.describeCases()'],
        stderr: lines(`Uncaught CredentialsError: ${noCredentials}`),
        status: 1,
      },
      {
        title: 'refuses a write that nobody can be asked about',
        args: [...nowhere, '-e', "conn.resolveCase('case-1')"],
        env: keys,
        stderr: lines(
          'Uncaught WriteRefused: resolveCase changes something at 127.0.0.1:1: add --yes to allow it; nothing was sent',
        ),
        status: 1,
      },
      {
        title: 'refuses every write with --read-only, also with --yes',
        args: [...nowhere, '--read-only', '--yes', '-e', "conn.resolveCase('case-1')"],
        env: keys,
        stderr: lines(
          'Uncaught WriteRefused: resolveCase changes something, and this session is --read-only',
        ),
        status: 1,
      },
      {
        title: 'refuses every write with --read-only on the mock too, and reads on',
        args: [
          ...['--mock', '--read-only', '-e', 'conn.describeCases().cases.length'],
          ...['-e', "conn.createCase({ subject: 'Help', communicationBody: 'It broke.' })"],
        ],
        stdout: lines('1'),
        stderr: lines('Uncaught WriteRefused: createCase changes something, and this session is --read-only'),
        status: 1,
      },
    ])

    for (const { title, args, stdout, stderr, status, sent } of [
      {
        title: 'sends reads',
        args: ['-e', 'conn.describeCases().cases.length'],
        stdout: lines('1'),
        stderr: '',
        status: 0,
        sent: ['DescribeCases'],
      },
      {
        title: 'sends nothing of a refused write',
        args: ['-e', "conn.resolveCase('case-1')"],
        stdout: '',
        stderr: lines(
          'Uncaught WriteRefused: resolveCase changes something at HOST: add --yes to allow it; nothing was sent',
        ),
        status: 1,
        sent: [],
      },
      {
        title: 'sends writes with --yes',
        args: ['--yes', '-e', "conn.resolveCase('case-1').finalCaseStatus"],
        stdout: lines("'resolved'"),
        stderr: '',
        status: 0,
        sent: ['ResolveCase'],
      },
    ]) {
      it(title, async () => {
        await using mock = await startMock()
        const ended = await run(['--endpoint-url', mock.url, ...args], { env: keys })
        const { host } = new URL(mock.url)
        expect(ended).to.deep.equal({ stdout, stderr: stderr.replace('HOST', host), status })
        expect(await mock.operations()).to.deep.equal(sent)
      })
    }

    it('takes new keys that an input puts into the environment', async () => {
      const fresh = { AWS_ACCESS_KEY_ID: 'AKIAENDTOENDTEST0001', AWS_SECRET_ACCESS_KEY: 'fresh' }
      const strict = ['--strict-auth', '--access-key', fresh.AWS_ACCESS_KEY_ID, '--secret-key', 'fresh']
      await using mock = await startMock(strict)
      const renew = `Object.assign(process.env, ${JSON.stringify({ ...fresh, AWS_SESSION_TOKEN: '' })}), void 0`
      const count = 'conn.describeCases().cases.length'
      const refused = '(() => conn.describeCases().catch(({ name }) => name))()'
      const inputs = [refused, renew, count]
      const args = ['--endpoint-url', mock.url, ...inputs.flatMap((input) => ['-e', input])]
      expect(await run(args, { env: keys })).to.deep.equal({
        stdout: lines("'UnrecognizedClientException'", '1'),
        stderr: '',
        status: 0,
      })
    })
  })
})

describe('support-repl doctest', () => {
  const passing = `
# Cases

    >>> const { cases } = conn.describeCases()
    >>> cases[0].caseId
    'case-...'
    >>> conn.resolveCase('case-2')
    Uncaught ${caseNotFound}

Prose.

    >>> conn.describeCommunications('case-...').communications.length
    1
`
  const failing = '# Sums\n\n```\n>>> 1 + 1\n3\n>>> 2 + 2\n4\n```\n'
  itRuns([
    {
      title: 'passes',
      args: ['doctest', 'guide.md'],
      files: { 'guide.md': passing },
      stdout: lines('1 file, 4 examples: 4 passed'),
    },
    {
      title: 'runs a folder, each file in a session of its own, on the mock whatever is configured',
      args: ['doctest', 'docs'],
      files: {
        'docs/a.md':
          '    >>> const mine = 1\n    >>> conn.resolveCase("case-1").finalCaseStatus\n    \'resolved\'\n',
        'docs/deep/b.rst': ">>> typeof mine\n'undefined'\n>>> conn.describeCases().cases.length\n1\n",
        'docs/notes.txt': '>>> nope\n',
      },
      env: { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      stdout: lines('2 files, 4 examples: 4 passed'),
    },
    {
      title: 'shows the place and the difference of an example that fails, and goes on',
      args: ['doctest', 'sums.md'],
      files: { 'sums.md': failing },
      stdout: lines(
        'sums.md:4:1',
        '    >>> 1 + 1',
        '  - 3',
        '  + 2',
        '',
        '1 file, 2 examples: 1 passed, 1 failed',
      ),
      status: 1,
    },
    {
      title: 'fails where an error was not expected',
      args: ['doctest', 'fault.rst'],
      files: { 'fault.rst': '>>> nope\n' },
      stdout: lines(
        'fault.rst:1:1',
        '    >>> nope',
        '  + Uncaught ReferenceError: nope is not defined',
        'The example ended in an error. Expect one with a line that starts with `Uncaught `.',
        '',
        '1 file, 1 example: 0 passed, 1 failed',
      ),
      status: 1,
    },
    {
      title: 'fails with an example that cannot be read, and runs the rest',
      args: ['doctest', 'broken.md'],
      files: { 'broken.md': '    >>>1 + 1\n\nProse.\n\n    >>> 1 + 1\n    2\n' },
      stdout: lines(
        'broken.md:1:5',
        '    >>>1 + 1',
        'A space must follow `>>>`. Output cannot begin with `>>>`.',
        '',
        '1 file, 2 examples: 1 passed, 1 failed',
      ),
      status: 1,
    },
    {
      title: 'refuses a file that is not UTF-8',
      args: ['doctest', 'latin.md'],
      files: { 'latin.md': Buffer.from('caf\xe9\n', 'latin1') },
      stderr: lines('support-repl: latin.md is not UTF-8 text at line 1 (byte 3). Save the file as UTF-8.'),
      status: 2,
    },
    {
      title: 'refuses a folder without transcripts',
      args: ['doctest', 'docs'],
      files: { 'docs/notes.txt': '>>> 1\n' },
      stderr: lines(
        'support-repl: docs holds no transcripts. Put .md or .rst files there, or name another folder.',
      ),
      status: 2,
    },
    {
      title: 'refuses a path that is not there',
      args: ['doctest', 'missing.md'],
      stderr: lines(
        'support-repl: missing.md does not exist. Name a .md or .rst file, or a folder that holds some.',
      ),
      status: 2,
    },
    {
      title: 'refuses a file that is no transcript',
      args: ['doctest', 'notes.txt'],
      files: { 'notes.txt': '>>> 1\n' },
      stderr: lines('support-repl: notes.txt is not a transcript. Name a file that ends in .md or .rst.'),
      status: 2,
    },
    {
      title: 'refuses to run nothing',
      args: ['doctest'],
      stderr: lines('support-repl: doctest needs a PATH: a file, a folder or a glob'),
      status: 2,
    },
  ])

  it('names the requests that a failing example made', async () => {
    const text = '>>> const look = () => conn.describeCases()\n>>> look().then(() => 1)\n2\n'
    const cwd = folderWith({ 'requests.rst': text })
    const { stdout, stderr, status } = await run(['doctest', 'requests.rst'], { cwd })
    expect({ stderr, status }).to.deep.equal({ stderr: '', status: 1 })
    expect(stdout).to.match(/^requests\.rst:2:1\n {4}>>> look\(\)\.then\(\(\) => 1\)\n {2}- 2\n {2}\+ 1\n/)
    expect(stdout).to.match(/describeCases/i)
  })
})

describe('what is never printed', () => {
  const printed: (Pick<Ended, 'stdout' | 'stderr'> & { title: string })[] = [
    { title: 'a secret key', stdout: '', stderr: `key ${keys.AWS_SECRET_ACCESS_KEY}` },
    { title: 'a frame of Node', stdout: '    at node:internal/main:1:1', stderr: '' },
    { title: 'a frame of a package', stdout: '', stderr: '    at f (/x/node_modules/y/z.js:1:1)' },
  ]
  for (const { title, ...ended } of printed) {
    it(`${title} would be noticed`, () => expect(() => expectDiscreet(ended)).to.throw('to not include'))
  }

  for (const code of [
    'conn',
    'new SupportConnection()',
    'conn.describeCases()',
    'console.log(conn)',
    'conn.x.y',
  ]) {
    it(`a secret key, by ${code}`, async () => {
      const { stdout, stderr } = await run([...nowhere, '-e', code], { env: keys })
      expect(stdout + stderr).to.not.equal('')
    })
  }
})
