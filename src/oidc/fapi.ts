// FAPI 2.0 (Security Profile, Message Signing) for the clients that took it upon themselves (`compliance_level`). What oidc-provider does for
// its profile '2.0' (9.13.3) is the audience of assertions and little else; the rest of §5.3.2 is here, or follows from how Lintel is.
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { RegisteredClient } from '../store/client-credentials.ts'
import { complianceOf, FAPI_ALGS } from '../store/compliance-levels.ts'
import { storedClient } from './client-metadata.ts'
import { requestFacts } from './request-facts.ts'

export const isFapi = (client: object | undefined): boolean =>
  client !== undefined && complianceOf(storedClient(client)) !== undefined

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost']

/** §5.3.2.2, of a request that is pushed and again when it is used. That it was pushed, pushed-requests.ts sees to. */
export function checkFapiRequest({ oidc: { route, params, client, entities } }: KoaContextWithOIDC): void {
  const level = client && complianceOf(storedClient(client))
  if (!level || !params) return
  const wrong = (description: string) => new errors.InvalidRequest(description)
  // Clause 4
  if (!level.authentication.some(method => method === client.clientAuthMethod))
    throw wrong('the client authenticates in another way than its compliance level demands')
  if (entities.PushedAuthorizationRequest && !entities.PushedAuthorizationRequest.trusted)
    throw wrong('the pushed request was not authenticated')
  // What follows is about browsers: other grants may be had as well.
  if (!['authorization', 'pushed_authorization_request'].includes(route)) return
  // Clause 1
  if (params.response_type !== 'code') throw wrong('response_type must be code')
  // Clause 5. Of a challenge, oidc-provider asks S256.
  if (params.code_challenge === undefined) throw wrong('code_challenge is missing')
  // Clause 8
  const { protocol, hostname } = new URL(String(params.redirect_uri))
  if (protocol === 'http:' && !(client.applicationType === 'native' && LOOPBACK.includes(hostname)))
    throw wrong('redirect_uri must not be an http one')
  // Message Signing §5.4.2
  if (level.signs && !/(^|\.)jwt$/.test(String(params.response_mode))) throw wrong('response_mode must be a signed one')
}

/** Seconds; Message Signing §5.3.1 */
const LONGEST = 3_600

/** §5.3.2.1 clause 13. Of `nbf` oidc-provider knows; `iat` it lets be where there is an `exp`. */
const isFromTheFuture = (iat: unknown, now: Date): boolean => Number(iat) - now.getTime() / 1000 > 60

/** Message Signing §5.3.1, Security Profile §5.4.1 */
export function checkFapiRequestObject(
  client: RegisteredClient,
  { exp, iat, nbf }: { readonly exp?: unknown; readonly iat?: unknown; readonly nbf?: unknown },
  { alg }: { readonly alg?: unknown },
  now: Date,
): void {
  if (!complianceOf(client)) return
  const wrong = (description: string) => new errors.InvalidRequestObject(description)
  if (!FAPI_ALGS.includes(String(alg))) throw wrong('Request Object must be signed by PS256, ES256 or EdDSA')
  if (typeof nbf !== 'number' || typeof exp !== 'number') throw wrong('Request Object must have nbf and exp')
  if (isFromTheFuture(iat, now)) throw wrong('Request Object was issued in the future')
  if (now.getTime() / 1000 - nbf > LONGEST) throw wrong("Request Object 'nbf' claim is too far in the past")
  if (exp <= nbf || exp - nbf > LONGEST) throw wrong("Request Object 'exp' claim too far from 'nbf' claim")
}

type Assertion = { readonly [claim: string]: unknown }

/** §5.3.2.1 clauses 8 and 13, §5.4.1. A client assertion names the issuer, as one string, and nothing else. */
export function checkFapiAssertion(
  ctx: KoaContextWithOIDC,
  claims: Assertion,
  header: Assertion,
  client: object,
): void {
  if (!isFapi(client)) return
  if (claims.aud !== ctx.oidc.issuer)
    throw new errors.InvalidClientAuth('audience (aud) must equal the issuer identifier')
  if (!FAPI_ALGS.includes(String(header.alg))) throw new errors.InvalidClientAuth('alg mismatch')
  if (isFromTheFuture(claims.iat, requestFacts().now)) throw new errors.InvalidClientAuth('issued in the future')
}

/** §5.4.1, of the tokens that a client is given for a resource server. */
export function checkFapiResource(client: object | undefined, signing_alg: string): void {
  if (isFapi(client) && !FAPI_ALGS.includes(signing_alg))
    throw new errors.InvalidTarget('tokens for the resource must be signed by PS256, ES256 or EdDSA')
}

/** §5.3.2.1 clause 4: nothing that is not bound leaves, whatever grant it comes from. */
export function checkSenderConstraint(client: object, token: { jkt?: unknown; 'x5t#S256'?: unknown }): void {
  const level = complianceOf(storedClient(client))
  if (level && token[level.binding === 'dpop' ? 'jkt' : 'x5t#S256'] === undefined)
    throw new errors.InvalidRequest('access tokens of this client must be sender-constrained')
}
