// The public keys that a client has registered, each for the purposes that the client named it for, and until it expires. oidc-provider has
// one key set per client for everything (9.13.3): it is given all of them, and whoever relies on a signature asks here whether one of the
// right keys made it.
import { compactVerify, createLocalJWKSet, errors, type JSONWebKeySet, type JWK } from 'jose'
import type { ClientCredential, RegisteredClient } from '../store/client-credentials.ts'

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
