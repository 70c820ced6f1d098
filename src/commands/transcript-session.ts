/** Sessions for transcripts: the shell's own, each on a fresh mock, with its output in one text. */
import { dirname, resolve } from 'node:path'
import { Writable } from 'node:stream'
import type { EvaluateOptions, OpenSession } from '../transcript/replay.ts'
import { openWorkbench } from './workbench.ts'

/** Opens a session on a mock of its own. */
export const openTranscriptSession: OpenSession = async ({ seed, path }) => {
  let written = ''
  const sink = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      written += chunk
      done()
    },
  })
  const { session, close } = await openWorkbench({
    target: { kind: 'mock', seed },
    stdout: sink,
    stderr: sink,
    directory: dirname(resolve(path)),
  })
  return {
    close,
    async evaluate(source: string, { timeout }: EvaluateOptions) {
      written = ''
      const outcome = await session.run(source, { timeout })
      const result = outcome.status === 'incomplete' ? await session.incomplete(source) : outcome
      const printed = result.status === 'incomplete' ? undefined : result.text
      return { text: written + (printed ?? ''), failed: result.status === 'error' }
    },
  }
}
