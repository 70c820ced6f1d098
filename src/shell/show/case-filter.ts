/**
 * Which cases are wanted, in a few words: `open`, `urgent`, `amazon-dynamodb`, `"slow listing"`.
 *
 *     text -> words -> what the service is asked for -> what is picked of it, and how that is said
 */
import { caseStatuses, severityCodes } from '../../model/cases.ts'
import { nearest } from '../../model/nearest.ts'
import type { SupportCase } from './case-list.ts'

export interface CaseFilter {
  /** Resolved cases have to be asked for. */
  readonly includesResolved: boolean
  /** What was typed, without the words about statuses. */
  readonly rest: string
  pick(cases: readonly SupportCase[]): Picked
}

export interface Picked {
  readonly cases: readonly SupportCase[]
  /** `open`, `resolved`, `reopened or unassigned`; empty for all. */
  readonly states: string
  /** So many have that status. */
  readonly ofStates: number
  /** What else was asked: `severity urgent`, `"storage" in the subject or service`. */
  readonly conditions: readonly string[]
  /** A word that was perhaps meant, where a word was found nowhere. */
  readonly meant?: string
}

/** Resolved is a status of its own; these stand for several. The console calls the first one all-open. */
const groups: Readonly<Record<string, 'open' | 'all'>> = { open: 'open', 'all-open': 'open', all: 'all' }

const stateWords: readonly string[] = unique([...Object.keys(groups), ...caseStatuses])

/** The words that a filter knows without looking at cases. */
export const filterWords: readonly string[] = [
  ...stateWords.filter((word) => word === (groups[word] ?? word)),
  ...severityCodes,
]

interface Word {
  readonly text: string
  /** As it was typed. */
  readonly typed: string
  /** In quotes it is looked for, whatever else it could mean. */
  readonly isQuoted: boolean
}

/** Words between spaces; quotes hold several together. A quote that is not closed is one of a word. */
function wordsOf(text: string): Word[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'(?!\S)|(\S+)/g)]
    .map(([typed, double, single, bare]) => ({
      typed,
      text: double ?? single ?? bare!,
      isQuoted: bare === undefined,
    }))
    .filter((word) => word.text.trim() !== '')
}

export function caseFilter(text: string): CaseFilter {
  const words = wordsOf(text).map((word) => ({ ...word, key: word.text.toLowerCase() }))
  const known = (names: readonly string[]) =>
    words.filter(({ key, isQuoted }) => !isQuoted && names.includes(key)).map(({ key }) => key)
  const states = unique(known(stateWords).map((key) => groups[key] ?? key))
  if (states.length === 0) states.push('open')
  const severities = unique(known(severityCodes))
  const rest = words.filter(({ key, isQuoted }) => isQuoted || !stateWords.includes(key))
  const others = rest.filter(({ key, isQuoted }) => isQuoted || !isOneOf(key, severityCodes))
  const isAll = states.includes('all') || (states.includes('open') && states.includes('resolved'))
  const hasState = ({ status }: SupportCase) =>
    isAll || states.includes(status ?? '') || (states.includes('open') && status !== 'resolved')
  return {
    includesResolved: isAll || states.includes('resolved'),
    rest: rest.map(({ typed }) => typed).join(' '),
    pick(cases) {
      const codes = new Set(cases.map(({ serviceCode }) => serviceCode))
      const isService = ({ key, isQuoted }: (typeof others)[number]) => !isQuoted && codes.has(key)
      const services = unique(others.filter(isService).map(({ key }) => key))
      const texts = others.filter((word) => !isService(word))
      const ofStates = cases.filter(hasState)
      const wanted = (each: SupportCase) =>
        isOneOf(each.severityCode, severities) &&
        isOneOf(each.serviceCode, services) &&
        texts.every(({ key }) => searched(each).includes(normal(key)))
      const picked = ofStates.filter(wanted)
      return {
        cases: picked,
        states: isAll ? '' : alternatives(states),
        ofStates: ofStates.length,
        conditions: [
          ...(severities.length > 0 ? [`severity ${alternatives(severities)}`] : []),
          ...(services.length > 0 ? [`service ${alternatives(services)}`] : []),
          ...texts.map((word) => `"${word.text}" in the subject or service`),
        ],
        meant: picked.length > 0 ? undefined : meant(texts, cases),
      }
    },
  }
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}

const alternatives = (values: readonly string[]) => values.join(' or ')

const isOneOf = (value: string | undefined, wanted: readonly string[]) =>
  wanted.length === 0 || (value !== undefined && wanted.includes(value))

/** One letter can be written in several ways. */
const normal = (text: string) => text.normalize('NFC').toLowerCase()

function searched({ subject, serviceCode, categoryCode }: SupportCase): string {
  return normal([subject, serviceCode, categoryCode].join(' '))
}

/** `pending` and `urgnt` are in no subject: something else was meant. */
function meant(texts: readonly Word[], cases: readonly SupportCase[]): string | undefined {
  for (const { text, isQuoted } of texts) {
    const key = text.toLowerCase()
    if (isQuoted || cases.some((each) => searched(each).includes(normal(key)))) continue
    return filterWords.find((word) => word.startsWith(key)) ?? nearest(key, filterWords)
  }
  return undefined
}
