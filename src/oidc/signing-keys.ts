// A tenant's signing keys, those of each algorithm by themselves: how one is made, what of them is published, and which one signs.
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hash,
  type KeyObject,
  type SigningOptions,
  sign,
} from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose'
import { ExternalSigningKey } from 'oidc-provider'
import type { NewSigningKey, SigningKey, SigningKeyAlg } from '../store/signing-keys.ts'
import type { TenantStore } from '../store/store.ts'
import { pkcs7Of, selfSignedCertificate } from './certificate.ts'

const CERTIFICATE_YEARS = 10

/** On libuv's threads. */
const signed = promisify(sign)

const pem = (label: string, der: Buffer) =>
  [`-----BEGIN ${label}-----`, ...der.toString('base64').match(/.{1,64}/g)!, `-----END ${label}-----`, ''].join('\r\n')

const pairOf = promisify(generateKeyPair)
const rsa = () => pairOf('rsa', { modulusLength: 2048 })

type Scheme = {
  generate(): Promise<{ publicKey: KeyObject; privateKey: KeyObject }>
  /** null: the algorithm hashes by itself */
  digest: string | null
  options?: SigningOptions
}

/** RFC 7518 §3.1, RFC 8037 §3.1. A key signs by one of these, and is made for it. */
const SCHEMES = {
  RS256: { generate: rsa, digest: 'sha256' },
  RS512: { generate: rsa, digest: 'sha512' },
  // RFC 7518 §3.5: a salt as long as the hash.
  PS256: { generate: rsa, digest: 'sha256', options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } },
  // RFC 7518 §3.4: the two numbers one after the other, and no DER around them.
  ES256: {
    generate: () => pairOf('ec', { namedCurve: 'P-256' }),
    digest: 'sha256',
    options: { dsaEncoding: 'ieee-p1363' },
  },
  EdDSA: { generate: () => pairOf('ed25519'), digest: null },
} as const satisfies { [alg in SigningKeyAlg]: Scheme }

/** The algorithms for which a tenant has keys or can be given some. */
export const SIGNING_ALGS = Object.keys(SCHEMES) as SigningKeyAlg[]

/** A key with a certificate, for those who trust by certificate (x5c, SAML, Auth0's /keys/signing). */
export async function newSigningKey(alg: SigningKeyAlg, now: Date): Promise<NewSigningKey> {
  const keys = await SCHEMES[alg].generate()
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + CERTIFICATE_YEARS)
  const certificate = selfSignedCertificate(alg, keys, 'Lintel', now, notAfter)
  const public_jwk = keys.publicKey.export({ format: 'jwk' }) as JWK & { kty: string }
  const thumbprint = hash('sha1', certificate, 'hex').toUpperCase()
  return {
    kid: await calculateJwkThumbprint(public_jwk),
    alg,
    public_jwk,
    private_key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: pem('CERTIFICATE', certificate),
    pkcs7: pem('PKCS7', pkcs7Of(certificate)),
    fingerprint: thumbprint.match(/../g)!.join(':'),
    thumbprint,
  }
}

/** For a rotation: a key for each algorithm that the tenant has keys for. */
export async function nextSigningKeys(store: TenantStore, now: Date): Promise<NewSigningKey[]> {
  const algs = new Set((await store.signing_keys.list()).map(key => key.alg))
  // RS256 first: Auth0's answer to a rotation speaks of one key.
  return Promise.all(SIGNING_ALGS.filter(alg => algs.has(alg)).map(alg => newSigningKey(alg, now)))
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
    const { digest, options }: Scheme = SCHEMES[this.#key.alg]
    // Bare where it can be: Node looks into an object's key anew each time, at a tenth of what the signature costs.
    return signed(digest, data, options ? { key, ...options } : key)
  }
}

/** Those that hold: a revoked key is gone at once. */
async function validKeys(store: TenantStore): Promise<SigningKey[]> {
  const keys = await store.facts.signing_keys()
  return keys.filter(key => key.revoked_at === null)
}

/** Of each algorithm the key that signs, and then those that verify what was signed by others. */
export async function providerKeys(store: TenantStore): Promise<{ keys: ExternalSigningKey[] }> {
  const keys = await validKeys(store)
  const current = keys.filter(key => key.state === 'current')
  if (!current.some(key => key.alg === 'RS256')) throw new Error('the tenant has no current signing key')
  const signing = current.map(async key => {
    const pem = await store.signing_keys.openPrivateKey(key.kid)
    if (!pem) throw new Error(`the signing key ${key.kid} has no private half`)
    return new Key(key, createPrivateKey(pem))
  })
  const others = keys.filter(key => key.state !== 'current').map(key => new Key(key, undefined))
  return { keys: [...(await Promise.all(signing)), ...others] }
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

/**
 * For tokens that come back to us: the key is found by `kid` among our own, and nowhere else; it verifies by its own algorithm, whatever
 * the token's header says (a key set's `alg`).
 */
export const verificationKeys = (store: TenantStore): Promise<JWTVerifyGetKey> =>
  store.facts.derived('oidc/verification-keys', async () =>
    createLocalJWKSet((await publishedKeys(store)) as Parameters<typeof createLocalJWKSet>[0]),
  )
