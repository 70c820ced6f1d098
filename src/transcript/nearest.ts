/** The word of the list that is fewest edits away from `word`, if it is near enough to be what was meant. */
export function nearest(word: string, list: readonly string[]): string | undefined {
  const given = word.slice(0, 40).toLowerCase()
  const ranked = list.map((candidate) => ({ candidate, edits: distance(given, candidate.toLowerCase()) }))
  const best = ranked.reduce((a, b) => (b.edits < a.edits ? b : a))
  return best.edits <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined
}

/** How many letters to add, drop or change, or pairs of neighbours to swap (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const change = row[j]! + (a[i] === b[j] ? 0 : 1)
      const isSwap = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]
      next.push(Math.min(change, row[j + 1]! + 1, next[j]! + 1, isSwap ? before[j - 1]! + 1 : Infinity))
    }
    before = row
    row = next
  }
  return row[b.length]!
}
