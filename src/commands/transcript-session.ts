/** Sessions for transcripts: the shell's own, each on a fresh mock, with its output in one text. */
import { dirname, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { localError } from '../client/errors.ts'
import type { JournalEntry } from '../mock/index.ts'
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
  const { session, mock, close } = await openWorkbench({
    target: { kind: 'mock', seed },
    stdout: sink,
    stderr: sink,
    directory: dirname(resolve(path)),
    // What a transcript shows must not depend on the machine.
    env: {},
    approve: async ({ operation, endpoint, onMock }) => {
      if (onMock) return
      throw localError(
        'WriteRefused',
        `a transcript writes to its mock only: ${operation} at ${endpoint} was not sent`,
      )
    },
  })
  return {
    close,
    async evaluate(source: string, { timeout }: EvaluateOptions) {
      written = ''
      const last = mock?.requests().at(-1)?.requestId
      const outcome = await session.run(source, { timeout })
      const result = outcome.status === 'incomplete' ? await session.incomplete(source) : outcome
      const printed = result.status === 'incomplete' ? undefined : result.text
      const requests = mock?.requests() ?? []
      const notes = requests
        .slice(requests.findIndex(({ requestId }) => requestId === last) + 1)
        .map(requestNote)
      return { text: written + (printed ?? ''), failed: result.status === 'error', notes }
    },
  }
}

/** A request in a report: `It sent CreateCase: 400 ValidationException`. */
function requestNote({ operation, status, fault }: JournalEntry): string {
  return `It sent ${operation ?? 'a request'}: ${status}${fault ? ` ${fault}` : ''}`
}
