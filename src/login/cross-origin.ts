// Cross-origin authentication (Auth0: /co/authenticate, for auth0-js): an app's own page takes the password, or the code that was sent to
// somebody, and the browser comes to /authorize with a login_ticket. Only for first-party clients that were given it, from their web origins. A ticket is spent once, within a minute, by the
// browser that got it: a link with somebody else's ticket in it signs nobody in (login CSRF). Whatever else a sign-in wants (a second factor,
// consent) is asked for as ever.
import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { corsForRefusal } from '../http/cors.ts'
import { newBearerValue } from '../ids.ts'
import type { Client } from '../store/clients.ts'
import { hashBearer } from '../store/hash.ts'
import type { HeldProof } from '../store/held-proofs.ts'
import type { JsonObject } from '../store/schema.ts'
import { connectionFor } from './connection.ts'
import type { Cors } from './database-connections.ts'
import { directCodes, PASSWORDLESS_OTP } from './direct-codes.ts'
import type { FirstCodeRefusal } from './first-codes.ts'
import { type PasswordRefusal, provePassword } from './password-proof.ts'
import { answerRefusal, invalid, Refused } from './refused.ts'
import type { FirstProof } from './sign-in.ts'
import { forgetFailedSignIns } from './throttles.ts'
import type { Room, Visit } from './visit.ts'

const TICKET_MS = 60_000
const PASSWORD_REALM = 'http://auth0.com/oauth/grant-type/password-realm'
const CREDENTIAL_TYPES = ['password', PASSWORD_REALM, PASSWORDLESS_OTP]
const MAX_USERNAME = 254

/** Auth0's words, as at its token endpoint. */
const REFUSALS: { [Why in PasswordRefusal | FirstCodeRefusal | 'no-connection']: [number, string, string] } = {
  'wrong-credentials': [403, 'access_denied', 'Wrong email or password.'],
  'wrong-code': [403, 'access_denied', 'Wrong email, phone number or verification code.'],
  'expired-code': [403, 'access_denied', 'Wrong email, phone number or verification code.'],
  'no-connection': [403, 'invalid_request', 'no such connection is enabled for the client'],
  'same-user-login': [429, 'too_many_attempts', 'Too many attempts. Try again later.'],
  'ip-blocked': [429, 'too_many_attempts', 'Too many attempts. Try again later.'],
  'server-busy': [429, 'too_many_requests', 'Too many sign-ins at this moment. Try again.'],
  'upstream-unavailable': [503, 'temporarily_unavailable', 'The password cannot be verified now.'],
  blocked: [401, 'unauthorized', 'user is blocked'],
  unverified: [401, 'unauthorized', 'Please verify your email before logging in.'],
  'password-breached': [401, 'password_leaked', 'The password is known from a breach. Choose another.'],
}

/** The browser that got the ticket has this; for the pages that an interaction begins at. */
const isHttps = ({ store }: FastifyRequest) => store.tenant.issuer.startsWith('https:')
const cookieName = (request: FastifyRequest) => (isHttps(request) ? '__Secure-lintel_co' : 'lintel_co')
const COOKIE_PATH = '/u/'

/** Who was proved to be here. @property identifier as typed, folded */
type Proved = Pick<HeldProof, 'user_id' | 'connection_id' | 'amr'> & { user_name: string; identifier: string }

/** @property co_hash of the browser's cookie @property origin of the page that took the password */
type TicketDetails = { co_hash: string; origin: string; user_name: string; identifier: string }

function text(body: JsonObject, name: string, max: number): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is required`)
  if (value.length > max) throw invalid(`${name} is too long`)
  return value
}

export type CrossOriginOptions = Room &
  Pick<Cors, 'preflight'> & {
    isWebOrigin(origin: string, client: Client): boolean
  }

export async function crossOrigin(
  server: FastifyInstance,
  { isWebOrigin, preflight, ...room }: CrossOriginOptions,
): Promise<void> {
  await server.register(fastifyCookie)

  const route: Pick<RouteOptions, 'errorHandler' | 'exposeHeadRoute'> = {
    exposeHeadRoute: false,
    errorHandler: (thrown, request, reply) => answerRefusal(request, reply, thrown),
  }

  /** Fetch §3.2.5: who sends cookies along is named, and none but an app's own page reads the answer. */
  const allow = (reply: FastifyReply, origin: string) =>
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    })

  /** A preflight names no client; the request after it does, and is judged then. */
  server.options('/co/authenticate', async (request, reply) => {
    const { origin, 'access-control-request-headers': headers } = request.headers
    if (origin !== undefined) {
      allow(reply, origin).headers({ 'access-control-allow-methods': 'POST', 'access-control-max-age': '600' })
      if (headers !== undefined) reply.header('access-control-allow-headers', headers)
    }
    return reply.code(204).send()
  })

  // auth0-js asks before it shows a form of its own; here it is not in forms that tries are held up.
  server.options('/usernamepassword/challenge', (request, reply) => preflight(request, reply))
  server.post('/usernamepassword/challenge', route, async (request, reply) => {
    corsForRefusal(request, reply)
    return { required: false }
  })

  const codes = directCodes(room)

  /** A code is for the client that asked for it; a password for the connection alone. */
  async function proofIn(request: FastifyRequest, client: Client, body: JsonObject, now: Date): Promise<Proved> {
    const { store } = request
    const credential_type = text(body, 'credential_type', 128)
    if (!CREDENTIAL_TYPES.includes(credential_type))
      throw invalid(`credential_type must be one of ${CREDENTIAL_TYPES.join(', ')}`)
    const username = text(body, 'username', 320).trim().slice(0, MAX_USERNAME)
    if (credential_type === PASSWORDLESS_OTP) {
      if (!client.grant_types.includes(PASSWORDLESS_OTP))
        throw new Refused(403, 'unauthorized_client', `Grant type '${PASSWORDLESS_OTP}' not allowed for the client.`)
      const otp = text(body, 'otp', 64)
      const proof = await codes.redeem({ request, client, connection: text(body, 'realm', 128) }, username, otp, now)
      if (proof.refused) throw new Refused(...REFUSALS[proof.refused])
      return { ...proof, user_name: proof.identifier }
    }
    const password = text(body, 'password', 4_096)
    const realm = credential_type === PASSWORD_REALM ? text(body, 'realm', 128) : undefined
    const connection = await connectionFor(store, client.client_id, realm)
    if (!connection) throw new Refused(...REFUSALS['no-connection'])
    const proof = await provePassword(room, { request, client, connection, username, password }, now)
    if (proof.refused) throw new Refused(...REFUSALS[proof.refused])
    await forgetFailedSignIns(store, proof.attempt)
    const { identifier } = proof.attempt
    const { user_id, email } = proof.credentials
    return { user_id, connection_id: connection.id, amr: ['pwd'], user_name: email ?? identifier, identifier }
  }

  server.post('/co/authenticate', route, async (request, reply) => {
    const { store } = request
    const now = new Date()
    const body = (request.body ?? {}) as JsonObject
    if (typeof body !== 'object' || Array.isArray(body)) throw invalid('the body must be an object')
    // A form needs no preflight: any page could send it.
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      throw new Refused(415, 'invalid_request', 'The body must be JSON.')
    const client_id = text(body, 'client_id', 64)
    const client = /^[A-Za-z0-9._~-]+$/.test(client_id) ? await store.facts.client(client_id) : undefined
    const { origin } = request.headers
    if (!client || origin === undefined || !isWebOrigin(origin, client)) {
      corsForRefusal(request, reply)
      throw new Refused(403, 'access_denied', 'Origin is not one of the client’s allowed web origins.')
    }
    allow(reply, origin)
    if (!client.is_first_party || !client.cross_origin_authentication)
      throw new Refused(403, 'unauthorized_client', 'Cross-origin authentication is not allowed for the client.')
    const { user_name, identifier, ...proved } = await proofIn(request, client, body, now)
    const cookie = newBearerValue()
    const details: TicketDetails = { co_hash: hashBearer(cookie), origin, user_name, identifier }
    const login_ticket = await store.held_proofs.create(
      {
        ...proved,
        purpose: 'login_ticket',
        client_id,
        authenticated_at: now,
        details,
        expires_at: new Date(now.getTime() + TICKET_MS),
      },
      now,
    )
    reply.setCookie(cookieName(request), cookie, {
      path: COOKIE_PATH,
      httpOnly: true,
      // It is set for another site's page.
      sameSite: isHttps(request) ? 'none' : 'lax',
      secure: isHttps(request),
      maxAge: TICKET_MS / 1000,
    })
    reply.header('cache-control', 'no-store')
    // Auth0's SDK keeps the verifier for browsers without such cookies. Here there is nothing that it could open.
    return { login_ticket, co_id: newBearerValue().slice(0, 12), co_verifier: newBearerValue() }
  })
}

/**
 * Whoever comes with a ticket has proved who she is. Undefined: it is none, or none of this browser's (any more), and she signs in as anybody does.
 * @param hash of the ticket that the authorization request named
 */
export async function spendTicket(visit: Visit, hash: string, now: Date): Promise<FirstProof | undefined> {
  const { interaction, reply, request, store } = visit
  const held = await store.held_proofs.find('login_ticket', hash)
  const cookie = request.cookies[cookieName(request)]
  reply.clearCookie(cookieName(request), { path: COOKIE_PATH })
  if (!held || cookie === undefined || held.expires_at <= now) return undefined
  const { user_id, connection_id, client_id, amr } = held
  const { co_hash, origin, user_name, identifier } = held.details as TicketDetails
  if (co_hash !== hashBearer(cookie) || client_id !== interaction.client.client_id) return undefined
  const { referer } = request.headers
  if (
    referer !== undefined &&
    ![origin, new URL(store.tenant.issuer).origin].includes(URL.parse(referer)?.origin ?? '')
  )
    return undefined
  const connections = await store.facts.connections_of(client_id)
  const connection = connections.find(({ id }) => id === connection_id)
  const { connection: named } = interaction.params
  if (!connection || (named !== undefined && named !== connection.name)) return undefined
  if (!(await store.held_proofs.spend('login_ticket', hash, now))) return undefined
  return { user_id, connection_id, user_name, identifier, amr: [...amr] }
}
