import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { describeTranscripts } from '../../src/transcript/mocha.ts'
import { openSessions } from './session.ts'
import { text } from './shown.ts'

/** Gathers what a test file declares, to be run one by one. */
function recorder() {
  const suites: string[] = []
  const tests = new Map<string, () => Promise<string>>()
  const hooks: Record<'before' | 'after', () => Promise<void>> = {
    before: async () => {},
    after: async () => {},
  }
  const skip = () => {
    throw new Error('skipped')
  }
  const it = (title: string, body: (this: { skip(): void; timeout(): void }) => Promise<void>) => {
    tests.set(title, () =>
      body.call({ skip, timeout: () => {} }).then(
        () => 'passed',
        (error: Error) => error.message,
      ),
    )
  }
  const mocha = {
    describe(title: string, body: () => void) {
      suites.push(title)
      body()
    },
    it,
    before: (_: string, body: () => Promise<void>) => {
      hooks.before = body
    },
    after: (_: string, body: () => Promise<void>) => {
      hooks.after = body
    },
  }
  return { mocha, suites, tests, hooks }
}

describe('mocha', () => {
  let folder: string
  const declare = async (lines: string[]) => {
    const path = join(folder, 'a.rst')
    await writeFile(path, text(...lines))
    const sessions = openSessions()
    const recorded = recorder()
    await describeTranscripts(path, { open: sessions.open, mocha: recorded.mocha })
    return { path, ...sessions, ...recorded }
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transcripts-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const lines = [
    '>>> var a = 1',
    '>>> [a,',
    '... 2]',
    '[ 1, 2 ]',
    '>>>b',
    '>>> x // doctest: +SKIP',
    '>>> a',
    '2',
  ]

  it('has a suite for each file and a test for each example', async () => {
    const { path, suites, tests } = await declare(lines)
    expect(suites).to.deep.equal([path])
    expect([...tests.keys()]).to.deep.equal([
      '1: var a = 1',
      '2: [a,',
      '5: >>>b',
      '6: x // doctest: +SKIP',
      '7: a',
    ])
  })

  it('runs the examples in order in one session', async () => {
    const { path, tests, hooks, calls } = await declare(lines)
    await hooks.before()
    const outcomes: string[] = []
    for (const run of tests.values()) outcomes.push(await run())
    await hooks.after()
    expect(outcomes).to.deep.equal([
      'passed',
      'passed',
      `${path}:5:1\n    >>>b\nA space must follow \`>>>\`. Output cannot begin with \`>>>\`.`,
      'skipped',
      `${path}:7:1\n    >>> a\n  - 2\n  + 1`,
    ])
    expect(calls).to.deep.equal([`open ${path}`, 'var a = 1', '[a,\n2]', 'a', 'close'])
  })

  it('runs the examples above a test that runs alone', async () => {
    const { path, tests, hooks, calls } = await declare(['>>> var a = x', '>>> var b = 2', '>>> b', '2'])
    await hooks.before()
    expect(await tests.get('3: b')!()).to.equal('passed')
    expect(calls).to.deep.equal([`open ${path}`, 'var a = x', 'var b = 2', 'b'])
    await hooks.after()
  })

  it('tells a failed setup with the example below it', async () => {
    const { path, tests } = await declare(['.. doctest: setup x', '', '>>> 1', '1', '>>> 2', '2'])
    expect(await tests.get('3: 1')!()).to.contain(`${path}:1:19\n    >>> x\n`)
    expect(await tests.get('5: 2')!()).to.equal('passed')
  })

  it('tells a failed setup also where all examples are skipped', async () => {
    const { path, tests } = await declare(['.. doctest: setup x', '', '>>> 1 // doctest: +SKIP'])
    expect(await tests.get('3: 1 // doctest: +SKIP')!()).to.contain(`${path}:1:19\n    >>> x\n`)
  })

  it('reaches what stands below the last test, also below skipped examples', async () => {
    const { tests, hooks, calls } = await declare([
      '>>> "a"',
      "'a'",
      '',
      '.. doctest: teardown "t"',
      '',
      '>>> "b" // doctest: +SKIP',
      '',
      '.. doctest: teardown "u"',
      '',
      '>>> "c" // doctest: +SKIP',
      '',
      '.. doctest: setup nothing',
    ])
    await hooks.before()
    expect(await tests.get('1: "a"')!()).to.equal('passed')
    const error = await hooks.after().catch((reason: Error) => reason)
    expect(error)
      .to.have.property('message')
      .that.matches(/:12:19\n.*The setup failed\.$/s)
    expect(calls.slice(1)).to.deep.equal(['"a"', 'nothing', '"u"', '"t"', 'close'])
  })

  it('skips what cannot run without its seed', async () => {
    const { tests, hooks } = await declare(['.. doctest: seed bad', '', '>>> 1', '1', '>>> 2', '2'])
    await hooks.before()
    expect(await tests.get('3: 1')!()).to.contain('The seed cannot be used: no such state')
    expect(await tests.get('5: 2')!()).to.equal('skipped')
  })

  it('refuses paths without any example', async () => {
    const path = join(folder, 'a.rst')
    await writeFile(path, 'Text\n')
    const error = await describeTranscripts(path, openSessions()).catch((reason) => reason)
    expect(error.message).to.equal(`${path} holds no examples. Write some after \`>>> \` prompts.`)
  })

  it('works in a test file, at its top level', async () => {
    await writeFile(join(folder, 'a.md'), text('```', '>>> 1', '1', '>>> 2', '3', '```'))
    const code = [
      `import { describeTranscripts } from '${pathToFileURL('src/transcript/mocha.ts')}'`,
      'const open = async () => ({ evaluate: async (text) => ({ text, failed: false }), close: async () => {} })',
      `await describeTranscripts('${folder}/*.md', { open })`,
    ]
    await writeFile(join(folder, 'a.test.mjs'), text(...code))
    const run = promisify(execFile)(process.execPath, [
      '--import=./scripts/ts-node.mjs',
      'node_modules/mocha/bin/mocha.js',
      '--no-package',
      '--no-config',
      '--reporter=json',
      join(folder, 'a.test.mjs'),
    ])
    const { stdout, stderr } = await run.catch((error) => error)
    expect(stdout, stderr).to.contain('{')
    const { passes, failures } = JSON.parse(stdout)
    expect(passes.map(({ fullTitle }: { fullTitle: string }) => fullTitle)).to.deep.equal([
      `${folder}/a.md 2: 1`,
    ])
    expect(failures).to.have.length(1)
    const { title, err } = failures[0]
    expect(title).to.equal('4: 2')
    expect(err).to.deep.include({ actual: '2', expected: '3', showDiff: true })
    expect(err.stack).to.equal(`Error: ${err.message}\n    at ${folder}/a.md:4:1`)
  })
})
