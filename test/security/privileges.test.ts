// Delegated administration: what a scope lets its holder do, and nothing beside it. (That every route demands its scope, and that unknown
// fields are refused: test/contracts/management-routes.test.ts.)
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { newRoleId } from '../../src/ids.ts'
import { apiAs, apiWith, managementToken } from '../support/api-as.ts'
import { ADMIN, createTestApp } from '../support/app.ts'

const app = await createTestApp(t)
const audience = `${app.issuer}api/v2/`
const CONNECTION = 'Username-Password-Authentication'
const made = async (path: string, body: object) => {
  const answer = await app.api('POST', path, body)
  if (answer.status > 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
const user = await made('/users', {
  connection: CONNECTION,
  email: 'ada@example.com',
  password: 'correct horse battery',
})
const client = await made('/clients', { name: 'App', app_type: 'regular_web', callbacks: ['https://app.example/cb'] })
const role = await made('/roles', { name: 'Reader' })
const api = await made('/resource-servers', { identifier: 'https://api.example/', scopes: [{ value: 'read:things' }] })
const [connection] = (await app.api('GET', '/connections')).body
const { scopes } = (await app.api('GET', `/resource-servers/${encodeURIComponent(audience)}`)).body as {
  scopes: { value: string }[]
}
const values = scopes.map(({ value }) => value)

// Auth0: these show what is or would be, and change nothing of the tenant's.
const READING_POSTS = new Set(['/clients/cimd/preview', '/custom-domains/{id}/test', '/jobs/users-exports'])

t.test('the right to read is no right to change (GHSA-xxwr-vvr3-2g9f)', async t => {
  const token = await managementToken(app, { scopes: values.filter(value => value.startsWith('read:')) })
  const { paths } = (await app.api('GET', '/openapi.json')).body as { paths: { [path: string]: object } }
  let writes = 0
  for (const [path, operations] of Object.entries(paths)) {
    for (const method of Object.keys(operations).filter(name => name !== 'get')) {
      if (READING_POSTS.has(path)) continue
      const { status } = await apiWith(app, token, method.toUpperCase(), path.replaceAll(/\{[^}]+\}/g, 'x'), {})
      t.equal(status, 403, `${method} ${path}`)
      writes++
    }
  }
  t.ok(writes > 30, `${writes} ways to write`)
})

t.test('a token asks no more than its client is granted', async t => {
  const some = await made('/clients', { name: 'Some', app_type: 'non_interactive' })
  await made('/client-grants', { client_id: some.client_id, audience, scope: ['read:users'] })
  await t.rejects(managementToken(app, { client: some, scopes: ['read:users', 'update:users'] }), /403/)
  const token = await managementToken(app, { client: some })
  t.equal((await apiWith(app, token, 'PATCH', `/users/${user.user_id}`, { name: 'x' })).status, 403)
})

t.test('who may make clients makes neither secrets nor powers', async t => {
  const own = (body: object) => apiAs(app, ['create:clients'], 'POST', '/clients', { name: 'Mine', ...body })
  for (const field of [
    { client_id: ADMIN.client_id },
    { client_secret: 'x'.repeat(64) },
    { global: true },
    { tenant: 'other' },
    { tenant_id: 'other' },
    { is_system: true },
    { signing_keys: [] },
    { created_at: '2020-01-01T00:00:00Z' },
    { grant_types: ['nonsense'] },
    { token_endpoint_auth_method: 'none', grant_types: ['client_credentials'] },
  ]) {
    t.equal((await own(field)).status, 400, JSON.stringify(field))
  }
  const mine = await own({ app_type: 'non_interactive' })
  t.equal(mine.status, 201)
  t.notOk('client_secret' in mine.body, 'it is told no secret')
  const secret = (await app.api('GET', `/clients/${mine.body.client_id}`)).body.client_secret
  await t.rejects(
    managementToken(app, { client: { client_id: mine.body.client_id, client_secret: secret } }),
    /not authorized to access/,
  )
})

t.test('who may change clients reads and replaces no secret', async t => {
  const id = client.client_id
  const patch = (body: object) => apiAs(app, ['update:clients'], 'PATCH', `/clients/${id}`, body)
  const changed = await patch({ description: 'Changed' })
  t.equal(changed.status, 200)
  t.notOk('client_secret' in changed.body)
  t.notOk('signing_keys' in changed.body)
  t.equal((await patch({ client_secret: 'y'.repeat(64) })).status, 403)
  t.equal((await apiAs(app, ['update:clients'], 'POST', `/clients/${id}/rotate-secret`)).status, 403)
  t.equal((await patch({ client_id: 'another' })).status, 400)
  // The administration client cannot be made one that needs no secret.
  const weakened = await apiAs(app, ['update:clients'], 'PATCH', `/clients/${ADMIN.client_id}`, {
    token_endpoint_auth_method: 'none',
  })
  t.equal(weakened.status, 400)
  for (const fields of ['client_secret', 'client_secret,signing_keys', '']) {
    const { body } = await apiAs(app, ['read:clients'], 'GET', `/clients/${id}?fields=${fields}`)
    t.notOk('client_secret' in body)
  }
})

t.test('who may change users acts on the user that the path names (CVE-2026-15630)', async t => {
  const other = await made('/users', {
    connection: CONNECTION,
    email: 'eve@example.com',
    password: 'correct horse battery',
  })
  for (const body of [
    { user_id: other.user_id },
    { id: other.user_id, name: 'x' },
    { identities: [] },
    { connection_id: connection.id },
    { tenant_id: 'other' },
    { logins_count: 1 },
    { last_ip: '192.0.2.1' },
    { created_at: '2020-01-01T00:00:00Z' },
    { app_metadata: { blocked: true } },
    { app_metadata: { email_verified: true } },
  ]) {
    const { status } = await app.api('PATCH', `/users/${encodeURIComponent(user.user_id)}`, body)
    t.equal(status, 400, JSON.stringify(body))
  }
  const path = `/users/${encodeURIComponent(user.user_id)}?id=${encodeURIComponent(other.user_id)}`
  t.equal((await app.api('PATCH', path, { name: 'Named twice' })).status, 400)
  t.equal((await app.api('GET', `/users/${encodeURIComponent(other.user_id)}`)).body.name, 'eve@example.com')
})

t.test('who may write app_metadata writes nothing else', async t => {
  for (const body of [
    { email_verified: true },
    { blocked: false },
    { password: 'a new long password' },
    { user_metadata: {} },
  ]) {
    const answer = await apiAs(app, ['update:users_app_metadata'], 'PATCH', `/users/${user.user_id}`, {
      app_metadata: { plan: 'gold' },
      ...body,
    })
    t.equal(answer.status, 403, JSON.stringify(body))
  }
})

t.test('nothing is linked to what another tenant has (CVE-2026-14614)', async t => {
  const domain = `other.localhost:${new URL(app.issuer).port}`
  const tenant = await createTenant(app.store, { tenant_id: 'other', domain }, newAdministrationClient(), new Date())
  const theirs = app.store.forTenant(tenant)
  const [theirConnection] = await theirs.connections.list({}, { limit: 1, offset: 0 })
  const theirRole = await theirs.roles.create({ id: newRoleId(), name: 'Boss', description: '' }, new Date())
  const theirUser = await theirs.users.create({ connection: theirConnection!, email: 'bea@example.com' }, new Date())
  const [theirClient] = await theirs.clients.list({ global: false }, { limit: 1, offset: 0 })
  const permission = { resource_server_identifier: tenant.issuer, permission_name: 'read:users' }
  const theirApi = (await theirs.resource_servers.list({}, { limit: 1, offset: 0 }))[0]!
  for (const [method, path, body] of [
    ['POST', `/users/${user.user_id}/roles`, { roles: [theirRole.id] }],
    ['POST', `/roles/${role.id}/users`, { users: [theirUser.user_id] }],
    ['POST', `/roles/${theirRole.id}/users`, { users: [user.user_id] }],
    ['POST', `/users/${theirUser.user_id}/roles`, { roles: [role.id] }],
    ['POST', `/roles/${role.id}/permissions`, { permissions: [permission] }],
    ['POST', `/users/${user.user_id}/permissions`, { permissions: [permission] }],
    ['PATCH', `/connections/${connection.id}/clients`, [{ client_id: theirClient!.client_id, status: true }]],
    ['PATCH', `/connections/${theirConnection!.id}/clients`, [{ client_id: client.client_id, status: true }]],
    ['POST', '/client-grants', { client_id: theirClient!.client_id, audience: api.identifier, scope: [] }],
    ['POST', '/client-grants', { client_id: client.client_id, audience: theirApi.identifier, scope: [] }],
    ['POST', '/tickets/password-change', { user_id: theirUser.user_id }],
    ['POST', '/tickets/password-change', { connection_id: theirConnection!.id, email: 'bea@example.com' }],
    ['POST', '/tickets/email-verification', { user_id: user.user_id, client_id: theirClient!.client_id }],
    ['PATCH', `/users/${user.user_id}`, { verify_email: true, client_id: theirClient!.client_id }],
    ['POST', '/users', { connection: theirConnection!.id, email: 'x@example.com', password: 'a long password' }],
    ['PATCH', '/tenants/settings', { default_audience: theirApi.identifier }],
  ] as const) {
    const { status } = await app.api(method, path.replaceAll('|', '%7C'), body)
    t.ok([400, 404].includes(status), `${method} ${path}: ${status}`)
  }
  t.same(await theirs.users.listRoles(theirUser.user_id, { limit: 10, offset: 0 }), [])
  t.same((await app.api('GET', `/users/${encodeURIComponent(user.user_id)}/roles`)).body, [])
})

t.test('a signing key shows its certificate and no private half (CVE-2026-90942)', async t => {
  const keys = (await app.api('GET', '/keys/signing')).body as { kid: string }[]
  for (const shown of [keys, (await app.api('GET', `/keys/signing/${keys[0]?.kid}`)).body]) {
    const text = JSON.stringify(shown)
    t.notMatch(text, /PRIVATE KEY|"(d|p|q|dp|dq|qi|private_key)"/)
    t.match(text, /BEGIN CERTIFICATE/)
  }
})

t.test('who may grant may grant everything: as in Auth0, that scope is an administrator’s', async t => {
  const own = await made('/clients', { name: 'Granter', app_type: 'non_interactive' })
  const mine = await made('/client-grants', { client_id: own.client_id, audience, scope: ['update:client_grants'] })
  const token = await managementToken(app, { client: own })
  const raised = await apiWith(app, token, 'PATCH', `/client-grants/${mine.id}`, {
    scope: ['update:client_grants', 'delete:users'],
  })
  t.equal(raised.status, 200)
  // What is no scope of the API cannot be granted by anybody.
  t.equal((await apiWith(app, token, 'PATCH', `/client-grants/${mine.id}`, { scope: ['read:minds'] })).status, 400)
  // A token that is out keeps what it was issued with.
  t.equal((await apiWith(app, token, 'DELETE', '/users/auth0%7Cnobody')).status, 403)
})
