// The auth0 SDKs on linked users, on what users may do, on their devices and on their connection.
import { Management } from 'auth0'
import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'
import { createClient, createPerson, databaseConnection, signIn, trade } from '../support/scene.ts'

const { app, v7, v4 } = await withSdks(t)
const provider = Management.UserIdentityProviderEnum.Auth0
const idOf = ({ user_id }: { user_id: string }) => user_id.replace('auth0|', '')

t.test('version 7 links users, and unlinks them', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  const linked = await v7.users.identities.link(primary.user_id, { provider, user_id: idOf(secondary) })
  t.match(linked, [{ user_id: idOf(primary) }, { user_id: idOf(secondary), profileData: { email: secondary.email } }])
  t.ok(
    (await refusal(v7.users.identities.link(primary.user_id, { provider, user_id: idOf(secondary) }))) instanceof
      Management.ConflictError,
  )
  t.ok((await refusal(v7.users.get(secondary.user_id))) instanceof Management.NotFoundError)
  t.match(await v7.users.identities.delete(primary.user_id, provider, idOf(secondary)), [{ user_id: idOf(primary) }])
  t.match(await v7.users.get(secondary.user_id), { email: secondary.email })
})

t.test('version 4 links users, and unlinks them', async t => {
  const [primary, secondary] = [await createPerson(app), await createPerson(app)]
  const { data } = await v4.users.link({ id: primary.user_id }, { provider, user_id: idOf(secondary) } as never)
  t.equal(data.length, 2)
  const { data: left } = await v4.users.unlink({
    id: primary.user_id,
    provider: provider as never,
    user_id: idOf(secondary),
  })
  t.equal(left.length, 1)
})

t.test('version 7 walks what a user may do', async t => {
  const person = await createPerson(app)
  const identifier = 'urn:things'
  await v7.resourceServers.create({ identifier, name: 'Things', scopes: [{ value: 'read' }, { value: 'write' }] })
  const role = must((await v7.roles.create({ name: 'Reader' })).id)
  const read = { resource_server_identifier: identifier, permission_name: 'read' }
  await v7.roles.permissions.add(role, { permissions: [read] })
  await v7.users.roles.assign(person.user_id, { roles: [role] })
  await v7.users.permissions.create(person.user_id, { permissions: [{ ...read, permission_name: 'write' }] })
  const { user_id } = person
  t.match(await all(v7.users.effectiveRoles.list(user_id)), [{ id: role, sources: ['direct'] }])
  t.same(await all(v7.users.effectiveRoles.sources.groups.list(user_id, { role_id: role })), [])
  t.match(await all(v7.users.effectivePermissions.list(user_id, { resource_server_identifier: identifier })), [
    { permission_name: 'read', sources: ['roles'] },
    { permission_name: 'write', sources: ['direct'] },
  ])
  t.match(await all(v7.users.effectivePermissions.sources.roles.list(user_id, read)), [{ id: role }])
})

t.test('version 7 lists devices, and signs them out', async t => {
  const client = await createClient(app)
  const person = await createPerson(app)
  const { code, asked } = await signIn(app, client, person)
  await trade(app, client, code, asked)
  t.same(
    await all(v7.deviceCredentials.list({ user_id: person.user_id })),
    [],
    'a browser without a refresh token is none',
  )
  t.equal(await v7.deviceCredentials.delete('rt_0000000000000000'), undefined)
})

t.test('version 7 asks about a connection', async t => {
  const client = await createClient(app)
  const person = await createPerson(app)
  const { id } = await databaseConnection(app)
  t.match(await all(v7.clients.connections.get(client.client_id)), [{ id }])
  await t.resolves(v7.connections.checkStatus(id))
  t.ok((await refusal(v7.connections.keys.get(id))) instanceof Management.BadRequestError)
  t.ok((await refusal(v7.connections.keys.rotate(id, {}))) instanceof Management.BadRequestError)
  await v7.connections.users.deleteByEmail(id, { email: person.email })
  t.ok((await refusal(v7.users.get(person.user_id))) instanceof Management.NotFoundError)
})
