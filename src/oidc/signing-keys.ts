// A tenant's signing keys: how one is made, what of them is published, and which one signs.
import { createPrivateKey, createPublicKey, generateKeyPair, hash, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, createLocalJWKSet, type JWTVerifyGetKey } from 'jose'
import { ExternalSigningKey } from 'oidc-provider'
import type { NewSigningKey, SigningKey } from '../store/signing-keys.ts'
import type { TenantStore } from '../store/store.ts'
import { pkcs7Of, selfSignedCertificate } from './certificate.ts'

const CERTIFICATE_YEARS = 10

/** On libuv's threads. */
const signed = promisify(sign)

const pem = (label: string, der: Buffer) =>
  [`-----BEGIN ${label}-----`, ...der.toString('base64').match(/.{1,64}/g)!, `-----END ${label}-----`, ''].join('\r\n')

/** An RS256 key with a certificate, for those who trust by certificate (x5c, SAML, Auth0's /keys/signing). */
export async function newSigningKey(now: Date): Promise<NewSigningKey> {
  const keys = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + CERTIFICATE_YEARS)
  const certificate = selfSignedCertificate(keys, 'Lintel', now, notAfter)
  const { kty, n, e } = keys.publicKey.export({ format: 'jwk' }) as { kty: 'RSA'; n: string; e: string }
  const thumbprint = hash('sha1', certificate, 'hex').toUpperCase()
  return {
    kid: await calculateJwkThumbprint({ kty, n, e }),
    alg: 'RS256',
    public_jwk: { kty, n, e },
    private_key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: pem('CERTIFICATE', certificate),
    pkcs7: pem('PKCS7', pkcs7Of(certificate)),
    fingerprint: thumbprint.match(/../g)!.join(':'),
    thumbprint,
  }
}

/** A key as oidc-provider uses it. The private half stays in a closure of its own, and signs on libuv's threads. */
class Key extends ExternalSigningKey {
  readonly #key: SigningKey
  readonly #public: KeyObject
  readonly #private: KeyObject | undefined

  constructor(key: SigningKey, privateKey: KeyObject | undefined) {
    super()
    this.#key = key
    this.#public = createPublicKey({ key: key.public_jwk, format: 'jwk' })
    this.#private = privateKey
  }

  override get kid(): string {
    return this.#key.kid
  }

  override get alg(): string {
    return this.#key.alg
  }

  override keyObject(): KeyObject {
    return this.#public
  }

  override async sign(data: Uint8Array): Promise<Buffer> {
    const key = this.#private
    if (!key) throw new Error(`the key ${this.kid} does not sign`)
    return signed('sha256', data, key)
  }
}

/** Those that hold: a revoked key is gone at once. */
async function validKeys(store: TenantStore): Promise<SigningKey[]> {
  const keys = await store.facts.signing_keys()
  return keys.filter(key => key.revoked_at === null)
}

/** The key that signs, first, and those that verify what was signed by others. */
export async function providerKeys(store: TenantStore): Promise<{ keys: ExternalSigningKey[] }> {
  const keys = await validKeys(store)
  const current = keys.find(key => key.state === 'current')
  const pem = current && (await store.signing_keys.openPrivateKey(current.kid))
  if (!current || !pem) throw new Error('the tenant has no current signing key')
  const others = keys.filter(key => key !== current).map(key => new Key(key, undefined))
  return { keys: [new Key(current, createPrivateKey(pem)), ...others] }
}

/** RFC 7517, with the certificate (§4.7, §4.8) as Auth0 has it. The next key is there before it signs. */
export async function publishedKeys(store: TenantStore): Promise<{ keys: { [name: string]: unknown }[] }> {
  const keys = await validKeys(store)
  return {
    keys: keys.map(({ public_jwk, kid, alg, cert, thumbprint }) => ({
      ...public_jwk,
      use: 'sig',
      kid,
      alg,
      x5t: Buffer.from(thumbprint, 'hex').toString('base64url'),
      x5c: [cert.replace(/-----[A-Z ]+-----|\s/g, '')],
    })),
  }
}

/** For tokens that come back to us: the key is found by `kid` among our own, and nowhere else. */
export const verificationKeys = (store: TenantStore): Promise<JWTVerifyGetKey> =>
  store.facts.derived('oidc/verification-keys', async () =>
    createLocalJWKSet((await publishedKeys(store)) as Parameters<typeof createLocalJWKSet>[0]),
  )
