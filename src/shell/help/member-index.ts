/** Where each member of the model stands, by its name. */
import { type OperationName, operation, operationNames } from '../../model/operations.ts'
import type { Members, Shape } from '../../model/shape.ts'

/** A place in which a member stands. */
export interface Place {
  readonly operation: OperationName
  readonly side: 'input' | 'output'
  /** What it is in, from the outside in: `cases[]`, `recentCommunications`. */
  readonly within: readonly string[]
  readonly shape: Shape
}

const placesByName = new Map<string, Place[]>()

function index(
  name: OperationName,
  side: Place['side'],
  members: Members,
  within: readonly string[] = [],
): void {
  for (const [member, shape] of Object.entries<Shape>(members)) {
    const places = placesByName.get(member) ?? []
    placesByName.set(member, places)
    places.push({ operation: name, side, within, shape })
    const nested = membersIn(shape)
    if (nested) index(name, side, nested, [...within, shape.type === 'list' ? `${member}[]` : member])
  }
}

/** The members of a structure, or of the structures in a list. */
export function membersIn(shape: Shape): Members | undefined {
  if (shape.type === 'structure') return shape.members
  return shape.type === 'list' ? membersIn(shape.member) : undefined
}

for (const name of operationNames) index(name, 'input', operation(name).input)
for (const name of operationNames) index(name, 'output', operation(name).output)

export const memberNames: readonly string[] = [...placesByName.keys()]

/** Everywhere that a member of this name stands: first where it is taken, then where it is answered. */
export function placesOf(member: string): readonly Place[] {
  return placesByName.get(member) ?? []
}
