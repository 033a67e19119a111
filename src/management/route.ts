// What every route under /api/v2 is: it names its scopes or the server does not boot; a bearer token with one of them gets in, within its
// client's rate limit. The declaration is also the OpenAPI document and the compatibility page.
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify'
import { Type } from 'typebox'
import { LintelError } from '../errors.ts'
import { type Bearer, verifyBearer } from '../http/bearer.ts'
import { challenge } from '../http/protected-resource.ts'
import { createRateLimiter } from '../http/rate-limit.ts'
import type { LogEvent } from '../store/log-events.ts'
import { MANAGEMENT_SCOPES } from '../store/management-scopes.ts'
import { managementAudience } from '../store/resource-servers.ts'

declare module 'fastify' {
  interface FastifyRequest {
    bearer: Bearer
  }
  interface FastifyContextConfig {
    /** any one of these lets a request in */
    scopes?: readonly string[]
    /** the path that the auth0 SDK has for it, e.g. `users.roles.list` */
    sdk?: string
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
  scopes: readonly string[]
  schema: FastifySchema
}

const NOTHING = Type.Object({}, { additionalProperties: false })
const BODY_LIMIT = 1024 * 1024
const KNOWN = new Set(MANAGEMENT_SCOPES.map(scope => scope.value))

/** Auth0's deployment tool looks for this sentence, to the letter. */
export const insufficientScope = (scopes: readonly string[]) =>
  new LintelError('insufficient_scope', `Insufficient scope, expected any of: ${scopes.join(',')}`)

/** Who has the database and its keys needs no client of a tenant's. */
const OPERATOR: Bearer = { client_id: 'lintel', sub: 'lintel@clients', scopes: KNOWN, claims: {} }

/** @returns the routes, as they are declared after this */
export function guard(server: FastifyInstance, rate_limit: number, operator?: string): readonly DeclaredRoute[] {
  const limiter = rate_limit > 0 ? createRateLimiter(rate_limit) : undefined
  const declared: DeclaredRoute[] = []

  server.addHook('onRoute', route => {
    if (route.method === 'HEAD' || route.method === 'OPTIONS') return
    const { scopes, sdk, public: isPublic, not_built } = route.config ?? {}
    if (isPublic && !scopes) return
    const name = `${String(route.method)} ${route.url}`
    if (!scopes || scopes.length === 0) throw new Error(`${name} declares no scopes`)
    if (not_built) return
    route.bodyLimit = BODY_LIMIT
    route.config = { ...route.config, at_mtls_host: true }
    for (const scope of scopes) if (!KNOWN.has(scope)) throw new Error(`${name}: no such scope: ${scope}`)
    if (!sdk) throw new Error(`${name} does not say what the auth0 SDK calls it`)
    // What a route does not ask for is refused in its query as it is in its body.
    route.schema = { querystring: NOTHING, ...route.schema }
    const path = route.url.slice(route.prefix.length)
    declared.push({ method: String(route.method), path, sdk, scopes, schema: route.schema })
  })

  server.decorateRequest('bearer')
  server.addHook('onRequest', async (request, reply) => {
    const { scopes, not_built } = request.routeOptions.config
    if (!scopes) return
    if (operator !== undefined && request.headers.authorization === `Bearer ${operator}`) request.bearer = OPERATOR
    else
      try {
        request.bearer = await verifyBearer(request, reply, managementAudience(request.store.tenant))
      } catch (error) {
        challenge(request, reply, error, scopes)
        throw error
      }
    if (limiter) {
      const { limit, remaining, reset, allowed } = limiter(
        `${request.store.tenant.tenant_id} ${request.bearer.client_id}`,
        Date.now(),
      )
      reply.headers({ 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset })
      if (!allowed) {
        reply.header('retry-after', 1)
        throw new LintelError('too_many_requests', 'Global limit has been reached')
      }
    }
    if (not_built || !scopes.some(scope => request.bearer.scopes.has(scope))) {
      const refused = insufficientScope(scopes)
      challenge(request, reply, refused, scopes)
      throw refused
    }
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
