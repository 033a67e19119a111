// A tenant's signing keys: how one is made, what of them is published, and which one signs.
import { generateKeyPair, hash } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint } from 'jose'
import type { NewSigningKey } from '../store/signing-keys.ts'
import { pkcs7Of, selfSignedCertificate } from './certificate.ts'

const CERTIFICATE_YEARS = 10

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
