// How the protocol's endpoints speak HTTP: parameters read strictly, errors in OAuth's shape, CORS by client, caching of what is public.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors } from 'oidc-provider'
import { corsForRefusal, EXPOSED_HEADERS } from '../http/cors.ts'
import { readableError } from '../http/server.ts'
import type { Client } from '../store/clients.ts'
import { hashBearer } from '../store/hash.ts'
import { isAllowedOrigin } from './client-metadata.ts'

/** A form's or a JSON object's parameters. A repeated one stays repeated: oidc-provider refuses it. */
export function parametersOf(body: unknown): URLSearchParams {
  const out = new URLSearchParams()
  if (body === undefined || body === null) return out
  if (typeof body !== 'object' || Array.isArray(body)) throw new errors.InvalidRequest('the body must be an object')
  for (const [name, value] of Object.entries(body)) {
    for (const one of [value].flat()) {
      if (one === null) continue
      if (!['string', 'number', 'boolean'].includes(typeof one))
        throw new errors.InvalidRequest('parameters must be strings')
      out.append(name, String(one))
    }
  }
  return out
}

/** The parameters of a URL's query. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const at = request.url.indexOf('?')
  const query = at < 0 ? '' : request.url.slice(at + 1)
  try {
    decodeURIComponent(query)
  } catch (cause) {
    throw new errors.InvalidRequest('the query is not valid UTF-8', undefined, { cause })
  }
  return new URLSearchParams(query)
}

const ERRORS: { [status: number]: string } = { 403: 'access_denied', 503: 'temporarily_unavailable' }

/** RFC 6749 §5.2. */
export function answerOAuthError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('cache-control', 'no-store').type('application/json; charset=utf-8')
  corsForRefusal(request, reply)
  if (thrown instanceof errors.OIDCProviderError && thrown.expose) {
    reply.code(thrown.statusCode)
    // RFC 6749 §5.2. Word for word oidc-provider's (9.13.3), which would tell a client that is not there from one of another method.
    if (thrown.statusCode === 401 && /^Basic /i.test(request.headers.authorization ?? ''))
      reply.header(
        'www-authenticate',
        `Basic realm="${request.store.tenant.issuer}", error="invalid_client", error_description="client authentication failed"`,
      )
    return reply.send(JSON.stringify({ error: thrown.error, error_description: thrown.error_description }))
  }
  const readable = readableError(thrown)
  const status = readable?.statusCode ?? 500
  if (status >= 500) request.log.error({ err: readable?.cause ?? thrown }, 'request failed')
  if (status === 503) reply.header('retry-after', '1')
  reply.code(status)
  return reply.send(
    JSON.stringify({
      error: ERRORS[status] ?? (status >= 500 ? 'server_error' : 'invalid_request'),
      error_description:
        readable?.message ?? `An internal error occurred. The log knows more under request id ${request.id}.`,
    }),
  )
}

/** Lets the scripts of a client's own origins read this answer. */
export function corsFor(request: FastifyRequest, reply: FastifyReply, client: Client): void {
  const { origin } = request.headers
  if (origin === undefined) return
  reply.header('vary', 'Origin')
  if (isAllowedOrigin(origin, client))
    reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED_HEADERS })
}

/** A preflight names no client; the request after it does, and is judged then. */
export async function preflight(
  request: FastifyRequest,
  reply: FastifyReply,
  methods: readonly string[] = ['GET', 'POST'],
): Promise<FastifyReply> {
  const { origin, 'access-control-request-headers': headers } = request.headers
  if (origin !== undefined) {
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': methods.join(', '),
      'access-control-max-age': '3600',
    })
    if (headers !== undefined) reply.header('access-control-allow-headers', headers)
  }
  return reply.header('vary', 'Origin, Access-Control-Request-Headers').code(204).send()
}

/** Public, the same for everyone, and gone from caches within seconds when a key is revoked. */
export function sendPublic(request: FastifyRequest, reply: FastifyReply, body: unknown): FastifyReply {
  const text = JSON.stringify(body)
  const etag = `"${hashBearer(text)}"`
  reply.headers({
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=15, stale-while-revalidate=15',
    etag,
  })
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.type('application/json; charset=utf-8').send(text)
}
