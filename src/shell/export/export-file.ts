/**
 * The files of an export. `FILE` is there when all cases are in it, and is replaced at once: whoever reads
 * it, at any time, finds whole lines, a case each. `FILE.partial` has what there is so far, and `FILE.files`
 * the attachments that are too large for a line. All of them are for their owner alone to read.
 */
import { chmod, type FileHandle, lstat, open, rename, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '../../files/sync-folder.ts'
import { targetFile } from '../../files/target-file.ts'
import { CommandError } from '../dot-commands/dot-command.ts'
import { saveFile, unwritable } from '../save-file.ts'
import { removeDrafts } from './attachments.ts'
import { accountOf, type ExportedCase, readDocument } from './document.ts'
import { bytesAt, linesOf } from './lines.ts'
import { lock } from './lock.ts'

/** What is known of a line without reading it again. */
interface Entry {
  readonly isPartial: boolean
  readonly start: number
  readonly end: number
  readonly shown: string
  readonly hasAttachments: boolean
}

type Identity = Pick<ExportedCase['case'], 'caseId' | 'displayId' | 'subject' | 'timeCreated'>

const ownerOnly = 0o600

/** How every line begins. */
const firstBytes = Buffer.from('{"case":')

export class ExportFile {
  readonly path: string
  readonly #shown: string
  readonly #from: string
  readonly #entries = new Map<string, Entry>()
  #unlock: (() => Promise<void>) | undefined
  #complete: FileHandle | undefined
  #partial!: FileHandle
  /** Bytes of whole lines in the partial file. */
  #size = 0
  /** Some of its lines have been replaced by later ones. */
  #hasOld = false
  /** The partial file is ours, and what is in it is known. */
  #isOpen = false
  #isFinished = false
  #account: string | undefined
  #newest: Identity | undefined

  /**
   * Opens or makes the files. `shown` is how the file is called in messages, `from` the endpoint. Throws a
   * CommandError when they are not for this export.
   */
  static async open(path: string, { shown, from }: { shown: string; from: string }): Promise<ExportFile> {
    const file = new ExportFile(await targetFile(path), shown, from)
    try {
      await file.#open()
      return file
    } catch (error) {
      await file.close()
      throw unwritable(shown, error)
    }
  }

  private constructor(path: string, shown: string, from: string) {
    this.path = path
    this.#shown = shown
    this.#from = from
  }

  /** How many cases are there, in both files. */
  get cases(): number {
    return this.#entries.size
  }

  /** How many cases the partial file has. */
  get partialCases(): number {
    return [...this.#entries.values()].filter(({ isPartial }) => isPartial).length
  }

  get partialPath(): string {
    return `${this.path}.partial`
  }

  /** Where the attachments are that are too large for a line. */
  get folder(): string {
    return `${this.path}.files`
  }

  /** The account whose cases these are, where their ids say so. */
  get account(): string | undefined {
    return this.#account
  }

  /** The case that was opened last. */
  get newest(): Identity | undefined {
    return this.#newest
  }

  /** What there is of a case: nothing, what a listing shows anew, or something older. */
  has(caseId: string, shown: string, withAttachments: boolean): 'no' | 'current' | 'old' {
    const entry = this.#entries.get(caseId)
    if (!entry) return 'no'
    return entry.shown === shown && (entry.hasAttachments || !withAttachments) ? 'current' : 'old'
  }

  /** Takes a case down, in the place of what there was of it. After an error there is no part of it. */
  async append(document: ExportedCase): Promise<void> {
    const bytes = Buffer.from(`${JSON.stringify(document)}\n`)
    const start = this.#size
    await this.#write(bytes)
    this.#note(document, { isPartial: true, start, end: this.#size }, document.attachments !== undefined)
  }

  /** All cases are there: the partial file becomes the file. Rejects with a CommandError where it cannot. */
  async finish(signal: AbortSignal): Promise<void> {
    if (this.#size > 0 || !this.#complete) {
      const entries = [...this.#entries.values()].sort(
        (one, other) => Number(other.isPartial) - Number(one.isPartial) || one.start - other.start,
      )
      if (this.#hasOld) await this.#rewrite(entries, signal)
      else await this.#completePartial(entries, signal)
    }
    this.#isFinished = true
  }

  async #completePartial(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    for (const entry of entries) {
      signal.throwIfAborted()
      if (!entry.isPartial) await this.#write(await bytesAt(this.#complete!, entry))
    }
    try {
      await this.#partial.sync()
      await rename(this.partialPath, this.path)
      await syncFolder(dirname(this.path))
    } catch (error) {
      throw unwritable(this.#shown, error)
    }
  }

  /** Without the lines that were replaced. */
  async #rewrite(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    await saveFile(this.path, this.#lines(entries, signal), {
      shown: this.#shown,
      mode: ownerOnly,
      replace: async () => true,
      draft: `${this.path}.draft`,
    })
  }

  async *#lines(entries: readonly Entry[], signal: AbortSignal): AsyncGenerator<Buffer, void> {
    for (const entry of entries) {
      signal.throwIfAborted()
      yield await bytesAt(entry.isPartial ? this.#partial : this.#complete!, entry)
    }
  }

  /** Lets go of the files. A partial one that nothing more comes of goes. */
  async close(): Promise<void> {
    try {
      await this.#complete?.close()
      await this.#partial?.close()
      const isOver = this.#isFinished || this.#size === 0
      if (this.#isOpen && isOver) await rm(this.partialPath, { force: true })
      if (this.#isOpen) await removeEmpty(this.folder)
    } finally {
      await this.#unlock?.()
    }
  }

  async #open(): Promise<void> {
    const found = await lstat(this.path).catch(absent)
    if (found && !found.isFile()) {
      throw new CommandError(
        `${this.#shown} is ${found.isDirectory() ? 'a folder' : 'not a regular file'}: name another file`,
      )
    }
    this.#unlock = await lock(`${this.path}.lock`)
    await removeDrafts(this.folder)
    if (found) {
      this.#complete = await open(this.path, 'r')
      await this.#read(this.#complete, false)
    }
    this.#partial = await open(this.partialPath, 'a+', ownerOnly)
    // It may have been there before, for everyone to read.
    await chmod(this.partialPath, ownerOnly)
    await this.#read(this.#partial, true)
    await this.#checkPartial()
    await this.#partial.truncate(this.#size)
    this.#isOpen = true
  }

  /** What is cut away has to be the rest of a line of ours. */
  async #checkPartial(): Promise<void> {
    const { size } = await this.#partial.stat()
    if (size === 0 || this.#size > 0) return
    const begun = await bytesAt(this.#partial, { start: 0, end: Math.min(size, firstBytes.length) })
    // Zeros are what a disk has for bytes that were not written when the power went.
    if (begun.every((byte, index) => byte === firstBytes[index] || byte === 0)) return
    throw new CommandError(`${this.#shown}.partial is no part of an export: remove it or name another file`)
  }

  async #read(file: FileHandle, isPartial: boolean): Promise<void> {
    let number = 0
    let whole = 0
    for await (const { text, start, end } of linesOf(file)) {
      number++
      const document = readDocument(text)
      if (!document) {
        // What was written when the power went: it and what follows is fetched again.
        if (isPartial) return
        throw new CommandError(`${this.#shown} is no export (line ${number}): name another file`)
      }
      this.#check(document)
      this.#note(document, { isPartial, start, end }, await this.#hasFiles(document))
      whole = end
      if (isPartial) this.#size = end
    }
    if (isPartial) return
    const { size } = await file.stat()
    if (whole !== size)
      throw new CommandError(`${this.#shown} is no export (its last line is not whole): name another file`)
  }

  /** Never two accounts or two endpoints in one file. */
  #check({ case: { caseId }, exported: { from } }: ExportedCase): void {
    if (from !== this.#from) {
      throw new CommandError(`${this.#shown} has cases of ${from}, not of ${this.#from}: name another file`)
    }
    this.checkAccount(caseId!)
  }

  /** Throws a CommandError when a case is of another account than the others. */
  checkAccount(caseId: string): void {
    const account = accountOf(caseId)
    if (account === undefined) return
    this.#account ??= account
    if (account === this.#account) return
    throw new CommandError(
      `${this.#shown} has cases of account ${this.#account}, and these are of ${account}: name another file`,
    )
  }

  #note(
    { case: { caseId, displayId, subject, timeCreated }, exported: { shown } }: ExportedCase,
    place: Pick<Entry, 'isPartial' | 'start' | 'end'>,
    hasAttachments: boolean,
  ): void {
    this.#hasOld ||= place.isPartial && this.#entries.get(caseId!)?.isPartial === true
    this.#entries.set(caseId!, { ...place, shown, hasAttachments })
    if (timeCreated !== undefined && timeCreated >= (this.#newest?.timeCreated ?? '')) {
      this.#newest = { caseId, displayId, subject, timeCreated }
    }
  }

  /** Whether the attachments of a case are there, those in files too. */
  async #hasFiles({ attachments }: ExportedCase): Promise<boolean> {
    if (!attachments) return false
    for (const { file, bytes } of attachments) {
      if (file === undefined) continue
      const found = await stat(join(this.folder, basename(file))).catch(absent)
      if (found?.size !== bytes) return false
    }
    return true
  }

  async #write(bytes: Buffer): Promise<void> {
    try {
      // Not write, which on a full disk may write a part and call that a success.
      await this.#partial.appendFile(bytes)
      this.#size += bytes.length
    } catch (error) {
      await this.#partial.truncate(this.#size)
      throw unwritable(`${this.#shown}.partial`, error)
    }
  }
}

/** A folder goes when there is nothing in it. */
async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) throw error
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
