// RFC 7516 (JWE): what is encrypted to a client or an API, by every algorithm that it can ask for; and that Lintel takes nothing encrypted back.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { compactDecrypt, createRemoteJWKSet, jwtDecrypt, jwtVerify } from 'jose'
import { type Configuration, enableDecryptingResponses, fetchUserInfo, useJwtResponseMode } from 'openid-client'
import t from 'tap'
import { ENCRYPTION_ALGS, ENCRYPTION_ENCS } from '../../src/oidc/encryption.ts'
import { SIGNING_ALGS } from '../../src/oidc/signing-keys.ts'
import { claimsOf, createProtocol, headerOf } from '../support/protocol.ts'
import { CONFIDENTIAL, judgeOf, registerApi, registerClient, signedIn } from '../support/registered.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
// Keys of a new algorithm are to be seen at once.
const keySet = createRemoteJWKSet(new URL('/.well-known/jwks.json', p.issuer), { cooldownDuration: 0 })

const pairs = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EC: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  OKP: generateKeyPairSync('x25519'),
}
const publicJwk = ({ publicKey }: { publicKey: KeyObject }, members: object = {}) => ({
  ...publicKey.export({ format: 'jwk' }),
  use: 'enc',
  ...members,
})
const rsa = { keys: [publicJwk(pairs.RSA, { kid: 'rsa' })] }
const userinfo = (token: string) => p.get('/userinfo', { authorization: `Bearer ${token}` })

const CASES = ENCRYPTION_ALGS.flatMap(alg =>
  (alg.startsWith('RSA') ? (['RSA'] as const) : (['EC', 'OKP'] as const)).map(kty => [kty, alg] as const),
)
for (const [kty, alg] of CASES) {
  for (const enc of ENCRYPTION_ENCS) {
    t.test(`an ID token by ${alg} (${kty}) and ${enc}`, async t => {
      const app = await registerClient(p, {
        registration: {
          jwks: { keys: [publicJwk(pairs[kty], { kid: 'mine' })] },
          id_token_encrypted_response_alg: alg,
          id_token_encrypted_response_enc: enc,
        },
      })
      const { body } = await p.tokens(app, ada)
      t.match(headerOf(body.id_token), { alg, enc, kid: 'mine', cty: 'JWT' })
      const { plaintext } = await compactDecrypt(body.id_token, pairs[kty].privateKey)
      const { payload } = await jwtVerify(plaintext, keySet, { issuer: p.issuer, audience: app.client_id })
      t.equal(payload.sub, ada.user_id)
    })
  }
}

const decrypting =
  (...encs: string[]) =>
  async (config: Configuration) => {
    const key = await crypto.subtle.importKey(
      'pkcs8',
      pairs.RSA.privateKey.export({ type: 'pkcs8', format: 'der' }) as Uint8Array<ArrayBuffer>,
      { name: 'RSA-OAEP', hash: 'SHA-256' },
      false,
      ['decrypt'],
    )
    enableDecryptingResponses(config, encs, { key, alg: 'RSA-OAEP-256', kid: 'rsa' })
  }

t.test('openid-client reads all that is signed and then encrypted', async t => {
  for (const alg of SIGNING_ALGS) {
    const encryption = (what: string) => ({
      [`${what}_encrypted_response_alg`]: 'RSA-OAEP-256',
      [`${what}_encrypted_response_enc`]: 'A256GCM',
    })
    const metadata = {
      ...encryption('id_token'),
      ...encryption('userinfo'),
      userinfo_signed_response_alg: alg,
    }
    const app = await registerClient(p, { jwt_configuration: { alg }, registration: { ...metadata, jwks: rsa } })
    const config = await judgeOf(p, app, { id_token_signed_response_alg: alg, ...metadata })
    await decrypting('A256GCM')(config)
    const { tokens } = await signedIn(p, config, ada)
    t.equal(tokens.claims()?.sub, ada.user_id)
    t.match(await fetchUserInfo(config, tokens.access_token, ada.user_id), { name: 'Ada Lovelace', email: ada.email })
  }
})

t.test('an authorization response that is encrypted (JARM)', async t => {
  const metadata = {
    authorization_encrypted_response_alg: 'RSA-OAEP-256',
    authorization_encrypted_response_enc: 'A128CBC-HS256',
  }
  const app = await registerClient(p, { registration: { ...metadata, jwks: rsa } })
  const config = await judgeOf(p, app, { ...metadata, authorization_signed_response_alg: 'RS256' }, useJwtResponseMode)
  await decrypting('A128CBC-HS256')(config)
  const { tokens } = await signedIn(p, config, ada)
  t.equal(tokens.claims()?.sub, ada.user_id)
  const { callback } = await p.authorized(app, ada, { response_mode: 'jwt' })
  t.equal(callback.searchParams.get('code'), null, 'the code is not in the open')
  t.match(headerOf(callback.searchParams.get('response') ?? ''), { enc: 'A128CBC-HS256' })
})

t.test('/userinfo signed, encrypted, both, or neither', async t => {
  const encrypted = { jwks: rsa, userinfo_encrypted_response_alg: 'RSA-OAEP-256' }
  const told = async (registration: object, settings: object = {}) => {
    const app = await registerClient(p, { ...settings, registration })
    const authorized = await p.authorized(app, ada)
    const { body } = await p.redeem(app, authorized, 'app_type' in settings ? { client_secret: app.client_secret } : {})
    const answer = await userinfo(body.access_token)
    t.equal(answer.status, 200)
    return { app, ...answer }
  }
  const plain = await told({})
  t.match(plain.headers.get('content-type'), /^application\/json/)

  for (const alg of SIGNING_ALGS) {
    const { app, headers, text } = await told({ userinfo_signed_response_alg: alg })
    t.equal(headers.get('content-type'), 'application/jwt')
    t.match(headers.get('cache-control'), /no-store/)
    const { payload } = await jwtVerify(text, keySet, { issuer: p.issuer, audience: app.client_id, algorithms: [alg] })
    const { iss: _i, aud: _a, iat: _t, exp, ...claims } = payload
    t.strictSame(claims, plain.body, 'the same claims')
    t.ok(exp, 'no longer than the access token')
  }
  const hmac = await told({ userinfo_signed_response_alg: 'HS256' }, CONFIDENTIAL)
  const secret = new TextEncoder().encode(hmac.app.client_secret)
  t.equal((await jwtVerify(hmac.text, secret, { algorithms: ['HS256'] })).payload.email, ada.email)

  const sealed = await told(encrypted)
  t.equal(sealed.headers.get('content-type'), 'application/jwt')
  t.match(
    headerOf(sealed.text),
    { alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256', kid: 'rsa' },
    'Registration §2: the default enc',
  )
  const { payload } = await jwtDecrypt(sealed.text, pairs.RSA.privateKey, {
    issuer: p.issuer,
    audience: sealed.app.client_id,
  })
  const { iss: _i, aud: _a, ...claims } = payload
  t.strictSame(claims, plain.body)

  const nested = await told({ ...encrypted, userinfo_signed_response_alg: 'PS256', subject_type: 'pairwise' })
  const { plaintext } = await compactDecrypt(nested.text, pairs.RSA.privateKey)
  const inner = await jwtVerify(plaintext, keySet, {
    issuer: p.issuer,
    audience: nested.app.client_id,
    algorithms: ['PS256'],
  })
  t.match(inner.payload.sub, /^[A-Za-z0-9_-]{64}$/, 'a pairwise name in it too')

  const both = await told({ ...encrypted, subject_type: 'pairwise' })
  t.equal((await jwtDecrypt(both.text, pairs.RSA.privateKey)).payload.sub, inner.payload.sub)
})

t.test('an ID token that is encrypted is no hint; the one inside of it is', async t => {
  const app = await registerClient(p, { registration: { jwks: rsa, id_token_encrypted_response_alg: 'RSA-OAEP-256' } })
  const { body, browser } = await p.tokens(app, ada)
  const inner = Buffer.from((await compactDecrypt(body.id_token, pairs.RSA.privateKey)).plaintext).toString()
  const silent = async (id_token_hint: string) =>
    (await p.authorized(app, ada, { prompt: 'none', id_token_hint }, browser)).callback.searchParams
  t.equal((await silent(body.id_token)).get('error'), 'invalid_request')
  t.ok((await silent(inner)).get('code'))
  const logout = (id_token_hint: string) =>
    browser.fetch(
      `/oidc/logout?${new URLSearchParams({ id_token_hint, post_logout_redirect_uri: 'https://app.example/bye' })}`,
    )
  const refused = await logout(body.id_token)
  t.equal(refused.status, 400)
  t.match(refused.body, /encrypted/)
  t.equal((await logout(inner)).headers.get('location'), 'https://app.example/bye')
})

t.test('access tokens that are encrypted to their API', async t => {
  const app = await registerClient(p)
  const pem = pairs.RSA.publicKey.export({ type: 'spki', format: 'pem' }) as string
  for (const alg of ['RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'])
    for (const signing_alg of ['RS256', 'EdDSA', 'HS256']) {
      const encryption_key = { name: 'Mine', alg, kid: 'mine', pem }
      const api = await registerApi(p, {
        signing_alg,
        token_encryption: { format: 'compact-nested-jwe', encryption_key },
      })
      const { body } = await p.tokens(app, ada, { audience: api.identifier, scope: 'openid read:things' })
      t.match(headerOf(body.access_token), { alg, enc: 'A256GCM', kid: 'mine', cty: 'at+jwt' })
      t.throws(() => claimsOf(body.access_token), 'nothing of it can be read')
      const { plaintext } = await compactDecrypt(body.access_token, pairs.RSA.privateKey)
      const key = api.signing_secret === undefined ? keySet : new TextEncoder().encode(api.signing_secret)
      const { payload } = await jwtVerify(plaintext, key as typeof keySet, {
        issuer: p.issuer,
        algorithms: [signing_alg],
      })
      t.match(payload, { sub: ada.user_id, aud: api.identifier, scope: 'openid read:things' })
      t.equal((await userinfo(body.access_token)).status, 401)
      t.equal(
        (await userinfo(Buffer.from(plaintext).toString())).status,
        401,
        'the one inside is its API’s, not for /userinfo',
      )
    }
})

t.test('a key without a purpose, a private one, or a weak one is refused, and not stored', async t => {
  const create = (keys: object[], more: object = {}) =>
    p.app.api('POST', '/clients', { name: 'App', app_type: 'spa', registration: { jwks: { keys }, ...more } })
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const { d } = pairs.EC.privateKey.export({ format: 'jwk' })
  const refused: { [what: string]: [object[], object?] } = {
    'a private RSA key': [[{ ...pairs.RSA.privateKey.export({ format: 'jwk' }), use: 'enc' }]],
    'a private EC key': [[{ ...pairs.EC.privateKey.export({ format: 'jwk' }), use: 'enc' }]],
    'a private X25519 key': [[{ ...pairs.OKP.privateKey.export({ format: 'jwk' }), use: 'enc' }]],
    'a secret': [[{ kty: 'oct', k: 'c2VjcmV0', use: 'enc' }]],
    'a short RSA key': [[publicJwk(weak)]],
    'a key to sign by': [[publicJwk(pairs.RSA, { use: 'sig' })]],
    'a key without a use': [[pairs.RSA.publicKey.export({ format: 'jwk' })]],
    'an Ed25519 key': [[publicJwk(generateKeyPairSync('ed25519'))]],
    'a secp256k1 key': [[publicJwk(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }))]],
    'half a key': [[{ kty: 'EC', crv: 'P-256', x: 'AA', use: 'enc' }]],
    'a point that is on no curve': [[publicJwk(pairs.EC, { y: publicJwk(pairs.EC).x })]],
    'an algorithm of another kind': [[publicJwk(pairs.EC, { alg: 'RSA-OAEP-256' })]],
    RSA1_5: [[publicJwk(pairs.RSA, { alg: 'RSA1_5' })]],
    'two keys of one name': [[publicJwk(pairs.RSA, { kid: '1' }), publicJwk(pairs.EC, { kid: '1' })]],
    'an algorithm without a key': [[publicJwk(pairs.EC)], { id_token_encrypted_response_alg: 'RSA-OAEP-256' }],
    'an algorithm whose key is for another': [
      [publicJwk(pairs.EC, { alg: 'ECDH-ES' })],
      { userinfo_encrypted_response_alg: 'ECDH-ES+A256KW' },
    ],
    'RSA1_5 as an algorithm': [[publicJwk(pairs.RSA)], { id_token_encrypted_response_alg: 'RSA1_5' }],
    dir: [[publicJwk(pairs.RSA)], { id_token_encrypted_response_alg: 'dir' }],
    'an enc without an alg': [[publicJwk(pairs.RSA)], { id_token_encrypted_response_enc: 'A128GCM' }],
  }
  for (const [what, [keys, more]] of Object.entries(refused)) t.equal((await create(keys, more)).status, 400, what)
  t.match((await create([publicJwk(pairs.EC, { d })])).body.message, /private/)
  const { rows } = await p.app.database.query('select * from clients where registration::text like $1', [`%${d}%`])
  t.equal(rows.length, 0)

  const { status, body } = await create([publicJwk(pairs.RSA, { kid: '1', ext: true, x5t: 'abc', unknown: 1 })])
  t.equal(status, 201)
  const { kty, n, e } = publicJwk(pairs.RSA) as { [member: string]: unknown }
  t.strictSame(
    body.registration.jwks,
    { keys: [{ kty, use: 'enc', n, e, kid: '1' }] },
    'its public members, and no others',
  )
})

t.test('discovery names what can be asked for, and nothing weak', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  for (const what of ['id_token', 'userinfo', 'authorization']) {
    t.strictSame(body[`${what}_encryption_alg_values_supported`].toSorted(), [...ENCRYPTION_ALGS].toSorted())
    t.strictSame(body[`${what}_encryption_enc_values_supported`].toSorted(), [...ENCRYPTION_ENCS].toSorted())
    t.notOk(body[`${what}_signing_alg_values_supported`].includes('none'))
  }
  t.same(body.request_object_encryption_alg_values_supported ?? [], [])
})
