// Public keys that something is encrypted to, as JWKs (RFC 7517): of each the public members, and nothing else that came with them.
import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { UnacceptableKey } from './public-key.ts'

export type EncryptionKey = {
  kty: 'RSA' | 'EC' | 'OKP'
  use: 'enc'
  kid?: string
  alg?: string
  crv?: string
  n?: string
  e?: string
  x?: string
  y?: string
}

const PUBLIC_MEMBERS = { RSA: ['n', 'e'], EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'] } as const
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** A private one is refused whole: whoever sent it has told it to somebody. */
export function readEncryptionKey<Key extends EncryptionKey>(key: Key) {
  if (PRIVATE_MEMBERS.some(member => Object.hasOwn(key, member)))
    throw new UnacceptableKey(
      'private_key',
      'The key is a private one. Register its public half, and use this key no more.',
    )
  const { kty, use, kid, alg } = key
  const members = Object.fromEntries(PUBLIC_MEMBERS[kty].map(member => [member, key[member]]))
  let readable: ReturnType<typeof createPublicKey>
  try {
    readable = createPublicKey({ key: { kty, ...members } as JsonWebKey, format: 'jwk' })
  } catch {
    throw new UnacceptableKey('malformed', 'The key cannot be read')
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = readable
  // RFC 7518 §4.2, §4.6; RFC 8037 §3.2
  if (
    type === 'rsa'
      ? (details?.modulusLength ?? 0) < 2048
      : type === 'ec'
        ? !/^P-/.test(String(key.crv))
        : type !== 'x25519'
  )
    throw new UnacceptableKey(
      'unsupported',
      'A key to encrypt to is RSA of 2048 bits or more, P-256, P-384, P-521 or X25519',
    )
  if (alg !== undefined && alg.startsWith('RSA') !== (kty === 'RSA'))
    throw new UnacceptableKey('unsupported', `The key is not for ${alg}`)
  return { kty, use, ...members, ...(kid === undefined ? {} : { kid }), ...(alg === undefined ? {} : { alg }) }
}
