import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import type { ResourceServer } from '../../src/management/resource-servers.ts'
import { MANAGEMENT_SCOPES } from '../../src/store/management-scopes.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'

type Shape = Static<typeof ResourceServer>
// Auth0 has neither ES256 nor EdDSA: these are ours.
const shape = {} as Shape & { signing_alg: Exclude<Shape['signing_alg'], 'ES256' | 'EdDSA'> }
const _get: Management.GetResourceServerResponseContent = shape
const _create: Management.CreateResourceServerResponseContent = shape
const _update: Management.UpdateResourceServerResponseContent = shape
const _list: Management.ListResourceServerOffsetPaginatedResponseContent['resource_servers'] = [shape]

const app = await createTestApp(t)
const MANAGEMENT = `${app.issuer}api/v2/`

const create = async (body: object) => {
  const made = await app.api('POST', '/resource-servers', body)
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}

t.test('a resource server that says nothing but its identifier gets the defaults', async t => {
  const { status, body } = await app.api('POST', '/resource-servers', { identifier: 'https://api.example.com/' })
  t.equal(status, 201)
  t.match(body.id, /^[0-9a-f]{24}$/)
  const { id: _, ...rest } = body
  t.same(rest, {
    name: 'https://api.example.com/',
    identifier: 'https://api.example.com/',
    is_system: false,
    scopes: [],
    signing_alg: 'RS256',
    allow_offline_access: false,
    token_lifetime: 86_400,
    token_lifetime_for_web: 7_200,
    token_dialect: 'access_token',
    enforce_policies: false,
    skip_consent_for_verifiable_first_party_clients: true,
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'require_client_grant' } },
  })
  t.match(await app.api('POST', '/resource-servers', { identifier: 'https://api.example.com/' }), {
    status: 409,
    body: { errorCode: 'resource_server_exists' },
  })
})

t.test('it is found by its id and by its whole identifier, URL-encoded', async t => {
  const identifiers = [
    'https://found.example.com/v1?x=1&y=2#z',
    'not a URI at all: ünïcode / % + @',
    'urn:example:api',
    `https://long.example.com/${'/ä'.repeat(280)}`.slice(0, 600),
  ]
  for (const identifier of identifiers) {
    const made = await create({ identifier })
    const path = `/resource-servers/${encodeURIComponent(identifier)}`
    t.same((await app.api('GET', `/resource-servers/${made.id}`)).body, made)
    t.same((await app.api('GET', path)).body, made, identifier)
    const patched = await app.api('PATCH', path, { name: 'Renamed' })
    t.equal(patched.status, 200)
    t.same(patched.body, { ...made, name: 'Renamed' })
    t.equal((await app.api('DELETE', path)).status, 204)
    t.equal((await app.api('DELETE', path)).status, 204, 'and again')
    t.match(await app.api('GET', path), {
      status: 404,
      body: { message: 'The resource server does not exist', errorCode: 'inexistent_resource_server' },
    })
  }
})

t.test('what was read may be sent back', async t => {
  const made = await create({ identifier: 'urn:round-trip', scopes: [{ value: 'read:x', description: 'Read x' }] })
  const { id, identifier: _i, is_system: _s, ...body } = made
  t.same(await app.api('PATCH', `/resource-servers/${id}`, body).then(({ body }) => body), made)
})

t.test('a patch replaces what it names', async t => {
  const { id } = await create({ identifier: 'urn:patched', scopes: [{ value: 'a' }], token_lifetime: 600 })
  const path = `/resource-servers/${id}`
  const { body } = await app.api('PATCH', path, {
    name: 'Patched',
    scopes: [{ value: 'b', description: 'B' }],
    allow_offline_access: true,
    token_dialect: 'rfc9068_profile_authz',
    enforce_policies: true,
    skip_consent_for_verifiable_first_party_clients: false,
    subject_type_authorization: { client: { policy: 'deny_all' } },
  })
  t.match(body, {
    name: 'Patched',
    identifier: 'urn:patched',
    scopes: [{ value: 'b', description: 'B' }],
    allow_offline_access: true,
    token_lifetime: 600,
    token_lifetime_for_web: 600,
    token_dialect: 'rfc9068_profile_authz',
    enforce_policies: true,
    skip_consent_for_verifiable_first_party_clients: false,
    subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'deny_all' } },
  })
  t.equal((await app.api('PATCH', path, { identifier: 'urn:other' })).status, 400, 'an identifier stays')
  t.equal((await app.api('PATCH', path, {})).status, 200)
})

t.test('what cannot be is refused', async t => {
  for (const body of [
    {},
    { identifier: '' },
    { identifier: 'x'.repeat(601) },
    { identifier: 'x', name: '<b>' },
    { identifier: 'x', nonsense: 1 },
    { identifier: 'x', scopes: [{ value: 'a' }, { value: 'a' }] },
    { identifier: 'x', scopes: [{ value: 'a b' }] },
    { identifier: 'x', scopes: [{ value: '' }] },
    { identifier: 'x', scopes: [{ value: 'a', nonsense: 1 }] },
    { identifier: 'x', signing_alg: 'none' },
    { identifier: 'x', token_lifetime: 0 },
    { identifier: 'x', token_lifetime: 2_592_001 },
    { identifier: 'x', token_lifetime: '600' },
    { identifier: 'x', token_lifetime: 600, token_lifetime_for_web: 601 },
    { identifier: 'x', token_dialect: 'jwt' },
    { identifier: 'x', subject_type_authorization: { client: { policy: 'allow_all' } } },
  ])
    t.equal((await app.api('POST', '/resource-servers', body)).status, 400, JSON.stringify(body).slice(0, 100))

  for (const [property, value] of Object.entries({
    consent_policy: 'transactional-authorization-with-mfa',
  })) {
    const { status, body } = await app.api('POST', '/resource-servers', { identifier: 'x', [property]: value })
    t.match({ status, body }, { status: 400, body: { errorCode: 'operation_not_supported' } }, property)
    t.ok(body.message.includes(property), body.message)
  }
})

t.test('identifiers under the issuer are not to be had', async t => {
  t.match(await app.api('POST', '/resource-servers', { identifier: MANAGEMENT }), { status: 409 })
  t.match(await app.api('POST', '/resource-servers', { identifier: 'lintel:management-api' }), { status: 409 })
  for (const path of ['userinfo', 'me/', ''])
    t.match(await app.api('POST', '/resource-servers', { identifier: app.issuer + path }), {
      status: 400,
      body: { message: /reserved/ },
    })
  t.equal((await app.api('GET', '/resource-servers/lintel%3Amanagement-api')).status, 404)
})

t.test('the Management API is one of them, and only its lifetime changes', async t => {
  const path = `/resource-servers/${encodeURIComponent(MANAGEMENT)}`
  const { body } = await app.api('GET', path)
  t.match(body, { identifier: MANAGEMENT, is_system: true, token_lifetime: 86_400 })
  t.same(body.scopes, MANAGEMENT_SCOPES)
  t.match(await app.api('DELETE', path), { status: 400, body: { errorCode: 'operation_not_supported' } })
  for (const change of [{ name: 'Mine' }, { scopes: [] }, { allow_offline_access: true }, { enforce_policies: true }])
    t.match(await app.api('PATCH', path, change), {
      status: 400,
      body: { message: new RegExp(Object.keys(change)[0] ?? '') },
    })
  const { id: _, identifier: _i, is_system: _s, ...same } = body
  t.same((await app.api('PATCH', path, { ...same, token_lifetime: 43_200 })).body, { ...body, token_lifetime: 43_200 })
  const { rows } = await app.database.query('select scopes from resource_servers where is_system')
  t.same(rows, [{ scopes: [] }, { scopes: [] }, { scopes: [] }], 'the scopes of these are never stored')
})

t.test('a default audience goes with its resource server', async t => {
  const { id } = await create({ identifier: 'urn:default' })
  t.equal((await app.api('PATCH', '/tenants/settings', { default_audience: 'urn:default' })).status, 200)
  await app.api('DELETE', `/resource-servers/${id}`)
  t.equal((await app.api('GET', '/tenants/settings')).body.default_audience, '')
})

t.test('the list is filtered by identifiers and paged both ways', async t => {
  await create({ identifier: 'urn:one' })
  await create({ identifier: 'urn:two' })
  const list = async (query: string) => (await app.api('GET', `/resource-servers?${query}`)).body
  const identifiersOf = (page: { identifier: string }[]) => page.map(({ identifier }) => identifier)
  t.same(identifiersOf(await list('identifiers=urn:one&identifiers=urn:two&identifiers=urn:three')), [
    'urn:one',
    'urn:two',
  ])
  t.same(identifiersOf(await list(`identifiers=${encodeURIComponent(MANAGEMENT)}`)), [MANAGEMENT])
  t.match(await list('include_totals=true&page=0&per_page=1&identifiers=urn:one&identifiers=urn:two'), {
    start: 0,
    limit: 1,
    length: 1,
    total: 2,
    resource_servers: [{ identifier: 'urn:one' }],
  })
  const { total } = await list('include_totals=true')
  const first = await list('take=1')
  const rest = await list(`take=100&from=${first.next}`)
  t.equal(first.resource_servers.length + rest.resource_servers.length, total)
  t.notOk('next' in rest)
})

t.test('another tenant’s resource server is not there', async t => {
  const input = { tenant_id: 'other', domain: 'other.localhost' }
  const other = app.store.forTenant(await createTenant(app.store, input, newAdministrationClient(), new Date()))
  const [foreign] = await other.resource_servers.list({}, { limit: 1, offset: 0 })
  for (const id of [foreign?.id ?? '', foreign?.identifier ?? '']) {
    const path = `/resource-servers/${encodeURIComponent(id)}`
    t.equal((await app.api('GET', path)).status, 404)
    t.equal((await app.api('PATCH', path, { name: 'mine' })).status, 404)
    t.equal((await app.api('DELETE', path)).status, 204)
  }
  t.same(await other.resource_servers.find(foreign?.id ?? ''), foreign)
})

const SECRET = 'a secret of thirty-two bytes, or more'
const publicPem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string
const nested = (pem: string, more: object = {}) => ({
  token_encryption: { format: 'compact-nested-jwe', encryption_key: { alg: 'RSA-OAEP-256', pem, ...more } },
})

t.test('an API chooses by what its tokens are signed', async t => {
  for (const signing_alg of ['RS256', 'RS512', 'PS256', 'ES256', 'EdDSA']) {
    const made = await create({ identifier: `https://${signing_alg}.example`, signing_alg })
    t.match(made, { signing_alg })
    t.notOk('signing_secret' in made)
  }
  for (const signing_alg of ['none', 'HS512', 'ES512', 'RSA1_5'])
    t.equal((await app.api('POST', '/resource-servers', { identifier: 'https://no.example', signing_alg })).status, 400)
  t.match(
    await app.api('PATCH', `/resource-servers/${encodeURIComponent(MANAGEMENT)}`, { signing_alg: 'ES256' }),
    { status: 400, body: { errorCode: 'operation_not_supported' } },
    'the Management API’s are signed by RS256',
  )
})

t.test('a signing secret is made when none is given, and is long enough when one is', async t => {
  const path = (id: string) => `/resource-servers/${id}`
  const made = await create({ identifier: 'https://hs.example', signing_alg: 'HS256' })
  t.match(made.signing_secret, /^[A-Za-z0-9_-]{64}$/)
  t.equal(
    (await app.api('PATCH', path(made.id), { name: 'Other' })).body.signing_secret,
    made.signing_secret,
    'it stays',
  )
  t.equal((await app.api('PATCH', path(made.id), { signing_secret: SECRET })).body.signing_secret, SECRET)
  t.match(await app.api('PATCH', path(made.id), { signing_secret: 'sixteen letters!' }), {
    status: 400,
    body: { message: /32 bytes/ },
  })
  const another = (await app.api('PATCH', path(made.id), { signing_secret: null })).body.signing_secret
  t.match(another, /^[A-Za-z0-9_-]{64}$/, 'without the old one there is a new one')
  t.notOk('signing_secret' in (await app.api('PATCH', path(made.id), { signing_alg: 'RS256' })).body)
  const again = await app.api('PATCH', path(made.id), { signing_alg: 'HS256' })
  t.not(again.body.signing_secret, another, 'what it had before is gone')
  for (const settings of [{ signing_secret: SECRET }, { signing_secret: SECRET, signing_alg: 'PS256' }])
    t.equal((await app.api('POST', '/resource-servers', { identifier: 'https://no.example', ...settings })).status, 400)
  t.equal((await create({ identifier: 'https://null.example', signing_secret: null })).signing_secret, undefined)
})

t.test('a signing secret is seen by those who may set it, and is sealed', async t => {
  const { id, identifier } = await create({
    identifier: 'https://seen.example',
    signing_alg: 'HS256',
    signing_secret: SECRET,
  })
  const read = (...scopes: string[]) => apiAs(app, scopes, 'GET', `/resource-servers/${id}`)
  t.notOk('signing_secret' in (await read('read:resource_servers')).body)
  t.equal((await read('read:resource_servers', 'update:resource_servers')).body.signing_secret, SECRET)
  const list = await apiAs(app, ['read:resource_servers'], 'GET', '/resource-servers?per_page=100')
  t.ok(list.body.some((one: { identifier: string }) => one.identifier === identifier))
  t.notMatch(JSON.stringify(list.body), SECRET)
  const { rows } = await app.database.query('select to_jsonb(r)::text as row from resource_servers r where id = $1', [
    id,
  ])
  t.notMatch(rows[0].row, SECRET)
  t.notMatch(app.logs.join(), SECRET)
  t.notMatch(JSON.stringify((await app.api('GET', '/logs?per_page=100')).body), SECRET)
})

t.test('an API’s tokens are encrypted to its public key, and to nothing else', async t => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicPem(rsa.publicKey)
  const made = await create({ identifier: 'https://jwe.example', ...nested(pem, { name: 'Mine', kid: '1' }) })
  t.strictSame(made.token_encryption, nested(pem, { name: 'Mine', kid: '1' }).token_encryption)
  t.notOk(
    'token_encryption' in (await app.api('PATCH', `/resource-servers/${made.id}`, { token_encryption: null })).body,
  )
  const privatePem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  for (const [what, body] of Object.entries({
    'a private key': nested(privatePem),
    'a private key after a public one': nested(pem + privatePem),
    'two keys': nested(pem + pem),
    'a short key': nested(publicPem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)),
    'an EC key': nested(publicPem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)),
    'an RSASSA-PSS key': nested(publicPem(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey)),
    'no key': nested('-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'),
    RSA1_5: nested(pem, { alg: 'RSA1_5' }),
    'another format': { token_encryption: { ...nested(pem).token_encryption, format: 'json' } },
  }))
    t.equal(
      (await app.api('POST', '/resource-servers', { identifier: 'https://no.example', ...body })).status,
      400,
      what,
    )
  t.equal(
    (await app.api('PATCH', `/resource-servers/${encodeURIComponent(MANAGEMENT)}`, nested(pem))).status,
    400,
    'the Management API reads its tokens itself',
  )
  const { rows } = await app.database.query("select 1 from resource_servers r where to_jsonb(r)::text like '%PRIVATE%'")
  t.equal(rows.length, 0)
})
