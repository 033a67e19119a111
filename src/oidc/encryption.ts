// JSON Web Encryption (RFC 7516) to clients and to resource servers: by which algorithms, and to which of their keys. Only they can open what
// is encrypted to them; Lintel opens nothing, and takes nothing encrypted back.
import { createPublicKey, type KeyObject } from 'node:crypto'
import { CompactEncrypt, importJWK, type JWK } from 'jose'
import type { ResourceServer as ResourceServerInfo } from 'oidc-provider'
import type { Client } from '../store/clients.ts'
import type { ResourceServer } from '../store/resource-servers.ts'
import type { TokenEncryption } from '../store/schema.ts'

/** RFC 7518 §4. No RSA1_5 (Bleichenbacher), no SHA-1, and nothing under a client secret, which is for signing. */
export const ENCRYPTION_ALGS = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW'] as const
/** RFC 7518 §5 */
export const ENCRYPTION_ENCS = ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'] as const

const publicKeys = new WeakMap<TokenEncryption, KeyObject>()

/** How access tokens for a resource server are encrypted, if they are. Signed inside, as Auth0's are. */
export function tokenEncryptionOf({
  token_encryption,
}: ResourceServer): Pick<NonNullable<ResourceServerInfo['jwt']>, 'encrypt'> {
  if (!token_encryption) return {}
  const { alg, kid, pem } = token_encryption.encryption_key
  let key = publicKeys.get(token_encryption)
  if (!key) {
    key = createPublicKey(pem)
    publicKeys.set(token_encryption, key)
  }
  return { encrypt: { alg: alg as 'RSA-OAEP-256', enc: 'A256GCM', key, ...(kid === undefined ? {} : { kid }) } }
}

/** A client's key that this algorithm encrypts to. The Management API has made sure that there is one. */
function keyOf({ registration }: Pick<Client, 'registration'>, alg: string): JWK | undefined {
  const { keys } = (registration.jwks ?? { keys: [] }) as { keys: JWK[] }
  const ktys = alg.startsWith('RSA') ? ['RSA'] : ['EC', 'OKP']
  return keys.find(key => key.use === 'enc' && ktys.includes(String(key.kty)) && (key.alg ?? alg) === alg)
}

/** Claims that are encrypted and not signed (OpenID Connect Core §5.3.2). */
export async function encryptedClaims(
  client: Pick<Client, 'client_id' | 'registration'>,
  issuer: string,
  claims: object,
  { alg, enc }: { alg: string; enc: string },
): Promise<string> {
  const key = keyOf(client, alg)
  if (!key) throw new Error(`the client ${client.client_id} has no key for ${alg}`)
  const about = { iss: issuer, aud: client.client_id }
  return new CompactEncrypt(Buffer.from(JSON.stringify({ ...claims, ...about })))
    .setProtectedHeader({ alg, enc, typ: 'JWT', ...about, ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .encrypt(await importJWK(key, alg))
}
