/** How far a run is, for a person: nothing on short runs, and nothing left behind. */
import { expect } from 'chai'
import { progress } from '../../src/commands/doctest-progress.ts'
import type { RunEvent } from '../../src/transcript/index.ts'

const result = (status: string) =>
  ({ type: 'result', path: 'a.md', result: { status } }) as unknown as RunEvent
const end = { type: 'end', reports: [], milliseconds: 0, stopped: false } as RunEvent

async function shown(step: number, statuses: string[]): Promise<string> {
  let written = ''
  let time = 0
  const line = progress({ columns: 40, write: (text) => (written += text) }, () => time)
  await line.take({ type: 'start', files: 2 })
  for (const status of statuses) {
    time += step
    await line.take(result(status))
  }
  await line.take(end)
  return written
}

describe('progress', () => {
  it('is not shown on short runs', async () => expect(await shown(10, ['passed', 'failed'])).to.equal(''))

  it('is one line that is written over, makes room for failures, and goes away', async () => {
    expect(await shown(1000, ['passed', 'failed', 'passed'])).to.equal(
      '\r1 example, 0 failed, 0 of 2 files\u001b[K\r\u001b[K\r3 examples, 1 failed, 0 of 2 files\u001b[K\r\u001b[K',
    )
  })
})
