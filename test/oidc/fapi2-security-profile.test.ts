import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import { createLocalJWKSet, exportJWK, importPKCS8, jwtVerify, SignJWT } from 'jose'
import * as judge from 'openid-client'
import t from 'tap'
import { selfSignedCertificate } from '../../src/oidc/certificate.ts'
import { newSigningKey } from '../../src/oidc/signing-keys.ts'
import type { Client, NewClient } from '../../src/store/clients.ts'
import { createProver } from '../support/dpop.ts'
import {
  CALLBACK,
  challengeOf,
  claimsOf,
  createProtocol,
  headerOf,
  locationOf,
  type Parameters,
} from '../support/protocol.ts'
import type { Visited } from '../support/visitor.ts'

/*
 * FAPI 2.0 Security Profile, §5.3.2 (what an authorization server must do) and §5.4, for clients with a `compliance_level`; and Message Signing,
 * §5.3 and §5.4. Which test holds which clause:
 *
 * §5.3.2.1 (general)
 *   1  metadata                          discovery says what the profile needs
 *   2  no password grant                 management/clients-requests.test.ts
 *   3  confidential clients only         management/clients-requests.test.ts; 'a client that authenticates …'
 *   4, 5  sender-constrained tokens      'no token leaves that is not bound', 'a client bound by certificates'
 *   6  private_key_jwt or mutual TLS     'a client that authenticates in another way'
 *   7  no open redirector                rfc9700-redirect-uris.test.ts
 *   8  aud of assertions                 'an assertion names the issuer, as one string'
 *   9  no rotation of refresh tokens     'a refresh token stays', management/clients-requests.test.ts
 *   11 codes live 60 seconds             'a code is used once, and within 60 seconds'
 *   12 dpop_jkt                          'a code can be bound to the key'
 *   13 clocks                            'clocks may differ'
 * §5.3.2.2 (authorization code flow)
 *   1  response_type code                'only code'
 *   2, 3, 4  pushed, authenticated       'every request is pushed'
 *   5  PKCE, S256                        'PKCE, for confidential clients too'
 *   6  redirect_uri                      'a pushed request names its redirect_uri'
 *   7  iss                               'the way that works'
 *   8  no http redirect URIs             'no answer over http', management/clients-requests.test.ts
 *   9  codes once                        'a code is used once, and within 60 seconds'
 *   10, 11  303, never 307               'the way that works'
 *   12 less than 600 seconds             'the way that works', management/clients-requests.test.ts
 *   13, 14  consent                      login/consent.test.ts
 * §5.3.2.3  nonce of 64 characters       'the way that works'
 * §5.3.4    tokens in the header only    'a client bound by certificates'
 * §5.4.1    PS256, ES256, EdDSA          'nothing is signed by another algorithm'
 * Message Signing §5.3.1, §5.4.2         'a client of message signing', 'a signed request is its client’s own'
 */

const p = await createProtocol(t, {
  trusted_proxies: ['127.0.0.1'],
  client_certificates: { ca: undefined, header: 'x-client-cert', verified_header: 'x-client-verify' },
})
const person = await p.createUser()
const now = new Date()
await p.store.signing_keys.introduce(await newSigningKey('PS256', now), await newSigningKey('PS256', now), now)
const api = await p.createApi({ signing_alg: 'PS256' })
const old_api = await p.createApi({ signing_alg: 'RS256' })
const prover = await createProver()
const VERIFIER = randomBytes(32).toString('base64url')

type Key = { id: string; kid: string; alg: string; privateKey: KeyObject }

async function createKey(client_id: string, alg = 'PS256'): Promise<Key> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { id: `cred_${randomBytes(8).toString('hex')}`, kid: randomBytes(8).toString('hex'), alg, privateKey }
  await p.store.client_credentials.create(
    {
      id: key.id,
      client_id,
      name: null,
      credential_type: 'public_key',
      kid: key.kid,
      alg,
      pem: null,
      public_jwk: (await exportJWK(publicKey)) as { [name: string]: string },
      subject_dn: null,
      thumbprint_sha256: null,
      expires_at: null,
    },
    new Date(),
  )
  return key
}

const STEADY = {
  rotation_type: 'non-rotating',
  expiration_type: 'non-expiring',
  leeway: 0,
  token_lifetime: 2_592_000,
  infinite_token_lifetime: true,
  idle_token_lifetime: 1_296_000,
  infinite_idle_token_lifetime: true,
} as const

async function createFapiClient(
  compliance_level: string,
  patch: Partial<NewClient> = {},
): Promise<{ client: Client; key: Key }> {
  const { client_id } = await p.createClient({
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    refresh_token: STEADY,
    jwt_configuration: { alg: 'PS256', lifetime_in_seconds: 300, secret_encoded: false },
    require_pushed_authorization_requests: true,
    require_proof_of_possession: true,
    compliance_level,
  })
  const key = await createKey(client_id)
  const credentials = [{ id: key.id }]
  const client = await p.store.clients.update(
    client_id,
    {
      client_authentication_methods: { private_key_jwt: { credentials } },
      signed_request_object: { required: false, credentials },
      ...patch,
    },
    new Date(),
  )
  await p.settled()
  return { client: client as Client, key }
}

type Claims = { [claim: string]: unknown }
const epoch = () => Math.floor(Date.now() / 1000)

const assertion = (client: Client, { alg, kid, privateKey }: Key, claims: Claims = {}, header: Claims = {}) =>
  new SignJWT({
    iss: client.client_id,
    sub: client.client_id,
    aud: p.issuer,
    jti: randomUUID(),
    iat: epoch(),
    exp: epoch() + 60,
    ...claims,
  })
    .setProtectedHeader({ alg, kid, ...header })
    .sign(privateKey)

const authenticated = async (client: Client, key: Key, claims: Claims = {}): Promise<Parameters> => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: await assertion(client, key, claims),
})

const asked = (client: Client, parameters: Parameters = {}): Parameters => ({
  client_id: client.client_id,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid offline_access read:things',
  audience: api.identifier,
  state: 'state',
  code_challenge: challengeOf(VERIFIER),
  code_challenge_method: 'S256',
  ...parameters,
})

const { client: app, key } = await createFapiClient('fapi2_sp_pkj_dpop')

const push = async (parameters: Parameters = {}, client = app, by = key) =>
  p.post('/oauth/par', { ...asked(client, parameters), ...(await authenticated(client, by)) })

/** As far as the code. */
async function code(parameters: Parameters = {}, client = app, by = key): Promise<{ page: Visited; callback: URL }> {
  const { status, body, text } = await push(parameters, client, by)
  if (status !== 201) throw new Error(text)
  const browser = p.browser()
  const page = await p.authorize(browser, { client_id: client.client_id, request_uri: body.request_uri })
  const landed = await p.signIn(browser, page, person)
  return { page: landed, callback: locationOf(landed) }
}

const dpop = async (path = 'oauth/token', by = prover) => ({ dpop: await by.proof('POST', `${p.issuer}${path}`) })

const redeem = async (callback: URL, headers: { [name: string]: string } = {}, client = app, by = key) =>
  p.token(
    {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      ...(await authenticated(client, by)),
    },
    headers,
  )

t.test('the way that works: pushed, authenticated, bound, signed', async t => {
  const nonce = 'n'.repeat(64)
  const pushed = await push({ nonce })
  t.equal(pushed.status, 201, pushed.text)
  t.ok(pushed.body.expires_in < 600)
  const browser = p.browser()
  const page = await p.authorize(browser, { client_id: app.client_id, request_uri: pushed.body.request_uri })
  t.equal(page.status, 303)
  const landed = await p.signIn(browser, page, person)
  t.equal(landed.status, 303)
  const callback = locationOf(landed)
  t.equal(callback.searchParams.get('iss'), p.issuer)
  t.same([...callback.searchParams.keys()].sort(), ['code', 'iss', 'state'])
  const { status, body, text } = await redeem(callback, await dpop())
  t.equal(status, 200, text)
  t.equal(body.token_type, 'DPoP')
  t.equal(claimsOf(body.access_token).cnf.jkt, prover.jkt)
  t.equal(headerOf(body.access_token).alg, 'PS256')
  t.equal(headerOf(body.id_token).alg, 'PS256')
  t.equal(claimsOf(body.id_token).nonce, nonce)
})

t.test('every request is pushed, by a client that authenticates', async t => {
  const { browser } = await p.authorized(await p.createClient(), person)
  const plain = locationOf(await p.authorize(browser, asked(app)))
  t.equal(plain.searchParams.get('error'), 'invalid_request')
  t.notOk(plain.searchParams.has('code'))
  t.equal((await p.post('/oauth/par', asked(app))).status, 401)
  t.equal((await p.post('/oauth/par', { ...asked(app), client_secret: app.client_secret })).status, 401)
  await p.store.settings.update({ pushed_authorization_requests_supported: false }, new Date())
  await p.settled()
  const without = locationOf(await p.authorize(browser, asked(app)))
  t.equal(without.searchParams.get('error'), 'invalid_request', 'also where the tenant takes no pushes')
  await p.store.settings.update({ pushed_authorization_requests_supported: true }, new Date())
  await p.settled()
})

t.test('a client that authenticates in another way than its level says gets nowhere', async t => {
  const { client_id, client_secret } = await p.createClient({
    token_endpoint_auth_method: 'client_secret_post',
    compliance_level: 'fapi2_sp_pkj_dpop',
    grant_types: ['authorization_code', 'client_credentials'],
  })
  const pushed = await p.post('/oauth/par', { ...asked(app), client_id, client_secret })
  t.equal(pushed.status, 400)
  const open = await p.createClient({ compliance_level: 'fapi2_sp_pkj_dpop' })
  t.equal((await p.post('/oauth/par', asked(open))).status, 400)
})

t.test('a level that nobody enforces is no level: nothing is issued', async t => {
  const unknown = await p.createClient({ compliance_level: 'fapi3_someday' })
  const page = await p.authorize(p.browser(), asked(unknown))
  t.notMatch(page.headers.get('location') ?? '', /code=|\/u\//)
})

t.test('only code', async t => {
  for (const response_type of ['id_token', 'code id_token', 'id_token token', 'code token', 'token', 'none'])
    t.match((await push({ response_type, nonce: 'n' })).body.error, /^(invalid_request|unsupported_response_type)$/)
  const { client, key: own } = await createFapiClient('fapi2_sp_pkj_dpop', {
    grant_types: ['authorization_code', 'implicit'],
  })
  for (const response_type of ['id_token', 'code id_token', 'id_token token'])
    t.not((await push({ response_type, nonce: 'n' }, client, own)).status, 201, response_type)
})

t.test('PKCE, for confidential clients too, by S256', async t => {
  for (const parameters of [
    { code_challenge: undefined, code_challenge_method: undefined },
    { code_challenge: VERIFIER, code_challenge_method: 'plain' },
    { code_challenge_method: undefined },
  ])
    t.equal((await push(parameters)).body.error, 'invalid_request', JSON.stringify(parameters))
  const { callback } = await code()
  const { status } = await p.token(
    {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      ...(await authenticated(app, key)),
    },
    await dpop(),
  )
  t.not(status, 200, 'no verifier, no token')
})

t.test('a pushed request names its redirect_uri, a registered one, and so does its code', async t => {
  t.equal((await push({ redirect_uri: undefined })).body.error, 'invalid_request')
  t.equal((await push({ redirect_uri: `${CALLBACK}/` })).body.error, 'invalid_request')
})

t.test('no answer over http, except to a native app on its own machine', async t => {
  const redirect_uri = 'http://app.example/callback'
  const web = await createFapiClient('fapi2_sp_pkj_dpop', { callbacks: [redirect_uri, 'http://localhost/callback'] })
  t.equal((await push({ redirect_uri }, web.client, web.key)).body.error, 'invalid_request')
  const own = { redirect_uri: 'http://localhost/callback' }
  t.equal((await push(own, web.client, web.key)).body.error, 'invalid_request')
  const native = await createFapiClient('fapi2_sp_pkj_dpop', {
    app_type: 'native',
    callbacks: ['http://127.0.0.1/callback', redirect_uri],
  })
  const loopback = { redirect_uri: 'http://127.0.0.1:51234/callback' }
  t.equal((await push(loopback, native.client, native.key)).status, 201)
  t.equal((await push({ redirect_uri }, native.client, native.key)).body.error, 'invalid_request')
})

t.test('no token leaves that is not bound', async t => {
  const { callback } = await code()
  const bare = await redeem(callback)
  t.not(bare.status, 200)
  t.notOk(bare.body.access_token)
  const machine = async (headers: { [name: string]: string }) =>
    p.token({ grant_type: 'client_credentials', audience: api.identifier, ...(await authenticated(app, key)) }, headers)
  await p.store.client_grants.create(
    {
      id: `cgr_${randomBytes(8).toString('hex')}`,
      client_id: app.client_id,
      resource_server_id: api.id,
      scope: ['read:things'],
      allow_all_scopes: false,
      subject_type: 'client',
    },
    new Date(),
  )
  await p.settled()
  const unbound = await machine({})
  t.not(unbound.status, 200)
  t.notOk(unbound.body.access_token)
  const bound = await machine(await dpop())
  t.equal(bound.status, 200, bound.text)
  t.equal(claimsOf(bound.body.access_token).cnf.jkt, prover.jkt)
})

t.test('an access token without an audience is bound as well', async t => {
  const { callback } = await code({ audience: undefined, scope: 'openid' })
  const { body } = await redeem(callback, await dpop())
  t.equal(body.token_type, 'DPoP')
  const url = `${p.issuer}userinfo`
  const stolen = await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })
  t.equal(stolen.status, 401)
  t.equal((await p.get(`/userinfo?access_token=${body.access_token}`)).status, 401)
  const proof = await prover.proof('GET', url, { token: body.access_token })
  const own = await p.get('/userinfo', { authorization: `DPoP ${body.access_token}`, dpop: proof })
  t.equal(own.status, 200, own.text)
})

t.test('a refresh token stays, and gives bound tokens', async t => {
  const { callback } = await code()
  const { body } = await redeem(callback, await dpop())
  t.ok(body.refresh_token)
  const refresh = async (headers: { [name: string]: string }) =>
    p.token(
      { grant_type: 'refresh_token', refresh_token: body.refresh_token, ...(await authenticated(app, key)) },
      headers,
    )
  t.not((await refresh({})).status, 200)
  for (let i = 0; i < 2; i++) {
    const again = await refresh(await dpop())
    t.equal(again.status, 200, again.text)
    t.ok([undefined, body.refresh_token].includes(again.body.refresh_token))
    t.equal(claimsOf(again.body.access_token).cnf.jkt, prover.jkt)
  }
})

t.test('a code is used once, and within 60 seconds', async t => {
  const first = await code()
  t.equal((await redeem(first.callback, await dpop())).status, 200)
  t.not((await redeem(first.callback, await dpop())).status, 200)
  await code()
  const { rows } = await p.app.database.query(
    `select (payload->>'exp')::int - (payload->>'iat')::int as seconds from artefacts where kind = 'AuthorizationCode'`,
  )
  t.ok(rows.length > 0)
  t.ok(rows.every(({ seconds }) => seconds <= 60))
})

t.test('a code can be bound to the key, by a parameter or by the proof of the push', async t => {
  const other = await createProver()
  const named = await code({ dpop_jkt: prover.jkt })
  t.not((await redeem(named.callback, await dpop('oauth/token', other))).status, 200)
  const pushed = await p.post(
    '/oauth/par',
    { ...asked(app), ...(await authenticated(app, key)) },
    await dpop('oauth/par'),
  )
  t.equal(pushed.status, 201, pushed.text)
  const browser = p.browser()
  const page = await p.authorize(browser, { client_id: app.client_id, request_uri: pushed.body.request_uri })
  const callback = locationOf(await p.signIn(browser, page, person))
  t.not((await redeem(callback, await dpop('oauth/token', other))).status, 200)
})

t.test('an assertion names the issuer, as one string, and nothing else', async t => {
  const trial = async (claims: Claims) =>
    (await p.post('/oauth/par', { ...asked(app), ...(await authenticated(app, key, claims)) })).status
  t.equal(await trial({ aud: [p.issuer] }), 401)
  t.equal(await trial({ aud: `${p.issuer}oauth/par` }), 401)
  t.equal(await trial({ aud: `${p.issuer}oauth/token` }), 401)
  t.equal(await trial({ aud: p.issuer.replace(/\/$/, '') }), 401)
  t.equal(await trial({}), 201)
})

t.test('clocks may differ by ten seconds, and not by more than sixty', async t => {
  const trial = async (claims: Claims) =>
    (await p.post('/oauth/par', { ...asked(app), ...(await authenticated(app, key, claims)) })).status
  t.equal(await trial({ iat: epoch() + 8, nbf: epoch() + 8 }), 201)
  t.equal(await trial({ nbf: epoch() + 90, exp: epoch() + 180 }), 401)
  t.equal(await trial({ iat: epoch() + 90, exp: epoch() + 180 }), 401)
})

t.test('nothing is signed by another algorithm, and nothing that is is taken', async t => {
  const weak = await createKey(app.client_id, 'RS256')
  const credentials = [{ id: key.id }, { id: weak.id }]
  await p.store.clients.update(
    app.client_id,
    {
      client_authentication_methods: { private_key_jwt: { credentials } },
      signed_request_object: { required: false, credentials },
    },
    new Date(),
  )
  await p.settled()
  t.equal((await p.post('/oauth/par', { ...asked(app), ...(await authenticated(app, weak)) })).status, 401)
  const request = await new SignJWT({ ...requestClaims(app) })
    .setProtectedHeader({ alg: 'RS256', kid: weak.kid })
    .sign(weak.privateKey)
  const pushed = await p.post('/oauth/par', { request, ...(await authenticated(app, key)) })
  t.equal(pushed.body.error, 'invalid_request_object')
  const elsewhere = await push({ audience: old_api.identifier })
  t.equal(elsewhere.body.error, 'invalid_target', 'an API whose tokens are RS256')
})

const requestClaims = (client: Client, claims: Claims = {}): Claims => {
  const { audience, ...parameters } = asked(client)
  return {
    ...parameters,
    audience,
    iss: client.client_id,
    aud: p.issuer,
    nbf: epoch(),
    exp: epoch() + 300,
    ...claims,
  }
}

t.test('a client of message signing signs its requests, and is answered by what is signed', async t => {
  const { client, key: own } = await createFapiClient('fapi2_ms_pkj_dpop')
  const signed = async (claims: Claims = {}) =>
    p.post('/oauth/par', {
      request: await new SignJWT(requestClaims(client, { response_mode: 'jwt', ...claims }))
        .setProtectedHeader({ alg: 'PS256', kid: own.kid, typ: 'oauth-authz-req+jwt' })
        .sign(own.privateKey),
      ...(await authenticated(client, own)),
    })
  t.equal((await push({ response_mode: 'jwt' }, client, own)).body.error, 'invalid_request', 'plain parameters')
  t.equal((await signed({ response_mode: undefined })).body.error, 'invalid_request', 'a plain answer')
  for (const claims of [
    { nbf: undefined },
    { exp: undefined },
    { exp: epoch() + 3_700 },
    { nbf: epoch() - 3_700, exp: epoch() + 60 },
    { nbf: epoch() + 120, exp: epoch() + 180 },
    { aud: 'https://elsewhere.example/' },
  ])
    t.equal((await signed(claims)).body.error, 'invalid_request_object', JSON.stringify(claims))

  const { body, text, status } = await signed()
  t.equal(status, 201, text)
  const browser = p.browser()
  const page = await p.authorize(browser, { client_id: client.client_id, request_uri: body.request_uri })
  const landed = locationOf(await p.signIn(browser, page, person))
  t.same([...landed.searchParams.keys()], ['response'])
  const keys = createLocalJWKSet((await p.get('/.well-known/jwks.json')).body)
  const { payload, protectedHeader } = await jwtVerify(landed.searchParams.get('response') ?? '', keys, {
    issuer: p.issuer,
    audience: client.client_id,
  })
  t.equal(protectedHeader.alg, 'PS256', 'by the algorithm of its ID tokens, where none is named')
  const callback = new URL(`${CALLBACK}?code=${payload.code}`)
  t.equal((await redeem(callback, await dpop(), client, own)).status, 200)
})

/** As a proxy passes it on, and as it is registered. */
function createCertificate() {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const day = 86_400_000
  const der = selfSignedCertificate('RS256', pair, 'app', new Date(Date.now() - day), new Date(Date.now() + day))
  const text = der.toString('base64')
  return {
    shown: { 'x-client-cert': `:${text}:` },
    pem: `-----BEGIN CERTIFICATE-----\n${text.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

t.test('a client bound by certificates gets tokens for its certificate, and none without', async t => {
  const { client, key: own } = await createFapiClient('fapi2_sp_pkj_mtls')
  const { shown } = createCertificate()
  const { callback } = await code({}, client, own)
  const bare = await redeem(callback, {}, client, own)
  t.not(bare.status, 200)
  t.notOk(bare.body.access_token)
  const again = await code({}, client, own)
  const proven = await redeem(again.callback, await dpop(), client, own)
  t.notOk(proven.body.access_token, 'a proof is no certificate')
  const third = await code({}, client, own)
  const { status, body, text } = await redeem(third.callback, shown, client, own)
  t.equal(status, 200, text)
  t.ok(claimsOf(body.access_token).cnf['x5t#S256'])

  const bearer = { authorization: `Bearer ${body.access_token}` }
  t.equal((await p.get('/userinfo', { ...bearer, ...shown })).status, 200)
  t.equal((await p.get('/userinfo', bearer)).status, 401)
  t.equal((await p.get(`/userinfo?access_token=${body.access_token}`, shown)).status, 401, '§5.3.4: not in a query')
})

t.test('a client that authenticates by a certificate is bound to it: from the Management API to the token', async t => {
  const { shown, pem } = createCertificate()
  const made = await p.app.api('POST', '/clients', {
    name: 'Bank',
    app_type: 'regular_web',
    callbacks: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    jwt_configuration: { alg: 'PS256' },
    refresh_token: { rotation_type: 'non-rotating', expiration_type: 'non-expiring' },
    client_authentication_methods: {
      self_signed_tls_client_auth: { credentials: [{ credential_type: 'x509_cert', pem }] },
    },
    compliance_level: 'fapi2_sp_mtls_mtls',
  })
  t.equal(made.status, 201, JSON.stringify(made.body))
  await p.settled()
  const client = made.body as Client
  t.equal((await p.post('/oauth/par', asked(client))).status, 401)
  t.equal((await p.post('/oauth/par', asked(client), createCertificate().shown)).status, 401, 'another certificate')
  const { status, body, text } = await p.post('/oauth/par', asked(client), shown)
  t.equal(status, 201, text)
  const browser = p.browser()
  const page = await p.authorize(browser, { client_id: client.client_id, request_uri: body.request_uri })
  const callback = locationOf(await p.signIn(browser, page, person))
  const redemption = {
    grant_type: 'authorization_code',
    client_id: client.client_id,
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  }
  const tokens = await p.token(redemption, shown)
  t.equal(tokens.status, 200, tokens.text)
  t.ok(claimsOf(tokens.body.access_token).cnf['x5t#S256'])
})

t.test('openid-client, a client that we did not write, goes the whole way of message signing', async t => {
  const { client, key: own } = await createFapiClient('fapi2_ms_pkj_dpop')
  const pkcs8 = own.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const signing = { key: await importPKCS8(pkcs8, 'PS256'), kid: own.kid }
  const metadata = { use_mtls_endpoint_aliases: false, authorization_signed_response_alg: 'PS256' }
  const config = await judge.discovery(
    new URL(p.issuer),
    client.client_id,
    { ...metadata, id_token_signed_response_alg: 'PS256' },
    judge.PrivateKeyJwt(signing),
    { execute: [judge.allowInsecureRequests, judge.useJwtResponseMode] },
  )
  const DPoP = judge.getDPoPHandle(config, await judge.randomDPoPKeyPair('ES256'))
  const pkceCodeVerifier = judge.randomPKCECodeVerifier()
  const expectedState = judge.randomState()
  const expectedNonce = judge.randomNonce()
  const signed = await judge.buildAuthorizationUrlWithJAR(
    config,
    {
      redirect_uri: CALLBACK,
      scope: 'openid offline_access read:things',
      resource: api.identifier,
      code_challenge: await judge.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    },
    signing,
  )
  const url = await judge.buildAuthorizationUrlWithPAR(config, signed.searchParams, { DPoP })
  t.same([...url.searchParams.keys()].sort(), ['client_id', 'request_uri'])
  const browser = p.browser()
  const callback = locationOf(await p.signIn(browser, await browser.fetch(`${url.pathname}${url.search}`), person))
  const tokens = await judge.authorizationCodeGrant(
    config,
    callback,
    { pkceCodeVerifier, expectedState, expectedNonce, idTokenExpected: true },
    { resource: api.identifier },
    { DPoP },
  )
  t.equal(tokens.token_type, 'dpop')
  t.match(tokens.claims(), { sub: person.user_id, nonce: expectedNonce })
  const again = await judge.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP })
  t.ok(claimsOf(again.access_token).cnf.jkt)
  const info = await judge.fetchUserInfo(config, again.access_token, person.user_id, { DPoP })
  t.equal(info.sub, person.user_id)
})

t.test('state and nonce may be long, or absent, and scopes come in any order', async t => {
  const long = 'x'.repeat(384)
  for (const parameters of [
    { state: long, nonce: long },
    { state: undefined, nonce: undefined },
    { scope: 'read:things offline_access openid' },
  ]) {
    const { callback } = await code(parameters)
    const { state, nonce } = { state: 'state', nonce: undefined, ...parameters }
    t.equal(callback.searchParams.get('state') ?? undefined, state)
    const { status, body, text } = await redeem(callback, await dpop())
    t.equal(status, 200, text)
    t.equal(claimsOf(body.id_token).nonce, nonce)
  }
})

t.test('a code is its client’s, and a client is who it proves to be', async t => {
  const second = await createFapiClient('fapi2_sp_pkj_dpop')
  const stolen = await redeem((await code()).callback, await dpop(), second.client, second.key)
  t.equal(stolen.body.error, 'invalid_grant')
  const { callback } = await code()
  const redemption = {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  }
  const bare = await p.token({ ...redemption, client_id: app.client_id }, await dpop())
  t.equal(bare.status, 401, 'without an assertion')
  const mixed = { ...redemption, client_id: second.client.client_id, ...(await authenticated(app, key)) }
  t.match(await p.token(mixed, await dpop()), { status: 400, body: { error: 'invalid_request' } }, 'in two names')
  const forged = { ...redemption, client_id: second.client.client_id, ...(await authenticated(second.client, key)) }
  t.equal((await p.token(forged, await dpop())).status, 401, 'in the second’s name, by the first’s key')
  t.equal((await redeem(callback, await dpop())).status, 200)
})

t.test('a proof may say more than it must, and a clock may be ten seconds off', async t => {
  const now = epoch()
  const url = `${p.issuer}oauth/token`
  const shouted = url.replace('http://localhost', 'HTTP://LOCALHOST')
  for (const options of [
    { claims: { nbf: now, exp: now + 300 } },
    { claims: { iat: now - 10 } },
    { claims: { iat: now + 10 } },
    { claims: { more: 'x' }, header: { more: 'x' } },
    { claims: { htu: `${url}?x=1#y` } },
    { claims: { htu: shouted } },
  ]) {
    const proof = await prover.proof('POST', url, options)
    const { status, body, text } = await redeem((await code({ audience: undefined, scope: 'openid' })).callback, {
      dpop: proof,
    })
    t.equal(status, 200, `${JSON.stringify(options)} ${text}`)
    const at = { ...options, token: body.access_token, claims: { ...options.claims } as Claims }
    if (typeof at.claims.htu === 'string') at.claims.htu = at.claims.htu.replace('oauth/token', 'userinfo')
    const told = await p.get('/userinfo', {
      authorization: `DPoP ${body.access_token}`,
      dpop: await prover.proof('GET', `${p.issuer}userinfo`, at),
    })
    t.equal(told.status, 200, `${JSON.stringify(options)} ${told.text}`)
  }
})

t.test('the scheme of a token may be written in any case (RFC 9110 §11.1)', async t => {
  const { body } = await redeem((await code({ audience: undefined, scope: 'openid' })).callback, await dpop())
  for (const scheme of ['DPoP', 'dpop', 'DPOP', 'DpOp']) {
    const proof = await prover.proof('GET', `${p.issuer}userinfo`, { token: body.access_token })
    const told = await p.get('/userinfo', { authorization: `${scheme} ${body.access_token}`, dpop: proof })
    t.equal(told.status, 200, scheme)
  }
  const bearer = (await p.tokens(await p.createClient(), person)).body.access_token
  for (const scheme of ['Bearer', 'bearer', 'BEARER'])
    t.equal((await p.get('/userinfo', { authorization: `${scheme} ${bearer}` })).status, 200, scheme)
})

t.test('requests are pushed by POST alone, and hold no request_uri', async t => {
  const { status, body } = await p.get(`/oauth/par?${new URLSearchParams(asked(app) as { [name: string]: string })}`)
  t.equal(Math.floor(status / 100), 4)
  t.notOk(body?.request_uri)
  for (const request_uri of ['urn:ietf:params:oauth:request_uri:x', 'https://app.example/request.jwt'])
    t.match((await push({ request_uri })).body.error, /^(invalid_request|request_uri_not_supported)$/)
})

t.test('a signed request is its client’s own, whole, and of now', async t => {
  const { client, key: own } = await createFapiClient('fapi2_ms_pkj_dpop')
  const stranger = await createFapiClient('fapi2_ms_pkj_dpop')
  const sign = (claims: Claims = {}, by = own, alg = 'PS256') =>
    new SignJWT(requestClaims(client, { response_mode: 'jwt', ...claims }))
      .setProtectedHeader({ alg, kid: by.kid, typ: 'oauth-authz-req+jwt' })
      .sign(by.privateKey)
  const send = async (request: string, beside: Parameters = {}) =>
    p.post('/oauth/par', { request, ...beside, ...(await authenticated(client, own)) })
  for (const claims of [{ aud: [p.issuer, 'https://elsewhere.example/'] }, { nbf: epoch() + 8 }])
    t.equal((await send(await sign(claims))).status, 201, JSON.stringify(claims))
  const good = await sign()
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${good.split('.')[1]}.`
  for (const [what, request] of Object.entries({
    'one that has ended': await sign({ nbf: epoch() - 600, exp: epoch() - 300 }),
    'one that nobody signed': none,
    'one whose signature is not right': good.replace(/\.[^.]{20}([^.]*)$/, `.${'A'.repeat(20)}$1`),
    'one that another client signed': await sign({}, stranger.key),
    'one that names another client’s key': await sign({}, { ...stranger.key, kid: own.kid }),
    'one without a redirect URI': await sign({ redirect_uri: undefined }),
    'one that refers to another': await sign({ request_uri: 'urn:ietf:params:oauth:request_uri:x' }),
  })) {
    const { status, body } = await send(request)
    t.equal(status, 400, what)
    t.match(body.error, /^invalid_request/, what)
  }
  const beside = { state: 'outside', nonce: 'outside', redirect_uri: 'https://evil.example/' }
  const { body } = await send(await sign({ state: undefined, nonce: 'inside' }), beside)
  const browser = p.browser()
  const page = await p.authorize(browser, { client_id: client.client_id, request_uri: body.request_uri, ...beside })
  const answer = locationOf(await p.signIn(browser, page, person)).searchParams.get('response') ?? ''
  t.notOk('state' in claimsOf(answer), 'a state outside is none')
  const callback = new URL(`${CALLBACK}?code=${claimsOf(answer).code}`)
  const { body: issued, text } = await redeem(callback, await dpop(), client, own)
  t.equal(claimsOf(issued.id_token).nonce, 'inside', text)
})

t.test('strictly by the RFCs, each refusal has the error that its specification names', async t => {
  await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
  await p.settled()
  const second = await createFapiClient('fapi2_sp_pkj_dpop')
  const weak = { ...key, alg: 'RS256' }
  const redemption = async (parameters: Parameters = {}, asking: Parameters = {}) => ({
    grant_type: 'authorization_code',
    code: (await code(asking)).callback.searchParams.get('code') ?? '',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...parameters,
  })
  const assert = (claims: Claims = {}, by = key, client = app) => authenticated(client, by, claims)
  const theirs = await authenticated(second.client, second.key)
  const stranger = await createProver()
  const unauthenticated = [401, 'invalid_client'] as const
  const invalidGrant = [400, 'invalid_grant'] as const
  for (const [what, parameters, headers, [status, error]] of [
    ['no assertion', { ...(await redemption()), client_id: app.client_id }, await dpop(), unauthenticated],
    ['an RS256 one', { ...(await redemption()), ...(await assert({}, weak)) }, await dpop(), unauthenticated],
    [
      'an old one',
      { ...(await redemption()), ...(await assert({ exp: epoch() - 300 })) },
      await dpop(),
      unauthenticated,
    ],
    [
      'one without a subject',
      { ...(await redemption()), ...(await assert({ sub: undefined })) },
      await dpop(),
      unauthenticated,
    ],
    [
      'one for others',
      { ...(await redemption()), ...(await assert({ aud: 'https://b.example/' })) },
      await dpop(),
      unauthenticated,
    ],
    [
      'by another’s key',
      { ...(await redemption()), ...(await assert({}, key, second.client)) },
      await dpop(),
      unauthenticated,
    ],
    ['another’s code', { ...(await redemption()), ...theirs }, await dpop(), invalidGrant],
    [
      'no verifier',
      { ...(await redemption({ code_verifier: undefined })), ...(await assert()) },
      await dpop(),
      invalidGrant,
    ],
    [
      'a wrong verifier',
      { ...(await redemption({ code_verifier: 'x'.repeat(43) })), ...(await assert()) },
      await dpop(),
      invalidGrant,
    ],
    [
      'another key',
      { ...(await redemption({}, { dpop_jkt: prover.jkt })), ...(await assert()) },
      await dpop('oauth/token', stranger),
      invalidGrant,
    ],
    ['no proof', { ...(await redemption()), ...(await assert()) }, {}, invalidGrant],
  ] as const) {
    const answered = await p.token(parameters, headers as { [name: string]: string })
    t.match(answered, { status, body: { error } }, what)
  }
  const twice = await redemption()
  const once = await p.token({ ...twice, ...(await assert()) }, await dpop())
  t.equal(once.status, 200, once.text)
  t.match(await p.token({ ...twice, ...(await assert()) }, await dpop()), {
    status: 400,
    body: { error: 'invalid_grant' },
  })

  const { client, key: own } = await createFapiClient('fapi2_ms_pkj_dpop')
  const pushed = async (claims: Claims, by = own, alg = 'PS256') =>
    p.post('/oauth/par', {
      request: await new SignJWT(requestClaims(client, { response_mode: 'jwt', ...claims }))
        .setProtectedHeader({ alg, kid: by.kid })
        .sign(by.privateKey),
      ...(await authenticated(client, own)),
    })
  for (const claims of [
    { exp: undefined },
    { nbf: undefined },
    { exp: epoch() - 300, nbf: epoch() - 600 },
    { exp: epoch() + 4_000 },
    { nbf: epoch() - 4_000 },
    { aud: 'https://b.example/' },
    { request_uri: 'urn:ietf:params:oauth:request_uri:x' },
  ])
    t.match(await pushed(claims), { status: 400, body: { error: 'invalid_request_object' } }, JSON.stringify(claims))
  for (const [by, alg] of [
    [own, 'RS256'],
    [second.key, 'PS256'],
    [{ ...second.key, kid: own.kid }, 'PS256'],
  ] as const)
    t.match(await pushed({}, by, alg), { status: 400, body: { error: 'invalid_request_object' } }, alg)
  t.match(await push({ response_mode: 'jwt' }, client, own), { status: 400, body: { error: 'invalid_request' } })
  t.match(await push({ redirect_uri: undefined }), { status: 400, body: { error: 'invalid_request' } })
  for (const response_type of ['code id_token', 'token'])
    t.match((await push({ response_type, nonce: 'n' })).body.error, /^(invalid_request|unsupported_response_type)$/)
  const late = await p.authorize(p.browser(), {
    client_id: app.client_id,
    request_uri: 'urn:ietf:params:oauth:request_uri:x',
  })
  t.match(late, { status: 400, body: /invalid_request_uri/ })
  await p.store.settings.update({ protocol_dialect: 'auth0' }, new Date())
  await p.settled()
})

t.test('discovery says what the profile needs', async t => {
  for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
    const { body } = await p.get(path)
    t.ok(body.pushed_authorization_request_endpoint)
    t.ok(body.token_endpoint_auth_methods_supported.includes('private_key_jwt'))
    t.ok(body.dpop_signing_alg_values_supported.includes('PS256'))
    t.ok(body.code_challenge_methods_supported.includes('S256'))
    t.equal(body.authorization_response_iss_parameter_supported, true)
    t.ok(body.request_object_signing_alg_values_supported.includes('PS256'))
    t.ok(body.id_token_signing_alg_values_supported.includes('PS256'))
  }
})

t.test('a client without a level is asked none of this', async t => {
  const { body } = await p.tokens(await p.createClient(), person, { audience: old_api.identifier })
  t.equal(body.token_type, 'Bearer')
})
