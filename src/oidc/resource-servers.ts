// Auth0's `audience` as RFC 8707's `resource`, and what a token for a resource server may carry: its scopes cut down by client grants and
// permissions, its lifetime, its audience.
import type {
  AsymmetricSigningAlgorithm,
  KoaContextWithOIDC,
  ResourceServer as ResourceServerInfo,
} from 'oidc-provider'
import { userScopesOf } from '../store/own-apis.ts'
import type { ResourceServer } from '../store/resource-servers.ts'
import type { TenantStore } from '../store/store.ts'
import { OIDC_SCOPES } from './claims.ts'
import { goesByClientGrants } from './client-metadata.ts'
import { refusal } from './dialect.ts'
import { tokenEncryptionOf } from './encryption.ts'
import { checkFapiResource } from './fapi.ts'
import { checkProof } from './possession.ts'
import { requestFacts } from './request-facts.ts'

// Auth0: an audience is any string, while oidc-provider insists on an absolute URI. So every audience travels as a URN of ours.
const PREFIX = 'urn:lintel:aud:'

export const resourceOf = (audience: string): string => PREFIX + Buffer.from(audience).toString('base64url')
/** A `resource` inside of a signed request object is what it is: nobody can wrap it. */
export const audienceOf = (resource: string): string =>
  resource.startsWith(PREFIX) ? Buffer.from(resource.slice(PREFIX.length), 'base64url').toString('utf8') : resource
export const audiencesOf = (resource: unknown): string[] =>
  (Array.isArray(resource) ? resource : [resource]).flatMap(one => (typeof one === 'string' ? [audienceOf(one)] : []))

const MAX_AUDIENCE = 600

/**
 * What a request asks for, in oidc-provider's form. RFC 8707 §2: a `resource` is an absolute URI without a fragment; one that is not goes on as
 * it came, and is refused by oidc-provider at the place where its endpoint refuses. An `audience` (Auth0) is any string.
 */
export function resourcesIn(params: URLSearchParams): string[] {
  const given = (name: string) => params.getAll(name).filter(value => value !== '')
  const isResource = (value: string) => URL.canParse(value) && !value.includes('#')
  const named = given('resource').map(value => (isResource(value) ? resourceOf(value) : value))
  const asked = [...given('audience').map(resourceOf), ...named]
  // One thing by both names is one; by the same name twice it is a parameter too many (RFC 6749 §3.1).
  return asked.length === 2 && named.length === 1 ? [...new Set(asked)] : asked
}

/** The permissions of a user on a resource server; asked for once in a request. */
export function permissionsOf(store: TenantStore, user_id: string, resource_server_id: string): Promise<string[]> {
  const { permissions } = requestFacts()
  let known = permissions.get(resource_server_id)
  if (!known) {
    known = store.users.permissionsFor(user_id, resource_server_id)
    permissions.set(resource_server_id, known)
  }
  return known
}

/**
 * The scopes of a resource server that this client may ask, in its own name or for a user; undefined: it may ask nothing. Of the Management API,
 * whatever a grant says, no user has more than what is about herself; and a third party's client asks for that by a grant only.
 */
export async function grantedScopes(
  store: TenantStore,
  resource_server: ResourceServer,
  client_id: string,
  subject_type: 'client' | 'user',
): Promise<string[] | undefined> {
  const { id, is_system } = resource_server
  const definitions = subject_type === 'user' ? userScopesOf(store.tenant, resource_server) : resource_server.scopes
  const offered = definitions.map(scope => scope.value)
  const { policy } = resource_server.subject_type_authorization[subject_type]
  const client = await store.facts.client(client_id)
  const byGrants = client && (goesByClientGrants(client) || (is_system && !client.is_first_party))
  if (policy === 'allow_all' && !byGrants) return offered
  const grant = policy === 'deny_all' ? undefined : await store.facts.client_grant(client_id, id, subject_type)
  if (!grant) return undefined
  return grant.allow_all_scopes ? offered : offered.filter(scope => grant.scope.includes(scope))
}

export async function resourceServerOf(store: TenantStore, audience: string): Promise<ResourceServer> {
  const resource_server = await store.facts.resource_server(audience)
  if (!resource_server) throw refusal('service_not_found', { audience })
  return resource_server
}

/** Whether what is issued now goes through the browser (implicit and hybrid flows). */
export const isFrontChannel = (ctx: KoaContextWithOIDC): boolean => ['authorization', 'resume'].includes(ctx.oidc.route)

/**
 * Whether a token for this resource server may be good for /userinfo too. One that is signed by a secret may not: whoever can verify it can
 * make it. One that is encrypted cannot: only the resource server reads it.
 */
export const isForUserinfo = ({ signing_alg, token_encryption }: ResourceServer): boolean =>
  signing_alg !== 'HS256' && token_encryption === null

function signingOf({ identifier, signing_alg, signing_secret }: ResourceServer) {
  if (signing_alg !== 'HS256') return { alg: signing_alg as AsymmetricSigningAlgorithm }
  if (signing_secret === undefined) throw new Error(`the resource server ${identifier} has no signing secret`)
  return { alg: signing_alg, key: Buffer.from(signing_secret) } as const
}

/** Scopes as the answer to `getResourceServerInfo` wants them. */
export async function resourceServerInfo(
  store: TenantStore,
  ctx: KoaContextWithOIDC,
  resource: string,
  client_id: string,
): Promise<ResourceServerInfo> {
  const audience = audienceOf(resource)
  if (audience.length > MAX_AUDIENCE || audience.includes('\0')) throw refusal('malformed_audience')
  const asked = ctx.oidc.params?.resource
  if (Array.isArray(asked) && asked.length > 1) throw refusal('several_audiences')
  const resource_server = await resourceServerOf(store, audience)
  checkProof(ctx, resource_server)
  checkFapiResource(ctx.oidc.client, resource_server.signing_alg)
  const facts = requestFacts()
  facts.longest_token = Math.max(facts.longest_token ?? 0, resource_server.token_lifetime)
  const { params, account, session } = ctx.oidc
  const forClient = params?.grant_type === 'client_credentials'
  const granted = await grantedScopes(store, resource_server, client_id, forClient ? 'client' : 'user')
  if (!granted) throw refusal('client_not_authorized', { audience })
  let scopes = granted

  if (forClient) {
    const requested = [...ctx.oidc.requestParamScopes]
    const denied = requested.filter(scope => !scopes.includes(scope))
    if (denied.length > 0) throw refusal('scopes_not_granted', { scopes: denied.join(', ') })
    // Auth0: who names none gets all.
    if (params && params.scope === undefined) params.scope = scopes.join(' ') || undefined
  } else {
    // RBAC: what the user holds now, not what she held when she signed in.
    const user_id = account?.accountId ?? session?.accountId
    if (resource_server.enforce_policies && user_id !== undefined) {
      const permissions = await permissionsOf(store, user_id, resource_server.id)
      scopes = scopes.filter(scope => permissions.includes(scope))
    }
    // oidc-provider: a token for a resource keeps only that resource's scopes, while Auth0's is for /userinfo as well.
    scopes = [
      ...OIDC_SCOPES.filter(scope => scope !== 'offline_access' || resource_server.allow_offline_access),
      ...scopes,
    ]
  }
  return {
    audience,
    scope: scopes.join(' '),
    accessTokenFormat: 'jwt',
    // Auth0: what comes through the browser (implicit and hybrid flows) has a lifetime of its own.
    accessTokenTTL: isFrontChannel(ctx) ? resource_server.token_lifetime_for_web : resource_server.token_lifetime,
    jwt: { sign: signingOf(resource_server), ...tokenEncryptionOf(resource_server) },
  }
}
