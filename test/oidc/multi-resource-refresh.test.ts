// Multi-resource refresh tokens (Auth0): one refresh token, and access to each of the APIs that the client's policies name.
import t from 'tap'
import type { NewClient } from '../../src/store/clients.ts'
import { hashBearer } from '../../src/store/hash.ts'
import type { RefreshTokenPolicy } from '../../src/store/schema.ts'
import { grantFor } from '../support/exchange.ts'
import { leastStatements } from '../support/least-statements.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'
import { untilFactsAreKept } from '../support/statements.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const first = await p.createApi()
const second = await p.createApi({
  scopes: [{ value: 'read:other' }, { value: 'write:other' }, { value: 'read:things' }],
})
const settings: NewClient['refresh_token'] = {
  rotation_type: 'rotating',
  expiration_type: 'expiring',
  leeway: 0,
  token_lifetime: 1_000,
  infinite_token_lifetime: false,
  idle_token_lifetime: 100,
  infinite_idle_token_lifetime: false,
}
const clientWith = (policies: RefreshTokenPolicy[], patch: Partial<NewClient> = {}, refresh = {}) =>
  p.createClient({ refresh_token: { ...settings, ...refresh, policies }, ...patch })
const client = await clientWith([{ audience: second.identifier, scope: ['read:other'] }])

const SCOPE = 'openid email offline_access read:things'
const begin = async (of = client, person = ada) =>
  (await p.tokens(of, person, { audience: first.identifier, scope: SCOPE })).body.refresh_token as string
const family = async (token: string) => {
  const { rows } = await p.app.database.query(
    `select f.resource_servers, t.payload from refresh_token_families f join refresh_tokens t on t.family_id = f.id where t.token_hash = $1`,
    [hashBearer(token)],
  )
  return rows[0] as { resource_servers: { audience: string; scopes: string }[]; payload: { [member: string]: unknown } }
}

t.test('another API, by name, with the scopes of its policy', async t => {
  const token = await begin()
  const { status, body } = await p.refresh(client, token, { audience: second.identifier })
  t.equal(status, 200)
  t.equal(body.scope, 'openid email offline_access read:other')
  t.match(claimsOf(body.access_token), {
    sub: ada.user_id,
    aud: [second.identifier, `${p.issuer}userinfo`],
    scope: 'openid email offline_access read:other',
  })
  t.ok(body.id_token)
  const some = await p.refresh(client, body.refresh_token, { audience: second.identifier, scope: 'read:other' })
  t.match(claimsOf(some.body.access_token), { aud: second.identifier, scope: 'read:other' })
})

t.test('and back to its own: what was granted is neither more nor less', async t => {
  const token = await begin()
  const before = (await family(token)).payload
  const away = (await p.refresh(client, token, { audience: second.identifier })).body.refresh_token
  const stored = (await family(away)).payload
  t.equal(stored.scope, before.scope)
  t.strictSame(stored.resource, before.resource)
  const { body } = await p.refresh(client, away)
  t.match(claimsOf(body.access_token), {
    aud: [first.identifier, String],
    scope: 'openid email read:things offline_access',
  })
})

t.test('never beyond the policy, whatever other APIs call by the same name', async t => {
  const token = await begin()
  const refused = await p.refresh(client, token, { audience: second.identifier, scope: 'read:other write:other' })
  t.equal(refused.status, 400)
  t.equal(refused.body.error, 'invalid_scope')
  const { body } = await p.refresh(client, token, { audience: second.identifier, scope: 'read:things' })
  t.notOk(body.scope, 'granted for the first API, and not for this one')
  t.notOk(claimsOf(body.access_token).scope)
})

t.test('an API that no policy names is refused, and that costs no token', async t => {
  const third = await p.createApi()
  const token = await begin()
  const { status, body } = await p.refresh(client, token, { audience: third.identifier })
  t.equal(status, 400)
  t.equal(body.error, 'invalid_target')
  t.equal((await p.refresh(client, token, { audience: 'https://nowhere.example' })).body.error, 'invalid_target')
  const without = await p.createClient()
  const plain = await begin(without)
  t.equal((await p.refresh(without, plain, { audience: second.identifier })).body.error, 'invalid_target')
  t.equal((await p.refresh(without, plain)).status, 200)
  t.equal((await p.refresh(client, token)).status, 200)
})

t.test('a policy that is taken away is gone with the next exchange', async t => {
  const own = await clientWith([{ audience: second.identifier, scope: ['read:other'] }])
  const token = (await p.refresh(own, await begin(own), { audience: second.identifier })).body.refresh_token
  await p.store.clients.update(own.client_id, { refresh_token: { ...settings, policies: [] } }, new Date())
  await p.settled()
  t.equal((await p.refresh(own, token, { audience: second.identifier })).body.error, 'invalid_target')
  t.equal((await p.refresh(own, token)).status, 200)
})

t.test(
  'not for third parties, nor an API that asks for consent, nor one without offline access, nor the Management API',
  async t => {
    const careful = await p.createApi({ skip_consent_for_verifiable_first_party_clients: false })
    const online = await p.createApi({ allow_offline_access: false })
    const management = `${p.issuer}api/v2/`
    const policies = [careful.identifier, online.identifier, management].map(audience => ({
      audience,
      scope: ['read:things', 'read:users'],
    }))
    const own = await clientWith(policies)
    const token = await begin(own)
    for (const { audience } of policies)
      t.equal((await p.refresh(own, token, { audience })).body.error, 'invalid_target', audience)
    const party = await clientWith([{ audience: second.identifier, scope: ['read:other'] }])
    const theirs = await begin(party)
    await p.store.clients.update(party.client_id, { is_first_party: false }, new Date())
    await p.settled()
    t.equal((await p.refresh(party, theirs, { audience: second.identifier })).body.error, 'invalid_target')
  },
)

t.test('client grants and the user’s permissions bound it', async t => {
  const guarded = await p.createApi({
    enforce_policies: true,
    subject_type_authorization: {
      user: { policy: 'require_client_grant' },
      client: { policy: 'require_client_grant' },
    },
  })
  const own = await clientWith([{ audience: guarded.identifier, scope: ['read:things', 'write:things'] }])
  const bea = await p.createUser()
  const token = await begin(own, bea)
  const refused = await p.refresh(own, token, { audience: guarded.identifier })
  t.equal(refused.status, 403)
  t.equal(refused.body.error, 'access_denied')
  await grantFor(p, own, guarded, ['read:things'])
  for (const permission of ['read:things', 'write:things'])
    await p.app.database.query(
      `insert into user_permissions (tenant_id, user_id, resource_server_id, permission_name) values ('default', $1, $2, $3)`,
      [bea.user_id, guarded.id, permission],
    )
  const { body } = await p.refresh(own, token, { audience: guarded.identifier })
  t.equal(body.scope, 'openid email offline_access read:things', 'and the refusal had cost no token')
  await p.app.database.query(`delete from user_permissions where user_id = $1`, [bea.user_id])
  const less = await p.refresh(own, body.refresh_token, { audience: guarded.identifier })
  t.equal(less.body.scope, 'openid email offline_access')
})

t.test('a policy for the API that was signed in for adds to what was granted', async t => {
  const own = await clientWith([{ audience: first.identifier, scope: ['write:things'] }])
  const { body } = await p.refresh(own, await begin(own), { audience: first.identifier })
  t.equal(body.scope, 'openid email read:things offline_access write:things')
  t.equal((await p.refresh(own, body.refresh_token)).body.scope, 'openid email read:things offline_access')
})

t.test('replays are found, whatever API was asked for', async t => {
  const token = await begin()
  const next = (await p.refresh(client, token, { audience: second.identifier })).body.refresh_token
  t.equal((await p.refresh(client, token)).status, 403)
  t.equal((await p.refresh(client, next, { audience: second.identifier })).status, 403, 'the family is dead')
})

t.test('of many at once one wins; within a leeway all, and each stays as it was granted', async t => {
  const strict = await begin()
  const races = await Promise.all(
    Array.from({ length: 5 }, (_, i) => p.refresh(client, strict, i % 2 ? { audience: second.identifier } : {})),
  )
  t.ok(races.filter(({ status }) => status === 200).length <= 1)
  const lenient = await clientWith([{ audience: second.identifier, scope: ['read:other'] }], {}, { leeway: 60 })
  const token = await begin(lenient)
  const answers = await Promise.all([
    p.refresh(lenient, token),
    p.refresh(lenient, token, { audience: second.identifier }),
    p.refresh(lenient, token, { audience: second.identifier }),
  ])
  t.strictSame(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  for (const { body } of answers) t.strictSame((await family(body.refresh_token)).payload.scope, SCOPE)
})

t.test('a token that does not rotate', async t => {
  const fixed = await clientWith(
    [{ audience: second.identifier, scope: ['read:other'] }],
    {},
    { rotation_type: 'non-rotating' },
  )
  const token = await begin(fixed)
  const { body } = await p.refresh(fixed, token, { audience: second.identifier })
  t.match(claimsOf(body.access_token), { aud: [second.identifier, String] })
  t.equal(body.refresh_token, token)
  t.match((await family(token)).resource_servers, [{ audience: first.identifier }, { audience: second.identifier }])
  t.equal((await p.refresh(fixed, token)).body.scope, 'openid email read:things offline_access')
})

t.test('the family lists what it was exchanged for, once, and is revoked by it', async t => {
  const bea = await p.createUser()
  const token = await begin(client, bea)
  const one = (await p.refresh(client, token, { audience: second.identifier })).body.refresh_token
  const two = (await p.refresh(client, one, { audience: second.identifier })).body.refresh_token
  t.strictSame((await family(two)).resource_servers, [
    { audience: first.identifier, scopes: SCOPE },
    { audience: second.identifier, scopes: 'read:other' },
  ])
  const { body } = await p.app.api('GET', `/users/${encodeURIComponent(bea.user_id)}/refresh-tokens`)
  t.match(body.tokens[0].resource_servers, [{ audience: first.identifier }, { audience: second.identifier }])
  await p.store.grants.revoke({ user_id: bea.user_id, audience: second.identifier }, new Date())
  t.equal((await p.refresh(client, two)).status, 403)
})

t.test('it asks the database nothing more', async t => {
  let token = await begin()
  await untilFactsAreKept(p.app)
  const next = async (parameters = {}) => {
    token = (await p.refresh(client, token, parameters)).body.refresh_token
  }
  await next({ audience: second.identifier })
  const plain = await leastStatements(p.app, () => next())
  t.equal(await leastStatements(p.app, () => next({ audience: second.identifier })), plain)
})

t.test('a revocation or an introspection that names an audience widens nothing', async t => {
  const token = await begin()
  const { status } = await p.post('/oauth/revoke', {
    client_id: client.client_id,
    token,
    audience: second.identifier,
  })
  t.equal(status, 200)
  t.equal((await p.refresh(client, token)).status, 403)
})

t.test('one factor that was proved for an API opens none that demands two, and that costs no token', async t => {
  const demand = async (multi_factor_policy: 'always' | null) => {
    const { status } = await p.app.api('PATCH', `/resource-servers/${second.id}`, { multi_factor_policy })
    t.equal(status, 200)
    await p.settled()
  }
  const token = await begin()
  await demand('always')
  const { status, body } = await p.refresh(client, token, { audience: second.identifier })
  t.equal(status, 403)
  t.match(body, {
    error: 'mfa_required',
    error_description: 'Multifactor authentication required',
    mfa_token: String,
    mfa_requirements: Object,
  })
  t.equal((await p.refresh(client, token)).status, 200)
  await demand(null)
})
