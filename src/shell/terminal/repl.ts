/** The shell at a terminal, from its first prompt until the person leaves. */
import type { ReplOptions } from './repl-options.ts'
import { Terminal } from './terminal.ts'

/**
 * Runs the shell until the user leaves, and ends the process with status 0; with `comesBack` it resolves to
 * that. Rejects when there is no session.
 */
export async function startRepl(options: ReplOptions): Promise<number> {
  const { start } = await import('node:repl')
  return new Promise((resolve, reject) => {
    const terminal = new Terminal(options, start, resolve)
    setImmediate(() => terminal.open().catch(reject))
  })
}
