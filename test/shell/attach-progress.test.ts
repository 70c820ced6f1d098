/** How far files are, as the screen shows it: what the upload tells, and what is written. */
import { expect } from 'chai'
import { attachProgress } from '../../src/shell/attach-progress.ts'

const MB = 1024 * 1024

/** What is written for these steps, each with the time in milliseconds at which it comes. */
function written(
  steps: readonly { at: number; fileName?: string; sent: number; total?: number }[],
): string[] {
  const texts: string[] = []
  let now = 0
  const progress = attachProgress(
    () => ({ write: (text) => texts.push(text) }),
    () => now,
  )
  for (const { at, fileName = 'dump.bin', sent, total = 12 * MB } of steps) {
    now = at
    progress({ fileName, sentBytes: sent, totalBytes: total })
  }
  return texts.map((text) => text.replace('\r\u001b[K', '<'))
}

describe('The progress of attached files', () => {
  it('is a line that is written over, and ended when the file was sent', () => {
    expect(
      written([
        { at: 0, sent: 0 },
        { at: 500, sent: 6 * MB },
        { at: 900, sent: 12 * MB },
      ]),
    ).to.deep.equal([
      '<dump.bin: 0.0 of 12.0 MB sent',
      '<dump.bin: 6.0 of 12.0 MB sent',
      '<dump.bin: 12.0 of 12.0 MB sent; waiting until the service has it ready\n',
    ])
  })

  it('comes no oftener than anyone can read, but its end always', () => {
    expect(
      written([
        { at: 0, sent: 0 },
        { at: 10, sent: 1 * MB },
        { at: 20, sent: 12 * MB },
      ]),
    ).to.deep.equal([
      '<dump.bin: 0.0 of 12.0 MB sent',
      '<dump.bin: 12.0 of 12.0 MB sent; waiting until the service has it ready\n',
    ])
  })

  it('says nothing of small files', () => {
    expect(written([{ at: 0, sent: 0, total: 5 * MB }])).to.deep.equal([])
  })

  it('writes no control character of a name', () => {
    const [text] = written([{ at: 0, sent: 0, fileName: 'a\u001b[31m\u009b1m.log' }])
    expect(text).to.equal('<a\\x1B[31m\\x9B1m.log: 0.0 of 12.0 MB sent')
  })
})
