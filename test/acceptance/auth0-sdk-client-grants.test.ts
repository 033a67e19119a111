import t from 'tap'
import { all, must, refusal, withSdks } from '../support/auth0-sdk.ts'

const { v7, v4 } = await withSdks(t)
const audience = 'https://api.example.com/'

t.test('version 7 walks resource servers and client grants', async t => {
  const api = await v7.resourceServers.create({
    identifier: audience,
    name: 'Things',
    scopes: [{ value: 'read:things' }, { value: 'write:things' }],
    signing_alg: 'RS256',
  })
  const id = must(api.id)
  t.equal((await v7.resourceServers.get(id)).identifier, audience)
  t.equal((await v7.resourceServers.get(audience)).id, id, 'by its identifier')
  t.equal((await v7.resourceServers.update(id, { token_lifetime: 600 })).token_lifetime, 600)
  t.match(await all(v7.resourceServers.list({ identifiers: [audience] })), [{ id }])
  t.ok((await all(v7.resourceServers.list({ per_page: 1 }))).some(({ identifier }) => identifier === audience))

  const { client_id = '' } = await v7.clients.create({ name: 'Machine', app_type: 'non_interactive' })
  const grant = await v7.clientGrants.create({ client_id, audience, scope: ['read:things'] })
  const grant_id = must(grant.id)
  t.same((await v7.clientGrants.get(grant_id)).scope, ['read:things'])
  t.same((await v7.clientGrants.update(grant_id, { scope: ['write:things'] })).scope, ['write:things'])
  t.equal((await all(v7.clientGrants.list({ take: 1 }))).length, 2, 'the administration’s and this one')
  t.match(await all(v7.clientGrants.list({ client_id })), [{ id: grant_id }])
  await v7.clientGrants.delete(grant_id)
  t.match(await refusal(v7.clientGrants.get(grant_id)), { statusCode: 404 })
  await v7.resourceServers.delete(audience)
  t.match(await refusal(v7.resourceServers.get(id)), { statusCode: 404 })
})

t.test('version 4 walks resource servers and client grants', async t => {
  const { data: api } = await v4.resourceServers.create({ identifier: audience, scopes: [{ value: 'read:things' }] })
  t.equal((await v4.resourceServers.get({ id: audience })).data.id, api.id)
  t.equal((await v4.resourceServers.update({ id: api.id }, { name: 'Renamed' })).data.name, 'Renamed')
  t.ok(
    (await v4.resourceServers.getAll()).data.some(({ id }) => id === api.id),
    'a bare array',
  )
  t.match((await v4.resourceServers.getAll({ include_totals: true })).data, {
    total: Number,
    resource_servers: Array,
  })

  const { client_id } = (await v4.clients.create({ name: 'Machine' })).data
  const { id } = (await v4.clientGrants.create({ client_id, audience, scope: ['read:things'] })).data
  t.same((await v4.clientGrants.update({ id }, { scope: [] })).data.scope, [])
  t.match((await v4.clientGrants.getAll({ client_id })).data, [{ id }])
  t.match((await v4.clientGrants.getAll({ client_id, include_totals: true })).data, {
    total: 1,
    client_grants: [{ id }],
  })
  await v4.clientGrants.delete({ id })
  await v4.resourceServers.delete({ id: api.id })
  t.same((await v4.clientGrants.getAll({ client_id })).data, [])
})
