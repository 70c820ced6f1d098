/** `support-repl doctest` with its options, as a writer of documentation uses it. */
import { execFileSync } from 'node:child_process'
import { lstat, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { doctest } from '../../src/commands/doctest.ts'
import { serviceCoverage } from '../../src/commands/doctest-coverage.ts'
import type { Surroundings } from '../../src/commands/shell.ts'
import { notRun } from '../not-run.ts'

describe('support-repl doctest', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function run(args: string[], env: Record<string, string> = {}) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const around = { stdin: process.stdin, stdout, stderr, env, version: '0' } as unknown as Surroundings
    const status = await doctest(args, around).catch((error: Error) => error.message)
    const read = (stream: PassThrough) => String(stream.read() ?? '').replaceAll(`${folder}/`, '')
    return { status, stdout: read(stdout), stderr: read(stderr) }
  }
  const write = async (name: string, ...lines: string[]) => {
    const path = join(folder, name)
    await writeFile(path, lines.map((line) => `${line}\n`).join(''))
    return path
  }
  const last = (text: string) => text.trimEnd().split('\n').at(-1)

  it('--update writes what is printed, and nothing else', async () => {
    const path = await write(
      'a.md',
      '# Title',
      '',
      '    >>> conn.describeCases().cases.length',
      '    7',
      '',
      'Text',
    )
    expect(await run(['--update', path])).to.deep.equal({
      status: 0,
      stdout: '',
      stderr: 'support-repl: a.md: 1 example updated\n',
    })
    expect(await readFile(path, 'utf8')).to.equal(
      '# Title\n\n    >>> conn.describeCases().cases.length\n    1\n\nText\n',
    )
    expect((await run(['--update', path])).stderr).to.equal('support-repl: nothing to update\n')
  })

  it('--update mends neither what passes although it should fail, nor what no file can hold', async () => {
    const lines = [
      '>>> 1 // doctest: +FAIL',
      '1',
      ">>> console.log('\\0')",
      'x',
      ">>> console.log('\\ud800')",
      'x',
    ]
    const path = await write('a.rst', ...lines)
    const { status, stderr } = await run(['--update', path])
    expect(status).to.equal(1)
    expect(last(stderr)).to.equal('support-repl: 3 examples fail in a way that an update cannot mend')
    expect(await readFile(path, 'utf8')).to.equal(lines.map((line) => `${line}\n`).join(''))
  })

  it('--check says as a patch what an update would change', async () => {
    const path = relative('.', await write('a.rst', '>>> 1 + 1', '3'))
    const { status, stdout } = await run(['--check', path])
    expect(status).to.equal(1)
    expect(stdout).to.match(/^--- a\/.*a\.rst\n\+\+\+ b\/.*a\.rst\n@@ -1,2 \+1,2 @@\n >>> 1 \+ 1\n-3\n\+2\n$/)
    expect(await readFile(path, 'utf8')).to.equal('>>> 1 + 1\n3\n')
  })

  it('a report replaces a file and keeps its mode; a link stays a link, a pipe a pipe', async function () {
    if (process.platform === 'win32') notRun(this, 'there are no pipes with names here')
    const path = await write('a.rst', '>>> 1', '1')
    const [file, link, pipe] = ['r.json', 'l.json', 'p.json'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    await writeFile(file, 'old', { mode: 0o600 })
    await symlink(file, link)
    execFileSync('mkfifo', [pipe])
    await run(['--reporter', 'json', '--output', link, path])
    expect((await lstat(link)).isSymbolicLink()).to.equal(true)
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
    const [text] = await Promise.all([
      readFile(pipe, 'utf8'),
      run(['--reporter', 'json', '--output', pipe, path]),
    ])
    const lines = (report: string) => report.split('\n').map((line) => /"type":"\w+"/.exec(line)?.[0])
    expect(lines(text)).to.deep.equal(lines(await readFile(file, 'utf8')))
    expect(lines(text)).to.include('"type":"end"')
  })

  it('a report takes no place of a transcript, not even through a link', async () => {
    const path = await write('a.rst', '>>> 1', '1')
    const link = join(folder, 'r.json')
    const { status } = await run(['--reporter', 'json', '--output', path, folder])
    expect(status).to.equal(
      `--output ${path} would replace a transcript or another report: name another file`,
    )
    expect(await readFile(path, 'utf8')).to.equal('>>> 1\n1\n')
    await symlink(path, link)
    expect((await run(['--reporter', 'json', '--output', link, path])).status).to.equal(
      `--output ${link} would replace a transcript or another report: name another file`,
    )
  })

  it('several reports at once, each to its place', async () => {
    const path = await write('a.rst', '>>> 1 + 1', '3')
    const [xml, tap] = [join(folder, 'r.xml'), join(folder, 'r.tap')]
    const { status, stdout } = await run([
      '--reporter',
      'people',
      '--reporter',
      'junit',
      '--reporter',
      'tap',
      '--output',
      '-',
      '--output',
      xml,
      '--output',
      tap,
      path,
    ])
    expect(status).to.equal(1)
    expect(last(stdout)).to.equal('1 file, 1 example: 0 passed, 1 failed')
    expect(await readFile(xml, 'utf8')).to.match(/^<\?xml .*tests="1" failures="1"/s)
    expect(await readFile(tap, 'utf8')).to.match(/^TAP version 14\nnot ok 1 /)
  })

  it('FILE:LINE and --filter run what is above, and report what is asked for', async () => {
    const path = await write('a.rst', '>>> const a = 1', '>>> a', '1', '>>> nope')
    expect((await run([`${path}:2`])).stdout).to.equal('1 file, 1 example: 1 passed\n')
    expect(last((await run(['--filter', 'nope', path])).stdout)).to.equal(
      '1 file, 1 example: 0 passed, 1 failed',
    )
    expect((await run(['--filter', 'zzz', path])).status).to.equal('no example has "zzz" in its source')
  })

  it('a file runs once, however it is written', async () => {
    const path = await write('a.rst', '>>> 1', '1')
    const { stdout } = await run([path, `${folder}/./a.rst`, `${folder}/../${basename(folder)}/a.rst:1`])
    expect(stdout).to.equal('1 file, 1 example: 1 passed\n')
  })

  it('--jobs gives the same report', async () => {
    for (const name of ['a', 'b', 'c', 'd'])
      await write(`${name}.rst`, `>>> '${name}'`, "'b'", '>>> mock.requests()', '[]')
    const one = await run([folder])
    expect(one.status).to.equal(1)
    expect(await run(['--jobs', '2', folder])).to.deep.equal(one)
  })

  it('--jobs reports examples that never end as one thread does, and runs the rest', async () => {
    for (const name of ['a.rst', 'b.rst']) {
      const never = '>>> await null; for (;;) {} // doctest: +TIMEOUT=50'
      await write(name, '>>> const a = 1', never, '>>> a', '1', '>>> a', '2')
    }
    const one = await run([folder])
    expect(last(one.stdout)).to.equal('2 files, 8 examples: 4 passed, 4 failed')
    expect(await run(['--jobs', '2', folder])).to.deep.equal(one)
  })

  it('--jobs sends writes to something else than a mock once only', async () => {
    const { startMockEndpoint } = await import('../../src/mock/index.ts')
    const elsewhere = await startMockEndpoint({ port: 0, seed: 'tutorial' })
    try {
      const { accessKeyId, secretAccessKey } = elsewhere.credentials
      const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, HOME: folder }
      const never = '>>> await null; for (;;) {} // doctest: +TIMEOUT=50'
      const path = await write('a.rst', ">>> conn.resolveCase('case-1').finalCaseStatus", "'resolved'", never)
      const live = ['--jobs', '2', '--endpoint-url', elsewhere.url, '--yes', path]
      const { status, stdout } = await run(live, env)
      expect(status).to.equal(1)
      expect(stdout).to.match(
        /^a\.rst:3:1\n.*\nThis never ended; nothing is known of the rest of this file\.$/m,
      )
      expect(last(stdout)).to.equal('1 file, 2 examples: 1 passed, 1 failed')
      expect(elsewhere.requests()).to.have.length(1)
    } finally {
      await elsewhere.close()
    }
  })

  it('an example that never ends fails, and the next one runs', async () => {
    const lines = [
      '>>> await null; for (;;) {} // doctest: +TIMEOUT=50',
      '>>> for (;;) {} // doctest: +TIMEOUT=50',
      '>>> const o = { get x() { for (;;) {} } }',
      '>>> o.x // doctest: +TIMEOUT=50',
      '>>> void (async () => { while (true) await 1 })() // doctest: +TIMEOUT=50',
      '>>> 1',
      '1',
    ]
    const { stdout } = await run([await write('a.rst', ...lines)])
    expect(last(stdout)).to.equal('1 file, 6 examples: 2 passed, 4 failed')
  })

  it('--watch runs again what a change affects, and shows its failures', async () => {
    const path = await write('a.rst', '>>> 1', '1')
    const other = await write('b.rst', '>>> 1', '1')
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
    const around = { stdin, stdout, stderr, env: {}, version: '0' } as unknown as Surroundings
    const steps = [() => writeFile(path, '>>> 1\n2\n'), () => stdin.end()]
    let shown = ''
    stdout.on('data', (chunk) => {
      shown += chunk
      if (String(chunk).startsWith('watching')) void steps.shift()?.()
    })
    expect(await doctest(['--watch', path, other], around)).to.equal(0)
    expect(shown.replaceAll(`${folder}/`, '')).to.equal(
      '2 files, 2 examples: 2 passed\nwatching 2 files; Ctrl-C ends\n' +
        'a.rst:1:1\n    >>> 1\n  - 2\n  + 1\n\n1 file, 1 example: 0 passed, 1 failed\nwatching 2 files; Ctrl-C ends\n',
    )
  })

  it('--bail ends at the first failure, --shard takes a part of the files', async () => {
    for (const name of ['a', 'b', 'c']) await write(`${name}.rst`, `>>> '${name}'`, "'b'", '>>> 1', '1')
    const bailed = await run(['--bail', folder])
    expect(bailed.status).to.equal(1)
    expect(last(bailed.stdout)).to.equal(
      '1 file, 1 example: 0 passed, 1 failed (stopped at the first failure)',
    )
    const parts = await Promise.all(['1/2', '2/2'].map((part) => run(['--shard', part, folder])))
    expect(parts.map(({ stdout }) => last(stdout))).to.deep.equal([
      '2 files, 4 examples: 2 passed, 2 failed',
      '1 file, 2 examples: 2 passed',
    ])
  })

  it('blames no example when its reader has seen enough', async () => {
    const path = await write('a.md', '    >>> 1', '    2')
    const before = process.listenerCount('exit')
    const holds = () => process.listenerCount('exit') - before
    const seen: number[] = []
    const stdout = new PassThrough().on('error', () => seen.push(holds()))
    stdout.once('data', () => {
      seen.push(holds())
      stdout.emit('error', new Error('write EPIPE'))
    })
    const { stdin } = process
    const around = { stdin, stdout, stderr: new PassThrough(), env: {}, version: '0' }
    await doctest([path], around as unknown as Surroundings)
    expect(seen).to.deep.equal([1, 0])
    expect([holds(), stdout.listenerCount('error')]).to.deep.equal([0, 1])
  })

  it('--shard takes a part without examples for what it is', async () => {
    await write('a.md', '    >>> 1', '    1')
    await write('b.md', 'Text')
    expect(await run(['--shard', '2/2', folder])).to.include({ status: 0, stderr: '' })
  })

  it('--repeat tells once of a file that cannot be read', async () => {
    await write('a.md', '    >>> 1', '    1')
    await write('b.md', '\0')
    const { status, stderr } = await run(['--repeat', '3', folder])
    expect([status, stderr.split('\n').length]).to.deep.equal([2, 2])
  })

  it('--repeat finds what depends on the time or on what ran before', async () => {
    const path = await write(
      'a.rst',
      '>>> process.uptime.runs = (process.uptime.runs ?? 0) + 1',
      '1',
      '>>> 1',
      '1',
    )
    const { status, stdout } = await run(['--repeat', '3', path])
    expect(status).to.equal(1)
    expect(stdout).to.contain('It failed in 2 of 3 runs: it depends on the time, or on what ran before.')
    expect(last(stdout)).to.equal('1 file, 2 examples: 1 passed, 1 failed')
    Reflect.deleteProperty(process.uptime, 'runs')
  })

  it('--timeout is the time of examples that name none', async () => {
    const path = await write(
      'a.rst',
      '>>> await new Promise(() => {})',
      'Uncaught Timeout: no result within 30 ms',
      '>>> await new Promise(() => {}) // doctest: +TIMEOUT=20',
      'Uncaught Timeout: no result within 20 ms',
    )
    expect(await run(['--timeout', '30', path])).to.deep.include({ status: 0 })
  })

  it('--live needs credentials', async () => {
    const path = await write('a.rst', '>>> 1', '1')
    const env = { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' }
    expect((await run(['--live', path], env)).status).to.match(/^--live: No AWS credentials found/)
  })

  it('a seed may be a file, from the document on', async () => {
    const { startMockEndpoint } = await import('../../src/mock/index.ts')
    const other = await startMockEndpoint({ port: 0, seed: 'demo' })
    await writeFile(join(folder, 'state.json'), JSON.stringify(other.state()))
    await other.close()
    const path = await write(
      'a.rst',
      '.. doctest: seed state.json',
      '',
      '>>> conn.describeCases().cases.length',
      '10',
    )
    expect(await run([path])).to.deep.include({ status: 0 })
  })

  it('dot commands run as at the prompt', async () => {
    const lines = [
      '>>> .table on',
      'Tables are on: ...',
      '>>> [{ a: 1 }, { a: 2 }]',
      'a',
      '1',
      '2',
      '>>> .nope',
      'There is no .nope...',
    ]
    expect(await run([await write('a.rst', ...lines)])).to.deep.include({ status: 0 })
  })

  it('the clock, no-run and requests work on the mock', async () => {
    const path = await write(
      'a.rst',
      '.. doctest: clock 2030-01-01T00:00:00Z',
      '',
      '>>> mock.clock.now().getUTCFullYear()',
      '2030',
      '',
      '.. doctest: no-run',
      '',
      '>>> await conn.nope(',
      '... )',
      '>>> const a: string = 1',
      '>>> (',
      '',
      '>>> conn.describeCases().cases.length',
      '2',
    )
    const { stdout } = await run([path])
    expect(stdout)
      .to.contain('a.rst:11:1')
      .and.to.contain('Unexpected end of input')
      .and.to.contain('It sent DescribeCases: 200')
    expect(last(stdout)).to.equal('1 file, 5 examples: 3 passed, 2 failed')
  })

  it('--endpoint-url runs elsewhere, reads only unless --yes', async () => {
    const { startMockEndpoint } = await import('../../src/mock/index.ts')
    const elsewhere = await startMockEndpoint({ port: 0, seed: 'tutorial' })
    try {
      const { accessKeyId, secretAccessKey } = elsewhere.credentials
      const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, HOME: folder }
      const path = await write(
        'a.rst',
        '>>> conn.describeCases().cases.length',
        '1',
        ">>> conn.resolveCase('case-1').finalCaseStatus",
        "'resolved'",
      )
      const args = ['--endpoint-url', elsewhere.url, path]
      const refused = await run(args, env)
      expect(refused.stdout).to.contain('WriteRefused').and.to.contain('writes need --yes')
      expect(elsewhere.requests().map(({ operation }) => operation)).to.deep.equal(['DescribeCases'])
      expect(await run(['--yes', ...args], env)).to.deep.equal({
        status: 0,
        stdout: '1 file, 2 examples: 2 passed\n',
        stderr: '',
      })
      const seeded = await write('b.rst', '.. doctest: seed demo', '', '>>> 1', '1')
      expect((await run(['--endpoint-url', elsewhere.url, seeded], env)).stdout).to.contain(
        'only the mock has seeds',
      )
    } finally {
      await elsewhere.close()
    }
  })

  it('goes on with the other files where one cannot be read', async () => {
    await writeFile(join(folder, 'b.rst'), Buffer.from([0x61, 0xff]))
    await write('a.rst', '>>> 1', '1')
    await write('c.rst', '>>> 2', '2')
    const why = 'b.rst is not UTF-8 text at line 1 (byte 1). Save the file as UTF-8.'
    expect(await run([folder])).to.deep.equal({
      status: 2,
      stdout: `b.rst:1:1\n${why}\n\n3 files, 3 examples: 2 passed, 1 failed\n`,
      stderr: `support-repl: ${why}\n`,
    })
    expect(await run(['--lint', folder])).to.deep.equal({
      status: 2,
      stdout: '3 files: nothing found\n',
      stderr: `support-repl: ${why}\n`,
    })
    expect((await run(['--update', folder])).status).to.equal(2)
  })

  it('says which files have no examples, and refuses when none has', async () => {
    const silent = await Promise.all(['b', 'c', 'd', 'e'].map((name) => write(`${name}.rst`, 'Text')))
    const a = await write('a.rst', '>>> 1', '1')
    expect(await run([...silent, a])).to.deep.equal({
      status: 0,
      stdout: '5 files, 1 example: 1 passed\n',
      stderr: 'support-repl: no examples in b.rst, c.rst, d.rst, and 1 more\n',
    })
    expect((await run([folder])).stderr).to.equal('')
    expect((await run([silent[0]!])).status).to.equal(
      `${silent[0]} holds no examples. Write some after \`>>> \` prompts.`,
    )
    const prose = await write('f.md', 'Text', '', '>>> 1', '1')
    expect((await run([prose])).status).to.equal(
      `${prose} holds no examples: the \`>>>\` in line 3 stands outside of code. Put lines of \`\`\` around it.`,
    )
  })

  it('takes a place as reports have it', async () => {
    const path = await write('a.rst', '>>> 1', '2', '', '>>> 3', '4')
    const { stdout } = await run([`${path}:4:1`])
    expect(stdout.split('\n')[0]).to.equal('a.rst:4:1')
    expect(last(stdout)).to.equal('1 file, 1 example: 0 passed, 1 failed')
  })

  it('says before the run where a report cannot go', async () => {
    const path = await write('a.rst', '>>> 1', '2')
    const [nowhere, here] = [join(folder, 'no', 'a.tap'), folder]
    expect((await run(['--reporter', 'tap', '--output', nowhere, path])).status).to.equal(
      `--output ${nowhere} cannot be written: there is no folder ${join(folder, 'no')}`,
    )
    expect((await run(['--reporter', 'tap', '--output', here, path])).status).to.equal(
      `--output ${here} cannot be written: it is a folder; name a file in it`,
    )
  })

  const lints: { title: string; file?: string; lines: string[]; found: string[] }[] = [
    {
      title: 'nothing',
      lines: [
        '>>> conn.describeCases().cases[0].caseId',
        "'case-...'",
        ">>> conn.resolveCase('case-...')",
        '{ initial...',
        '',
      ],
      found: [],
    },
    { title: 'anything', lines: ['>>> 1', "'...'"], found: ['2:1 matches-anything'] },
    {
      title: 'a whole structure',
      lines: ['>>> conn.describeCases()', '{ cases: [ ... ] }', '>>> f()', 'f {', '  ...', '}'],
      found: ['2:1 swallows-structure', '5:1 swallows-structure'],
    },
    {
      title: 'the slips of boto',
      lines: [
        '>>> const cases = conn.describeCases()',
        ">>> cases.cases[0]['title']",
        "'a'",
        '>>> const closed = conn.resolveCase("case-1")',
        '>>> closed.result',
        'true',
        '>>> cases.cases.map(({ titel }) => titel)',
        '[ 1 ]',
      ],
      found: ['2:1 unknown-member', '5:1 unknown-member', '7:1 unknown-member'],
    },
    {
      title: 'methods that a connection does not have',
      lines: [
        '>>> conn.descibeCases()',
        '1',
        '>>> conn.describe_cases',
        'x',
        ">>> const other = connectToRegion('eu-west-1')",
        '>>> other.listCases()',
        '1',
        '>>> conn.endpoint; conn.help; conn.toString(); conn.paginateDescribeCases(); conn.download',
        'x',
        '>>> const { createCase } = conn',
        '>>> conn = { mine: 1 }',
        '{ mine: 1 }',
        '>>> conn.mine',
        '1',
        '>>> conn.mine()',
        'Uncaught TypeError: conn.mine is not a function',
      ],
      found: ['1:1 unknown-member', '3:1 unknown-member', '6:1 unknown-member'],
    },
    {
      title: 'members of inputs',
      lines: [
        '>>> conn.describeCases({ caseIDList: ["case-1"] })',
        '1',
        '>>> conn.describeCases({ caseIDList: [] })',
        'Uncaught InvalidInput: ...',
      ],
      found: ['1:1 unknown-member'],
    },
    {
      title: 'what is never bound',
      lines: ['.. doctest: placeholder case-1234', '', ">>> conn.resolveCase('case-...')", '1'],
      found: ['1:13 unbound', '3:1 unbound'],
    },
    {
      title: 'what is declared again before it is bound',
      lines: ['.. doctest: placeholder a-1', '', '.. doctest: placeholder a-1', '', '>>> 1', "'a-1'"],
      found: ['1:13 unbound'],
    },
    {
      title: 'examples outside of code',
      file: 'a.md',
      lines: ['>>> 1', '1', '', 'Text', '', '```', '>>> 2', '2', '```', '', '>>> 3', '>>> 4'],
      found: ['1:1 outside-code', '11:1 outside-code'],
    },
    {
      title: 'no examples in comments',
      file: 'a.md',
      lines: ['<!-- Old:', '>>> 1', '1', '-->', '', '```', '>>> 2', '2', '```'],
      found: [],
    },
    {
      title: 'a fence that is not closed',
      file: 'a.md',
      lines: ['- a', '', '  ```', '  >>> 1', '  1', '  ````x'],
      found: ['3:3 unclosed'],
    },
    {
      title: 'a continuation of nothing',
      file: 'a.md',
      lines: [
        '```',
        '... 1',
        '>>> 2',
        '2',
        '```',
        '',
        '```',
        '>>> 3',
        '3',
        '',
        '... 4',
        '```',
        '',
        '```yaml',
        '...',
        '```',
      ],
      found: ['2:1 stray-output', '11:1 stray-output'],
    },
    {
      title: 'a region of skipped examples without an end',
      lines: [
        '.. doctest: skip start',
        '',
        '>>> 1',
        '',
        '.. doctest: skip end',
        '',
        '.. doctest: skip start',
      ],
      found: ['7:13 unclosed'],
    },
    { title: 'Python', lines: ['>>> len(cases)', '1'], found: ['1:1 python'] },
    {
      title: 'output that no example prints',
      lines: ['Text::', '', '  >>> 1', '  1', '', '  2'],
      found: ['6:3 stray-output'],
    },
    { title: 'what cannot be read', lines: ['>>>1'], found: ['1:1 unreadable'] },
  ]
  for (const { title, file = 'a.rst', lines, found } of lints) {
    it(`--lint finds ${title}`, async () => {
      const { stdout, status } = await run(['--lint', await write(file, ...lines)])
      const findings = stdout.trimEnd().split('\n').slice(0, -1)
      expect(findings.map((line) => line.replace(/^a\.\w+:(\d+:\d+): .* \((.*)\)$/, '$1 $2'))).to.deep.equal(
        found,
      )
      expect(status).to.equal(found.length > 0 ? 1 : 0)
    })
  }

  it('the tutorials pass in all reports', async function () {
    this.timeout(60_000)
    const names = ['people', 'tap', 'junit', 'json', 'github']
    const files = names.map((name) => join(folder, name))
    const { status, stdout, stderr } = await run([
      ...names.flatMap((name) => ['--reporter', name]),
      ...files.flatMap((file) => ['--output', file]),
      'README.md',
      'tutorials',
    ])
    expect({ status, stdout, stderr }).to.deep.equal({ status: 0, stdout: '', stderr: '' })
    const [people, tap, xml, json, github] = await Promise.all(files.map((file) => readFile(file, 'utf8')))
    const [, count] = /^8 files, (\d+) examples: \1 passed$/m.exec(people!)!
    expect(tap!.match(/^ok /gm)).to.have.length(Number(count))
    expect(last(tap!)).to.equal(`1..${count}`)
    expect(xml!.match(/<testcase [^>]*\/>/g)).to.have.length(Number(count))
    const events = json!
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.filter(({ status }) => status === 'passed')).to.have.length(Number(count))
    expect(events.at(-1)).to.deep.include({ type: 'end', failed: 0 })
    expect(github).to.equal(people)
  })

  it('the tutorials are without findings', async () => {
    expect(await run(['--lint', 'tutorials'])).to.deep.include({ status: 0 })
  })

  it('the tutorials pass, and reach all operations and every modelled fault', async function () {
    this.timeout(60_000)
    const { stdout, status } = await run(['--coverage', '--jobs', '2', 'tutorials'])
    expect(status, stdout).to.equal(0)
    expect(stdout).not.to.match(/^not exercised: (operation|fault) /m)
    const [operations, , , faults] = serviceCoverage().map(({ names }) => names.length)
    expect(stdout).to.contain(`coverage: ${operations} of ${operations} operations, `)
    expect(stdout).to.contain(`${faults} of ${faults} faults`)
  })

  for (const [args, message] of [
    [['--reporter', 'xml'], 'no reporter xml: there are people, tap, junit, json, github'],
    [
      ['--reporter', 'tap', '--reporter', 'json'],
      'tap and json cannot both go to standard output: give each an --output',
    ],
    [['--output', 'a', '--output', 'b'], '--output b has no --reporter'],
    [
      ['--reporter', 'json', '--coverage'],
      'json and --coverage cannot both go to standard output: give json an --output',
    ],
    [
      ['--reporter', 'tap', '--check'],
      'tap and --check cannot both go to standard output: give tap an --output',
    ],
    [
      ['--reporter', 'tap', '--output', 'r', '--reporter', 'json', '--output', './r'],
      '--output ./r would replace a transcript or another report: name another file',
    ],
    [['--update', '--check'], '--update and --check exclude each other'],
    [['--shard', '5/4'], '--shard needs a part such as 1/4, not 5/4'],
    [['--jobs', '0'], '--jobs needs a whole number above 0, not 0'],
    [
      ['--timeout', '3000000000'],
      '--timeout needs milliseconds, a whole number of 2147483647 at most, not 3000000000',
    ],
    [['--yes'], '--yes is for --live and --endpoint-url: a mock needs none'],
    [['--review'], '--review asks at a terminal; --check and --update do not'],
  ] as const) {
    it(`${args.join(' ')} is refused`, async () => {
      const path = await write('a.rst', '>>> 1', '1')
      const stdin = process.stdin.isTTY
      process.stdin.isTTY = false
      try {
        expect((await run([...args, path])).status).to.equal(message)
      } finally {
        process.stdin.isTTY = stdin
      }
    })
  }
})
