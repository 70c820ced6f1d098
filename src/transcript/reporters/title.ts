import { oneLine } from '../../text/harmless.ts'
import type { Item } from '../document.ts'
import { sourceLines } from '../report.ts'

/** An example in one line: `guide.md:12: conn.describeCases()`. */
export function titleOf(path: string, item: Item): string {
  return `${oneLine(path)}:${item.line}: ${sourceTitle(item)}`
}

/** The first line of what an example says, without what a terminal would obey. */
export function sourceTitle(item: Item): string {
  const first =
    sourceLines(item)[0]
      ?.trim()
      .replace(/^>>> ?/, '') ?? ''
  return oneLine(first === '' ? item.kind : first.length > 200 ? `${first.slice(0, 200)}...` : first)
}
