import { ManagementError } from 'auth0'
import { ManagementApiError } from 'auth0-v4'
import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'

const { v7, v4 } = await withSdks(t)

t.test('version 7 walks clients', async t => {
  const client = await v7.clients.create({
    name: 'Seven',
    app_type: 'regular_web',
    callbacks: ['https://app.example.com/callback'],
    client_metadata: { team: 'a' },
  })
  const id = must(client.client_id)
  t.equal(client.client_secret?.length, 64)
  t.equal((await v7.clients.get(id)).name, 'Seven')
  t.same(Object.keys(await v7.clients.get(id, { fields: 'name', include_fields: true })), ['name'])
  t.equal((await v7.clients.update(id, { name: 'Seven and a half' })).name, 'Seven and a half')
  const { client_secret } = await v7.clients.rotateSecret(id)
  t.not(client_secret, client.client_secret)

  for (let i = 0; i < 3; i++) await v7.clients.create({ name: `Paged ${i}` })
  const first = await v7.clients.list({ per_page: 2 })
  t.equal(first.data.length, 2)
  const everyone = await all(v7.clients.list({ per_page: 2 }))
  t.ok(everyone.some(({ name }) => name === 'Paged 2'))
  t.equal(new Set(everyone.map(({ client_id }) => client_id)).size, everyone.length)
  t.match(await all(v7.clients.list({ is_global: true })), [{ name: 'All Applications' }])

  t.equal(await v7.clients.delete(id), undefined)
  t.match(await refusal(v7.clients.get(id)), { statusCode: 404, body: { errorCode: 'inexistent_client' } })
  t.ok((await refusal(v7.clients.get(id))) instanceof ManagementError)
})

t.test('version 4 walks clients', async t => {
  const { data: client } = await v4.clients.create({ name: 'Four', app_type: 'spa' })
  const { client_id } = client
  t.equal((await v4.clients.get({ client_id })).data.name, 'Four')
  t.equal((await v4.clients.update({ client_id }, { description: 'four' })).data.description, 'four')
  t.not((await v4.clients.rotateClientSecret({ client_id })).data.client_secret, client.client_secret)
  t.ok(
    (await v4.clients.getAll()).data.some(({ name }) => name === 'Four'),
    'a bare array',
  )
  const { data: page } = await v4.clients.getAll({ include_totals: true, per_page: 1, page: 0 })
  t.match(page, { start: 0, limit: 1, total: Number, clients: [{ client_id: String }] })
  await v4.clients.delete({ client_id })
  t.match(await refusal(v4.clients.get({ client_id })), { statusCode: 404, errorCode: 'inexistent_client' })
  t.ok((await refusal(v4.clients.get({ client_id }))) instanceof ManagementApiError)
})
