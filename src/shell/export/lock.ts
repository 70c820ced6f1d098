/** Keeps two exports from writing the same file at once. */
import { readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { shownName } from '../../client/attach/names.ts'
import { CommandError } from '../dot-commands/dot-command.ts'
import { saveFile } from '../save-file.ts'

/** Takes the lock; answers what gives it back. Throws a CommandError while another process has it. */
export async function lock(path: string): Promise<() => Promise<void>> {
  const unlock = () => rm(path, { force: true })
  if (await take(path)) return unlock
  await refuseWhileHeld(path)
  // Whoever had it was killed. One at a time takes such a lock away: the second would take away that of the first.
  const done = await lock(`${path}.takeover`)
  try {
    await refuseWhileHeld(path)
    await rm(path, { force: true })
    if (await take(path)) return unlock
    throw isTaken(path, await readHolder(path))
  } finally {
    await done()
  }
}

/** Whole at once: one that does not say yet whose it is would pass for one that was left behind. */
function take(path: string): Promise<boolean> {
  const text = JSON.stringify({ pid: process.pid, host: hostname() })
  return saveFile(path, text, { shown: shownName(path), mode: 0o600, replace: async () => false })
}

async function refuseWhileHeld(path: string): Promise<void> {
  const holder = await readHolder(path)
  if (isThere(holder)) throw isTaken(path, holder)
}

function isTaken(path: string, holder: Holder | undefined): CommandError {
  const whose = holder ? ` (process ${holder.pid} on ${holder.host})` : ''
  return new CommandError(
    `Another export writes this file${whose}; if there is none, remove ${shownName(path)}`,
  )
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
