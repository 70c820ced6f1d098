/** Keeps two exports from writing the same file at once. */
import { readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { shownName } from '../../client/attach/names.ts'
import { CommandError } from '../dot-commands/dot-command.ts'
import { saveText } from '../save-text.ts'

/** Takes the lock; answers what gives it back. Throws a CommandError while another process has it. */
export async function lock(path: string): Promise<() => Promise<void>> {
  const shown = shownName(path)
  const text = JSON.stringify({ pid: process.pid, host: hostname() })
  for (let isStale = false; ; isStale = true) {
    // Whole at once: one that does not say yet whose it is would pass for one that was left behind.
    if (await saveText(path, text, { shown, mode: 0o600, replace: async () => false })) {
      return () => rm(path, { force: true })
    }
    const holder = await readHolder(path)
    if (isStale || isThere(holder)) {
      throw new CommandError(
        `Another export writes this file${holder ? ` (process ${holder.pid} on ${holder.host})` : ''}; if there is none, remove ${shown}`,
      )
    }
    // Whoever had it was killed.
    await rm(path, { force: true })
  }
}

interface Holder {
  readonly pid: number
  readonly host: string
}

/** Undefined where nothing, or no more, can be read. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const { pid, host } = JSON.parse(await readFile(path, 'utf8')) as Partial<Holder>
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined
  } catch {
    return undefined
  }
}

function isThere(holder: Holder | undefined): boolean {
  // Nobody writes such a lock.
  if (!holder) return false
  // Processes of other machines cannot be seen from here.
  if (holder.host !== hostname()) return true
  try {
    process.kill(holder.pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
