// Logout: OpenID Connect RP-Initiated Logout 1.0 at /oidc/logout, and Auth0's /v2/logout, which never asks. Ours in place of oidc-provider's,
// whose own always shows a page.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { compactVerify, decodeJwt, errors as joseErrors } from 'jose'
import { errors } from 'oidc-provider'
import type { Account } from '../store/accounts.ts'
import type { Client } from '../store/clients.ts'
import { hashBearer } from '../store/hash.ts'
import type { FoundSession } from '../store/sessions.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { isClientId, isRegistered } from './client-metadata.ts'
import { cookieNames } from './configuration.ts'
import { verificationKeys } from './signing-keys.ts'
import { subjectFor } from './subjects.ts'

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

/** The session that this browser's cookie names, if it still runs. */
async function currentSession(request: FastifyRequest, now: Date): Promise<FoundSession | undefined> {
  const cookie = request.cookies[cookieNames(request.store.tenant.issuer).session]
  const found = cookie === undefined ? undefined : await request.store.sessions.findByCookie(hashBearer(cookie))
  return found && found.idle_expires_at > now && found.expires_at > now ? found : undefined
}

async function clientOf(store: TenantStore, client_id: string | undefined): Promise<Client | undefined> {
  if (client_id === undefined) return undefined
  const client = isClientId(client_id) ? await store.facts.client(client_id) : undefined
  if (!client) throw new errors.InvalidRequest('the client is unknown')
  return client
}

type Hint = { client: Client; sub: string; sid: string | undefined }

/** An ID token of ours, expired or not (RP-Initiated Logout §2). */
async function readHint(store: TenantStore, hint: string): Promise<Hint> {
  const invalid = (cause?: unknown) => new errors.InvalidRequest('the id_token_hint is invalid', undefined, { cause })
  // It was encrypted to the client, which alone can open it.
  if (hint.split('.').length === 5)
    throw new errors.InvalidRequest('the id_token_hint is encrypted: the signed token inside of it is wanted')
  try {
    const { aud, iss, sub, sid } = decodeJwt(hint)
    if (iss !== store.tenant.issuer || typeof aud !== 'string' || typeof sub !== 'string') throw invalid()
    const client = await clientOf(store, aud)
    if (!client) throw invalid()
    // The algorithm is the client's registered one, never the token's own choice.
    if (client.jwt_configuration.alg === 'HS256') {
      await compactVerify(hint, new TextEncoder().encode(client.client_secret), { algorithms: ['HS256'] })
    } else await compactVerify(hint, await verificationKeys(store), { algorithms: [client.jwt_configuration.alg] })
    return { client, sub, sid: typeof sid === 'string' ? sid : undefined }
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) throw invalid(error)
    throw error
  }
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
  const { sessions } = readSettings(await store.facts.settings())
  const proves =
    session !== undefined &&
    (hint?.sid === session.id ||
      logout_hint === session.id ||
      (hint !== undefined &&
        hint.sid === undefined &&
        hint.sub === (await subjectFor(store, hint.client, session.user_id))))
  return {
    client,
    session,
    confirmed: session === undefined || proves || !sessions.oidc_logout_prompt_enabled,
    target: post_logout_redirect_uri && withState(post_logout_redirect_uri, state),
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
  const allowed = await allowedTargets(store, client)
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

/** Ends the browser's session and what ends with it, and takes the cookie back. */
export async function endBrowserSession(
  request: FastifyRequest,
  reply: FastifyReply,
  session: FoundSession | undefined,
  now: Date,
): Promise<void> {
  const { issuer } = request.store.tenant
  if (session) await request.store.sessions.end({ id: session.id }, { offline: false }, now)
  const secure = issuer.startsWith('https:')
  reply.clearCookie(cookieNames(issuer).session, {
    path: '/',
    httpOnly: true,
    secure,
    sameSite: secure ? 'none' : 'lax',
  })
}
