/** `.cases` */

import { oneLine } from '../../text/harmless.ts'
import type { Candidate } from '../completion/completion.ts'
import { type CaseFilter, caseFilter, filterWords, type Picked } from '../show/case-filter.ts'
import { caseListText, type SupportCase, waitsForCustomer } from '../show/case-list.ts'
import { wrap } from '../show/cells.ts'
import { painter } from '../show/paint.ts'
import { timeOf } from '../show/times.ts'
import type { DotCommand } from './dot-command.ts'
import { allCases } from './find-case.ts'

export const casesCommand: DotCommand = {
  name: 'cases',
  usage: '.cases [FILTER]',
  help: 'List cases, newest first: open ones, or by status, severity, service, words of the subject, or all.',
  async complete(argument, context) {
    const [, before = '', word = ''] = /^(.*\s)?(\S*)$/s.exec(argument) ?? []
    const words = filterWords.map((text): Candidate => ({ text }))
    // There are hundreds of services: they are offered once one is being typed.
    const services = word === '' ? [] : ((await context.live?.get('services'))?.values ?? [])
    return [...words, ...services.map(({ value, note }): Candidate => ({ text: value, note }))]
      .filter(({ text }) => text.startsWith(word))
      .map((candidate) => ({ ...candidate, text: before + candidate.text }))
  },
  async run(argument, context) {
    const filter = caseFilter(argument)
    const cases = await allCases(context, { includeResolvedCases: filter.includesResolved })
    const picked = filter.pick(cases)
    const { screen, now = Date.now } = context
    const paint = painter(screen.colors)
    const said = wrap(found(picked), screen.columns)
    const hints = more(picked, filter)
    const hinted = hints === '' ? [] : wrap(hints, screen.columns).map((line) => paint(line, 'dim'))
    if (picked.cases.length === 0) return [...said, ...hinted].join('\n')
    const list = caseListText(newestFirst(picked.cases), { ...screen, now: now() })
    // What is read first says what the list is, also where it is paged.
    return [...said, '', list, '', ...hinted].join('\n')
  },
}

/** The service lists them so, as far as is known; nothing says that it has to. */
function newestFirst(cases: readonly SupportCase[]): SupportCase[] {
  const time = ({ timeCreated }: SupportCase) => timeOf(timeCreated ?? '') ?? 0
  return cases
    .map((each) => ({ each, at: time(each) }))
    .sort((one, other) => other.at - one.at)
    .map(({ each }) => each)
}

/** What the list has, and of how many: `2 of 10 open cases with severity urgent, newest first.` */
function found({ cases, states, ofStates, conditions, meant }: Picked): string {
  const kind = (count: number) => [states, count === 1 ? 'case' : 'cases'].filter(Boolean).join(' ')
  const condition = conditions.length > 0 ? ` with ${conditions.map(oneLine).join(', ')}` : ''
  if (cases.length === 0) {
    const others =
      ofStates > 0 ? `: there ${ofStates === 1 ? 'is' : 'are'} ${ofStates} ${kind(ofStates)}` : ''
    return `No ${kind(0)}${condition}${others}${meant ? `; did you mean ${meant}?` : '.'}`
  }
  const count = condition === '' ? cases.length : `${cases.length} of ${ofStates}`
  const waiting = cases.filter(waitsForCustomer).length
  // Where all of them wait, every line says so.
  const turn =
    waiting === 0 || waiting === cases.length
      ? ''
      : `; ${waiting} ${waiting === 1 ? 'waits' : 'wait'} for your answer`
  return `${count} ${kind(ofStates)}${condition}, newest first${turn}.`
}

/** What else there is to see. */
function more({ cases, conditions }: Picked, { includesResolved, rest }: CaseFilter): string {
  const widened = oneLine(['.cases all', rest].filter(Boolean).join(' '))
  const hints = [
    ...(cases.length > 0 ? ['.case ID shows one'] : []),
    ...(includesResolved ? [] : [`${widened} looks at resolved ones, too`]),
    ...(includesResolved && cases.length === 0 && conditions.length === 0
      ? ['conn.createCase opens one']
      : []),
  ]
  return hints.length === 0 ? '' : `${hints.join('; ')}.`
}
