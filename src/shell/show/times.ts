/** Times of the service, for people. */

/** ISO 8601 with a time of day and a zone, as the service answers it. */
const serviceTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/

/** Milliseconds since 1970, or undefined where the text is no time of the service. */
export function timeOf(text: string): number | undefined {
  // Most texts are none: a look at one character tells.
  if (text[4] !== '-' || !serviceTime.test(text)) return undefined
  const time = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(time) ? undefined : time
}

/** `2026-08-01 09:00Z`: enough for a list. */
export function shortTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, -8).replace('T', ' ')}Z`
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Each unit with the span up to which it is used; the last are of the calendar, about. */
const units: readonly (readonly [unit: string, short: string, length: number, upTo: number])[] = [
  ['minute', 'm', minute, hour],
  ['hour', 'h', hour, 2 * day],
  ['day', 'd', day, 60 * day],
  ['month', 'mo', (365.25 / 12) * day, 730 * day],
  ['year', 'y', 365.25 * day, Number.POSITIVE_INFINITY],
]

function spanOf(span: number): { readonly count: number; readonly unit: string; readonly short: string } {
  const [unit, short, length] = units.find(([, , , upTo]) => span < upTo)!
  return { count: Math.floor(span / length), unit, short }
}

/** `3 days ago`, `in 5 minutes`, `just now`. */
export function ago(time: number, now: number): string {
  const span = Math.abs(now - time)
  if (span < minute) return 'just now'
  const { count, unit } = spanOf(span)
  const said = `${count} ${unit}${count === 1 ? '' : 's'}`
  return time <= now ? `${said} ago` : `in ${said}`
}

/** The same for a column of a list: `3d`, `5mo`; `now` for what is less than a minute old, or not yet. */
export function age(time: number, now: number): string {
  const span = now - time
  if (span < minute) return 'now'
  const { count, short } = spanOf(span)
  return `${count}${short}`
}
