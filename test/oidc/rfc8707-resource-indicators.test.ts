// RFC 8707's `resource`, and Auth0's `audience`, which is any string.
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const api = await p.createApi()

const refusedAt = async (parameters: { [name: string]: string | string[] | undefined }) => {
  const { callback } = await p.authorized(client, ada, parameters)
  return callback.searchParams
}

t.test('an audience is any string', async t => {
  for (const identifier of ['my api', 'https://api.example/path?q=1#frag', 'urn:x', 'ünïcödé ☃', '%2F..;/', "'; --"]) {
    const odd = await p.createApi({ identifier })
    const { body } = await p.tokens(client, ada, { audience: odd.identifier, scope: 'openid read:things' })
    t.same(claimsOf(body.access_token).aud, [identifier, `${p.issuer}userinfo`])
  }
})

t.test('a resource is an absolute URI without a fragment', async t => {
  const { body } = await p.tokens(client, ada, { resource: api.identifier, scope: 'read:things' })
  t.equal(claimsOf(body.access_token).aud, api.identifier)
  for (const resource of ['relative', `${api.identifier}#fragment`]) {
    const answer = await refusedAt({ resource })
    t.match(answer.get('error'), 'invalid_target')
  }
})

t.test('one audience for one token', async t => {
  const other = await p.createApi()
  for (const parameters of [
    { audience: [api.identifier, other.identifier] },
    { resource: [api.identifier, other.identifier] },
    { audience: api.identifier, resource: other.identifier },
    { audience: [api.identifier, api.identifier] },
  ]) {
    const answer = await refusedAt(parameters)
    t.equal(answer.get('error'), 'invalid_target', JSON.stringify(parameters))
  }
  const { body } = await p.tokens(client, ada, { audience: api.identifier, resource: api.identifier })
  t.match(claimsOf(body.access_token).aud, [api.identifier])
})

t.test('an unknown audience is told to the app', async t => {
  const answer = await refusedAt({ audience: 'https://nowhere.example' })
  t.equal(answer.get('error'), 'access_denied')
  t.equal(answer.get('error_description'), 'Service not found: https://nowhere.example')
  t.equal(answer.get('state'), 'state')
})

t.test('what is not offered or not permitted is left out, never echoed', async t => {
  const { body } = await p.tokens(client, ada, {
    audience: api.identifier,
    scope: 'openid read:things delete:everything admin',
  })
  t.equal(body.scope, 'openid read:things')
  t.equal(claimsOf(body.access_token).scope, 'openid read:things')
})

t.test('a resource server may ask for a client grant, or deny users altogether', async t => {
  const picky = await p.createApi({
    subject_type_authorization: { user: { policy: 'require_client_grant' }, client: { policy: 'deny_all' } },
  })
  const none = await refusedAt({ audience: picky.identifier, scope: 'openid read:things' })
  t.equal(none.get('error'), 'access_denied')
  t.match(none.get('error_description'), /^Client is not authorized to access/)

  await p.store.client_grants.create(
    {
      id: newClientGrantId(),
      client_id: client.client_id,
      resource_server_id: picky.id,
      subject_type: 'user',
      scope: ['read:things'],
      allow_all_scopes: false,
    },
    new Date(),
  )
  await p.settled()
  const { body } = await p.tokens(client, ada, { audience: picky.identifier, scope: 'openid read:things write:things' })
  t.equal(body.scope, 'openid read:things')

  const closed = await p.createApi({
    subject_type_authorization: { user: { policy: 'deny_all' }, client: { policy: 'deny_all' } },
  })
  t.equal((await refusedAt({ audience: closed.identifier })).get('error'), 'access_denied')
  const management = { audience: `${p.issuer}api/v2/`, scope: 'openid read:users read:current_user' }
  const { body: own } = await p.tokens(client, ada, management)
  t.equal(own.scope, 'openid read:current_user', 'nobody administers with her own sign-in')
})

t.test('the tenant’s default audience stands in where none is named', async t => {
  await p.store.settings.update({ default_audience: api.identifier }, new Date())
  await p.settled()
  const { body } = await p.tokens(client, ada)
  t.same(claimsOf(body.access_token).aud, [api.identifier, `${p.issuer}userinfo`])
  t.same(claimsOf((await p.refresh(client, body.refresh_token)).body.access_token).aud, [
    api.identifier,
    `${p.issuer}userinfo`,
  ])
  await p.store.settings.update({ default_audience: null }, new Date())
  await p.settled()
})

t.test('the exchange may repeat the audience, not change it', async t => {
  const other = await p.createApi()
  const authorized = await p.authorized(client, ada, { audience: api.identifier })
  const changed = await p.redeem(client, authorized, { resource: other.identifier })
  t.equal(changed.status, 400)
  t.equal(changed.body.error, 'invalid_target')
  const again = await p.authorized(client, ada, { audience: api.identifier })
  const { status, body } = await p.redeem(client, again, { resource: api.identifier })
  t.equal(status, 200)
  const widened = await p.refresh(client, body.refresh_token, { audience: other.identifier })
  t.equal(widened.status, 400)
  t.equal(widened.body.error, 'invalid_target')
})
