// A user on the wire: what is not set is left out.
import { type Static, Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import type { JsonObject } from '../../store/schema.ts'
import type { User as StoredUser } from '../../store/users.ts'

/** `auth0|…`; what follows the provider may be anything but space. */
export const UserId = Type.String({ pattern: '^[^|\\s]+\\|\\S+$', maxLength: 300, description: 'The user’s `user_id`' })

export const UserParams = Type.Object({ id: UserId })

const Metadata = (description: string) =>
  Type.Optional(Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true, description }))

export const metadataProperties = {
  user_metadata: Metadata('What applications keep about the user for her; at most 256 KB'),
  app_metadata: Metadata('What applications keep about the user for themselves; at most 256 KB'),
}

export const Identity = Type.Object({
  connection: Type.String({ description: 'The connection’s name' }),
  user_id: Type.String({ description: 'The user’s id in this connection, without a prefix' }),
  provider: Type.Unsafe<'auth0'>({ type: 'string', description: 'The connection’s strategy' }),
  isSocial: Type.Boolean(),
  profileData: Type.Optional(Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true })),
})

const text = (description?: string) => Type.Optional(Type.String(description ? { description } : {}))
const time = () => Type.Optional(Type.String({ format: 'date-time' }))

/** With `fields` in play, everything is optional. */
export const User = Type.Object(
  {
    user_id: text(),
    email: text(),
    email_verified: Type.Optional(Type.Boolean()),
    username: text(),
    phone_number: text(),
    phone_verified: Type.Optional(Type.Boolean()),
    name: text(),
    given_name: text(),
    family_name: text(),
    nickname: text(),
    picture: text(),
    blocked: Type.Optional(Type.Boolean({ description: 'Present when an administrator blocked the user' })),
    ...metadataProperties,
    identities: Type.Optional(Type.Array(Identity)),
    created_at: time(),
    updated_at: time(),
    last_login: time(),
    last_ip: text(),
    last_password_reset: time(),
    logins_count: Type.Optional(Type.Integer()),
    multifactor: Type.Optional(
      Type.Array(Type.String(), { description: 'Present when the user has enrolled a second factor' }),
    ),
  },
  { title: 'User' },
)

export function shownUser({ blocked, ...user }: StoredUser): Static<typeof User> {
  const set = Object.entries(user).filter(([, value]) => value !== null)
  return Object.fromEntries(
    [...set, ...(blocked ? [['blocked', true]] : [])].map(([key, value]) => [
      key,
      value instanceof Date ? value.toISOString() : value,
    ]),
  )
}

export const inexistentUser = () => new LintelError('inexistent_user', 'The user does not exist.')
