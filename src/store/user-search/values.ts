// What a text means as a number or a date. Undefined: it is none.

/** The whole numbers or milliseconds that a value covers: `2018-01` is all of January, 5.5 covers no whole number. */
export type Span = { first: number; last: number }

/** An ordinary decimal number. */
export function numberOf(text: string): number | undefined {
  const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

export function wholeNumberSpan(text: string): Span | undefined {
  const number = numberOf(text)
  return number === undefined ? undefined : { first: Math.ceil(number), last: Math.floor(number) }
}

const DATE =
  /^(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d)(?:T(?<hour>\d\d)(?::(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?)?)?(?<zone>Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/

const DAY = 86_400_000

/** An ISO 8601 date or time, as precise as it is written; UTC unless it says otherwise. */
export function dateSpan(text: string): Span | undefined {
  const { year, month, day, hour, minute, second, fraction, zone } = DATE.exec(text)?.groups ?? {}
  if (year === undefined) return undefined
  const whole = `${year}-${month ?? '01'}-${day ?? '01'}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.000Z`
  const start = new Date(whole)
  const offset = offsetOf(zone)
  // A Date may roll the 30th of February over instead of refusing it.
  if (Number.isNaN(start.getTime()) || start.toISOString() !== whole || offset === undefined) return undefined
  const first = start.getTime() - offset + (fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3)))
  const last = fraction === undefined ? first + lengthOf(start, { month, day, hour, minute, second }) - 1 : first
  return isStorable(first) && isStorable(last) ? { first, last } : undefined
}

/** Milliseconds in the smallest unit that was written. */
function lengthOf(start: Date, written: { [unit: string]: string | undefined }): number {
  if (written.second) return 1_000
  if (written.minute) return 60_000
  if (written.hour) return DAY / 24
  if (written.day) return DAY
  return new Date(start).setUTCMonth(start.getUTCMonth() + (written.month ? 1 : 12)) - start.getTime()
}

/** Milliseconds east of Greenwich. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || 0)
  if (hours > 18 || minutes > 59) return undefined
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/** PostgreSQL has no year 0, and ISO strings of four-digit years end with 9999. */
function isStorable(time: number): boolean {
  const year = new Date(time).getUTCFullYear()
  return year >= 1 && year <= 9999
}
