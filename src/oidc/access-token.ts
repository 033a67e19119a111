// Access tokens as JWTs, in the dialect of their resource server: Auth0's own profile or RFC 9068's, each with or without permissions.
import {
  type AccessToken,
  type ClientCredentials,
  errors,
  type JWTStructured,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import type { TenantStore } from '../store/store.ts'
import { authenticationClaims } from './authentication-context.ts'
import { PASSWORD_REALM } from './client-metadata.ts'
import { boundTo, type Confirmation } from './possession.ts'
import { requestFacts } from './request-facts.ts'
import { isForUserinfo, permissionsOf, resourceServerOf } from './resource-servers.ts'

/** Auth0 names how a token was asked for, in these cases only. */
const GTY: { [grant_type: string]: string } = {
  password: 'password',
  [PASSWORD_REALM]: 'password',
  refresh_token: 'refresh_token',
}

export async function customizeAccessToken(
  store: TenantStore,
  ctx: KoaContextWithOIDC | undefined,
  token: AccessToken | ClientCredentials,
  parts: JWTStructured,
): Promise<void> {
  const { payload } = parts
  const resource_server = await resourceServerOf(store, String(payload.aud))
  const client_id = String(payload.client_id)
  const client = await store.facts.client(client_id)
  if (!client) throw new errors.InvalidClient('the client is gone')
  const cnf = boundTo(ctx, resource_server, client, payload.cnf as Confirmation | undefined)
  if (cnf) payload.cnf = cnf
  const isUsers = 'accountId' in token && token.accountId !== undefined
  const scopes = String(payload.scope ?? '').split(' ')

  if (!isUsers) payload.sub = `${client_id}@clients`
  // Auth0: asked for with `openid`, a token is good for /userinfo too.
  else if (scopes.includes('openid') && isForUserinfo(resource_server))
    payload.aud = [String(payload.aud), `${store.tenant.issuer}userinfo`]

  // Our own APIs let a user do what another proof is wanted for, and so must know what she has proved.
  if (isUsers) Object.assign(payload, authenticationClaims(ctx, { unasked: resource_server.is_system }))

  if (resource_server.token_dialect.startsWith('rfc9068_profile')) {
    parts.header = { typ: 'at+jwt' }
  } else {
    parts.header = { typ: 'JWT' }
    // Auth0's has no `jti`; ours keeps it, so that one token can be told from another and blacklisted.
    payload.azp = client_id
    delete payload.client_id
    if (!isUsers) payload.gty = 'client-credentials'
    else {
      const gty = GTY[String(ctx?.oidc.params?.grant_type)]
      if (gty !== undefined) payload.gty = gty
    }
  }

  if (resource_server.token_dialect.endsWith('_authz') && resource_server.enforce_policies) {
    const permissions = isUsers
      ? await permissionsOf(store, token.accountId as string, resource_server.id)
      : scopes.filter(scope => scope !== '')
    const { most_permissions: most } = requestFacts()
    payload.permissions = most ? permissions.filter(permission => most.includes(permission)) : permissions
  }
}
