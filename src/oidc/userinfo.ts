// /userinfo (OpenID Connect Core §5.3). Our own, because Auth0's takes every access token that was asked for with `openid`: the opaque ones,
// and the JWTs for an API, whose audience names it too; and also in the query (passport-auth0).
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors as joseErrors, jwtVerify } from 'jose'
import { errors } from 'oidc-provider'
import { isBlacklisted } from '../http/blacklist.ts'
import { hasBoundCertificate } from '../http/client-certificate.ts'
import { authorizationOf, challengeOf, checkPossession, PossessionError, type PresentedToken } from '../http/dpop.ts'
import { issuerOf, issuerOfStored } from '../http/issuers.ts'
import type { Account } from '../store/accounts.ts'
import type { Client } from '../store/clients.ts'
import { complianceOf } from '../store/compliance-levels.ts'
import { hashBearer } from '../store/hash.ts'
import type { TenantStore } from '../store/store.ts'
import { isConnectionEnabled } from './account.ts'
import { claimsFor } from './claims.ts'
import { authMethodOf, isClientId } from './client-metadata.ts'
import { dialectOf } from './dialect.ts'
import { requiresNonce } from './dpop.ts'
import { encryptedClaims } from './encryption.ts'
import { answerOAuthError, corsFor } from './http.ts'
import { providerOf } from './provider.ts'
import { SIGNING_ALGS, verificationKeys } from './signing-keys.ts'
import { userOf } from './subject-tokens.ts'
import { subjectFor, userIdOf } from './subjects.ts'

/** RFC 7800 §3.1: what the token is bound to, if to anything. */
type Confirmation = { jkt?: unknown; 'x5t#S256'?: unknown }
type Subject = { account: Account; client: Client; scopes: string[]; exp: number; cnf: Confirmation }

const invalid = (detail: string, cause?: unknown) => new errors.InvalidToken({ detail, cause })

/** RFC 6750 §3.1: who shows nothing is told of no error. */
class NoToken extends errors.InvalidToken {
  override error_description = 'no access token provided'
  constructor() {
    super('no access token')
  }
}

/** RFC 6750 §2: one way at a time. RFC 9449 §7.1: with the scheme DPoP in the header only. */
function presentedToken(request: FastifyRequest): PresentedToken {
  const { authorization } = request.headers
  const form = request.method === 'POST' ? ((request.body ?? {}) as { access_token?: unknown }) : {}
  const { access_token } = request.query as { access_token?: unknown }
  const given = [authorization, form.access_token, access_token].filter(value => value !== undefined)
  if (given.length === 0) throw new NoToken()
  const [token] = given
  if (given.length > 1 || typeof token !== 'string')
    throw new errors.InvalidRequest('the access token must be given once')
  if (token !== authorization) return { scheme: 'Bearer', token }
  const presented = authorizationOf(request)
  if (!presented)
    throw new errors.InvalidRequest(
      /^(Bearer|DPoP) /i.test(token) || !token.includes(' ')
        ? 'invalid authorization header value format'
        : 'authorization header scheme must be `Bearer` or `DPoP`',
    )
  return presented
}

async function clientOf(store: TenantStore, client_id: string): Promise<Client> {
  const client = isClientId(client_id) ? await store.facts.client(client_id) : undefined
  if (!client) throw invalid('the client is gone')
  return client
}

async function verifyJwt(store: TenantStore, token: string, now: Date): Promise<Subject> {
  const issuer = await issuerOf(store, token)
  try {
    const { payload, protectedHeader } = await jwtVerify(token, await verificationKeys(store), {
      issuer,
      audience: `${issuer}userinfo`,
      algorithms: SIGNING_ALGS,
      requiredClaims: ['sub', 'exp', 'iat', 'scope'],
    })
    if (!['JWT', 'at+jwt'].includes(protectedHeader.typ ?? '')) throw invalid('not an access token')
    if (await isBlacklisted(store, payload)) throw invalid('the token is blacklisted')
    const client = await clientOf(store, String(payload.azp ?? payload.client_id))
    const user_id = await userIdOf(store, client, payload.sub as string)
    const { client_id } = client
    const account =
      user_id === undefined ? undefined : await userOf(store, { user_id, client_id, issued_at: payload.iat }, now)
    if (!account) throw invalid('the user, what she granted or her connection is gone')
    const cnf = (payload.cnf ?? {}) as Confirmation
    return { account, client, scopes: String(payload.scope).split(' '), exp: payload.exp as number, cnf }
  } catch (error) {
    if (error instanceof joseErrors.JOSEError) throw invalid('the JWT does not verify', error)
    throw error
  }
}

async function findOpaque(store: TenantStore, token: string, now: Date): Promise<Subject> {
  const found = await store.artefacts.findGranted('AccessToken', hashBearer(token), now)
  type Payload = { scope?: string; exp?: number; clientId?: string } & Confirmation
  const { scope, exp, clientId, jkt, 'x5t#S256': x5t } = (found?.payload ?? {}) as Payload
  if (!found || exp === undefined || exp * 1000 <= now.getTime()) throw invalid('unknown or expired')
  if ((await issuerOfStored(store, found.payload)) === undefined) throw invalid('the domain that issued it is gone')
  if (!(await isConnectionEnabled(store, String(clientId), found.grant.connection_id)))
    throw invalid('the connection is not enabled for the client')
  const client = await clientOf(store, String(clientId))
  return { account: found.account, client, scopes: (scope ?? '').split(' '), exp, cnf: { jkt, 'x5t#S256': x5t } }
}

async function subjectOf(store: TenantStore, token: string, now: Date): Promise<Subject> {
  const subject = token.includes('.') ? await verifyJwt(store, token, now) : await findOpaque(store, token, now)
  if (subject.account.blocked) throw invalid('the user is blocked')
  // OpenID Connect Core §5.3
  if (!subject.scopes.includes('openid'))
    throw new errors.InsufficientScope('access token missing openid scope', 'openid')
  return subject
}

async function checkSender(
  request: FastifyRequest,
  reply: FastifyReply,
  presented: PresentedToken,
  { client, cnf }: Subject,
  now: Date,
): Promise<void> {
  if (!hasBoundCertificate(request, cnf)) throw invalid('the token is bound to another certificate')
  const requires_nonce = requiresNonce(authMethodOf(client))
  await checkPossession(request, reply, presented, { jkt: cnf.jkt, requires_nonce }, now)
}

const refusedSender = (cause: PossessionError): errors.OIDCProviderError =>
  Object.assign(new errors.OIDCProviderError(401, cause.code, { cause }), { error_description: cause.message })

/** RFC 6750 §3, RFC 9449 §7.1: by which scheme a token would be welcome. */
function challenges(request: FastifyRequest, error: errors.OIDCProviderError): string {
  const realm = request.store.tenant.issuer
  const problem = { error: error.error, error_description: error.error_description }
  const bearer = [`realm="${realm}"`, ...(error instanceof NoToken ? [] : [`error="${error.error}"`])]
  if (error instanceof errors.InsufficientScope) bearer.push('scope="openid"')
  if (error.cause instanceof PossessionError || authorizationOf(request)?.scheme === 'DPoP')
    return challengeOf(realm, problem)
  if (request.headers.authorization !== undefined) return `Bearer ${bearer.join(', ')}`
  return `Bearer ${bearer.join(', ')}, ${challengeOf(realm)}`
}

/** OpenID Connect Core §5.3.2: as JSON, or as the client registered it, signed, encrypted or both. */
async function answer(store: TenantStore, reply: FastifyReply, subject: Subject): Promise<FastifyReply> {
  const { account, client, scopes, exp } = subject
  const claims = claimsFor(account, scopes, await dialectOf(store))
  const { userinfo_signed_response_alg, userinfo_encrypted_response_alg, userinfo_encrypted_response_enc } =
    client.registration as { [name: string]: string | undefined }
  if (userinfo_signed_response_alg !== undefined) {
    const provider = await providerOf(store)
    const token = new provider.IdToken(claims, { client: await provider.Client.find(client.client_id) })
    Object.assign(token, { scope: scopes.join(' ') })
    return reply.type('application/jwt').send(await token.issue({ use: 'userinfo', expiresAt: exp }))
  }
  const named = { ...claims, sub: await subjectFor(store, client, account.user_id) }
  if (userinfo_encrypted_response_alg === undefined) return reply.send(named)
  const { issuer } = store.tenant
  const by = { alg: userinfo_encrypted_response_alg, enc: userinfo_encrypted_response_enc ?? 'A128CBC-HS256' }
  return reply.type('application/jwt').send(await encryptedClaims(client, issuer, named, by))
}

export async function userinfo(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { store } = request
  try {
    const now = new Date()
    const presented = presentedToken(request)
    const subject = await subjectOf(store, presented.token, now)
    await checkSender(request, reply, presented, subject, now)
    // FAPI 2.0 Security Profile §5.3.4: in the header only.
    if (complianceOf(subject.client) && request.headers.authorization === undefined)
      throw invalid('the token is not in the header')
    corsFor(request, reply, subject.client)
    return await answer(store, reply, subject)
  } catch (thrown) {
    const error = thrown instanceof PossessionError ? refusedSender(thrown) : thrown
    if (error instanceof errors.OIDCProviderError && [400, 401, 403].includes(error.statusCode))
      reply.header('www-authenticate', challenges(request, error))
    return answerOAuthError(error, request, reply)
  }
}
