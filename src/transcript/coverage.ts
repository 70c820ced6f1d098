/** What transcripts exercise of a whole that is named elsewhere. */

/** Things of one kind. A name says its kind first: `input describeCases.language`. */
export interface CoverageGroup {
  title: string
  names: readonly string[]
}

/**
 * What was exercised and what was not, in lines:
 *
 *     coverage: 19 of 20 operations, 12 of 12 faults
 *     not exercised: operation resolveCase
 *     not exercised: input describeCases: afterTime, beforeTime
 *
 * Names with a point are gathered by what stands before it.
 */
export function formatCoverage(groups: readonly CoverageGroup[], covered: ReadonlySet<string>): string {
  const counts = groups.map(({ title, names }) => {
    return `${names.filter((name) => covered.has(name)).length} of ${names.length} ${title}`
  })
  const missing = groups.flatMap(({ names }) => gathered(names.filter((name) => !covered.has(name))))
  return [`coverage: ${counts.join(', ')}`, ...missing.map((line) => `not exercised: ${line}`)].join('\n')
}

function gathered(names: readonly string[]): string[] {
  const lines = new Map<string, string[]>()
  for (const name of names) {
    const point = name.indexOf('.')
    const owner = point === -1 ? name : name.slice(0, point)
    const members = lines.get(owner) ?? []
    if (point !== -1) members.push(name.slice(point + 1))
    lines.set(owner, members)
  }
  return [...lines].map(([owner, members]) =>
    members.length > 0 ? `${owner}: ${members.join(', ')}` : owner,
  )
}
