/** Where the ids come from that calls are given: those that the service has made up are others each time. */
import { operation, outputShape } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'
import type { Path } from '../../model/violations.ts'
import type { CallUnit, Unit } from './units.ts'

/** Where an id stood when it was first answered. */
export interface Origin {
  readonly unit: Unit
  /** In the answer; in that of a listing as if all pages were one. */
  readonly path: Path
  /** The page on which it stood, from 0. */
  readonly page: number
}

/** `cases[0].caseId`: so JavaScript names a place, and so does the language of the AWS CLI's `--query`. */
export function placeText(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i ? `.${step}` : step)).join('')
}

/** Every id that a unit is given and that an earlier one has answered first, with where that was. */
export function originsOf(units: readonly Unit[]): Map<string, Origin> {
  const answered = new Map<string, Origin>()
  /** What was there before any answer had it: somebody has typed it. */
  const typed = new Set<string>()
  const used = new Map<string, Origin>()
  for (const unit of units) {
    for (const text of textsGivenTo(unit)) {
      const origin = answered.get(text)
      if (origin) used.set(text, origin)
      else typed.add(text)
    }
    for (const [id, origin] of idsAnsweredBy(unit)) {
      if (!typed.has(id) && !answered.has(id)) answered.set(id, origin)
    }
  }
  return used
}

/** The texts in the input of a unit, among which its ids are. */
export function textsGivenTo(unit: Unit): string[] {
  return unit.kind === 'upload' ? [] : textsIn(unit.input)
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  return Object.values(value).flatMap(textsIn)
}

function* idsAnsweredBy(unit: Unit): Generator<[string, Origin]> {
  if (unit.kind === 'upload') {
    yield [unit.uploadId, { unit, path: ['uploadId'], page: 0 }]
    return
  }
  let before = 0
  for (const [page, output] of unit.outputs.entries()) {
    for (const [id, path] of madeUp(outputShape(unit.operation), output)) {
      yield [id, { unit, path: moved(unit, path, before), page }]
    }
    before += lengthOf(unit, output)
  }
}

/** The path in all pages as one. */
function moved({ operation: name }: CallUnit, path: Path, by: number): Path {
  const [member, index, ...rest] = path
  if (typeof index !== 'number' || member === undefined || member !== operation(name).pages) return path
  return [member, index + by, ...rest]
}

function lengthOf({ operation: name }: CallUnit, output: Readonly<Record<string, unknown>>): number {
  const { pages } = operation(name)
  const list = pages === undefined ? undefined : output[pages]
  return Array.isArray(list) ? list.length : 0
}

/** Whether the service makes up what is of this shape, so that another account has another one. */
export const isId = (shape: Shape): boolean =>
  shape.type === 'string' && (shape.madeUp === 'id' || shape.madeUp === 'token')

/** The ids in a value, with their paths. */
function* madeUp(shape: Shape, value: unknown, path: Path = []): Generator<[string, Path]> {
  if (typeof value === 'string' && isId(shape)) yield [value, path]
  if (shape.type === 'list' && Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* madeUp(shape.member, each, [...path, index])
  }
  if (shape.type === 'structure' && typeof value === 'object' && value !== null) {
    for (const [name, member] of olderFirst(Object.entries(shape.members))) {
      yield* madeUp(member, (value as Record<string, unknown>)[name], [...path, name])
    }
  }
}

/** Clients of before August 2026 do not know it: what stands elsewhere, too, is taken from there. */
const newer = 'attachments'

const olderFirst = (members: [string, Shape][]) =>
  members.toSorted(([one], [other]) => Number(one === newer) - Number(other === newer))
