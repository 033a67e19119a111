// What scripts of other origins may read of an answer.
import type { FastifyReply, FastifyRequest } from 'fastify'

export const EXPOSED_HEADERS = 'DPoP-Nonce, WWW-Authenticate'

/** A refusal holds nothing of anybody's: scripts of any origin may read it, so that an app can tell what went wrong. */
export function corsForRefusal(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers
  if (origin === undefined) return
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_HEADERS,
    vary: 'Origin',
  })
}
