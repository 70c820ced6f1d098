/** Keeps the state in a file: after changes, and before the end. */
import { constants, existsSync } from 'node:fs'
import { access, open, realpath, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MockStartError } from './errors.ts'
import { dumpState, stateText } from './state.ts'
import type { World } from './world.ts'

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
  #isDirty = false
  #pause = patience

  /**
   * Makes the file, when there is none. A MockStartError says why that cannot be. `failed` hears why a
   * later state could not be saved; the next change tries again.
   */
  static async open(world: World, path: string, failed: (error: Error) => void): Promise<StateSaver> {
    try {
      const saver = new StateSaver(world, await realpath(path).catch(missing(path)), failed)
      if (!existsSync(path)) await saver.#save()
      // The file is replaced, and not written into: its folder is what has to be writable.
      await access(dirname(saver.#path), constants.W_OK)
      return saver
    } catch (error) {
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
    this.#stopListening()
    clearTimeout(this.#timer)
    await this.#saving
    if (this.#isDirty) await this.#save()
  }

  #note(): void {
    this.#isDirty = true
    if (this.#timer || this.#saving) return
    this.#timer = setTimeout(() => this.#begin(), this.#pause)
  }

  #begin(): void {
    this.#timer = undefined
    this.#saving = this.#save()
      .catch(this.#failed)
      .finally(() => {
        this.#saving = undefined
        if (this.#isDirty) this.#note()
      })
  }

  async #save(): Promise<void> {
    const start = performance.now()
    this.#isDirty = false
    try {
      await writeWhole(this.#path, stateText(dumpState(this.#world)))
    } catch (error) {
      this.#isDirty = true
      throw error
    } finally {
      this.#pause = Math.max(patience, (performance.now() - start) / share)
    }
  }
}

const piece = 1 << 20

/** Writes a file so that whoever reads it, at any time and after any crash, finds the old or the new whole. */
async function writeWhole(path: string, text: Iterable<string>): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  try {
    // Cases hold what people wrote to Support: nobody else is to read them.
    const file = await open(draft, 'w', 0o600)
    try {
      let waiting = ''
      for (const part of text) {
        waiting += part
        if (waiting.length < piece) continue
        await file.write(waiting)
        waiting = ''
      }
      await file.write(waiting)
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

// The new name is on the disk only with its folder.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

// A link stays a link: what it points to is replaced.
const missing = (path: string) => (error: NodeJS.ErrnoException) => {
  if (error.code === 'ENOENT') return path
  throw error
}
