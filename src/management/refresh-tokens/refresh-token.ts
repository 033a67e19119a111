// A refresh token on the wire: what the store calls its family, so that it keeps its id while it rotates.
import { Type } from 'typebox'
import { LintelError } from '../../errors.ts'
import type { RefreshTokenFamily } from '../../store/refresh-tokens.ts'
import { SessionDevice, StringMetadata } from '../sessions/session.ts'

const time = () => Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

export const RefreshTokenParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 50 }) })

/** With `fields` in play, everything is optional. */
export const RefreshToken = Type.Partial(
  Type.Object({
    id: Type.String(),
    user_id: Type.String(),
    client_id: Type.String(),
    session_id: Type.Union([Type.String(), Type.Null()]),
    rotating: Type.Boolean(),
    created_at: time(),
    idle_expires_at: time(),
    expires_at: time(),
    last_exchanged_at: time(),
    device: SessionDevice,
    resource_servers: Type.Array(Type.Object({ audience: Type.String(), scopes: Type.String() })),
    refresh_token_metadata: StringMetadata,
  }),
  { title: 'RefreshToken' },
)

export const inexistentRefreshToken = () =>
  new LintelError('inexistent_refresh_token', 'The refresh token does not exist.')

export function shownRefreshToken({ grant_id: _, refresh_token_metadata, ...family }: RefreshTokenFamily) {
  return {
    ...family,
    created_at: family.created_at.toISOString(),
    idle_expires_at: family.idle_expires_at?.toISOString() ?? null,
    expires_at: family.expires_at?.toISOString() ?? null,
    last_exchanged_at: family.last_exchanged_at?.toISOString() ?? null,
    refresh_token_metadata: refresh_token_metadata as { [key: string]: string } | null,
  }
}
