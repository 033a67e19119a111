// Tokens of others that a token exchange profile lets in: JWTs of one issuer, for one audience, signed by one of the algorithms and keys that the
// profile names, of a user whom its connection has. Nothing in a token chooses a key, an algorithm or a place to fetch keys from.
import {
  createLocalJWKSet,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  errors as joseErrors,
  jwtVerify,
} from 'jose'
import type { Outbound } from '../http/outbound.ts'
import type { Account } from '../store/accounts.ts'
import { hashBearer } from '../store/hash.ts'
import type { JsonObject, SubjectTokenVerification } from '../store/schema.ts'
import type { TenantStore } from '../store/store.ts'
import type { TokenExchangeProfile } from '../store/token-exchange-profiles.ts'
import { requestFacts } from './request-facts.ts'

export type ExternalToken = {
  account: Account
  connection_id: string
  claims: JWTPayload
  /** of the header, in lower case and without the prefix that it may have */
  typ: string | undefined
}

/** Why it was refused, for the log. */
export class ExternalTokenError extends Error {
  override name = 'ExternalTokenError'
}

/** Identity Assertion JWT Authorization Grant (draft-ietf-oauth-identity-assertion-authz-grant) §4.3 */
export const ID_JAG = 'oauth-id-jag+jwt'

/** RFC 8725 §3.11: what an issuer signs to say something else stands for nobody's sign-in, whoever it is addressed to. */
const OTHER_TYPES = new Set([
  'client-authentication+jwt',
  'dpop+jwt',
  'logout+jwt',
  'oauth-authz-req+jwt',
  'secevent+jwt',
  'token-introspection+jwt',
])

/** RFC 7515 §4.1.9: compared like a media type. */
const typeIn = (typ: unknown): string | undefined =>
  typ === undefined
    ? undefined
    : String(typ)
        .toLowerCase()
        .replace(/^application\//, '')

export const MAX_PROFILES = 100
const MAX_LENGTH = 16_384
const MAX_NAME = 255
const CLOCK_TOLERANCE = 15
/** RFC 7523 §3: what is good for longer than a day is no assertion of this sign-in. */
const MAX_SECONDS = 86_400

/** All of the tenant's. */
export const profilesOf = (store: TenantStore): Promise<TokenExchangeProfile[]> =>
  store.facts.derived('oidc/token-exchange-profiles', () =>
    store.token_exchange_profiles.listAfter(undefined, MAX_PROFILES),
  )

// --- keys ---

const KEYS_LAST_MS = 600_000
/** An issuer whose keys have just been fetched is not asked again for a key that nobody may have. */
const COOLDOWN_MS = 30_000

type Fetched = { at: number; keys: Promise<JSONWebKeySet>; failed?: true }

/** In memory until a setting of the tenant's changes. */
const fetchedKeys = (store: TenantStore): Promise<Map<string, Fetched>> =>
  store.facts.derived('oidc/issuers-keys', async () => new Map<string, Fetched>())

async function fetchKeys(outbound: Outbound, uri: string): Promise<JSONWebKeySet> {
  const { status, body } = await outbound(uri, { headers: { accept: 'application/jwk-set+json, application/json' } })
  if (status !== 200) throw new ExternalTokenError(`the issuer's keys were answered with status ${status}`)
  const { keys } = JSON.parse(body.toString('utf8')) as { keys?: unknown }
  if (!Array.isArray(keys)) throw new ExternalTokenError('the issuer answered no key set')
  return { keys }
}

/** Public keys only: a secret that anybody can fetch verifies nothing. */
const asymmetric = ({ keys }: { keys: JsonObject[] }): JSONWebKeySet =>
  ({ keys: keys.filter(key => ['RSA', 'EC', 'OKP'].includes(String(key?.kty))) }) as JSONWebKeySet

async function remoteKeys(store: TenantStore, outbound: Outbound, uri: string, now: Date): Promise<JWTVerifyGetKey> {
  const known = await fetchedKeys(store)
  async function current(max_age: number): Promise<JSONWebKeySet> {
    const entry = known.get(uri)
    if (entry && now.getTime() - entry.at < (entry.failed ? COOLDOWN_MS : max_age)) return entry.keys
    const fresh: Fetched = { at: now.getTime(), keys: fetchKeys(outbound, uri) }
    known.set(uri, fresh)
    fresh.keys.catch(() => {
      fresh.failed = true
    })
    return fresh.keys
  }
  return async (header, token) => {
    try {
      return await createLocalJWKSet(asymmetric((await current(KEYS_LAST_MS)) as { keys: JsonObject[] }))(header, token)
    } catch (error) {
      // A key that is newer than what we have.
      if (!(error instanceof joseErrors.JWKSNoMatchingKey)) throw error
      return createLocalJWKSet(asymmetric((await current(COOLDOWN_MS)) as { keys: JsonObject[] }))(header, token)
    }
  }
}

function keysFor(
  store: TenantStore,
  { jwks, jwks_uri }: SubjectTokenVerification,
  now: Date,
): JWTVerifyGetKey | Promise<JWTVerifyGetKey> {
  if (jwks) return createLocalJWKSet(asymmetric(jwks))
  const { request } = requestFacts()
  if (jwks_uri === undefined || !request) throw new ExternalTokenError('the profile has no keys')
  return remoteKeys(store, request.server.outbound, jwks_uri, now)
}

// --- who ---

async function findUser(
  store: TenantStore,
  { user: { connection_id, claim, match } }: SubjectTokenVerification,
  claims: JWTPayload,
): Promise<Account | undefined> {
  const name = claims[claim]
  // PostgreSQL has no NUL.
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME || name.includes('\0')) return undefined
  if (match === 'user_id') return store.users.findByIdentity(connection_id, { identity_user_id: name })
  // An address that neither side has confirmed is anybody's.
  if (claims.email_verified !== true) return undefined
  return store.users.findByIdentity(connection_id, { verified_email: name })
}

/**
 * Verifies a token by a profile. Throws an ExternalTokenError.
 * @param check what the grant demands besides; only a token that passes counts as used
 */
export async function verifyExternal(
  store: TenantStore,
  { subject_token_verification: verification }: TokenExchangeProfile,
  token: string,
  check: (token: ExternalToken) => void,
): Promise<ExternalToken> {
  const { now } = requestFacts()
  if (token.length > MAX_LENGTH) throw new ExternalTokenError('the token is too long')
  const { issuer, audience, algs } = verification
  let verified: Awaited<ReturnType<typeof jwtVerify>>
  try {
    verified = await jwtVerify(token, await keysFor(store, verification, now), {
      issuer,
      audience,
      algorithms: algs,
      currentDate: now,
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ['exp', 'iat'],
    })
  } catch (error) {
    throw error instanceof ExternalTokenError
      ? error
      : new ExternalTokenError((error as Error).message, { cause: error })
  }
  const { payload: claims, protectedHeader } = verified
  const typ = typeIn(protectedHeader.typ)
  // RFC 8417 §4.5: a security event, such as a logout, that names no type.
  if (OTHER_TYPES.has(typ ?? '') || claims.events !== undefined)
    throw new ExternalTokenError('the token is of another type')
  if ((claims.iat as number) * 1000 > now.getTime() + CLOCK_TOLERANCE * 1000)
    throw new ExternalTokenError('the token is from the future')
  if ((claims.exp as number) - (claims.iat as number) > MAX_SECONDS)
    throw new ExternalTokenError('the token is good for too long')
  const account = await findUser(store, verification, claims)
  if (!account) throw new ExternalTokenError('the connection has no such user')
  const external = { account, connection_id: verification.user.connection_id, claims, typ }
  check(external)
  if (verification.single_use || typ === ID_JAG) await claimOnce(store, claims, now)
  return external
}

/** RFC 7523 §3: of two at once, one wins. */
async function claimOnce(store: TenantStore, { iss, jti, exp }: JWTPayload, now: Date): Promise<void> {
  if (typeof jti !== 'string' || jti === '') throw new ExternalTokenError('the token has no jti')
  const expires_at = new Date(((exp as number) + CLOCK_TOLERANCE) * 1000)
  if (!(await store.artefacts.claim('ExternalToken', hashBearer(`${iss}\0${jti}`), expires_at, now)))
    throw new ExternalTokenError('the token was used before')
}
