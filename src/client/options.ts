/** Objects of options: a name that is none of them is a mistake, and mostly a misspelling. */
import { nearest } from '../model/nearest.ts'

/** What is wrong with the names of these options, or undefined. */
export function unknownOption(options: object, known: readonly string[]): string | undefined {
  const name = Object.keys(options).find((each) => !known.includes(each))
  if (name === undefined) return undefined
  const near = nearest(name, known)
  return `Unknown option ${name}; ${near ? `did you mean ${near}?` : `options are ${known.join(', ')}`}`
}
