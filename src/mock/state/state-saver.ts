/** Keeps the state in a file: after changes, and before the end. */
import { constants, existsSync } from 'node:fs'
import { access, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '../../files/sync-folder.ts'
import { targetFile } from '../../files/target-file.ts'
import { MockStartError } from '../errors.ts'
import type { World } from '../world.ts'
import { dumpState, stateText } from './state.ts'

/** How long the first change waits for others, in milliseconds. */
const patience = 200

/** Saving takes at most this share of the time: a large state is saved less often. */
const share = 1 / 10

export class StateSaver {
  readonly #world: World
  readonly #path: string
  readonly #failed: (error: Error) => void
  readonly #stopListening: () => void
  #timer: NodeJS.Timeout | undefined
  #saving: Promise<void> | undefined
  #isSaving = false
  #isDirty = false
  #isClosed = false
  #pause = patience

  /**
   * Makes the file, when there is none. A MockStartError says why that cannot be. `failed` hears why a
   * later state could not be saved; the next change tries again.
   */
  static async open(world: World, path: string, failed: (error: Error) => void): Promise<StateSaver> {
    let saver: StateSaver | undefined
    try {
      const target = await targetFile(path)
      saver = new StateSaver(world, target, failed)
      await removeStrayDrafts(target)
      if (!existsSync(target)) await saver.#saveInTurn()
      // The file is replaced, and not written into: its folder is what has to be writable.
      await access(dirname(target), constants.W_OK)
      return saver
    } catch (error) {
      if (saver) saver.#stopListening()
      const { code, message } = error as NodeJS.ErrnoException
      throw new MockStartError('state', `The state cannot be saved to ${path}: ${code ?? message}.`, {
        cause: error,
      })
    }
  }

  /** Use {@link StateSaver.open}. */
  constructor(world: World, path: string, failed: (error: Error) => void) {
    this.#world = world
    this.#path = path
    this.#failed = failed
    this.#stopListening = world.changes.listen(() => this.#note())
  }

  /** Saves what is not saved yet, and then no more. Rejects when that fails. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#stopListening()
    clearTimeout(this.#timer)
    await this.#saving
    if (this.#isDirty) await this.#save()
  }

  #note(): void {
    this.#isDirty = true
    if (this.#timer || this.#isSaving || this.#isClosed) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      // What failed waits for the next change: whoever is told of a full disk need not be told all the time.
      this.#saving = this.#saveInTurn().catch(this.#failed)
    }, this.#pause)
  }

  // One at a time: two would write the same draft.
  async #saveInTurn(): Promise<void> {
    this.#isSaving = true
    try {
      await this.#save()
    } finally {
      this.#isSaving = false
    }
    if (this.#isDirty) this.#note()
  }

  async #save(): Promise<void> {
    const start = performance.now()
    try {
      // Taking the state may change it, and tell so: silence resolves a case.
      const state = dumpState(this.#world)
      this.#isDirty = false
      await writeWhole(this.#path, stateText(state))
    } catch (error) {
      this.#isDirty = true
      throw error
    } finally {
      this.#pause = Math.max(patience, (performance.now() - start) / share)
    }
  }
}

const piece = 1 << 20

const draftOf = (path: string) => `${path}.${process.pid}.tmp`

/** Writes a file so that whoever reads it, at any time and after any crash, finds the old or the new whole. */
async function writeWhole(path: string, text: Iterable<string>): Promise<void> {
  const draft = draftOf(path)
  try {
    // Cases hold what people wrote to Support: nobody else is to read them.
    const file = await open(draft, 'w', 0o600)
    try {
      let waiting = ''
      for (const part of text) {
        waiting += part
        if (waiting.length < piece) continue
        // Not write, which on a full disk may write a part and call that a success.
        await file.appendFile(waiting)
        waiting = ''
      }
      await file.appendFile(waiting)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

// A process that was killed while it wrote has left its draft; one that still runs may be writing.
async function removeStrayDrafts(path: string): Promise<void> {
  const prefix = `${basename(path)}.`
  const names = await readdir(dirname(path)).catch(() => [])
  for (const name of names) {
    const writer = name.startsWith(prefix) ? /^(\d+)\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined
    if (writer && !isRunning(Number(writer))) await rm(join(dirname(path), name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
