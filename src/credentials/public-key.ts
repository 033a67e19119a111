// Public keys and certificates as a client's owner hands them in: what is read from PEM, and what is too weak or too much. A private key is
// never read, let alone kept.
import { createPublicKey, hash, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto'

export type KeyProblem = 'private_key' | 'malformed' | 'several' | 'unsupported' | 'weak'

export class UnacceptableKey extends Error {
  readonly problem: KeyProblem
  constructor(problem: KeyProblem, message: string) {
    super(message)
    this.name = 'UnacceptableKey'
    this.problem = problem
  }
}

export type PublicKey = {
  jwk: JsonWebKey
  /** the algorithms that it can verify; the first one is the default */
  algs: readonly string[]
}

/** RFC 7518 §3.3, §3.5 */
const LEAST_RSA_BITS = 2048
/** One verification with a longer one takes as long as many others. */
const MOST_RSA_BITS = 8192
/** FIPS 186-5 §5.1 */
const LEAST_RSA_EXPONENT = 65_537n

const RSA_ALGS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
/** RFC 7518 §3.4, RFC 8037 §3.1, RFC 9864 §2.2: the algorithm goes with the curve. */
const CURVE_ALGS: { [curve: string]: readonly string[] } = {
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
  Ed25519: ['EdDSA', 'Ed25519'],
}

export const SIGNING_ALGS: readonly string[] = [...RSA_ALGS, ...Object.values(CURVE_ALGS).flat()]

const LABEL = /-----BEGIN ([A-Z0-9 ]{1,40})-----/g

/** The one thing in a PEM text. */
function labelOf(pem: string): string {
  const labels = [...pem.matchAll(LABEL)].map(([, label]) => label as string)
  // `createPublicKey` would take the public half and say nothing.
  if (labels.some(label => label.includes('PRIVATE KEY')))
    throw new UnacceptableKey(
      'private_key',
      'This is a private key. Only public keys and certificates are taken; it was not kept, but it has travelled: replace it',
    )
  const [label, ...more] = labels
  if (label === undefined)
    throw new UnacceptableKey('malformed', 'This is neither a public key nor a certificate in PEM')
  if (more.length > 0) throw new UnacceptableKey('several', 'One public key or one certificate is taken, not several')
  return label
}

function readKey(key: KeyObject): PublicKey {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'rsa') {
    const bits = details?.modulusLength ?? 0
    if (bits < LEAST_RSA_BITS)
      throw new UnacceptableKey('weak', `An RSA key has ${LEAST_RSA_BITS} bits or more; this one has ${bits}`)
    if (bits > MOST_RSA_BITS)
      throw new UnacceptableKey('unsupported', `An RSA key has ${MOST_RSA_BITS} bits at most; this one has ${bits}`)
    if ((details?.publicExponent ?? 0n) < LEAST_RSA_EXPONENT)
      throw new UnacceptableKey('weak', `The public exponent of an RSA key is ${LEAST_RSA_EXPONENT} or more`)
    return { jwk: key.export({ format: 'jwk' }), algs: RSA_ALGS }
  }
  if (type === 'ec' || type === 'ed25519') {
    const jwk = exported(key)
    const algs = CURVE_ALGS[jwk?.crv ?? '']
    if (jwk && algs) return { jwk, algs }
  }
  throw new UnacceptableKey('unsupported', 'A key is RSA, or of the curves P-256, P-384, P-521 or Ed25519')
}

/** A curve that JWK has no name for cannot be exported. */
function exported(key: KeyObject): JsonWebKey | undefined {
  try {
    return key.export({ format: 'jwk' })
  } catch {
    return undefined
  }
}

export function parseCertificate(encoded: string | Buffer): X509Certificate {
  try {
    return new X509Certificate(encoded)
  } catch {
    throw new UnacceptableKey('malformed', 'The certificate cannot be read')
  }
}

/** An X.509 certificate (RFC 7468 §5). */
export function readCertificate(pem: string): X509Certificate {
  if (labelOf(pem) !== 'CERTIFICATE') throw new UnacceptableKey('malformed', 'This is no X.509 certificate in PEM')
  return parseCertificate(pem)
}

/** RFC 8705 §3.1: `x5t#S256` */
export const thumbprintOf = (certificate: X509Certificate): string => hash('sha256', certificate.raw, 'base64url')

/** Its key, judged as any other. */
export function keyOf(certificate: X509Certificate): PublicKey {
  let key: KeyObject
  try {
    key = certificate.publicKey
  } catch {
    throw new UnacceptableKey('unsupported', 'The certificate holds a key of an unknown kind')
  }
  return readKey(key)
}

/** A public key: as such (SPKI, or PKCS #1 for RSA), or in a certificate. */
export function readPublicKey(pem: string): PublicKey & { certificate: X509Certificate | undefined } {
  const label = labelOf(pem)
  if (label === 'CERTIFICATE') {
    const certificate = readCertificate(pem)
    return { ...keyOf(certificate), certificate }
  }
  if (label !== 'PUBLIC KEY' && label !== 'RSA PUBLIC KEY')
    throw new UnacceptableKey('malformed', 'This is neither a public key nor a certificate in PEM')
  let key: KeyObject
  try {
    key = createPublicKey({ key: pem, format: 'pem' })
  } catch {
    throw new UnacceptableKey('malformed', 'The public key cannot be read')
  }
  return { ...readKey(key), certificate: undefined }
}
