/** What a part of a text stands for: something to look at, or a shape that is known before it runs. */
import type { Shape } from '../../model/shape.ts'
import { element, type Step } from './chains.ts'

export type Meaning =
  /** A chain of names, which can be looked at. */
  | { readonly expression: string }
  /** What an operation answers, or a part of that. */
  | { readonly shape: Shape }

/** A part of a text. */
export interface Part {
  readonly meaning: Meaning
  /** The index of the token with which it begins; absent where that is not known. */
  readonly start?: number
}

/** What a part of a value stands for, by the way to it; of lists it is their first element. */
export function partOf(meaning: Meaning, path: readonly Step[]): Meaning | undefined {
  if ('expression' in meaning) {
    const steps = path.map((step) => (step === element ? '[0]' : `.${step}`))
    return { expression: meaning.expression + steps.join('') }
  }
  let shape: Shape | undefined = meaning.shape
  for (const step of path) shape = shape && memberOf(shape, step)
  return shape && { shape }
}

function memberOf(shape: Shape, step: Step): Shape | undefined {
  if (step === element) return shape.type === 'list' ? shape.member : undefined
  if (shape.type !== 'structure' || !Object.hasOwn(shape.members, step)) return undefined
  return shape.members[step]
}
