/** What an export says of itself. */
import type { Progress } from './exporter.ts'

const counted = (count: number, name: string) =>
  `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`

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

/** What a terminal shows behind the line when Ctrl-C is pressed. */
const interrupt = '^C'

/** Shows how far an export is, on one line that is written anew: also where a terminal cannot clear one. */
export class ProgressLine {
  readonly #options: ProgressLineOptions
  #shownAt = Number.NEGATIVE_INFINITY
  /** How many cells of the line are written on. */
  #width = 0

  constructor(options: ProgressLineOptions) {
    this.#options = options
  }

  show(progress: Progress, waiting?: string): void {
    const { now, write } = this.#options
    const time = now()
    if (waiting === undefined && time - this.#shownAt < pause) return
    this.#shownAt = time
    const text = waiting === undefined ? progressText(progress) : `${progressText(progress)}; ${waiting}`
    const line = text.slice(0, this.#most)
    write(`\r${line.padEnd(this.#width)}`)
    this.#width = line.length
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#width === 0) return
    this.#options.write(`\r${' '.repeat(Math.min(this.#most, this.#width + interrupt.length))}\r`)
    this.#width = 0
  }

  get #most(): number {
    return Math.max(0, this.#options.columns - 1)
  }
}
