// Pushed authorization requests (RFC 9126): how long one is good, and who must push.
import { decodeJwt, decodeProtectedHeader, UnsecuredJWT } from 'jose'
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { complianceOf } from '../store/compliance-levels.ts'
import { storedClient } from './client-metadata.ts'
import { PUSHED_REQUEST_SECONDS } from './dialect.ts'
import { requestFacts } from './request-facts.ts'

/**
 * A request as it shall be stored, and for how many seconds. A signed one ends when its client says, if that is sooner; one of plain
 * parameters was put into an unsigned object by oidc-provider, whose sixty seconds (9.13.3: MAX_TTL) would end it at its use.
 */
export function lasting(request: string, client: object): { request: string; seconds: number } {
  const { now, dialect } = requestFacts()
  const epoch = Math.floor(now.getTime() / 1000)
  const wanted = storedClient(client).par_request_expiry ?? PUSHED_REQUEST_SECONDS[dialect]
  const claims = decodeJwt(request)
  if (decodeProtectedHeader(request).alg !== 'none') {
    const left = claims.exp === undefined ? wanted : Math.floor(claims.exp) - epoch
    return { request, seconds: Math.max(1, Math.min(wanted, left)) }
  }
  return { request: new UnsecuredJWT(claims).setExpirationTime(epoch + wanted).encode(), seconds: wanted }
}

/** Asked of every authorization request: oidc-provider forgets who must push where the tenant takes no pushes. */
export function checkPushed({ oidc: { route, client, entities } }: KoaContextWithOIDC): void {
  if (!client || route !== 'authorization' || entities.PushedAuthorizationRequest) return
  const stored = storedClient(client)
  if (stored.require_pushed_authorization_requests || complianceOf(stored))
    throw new errors.InvalidRequest('Pushed Authorization Request must be used')
}
