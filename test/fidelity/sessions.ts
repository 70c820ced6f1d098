/** Python sessions in text files, run by Python's own doctest against a mock. */
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { type MockOptions, startMockEndpoint } from '../../src/mock/index.ts'
import { configured, run } from './programs.ts'

const folder = fileURLToPath(new URL('python', import.meta.url))

export interface PythonSession {
  readonly title: string
  /** A file in the folder `python`. */
  readonly file: string
  readonly mock?: MockOptions
}

/** One test for each session. It fails with the report of doctest. */
export function runSessions(python: string, sessions: readonly PythonSession[]): void {
  for (const { title, file, mock: options } of sessions) {
    it(title, async () => {
      const mock = await startMockEndpoint({ port: 0, ...options })
      try {
        const env = configured(python, mock)
        const args = ['-m', 'doctest', '--fail-fast', '-o', 'ELLIPSIS', file]
        const { stdout, stderr, status } = await run(python, args, { env, cwd: folder })
        expect(stdout + stderr).to.equal('')
        expect(status).to.equal(0)
        // A session without examples would pass as well.
        expect(mock.requests()).to.not.deep.equal([])
      } finally {
        await mock.close()
      }
    })
  }
}
