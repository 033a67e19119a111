// The protocol's endpoints: which paths there are, what oidc-provider is asked, and what is answered in its place. Owns no page: those that
// a person sees are the login room's, handed in by the hallway.
import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { decodeJwt } from 'jose'
import { errors } from 'oidc-provider'
import { speak } from '../http/request-language.ts'
import type { Client } from '../store/clients.ts'
import { hashBearer } from '../store/hash.ts'
import type { LogEvent } from '../store/log-events.ts'
import { readSettings } from '../store/settings.ts'
import type { TenantStore } from '../store/store.ts'
import type { Answered } from './answered.ts'
import { endBySelf } from './backchannel-logout.ts'
import { ask, hand } from './bridge.ts'
import { type Metadata, type MutualTls, withMutualTls } from './certificates.ts'
import {
  type AuthMethod,
  authMethodOf,
  CIBA,
  DEVICE_CODE,
  isClientId,
  isRegistered,
  MFA_CHALLENGE,
  MFA_OOB,
  OTP_CHALLENGE,
  PASSKEY_CHALLENGE,
  PASSKEY_REGISTER,
  PASSWORDLESS_OTP,
  PASSWORDLESS_START,
  storedClient,
  WEBAUTHN,
} from './client-metadata.ts'
import { type Dialect, dialectOf, refusal, translated } from './dialect.ts'
import { discovered } from './discovery.ts'
import {
  authorizationEvent,
  beginningEvent,
  exchangeOf,
  logoutEvent,
  pushEvent,
  refusedBeginning,
  refusedExchange,
  refusedPush,
  revocationEvent,
  tokenEvent,
} from './events.ts'
import { MfaRequired } from './grant-types/mfa-token.ts'
import { answerOAuthError, parametersOf, preflight, queryOf, sendPublic } from './http.ts'
import type { Waiting } from './interaction.ts'
import {
  endBrowserSession,
  type LoggedOut,
  type LogoutRequest,
  type PendingLogout,
  readAuth0Logout,
  readLogoutRequest,
} from './logout.ts'
import { keepForLinking } from './own-access.ts'
import { paced, withInterval } from './polling.ts'
import { refused } from './refused.ts'
import { type RegistrationOptions, registration } from './registration.ts'
import { isWebMessage, strangerOf } from './requests.ts'
import { resourcesIn } from './resource-servers.ts'
import { publishedKeys } from './signing-keys.ts'
import { userinfo } from './userinfo.ts'

export type OAuthProblem = {
  error: string
  error_description?: string
  state?: string
  /** Where the person may go on to, if she knows it. */
  stranger?: { host: string; url: string }
}

/** What a person sees. Each but the first answers the request. */
export type ProtocolPages = {
  /** The path of the page on which an authorization begins. */
  first(store: TenantStore, waiting: Waiting): Promise<string>
  error(request: FastifyRequest, reply: FastifyReply, status: number, problem: OAuthProblem): Promise<FastifyReply>
  /** Whatever else was thrown. */
  failure(thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>
  /** Asks whether to log out; its form comes back to the login room with `fields`. */
  logout(request: FastifyRequest, reply: FastifyReply, pending: PendingLogout): Promise<FastifyReply>
  /** Sends the browser on, or says that she is out. */
  loggedOut(request: FastifyRequest, reply: FastifyReply, done: LoggedOut): Promise<FastifyReply>
}

export type ProtocolOptions = RegistrationOptions & {
  pages: ProtocolPages
  mtls: MutualTls
  /** Takes an event without making the request wait. */
  log(store: TenantStore, event: LogEvent): void
}

/** Auth0's `audience` as oidc-provider's `resource`; a prompt that we do not tell apart as the one that does. */
function inOurWords(params: URLSearchParams): URLSearchParams {
  const out = new URLSearchParams(params)
  out.delete('audience')
  out.delete('resource')
  for (const resource of resourcesIn(params)) out.append('resource', resource)
  // Auth0: choosing an account is what its login page is for.
  if (out.get('prompt') === 'select_account') out.set('prompt', 'login')
  return out
}

/** Auth0: parameters that are objects where the body is JSON. */
const OBJECTS = ['authn_response', 'user_profile', 'user_metadata', 'authParams']

function withObjects(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const written = Object.entries(body).map(([name, value]) =>
    OBJECTS.includes(name) && typeof value === 'object' && value !== null
      ? [name, JSON.stringify(value)]
      : [name, value],
  )
  return Object.fromEntries(written)
}

/** RFC 7523 §3: whom an assertion is about, if that is true. */
function subjectOf(assertion: string | null): string {
  try {
    return decodeJwt(assertion ?? '').sub ?? ''
  } catch {
    return ''
  }
}

/** What a request says of its client, as far as it can be read; oidc-provider says what is wrong with the rest. */
function presentedClient(request: FastifyRequest, form: URLSearchParams): { client_id: string; method?: AuthMethod } {
  const basic = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (basic !== undefined) {
    // RFC 6749 §2.3.1: form-encoded, each for itself.
    const [client_id = ''] = new URLSearchParams(
      `=${Buffer.from(basic, 'base64').toString('utf8').split(':', 1)}`,
    ).values()
    return { client_id, method: 'client_secret_basic' }
  }
  const client_id = form.get('client_id') ?? subjectOf(form.get('client_assertion'))
  return form.get('client_secret') ? { client_id, method: 'client_secret_post' } : { client_id }
}

/** oidc-provider takes a secret by Basic for one by post and the other way round; here a client uses its registered method. */
function checkMethod(client: Client | undefined, method: AuthMethod | undefined, dialect: Dialect): void {
  if (client && method !== undefined && authMethodOf(client) !== method) throw refusal('bad_client', {}, dialect)
}

export async function oidc(
  server: FastifyInstance,
  { pages, log, mtls, checkSelfRegistered }: ProtocolOptions,
): Promise<void> {
  await server.register(fastifyCookie)

  const write = (request: FastifyRequest, event: LogEvent | undefined) => {
    if (event) log(request.store, event)
  }

  // --- for programs ---

  const api: Pick<RouteOptions, 'errorHandler' | 'exposeHeadRoute'> = {
    errorHandler: (error, request, reply) => answerOAuthError(error, request, reply),
    exposeHeadRoute: false,
  }

  /** An endpoint at which clients authenticate. `of` says what of it is worth an event. */
  function forClients(
    url: string,
    of: {
      answered?(request: FastifyRequest, answered: Answered, form: URLSearchParams): LogEvent | undefined
      refused?(
        request: FastifyRequest,
        error: errors.OIDCProviderError,
        form: URLSearchParams,
        client: Client | undefined,
      ): LogEvent | undefined
      /** What is to be said differently. */
      said?(store: TenantStore, form: URLSearchParams, answered: Answered): Answered | Promise<Answered>
      /** The grant type that begins here. */
      grant_type?: string
      /** As what oidc-provider, which has no such endpoint, is asked. */
      inside?: { url: string; grant_type: string }
    } = {},
  ): void {
    server.options(url, preflight)
    server.post(url, { ...api, config: { at_mtls_host: true } }, async (request, reply) => {
      // What begins here may send something.
      if (of.inside) await speak(request)
      const { store } = request
      const dialect = await dialectOf(store)
      const given = parametersOf(withObjects(request.body))
      const { client_id, method } = presentedClient(request, given)
      const client = isClientId(client_id) ? await store.facts.client(client_id) : undefined
      try {
        checkMethod(client, method, dialect)
      } catch (error) {
        if (error instanceof errors.OIDCProviderError) write(request, of.refused?.(request, error, given, client))
        throw error
      }
      const form = inOurWords(given)
      if (of.inside) form.set('grant_type', of.inside.grant_type)
      const asked = await ask(request, { method: 'POST', url: of.inside?.url ?? url, form })
      const answered = of.said ? await of.said(store, given, asked) : asked
      write(request, of.answered?.(request, answered, given))
      const grant_type = of.grant_type ?? given.get('grant_type') ?? ''
      const refused = answered.error && translated(dialect, answered.error, grant_type)
      if (answered.error instanceof MfaRequired) Object.assign(answered.body as object, answered.error.members)
      return hand(reply, refused ? { ...answered, ...refused } : answered)
    })
  }

  forClients('/oauth/token', {
    answered: (request, answered, form) => tokenEvent(request, answered, exchangeOf(form)),
    refused: (request, error, form, client) => refusedExchange(request, exchangeOf(form), client, error),
    said: (store, form, answered) => paced(store, form, answered, new Date()),
  })
  forClients('/oauth/device/code', {
    answered: (request, answered) => beginningEvent(request, answered, { failure: 'fdeaz' }),
    refused: (request, error, _form, client) => refusedBeginning(request, client, error, 'fdeaz'),
    said: (_store, _form, answered) => withInterval(answered),
    grant_type: DEVICE_CODE,
  })
  forClients('/bc-authorize', {
    answered: (request, answered) =>
      beginningEvent(request, answered, { success: 'ciba_start_succeeded', failure: 'ciba_start_failed' }),
    refused: (request, error, _form, client) => refusedBeginning(request, client, error, 'ciba_start_failed'),
    said: (_store, _form, answered) => withInterval(answered),
    grant_type: CIBA,
  })
  forClients('/passkey/challenge', {
    grant_type: WEBAUTHN,
    inside: { url: '/oauth/token', grant_type: PASSKEY_CHALLENGE },
  })
  forClients('/passkey/register', {
    grant_type: WEBAUTHN,
    inside: { url: '/oauth/token', grant_type: PASSKEY_REGISTER },
  })
  forClients('/passwordless/start', {
    grant_type: PASSWORDLESS_OTP,
    inside: { url: '/oauth/token', grant_type: PASSWORDLESS_START },
  })
  forClients('/otp/challenge', {
    grant_type: PASSWORDLESS_OTP,
    inside: { url: '/oauth/token', grant_type: OTP_CHALLENGE },
  })
  forClients('/mfa/challenge', { grant_type: MFA_OOB, inside: { url: '/oauth/token', grant_type: MFA_CHALLENGE } })
  forClients('/oauth/revoke', { answered: revocationEvent })
  forClients('/oauth/introspect')
  forClients('/oauth/par', {
    answered: pushEvent,
    refused: (request, error, _form, client) => refusedPush(request, client, error),
  })

  server.route({
    ...api,
    method: ['GET', 'POST'],
    url: '/userinfo',
    config: { at_mtls_host: true },
    handler: userinfo,
  })

  await server.register(registration, { checkSelfRegistered })

  refused(server)

  // --- for everyone ---

  for (const url of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
    server.get(url, api, async (request, reply) => {
      const metadata = await request.store.facts.derived('oidc/discovery', async () => {
        const { body } = await ask(request, { method: 'GET', url: '/.well-known/openid-configuration' })
        // oidc-provider says it whether or not a client can register it.
        Object.assign(body as object, { backchannel_user_code_parameter_supported: false })
        const settings = readSettings(await request.store.facts.settings())
        return withMutualTls(
          discovered(body as Metadata, settings),
          request.store.tenant.issuer,
          mtls,
          settings.mtls.enable_endpoint_aliases,
        )
      })
      return sendPublic(request, reply, metadata)
    })
  }
  server.get('/.well-known/jwks.json', api, async (request, reply) =>
    sendPublic(request, reply, await publishedKeys(request.store)),
  )

  for (const url of [
    '/userinfo',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/.well-known/jwks.json',
  ])
    server.options(url, preflight)

  // --- for browsers ---

  const browser: Pick<RouteOptions, 'errorHandler' | 'exposeHeadRoute'> = {
    exposeHeadRoute: false,
    async errorHandler(thrown, request, reply) {
      if (!(thrown instanceof errors.OIDCProviderError) || !thrown.expose) return pages.failure(thrown, request, reply)
      const { error, error_description } = thrown
      return pages.error(request, reply, thrown.statusCode, {
        error,
        ...(error_description === undefined ? {} : { error_description }),
      })
    },
  }

  function formOf(request: FastifyRequest): URLSearchParams {
    if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''))
      throw new errors.InvalidRequest('only application/x-www-form-urlencoded bodies are supported here')
    return parametersOf(request.body)
  }

  /** Who is waited for is sent to her first page, and not to the interaction, which would be read only to send her there. */
  async function toFirstPage(store: TenantStore, answered: Answered): Promise<Answered> {
    const { client, entities } = answered.ctx.oidc
    const { Interaction } = entities
    const uid = Interaction && hashBearer(Interaction.uid)
    if (!client || !Interaction || !uid || answered.headers.location !== `/u/${uid}`) return answered
    const { params, prompt } = Interaction
    const waiting = { uid, prompt: prompt.name as Waiting['prompt'], client: storedClient(client), params }
    return { ...answered, headers: { ...answered.headers, location: await pages.first(store, waiting) } }
  }

  async function authorize(request: FastifyRequest, reply: FastifyReply, url: string): Promise<FastifyReply> {
    let answered = await ask(request, { method: 'GET', url })
    const { session } = answered.ctx.oidc
    if (session?.state) {
      // Somebody else was signed in here. oidc-provider wants her logged out by a page that posts itself; we end her session and go on.
      const now = new Date()
      await keepForLinking(request.store, session.uid, now)
      await endBySelf(request.store, { id: session.uid, initiator: 'rp-logout' }, now)
      answered = await ask(request, { method: 'GET', url })
    }
    write(request, authorizationEvent(request, answered))
    const { ctx, page } = answered
    if (page) return pages.error(request, reply, answered.status, page)
    const { client, params } = ctx.oidc
    const stranger = strangerOf(request, answered, readSettings(await request.store.facts.settings()))
    if (stranger) return pages.error(request, reply, 400, stranger)
    if (client && isWebMessage(params)) {
      const { origin } = new URL(String(params?.redirect_uri))
      // An error may be answered before configuration.ts looks at the origin.
      if (!isRegistered(origin, storedClient(client).web_origins))
        return pages.error(request, reply, 400, {
          error: 'invalid_request',
          error_description: `response_mode web_message is not allowed for the origin ${origin}`,
        })
      // Answered to a frame of the client's page: nobody else may be around it.
      reply.removeHeader('x-frame-options')
      const policy = `${String(answered.headers['content-security-policy'])};frame-ancestors ${origin}`
      answered = { ...answered, headers: { ...answered.headers, 'content-security-policy': policy } }
    }
    return hand(reply, await toFirstPage(request.store, answered))
  }

  server.get('/authorize', browser, async (request, reply) =>
    authorize(request, reply, `/authorize?${inOurWords(queryOf(request))}`),
  )
  // OpenID Connect Core §3.1.2.1: both methods. As a GET, for oidc-provider's POST needs cookies that http cannot have.
  server.post('/authorize', browser, async (request, reply) =>
    authorize(request, reply, `/authorize?${inOurWords(formOf(request))}`),
  )
  server.get<{ Params: { uid: string } }>('/authorize/:uid', browser, async (request, reply) => {
    return authorize(request, reply, `/authorize/${encodeURIComponent(request.params.uid)}`)
  })

  async function logOut(
    request: FastifyRequest,
    reply: FastifyReply,
    { client, session, confirmed, fields, target }: LogoutRequest,
    now: Date,
  ): Promise<FastifyReply> {
    if (session && !confirmed)
      return pages.logout(request, reply, { session_id: session.id, account: session.account, client, fields })
    const frames = await endBrowserSession(request, reply, session, now)
    if (session) write(request, logoutEvent(request, { client, account: session.account, session_id: session.id }))
    return pages.loggedOut(request, reply, { client, target, frames })
  }

  /** A logout that is refused is an event too; the session stands. */
  async function refusedLogout<T>(request: FastifyRequest, read: Promise<T>): Promise<T> {
    try {
      return await read
    } catch (error) {
      if (error instanceof errors.OIDCProviderError)
        write(request, logoutEvent(request, {}, error.error_description ?? error.error))
      throw error
    }
  }

  const oidcLogout = async (request: FastifyRequest, reply: FastifyReply, params: URLSearchParams) => {
    const now = new Date()
    return logOut(request, reply, await refusedLogout(request, readLogoutRequest(request, params, now)), now)
  }
  server.get('/oidc/logout', browser, async (request, reply) => oidcLogout(request, reply, queryOf(request)))
  server.post('/oidc/logout', browser, async (request, reply) => oidcLogout(request, reply, formOf(request)))
  server.get('/v2/logout', browser, async (request, reply) => {
    const now = new Date()
    const read = readAuth0Logout(request, queryOf(request), now)
    return logOut(request, reply, await refusedLogout(request, read), now)
  })
}
