/** The contents of attachments: small ones for the line of their case, large ones in files beside it. */
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { shownName } from '../../client/attach/names.ts'
import type { SupportConnection } from '../../client/connection.ts'
import { SupportError } from '../../client/errors.ts'
import { unwritable } from '../save-text.ts'
import type { ExportedAttachment } from './document.ts'
import { download } from './download.ts'
import type { Pace } from './pace.ts'

/** A larger content has a file of its own. */
export const mostInline = 64 * 1024

export interface KeeperOptions {
  readonly conn: SupportConnection
  readonly pace: Pace
  readonly folder: string
  readonly signal: AbortSignal
  /** Milliseconds that a download may stand still. */
  readonly patience: number
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
    const content = this.#content({ attachmentId, fileName })
    try {
      await content.add(attachment?.data ?? new Uint8Array())
      return await content.keep()
    } finally {
      await content.close()
    }
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
  #byLink({ attachmentId, fileName }: Wanted): Promise<Kept> {
    const { conn, pace, signal, patience } = this.#options
    return pace.run(async (options) => {
      const { downloadUrl } = await conn.getAttachmentDownloadLink(attachmentId, options)
      const content = this.#content({ attachmentId, fileName })
      try {
        const title = shownName(fileName)
        for await (const piece of download(downloadUrl.url, { title, signal, patience }))
          await content.add(piece)
        return await content.keep()
      } finally {
        await content.close()
      }
    })
  }

  #content(of: Pick<Wanted, 'attachmentId' | 'fileName'>): Content {
    return new Content(join(this.#options.folder, safeName(of)))
  }
}

type Kept = Omit<ExportedAttachment, 'attachmentId' | 'fileName'>

/** Collects a content: in memory while it is small, else in a draft, which gets its name when it is whole. */
class Content {
  readonly #path: string
  readonly #hash = createHash('sha256')
  #pieces: Uint8Array[] = []
  #bytes = 0
  #draft: FileHandle | undefined

  constructor(path: string) {
    this.#path = path
  }

  get #draftPath(): string {
    return `${this.#path}.draft`
  }

  async add(piece: Uint8Array): Promise<void> {
    this.#hash.update(piece)
    this.#bytes += piece.byteLength
    this.#pieces.push(piece)
    if (this.#draft || this.#bytes > mostInline) await this.#write()
  }

  async #write(): Promise<void> {
    try {
      if (!this.#draft) {
        const folder = join(this.#path, '..')
        await mkdir(folder, { recursive: true, mode: 0o700 })
        this.#draft = await open(this.#draftPath, 'w', 0o600)
      }
      for (const piece of this.#pieces) await this.#draft.appendFile(piece)
      this.#pieces = []
    } catch (error) {
      throw unwritable(shownName(this.#path), error)
    }
  }

  async keep(): Promise<Kept> {
    const about = { bytes: this.#bytes, sha256: this.#hash.digest('hex') }
    if (!this.#draft) return { ...about, data: Buffer.concat(this.#pieces).toString('base64') }
    try {
      await this.#draft.sync()
      await rename(this.#draftPath, this.#path)
    } catch (error) {
      throw unwritable(shownName(this.#path), error)
    }
    return { ...about, file: join(basename(join(this.#path, '..')), basename(this.#path)) }
  }

  /** What was not kept leaves nothing behind. */
  async close(): Promise<void> {
    if (!this.#draft) return
    await this.#draft.close()
    await rm(this.#draftPath, { force: true })
  }
}

/** A name by which a person knows the file again, whatever the service calls it; no two ids have the same. */
function safeName({ attachmentId, fileName }: Pick<Wanted, 'attachmentId' | 'fileName'>): string {
  const id = createHash('sha256').update(attachmentId).digest('hex').slice(0, 16)
  const name = fileName
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[._-]+/, '')
    .slice(-80)
  return `${id}-${name || 'file'}`
}
