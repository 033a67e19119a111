// What a value means to a number, a date or a boolean. Undefined: it is none.

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

/** An ISO 8601 date or time, as precise as it is written; UTC unless it says otherwise. */
export function dateSpan(text: string): Span | undefined {
  const { year, month, day, hour, minute, second, fraction, zone } = DATE.exec(text)?.groups ?? {}
  if (year === undefined) return undefined
  const at = (n: string | undefined, lowest: number) => (n === undefined ? lowest : Number(n))
  const parts = [at(year, 0), at(month, 1) - 1, at(day, 1), at(hour, 0), at(minute, 0), at(second, 0)] as const
  const written = [year, month, day, hour, minute, second].filter(part => part !== undefined).length
  const after = parts.map((part, i) => (i === written - 1 ? part + 1 : part)) as unknown as typeof parts
  const millisecond = fraction === undefined ? 0 : Math.trunc(Number(`0.${fraction}`) * 1000)
  const offset = offsetOf(zone)
  const start = utc(...parts, millisecond)
  if (offset === undefined || !sameParts(start, parts)) return undefined
  const first = start.getTime() - offset
  const last = fraction === undefined ? utc(...after, 0).getTime() - offset - 1 : first
  return isStorable(first) && isStorable(last) ? { first, last } : undefined
}

/** `Date.UTC` reads the years 0 to 99 as 1900 to 1999. */
function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  millisecond: number,
): Date {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  date.setUTCHours(hour, minute, second, millisecond)
  return date
}

const sameParts = (date: Date, parts: readonly number[]) =>
  [
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ].every((part, i) => part === parts[i])

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
