/** Transcripts as tests of mocha, or of node:test. */
import { doctestSessions } from './commands/doctest-session.ts'
import { hooksAreOn } from './shell/session/watchdog.ts'
import { describeTranscripts as describeWith } from './transcript/mocha.ts'
import type { RunFile } from './transcript/run.ts'

/**
 * Makes every example of the transcripts a test of its own, run in the shell's session against a fresh
 * mock for each file. In a test file that is an ES module:
 *
 * ```ts
 * import { describeTranscripts } from 'support-repl/mocha' // or 'support-repl/node-test'
 * await describeTranscripts('tutorials')
 * ```
 * Under mocha the tests are mocha's, anywhere else those of node:test.
 *
 * @param paths files, folders or globs
 * @param options `timeout` in milliseconds for examples that name none
 */
export function describeTranscripts(
  paths: string | readonly string[],
  options: { readonly timeout?: number } = {},
): Promise<void> {
  const { open } = doctestSessions({}, { hosted: true })
  let threads: Promise<{ readonly run: RunFile }> | undefined
  // The hooks of node:test, for one: what is stuck behind an await could not be stopped in this thread.
  const elsewhere = async () => {
    if (!hooksAreOn()) return undefined
    threads ??= import('./commands/doctest-worker.ts').then(({ Threads }) => new Threads({}))
    return (await threads).run
  }
  return describeWith(paths, { timeout: 10_000, ...options, open, elsewhere })
}
