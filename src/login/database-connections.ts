// Auth0's Authentication API for database connections: sign up and ask for a reset mail without a page. Whoever knows a client's public id may
// call these, so they are throttled and tell no more than the pages do.
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { LintelError } from '../errors.ts'
import { speak } from '../http/request-language.ts'
import { readableError } from '../http/server.ts'
import { newIdentityUserId } from '../ids.ts'
import { type AttributeName, attributesOf } from '../store/attributes.ts'
import type { Client } from '../store/clients.ts'
import { signsUpByPassword } from '../store/connections.ts'
import type { JsonObject } from '../store/schema.ts'
import { connectionFor, type DatabaseConnection } from './connection.ts'
import type { Profile } from './mails.ts'
import { type AccountFlaw, accountFlaws, makeAccount } from './new-account.ts'
import { admitMailRequest } from './throttles.ts'
import { offersReset, offersSignup, type Room } from './visit.ts'

/** Auth0's shape; its SDKs read `code` and `description`. */
type Problem = { status: number; code: string; name: string; description: unknown; message?: string; policy?: string }

class Refused extends Error {
  readonly problem: Problem
  constructor(status: number, code: string, description: string, more: Partial<Problem> = {}) {
    super(description)
    const name = status === 429 ? 'TooManyRequestsError' : 'BadRequestError'
    this.problem = { status, code, name, description, ...more }
  }
}

const invalid = (description: string) => new Refused(400, 'invalid_request', description)

function text(body: JsonObject, name: string, max: number): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw invalid(`${name} must be a string`)
  if (value.length > max) throw invalid(`${name} is too long`)
  return value
}

function required(body: JsonObject, name: string, max: number): string {
  const value = text(body, name, max)?.trim()
  if (value === undefined || value === '') throw invalid(`${name} is required`)
  return value
}

/** Strings and no more of them than fit on a page, as Auth0 takes them at sign-up. */
function metadataOf(body: JsonObject): JsonObject | undefined {
  const { user_metadata } = body
  if (user_metadata === undefined || user_metadata === null) return undefined
  if (typeof user_metadata !== 'object' || Array.isArray(user_metadata))
    throw invalid('user_metadata must be an object')
  const entries = Object.entries(user_metadata)
  if (entries.length > 10) throw invalid('user_metadata may hold ten properties')
  for (const [name, value] of entries) {
    if (typeof value !== 'string') throw invalid(`user_metadata.${name} must be a string`)
    if (name.length > 100 || value.length > 500) throw invalid('user_metadata holds something too long')
  }
  return user_metadata as JsonObject
}

const PROFILE = { name: 300, given_name: 150, family_name: 150, nickname: 300, picture: 2_048 } as const

export function profileOf(body: JsonObject): Profile {
  const profile: Profile = {}
  for (const [name, max] of Object.entries(PROFILE) as [keyof typeof PROFILE, number][]) {
    const value = text(body, name, max)?.trim()
    if (value) profile[name] = value
  }
  if (profile.picture !== undefined && !/^https:$/.test(URL.parse(profile.picture)?.protocol ?? ''))
    throw invalid('picture must be an https URL')
  const user_metadata = metadataOf(body)
  if (user_metadata) profile.user_metadata = user_metadata
  return profile
}

/** A person chooses a password; how it fell short is told in Auth0's names. */
function refusalOf(flaw: AccountFlaw, { options }: DatabaseConnection): Refused {
  if (flaw.code === 'no-identifier') return invalid('one of email, phone_number and username is required')
  if (flaw.code !== 'bad-password')
    return invalid(`${flaw.field} is ${flaw.code.startsWith('no-') ? 'required' : 'invalid'}`)
  const { name, message } = flaw.flaw
  const description = 'rules' in flaw.flaw ? { rules: flaw.flaw.rules, verified: false } : message
  return new Refused(400, 'invalid_password', message, { name, message, description, policy: options.passwordPolicy })
}

/** The protocol's CORS: any origin may ask beforehand, a client's own origins may read the answer. */
export type Cors = {
  preflight(request: FastifyRequest, reply: FastifyReply, methods?: readonly string[]): Promise<FastifyReply>
  corsFor(request: FastifyRequest, reply: FastifyReply, client: Client): void
}

export async function databaseConnections(
  server: FastifyInstance,
  { preflight, corsFor, ...room }: Room & Cors,
): Promise<void> {
  server.addHook('preHandler', speak)
  const route: Pick<RouteOptions, 'errorHandler' | 'exposeHeadRoute'> = {
    exposeHeadRoute: false,
    errorHandler(thrown, request, reply) {
      reply.header('cache-control', 'no-store')
      const readable = thrown instanceof Refused ? undefined : readableError(thrown)
      if (!(thrown instanceof Refused) && (readable === undefined || readable.statusCode >= 500)) {
        request.log.error({ err: readable?.cause ?? thrown }, 'request failed')
        if (readable?.statusCode === 503) reply.header('retry-after', '1')
      }
      const { status, ...body } =
        thrown instanceof Refused
          ? thrown.problem
          : {
              status: readable?.statusCode ?? 500,
              code: readable?.code ?? 'internal_error',
              name: readable ? 'BadRequestError' : 'InternalServerError',
              description:
                readable?.message ?? `An internal error occurred. The log knows more under request id ${request.id}.`,
            }
      return reply.code(status).send({ ...body, statusCode: status })
    },
  }

  /** Whom the request speaks for, and which connection it means. */
  async function enter(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ body: JsonObject; client: Client; connection: DatabaseConnection }> {
    const { store } = request
    const body = (request.body ?? {}) as JsonObject
    if (typeof body !== 'object' || Array.isArray(body)) throw invalid('the body must be an object')
    const client_id = required(body, 'client_id', 64)
    const client = /^[A-Za-z0-9._~-]+$/.test(client_id) ? await store.facts.client(client_id) : undefined
    if (!client || client.global) throw new Refused(400, 'invalid_client', 'the client is unknown')
    corsFor(request, reply, client)
    const connection = await connectionFor(store, client_id, required(body, 'connection', 128))
    if (!connection) throw new Refused(400, 'connection_not_found', 'the connection is not enabled for the client')
    if (body.organization !== undefined) throw invalid('organization is not supported')
    return { body, client, connection }
  }

  server.options('/dbconnections/signup', preflight)
  server.post('/dbconnections/signup', route, async (request, reply) => {
    const { body, client, connection } = await enter(request, reply)
    const hasMail = await room.hasMail(request.store)
    if (!offersSignup({ hasMail }, connection) || !signsUpByPassword(connection.options))
      throw new Refused(400, 'public_signup_disabled', 'Public signup is disabled')
    const now = new Date()
    const identity_user_id = newIdentityUserId(now)
    const attributes = attributesOf(connection.options)
    const name = (attribute: AttributeName, max: number): string | null => {
      const { signup } = attributes[attribute]
      if (signup === 'inactive') return null
      return (
        (signup === 'required' ? required(body, attribute, max) : (text(body, attribute, max)?.trim() ?? '')) || null
      )
    }
    const account = {
      request,
      client,
      connection,
      email: name('email', 320)?.toLowerCase() ?? null,
      username: name('username', 128)?.toLowerCase() ?? null,
      phone_number: name('phone_number', 32),
      password: text(body, 'password', 4_096) ?? '',
      profile: profileOf(body),
      identity_user_id,
    }
    const [flaw] = accountFlaws(account)
    if (flaw) throw refusalOf(flaw, connection)
    const answer = await makeAccount(room, account, now)
    if ('refused' in answer) {
      if (answer.refused === 'ip-blocked' || answer.refused === 'server-busy')
        throw new Refused(429, 'too_many_requests', 'Too many sign-ups at this moment. Try again later.')
      // Auth0's code.
      if (answer.refused === 'password-breached')
        throw new Refused(400, 'password_leaked', 'The password is known from a breach. Choose another.')
      if (answer.refused === 'upstream-unavailable')
        throw new Refused(503, 'temporarily_unavailable', 'Nobody can sign up at this moment. Try again later.')
      // Auth0's generic answer.
      throw new Refused(400, 'invalid_signup', 'Invalid sign up')
    }
    if ('job' in answer) {
      const admitted = await admitMailRequest(request.store, answer.job.email, request.ip, now)
      if (admitted === 'ok') await request.store.enqueue('signup_requested', answer.job)
    }
    const { email, username, phone_number, profile } = account
    reply.header('cache-control', 'no-store')
    return {
      _id: identity_user_id,
      ...(email === null ? {} : { email, email_verified: false }),
      ...(username === null ? {} : { username }),
      ...(phone_number === null ? {} : { phone_number, phone_verified: false }),
      ...profile,
    }
  })

  server.options('/dbconnections/change_password', preflight)
  server.post('/dbconnections/change_password', route, async (request, reply) => {
    const { body, client, connection } = await enter(request, reply)
    const hasMail = await room.hasMail(request.store)
    if (!offersReset({ hasMail }, connection))
      throw new LintelError('operation_not_supported', 'Passwords cannot be reset here.')
    const identifier = (text(body, 'email', 320) ?? required(body, 'username', 320)).trim().toLowerCase()
    if (identifier === '') throw invalid('email is required')
    const now = new Date()
    if ((await admitMailRequest(request.store, identifier, request.ip, now)) !== 'ok')
      throw new Refused(429, 'too_many_requests', 'Too many mails were asked for. Try again later.')
    await request.store.enqueue('reset_password_requested', {
      connection_id: connection.id,
      identifier,
      client_id: client.client_id,
      ip: request.ip,
      user_agent: request.headers['user-agent'],
    })
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
    // Auth0's sentence, which its SDKs hand on.
    return "We've just sent you an email to reset your password."
  })
}
