// The one door for the login room: what a page must know of the authorization request (or logout) that waits for it, and how it ends. Whose
// request it is, the browser's cookie says, never the URL alone.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { errors } from 'oidc-provider'
import type { Client } from '../store/clients.ts'
import { hashBearer } from '../store/hash.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import { acrOf } from './authentication-context.ts'
import type { AuthorizationDetail } from './authorization-details.ts'
import { type EndingSessions, endAndTell } from './backchannel-logout.ts'
import { cookieNames } from './configuration.ts'
import { about, logoutEvent } from './events.ts'
import { parametersOf } from './http.ts'
import { endBrowserSession, type LoggedOut, type PendingLogout, readLogoutRequest } from './logout.ts'
import type { MissingConsent } from './prompts.ts'
import { providerOf } from './provider.ts'
import { findRunning } from './session-lifetime.ts'

export type { AuthorizationDetail } from './authorization-details.ts'
export type { LoggedOut, PendingLogout } from './logout.ts'

export type PendingInteraction = {
  /** As in the page's URL: a public handle, not the secret that the browser holds. */
  uid: string
  prompt: 'login' | 'consent'
  client: Client
  /** Where the answer will go; for a form-action directive. Undefined for a scheme that has no origin. */
  redirect_origin: string | undefined
  screen_hint?: string
  login_hint?: string
  ui_locales?: string
  /** Who is signed in already; set when the prompt is `consent`. */
  user_id?: string
  /** What she has yet to permit; set when the prompt is `consent`. */
  consent?: readonly MissingConsent[]
  /** What exactly the client asks to do (RFC 9396); set when the prompt is `consent`. */
  authorization_details?: readonly AuthorizationDetail[]
  /** The authorization request. */
  params: Readonly<Record<string, unknown>>
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Whether this error says that the browser has no such interaction (any more). */
export const isLostInteraction = (thrown: unknown): boolean => thrown instanceof errors.SessionNotFound

/** The cookie must be the one that this URL was made for (CVE-2026-7507: a foreign interaction in the victim's browser). */
async function ownInteraction(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ provider: Provider; interaction: Interaction; uid: string }> {
  const provider = await providerOf(request.store)
  const interaction = await provider.interactionDetails(request.raw, reply.raw)
  const uid = hashBearer(interaction.uid)
  if (uid !== (request.params as { uid?: unknown }).uid)
    throw new errors.SessionNotFound('interaction and cookie do not match')
  return { provider, interaction, uid }
}

/** Whether this browser's cookie names the session. */
async function isSignedInto(
  request: FastifyRequest,
  reply: FastifyReply,
  provider: Provider,
  session_id: string,
): Promise<boolean> {
  const { store } = request
  const cookie = provider.createContext(request.raw, reply.raw).cookies.get(cookieNames(store.tenant.issuer).session)
  const session = cookie === undefined ? undefined : await findRunning(store, hashBearer(cookie), new Date())
  return session?.id === session_id
}

/** Throws an error of which `isLostInteraction` is true when this browser has no such interaction. */
export async function readInteraction(request: FastifyRequest, reply: FastifyReply): Promise<PendingInteraction> {
  const { provider, interaction, uid } = await ownInteraction(request, reply)
  const { params, prompt, session } = interaction
  const consents = prompt.name === 'consent' && session !== undefined
  // Consent is hers to give: somebody else may sit at this browser by now (CVE-2025-12390: two users, one browser).
  if (consents && !(await isSignedInto(request, reply, provider, session.uid)))
    throw new errors.SessionNotFound('the browser is no longer in the session that was asked')
  const client = await request.store.facts.client(String(params.client_id))
  if (!client) throw new errors.SessionNotFound('the client is gone')
  const origin = URL.parse(String(params.redirect_uri))?.origin
  const optional = {
    screen_hint: text(params.screen_hint),
    login_hint: text(params.login_hint),
    ui_locales: text(params.ui_locales),
  }
  const { missing = [], authorization_details = [] } = prompt.details as {
    missing?: MissingConsent[]
    authorization_details?: AuthorizationDetail[]
  }
  return {
    uid,
    prompt: prompt.name as PendingInteraction['prompt'],
    client,
    redirect_origin: origin === 'null' ? undefined : origin,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as {
      [Hint in keyof typeof optional]?: string
    }),
    ...(consents ? { user_id: session.accountId, consent: missing, authorization_details } : {}),
    params,
  }
}

async function resume(
  request: FastifyRequest,
  reply: FastifyReply,
  result: Parameters<Provider['interactionResult']>[2],
  merge: boolean,
): Promise<FastifyReply> {
  const { provider, uid } = await ownInteraction(request, reply)
  await provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: merge })
  // Not the stored URL: the issuer may have changed since.
  return reply.redirect(`/authorize/${uid}`, 303)
}

/** The person has proved who she is. `amr` says how, `now` when. */
export async function finishLogin(
  request: FastifyRequest,
  reply: FastifyReply,
  { user_id, connection_id, amr, now }: { user_id: string; connection_id: string; amr: string[]; now: Date },
): Promise<FastifyReply> {
  const { session_cookie } = readSettings(await request.store.facts.settings())
  const login = {
    accountId: user_id,
    connection_id,
    amr,
    acr: acrOf(amr),
    ts: Math.floor(now.getTime() / 1000),
    remember: session_cookie.mode === 'persistent',
  }
  return resume(request, reply, { login }, false)
}

/** She permits what was asked, or does not. */
export async function finishConsent(
  request: FastifyRequest,
  reply: FastifyReply,
  { granted }: { granted: boolean },
): Promise<FastifyReply> {
  const { client, prompt, user_id, consent } = await readInteraction(request, reply)
  if (prompt !== 'consent' || user_id === undefined || !consent)
    throw new errors.SessionNotFound('the interaction is at another point')
  if (!granted) {
    const { store } = request
    const account = await store.users.findAccount(user_id)
    const description = 'User did not authorize the request'
    await store.logs.write({ ...about(request, { client, account }), type: 'f', description }, new Date())
    return abortInteraction(request, reply, 'access_denied', description)
  }
  const permitted = consent.map(({ resource_server_id, scope }) => ({
    user_id,
    client_id: client.client_id,
    resource_server_id,
    scope: [...scope],
  }))
  await request.store.consents.add(permitted, new Date())
  return resume(request, reply, { consent: {} }, true)
}

/** The app is told this error. */
export const abortInteraction = (
  request: FastifyRequest,
  reply: FastifyReply,
  error: string,
  error_description: string,
): Promise<FastifyReply> => resume(request, reply, { error, error_description }, false)

/**
 * The logout that a form of the confirmation page means; undefined: nobody is signed in (any more). Its fields are the form's, and are
 * checked like the request's own.
 */
export async function readLogout(request: FastifyRequest): Promise<PendingLogout | undefined> {
  const { client, session, fields } = await readLogoutRequest(request, parametersOf(request.body), new Date())
  return session && { session_id: session.id, account: session.account, client, fields }
}

/** Ends the session, or leaves it. Answers where the browser goes from here. */
export async function finishLogout(
  request: FastifyRequest,
  reply: FastifyReply,
  { confirmed }: { confirmed: boolean },
): Promise<LoggedOut> {
  const now = new Date()
  const { client, session, target } = await readLogoutRequest(request, parametersOf(request.body), now)
  if (!confirmed) return { client, target, frames: [] }
  const frames = await endBrowserSession(request, reply, session, now)
  if (session) {
    const who = { client, account: session.account, session_id: session.id }
    await request.store.logs.write(logoutEvent(request, who), now)
  }
  return { client, target, frames }
}

/**
 * Ends sessions and the grants that end with them (with `refresh_tokens`, every grant of theirs), and tells their clients. Answers how many
 * sessions ended. On the caller's transaction.
 */
export async function endSessions(tx: TenantStore, which: EndingSessions, now: Date): Promise<number> {
  const ended = await endAndTell(tx, which, now)
  return ended.length
}
