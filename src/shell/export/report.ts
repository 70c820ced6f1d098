/** What an export says of itself. */
import { counted } from '../show/counted.ts'
import { RewrittenLine } from '../show/rewritten-line.ts'
import type { Progress } from './exporter.ts'

/** `412 cases: 12 new, 3 changed; 40 messages and 3 attachments fetched`, in one line. */
export function progressText(progress: Progress): string {
  const { added, changed, unchanged, communications, attachments, missing } = progress
  const parts = [
    ...(added > 0 ? [`${added.toLocaleString('en')} new`] : []),
    ...(changed > 0 ? [`${changed.toLocaleString('en')} changed`] : []),
    ...(unchanged > 0 ? [`${unchanged.toLocaleString('en')} as they were`] : []),
  ]
  const fetched = [
    ...(communications > 0 ? [counted(communications, 'message')] : []),
    ...(attachments > 0 ? [counted(attachments, 'attachment')] : []),
  ]
  return [
    `${counted(added + changed + unchanged, 'case')}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`,
    ...(fetched.length > 0 ? [`${fetched.join(' and ')} fetched`] : []),
    ...(missing > 0 ? [`${counted(missing, 'attachment')} that the service no longer has`] : []),
  ].join('; ')
}

export interface ProgressLineOptions {
  readonly write: (text: string) => void
  readonly columns: number
  readonly now: () => number
}

/** Milliseconds between two looks at the progress: more often nobody can read it. */
const pause = 100

/** Shows how far an export is, on one line that is written anew. */
export class ProgressLine {
  readonly #line: RewrittenLine
  readonly #now: () => number
  #shownAt = Number.NEGATIVE_INFINITY

  constructor({ now, ...screen }: ProgressLineOptions) {
    this.#line = new RewrittenLine(screen)
    this.#now = now
  }

  show(progress: Progress, waiting?: string): void {
    const time = this.#now()
    if (waiting === undefined && time - this.#shownAt < pause) return
    this.#shownAt = time
    this.#line.show(waiting === undefined ? progressText(progress) : `${progressText(progress)}; ${waiting}`)
  }

  /** Takes the line away. */
  clear(): void {
    this.#line.clear()
  }
}
