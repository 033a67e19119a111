// Access tokens as this server accepts them for its own APIs: a JWT (RFC 7519) signed by the tenant's own key, its issuer and audience
// checked, its scopes cut down to what its client is granted at this moment.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { LintelError } from '../errors.ts'
import type { Client } from '../store/clients.ts'
import type { TenantStore } from '../store/store.ts'
import { isBlacklisted } from './blacklist.ts'
import { hasBoundCertificate } from './client-certificate.ts'
import { authorizationOf, challengeOf, checkPossession, PossessionError, type PresentedToken } from './dpop.ts'
import { issuerOf } from './issuers.ts'

/** @property user_id of who asks by her own token; undefined: a client that speaks for itself */
export type Bearer = {
  client_id: string
  sub: string
  user_id?: string
  scopes: ReadonlySet<string>
  claims: JWTPayload
}

/** Who is behind a user's token that verifies; undefined: nobody any more. The protocol's to say. */
export type BearerOf = (
  store: TenantStore,
  claims: JWTPayload,
  now: Date,
  audience: string,
) => Promise<{ user_id: string; client: Client; granted: string[]; requires_nonce: boolean } | undefined>

const unauthorized = (message: string, cause?: unknown) => new LintelError('invalid_token', message, { cause })

/** A secret of an operator's; RFC 6750 §2.1: the header only, for what is in a URL ends up in logs. */
export function bearerToken(request: FastifyRequest): string {
  const m = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(request.headers.authorization ?? '')
  if (!m?.[1]) throw unauthorized('Missing authentication')
  return m[1]
}

/** RFC 9449 §7, RFC 8705 §3: a token that is bound to a key or a certificate, by who holds it. One that is bound to more is of no use here. */
async function checkSender(
  request: FastifyRequest,
  reply: FastifyReply,
  presented: PresentedToken,
  { cnf = {} }: JWTPayload & { cnf?: { jkt?: unknown; 'x5t#S256'?: unknown } },
  requires_nonce: boolean,
): Promise<void> {
  const { jkt, 'x5t#S256': _, ...others } = cnf
  if (Object.keys(others).length > 0 || !hasBoundCertificate(request, cnf)) throw unauthorized('Invalid token')
  try {
    await checkPossession(request, reply, presented, { jkt, requires_nonce }, new Date())
  } catch (error) {
    if (!(error instanceof PossessionError)) throw error
    const problem = { error: error.code, error_description: error.message }
    reply.header('www-authenticate', challengeOf(request.store.tenant.issuer, problem))
    throw new LintelError(error.code, error.message, { cause: error })
  }
}

/**
 * Who asks; RFC 6750 §2.1: by the header only.
 * @param audiences what the API is called here, by its first name in our own books
 * @param bearerOf for an API that users' own tokens are good for
 */
export async function verifyBearer(
  request: FastifyRequest,
  reply: FastifyReply,
  audiences: readonly [string, ...string[]],
  bearerOf?: BearerOf,
): Promise<Bearer & { client: Client }> {
  const { store } = request
  const [audience] = audiences
  const presented = authorizationOf(request)
  if (!presented) throw unauthorized('Missing authentication')
  const keySet = await store.facts.derived('http/jwks', async () => {
    const keys = await store.facts.signing_keys()
    return createLocalJWKSet({
      keys: keys.filter(key => key.revoked_at === null).map(key => ({ ...key.public_jwk, kid: key.kid, alg: key.alg })),
    })
  })
  let claims: JWTPayload
  try {
    const verified = await jwtVerify(presented.token, keySet, {
      issuer: await issuerOf(store, presented.token),
      audience: [...audiences],
      algorithms: ['RS256'],
      requiredClaims: ['sub', 'exp', 'iat'],
    })
    if (!['JWT', 'at+jwt'].includes(verified.protectedHeader.typ ?? '')) throw unauthorized('Invalid token')
    claims = verified.payload
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw unauthorized('Expired token received for JSON Web Token validation', error)
    if (error instanceof errors.JOSEError) throw unauthorized('Invalid token', error)
    throw error
  }
  if (await isBlacklisted(store, claims)) throw unauthorized('Invalid token')
  const client_id = claims.azp ?? claims.client_id
  // A token that carries no scope says so by having no such claim.
  const { scope = '' } = claims
  if (typeof client_id !== 'string' || typeof scope !== 'string') throw unauthorized('Invalid token')
  const scopes = scope.split(' ')

  // A client that speaks for itself is `<client_id>@clients`; no user is, for her id has a bar in it.
  if (claims.sub !== `${client_id}@clients`) {
    const user = await bearerOf?.(store, claims, new Date(), audience)
    if (!user) throw unauthorized('Invalid token')
    const { user_id, client, granted, requires_nonce } = user
    await checkSender(request, reply, presented, claims, requires_nonce)
    const held = new Set(scopes.filter(scope => granted.includes(scope)))
    return { client_id, client, sub: claims.sub as string, user_id, scopes: held, claims }
  }
  const resource_server = await store.facts.resource_server(audience)
  const client = await store.facts.client(client_id)
  const grant = resource_server && (await store.facts.client_grant(client_id, resource_server.id, 'client'))
  if (!client || !grant) throw unauthorized('The client of this token is no longer authorized')
  // Who speaks for itself is a confidential client (RFC 6749 §4.4), whose proofs need no nonce.
  await checkSender(request, reply, presented, claims, false)
  const held = new Set(scopes.filter(scope => grant.allow_all_scopes || grant.scope.includes(scope)))
  return { client_id, client, sub: claims.sub as string, scopes: held, claims }
}
