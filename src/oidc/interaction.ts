// The one door for the login room: what a page must know of the authorization request (or logout) that waits for it, and how it ends. Whose
// request it is, the browser's cookie says, never the URL alone.
import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { errors } from 'oidc-provider'
import type { InteractionAnswer } from '../store/artefacts.ts'
import type { Client } from '../store/clients.ts'
import { hashBearer } from '../store/hash.ts'
import type { JsonObject } from '../store/schema.ts'
import type { FoundSession } from '../store/sessions.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import {
  ACTIVATION_PATH,
  confirmDevice,
  type DeviceStep,
  denyDevice,
  findDevice,
  logActivation,
  resumeDevice,
} from './activation.ts'
import { acrOf, MULTI_FACTOR } from './authentication-context.ts'
import { type AuthorizationDetail, detailsIn } from './authorization-details.ts'
import { type EndingSessions, endAndTell, tellOfEnd } from './backchannel-logout.ts'
import { type Decision, decide, findApproval, type PendingApproval } from './ciba.ts'
import { cookieNames } from './configuration.ts'
import type { AskedApproval } from './device.ts'
import { about, logoutEvent } from './events.ts'
import { parametersOf } from './http.ts'
import { endBrowserSession, type LoggedOut, type PendingLogout, readLogoutRequest } from './logout.ts'
import { type Demand, demandOf, isDemanded, type KnownSignIn, type Signal, signalsOf } from './multi-factor.ts'
import { type MissingConsent, SECOND_FACTOR_MISSING } from './prompts.ts'
import { providerOf } from './provider.ts'
import { isUnseen } from './requests.ts'
import { resourceOf } from './resource-servers.ts'
import { findRunning } from './session-lifetime.ts'

export type { DeviceStep } from './activation.ts'
export type { AuthorizationDetail } from './authorization-details.ts'
export type { CibaJobs, PendingApproval } from './ciba.ts'
export type { LoggedOut, PendingLogout } from './logout.ts'
export type { Signal } from './multi-factor.ts'

/** What a person has proved while more is wanted of her. */
export type HeldLogin = {
  user_id: string
  connection_id: string
  /** as the log names her */
  user_name: string
  /** as typed, folded */
  identifier?: string | undefined
  /** RFC 8176 */
  amr: string[]
  /** `local`: she came by a passkey of another device; `answered`: she has been asked whether she wants one */
  passkey?: 'local' | 'answered'
  /** seconds */
  at: number
  /** what is unusual about it; undefined: nobody has looked */
  signals?: readonly Signal[] | undefined
  /** what her second proof is at (login/mfa) */
  mfa?: JsonObject | undefined
}

/** What was sent to somebody who is about to sign in or up. @property code_id its handle, which tells nothing */
export type Sent = { code_id: string; by: 'email' | 'sms'; to: string; link?: boolean }

/** Who somebody says she is, on a page before the one that proves it: kept here, and never in a URL. */
export type Claim =
  | { of: 'reset'; connection_id: string; identifier: string; sent: Sent }
  | { of: 'login'; connection_id: string; identifier: string; sent?: Sent }
  | {
      of: 'signup'
      connection_id: string
      email: string
      username: string
      phone_number: string
      sent?: Sent
      /** She is making a passkey. @property confirmed which of her names codes have reached */
      passkey?: { identity_user_id: string; confirmed: readonly ('email' | 'phone_number')[] }
    }

export type PendingInteraction = {
  /** As in the page's URL: a public handle, not the secret that the browser holds. */
  uid: string
  prompt: 'login' | 'mfa' | 'consent' | 'async-approval' | 'account'
  client: Client
  /** Where the answer will go; for a form-action directive. Undefined for a scheme that has no origin. */
  redirect_origin: string | undefined
  screen_hint?: string
  login_hint?: string
  ui_locales?: string
  /** Nobody sees a page of it: what would show one ends it (`abortUnseen`). */
  unseen: boolean
  /** Whether a second factor is demanded, and by what. */
  demand: Demand
  /** Who is signed in already; set when the prompt is `consent` or `async-approval`. */
  user_id?: string
  /** What she has yet to permit; set when the prompt is `consent`. */
  consent?: readonly MissingConsent[]
  /** What exactly the client asks to do (RFC 9396); set when the prompt is `consent`. */
  authorization_details?: readonly AuthorizationDetail[]
  /** The CIBA request that somebody has come to answer, and who may; set when the prompt is `async-approval`. */
  approval?: AskedApproval
  /** Who is about to sign in; may be set when the prompt is `login`. When it is `mfa`, whoever is signed in, by what she has proved so far. */
  held?: HeldLogin
  /** Who she says she is; may be set when the prompt is `login`. */
  claim?: Claim
  /** The authorization request. */
  params: Readonly<Record<string, unknown>>
}

/** An authorization request that has just come to wait for somebody. */
export type Waiting = Pick<PendingInteraction, 'uid' | 'prompt' | 'client' | 'params'>

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

/** How long a sign-in on the way to one's own account may take. */
const ACCOUNT_SIGN_IN_SECONDS = 3_600

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Whether this error says that the browser has no such interaction (any more). */
export const isLostInteraction = (thrown: unknown): boolean => thrown instanceof errors.SessionNotFound

type OwnInteraction = { provider: Provider; interaction: Interaction; uid: string }

/**
 * Read once for a request: nothing of an interaction but its result ever changes, whoever writes that writes all of it, and nobody writes to one
 * that is gone.
 */
const interactions = new WeakMap<FastifyRequest, OwnInteraction>()

/** The cookie must be the one that this URL was made for (CVE-2026-7507: a foreign interaction in the victim's browser). */
async function ownInteraction(request: FastifyRequest, reply: FastifyReply): Promise<OwnInteraction> {
  const known = interactions.get(request)
  if (known) return known
  const provider = await providerOf(request.store)
  const interaction = await provider.interactionDetails(request.raw, reply.raw)
  const uid = hashBearer(interaction.uid)
  if (uid !== (request.params as { uid?: unknown }).uid)
    throw new errors.SessionNotFound('interaction and cookie do not match')
  const own = { provider, interaction, uid }
  interactions.set(request, own)
  return own
}

/** The session that this browser's cookie names. */
async function runningSession(
  request: FastifyRequest,
  reply: FastifyReply,
  provider: Provider,
): Promise<FoundSession | undefined> {
  const { store } = request
  const cookie = provider.createContext(request.raw, reply.raw).cookies.get(cookieNames(store.tenant.issuer).session)
  return cookie === undefined ? undefined : findRunning(store, hashBearer(cookie), new Date())
}

/** The same, if it is this one. */
async function sessionOf(
  request: FastifyRequest,
  reply: FastifyReply,
  provider: Provider,
  session_id: string,
): Promise<FoundSession | undefined> {
  const session = await runningSession(request, reply, provider)
  return session?.id === session_id ? session : undefined
}

/** Who is signed in at this browser, and may be. */
export async function signedIn(request: FastifyRequest, reply: FastifyReply): Promise<FoundSession | undefined> {
  const session = await runningSession(request, reply, await providerOf(request.store))
  return session?.account.blocked ? undefined : session
}

/** Who is in this session, by what she has proved for it. @param begun what came of the pages of this interaction */
function heldOf(session: FoundSession, begun: HeldLogin | undefined): HeldLogin {
  if (begun?.user_id === session.user_id) return begun
  const { user_id, connection_id, account, authenticated_at, payload } = session
  const { amr = [] } = payload as { amr?: string[] }
  const user_name = account.email ?? account.username ?? account.phone_number ?? user_id
  const at = Math.floor(authenticated_at.getTime() / 1000)
  return { user_id, connection_id, user_name, amr, at, signals: signalsOf(session) as Signal[] | undefined }
}

/** Throws an error of which `isLostInteraction` is true when this browser has no such interaction. */
export async function readInteraction(request: FastifyRequest, reply: FastifyReply): Promise<PendingInteraction> {
  const { provider, interaction, uid } = await ownInteraction(request, reply)
  const { params, prompt, session } = interaction
  const consents = (prompt.name === 'consent' || prompt.name === 'async-approval') && session !== undefined
  const running =
    (consents || prompt.name === 'mfa') && session && (await sessionOf(request, reply, provider, session.uid))
  // Consent is hers to give, a second proof hers to add: somebody else may sit at this browser by now (CVE-2025-12390: two users, one browser).
  if (!running && (consents || prompt.name === 'mfa'))
    throw new errors.SessionNotFound('the browser is no longer in the session that was asked')
  const client = await request.store.facts.client(String(params.client_id))
  if (!client) throw new errors.SessionNotFound('the client is gone')
  const origin = URL.parse(String(params.redirect_uri))?.origin
  const optional = {
    screen_hint: text(params.screen_hint),
    login_hint: text(params.login_hint),
    ui_locales: text(params.ui_locales),
  }
  const { held: begun, claim } = (interaction.result ?? {}) as { held?: HeldLogin; claim?: Claim }
  const held = prompt.name === 'mfa' && running ? heldOf(running, begun) : begun
  const { missing = [], approval } = prompt.details as {
    approval?: AskedApproval
    missing?: MissingConsent[]
  }
  return {
    uid,
    prompt: prompt.name as PendingInteraction['prompt'],
    client,
    demand: await demandOf(request.store, { client, ...(approval ?? { resource: params.resource, asked: params }) }),
    redirect_origin: origin === 'null' ? undefined : origin,
    unseen: isUnseen(params),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as {
      [Hint in keyof typeof optional]?: string
    }),
    ...(consents ? { user_id: session.accountId, consent: missing, authorization_details: detailsIn(params) } : {}),
    ...(consents && approval ? { approval } : {}),
    ...((prompt.name === 'login' || prompt.name === 'mfa') && held ? { held } : {}),
    ...(prompt.name === 'login' && claim ? { claim } : {}),
    params,
  }
}

type Result = Parameters<Provider['interactionResult']>[2]
/** Stores what came of a page, and whatever it is to be stored with. False: the interaction is gone. */
type Keep = (answer: InteractionAnswer) => Promise<boolean>

/** What oidc-provider's interactionResult does, to the interaction that is at hand: it would read it once more, and write all of it. */
async function keepResult(
  { interaction, uid }: OwnInteraction,
  result: Result,
  keep: Keep,
  { merge = false } = {},
): Promise<void> {
  interaction.result = merge ? { ...interaction.lastSubmission, ...result } : result
  if (!(await keep({ id_hash: uid, result: interaction.result as JsonObject })))
    throw new errors.SessionNotFound('the interaction is gone')
}

const alone =
  ({ store }: FastifyRequest): Keep =>
  answer =>
    store.artefacts.answer(answer)

async function resume(
  request: FastifyRequest,
  reply: FastifyReply,
  result: Result,
  { keep = alone(request), merge = false } = {},
): Promise<FastifyReply> {
  const own = await ownInteraction(request, reply)
  await keepResult(own, result, keep, { merge })
  // Not the stored URL: the issuer may have changed since.
  return reply.redirect(`${own.interaction.deviceCode === undefined ? '/authorize' : ACTIVATION_PATH}/${own.uid}`, 303)
}

/** Whether this request demands a second factor that is not proved yet. */
export const lacksFactor = ({ demand }: Pick<PendingInteraction, 'demand'>, known: KnownSignIn): Promise<boolean> =>
  isDemanded(demand, known)

/** She has proved something, and more is wanted of her: kept with the interaction, which is no session and opens nothing. */
export async function holdLogin(request: FastifyRequest, reply: FastifyReply, held: HeldLogin): Promise<void> {
  await keepResult(await ownInteraction(request, reply), { held } as Result, alone(request))
}

/** She has said who she is, and has yet to prove it. Whatever she had proved before, for this sign-in, counts no more. */
export async function keepClaim(request: FastifyRequest, reply: FastifyReply, claim: Claim): Promise<void> {
  await keepResult(await ownInteraction(request, reply), { claim } as Result, alone(request))
}

/**
 * The person has proved who she is. `amr` says how, `at` when (seconds).
 * @param keep by what else is stored with it
 */
export async function finishLogin(
  request: FastifyRequest,
  reply: FastifyReply,
  { user_id, connection_id, amr, at, signals }: Pick<HeldLogin, 'user_id' | 'connection_id' | 'amr' | 'at' | 'signals'>,
  keep?: Keep,
): Promise<FastifyReply> {
  const { session_cookie } = readSettings(await request.store.facts.settings())
  const login = {
    accountId: user_id,
    connection_id,
    amr,
    acr: acrOf(amr),
    ts: at,
    signals,
    remember: session_cookie.mode === 'persistent',
  }
  return resume(request, reply, { login }, keep ? { keep } : {})
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
  return resume(request, reply, { consent: {} }, { merge: true })
}

/** The steps of a person who activates a device (RFC 8628 §3.3). */
export const activation = {
  find: findDevice,
  confirm: confirmDevice,
  deny: denyDevice,
  resume: resumeDevice,
  log: logActivation,
}

/** A CIBA request that waits for its user's word; undefined: it does no more. */
export const pendingApproval = (store: TenantStore, id: string): Promise<PendingApproval | undefined> =>
  findApproval(store, id, new Date())

/**
 * To the page on which a user answers a CIBA request, by way of a sign-in if there is need of one. oidc-provider runs sign-ins for
 * authorization requests only, and the one of these that answers to nobody's redirect URI is a device's: so this is one, with a code that
 * nobody is told and that comes to nothing.
 */
export async function askForApproval(
  request: FastifyRequest,
  reply: FastifyReply,
  { id, user_id, client_id, audience, asked, expires_at }: PendingApproval,
  login_hint: string | undefined,
): Promise<DeviceStep> {
  const provider = await providerOf(request.store)
  const client = await provider.Client.find(client_id)
  if (!client) return { step: 'denied', client: undefined }
  const resource = audience === undefined ? {} : { resource: resourceOf(audience) }
  const userCode = randomBytes(32).toString('hex').toUpperCase()
  const code = new provider.DeviceCode({
    client,
    userCode,
    deviceInfo: { approval: { id, user_id, ...resource, asked } satisfies AskedApproval },
    params: { client_id, scope: 'openid', ...(login_hint === undefined ? {} : { login_hint }) },
    expiresIn: Math.max(1, Math.ceil((expires_at.getTime() - Date.now()) / 1000)),
  } as unknown as ConstructorParameters<Provider['DeviceCode']>[0])
  await code.save()
  return confirmDevice(request, reply, userCode)
}

/**
 * To a page of the person's own account, by way of a sign-in: as for an approval, but as the client that stands for all.
 * @param path where she goes then: one of ours @param max_age seconds that the sign-in may be old
 * @param multi_factor whether two factors must have been proved for it
 */
export async function askToSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { path, max_age, multi_factor }: { path: string; max_age?: number; multi_factor: boolean },
): Promise<DeviceStep> {
  const provider = await providerOf(request.store)
  const [global] = await request.store.clients.list({ global: true }, { limit: 1, offset: 0 })
  const client = global && (await provider.Client.find(global.client_id))
  if (!client) return { step: 'denied', client: undefined }
  const userCode = randomBytes(32).toString('hex').toUpperCase()
  const code = new provider.DeviceCode({
    client,
    userCode,
    deviceInfo: { path },
    params: {
      client_id: client.clientId,
      scope: 'openid',
      ...(max_age === undefined ? {} : { max_age }),
      ...(multi_factor ? { acr_values: MULTI_FACTOR } : {}),
    },
    expiresIn: ACCOUNT_SIGN_IN_SECONDS,
  } as unknown as ConstructorParameters<Provider['DeviceCode']>[0])
  await code.save()
  return confirmDevice(request, reply, userCode)
}

/** She has signed in: where she wanted to go. */
export async function finishAccountSignIn(request: FastifyRequest, reply: FastifyReply): Promise<string> {
  const { interaction } = await ownInteraction(request, reply)
  const { path } = interaction.prompt.details as { path?: string }
  if (interaction.prompt.name !== 'account' || path === undefined)
    throw new errors.SessionNotFound('the interaction is at another point')
  await interaction.destroy()
  return path
}

/** The user's word on a CIBA request. `wrong-user`: it is not hers to answer. */
export async function finishApproval(
  request: FastifyRequest,
  reply: FastifyReply,
  { granted }: { granted: boolean },
): Promise<'done' | 'gone' | 'refused' | 'wrong-user'> {
  const { provider, interaction } = await ownInteraction(request, reply)
  const { approval, user_id } = await readInteraction(request, reply)
  const session = await sessionOf(request, reply, provider, interaction.session?.uid ?? '')
  if (!approval || !session) throw new errors.SessionNotFound('the interaction is at another point')
  if (user_id !== approval.user_id || session.user_id !== approval.user_id) return 'wrong-user'
  const { amr, acr } = session.payload as { amr?: string[]; acr?: string }
  const decision: Decision = granted
    ? {
        approved: true,
        connection_id: session.connection_id,
        authentication: {
          ...(amr === undefined ? {} : { amr }),
          ...(acr === undefined ? {} : { acr }),
          at: session.authenticated_at,
        },
      }
    : { approved: false }
  const came_of_it = await decide(request.store, approval.id, decision, new Date())
  if (came_of_it !== 'refused') await interaction.destroy()
  return came_of_it
}

/** The app is told this error. */
export const abortInteraction = (
  request: FastifyRequest,
  reply: FastifyReply,
  error: string,
  error_description: string,
): Promise<FastifyReply> => resume(request, reply, { error, error_description })

const UNSEEN: { [prompt: string]: [string, string] } = {
  login: ['login_required', 'Login required'],
  mfa: ['login_required', SECOND_FACTOR_MISSING],
  consent: ['consent_required', 'Consent required'],
}

/** What prompt=none is answered where a page of this prompt would have to be shown. */
export const abortUnseen = (request: FastifyRequest, reply: FastifyReply, prompt: string): Promise<FastifyReply> =>
  abortInteraction(request, reply, ...(UNSEEN[prompt] ?? ['interaction_required', 'Interaction required']))

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

/** Deletes a user of her own will, and tells the clients that want to hear of the end of her sessions. On the caller's transaction. */
export async function removeUser(tx: TenantStore, user_id: string): Promise<void> {
  const ended = await tx.users.remove(user_id)
  if (ended) await tellOfEnd(tx, ended, 'account-deleted')
}
