// The Management API as a protected resource (RFC 9728): where its metadata stand, what they say, and the challenge that leads there.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LintelError } from '../errors.ts'
import { MANAGEMENT_SCOPES } from '../store/management-scopes.ts'
import { managementAudience } from '../store/own-apis.ts'
import { canonicalIssuer } from '../store/scope.ts'
import { PROOF_ALGORITHMS } from './dpop.ts'

/** RFC 9728 §3.1: before the resource's own path. */
const WELL_KNOWN = '.well-known/oauth-protected-resource/api/v2/'

/** RFC 9728 §5.1: says with a refusal where to learn how to ask. A challenge that stands already (RFC 9449 §7.1) is kept. */
export function challenge(
  request: FastifyRequest,
  reply: FastifyReply,
  refused: unknown,
  scopes: readonly string[],
): void {
  const code = refused instanceof LintelError ? refused.code : undefined
  if (code !== 'insufficient_scope' && !(refused instanceof LintelError && refused.statusCode === 401)) return
  const { issuer } = request.store.tenant
  const standing = reply.getHeader('www-authenticate')
  const parts = [
    typeof standing === 'string' ? standing : `Bearer realm="${issuer}"`,
    // RFC 6750 §3.1: who sent no token is told of no error.
    ...(standing === undefined && request.headers.authorization !== undefined ? [`error="${code}"`] : []),
    ...(code === 'insufficient_scope' ? [`scope="${scopes.join(' ')}"`] : []),
    // RFC 9728 §3.3: where the resource is the one that they speak of.
    `resource_metadata="${canonicalIssuer(request.store.tenant)}${WELL_KNOWN}"`,
  ]
  reply.header('www-authenticate', parts.join(', '))
}

export async function protectedResource(server: FastifyInstance): Promise<void> {
  for (const url of [`/${WELL_KNOWN}`, `/${WELL_KNOWN.slice(0, -1)}`]) {
    server.get(url, { exposeHeadRoute: false }, async ({ store: { tenant } }, reply) =>
      reply
        .headers({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=15' })
        .type('application/json; charset=utf-8')
        .send(
          JSON.stringify({
            resource: managementAudience(tenant),
            authorization_servers: [canonicalIssuer(tenant)],
            scopes_supported: MANAGEMENT_SCOPES.map(({ value }) => value),
            bearer_methods_supported: ['header'],
            dpop_signing_alg_values_supported: PROOF_ALGORITHMS,
            resource_name: 'Lintel Management API',
          }),
        ),
    )
    // Agents in a browser send a header that makes it ask first.
    server.options(url, async (_request, reply) =>
      reply
        .headers({
          'access-control-allow-origin': '*',
          'access-control-allow-methods': 'GET',
          'access-control-allow-headers': 'mcp-protocol-version',
          'access-control-max-age': '3600',
        })
        .code(204)
        .send(),
    )
  }
}
