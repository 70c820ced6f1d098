/**
 * What a script does, worked out from the calls of a session. How it is written is for each language.
 *
 *     calls -> units -> origins of ids -> steps
 */
import { isDeepStrictEqual } from 'node:util'
import { inputShape, type OperationName, operation } from '../../model/operations.ts'
import type { Shape } from '../../model/shape.ts'
import type { Path } from '../../model/violations.ts'
import type { Call } from '../call-log.ts'
import { withoutSecrets } from '../history/secret-text.ts'
import { Files } from './files.ts'
import { isId, type Origin, originsOf, textsGivenTo } from './ids.ts'
import { type Answered, type CallUnit, type Unit, unitsOf } from './units.ts'
import { type Structure, type Value, Variable } from './values.ts'

export interface Plan {
  readonly steps: readonly Step[]
  readonly leftOut: LeftOut
}

/** How many calls are not in the script, and why. */
export interface LeftOut {
  readonly failed: number
  readonly dryRuns: number
  /** Went to another endpoint than the connection of the session. */
  readonly elsewhere: number
  /** Read the same again, with nothing written in between. */
  readonly repeated: number
  /** Are older than those that were asked for. */
  readonly older: number
}

export type Step = CallStep | GivenStep | UploadStep

export interface CallStep {
  readonly kind: 'call'
  readonly operation: OperationName
  readonly input: Structure
  /** Fetches all pages, and not the first alone. */
  readonly allPages: boolean
  /** What later steps need of the answer. */
  readonly captures: readonly Capture[]
  /** Members out of which something was taken that looks like a secret. */
  readonly redacted: readonly string[]
}

export interface Capture {
  readonly variable: Variable
  readonly path: Path
  /** The page on which it stood, from 0. */
  readonly page: number
}

/**
 * An id that was chosen from a list, for something that changes what it names: what stands at its place in
 * the list of another day may be something else, so a person has to say it.
 */
export interface GivenStep {
  readonly kind: 'given'
  readonly variable: Variable
  readonly value: string
  readonly listedBy: OperationName
}

export interface UploadStep {
  readonly kind: 'upload'
  readonly fileName: string
  readonly size: number
  /** For the id of the upload. */
  readonly variable?: Variable
}

export interface PlanOptions {
  /** Where the connection of the session leads. */
  readonly endpoint: string
  /** Only the last so many calls that succeeded. */
  readonly last?: number
}

export function planScript(calls: readonly Call[], { endpoint, last }: PlanOptions): Plan {
  const here = calls.filter((call) => call.endpoint === endpoint)
  const real = here.filter(({ input }) => input['dryRun'] !== true)
  const succeeded = real.filter((call): call is Answered => call.output !== undefined)
  const chosen = last === undefined ? succeeded : succeeded.slice(-last)
  const all = unitsOf(chosen)
  const origins = originsOf(all)
  const units = withoutRepetitions(all, new Set([...origins.values()].map(({ unit }) => unit)))
  return {
    steps: stepsOf(units, origins),
    leftOut: {
      failed: real.length - succeeded.length,
      dryRuns: here.length - real.length,
      elsewhere: calls.length - here.length,
      repeated: all.length - units.length,
      older: succeeded.length - chosen.length,
    },
  }
}

const writes = (unit: Unit) => unit.kind === 'upload' || operation(unit.operation).kind === 'write'

/** Reading the same again shows the same, until something is written. Units that are needed stay. */
function withoutRepetitions(units: readonly Unit[], needed: ReadonlySet<Unit>): Unit[] {
  let read: CallUnit[] = []
  return units.filter((unit) => {
    if (unit.kind === 'upload' || writes(unit)) {
      read = []
      return true
    }
    const isKnown = read.some(
      (before) => before.operation === unit.operation && isDeepStrictEqual(before.input, unit.input),
    )
    if (!isKnown) read.push(unit)
    return !isKnown || needed.has(unit)
  })
}

function stepsOf(units: readonly Unit[], origins: ReadonlyMap<string, Origin>): Step[] {
  const variables = variablesFor(origins)
  const isRead = (id: string) => origins.has(id) && !writes(origins.get(id)!.unit)
  const chosen = new Set(units.filter(writes).flatMap((unit) => textsGivenTo(unit).filter(isRead)))
  const said = new Set<string>()
  const files = new Files()
  const steps: Step[] = []
  for (const unit of units) {
    const answers = [...origins].filter(([id, origin]) => origin.unit === unit && !chosen.has(id))
    if (unit.kind === 'upload') {
      const { kind, fileName, size, uploadId } = unit
      steps.push({ kind, fileName, size, variable: variables.get(uploadId) })
      continue
    }
    for (const id of textsGivenTo(unit)) {
      const origin = origins.get(id)
      if (origin?.unit.kind !== 'call' || !chosen.has(id) || said.has(id)) continue
      said.add(id)
      const { operation: listedBy } = origin.unit
      steps.push({ kind: 'given', variable: variables.get(id)!, value: id, listedBy })
    }
    // What it is without being said. Older programs do not know the member.
    const { dryRun: _, ...given } = unit.input
    const redacted = new Set<string>()
    const input = written(inputShape(unit.operation), given, { variables, files, redacted })
    steps.push({
      kind: 'call',
      operation: unit.operation,
      input: input as Structure,
      allPages: unit.outputs.length > 1,
      captures: answers.map(([id, { path, page }]) => ({ variable: variables.get(id)!, path, page })),
      redacted: [...redacted],
    })
  }
  return steps
}

function variablesFor(origins: ReadonlyMap<string, Origin>): Map<string, Variable> {
  const counts = new Map<string, number>()
  const variables = new Map<string, Variable>()
  for (const [id, { path }] of origins) {
    const member = path.findLast((step) => typeof step === 'string')!
    const number = (counts.get(member) ?? 0) + 1
    counts.set(member, number)
    variables.set(id, new Variable(member, number))
  }
  return variables
}

/** What becomes of the values of one script. */
interface Writing {
  readonly variables: ReadonlyMap<string, Variable>
  readonly files: Files
  /** Told the members out of which a secret is taken. */
  readonly redacted: Set<string>
}

/** A value as a script has it. */
function written(shape: Shape, value: unknown, writing: Writing, member = ''): Value {
  if (shape.type === 'list') {
    const elements = (value as unknown[]).filter((each) => each !== null)
    return elements.map((each) => written(shape.member, each, writing, member))
  }
  if (shape.type === 'structure') {
    const { fileName } = value as { fileName?: string }
    return Object.fromEntries(
      Object.entries(value as object).flatMap(([name, each]) => {
        if (each === undefined || each === null) return []
        const inner = shape.members[name]!
        if (inner.type === 'blob') {
          return [[name, writing.files.bytes(each as Uint8Array, withoutSecrets(fileName ?? name))]]
        }
        return [[name, written(inner, each, writing, name)]]
      }),
    )
  }
  if (typeof value !== 'string') return value as number | boolean
  const variable = writing.variables.get(value)
  if (variable) return variable
  // Ids are long and random, as keys are.
  if (isId(shape)) return value
  const text = withoutSecrets(value)
  if (text !== value) writing.redacted.add(member)
  return text
}
