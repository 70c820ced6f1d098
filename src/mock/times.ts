/** Instants as milliseconds since 1970, the texts that the service knows for them, and ISO durations. */

const timePattern =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/**
 * Reads `2020-03-23T21:31:47.774Z`, the same without a zone (UTC) or with an offset, and
 * `2020-03-23`; the dashes and colons may be missing. Undefined when it is none of these.
 */
export function parseTime(text: string): number | undefined {
  const match = timePattern.exec(text)
  if (!match) return undefined
  const [, years, months, days, hours = '0', minutes = '0', seconds = '0', fraction = '', zone] = match
  const month = Number(months)
  const day = Number(days)
  const hour = Number(hours)
  const minute = Number(minutes)
  const second = Number(seconds)
  const millisecond = Number(fraction.padEnd(3, '0').slice(0, 3))
  const time = Date.UTC(Number(years), month - 1, day, hour, minute, second, millisecond)
  // Date.UTC carries over: the 31st of April would become the 1st of May.
  const isReal =
    month >= 1 &&
    month <= 12 &&
    new Date(time).getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  return isReal ? time - offset(zone) : undefined
}

function offset(zone = 'Z'): number {
  if (zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

/** `2025-02-17T22:08:19.234Z`, as in timeCreated. */
export function formatTime(time: number): string {
  return new Date(time).toISOString()
}

/** `2020-05-14T17:04:40.790+0000`, as in expiryTime. */
export function formatOffsetTime(time: number): string {
  return formatTime(time).replace('Z', '+0000')
}

/** `20250217T220819Z`, as in signatures. */
export function basicTime(time: number): string {
  return `${formatTime(time).slice(0, 19).replace(/[-:]/g, '')}Z`
}

const durationPattern =
  /^(-)?P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** `time` moved by an ISO 8601 duration such as `PT1H`, `P14D` or `P24M`; undefined when it is none. */
export function addDuration(time: number, duration: string): number | undefined {
  const match = durationPattern.exec(duration)
  if (!match) return undefined
  const sign = match[1] ? -1 : 1
  const [years, months, weeks, days, hours, minutes, seconds] = match
    .slice(2)
    .map((part) => sign * Number(part ?? 0)) as [number, number, number, number, number, number, number]
  const moved = addMonths(time, years * 12 + months)
  return moved + ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}

// A month later than the 31st of January is the last of February.
function addMonths(time: number, months: number): number {
  const date = new Date(time)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date.getTime()
}
