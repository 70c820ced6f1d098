/** Members as rows of a page: what each takes, and what it means; those of structures below it. */
import type { Members, Shape } from '../../model/shape.ts'
import { neededFirst, valueText } from '../completion/shape-text.ts'
import type { Row } from './layout.ts'
import { membersIn } from './member-index.ts'

/**
 * The members, the needed ones first.
 *
 * @param isTaken marks those that are needed; in an answer nobody has to give anything
 */
export function memberRows(members: Members, isTaken: boolean, depth = 0): Row[] {
  return neededFirst(members).flatMap(([name, shape]) => [
    { name, lead: leadText(shape, isTaken), text: shape.help, depth },
    ...nestedRows(shape, isTaken, depth + 1),
  ])
}

/** The members of what the shape holds. */
export function nestedRows(shape: Shape, isTaken: boolean, depth = 0): Row[] {
  const nested = membersIn(shape)
  return nested ? memberRows(nested, isTaken, depth) : []
}

/** `needed, text of 1 to 8000 characters`, `[{ ... }]`. */
export function leadText(shape: Shape, isTaken: boolean): string {
  // What a structure holds stands in the rows below.
  const value = valueText(shape, membersIn(shape) ? 0 : undefined)
  return isTaken && shape.required ? `needed, ${value}` : value
}
