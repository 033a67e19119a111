// Auth0's My Account API, as far as it is about how a person proves who she is: what there is, what she has, a new one in two steps (begun, then
// confirmed under an auth_session), another name, one less. Her own access token lets an app ask; to add or remove it must come of a recent
// sign-in, by two factors where she has two.
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { JWTPayload } from 'jose'
import { LintelError } from '../errors.ts'
import { type BearerOf, verifyBearer } from '../http/bearer.ts'
import { corsForRefusal, EXPOSED_HEADERS } from '../http/cors.ts'
import { speak } from '../http/request-language.ts'
import { readableError } from '../http/server.ts'
import type { AuthenticationMethod, AuthenticationMethodPatch } from '../store/authentication-methods.ts'
import type { Client } from '../store/clients.ts'
import { isEmail } from '../store/email-addresses.ts'
import { hashBearer } from '../store/hash.ts'
import type { HeldProof } from '../store/held-proofs.ts'
import { type Factor, readMultiFactor } from '../store/multi-factor.ts'
import { myAccountAudiences } from '../store/own-apis.ts'
import { isPhoneNumber, readPhoneNumber } from '../store/phone-numbers.ts'
import type { AuthenticationMethodType, JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import { findDatabase } from './connection.ts'
import type { Cors } from './database-connections.ts'
import {
  beginReachable,
  completeEnrollment,
  logFactor,
  proveFactorCode,
  removeAuthenticator,
  sendFactorCode,
  waysOf,
} from './direct-factors.ts'
import { demandFreshProof, InsufficientProof } from './fresh-proof.ts'
import { beginRecoveryCode, beginTotp, type CodeChannel, confirmRecoveryCode, confirmTotp } from './second-factors.ts'
import {
  beginWebauthnEnrollment,
  finishWebauthnEnrollment,
  originsOf,
  relyingPartyOf,
  type WebauthnType,
} from './webauthn.ts'

const ROOT = '/me/v1'
const METHODS = `${ROOT}/authentication-methods`
/** How long what was begun waits to be confirmed. */
const SESSION_MS = 10 * 60_000

const SCOPES = {
  read: 'read:me:authentication_methods',
  create: 'create:me:authentication_methods',
  update: 'update:me:authentication_methods',
  delete: 'delete:me:authentication_methods',
  factors: 'read:me:factors',
} as const

const WEBAUTHN: readonly string[] = ['passkey', 'webauthn-roaming', 'webauthn-platform'] satisfies WebauthnType[]
const isWebauthn = (type: string): type is WebauthnType => WEBAUTHN.includes(type)

/** By the tenant's factor. */
const TYPES: readonly { type: AuthenticationMethodType; factor: Factor }[] = [
  { type: 'totp', factor: 'otp' },
  { type: 'phone', factor: 'sms' },
  { type: 'email', factor: 'email' },
  { type: 'webauthn-roaming', factor: 'webauthn-roaming' },
  { type: 'webauthn-platform', factor: 'webauthn-platform' },
  { type: 'recovery-code', factor: 'recovery-code' },
]

const invalid = (message: string) => new LintelError('invalid_body', message)
const inexistent = () => new LintelError('not_found', 'There is no such authentication method.')

/** @property handle of the code that was sent */
type Begun = { type: AuthenticationMethodType; id: string; handle?: string }

type Me = { request: FastifyRequest; store: TenantStore; user_id: string; client: Client; claims: JWTPayload }

function shown({ type, id, created_at, confirmed, name, last_auth_at, ...method }: AuthenticationMethod) {
  const isPasskey = type === 'passkey'
  const said = {
    name,
    last_auth_at,
    phone_number: method.phone_number,
    preferred_authentication_method: method.preferred_authentication_method,
    email: method.email,
    key_id: method.key_id,
    public_key: method.public_key,
    credential_device_type: method.credential_device_type,
    credential_backed_up: method.credential_backed_up,
    relying_party_id: method.relying_party_identifier,
    transports: method.transports,
    user_handle: isPasskey ? method.user_handle : null,
    aaguid: isPasskey ? method.aaguid : null,
    user_agent: isPasskey ? method.user_agent : null,
    identity_user_id: isPasskey ? method.user_id.slice(method.user_id.indexOf('|') + 1) : null,
  }
  return {
    id,
    type,
    created_at,
    confirmed,
    usage: [isPasskey ? 'primary' : 'secondary'],
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)),
  }
}

const TITLES: { [status: number]: string } = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
}

export type MeOptions = Cors & { bearerOf: BearerOf }

export async function me(server: FastifyInstance, { bearerOf, corsFor, preflight }: MeOptions): Promise<void> {
  server.addHook('preHandler', speak)
  const route: Pick<RouteOptions, 'errorHandler' | 'exposeHeadRoute'> = {
    exposeHeadRoute: false,
    /** RFC 9457, as Auth0 fills it. */
    errorHandler(thrown, request, reply) {
      const error = readableError(thrown)
      const status = error?.statusCode ?? 500
      if (status >= 500) request.log.error({ err: error?.cause ?? thrown }, 'request failed')
      corsForRefusal(request, reply)
      if (thrown instanceof InsufficientProof) reply.header('www-authenticate', thrown.challenge)
      const detail = error?.message ?? `An internal error occurred. The log knows more under request id ${request.id}.`
      return reply
        .code(status)
        .header('cache-control', 'no-store')
        .type('application/problem+json; charset=utf-8')
        .send(
          JSON.stringify({
            type: error?.code ?? 'internal_error',
            status,
            title: TITLES[status] ?? 'Internal Server Error',
            detail,
          }),
        )
    },
  }

  async function enter(request: FastifyRequest, reply: FastifyReply, scope: string): Promise<Me> {
    const { store } = request
    const bearer = await verifyBearer(request, reply, myAccountAudiences(store.tenant), bearerOf)
    const { user_id, client, claims, scopes } = bearer
    if (user_id === undefined) throw new LintelError('invalid_token', 'Invalid token')
    corsFor(request, reply, client)
    reply.header('cache-control', 'no-store')
    if (!scopes.has(scope)) throw new LintelError('insufficient_scope', `Insufficient scope, expected: ${scope}`)
    return { request, store, user_id, client, claims }
  }

  /** Whoever changes how she proves who she is proves it anew. */
  async function enterAnew(request: FastifyRequest, reply: FastifyReply, scope: string, now: Date): Promise<Me> {
    const mine = await enter(request, reply, scope)
    const { ways } = await waysOf(mine.store, server, { user_id: mine.user_id, amr: [] })
    demandFreshProof(mine.claims, ways.length > 0, now)
    return mine
  }

  const aboutOf = ({ user_id, client }: Me) => ({ user_id, client_id: client.client_id })

  for (const url of [`${ROOT}/factors`, METHODS, `${METHODS}/:id`, `${METHODS}/:id/verify`])
    server.options(url, (request, reply) => preflight(request, reply, ['GET', 'POST', 'PATCH', 'DELETE']))

  // --- what there is ---

  /** Where she comes in by a password or a passkey; undefined: elsewhere. */
  async function databaseOf({ store, user_id }: Me) {
    const account = await store.users.findAccount(user_id)
    return account && (await findDatabase(store, account.connection_id))
  }

  async function typesFor(mine: Me): Promise<{ type: AuthenticationMethodType; usage: string[] }[]> {
    const { store } = mine
    const { factors } = readMultiFactor(await store.facts.settings())
    const connection = await databaseOf(mine)
    const hasKeys = relyingPartyOf(store) !== undefined
    const hasMail = await server.hasMail(store)
    const passkeys = hasKeys && connection?.options.authentication_methods.passkey.enabled === true
    return [
      ...(passkeys ? [{ type: 'passkey' as const, usage: ['primary'] }] : []),
      ...TYPES.filter(
        ({ type, factor }) => factors[factor] && (type !== 'email' || hasMail) && (!isWebauthn(type) || hasKeys),
      ).map(({ type }) => ({ type, usage: ['secondary'] })),
    ]
  }

  server.get(`${ROOT}/factors`, route, async (request, reply) => ({
    factors: await typesFor(await enter(request, reply, SCOPES.factors)),
  }))

  // --- what she has ---

  server.get<{ Querystring: { type?: unknown } }>(METHODS, route, async (request, reply) => {
    const { store, user_id } = await enter(request, reply, SCOPES.read)
    const { type } = request.query
    const methods = (await store.authentication_methods.list(user_id)).filter(
      method => method.confirmed && (type === undefined || method.type === type),
    )
    return { authentication_methods: methods.map(shown) }
  })

  server.get<{ Params: { id: string } }>(`${METHODS}/:id`, route, async (request, reply) => {
    const { store, user_id } = await enter(request, reply, SCOPES.read)
    const method = await store.authentication_methods.find(user_id, request.params.id)
    if (!method?.confirmed) throw inexistent()
    return shown(method)
  })

  server.patch<{ Params: { id: string } }>(`${METHODS}/:id`, route, async (request, reply) => {
    const { store, user_id } = await enter(request, reply, SCOPES.update)
    const { name, preferred_authentication_method: preferred } = bodyOf(request, [
      'name',
      'preferred_authentication_method',
    ])
    if (name !== undefined && (typeof name !== 'string' || name.trim() === '' || name.length > 100))
      throw invalid('name must be a string of 1 to 100 characters')
    const found = await store.authentication_methods.find(user_id, request.params.id)
    if (!found?.confirmed) throw inexistent()
    if (preferred !== undefined && (found.type !== 'phone' || (preferred !== 'sms' && preferred !== 'voice')))
      throw invalid('preferred_authentication_method is sms or voice, of a phone')
    const patch: AuthenticationMethodPatch = {
      ...(name === undefined ? {} : { name: name.trim() }),
      ...(preferred === undefined ? {} : { preferred_authentication_method: preferred }),
    }
    if (Object.keys(patch).length === 0) throw invalid('there is nothing to change')
    const method = await store.authentication_methods.update(user_id, found.id, patch)
    if (!method) throw inexistent()
    return shown(method)
  })

  server.delete<{ Params: { id: string } }>(`${METHODS}/:id`, route, async (request, reply) => {
    const now = new Date()
    const mine = await enterAnew(request, reply, SCOPES.delete, now)
    if (!(await removeAuthenticator(mine.store, request, aboutOf(mine), request.params.id, now))) throw inexistent()
    return reply.code(204).send()
  })

  // --- a new one ---

  /** Where a code shall go, as it is asked for. */
  async function channelIn({ store }: Me, body: JsonObject): Promise<CodeChannel> {
    if (body.type === 'email') {
      const { email } = body
      if (typeof email !== 'string' || !isEmail(email)) throw invalid('email must be an address')
      return { by: 'email', to: email.toLowerCase() }
    }
    const to = typeof body.phone_number === 'string' ? readPhoneNumber(body.phone_number) : ''
    if (!isPhoneNumber(to)) throw invalid('phone_number must be a number in the form of E.164, as in +15551234567')
    const { message_types } = readMultiFactor(await store.facts.settings())
    const by = message_types.find(each => each === (body.preferred_authentication_method ?? message_types[0]))
    if (by === undefined) throw invalid('preferred_authentication_method is not enabled')
    return { by, to }
  }

  /** What the app is to show, or to ask for; inside the caller's transaction. @returns under which id it is confirmed */
  async function begin(
    mine: Me,
    type: AuthenticationMethodType,
    channel: CodeChannel | undefined,
    now: Date,
  ): Promise<{ id: string; answer: (auth_session: string) => Promise<object> }> {
    const { store, user_id, request } = mine
    if (channel) {
      const { id } = await beginReachable(store, user_id, channel, now)
      return {
        id,
        async answer(auth_session) {
          const code = { transaction: hashBearer(auth_session), method_id: id, channel, enrolls: true }
          const handle = await sendFactorCode(store, request, aboutOf(mine), code, now)
          await store.held_proofs.note('enrolment', hashBearer(auth_session), { handle })
          return {}
        },
      }
    }
    if (isWebauthn(type))
      return {
        id: `${type}|new`,
        answer: async auth_session => ({
          authn_params_public_key: await beginWebauthnEnrollment(
            store,
            { user_id, type, transaction: hashBearer(auth_session) },
            now,
          ),
        }),
      }
    if (type === 'recovery-code') {
      const { method, code } = await beginRecoveryCode(store, user_id, now)
      return { id: method.id, answer: async () => ({ recovery_code: code }) }
    }
    const account = await store.users.findAccount(user_id)
    const name = account?.email ?? account?.username ?? account?.phone_number ?? user_id
    const { method, secret, uri } = await beginTotp(store, { user_id, account: name }, now)
    return { id: method.id, answer: async () => ({ barcode_uri: uri, manual_input_code: secret }) }
  }

  server.post(METHODS, route, async (request, reply) => {
    const now = new Date()
    const mine = await enterAnew(request, reply, SCOPES.create, now)
    const { store, user_id, client, claims } = mine
    const body = bodyOf(request, [
      'type',
      'phone_number',
      'preferred_authentication_method',
      'email',
      'connection',
      'identity_user_id',
    ])
    const types = await typesFor(mine)
    const { type } = types.find(offered => offered.type === body.type) ?? {}
    if (type === undefined) throw invalid(`type must be one of ${types.map(each => each.type).join(', ')}`)
    // Auth0 lets an app say whose passkey it is: of another identity there is none.
    const { connection, identity_user_id } = body
    if (connection !== undefined && connection !== (await databaseOf(mine))?.name)
      throw invalid('connection is not the one that the user signs in by')
    if (identity_user_id !== undefined && identity_user_id !== user_id.slice(user_id.indexOf('|') + 1))
      throw invalid('identity_user_id is not the user’s')
    const channel = type === 'phone' || type === 'email' ? await channelIn(mine, body) : undefined
    const account = await store.users.findAccount(user_id)
    if (!account) throw new LintelError('invalid_token', 'Invalid token')
    const begun = await store.transaction(async tx => {
      const on = { ...mine, store: tx }
      await logFactor(tx, request, aboutOf(mine), { type: 'gd_start_enroll', details: { authenticator: type } }, now)
      const { id, answer } = await begin(on, type, channel, now)
      const auth_session = await tx.held_proofs.create(
        {
          purpose: 'enrolment',
          user_id,
          client_id: client.client_id,
          connection_id: account.connection_id,
          amr: Array.isArray(claims.amr) ? claims.amr : [],
          authenticated_at: new Date(Number(claims.auth_time) * 1000),
          details: { type, id },
          expires_at: new Date(now.getTime() + SESSION_MS),
        },
        now,
      )
      return { auth_session, id, ...(await answer(auth_session)) }
    })
    const location = `${store.tenant.issuer}${METHODS.slice(1)}/${encodeURIComponent(begun.id)}`
    reply.code(202).headers({ location, 'access-control-expose-headers': `${EXPOSED_HEADERS}, Location` })
    return begun
  })

  /** A proof of what was begun. Answers what counts from now on. */
  async function confirm(mine: Me, held: HeldProof, body: JsonObject, now: Date): Promise<AuthenticationMethod> {
    const { store, user_id, request } = mine
    const { type, id } = held.details as Begun
    const about = aboutOf(mine)
    /** Of two who confirm at once, one does. */
    const spend = async (tx: TenantStore) => {
      if (!(await tx.held_proofs.spend('enrolment', held.token_hash, now))) throw noSession()
    }
    if (isWebauthn(type)) {
      const { 'user-agent': user_agent } = request.headers
      const enrolled = await finishWebauthnEnrollment(
        store,
        {
          user_id,
          type,
          transaction: held.token_hash,
          answer: body.authn_response,
          origins: originsOf(store, mine.client),
          user_agent,
        },
        now,
        { before: spend, after: (tx, method) => completeEnrollment(tx, request, about, method, now) },
      )
      if (enrolled.outcome === 'right') return enrolled.method
      if (enrolled.outcome === 'taken') throw new LintelError('conflict', 'This credential is enrolled already.')
      if (enrolled.outcome === 'full') throw new LintelError('conflict', 'No more credentials can be enrolled.')
      throw wrong(enrolled.outcome)
    }
    const code = typeof body.otp_code === 'string' ? body.otp_code : ''
    const outcome = await store.transaction(async tx => {
      const proof = await proofOf(tx, held, code, now)
      if (proof !== 'right') return proof
      await spend(tx)
      await completeEnrollment(tx, request, about, { type }, now)
      return proof
    })
    const method = outcome === 'right' ? await store.authentication_methods.find(user_id, id) : undefined
    if (!method) throw wrong(outcome)
    return method
  }

  server.post<{ Params: { id: string } }>(`${METHODS}/:id/verify`, route, async (request, reply) => {
    const now = new Date()
    const mine = await enter(request, reply, SCOPES.create)
    const { auth_session, ...body } = bodyOf(request, ['auth_session', 'otp_code', 'authn_response'])
    if (typeof auth_session !== 'string') throw invalid('auth_session must be a string')
    const held = await mine.store.held_proofs.find('enrolment', hashBearer(auth_session))
    const { id } = (held?.details ?? {}) as { id?: string }
    const isHers = held?.user_id === mine.user_id && held.client_id === mine.client.client_id
    if (!held || !isHers || held.expires_at <= now || id !== request.params.id) throw noSession()
    const method = await confirm(mine, held, body, now)
    return reply.code(201).send(shown(method))
  })
}

const noSession = () => invalid('The auth_session is unknown, expired or for something else.')
const wrong = (outcome: string) =>
  outcome === 'too-many' || outcome === 'locked'
    ? new LintelError('too_many_requests', 'Too many attempts. Try again later.')
    : invalid('This proof is not right, or no longer good.')

async function proofOf(
  tx: TenantStore,
  { user_id, details, token_hash: transaction }: HeldProof,
  code: string,
  now: Date,
): Promise<'right' | 'wrong' | 'gone' | 'too-many' | 'locked'> {
  const { type, id, handle = '' } = details as Begun
  if (type === 'totp') return (await confirmTotp(tx, { user_id, id }, code, now)).outcome
  if (type === 'recovery-code') return (await confirmRecoveryCode(tx, user_id, now)) ? 'right' : 'gone'
  const proof = await proveFactorCode(tx, { user_id, transaction }, handle, code, now)
  if (proof.outcome !== 'right') return proof.outcome
  return proof.method_id === id && (await tx.authentication_methods.confirm(user_id, id, {}, now)) ? 'right' : 'gone'
}

/** An object of these members and no others. */
function bodyOf(request: FastifyRequest, members: readonly string[]): JsonObject {
  const body = (request.body ?? {}) as JsonObject
  if (typeof body !== 'object' || Array.isArray(body)) throw invalid('the body must be an object')
  const unknown = Object.keys(body).find(member => !members.includes(member))
  if (unknown !== undefined) throw invalid(`Additional properties not allowed: ${unknown}`)
  return body
}
