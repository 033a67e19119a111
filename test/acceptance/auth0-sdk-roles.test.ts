import { Management } from 'auth0'
import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'

const { v7, v4 } = await withSdks(t)
const connection = 'Username-Password-Authentication'
const password = 'correct horse battery'
const api = 'https://weather.example/'
await v7.resourceServers.create({
  identifier: api,
  name: 'Weather',
  scopes: [{ value: 'read:weather', description: 'Read it' }, { value: 'make:weather' }],
})
const permission = (permission_name: string) => ({ resource_server_identifier: api, permission_name })

async function someone(email: string): Promise<string> {
  return must((await v7.users.create({ connection, email, password })).user_id)
}

t.test('version 7 walks roles, their permissions and users', async t => {
  const role = await v7.roles.create({ name: 'Seven', description: 'of seven' })
  const id = must(role.id)
  t.match(await v7.roles.get(id), { id, name: 'Seven', description: 'of seven' })
  t.match(await v7.roles.update(id, { name: 'Seven and a half' }), {
    name: 'Seven and a half',
    description: 'of seven',
  })
  t.ok((await refusal(v7.roles.create({ name: 'Seven and a half' }))) instanceof Management.ConflictError)

  for (let i = 0; i < 3; i++) await v7.roles.create({ name: `Paged ${i}` })
  t.equal((await v7.roles.list({ per_page: 2 })).data.length, 2)
  t.same(
    (await all(v7.roles.list({ per_page: 2, name_filter: 'paged' }))).map(({ name }) => name),
    ['Paged 0', 'Paged 1', 'Paged 2'],
  )

  await v7.roles.permissions.add(id, { permissions: [permission('read:weather'), permission('make:weather')] })
  await v7.roles.permissions.delete(id, { permissions: [permission('make:weather')] })
  t.same(await all(v7.roles.permissions.list(id)), [
    { ...permission('read:weather'), resource_server_name: 'Weather', description: 'Read it' },
  ])

  const [one, two] = [await someone('one@example.com'), await someone('two@example.com')]
  await v7.roles.users.assign(id, { users: [one, two] })
  const members = await all(v7.roles.users.list(id, { take: 1 }))
  t.same(members.map(({ user_id }) => user_id).sort(), [one, two].sort())
  await v7.users.roles.delete(two, { roles: [id] })
  t.equal((await all(v7.roles.users.list(id))).length, 1)
  await v7.users.roles.assign(two, { roles: [id] })
  t.match(await all(v7.users.roles.list(two)), [{ id, name: 'Seven and a half' }])

  await v7.users.permissions.create(two, { permissions: [permission('make:weather')] })
  t.match(await all(v7.users.permissions.list(two)), [
    { permission_name: 'make:weather', sources: [{ source_type: 'DIRECT' }] },
    { permission_name: 'read:weather', sources: [{ source_type: 'ROLE', source_id: id }] },
  ])
  await v7.users.permissions.delete(two, { permissions: [permission('make:weather')] })
  t.equal((await all(v7.users.permissions.list(two))).length, 1)

  t.equal(await v7.roles.delete(id).then(() => undefined), undefined)
  t.ok((await refusal(v7.roles.get(id))) instanceof Management.NotFoundError)
  t.same(await all(v7.users.roles.list(two)), [])
})

t.test('version 4 walks roles, their permissions and users', async t => {
  const { data: role } = await v4.roles.create({ name: 'Four' })
  const { id } = role
  t.equal((await v4.roles.get({ id })).data.name, 'Four')
  t.equal((await v4.roles.update({ id }, { description: 'of four' })).data.description, 'of four')
  t.match((await v4.roles.getAll({ name_filter: 'four' })).data, [{ id }])
  t.match((await v4.roles.getAll({ name_filter: 'four', include_totals: true })).data, { total: 1, roles: [{ id }] })

  await v4.roles.addPermissions({ id }, { permissions: [permission('read:weather')] })
  t.match((await v4.roles.getPermissions({ id })).data, [permission('read:weather')])
  await v4.roles.deletePermissions({ id }, { permissions: [permission('read:weather')] })
  t.same((await v4.roles.getPermissions({ id })).data, [])

  const user = await someone('four@example.com')
  await v4.users.assignRoles({ id: user }, { roles: [id] })
  t.match((await v4.users.getRoles({ id: user })).data, [{ id }])
  t.match((await v4.roles.getUsers({ id })).data, [{ user_id: user }])
  t.match((await v4.roles.getUsers({ id, include_totals: true })).data, { total: 1, users: [{ user_id: user }] })
  await v4.users.deleteRoles({ id: user }, { roles: [id] })
  t.same((await v4.users.getRoles({ id: user })).data, [])
  await v4.roles.assignUsers({ id }, { users: [user] })
  t.equal((await v4.users.getRoles({ id: user })).data.length, 1)

  await v4.users.assignPermissions({ id: user }, { permissions: [permission('read:weather')] })
  t.match((await v4.users.getPermissions({ id: user })).data, [permission('read:weather')])
  await v4.users.deletePermissions({ id: user }, { permissions: [permission('read:weather')] })
  t.same((await v4.users.getPermissions({ id: user })).data, [])

  await v4.roles.delete({ id })
  t.match(await refusal(v4.roles.get({ id })), { statusCode: 404, errorCode: 'inexistent_role' })
})
