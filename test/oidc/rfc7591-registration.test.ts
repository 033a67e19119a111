import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import t from 'tap'
import { createMaintenance } from '../../src/store/maintenance.ts'
import { grantToThirdParties, letAgentsIn, register, sendJson } from '../support/agents.ts'
import { CALLBACK, claimsOf, createProtocol, locationOf, type Parameters } from '../support/protocol.ts'
import { linkOf } from '../support/visitor.ts'

const protocol = await createProtocol(t)
const { app, store } = protocol
const METADATA = {
  client_name: 'Agent',
  redirect_uris: [CALLBACK],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'none',
}

const discovered = async () => (await protocol.get('/.well-known/oauth-authorization-server')).body
const setMode = async (dynamic_client_registration: string) => letAgentsIn(protocol, { dynamic_client_registration })

const requestOf = ({ client_id }: { client_id: string }, parameters: Parameters): Parameters => ({
  client_id,
  response_type: 'code',
  redirect_uri: CALLBACK,
  scope: 'openid',
  code_challenge: 'x'.repeat(43),
  code_challenge_method: 'S256',
  ...parameters,
})

t.test('off, as it is by default, there is no such path', async t => {
  t.equal((await discovered()).registration_endpoint, undefined)
  const { status, text } = await register(protocol, METADATA)
  t.equal(status, 404)
  t.equal(text, (await sendJson(protocol, 'POST', '/nothing', {})).text, 'as any other that is not there')
  t.equal((await sendJson(protocol, 'OPTIONS', '/oidc/register')).status, 404)
  t.equal((await sendJson(protocol, 'GET', '/oidc/register/x')).status, 404)
})

t.test('the setting agrees with Auth0’s flag, both ways', async t => {
  const settings = async () => (await app.api('GET', '/tenants/settings')).body
  const patch = (body: object) => app.api('PATCH', '/tenants/settings', body)
  t.match(await settings(), {
    dynamic_client_registration: 'off',
    dynamic_client_registration_security_mode: 'strict',
    flags: { enable_dynamic_client_registration: false },
  })
  t.match((await patch({ flags: { enable_dynamic_client_registration: true } })).body, {
    dynamic_client_registration: 'open',
    flags: { enable_dynamic_client_registration: true },
  })
  t.match((await patch({ dynamic_client_registration: 'initial_access_token' })).body, {
    dynamic_client_registration: 'initial_access_token',
    flags: { enable_dynamic_client_registration: false },
  })
  t.match(
    (await patch({ flags: { enable_dynamic_client_registration: false } })).body,
    { dynamic_client_registration: 'initial_access_token' },
    'what a tool read and sends back changes nothing',
  )
  t.match((await patch({ flags: { enable_dynamic_client_registration: true } })).body, {
    dynamic_client_registration: 'open',
  })
  t.match((await patch({ flags: { enable_dynamic_client_registration: false } })).body, {
    dynamic_client_registration: 'off',
  })
  const contradiction = { dynamic_client_registration: 'off', flags: { enable_dynamic_client_registration: true } }
  t.equal((await patch(contradiction)).status, 400)
  t.equal((await patch({ dynamic_client_registration_security_mode: 'lax' })).status, 400)
  t.equal((await patch({ dynamic_client_registration_security_mode: 'strict' })).status, 200)
})

t.test('open, anybody registers, and is told what came of it', async t => {
  await setMode('open')
  t.equal((await discovered()).registration_endpoint, `${protocol.issuer}oidc/register`)
  const { status, headers, body } = await register(protocol, {
    ...METADATA,
    scope: 'read:everything',
    is_first_party: true,
    client_id: 'chosen',
    'x-unknown': { deep: true },
  })
  t.equal(status, 201)
  t.match(headers.get('cache-control'), 'no-store')
  t.equal(headers.get('access-control-allow-origin'), '*')
  const { client_id, client_id_issued_at, registration_access_token, ...rest } = body
  t.match(client_id, /^tpc_[A-Za-z0-9]{28}$/)
  t.ok(Math.abs(client_id_issued_at - Date.now() / 1000) < 60)
  t.match(registration_access_token, /^[A-Za-z0-9_-]{43}$/)
  t.same(rest, {
    client_name: 'Agent',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'web',
    registration_client_uri: `${protocol.issuer}oidc/register/${client_id}`,
  })
  const stored = (await app.api('GET', `/clients/${client_id}`)).body
  t.match(stored, {
    name: 'Agent',
    is_first_party: false,
    app_type: 'spa',
    callbacks: [CALLBACK],
    external_metadata_type: 'dcr',
    external_metadata_created_by: 'client',
    third_party_security_mode: 'strict',
    refresh_token: { rotation_type: 'rotating' },
  })
  t.notMatch(JSON.stringify(stored), /unknown|everything|chosen/, 'what it does not know it does not keep')
})

t.test('a client that keeps a secret gets one', async t => {
  const { body } = await register(protocol, { redirect_uris: [CALLBACK] })
  t.match(body, {
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: /^[A-Za-z0-9]{64}$/,
    client_secret_expires_at: 0,
    grant_types: ['authorization_code'],
    client_name: 'app.example',
  })
})

t.test('what it may not have is left out; a client of nothing else is refused', async t => {
  const granted = async (metadata: object) => (await register(protocol, { ...METADATA, ...metadata })).body
  t.same(
    (
      await granted({
        grant_types: ['authorization_code', 'implicit', 'password', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code', 'token'],
      })
    ).grant_types,
    ['authorization_code'],
  )
  t.same((await granted({ response_types: ['code', 'code id_token'] })).response_types, ['code'])
  t.same(
    (await granted({ grant_types: ['authorization_code', 'client_credentials'] })).grant_types,
    ['authorization_code'],
    'a public client does not speak for itself',
  )
  t.equal((await granted({ grant_types: ['implicit'], response_types: ['token'] })).error, 'invalid_client_metadata')
  t.equal((await granted({ grant_types: ['refresh_token'] })).error, 'invalid_client_metadata')
  t.equal((await granted({ response_types: ['token'] })).error, 'invalid_client_metadata')
})

t.test('an app on a device is one by its redirect URIs', async t => {
  const typeOf = async (redirect_uris: string[], application_type?: string) =>
    (await register(protocol, { ...METADATA, redirect_uris, application_type })).body.application_type
  t.equal(await typeOf(['http://localhost:33418/callback']), 'native')
  t.equal(await typeOf(['http://127.0.0.1/cb', 'https://agent.example/cb']), 'native')
  t.equal(await typeOf(['agent://callback']), 'native')
  t.equal(await typeOf(['https://agent.example/cb']), 'web')
  t.equal(await typeOf(['https://agent.example/cb'], 'native'), 'native')
  t.equal(await typeOf(['http://localhost:1/cb'], 'web'), 'web')
})

t.test('metadata that cannot stand is refused in RFC 7591’s words', async t => {
  const refused: [object, string][] = [
    [{ redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['https://app.example/cb#fragment'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['http://app.example/cb'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['http://localhost:80@evil.example/'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['https://*.app.example/cb'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['https://app.example/cb?code=x'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['/cb'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: [] }, 'invalid_redirect_uri'],
    [{ redirect_uris: undefined }, 'invalid_redirect_uri'],
    [{ redirect_uris: CALLBACK }, 'invalid_redirect_uri'],
    [{ redirect_uris: Array.from({ length: 21 }, (_, i) => `${CALLBACK}/${i}`) }, 'invalid_redirect_uri'],
    [{ client_name: 7 }, 'invalid_client_metadata'],
    [{ client_name: 'x'.repeat(141) }, 'invalid_client_metadata'],
    [{ client_name: 'Ba\u202eknaB' }, 'invalid_client_metadata'],
    [{ client_name: '<b>Bank</b>' }, 'invalid_client_metadata'],
    [{ client_name: '\u061cBank' }, 'invalid_client_metadata'],
    [{ client_name: 'Ba\u00adnk' }, 'invalid_client_metadata'],
    [{ client_name: 'Bank\u2028' + 'by Lintel' }, 'invalid_client_metadata'],
    [{ client_name: 'Bank\u{e0041}' }, 'invalid_client_metadata'],
    [{ client_name: '\u200b' }, 'invalid_client_metadata'],
    [{ client_name: '\u200d\u200d' }, 'invalid_client_metadata'],
    [{ client_name: '\u3164\u2800' }, 'invalid_client_metadata'],
    [{ client_name: '\u0301' }, 'invalid_client_metadata'],
    [{ redirect_uris: ['intent://app.example/cb'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['ms-msdt:/id'] }, 'invalid_redirect_uri'],
    [{ redirect_uris: ['feed:javascript:alert(1)'] }, 'invalid_redirect_uri'],
    [{ logo_uri: 'javascript:alert(1)' }, 'invalid_client_metadata'],
    [{ logo_uri: 'http://app.example/logo.png' }, 'invalid_client_metadata'],
    [{ application_type: 'toaster' }, 'invalid_client_metadata'],
    [{ grant_types: 'authorization_code' }, 'invalid_client_metadata'],
    [{ token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
    [{ token_endpoint_auth_method: 'tls_client_auth' }, 'invalid_client_metadata'],
    [{ software_statement: 'eyJ.e.s' }, 'unapproved_software_statement'],
  ]
  for (const [metadata, error] of refused) {
    const { status, body } = await register(protocol, { ...METADATA, ...metadata })
    // TAP is lines: a separator of lines in a name would end its test.
    const name = JSON.stringify(metadata).replaceAll('\u2028', '\\u2028')
    t.match({ status, body }, { status: 400, body: { error, error_description: String } }, name)
  }
  for (const client_name of ['Бот', 'مساعد', '助手', 'بازی\u200cها', '👩\u200d💻 Helper', '$'])
    t.match(await register(protocol, { ...METADATA, client_name }), { status: 201, body: { client_name } })
  for (const body of ['[]', '"x"', '{', ''])
    t.match(await register(protocol, body), { status: 400, body: { error: 'invalid_request' } }, body)
  const form = await protocol.post('/oidc/register', { client_name: 'Form' })
  t.match(form, { status: 400, body: { error: 'invalid_request' } })
  const large = await register(protocol, { ...METADATA, padding: 'x'.repeat(40_000) })
  t.equal(large.status, 413)
})

t.test('with an initial access token only: as often and as long as it says', async t => {
  await setMode('initial_access_token')
  t.ok((await discovered()).registration_endpoint)
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const anonymous = await register(protocol, METADATA)
  t.match(anonymous, { status: 401, body: { error: 'invalid_token' } })
  t.match(anonymous.headers.get('www-authenticate'), /^Bearer /)
  t.equal((await register(protocol, METADATA, bearer('guessed'))).status, 401)

  const now = new Date()
  const expires_at = new Date(now.getTime() + 60_000)
  const token = await store.registration_tokens.createInitial({ uses: 2, expires_at }, now)
  const refused = await register(protocol, { ...METADATA, redirect_uris: ['x'] }, bearer(token))
  t.equal(refused.status, 400, 'what is refused costs no use')
  const statuses = await Promise.all(Array.from({ length: 6 }, () => register(protocol, METADATA, bearer(token))))
  t.same(statuses.map(({ status }) => status).sort(), [201, 201, 401, 401, 401, 401])

  const late = await store.registration_tokens.createInitial({ uses: 1, expires_at: now }, now)
  t.equal((await register(protocol, METADATA, bearer(late))).status, 401)

  const other = await store.registration_tokens.createInitial({ uses: 1, expires_at }, now)
  const { body } = await register(protocol, METADATA, bearer(other))
  const own = bearer(body.registration_access_token)
  t.equal((await register(protocol, METADATA, own)).status, 401, 'a registration access token is none')
  const { rows } = await app.database.query('select row_to_json(r)::text as row from registration_tokens r')
  const stored = rows.map(({ row }) => row).join('\n')
  for (const value of [token, late, other, body.registration_access_token])
    t.notOk(stored.includes(value), 'no token is at rest')
})

t.test('a stranger’s client does not make the issuer’s links its own: RFC 9700 §4.11.2', async t => {
  await setMode('open')
  const { body: client } = await register(protocol, { ...METADATA, redirect_uris: [CALLBACK, 'http://127.0.0.1/cb'] })
  const wrongs: Parameters[] = [
    { prompt: 'none' },
    { scope: '"' },
    { code_challenge: undefined, code_challenge_method: undefined },
    { audience: 'https://nobody.example/' },
    { response_type: 'token' },
    { max_age: 'x' },
    { prompt: 'none', response_mode: 'fragment' },
    { prompt: 'none', response_mode: 'form_post' },
  ]
  for (const wrong of wrongs) {
    const page = await protocol.authorize(protocol.browser(), requestOf(client, wrong))
    t.equal(page.status, 400, JSON.stringify(wrong))
    t.equal(page.headers.get('location'), null)
    if (wrong.response_mode !== 'form_post') t.match(page.body, /is not verified/)
    t.notMatch(page.body, /<script(?![^>]*src="\/assets)|http-equiv="refresh"|<form/)
  }
  const page = await protocol.authorize(protocol.browser(), requestOf(client, { prompt: 'none', state: 'x"><b>' }))
  const onward = linkOf(page, `Go on to ${new URL(CALLBACK).host}`)
  t.match(
    Object.fromEntries(onward.searchParams),
    { error: 'login_required', state: 'x"><b>' },
    'she may, and is told where',
  )

  const errorOf = async (parameters: Parameters, headers = {}) =>
    locationOf(await protocol.authorize(protocol.browser(headers), requestOf(client, parameters))).searchParams.get(
      'error',
    )
  t.equal(await errorOf({ prompt: 'none', redirect_uri: 'http://127.0.0.1:7/cb' }), 'login_required', 'her own device')
  t.equal(await errorOf({ prompt: 'none' }, { 'sec-fetch-dest': 'iframe' }), 'login_required', 'a frame')
  const ada = await protocol.createUser()
  const browser = protocol.browser()
  const asked = await protocol.authorized(client, ada, {}, browser)
  const at = { headers: new Headers({ location: asked.callback.href }) } as never
  const declined = await protocol.door(browser, at, { do: 'consent', granted: false })
  const answered = locationOf(await browser.fetch(declined.headers.get('location') ?? ''))
  t.equal(answered.searchParams.get('error'), 'access_denied', 'who was asked is led on')

  await setMode('initial_access_token')
  t.equal(await errorOf({ prompt: 'none' }), 'login_required', 'somebody let it register')
})

t.test('nobody is signed in who has not permitted it, and no API is open that is not granted', async t => {
  await setMode('open')
  const api = await protocol.createApi()
  const ada = await protocol.createUser()
  const { body: client } = await register(protocol, METADATA)
  const asks = { audience: api.identifier, scope: 'openid read:things' }

  const closed = await protocol.authorize(protocol.browser(), requestOf(client, asks))
  t.match(closed.body, /<code>access_denied<\/code>/, 'to all others it is open')
  await grantToThirdParties(protocol, api, ['read:things'])
  await protocol.settled()

  const browser = protocol.browser()
  const authorized = await protocol.authorized(
    client,
    ada,
    { ...asks, scope: 'openid read:things write:things' },
    browser,
  )
  t.match(authorized.callback.pathname, /^\/u\//, 'she is asked')
  const asked = await protocol.door(
    browser,
    { headers: new Headers({ location: authorized.callback.href }) } as never,
    {
      do: 'read',
    },
  )
  t.match(JSON.parse(asked.body), {
    prompt: 'consent',
    client: { external_metadata_created_by: 'client', name: 'Agent' },
    consent: [{ scope: ['openid'] }, { audience: api.identifier, scope: ['read:things'] }],
  })
  const done = await protocol.door(browser, { headers: new Headers({ location: authorized.callback.href }) } as never, {
    do: 'consent',
    granted: true,
  })
  const callback = locationOf(await browser.fetch(done.headers.get('location') ?? ''))
  const tokens = await protocol.redeem(client, { callback, verifier: authorized.verifier })
  t.equal(tokens.status, 200)
  t.match(claimsOf(tokens.body.access_token), { azp: client.client_id, scope: 'openid read:things' })
})

t.test('a token for an API is asked about even when it carries no scope', async t => {
  const api = await protocol.createApi({ scopes: [] })
  await grantToThirdParties(protocol, api)
  await protocol.settled()
  const ada = await protocol.createUser()
  const { body: client } = await register(protocol, METADATA)
  const browser = protocol.browser()
  const asks = { audience: api.identifier, scope: undefined }
  const first = await protocol.authorized(client, ada, asks, browser)
  t.match(first.callback.pathname, /^\/u\//)
  const page = { headers: new Headers({ location: first.callback.href }) } as never
  const done = await protocol.door(browser, page, { do: 'consent', granted: true })
  const callback = locationOf(await browser.fetch(done.headers.get('location') ?? ''))
  const tokens = await protocol.redeem(client, { callback, verifier: first.verifier })
  t.match(tokens, { status: 200, body: { access_token: String } })
  t.match(claimsOf(tokens.body.access_token), { aud: api.identifier, scope: undefined })
  const second = await protocol.authorized(client, ada, asks, browser)
  t.ok(second.callback.searchParams.get('code'), 'and once')
})

t.test('PKCE is demanded of it, secret or not', async t => {
  for (const token_endpoint_auth_method of ['none', 'client_secret_post']) {
    const { body: client } = await register(protocol, { ...METADATA, token_endpoint_auth_method })
    const without = { code_challenge: undefined, code_challenge_method: undefined }
    const page = await protocol.authorize(protocol.browser(), requestOf(client, without))
    t.match(page.body, /<code>invalid_request<\/code>[\s\S]*PKCE/)
  }
})

t.test('in its own name it gets what an administrator has granted it by name, and no default', async t => {
  const api = await protocol.createApi()
  await grantToThirdParties(protocol, api)
  await protocol.settled()
  const { body: client } = await register(protocol, {
    client_name: 'Robot',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_post',
  })
  t.same(client.response_types, [])
  const ask = () =>
    protocol.token({
      grant_type: 'client_credentials',
      client_id: client.client_id,
      client_secret: client.client_secret,
      audience: api.identifier,
    })
  t.match(await ask(), { status: 403, body: { error: 'access_denied' } })
  const management = await protocol.token({
    grant_type: 'client_credentials',
    client_id: client.client_id,
    client_secret: client.client_secret,
    audience: `${protocol.issuer}api/v2/`,
  })
  t.equal(management.status, 403)
  const grant = { client_id: client.client_id, audience: api.identifier, scope: ['read:things'] }
  t.equal((await app.api('POST', '/client-grants', grant)).status, 201)
  await protocol.settled()
  t.match(await ask(), { status: 200, body: { scope: 'read:things' } })
})

t.test('a client that signs registers its public keys, and is known by them', async t => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'agent-1', alg: 'ES256' }
  const metadata = {
    client_name: 'Signer',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [jwk] },
  }
  const { status, body: client } = await register(protocol, metadata)
  t.equal(status, 201)
  t.match(client, { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } })
  t.notOk('client_secret' in client)
  const api = await protocol.createApi()
  await app.api('POST', '/client-grants', { client_id: client.client_id, audience: api.identifier, scope: [] })
  await protocol.settled()
  const assertionBy = (key: KeyObject) =>
    new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'agent-1' })
      .setIssuer(client.client_id)
      .setSubject(client.client_id)
      .setAudience(protocol.issuer)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(key)
  const ask = async (key: KeyObject) =>
    protocol.token({
      grant_type: 'client_credentials',
      audience: api.identifier,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertionBy(key),
    })
  t.equal((await ask(privateKey)).status, 200)
  t.equal((await ask(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)).status, 401)

  const next = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keys = [{ ...next.publicKey.export({ format: 'jwk' }), kid: 'agent-1' }]
  const update = { ...metadata, client_id: client.client_id, jwks: { keys } }
  const headers = { authorization: `Bearer ${client.registration_access_token}` }
  const updated = await sendJson(protocol, 'PUT', `/oidc/register/${client.client_id}`, update, headers)
  t.match(updated, { status: 200, body: { jwks: { keys: [{ ...keys[0], alg: 'ES256' }] } } })
  await protocol.settled()
  t.equal((await ask(next.privateKey)).status, 200)
  t.equal((await ask(privateKey)).status, 401, 'the old key is none any more')

  for (const jwks of [
    undefined,
    { keys: [] },
    { keys: ['x'] },
    { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] },
    { keys: [{ ...privateKey.export({ format: 'jwk' }) }] },
    { keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }] },
    { keys: [generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })] },
    { keys: [{ ...jwk, alg: 'RS256' }] },
    { keys: Array.from({ length: 11 }, () => jwk) },
  ])
    t.match(
      await register(protocol, { ...metadata, jwks }),
      { status: 400, body: { error: 'invalid_client_metadata' } },
      JSON.stringify(jwks)?.slice(0, 60),
    )
})

t.test('connections are those of the domain, until an administrator enables more', async t => {
  const { body: client } = await register(protocol, METADATA)
  t.equal((await store.facts.connections_of(client.client_id)).length, 1)
  await store.connections.update(protocol.connection_id, { is_domain_connection: false }, new Date())
  await protocol.settled()
  t.same(await store.facts.connections_of(client.client_id), [])
  await store.connections.update(protocol.connection_id, { is_domain_connection: true }, new Date())
  await protocol.settled()
})

t.test('an administrator does not make it a first party, nor lift what it is held to', async t => {
  const { body: client } = await register(protocol, METADATA)
  const patch = (body: object) => app.api('PATCH', `/clients/${client.client_id}`, body)
  t.match(await patch({ is_first_party: true }), { status: 400, body: { errorCode: 'operation_not_supported' } })
  t.match(await patch({ third_party_security_mode: 'permissive' }), { status: 400 })
  t.match(await patch({ grant_types: ['authorization_code', 'implicit'] }), { status: 400 })
  t.equal((await patch({ third_party_security_mode: 'strict', description: 'Known' })).status, 200)
})

t.test('a third party’s client that an administrator makes may be held to the same', async t => {
  const make = (body: object) =>
    app.api('POST', '/clients', { name: 'Partner', third_party_security_mode: 'strict', ...body })
  t.equal((await make({})).status, 400, 'but no first party')
  const implicit = { grant_types: ['authorization_code', 'implicit'] }
  t.equal((await make({ is_first_party: false, ...implicit })).status, 400)
  const { status, body } = await make({ is_first_party: false, app_type: 'spa', callbacks: [CALLBACK] })
  t.equal(status, 201)
  t.match(body, { third_party_security_mode: 'strict', is_first_party: false })
  const api = await protocol.createApi()
  await store.connections.enableClients(protocol.connection_id, [body.client_id])
  await protocol.settled()
  const ada = await protocol.createUser()
  const { callback } = await protocol.authorized(body, ada, { audience: api.identifier, scope: 'read:things' })
  t.equal(callback.searchParams.get('error'), 'access_denied')
  const loose = await make({ is_first_party: false, third_party_security_mode: 'permissive', ...implicit })
  t.equal(loose.status, 201)
  t.notOk('third_party_security_mode' in loose.body)
})

t.test('a registration is an event of the log', async t => {
  const { body: client } = await register(protocol, METADATA)
  const { rows } = await app.database.query('select type, description from log_events where client_id = $1', [
    client.client_id,
  ])
  t.same(rows, [{ type: 'sapi', description: 'Register a client dynamically' }])
})

t.test('another tenant’s is not touched', async t => {
  const other = await app.store.createTenant({ tenant_id: 'other', domain: 'other.test' }, new Date(), async () => {})
  t.equal(await app.store.forTenant(other).clients.countSelfRegistered(), 0)
  t.ok((await store.clients.countSelfRegistered()) > 0)
})

t.test('who is never used is swept; who was permitted something, or given something, stays', async t => {
  const make = async () => (await register(protocol, METADATA)).body.client_id as string
  const [unused, permitted, granted] = [await make(), await make(), await make()]
  const ada = await protocol.createUser()
  await store.consents.add(
    [{ user_id: ada.user_id, client_id: permitted, resource_server_id: null, scope: ['openid'] }],
    new Date(),
  )
  const api = await protocol.createApi()
  await app.api('POST', '/client-grants', { client_id: granted, audience: api.identifier, scope: [] })
  const own = await protocol.createClient()
  const maintenance = createMaintenance(app.store.db)
  await maintenance.removeUnusedClients(new Date(Date.now() - 60_000), 1_000)
  t.ok(await store.clients.find(unused), 'not at once')
  await maintenance.removeUnusedClients(new Date(Date.now() + 60_000), 1_000)
  t.equal(await store.clients.find(unused), undefined)
  for (const client_id of [permitted, granted, own.client_id]) t.ok(await store.clients.find(client_id))
})

t.test('a network registers so many and no more for a while', async t => {
  let refused: Awaited<ReturnType<typeof register>> | undefined
  for (let i = 0; i < 101 && refused?.status !== 429; i++) refused = await register(protocol, { redirect_uris: [] })
  t.match(refused, { status: 429, body: { error: 'too_many_requests' } })
  await letAgentsIn(protocol, { protocol_dialect: 'rfc' })
  t.match(await register(protocol, METADATA), { status: 429, body: { error: 'temporarily_unavailable' } })
})
