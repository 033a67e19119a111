// How long refresh tokens live, by a client's `refresh_token` settings (Auth0): an absolute end that nothing extends, an idle end that each
// exchange moves, and the leeway in which a rotated token may be sent once more.
import type { RefreshTokenSettings } from '../store/schema.ts'

/** When a family that begins now ends, however busy it is; undefined: never. */
export function familyEnd(settings: RefreshTokenSettings, now: Date): Date | undefined {
  if (settings.expiration_type === 'non-expiring' || settings.infinite_token_lifetime) return undefined
  return new Date(now.getTime() + settings.token_lifetime * 1000)
}

/** When a token exchanged or issued now ends if it is not used; undefined: never. */
export function idleEnd(settings: RefreshTokenSettings, now: Date): Date | undefined {
  if (settings.expiration_type === 'non-expiring' || settings.infinite_idle_token_lifetime) return undefined
  return new Date(now.getTime() + settings.idle_token_lifetime * 1000)
}

const CENTURY_MS = 3_155_760_000_000

/** Seconds that a token has from now on. */
export function tokenSeconds(settings: RefreshTokenSettings, family_expires_at: Date | undefined, now: Date): number {
  const ends = [family_expires_at, idleEnd(settings, now)].flatMap(end => (end ? [end.getTime()] : []))
  const end = ends.length > 0 ? Math.min(...ends) : now.getTime() + CENTURY_MS
  return Math.max(1, Math.floor((end - now.getTime()) / 1000))
}

/** Auth0: within the leeway the previous token works once more; the one before it never does. */
export function isCoveredByLeeway(
  settings: RefreshTokenSettings,
  token: { consumed_at: Date | null; superseded: boolean },
  now: Date,
): boolean {
  if (token.consumed_at === null) return true
  return !token.superseded && token.consumed_at.getTime() + settings.leeway * 1000 > now.getTime()
}
