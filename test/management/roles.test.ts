import type { Management } from 'auth0'
import t from 'tap'
import type { Static } from 'typebox'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { newResourceServerId, newRoleId } from '../../src/ids.ts'
import type { Permission } from '../../src/management/roles/permission.ts'
import type { Role } from '../../src/management/roles/role.ts'
import type { NewResourceServer } from '../../src/store/resource-servers.ts'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { leastStatements } from '../support/least-statements.ts'

// What is answered is what the SDK's types promise.
const _get: Management.GetRoleResponseContent = {} as Static<typeof Role>
const _created: Management.CreateRoleResponseContent = {} as Static<typeof Role>
const _updated: Management.UpdateRoleResponseContent = {} as Static<typeof Role>
const _permission: Management.PermissionsResponsePayload = {} as Static<typeof Permission>
const _held: Management.UserPermissionSchema = {} as Static<typeof Permission>

const app = await createTestApp(t)
const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
const connection = (await store.connections.findByName('Username-Password-Authentication'))!
const NO_ROLE = 'rol_0000000000000000'
const API = 'https://weather.example/'

const apiOf = (identifier: string, name: string, scopes: NewResourceServer['scopes']): NewResourceServer => ({
  id: newResourceServerId(),
  identifier,
  name,
  is_system: false,
  scopes,
  signing_alg: 'RS256',
  allow_offline_access: false,
  token_lifetime: 86_400,
  token_lifetime_for_web: 7_200,
  token_dialect: 'access_token',
  enforce_policies: true,
  skip_consent_for_verifiable_first_party_clients: true,
  subject_type_authorization: { user: { policy: 'allow_all' }, client: { policy: 'require_client_grant' } },
})
const weather = await store.resource_servers.create(
  apiOf(API, 'Weather', [{ value: 'read:weather', description: 'Read the weather' }, { value: 'make:weather' }]),
  new Date(),
)
await store.resource_servers.create(apiOf('my api', 'Mine', [{ value: 'read:mine' }]), new Date())

const of = (resource_server_identifier: string, ...names: string[]) => ({
  permissions: names.map(permission_name => ({ resource_server_identifier, permission_name })),
})
const at = (user_id: string) => `/users/${encodeURIComponent(user_id)}`
const statementsOf = (work: () => Promise<unknown>) => leastStatements(app, work)

let count = 0
async function role(name = `role ${++count}`): Promise<string> {
  return (await app.api('POST', '/roles', { name })).body.id
}
async function someone(): Promise<string> {
  return (await store.users.create({ connection, email: `${++count}@example.com` }, new Date())).user_id
}
const withScopes = (scopes: string[], method: string, path: string, body?: object) =>
  apiAs(app, scopes, method, path, body)

t.test('a role is made, read, renamed and deleted', async t => {
  const made = await app.api('POST', '/roles', { name: 'Editor', description: 'Edits' })
  t.equal(made.status, 200)
  t.match(made.body.id, /^rol_[A-Za-z0-9]{16}$/)
  const path = `/roles/${made.body.id}`
  t.strictSame(made.body, { id: made.body.id, name: 'Editor', description: 'Edits', type: 'tenant' })
  t.strictSame((await app.api('GET', path)).body, made.body)
  t.strictSame((await app.api('PATCH', path, { name: 'Chief editor' })).body, { ...made.body, name: 'Chief editor' })
  t.strictSame((await app.api('PATCH', path, {})).body, { ...made.body, name: 'Chief editor' })
  t.match(await app.api('DELETE', path), { status: 200, body: {} })
  for (const method of ['GET', 'DELETE'])
    t.match(await app.api(method, path), {
      status: 404,
      body: { message: 'The role does not exist.', errorCode: 'inexistent_role' },
    })
  t.match(await app.api('PATCH', path, { name: 'x' }), { status: 404 })
  const bare = await app.api('POST', '/roles', { name: 'No description' })
  t.equal(bare.body.description, '')
})

t.test('two roles do not share a name', async t => {
  await role('Unique')
  const other = await role('Other')
  const conflict = { status: 409, body: { error: 'Conflict', errorCode: 'role_conflict' } }
  t.match(await app.api('POST', '/roles', { name: 'Unique' }), conflict)
  t.match(await app.api('PATCH', `/roles/${other}`, { name: 'Unique' }), conflict)
})

t.test('what a role is not', async t => {
  for (const [body, message] of [
    [{}, /Missing required property: name/],
    [{ name: 'x', colour: 'red' }, /Additional properties not allowed: colour/],
    [{ name: 'x', type: 'organization' }, /type/],
    [{ name: 'x', owner_id: 'org_1' }, /owner_id/],
    [{ name: '' }, /on property name/],
  ] as const)
    t.match(await app.api('POST', '/roles', body), { status: 400, body: { message } })
  t.match(await app.api('POST', '/roles', { name: 'As tenant', type: 'tenant' }), { status: 200 })
  t.match(await app.api('GET', '/roles/nonsense'), { status: 400, body: { errorCode: 'invalid_uri' } })
})

t.test('roles are listed by name, found by a part of it, in the three shapes', async t => {
  for (const name of ['List C', 'list a', 'List B']) await role(name)
  const names = (roles: { name: string }[]) => roles.map(({ name }) => name)
  t.strictSame(names((await app.api('GET', '/roles?name_filter=LIST')).body), ['List B', 'List C', 'list a'])
  const page = await app.api('GET', '/roles?name_filter=list&include_totals=true&per_page=2&page=1&type=tenant')
  t.strictSame(
    { ...page.body, roles: names(page.body.roles) },
    { start: 2, limit: 2, length: 1, total: 3, roles: ['list a'] },
  )
  t.match((await app.api('GET', '/roles?name_filter=list&include_totals=true&page=9')).body, { roles: [], total: 3 })
  t.strictSame((await app.api('GET', '/roles?per_page=0')).body, [])
  t.equal((await app.api('GET', '/roles?per_page=100')).status, 200)
  t.equal((await app.api('GET', '/roles?per_page=101')).status, 400)
  t.strictSame((await app.api('GET', '/roles?type=organization&include_totals=true')).body, {
    start: 0,
    limit: 50,
    length: 0,
    total: 0,
    roles: [],
  })
  t.strictSame((await app.api('GET', '/roles?owner_id=org_1')).body, [])
  t.equal((await app.api('GET', '/roles?colour=red')).status, 400)
})

t.test('a role has permissions', async t => {
  const id = await role()
  const path = `/roles/${id}/permissions`
  t.match(await app.api('POST', path, of(API, 'read:weather', 'make:weather')), { status: 201, body: {} })
  t.equal((await app.api('POST', path, of(API, 'read:weather'))).status, 201, 'again is no error')
  t.equal((await app.api('POST', path, of('my api', 'read:mine'))).status, 201)
  const listed = await app.api('GET', path)
  t.equal(await statementsOf(() => app.api('GET', path)), 1)
  t.strictSame(listed.body, [
    { resource_server_identifier: API, resource_server_name: 'Weather', permission_name: 'make:weather' },
    {
      resource_server_identifier: API,
      resource_server_name: 'Weather',
      permission_name: 'read:weather',
      description: 'Read the weather',
    },
    { resource_server_identifier: 'my api', resource_server_name: 'Mine', permission_name: 'read:mine' },
  ])
  t.match((await app.api('GET', `${path}?include_totals=true&per_page=1&page=1`)).body, {
    start: 1,
    limit: 1,
    total: 3,
    permissions: [{ permission_name: 'read:weather' }],
  })
  t.match(await app.api('GET', `${path}?page=7`), { status: 200, body: [] })
  t.equal((await app.api('DELETE', path, of(API, 'read:weather', 'never:there'))).status, 204)
  t.equal((await app.api('DELETE', path, of('https://nowhere.example/', 'read:weather'))).status, 204)
  t.strictSame(
    (await app.api('GET', path)).body.map((each: { permission_name: string }) => each.permission_name),
    ['make:weather', 'read:mine'],
  )
})

t.test('the Management API’s scopes are permissions too', async t => {
  const path = `/roles/${await role()}/permissions`
  const audience = `${app.issuer}api/v2/`
  t.equal((await app.api('POST', path, of(audience, 'read:users'))).status, 201)
  t.strictSame((await app.api('GET', path)).body, [
    {
      resource_server_identifier: audience,
      resource_server_name: 'Lintel Management API',
      permission_name: 'read:users',
      description: 'Read users',
    },
  ])
})

t.test('a permission that is not offered cannot be given', async t => {
  const [id, user_id] = [await role(), await someone()]
  for (const path of [`/roles/${id}/permissions`, `${at(user_id)}/permissions`]) {
    t.match(await app.api('POST', path, of(API, 'eat:weather')), {
      status: 404,
      body: { errorCode: 'inexistent_permission' },
    })
    t.match(await app.api('POST', path, of('https://nowhere.example/', 'x')), {
      status: 404,
      body: { errorCode: 'inexistent_resource_server' },
    })
    t.equal((await app.api('POST', path, { permissions: [] })).status, 400)
    t.equal((await app.api('POST', path, { permissions: [{ permission_name: 'x' }] })).status, 400)
    t.strictSame((await app.api('GET', path)).body, [])
  }
  t.match(await app.api('POST', `/roles/${NO_ROLE}/permissions`, of(API, 'read:weather')), {
    status: 404,
    body: { errorCode: 'inexistent_role' },
  })
  t.match(await app.api('GET', `/roles/${NO_ROLE}/permissions`), {
    status: 404,
    body: { errorCode: 'inexistent_role' },
  })
})

t.test('users have roles, roles have users', async t => {
  const [a, b] = [await role('Has A'), await role('Has B')]
  const users = (await Promise.all([someone(), someone(), someone()])).sort()
  const [one, two, three] = users as [string, string, string]
  t.equal((await app.api('POST', `${at(one)}/roles`, { roles: [a, b] })).status, 204)
  t.match(await app.api('POST', `/roles/${a}/users`, { users: [two, three, one] }), { status: 200, body: {} })

  t.match((await app.api('GET', `${at(one)}/roles`)).body, [
    { id: a, name: 'Has A' },
    { id: b, name: 'Has B' },
  ])
  t.equal(await statementsOf(() => app.api('GET', `${at(one)}/roles`)), 1)
  t.match((await app.api('GET', `${at(one)}/roles?include_totals=true&per_page=1&page=1`)).body, {
    start: 1,
    limit: 1,
    total: 2,
    roles: [{ id: b }],
  })

  const path = `/roles/${a}/users`
  const listed = await app.api('GET', path)
  t.strictSame(
    listed.body.map((user: { user_id: string }) => user.user_id),
    users,
  )
  t.strictSame(Object.keys(listed.body[0]).sort(), ['email', 'name', 'picture', 'user_id'])
  t.match((await app.api('GET', `${path}?include_totals=true&per_page=2`)).body, {
    start: 0,
    limit: 2,
    length: 2,
    total: 3,
  })
  const first = (await app.api('GET', `${path}?take=2&include_totals=true`)).body
  t.strictSame(Object.keys(first).sort(), ['next', 'users'], 'take wins over totals')
  t.match(first.users, [{ user_id: one }, { user_id: two }])
  t.match((await app.api('GET', `${path}?take=2&from=${encodeURIComponent(first.next)}`)).body, {
    users: [{ user_id: three }],
    next: undefined,
  })
  t.equal((await app.api('GET', `${path}?take=101`)).status, 400)

  t.equal((await app.api('DELETE', `${at(one)}/roles`, { roles: [a, NO_ROLE] })).status, 204)
  t.match((await app.api('GET', `${at(one)}/roles`)).body, [{ id: b }])
  t.equal((await app.api('DELETE', `/roles/${b}`)).status, 200)
  t.strictSame((await app.api('GET', `${at(one)}/roles`)).body, [], 'a role that is deleted is nobody’s')
  await app.api('DELETE', at(two))
  t.match((await app.api('GET', path)).body, [{ user_id: three }], 'a user who is deleted has no role')
})

t.test('who and what is not there', async t => {
  const [id, user_id] = [await role(), await someone()]
  const nobody = at('auth0|nobody')
  const noUser = { status: 404, body: { errorCode: 'inexistent_user', message: 'The user does not exist.' } }
  const noRole = { status: 404, body: { errorCode: 'inexistent_role', message: 'The role does not exist.' } }
  t.match(await app.api('GET', `${nobody}/roles`), noUser)
  t.match(await app.api('POST', `${nobody}/roles`, { roles: [id] }), noUser)
  t.match(await app.api('DELETE', `${nobody}/roles`, { roles: [id] }), noUser)
  t.match(await app.api('GET', `${nobody}/permissions`), noUser)
  t.match(await app.api('POST', `${nobody}/permissions`, of(API, 'read:weather')), noUser)
  t.match(await app.api('DELETE', `${nobody}/permissions`, of(API, 'read:weather')), noUser)
  t.match(await app.api('POST', `/roles/${id}/users`, { users: ['auth0|nobody'] }), noUser)
  t.match(await app.api('POST', `${at(user_id)}/roles`, { roles: [NO_ROLE] }), noRole)
  t.match(await app.api('POST', `/roles/${NO_ROLE}/users`, { users: [user_id] }), noRole)
  t.match(await app.api('GET', `/roles/${NO_ROLE}/users`), noRole)
  t.equal((await app.api('POST', `${at(user_id)}/roles`, { roles: ['nonsense'] })).status, 400)
  t.equal((await app.api('POST', `${at(user_id)}/roles`, { roles: [] })).status, 400)
})

t.test('a user’s permissions say where they come from', async t => {
  const [user_id, id] = [await someone(), await role('Source')]
  const path = `${at(user_id)}/permissions`
  t.match(await app.api('POST', path, of(API, 'read:weather')), { status: 201 })
  await app.api('POST', `/roles/${id}/permissions`, of(API, 'read:weather', 'make:weather'))
  await app.api('POST', `${at(user_id)}/roles`, { roles: [id] })
  const direct = { source_id: '', source_name: '', source_type: 'DIRECT' }
  const byRole = { source_id: id, source_name: 'Source', source_type: 'ROLE' }
  t.strictSame((await app.api('GET', path)).body, [
    {
      resource_server_identifier: API,
      resource_server_name: 'Weather',
      permission_name: 'make:weather',
      sources: [byRole],
    },
    {
      resource_server_identifier: API,
      resource_server_name: 'Weather',
      permission_name: 'read:weather',
      description: 'Read the weather',
      sources: [direct, byRole],
    },
  ])
  t.equal(await statementsOf(() => app.api('GET', path)), 1)
  t.match((await app.api('GET', `${path}?include_totals=true&per_page=1`)).body, { total: 2, limit: 1 })
  t.strictSame(await store.users.permissionsFor(user_id, weather.id), ['make:weather', 'read:weather'])
  t.equal((await app.api('DELETE', path, of(API, 'read:weather'))).status, 204)
  t.match((await app.api('GET', path)).body, [{}, { permission_name: 'read:weather', sources: [byRole] }])
  await store.resource_servers.update(weather.id, { scopes: [{ value: 'make:weather' }] }, new Date())
  t.strictSame(
    await store.users.permissionsFor(user_id, weather.id),
    ['make:weather'],
    'a scope that is withdrawn is nobody’s',
  )
})

t.test('another tenant’s role and users are not there', async t => {
  const now = new Date()
  const theirs = app.store.forTenant(
    await createTenant(app.store, { tenant_id: 'other', domain: 'other.test' }, newAdministrationClient(), now),
  )
  const theirRole = await theirs.roles.create({ id: newRoleId(), name: 'Theirs', description: '' }, now)
  const theirConnection = (await theirs.connections.findByName('Username-Password-Authentication'))!
  const theirUser = await theirs.users.create({ connection: theirConnection, email: 'x@example.com' }, now)
  const [id, user_id] = [await role(), await someone()]
  for (const [method, path, body] of [
    ['GET', `/roles/${theirRole.id}`],
    ['PATCH', `/roles/${theirRole.id}`, { name: 'Mine' }],
    ['DELETE', `/roles/${theirRole.id}`],
    ['GET', `/roles/${theirRole.id}/users`],
    ['GET', `/roles/${theirRole.id}/permissions`],
    ['POST', `/roles/${theirRole.id}/permissions`, of('my api', 'read:mine')],
    ['POST', `/roles/${theirRole.id}/users`, { users: [user_id] }],
    ['POST', `/roles/${id}/users`, { users: [theirUser.user_id] }],
    ['POST', `${at(user_id)}/roles`, { roles: [theirRole.id] }],
    ['GET', `${at(theirUser.user_id)}/roles`],
  ] as const)
    t.equal((await app.api(method, path, body)).status, 404, `${method} ${path}`)
  t.strictSame(await theirs.roles.find(theirRole.id), theirRole)
})

t.test('scopes', async t => {
  const [id, user_id] = [await role(), await someone()]
  const members = [`/roles/${id}/users`, `${at(user_id)}/roles`]
  for (const path of members) {
    t.equal((await withScopes(['read:role_members'], 'GET', path)).status, 200)
    t.equal((await withScopes(['read:users', 'read:roles'], 'GET', path)).status, 200)
    t.match(await withScopes(['read:roles'], 'GET', path), {
      status: 403,
      body: { message: 'Insufficient scope, expected any of: read:users' },
    })
    t.match(await withScopes(['read:users'], 'GET', path), {
      status: 403,
      body: { message: 'Insufficient scope, expected any of: read:roles' },
    })
    t.match(await withScopes(['read:logs'], 'GET', path), {
      status: 403,
      body: { message: 'Insufficient scope, expected any of: read:users,read:roles,read:role_members' },
    })
  }
  t.match(await withScopes(['read:roles'], 'POST', '/roles', { name: 'x' }), {
    status: 403,
    body: { message: 'Insufficient scope, expected any of: create:roles' },
  })
  t.match(await withScopes(['update:roles'], 'POST', `${at(user_id)}/roles`, { roles: [id] }), {
    status: 403,
    body: { message: 'Insufficient scope, expected any of: update:users,create:role_members' },
  })
  t.equal((await withScopes(['create:role_members'], 'POST', `${at(user_id)}/roles`, { roles: [id] })).status, 204)
})

t.test('every write is in the log', async t => {
  const [id, user_id] = [await role(), await someone()]
  await app.api('POST', `${at(user_id)}/roles`, { roles: [id] })
  await app.api('POST', `${at(user_id)}/permissions`, of('my api', 'read:mine'))
  const { rows } = await app.database.query('select description from log_events where type = $1 and user_id = $2', [
    'sapi',
    user_id,
  ])
  t.strictSame(rows.map(row => row.description).sort(), ['Assign permissions to a user', 'Assign roles to a user'])
})
