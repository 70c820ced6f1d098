/** What a session says of source that is only compiled. */
import { expect } from 'chai'
import { openTranscriptSession } from '../../src/commands/transcript-session.ts'
import type { Session } from '../../src/transcript/index.ts'

describe('compiling alone', () => {
  let session: Session
  before(async () => {
    session = await openTranscriptSession({ path: 'a.md' })
  })
  after(() => session.close())

  const cases: { title: string; source: string; text: string; failed: boolean }[] = [
    { title: 'takes JavaScript', source: 'await f(1)', text: '', failed: false },
    { title: 'takes TypeScript', source: 'let a: number = f<string>()', text: '', failed: false },
    {
      title: 'takes what only V8 reads',
      source: `${'['.repeat(500)}${']'.repeat(500)}`,
      text: '',
      failed: false,
    },
    {
      title: 'tells what the shell has against it',
      source: 'export const a = 1',
      text: 'Uncaught SyntaxError: An export has no place here; leave the word out',
      failed: true,
    },
    {
      title: 'tells what V8 has against it',
      source: 'a b',
      text: "Uncaught SyntaxError: Unexpected identifier 'b'",
      failed: true,
    },
  ]
  for (const { title, source, text, failed } of cases) {
    it(title, async () =>
      expect(await session.compile!(source, { filename: 'a.md', line: 1 })).to.deep.equal({ text, failed }),
    )
  }

  it('tells what is missing at the end', async () => {
    const { text, failed } = await session.compile!('f(', { filename: 'a.md', line: 1 })
    expect(failed).to.equal(true)
    expect(text).to.match(/^Uncaught SyntaxError: /)
  })
})
