import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'

const { v7, v4 } = await withSdks(t)

t.test('version 7 walks connections', async t => {
  const connection = await v7.connections.create({
    name: 'Seven',
    strategy: 'auth0',
    options: { disable_signup: true, password_complexity_options: { min_length: 12 } },
  })
  const id = must(connection.id)
  t.match((await v7.connections.get(id)).options, { disable_signup: true, brute_force_protection: true })
  t.match((await v7.connections.update(id, { options: { requires_username: true } })).options, {
    requires_username: true,
    disable_signup: false,
  })
  t.match(await all(v7.connections.list({ name: 'Seven' })), [{ id }])
  t.equal((await all(v7.connections.list({ take: 1 }))).length, 2)

  const { client_id = '' } = await v7.clients.create({ name: 'Client' })
  await v7.connections.clients.update(id, [{ client_id, status: true }])
  t.same(await all(v7.connections.clients.get(id)), [{ client_id }])
  await v7.connections.clients.update(id, [{ client_id, status: false }])
  t.same(await all(v7.connections.clients.get(id)), [])

  await v7.connections.delete(id)
  t.match(await refusal(v7.connections.get(id)), { statusCode: 404, body: { errorCode: 'inexistent_connection' } })
  t.match(await refusal(v7.connections.create({ name: 'Google', strategy: 'google-oauth2' })), {
    statusCode: 400,
    body: { errorCode: 'operation_not_supported' },
  })
})

t.test('version 4 walks connections', async t => {
  const { client_id } = (await v4.clients.create({ name: 'Client' })).data
  const { data } = await v4.connections.create({ name: 'Four', strategy: 'auth0', enabled_clients: [client_id] })
  const { id } = data
  t.same(data.enabled_clients, [client_id])
  t.equal((await v4.connections.get({ id })).data.name, 'Four')
  t.same((await v4.connections.update({ id }, { enabled_clients: [] })).data.enabled_clients, [])
  await v4.connections.updateEnabledClients({ id }, [{ client_id, status: true }])
  t.same((await v4.connections.getEnabledClients({ id })).data.clients, [{ client_id }])
  t.ok(
    (await v4.connections.getAll()).data.some(({ name }) => name === 'Four'),
    'a bare array',
  )
  t.match((await v4.connections.getAll({ include_totals: true, name: 'Four' })).data, {
    total: 1,
    connections: [{ id }],
  })
  t.match((await v4.connections.getAll({ take: 1 } as never)).data, { connections: [{}], next: String })
  await v4.connections.delete({ id })
  t.match(await refusal(v4.connections.get({ id })), { statusCode: 404 })
})
