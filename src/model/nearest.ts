import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/**
 * The known name that `name` is probably meant to be, or undefined when none is near. Letter case
 * does not count: `caseIDList` is caseIdList.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  // Only mistakes need it, and loading it takes longer than much else before the first prompt.
  const { closest, distance } = require('fastest-levenshtein') as typeof import('fastest-levenshtein')
  const lower = name.toLowerCase()
  const byLower = new Map(known.map((each) => [each.toLowerCase(), each]))
  const found = closest(lower, [...byLower.keys()])
  // A third of the letters may differ; more than that is another word.
  return distance(lower, found) <= Math.ceil(found.length / 3) ? byLower.get(found) : undefined
}
