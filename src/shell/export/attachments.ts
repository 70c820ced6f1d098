/** The contents of attachments: small ones for the line of their case, large ones in files beside it. */
import { createHash } from 'node:crypto'
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { shownName } from '../../client/attach/names.ts'
import type { SupportConnection } from '../../client/connection.ts'
import { SupportError } from '../../client/errors.ts'
import { saveFile, unwritable } from '../save-file.ts'
import type { ExportedAttachment } from './document.ts'
import type { Pace } from './pace.ts'

/** A larger content has a file of its own. */
export const mostInline = 64 * 1024

export interface KeeperOptions {
  readonly conn: SupportConnection
  readonly pace: Pace
  readonly folder: string
}

interface Wanted {
  readonly attachmentId: string
  readonly fileName: string
  readonly isSmall: boolean
}

/** An hour of waiting: so long the limit on DescribeAttachment may last. */
const mostTriesAtLimit = 65

const isLimit = ({ name }: SupportError) => name === 'DescribeAttachmentLimitExceeded'

export class AttachmentKeeper {
  readonly #options: KeeperOptions
  /** The limit on DescribeAttachment was hit: links have another one. */
  #prefersLinks = false
  /** This endpoint, or this user, has no links. */
  #hasNoLinks = false

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  /** Fetches a content and keeps it. Rejects when that has to be done another time. */
  async keep(wanted: Wanted): Promise<ExportedAttachment> {
    const { attachmentId, fileName } = wanted
    try {
      return { attachmentId, fileName, ...(await this.#fetch(wanted)) }
    } catch (error) {
      if (!(error instanceof SupportError) || error.name !== 'AttachmentIdNotFound') throw error
      return { attachmentId, fileName, missing: `${error.name}: ${error.message}` }
    }
  }

  async #fetch(wanted: Wanted): Promise<Kept> {
    if (!wanted.isSmall) return this.#byLink(wanted)
    if (this.#prefersLinks && !this.#hasNoLinks) return this.#byLinkOrElse(wanted)
    try {
      return await this.#directly(wanted)
    } catch (error) {
      if (!(error instanceof SupportError) || !isLimit(error) || this.#hasNoLinks) throw error
      this.#prefersLinks = true
      return this.#byLinkOrElse(wanted)
    }
  }

  async #directly({ attachmentId, fileName }: Wanted): Promise<Kept> {
    const { conn, pace } = this.#options
    const passes = (error: SupportError) => error.retryable || (this.#hasNoLinks && isLimit(error))
    const most = this.#hasNoLinks ? mostTriesAtLimit : undefined
    const { attachment } = await pace.run(
      (options) => conn.describeAttachment(attachmentId, options),
      passes,
      most,
    )
    const data = attachment?.data ?? new Uint8Array()
    return this.#writing(() => this.#keepBytes({ attachmentId, fileName }, data))
  }

  /** What a link cannot give is asked for directly, however long that takes. */
  async #byLinkOrElse(wanted: Wanted): Promise<Kept> {
    try {
      return await this.#byLink(wanted)
    } catch (error) {
      const refusals = ['AccessDeniedException', 'UnknownOperationException']
      if (!(error instanceof SupportError) || !refusals.includes(error.name)) throw error
      this.#hasNoLinks = true
      return this.#directly(wanted)
    }
  }

  /** A link is good for some time only, so each try has its own. */
  async #byLink({ attachmentId, fileName }: Wanted): Promise<Kept> {
    const { conn, pace } = this.#options
    const draft = join(this.#options.folder, draftName)
    await this.#writing(() => this.#makeFolder())
    try {
      const { bytes } = await pace.run((options) => conn.download(attachmentId, draft, options))
      return await this.#writing(() => this.#keepFile({ attachmentId, fileName }, draft, bytes))
    } finally {
      await rm(draft, { force: true })
    }
  }

  async #keepBytes(of: Named, data: Uint8Array): Promise<Kept> {
    const about = { bytes: data.byteLength, sha256: createHash('sha256').update(data).digest('hex') }
    if (data.byteLength <= mostInline) return { ...about, data: base64(data) }
    await this.#makeFolder()
    const path = join(this.#options.folder, safeName(of))
    await saveFile(path, data, {
      shown: this.#shown,
      mode: 0o600,
      replace: async () => true,
      draft: join(this.#options.folder, draftName),
    })
    return { ...about, file: this.#nameOf(path) }
  }

  /** What was downloaded gets its name, or goes into the line after all. */
  async #keepFile(of: Named, draft: string, bytes: number): Promise<Kept> {
    if (bytes <= mostInline) return this.#keepBytes(of, await readFile(draft))
    const hash = createHash('sha256')
    const file = await open(draft)
    for await (const piece of file.createReadStream()) hash.update(piece as Buffer)
    const path = join(this.#options.folder, safeName(of))
    await chmod(draft, 0o600)
    await rename(draft, path)
    return { bytes, sha256: hash.digest('hex'), file: this.#nameOf(path) }
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.#options.folder, { recursive: true, mode: 0o700 })
  }

  /** How the folder is called in messages. */
  get #shown(): string {
    return shownName(basename(this.#options.folder))
  }

  /** From the folder of the export. */
  #nameOf(path: string): string {
    return join(basename(this.#options.folder), basename(path))
  }

  async #writing<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write()
    } catch (error) {
      throw unwritable(this.#shown, error)
    }
  }
}

type Kept = Omit<ExportedAttachment, 'attachmentId' | 'fileName'>
type Named = Pick<Wanted, 'attachmentId' | 'fileName'>

/** A content that is not whole yet. What is downloaded into it has a point more before its name. */
const draftName = '.draft'
const isDraft = (name: string) => name === draftName || name.startsWith(`.${draftName}.`)

const base64 = (data: Uint8Array) =>
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')

/** A name by which a person knows the file again, whatever the service calls it; no two ids have the same. */
function safeName({ attachmentId, fileName }: Named): string {
  const id = createHash('sha256').update(attachmentId).digest('hex').slice(0, 16)
  const name = fileName
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[._-]+/, '')
    .slice(-80)
  return `${id}-${name || 'file'}`
}

/** Removes what a process has left there that was killed. */
export async function removeDrafts(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return []
  })
  for (const name of names) {
    if (isDraft(name)) await rm(join(folder, name), { force: true })
  }
}
