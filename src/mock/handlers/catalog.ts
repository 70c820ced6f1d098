/** What a case can be about. Guess: other languages than English are answered in English. */
import { type caseLanguages, issueTypes } from '../../model/cases.ts'
import type { Output } from '../../model/operations.ts'
import {
  checkLanguage,
  checkOneOf,
  findService,
  services,
  severityLevels,
  unknownCode,
} from '../catalog/catalog.ts'
import { contactOptions, supportedLanguages } from '../catalog/contact-options.ts'
import type { Plan } from '../rules/plan.ts'
import type { Handlers } from './handler.ts'

// Frozen answers are written as JSON once; see service.ts.
let allServices: Output<'describeServices'> | undefined
const levels = new Map<Plan, Output<'describeSeverityLevels'>>()

export const catalogHandlers: Handlers<
  'describeServices' | 'describeSeverityLevels' | 'describeCreateCaseOptions' | 'describeSupportedLanguages'
> = {
  describeServices({ language, serviceCodeList = [] }) {
    checkLanguage(language)
    return () => {
      if (serviceCodeList.length === 0) {
        allServices ??= Object.freeze({ services: [...services()] })
        return allServices
      }
      // Guess: an unknown code is left out. The order is the catalog's.
      const asked = new Set(serviceCodeList.map(findService))
      return { services: services().filter((service) => asked.has(service)) }
    }
  },

  describeSeverityLevels({ language }, { plan }) {
    checkLanguage(language)
    return () => {
      const known = levels.get(plan) ?? Object.freeze({ severityLevels: [...severityLevels(plan)] })
      levels.set(plan, known)
      return known
    }
  },

  describeCreateCaseOptions(input, { now }) {
    const issueType = checkSubject(input)
    checkLanguage(input.language)
    const language = input.language as (typeof caseLanguages)[number]
    return () => contactOptions(issueType, language, now)
  },

  describeSupportedLanguages(input) {
    const issueType = checkSubject(input)
    return () => supportedLanguages(issueType)
  },
}

interface Subject {
  readonly issueType: string
  readonly serviceCode: string
  readonly categoryCode: string
}

// Guess: as in CreateCase, which takes a case of either type about any service.
function checkSubject({ issueType, serviceCode, categoryCode }: Subject) {
  checkOneOf('issueType', issueType, issueTypes)
  const service = findService(serviceCode)
  if (!service) throw unknownCode('serviceCode', serviceCode)
  const categories = service.categories!.map(({ code }) => code!)
  checkOneOf(`categoryCode for ${serviceCode}`, categoryCode, categories)
  return issueType as (typeof issueTypes)[number]
}
