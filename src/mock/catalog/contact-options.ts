/**
 * In which languages, ways and hours cases are handled. The forms of the answers are documented; what
 * they say of a service is not, so all of it is a guess: who asks about another service is told the same.
 */
import type { caseLanguages, issueTypes } from '../../model/cases.ts'
import type { Output } from '../../model/operations.ts'
import { formatTime } from '../times.ts'

type Language = (typeof caseLanguages)[number]
type IssueType = (typeof issueTypes)[number]
type Options = Output<'describeCreateCaseOptions'>
type ContactType = NonNullable<Options['communicationTypes']>[number]
type Availability = 'available' | 'best_effort' | 'unavailable'

interface Office {
  /** In capitals, as the documentation shows it for English. */
  readonly name: string
  readonly availability: Readonly<Record<IssueType, Availability>>
  /** Hours that its clocks are ahead of UTC, without summer time. Absent: somebody is always there. */
  readonly ahead?: number
  /** First days and lengths of its holidays, which have the same date in every year. */
  readonly holidays?: readonly (readonly [month: number, day: number, days: number])[]
}

const everywhere = { technical: 'available', 'customer-service': 'available' } as const
const forAccounts = { technical: 'best_effort', 'customer-service': 'available' } as const

const offices: Readonly<Record<Language, Office>> = {
  en: { name: 'ENGLISH', availability: everywhere },
  ja: {
    name: 'JAPANESE',
    availability: everywhere,
    ahead: 9,
    holidays: [
      [1, 1, 3],
      [4, 29, 1],
      [5, 3, 3],
    ],
  },
  zh: {
    name: 'CHINESE',
    availability: everywhere,
    ahead: 8,
    holidays: [
      [1, 1, 1],
      [5, 1, 1],
      [10, 1, 3],
    ],
  },
  es: {
    name: 'SPANISH',
    availability: forAccounts,
    ahead: -5,
    holidays: [
      [1, 1, 1],
      [12, 25, 1],
    ],
  },
  pt: {
    name: 'PORTUGUESE',
    availability: forAccounts,
    ahead: -3,
    holidays: [
      [1, 1, 1],
      [9, 7, 1],
      [12, 25, 1],
    ],
  },
  fr: {
    name: 'FRENCH',
    availability: forAccounts,
    ahead: 1,
    holidays: [
      [1, 1, 1],
      [5, 1, 1],
      [7, 14, 1],
      [12, 25, 1],
    ],
  },
  ko: {
    name: 'KOREAN',
    availability: everywhere,
    ahead: 9,
    holidays: [
      [1, 1, 1],
      [3, 1, 1],
      [8, 15, 1],
      [10, 3, 1],
    ],
  },
  tr: {
    name: 'TURKISH',
    availability: { technical: 'unavailable', 'customer-service': 'best_effort' },
    ahead: 3,
    holidays: [
      [1, 1, 1],
      [4, 23, 1],
      [10, 29, 1],
    ],
  },
}

const opens = 9
const closes = 18

/** The languages in which cases of that kind are handled, if only as well as may be. */
export function supportedLanguages(issueType: IssueType): Output<'describeSupportedLanguages'> {
  const spoken = Object.entries(offices).filter(
    ([, { availability }]) => availability[issueType] !== 'unavailable',
  )
  return { supportedLanguages: spoken.map(([code, { name }]) => ({ code, language: name, display: name })) }
}

/**
 * How cases of that kind are handled in a language: written to at any time; by chat and call where the
 * language is properly spoken, in the hours of its office. `now` decides which holidays come next.
 */
export function contactOptions(issueType: IssueType, language: Language, now: number): Options {
  const office = offices[language]
  const languageAvailability = office.availability[issueType]
  const types = { unavailable: [], best_effort: ['web'], available: ['web', 'chat', 'call'] }[
    languageAvailability
  ]
  return { languageAvailability, communicationTypes: types.map((type) => contactType(type, office, now)) }
}

function contactType(type: string, { ahead, holidays = [] }: Office, now: number): ContactType {
  if (type === 'web' || ahead === undefined) {
    return {
      type,
      supportedHours: [{ startTime: '00:00:00.000', endTime: '23:59:59.999' }],
      datesWithoutSupport: [],
    }
  }
  return { type, supportedHours: [hours(ahead)], datesWithoutSupport: nextYear(holidays, ahead, now) }
}

// No office is so far from UTC that its day would cross midnight there.
const hours = (ahead: number) => ({ startTime: timeOfDay(opens - ahead), endTime: timeOfDay(closes - ahead) })

const timeOfDay = (hour: number) => `${String(hour).padStart(2, '0')}:00:00.000`

/** Each holiday once, the next to end first: so the answer follows from the mock's clock alone. */
function nextYear(holidays: NonNullable<Office['holidays']>, ahead: number, now: number) {
  const year = new Date(now).getUTCFullYear()
  const spans = holidays.map(([month, day, days]) => {
    const midnight = (of: number, after: number) => Date.UTC(of, month - 1, day + after, -ahead)
    const of = midnight(year, days) > now ? year : year + 1
    return { start: midnight(of, 0), end: midnight(of, days) }
  })
  return spans
    .sort((one, other) => one.start - other.start)
    .map(({ start, end }) => ({ startDateTime: dateTime(start), endDateTime: dateTime(end) }))
}

/** `2026-12-31T15:00:00.000+00:00`: the documented pattern, yyyy-MM-dd'T'HH:mm:ss.SSSZZ, as Joda-Time prints it. */
const dateTime = (time: number) => formatTime(time).replace('Z', '+00:00')
