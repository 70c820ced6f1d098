/** A case with its conversation, as one reads it: what it is about, then the messages, oldest first. */
import type { Output } from '../../model/operations.ts'
import { oneLine } from '../../text/harmless.ts'
import { type SupportCase, severityColor, statusColor, waitsForCustomer } from './case-list.ts'
import { cellWidth, lines, pad, wrap } from './cells.ts'
import type { Layout } from './columns.ts'
import { type Color, type Paint, painter } from './paint.ts'
import { ago, shortTime, timeOf } from './times.ts'

/** A message as the service answers it. */
export type Communication = NonNullable<Output<'describeCommunications'>['communications']>[number]

type Attachment = NonNullable<Communication['attachments']>[number]

interface Place extends Layout {
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The name under which the service's people write. */
const agent = 'Amazon Web Services'

/**
 * The text without a line end. Lines are broken to fit; ids, addresses and other long words are not, so that
 * they can be copied.
 *
 * @param communications as the service lists them, newest first
 */
export function threadText(
  supportCase: SupportCase,
  communications: readonly Communication[],
  place: Place,
): string {
  const messages = [...communications].reverse()
  const paint = painter(place.colors)
  const hasFiles = messages.some((message) => attachmentsOf(message).length > 0)
  return [
    ...header(supportCase, place, paint),
    ...messages.flatMap((message) => ['', ...messageLines(message, place, paint)]),
    ...(messages.length === 0 ? ['', 'No messages.'] : []),
    ...(hasFiles ? ['', ...wrap(fetching, place.columns).map((line) => paint(line, 'dim'))] : []),
  ].join('\n')
}

const fetching = "conn.download(ID, '.') saves a file here."

function header(each: SupportCase, place: Place, paint: Paint): string[] {
  const { subject, status, severityCode, serviceCode, categoryCode, caseId, displayId } = each
  const { timeCreated, submittedBy, ccEmailAddresses = [], language } = each
  const turn = waitsForCustomer(each) ? ' (waits for your answer)' : ''
  const opened = [whenSaid(timeCreated, place), submittedBy && `by ${submittedBy}`].filter(Boolean).join(' ')
  const fields: readonly (readonly [name: string, value: string | undefined, color?: Color])[] = [
    ['status', status && status + turn, statusColor(each)],
    ['severity', severityCode, severityColor(each)],
    ['service', [serviceCode, categoryCode].filter(Boolean).join(', ')],
    ['opened', opened],
    ['cc', ccEmailAddresses.join(', ')],
    ['language', language],
    ['caseId', caseId],
    ['displayId', displayId],
  ]
  const present = fields.filter(([, value]) => value)
  const width = Math.max(...present.map(([name]) => name.length)) + 2
  const isNarrow = place.columns < 2 * width
  return [
    ...wrap(oneLine(subject || '(no subject)'), place.columns).map((line) => paint(line, 'bold')),
    ...present.flatMap(([name, value, color]) => {
      const painted = (line: string) => (color ? paint(line, color) : line)
      const label = paint(pad(name, isNarrow ? 0 : width), 'dim')
      const [first, ...others] = wrap(oneLine(value!), place.columns - (isNarrow ? narrowIndent : width))
      if (isNarrow)
        return [label, ...[first!, ...others].map((line) => ' '.repeat(narrowIndent) + painted(line))]
      return [label + painted(first!), ...others.map((line) => ' '.repeat(width) + painted(line))]
    }),
  ]
}

/** Where there is no room beside the names, values stand below them. */
const narrowIndent = 2

function messageLines(message: Communication, place: Place, paint: Paint): string[] {
  const attachments = attachmentsOf(message)
  const body = (message.body ?? '').replace(/\s+$/, '')
  return [
    ...headline(message, place, paint),
    ...(body === '' ? [] : lines(body).flatMap((line) => wrap(line, place.columns))),
    ...(attachments.length === 0 ? [] : ['', ...attachments.flatMap((each) => attachmentLines(each, place))]),
  ]
}

/** `--- Amazon Web Services, 2026-08-01 09:00Z (3 days ago) ---------`: who and when, on a rule. */
function headline({ submittedBy, timeCreated }: Communication, place: Place, paint: Paint): string[] {
  const { columns, unicode } = place
  const author = oneLine(submittedBy || 'unknown author')
  const color = author === agent ? 'cyan' : 'green'
  const when = whenSaid(timeCreated, place)
  const dash = unicode ? '─' : '-'
  const rule = (length: number) => paint(dash.repeat(Math.max(0, length)), 'dim')
  const around = 2 * (shortRule + 1)
  const room = columns - around - cellWidth(`${author}, ${when}`)
  if (room >= 0) {
    return [`${rule(shortRule)} ${paint(author, color, 'bold')}, ${when} ${rule(shortRule + room)}`]
  }
  return [
    rule(columns),
    ...wrap(author, columns).map((line) => paint(line, color, 'bold')),
    ...wrap(when, columns),
  ]
}

/** Dashes before and, at least, after what stands on a rule. */
const shortRule = 3

function whenSaid(text: string | undefined, { now }: Place): string {
  const time = timeOf(text ?? '')
  // A time that cannot be read may still say something to a person.
  return time === undefined ? oneLine(text ?? 'no time') : `${shortTime(time)} (${ago(time, now)})`
}

/** All of them, whatever their size; services before August 2026 list the small ones alone. */
function attachmentsOf({ attachments = [], attachmentSet = [] }: Communication): Attachment[] {
  const all = [...attachments, ...attachmentSet]
  return all.filter(
    ({ attachmentId }, i) => all.findIndex((each) => each.attachmentId === attachmentId) === i,
  )
}

/** The id is longer than most screens are wide. It stays in one piece, in a line of its own, to be copied. */
function attachmentLines({ fileName, attachmentId }: Attachment, { columns }: Place): string[] {
  return [
    ...wrap(`attached: ${oneLine(fileName || '(no name)')}`, columns),
    `  ${oneLine(attachmentId ?? '(no id)')}`,
  ]
}
