/** The catalog: which services, categories, severities and languages there are. Loaded on first use. */
import { createRequire } from 'node:module'
import { caseLanguages } from '../model/cases.ts'
import type { Output } from '../model/operations.ts'
import { ServiceFault } from './faults.ts'
import { hasCritical, type Plan } from './plan.ts'

const require = createRequire(import.meta.url)

type Service = NonNullable<Output<'describeServices'>['services']>[number]

/** Computes once, when first called. */
export function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined
  return () => {
    value ??= { of: compute() }
    return value.of
  }
}

export const services = once((): readonly Service[] => require('./data/services.json').services)

const servicesByCode = once(() => new Map(services().map((service) => [service.code!, service])))

interface SeverityLevel {
  readonly code: string
  readonly name: string
}

const allLevels = once((): readonly SeverityLevel[] =>
  (require('./data/severity-levels.json').severityLevels as SeverityLevel[]).map(({ code, name }) => ({
    code,
    name,
  })),
)

const levelsWithoutCritical = once(() => allLevels().filter(({ code }) => code !== 'critical'))

/** The levels that the plan gives, the least urgent first. */
export const severityLevels = (plan: Plan) => (hasCritical(plan) ? allLevels() : levelsWithoutCritical())

export function findService(code: string): Service | undefined {
  return servicesByCode().get(code)
}

/**
 * The fault for a code that is well-formed and yet not in the catalog. Guess: the service's own text
 * was seen for Trusted Advisor checks only, "Unknown ID: ...".
 */
export function unknownCode(member: string, value: string): ServiceFault {
  return new ServiceFault('InvalidParameterValueException', `Unknown ${member}: ${value}`)
}

export function checkOneOf(member: string, value: string | undefined, known: readonly string[]): void {
  if (value !== undefined && !known.includes(value)) throw unknownCode(member, value)
}

export function checkLanguage(language: string | undefined): void {
  checkOneOf('language', language, caseLanguages)
}
