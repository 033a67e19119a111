// What a user shows to an API of ours in her own name: an access token for it, and an ID token that proves another account to be hers too.
import { type JWTPayload, errors as joseErrors, jwtVerify } from 'jose'
import type { RegisteredClient } from '../store/client-credentials.ts'
import { managementAudience } from '../store/own-apis.ts'
import type { TenantStore } from '../store/store.ts'
import { authMethodOf, isClientId } from './client-metadata.ts'
import { requiresNonce } from './dpop.ts'
import { grantedScopes, resourceOf } from './resource-servers.ts'
import { SIGNING_ALGS, verificationKeys } from './signing-keys.ts'
import { userOf } from './subject-tokens.ts'
import { userIdOf } from './subjects.ts'

/** No ID token of ours is longer. */
const MAX_LENGTH = 16_384
const MAX_SUB = 600

/** As long as it may take to come back from the second sign-in and link. */
const LINKING_MS = 10 * 60_000

/** Who links two accounts signs in to one after the other, and in a browser the second sign-in ends the session of the first. */
export const keepForLinking = (store: TenantStore, session_id: string, now: Date): Promise<void> =>
  store.grants.detach(
    { session_id, resource: resourceOf(managementAudience(store.tenant)), scope: 'update:current_user_identities' },
    new Date(now.getTime() + LINKING_MS),
  )

const clientOf = async (store: TenantStore, client_id: unknown): Promise<RegisteredClient | undefined> =>
  isClientId(client_id) ? store.facts.client(client_id) : undefined

/** PostgreSQL has no NUL. */
const userNamed = async (store: TenantStore, client: RegisteredClient, sub: unknown): Promise<string | undefined> =>
  typeof sub === 'string' && sub.length <= MAX_SUB && !sub.includes('\0') ? userIdOf(store, client, sub) : undefined

/**
 * Who is behind a user's access token for an API of ours (unless named, the Management API), whose signature, issuer, audience and time the caller has checked: the user,
 * while what it came from stands, and what her client may ask for her at this moment. Undefined: nobody any more. A token by which somebody
 * else acts for her is not her own.
 */
export async function bearerOf(
  store: TenantStore,
  claims: JWTPayload,
  now: Date,
  audience = managementAudience(store.tenant),
) {
  const client = await clientOf(store, claims.azp ?? claims.client_id)
  const resource_server = await store.facts.resource_server(audience)
  if (!client || !resource_server || claims.act !== undefined) return undefined
  const user_id = await userNamed(store, client, claims.sub)
  const { client_id } = client
  if (user_id === undefined || !(await userOf(store, { user_id, client_id, issued_at: claims.iat }, now)))
    return undefined
  const granted = await grantedScopes(store, resource_server, client_id, 'user')
  return granted && { user_id, client, granted, requires_nonce: requiresNonce(authMethodOf(client)) }
}

/**
 * Who signed in, as an ID token says, which must be this client's and not have expired. `stands`: neither was the sign-in ended since, nor is
 * she blocked.
 */
export async function userProvenBy(
  store: TenantStore,
  id_token: string,
  { client_id, issuer }: { client_id: string; issuer: string },
  now: Date,
): Promise<{ user_id: string; stands: boolean; refused?: never } | { refused: string }> {
  const client = await clientOf(store, client_id)
  if (!client || id_token.length > MAX_LENGTH) return { refused: 'Invalid token.' }
  try {
    const { protectedHeader, payload } = await jwtVerify(id_token, await verificationKeys(store), {
      issuer,
      currentDate: now,
      requiredClaims: ['sub', 'aud', 'exp', 'iat'],
      algorithms: SIGNING_ALGS,
    })
    // The same keys sign access tokens, logout tokens and answers, and each of them says so.
    if (protectedHeader.typ !== undefined || 'scope' in payload || 'events' in payload)
      return { refused: 'Invalid token.' }
    if (payload.aud !== client.client_id)
      return { refused: "JWT must have an aud claim that matches that of the calling token's azp." }
    const user_id = await userNamed(store, client, payload.sub)
    if (user_id === undefined) return { refused: 'JWT contains an invalid sub claim.' }
    return { user_id, stands: (await userOf(store, { user_id, client_id, issued_at: payload.iat }, now)) !== undefined }
  } catch (error) {
    if (error instanceof joseErrors.JOSEError || error instanceof TypeError) return { refused: 'Invalid token.' }
    throw error
  }
}
