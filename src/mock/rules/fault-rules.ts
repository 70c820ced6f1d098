/** Rules for faults on demand, as JSON: what they may say, and what is wrong with them. */
import { faults } from '../../model/faults.ts'
import { frameworkFaults } from '../../model/framework-faults.ts'
import { nearest } from '../../model/nearest.ts'
import {
  fromWireName,
  isOperationName,
  type OperationName,
  operationNames,
  wireName,
} from '../../model/operations.ts'
import type { MockFaultName } from '../protocol/faults.ts'
import { isJsonObject, type JsonObject } from '../protocol/wire.ts'

/** What can happen to a request, besides a fault by its name. */
export const kinds = {
  latency: {
    help: 'Takes so many milliseconds, before the operation takes effect or after.',
    members: ['milliseconds', 'after'],
  },
  throttle: { help: 'ThrottlingException, 400.', members: ['message'] },
  'internal-error': { help: 'InternalServerError, 500.', members: ['message', 'after'] },
  unavailable: { help: 'ServiceUnavailableException, 503.', members: ['message', 'after'] },
  'bad-gateway': { help: '502 with a page of HTML, as of a load balancer.', members: ['after'] },
  reset: { help: 'The connection is reset in the place of an answer.', members: ['after'] },
  truncate: { help: 'Half of the body, then the connection ends.', members: [] },
  'wrong-length': { help: 'Content-Length is one byte short.', members: [] },
  'wrong-crc': { help: 'x-amz-crc32 is not that of the body.', members: [] },
  drip: { help: 'The body comes in pieces, over so many milliseconds.', members: ['milliseconds'] },
} as const satisfies Record<
  string,
  { help: string; members: readonly ('milliseconds' | 'after' | 'message')[] }
>

export type FaultKind = keyof typeof kinds

/** Whom a rule concerns, and how often it strikes: always, unless it says otherwise. */
interface Aim {
  /** `CreateCase` or `createCase`, or several; all when absent. */
  readonly operation?: string | readonly string[]
  /** 12 digits, or several accounts; all when absent. */
  readonly account?: string | readonly string[]
  /** From 0 to 1. The same seed and the same requests give the same strikes. */
  readonly probability?: number
  /** Strikes so many requests, then never again. Not together with a probability. */
  readonly next?: number
}

/** One rule: `{ kind: 'reset', operation: 'CreateCase', after: true, next: 2 }`. */
export type FaultRule = Aim &
  (
    | { readonly kind: 'latency'; readonly milliseconds: number; readonly after?: boolean }
    | { readonly kind: 'drip'; readonly milliseconds: number }
    | { readonly kind: 'throttle'; readonly message?: string }
    /** `after`: the operation has taken effect by then. */
    | { readonly kind: 'internal-error' | 'unavailable'; readonly message?: string; readonly after?: boolean }
    | { readonly kind: 'bad-gateway' | 'reset'; readonly after?: boolean }
    | { readonly kind: 'truncate' | 'wrong-length' | 'wrong-crc' }
    /** Any fault by its name: `CaseCreationLimitExceeded`. */
    | { readonly fault: MockFaultName; readonly message?: string; readonly kind?: undefined }
  )

/** What a rule does, in one vocabulary for all kinds. */
export interface Effect {
  /** What the journal calls it: the kind, or the name of the fault. */
  readonly name: string
  readonly kind: FaultKind | 'fault'
  readonly fault?: MockFaultName
  readonly message?: string
  readonly after: boolean
  readonly milliseconds: number
}

/** A rule, read. */
export interface ReadRule {
  readonly written: FaultRule
  readonly operations: ReadonlySet<OperationName> | undefined
  readonly accounts: ReadonlySet<string> | undefined
  readonly probability: number
  readonly next: number
  readonly effect: Effect
}

/**
 * Reads a list of rules. `wrong` makes the error from a sentence that begins with the path:
 * `faults[1].kind: there is no trottle (did you mean throttle?)`.
 */
export function readRules(value: unknown, wrong: (sentence: string) => Error): ReadRule[] {
  if (!Array.isArray(value)) throw wrong('faults: expected a list of rules')
  return value.map((rule, index) => {
    const [problem] = problems(rule, `faults[${index}]`)
    if (problem !== undefined) throw wrong(problem)
    return readRule(rule as FaultRule)
  })
}

/** Reads `{"faults": [...]}`. */
export function readDocument(value: unknown, wrong: (sentence: string) => Error): ReadRule[] {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'faults'))
    throw wrong('expected {"faults": [...]}; an empty list ends all faults')
  const other = Object.keys(value).find((name) => name !== 'faults')
  if (other !== undefined) throw wrong(`${other}: ${unknownName(other, ['faults'])}`)
  return readRules(value['faults'], wrong)
}

function* problems(rule: unknown, at: string): Generator<string> {
  if (!isJsonObject(rule)) {
    yield `${at}: expected an object such as {"kind": "throttle", "next": 1}`
    return
  }
  const { kind, fault } = rule
  if ((kind === undefined) === (fault === undefined)) {
    yield `${at}: expected either a kind (${Object.keys(kinds).join(', ')}) or the name of a fault`
    return
  }
  const known = membersOf(rule)
  for (const [name, value] of Object.entries(rule)) {
    const path = `${at}.${name}`
    if (!Object.hasOwn(checks, name)) yield `${path}: ${unknownName(name, known)}`
    else if (value !== undefined) yield* checks[name as keyof typeof checks](value, path)
    if (!known.includes(name)) yield `${path}: does not go with ${kind ?? fault}`
  }
  if (known.includes('milliseconds') && rule['milliseconds'] === undefined)
    yield `${at}.milliseconds: is missing`
  if (rule['probability'] !== undefined && rule['next'] !== undefined)
    yield `${at}: give either a probability or next, not both`
}

const common = ['operation', 'account', 'probability', 'next']

function membersOf({ kind, fault }: JsonObject): readonly string[] {
  // A fault of the client is found before anything is done; one of the service may come at any time.
  if (fault !== undefined) return [...common, 'fault', 'message', ...(isServerFault(fault) ? ['after'] : [])]
  const own = isKind(kind) ? kinds[kind].members : Object.keys(checks)
  return [...common, 'kind', ...own]
}

const isKind = (value: unknown): value is FaultKind =>
  typeof value === 'string' && Object.hasOwn(kinds, value)

const statusOfFault: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({ ...frameworkFaults, ...faults }).map(([name, { statusCode }]) => [name, statusCode]),
)

const isServerFault = (name: unknown) =>
  typeof name === 'string' && Object.hasOwn(statusOfFault, name) && statusOfFault[name]! >= 500

/** An hour: longer than any client waits. */
const longest = 3_600_000

type Check = (value: unknown, path: string) => Iterable<string>

const checks = {
  kind: oneOf(Object.keys(kinds)),
  fault: oneOf(Object.keys(statusOfFault)),
  operation: oneOrSeveral((value, path) =>
    typeof value === 'string' && operationOf(value) === undefined
      ? [`${path}: ${noSuch(value, operationNames.map(wireName))}`]
      : isText(value, path),
  ),
  account: oneOrSeveral((value, path) =>
    typeof value === 'string' && /^\d{12}$/.test(value) ? [] : [`${path}: expected 12 digits`],
  ),
  probability: (value, path) =>
    typeof value === 'number' && value >= 0 && value <= 1 ? [] : [`${path}: expected a number from 0 to 1`],
  next: (value, path) =>
    Number.isSafeInteger(value) && (value as number) > 0
      ? []
      : [`${path}: expected a whole number from 1 on`],
  after: (value, path) => (typeof value === 'boolean' ? [] : [`${path}: expected true or false`]),
  milliseconds: (value, path) =>
    typeof value === 'number' && value >= 0 && value <= longest
      ? []
      : [`${path}: expected a number of milliseconds from 0 to ${longest}`],
  message: isText,
} as const satisfies Record<string, Check>

function* isText(value: unknown, path: string) {
  if (typeof value !== 'string') yield `${path}: expected text`
}

function oneOf(names: readonly string[]): Check {
  return (value, path) => {
    if (typeof value !== 'string') return isText(value, path)
    return names.includes(value) ? [] : [`${path}: ${noSuch(value, names)}`]
  }
}

function oneOrSeveral(check: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return check(value, path)
    if (value.length === 0) return [`${path}: must not be empty; without it the rule is for all`]
    return value.flatMap((each, index) => [...check(each, `${path}[${index}]`)])
  }
}

const noSuch = (name: string, names: readonly string[]) =>
  `there is no ${name.slice(0, 100)}${hint(name, names)}`

const unknownName = (name: string, names: readonly string[]) => `is not known${hint(name, names)}`

function hint(name: string, names: readonly string[]): string {
  const meant = nearest(name.slice(0, 100), names)
  return meant ? ` (did you mean ${meant}?)` : ` (there are ${names.join(', ')})`
}

function readRule(rule: FaultRule): ReadRule {
  const { operation, account, probability = 1, next = Number.POSITIVE_INFINITY } = rule
  return {
    written: { ...rule },
    operations:
      operation === undefined ? undefined : new Set([operation].flat().map((name) => operationOf(name)!)),
    accounts: account === undefined ? undefined : new Set([account].flat()),
    probability,
    next,
    effect: effectOf(rule),
  }
}

function effectOf(rule: FaultRule): Effect {
  const { kind = 'fault', fault, message, after = false, milliseconds = 0 } = rule as Partial<Effect>
  return { name: fault ?? kind, kind, fault, message, after, milliseconds }
}

function operationOf(name: string): OperationName | undefined {
  return isOperationName(name) ? name : fromWireName(name)
}
