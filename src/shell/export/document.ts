/** A line of an export: all that the service tells of one case. */
import { createHash } from 'node:crypto'
import type { Output } from '../../model/operations.ts'

export type ListedCase = NonNullable<Output<'describeCases'>['cases']>[number]
export type Communication = NonNullable<Output<'describeCommunications'>['communications']>[number]

/**
 * A file of a case. Its content is `data`, in base64, when it is small; else it is in the file that `file`
 * names, from the folder of the export. `missing` says why there is none.
 */
export interface ExportedAttachment {
  readonly attachmentId: string
  readonly fileName: string
  readonly bytes?: number
  /** In hexadecimal. */
  readonly sha256?: string
  readonly data?: string
  readonly file?: string
  readonly missing?: string
}

/** One line: a JSON document. Members of the service's answers are as the service names and orders them. */
export interface ExportedCase {
  /** Without its recent communications: all are in `communications`. */
  readonly case: Omit<ListedCase, 'recentCommunications'>
  /** Newest first. */
  readonly communications: readonly Communication[]
  /** Absent when the export was told to leave them out. */
  readonly attachments?: readonly ExportedAttachment[]
  readonly exported: {
    /** The endpoint that told it. */
    readonly from: string
    /** When, ISO 8601 in UTC. */
    readonly at: string
    /** The {@link fingerprint} of what a listing showed then. */
    readonly shown: string
  }
}

/**
 * What a listing shows of a case, in short: when it is the same again, nothing has changed. A new
 * communication is among the recent ones, and an old one does not change.
 */
export function fingerprint({ recentCommunications, ...rest }: ListedCase): string {
  // The token that continues them may be another one each time.
  const { communications = [] } = recentCommunications ?? {}
  return createHash('sha256')
    .update(JSON.stringify([rest, communications]))
    .digest('base64url')
    .slice(0, 20)
}

/** The document on a line, or undefined where it is none. */
export function readDocument(line: string): ExportedCase | undefined {
  try {
    const value = JSON.parse(line) as Partial<ExportedCase> | null
    const isOne =
      typeof value?.case?.caseId === 'string' &&
      Array.isArray(value.communications) &&
      typeof value.exported?.from === 'string' &&
      typeof value.exported.shown === 'string'
    return isOne ? (value as ExportedCase) : undefined
  } catch {
    return undefined
  }
}

/** The attachments that communications name, each once: those of 5 MB or less, and large ones. */
export function attachmentsOf(
  communications: readonly Communication[],
): { attachmentId: string; fileName: string; isSmall: boolean }[] {
  const found = new Map<string, { attachmentId: string; fileName: string; isSmall: boolean }>()
  for (const { attachmentSet = [], attachments = [] } of communications) {
    for (const [list, isSmall] of [
      [attachmentSet, true],
      [attachments, false],
    ] as const) {
      for (const { attachmentId, fileName = '' } of list ?? []) {
        if (attachmentId === undefined || found.has(attachmentId)) continue
        found.set(attachmentId, { attachmentId, fileName, isSmall })
      }
    }
  }
  return [...found.values()]
}

/** The account that a case is of, where its id says so. */
export function accountOf(caseId: string): string | undefined {
  return /^case-(\d{12})-/.exec(caseId)?.[1]
}
