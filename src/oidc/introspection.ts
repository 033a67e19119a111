// Introspection (RFC 7662): what a resource server may know of a token that was shown to it. Our own, since oidc-provider knows no JWTs here
// (9.13.3); that the client authenticates, and the answer as a JWT (RFC 9701), are its.
import type { KoaContextWithOIDC } from 'oidc-provider'
import { errors } from 'oidc-provider'
import type { RegisteredClient } from '../store/client-credentials.ts'
import type { TenantStore } from '../store/store.ts'
import { authMethodOf, storedClient } from './client-metadata.ts'
import { requestFacts } from './request-facts.ts'
import { findAccessToken, findRefreshToken, type OwnToken } from './subject-tokens.ts'

/** RFC 7662 §2.2: whatever the reason, nothing more. */
const INACTIVE = { active: false }

/** Who it was issued to, and the resource server that it is for (Auth0: the client that is linked to it). */
function mayAsk(client: RegisteredClient, token: OwnToken): boolean {
  if (token.client.client_id === client.client_id) return true
  if (token.kind === 'refresh_token' || token.resource_server === undefined) return false
  return client.resource_server_identifier === token.resource_server.identifier
}

async function find(store: TenantStore, token: string, hint: unknown, now: Date): Promise<OwnToken | undefined> {
  const looks = [findAccessToken, findRefreshToken]
  // RFC 7662 §2.1: the hint says where to look first.
  if (hint === 'refresh_token') looks.reverse()
  for (const look of looks) {
    const found = await look(store, token, now)
    if (found) return found
  }
  return undefined
}

/** Values that are not there are left out by JSON. */
const shown = (token: OwnToken) => ({
  active: true,
  iss: token.issuer,
  sub: token.sub,
  aud: token.aud,
  client_id: token.client.client_id,
  scope: token.scopes.join(' ') || undefined,
  iat: token.issued_at,
  exp: token.expires_at,
  jti: token.jti,
  ...(token.kind === 'refresh_token' ? {} : { token_type: token.cnf?.jkt === undefined ? 'Bearer' : 'DPoP' }),
  cnf: token.cnf,
  act: token.act,
  permissions: token.permissions,
  authorization_details: token.authorization_details,
})

export const introspect =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<object> => {
    const { client, params } = ctx.oidc
    const asking = client && storedClient(client)
    // RFC 7662 §2.1: a client id is no authorization.
    if (!asking || authMethodOf(asking) === 'none') throw new errors.InvalidClientAuth('a public client may not ask')
    const token = await find(store, String(params?.token), params?.token_type_hint, requestFacts().now)
    return token && mayAsk(asking, token) ? shown(token) : INACTIVE
  }
