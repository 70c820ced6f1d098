/** The catalog: which services, categories, severities and languages there are. Loaded on first use. */
import { caseLanguages } from '../../model/cases.ts'
import type { Output } from '../../model/operations.ts'
import { once, readData } from '../assets.ts'
import { ServiceFault } from '../protocol/faults.ts'
import { hasCritical, type Plan } from '../rules/plan.ts'

type Service = NonNullable<Output<'describeServices'>['services']>[number]

export const services = once(() => readData<{ services: readonly Service[] }>('services.json').services)

const servicesByCode = once(() => new Map(services().map((service) => [service.code!, service])))

interface SeverityLevel {
  readonly code: string
  readonly name: string
}

const allLevels = once((): readonly SeverityLevel[] =>
  readData<{ severityLevels: SeverityLevel[] }>('severity-levels.json').severityLevels.map(
    ({ code, name }) => ({ code, name }),
  ),
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
