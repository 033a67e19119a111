// Asking the upstream of a database connection: another Auth0 tenant, or an HTTP endpoint (docs/lazy-migration.md). Owns what is said and how an
// answer is read; what becomes of it is decided in migration.ts. An answer that is not what it must be is no answer.
import { createHash } from 'node:crypto'
import { readJson } from '../http/body.ts'
import { type OutboundAnswer, OutboundError, type Outbound as Reach } from '../http/outbound.ts'
import { isEmail } from '../store/email-addresses.ts'
import type { JsonObject } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import { addressOf, type Upstream } from '../store/upstreams.ts'
import { folded } from '../store/user-accounts.ts'
import type { DatabaseConnection } from './connection.ts'

/** By which name, as `identifierOf` reads what was typed. */
export type Name = { email: string } | { username: string }

/** As the upstream knows her; `user_id` without its prefix. */
export type UpstreamUser = {
  user_id: string
  email: string | null
  email_verified: boolean
  username: string | null
  blocked: boolean
  name?: string
  given_name?: string
  family_name?: string
  nickname?: string
  picture?: string
  user_metadata?: JsonObject
  app_metadata?: JsonObject
}

/** `unknown`: there is no such user, as far as the upstream says; `why` is for the log. */
export type UpstreamAnswer = { user: UpstreamUser; refused?: never } | { refused: 'wrong' | 'unknown'; why: string }

/** Nothing was learned. The message names no secret and no password. */
export class UpstreamError extends Error {
  override name = 'UpstreamError'
}

export type Upstreams = {
  verify(
    store: TenantStore,
    connection: DatabaseConnection,
    name: Name,
    password: string,
    ip: string,
  ): Promise<UpstreamAnswer>
  /** Undefined: there is nobody, or the upstream cannot say. */
  find(store: TenantStore, connection: DatabaseConnection, name: Name): Promise<UpstreamUser | undefined>
}

/** Whether people come here from elsewhere. */
export const isMigrating = ({ options }: DatabaseConnection): boolean =>
  options.import_mode && options.upstream !== undefined

/** So often one connection's is asked at once by this process. An upstream that is slow must not take everything that we have. */
const AT_ONCE = 32
/** What is longer is nobody's username here. */
export const LONGEST_USERNAME = 128
const DATABASE_PREFIX = 'auth0|'
const PASSWORD_REALM = 'http://auth0.com/oauth/grant-type/password-realm'
/** What an Auth0 tenant says of a person, as opposed to what it says of our client. */
const OF_THE_PERSON = new Set(['invalid_grant', 'unauthorized', 'mfa_required', 'password_leaked'])
const TEXTS = { name: 300, given_name: 150, family_name: 150, nickname: 300, picture: 2_048 } as const

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What nobody may send us is not taken from an upstream either. */
function bodyOf(answer: OutboundAnswer): JsonObject[] {
  let body: unknown
  try {
    body = readJson(answer.body)
  } catch (error) {
    throw new UpstreamError('the answer cannot be read', { cause: error })
  }
  const objects = Array.isArray(body) ? body : [body]
  if (objects.every(isObject)) return objects
  throw new UpstreamError('the answer is no JSON object')
}

const objectOf = (answer: OutboundAnswer): JsonObject => bodyOf(answer)[0] ?? {}
const textIn = (body: JsonObject, name: string): string | undefined => {
  const value = body[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}
const metadataIn = (body: JsonObject, name: string): JsonObject | undefined => {
  const value = body[name]
  return isObject(value) ? value : undefined
}

/** An answer about somebody else than was asked for is refused: whoever is let in by it would come in as another. */
function userIn(body: JsonObject, asked: Name): UpstreamUser {
  const id = textIn(body, 'user_id')?.replace(DATABASE_PREFIX, '')
  if (id === undefined || !/^\S{1,255}$/.test(id)) throw new UpstreamError('the answer has no user_id')
  const email = textIn(body, 'email')
  const username = textIn(body, 'username')
  if (email !== undefined && !isEmail(email)) throw new UpstreamError('the answer’s email is no address')
  const [answered, expected] = 'email' in asked ? [email, asked.email] : [username, asked.username]
  if (answered === undefined || folded(answered) !== folded(expected))
    throw new UpstreamError('the answer is about another user than the one asked for')
  const user: UpstreamUser = {
    user_id: id,
    email: email ?? null,
    // Only where it is said outright.
    email_verified: email !== undefined && body.email_verified === true,
    username: username === undefined || isEmail(username) || username.length > LONGEST_USERNAME ? null : username,
    blocked: body.blocked === true,
  }
  for (const [name, max] of Object.entries(TEXTS) as [keyof typeof TEXTS, number][]) {
    const value = textIn(body, name)?.slice(0, max)
    if (value !== undefined && (name !== 'picture' || /^https?:\/\//.test(value))) user[name] = value
  }
  const user_metadata = metadataIn(body, 'user_metadata')
  const app_metadata = metadataIn(body, 'app_metadata')
  return { ...user, ...(user_metadata ? { user_metadata } : {}), ...(app_metadata ? { app_metadata } : {}) }
}

const nameOf = (name: Name): string => ('email' in name ? name.email : name.username)
/** As names are compared here, so that one person is asked for in one way. */
const asFolded = (name: Name): Name =>
  'email' in name ? { email: folded(name.email) } : { username: folded(name.username) }
const json = { 'content-type': 'application/json', accept: 'application/json' }

/** @property ourToken for the Management API of an Auth0 tenant */
type Asking = { reach: Reach; secret: string; ourToken(): Promise<string> }

const auth0 = (upstream: Extract<Upstream, { type: 'auth0' }>, { reach, secret, ourToken }: Asking) => {
  const at = (path: string) => new URL(path, upstream.issuer).href
  const credentials = { client_id: upstream.client_id, client_secret: secret }

  async function read(url: string, token: string): Promise<OutboundAnswer> {
    const answer = await reach(url, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } })
    if (answer.status !== 200 && answer.status !== 404)
      throw new UpstreamError(`${new URL(url).pathname.split('/', 4).join('/')} answered ${answer.status}`)
    return answer
  }

  return {
    async verify(name: Name, password: string, ip: string): Promise<UpstreamAnswer> {
      const answer = await reach(at('oauth/token'), {
        method: 'POST',
        // Auth0 counts failures by this address, if the client may name it, and by ours if not.
        headers: { ...json, 'auth0-forwarded-for': ip },
        body: JSON.stringify({
          grant_type: PASSWORD_REALM,
          realm: upstream.realm,
          username: nameOf(name),
          password,
          scope: 'openid profile email',
          ...credentials,
        }),
      })
      const body = objectOf(answer)
      if (answer.status !== 200) {
        const error = textIn(body, 'error') ?? ''
        const why = `the upstream says ${error}: ${textIn(body, 'error_description') ?? ''}`.slice(0, 200)
        if (answer.status < 500 && OF_THE_PERSON.has(error)) return { refused: 'wrong', why }
        throw new UpstreamError(`the token endpoint answered ${answer.status} ${error.slice(0, 50)}`)
      }
      const token = textIn(body, 'access_token')
      if (token === undefined) throw new UpstreamError('the token endpoint answered no access token')
      const claims = objectOf(await read(at('userinfo'), token))
      const sub = textIn(claims, 'sub')
      if (!sub?.startsWith(DATABASE_PREFIX)) throw new UpstreamError('the answer is about no user of a database')
      if (!upstream.finds_users) return { user: userIn({ ...claims, user_id: sub }, name) }
      const whole = await read(at(`api/v2/users/${encodeURIComponent(sub)}`), await ourToken())
      return { user: userIn({ ...objectOf(whole), user_id: sub }, name) }
    },

    async find(name: Name): Promise<UpstreamUser | undefined> {
      const quoted = nameOf(name).replace(/[\\"]/g, '\\$&')
      const query =
        'email' in name
          ? `users-by-email?${new URLSearchParams(name)}`
          : `users?${new URLSearchParams({ q: `username:"${quoted}"`, search_engine: 'v3' })}`
      const answer = await read(at(`api/v2/${query}`), await ourToken())
      // The others of that address are of other connections, or have become part of somebody.
      const found = (answer.status === 404 ? [] : bodyOf(answer)).find(user => {
        const identities: unknown[] = Array.isArray(user.identities) ? user.identities : []
        return identities
          .filter(isObject)
          .some(one => one.connection === upstream.realm && `${DATABASE_PREFIX}${one.user_id}` === user.user_id)
      })
      return found && userIn(found, name)
    },
  }
}

const http = (upstream: Extract<Upstream, { type: 'http' }>, { reach, secret }: Asking) => {
  const ask = (body: object) =>
    reach(upstream.url, {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    })
  const unexpected = ({ status }: OutboundAnswer) => new UpstreamError(`the endpoint answered ${status}`)
  return {
    async verify(name: Name, password: string): Promise<UpstreamAnswer> {
      const answer = await ask({ action: 'verify', ...name, password })
      if (answer.status === 401) return { refused: 'wrong', why: 'the upstream says that the password is wrong' }
      if (answer.status === 404) return { refused: 'unknown', why: 'the upstream knows no such user' }
      if (answer.status !== 200) throw unexpected(answer)
      return { user: userIn(objectOf(answer), name) }
    },
    async find(name: Name): Promise<UpstreamUser | undefined> {
      const answer = await ask({ action: 'find', ...name })
      if (answer.status === 404) return undefined
      if (answer.status !== 200) throw unexpected(answer)
      return userIn(objectOf(answer), name)
    },
  }
}

export function createUpstreams(reach: Reach): Upstreams {
  const asking = new Map<string, number>()
  /** By what they were got for. Auth0 counts them, so one is kept while it is good. */
  const tokens = new Map<string, { token: string; ends_at: number }>()

  async function ourToken({ issuer, client_id }: { issuer: string; client_id: string }, secret: string) {
    const key = createHash('sha256')
      .update(JSON.stringify([issuer, client_id, secret]))
      .digest('base64url')
    const kept = tokens.get(key)
    if (kept && kept.ends_at > performance.now()) return kept.token
    const answer = await reach(new URL('oauth/token', issuer).href, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id,
        client_secret: secret,
        audience: new URL('api/v2/', issuer).href,
      }),
    })
    const body = objectOf(answer)
    const token = textIn(body, 'access_token')
    if (answer.status !== 200 || token === undefined)
      throw new UpstreamError(`the client gets no token for the Management API: ${answer.status}`)
    const seconds = typeof body.expires_in === 'number' ? body.expires_in : 0
    // A minute early; not for long, so that what is taken from the client is taken from us.
    tokens.set(key, { token, ends_at: performance.now() + (Math.min(seconds, 600) - 60) * 1_000 })
    return token
  }

  async function ask<T>(
    store: TenantStore,
    { id, options: { upstream } }: DatabaseConnection,
    work: (asked: ReturnType<typeof auth0> | ReturnType<typeof http>) => Promise<T>,
  ): Promise<T> {
    const secret = upstream && (await store.upstream_secrets.find(id, addressOf(upstream)))
    // Changed at this moment: the next try finds what belongs together.
    if (!upstream || secret === undefined) throw new UpstreamError('there is no secret for this address')
    const others = asking.get(id) ?? 0
    if (others >= AT_ONCE) throw new UpstreamError(`it is being asked ${AT_ONCE} times already`)
    asking.set(id, others + 1)
    try {
      if (upstream.type === 'http') return await work(http(upstream, { reach, secret, ourToken: async () => '' }))
      return await work(auth0(upstream, { reach, secret, ourToken: () => ourToken(upstream, secret) }))
    } catch (error) {
      if (error instanceof OutboundError) throw new UpstreamError(error.message, { cause: error })
      throw error
    } finally {
      const left = (asking.get(id) ?? 1) - 1
      if (left > 0) asking.set(id, left)
      else asking.delete(id)
    }
  }

  return {
    verify: (store, connection, name, password, ip) =>
      ask(store, connection, one => one.verify(asFolded(name), password, ip)),
    find: async (store, connection, name) =>
      isMigrating(connection) && connection.options.upstream?.finds_users
        ? ask(store, connection, one => one.find(asFolded(name)))
        : undefined,
  }
}
