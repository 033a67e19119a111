// RFC 7518 (JSON Web Algorithms), RFC 8037 (EdDSA), RFC 8725 (best practice): every algorithm that a client or an API can ask for, and nothing
// verified by a key that was made for another.
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { CompactSign, createRemoteJWKSet, importPKCS8, jwtVerify, SignJWT } from 'jose'
import { refreshTokenGrant } from 'openid-client'
import t from 'tap'
import { SIGNING_ALGS } from '../../src/oidc/signing-keys.ts'
import { claimsOf, createProtocol, headerOf } from '../support/protocol.ts'
import { CONFIDENTIAL, judgeOf, registerApi, registerClient, signedIn } from '../support/registered.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const keySet = () =>
  createRemoteJWKSet(new URL('/.well-known/jwks.json', p.issuer), { cacheMaxAge: 0, cooldownDuration: 0 })
const userinfo = (token: string) => p.get('/userinfo', { authorization: `Bearer ${token}` })
const rotate = async () => {
  const { status } = await p.app.api('POST', '/keys/signing/rotate')
  t.equal(status, 201)
  await p.settled()
}

const HASHES: { [alg: string]: string } = { RS512: 'sha512', EdDSA: 'sha512' }
function halfHash(alg: string, value: string): string {
  const digest = createHash(HASHES[alg] ?? 'sha256')
    .update(value)
    .digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

for (const alg of SIGNING_ALGS) {
  t.test(`ID tokens by ${alg}`, async t => {
    const app = await registerClient(p, { jwt_configuration: { alg } })
    const config = await judgeOf(p, app, { id_token_signed_response_alg: alg })
    t.ok(config.serverMetadata().id_token_signing_alg_values_supported?.includes(alg), 'discovery names it')
    const { tokens, browser } = await signedIn(p, config, ada)
    t.equal(tokens.claims()?.sub, ada.user_id)
    const id_token = String(tokens.id_token)
    t.match(headerOf(id_token), { alg, kid: String })

    const before = headerOf(id_token).kid
    await rotate()
    const refreshed = await refreshTokenGrant(
      await judgeOf(p, app, { id_token_signed_response_alg: alg }),
      String(tokens.refresh_token),
    )
    const after = headerOf(String(refreshed.id_token))
    t.equal(after.alg, alg)
    t.not(after.kid, before, 'the next key of this algorithm signs')
    await t.resolves(
      jwtVerify(id_token, keySet(), { issuer: p.issuer, algorithms: [alg] }),
      'the previous one verifies',
    )

    const logout = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: 'https://app.example/bye' })
    const hinted = await browser.fetch(
      `/authorize?${new URLSearchParams({
        client_id: app.client_id,
        response_type: 'code',
        redirect_uri: 'https://app.example/callback',
        scope: 'openid',
        prompt: 'none',
        id_token_hint: id_token,
        code_challenge: 'a'.repeat(43),
        code_challenge_method: 'S256',
      })}`,
    )
    t.match(hinted.headers.get('location'), /[?&]code=/, 'it is a hint at /authorize')
    t.equal((await browser.fetch(`/oidc/logout?${logout}`)).headers.get('location'), 'https://app.example/bye')
  })

  t.test(`an ID token by ${alg} beside an access token and a code`, async t => {
    const app = await registerClient(p, {
      jwt_configuration: { alg },
      grant_types: ['authorization_code', 'implicit', 'refresh_token'],
    })
    const { callback } = await p.authorized(app, ada, { response_type: 'code id_token token', nonce: 'nonce' })
    const answer = new URLSearchParams(callback.hash.slice(1))
    const claims = claimsOf(answer.get('id_token') ?? '')
    // OpenID Connect Core §3.3.2.11; for Ed25519 by its own hash.
    t.equal(claims.at_hash, halfHash(alg, answer.get('access_token') ?? ''))
    t.equal(claims.c_hash, halfHash(alg, answer.get('code') ?? ''))
  })

  t.test(`access tokens by ${alg}`, async t => {
    const app = await registerClient(p)
    const api = await registerApi(p, { signing_alg: alg })
    const { tokens } = await signedIn(p, await judgeOf(p, app), ada, {
      audience: api.identifier,
      scope: 'openid email read:things',
    })
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, keySet(), {
      issuer: p.issuer,
      audience: api.identifier,
      algorithms: [alg],
    })
    t.match(payload, { sub: ada.user_id, scope: 'openid email read:things' })
    t.equal(protectedHeader.typ, 'JWT')
    t.equal((await userinfo(tokens.access_token)).body.sub, ada.user_id)
    await rotate()
    t.equal((await userinfo(tokens.access_token)).status, 200, 'after a rotation too')
  })
}

t.test('ID tokens by HS256, under the client’s secret', async t => {
  const app = await registerClient(p, { ...CONFIDENTIAL, jwt_configuration: { alg: 'HS256' } })
  const authorized = await p.authorized(app, ada)
  const { browser } = authorized
  const { body } = await p.redeem(app, authorized, { client_secret: app.client_secret })
  const secret = new TextEncoder().encode(app.client_secret)
  const verify = (token: string) =>
    jwtVerify(token, secret, { issuer: p.issuer, audience: app.client_id, algorithms: ['HS256'] })
  t.equal((await verify(body.id_token)).payload.sub, ada.user_id)
  t.equal(headerOf(body.id_token).kid, undefined)
  const logout = new URLSearchParams({
    id_token_hint: body.id_token,
    post_logout_redirect_uri: 'https://app.example/bye',
  })
  t.equal((await browser.fetch(`/oidc/logout?${logout}`)).headers.get('location'), 'https://app.example/bye')

  const { body: rotated } = await p.app.api('POST', `/clients/${app.client_id}/rotate-secret`)
  await p.settled()
  const refreshed = await p.refresh(app, body.refresh_token, { client_secret: rotated.client_secret })
  await t.rejects(verify(refreshed.body.id_token), 'by the new secret from its rotation on')
  t.equal((await p.get(`/oidc/logout?${logout}`)).status, 400, 'and what the old one signed is no hint')
})

t.test('access tokens by HS256 are for their API alone', async t => {
  const app = await registerClient(p)
  const api = await registerApi(p, { signing_alg: 'HS256' })
  const { body } = await p.tokens(app, ada, { audience: api.identifier, scope: 'openid email read:things' })
  const secret = new TextEncoder().encode(api.signing_secret)
  const { payload } = await jwtVerify(body.access_token, secret, {
    issuer: p.issuer,
    audience: api.identifier,
    algorithms: ['HS256'],
  })
  t.strictSame(payload.aud, api.identifier, 'not for /userinfo: the API could make such a token for anybody')
  t.equal((await userinfo(body.access_token)).status, 401)
  const forged = await new SignJWT({ ...payload, aud: [api.identifier, `${p.issuer}userinfo`] })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(secret)
  t.equal((await userinfo(forged)).status, 401)
  const { rows } = await p.app.database.query('select signing_secret from resource_servers where id = $1', [api.id])
  t.match(rows[0].signing_secret, /^v1\./, 'sealed at rest')
})

t.test('a machine’s token follows the API’s algorithm', async t => {
  const app = await registerClient(p, { app_type: 'non_interactive', callbacks: [] })
  const api = await registerApi(p, { signing_alg: 'ES256' })
  await p.app.api('POST', '/client-grants', {
    client_id: app.client_id,
    audience: api.identifier,
    scope: ['read:things'],
  })
  const ask = () =>
    p.token({
      grant_type: 'client_credentials',
      client_id: app.client_id,
      client_secret: app.client_secret,
      audience: api.identifier,
    })
  await p.settled()
  const { body } = await ask()
  t.equal(
    (await jwtVerify(body.access_token, keySet(), { algorithms: ['ES256'] })).payload.sub,
    `${app.client_id}@clients`,
  )
  await p.app.api('PATCH', `/resource-servers/${api.id}`, { signing_alg: 'RS256' })
  await p.settled()
  t.equal(headerOf((await ask()).body.access_token).alg, 'RS256')
})

t.test('a signature is verified by the algorithm of its key, whatever the header says', async t => {
  const app = await registerClient(p)
  const api = await registerApi(p)
  const { body } = await p.tokens(app, ada, { audience: api.identifier, scope: 'openid email' })
  const claims = claimsOf(body.access_token)
  const keys = await p.store.signing_keys.list()
  const current = async (alg: string) => {
    const key = keys.find(key => key.alg === alg && key.state === 'current')
    const pem = await p.store.signing_keys.openPrivateKey(key?.kid ?? '')
    if (!key || !pem) throw new Error(`no key for ${alg}`)
    return { key, pem, public_pem: createPublicKey(pem).export({ type: 'spki', format: 'pem' }) as string }
  }
  const [rs256, ps256, rs512, es256, eddsa] = await Promise.all(
    ['RS256', 'PS256', 'RS512', 'ES256', 'EdDSA'].map(current),
  )
  const signed = async (alg: string, { pem }: { pem: string }, header: object) =>
    new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT', ...header }).sign(await importPKCS8(pem, alg))
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const hmac = (secret: Uint8Array, header: object) =>
    new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', ...header })
      .sign(secret)
  t.equal((await userinfo(await signed('RS256', rs256!, { kid: rs256!.key.kid }))).status, 200, 'the claims are good')

  const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const stranger = strangers.privateKey
  const raw = `${encoded({ alg: 'RS256', typ: 'JWT', kid: ps256!.key.kid })}.${encoded(claims)}`
  const forgeries: { [what: string]: string } = {
    'by the key for PS256, as RS256': await signed('RS256', ps256!, { kid: ps256!.key.kid }),
    'by the key for RS512, as RS256': await signed('RS256', rs512!, { kid: rs512!.key.kid }),
    'by the key for RS256, as PS256': await signed('PS256', rs256!, { kid: rs256!.key.kid }),
    'by the key for RS256, as RS512': await signed('RS512', rs256!, { kid: rs256!.key.kid }),
    'by PSS under the name of RS256': `${raw}.${sign('sha256', Buffer.from(raw), { key: ps256!.pem, padding: 6, saltLength: 32 }).toString('base64url')}`,
    'by the key for ES256, named as the one for RS256': await signed('ES256', es256!, { kid: rs256!.key.kid }),
    'by the key for EdDSA, without a kid of its algorithm': await signed('EdDSA', eddsa!, { kid: es256!.key.kid }),
    'by no key': `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(claims)}.`,
    'by no key, with the kid of one': `${encoded({ alg: 'none', typ: 'JWT', kid: rs256!.key.kid })}.${encoded(claims)}.`,
    'by HMAC with a public key': await hmac(Buffer.from(rs256!.public_pem), { kid: rs256!.key.kid }),
    'by HMAC with a public modulus': await hmac(Buffer.from(String(rs256!.key.public_jwk.n), 'base64url'), {
      kid: rs256!.key.kid,
    }),
    'by HMAC with a certificate': await hmac(Buffer.from(rs256!.key.cert), { kid: rs256!.key.kid }),
    'by a key that it brings along': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', jwk: strangers.publicKey.export({ format: 'jwk' }) })
      .sign(stranger),
    'by a stranger, with the kid of one': await new SignJWT(claims)
      .setProtectedHeader({
        alg: 'RS256',
        typ: 'JWT',
        kid: rs256!.key.kid,
        jku: 'https://evil.example/jwks',
        x5u: 'https://evil.example/x',
      })
      .sign(stranger),
  }
  const api_v2 = (token: string) => p.app.fetch('/api/v2/clients', { headers: { authorization: `Bearer ${token}` } })
  for (const [what, token] of Object.entries(forgeries)) {
    t.equal((await userinfo(token)).status, 401, `/userinfo: ${what}`)
    t.equal((await api_v2(token)).status, 401, `/api/v2: ${what}`)
  }

  // The same at the Management API, with claims that are good there.
  const admin = claimsOf(await p.app.adminToken())
  const asAdmin = async (alg: string, { pem, key }: { pem: string; key: { kid: string } }) =>
    new SignJWT(admin).setProtectedHeader({ alg, typ: 'JWT', kid: key.kid }).sign(await importPKCS8(pem, alg))
  t.equal((await api_v2(await asAdmin('RS256', rs256!))).status, 200)
  for (const [alg, key] of [
    ['PS256', ps256!],
    ['ES256', es256!],
    ['RS512', rs512!],
    ['RS256', ps256!],
  ] as const)
    t.equal((await api_v2(await asAdmin(alg, key))).status, 401, 'its tokens are signed by RS256 and no other')

  // And with ID tokens as hints.
  const id = claimsOf(body.id_token)
  const hint = async (alg: string, { pem, key }: { pem: string; key: { kid: string } }) => {
    const token = await new SignJWT(id).setProtectedHeader({ alg, kid: key.kid }).sign(await importPKCS8(pem, alg))
    return (await p.get(`/oidc/logout?${new URLSearchParams({ id_token_hint: token })}`)).status
  }
  t.equal(await hint('RS256', rs256!), 200)
  t.equal(await hint('PS256', ps256!), 400, 'a hint is signed by its client’s algorithm')
  t.equal(await hint('RS256', ps256!), 400)
})
