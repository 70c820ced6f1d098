/** Reports, each read back by the rules of its format. */
import { expect } from 'chai'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { parseDocument } from '../../src/transcript/document.ts'
import { isFailure, replay } from '../../src/transcript/replay.ts'
import { formatFailure } from '../../src/transcript/report.ts'
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

/** The YAML below lines of TAP, read, by the numbers of the lines. */
function yamlBlocks(lines: readonly string[]): Map<number, unknown> {
  const blocks = new Map<number, unknown>()
  for (const [index, line] of lines.entries()) {
    if (line !== '  ---') continue
    const number = Number(/^not ok (\d+) - /.exec(lines[index - 1]!)![1])
    const end = lines.indexOf('  ...', index)
    blocks.set(number, load(lines.slice(index + 1, end).join('\n')))
  }
  return blocks
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
    const blocks = yamlBlocks(lines)
    expect([...blocks.keys()]).to.deep.equal([3, 5, 6])
    expect(blocks.get(3)).to.deep.equal({
      message: [
        '    >>> ({ id: "case-1", b: "\\x1b[1m<&>" })',
        "  - { id: 'case-...', b: 1 }",
        "  + { id: 'case-1', b: '\\x1B[1m<&>' }",
        'It sent CreateCase: 400 X',
      ].join('\n'),
      at: 'a.md:4:5',
    })
    expect(blocks.get(6)).to.deep.equal({
      message: '    >>> 5 % 3 # 2\n  - 5\n  + Uncaught SyntaxError: Invalid or unexpected token',
      at: 'b,c.rst:3:1',
    })
  })

  it('tap: YAML that says what the report for people says, whatever stands in the file', async () => {
    const { open } = openSessions()
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '>>> ',
        '>>>',
        '>>> "a\\n\\n  b "',
        '... 1',
        '  x',
        '- x: "y"',
        '',
        '\t',
        '<BLANKLINE>',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (written) => {
        const path = 'a.rst'
        const { results } = await replay(await parseDocument(path, written.join('\n')), { open })
        const reporter = reporters.tap()
        let tap = ''
        for (const result of results) tap += await reporter({ type: 'result', path, result })
        const blocks = yamlBlocks(tap.split('\n'))
        for (const [index, result] of results.entries()) {
          if (!isFailure(result)) continue
          const [at, ...rest] = (await formatFailure(path, result)).split('\n')
          const { message, ...more } = blocks.get(index + 1) as { message: string }
          expect(message).to.equal(
            rest
              .join('\n')
              .replaceAll('\ufffe', '\\ufffe')
              .replaceAll('\uffff', '\\uffff')
              .replace(/\n+$/, ''),
          )
          expect(more).to.deep.equal({ at })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('tap: one line a title, without what a terminal would obey', async () => {
    const { results } = await replay(
      await parseDocument('a.rst', '>>> 1 // \u001b[2J\u009b\n1\n'),
      openSessions(),
    )
    const written = await reporters.tap()({ type: 'result', path: 'a\u001b\nb.rst', result: results[0]! })
    expect(written).to.equal('ok 1 - a\\\\x1B b.rst:1: 1 // \\\\x1B[2J\\\\x9B\n')
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
