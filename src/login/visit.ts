// One request to one page: for whom it is, what it may know, how it answers.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PasswordHasher } from '../credentials/password.ts'
import type { Breaches } from '../http/breached-passwords.ts'
import { csrfToken } from '../http/csrf.ts'
import { localesOf } from '../http/languages.ts'
import { lookOf } from '../http/look.ts'
import type { HasMail } from '../http/mail.ts'
import type { Pages, Client as ShownClient, Tenant as ShownTenant, Work } from '../http/pages.ts'
import { keepPick, keepWish, speak } from '../http/request-language.ts'
import type { Views } from '../http/views.ts'
import type { HeldLogin, PendingInteraction, Waiting } from '../oidc/interaction.ts'
import { abortInteraction, readInteraction } from '../oidc/interaction.ts'
import type { Client } from '../store/clients.ts'
import { hasPasswords } from '../store/connections.ts'
import type { LogEvent } from '../store/log-events.ts'
import type { JsonObject } from '../store/schema.ts'
import type { Seal } from '../store/seal.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import type { Ticket } from '../store/tickets.ts'
import { type DatabaseConnection, type Ways, waysIn } from './connection.ts'
import type { Upstreams } from './upstream.ts'

/** What the hallway gives this room. */
export type Room = {
  views: Views
  hasher: PasswordHasher
  breaches: Breaches
  seal: Pick<Seal, 'mac' | 'seal' | 'open'>
  /** Where people come from who are not here yet. */
  upstreams: Upstreams
  hasMail: HasMail
}

export async function shownTenant(store: TenantStore): Promise<ShownTenant> {
  const settings = readSettings(await store.facts.settings())
  const { friendly_name, picture_url, support_email, support_url } = settings
  const locales = localesOf(settings)
  const look = await lookOf(store)
  return {
    friendly_name: friendly_name || 'Lintel',
    picture_url: look.logo_url ?? picture_url,
    support_email,
    support_url,
    locales,
    look,
  }
}

export const shownClient = ({
  client_id,
  client_metadata,
  logo_uri,
  name,
}: Pick<Client, 'client_id' | 'client_metadata' | 'logo_uri' | 'name'>): ShownClient => ({
  client_id,
  client_metadata,
  logo_uri,
  name,
})

const isWeb = (url: string) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)

/**
 * Where a person finds her way back to an app that she did not come from in a straight line: its registered start, else the tenant's,
 * else the origin of its callback. Only http and https: a stored `javascript:` must not become a link (GHSA-6rx5-m2rc-hmf7).
 */
export async function homeOf(store: TenantStore, client: Client | undefined): Promise<string | undefined> {
  const { default_redirection_uri } = readSettings(await store.facts.settings())
  const callback = client?.callbacks.find(url => isWeb(url) && !url.includes('*'))
  const candidates = [client?.initiate_login_uri, default_redirection_uri, callback && new URL('/', callback).href]
  return candidates.find(url => typeof url === 'string' && isWeb(url)) ?? undefined
}

/** Auth0: where a used ticket leads, with what came of it. */
export function withResult(
  { result_url, email, options }: Pick<Ticket, 'result_url' | 'email' | 'options'>,
  success: boolean,
  message: string,
): string | undefined {
  if (result_url === null || !isWeb(result_url)) return undefined
  const url = new URL(result_url)
  url.searchParams.append('success', String(success))
  url.searchParams.append('message', message)
  if (options.includeEmailInRedirect === true && email !== null) url.searchParams.append('email', email)
  return url.href
}

export function show<N extends keyof Pages>(
  room: Pick<Room, 'views'>,
  reply: FastifyReply,
  name: N,
  data: Pages[N],
  status = 200,
): FastifyReply {
  reply.code(status)
  return room.views.page(reply, name, data)
}

/** The `action` and the token of a form on this page. @param work what it must come with */
export const formTo = (request: FastifyRequest, reply: FastifyReply, action: string, work?: Work) => ({
  // The language of a link goes along.
  action: keepWish(request, action),
  csrf: csrfToken(request, reply, action),
  ...(work ? { work } : {}),
})

export type Visit = {
  room: Room
  request: FastifyRequest
  reply: FastifyReply
  store: TenantStore
  hasMail: boolean
  interaction: PendingInteraction
  /** Undefined: no database connection is enabled for the client. */
  connection: DatabaseConnection | undefined
  ways: Ways
  /** A name is asked for on a page of its own, before what proves it. */
  identifier_first: boolean
  /** As they are kept: `read…` of store/ say what they mean. */
  stored_settings: JsonObject
  tenant: ShownTenant
  client: ShownClient
  /** A page of this interaction. */
  url(screen: string): string
}

/** What a sign-in may still want of a person who has proved something: names its page. */
export type Step = (visit: Visit, held: HeldLogin, now: Date) => Promise<string | undefined>

/** Where the page of an interaction that is gone finds the name of its app. Scoped to the interaction's own path. */
const APP_COOKIE = 'lintel_app'
const DAY = 86_400

/** Reads the interaction that the path names and this browser holds; throws oidc-provider's error when it does not. */
export async function enter(room: Room, request: FastifyRequest, reply: FastifyReply): Promise<Visit> {
  const interaction = await readInteraction(request, reply)
  const { uid, client, ui_locales } = interaction
  if (ui_locales !== undefined) {
    request.ui_locales = ui_locales
    await speak(request)
  }
  await keepPick(request, reply)
  const { store } = request
  const path = `/u/${uid}`
  if (request.cookies[APP_COOKIE] !== client.client_id) {
    reply.setCookie(APP_COOKIE, client.client_id, {
      path,
      httpOnly: true,
      sameSite: 'lax',
      secure: store.tenant.issuer.startsWith('https:'),
      maxAge: DAY,
    })
  }
  const stored_settings = await store.facts.settings()
  const tenant = await shownTenant(store)
  return {
    room,
    request,
    reply,
    store,
    interaction,
    ...(await approachOf(room, store, interaction)),
    stored_settings,
    tenant,
    // The global client is no app: who comes by it wants her account.
    client: client.global ? { name: tenant.friendly_name } : shownClient(client),
    url: screen => `${path}/${screen}`,
  }
}

type Approach = Pick<Visit, 'hasMail' | 'connection' | 'ways' | 'identifier_first'>

/** How people sign in who come with this request. */
async function approachOf(
  room: Pick<Room, 'hasMail'>,
  store: TenantStore,
  { client, params }: Pick<Waiting, 'client' | 'params'>,
): Promise<Approach> {
  const named = typeof params.connection === 'string' ? params.connection : undefined
  const ways = await waysIn(store, client.client_id, named)
  const hasMail = await room.hasMail(store)
  if (!hasMail) delete ways.email
  const { database } = ways
  const { prompts } = readSettings(await store.facts.settings())
  // Beside a name there is nothing to type where there are no passwords.
  const identifier_first = prompts.identifier_first || (database !== undefined && !hasPasswords(database.options))
  return { hasMail, connection: database, ways, identifier_first }
}

/** The page on which somebody says who she is. */
export const entranceOf = ({ ways, identifier_first }: Pick<Visit, 'ways' | 'identifier_first'>): string => {
  if (!ways.database && (ways.email || ways.sms)) return 'login-passwordless'
  return identifier_first ? 'login-id' : 'login'
}

/** The first page of a request that waits for somebody. */
export async function firstScreen(
  room: Pick<Room, 'hasMail'>,
  store: TenantStore,
  waiting: Pick<Waiting, 'prompt' | 'client' | 'params'>,
): Promise<string> {
  const { prompt, params } = waiting
  if (prompt !== 'login') return prompt
  const approach = await approachOf(room, store, waiting)
  const { connection, identifier_first } = approach
  const signs_up = params.screen_hint === 'signup' && connection && offersSignup(approach, connection)
  return signs_up ? (identifier_first ? 'signup-id' : 'signup') : entranceOf(approach)
}

/** Signing up is off where it is disabled, and where it would end in a mail that cannot be sent. */
export const offersSignup = ({ hasMail }: Pick<Visit, 'hasMail'>, { options }: DatabaseConnection): boolean =>
  !options.disable_signup && (hasMail || !options.require_verified_email)

export const offersReset = ({ hasMail }: Pick<Visit, 'hasMail'>, { options }: DatabaseConnection): boolean =>
  hasMail && hasPasswords(options) && !options.disable_self_service_change_password

export type SignInVisit = Visit & { connection: DatabaseConnection }

/**
 * The pages of one prompt. Undefined: the request has been answered, because the interaction is at another point of its way; no step can be
 * taken out of order (CVE-2026-18963).
 */
export async function enterPrompt(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
  prompt: PendingInteraction['prompt'],
): Promise<Visit | undefined> {
  const visit = await enter(room, request, reply)
  if (visit.interaction.prompt === prompt) return visit
  reply.redirect(`/u/${visit.interaction.uid}`, 303)
  return undefined
}

export async function enterSignIn(
  room: Room,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignInVisit | undefined> {
  const visit = await enterPrompt(room, request, reply, 'login')
  if (!visit) return undefined
  const { connection } = visit
  if (connection) return { ...visit, connection }
  if (visit.ways.email || visit.ways.sms) {
    reply.redirect(visit.url('login-passwordless'), 303)
    return undefined
  }
  // Auth0's sentence.
  const description = 'no connections enabled for the client'
  const { client } = visit.interaction
  await request.store.logs.write(eventOf(request, { client }, { type: 'f', description }), new Date())
  await abortInteraction(request, reply, 'invalid_request', description)
  return undefined
}

/** The app that an interaction which is gone belonged to, if this browser knows. */
export async function appOfLostInteraction(request: FastifyRequest): Promise<Client | undefined> {
  const client_id = request.cookies[APP_COOKIE]
  return client_id === undefined || client_id.includes('\0') ? undefined : request.store.facts.client(client_id)
}

/** What every log event of a page says of its request. */
export const eventOf = (
  request: FastifyRequest,
  about: {
    connection?: Pick<DatabaseConnection, 'id' | 'name'> | undefined
    client?: Pick<Client, 'client_id' | 'name'> | undefined
  },
  event: LogEvent,
): LogEvent => ({
  ip: request.ip,
  user_agent: request.headers['user-agent'],
  hostname: request.host,
  client_id: about.client?.client_id,
  client_name: about.client?.name,
  connection_id: about.connection?.id,
  connection: about.connection?.name,
  ...event,
})
