/** Transcripts as tests of mocha, or of node:test. */
import { doctestSessions } from './commands/doctest-session.ts'
import { describeTranscripts as describeWith } from './transcript/mocha.ts'

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
  return describeWith(paths, { timeout: 10_000, ...options, open })
}
