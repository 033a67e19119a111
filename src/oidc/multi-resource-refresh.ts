// Multi-resource refresh tokens (Auth0): a refresh token gives access also to the resource servers that its client's policies name. oidc-provider
// goes by what the token and its grant list (9.13.3), so for the one request that asks for more, both are read with that added. What is stored
// stays as it was granted: a policy that is taken away is gone with the next exchange.
import Provider, { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { RegisteredClient } from '../store/client-credentials.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import { isMultiFactor } from './authentication-context.ts'
import { OIDC_SCOPES } from './claims.ts'
import { mfaRequired } from './grant-types/mfa-token.ts'
import { type Further, requestFacts } from './request-facts.ts'
import { audienceOf, resourceServerInfo, resourceServerOf } from './resource-servers.ts'

const words = (scope: unknown): string[] => (typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [])
const together = (scope: unknown, more: string[]): string => [...new Set([...words(scope), ...more])].join(' ')

/** Auth0: for first parties, and for resource servers that need no consent of theirs; the Management API is none of them. */
export async function furtherResource(
  store: TenantStore,
  client: RegisteredClient | undefined,
): Promise<Further | undefined> {
  const { params, route, client: asking } = Provider.ctx?.oidc ?? {}
  if (!client?.refresh_token.policies || !client.is_first_party || asking?.clientId !== client.client_id)
    return undefined
  if (route !== 'token' || params?.grant_type !== 'refresh_token' || typeof params.resource !== 'string')
    return undefined
  const audience = audienceOf(params.resource)
  const policy = client.refresh_token.policies.find(one => one.audience === audience)
  const resource_server = policy && (await store.facts.resource_server(audience))
  if (!policy || !resource_server || resource_server.is_system) return undefined
  const { allow_offline_access, skip_consent_for_verifiable_first_party_clients } = resource_server
  if (!allow_offline_access || !skip_consent_for_verifiable_first_party_clients) return undefined
  return { resource: params.resource, audience, scope: policy.scope }
}

/** The token's payload for this request. */
export const widenedToken = (payload: JsonObject, { resource, scope }: Further): JsonObject => ({
  ...payload,
  resource: [...new Set([payload.resource ?? []].flat().concat(resource))],
  scope: together(payload.scope, scope),
})

/** The token's payload as it was before. */
export function narrowedToken<Payload extends object>(payload: Payload, before: JsonObject): Payload {
  const { resource: _, scope: __, ...rest } = payload as { resource?: unknown; scope?: unknown }
  const kept = Object.fromEntries(
    (['resource', 'scope'] as const).flatMap(member => (member in before ? [[member, before[member]]] : [])),
  )
  return { ...rest, ...kept } as Payload
}

/** The grant's payload for this request: OpenID Connect's scopes as they were granted, the resource server's by the policy. */
export function widenedGrant(payload: JsonObject, { resource, scope }: Further): JsonObject {
  const { resources = {}, openid } = payload as { resources?: JsonObject; openid?: { scope?: unknown } }
  const own = words(openid?.scope).filter(one => OIDC_SCOPES.includes(one))
  return { ...payload, resources: { ...resources, [resource]: together(resources[resource], [...own, ...scope]) } }
}

type Refreshing = { accountId: string; amr?: string[]; authTime?: number }

/** Before a token is spent: oidc-provider looks at what is asked for only after that. */
export async function checkTarget(store: TenantStore, ctx: KoaContextWithOIDC): Promise<void> {
  const { client, params, entities } = ctx.oidc
  const { resource } = params ?? {}
  if (!client || typeof resource !== 'string') return
  if (![entities.RefreshToken?.resource].flat().includes(resource)) throw new errors.InvalidTarget()
  await resourceServerInfo(store, ctx, resource, client.clientId)
  if ([requestFacts().presented?.payload.resource].flat().includes(resource)) return
  // What was proved for one resource is not enough for another that wants more: neither browser nor signals are known here.
  const { multi_factor_policy } = await resourceServerOf(store, audienceOf(resource))
  const { accountId, amr = [], authTime = 0 } = entities.RefreshToken as Refreshing
  const { connection_id } = requestFacts().presented?.grant ?? {}
  if (!multi_factor_policy || isMultiFactor(amr)) return
  if (connection_id === undefined) throw new errors.InvalidTarget()
  const proof = { user_id: accountId, connection_id, client_id: client.clientId, amr, at: authTime }
  const scope = typeof params?.scope === 'string' ? { scope: params.scope } : {}
  throw await mfaRequired(store, proof, { ...scope, audience: audienceOf(resource), gty: 'refresh_token' })
}
