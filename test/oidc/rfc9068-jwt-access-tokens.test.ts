// Access tokens in the dialects that Auth0 has: its own profile and RFC 9068's, each with or without permissions.
import t from 'tap'
import { newClientGrantId } from '../../src/ids.ts'
import type { ResourceServer } from '../../src/store/resource-servers.ts'
import { claimsOf, createProtocol, headerOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const client = await p.createClient()
const machine = await p.createClient({
  app_type: 'non_interactive',
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['client_credentials'],
})

async function permit(api: ResourceServer, permissions: string[]): Promise<void> {
  for (const permission of permissions) {
    await p.app.database.query(
      `insert into user_permissions (tenant_id, user_id, resource_server_id, permission_name) values ('default', $1, $2, $3)`,
      [ada.user_id, api.id, permission],
    )
  }
}

async function both(api: ResourceServer) {
  await p.store.client_grants.create(
    {
      id: newClientGrantId(),
      client_id: machine.client_id,
      resource_server_id: api.id,
      subject_type: 'client',
      scope: ['read:things'],
      allow_all_scopes: false,
    },
    new Date(),
  )
  await p.settled()
  const users = await p.tokens(client, ada, {
    audience: api.identifier,
    scope: 'openid read:things write:things',
  })
  const machines = await p.token({
    grant_type: 'client_credentials',
    client_id: machine.client_id,
    client_secret: machine.client_secret,
    audience: api.identifier,
  })
  return { user: users.body.access_token as string, machine: machines.body.access_token as string }
}

t.test('access_token', async t => {
  const api = await p.createApi({ token_dialect: 'access_token' })
  const tokens = await both(api)
  t.equal(headerOf(tokens.user).typ, 'JWT')
  t.same(Object.keys(claimsOf(tokens.user)).sort(), ['aud', 'azp', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub'])
  const ofMachine = ['aud', 'azp', 'exp', 'gty', 'iat', 'iss', 'jti', 'scope', 'sub']
  t.same(Object.keys(claimsOf(tokens.machine)).sort(), ofMachine)
})

t.test('rfc9068_profile', async t => {
  const api = await p.createApi({ token_dialect: 'rfc9068_profile' })
  const tokens = await both(api)
  t.equal(headerOf(tokens.user).typ, 'at+jwt')
  t.equal(headerOf(tokens.machine).typ, 'at+jwt')
  t.same(Object.keys(claimsOf(tokens.user)).sort(), ['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub'])
  t.match(claimsOf(tokens.user), { client_id: client.client_id, sub: ada.user_id })
  t.match(claimsOf(tokens.machine), { client_id: machine.client_id, sub: `${machine.client_id}@clients` })
})

t.test('with permissions, when policies are enforced', async t => {
  for (const token_dialect of ['access_token_authz', 'rfc9068_profile_authz'] as const) {
    const api = await p.createApi({ token_dialect, enforce_policies: true })
    await permit(api, ['write:things'])
    const tokens = await both(api)
    t.match(claimsOf(tokens.user), { permissions: ['write:things'], scope: 'openid write:things' }, token_dialect)
    t.match(claimsOf(tokens.machine), { permissions: ['read:things'], scope: 'read:things' }, token_dialect)
  }
})

t.test('policies without the dialect cut the scope and say nothing', async t => {
  const api = await p.createApi({ enforce_policies: true })
  await permit(api, ['read:things'])
  const { user } = await both(api)
  t.equal(claimsOf(user).scope, 'openid read:things')
  t.notOk('permissions' in claimsOf(user))
})

t.test('the dialect without policies adds no permissions', async t => {
  const api = await p.createApi({ token_dialect: 'access_token_authz' })
  const { user } = await both(api)
  t.equal(claimsOf(user).scope, 'openid read:things write:things')
  t.notOk('permissions' in claimsOf(user))
})

t.test('a token lives as long as its resource server says', async t => {
  const api = await p.createApi({ token_lifetime: 123 })
  const tokens = await both(api)
  for (const token of [tokens.user, tokens.machine]) t.equal(claimsOf(token).exp - claimsOf(token).iat, 123)
})
