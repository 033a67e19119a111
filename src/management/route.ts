// What every route under /api/v2 is: it names its scopes or the server does not boot; a bearer token with one of them gets in, within its
// client's rate limit. A user's own token gets in by other scopes than a client's, and to what is hers alone. The declaration is also the
// OpenAPI document and the compatibility page.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { type TSchema, Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { type Bearer, type BearerOf, verifyBearer } from '../http/bearer.ts'
import { corsForRefusal } from '../http/cors.ts'
import { challenge } from '../http/protected-resource.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import type { Client } from '../store/clients.ts'
import type { LogEvent } from '../store/log-events.ts'
import { CURRENT_USER_SCOPES, MANAGEMENT_SCOPES } from '../store/management-scopes.ts'
import { managementAudience } from '../store/own-apis.ts'

declare module 'fastify' {
  interface FastifyRequest {
    bearer: Bearer
  }
  interface FastifyContextConfig {
    /** any one of these lets in a client that speaks for itself */
    scopes?: readonly string[]
    /** any one of these lets in a user by her own token, to what is hers: below /users/:id that is told by the path */
    own_scopes?: readonly string[]
    /** elsewhere: whose the thing is that is asked for; undefined: there is no such thing */
    ownerOf?: (request: FastifyRequest) => Promise<string | undefined>
    /** the path that the auth0 SDK has for it, e.g. `users.roles.list` */
    sdk?: string
    /** the form that it takes in place of JSON; how it is read is the route's own concern */
    multipart?: TSchema
    /** answers anybody, for no scope */
    public?: true
    /** answers nobody: what Auth0 has and Lintel does not */
    not_built?: true
  }
}

/** A route as it was declared; paths without the prefix. */
export type DeclaredRoute = {
  method: string
  path: string
  sdk: string
  /** of whichever kind */
  scopes: readonly string[]
  /** whether a user's own token may get in, and so a script in her browser */
  own: boolean
  schema: FastifySchema
  multipart: TSchema | undefined
}

export type GuardOptions = {
  /** requests per second and client; 0: no limit */
  rate_limit: number
  /** The command line's own bearer token, for which every scope is there; a server has none. */
  operator?: string | undefined
  /** Who is behind a user's own token. */
  bearerOf: BearerOf
  /** Lets the scripts of a client's own origins read this answer. */
  corsFor(request: FastifyRequest, reply: FastifyReply, client: Client): void
}

const NOTHING = Type.Object({}, { additionalProperties: false })
const BODY_LIMIT = 1024 * 1024
const OWN = new Set(CURRENT_USER_SCOPES.map(scope => scope.value))
const KNOWN = new Set(MANAGEMENT_SCOPES.map(scope => scope.value).filter(scope => !OWN.has(scope)))
const OWNED_BY_PATH = /^\/users\/:id(?:\/|$)/

/** Auth0's deployment tool looks for this sentence, to the letter. */
export const insufficientScope = (scopes: readonly string[]) =>
  new LintelError('insufficient_scope', `Insufficient scope, expected any of: ${scopes.join(',')}`)

/** Who has the database and its keys needs no client of a tenant's. */
const OPERATOR: Bearer = { client_id: 'lintel', sub: 'lintel@clients', scopes: KNOWN, claims: {} }

const isBearer = (given = '', token: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(`Bearer ${token}`)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** What has no owner may be asked for by whoever could own it: it is not there, and the route says so. */
async function demandOwner(request: FastifyRequest, user_id: string): Promise<void> {
  const { ownerOf } = request.routeOptions.config
  const owner = ownerOf ? await ownerOf(request) : (request.params as { id?: string }).id
  if (owner !== user_id && !(ownerOf && owner === undefined))
    throw new LintelError('insufficient_scope', 'User to be acted on does not match subject in bearer token.')
}

/** @returns the routes, as they are declared after this */
export function guard(server: FastifyInstance, options: GuardOptions): readonly DeclaredRoute[] {
  const { rate_limit, operator, bearerOf, corsFor } = options
  const limiter = rate_limit > 0 ? createRateLimiter(rate_limit) : undefined
  const declared: DeclaredRoute[] = []

  server.addHook('onRoute', route => {
    route.config = { ...route.config, part: 'management' }
    if (route.method === 'HEAD' || route.method === 'OPTIONS') return
    const { scopes, own_scopes = [], ownerOf, sdk, public: isPublic, not_built, multipart } = route.config
    if (isPublic && !scopes) return
    const name = `${String(route.method)} ${route.url}`
    const all = [...(scopes ?? []), ...own_scopes]
    if (!scopes || all.length === 0) throw new Error(`${name} declares no scopes`)
    if (not_built) return
    route.bodyLimit = BODY_LIMIT
    route.config = { ...route.config, at_mtls_host: true }
    const unknown = scopes.find(scope => !KNOWN.has(scope)) ?? own_scopes.find(scope => !OWN.has(scope))
    if (unknown !== undefined) throw new Error(`${name}: no such scope: ${unknown}`)
    if (!sdk) throw new Error(`${name} does not say what the auth0 SDK calls it`)
    // What a route does not ask for is refused in its query as it is in its body.
    route.schema = { querystring: NOTHING, ...route.schema }
    const path = route.url.slice(route.prefix.length)
    const own = own_scopes.length > 0
    if (own && !ownerOf && !OWNED_BY_PATH.test(path)) throw new Error(`${name} does not say whose it is`)
    declared.push({ method: String(route.method), path, sdk, scopes: all, own, schema: route.schema, multipart })
  })

  server.decorateRequest('bearer')
  server.addHook('onRequest', async (request, reply) => {
    const { scopes, own_scopes = [], not_built } = request.routeOptions.config
    if (!scopes) return
    const all = [...scopes, ...own_scopes]
    if (operator !== undefined && isBearer(request.headers.authorization, operator)) request.bearer = OPERATOR
    else
      try {
        const audience = managementAudience(request.store.tenant)
        const { client, ...bearer } = await verifyBearer(request, reply, [audience], bearerOf)
        request.bearer = bearer
        if (bearer.user_id !== undefined) corsFor(request, reply, client)
      } catch (error) {
        challenge(request, reply, error, all)
        if (own_scopes.length > 0) corsForRefusal(request, reply)
        throw error
      }
    const { client_id, user_id } = request.bearer
    if (limiter) {
      // The users of an app do not use up each other's.
      const { limit, remaining, reset, allowed } = limiter(
        [request.store.tenant.tenant_id, client_id, user_id ?? ''].join(' '),
        Date.now(),
      )
      reply.headers({ 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset })
      if (!allowed) {
        reply.header('retry-after', 1)
        throw new LintelError('too_many_requests', 'Global limit has been reached')
      }
    }
    const wanted = user_id === undefined ? scopes : own_scopes
    if (not_built || !wanted.some(scope => request.bearer.scopes.has(scope))) {
      const refused = insufficientScope(all)
      challenge(request, reply, refused, all)
      throw refused
    }
    if (user_id !== undefined) await demandOwner(request, user_id)
  })
  return declared
}

/** For a route whose response shows more, or whose body may ask more, to who holds a further scope. */
export const holds = (request: FastifyRequest, ...scopes: string[]): boolean =>
  scopes.some(scope => request.bearer.scopes.has(scope))

/**
 * The log event of a write through this API (Auth0: `sapi`), to be written on the write's own transaction.
 * @param description what was done, e.g. `Create a role`
 */
export function managementEvent(request: FastifyRequest, description: string, about: Partial<LogEvent> = {}): LogEvent {
  const correlation_id = request.headers['x-correlation-id']
  return {
    type: 'sapi',
    description,
    client_id: request.bearer.client_id,
    ip: request.ip,
    user_agent: request.headers['user-agent'],
    hostname: request.host,
    audience: managementAudience(request.store.tenant),
    correlation_id: typeof correlation_id === 'string' ? correlation_id.slice(0, 64) : undefined,
    ...about,
    details: { request: { method: request.method, path: request.routeOptions.url ?? '' }, ...about.details },
  }
}
