// The public keys that a client has registered, each for the purposes that the client named it for, and until it expires. oidc-provider has
// one key set per client for everything (9.13.3): it is given all of them, and whoever relies on a signature asks here whether one of the
// right keys made it.
import { X509Certificate } from 'node:crypto'
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet, type JWK } from 'jose'
import type { ClientCredential, RegisteredClient } from '../store/client-credentials.ts'

/** RFC 8725 §3.1, §3.2: what a client signs by a key of its own, and so a request object. `none` and HMAC are not among them. */
export const PUBLIC_KEY_ALGS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const

export type KeyPurpose = 'authentication' | 'request_object'

/** The credentials named for a purpose, whatever their type; one that has expired is none. */
export function credentialsFor(client: RegisteredClient, purpose: KeyPurpose, now: Date): ClientCredential[] {
  const named =
    purpose === 'request_object'
      ? client.signed_request_object?.credentials
      : Object.values(client.client_authentication_methods ?? {})[0]?.credentials
  const ids = new Set((named ?? []).map(({ id }) => id))
  return client.credentials.filter(
    ({ id, expires_at }) => ids.has(id) && (expires_at === null || expires_at.getTime() > now.getTime()),
  )
}

/** The keys that may sign for a purpose. Each says its one algorithm. */
export const keysFor = (client: RegisteredClient, purpose: KeyPurpose, now: Date): JSONWebKeySet => ({
  keys: credentialsFor(client, purpose, now).flatMap(({ credential_type, public_jwk, kid, alg }) =>
    credential_type === 'public_key' && public_jwk !== null && alg !== null
      ? [{ ...(public_jwk as JWK), ...(kid === null ? {} : { kid }), alg, use: 'sig' }]
      : [],
  ),
})

/** The certificates that the client authenticates by, as keys with an `x5c` (RFC 8705 §2.2). */
const certificatesFor = (client: RegisteredClient, now: Date): JWK[] =>
  credentialsFor(client, 'authentication', now).flatMap(({ credential_type, public_jwk, pem }) =>
    credential_type === 'x509_cert' && public_jwk !== null && pem !== null
      ? [{ ...(public_jwk as JWK), x5c: [new X509Certificate(pem).raw.toString('base64')], use: 'sig' }]
      : [],
  )

/** Every key of the client, also those it has its answers encrypted to, for oidc-provider. */
export function allKeysOf(client: RegisteredClient, now: Date): JSONWebKeySet {
  const { jwks } = client.registration as { jwks?: JSONWebKeySet }
  const { keys } = keysFor(client, 'authentication', now)
  for (const key of keysFor(client, 'request_object', now).keys)
    if (!keys.some(known => known.kid === key.kid && known.alg === key.alg)) keys.push(key)
  return { keys: [...(jwks?.keys ?? []), ...keys, ...certificatesFor(client, now)] }
}

/** When one of the client's credentials expires next, in milliseconds since the epoch. */
export const nextExpiry = (client: RegisteredClient, now: Date): number =>
  Math.min(
    ...client.credentials.flatMap(({ expires_at }) => (expires_at && expires_at > now ? expires_at.getTime() : [])),
  )

/** Whether one of the keys for a purpose made this signature, by the algorithm that it was registered for (RFC 8725 §3.1). */
export async function isSignedFor(
  client: RegisteredClient,
  purpose: KeyPurpose,
  jws: string,
  now: Date,
): Promise<boolean> {
  for (const key of keysFor(client, purpose, now).keys) {
    try {
      await compactVerify(jws, createLocalJWKSet({ keys: [key] }), { algorithms: [key.alg as string] })
      return true
    } catch (error) {
      // Another one may have.
      if (!(error instanceof errors.JOSEError)) throw error
    }
  }
  return false
}
