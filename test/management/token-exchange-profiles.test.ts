import { generateKeyPairSync } from 'node:crypto'
import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import type { TokenExchangeProfile } from '../../src/management/token-exchange-profiles.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { leastStatements } from '../support/least-statements.ts'

// What is answered is what the SDK's types promise.
const _get: Management.GetTokenExchangeProfileResponseContent = {} as Static<typeof TokenExchangeProfile>
const _created: Management.CreateTokenExchangeProfileResponseContent = {} as Static<typeof TokenExchangeProfile>

const app = await createTestApp(t)
const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
const { id: connection_id } = (await store.connections.findByName('Username-Password-Authentication'))!
const PATH = '/token-exchange-profiles'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1' }
const verification = { issuer: 'https://legacy.example/', jwks: { keys: [jwk] }, user: { connection_id } }
let count = 0
const profile = (patch: object = {}) => ({
  name: 'Legacy',
  subject_token_type: `urn:acme:legacy:${++count}`,
  type: 'custom_authentication',
  subject_token_verification: verification,
  ...patch,
})
const made = (patch: object = {}) => app.api('POST', PATH, profile(patch))

t.test('a profile is made, read, changed and deleted', async t => {
  const created = await made({ name: 'Acme', subject_token_type: 'https://acme.example/tokens/legacy' })
  t.equal(created.status, 201)
  const { id, created_at, updated_at, ...rest } = created.body
  t.match(id, /^tep_[A-Za-z0-9]{16}$/)
  t.ok(Date.parse(created_at) <= Date.parse(updated_at))
  t.strictSame(rest, {
    name: 'Acme',
    subject_token_type: 'https://acme.example/tokens/legacy',
    type: 'custom_authentication',
    subject_token_verification: {
      ...verification,
      audience: app.issuer,
      algs: ['RS256'],
      single_use: false,
      accept_as_assertion: false,
      user: { connection_id, claim: 'sub', match: 'user_id' },
    },
  })
  t.strictSame((await app.api('GET', `${PATH}/${id}`)).body, created.body)
  const changed = await app.api('PATCH', `${PATH}/${id}`, {
    name: 'Acme Inc.',
    subject_token_verification: { ...verification, jwks: undefined, jwks_uri: 'https://legacy.example/keys' },
  })
  t.equal(changed.status, 200)
  t.match(changed.body, { name: 'Acme Inc.', subject_token_verification: { jwks_uri: 'https://legacy.example/keys' } })
  t.notOk('jwks' in changed.body.subject_token_verification, 'the verification is replaced whole')
  t.equal((await app.api('DELETE', `${PATH}/${id}`)).status, 204)
  t.equal((await app.api('DELETE', `${PATH}/${id}`)).status, 204, 'and once more')
  for (const [method, body] of [['GET'], ['PATCH', { name: 'Gone' }]] as const)
    t.match(await app.api(method, `${PATH}/${id}`, body), {
      status: 404,
      body: { errorCode: 'inexistent_token_exchange_profile' },
    })
  t.match(await app.api('GET', `${PATH}/nonsense`), { status: 400 })
})

t.test('one profile for each type of token', async t => {
  const { body: one } = await made()
  const { body: two } = await made()
  const conflict = { status: 409, body: { errorCode: 'token_exchange_profile_conflict' } }
  t.match(await made({ subject_token_type: one.subject_token_type }), conflict)
  t.match(await app.api('PATCH', `${PATH}/${two.id}`, { subject_token_type: one.subject_token_type }), conflict)
})

t.test('types that are nobody’s own, or no URI', async t => {
  for (const subject_token_type of [
    'urn:ietf:params:oauth:token-type:access_token',
    'URN:IETF:params',
    'urn:auth0:token',
    'urn:okta:token',
    'https://auth0.com/token',
    'https://login.auth0.com/token',
    'http://okta.com',
    'https://okta.com:8443/x',
    'no uri at all',
    'javascript:alert(1)',
    'urn:x',
    `urn:${'x'.repeat(100)}`,
  ])
    t.match(
      await made({ subject_token_type }),
      { status: 400, body: { errorCode: 'invalid_body' } },
      subject_token_type,
    )
  for (const subject_token_type of ['urn:authors:token', 'https://notauth0.com/token', 'https://auth0.com.example/x'])
    t.match(await made({ subject_token_type }), { status: 201 }, subject_token_type)
})

t.test('an Action is refused in so many words', async t => {
  const refused = { status: 400, body: { errorCode: 'operation_not_supported', message: /no Actions/ } }
  t.match(await made({ action_id: 'act_1' }), refused)
  const { body } = await made({ action_id: null })
  t.match(await app.api('PATCH', `${PATH}/${body.id}`, { action_id: 'act_1' }), refused)
})

t.test('what cannot be verified is not stored', async t => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  for (const [what, patch] of Object.entries({
    'no verification': { subject_token_verification: undefined },
    'another type': { type: 'on_behalf_of_token_exchange' },
    'no keys': { subject_token_verification: { ...verification, jwks: undefined } },
    'both keys': { subject_token_verification: { ...verification, jwks_uri: 'https://legacy.example/keys' } },
    'an empty key set': { subject_token_verification: { ...verification, jwks: { keys: [] } } },
    'a private key': {
      subject_token_verification: { ...verification, jwks: { keys: [privateKey.export({ format: 'jwk' })] } },
    },
    'a secret': { subject_token_verification: { ...verification, jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } } },
    'half a key': { subject_token_verification: { ...verification, jwks: { keys: [{ kty: 'RSA', n: 'x' }] } } },
    'HS256 (CVE-2026-11800)': { subject_token_verification: { ...verification, algs: ['HS256'] } },
    'none (CVE-2026-11800)': { subject_token_verification: { ...verification, algs: ['none'] } },
    'no algorithm': { subject_token_verification: { ...verification, algs: [] } },
    ourselves: { subject_token_verification: { ...verification, issuer: app.issuer } },
    'a URL that is none': {
      subject_token_verification: { ...verification, jwks: undefined, jwks_uri: 'ftp://legacy.example/' },
    },
    'a member that nobody knows': { subject_token_verification: { ...verification, jku: 'https://legacy.example' } },
    'a short name': { name: 'ab' },
  })) {
    t.match(await made(patch), { status: 400, body: { errorCode: 'invalid_body' } }, what)
  }
  t.match(
    await made({ subject_token_verification: { ...verification, user: { connection_id: 'con_0000000000000000' } } }),
    { status: 404, body: { errorCode: 'inexistent_connection' } },
  )
  t.match(await made({ subject_token_verification: { ...verification, algs: ['ES256'], jwks: { keys: [ec] } } }), {
    status: 201,
  })
})

t.test('they are listed page by page', async t => {
  const ids: string[] = []
  for (let from = ''; ; ) {
    const { body } = await app.api('GET', `${PATH}?take=3${from && `&from=${from}`}`)
    ids.push(...body.token_exchange_profiles.map(({ id }: { id: string }) => id))
    if (body.next === undefined) break
    from = body.next
  }
  t.equal(new Set(ids).size, ids.length)
  t.equal(ids.length, (await app.api('GET', `${PATH}?take=100`)).body.token_exchange_profiles.length)
  t.equal((await app.api('GET', `${PATH}?take=0`)).status, 400)
  t.equal((await app.api('GET', `${PATH}?page=1`)).status, 400)
})

t.test('each verb has its scope', async t => {
  const { body } = await made()
  for (const [scope, method, path, given] of [
    ['read:token_exchange_profiles', 'GET', PATH],
    ['read:token_exchange_profiles', 'GET', `${PATH}/${body.id}`],
    ['create:token_exchange_profiles', 'POST', PATH, profile()],
    ['update:token_exchange_profiles', 'PATCH', `${PATH}/${body.id}`, { name: 'Changed' }],
    ['delete:token_exchange_profiles', 'DELETE', `${PATH}/${body.id}`],
  ] as const) {
    const others = ['read', 'create', 'update', 'delete']
      .map(verb => `${verb}:token_exchange_profiles`)
      .filter(other => other !== scope)
    t.equal((await apiAs(app, others, method, path, given)).status, 403, `${method} without ${scope}`)
    t.ok((await apiAs(app, [scope], method, path, given)).status < 300, `${method} by ${scope}`)
  }
})

t.test('there is an end to them', async t => {
  for (let n = (await store.token_exchange_profiles.count()) as number; n < 100; n++) await made()
  t.match(await made(), { status: 400, body: { errorCode: 'operation_not_supported' } })
  const { rows } = await app.database.query('select id from token_exchange_profiles')
  for (const { id } of (rows as { id: string }[]).slice(1)) await app.api('DELETE', `${PATH}/${id}`)
})

t.test('a look asks once, a change is one transaction with its log event', async t => {
  const { body } = await made()
  t.equal(await leastStatements(app, () => app.api('GET', `${PATH}/${body.id}`)), 1)
  await app.api('PATCH', `${PATH}/${body.id}`, { name: 'Logged' })
  const { rows } = await app.database.query(
    `select description from log_events where type = 'sapi' and description like '%token exchange profile%'`,
  )
  t.ok(rows.length > 2)
})

// --- clients ---

const IDENTIFIER = 'https://api.example/'
await app.api('POST', '/resource-servers', { identifier: IDENTIFIER, scopes: [{ value: 'read' }] })
const client = (patch: object) => app.api('POST', '/clients', { name: 'App', ...patch })
const backend = { app_type: 'resource_server', resource_server_identifier: IDENTIFIER }
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange'
const OBO = { token_exchange: { allow_any_profile_of_type: ['on_behalf_of_token_exchange'] } }

t.test('the backend of an API is a client of its own kind', async t => {
  const { status, body } = await client(backend)
  t.equal(status, 201)
  t.match(body, { ...backend, grant_types: [TOKEN_EXCHANGE], token_endpoint_auth_method: 'client_secret_post' })
  t.notOk('token_exchange' in body)
  const path = `/clients/${body.client_id}`
  t.match((await app.api('PATCH', path, OBO)).body, OBO)
  t.match((await app.api('GET', path)).body, { ...backend, ...OBO })
  t.match(await app.api('PATCH', path, { ...backend, name: 'Renamed' }), { status: 200 }, 'what it is may be repeated')
  t.match((await app.api('PATCH', path, { token_exchange: null })).body.token_exchange, undefined)
  for (const [what, patch] of Object.entries({
    'another API': { resource_server_identifier: 'https://other.example/' },
    'no API': { resource_server_identifier: null },
    'another kind': { app_type: 'regular_web' },
    'a grant type of browsers': { grant_types: ['authorization_code'] },
    'no secret': { token_endpoint_auth_method: 'none' },
    'a third party’s': { is_first_party: false },
  }))
    t.match(await app.api('PATCH', path, patch), { status: 400 }, what)
  const { body: web } = await client({ app_type: 'regular_web' })
  for (const patch of [backend, { app_type: 'resource_server' }, { resource_server_identifier: IDENTIFIER }, OBO])
    t.match(await app.api('PATCH', `/clients/${web.client_id}`, patch), { status: 400 }, JSON.stringify(patch))
})

t.test('and of an API that is there', async t => {
  for (const resource_server_identifier of ['https://nowhere.example/', `${app.issuer}api/v2/`])
    t.match(await client({ ...backend, resource_server_identifier }), {
      status: 404,
      body: { errorCode: 'inexistent_resource_server' },
    })
  t.match(await client({ app_type: 'resource_server' }), { status: 400 })
  t.match(await client({ resource_server_identifier: IDENTIFIER }), { status: 400 })
})

t.test('public clients exchange nothing', async t => {
  for (const type of [TOKEN_EXCHANGE, 'urn:ietf:params:oauth:grant-type:jwt-bearer']) {
    t.match(await client({ app_type: 'spa', grant_types: ['authorization_code', type] }), {
      status: 400,
      body: { message: /token_endpoint_auth_method/ },
    })
    t.match(await client({ app_type: 'regular_web', grant_types: [type] }), { status: 201 })
  }
  t.match(await client({ token_exchange: { allow_any_profile_of_type: ['other'] } }), { status: 400 })
  t.match(await client({ token_exchange: { allow_any_profile_of_type: ['custom_authentication'] } }), { status: 201 })
  t.match((await client({ token_exchange: {} })).body, { token_exchange: { allow_any_profile_of_type: [] } })
})

t.test('refresh token policies', async t => {
  const refresh_token = { rotation_type: 'rotating', expiration_type: 'expiring' }
  const policies = [{ audience: IDENTIFIER, scope: ['read'] }]
  const { status, body } = await client({ app_type: 'spa', refresh_token: { ...refresh_token, policies } })
  t.equal(status, 201)
  t.strictSame(body.refresh_token.policies, policies)
  const path = `/clients/${body.client_id}`
  t.strictSame((await app.api('GET', path)).body.refresh_token.policies, policies)
  t.notOk('policies' in (await app.api('PATCH', path, { refresh_token })).body.refresh_token, 'replaced whole')
  for (const [what, wrong] of Object.entries({
    twice: [...policies, ...policies],
    'the Management API': [{ audience: `${app.issuer}api/v2/`, scope: ['read:users'] }],
    'no scope': [{ audience: IDENTIFIER }],
    more: [{ audience: IDENTIFIER, scope: [], other: 1 }],
  }))
    t.match(
      await app.api('PATCH', path, { refresh_token: { ...refresh_token, policies: wrong } }),
      { status: 400 },
      what,
    )
  t.match(await client({ is_first_party: false, refresh_token: { ...refresh_token, policies } }), {
    status: 400,
    body: { message: /first-party/ },
  })
})
