// A self-signed certificate (RFC 5280) and the PKCS #7 that holds it alone (RFC 2315 §9.1), in DER. It names no issuer, since that
// may change; it vouches for nothing but its own key.
import { constants, hash, type KeyObject, randomBytes, sign } from 'node:crypto'

/** X.690 §8.1: tag, length, contents. */
function tlv(tag: number, ...contents: Uint8Array[]): Buffer {
  const value = Buffer.concat(contents)
  if (value.length < 0x80) return Buffer.concat([Buffer.from([tag, value.length]), value])
  const digits = value.length.toString(16)
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, value])
}

const sequence = (...items: Uint8Array[]) => tlv(0x30, ...items)
const set = (...items: Uint8Array[]) => tlv(0x31, ...items)
const explicit = (n: number, ...items: Uint8Array[]) => tlv(0xa0 | n, ...items)
const octets = (value: Uint8Array) => tlv(0x04, value)
const bits = (value: Uint8Array, unused = 0) => tlv(0x03, Buffer.from([unused]), value)
const integer = (value: Uint8Array) => tlv(0x02, value)
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'))
const TRUE = tlv(0x01, Buffer.from([0xff]))
const NULL = tlv(0x05)

const OID = {
  common_name: '550403',
  subject_key_identifier: '551d0e',
  key_usage: '551d0f',
  basic_constraints: '551d13',
  mgf1: '2a864886f70d010108',
  rsassa_pss: '2a864886f70d01010a',
  sha256: '608648016503040201',
  sha256_with_rsa: '2a864886f70d01010b',
  sha512_with_rsa: '2a864886f70d01010d',
  ecdsa_with_sha256: '2a8648ce3d040302',
  ed25519: '2b6570',
  pkcs7_data: '2a864886f70d010701',
  pkcs7_signed_data: '2a864886f70d010702',
} as const

const SHA256 = sequence(oid(OID.sha256), NULL)

/** RFC 4055 §5, §3.1; RFC 5758 §3.2 and RFC 8410 §3 (no parameters). A certificate is signed as its key signs, and in no other way. */
const SIGNATURES = {
  RS256: {
    identifier: sequence(oid(OID.sha256_with_rsa), NULL),
    sign: (data: Buffer, key: KeyObject) => sign('sha256', data, key),
  },
  RS512: {
    identifier: sequence(oid(OID.sha512_with_rsa), NULL),
    sign: (data: Buffer, key: KeyObject) => sign('sha512', data, key),
  },
  PS256: {
    identifier: sequence(
      oid(OID.rsassa_pss),
      sequence(
        explicit(0, SHA256),
        explicit(1, sequence(oid(OID.mgf1), SHA256)),
        explicit(2, integer(Buffer.from([32]))),
      ),
    ),
    sign: (data: Buffer, key: KeyObject) =>
      sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  },
  ES256: {
    identifier: sequence(oid(OID.ecdsa_with_sha256)),
    sign: (data: Buffer, key: KeyObject) => sign('sha256', data, key),
  },
  EdDSA: {
    identifier: sequence(oid(OID.ed25519)),
    sign: (data: Buffer, key: KeyObject) => sign(null, data, key),
  },
}

/** RFC 5280 §4.2.1.2 (1): of the public key's bits, without its algorithm. */
function bitsOf(publicKey: KeyObject): Buffer {
  const { kty, x = '', y = '' } = publicKey.export({ format: 'jwk' })
  if (kty === 'RSA') return publicKey.export({ type: 'pkcs1', format: 'der' })
  const coordinates = [x, y].map(coordinate => Buffer.from(coordinate, 'base64url'))
  // An uncompressed point (SEC 1 §2.3.3), or Ed25519's bare octets.
  return Buffer.concat(kty === 'EC' ? [Buffer.from([4]), ...coordinates] : coordinates)
}

/** RFC 5280 §4.1.2.5: two-digit years until 2049, four-digit ones from 2050 on. */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`
  return date.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits))
}

const extension = (id: string, critical: boolean, value: Buffer) =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(value))

/** @param alg by which the key signs (RFC 7518 §3.1) */
export function selfSignedCertificate(
  alg: keyof typeof SIGNATURES,
  keys: { publicKey: KeyObject; privateKey: KeyObject },
  commonName: string,
  notBefore: Date,
  notAfter: Date,
): Buffer {
  const signature = SIGNATURES[alg]
  // RFC 5280 §4.1.2.2: positive, at most 20 octets
  const serial = randomBytes(16)
  serial[0] = 0x40 | (serial[0]! & 0x3f)
  const name = sequence(set(sequence(oid(OID.common_name), tlv(0x0c, Buffer.from(commonName)))))
  const tbs = sequence(
    explicit(0, integer(Buffer.from([2]))), // v3
    integer(serial),
    signature.identifier,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(
      3,
      sequence(
        extension(OID.basic_constraints, true, sequence(TRUE)),
        extension(OID.key_usage, true, bits(Buffer.from([0x84]), 2)), // digitalSignature, keyCertSign
        extension(OID.subject_key_identifier, false, octets(hash('sha1', bitsOf(keys.publicKey), 'buffer'))),
      ),
    ),
  )
  return sequence(tbs, signature.identifier, bits(signature.sign(tbs, keys.privateKey)))
}

/** Nothing signed, one certificate carried. */
export const pkcs7Of = (certificate: Buffer): Buffer =>
  sequence(
    oid(OID.pkcs7_signed_data),
    explicit(
      0,
      sequence(integer(Buffer.from([1])), set(), sequence(oid(OID.pkcs7_data)), explicit(0, certificate), set()),
    ),
  )
