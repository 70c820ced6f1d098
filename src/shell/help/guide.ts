/** A page with a name of its own. */
import type { Block } from './layout.ts'

export interface Guide {
  /** What it does, or is about, in one line. */
  readonly help: string
  /** Names under which it is found as well. */
  readonly aliases?: readonly string[]
  readonly blocks: () => readonly Block[]
  /** A transcript that passes on a fresh mock with its tutorial seed. */
  readonly example?: string
}
