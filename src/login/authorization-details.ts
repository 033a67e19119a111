// Authorization details (RFC 9396) as a person reads them before she permits them: all of them, as lines of a name and a value.
import type { AuthorizationDetail } from '../oidc/interaction.ts'

export type ShownDetail = { type: string; lines: { name: string; value: string }[] }

// What turns the direction of what follows, or is not to be seen, could make one amount look like another.
const readable = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')

function linesOf(value: unknown, path: string[]): ShownDetail['lines'] {
  if (Array.isArray(value) && value.every(one => one === null || typeof one !== 'object'))
    return [{ name: path.join(' › '), value: value.map(one => readable(String(one))).join(', ') }]
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([member, inner]) =>
      linesOf(inner, [...path, Array.isArray(value) ? String(Number(member) + 1) : readable(member)]),
    )
  return [
    { name: path.join(' › '), value: typeof value === 'object' ? JSON.stringify(value) : readable(String(value)) },
  ]
}

/** The same as it was asked for. */
export function readableDetails<Value>(value: Value): Value {
  if (typeof value === 'string') return readable(value) as Value
  if (Array.isArray(value)) return value.map(readableDetails) as Value
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [readable(name), readableDetails(inner)]),
  ) as Value
}

export const shownDetails = (details: readonly AuthorizationDetail[]): ShownDetail[] =>
  details.map(({ type, ...rest }) => ({ type: readable(type), lines: linesOf(rest, []) }))
