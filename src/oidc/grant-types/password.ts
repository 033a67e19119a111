// The password grant (RFC 6749 §4.3) and Auth0's password-realm, which names the connection. Only for first-party clients that were given it:
// OAuth 2.1 has dropped it, since whoever takes a password can keep it.
import type { FastifyRequest } from 'fastify'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { newBearerValue } from '../../ids.ts'
import type { Client } from '../../store/clients.ts'
import type { TenantStore } from '../../store/store.ts'
import { OIDC_SCOPES } from '../claims.ts'
import { PASSWORD_REALM, storedClient } from '../client-metadata.ts'
import { refusal, type Situation } from '../dialect.ts'
import { missingConsent } from '../prompts.ts'
import { issueTokensFor, type RequestedResource, requestedResources } from '../provider-internals.ts'
import { requestFacts } from '../request-facts.ts'
import type { GrantType } from './grant-type.ts'

/** The login room's deed: throttled, logged, the same for known and unknown names. */
export type SignInDirectly = (
  tried: { request: FastifyRequest; client: Client; realm: string | undefined; username: string; password: string },
  now: Date,
) => Promise<
  | { user_id: string; connection_id: string; refused?: never }
  | {
      refused:
        | 'same-user-login'
        | 'ip-blocked'
        | 'server-busy'
        | 'upstream-unavailable'
        | 'wrong-credentials'
        | 'blocked'
        | 'unverified'
        | 'password-breached'
        | 'no-connection'
    }
>

declare module 'fastify' {
  interface FastifyInstance {
    signInDirectly: SignInDirectly
  }
}

type Refused = Extract<Awaited<ReturnType<SignInDirectly>>, { refused: string }>['refused']

const SITUATION: { [Why in Refused]: Situation } = {
  'same-user-login': 'too_many_attempts',
  'ip-blocked': 'too_many_attempts',
  'server-busy': 'server_busy',
  'upstream-unavailable': 'upstream_unavailable',
  'wrong-credentials': 'wrong_credentials',
  blocked: 'user_blocked',
  unverified: 'unverified_email',
  'password-breached': 'password_leaked',
  'no-connection': 'no_connection',
}

const names = ['password', PASSWORD_REALM]
const parameters = ['username', 'password', 'realm', 'scope', 'resource']

const MAX_USERNAME = 254

function defaultScopes(resource_server: RequestedResource | undefined): string[] {
  if (!resource_server) return ['openid', 'profile', 'email']
  return [...resource_server.scopes].filter(scope => !OIDC_SCOPES.includes(scope))
}

function required(params: KoaContextWithOIDC['oidc']['params'], name: string): string {
  const value = params?.[name]
  if (typeof value !== 'string' || value === '')
    throw new errors.InvalidRequest(`missing required parameter(s) (${name})`)
  return value
}

const handler =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { client, params, provider } = ctx.oidc
    const facts = requestFacts()
    const { request, now } = facts
    if (!client || !params || !request) throw new Error('a token request without a client')
    const stored = storedClient(client)
    if (!stored.is_first_party) throw refusal('third_party_password')

    const username = required(params, 'username').trim().slice(0, MAX_USERNAME)
    const password = required(params, 'password')
    const realm = params.grant_type === PASSWORD_REALM ? required(params, 'realm') : undefined
    // A password is looked at only for a request that could be answered.
    await requestedResources(ctx)

    const proof = await request.server.signInDirectly({ request, client: stored, realm, username, password }, now)
    if (proof.refused) throw refusal(SITUATION[proof.refused])
    const { user_id, connection_id } = proof
    ctx.oidc.entity('Account', { accountId: user_id, claims: async () => ({ sub: user_id }) })

    // Once more, cut down to what this user holds.
    const [resource_server, ...others] = await requestedResources(ctx)
    if (others.length > 0) throw refusal('several_audiences')
    const offered = new Set(resource_server ? resource_server.scopes : OIDC_SCOPES)
    const refreshes = client.grantTypeAllowed('refresh_token') && offered.has('offline_access')
    // Auth0: who names none gets all of the API's.
    const asked = typeof params.scope === 'string' ? params.scope.split(' ') : defaultScopes(resource_server)
    const scopes = asked.filter(scope => offered.has(scope) && (scope !== 'offline_access' || refreshes))
    params.scope = scopes.join(' ') || undefined
    if ((await missingConsent(store, ctx)).length > 0) throw refusal('consent_required')

    const grant = new provider.Grant({ accountId: user_id, clientId: client.clientId })
    grant.jti = newBearerValue()
    grant.addOIDCScope(scopes.filter(scope => OIDC_SCOPES.includes(scope)).join(' '))
    const resource = resource_server?.identifier()
    if (resource !== undefined) grant.addResourceScope(resource, scopes.join(' '))
    facts.connection_id = connection_id
    facts.granting = { session_id: '', offline: scopes.includes('offline_access') }

    const source = new provider.AuthorizationCode({
      accountId: user_id,
      client,
      gty: 'password',
      grantId: grant.jti,
      scope: scopes.join(' '),
      ...(resource === undefined ? {} : { resource }),
      amr: ['pwd'],
      authTime: Math.floor(now.getTime() / 1000),
    })
    await issueTokensFor(ctx, source, grant, 'password')
  }

export const passwordGrant: GrantType = { names, parameters, handler }
