/** What runs without the inspector, and that nobody can tell. */
import { expect } from 'chai'
import { isPlain } from '../../../src/shell/session/plain.ts'
import { Session } from '../../../src/shell/session/session.ts'
import { read, whole } from '../../../src/shell/session/syntax.ts'

const plain: [source: string, screen: string][] = [
  ['1 + 1', '2'],
  ["'a' + 1", "'a1'"],
  ['!true ? -1 : 2 ** 3', '8'],
  ['null ?? void 0', ''],
  ['typeof null', "'object'"],
  ['-0', '-0'],
  ["'a' in 'b'", "Uncaught TypeError: Cannot use 'in' operator to search for 'a' in b"],
  ['1 /* one\nline */\n  + 1', '2'],
]

/** Code of the user's could run in them, or they take long: `9n ** 9999999n`. */
const others = [
  "'a' + `b`",
  "'a'.length",
  '[1] + 1',
  '/a/ + 1',
  '2n ** 3n',
  'a',
  'f()',
  'await 1',
  'a = 1',
  'delete 1 .a',
  '() => 1',
  '({ a: 1 })',
  "'use strict'",
  '1; 2',
  'const a = 1',
]

const ignore = { write: () => {} }

function open(): Session {
  return new Session({
    globals: {},
    directory: process.cwd(),
    ownModule: () => undefined,
    stdout: ignore,
    stderr: ignore,
  })
}

async function isPlainSource(source: string): Promise<boolean> {
  const reading = await read(source)
  expect(reading.status, source).to.equal('complete')
  return reading.status === 'complete' && isPlain(whole(reading))
}

async function shown(session: Session, source: string): Promise<unknown> {
  const outcome = await session.run(source, { filename: 'input.ts' })
  return 'text' in outcome ? (outcome.text ?? '').replace(/ \(input\.ts:\d+\)$/, '') : outcome.status
}

describe('plain inputs', () => {
  for (const [source, screen] of plain) {
    it(`${source}: ${screen}, as with the inspector`, async () => {
      expect(await isPlainSource(source)).to.equal(true)
      const session = open()
      try {
        expect(await shown(session, source)).to.equal(screen)
        expect(await shown(session, `(() => {}, (${source}))`)).to.equal(screen)
      } finally {
        session.dispose()
      }
    })
  }

  for (const source of others) {
    it(`${source}: not plain`, async () => expect(await isPlainSource(source)).to.equal(false))
  }

  it('awaits what a getter answers that the user gave to all texts', async () => {
    const session = open()
    try {
      await session.run("Object.defineProperty(String.prototype, 'later', { get: async () => 1 })")
      expect(await shown(session, "'a'.later")).to.equal('1')
    } finally {
      session.dispose()
    }
  })

  it('stops what a conversion of the user runs', async () => {
    const session = open()
    try {
      await session.run('Array.prototype.toString = () => { for (;;); }')
      const outcome = await session.run("[] + ''", { timeout: 50 })
      expect(outcome).to.include({ text: 'Uncaught Timeout: no result within 50 ms' })
    } finally {
      session.dispose()
    }
  })
})
