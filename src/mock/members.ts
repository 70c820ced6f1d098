/** Members of objects that somebody wrote by hand. */
import { nearest } from '../model/nearest.ts'

/** What is wrong with the first member of a name that is not among `known`, or undefined. */
export function unknownMember(value: object, known: readonly string[]): string | undefined {
  const unknown = Object.keys(value).find((name) => !known.includes(name))
  if (unknown === undefined) return undefined
  const meant = nearest(unknown, known)
  return `${unknown} is not known${meant ? ` (did you mean ${meant}?)` : ''}`
}
