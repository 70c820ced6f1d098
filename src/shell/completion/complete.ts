/**
 * Completion. Operations and their members come from the model, everything else from looking at live
 * values without running anything.
 *
 *     text before the cursor -> tokens -> situation -> candidates
 */
import { types } from 'node:util'
import { paginatorName } from '../../client/connection.ts'
import { isOperationName, operationNames, outputShape } from '../../model/operations.ts'
import type { Members } from '../../model/shape.ts'
import type { Entry } from './brackets.ts'
import { neededFirst } from './shape-text.ts'
import { situationAt } from './situation.ts'

/** How the completer looks at the session. */
export interface Lookups {
  /** A value that can be had without side effects. */
  peek(expression: string): { readonly value: unknown } | undefined
  /** The names that an input can use. */
  names(): string[]
}

export interface Completion {
  /** What may stand at the cursor, the likeliest first. */
  readonly candidates: string[]
  /** The part of the text that a candidate replaces. */
  readonly partial: string
}

/** What may follow a text. Calls nothing and sends nothing. */
export async function complete(text: string, lookups: Lookups): Promise<Completion> {
  const situation = await situationAt(text)
  const { partial } = situation
  const matching = (names: readonly string[]) => ({
    partial,
    candidates: [...new Set(names)].filter((name) => name.startsWith(partial)),
  })
  switch (situation.kind) {
    case 'nothing':
    case 'value':
    case 'file':
    case 'module':
      return { candidates: [], partial: '' }
    case 'name':
      return partial === '' ? matching([]) : matching(lookups.names().sort())
    case 'member-of-input':
      return matching(inputMembers(situation.members, situation.entries))
    case 'member-of-call':
      return matching(Object.keys(outputShape(situation.operation).members))
    case 'property': {
      const found = lookups.peek(situation.expression)
      return matching(found ? properties(found.value, partial) : [])
    }
  }
}

/** Members that the literal does not have yet: the needed ones first. */
function inputMembers(members: Members, entries: readonly Entry[]): string[] {
  const present = entries.map(({ name }) => name)
  return neededFirst(members).flatMap(([name]) => (present.includes(name) ? [] : name))
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u

/** The names of a value's properties. Neither getters nor proxies get to run. */
function properties(value: unknown, partial: string): string[] {
  if (value === null || value === undefined) return []
  const names: string[] = []
  for (let each: unknown = Object(value); each !== null; each = Object.getPrototypeOf(each)) {
    if (types.isProxy(each)) return []
    // What every object has is shown once it is asked for.
    const isRoot = Object.getPrototypeOf(each) === null
    if (isRoot && partial === '' && names.length > 0) break
    // The indexes of a long list are no names, and there may be millions of them.
    if (ArrayBuffer.isView(each) || (Array.isArray(each) && each.length > 0)) continue
    for (const name of Object.getOwnPropertyNames(each)) names.push(name)
  }
  const shown = names.filter((name) => identifier.test(name) && (name !== 'constructor' || partial !== ''))
  return isConnection(shown) ? connectionFirst(shown) : shown
}

const isConnection = (names: readonly string[]) =>
  names.includes('describeCases') && names.includes('resolveCase')

/** A connection shows its operations in the order of the model, then their paginators, then the rest. */
function connectionFirst(names: readonly string[]): string[] {
  const paginators = operationNames.map(paginatorName).filter((name) => names.includes(name))
  const rest = names.filter((name) => !isOperationName(name) && !paginators.includes(name))
  return [...operationNames, ...paginators, ...rest]
}
