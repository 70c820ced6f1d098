/** The newest entry that goes on from what is typed: the hint that the right arrow accepts. */
export function suggest(entries: readonly string[], typed: string): string | undefined {
  if (typed.trim() === '') return undefined
  return entries.findLast((entry) => entry.length > typed.length && entry.startsWith(typed))
}
