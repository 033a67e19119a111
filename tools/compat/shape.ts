// What a recorded body promises of another: its keys, and the JSON type of each value. Values are the recording's own.

// biome-ignore lint/suspicious/noExplicitAny: JSON of others
export type Json = any

const typeOf = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)
const isObject = (value: Json): value is { [key: string]: Json } => typeOf(value) === 'object'

/** Maps whose keys are somebody's data. */
const OPEN = /(^|\.)(user_|app_|client_|domain_|session_|refresh_token_)?metadata$/

const isBare = (value: Json): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

/** Of a list of objects: one that has what any of them has. */
function merged(items: Json[]): Json {
  const out: { [key: string]: Json } = {}
  for (const item of items)
    for (const [key, value] of Object.entries(item as object)) {
      if (isObject(out[key]) && isObject(value)) out[key] = merged([out[key], value])
      else if (isBare(out[key])) out[key] = value
    }
  return out
}

/** @param except where nothing is compared, e.g. because it was not asked for */
export function differences(recorded: Json, ours: Json, except: readonly string[], at = ''): string[] {
  if (except.some(path => at === path || at.startsWith(`${path}.`))) return []
  const here = at === '' ? 'the body' : at
  if (ours === undefined) return [`${here} is missing`]
  // What was kept secret can have been anything.
  if (recorded === '[REDACTED]') return []
  if (typeOf(recorded) !== typeOf(ours)) return [`${here} is ${typeOf(ours)} instead of ${typeOf(recorded)}`]
  if (isObject(recorded)) {
    if (OPEN.test(at)) return []
    return Object.entries(recorded).flatMap(([key, value]) =>
      differences(value, (ours as Json)[key], except, at === '' ? key : `${at}.${key}`),
    )
  }
  if (!Array.isArray(recorded) || recorded.length === 0) return []
  if (ours.length === 0) return [`${here} is empty`]
  if (!recorded.every(isObject)) return differences(recorded[0], ours[0], except, `${at}[]`)
  if (!ours.every(isObject)) return [`${here} holds ${typeOf(ours[0])} instead of object`]
  return differences(merged(recorded), merged(ours), except, `${at}[]`)
}
