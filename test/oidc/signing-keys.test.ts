import { execFileSync } from 'node:child_process'
import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import path from 'node:path'
import { createRemoteJWKSet, importX509, jwtVerify } from 'jose'
import t from 'tap'
import { newSigningKey, nextSigningKeys, SIGNING_ALGS } from '../../src/oidc/signing-keys.ts'
import { createProtocol, headerOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const kids = async () => ((await p.get('/.well-known/jwks.json')).body.keys as { kid: string }[]).map(({ kid }) => kid)
const idToken = async () => (await p.tokens(client, ada)).body.id_token as string
const rotate = async () => {
  const next = await nextSigningKeys(p.store, new Date())
  await p.store.transaction(tx => tx.signing_keys.rotate(next, new Date()))
  await p.settled()
}

/** The bit string's octets begin after its tag, length and count of unused bits; each kind of key has one length of them. */
function identifierOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' })
  const bits = key.asymmetricKeyType === 'rsa' ? 270 : key.asymmetricKeyType === 'ec' ? 65 : 32
  return createHash('sha1').update(der.subarray(-bits)).digest('hex').toUpperCase()
}

/** What OpenSSL calls the algorithm by which a certificate is signed, and the kind of its key. */
const CERTIFICATES = {
  RS256: ['sha256WithRSAEncryption', 'rsaEncryption'],
  RS512: ['sha512WithRSAEncryption', 'rsaEncryption'],
  PS256: ['rsassaPss', 'rsaEncryption'],
  ES256: ['ecdsa-with-SHA256', 'id-ecPublicKey'],
  EdDSA: ['ED25519', 'ED25519'],
} as const

for (const alg of SIGNING_ALGS) {
  t.test(`a key for ${alg} comes with its certificate`, async t => {
    const now = new Date('2049-06-01T00:00:00Z')
    const key = await newSigningKey(alg, now)
    const certificate = new X509Certificate(key.cert)
    t.ok(certificate.verify(certificate.publicKey))
    t.equal(certificate.subject, 'CN=Lintel')
    t.same(certificate.publicKey.export({ format: 'jwk' }), key.public_jwk)
    t.ok(certificate.checkPrivateKey(createPrivateKey(key.private_key)))
    t.equal(certificate.validFromDate.toISOString(), now.toISOString())
    t.equal(certificate.validToDate.toISOString(), '2059-06-01T00:00:00.000Z', 'a year past 2049 has four digits')
    t.equal(certificate.fingerprint, key.fingerprint)
    t.equal(key.thumbprint, key.fingerprint.replaceAll(':', ''))
    t.match(key.pkcs7, /^-----BEGIN PKCS7-----\r\nM/)
    t.ok((await importX509(key.cert, alg)).algorithm, 'jose reads it')

    const file = path.join(t.testdir({ 'cert.pem': key.cert }), 'cert.pem')
    const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8' })
    t.match(openssl('verify', '-check_ss_sig', '-no_check_time', '-CAfile', file, file), /: OK/)
    const text = openssl('x509', '-in', file, '-noout', '-text')
    const [signature, kind] = CERTIFICATES[alg]
    t.match(text, new RegExp(`Signature Algorithm: ${signature}`))
    t.match(text, new RegExp(`Public Key Algorithm: ${kind}`))
    if (alg === 'PS256') {
      t.match(text, /Hash Algorithm: sha256/)
      t.match(text, /Mask Algorithm: mgf1 with sha256/)
      t.match(text, /Salt Length: 0x20/)
    }
    // RFC 5280 §4.2.1.2 (1), the SHA-1 of the bit string that a SubjectPublicKeyInfo ends with.
    const [, ski = ''] = /Subject Key Identifier:\s+([0-9A-F:]+)/.exec(text) ?? []
    t.equal(ski.replaceAll(':', ''), identifierOf(certificate.publicKey))
  })
}

t.test('the key set is public, cacheable, and shows no private half', async t => {
  const { body, headers, text } = await p.get('/.well-known/jwks.json')
  t.match(headers.get('cache-control'), /^public, max-age=15/)
  t.equal(headers.get('access-control-allow-origin'), '*')
  for (const key of body.keys) {
    t.same(Object.keys(key).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5c', 'x5t'])
    const certificate = new X509Certificate(Buffer.from(key.x5c[0], 'base64'))
    t.equal(
      Buffer.from(key.x5t, 'base64url').toString('hex').toUpperCase(),
      certificate.fingerprint.replaceAll(':', ''),
    )
  }
  t.notMatch(text, /"(d|p|q|dp|dq|qi)"/)
  const again = await p.get('/.well-known/jwks.json', { 'if-none-match': headers.get('etag') ?? '' })
  t.equal(again.status, 304)
})

t.test('keys of every algorithm are published, each for its one algorithm', async t => {
  const q = await createProtocol(t)
  const now = new Date()
  for (const alg of SIGNING_ALGS.filter(alg => alg !== 'RS256'))
    await q.store.signing_keys.introduce(await newSigningKey(alg, now), await newSigningKey(alg, now), now)
  await q.settled()
  const { body, text } = await q.get('/.well-known/jwks.json')
  t.equal(body.keys.length, 2 * SIGNING_ALGS.length)
  const kinds = { EC: ['crv', 'x', 'y'], OKP: ['crv', 'x'], RSA: ['e', 'n'] } as const
  for (const { kty, ...key } of body.keys as ({ kty: keyof typeof kinds; alg: string; x5c: string[] } & object)[]) {
    t.strictSame(Object.keys(key).sort(), ['alg', 'kid', 'use', 'x5c', 'x5t', ...kinds[kty]].sort())
    const certificate = new X509Certificate(Buffer.from(key.x5c[0] ?? '', 'base64'))
    const { kty: _, ...members } = certificate.publicKey.export({ format: 'jwk' })
    t.match(key, members, 'its certificate is of the same key')
  }
  t.notMatch(text, /"(d|p|q|dp|dq|qi)"/)
  const { body: discovery } = await q.get('/.well-known/openid-configuration')
  t.strictSame(discovery.id_token_signing_alg_values_supported.toSorted(), ['HS256', ...SIGNING_ALGS].toSorted())
})

t.test('the next key is published before it signs, the previous one for as long as it verifies', async t => {
  const before = await idToken()
  const [first, second] = [headerOf(before).kid as string, (await kids()).find(kid => kid !== headerOf(before).kid)]
  await rotate()
  const after = await idToken()
  t.equal(headerOf(after).kid, second, 'the one that was announced signs')
  t.equal((await kids()).length, 3)
  const keySet = createRemoteJWKSet(new URL('/.well-known/jwks.json', p.issuer))
  for (const token of [before, after]) await t.resolves(jwtVerify(token, keySet, { issuer: p.issuer }))

  const api = await p.createApi()
  const { body } = await p.tokens(client, ada, { audience: api.identifier })
  await rotate()
  const userinfo = () => p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })
  t.equal((await userinfo()).status, 200)
  await p.store.signing_keys.revoke(first, new Date())
  await p.settled()
  t.notOk((await kids()).includes(first), 'a revoked key is gone')
  t.equal((await userinfo()).status, 200, 'others are not')
  await p.store.signing_keys.revoke(second ?? '', new Date())
  await p.settled()
  t.equal((await userinfo()).status, 401, 'what a revoked key signed is nothing')
})

t.test('discovery tells the truth (RFC 8414)', async t => {
  const { body, headers } = await p.get('/.well-known/openid-configuration')
  t.match(body, {
    issuer: p.issuer,
    authorization_endpoint: `${p.issuer}authorize`,
    token_endpoint: `${p.issuer}oauth/token`,
    userinfo_endpoint: `${p.issuer}userinfo`,
    revocation_endpoint: `${p.issuer}oauth/revoke`,
    end_session_endpoint: `${p.issuer}oidc/logout`,
    jwks_uri: `${p.issuer}.well-known/jwks.json`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ['public', 'pairwise'],
  })
  t.strictSame(body.id_token_signing_alg_values_supported.toSorted(), ['HS256', 'RS256'], 'for which there are keys')
  for (const method of ['client_secret_basic', 'client_secret_post', 'none'])
    t.ok(body.token_endpoint_auth_methods_supported.includes(method))
  for (const type of ['authorization_code', 'refresh_token', 'client_credentials'])
    t.ok(body.grant_types_supported.includes(type))
  t.equal(headers.get('access-control-allow-origin'), '*')
  t.same((await p.get('/.well-known/oauth-authorization-server')).body, body)
  const forged = await p.get('/.well-known/openid-configuration', {
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.test',
  })
  t.same(forged.body, body, 'whatever the headers say (CVE-2026-29067)')
})
