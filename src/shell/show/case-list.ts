/** Cases as a list for people: one line each. */
import type { Output } from '../../model/operations.ts'
import { oneLine } from '../../text/harmless.ts'
import { columnsText, type Layout, leastProse } from './columns.ts'
import type { Color } from './paint.ts'
import type { Column } from './placement.ts'
import { age, timeOf } from './times.ts'

/** A case as the service answers it. */
export type SupportCase = NonNullable<Output<'describeCases'>['cases']>[number]

/** It is the customer's turn. */
export const waitsForCustomer = ({ status }: SupportCase): boolean => status === 'pending-customer-action'

/** Words of the service that are one of a few, and its codes of services, are still known at these widths. */
const leastStatus = 11
const leastService = 20

/** From so many columns on a status is whole: it says whose turn it is. */
const roomy = 100

/** What stands beside a subject at the most, and so much of a subject comes before the service. */
const besideSubject = 60
const enoughOfSubject = 40

/** The cases in the order in which they are given; there has to be one. */
export function caseListText(
  cases: readonly SupportCase[],
  { now, ...layout }: Layout & { readonly now: number },
): string {
  const column = (
    name: string,
    text: (each: SupportCase) => string | undefined,
    rest: Omit<Column, 'name' | 'cells'>,
  ): Column => ({ name, cells: cases.map((each) => oneLine(text(each) ?? '')), ...rest })
  const isRoomy = layout.columns >= roomy
  const color = (of: (each: SupportCase) => Color | undefined) => (row: number) => of(cases[row]!)
  const columns = [
    // The number of the Support Center is short, and `.case` takes it.
    column('case', ({ displayId, caseId }) => displayId ?? caseId, { rank: 0, identifies: true }),
    column('age', ({ timeCreated }) => ageOf(timeCreated, now), { rank: 4, align: 'right' }),
    column('severity', ({ severityCode }) => severityCode, { rank: 3, color: color(severityColor) }),
    column('status', ({ status }) => status, {
      rank: 2,
      least: isRoomy ? undefined : leastStatus,
      color: color(statusColor),
    }),
    column('service', ({ serviceCode }) => serviceCode, { rank: 5, least: leastService }),
    column('subject', ({ subject }) => subject, { rank: 1, least: leastSubject(layout) }),
    column('caseId', ({ caseId }) => caseId, { rank: 6, spare: true }),
  ]
  return columnsText(columns, layout)
}

const leastSubject = (layout: Layout): number =>
  Math.max(leastProse(layout), Math.min(layout.columns - besideSubject, enoughOfSubject))

function ageOf(text: string | undefined, now: number): string {
  const time = timeOf(text ?? '')
  return time === undefined ? '' : age(time, now)
}

export function statusColor(each: SupportCase): Color | undefined {
  if (waitsForCustomer(each)) return 'yellow'
  return each.status === 'resolved' ? 'green' : undefined
}

export function severityColor({ severityCode }: SupportCase): Color | undefined {
  return severityCode === 'urgent' || severityCode === 'critical' ? 'red' : undefined
}
