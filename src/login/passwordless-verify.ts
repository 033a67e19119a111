// Auth0's older way to redeem a code that an app asked for (auth0-js: passwordlessVerify): the app's page has it checked, and sends the browser to
// /passwordless/verify_redirect with it (passwordless.ts). The check spends nothing and tells no more than the grant would.
import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { corsForRefusal } from '../http/cors.ts'
import type { JsonObject } from '../store/schema.ts'
import type { Cors } from './database-connections.ts'
import { codeIn, directCodes } from './direct-codes.ts'
import type { FirstCodeRefusal } from './first-codes.ts'
import { answerRefusal, Refused } from './refused.ts'
import type { Room } from './visit.ts'

type Why = FirstCodeRefusal | 'no-connection' | 'no-client' | 'incomplete' | 'no-object'
type Told = [status: number, error: string, description: string]

const WRONG: Told = [401, 'invalid_user_password', 'Wrong email, phone number or verification code.']
const TOO_MANY: Told = [429, 'too_many_attempts', 'Too many attempts. Try again later.']
const REFUSALS: { [Reason in Why]: Told } = {
  'no-object': [400, 'invalid_request', 'the body must be an object'],
  incomplete: [
    400,
    'invalid_request',
    'client_id, connection, email or phone_number, and verification_code are required; tokens are answered by POST /oauth/token for the grant type http://auth0.com/oauth/grant-type/passwordless/otp',
  ],
  'no-client': [403, 'unauthorized_client', 'The client may not ask for codes.'],
  'no-connection': [403, 'invalid_request', 'no such connection is enabled for the client'],
  'wrong-code': WRONG,
  'expired-code': WRONG,
  blocked: [401, 'unauthorized', 'user is blocked'],
  'same-user-login': TOO_MANY,
  'ip-blocked': TOO_MANY,
}

const refuse = (why: Why) => new Refused(...REFUSALS[why])

export async function passwordlessVerify(
  server: FastifyInstance,
  { corsFor, preflight, ...room }: Room & Cors,
): Promise<void> {
  // A device on which the account is known is counted by itself.
  await server.register(fastifyCookie)
  const codes = directCodes(room)
  const route: Pick<RouteOptions, 'errorHandler' | 'exposeHeadRoute'> = {
    exposeHeadRoute: false,
    errorHandler(thrown, request, reply) {
      corsForRefusal(request, reply)
      return answerRefusal(request, reply, thrown)
    },
  }

  server.options('/passwordless/verify', (request, reply) => preflight(request, reply))
  server.post('/passwordless/verify', route, async (request, reply) => {
    const body = (request.body ?? {}) as JsonObject
    if (typeof body !== 'object' || Array.isArray(body)) throw refuse('no-object')
    const brought = await codeIn(request, body)
    if (brought.refused) throw refuse(brought.refused)
    const { client, connection, username, otp } = brought
    corsFor(request, reply, client)
    const { refused } = await codes.check({ request, client, connection }, username, otp, new Date())
    if (refused) throw refuse(refused)
    return reply.header('cache-control', 'no-store').send({})
  })
}
