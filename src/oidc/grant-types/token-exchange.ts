// Token exchange (RFC 8693): an access token of ours for another one of the same user that may do less (down-scoping), or that an API needs to
// call the next one for her (Auth0: On-Behalf-Of); and a token of somebody else's that a profile lets in (Auth0: Custom Token Exchange). What
// comes of a token of ours is never more than it was, lives no longer, and says who acts.
import type { FastifyRequest } from 'fastify'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { newBearerValue } from '../../ids.ts'
import type { RegisteredClient } from '../../store/client-credentials.ts'
import type { Client } from '../../store/clients.ts'
import type { TokenExchange } from '../../store/schema.ts'
import type { TenantStore } from '../../store/store.ts'
import { isConnectionEnabled } from '../account.ts'
import { isMultiFactor, MULTI_FACTOR } from '../authentication-context.ts'
import { OIDC_SCOPES } from '../claims.ts'
import { authMethodOf, storedClient, TOKEN_EXCHANGE } from '../client-metadata.ts'
import { refusal } from '../dialect.ts'
import { type ExternalToken, ExternalTokenError, ID_JAG, profilesOf, verifyExternal } from '../external-tokens.ts'
import { demandOf, isDemanded } from '../multi-factor.ts'
import { missingConsent } from '../prompts.ts'
import {
  bindTo,
  issueTokensFor,
  type Possession,
  possessionOf,
  type RequestedResource,
  requestedResources,
  tokenResponse,
} from '../provider-internals.ts'
import { requestFacts } from '../request-facts.ts'
import { audienceOf, resourceOf, resourceServerInfo, resourceServerOf } from '../resource-servers.ts'
import { type Actor, depthOf, findAccessToken, type OwnToken } from '../subject-tokens.ts'
import { subjectFor } from '../subjects.ts'
import type { GrantType } from './grant-type.ts'

/** The login room's deed: what a network may have refused of others' tokens. */
export type ThrottleExchanges = {
  /** False: it has had too many. */
  admit(request: FastifyRequest, client: Client, now: Date): Promise<boolean>
  countRefused(request: FastifyRequest, now: Date): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    throttleExchanges: ThrottleExchanges
  }
}

const TYPE = 'urn:ietf:params:oauth:token-type:'
const ACCESS_TOKEN = `${TYPE}access_token`
/** RFC 8693 §3: a JWT of ours is an access token. */
const OWN_TYPES = [ACCESS_TOKEN, `${TYPE}jwt`]

const names = [TOKEN_EXCHANGE]
const parameters = [
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'requested_token_type',
  'scope',
  'resource',
  'organization',
]

/** Auth0 */
const MAX_ACTORS = 5
/** RFC 6749 §5.1; an access token without an audience lasts a day. */
const USERINFO_TOKEN_SECONDS = 86_400

export type Params = NonNullable<KoaContextWithOIDC['oidc']['params']>
type Refused = 'bad_subject_token' | 'bad_actor_token' | 'bad_assertion'

/** What the client is told says nothing; the log says why. */
export const refused = (situation: Refused, error_detail: string): Error =>
  Object.assign(refusal(situation), { error_detail })

/** RFC 8693 §2.1 */
export function required(params: Params, name: string): string {
  const value = params[name]
  if (typeof value !== 'string' || value === '')
    throw new errors.InvalidRequest(`missing required parameter(s) (${name})`)
  return value
}

const scopesOf = (params: Params): string[] | undefined =>
  typeof params.scope === 'string' ? params.scope.split(' ').filter(Boolean) : undefined

const allows = (client: RegisteredClient, type: TokenExchange['allow_any_profile_of_type'][number]): boolean =>
  client.token_exchange?.allow_any_profile_of_type.includes(type) ?? false

/** Whoever exchanges proves who it is. */
export function confidential(ctx: KoaContextWithOIDC): { client: RegisteredClient; params: Params } {
  const { client, params } = ctx.oidc
  if (!client || !params) throw new Error('a token request without a client')
  const stored = storedClient(client)
  if (authMethodOf(stored) === 'none') throw refusal('exchange_not_allowed')
  // Ignoring it would let people in whom it keeps out.
  if (params.organization !== undefined) throw new errors.InvalidRequest('organization is not supported')
  return { client: stored, params }
}

/** RFC 9449 §6, RFC 8705 §3: a token that is bound to a key is good for who proves that key. */
function checkPossession({ cnf }: OwnToken, { jkt, x5t }: Possession, situation: Refused): void {
  if (cnf?.jkt !== undefined && cnf.jkt !== jkt)
    throw refused(situation, 'no DPoP proof of the key that it is bound to')
  if (cnf?.['x5t#S256'] !== undefined && cnf['x5t#S256'] !== x5t)
    throw refused(situation, 'not the certificate that it is bound to')
}

/** A token of ours, as far as it may be exchanged at all. */
async function readOwn(
  store: TenantStore,
  token: string,
  possession: Possession,
  situation: Refused,
): Promise<OwnToken> {
  const found = await findAccessToken(store, token, requestFacts().now)
  if (!found) throw refused(situation, 'unknown, expired, revoked, or its user, client or connection is gone')
  // A resource server could make one for anybody.
  if (found.symmetric) throw refused(situation, 'signed by a secret that its resource server has')
  checkPossession(found, possession, situation)
  return found
}

// --- who acts ---

type Acting = { sub: string; expires_at: number }

/** RFC 8693 §2.1: an access token of ours that this client holds rightly. */
async function readActor(
  store: TenantStore,
  client: RegisteredClient,
  params: Params,
  possession: Possession,
): Promise<Acting | undefined> {
  if (params.actor_token === undefined) {
    if (params.actor_token_type !== undefined)
      throw new errors.InvalidRequest('actor_token_type must not be there without actor_token')
    return undefined
  }
  if (!OWN_TYPES.includes(required(params, 'actor_token_type')))
    throw new errors.InvalidRequest('actor_token_type is not supported')
  const actor = await readOwn(store, required(params, 'actor_token'), possession, 'bad_actor_token')
  const linked = actor.resource_server !== undefined && isLinked(client, actor)
  if (actor.client.client_id !== client.client_id && !linked)
    throw refused('bad_actor_token', 'issued neither to the client nor for its resource server')
  // As this client knows her: a pairwise one must not learn from `act` what `sub` keeps from it.
  const sub = actor.account ? await subjectFor(store, client, actor.account.user_id) : actor.client.client_id
  return { sub, expires_at: actor.expires_at as number }
}

/** RFC 8693 §4.4: when a token says who may act, nobody else does. */
function checkMayAct(may_act: unknown, client: RegisteredClient, actor: Acting | undefined): void {
  if (may_act === undefined) return
  const { sub, client_id } = (may_act ?? {}) as { sub?: unknown; client_id?: unknown }
  const named = actor ? sub === actor.sub : sub === client.client_id
  const allowed = sub !== undefined ? named : client_id !== undefined
  if (!allowed || (client_id !== undefined && client_id !== client.client_id))
    throw refused('bad_subject_token', 'may_act names somebody else')
}

// --- tokens of ours ---

const isLinked = (client: RegisteredClient, { resource_server }: OwnToken): boolean =>
  resource_server !== undefined && client.resource_server_identifier === resource_server.identifier

type Issue = {
  subject: OwnToken
  /** Undefined: for /userinfo. */
  resource: string | undefined
  scopes: string[]
  seconds: number
  act: Actor | undefined
  possession: Possession
  /** Of the user's, the most that the token may state. */
  permissions?: unknown[] | undefined
  /** RFC 9396: those that stay. */
  rar?: unknown[] | undefined
}

async function issue(ctx: KoaContextWithOIDC, of: Issue, info?: RequestedResource): Promise<void> {
  const { provider, client } = ctx.oidc
  const facts = requestFacts()
  const { subject, scopes, seconds, act, possession, permissions, rar } = of
  // A second may begin before the token is made.
  const remaining = (subject.expires_at as number) - Math.ceil(facts.now.getTime() / 1000)
  const expiresIn = Math.min(seconds, remaining)
  if (expiresIn <= 0 || !client || !subject.account) throw refused('bad_subject_token', 'expired')
  const token = new provider.AccessToken({
    accountId: subject.account.user_id,
    client,
    expiresIn,
    scope: scopes.join(' '),
    ...(subject.grant ? { grantId: subject.grant.id } : {}),
    ...(info ? { resourceServer: info } : {}),
    ...(rar ? { rar } : {}),
  } as unknown as ConstructorParameters<typeof provider.AccessToken>[0])
  // That it were two factors, is said again: the next exchange may want them.
  const { amr } = subject
  const told = isMultiFactor(amr) ? { amr, acr: MULTI_FACTOR } : {}
  facts.token_claims = { ...(act ? { act } : {}), ...told }
  // An API that goes by permissions is not told of more than who exchanges may ask.
  facts.most_permissions = permissions ?? scopes
  await bindTo(ctx, token, possession, subject.cnf)
  ctx.oidc.entity('AccessToken', token)
  ctx.body = tokenResponse(ctx, token, { value: await token.save(), issued_token_type: ACCESS_TOKEN })
}

/** The same audience, less scope: for who the token was issued to. */
async function narrow(
  store: TenantStore,
  ctx: KoaContextWithOIDC,
  of: Omit<Issue, 'scopes' | 'seconds' | 'resource'>,
  params: Params,
): Promise<void> {
  const { subject } = of
  const asked = scopesOf(params) ?? subject.scopes
  const missing = asked.filter(scope => !subject.scopes.includes(scope))
  if (missing.length > 0) throw new errors.InvalidScope('the subject token has no such scope', missing.join(' '))
  // There is no refresh token here.
  const kept = asked.filter(scope => scope !== 'offline_access')
  if (!subject.resource_server)
    return issue(ctx, { ...of, resource: undefined, scopes: kept, seconds: USERINFO_TOKEN_SECONDS })
  const resource = resourceOf(subject.resource_server.identifier)
  const info = await resourceServerFor(store, ctx, resource)
  const scopes = kept.filter(scope => info.scopes.has(scope))
  const rar = subject.authorization_details
  const permissions = params.scope === undefined ? subject.permissions : undefined
  return issue(ctx, { ...of, resource, scopes, seconds: info.accessTokenTTL as number, permissions, rar }, info)
}

type ResourceServerModel = RequestedResource & { accessTokenTTL?: number }

async function resourceServerFor(
  store: TenantStore,
  ctx: KoaContextWithOIDC,
  resource: string,
): Promise<ResourceServerModel> {
  const { provider, client } = ctx.oidc
  const info = await resourceServerInfo(store, ctx, resource, client?.clientId ?? '')
  const { ResourceServer } = provider as unknown as {
    ResourceServer: new (identifier: string, data: object) => ResourceServerModel
  }
  return new ResourceServer(resource, info)
}

/** Another audience, by the API that the token is for: as far as it was granted the next API for users, and the user may herself. */
async function onBehalf(
  store: TenantStore,
  ctx: KoaContextWithOIDC,
  of: Omit<Issue, 'scopes' | 'seconds' | 'resource'>,
  client: RegisteredClient,
  params: Params,
): Promise<void> {
  const { subject } = of
  if (typeof params.resource !== 'string') throw refusal('no_audience')
  const audience = audienceOf(params.resource)
  const resource_server = await resourceServerOf(store, audience)
  const same = audience === subject.resource_server?.identifier
  const granted = await store.facts.client_grant(client.client_id, resource_server.id, 'user')
  // That anybody may ask for users' tokens (allow_all) is meant for who signs them in.
  if (resource_server.is_system || (!same && !granted)) throw refusal('client_not_authorized', { audience })
  // What was proved for one resource is not enough for another that wants more.
  const { multi_factor_policy } = resource_server
  if (!same && multi_factor_policy && !isMultiFactor(subject.amr)) throw refusal('mfa_required')
  const info = await resourceServerFor(store, ctx, params.resource)
  const allowed = [...info.scopes].filter(
    scope =>
      !OIDC_SCOPES.includes(scope) &&
      (same ? subject.scopes.includes(scope) : granted?.allow_all_scopes || granted?.scope.includes(scope)),
  )
  const asked = scopesOf(params)
  const scopes = asked ? asked.filter(scope => allowed.includes(scope)) : allowed
  if (asked && asked.length > 0 && scopes.length === 0)
    throw refusal('scopes_not_granted', { scopes: asked.join(', ') })
  params.scope = scopes.join(' ') || undefined
  const { resourceServers } = ctx.oidc as unknown as { resourceServers: { [resource: string]: unknown } }
  resourceServers[params.resource] = info
  if ((await missingConsent(store, ctx)).length > 0) throw refusal('consent_required')
  const permissions = same && !asked ? subject.permissions : undefined
  const seconds = info.accessTokenTTL as number
  return issue(ctx, { ...of, resource: params.resource, scopes, seconds, permissions }, info)
}

async function exchangeOwn(
  store: TenantStore,
  ctx: KoaContextWithOIDC,
  client: RegisteredClient,
  params: Params,
): Promise<void> {
  const possession = await possessionOf(ctx)
  const subject = await readOwn(store, required(params, 'subject_token'), possession, 'bad_subject_token')
  const { account } = subject
  if (!account) throw refused('bad_subject_token', 'it is of no user')
  const actor = await readActor(store, client, params, possession)
  ctx.oidc.entity('Account', { accountId: account.user_id, claims: async () => ({ sub: account.user_id }) })
  requestFacts().accounts.set(account.user_id, account)

  const target = typeof params.resource === 'string' ? audienceOf(params.resource) : undefined
  const own = subject.client.client_id === client.client_id
  const narrows = own && (target === undefined || target === subject.resource_server?.identifier)
  if (!narrows && !(isLinked(client, subject) && allows(client, 'on_behalf_of_token_exchange')))
    throw refused('bad_subject_token', 'issued neither to the client nor for a resource server that it may act for')

  // Before us: who has acted, and at the root the client that the user signed in at.
  const before: Actor = subject.act ?? { sub: subject.client.client_id }
  const acting = actor?.sub ?? (narrows ? undefined : client.client_id)
  const act = acting === undefined ? subject.act : { sub: acting, act: before }
  if (acting !== undefined && depthOf(subject.act) >= MAX_ACTORS)
    throw new errors.InvalidRequest(`the delegation chain (act) is longer than ${MAX_ACTORS}`)
  const expires_at = Math.min(subject.expires_at as number, actor?.expires_at ?? Number.POSITIVE_INFINITY)
  const of = { subject: { ...subject, expires_at }, act, possession }
  return narrows ? narrow(store, ctx, of, params) : onBehalf(store, ctx, of, client, params)
}

// --- tokens of others ---

/**
 * Answers as if the user had signed in at this client just now, by the connection of the profile.
 * @param scopes the most that the token allows; undefined: it does not say
 */
export async function issueForExternal(
  store: TenantStore,
  ctx: KoaContextWithOIDC,
  { account, connection_id }: ExternalToken,
  about: { act?: Actor; scopes?: string[]; issued_token_type?: string },
): Promise<void> {
  const { client, params, provider } = ctx.oidc
  const facts = requestFacts()
  if (!client || !params) throw new Error('a token request without a client')
  if (account.blocked) throw refusal('user_blocked')
  // CVE-2026-1486: a connection that was taken away vouches for nobody, whatever was signed before.
  if (!(await isConnectionEnabled(store, client.clientId, connection_id))) throw refusal('connection_disabled')
  facts.accounts.set(account.user_id, account)
  ctx.oidc.entity('Account', { accountId: account.user_id, claims: async () => ({ sub: account.user_id }) })

  const [resource_server, ...others] = await requestedResources(ctx)
  if (others.length > 0) throw refusal('several_audiences')
  // Nobody has seen here what the issuer saw: it counts as one factor.
  const demand = await demandOf(store, { client: storedClient(client), resource: resource_server?.identifier() })
  if (await isDemanded(demand, { amr: [], signals: undefined, isRemembered: async () => false }))
    throw refusal('mfa_required')
  const offered = new Set(resource_server ? resource_server.scopes : OIDC_SCOPES)
  const api = [...offered].filter(scope => !OIDC_SCOPES.includes(scope))
  const asked = scopesOf(params) ?? about.scopes ?? (resource_server ? api : ['openid', 'profile', 'email'])
  const scopes = asked.filter(
    scope => offered.has(scope) && scope !== 'offline_access' && (about.scopes?.includes(scope) ?? true),
  )
  params.scope = scopes.join(' ') || undefined
  if ((await missingConsent(store, ctx)).length > 0) throw refusal('consent_required')

  const grant = new provider.Grant({ accountId: account.user_id, clientId: client.clientId })
  grant.jti = newBearerValue()
  grant.addOIDCScope(scopes.filter(scope => OIDC_SCOPES.includes(scope)).join(' '))
  const resource = resource_server?.identifier()
  if (resource !== undefined) grant.addResourceScope(resource, scopes.join(' '))
  facts.connection_id = connection_id
  facts.granting = { session_id: '', offline: false }

  const source = new provider.AuthorizationCode({
    accountId: account.user_id,
    client,
    gty: 'token-exchange',
    grantId: grant.jti,
    scope: scopes.join(' '),
    ...(resource === undefined ? {} : { resource }),
    authTime: Math.floor(facts.now.getTime() / 1000),
  })
  if (about.act) facts.token_claims = { act: about.act }
  await issueTokensFor(ctx, source, grant, 'token-exchange')
  if (about.issued_token_type !== undefined)
    ctx.body = { ...(ctx.body as object), issued_token_type: about.issued_token_type }
}

/** Whoever is not let in by a profile is told nothing of it. */
export async function unlessRefused<T>(situation: Refused, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof ExternalTokenError ? refused(situation, error.message) : error
  }
}

async function exchangeExternal(
  store: TenantStore,
  ctx: KoaContextWithOIDC,
  client: RegisteredClient,
  params: Params,
): Promise<void> {
  const type = required(params, 'subject_token_type')
  const profile = (await profilesOf(store)).find(({ subject_token_type }) => subject_token_type === type)
  if (!profile) throw new errors.InvalidRequest('subject_token_type is not supported')
  if (!allows(client, 'custom_authentication')) throw refusal('exchange_not_allowed')
  const actor = await readActor(store, client, params, await possessionOf(ctx))
  const { request, now } = requestFacts()
  if (!request) throw new Error('a token request outside of a request')
  const { throttleExchanges } = request.server
  if (!(await throttleExchanges.admit(request, client, now))) throw refusal('too_many_attempts')
  const verified = verifyExternal(store, profile, required(params, 'subject_token'), ({ typ, claims }) => {
    // It names its client and its resource, which only that grant looks at.
    if (typ === ID_JAG) throw new ExternalTokenError('an identity assertion is for the JWT bearer grant')
    checkMayAct(claims.may_act, client, actor)
  })
  const external = await unlessRefused('bad_subject_token', verified).catch(async error => {
    if (error instanceof errors.OIDCProviderError) await throttleExchanges.countRefused(request, now)
    throw error
  })
  await issueForExternal(store, ctx, external, {
    ...(actor ? { act: { sub: actor.sub, act: { sub: client.client_id } } } : {}),
    issued_token_type: ACCESS_TOKEN,
  })
}

const handler =
  (store: TenantStore) =>
  async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { client, params } = confidential(ctx)
    const type = required(params, 'subject_token_type')
    required(params, 'subject_token')
    const { requested_token_type = ACCESS_TOKEN } = params
    if (requested_token_type !== ACCESS_TOKEN)
      throw new errors.InvalidRequest(`requested_token_type must be ${ACCESS_TOKEN}`)
    return OWN_TYPES.includes(type)
      ? exchangeOwn(store, ctx, client, params)
      : exchangeExternal(store, ctx, client, params)
  }

export const tokenExchange: GrantType = { names, parameters, handler }
