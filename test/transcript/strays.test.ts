/** Errors that no example waits for, and whose they are. */
import { once } from 'node:events'
import { expect } from 'chai'
import { doctestSessions } from '../../src/commands/doctest-session.ts'

describe('An error that no example waits for', () => {
  const at = { filename: 'a.md', line: 1, timeout: 5000 }

  for (const { title, isClosed, text } of [
    { title: 'fails the next example', isClosed: false, text: '2\nUncaught Error: late' },
    { title: 'fails none of another session', isClosed: true, text: '2' },
  ]) {
    it(title, async () => {
      const sessions = doctestSessions({}, { hosted: true })
      let session = await sessions.open({ path: 'a.md' })
      try {
        await session.evaluate('1', at)
        // As a timer of the example would.
        const thrown = once(process, 'uncaughtException')
        process.nextTick(() => {
          throw new Error('late')
        })
        await thrown
        if (isClosed) {
          await session.close()
          session = await sessions.open({ path: 'b.md' })
        }
        expect(await session.evaluate('2', at)).to.include({ text, failed: !isClosed })
      } finally {
        await session.close()
        sessions.close()
      }
    })
  }

  it('is given back to others when the last session has closed, in whatever order', async () => {
    const listeners = () => process.rawListeners('uncaughtException')
    const before = listeners()
    const sessions = doctestSessions({}, { hosted: true })
    const [first, second] = [await sessions.open({ path: 'a.md' }), await sessions.open({ path: 'b.md' })]
    try {
      await first.close()
      expect(listeners()).to.have.length(1)
    } finally {
      await second.close()
      sessions.close()
    }
    expect(listeners()).to.deep.equal(before)
  })
})
