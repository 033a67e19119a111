// Where a client hears that a session of its has ended: server to server (OpenID Connect Back-Channel Logout, Auth0's `oidc_logout`), or in the
// browser that logs out (OpenID Connect Front-Channel Logout, by its own names).
import { isDeepStrictEqual } from 'node:util'
import { type Static, Type } from 'typebox'
import { invalidProperty } from '../../errors.ts'
import { checkUrl } from '../../http/urls.ts'
import type { Client } from '../../store/clients.ts'
import type { OidcLogout } from '../../store/schema.ts'

const INITIATORS = [
  'rp-logout',
  'idp-logout',
  'password-changed',
  'session-expired',
  'session-revoked',
  'account-deleted',
  'email-identifier-changed',
  'mfa-phone-unenrolled',
  'account-deactivated',
] as const
const strict = { additionalProperties: false }

const BackchannelLogout = Type.Object(
  {
    backchannel_logout_urls: Type.Optional(
      Type.Array(Type.String(), { maxItems: 1, description: 'https, or http on a loopback host' }),
    ),
    backchannel_logout_initiators: Type.Optional(
      Type.Object(
        {
          mode: Type.Optional(Type.Enum(['custom', 'all'])),
          selected_initiators: Type.Optional(Type.Array(Type.Enum([...INITIATORS]), { uniqueItems: true })),
        },
        { ...strict, description: 'Without it rp-logout and idp-logout; rp-logout always' },
      ),
    ),
    backchannel_logout_session_metadata: Type.Optional(
      Type.Union([Type.Object({ include: Type.Boolean() }, strict), Type.Null()]),
    ),
  },
  strict,
)
type BackchannelLogout = Static<typeof BackchannelLogout>

export const logoutSettings = {
  oidc_logout: Type.Optional(Type.Union([BackchannelLogout, Type.Null()])),
  /** Auth0's older name of the same; answered under the newer one. */
  oidc_backchannel_logout: Type.Optional(Type.Union([BackchannelLogout, Type.Null()])),
}
export const shownLogoutSettings = { oidc_logout: Type.Optional(BackchannelLogout) }

export const logoutRegistration = {
  frontchannel_logout_uri: Type.Optional(Type.String()),
  frontchannel_logout_session_required: Type.Optional(Type.Boolean()),
}

/** A place of the client's own that a server or a frame of ours calls. */
function checkLogoutUrl(url: string, property: string): void {
  checkUrl(url, 'redirect', property)
  if (!/^https?:/.test(url)) throw invalidProperty('The URL must be https, or http on a loopback host.', property)
  if (url.includes('*')) throw invalidProperty('The URL must not have a placeholder.', property)
}

function stored(given: BackchannelLogout, property: string): OidcLogout | null {
  if (Object.keys(given).length === 0) return null
  const { backchannel_logout_initiators: initiators, backchannel_logout_session_metadata: metadata } = given
  // Auth0: an empty one is none.
  const urls = (given.backchannel_logout_urls ?? []).filter(url => url !== '')
  for (const [index, url] of urls.entries()) checkLogoutUrl(url, `${property}.backchannel_logout_urls.${index}`)
  return {
    backchannel_logout_urls: urls,
    ...(initiators ? { backchannel_logout_initiators: { mode: 'custom', ...initiators } } : {}),
    ...(metadata ? { backchannel_logout_session_metadata: metadata } : {}),
  }
}

/** What a body asks for, by either name. */
export function logoutChanges(body: {
  oidc_logout?: BackchannelLogout | null
  oidc_backchannel_logout?: BackchannelLogout | null
}): { oidc_logout?: OidcLogout | null } {
  const { oidc_logout: newer, oidc_backchannel_logout: older } = body
  if (newer !== undefined && older !== undefined && !isDeepStrictEqual(newer, older))
    throw invalidProperty('It is the older name of oidc_logout, and must say the same', 'oidc_backchannel_logout')
  const property = newer === undefined ? 'oidc_backchannel_logout' : 'oidc_logout'
  const given = newer === undefined ? older : newer
  return given === undefined ? {} : { oidc_logout: given && stored(given, property) }
}

/** OpenID Connect Front-Channel Logout §2: the page is where the client's callbacks are. */
export function checkFrontchannelLogout({
  callbacks,
  registration,
}: Pick<Client, 'callbacks'> & Partial<Pick<Client, 'registration'>>): void {
  const { frontchannel_logout_uri: uri } = registration ?? {}
  if (typeof uri !== 'string') return
  const property = 'registration.frontchannel_logout_uri'
  checkLogoutUrl(uri, property)
  const { origin } = new URL(uri)
  if (!callbacks.some(url => URL.parse(url)?.origin === origin && !url.includes('*')))
    throw invalidProperty('Its scheme, host and port must be those of a callback', property)
}
