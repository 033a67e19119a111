import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { type JWTPayload, UnsecuredJWT } from 'jose'
import t from 'tap'
import {
  asClient,
  confidential,
  createIssuer,
  exchange,
  hmacBy,
  JWT_BEARER,
  LEGACY_TOKEN,
  TOKEN_EXCHANGE,
  trust,
} from '../support/exchange.ts'
import { claimsOf, createProtocol, type Parameters } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const api = await p.createApi()
const idp = await createIssuer('https://idp.example/')
const profile = await trust(p, idp, { accept_as_assertion: true })
const client = await confidential(p, {
  grant_types: ['refresh_token', JWT_BEARER],
  token_exchange: { allow_any_profile_of_type: ['custom_authentication'] },
})
const INVALID_SUBJECT = { error: 'invalid_request', error_description: 'Invalid subject_token' }
const INVALID = { error: 'invalid_grant', error_description: 'Invalid assertion' }
const sub = ada.user_id.replace('auth0|', '')
const aud = p.issuer

const bear = (assertion: string, parameters: Parameters = {}, by = client) =>
  p.token({ grant_type: JWT_BEARER, ...asClient(by), assertion, audience: api.identifier, ...parameters })

t.test('discovery names the grant types', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  for (const type of [JWT_BEARER, TOKEN_EXCHANGE]) t.ok(body.grant_types_supported.includes(type))
})

t.test('an assertion stands for a sign-in', async t => {
  const { status, body } = await bear(await idp.sign({ aud, sub }), { scope: 'openid email read:things' })
  t.equal(status, 200)
  t.match(body, { token_type: 'Bearer', scope: 'openid email read:things' })
  t.notOk('refresh_token' in body)
  t.notOk('issued_token_type' in body)
  t.match(claimsOf(body.access_token), { sub: ada.user_id, azp: client.client_id, aud: [api.identifier, String] })
  t.match(claimsOf(body.id_token), { sub: ada.user_id, email: ada.email })
})

t.test('CVE-2026-11800: what an assertion must not be', async t => {
  const stranger = await createIssuer(idp.issuer)
  const pem = createPublicKey({ key: idp.jwk as JsonWebKey, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const claims = { iss: idp.issuer, aud, sub }
  for (const [what, assertion] of Object.entries({
    'HS256 by the public key (PEM)': hmacBy(pem, claims, { kid: idp.jwk.kid }),
    'HS256 by the public key (JWK)': hmacBy(JSON.stringify(idp.jwk), claims, { kid: idp.jwk.kid }),
    'HS256 by the client’s secret': hmacBy(client.client_secret ?? '', claims),
    none: new UnsecuredJWT({ ...claims, exp: Math.floor(Date.now() / 1000) + 60 }).setIssuedAt().encode(),
    'ES256 by an RSA key': (await idp.sign(claims, {})).replace(
      /^[^.]+/,
      Buffer.from(JSON.stringify({ alg: 'ES256', kid: idp.jwk.kid })).toString('base64url'),
    ),
    'another key': await stranger.sign({ aud, sub }, { kid: idp.jwk.kid }),
    'an issuer that nobody trusts': await idp.sign({ aud, sub, iss: 'https://evil.example/' }),
    'for somebody else': await idp.sign({ aud: 'https://elsewhere.example/', sub }),
    'no sub': await idp.sign({ aud }),
    nonsense: 'a.b.c',
  })) {
    const { status, body } = await bear(assertion)
    t.equal(status, 403, what)
    t.same(body, INVALID, what)
  }
})

t.test('a token of our own is no assertion', async t => {
  const { body } = await p.tokens(await p.createClient(), ada, { audience: api.identifier })
  t.same((await bear(body.access_token)).body, INVALID)
  t.same((await bear(body.id_token)).body, INVALID)
})

t.test('a profile that is for token exchange only accepts no assertion', async t => {
  const other = await createIssuer('https://other.example/')
  await trust(p, other, {}, 'urn:other:token')
  t.same((await bear(await other.sign({ aud, sub }))).body, INVALID)
})

t.test('CVE-2026-1486: profile, connection, user, client: each stops it at once', async t => {
  const assertion = await idp.sign({ aud, sub })
  t.equal((await bear(assertion)).status, 200)
  await p.store.connections.disableClients(p.connection_id, { only: [client.client_id] })
  await p.settled()
  t.match(await bear(assertion), { status: 403, body: { error: 'invalid_grant', error_description: /connection/ } })
  await p.store.connections.enableClients(p.connection_id, [client.client_id])
  await p.store.users.update(ada.user_id, { blocked: true }, new Date())
  await p.settled()
  t.match(await bear(assertion), { status: 401, body: { error_description: 'user is blocked' } })
  await p.store.users.update(ada.user_id, { blocked: false }, new Date())
  const { subject_token_verification } = profile
  const off = { ...subject_token_verification, accept_as_assertion: false }
  await p.store.token_exchange_profiles.update(profile.id, { subject_token_verification: off }, new Date())
  await p.settled()
  t.same((await bear(assertion)).body, INVALID)
  await p.store.token_exchange_profiles.update(profile.id, { subject_token_verification }, new Date())
  await p.settled()
  t.equal((await bear(assertion)).status, 200)
})

t.test('who may not: without the grant type, without the setting, without a secret', async t => {
  const assertion = await idp.sign({ aud, sub })
  t.match(await bear(assertion, {}, await confidential(p)), { status: 403, body: { error: 'unauthorized_client' } })
  const unset = await confidential(p, { grant_types: [JWT_BEARER] })
  t.match(await bear(assertion, {}, unset), { status: 403, body: { error: 'unauthorized_client' } })
  const open = await p.createClient({
    grant_types: [JWT_BEARER],
    token_exchange: { allow_any_profile_of_type: ['custom_authentication'] },
  })
  const { status } = await p.token({ grant_type: JWT_BEARER, client_id: open.client_id, assertion })
  t.equal(status, 403)
  t.match(await bear(assertion, { client_secret: 'wrong' }), { status: 401 })
  t.match(await bear(''), { status: 400, body: { error: 'invalid_request', error_description: /assertion/ } })
})

// --- cross-app access (Identity Assertion JWT Authorization Grant) ---

const ID_JAG = { typ: 'oauth-id-jag+jwt' }
const jag = (claims: JWTPayload = {}) =>
  idp.sign({ aud, sub, client_id: client.client_id, resource: api.identifier, scope: 'read:things', ...claims }, ID_JAG)

t.test('an identity assertion gives what it names, to whom it names', async t => {
  const { status, body } = await bear(await jag(), { audience: undefined })
  t.equal(status, 200)
  t.equal(body.scope, 'read:things')
  t.match(claimsOf(body.access_token), { sub: ada.user_id, aud: api.identifier, scope: 'read:things' })
  t.notOk('id_token' in body)
  const wider = await bear(await jag(), { scope: 'read:things write:things' })
  t.equal(wider.body.scope, 'read:things', 'no more than it says')
  const silent = await bear(await jag({ scope: undefined as never }), { scope: 'read:things' })
  t.equal(silent.body.scope, undefined)
})

t.test('and nothing to anybody else, for nothing else, or twice', async t => {
  const other = await confidential(p, {
    grant_types: [JWT_BEARER],
    token_exchange: { allow_any_profile_of_type: ['custom_authentication'] },
  })
  await p.settled()
  t.same((await bear(await jag(), {}, other)).body, INVALID)
  t.same((await bear(await jag({ client_id: undefined as never }))).body, INVALID)
  const elsewhere = await p.createApi()
  t.same((await bear(await jag(), { audience: elsewhere.identifier })).body, INVALID)
  t.same((await bear(await jag({ jti: undefined as never }))).body, INVALID)
  const assertion = await jag()
  t.same((await bear(assertion, {}, other)).body, INVALID, 'who may not use it does not use it up')
  const answers = await Promise.all(Array.from({ length: 5 }, () => bear(assertion)))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 403, 403, 403, 403])
})

t.test('also when its type is written in another way (RFC 7515 §4.1.9)', async t => {
  for (const typ of ['application/oauth-id-jag+jwt', 'OAuth-ID-JAG+JWT']) {
    const sign = (client_id: string) =>
      idp.sign({ aud, sub, client_id, resource: api.identifier, scope: 'read:things' }, { typ })
    t.same((await bear(await sign('somebody-else'))).body, INVALID, typ)
    const assertion = await sign(client.client_id)
    t.equal((await bear(assertion, { scope: 'read:things write:things' })).body.scope, 'read:things')
    t.same((await bear(assertion)).body, INVALID, 'once')
  }
})

t.test('what the issuer signs for something else is no assertion, and no subject token', async t => {
  const exchanging = await confidential(p, {
    grant_types: [TOKEN_EXCHANGE],
    token_exchange: { allow_any_profile_of_type: ['custom_authentication'] },
  })
  await p.settled()
  const logout = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const others = {
    'a logout token': await idp.sign({ aud, sub, events: logout }, { typ: 'logout+jwt' }),
    'a logout token without a type': await idp.sign({ aud, sub, events: logout }),
    'a security event': await idp.sign({ aud, sub }, { typ: 'application/secevent+jwt' }),
    'a proof': await idp.sign({ aud, sub }, { typ: 'DPoP+JWT' }),
    'an authorization request': await idp.sign({ aud, sub }, { typ: 'oauth-authz-req+jwt' }),
    'a client’s authentication': await idp.sign({ aud, sub }, { typ: 'client-authentication+jwt' }),
    'an answer to an introspection': await idp.sign({ aud, sub }, { typ: 'token-introspection+jwt' }),
  }
  for (const [what, token] of Object.entries(others)) {
    t.same((await bear(token)).body, INVALID, what)
    t.match((await exchange(p, exchanging, token, { subject_token_type: LEGACY_TOKEN })).body, INVALID_SUBJECT, what)
  }
})

t.test('in the words of the RFCs', async t => {
  await p.store.settings.update({ protocol_dialect: 'rfc' }, new Date())
  await p.settled()
  const { status, body } = await bear('x')
  t.equal(status, 400)
  t.same(body, { error: 'invalid_grant', error_description: 'the assertion is invalid' })
})
