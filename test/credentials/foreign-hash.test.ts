// Hashes that others made. The values come from specifications, from Auth0's documentation, and from OpenSSL and Python; none from the code
// that is judged.
import t from 'tap'
import {
  checkForeignHash,
  type ForeignHash,
  ForeignHashError,
  verifyForeignHash,
  writeForeignHash,
} from '../../src/credentials/foreign-hash.ts'
import { createPasswordHasher } from '../../src/credentials/password.ts'

const hex = (algorithm: ForeignHash['algorithm'], value: string): ForeignHash => ({
  algorithm,
  hash: { value, encoding: 'hex' },
})
const phc = (algorithm: ForeignHash['algorithm'], value: string): ForeignHash => ({ algorithm, hash: { value } })
const ldap = (value: string) => phc('ldap', value)
const hmac = (digest: string, value: string): ForeignHash => ({
  algorithm: 'hmac',
  hash: { value, encoding: 'hex', digest, key: { value: 'key' } },
})
const base64 = (hexadecimal: string) => Buffer.from(hexadecimal, 'hex').toString('base64').replace(/=+$/, '')

const VECTORS: [what: string, password: string, hash: ForeignHash][] = [
  ['RFC 1320: MD4', 'message digest', hex('md4', 'd9130a8164549fe818874806e1c7014b')],
  ['RFC 1321: MD5', 'message digest', hex('md5', 'f96b697d7cb7938d525a2f31aaf161d0')],
  ['MD5 in capitals', 'message digest', hex('md5', 'F96B697D7CB7938D525A2F31AAF161D0')],
  ['FIPS 180: SHA-1', 'abc', hex('sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d')],
  [
    'FIPS 180: SHA-256, in base64',
    'abc',
    { algorithm: 'sha256', hash: { value: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=', encoding: 'base64' } },
  ],
  [
    'SHA-256 in the alphabet of URLs',
    'abc',
    { algorithm: 'sha256', hash: { value: 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0', encoding: 'base64' } },
  ],
  [
    'FIPS 180: SHA-512',
    'abc',
    hex(
      'sha512',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ),
  ],
  [
    'a salt before a password in UTF-16 (Python)',
    'pässword',
    {
      ...hex('sha256', 'af7a6ab6d442cd129a21eb95d529ebd751b80387760025a1ceb73abe919ff601'),
      salt: { value: 'salt', position: 'prefix' },
      password: { encoding: 'utf16le' },
    },
  ],
  [
    'a salt of bytes after a password in Latin 1 (Python)',
    'pässword',
    {
      ...hex(
        'sha512',
        '13c17e2703d6d3f53e3ee835815bb4c90241c680bd00a642cddbf3af7f52901f3eafe7430506200598128f5b2d6cb4b86b15a2b826a0d84106049fe516b1ef42',
      ),
      salt: { value: '00FF10', encoding: 'hex', position: 'suffix' },
      password: { encoding: 'latin1' },
    },
  ],
  [
    'Auth0’s example of HMAC',
    'test',
    {
      algorithm: 'hmac',
      hash: {
        value: 'cg7f42jH39/2EaAU4wNd4s2lKIk=',
        encoding: 'base64',
        digest: 'sha1',
        key: { value: '736868', encoding: 'hex' },
      },
    },
  ],
  ['HMAC with MD4 (OpenSSL)', 'message', hmac('md4', '6e77b13603ae7777aeb3aa96e139a1a7')],
  ['HMAC with RIPEMD-160 (OpenSSL)', 'message', hmac('ripemd160', 'b96451d3406d2253e6e5d68924699eb0bd835293')],
  [
    'HMAC with Whirlpool (OpenSSL)',
    'message',
    hmac(
      'whirlpool',
      'f6cf54326ec167340ea3f53aed0f915ad7a02c04f46c8fc206c2b04de926b88ab233026f192bb785a3baaaa8712839d325ce1c5eb1defdb17ddd5fc0b452e042',
    ),
  ],
  ['RFC 2202: HMAC-MD5', 'what do ya want for nothing?', keyed('md5', '750c783e6ab0b503eaa86e310a5db738')],
  [
    'RFC 4231: HMAC-SHA-224',
    'what do ya want for nothing?',
    keyed('sha224', 'a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44'),
  ],
  [
    'RFC 4231: HMAC-SHA-384',
    'what do ya want for nothing?',
    keyed('sha384', 'af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649'),
  ],
  ['LDAP {MD5} (Python)', 'pässword', ldap('{MD5}jhhDAzoPbuUuL2GKqOu+9A==')],
  ['LDAP {SMD5}', 'pässword', ldap('{SMD5}bJXRwcM9V0QWiAEmQ0ADtXNhbHRzYWx0')],
  ['LDAP {SHA}', 'pässword', ldap('{SHA}I7dElEdfX4dJgLdnbVEeI9iG2mQ=')],
  ['LDAP {ssha}', 'pässword', ldap('{ssha}+HafkagvRrpjxIzDCY+boxDXOCIBAgME')],
  ['LDAP {SHA256}', 'pässword', ldap('{SHA256}NHgme1YSeRtAmIkGs6eJfrarUB4EuV7TL5nQr99mnZw=')],
  ['LDAP {SSHA224}', 'pässword', ldap('{SSHA224}+pp2fDbFyzs9FuUJh8a0LmDk4+GHdL1XM/q9p2FiYw==')],
  [
    'LDAP {SSHA384}',
    'pässword',
    ldap('{SSHA384}f0U3C8NsTdgWIzFAdpeAijGfuxO7JY9Gcz2C+9acMIh4z72tRb4d09kxYraHXOlnc2FsdHNhbHQ='),
  ],
  [
    'LDAP {SSHA512}',
    'pässword',
    ldap(
      '{SSHA512}H2W7/YKhQ3L0a9a4w6rupIp/1Stu35/8hpCTt2bCcIa7xTom5epr7FPrBtfz7bQV+9ZgvMp0HQT/3ez/GDNpdnNhbHRzYWx0c2FsdHNhbHQ=',
    ),
  ],
  [
    'RFC 6070: PBKDF2',
    'password',
    phc(
      'pbkdf2',
      `$pbkdf2-sha1$i=4096,l=20$${base64('73616c74')}$${base64('4b007901b765489abead49d926f721d065a429c1')}`,
    ),
  ],
  [
    'PBKDF2 by OpenSSL’s name of its digest (Python)',
    'password',
    phc(
      'pbkdf2',
      '$pbkdf2-RSA-SHA512$l=64,i=1000$c2FsdHNhbHQ$Q6v4xwJ8a9nWPp2BeEoAYYhHSo2xRmPWART17vTpSxt2q6iNp7BOozW557qqa95eNjUO4gKs0CyvJbYGGku1tA',
    ),
  ],
  [
    'PBKDF2 with RIPEMD-160 (OpenSSL)',
    'password',
    phc(
      'pbkdf2',
      `$pbkdf2-ripemd160WithRSA$i=1000,l=24$c2FsdHNhbHQ$${base64('F7938DDD9460F4E5210CC457B6FC7DFDAB1A61563D4CD8EE')}`,
    ),
  ],
  [
    'PBKDF2 with MD4, of several blocks (OpenSSL)',
    'password',
    phc(
      'pbkdf2',
      `$pbkdf2-md4WithRSAEncryption$i=1000$c2FsdHNhbHQ$${base64('D424F6132F77D054DDBDEC85D682F4D970B641C3FBC46158FAE8CB3D186BFE7BDCB4078A38DBEEEAE10A0147E88DBD839C639BB8152FC152AC94D8D3E6540A67')}`,
    ),
  ],
  [
    'PBKDF2 with Whirlpool (OpenSSL)',
    'password',
    phc(
      'pbkdf2',
      `$pbkdf2-whirlpool$i=1000,l=64$c2FsdHNhbHQ$${base64('413F999C85ECF5BD717EF7A62FD6F976A74059B2B6C9D8248FD3F9330168E90642D51A2982386D9F40A9F4D51550952A9CC9F70366A6181257CAFFA588457948')}`,
    ),
  ],
  [
    'RFC 7914: scrypt',
    'pleaseletmein',
    {
      ...hex(
        'scrypt',
        '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
      ),
      salt: { value: 'SodiumChloride' },
      keylen: 64,
    },
  ],
  [
    'Auth0’s example of scrypt',
    'password',
    {
      ...hex('scrypt', '097f6197e1b41538f723e32aa7a68e8d76227d8e432ce5faa4882a913032db29'),
      salt: { value: 'abc123', encoding: 'utf8' },
      keylen: 32,
      cost: 4096,
    },
  ],
  [
    'the reference’s Argon2i',
    'password',
    phc('argon2', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'),
  ],
  [
    'the reference’s Argon2id, its parameters in another order',
    'password',
    phc('argon2', '$argon2id$v=19$t=2,m=65536,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'),
  ],
  [
    'the reference’s Argon2i of before versions',
    'password',
    phc('argon2', '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'),
  ],
  ['crypt_blowfish: bcrypt', 'U*U', phc('bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')],
  ['bcrypt as PHP spells it', 'U*U*', phc('bcrypt', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK')],
  ['Auth0’s example of bcrypt', 'hello', phc('bcrypt', '$2b$10$nFguVi9LsCAcvTZFKQlRKeLVydo8ETv483lkNsSFI/Wl1Rz1Ypo1K')],
  [
    'bcrypt with a salt of its own',
    'U',
    {
      ...phc('bcrypt', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'),
      salt: { value: '*U*', position: 'suffix' },
    },
  ],
]

/** RFC 2202 and RFC 4231, test case 2 */
function keyed(digest: string, value: string): ForeignHash {
  return { algorithm: 'hmac', hash: { value, encoding: 'hex', digest, key: { value: 'Jefe' } } }
}

for (const [what, password, hash] of VECTORS) {
  t.test(what, async t => {
    t.doesNotThrow(() => checkForeignHash(hash))
    t.equal(await verifyForeignHash(hash, password), true, 'the password')
    t.equal(await verifyForeignHash(hash, `${password}x`), false, 'another one')
    t.equal(await verifyForeignHash(hash, ''), false, 'none')
  })
}

t.test('of bcrypt the first 72 bytes count, the salt among them', async t => {
  const hash = phc('bcrypt', '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui')
  const first = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
  t.ok(await verifyForeignHash(hash, `${first}chars after 72 are ignored`))
  t.ok(await verifyForeignHash(hash, first))
  t.ok(await verifyForeignHash(hash, `${first}${'x'.repeat(500)}`), 'a length that wraps in 8 bits changes nothing')
  t.notOk(await verifyForeignHash(hash, first.slice(0, 71)))
  const saltedHash: ForeignHash = { ...hash, salt: { value: first.slice(0, 10) } }
  t.ok(await verifyForeignHash(saltedHash, `${first.slice(10)} and more`))
})

t.test('what cannot be verified, or costs too much, is refused and says where', async t => {
  const b53 = 'C'.repeat(53)
  const refused: [ForeignHash, path: string, message: RegExp][] = [
    [phc('bcrypt', `$2b$15$${b53}`), 'hash.value', /Costs too much/],
    [phc('bcrypt', `$2b$31$${b53}`), 'hash.value', /Costs too much/],
    [phc('bcrypt', `$2b$03$${b53}`), 'hash.value', /below 4/],
    [phc('bcrypt', `$2x$10$${b53}`), 'hash.value', /begin with/],
    [phc('bcrypt', `$2$10$${b53}`), 'hash.value', /begin with/],
    [phc('argon2', '$argon2id$v=19$m=1048576,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /too much/],
    [phc('argon2', '$argon2id$v=19$m=4096,t=1000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /too much/],
    [phc('argon2', '$argon2id$v=19$m=262144,t=16,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /too much/],
    [phc('argon2', '$argon2id$v=19$m=4096,t=1,p=1000$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /too much/],
    [phc('argon2', '$argon2id$v=19$m=4096,t=1,p=1,keyid=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /other/],
    [phc('argon2', '$argon2id$v=19$m=4096,t=1,p=1$c29tZXNhbHQ$CTFh'), 'hash.value', /12 to 512 bytes/],
    [phc('argon2', '$argon2id$v=19$m=4096,t=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /p is missing/],
    [phc('pbkdf2', '$pbkdf2-sha256$i=10000000,l=32$c2FsdA$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /too much/],
    [phc('pbkdf2', `$pbkdf2-md4$i=400000,l=64$c2FsdA$${'A'.repeat(86)}`), 'hash.value', /too much/],
    [phc('pbkdf2', '$pbkdf2-sha256$i=1000,l=32$c2FsdA$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /Must be 32 bytes/],
    [phc('pbkdf2', '$pbkdf2-sha256$i=1000,l=1$c2FsdA$CQ'), 'hash.value', /12 to 512 bytes/],
    [phc('pbkdf2', '$pbkdf2-mdc2$i=1000,l=16$c2FsdA$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /mdc2 is not supported/],
    [phc('pbkdf2', '$pbkdf2-__proto__$i=1000,l=16$c2FsdA$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /PHC string/],
    [phc('pbkdf2', '$pbkdf2-constructor$i=1000,l=16$c2FsdA$CTFhFdXPJO1aFaMaO6Mm5Q'), 'hash.value', /not supported/],
    [{ ...phc('pbkdf2', '$pbkdf2-sha256$c2FsdA$x'), salt: { value: 'x' } }, 'salt', /Not allowed/],
    [{ ...phc('pbkdf2', 'x'), hash: { value: 'x', encoding: 'hex' } }, 'hash.encoding', /utf8/],
    [{ ...hex('scrypt', 'ab'.repeat(32)), keylen: 32, cost: 2 ** 20 }, 'cost', /too much/],
    [{ ...hex('scrypt', 'ab'.repeat(32)), keylen: 32, cost: 16384, parallelization: 1000 }, 'cost', /too much/],
    [{ ...hex('scrypt', 'ab'.repeat(32)), keylen: 32, cost: 1000 }, 'cost', /power of two/],
    [{ ...hex('scrypt', 'ab'.repeat(31)), keylen: 32 }, 'hash.value', /32 bytes/],
    [{ ...hex('scrypt', 'ab'), keylen: 1 }, 'hash.value', /12 to 512/],
    [hex('scrypt', 'ab'.repeat(32)), 'keylen', /Missing/],
    [{ algorithm: 'md5', hash: { value: 'x' } }, 'hash.encoding', /hex or base64/],
    [hex('md5', 'xyz'), 'hash.value', /Not hex/],
    [hex('md5', 'abcd'), 'hash.value', /16 bytes/],
    [{ ...hex('md5', 'ab'.repeat(16)), salt: { value: 'x', encoding: 'hex' } }, 'salt.value', /Not hex/],
    [{ algorithm: 'hmac', hash: { value: 'ab', encoding: 'hex' } }, 'hash.digest', /Missing/],
    [{ algorithm: 'hmac', hash: { value: 'ab', encoding: 'hex', digest: 'md5' } }, 'hash.key', /Missing/],
    [hmac('sha3', 'ab'), 'hash.digest', /not supported/],
    [ldap('{CRYPT}abcdefghij'), 'hash.value', /CRYPT is not supported/],
    [ldap('{SHA512}jhhDAzoPbuUuL2GKqOu+9A=='), 'hash.value', /length/],
    [ldap('{SSHA}I7dElEdfX4dJgLdnbVEeI9iG2mQ='), 'hash.value', /length/],
    [ldap('{SHA}+HafkagvRrpjxIzDCY+boxDXOCIBAgME'), 'hash.value', /length/],
    [ldap('secret'), 'hash.value', /scheme/],
  ]
  for (const [hash, path, message] of refused)
    try {
      checkForeignHash(hash)
      t.fail(`${hash.algorithm} ${hash.hash.value.slice(0, 40)} was taken`)
    } catch (error) {
      t.ok(error instanceof ForeignHashError, hash.hash.value.slice(0, 60))
      t.match(error, { path, message }, hash.hash.value.slice(0, 60))
    }
})

t.test('the dearest that is driven by JavaScript leaves the event loop free', async t => {
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  const hash = phc('pbkdf2', `$pbkdf2-whirlpool$i=60000,l=64$c2FsdHNhbHQ$${'A'.repeat(86)}`)
  t.equal(await verifyForeignHash(hash, 'password'), false)
  clearInterval(timer)
  t.ok(turns > 10, `others had ${turns} turns`)
})

t.test('a foreign hash is verified beside our own work, and counts as one hash', async t => {
  let hashes = 0
  const hasher = createPasswordHasher({ memory: 1024, iterations: 1, parallelism: 1 }, 2, () => hashes++)
  const own = await hasher.hash('hello')
  await hasher.verify(undefined, 'hello')
  const foreign = writeForeignHash(phc('bcrypt', '$2b$10$nFguVi9LsCAcvTZFKQlRKeLVydo8ETv483lkNsSFI/Wl1Rz1Ypo1K'))
  const counted = async (password_hash: string | undefined, password: string) => {
    hashes = 0
    const verified = await hasher.verify(password_hash, password)
    return { ...verified, hashes }
  }
  t.same(await counted(foreign, 'hello'), { ok: true, stale: true, hashes: 1 }, 'the password: to be hashed anew')
  t.same(await counted(foreign, 'hallo'), { ok: false, stale: false, hashes: 1 })
  t.same(await counted(foreign, 'nobody has this password'), { ok: false, stale: false, hashes: 1 })
  t.same(await counted(own, 'hello'), { ok: true, stale: false, hashes: 1 })
  t.same(await counted(undefined, 'hello'), { ok: false, stale: false, hashes: 1 }, 'nobody')
})
