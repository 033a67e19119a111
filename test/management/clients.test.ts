import { X509Certificate } from 'node:crypto'
import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import type { Client } from '../../src/management/clients.ts'
import { GRANT_TYPES } from '../../src/oidc/client-metadata.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'

type Shape = Static<typeof Client>
type Jwt = NonNullable<Shape['jwt_configuration']>
// Auth0 has neither ES256 nor EdDSA, fewer compliance levels and no client_secret_jwt: these are ours.
const shape = {} as Shape & {
  jwt_configuration?: Omit<Jwt, 'alg'> & { alg: Exclude<Jwt['alg'], 'ES256' | 'EdDSA'> }
  compliance_level?: Management.ClientComplianceLevelEnum
  token_endpoint_auth_method?: Management.ClientTokenEndpointAuthMethodEnum
}
const _get: Management.GetClientResponseContent = shape
const _create: Management.CreateClientResponseContent = shape
const _update: Management.UpdateClientResponseContent = shape
const _rotate: Management.RotateClientSecretResponseContent = shape

const app = await createTestApp(t)

const as = (scopes: string[], method: string, path: string, body?: unknown) => apiAs(app, scopes, method, path, body)

const create = async (body: object) => {
  const made = await app.api('POST', '/clients', body)
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}

t.test('a client that says nothing but its name gets Auth0’s defaults, without implicit', async t => {
  const { status, body } = await app.api('POST', '/clients', { name: 'Bare' })
  t.equal(status, 201)
  t.match(body, {
    client_id: /^[A-Za-z0-9]{32}$/,
    client_secret: /^[A-Za-z0-9]{64}$/,
    name: 'Bare',
    tenant: 'default',
    global: false,
    is_first_party: true,
    oidc_conformant: true,
    token_endpoint_auth_method: 'client_secret_post',
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false },
    refresh_token: {
      rotation_type: 'non-rotating',
      expiration_type: 'non-expiring',
      leeway: 0,
      token_lifetime: 2_592_000,
      infinite_token_lifetime: true,
      idle_token_lifetime: 1_296_000,
      infinite_idle_token_lifetime: true,
    },
    sso_disabled: false,
    cross_origin_authentication: false,
    custom_login_page_on: true,
    callback_url_template: false,
  })
  t.same(body.grant_types, ['authorization_code', 'refresh_token', 'client_credentials'])
  t.same(body.callbacks, [])
  t.notOk('description' in body, 'what is not set is not there')
  t.same((await app.api('GET', `/clients/${body.client_id}`)).body, body)
})

t.test('a client may be given every grant that the token endpoint knows', async t => {
  for (const grant_type of GRANT_TYPES) {
    const { body } = await app.api('POST', '/clients', {
      name: grant_type,
      app_type: 'regular_web',
      grant_types: [grant_type],
    })
    // Some want more of a client; none is unknown.
    t.notMatch(body.message ?? '', /enum/i, grant_type)
  }
})

t.test('an app that cannot keep a secret has no client credentials, and its refresh tokens rotate', async t => {
  for (const app_type of ['spa', 'native']) {
    const client = await create({ name: app_type, app_type })
    t.equal(client.token_endpoint_auth_method, 'none')
    t.same(client.grant_types, ['authorization_code', 'refresh_token'])
    t.match(client.refresh_token, {
      rotation_type: 'rotating',
      expiration_type: 'expiring',
      infinite_token_lifetime: false,
      infinite_idle_token_lifetime: false,
    })
  }
  t.same((await create({ name: 'machine', app_type: 'non_interactive' })).grant_types, ['client_credentials'])
  const refused = await app.api('POST', '/clients', {
    name: 'x',
    app_type: 'spa',
    grant_types: ['client_credentials'],
  })
  t.equal(refused.status, 400)
  t.match(refused.body.message, /grant_types/)
})

t.test('a new client may use every connection, unless the tenant says no', async t => {
  const { body: connections } = await app.api('GET', '/connections')
  const enabled = async () => (await app.api('GET', `/connections/${connections[0].id}`)).body.enabled_clients
  const first = await create({ name: 'first' })
  t.ok((await enabled()).includes(first.client_id))
  await app.api('PATCH', '/tenants/settings', { flags: { enable_client_connections: false } })
  const second = await create({ name: 'second' })
  t.notOk((await enabled()).includes(second.client_id))
  await app.api('PATCH', '/tenants/settings', { flags: { enable_client_connections: true } })
})

t.test('secrets are for those who may read them', async t => {
  const { client_id } = await create({ name: 'Secretive', description: 'd', app_type: 'regular_web' })
  const summary = { client_id, name: 'Secretive', description: 'd', app_type: 'regular_web' }
  t.same((await as(['read:client_summary'], 'GET', `/clients/${client_id}`)).body, summary, 'the summary, whole')

  const plain = (await as(['read:clients'], 'GET', `/clients/${client_id}`)).body
  t.ok('callbacks' in plain)
  t.notOk('client_secret' in plain)
  t.notOk('signing_keys' in plain)

  const secrets = (await as(['read:client_credentials'], 'GET', `/clients/${client_id}`)).body
  t.match(secrets, {
    ...summary,
    client_secret: String,
    signing_keys: [{ cert: /BEGIN CERTIFICATE/, pkcs7: /BEGIN PKCS7/, subject: /^\/CN=/ }],
  })
  t.notOk('callbacks' in secrets)

  const all = (await as(['read:client_keys'], 'GET', `/clients/${client_id}`)).body
  t.ok('callbacks' in all && 'client_secret' in all)

  const list = (await as(['read:client_summary'], 'GET', '/clients?per_page=100')).body
  t.ok(list.every((client: object) => Object.keys(client).every(field => field in summary)))

  const made = (await as(['create:clients'], 'POST', '/clients', { name: 'Made blind' })).body
  t.ok('callbacks' in made, 'who makes a client sees what was made')
  t.notOk('client_secret' in made, 'but not its secret')
})

t.test('what may be written depends on the scope, too', async t => {
  const { client_id } = await create({ name: 'Two hands' })
  const both = { name: 'x', client_secret: 'a secret of one’s own' }
  const text = (scope: string) => `Insufficient scope, expected any of: ${scope}`
  t.match(await as(['update:clients'], 'PATCH', `/clients/${client_id}`, both), {
    status: 403,
    body: { message: text('update:client_keys') },
  })
  t.match(await as(['update:client_keys'], 'PATCH', `/clients/${client_id}`, both), {
    status: 403,
    body: { message: text('update:clients') },
  })
  const keyed = await as(['update:client_keys'], 'PATCH', `/clients/${client_id}`, {
    client_secret: both.client_secret,
  })
  t.equal(keyed.status, 200)
  t.notOk('callbacks' in keyed.body, 'who may only set the secret sees no more than the summary')
  t.equal((await app.api('GET', `/clients/${client_id}`)).body.client_secret, both.client_secret)
})

t.test('rotating a secret replaces it and tells the new one', async t => {
  const client = await create({ name: 'Rotating' })
  const rotated = await as(['update:client_keys'], 'POST', `/clients/${client.client_id}/rotate-secret`)
  t.equal(rotated.status, 200)
  t.match(rotated.body.client_secret, /^[A-Za-z0-9]{64}$/)
  t.not(rotated.body.client_secret, client.client_secret)
  t.equal((await app.api('GET', `/clients/${client.client_id}`)).body.client_secret, rotated.body.client_secret)
  t.match(await app.api('POST', '/clients/nobody/rotate-secret'), {
    status: 404,
    body: { errorCode: 'inexistent_client' },
  })
})

t.test('a patch replaces at the root and merges metadata at the first level', async t => {
  const { client_id } = await create({
    name: 'Patched',
    description: 'before',
    callbacks: ['https://a.example.com/cb'],
    client_metadata: { kept: '1', gone: '2' },
  })
  const path = `/clients/${client_id}`
  const patched = (
    await app.api('PATCH', path, {
      callbacks: ['https://b.example.com/cb'],
      description: '',
      client_metadata: { gone: null, added: '3' },
    })
  ).body
  t.same(patched.callbacks, ['https://b.example.com/cb'])
  t.notOk('description' in patched, 'an empty string unsets')
  t.same(patched.client_metadata, { kept: '1', added: '3' })
  t.notOk('client_metadata' in (await app.api('PATCH', path, { client_metadata: {} })).body, 'an empty object wipes')
  t.equal((await app.api('PATCH', path, {})).status, 200, 'an empty patch changes nothing')

  const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`key${i}`, 'v']))
  t.equal((await app.api('PATCH', path, { client_metadata: ten })).status, 200)
  t.match(await app.api('PATCH', path, { client_metadata: { eleventh: 'v' } }), { status: 400 })

  t.equal(
    (await app.api('PATCH', path, { token_endpoint_auth_method: 'client_secret_basic' })).body
      .token_endpoint_auth_method,
    'client_secret_basic',
  )
  t.equal(
    (await app.api('PATCH', path, { token_endpoint_auth_method: null })).body.token_endpoint_auth_method,
    'client_secret_post',
  )
})

t.test('what was read may be sent back', async t => {
  const before = await create({
    name: 'Round trip',
    callbacks: ['https://*.example.com/cb', 'http://127.0.0.1/cb', 'com.example.app:/cb'],
    web_origins: ['https://app.example.com', 'http://localhost:3000', 'capacitor://localhost'],
  })
  // These no tool sends: Auth0 refuses them too.
  const { client_id, tenant: _t, global: _g, signing_keys: _s, callback_url_template: _c, ...body } = before
  const after = await app.api('PATCH', `/clients/${client_id}`, body)
  t.equal(after.status, 200)
  t.same(after.body, before)
})

t.test('a setting that is not enforced is refused by name', async t => {
  for (const [property, value] of Object.entries({
    oidc_conformant: false,
    cross_origin_loc: 'https://elsewhere.example/',
    organization_usage: 'allow',
    addons: { samlp: {} },
  })) {
    const { status, body } = await app.api('POST', '/clients', { name: 'x', [property]: value })
    t.equal(status, 400, property)
    t.equal(body.errorCode, 'operation_not_supported')
    t.ok(body.message.includes(property), body.message)
  }
  t.match(await app.api('POST', '/clients', { name: 'x', jwt_configuration: { secret_encoded: true } }), {
    status: 400,
    body: { message: /jwt_configuration\.secret_encoded/ },
  })
  for (const body of [
    { jwt_configuration: { alg: 'none' } },
    { grant_types: ['nonsense'] },
    { app_type: 'sso_integration' },
    { token_endpoint_auth_method: 'private_key_jwt' },
  ])
    t.match(await app.api('POST', '/clients', { name: 'x', ...body }), {
      status: 400,
      body: { message: /No enum match/ },
    })
})

t.test('refresh token settings must make sense together', async t => {
  const refused: [object, RegExp][] = [
    [{ rotation_type: 'rotating', expiration_type: 'non-expiring' }, /expiration_type/],
    [
      { rotation_type: 'rotating', expiration_type: 'expiring', infinite_token_lifetime: true },
      /infinite_token_lifetime/,
    ],
    [
      {
        rotation_type: 'non-rotating',
        expiration_type: 'expiring',
        infinite_token_lifetime: true,
        infinite_idle_token_lifetime: true,
      },
      /infinite_token_lifetime/,
    ],
    [
      { rotation_type: 'non-rotating', expiration_type: 'non-expiring', infinite_token_lifetime: false },
      /infinite_token_lifetime/,
    ],
    [
      { rotation_type: 'non-rotating', expiration_type: 'non-expiring', infinite_idle_token_lifetime: false },
      /infinite_idle_token_lifetime/,
    ],
    [
      { rotation_type: 'rotating', expiration_type: 'expiring', token_lifetime: 10, idle_token_lifetime: 11 },
      /idle_token_lifetime/,
    ],
    [{ rotation_type: 'rotating' }, /expiration_type/],
    [{ rotation_type: 'rotating', expiration_type: 'expiring', leeway: -1 }, /leeway/],
    [{ rotation_type: 'rotating', expiration_type: 'expiring', policies: [{ audience: 'a' }] }, /policies/],
  ]
  for (const [refresh_token, message] of refused) {
    const { status, body } = await app.api('POST', '/clients', { name: 'x', refresh_token })
    t.equal(status, 400, JSON.stringify(refresh_token))
    t.match(body.message, message)
  }
  const { refresh_token } = await create({
    name: 'x',
    refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', leeway: 30, token_lifetime: 600 },
  })
  t.same(refresh_token, {
    rotation_type: 'rotating',
    expiration_type: 'expiring',
    leeway: 30,
    token_lifetime: 600,
    infinite_token_lifetime: false,
    idle_token_lifetime: 600,
    infinite_idle_token_lifetime: false,
  })
})

t.test('a callback must be a URL that a browser can only read one way', async t => {
  const refused = [
    '/relative',
    'https:app.example.com',
    'app.example.com/cb',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'intent://x',
    'search-ms:query=x',
    'ms-officecmd:x',
    'lintel:try',
    'https://app.example.com/cb#fragment',
    'https://user@app.example.com/cb',
    'http://localhost:80@evil.example.com/cb',
    'http://app.example.com/cb',
    'http://127.0.0.1.example.com/cb',
    'https://app.example.com\\@evil.example.com/cb',
    'https://app.example.com/c b',
    'https://{organization_name}.example.com/cb',
    'https://exämple.com/cb',
    'https://app.example.com/cb?code=1',
    'https://app.example.com/cb?x=1&state=2',
    'https://*/cb',
    'https://*.com/cb',
    'https://*.com./cb',
    'https://*.%63om/cb',
    'https://app.example.com./cb',
    'https://*.co.uk/cb',
    'https://*.github.io/cb',
    'https://*.*.example.com/cb',
    'https://app.*.example.com/cb',
    'https://a*.example.com/cb',
    'https://*example.com/cb',
    'https://app.example.com/*',
    'https://*.example.com/*',
    'com.example.app://*.example.com/cb',
    'http://*.localhost/cb',
    `https://app.example.com/${'x'.repeat(2_000)}`,
  ]
  for (const url of refused) {
    const { status, body } = await app.api('POST', '/clients', {
      name: 'x',
      callbacks: ['https://ok.example.com/', url],
    })
    t.equal(status, 400, url)
    t.match(body.message, /on property callbacks\.1\.$/, body.message)
  }
  const accepted = [
    'https://app.example.com/cb?x=1',
    'http://localhost:3000/cb',
    'http://[::1]:3000/cb',
    'https://*.app.example.com:8443/cb',
    'com.example.app:/cb',
    'com.example.app://example.com/cb',
  ]
  t.same((await create({ name: 'x', callbacks: accepted })).callbacks, accepted)
})

t.test('an origin has no path', async t => {
  for (const property of ['web_origins', 'allowed_origins'])
    for (const origin of [
      'https://app.example.com/',
      'https://app.example.com/x',
      'http://app.example.com',
      'app.example.com',
    ]) {
      const { status, body } = await app.api('POST', '/clients', { name: 'x', [property]: [origin] })
      t.equal(status, 400, `${property} ${origin}`)
      t.ok(body.message.endsWith(`on property ${property}.0.`))
    }
  t.equal((await app.api('POST', '/clients', { name: 'x', initiate_login_uri: 'http://localhost/login' })).status, 400)
  t.equal((await app.api('POST', '/clients', { name: 'x', logo_uri: 'javascript:alert(1)' })).status, 400)
})

t.test('the list is filtered, paged both ways and cut to fields', async t => {
  await create({ name: 'Third party', is_first_party: false, app_type: 'native' })
  const list = async (query: string) => (await app.api('GET', `/clients?${query}`)).body
  const global = await list('is_global=true')
  t.match(global, [{ name: 'All Applications', global: true }])
  t.equal(global.length, 1)
  t.match(await list('is_first_party=false'), [{ name: 'Third party' }])
  t.ok(
    (await list('app_type=native,spa&per_page=100')).every((client: { app_type: string }) =>
      ['native', 'spa'].includes(client.app_type),
    ),
  )

  const { total, clients, start, limit, length } = await list('include_totals=true&per_page=2&page=1')
  t.same({ start, limit, length, count: clients.length }, { start: 2, limit: 2, length: 2, count: 2 })
  const names: string[] = []
  let from = ''
  do {
    const page = await list(`take=3&fields=name${from}`)
    t.ok(page.clients.every((client: object) => Object.keys(client).join() === 'name'))
    names.push(...page.clients.map((client: { name: string }) => client.name))
    from = page.next === undefined ? '' : `&from=${page.next}`
  } while (from !== '')
  t.equal(names.length, total, 'checkpoints see each client once')

  const [first] = await list('is_global=true&fields=client_secret,signing_keys&include_fields=false')
  t.ok('callbacks' in first && !('client_secret' in first) && !('signing_keys' in first))
  for (const unknown of ['q=client_grant.organization_id:org_1', 'external_client_id=x', 'nonsense=1'])
    t.match(await app.api('GET', `/clients?${unknown}`), { status: 400, body: { errorCode: 'invalid_query_string' } })
})

t.test('a client is deleted once, and its deletion may be asked for again', async t => {
  const { client_id } = await create({ name: 'Doomed' })
  t.equal((await app.api('DELETE', `/clients/${client_id}`)).status, 204)
  t.equal((await app.api('DELETE', `/clients/${client_id}`)).status, 204)
  t.match(await app.api('GET', `/clients/${client_id}`), {
    status: 404,
    body: { statusCode: 404, error: 'Not Found', message: 'The client does not exist', errorCode: 'inexistent_client' },
  })
  t.equal((await app.api('PATCH', `/clients/${client_id}`, { name: 'x' })).status, 404)
})

t.test('the global client stays as it is', async t => {
  const [{ client_id }] = (await app.api('GET', '/clients?is_global=true')).body
  t.match(await app.api('DELETE', `/clients/${client_id}`), {
    status: 400,
    body: { errorCode: 'operation_not_supported' },
  })
  for (const change of [
    { grant_types: ['client_credentials'] },
    { client_secret: 'x'.repeat(64) },
    { client_metadata: { a: 'b' } },
    { token_endpoint_auth_method: null },
    { refresh_token: null },
  ]) {
    t.equal((await app.api('PATCH', `/clients/${client_id}`, change)).status, 400, JSON.stringify(change))
  }
  t.equal((await app.api('PATCH', `/clients/${client_id}`, { custom_login_page_on: true })).status, 200)
})

t.test('bodies and ids are read strictly', async t => {
  for (const body of [{}, { name: '' }, { name: '<b>' }, { name: 'x', nonsense: 1 }, { name: 'x', client_id: 'mine' }])
    t.equal((await app.api('POST', '/clients', body)).status, 400, JSON.stringify(body))
  t.match(await app.api('POST', '/clients', { name: 'x', nonsense: 1 }), {
    body: { message: /Additional properties not allowed: nonsense/, errorCode: 'invalid_body' },
  })
  t.equal((await app.api('GET', '/clients/no%20id')).status, 400)
  t.equal((await app.api('PATCH', '/clients/x', { client_secret: 'short' })).status, 400)
})

t.test('the try-it page follows its issuer, also after its client was written', async t => {
  const path = '/clients/lintel-try-it'
  const before = (await app.api('GET', path)).body
  t.same(before.callbacks, [`${app.issuer}try`])
  await app.api('PATCH', path, { callbacks: before.callbacks, allowed_logout_urls: before.allowed_logout_urls })
  const { rows } = await app.database.query(
    "select callbacks, allowed_logout_urls from clients where client_id = 'lintel-try-it'",
  )
  t.same(rows, [{ callbacks: ['lintel:try'], allowed_logout_urls: ['lintel:try'] }])
})

t.test('another tenant’s client is not there', async t => {
  const domain = 'other.localhost'
  const tenant = await createTenant(app.store, { tenant_id: 'other', domain }, newAdministrationClient(), new Date())
  const [foreign] = await app.store.forTenant(tenant).clients.list({ global: true }, { limit: 1, offset: 0 })
  const path = `/clients/${foreign?.client_id}`
  t.equal((await app.api('GET', path)).status, 404)
  t.equal((await app.api('PATCH', path, { name: 'mine' })).status, 404)
  t.equal((await app.api('POST', `${path}/rotate-secret`)).status, 404)
  t.equal((await app.api('DELETE', path)).status, 204)
  t.same(await app.store.forTenant(tenant).clients.find(foreign?.client_id ?? ''), foreign)
})

t.test('every write leaves a log event', async t => {
  await app.database.query('delete from log_events')
  const { client_id } = await create({ name: 'Logged' })
  await app.api('PATCH', `/clients/${client_id}`, { name: 'Logged still' })
  await app.api('POST', `/clients/${client_id}/rotate-secret`)
  await app.api('DELETE', `/clients/${client_id}`)
  const { rows } = await app.database.query('select type, description, client_id from log_events order by date, log_id')
  t.same(
    rows,
    ['Create a client', 'Update a client', 'Rotate a client secret', 'Delete a client'].map(description => ({
      type: 'sapi',
      description,
      client_id: 'test-admin',
    })),
  )
})

t.test('a client chooses by what its ID tokens are signed', async t => {
  for (const alg of ['RS256', 'RS512', 'PS256', 'ES256', 'EdDSA'])
    t.equal((await create({ name: 'App', app_type: 'spa', jwt_configuration: { alg } })).jwt_configuration.alg, alg)
  const spa = await create({ name: 'App', app_type: 'spa' })
  const web = await create({ name: 'App', app_type: 'regular_web', jwt_configuration: { alg: 'HS256' } })
  const patch = (id: string, body: object) => app.api('PATCH', `/clients/${id}`, body)
  const HS256 = { jwt_configuration: { alg: 'HS256' } }
  const hmac = { registration: { userinfo_signed_response_alg: 'HS256' } }
  for (const [what, refused] of Object.entries({
    'a public client has no secret': patch(spa.client_id, HS256),
    'nor has it for /userinfo': patch(spa.client_id, hmac),
    'nor from the start': app.api('POST', '/clients', { name: 'App', app_type: 'spa', ...HS256 }),
    'who loses the secret loses HS256 first': patch(web.client_id, { token_endpoint_auth_method: 'none' }),
    'a secret as short as this is guessed': patch(web.client_id, { client_secret: 'twenty characters ..' }),
    none: patch(web.client_id, { jwt_configuration: { alg: 'none' } }),
    HS512: patch(web.client_id, { jwt_configuration: { alg: 'HS512' } }),
  }))
    t.match(await refused, { status: 400 }, what)
  t.equal((await patch(web.client_id, { client_secret: 'a'.repeat(32) })).status, 200)
  t.match(await patch(web.client_id, { jwt_configuration: {} }), {
    status: 200,
    body: { jwt_configuration: { alg: 'RS256' } },
  })
})

t.test('a client is shown the certificates of its own algorithm', async t => {
  const { client_id } = await create({ name: 'App', app_type: 'spa', jwt_configuration: { alg: 'EdDSA' } })
  const kinds = async () =>
    ((await app.api('GET', `/clients/${client_id}`)).body.signing_keys as { cert: string }[]).map(
      ({ cert }) => new X509Certificate(cert).publicKey.asymmetricKeyType,
    )
  await eventually(async () => (await kinds()).length > 0)
  t.strictSame(await kinds(), ['ed25519'])
})
