/**
 * Exports all cases of an account.
 *
 *     listing -> what there is already -> communications -> attachments -> a line
 */
import type { SupportConnection } from '../../client/connection.ts'
import { localError, SupportError } from '../../client/errors.ts'
import type { Delay } from '../../client/retry.ts'
import { CommandError } from '../dot-commands/dot-command.ts'
import { AttachmentKeeper } from './attachments.ts'
import {
  attachmentsOf,
  type Communication,
  type ExportedAttachment,
  fingerprint,
  type ListedCase,
} from './document.ts'
import type { ExportFile } from './export-file.ts'
import { Pace } from './pace.ts'

export interface ExporterOptions {
  readonly conn: SupportConnection
  readonly file: ExportFile
  /** Only cases that were opened from this time on, ISO 8601. */
  readonly since?: string
  readonly withAttachments: boolean
  readonly signal: AbortSignal
  /** Milliseconds from one call to the next, at least. */
  readonly interval: number
  readonly delay: Delay
  readonly now: () => number
  /** Told after every case, and of what is waited for. */
  readonly onProgress: (progress: Progress, waiting?: string) => void
}

/** What an export has done so far. */
export interface Progress {
  /** Cases that were not there before. */
  readonly added: number
  /** Cases that had changed. */
  readonly changed: number
  /** Cases that were there already. */
  readonly unchanged: number
  readonly communications: number
  readonly attachments: number
  /** Attachments that the service no longer has. */
  readonly missing: number
}

export class Exporter {
  readonly #options: ExporterOptions
  readonly #pace: Pace
  readonly #keeper: AttachmentKeeper
  readonly #progress = { added: 0, changed: 0, unchanged: 0, communications: 0, attachments: 0, missing: 0 }

  constructor(options: ExporterOptions) {
    this.#options = options
    const onWait = (error: SupportError, milliseconds: number) =>
      options.onProgress(this.#progress, `${error.name}: going on in ${Math.ceil(milliseconds / 1000)} s`)
    this.#pace = new Pace({ ...options, onWait })
    this.#keeper = new AttachmentKeeper({ ...options, pace: this.#pace, folder: options.file.folder })
  }

  get progress(): Progress {
    return { ...this.#progress }
  }

  /** Exports what there is not yet, and finishes the file. Rejects when it has to go on another time. */
  async run(): Promise<Progress> {
    const { file, signal } = this.#options
    await this.#checkAccount()
    const seen = new Set<string>()
    for await (const listed of this.#listing()) {
      const { caseId } = listed
      // A page that came again, or a case that moved while it was listed.
      if (caseId === undefined || seen.has(caseId)) continue
      seen.add(caseId)
      // Not every case needs a call, which would see it.
      signal.throwIfAborted()
      await this.#export(listed, caseId)
    }
    await file.finish(signal)
    return this.progress
  }

  /** Whether the cases of the file are of this account, where their ids do not say so. */
  async #checkAccount(): Promise<void> {
    const { conn, file } = this.#options
    const { newest, account } = file
    if (!newest || account !== undefined) return
    const known = newest.caseId!
    const input = { caseIdList: [known], includeResolvedCases: true, includeCommunications: false }
    const there = await this.#pace
      .run((options) => conn.describeCases(input, options))
      .catch((error: unknown) => {
        if (error instanceof SupportError && error.name === 'CaseIdNotFound') return { cases: [] }
        throw error
      })
    const found = there.cases?.[0]
    if (found?.displayId === newest.displayId && found?.timeCreated === newest.timeCreated) return
    throw new CommandError(
      `The file has cases of another account (${known} is not in this one): name another file`,
    )
  }

  async *#listing(): AsyncGenerator<ListedCase, void> {
    const { conn, since } = this.#options
    const filters = { includeResolvedCases: true, maxResults: 100, afterTime: since }
    let nextToken: string | undefined
    let isFresh = true
    for (;;) {
      try {
        const page = await this.#pace.run((options) => conn.describeCases({ ...filters, nextToken }, options))
        if (nextToken !== undefined && page.nextToken === nextToken) throw sameToken('describeCases')
        yield* page.cases ?? []
        if (!page.nextToken) return
        if (nextToken !== undefined) isFresh = false
        nextToken = page.nextToken
      } catch (error) {
        // A token does not last for ever. From the start, what is there already costs only the pages.
        if (nextToken === undefined || isFresh || !refusesToken(error)) throw error
        nextToken = undefined
        isFresh = true
      }
    }
  }

  async #export(listed: ListedCase, caseId: string): Promise<void> {
    const { file, withAttachments, onProgress, conn, now } = this.#options
    file.checkAccount(caseId)
    const shown = fingerprint(listed)
    const before = file.has(caseId, shown, withAttachments)
    if (before === 'current') this.#progress.unchanged++
    else {
      const communications = await this.#communications(listed, caseId)
      if (!communications) return
      const attachments = withAttachments ? await this.#attachments(communications) : undefined
      const { recentCommunications: _, ...rest } = listed
      await file.append({
        case: rest,
        communications,
        ...(attachments && { attachments }),
        exported: { from: conn.endpoint, at: new Date(now()).toISOString(), shown },
      })
      this.#progress[before === 'no' ? 'added' : 'changed']++
      this.#progress.communications += communications.length
    }
    onProgress(this.#progress)
  }

  /** All communications, newest first; undefined when the case is gone meanwhile. */
  async #communications(listed: ListedCase, caseId: string): Promise<Communication[] | undefined> {
    const { conn } = this.#options
    const { communications = [], nextToken: more } = listed.recentCommunications ?? {}
    if (!more && listed.recentCommunications) return communications
    const all: Communication[] = []
    let nextToken: string | undefined
    do {
      const input = { caseId, maxResults: 100, nextToken }
      const page = await this.#pace
        .run((options) => conn.describeCommunications(input, options))
        .catch((error: unknown) => {
          if (error instanceof SupportError && error.name === 'CaseIdNotFound') return undefined
          throw error
        })
      if (!page) return undefined
      if (nextToken !== undefined && page.nextToken === nextToken) throw sameToken('describeCommunications')
      all.push(...(page.communications ?? []))
      nextToken = page.nextToken || undefined
    } while (nextToken !== undefined)
    return all
  }

  async #attachments(communications: readonly Communication[]): Promise<ExportedAttachment[]> {
    const found: ExportedAttachment[] = []
    for (const wanted of attachmentsOf(communications)) {
      const kept = await this.#keeper.keep(wanted)
      found.push(kept)
      this.#progress[kept.missing === undefined ? 'attachments' : 'missing']++
    }
    return found
  }
}

/** The names that services of this kind have for a token that is no longer good. */
const tokenFaults = [
  'ExpiredNextTokenException',
  'InvalidNextToken',
  'InvalidNextTokenException',
  'InvalidParameterValueException',
  'ValidationException',
]

const refusesToken = (error: unknown) => error instanceof SupportError && tokenFaults.includes(error.name)

const sameToken = (name: string) =>
  localError('UnexpectedResponse', `${name} answered the same nextToken twice`)
