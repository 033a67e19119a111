// Metadata of Auth0's making: an object of short strings, which PATCH merges.
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'

const MAX_PROPERTIES = 10

/** At most ten strings of at most 255 characters; null removes one. */
export const StringMetadata = Type.Record(
  Type.String({ maxLength: 255 }),
  Type.Union([Type.String({ maxLength: 255 }), Type.Null()]),
  { maxProperties: MAX_PROPERTIES },
)

/** Auth0: merged at the first level, a null removes its key, an empty object removes all. */
export function mergeStringMetadata(
  before: { [key: string]: string },
  patch: { [key: string]: string | null },
  property: string,
): { [key: string]: string } {
  const merged = Object.keys(patch).length === 0 ? {} : { ...before, ...patch }
  const entries = Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null)
  if (entries.length > MAX_PROPERTIES)
    throw new LintelError(
      'invalid_body',
      `Payload validation error: 'Object has too many properties, maximum ${MAX_PROPERTIES}' on property ${property}`,
    )
  return Object.fromEntries(entries)
}
