// Logout: OpenID Connect RP-Initiated Logout 1.0 at /oidc/logout, and Auth0's /v2/logout, which never asks. Ours in place of oidc-provider's,
// whose own always shows a page.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { decodeJwt } from 'jose'
import { errors } from 'oidc-provider'
import type { Account } from '../store/accounts.ts'
import type { Client } from '../store/clients.ts'
import { hashBearer } from '../store/hash.ts'
import type { EndedSession, FoundSession } from '../store/sessions.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { endBySelf } from './backchannel-logout.ts'
import { isClientId, isRegistered, isStranger } from './client-metadata.ts'
import { cookieNames } from './configuration.ts'
import { providerOf } from './provider.ts'
import { readIdToken } from './provider-internals.ts'
import { findRunning } from './session-lifetime.ts'
import { userIdOf } from './subjects.ts'

/** A logout that waits for the person's word. `fields` are what the form must bring back. */
export type PendingLogout = {
  session_id: string
  account: Account
  client: Client | undefined
  fields: { client_id?: string; post_logout_redirect_uri?: string; state?: string }
}

export type LogoutRequest = {
  client: Client | undefined
  /** Where the browser goes afterwards; undefined: our own page. */
  target: string | undefined
  session: FoundSession | undefined
  /** The request proves which session it means, or there is nobody to ask. */
  confirmed: boolean
  fields: PendingLogout['fields']
}

/**
 * @property target where the browser goes; undefined: our own page
 * @property frames what that page loads first: the front-channel logout URLs of the session's clients
 */
export type LoggedOut = { client: Client | undefined; target: string | undefined; frames: string[] }

/** The session that this browser's cookie names, if it still runs. */
async function currentSession(request: FastifyRequest, now: Date): Promise<FoundSession | undefined> {
  const cookie = request.cookies[cookieNames(request.store.tenant.issuer).session]
  return cookie === undefined ? undefined : findRunning(request.store, hashBearer(cookie), now)
}

async function clientOf(store: TenantStore, client_id: string | undefined): Promise<Client | undefined> {
  if (client_id === undefined) return undefined
  const client = isClientId(client_id) ? await store.facts.client(client_id) : undefined
  if (!client) throw new errors.InvalidRequest('the client is unknown')
  return client
}

type Hint = { client: Client; user_id: string | undefined; sid: string | undefined }

/** An ID token of ours, expired or not (RP-Initiated Logout §2). */
async function readHint(store: TenantStore, hint: string): Promise<Hint> {
  const invalid = (cause?: unknown) => new errors.InvalidRequest('the id_token_hint is invalid', undefined, { cause })
  // It was encrypted to the client, which alone can open it.
  if (hint.split('.').length === 5)
    throw new errors.InvalidRequest('the id_token_hint is encrypted: the signed token inside of it is wanted')
  let aud: unknown
  try {
    aud = decodeJwt(hint).aud
  } catch (error) {
    throw invalid(error)
  }
  const client = typeof aud === 'string' && isClientId(aud) ? await store.facts.client(aud) : undefined
  if (!client) throw invalid()
  const provider = await providerOf(store)
  const { sub, sid } = await readIdToken(provider, client.client_id, hint).catch(error =>
    Promise.reject(invalid(error)),
  )
  const user_id = typeof sub === 'string' ? await userIdOf(store, client, sub) : undefined
  return { client, user_id, sid: typeof sid === 'string' ? sid : undefined }
}

/** Registered with the client, or with the tenant. */
async function allowedTargets(store: TenantStore, client: Client | undefined): Promise<string[]> {
  const { allowed_logout_urls } = readSettings(await store.facts.settings())
  return [...(client?.allowed_logout_urls ?? []), ...allowed_logout_urls]
}

/** A parameter of a request; empty is absent. */
const oneIn =
  (params: URLSearchParams) =>
  (name: string): string | undefined => {
    const values = params.getAll(name)
    if (values.length > 1) throw new errors.InvalidRequest(`${name} parameter must not be provided twice`)
    return values[0] === '' ? undefined : values[0]
  }

/** Reads /oidc/logout. Throws when a parameter is wrong; nothing has ended then. */
export async function readLogoutRequest(
  request: FastifyRequest,
  params: URLSearchParams,
  now: Date,
): Promise<LogoutRequest> {
  const { store } = request
  const one = oneIn(params)
  const id_token_hint = one('id_token_hint')
  const logout_hint = one('logout_hint')
  const client_id = one('client_id')
  const post_logout_redirect_uri = one('post_logout_redirect_uri')
  const state = one('state')

  const hint = id_token_hint === undefined ? undefined : await readHint(store, id_token_hint)
  if (hint && client_id !== undefined && client_id !== hint.client.client_id)
    throw new errors.InvalidRequest('client_id does not match the id_token_hint')
  const client = hint?.client ?? (await clientOf(store, client_id))
  if (
    post_logout_redirect_uri !== undefined &&
    !isRegistered(post_logout_redirect_uri, await allowedTargets(store, client))
  )
    throw new errors.InvalidRequest('post_logout_redirect_uri is not registered')

  const session = await currentSession(request, now)
  const settings = readSettings(await store.facts.settings())
  const { sessions } = settings
  const proves =
    session !== undefined &&
    (hint?.sid === session.id ||
      logout_hint === session.id ||
      (hint !== undefined && hint.sid === undefined && hint.user_id === session.user_id))
  const confirmed = session === undefined || proves || !sessions.oidc_logout_prompt_enabled
  // RFC 9700 §4.11.2: a stranger's page is not behind our link, unless the person is asked, or has signed in to that app.
  const leads =
    post_logout_redirect_uri !== undefined &&
    (proves ||
      !confirmed ||
      !client ||
      !isStranger(client, settings) ||
      isRegistered(post_logout_redirect_uri, settings.allowed_logout_urls))
  return {
    client,
    session,
    confirmed,
    target: leads ? withState(post_logout_redirect_uri, state) : undefined,
    fields: {
      ...(client ? { client_id: client.client_id } : {}),
      ...(post_logout_redirect_uri === undefined ? {} : { post_logout_redirect_uri }),
      ...(state === undefined ? {} : { state }),
    },
  }
}

function withState(uri: string, state: string | undefined): string {
  if (state === undefined) return uri
  const url = new URL(uri)
  url.searchParams.set('state', state)
  return url.href
}

/** Reads /v2/logout: Auth0's, without confirmation. */
export async function readAuth0Logout(
  request: FastifyRequest,
  params: URLSearchParams,
  now: Date,
): Promise<LogoutRequest> {
  const { store } = request
  const one = oneIn(params)
  const client = await clientOf(store, one('client_id'))
  const settings = readSettings(await store.facts.settings())
  // Nobody is asked here, and so none of a stranger's pages is a place to go.
  const allowed =
    client && isStranger(client, settings) ? settings.allowed_logout_urls : await allowedTargets(store, client)
  const returnTo = one('returnTo')
  // Auth0: the query and the fragment of a returnTo are not compared.
  if (
    returnTo !== undefined &&
    !isRegistered(returnTo, allowed) &&
    !isRegistered(returnTo.replace(/[?#].*$/s, ''), allowed)
  )
    throw new errors.InvalidRequest('returnTo is not an allowed logout URL')
  // What a query may hold beyond ASCII, a header may not.
  const target = returnTo?.replace(/[^\x21-\x7e]+/gu, encodeURIComponent) ?? allowed.find(url => !url.includes('*'))
  return { client, target, session: await currentSession(request, now), confirmed: true, fields: {} }
}

/** OpenID Connect Front-Channel Logout §2, §3: what is to be loaded in this browser, so that its clients see their own cookies. */
function framesOf(issuer: string, ended: readonly EndedSession[]): string[] {
  return ended.flatMap(({ id, listeners }) =>
    listeners.flatMap(({ frontchannel_logout_uri: uri, frontchannel_logout_session_required: required }) => {
      if (uri === null) return []
      const url = new URL(uri)
      if (required) {
        url.searchParams.append('iss', issuer)
        url.searchParams.append('sid', id)
      }
      return [url.href]
    }),
  )
}

/** Ends the browser's session and what ends with it, and takes the cookie back. Answers what the browser is to load, so that its clients hear. */
export async function endBrowserSession(
  request: FastifyRequest,
  reply: FastifyReply,
  session: FoundSession | undefined,
  now: Date,
): Promise<string[]> {
  const { issuer } = request.store.tenant
  const ended = session ? await endBySelf(request.store, { id: session.id, initiator: 'rp-logout' }, now) : []
  const secure = issuer.startsWith('https:')
  reply.clearCookie(cookieNames(issuer).session, {
    path: '/',
    httpOnly: true,
    secure,
    sameSite: secure ? 'none' : 'lax',
  })
  return framesOf(issuer, ended)
}
