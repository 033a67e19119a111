// Auth0's MFA API: which authenticators a person has, a new one, one less. Asked by an app with the mfa_token of a sign-in that waits for a
// second factor, or with her access token for this API. Challenges and proofs are the protocol's (/mfa/challenge, /oauth/token).
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { JWTPayload } from 'jose'
import { LintelError } from '../errors.ts'
import { type BearerOf, verifyBearer } from '../http/bearer.ts'
import { corsForRefusal } from '../http/cors.ts'
import { authorizationOf } from '../http/dpop.ts'
import { speak } from '../http/request-language.ts'
import type { Client } from '../store/clients.ts'
import { isEmail } from '../store/email-addresses.ts'
import { hashBearer } from '../store/hash.ts'
import { readMultiFactor } from '../store/multi-factor.ts'
import { mfaAudiences } from '../store/own-apis.ts'
import { isPhoneNumber, readPhoneNumber } from '../store/phone-numbers.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import type { Cors } from './database-connections.ts'
import {
  type Begun,
  beginReachable,
  channelOf,
  FACTOR_NAMES,
  isKeyType,
  KEY_TYPES,
  logFactor,
  mayEnroll,
  removeAuthenticator,
  sendFactorCode,
  type Way,
  waysOf,
} from './direct-factors.ts'
import { demandFreshProof, InsufficientProof } from './fresh-proof.ts'
import { answerRefusal, invalid, Refused } from './refused.ts'
import { beginRecoveryCode, beginTotp, type CodeChannel } from './second-factors.ts'
import { beginWebauthnEnrollment, relyingPartyOf } from './webauthn.ts'

/** As an app confirms what was begun by an access token. */
const CONFIRM_MS = 10 * 60_000

const isFirst = (member: string) => invalid(`${member} is what the user has signed in by: it is no second factor`)

/** Who asks. @property token of a sign-in that waits @property claims of her access token */
type Asking = { user_id: string; client: Client; amr: string[] } & (
  | { token: string; connection_id: string; claims?: never }
  | { claims: JWTPayload; connection_id?: never; token?: never }
)

export type MfaApiOptions = Cors & { bearerOf: BearerOf }

export async function mfaApi(server: FastifyInstance, { bearerOf, corsFor, preflight }: MfaApiOptions): Promise<void> {
  server.addHook('preHandler', speak)
  const route: Pick<RouteOptions, 'errorHandler' | 'exposeHeadRoute'> = {
    exposeHeadRoute: false,
    errorHandler(thrown, request, reply) {
      corsForRefusal(request, reply)
      if (thrown instanceof InsufficientProof) reply.header('www-authenticate', thrown.challenge)
      return answerRefusal(request, reply, thrown, ({ code }) => code)
    },
  }

  /** @param scope of an access token @param held whether an mfa_token will do */
  async function enter(request: FastifyRequest, reply: FastifyReply, scope: string, held = true): Promise<Asking> {
    const { store } = request
    const token = authorizationOf(request)?.token
    if (token === undefined || token.includes('.')) {
      const bearer = await verifyBearer(request, reply, mfaAudiences(store.tenant), bearerOf)
      const { user_id, client, claims, scopes } = bearer
      if (user_id === undefined) throw new LintelError('invalid_token', 'Invalid token')
      corsFor(request, reply, client)
      if (!scopes.has(scope)) throw new Refused(403, 'insufficient_scope', `Insufficient scope, expected: ${scope}`)
      return { user_id, client, claims, amr: Array.isArray(claims.amr) ? claims.amr : [] }
    }
    if (!held) throw new Refused(403, 'access_denied', `An access token with the scope ${scope} is needed.`)
    const proof = await store.held_proofs.find('mfa_token', hashBearer(token))
    const client = proof && (await store.facts.client(proof.client_id))
    if (!proof || !client) throw new Refused(401, 'invalid_grant', 'Malformed mfa_token')
    corsFor(request, reply, client)
    if (proof.expires_at <= new Date()) throw new Refused(401, 'expired_token', 'mfa_token is expired')
    if ((await store.users.findAccount(proof.user_id))?.blocked)
      throw new Refused(401, 'unauthorized', 'user is blocked')
    return { user_id: proof.user_id, client, amr: proof.amr, connection_id: proof.connection_id, token }
  }

  for (const url of ['/mfa/associate', '/mfa/authenticators', '/mfa/authenticators/:id'])
    server.options(url, (request, reply) => preflight(request, reply, ['GET', 'POST', 'DELETE']))

  // --- a new one ---

  /** Where a code shall go, as it is asked for. */
  async function channelIn(
    request: FastifyRequest,
    body: JsonObject,
    { user_id, proved }: { user_id: string; proved: ReadonlySet<string> },
  ): Promise<CodeChannel> {
    const { server, store } = request
    const { factors, message_types } = readMultiFactor(await store.facts.settings())
    const [by, ...others] = [body.oob_channels ?? []].flat() as unknown[]
    if (others.length > 0) throw invalid('oob_channels names one channel at a time')
    const unsupported = () =>
      new Refused(400, 'unsupported_challenge_type', 'This kind of authenticator is not enabled.')
    if (by === 'sms' || by === 'voice') {
      if (!factors.sms || !message_types.includes(by)) throw unsupported()
      const to = typeof body.phone_number === 'string' ? readPhoneNumber(body.phone_number) : ''
      if (!isPhoneNumber(to)) throw invalid('phone_number must be a number in the form of E.164, as in +15551234567')
      if (proved.has(to)) throw isFirst('phone_number')
      return { by, to }
    }
    if (by !== 'email' || !factors.email || !(await server.hasMail(store))) throw unsupported()
    const to = body.email ?? (await store.users.findAccount(user_id))?.email
    if (typeof to !== 'string' || !isEmail(to)) throw invalid('email must be an address')
    if (proved.has(to.toLowerCase())) throw isFirst('email')
    return { by, to: to.toLowerCase() }
  }

  /** Under what it is confirmed: the sign-in that waits, or one that begins here and is as much as the access token was. */
  async function transactionOf({ user_id, client, amr, claims, token }: Asking, tx: TenantStore, now: Date) {
    if (token !== undefined) return { token }
    const account = await tx.users.findAccount(user_id)
    if (!account) throw new LintelError('invalid_token', 'Invalid token')
    const audience = mfaAudiences(tx.tenant).find(name => [claims.aud].flat().includes(name))
    const mfa_token = await tx.held_proofs.create(
      {
        purpose: 'mfa_token',
        user_id,
        client_id: client.client_id,
        connection_id: account.connection_id,
        amr,
        authenticated_at: new Date(Number(claims.auth_time) * 1000),
        details: { gty: 'password', scope: String(claims.scope), audience },
        expires_at: new Date(now.getTime() + CONFIRM_MS),
      },
      now,
    )
    return { token: mfa_token, mfa_token }
  }

  server.post('/mfa/associate', route, async (request, reply) => {
    const asking = await enter(request, reply, 'enroll')
    const { store } = request
    const { user_id, client, claims } = asking
    const { client_id } = client
    const now = new Date()
    const body = (request.body ?? {}) as JsonObject
    if (typeof body !== 'object' || Array.isArray(body)) throw invalid('the body must be an object')
    if (body.client_id !== undefined && body.client_id !== client_id) throw invalid('the token is another client’s')
    const [type, ...others] = [body.authenticator_types ?? []].flat() as unknown[]
    if (others.length > 0 || (type !== 'otp' && type !== 'oob' && !isKeyType(type)))
      throw invalid(`authenticator_types must hold one of otp, oob, ${KEY_TYPES.join(', ')}`)
    const { allowed, proved, ways } = await waysOf(store, server, asking)
    if (claims) demandFreshProof(claims, ways.length > 0, now)
    if (!(await mayEnroll(store, server, asking))) throw new Refused(403, 'access_denied', 'User is already enrolled.')
    if (type !== 'oob' && (!allowed.has(type) || (isKeyType(type) && !relyingPartyOf(store))))
      throw new Refused(400, 'unsupported_challenge_type', 'This kind of authenticator is not enabled.')
    const channel = type === 'oob' ? await channelIn(request, body, { user_id, proved }) : undefined
    const wantsRecovery = allowed.has('recovery-code') && !ways.some(way => way.type === 'recovery-code')

    const answer = await store.transaction(async tx => {
      const { token, ...held } = await transactionOf(asking, tx, now)
      const transaction = hashBearer(token)
      const about = { user_id, client_id }
      await logFactor(tx, request, about, { type: 'gd_start_enroll' }, now)
      const recovery = wantsRecovery ? { recovery_codes: [(await beginRecoveryCode(tx, user_id, now)).code] } : {}
      const kept = { ...recovery, ...held }
      if (channel) {
        const { id } = await beginReachable(tx, user_id, channel, now)
        const code = { transaction, method_id: id, channel, enrolls: true }
        const oob_code = await sendFactorCode(tx, request, about, code, now)
        const { by: oob_channel } = channel
        return { authenticator_type: 'oob', id, oob_channel, oob_code, binding_method: 'prompt', ...kept }
      }
      const note = async (begun: Begun) => {
        if (!(await tx.held_proofs.note('mfa_token', transaction, begun)))
          throw new Refused(401, 'invalid_grant', 'Malformed mfa_token')
      }
      if (isKeyType(type)) {
        await note({ enrolling_key: type })
        const options = await beginWebauthnEnrollment(tx, { user_id, type, transaction }, now)
        return { authenticator_type: type, authn_params_public_key: options, ...kept }
      }
      const account = await tx.users.findAccount(user_id)
      const name = account?.email ?? account?.username ?? account?.phone_number ?? user_id
      const { method, secret, uri } = await beginTotp(tx, { user_id, account: name }, now)
      await note({ enrolling: method.id })
      return { authenticator_type: 'otp', id: method.id, secret, barcode_uri: uri, ...kept }
    })
    return reply.header('cache-control', 'no-store').send(answer)
  })

  // --- those that there are ---

  server.get('/mfa/authenticators', route, async (request, reply) => {
    const asking = await enter(request, reply, 'read:authenticators')
    const { user_id } = asking
    const { ways } = await waysOf(request.store, server, asking)
    const waiting = (await request.store.authentication_methods.list(user_id)).filter(({ confirmed }) => !confirmed)
    reply.header('cache-control', 'no-store')
    return [...ways.map(way => shown(way, true)), ...waiting.map(way => shown(way, false))]
  })

  server.delete<{ Params: { id: string } }>('/mfa/authenticators/:id', route, async (request, reply) => {
    const asking = await enter(request, reply, 'remove:authenticators', false)
    const { user_id, client, claims = {} } = asking
    const { store, params } = request
    const now = new Date()
    const { ways } = await waysOf(store, server, asking)
    demandFreshProof(claims, ways.length > 0, now)
    const about = { user_id, client_id: client.client_id }
    if (!(await removeAuthenticator(store, request, about, params.id, now)))
      throw new Refused(404, 'not_found', 'There is no such authenticator.')
    return reply.code(204).send()
  })
}

/** Enough to tell one from another, for whoever has one factor only. */
const maskedPhone = (number: string) => `${'X'.repeat(Math.max(0, number.length - 4))}${number.slice(-4)}`
const maskedEmail = (address: string) => address.replace(/(?<=^.{2})[^@]*(?=@)|(?<=@.).*/g, '***')

function shown(way: Way, active: boolean) {
  const channel = channelOf(way)
  const authenticator_type = channel ? 'oob' : way.type === 'totp' ? 'otp' : way.type
  const name = channel ? (channel.by === 'email' ? maskedEmail(channel.to) : maskedPhone(channel.to)) : way.name
  return {
    id: way.id,
    authenticator_type,
    type: FACTOR_NAMES[way.type],
    active,
    ...(channel ? { oob_channel: channel.by, oob_channels: [channel.by] } : {}),
    ...(name === null ? {} : { name }),
  }
}
