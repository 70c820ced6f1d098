/** Everything that a listing has, however many pages that takes; whoever waits sees how far it is. */
import { RewrittenLine } from '../show/rewritten-line.ts'
import type { CommandContext } from './dot-command.ts'

interface Page {
  readonly nextToken?: string
}

export interface Listing<P extends Page, T> {
  /** They have to end with the signal of the command. */
  readonly pages: AsyncIterable<P>
  readonly itemsOf: (page: P) => readonly T[] | undefined
  /** What the items are, in the plural: `cases`. */
  readonly noun: string
}

/** Rejects when a page cannot be had, and when the command is given up. */
export async function allPages<P extends Page, T>(
  { pages, itemsOf, noun }: Listing<P, T>,
  { screen, terminal, signal }: CommandContext,
): Promise<T[]> {
  const items: T[] = []
  // A line that is written over is for a person alone.
  const line = terminal && new RewrittenLine(screen)
  try {
    for await (const page of pages) {
      signal.throwIfAborted()
      items.push(...(itemsOf(page) ?? []))
      if (page.nextToken) line?.show(`${items.length} ${noun} so far, Ctrl-C stops`)
    }
    return items
  } finally {
    line?.clear()
  }
}
