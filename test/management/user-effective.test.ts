// What a user may do in every shape: assigned, effective, and whence.
import type { Management } from 'auth0'
import t from 'tap'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { createPerson } from '../support/scene.ts'

const app = await createTestApp(t)
const person = await createPerson(app)
const made = async (path: string, body: object) => {
  const answer = await app.api('POST', path, body)
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
  return answer.body
}
const at = `/users/${encodeURIComponent(person.user_id)}`
const get = async (path: string) => (await app.api('GET', `${at}${path}`)).body

const [API, OTHER] = ['https://api.example/', 'urn:other']
for (const identifier of [API, OTHER])
  await made('/resource-servers', {
    identifier,
    name: identifier,
    scopes: ['a', 'b', 'c'].map(value => ({ value, description: `May ${value}` })),
  })
const permission = (name: string, identifier = API) => ({
  resource_server_identifier: identifier,
  permission_name: name,
})
const roles = await Promise.all(['reader', 'writer', 'other'].map(name => made('/roles', { name, description: name })))
const [reader, writer, other] = roles.map(({ id }) => id as string)
await made(`/roles/${reader}/permissions`, { permissions: [permission('a'), permission('b')] })
await made(`/roles/${writer}/permissions`, { permissions: [permission('b'), permission('a', OTHER)] })
await made(`/roles/${other}/permissions`, { permissions: [permission('c')] })
await app.api('POST', `${at}/roles`, { roles: [reader, writer] })
await made(`${at}/permissions`, { permissions: [permission('b'), permission('c')] })

t.test('her roles, with where they come from', async t => {
  const { roles, next } = (await get('/effective-roles')) as Management.ListUserEffectiveRolesResponseContent
  t.equal(next, undefined)
  t.strictSame(
    roles,
    [reader, writer].sort().map(id => {
      const name = id === reader ? 'reader' : 'writer'
      return { id, name, description: name, sources: ['direct'] }
    }),
  )
  const first = await get('/effective-roles?take=1')
  t.equal(first.next, roles[0]?.id)
  t.same((await get(`/effective-roles?take=1&from=${first.next}`)).roles, [roles[1]])
  t.same(await get(`/effective-roles/sources/groups?role_id=${reader}`), { groups: [] }, 'there are no groups')
  t.equal((await app.api('GET', `${at}/effective-roles/sources/groups`)).status, 400)
  t.equal((await app.api('GET', `${at}/effective-roles/sources/groups?role_id=rol_0000000000000000`)).status, 404)
})

t.test('her permissions on an API, directly or by roles', async t => {
  const on = (identifier: string) => `resource_server_identifier=${encodeURIComponent(identifier)}`
  const shown = (name: string, ...sources: string[]) => ({
    ...permission(name),
    resource_server_name: API,
    description: `May ${name}`,
    sources,
  })
  t.same((await get(`/effective-permissions?${on(API)}`)).permissions, [
    shown('a', 'roles'),
    shown('b', 'direct', 'roles'),
    shown('c', 'direct'),
  ])
  const first = await get(`/effective-permissions?${on(API)}&take=2`)
  t.equal(first.next, 'b')
  t.same((await get(`/effective-permissions?${on(API)}&take=2&from=b`)).permissions, [shown('c', 'direct')])
  t.same(
    (await get(`/effective-permissions?${on(OTHER)}`)).permissions.map(
      (each: Management.UserEffectivePermissionResponseContent) => each.permission_name,
    ),
    ['a'],
  )
  const source = async (name: string, identifier = API) =>
    (await get(`/effective-permissions/sources/effective-roles?${on(identifier)}&permission_name=${name}`)).roles.map(
      ({ name }: { name: string }) => name,
    )
  t.same((await source('b')).sort(), ['reader', 'writer'])
  t.same(await source('a'), ['reader'])
  t.same(await source('a', OTHER), ['writer'])
  t.same(await source('c'), [], 'which she has directly')
  t.equal((await app.api('GET', `${at}/effective-permissions`)).status, 400)
  t.equal((await app.api('GET', `${at}/effective-permissions?${on('urn:none')}`)).status, 404)
  t.equal((await app.api('GET', `/users/auth0%7Cnobody/effective-permissions?${on(API)}`)).status, 404)
  t.equal((await apiAs(app, ['read:users'], 'GET', `${at}/effective-permissions?${on(API)}`)).status, 403)
})

t.test('assigned roles and permissions, as arrays, with totals and by cursor', async t => {
  t.strictSame(
    (await get('/roles')).map(({ id, name }: { id: string; name: string }) => ({ id, name })),
    [
      { id: reader, name: 'reader' },
      { id: writer, name: 'writer' },
    ],
  )
  t.match(await get('/roles?include_totals=true&per_page=1&page=1'), {
    start: 1,
    limit: 1,
    total: 2,
    roles: [{ id: writer }],
  })
  const permissions = await get('/permissions?include_totals=true')
  t.match(permissions, { start: 0, limit: 50, total: 4 })
  t.match(
    permissions.permissions.find(
      ({ permission_name, resource_server_identifier }: Management.UserPermissionSchema) =>
        permission_name === 'b' && resource_server_identifier === API,
    ),
    {
      description: 'May b',
      resource_server_name: API,
      sources: [
        { source_id: '', source_name: '', source_type: 'DIRECT' },
        { source_type: 'ROLE' },
        { source_type: 'ROLE' },
      ],
    },
  )
  const members = (query: string) => app.api('GET', `/roles/${reader}/users?${query}`)
  const [user] = (await members('')).body
  t.strictSame(user, { user_id: person.user_id, email: person.email, picture: person.picture, name: person.name })
  t.match((await members('include_totals=true')).body, { start: 0, limit: 50, total: 1, users: [user] })
  t.strictSame((await members('take=100&include_totals=true&per_page=50')).body, { users: [user] })
})
