/** Inputs that wait for what can never come: their promises are garbage, and collecting them must hurt nobody. */
import { expect } from 'chai'
import { Session } from '../../../src/shell/session/session.ts'
import { garbageCollector } from '../../garbage-collector.ts'

const nowhere = { write: () => {} }
const collect = garbageCollector()

describe('A session whose input waits for ever', () => {
  for (const source of [
    'await new Promise(() => {})',
    'for await (const each of (async function* () { await new Promise(() => {}) })()) each',
    'const late = await (async () => { await new Promise(() => {}) })()',
    'await null; await { then() {} }',
  ]) {
    it(`lives on after ${source} was given up`, async () => {
      const options = { globals: {}, directory: '/', ownModule: () => undefined }
      const session = new Session({ ...options, stdout: nowhere, stderr: nowhere })
      try {
        const running = session.run(source)
        await new Promise(setImmediate)
        session.interrupt()
        expect((await running).status).to.equal('error')
        for (let turn = 0; turn < 5; turn++) {
          collect()
          await new Promise(setImmediate)
        }
        const outcome = await session.run('6 * 7')
        expect(outcome).to.include({ status: 'value', value: 42 })
      } finally {
        session.dispose()
      }
    })
  }
})
