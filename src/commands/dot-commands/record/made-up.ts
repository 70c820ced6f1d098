/** What the service made up in an answer: the model says which members those are. */
import { type OperationName, outputShape } from '../../../model/operations.ts'
import type { MadeUp, Shape } from '../../../model/shape.ts'

export interface MadeUpValue {
  readonly kind: MadeUp
  readonly text: string
}

/** The values that another account, or the same call at another time, would not have been told. */
export function madeUpIn(operation: OperationName, output: Readonly<Record<string, unknown>>): MadeUpValue[] {
  const found: MadeUpValue[] = []
  const walk = (shape: Shape, value: unknown): void => {
    if (value === undefined || value === null) return
    if (shape.type === 'list') {
      if (Array.isArray(value)) for (const member of value) walk(shape.member, member)
    } else if (shape.type === 'structure') {
      for (const [name, member] of Object.entries(shape.members)) {
        walk(member, (value as Record<string, unknown>)[name])
      }
    } else if ('madeUp' in shape && shape.madeUp) {
      found.push({ kind: shape.madeUp, text: String(value) })
    }
  }
  walk(outputShape(operation), output)
  return found
}
