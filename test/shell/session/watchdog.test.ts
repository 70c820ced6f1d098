/** Code that never yields, after an await. */
import { createHook } from 'node:async_hooks'
import { expect } from 'chai'
import { Session } from '../../../src/shell/session/session.ts'
import { Watchdog } from '../../../src/shell/session/watchdog.ts'

const open = (sent: string[] = []): Session => {
  const session: Session = new Session({
    globals: {
      turn: () => new Promise(setImmediate),
      send: (text: string) => {
        session.signal?.throwIfAborted()
        sent.push(text)
      },
    },
    directory: process.cwd(),
    ownModule: () => undefined,
    stdout: process.stdout,
    stderr: process.stderr,
    watchdog: new Watchdog(),
  })
  return session
}

const stuck = [
  'await null; while (true) {}',
  'await turn(); while (true) {}',
  'for (;;) await null',
  '(async () => { while (true) await 1 })(); 9',
  'const later = async () => { await turn(); for (;;) {} }; await later()',
  'await new Promise(() => setTimeout(() => { for (;;) {} }))',
  'await new Promise(() => setImmediate(() => { for (;;) {} }))',
  'await Promise.all([turn().then(() => { for (;;) {} }), turn()])',
]

describe('a watchdog', () => {
  for (const source of stuck) {
    it(`stops ${source}`, async () => {
      const session = open()
      const outcome = await session.run(source, { timeout: 300 })
      expect(outcome).to.include({
        status: 'error',
        text: 'Uncaught Timeout: no result within 300 ms',
      })
      // The session lives on.
      expect(await session.run('6 * 7', { timeout: 300 })).to.include({ text: '42' })
      expect(await session.run('await turn(); 43', { timeout: 300 })).to.include({ text: '43' })
      session.dispose()
    })
  }

  it('leaves alone what yields, however long it takes', async () => {
    const session = open()
    const source = 'let turns = 0; while (turns < 200) { await turn(); turns++ }; turns'
    expect(await session.run(source, { timeout: 10_000 })).to.include({ text: '200' })
    session.dispose()
  })

  it('steps back where hooks follow promises: Node would end the process', async () => {
    const hook = createHook({ init() {} }).enable()
    const watchdog = new Watchdog()
    const stopped: string[] = []
    try {
      watchdog.watch(1, (why) => stopped.push(why))
      const until = performance.now() + 400
      await null
      while (performance.now() < until) {}
      await new Promise(setImmediate)
    } finally {
      hook.disable()
      watchdog.dispose()
    }
    expect(stopped).to.deep.equal([])
  })
})

describe('an input that was given up', () => {
  it('sends nothing more, also when it asks long after', async () => {
    const sent: string[] = []
    const session = open(sent)
    const source = "for (const each of ['a', 'b', 'c']) { await turn(); try { send(each) } catch {} }"
    const running = session.run(`${source}; sent = true`)
    session.interrupt(new Error('enough'))
    expect((await running).status).to.equal('error')
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
    expect(sent).to.deep.equal([])
    expect((await session.run("send('d')")).status).to.equal('value')
    expect(sent).to.deep.equal(['d'])
    session.dispose()
  })

  it('is told from a later one while both are under way', async () => {
    const sent: string[] = []
    const session = open(sent)
    await session.run(
      'const loop = async (name) => { for (let i = 0; i < 5; i++) { await turn(); send(name) } }',
    )
    const first = session.run("await loop('first')")
    session.interrupt(new Error('enough'))
    await first
    await session.run("await loop('second')")
    expect(new Set(sent)).to.deep.equal(new Set(['second']))
    session.dispose()
  })
})
