// How long a browser's session lives: until nothing has happened in it for a while, and never beyond a time after the sign-in. A session whose
// cookie goes with the browser (Auth0: non-persistent, ephemeral) has lifetimes of its own. Auth0: the absolute end is settled at the sign-in.
// So a setting that is raised later prolongs no session; one that is lowered shortens those that run.
import type { FoundSession } from '../store/sessions.ts'
import { readSettings, type TenantSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { isOfIssuer } from './issuer.ts'

const MINUTE_MS = 60_000

const lifetimesOf = (settings: TenantSettings, ephemeral: boolean) =>
  ephemeral
    ? {
        absolute_ms: settings.ephemeral_session_lifetime_in_minutes * MINUTE_MS,
        idle_ms: settings.idle_ephemeral_session_lifetime_in_minutes * MINUTE_MS,
      }
    : {
        absolute_ms: settings.session_lifetime_in_minutes * MINUTE_MS,
        idle_ms: settings.idle_session_lifetime_in_minutes * MINUTE_MS,
      }

const earliest = (...times: (number | undefined)[]): Date =>
  new Date(Math.min(...times.filter(time => time !== undefined)))

/** oidc-provider's word for a session whose cookie goes with the browser. */
const isEphemeral = ({ payload }: Pick<FoundSession, 'payload'>): boolean => payload.transient === true

/** The ends of a session in which something happens now. @param found as it was until now, if it was there */
export function endsOf(
  settings: TenantSettings,
  session: { authenticated_at: Date; ephemeral: boolean },
  found: FoundSession | undefined,
  now: Date,
): { idle_expires_at: Date; expires_at: Date } {
  const { absolute_ms, idle_ms } = lifetimesOf(settings, session.ephemeral)
  const since = session.authenticated_at.getTime()
  // oidc-provider counts in seconds.
  const is_same = found !== undefined && Math.abs(found.authenticated_at.getTime() - since) < 1_000
  const expires_at = earliest(since + absolute_ms, is_same ? found.expires_at.getTime() : undefined)
  return { expires_at, idle_expires_at: earliest(now.getTime() + idle_ms, expires_at.getTime()) }
}

/** When a session ends if nothing more happens in it. */
export function endOf(settings: TenantSettings, session: FoundSession): Date {
  const { absolute_ms, idle_ms } = lifetimesOf(settings, isEphemeral(session))
  return earliest(
    session.idle_expires_at.getTime(),
    session.expires_at.getTime(),
    session.authenticated_at.getTime() + absolute_ms,
    session.last_interacted_at.getTime() + idle_ms,
  )
}

/** The session of this cookie, if it runs and began at this issuer: each has its own. */
export async function findRunning(
  store: TenantStore,
  cookie_hash: string,
  now: Date,
): Promise<FoundSession | undefined> {
  const found = await store.sessions.findByCookie(cookie_hash)
  return found && isOfIssuer(store, found.payload) && endOf(readSettings(await store.facts.settings()), found) > now
    ? found
    : undefined
}
