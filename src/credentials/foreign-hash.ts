// Hashes that others made, as an import brings them (Auth0: `custom_password_hash`): which of them can be verified, at what cost, and whether
// a password is the one. A hash dearer than these bounds is refused at the door: each sign-in would pay for it. What OpenSSL 3 has put
// away (MD4, Whirlpool) is computed here in portions, so that the event loop goes on.
import { createHash, createHmac, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { hashRaw as argon2 } from '@node-rs/argon2'
import bcrypt from 'bcrypt'
import { createHMAC, createMD4, createWhirlpool, type IHasher } from 'hash-wasm'

type Encoding = 'base64' | 'hex' | 'utf8'

/** As Auth0 has it; a shape that a schema has checked. */
export type ForeignHash = {
  algorithm: (typeof FOREIGN_ALGORITHMS)[number]
  hash: {
    value: string
    encoding?: Encoding
    /** of an HMAC */
    digest?: string
    key?: { value: string; encoding?: Encoding }
  }
  salt?: { value: string; encoding?: Encoding; position?: 'prefix' | 'suffix' }
  password?: { encoding?: 'ascii' | 'utf8' | 'utf16le' | 'ucs2' | 'latin1' | 'binary' }
  /** of scrypt */
  keylen?: number
  cost?: number
  blockSize?: number
  parallelization?: number
}

export const FOREIGN_ALGORITHMS = [
  'argon2',
  'bcrypt',
  'hmac',
  'ldap',
  'md4',
  'md5',
  'sha1',
  'sha256',
  'sha512',
  'pbkdf2',
  'scrypt',
] as const

/** Why a hash cannot be taken. @property path where in it */
export class ForeignHashError extends Error {
  readonly path: string
  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

const BCRYPT_MAX_COST = 14
/** KiB */
const MAX_MEMORY = 256 * 1024
const ARGON2_MAX_PASSES = 16
const ARGON2_MAX_LANES = 16
/** Memory times passes: as much as 1 GiB once. */
const ARGON2_MAX_WORK = 1024 * 1024
const SCRYPT_MAX_WORK = 2 ** 21
const PBKDF2_MAX_WORK = 4_000_000
/** Where JavaScript drives each round. */
const SLOW_PBKDF2_MAX_WORK = 500_000
/** Bytes: what is shorter is found by trying any passwords at all. */
const SHORTEST = 12
const LONGEST = 512

const DIGEST_LENGTH: { [digest: string]: number } = {
  md4: 16,
  md5: 16,
  ripemd160: 20,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  whirlpool: 64,
}
/** OpenSSL 3 keeps these in a provider that nobody loads. */
const PUT_AWAY: { [digest: string]: () => Promise<IHasher> } = { md4: createMD4, whirlpool: createWhirlpool }

const lengthOf = (digest: string, path: string): number => {
  const length = Object.hasOwn(DIGEST_LENGTH, digest) ? DIGEST_LENGTH[digest] : undefined
  if (length === undefined) throw new ForeignHashError(path, `The digest ${digest} is not supported`)
  return length
}

async function digestOf(digest: string, data: Buffer): Promise<Uint8Array> {
  const make = PUT_AWAY[digest]
  return make ? (await make()).init().update(data).digest('binary') : createHash(digest).update(data).digest()
}

async function hmacOf(digest: string, key: Buffer, data: Buffer): Promise<Uint8Array> {
  const make = PUT_AWAY[digest]
  return make
    ? (await createHMAC(make(), key)).init().update(data).digest('binary')
    : createHmac(digest, key).update(data).digest()
}

const nativePbkdf2 = promisify(pbkdf2)
const ROUNDS_AT_ONCE = 500

/** RFC 8018 §5.2 */
async function pbkdf2Of(digest: string, password: Buffer, salt: Buffer, iterations: number, length: number) {
  const make = PUT_AWAY[digest]
  if (!make) return nativePbkdf2(password, salt, iterations, length, digest)
  const hmac = await createHMAC(make(), password)
  const blocks: Buffer[] = []
  for (let block = 1; blocks.length * (DIGEST_LENGTH[digest] as number) < length; block++) {
    const index = Buffer.alloc(4)
    index.writeUInt32BE(block)
    let round = hmac.init().update(salt).update(index).digest('binary')
    const sum = Buffer.from(round)
    for (let i = 1; i < iterations; i++) {
      round = hmac.init().update(round).digest('binary')
      for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) ^ (round[at] as number)
      if (i % ROUNDS_AT_ONCE === 0) await setImmediate()
    }
    blocks.push(sum)
  }
  return Buffer.concat(blocks).subarray(0, length)
}

const scryptOf = promisify<Buffer, Buffer, number, object, Buffer>(scrypt)

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b)

/** Both alphabets of base64, padded or not; hex in either case. */
const SPELLING = { base64: /^[A-Za-z0-9+/_-]*={0,2}$/, hex: /^(?:[0-9A-Fa-f]{2})*$/, utf8: /^/ }

function decode({ value, encoding = 'utf8' }: { value: string; encoding?: Encoding }, path: string): Buffer {
  if (!SPELLING[encoding].test(value)) throw new ForeignHashError(`${path}.value`, `Not ${encoding}`)
  return Buffer.from(value, encoding)
}

function decodeHash({ hash }: ForeignHash): Buffer {
  if (hash.encoding !== 'hex' && hash.encoding !== 'base64')
    throw new ForeignHashError('hash.encoding', 'Must be hex or base64')
  return decode(hash, 'hash')
}

function expectText({ hash }: ForeignHash): void {
  if (hash.encoding !== undefined && hash.encoding !== 'utf8')
    throw new ForeignHashError('hash.encoding', 'Must be utf8')
}

function expectNoSalt({ salt }: ForeignHash): void {
  if (salt) throw new ForeignHashError('salt', 'Not allowed: it is part of hash.value')
}

const badValue = (what: string) => new ForeignHashError('hash.value', what)
const tooDear = (what: string) => badValue(`Costs too much to verify: ${what}`)

function expectLength(bytes: Buffer, length: number): Buffer {
  if (bytes.length !== length) throw badValue(`Must be ${length} bytes long, is ${bytes.length}`)
  return bytes
}

function salted({ salt }: ForeignHash): (password: Buffer) => Buffer {
  if (!salt) return password => password
  const bytes = decode(salt, 'salt')
  return password => Buffer.concat(salt.position === 'suffix' ? [password, bytes] : [bytes, password])
}

type Check = (password: Buffer) => Promise<boolean>

function plainDigest(given: ForeignHash): Check {
  const digest = given.algorithm
  const expected = expectLength(decodeHash(given), lengthOf(digest, 'algorithm'))
  const withSalt = salted(given)
  return async password => same(await digestOf(digest, withSalt(password)), expected)
}

function hmac(given: ForeignHash): Check {
  const { digest, key } = given.hash
  if (digest === undefined) throw new ForeignHashError('hash.digest', 'Missing')
  if (key === undefined) throw new ForeignHashError('hash.key', 'Missing')
  const expected = expectLength(decodeHash(given), lengthOf(digest, 'hash.digest'))
  const secret = decode(key, 'hash.key')
  const withSalt = salted(given)
  return async password => same(await hmacOf(digest, secret, withSalt(password)), expected)
}

/** RFC 2307 §5.3, and what OpenLDAP made of it */
function ldap(given: ForeignHash): Check {
  expectText(given)
  expectNoSalt(given)
  const [, scheme, encoded] = /^\{([A-Za-z0-9-]+)\}([A-Za-z0-9+/]+={0,2})$/.exec(given.hash.value) ?? []
  if (scheme === undefined || encoded === undefined) throw badValue('Must be {scheme} and base64')
  const [, salted, name] = /^(s?)(md5|sha(?:1|224|256|384|512)?)$/.exec(scheme.toLowerCase()) ?? []
  if (name === undefined) throw badValue(`The scheme ${scheme} is not supported`)
  const digest = name === 'sha' ? 'sha1' : name
  const length = lengthOf(digest, 'hash.value')
  const bytes = Buffer.from(encoded, 'base64')
  const salt = bytes.subarray(length)
  if (bytes.length < length || salt.length > 0 !== (salted === 's')) throw badValue('Has not the length of its scheme')
  const expected = bytes.subarray(0, length)
  return async password => same(await digestOf(digest, Buffer.concat([password, salt])), expected)
}

/** The numbers of a PHC string, by name: libraries order them differently. */
function numbersOf(fields: string | undefined): { [name: string]: number } {
  const named: { [name: string]: number } = Object.create(null)
  for (const field of fields ? fields.split(',') : []) {
    const [, name, value] = /^([a-z]+)=(\d{1,10})$/.exec(field) ?? []
    if (name === undefined) throw badValue('Not a PHC string that is known here')
    named[name] = Number(value)
  }
  return named
}

const within = (value: number | undefined, most: number, what: string): number => {
  if (value === undefined || value < 1) throw badValue(`${what} is missing`)
  if (value > most) throw tooDear(`${what} is more than ${most}`)
  return value
}

function expectFit(bytes: Buffer): Buffer {
  if (bytes.length < SHORTEST || bytes.length > LONGEST)
    throw badValue(`Must be ${SHORTEST} to ${LONGEST} bytes long, is ${bytes.length}`)
  return bytes
}

// The library's enumerations are constants that only its declarations have.
const ARGON2_ALGORITHM = { d: 0, i: 1, id: 2 } as const
const ARGON2_VERSION = { 16: 0, 19: 1 } as const

function argon2Phc(given: ForeignHash): Check {
  expectText(given)
  expectNoSalt(given)
  const [, kind, v, fields, salt, hash] =
    /^\$argon2(id|i|d)(?:\$v=(16|19))?\$([a-z0-9=,]+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(given.hash.value) ?? []
  if (kind === undefined || salt === undefined || hash === undefined)
    throw badValue('Must be a PHC string of argon2i, argon2d or argon2id')
  const { m, t, p, ...unknown } = numbersOf(fields)
  if (Object.keys(unknown).length > 0) throw badValue('Has a parameter other than m, t and p')
  const memoryCost = within(m, MAX_MEMORY, 'm')
  const timeCost = within(t, ARGON2_MAX_PASSES, 't')
  const parallelism = within(p, ARGON2_MAX_LANES, 'p')
  if (memoryCost * timeCost > ARGON2_MAX_WORK) throw tooDear('m times t')
  // RFC 9106 §3.1
  if (memoryCost < 8 * parallelism) throw badValue('m is less than 8 times p')
  const expected = expectFit(Buffer.from(hash, 'base64'))
  const saltBytes = Buffer.from(salt, 'base64')
  if (saltBytes.length < 8) throw badValue('Its salt is shorter than 8 bytes')
  const options = {
    algorithm: ARGON2_ALGORITHM[kind as keyof typeof ARGON2_ALGORITHM],
    // Without a number: the version before there were numbers.
    version: ARGON2_VERSION[(v ?? 16) as keyof typeof ARGON2_VERSION],
    memoryCost,
    timeCost,
    parallelism,
    salt: saltBytes,
    outputLen: expected.length,
  }
  return async password => same(await argon2(password, options), expected)
}

function bcryptHash(given: ForeignHash): Check {
  expectText(given)
  const [, cost, rest] = /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{53})$/.exec(given.hash.value) ?? []
  if (cost === undefined) throw badValue('Must begin with $2a$, $2b$ or $2y$')
  if (Number(cost) < 4) throw badValue('A cost below 4 is none')
  if (Number(cost) > BCRYPT_MAX_COST) throw tooDear(`its cost is more than ${BCRYPT_MAX_COST}`)
  const withSalt = salted(given)
  // The first 72 bytes count. Up to there the three spellings mean the same; beyond, the library would repeat an error of 2a.
  return password => bcrypt.compare(withSalt(password).subarray(0, 72), `$2b$${cost}$${rest}`)
}

/** Auth0 takes OpenSSL's many names for them. */
function pbkdf2Digest(name: string): string {
  const plain = name
    .replace(/^(?:RSA|ssl3)-/, '')
    .replace(/WithRSA(?:Encryption)?$/, '')
    .toLowerCase()
  if (plain === 'sha1-2') return 'sha1'
  return plain === 'ripemd' || plain === 'rmd160' ? 'ripemd160' : plain
}

function pbkdf2Phc(given: ForeignHash): Check {
  expectText(given)
  expectNoSalt(given)
  const [, name, fields, salt, hash] =
    /^\$pbkdf2-([A-Za-z0-9-]+)(?:\$([a-z0-9=,]+))?\$([A-Za-z0-9+/]*)\$([A-Za-z0-9+/]+)$/.exec(given.hash.value) ?? []
  if (name === undefined || salt === undefined || hash === undefined)
    throw badValue('Must be a PHC string of pbkdf2-<digest>')
  const digest = pbkdf2Digest(name)
  const { i: iterations = 100_000, l: length = 64, ...unknown } = numbersOf(fields)
  if (Object.keys(unknown).length > 0) throw badValue('Has a parameter other than i and l')
  const blocks = Math.ceil(length / lengthOf(digest, 'hash.value'))
  within(iterations, PBKDF2_MAX_WORK, 'i')
  if (iterations * blocks > (PUT_AWAY[digest] ? SLOW_PBKDF2_MAX_WORK : PBKDF2_MAX_WORK)) throw tooDear('i')
  const expected = expectFit(expectLength(Buffer.from(hash, 'base64'), length))
  const saltBytes = Buffer.from(salt, 'base64')
  return async password => same(await pbkdf2Of(digest, password, saltBytes, iterations, length), expected)
}

/** RFC 7914 */
function scryptHash(given: ForeignHash): Check {
  const { keylen, cost = 16_384, blockSize = 8, parallelization = 1, salt } = given
  if (keylen === undefined) throw new ForeignHashError('keylen', 'Missing')
  if (cost < 2 || !Number.isInteger(Math.log2(cost))) throw new ForeignHashError('cost', 'Must be a power of two')
  if (cost * blockSize * parallelization > SCRYPT_MAX_WORK || (cost * blockSize) / 8 > MAX_MEMORY)
    throw new ForeignHashError('cost', 'Costs too much to verify')
  const expected = expectFit(expectLength(decodeHash(given), keylen))
  const saltBytes = salt ? decode(salt, 'salt') : Buffer.alloc(0)
  const options = { N: cost, r: blockSize, p: parallelization, maxmem: 2 * MAX_MEMORY * 1024 }
  return async password => same(await scryptOf(password, saltBytes, keylen, options), expected)
}

const READERS: { [Algorithm in ForeignHash['algorithm']]: (given: ForeignHash) => Check } = {
  argon2: argon2Phc,
  bcrypt: bcryptHash,
  hmac,
  ldap,
  md4: plainDigest,
  md5: plainDigest,
  sha1: plainDigest,
  sha256: plainDigest,
  sha512: plainDigest,
  pbkdf2: pbkdf2Phc,
  scrypt: scryptHash,
}

/** @throws ForeignHashError */
export function checkForeignHash(given: ForeignHash): void {
  READERS[given.algorithm](given)
}

/** Not normalised: who made the hash took the password as it was typed. */
export function verifyForeignHash(given: ForeignHash, password: string): Promise<boolean> {
  return READERS[given.algorithm](given)(Buffer.from(password, given.password?.encoding ?? 'utf8'))
}

// In the place of an argon2id hash: no PHC string begins like this.

export const writeForeignHash = (given: ForeignHash): string => JSON.stringify(given)

export const readForeignHash = (password_hash: string): ForeignHash | undefined =>
  password_hash.startsWith('{') ? JSON.parse(password_hash) : undefined
