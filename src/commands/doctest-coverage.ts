/** What of the service transcripts exercise: operations, members of inputs and outputs, faults. */
import { SupportError } from '../client/errors.ts'
import type { CallEvent } from '../client/observe.ts'
import { faults } from '../model/faults.ts'
import { inputShape, type OperationName, operationNames, outputShape } from '../model/operations.ts'
import type { Shape } from '../model/shape.ts'
import type { CoverageGroup } from '../transcript/coverage.ts'

/** Everything that can be exercised, from the model. */
export function serviceCoverage(): CoverageGroup[] {
  const members = (side: 'input' | 'output') => (name: OperationName) =>
    pathsOf(side === 'input' ? inputShape(name) : outputShape(name)).map((path) => `${side} ${name}.${path}`)
  return [
    { title: 'operations', names: operationNames.map((name) => `operation ${name}`) },
    { title: 'members of inputs', names: operationNames.flatMap(members('input')) },
    { title: 'members of outputs', names: operationNames.flatMap(members('output')) },
    { title: 'faults', names: Object.keys(faults).map((name) => `fault ${name}`) },
  ]
}

/** Keeps what the calls of a session exercise, by the names of {@link serviceCoverage}. */
export class CallCoverage {
  readonly #names = new Set<string>()

  readonly observe = (event: CallEvent): void => {
    const { operation, input } = event.call
    if (event.type === 'sent') {
      this.#names.add(`operation ${operation}`)
      this.#addMembers(`input ${operation}`, inputShape(operation), input)
    } else if (event.type === 'answered') {
      this.#addMembers(`output ${operation}`, outputShape(operation), event.output)
    } else if (event.type === 'failed' && event.error instanceof SupportError) {
      if (Object.hasOwn(faults, event.error.name)) this.#names.add(`fault ${event.error.name}`)
    }
  }

  names(): Iterable<string> {
    return this.#names
  }

  #addMembers(path: string, shape: Shape, value: unknown): void {
    if (shape.type === 'list' && Array.isArray(value)) {
      for (const element of value) this.#addMembers(path, shape.member, element)
    }
    if (shape.type !== 'structure' || typeof value !== 'object' || value === null) return
    for (const [name, member] of Object.entries(shape.members)) {
      const found = (value as Record<string, unknown>)[name]
      if (found === undefined) continue
      this.#names.add(`${path}.${name}`)
      this.#addMembers(`${path}.${name}`, member, found)
    }
  }
}

/** The members below a shape, `cases.caseId`; lists add nothing to a path. */
function pathsOf(shape: Shape): string[] {
  if (shape.type === 'list') return pathsOf(shape.member)
  if (shape.type !== 'structure') return []
  return Object.entries(shape.members).flatMap(([name, member]) => [
    name,
    ...pathsOf(member).map((path) => `${name}.${path}`),
  ])
}
