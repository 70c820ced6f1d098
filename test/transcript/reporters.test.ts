/** Reports, each read back by the rules of its format. */
import { expect } from 'chai'
import { parseDocument } from '../../src/transcript/document.ts'
import { replay } from '../../src/transcript/replay.ts'
import { type ReporterName, reporters } from '../../src/transcript/reporters/index.ts'
import { type RunEvent, runTranscripts } from '../../src/transcript/run.ts'
import { openSessions } from './session.ts'

const files: Record<string, string> = {
  'a.md':
    '    >>> 1\n    1\n    >>> 2 // doctest: +SKIP\n    >>> ({ id: "case-1", b: "\\x1b[1m<&>" })\n    { id: \'case-...\', b: 1 }\n    >>> 3 // doctest: +FAIL\n    4\n',
  'b,c.rst': '>>>x\n\n>>> 5 % 3 # 2\n5\n',
}

async function reportOf(name: ReporterName): Promise<string> {
  let written = ''
  const { open } = openSessions()
  const reporter = reporters[name]({ date: new Date('2026-08-01T09:00:00Z'), host: 'here' })
  let time = 0
  const now = () => {
    time += 1
    return time
  }
  await runTranscripts(
    Object.keys(files).map((path) => ({ path })),
    {
      run: async ({ path }, onResult) => {
        const document = await parseDocument(path, files[path]!)
        const opened: typeof open = async (options) => {
          const session = await open(options)
          return {
            ...session,
            evaluate: async (source, how) => ({
              ...(await session.evaluate(source, how)),
              requests: source.includes('id') ? [{ operation: 'CreateCase', status: 400, fault: 'X' }] : [],
            }),
          }
        }
        return replay(document, { open: opened, onResult, now })
      },
      onEvent: async (event: RunEvent) => {
        written += await reporter(event)
      },
      now,
    },
  )
  return written
}

describe('reports', () => {
  it('for people: failures with diff, wildcards and requests, then one line', async () => {
    const report = await reportOf('people')
    expect(report).to.contain('a.md:4:5\n    >>> ({ id: "case-1"')
    expect(report).to.contain("  - { id: 'case-...', b: 1 }")
    expect(report).to.contain('It sent CreateCase: 400 X')
    expect(report.trimEnd().split('\n').at(-1)).to.equal('2 files, 6 examples: 2 passed, 3 failed, 1 skipped')
  })

  it('tap: version, numbered lines, YAML, a plan', async () => {
    const lines = (await reportOf('tap')).trimEnd().split('\n')
    expect(lines[0]).to.equal('TAP version 14')
    expect(lines.at(-1)).to.equal('1..6')
    expect(lines.filter((line) => /^(not )?ok/.test(line))).to.deep.equal([
      'ok 1 - a.md:1: 1',
      'ok 2 - a.md:3: 2 // doctest: +SKIP # SKIP',
      'not ok 3 - a.md:4: ({ id: "case-1", b: "\\\\x1b[1m<&>" })',
      'not ok 4 - a.md:6: 3 // doctest: +FAIL # TODO fails, as expected',
      'not ok 5 - b,c.rst:1: >>>x',
      'not ok 6 - b,c.rst:3: 5 % 3 \\# 2',
    ])
    for (const at of [2, 4, 5]) {
      const start = lines.findIndex((line) => line.startsWith(`not ok ${at + 1} `))
      if (at === 4 || at === 5 || at === 2) expect(lines[start + 1]).to.equal('  ---')
    }
  })

  it('json: one event a line', async () => {
    const events = (await reportOf('json'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.map(({ type }) => type)).to.deep.equal([
      'start',
      'result',
      'result',
      'result',
      'result',
      'file',
      'result',
      'result',
      'file',
      'end',
    ])
    expect(events[3]).to.deep.include({
      path: 'a.md',
      line: 4,
      column: 5,
      status: 'failed',
      expected: "{ id: 'case-...', b: 1 }",
    })
    expect(events[3].requests).to.deep.equal([{ operation: 'CreateCase', status: 400, fault: 'X' }])
    expect(events.at(-1)).to.deep.include({
      files: 2,
      examples: 6,
      passed: 2,
      failed: 3,
      skipped: 1,
      stopped: false,
    })
  })

  it('github: an annotation a failure, with everything escaped', async () => {
    const lines = (await reportOf('github')).trimEnd().split('\n')
    expect(lines).to.have.length(4)
    expect(lines[0]).to.match(/^::error file=a\.md,line=4,col=5,title=[^,]*::.*%0A {2}- \{ id/)
    expect(lines[2]).to.match(/^::error file=b%2Cc\.rst,line=3,col=1,title=[^,]*5 %25 3 # 2::/)
  })
})
