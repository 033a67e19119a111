// An authorization request, however it came: in the query, in a form, pushed beforehand (RFC 9126), inside of a signed object (RFC 9101),
// or both. What Auth0 understands by its parameters holds in all of them. oidc-provider (9.13.3) looks at resources and scopes before it
// calls anything of ours, so what it has made of them is mended here.
import type { FastifyRequest } from 'fastify'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { check as checkReceived } from '../http/body.ts'
import type { TenantSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import type { Answered } from './answered.ts'
import { isRegistered, isStranger, storedClient } from './client-metadata.ts'
import { refusal } from './dialect.ts'
import { requestFacts } from './request-facts.ts'
import { audienceOf, resourceOf, resourceServerOf } from './resource-servers.ts'

/** Parameters that are JSON. An escape in them brings what a body may not hold (`\u0000`), and what could not be stored once the user has signed in. */
export function checkJson({ oidc: { params } }: KoaContextWithOIDC): void {
  for (const name of ['claims', 'authorization_details'] as const) {
    const value = params?.[name]
    if (typeof value !== 'string') continue
    try {
      checkReceived(JSON.parse(value), 0)
    } catch (error) {
      // What is no JSON at all, oidc-provider says in its own words.
      if (error instanceof SyntaxError) continue
      throw new errors.InvalidRequest(`${name} holds what is no text, or is nested too deep`)
    }
  }
}

/** What was asked, before oidc-provider took `offline_access` out of it. */
function askedScopes(ctx: KoaContextWithOIDC): string[] {
  const { request_object } = requestFacts()
  const { scope } = request_object ?? (ctx.method === 'POST' ? (ctx.oidc.body ?? {}) : ctx.query)
  return String(scope ?? '').split(' ')
}

/** oidc-provider goes by prompt=consent; Auth0 grants `offline_access` where client and API allow it, and only there. */
export async function settleOfflineAccess(store: TenantStore, ctx: KoaContextWithOIDC): Promise<void> {
  const { params, client, resourceServers = {} } = ctx.oidc
  if (!params || !client || !askedScopes(ctx).includes('offline_access')) return
  let allowed = client.grantTypeAllowed('refresh_token')
  for (const resource of Object.keys(resourceServers))
    allowed &&= (await resourceServerOf(store, audienceOf(resource))).allow_offline_access
  const scopes = new Set(String(params.scope ?? '').split(' '))
  if (allowed) scopes.add('offline_access')
  else scopes.delete('offline_access')
  params.scope = [...scopes].join(' ').trim() || undefined
}

/** The `audience` of a request object, for a request that names no `resource`. Elsewhere it has become one already (plugin.ts). */
export function resourceOfAudience(ctx: KoaContextWithOIDC): string | undefined {
  const { audience } = ctx.oidc.params ?? {}
  return typeof audience === 'string' && audience !== '' ? resourceOf(audience) : undefined
}

/** A signed object names its resource as it is, and nobody can wrap it: from here on it is called what it is called everywhere. */
export function settleResource(ctx: KoaContextWithOIDC): void {
  const { params, provider, resourceServers = {} } = ctx.oidc
  if (!params) return
  const named = Object.keys(resourceServers)
  const audiences = new Set(named.map(audienceOf))
  if (typeof params.audience === 'string') audiences.add(params.audience)
  if (audiences.size > 1) throw refusal('several_audiences')
  params.audience = undefined
  const [resource] = named
  if (resource === undefined) return
  const known = resourceOf(audienceOf(resource))
  params.resource = known
  if (known === resource) return
  resourceServers[known] = new provider.ResourceServer(known, { ...resourceServers[resource]! })
  for (const name of named) if (name !== known) delete resourceServers[name]
}

/** Auth0: choosing an account is what its login page is for. */
export function settlePrompt({ oidc: { params, prompts } }: KoaContextWithOIDC): void {
  if (params && prompts.has('select_account'))
    params.prompt = [...new Set([...prompts].map(prompt => (prompt === 'select_account' ? 'login' : prompt)))].join(' ')
}

/** Also the one that is signed (JARM). */
export const isWebMessage = (params: { response_mode?: unknown } | undefined): boolean =>
  String(params?.response_mode).startsWith('web_message')

/**
 * Auth0: in a frame of the app's page (auth0-js's popup mode) somebody signs in by a login_ticket, and so silence is kept by the pages' side, where
 * whatever would show one ends the request. The frame of another site would not be given the cookies that a sign-in takes.
 */
export const isUnseen = (params: { response_mode?: unknown; login_ticket?: unknown } | undefined): boolean =>
  params?.login_ticket !== undefined && isWebMessage(params)
export const signsInUnseen = (ctx: KoaContextWithOIDC): boolean =>
  ctx.oidc.prompts.has('none') && isUnseen(ctx.oidc.params) && ctx.get('sec-fetch-site') !== 'cross-site'

/** Auth0: an authorization answered by postMessage goes to the client's web origins only. */
export function checkWebMessage({ oidc: { params, client } }: KoaContextWithOIDC): void {
  if (!client || !isWebMessage(params)) return
  const origin = URL.parse(String(params?.redirect_uri))?.origin ?? ''
  if (isRegistered(origin, storedClient(client).web_origins)) return
  const error = new errors.InvalidRequest(`response_mode web_message is not allowed for the origin ${origin}`)
  error.allow_redirect = false
  throw error
}

/**
 * RFC 9700 §4.11.2: a client that described itself said where its answers go, and nobody has looked. A request of its own that is refused
 * before its user was asked for anything must not lead there unseen: the link would be ours, and the page a phisher's. An app on a device,
 * and a frame (silent authentication), have no address bar to deceive by.
 */
export function strangerOf(
  { headers }: FastifyRequest,
  { ctx, error, headers: { location } }: Answered,
  settings: TenantSettings,
): { error: string; error_description?: string; stranger?: { host: string; url: string } } | undefined {
  const { client, entities, params } = ctx.oidc
  if (!error || !client || entities.Interaction || headers['sec-fetch-dest'] === 'iframe') return undefined
  if (!isStranger(storedClient(client), settings)) return undefined
  const target = URL.parse(String(params?.redirect_uri))
  if (target?.protocol !== 'https:') return undefined
  const { error: code, error_description } = error.expose ? error : { error: 'server_error' }
  return {
    error: code,
    ...(error_description === undefined ? {} : { error_description }),
    ...(typeof location === 'string' ? { stranger: { host: target.host, url: location } } : {}),
  }
}
