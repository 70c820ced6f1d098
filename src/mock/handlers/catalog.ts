/** DescribeServices and DescribeSeverityLevels. Guess: other languages are answered in English. */
import type { Output } from '../../model/operations.ts'
import { checkLanguage, findService, services, severityLevels } from '../catalog.ts'
import type { Handlers } from './handler.ts'

// Frozen answers are written as JSON once; see service.ts.
let allServices: Output<'describeServices'> | undefined
let allLevels: Output<'describeSeverityLevels'> | undefined

export const catalogHandlers: Handlers<'describeServices' | 'describeSeverityLevels'> = {
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

  describeSeverityLevels({ language }) {
    checkLanguage(language)
    return () => {
      allLevels ??= Object.freeze({ severityLevels: [...severityLevels()] })
      return allLevels
    }
  },
}
