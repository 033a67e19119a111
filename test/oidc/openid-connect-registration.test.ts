// OpenID Connect Dynamic Client Registration 1.0 where a tenant is permissive: what its certification's Dynamic plan asks, and what of it a
// stranger gets nowhere else.
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { compactDecrypt, decodeProtectedHeader, SignJWT } from 'jose'
import t from 'tap'
import { grantToThirdParties, hostDocuments, letAgentsIn, register, sendJson } from '../support/agents.ts'
import { CALLBACK, claimsOf, createProtocol, locationOf, type Parameters, type Person } from '../support/protocol.ts'

const p = await createProtocol(t)
const host = await hostDocuments(t)
const secure = await hostDocuments(t, { https: true })
const ada = await p.createUser()
const PERMISSIVE = { dynamic_client_registration: 'open', dynamic_client_registration_security_mode: 'permissive' }
await letAgentsIn(p, PERMISSIVE)

const METADATA = { client_name: 'Relying party', redirect_uris: [CALLBACK] }
const made = async (metadata: object = {}) => {
  const { status, body } = await register(p, { ...METADATA, ...metadata })
  if (status !== 201) throw new Error(`not registered: ${JSON.stringify(body)}`)
  return body
}
const refused = async (metadata: object) => {
  const { status, body } = await register(p, { ...METADATA, ...metadata })
  return status === 400 ? `${body.error}: ${body.error_description}` : `${status} ${JSON.stringify(body)}`
}
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const jwkOf = (key: KeyObject, more: object) => ({
  ...key.export({ format: 'jwk' }),
  ...more,
})
const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined }

/** Signs in and consents. */
async function authorized(client: { client_id: string }, parameters: Parameters = {}, person: Person = ada) {
  const browser = p.browser()
  const first = await p.authorized(client, person, { ...WITHOUT_PKCE, scope: 'openid', ...parameters }, browser)
  if (!first.callback.pathname.startsWith('/u/')) return { ...first, asked: false }
  const page = { headers: new Headers({ location: first.callback.href }) } as never
  const done = await p.door(browser, page, { do: 'consent', granted: true })
  return { ...first, callback: locationOf(await browser.fetch(done.headers.get('location') ?? '')), asked: true }
}
const redeemed = async (client: { client_id: string }, parameters: Parameters, asks: Parameters = {}) => {
  const { callback } = await authorized(client, asks)
  return p.redeem(client, { callback, verifier: '' }, { code_verifier: undefined, client_id: undefined, ...parameters })
}
const basic = (client: { client_id: string; client_secret: string }) => ({
  authorization: `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}`,
})
const withSecret = async (client: { client_id: string; client_secret: string }, asks: Parameters = {}) => {
  const { callback } = await authorized(client, asks)
  const code = callback.searchParams.get('code') ?? ''
  return p.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK }, basic(client))
}
const assertionBy = (client_id: string, key: KeyObject, kid: string, audience: string | string[] = p.issuer) =>
  new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid })
    .setIssuer(client_id)
    .setSubject(client_id)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(key)
const asserted = async (client_id: string, key: KeyObject, kid: string, audience?: string) => ({
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: await assertionBy(client_id, key, kid, audience),
})
const keySet = (path: string, ...keys: object[]) => {
  host.documents[path] = (_request, response) => {
    response.setHeader('content-type', 'application/jwk-set+json').end(JSON.stringify({ keys }))
  }
  return host.url(path)
}

t.test('what it does not say is by the defaults (§2)', async t => {
  const client = await made()
  const { client_id, client_id_issued_at, client_secret, registration_access_token, ...rest } = client
  t.same(rest, {
    ...METADATA,
    client_secret_expires_at: 0,
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
    application_type: 'web',
    id_token_signed_response_alg: 'RS256',
    registration_client_uri: `${p.issuer}oidc/register/${client_id}`,
  })
  t.match((await p.app.api('GET', `/clients/${client_id}`)).body, {
    is_first_party: false,
    external_metadata_created_by: 'client',
    third_party_security_mode: 'permissive',
  })
})

t.test('with a secret it may go without PKCE; without one it may not', async t => {
  const client = await made()
  const { status, body } = await withSecret(client, { nonce: 'n' })
  t.equal(status, 200)
  t.match(claimsOf(body.id_token), { aud: client.client_id, nonce: 'n' })
  t.equal(decodeProtectedHeader(body.id_token).alg, 'RS256')
  const spa = await made({ token_endpoint_auth_method: 'none' })
  const page = await p.authorize(p.browser(), {
    client_id: spa.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
  })
  t.match(page.body, /<code>invalid_request<\/code>[\s\S]*PKCE/)
})

t.test('a third party it stays: consent, client grants, no first party', async t => {
  const client = await made()
  t.ok((await authorized(client)).asked)
  const api = await p.createApi()
  const asks = { audience: api.identifier, scope: 'openid read:things' }
  const closed = await p.authorize(p.browser(), {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    ...asks,
  })
  t.match(closed.body, /<code>access_denied<\/code>/, 'to others it is open')
  await grantToThirdParties(p, api, ['read:things'])
  await p.settled()
  t.match(claimsOf((await withSecret(client, asks)).body.access_token), { scope: 'openid read:things' })
  const patch = (body: object) => p.app.api('PATCH', `/clients/${client.client_id}`, body)
  t.equal((await patch({ is_first_party: true })).status, 400)
  t.equal((await patch({ third_party_security_mode: 'permissive', description: 'Known' })).status, 200)
})

t.test('implicit and hybrid flows, those that it names and no others', async t => {
  const hybrid = await made({
    grant_types: ['authorization_code', 'implicit'],
    response_types: ['code', 'token id_token code', 'code id_token'],
  })
  t.same(hybrid.response_types, ['code', 'code id_token', 'code id_token token'])
  const fragmentOf = async (client: { client_id: string }, response_type: string) =>
    new URLSearchParams((await authorized(client, { response_type, nonce: 'n' })).callback.hash.slice(1))
  const answer = await fragmentOf(hybrid, 'code id_token')
  t.ok(answer.get('code'))
  t.match(claimsOf(answer.get('id_token') ?? ''), { aud: hybrid.client_id, nonce: 'n', c_hash: String })
  const other = await p.authorize(p.browser(), {
    client_id: hybrid.client_id,
    response_type: 'id_token token',
    redirect_uri: CALLBACK,
    scope: 'openid',
    nonce: 'n',
  })
  t.match(other.body, /requested response_type is not allowed for this client/)

  const implicit = await made({ grant_types: ['implicit'], response_types: ['id_token'] })
  t.match(implicit, { grant_types: ['implicit'], response_types: ['id_token'] })
  t.ok((await fragmentOf(implicit, 'id_token')).get('id_token'))

  t.match(await refused({ response_types: ['id_token'] }), /^invalid_client_metadata: .*needs the grant type implicit/)
  t.match(await refused({ response_types: ['token'], grant_types: ['implicit'] }), /^invalid_client_metadata/)
  t.match(
    await refused({
      redirect_uris: ['https://localhost/cb'],
      application_type: 'web',
      grant_types: ['implicit'],
      response_types: ['id_token'],
    }),
    /^invalid_redirect_uri/,
  )
  t.match(
    await made({ grant_types: ['authorization_code', 'implicit', 'password'] }),
    { grant_types: ['authorization_code'], response_types: ['code'] },
    'what no response type needs, and what there is not, is left out',
  )
})

t.test('it authenticates by its secret’s HMAC, or by a key of the set at its jwks_uri', async t => {
  const hmac = await made({ token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'HS256' })
  t.match(hmac, { token_endpoint_auth_signing_alg: 'HS256', client_secret: String })
  const client_assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(hmac.client_id)
    .setSubject(hmac.client_id)
    .setAudience(p.issuer)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(Buffer.from(hmac.client_secret))
  const { client_assertion_type } = await asserted(hmac.client_id, pair().privateKey, 'x')
  t.equal((await redeemed(hmac, { client_assertion_type, client_assertion })).status, 200)

  const [first, second, third] = [pair(), pair(), pair()]
  const unknown = { kty: 'EC', crv: 'secp256k1', x: 'x', y: 'y' }
  const jwks_uri = keySet('/rp.json', jwkOf(first.publicKey, { kid: 'first', use: 'sig' }), unknown)
  const client = await made({
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['authorization_code', 'refresh_token'],
    jwks_uri,
  })
  t.match(client, { token_endpoint_auth_method: 'private_key_jwt', jwks_uri })
  t.notOk('client_secret' in client)
  t.notOk('jwks' in client)
  const by = (key: KeyObject, kid: string) => asserted(client.client_id, key, kid)
  const asks = { scope: 'openid offline_access', prompt: 'consent' }
  const { status, body } = await redeemed(client, await by(first.privateKey, 'first'), asks)
  t.equal(status, 200)
  const read = host.asked
  t.equal((await redeemed(client, await by(first.privateKey, 'first'))).status, 200)
  t.equal(host.asked, read, 'which is kept')

  keySet('/rp.json', jwkOf(second.publicKey, { kid: 'second' }))
  await p.settled()
  const refresh = async (key: KeyObject, kid: string, refresh_token: string) =>
    p.token({ grant_type: 'refresh_token', refresh_token, ...(await by(key, kid)) })
  const refreshed = await refresh(second.privateKey, 'second', body.refresh_token)
  t.equal(refreshed.status, 200, 'a key that is not known is looked for (Core §10.1.1)')
  await p.settled()
  t.equal(
    (await refresh(first.privateKey, 'first', refreshed.body.refresh_token)).status,
    401,
    'and the old one is gone',
  )
  t.equal((await refresh(third.privateKey, 'second', refreshed.body.refresh_token)).status, 401)
  t.equal((await refresh(third.privateKey, 'third', refreshed.body.refresh_token)).status, 401)

  host.documents['/rp.json'] = (_request, response) => {
    response.writeHead(500).end()
  }
  t.equal((await refresh(third.privateKey, 'third', refreshed.body.refresh_token)).status, 401)
  t.equal(
    (await refresh(second.privateKey, 'second', refreshed.body.refresh_token)).status,
    200,
    'what is still fresh is good while the host is away',
  )
  t.match(
    (
      await p.app.api('PATCH', `/clients/${client.client_id}`, {
        registration: { jwks_uri: host.url('/other.json') },
      })
    ).body.message,
    /jwks_uri/,
    'an administrator registers keys, and no place of them',
  )
})

t.test('a set that is not fresh and cannot be read lets nobody in; its owner’s people are not kept out', async t => {
  const key = pair()
  const jwks_uri = keySet('/away.json', jwkOf(key.publicKey, { kid: 'mine' }))
  const client = await made({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri })
  host.documents['/away.json'] = (_request, response) => {
    response.writeHead(503).end()
  }
  const { callback } = await authorized(client)
  t.ok(callback.searchParams.get('code'))
  const asks = async () =>
    p.redeem(
      client,
      { callback, verifier: '' },
      { code_verifier: undefined, ...(await asserted(client.client_id, key.privateKey, 'mine')) },
    )
  t.equal((await asks()).status, 401)
  const read = host.asked
  t.equal((await asks()).status, 401)
  t.equal(host.asked, read, 'nor is it asked for at once again')
})

t.test('answers are encrypted to the key that its set has', async t => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const next = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const use = { use: 'enc', alg: 'RSA-OAEP-256' }
  const jwks_uri = keySet('/enc.json', jwkOf(key.publicKey, { kid: 'one', ...use }))
  const client = await made({ jwks_uri, id_token_encrypted_response_alg: 'RSA-OAEP-256' })
  keySet('/enc.json', jwkOf(next.publicKey, { kid: 'two', ...use }))
  const { body } = await withSecret(client)
  const { plaintext, protectedHeader } = await compactDecrypt(body.id_token, next.privateKey)
  t.equal(protectedHeader.kid, 'two', 'as it is when it is needed first')
  t.match(claimsOf(Buffer.from(plaintext).toString()), { aud: client.client_id })
  t.match((await p.app.api('GET', `/clients/${client.client_id}`)).body.registration.jwks, { keys: [{ kid: 'two' }] })
  const none = await made({ jwks_uri, id_token_encrypted_response_alg: 'RSA-OAEP-256' })
  keySet('/enc.json', jwkOf(pair().publicKey, { kid: 'three' }))
  const page = await p.authorize(p.browser(), {
    client_id: none.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
  })
  t.match(page.status, 401)
})

t.test('an assertion for the issuer, with iss and aud as they are, is one', async t => {
  const key = pair()
  const client = await made({
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [jwkOf(key.publicKey, { kid: 'mine' })] },
  })
  t.match(client.jwks, { keys: [{ kid: 'mine', alg: 'ES256' }] })
  const by = (audience: string) => asserted(client.client_id, key.privateKey, 'mine', audience)
  t.equal((await redeemed(client, await by(p.issuer))).status, 200)
  t.equal((await redeemed(client, await by(`${p.issuer}oauth/token`))).status, 200)
  t.equal((await redeemed(client, await by('https://other.example/'))).status, 401)
})

t.test('a key set that cannot be used is refused', async t => {
  const method = { token_endpoint_auth_method: 'private_key_jwt' }
  const { privateKey, publicKey } = pair()
  const mine = jwkOf(publicKey, { kid: 'mine' })
  host.documents['/text.json'] = (_request, response) => {
    response.setHeader('content-type', 'text/plain').end(JSON.stringify({ keys: [mine] }))
  }
  for (const metadata of [
    {},
    { jwks: { keys: [] } },
    { jwks: { keys: [{ ...mine, use: 'enc' }] } },
    { jwks: { keys: [privateKey.export({ format: 'jwk' })] } },
    { jwks: { keys: [mine, { kty: 'oct', k: 'c2VjcmV0' }] } },
    { jwks: { keys: [mine] }, jwks_uri: keySet('/both.json', mine) },
    { jwks_uri: host.url('/nothing.json') },
    { jwks_uri: host.url('/text.json') },
    { jwks_uri: 'http://app.example/keys' },
    { jwks_uri: 'https://10.0.0.1/keys' },
    { jwks_uri: 'nonsense' },
    { jwks_uri: 7 },
    { jwks_uri: keySet('/large.json', { ...mine, padding: 'x'.repeat(11_000) }) },
    { jwks_uri: keySet('/private.json', privateKey.export({ format: 'jwk' })) },
  ])
    t.match(
      await refused({ ...method, ...metadata }),
      /^invalid_client_metadata: /,
      JSON.stringify(metadata).slice(0, 60),
    )
  t.match(await refused({ jwks_uri: host.url('/nothing.json') }), /^invalid_client_metadata/, 'needed or not')
})

t.test('it says how it is answered: signed, encrypted, to whom', async t => {
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwks = { keys: [jwkOf(key.publicKey, { kid: 'enc', use: 'enc', alg: 'RSA-OAEP-256' })] }
  const signed = await made({ userinfo_signed_response_alg: 'RS256' })
  t.match(signed, { userinfo_signed_response_alg: 'RS256' })
  const { body } = await withSecret(signed)
  const userinfo = await p.get('/userinfo', { authorization: `Bearer ${body.access_token}` })
  t.match(userinfo.headers.get('content-type'), /application\/jwt/)
  t.match(claimsOf(userinfo.text), { aud: signed.client_id, sub: ada.user_id })

  const encrypted = await made({ jwks, id_token_encrypted_response_alg: 'RSA-OAEP-256' })
  t.match(encrypted, { jwks, id_token_encrypted_response_alg: 'RSA-OAEP-256' })
  const { body: nested } = await withSecret(encrypted)
  const { plaintext } = await compactDecrypt(nested.id_token, key.privateKey)
  t.match(claimsOf(Buffer.from(plaintext).toString()), { aud: encrypted.client_id })

  const keyed = await made({ id_token_signed_response_alg: 'HS256' })
  t.equal(decodeProtectedHeader((await withSecret(keyed)).body.id_token).alg, 'HS256')

  for (const metadata of [
    { id_token_signed_response_alg: 'none' },
    { id_token_signed_response_alg: 'ES256' },
    { id_token_signed_response_alg: 'HS256', token_endpoint_auth_method: 'none' },
    { userinfo_signed_response_alg: 'none' },
    { userinfo_signed_response_alg: 'EdDSA' },
    { id_token_encrypted_response_alg: 'RSA-OAEP-256' },
    { id_token_encrypted_response_alg: 'RSA1_5', jwks },
    { id_token_encrypted_response_enc: 'A256GCM', jwks },
    { request_object_signing_alg: 'none' },
    { request_object_signing_alg: 'RS256' },
    { token_endpoint_auth_signing_alg: 'RS256' },
    { require_signed_request_object: true },
    { tls_client_certificate_bound_access_tokens: true },
    { token_endpoint_auth_method: 'tls_client_auth' },
    { subject_type: 'secret' },
    { default_max_age: -1 },
    { default_max_age: '10' },
    { require_auth_time: 'yes' },
    { initiate_login_uri: 'http://app.example/login' },
    { post_logout_redirect_uris: ['javascript:alert(1)'] },
    { backchannel_logout_uri: 'app://logout' },
    { frontchannel_logout_uri: 'https://elsewhere.example/logout' },
    { software_statement: 'eyJ.e.s' },
  ])
    t.match(
      await refused(metadata),
      /^(invalid_client_metadata|unapproved_software_statement): /,
      JSON.stringify(metadata).slice(0, 70),
    )
})

t.test('ES256 is an answer’s algorithm where the tenant has a key of it', async t => {
  await p.app.api('POST', '/clients', { name: 'Signed', jwt_configuration: { alg: 'ES256' } })
  await p.settled()
  const client = await made({ id_token_signed_response_alg: 'ES256' })
  t.equal(client.id_token_signed_response_alg, 'ES256')
  t.equal(decodeProtectedHeader((await withSecret(client)).body.id_token).alg, 'ES256')
})

t.test('its requests are signed by the keys of its set', async t => {
  const { privateKey, publicKey } = pair()
  const client = await made({
    jwks: { keys: [jwkOf(publicKey, { kid: 'mine' })] },
    request_object_signing_alg: 'ES256',
  })
  t.equal(client.request_object_signing_alg, 'ES256')
  const request = (key: KeyObject) =>
    new SignJWT({
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      nonce: 'in',
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'mine' })
      .setIssuer(client.client_id)
      .setAudience(p.issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(key)
  const { callback } = await authorized(client, { request: await request(privateKey) })
  t.ok(callback.searchParams.get('code'))
  const forged = await p.authorize(p.browser(), {
    client_id: client.client_id,
    response_type: 'code',
    scope: 'openid',
    request: await request(pair().privateKey),
  })
  t.match(forged.body, /invalid_request_object/)
})

t.test('a sector is what its document lists; a bad one is refused (§5)', async t => {
  const redirect_uris = ['https://a.example/callback', 'https://b.example/callback']
  const list = (listed: unknown) => {
    secure.documents['/sector.json'] = (_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(listed))
    }
  }
  const pairwise = { redirect_uris, subject_type: 'pairwise' }
  const sector_identifier_uri = secure.url('/sector.json')
  list(redirect_uris)
  t.match(await made({ ...pairwise, sector_identifier_uri }), { subject_type: 'pairwise', sector_identifier_uri })
  t.match(await refused(pairwise), /^invalid_client_metadata: subject_type/, 'several hosts without one')
  list([redirect_uris[0]])
  t.match(await refused({ ...pairwise, sector_identifier_uri }), /^invalid_client_metadata: sector_identifier_uri/)
  t.match(await refused({ redirect_uris, sector_identifier_uri }), /^invalid_client_metadata/, 'pairwise or not')
  for (const listed of ['nonsense', { keys: [] }, [1], null]) {
    list(listed)
    t.match(await refused({ ...pairwise, sector_identifier_uri }), /^invalid_client_metadata: sector_identifier_uri/)
  }
  for (const uri of ['http://localhost/x', 'https://10.0.0.1/x', secure.url('/none.json'), 'nonsense', 7])
    t.match(
      await refused({ ...pairwise, sector_identifier_uri: uri }),
      /^invalid_client_metadata: sector_identifier_uri/,
    )
  const alone = await made({ subject_type: 'pairwise' })
  t.not(claimsOf((await withSecret(alone)).body.id_token).sub, ada.user_id)
})

t.test('the rest: times, logouts, where a login begins', async t => {
  const metadata = {
    default_max_age: 3600,
    require_auth_time: true,
    initiate_login_uri: 'https://app.example/login',
    post_logout_redirect_uris: ['https://app.example/bye'],
    backchannel_logout_uri: 'https://app.example/backchannel',
    backchannel_logout_session_required: true,
    frontchannel_logout_uri: 'https://app.example/frontchannel',
    frontchannel_logout_session_required: true,
  }
  const client = await made({ ...metadata, logo_uri: 'https://app.example/logo.png' })
  t.match(client, { ...metadata, logo_uri: 'https://app.example/logo.png' })
  t.match((await p.app.api('GET', `/clients/${client.client_id}`)).body, {
    allowed_logout_urls: ['https://app.example/bye'],
    oidc_logout: { backchannel_logout_urls: ['https://app.example/backchannel'] },
    initiate_login_uri: 'https://app.example/login',
    registration: { default_max_age: 3600, frontchannel_logout_uri: 'https://app.example/frontchannel' },
  })
  const { body } = await withSecret(client)
  t.type(claimsOf(body.id_token).auth_time, 'number')
  const out = (browser = p.browser(), parameters = '') =>
    browser.fetch(
      `/oidc/logout?client_id=${client.client_id}&post_logout_redirect_uri=https://app.example/bye${parameters}`,
    )
  const left = await out()
  t.equal(left.headers.get('location'), null, 'a stranger’s page is not behind our link: RFC 9700 §4.11.2')
  t.match(left.body, /You are signed out/)
  const legacy = await p.browser().fetch(`/v2/logout?client_id=${client.client_id}&returnTo=https://app.example/bye`)
  t.equal(legacy.status, 400)
  const bare = await p.browser().fetch(`/v2/logout?client_id=${client.client_id}`)
  t.equal(bare.headers.get('location'), null)
  const { callback, browser } = await authorized(client)
  const code = callback.searchParams.get('code') ?? ''
  const mine = await p.token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK }, basic(client))
  t.match((await out(browser)).body, /<form/, 'she is asked')
  const known = await out(browser, `&id_token_hint=${mine.body.id_token}`)
  t.equal(known.status, 200, 'its page for the front channel')
  t.match(known.body, /https:\/\/app\.example\/bye/)

  const shown = await made({
    policy_uri: 'https://app.example/policy',
    tos_uri: 'https://app.example/tos',
    client_uri: 'https://app.example/',
    contacts: ['ada@app.example'],
  })
  for (const name of ['policy_uri', 'tos_uri', 'client_uri', 'contacts'])
    t.notOk(name in shown, `${name} has no place, and the answer says so (RFC 7591 §3.2.1)`)
})

t.test('registered anew: what it does not say is gone, what an administrator said stays', async t => {
  const client = await made({ default_max_age: 60, post_logout_redirect_uris: ['https://app.example/bye'] })
  const { body: before } = await p.app.api('GET', `/clients/${client.client_id}`)
  const registration = { ...before.registration, authorization_details_types: ['payment'] }
  t.equal((await p.app.api('PATCH', `/clients/${client.client_id}`, { registration })).status, 200)
  await p.settled()
  const put = (token: string, metadata: object) =>
    sendJson(
      p,
      'PUT',
      `/oidc/register/${client.client_id}`,
      { ...METADATA, client_id: client.client_id, ...metadata },
      {
        authorization: `Bearer ${token}`,
      },
    )
  const again = await put(client.registration_access_token, { require_auth_time: true })
  t.match(again, { status: 200, body: { require_auth_time: true } })
  t.notOk('default_max_age' in again.body || 'post_logout_redirect_uris' in again.body)
  const { body: after } = await p.app.api('GET', `/clients/${client.client_id}`)
  t.same(after.registration, {
    authorization_details_types: ['payment'],
    require_auth_time: true,
    response_types: ['code'],
  })
  const shown = await sendJson(p, 'GET', `/oidc/register/${client.client_id}`, undefined, {
    authorization: `Bearer ${again.body.registration_access_token}`,
  })
  t.match(shown, { status: 200, body: { require_auth_time: true, response_types: ['code'] } })

  await letAgentsIn(p, { dynamic_client_registration_security_mode: 'strict' })
  const strict = await put(again.body.registration_access_token, {})
  t.equal(strict.status, 200)
  t.notOk('require_auth_time' in strict.body)
  t.match((await p.app.api('GET', `/clients/${client.client_id}`)).body, { third_party_security_mode: 'strict' })
  await letAgentsIn(p, PERMISSIVE)
  const loose = await put(strict.body.registration_access_token, {
    grant_types: ['implicit'],
    response_types: ['id_token'],
  })
  t.equal(loose.status, 400, 'looser than it became it is not any more')
})

t.test('in strict mode what would be believed in and not be done is refused', async t => {
  await letAgentsIn(p, { dynamic_client_registration_security_mode: 'strict' })
  for (const metadata of [
    { sector_identifier_uri: 'https://app.example/sector.json' },
    { subject_type: 'pairwise' },
    { id_token_signed_response_alg: 'ES256' },
    { id_token_encrypted_response_alg: 'RSA-OAEP-256' },
    { userinfo_signed_response_alg: 'RS256' },
    { userinfo_encrypted_response_alg: 'RSA-OAEP-256' },
    { request_object_signing_alg: 'RS256' },
    { require_signed_request_object: true },
    { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: host.url('/rp.json') },
    { token_endpoint_auth_method: 'client_secret_jwt' },
  ])
    t.match(await refused(metadata), /^invalid_client_metadata: /, JSON.stringify(metadata))
  t.match(await made({ subject_type: 'public', id_token_signed_response_alg: 'RS256' }), { client_id: String })
  const client = await made({ default_max_age: 60, post_logout_redirect_uris: ['https://app.example/bye'] })
  t.notOk('default_max_age' in client || 'post_logout_redirect_uris' in client, 'the rest is left out, and it is told')
  await letAgentsIn(p, PERMISSIVE)
})

t.test('no host is asked without end for what strangers name', async t => {
  let last = ''
  for (let i = 0; i < 31 && !last.startsWith('429'); i++) last = await refused({ jwks_uri: host.url('/nothing.json') })
  t.match(last, /^429 .*too_many_requests/)
})
