// What lies between connections and the rest: the clients they are enabled for, their keys, their status.
import t from 'tap'
import { apiAs } from '../support/api-as.ts'
import { createTestApp } from '../support/app.ts'
import { createClient, databaseConnection } from '../support/scene.ts'

const app = await createTestApp(t)
const { id, name } = await databaseConnection(app)
const client = await createClient(app)
const other = (await app.api('POST', '/connections', { name: 'other', strategy: 'auth0' })).body

t.test('the connections that a client may use', async t => {
  const path = `/clients/${client.client_id}/connections`
  const { body } = await app.api('GET', path)
  t.match(body, { connections: [{ id, name, strategy: 'auth0', options: Object }] })
  t.equal(body.connections.length, 1)
  t.notOk('enabled_clients' in body.connections[0], 'not which others may')
  await app.api('PATCH', `/connections/${other.id}/clients`, [{ client_id: client.client_id, status: true }])
  const first = (await app.api('GET', `${path}?take=1&fields=id`)).body
  t.same(Object.keys(first.connections[0]), ['id'])
  const second = (await app.api('GET', `${path}?take=1&fields=id&from=${first.next}`)).body
  t.same([first.connections[0].id, second.connections[0].id], [id, other.id].sort())
  t.equal(second.next, undefined)
  t.equal((await app.api('GET', `${path}?strategy=auth0&strategy=oidc`)).body.connections.length, 2)
  t.same((await app.api('GET', `${path}?strategy=oidc`)).body, { connections: [] })
  t.equal((await app.api('GET', '/clients/nobody/connections')).status, 404)
  for (const [scopes, status] of [
    [['read:connections', 'read:clients'], 200],
    [['read:connections', 'read:client_summary'], 200],
    [['read:connections'], 403],
    [['read:clients'], 403],
  ] as const)
    t.equal((await apiAs(app, [...scopes], 'GET', path)).status, status, scopes.join())
})

t.test('a database has no keys, and is there as long as we are', async t => {
  t.match(await app.api('GET', `/connections/${id}/status`), { status: 200, body: undefined })
  t.equal((await app.api('GET', '/connections/con_0000000000000000/status')).status, 404)
  for (const [method, path, body] of [
    ['GET', 'keys', undefined],
    ['POST', 'keys', {}],
    ['POST', 'keys', undefined],
    ['POST', 'keys/rotate', { signing_alg: 'RS256' }],
    ['POST', 'keys/rotate', undefined],
  ] as const) {
    t.match(await app.api(method, `/connections/${id}/${path}`, body), {
      status: 400,
      body: { message: /not supported on this connection$/, errorCode: 'operation_not_supported' },
    })
    t.equal((await app.api(method, `/connections/con_0000000000000000/${path}`, body)).status, 404)
  }
  t.match(await apiAs(app, ['create:connections_keys'], 'POST', `/connections/${id}/keys/rotate`, {}), {
    status: 403,
    body: { message: 'Insufficient scope, expected any of: update:connections_keys' },
  })
})
