import t from 'tap'
import type { NewClient } from '../../src/store/clients.ts'
import { hashBearer } from '../../src/store/hash.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const api = await p.createApi()
const dead = { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' }

const rotating: NewClient['refresh_token'] = {
  rotation_type: 'rotating',
  expiration_type: 'expiring',
  leeway: 0,
  token_lifetime: 1_000,
  infinite_token_lifetime: false,
  idle_token_lifetime: 100,
  infinite_idle_token_lifetime: false,
}
const client = await p.createClient({ refresh_token: rotating })
const lenient = await p.createClient({ refresh_token: { ...rotating, leeway: 60 } })

const begin = async (of = client, parameters = {}) => {
  const { body } = await p.tokens(of, ada, { audience: api.identifier, ...parameters })
  return body.refresh_token as string
}
const row = async (token: string) => {
  const { rows } = await p.app.database.query(
    `select t.expires_at, t.consumed_at, f.expires_at as ends, f.idle_expires_at as idles, f.last_exchanged_at, f.rotating, f.resource_servers
     from refresh_tokens t join refresh_token_families f on f.id = t.family_id where t.token_hash = $1`,
    [hashBearer(token)],
  )
  return rows[0] as { [column: string]: Date & { audience: string }[] }
}
const shift = (token: string, column: string, seconds: number, table = 'refresh_tokens') =>
  p.app.database.query(
    table === 'refresh_tokens'
      ? `update refresh_tokens set ${column} = ${column} + make_interval(secs => $2) where token_hash = $1`
      : `update refresh_token_families set ${column} = ${column} + make_interval(secs => $2)
         where id = (select family_id from refresh_tokens where token_hash = $1)`,
    [hashBearer(token), seconds],
  )

t.test('a refresh gives a new access token, a new ID token and the next refresh token', async t => {
  const first = await begin()
  const { status, body } = await p.refresh(client, first)
  t.equal(status, 200)
  t.not(body.refresh_token, first)
  t.match(body, { token_type: 'Bearer', expires_in: 7_200, scope: 'openid profile email offline_access' })
  t.match(claimsOf(body.access_token), { sub: ada.user_id, gty: 'refresh_token', aud: [api.identifier, String] })
  t.match(claimsOf(body.id_token), { sub: ada.user_id, email: ada.email })
  t.equal((await p.refresh(client, body.refresh_token)).status, 200)
})

t.test('a narrower scope may be asked for, a wider one not', async t => {
  const token = await begin(lenient, { scope: 'openid offline_access read:things' })
  const narrow = await p.refresh(lenient, token, { scope: 'read:things' })
  t.equal(claimsOf(narrow.body.access_token).scope, 'read:things')
  t.equal(claimsOf(narrow.body.access_token).aud, api.identifier)
  const wide = await p.refresh(lenient, narrow.body.refresh_token, { scope: 'write:things' })
  t.equal(wide.status, 400)
  t.equal(wide.body.error, 'invalid_scope')
  const back = await p.refresh(lenient, narrow.body.refresh_token)
  t.match(back.body.scope, /openid/, 'narrowing one token does not narrow the family')
})

t.test('a token used twice revokes its family, and the session’s other families live', async t => {
  const browser = p.browser()
  const other = (await p.tokens(client, ada, {}, browser)).body.refresh_token
  const first = (await p.tokens(client, ada, {}, browser)).body.refresh_token
  const second = (await p.refresh(client, first)).body.refresh_token
  const reused = await p.refresh(client, first)
  t.equal(reused.status, 403)
  t.same(reused.body, dead)
  t.same((await p.refresh(client, second)).body, dead)
  t.equal((await p.refresh(client, other)).status, 200)
})

t.test('within the leeway the previous token works once more, and again', async t => {
  const first = await begin(lenient)
  const answers = [await p.refresh(lenient, first), await p.refresh(lenient, first), await p.refresh(lenient, first)]
  t.same(
    answers.map(({ status }) => status),
    [200, 200, 200],
  )
  t.equal(new Set(answers.map(({ body }) => body.refresh_token)).size, 3)
  t.equal((await p.refresh(lenient, answers[1]!.body.refresh_token)).status, 200, 'and the family lives')
})

t.test('the token before the previous one is detected, leeway or not', async t => {
  const first = await begin(lenient)
  const second = (await p.refresh(lenient, first)).body.refresh_token
  const third = (await p.refresh(lenient, second)).body.refresh_token
  t.same((await p.refresh(lenient, first)).body, dead)
  t.same((await p.refresh(lenient, third)).body, dead, 'the family is revoked')
})

t.test('after the leeway a second use is detected', async t => {
  const first = await begin(lenient)
  const second = (await p.refresh(lenient, first)).body.refresh_token
  await shift(first, 'consumed_at', -61)
  t.same((await p.refresh(lenient, first)).body, dead)
  t.same((await p.refresh(lenient, second)).body, dead)
})

t.test('the leeway counts from the first use, not from the latest', async t => {
  const first = await begin(lenient)
  await p.refresh(lenient, first)
  await shift(first, 'consumed_at', -50)
  t.equal((await p.refresh(lenient, first)).status, 200)
  await shift(first, 'consumed_at', -20)
  t.same((await p.refresh(lenient, first)).body, dead)
})

t.test('a token that idles too long is dead', async t => {
  const token = await begin()
  const { expires_at, idles, ends } = await row(token)
  t.equal(Number(expires_at), Number(idles), 'it idles out before its absolute end')
  t.equal(Math.round((Number(ends) - Number(idles)) / 1000), 900)
  await shift(token, 'expires_at', -101)
  t.same((await p.refresh(client, token)).body, dead)
})

t.test('no exchange moves the absolute end', async t => {
  const token = await begin()
  await shift(token, 'expires_at', -970, 'refresh_token_families')
  const { ends } = await row(token)
  const next = (await p.refresh(client, token)).body.refresh_token
  const after = await row(next)
  t.equal(Number(after.ends), Number(ends))
  t.ok(Number(after.expires_at) <= Number(ends), 'the last tokens end with the family')
  await shift(next, 'expires_at', -31)
  t.same((await p.refresh(client, next)).body, dead)
})

t.test('a client whose tokens do not rotate keeps the one it has', async t => {
  const fixed = await p.createClient({ refresh_token: { ...rotating, rotation_type: 'non-rotating' } })
  const token = await begin(fixed)
  await shift(token, 'expires_at', -50)
  const idled = Number((await row(token)).expires_at)
  const { status, body } = await p.refresh(fixed, token)
  t.equal(status, 200)
  t.equal(body.refresh_token, token)
  const after = await row(token)
  t.ok(Number(after.expires_at) - idled >= 49_000, 'the exchange moved the idle end')
  t.ok(after.last_exchanged_at)
  t.equal((await p.refresh(fixed, token)).status, 200)
})

t.test('a client whose tokens never expire gets such ones', async t => {
  const eternal = await p.createClient({
    refresh_token: { ...rotating, expiration_type: 'non-expiring', rotation_type: 'non-rotating' },
  })
  const token = await begin(eternal)
  const { ends, idles, expires_at } = await row(token)
  t.equal(ends, null)
  t.equal(idles, null)
  t.ok(Number(expires_at) > Date.now() + 50 * 365 * 86_400_000)
  t.equal((await p.refresh(eternal, token)).status, 200)
})

t.test('another client’s token, or a foreign one, is refused (CVE-2026-55672)', async t => {
  const token = await begin()
  t.same((await p.refresh(lenient, token)).body, dead)
  const web = await p.createClient({ app_type: 'regular_web', token_endpoint_auth_method: 'client_secret_post' })
  t.same((await p.refresh(web, token, { client_secret: web.client_secret })).body, dead)
  t.equal((await p.refresh(client, token)).status, 200, 'and that does not spend it')
  for (const nonsense of ['x', 'é'.repeat(100), "' or 1=1", 'a.b.c']) {
    const { status, body } = await p.refresh(client, nonsense)
    t.equal(status, 403)
    t.same(body, dead)
  }
})

t.test('a confidential client authenticates for a refresh too (CVE-2026-53512)', async t => {
  const web = await p.createClient({ app_type: 'regular_web', token_endpoint_auth_method: 'client_secret_post' })
  const authorized = await p.authorized(web, ada)
  const { body } = await p.redeem(web, authorized, { client_secret: web.client_secret })
  t.equal((await p.refresh(web, body.refresh_token)).status, 401)
  t.equal((await p.refresh(web, body.refresh_token, { client_secret: 'wrong' })).status, 401)
  t.equal((await p.refresh(web, body.refresh_token, { client_secret: web.client_secret })).status, 200)
})

t.test('a blocked user gets nothing, in the words that Auth0’s SDK looks for', async t => {
  const bea = await p.createUser()
  const { body } = await p.tokens(lenient, bea)
  await p.store.users.update(bea.user_id, { blocked: true }, new Date())
  const blocked = await p.refresh(lenient, body.refresh_token)
  t.equal(blocked.status, 401)
  t.same(blocked.body, { error: 'unauthorized', error_description: 'user is blocked' })
  await p.store.users.update(bea.user_id, { blocked: false }, new Date())
  t.equal((await p.refresh(lenient, body.refresh_token)).status, 200, 'and nothing was spent')
})

t.test('a connection that is taken from the client takes its tokens along', async t => {
  const own = await p.createClient()
  const token = await begin(own)
  await p.store.connections.disableClients(p.connection_id, { only: [own.client_id] })
  await p.settled()
  const { status, body } = await p.refresh(own, token)
  t.equal(status, 403)
  t.equal(body.error, 'invalid_grant')
})

t.test('permissions are those of the moment', async t => {
  const guarded = await p.createApi({ enforce_policies: true, token_dialect: 'access_token_authz' })
  const bea = await p.createUser()
  const role = await p.store.roles.create({ id: 'rol_0123456789abcdef', name: 'reader', description: '' }, new Date())
  await p.app.database.query(
    `insert into role_permissions (tenant_id, role_id, resource_server_id, permission_name) values ('default', $1, $2, 'read:things')`,
    [role.id, guarded.id],
  )
  await p.app.database.query(`insert into user_roles (tenant_id, user_id, role_id) values ('default', $1, $2)`, [
    bea.user_id,
    role.id,
  ])
  const asked = { audience: guarded.identifier, scope: 'openid offline_access read:things write:things' }
  const { body } = await p.tokens(lenient, bea, asked)
  t.match(claimsOf(body.access_token), { scope: 'openid read:things offline_access', permissions: ['read:things'] })
  await p.app.database.query(`delete from user_roles where user_id = $1`, [bea.user_id])
  const refreshed = await p.refresh(lenient, body.refresh_token)
  t.match(claimsOf(refreshed.body.access_token), { scope: 'openid offline_access', permissions: [] })
})

t.test('no refresh token without offline_access, nor where client or API does not allow it', async t => {
  t.notOk('refresh_token' in (await p.tokens(client, ada, { scope: 'openid' })).body)
  const offline = await p.createApi({ allow_offline_access: false })
  const denied = (await p.tokens(client, ada, { audience: offline.identifier })).body
  t.notOk('refresh_token' in denied)
  t.notMatch(denied.scope, /offline_access/)
  const unable = await p.createClient({ grant_types: ['authorization_code'] })
  t.notOk('refresh_token' in (await p.tokens(unable, ada)).body)
})

t.test('the family says what the Management API shows', async t => {
  const token = await begin()
  const { rotating: rotates, resource_servers } = await row(token)
  t.equal(rotates as unknown, true)
  t.equal(resource_servers?.[0]?.audience, api.identifier)
  const [family] = await p.store.refresh_tokens.listAfter({ user_id: ada.user_id }, undefined, 1, new Date())
  t.match(family?.device, { initial_ip: '127.0.0.1', initial_user_agent: String, last_ip: '127.0.0.1' })
})
