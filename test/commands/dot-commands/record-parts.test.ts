/** The parts of a recording, each as a table. */
import { Writable } from 'node:stream'
import { expect } from 'chai'
import fc from 'fast-check'
import { ConsoleTap } from '../../../src/commands/dot-commands/console-tap.ts'
import { declaredIn } from '../../../src/commands/dot-commands/record/declared.ts'
import { holderOf } from '../../../src/commands/dot-commands/record/holder.ts'
import { titleOf } from '../../../src/commands/dot-commands/record/page.ts'
import { Values } from '../../../src/commands/dot-commands/record/values.ts'
import { type ValueKind, waysToWrite } from '../../../src/commands/dot-commands/record/wildcards.ts'
import { RunLog } from '../../../src/commands/dot-commands/run-log.ts'
import { CallLog } from '../../../src/shell/call-log.ts'
import { match } from '../../../src/transcript/match.ts'

describe('A value that the service made up', () => {
  for (const [kind, text, ways] of [
    [
      'id',
      'case-123456789012-muen-2026-268bfd4caa3ba0d6',
      ['case-...', 'case-...-...', 'case-...-...-...', 'case-...-...-...-...', 'case-...-...-...-......'],
    ],
    ['id', 'case-1', ['case-...', 'case-......']],
    ['id', 'attachment-a-Bc_9', ['attachment-...', 'attachment-......']],
    ['id', '178552678012920', ['...', '......']],
    ['time', '2026-08-01T09:00:00.000Z', ['20...Z', '20...-...Z', '20...-...T...Z']],
    ['time', '2020-05-14T17:04:40.790+0000', ['20...+0000', '20...-...+0000']],
    ['time', '2026-08-01', ['20...', '20...-...']],
    ['url', 'http://127.0.0.1:4587/attachments/upload-1', ['http...', 'http...://...']],
    ['token', 'QnjhfCDmYAA', ['...', '......']],
    ['uuid', '9f2c0d0e-6a52-4a39-8a1b-0d9a5e2f3c11', ['...-...-...-...-...']],
    ['address', '127.0.0.1:4587', ['127.0.0.1:...']],
    ['duration', '3599992', ['3...']],
  ] as const) {
    it(`${text} is written as ${ways.join(', or ')}`, () => {
      const found = waysToWrite({ kind, text })
      expect(ways.map(() => found.next().value)).to.deep.equal(ways)
    })
  }

  it('matches in every way, whatever it is', () => {
    const kinds: ValueKind[] = ['id', 'time', 'url', 'token', 'uuid', 'number', 'hidden']
    const text = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('case-1-a-b', '2026-08-01T09:00:00Z', 'https://a/b?c&d'),
    )
    fc.assert(
      fc.property(fc.constantFrom(...kinds), text, fc.nat(), (kind, anyText, anyNumber) => {
        const text = kind === 'number' ? String(anyNumber) : anyText
        fc.pre(kind !== 'url' || text.startsWith('http'))
        const ways = waysToWrite({ kind, text })
        const some = Array.from({ length: 8 }, () => ways.next().value as string)
        expect(new Set(some).size).to.equal(8)
        for (const way of some)
          expect(match(`'${way}'`, `'${text}'`, { failed: false }).matched, way).to.equal(true)
      }),
    )
  })
})

describe('Values in a text', () => {
  const known = [
    { kind: 'id', text: 'case-123456789012-muen-2026-268bfd4caa3ba0d6' },
    { kind: 'id', text: 'case-1' },
    { kind: 'time', text: '2026-08-01T09:00:00.000Z' },
    { kind: 'duration', text: '3599992' },
    { kind: 'duration', text: '12' },
  ] as const
  for (const [text, found] of [
    ['nothing of it', []],
    ["{ caseId: 'case-1' }", ['case-1']],
    ['case-12, xcase-1, case-1x', []],
    ['(case-1), case-1.', ['case-1', 'case-1']],
    ['3599992 of 12, a3599992, 3599992.5', ['3599992']],
    ['Opened 2026-08-01T09:00:00.000Z.', ['2026-08-01T09:00:00.000Z']],
    ['another time, 2027-01-01T00:00:00Z', ['2027-01-01T00:00:00Z']],
    ['268bfd4caa3ba0d6 and 268bfd4c, not 268b or 2026', ['268bfd4caa3ba0d6', '268bfd4c']],
    ['on 2026-08-01 at 09:00:00', ['2026-08-01', '09:00:00']],
    ['    at input 3:1', ['3']],
    ['input 3:1', []],
    ['connect ECONNREFUSED 127.0.0.1:4587', ['127.0.0.1:4587']],
    ['typed: 9f2c0d0e-6a52-4a39-8a1b-0d9a5e2f3c11', []],
    ['1000 4096 157286400', []],
  ] as const) {
    it(`${text}: ${found.length === 0 ? 'none' : found.join(', ')}`, () => {
      const values = new Values()
      values.type("'9f2c0d0e-6a52-4a39-8a1b-0d9a5e2f3c11'")
      values.learn(known)
      const parts = values.parts(text)
      expect(parts.map((part) => (typeof part === 'string' ? part : part.text)).join('')).to.equal(text)
      expect(parts.flatMap((part) => (typeof part === 'string' ? [] : part.text))).to.deep.equal(found)
    })
  }

  it('are found in a large text of large answers in reasonable time', () => {
    const values = new Values()
    const ids = Array.from(
      { length: 10_000 },
      (_, n) => `case-123456789012-muen-2026-${String(n).padStart(16, '0')}`,
    )
    values.learn(ids.map((text) => ({ kind: 'id', text })))
    const began = performance.now()
    const parts = values.parts(ids.join(' and something1234567 else, '))
    expect(parts.filter((part) => typeof part !== 'string')).to.have.length(10_000)
    // It takes a fifth of a second; what is quadratic takes minutes.
    expect(performance.now() - began).to.be.below(10_000)
  })
})

describe('What holds a value', () => {
  const names: Record<string, unknown> = {
    list: [{ a: 'x' }, { caseId: 'deep' }],
    shallow: 'direct',
    odd: { 'a-b': 'unreachable' },
    get: Object.defineProperty({}, 'value', { get: () => 'got', enumerable: true }),
    proxy: new Proxy({ a: 'seen' }, {}),
    loop: {},
  }
  names['loop'] = { names, last: 'round' }
  const session = { peek: (name: string) => (name in names ? { value: names[name] } : undefined) }
  for (const [text, expression] of [
    ['direct', 'shallow'],
    ['deep', 'list[1].caseId'],
    ['round', 'loop.last'],
    ['unreachable', undefined],
    ['got', undefined],
    ['seen', undefined],
    ['nowhere', undefined],
  ] as const) {
    it(`${text}: ${expression}`, () => {
      expect(holderOf(text, session, ['not there', ...Object.keys(names)])).to.equal(expression)
    })
  }
})

describe('What an input declares', () => {
  for (const [source, names] of [
    ['const a = 1, { b, c: [d], ...e } = { b: x }, [f = 2] = []', 'a b d e f'],
    ['function g(h) { let i }\nclass J { k = 1 }', 'g J'],
    ["import L, { m as n } from 'o'", 'L n'],
    ['p = q; r.s = 1; t += 1', 'p t'],
    ['const u: string = v', 'u'],
    ['for (const w of x) y', ''],
    [')', ''],
    ['', ''],
  ] as const) {
    it(`${source}: ${names}`, async () => expect((await declaredIn(source)).join(' ')).to.equal(names))
  }
})

describe('The title of a recording', () => {
  for (const [name, title] of [
    ['first-hour.md', 'First hour'],
    ['a_b.c.rst', 'A b.c'],
    ['README.md', 'README'],
    ['été.md', 'Été'],
  ] as const) {
    it(`${name}: ${title}`, () => expect(titleOf(name)).to.equal(title))
  }
})

describe('The console on its way', () => {
  it('is shown, heard in order, and muted', () => {
    let shown = ''
    const sink = new Writable({
      decodeStrings: false,
      write(chunk: string, _encoding, done) {
        shown += chunk
        done()
      },
    })
    const tap = new ConsoleTap({ stdout: sink, stderr: sink })
    let heard = ''
    const stop = tap.listen((text) => {
      heard += text
    })
    tap.stdout.write('a')
    tap.stderr.write('b')
    const unmute = tap.mute()
    tap.stdout.write('c')
    unmute()
    stop()
    tap.stdout.write('d')
    expect([shown, heard]).to.deep.equal(['abd', 'abc'])
  })
})

describe('The log of inputs', () => {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const outcome = { status: 'value', value: 1, text: '\u001b[33m1\u001b[39m' } as const

  it('keeps the latest thousand, and counts the others', async () => {
    const tap = new ConsoleTap({ stdout: silent, stderr: silent })
    const runs = new RunLog({ tap, calls: new CallLog() })
    for (let number = 1; number <= 1003; number++) {
      runs.beforeRun()
      await runs.onRun(String(number), outcome)
    }
    expect([runs.forgotten, runs.runs.length, runs.runs[0]?.source, runs.runs[0]?.text]).to.deep.equal([
      3,
      1000,
      '4',
      '1',
    ])
  })

  it('keeps a million characters of what an input writes', async () => {
    const tap = new ConsoleTap({ stdout: silent, stderr: silent })
    const runs = new RunLog({ tap, calls: new CallLog() })
    runs.beforeRun()
    for (let number = 0; number < 5; number++) tap.stdout.write('x'.repeat(500_000))
    await runs.onRun('loud', outcome)
    const [run] = runs.runs
    expect([run?.console.length, run?.consoleIsCut]).to.deep.equal([1 << 20, true])
  })

  it('does not take an input that goes on', async () => {
    const tap = new ConsoleTap({ stdout: silent, stderr: silent })
    const runs = new RunLog({ tap, calls: new CallLog() })
    runs.beforeRun()
    await runs.onRun('(', { status: 'incomplete' })
    expect(runs.runs).to.deep.equal([])
  })
})
