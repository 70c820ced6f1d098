/** Everything that a listing has, however many pages that takes; whoever waits sees how far it is. */
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

/** What the terminal shows behind the line when it is given up. */
const interrupt = '^C'

/** Rejects when a page cannot be had, and when the command is given up. */
export async function allPages<P extends Page, T>(
  { pages, itemsOf, noun }: Listing<P, T>,
  { screen, terminal, signal }: CommandContext,
): Promise<T[]> {
  const items: T[] = []
  const most = Math.max(0, screen.columns - 1)
  let shown = 0
  // A line that is written over is for a person alone.
  const show = (text: string) => {
    if (!terminal) return
    const line = text.slice(0, most)
    screen.write(`\r${line.padEnd(shown)}`)
    shown = line.length
  }
  const clear = () => screen.write(`\r${' '.repeat(Math.min(most, shown + interrupt.length))}\r`)
  try {
    for await (const page of pages) {
      signal.throwIfAborted()
      items.push(...(itemsOf(page) ?? []))
      if (page.nextToken) show(`${items.length} ${noun} so far, Ctrl-C stops`)
    }
    return items
  } finally {
    if (shown > 0) clear()
  }
}
