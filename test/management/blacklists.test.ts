// A token that is blacklisted is good no more wherever Lintel itself takes one.
import { randomUUID } from 'node:crypto'
import t from 'tap'
import { isBlacklisted } from '../../src/http/blacklist.ts'
import { openStore } from '../../src/store/open.ts'
import { createSeal } from '../../src/store/seal.ts'
import { apiAs, apiWith, managementToken } from '../support/api-as.ts'
import { KEYS } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { claimsOf, createProtocol } from '../support/protocol.ts'

const p = await createProtocol(t)
const { app } = p
const ada = await p.createUser()
const api = await p.createApi()
const spa = await p.createClient()
const machine = await p.createClient({
  app_type: 'resource_server',
  token_endpoint_auth_method: 'client_secret_post',
  resource_server_identifier: api.identifier,
  grant_types: [],
})
const PATH = '/blacklists/tokens'
const add = (body: object) => app.api('POST', PATH, body)
const list = async (query = '') => (await app.api('GET', `${PATH}${query}`)).body

t.test('entries are listed, by their audience too; one more of the same is the same', async t => {
  const [jti, other] = [randomUUID(), randomUUID()]
  for (const body of [{ aud: spa.client_id, jti }, { aud: spa.client_id, jti }, { jti: other }])
    t.equal((await add(body)).status, 204)
  t.same(await list(), [{ aud: spa.client_id, jti }, { jti: other }])
  t.same(await list(`?aud=${spa.client_id}`), [{ aud: spa.client_id, jti }])
  t.same(await list('?aud=nobody'), [])
  const { body: events } = await app.api('GET', '/logs?q=description:"Blacklist a token"')
  t.equal(events.length, 2, 'what changes nothing is no event')
})

t.test('a Management API token is refused, and another of the same client is not', async t => {
  const [bad, good] = [await managementToken(app), await managementToken(app)]
  const { jti } = claimsOf(bad)
  t.type(jti, 'string')
  t.equal((await apiWith(app, bad, 'GET', '/clients')).status, 200)
  t.equal((await apiWith(app, bad, 'POST', PATH, { aud: 'https://another.example/', jti })).status, 204)
  t.equal((await apiWith(app, bad, 'GET', '/clients')).status, 200, 'an entry for another audience')
  // It may blacklist itself.
  t.equal((await apiWith(app, bad, 'POST', PATH, { aud: `${p.issuer}api/v2/`, jti })).status, 204)
  const refused = async () => (await apiWith(app, bad, 'GET', '/clients')).status === 401
  await eventually(refused)
  t.match(await apiWith(app, bad, 'GET', '/clients'), {
    status: 401,
    body: { message: 'Invalid token', errorCode: 'invalid_token' },
  })
  t.equal((await apiWith(app, good, 'GET', '/clients')).status, 200)
})

t.test('every replica hears of it', async t => {
  const replica = await openStore({
    database: {
      connection_string: app.database.url,
      pool_size: 2,
      statement_timeout: 5_000,
      connection_timeout: 5_000,
    },
    issuer: p.issuer,
    seal: createSeal(KEYS),
    enqueue: async () => {},
    remember: true,
    onError() {},
  })
  t.teardown(() => replica.close())
  const store = replica.forTenant({ tenant_id: 'default', issuer: p.issuer })
  const claims = { jti: randomUUID(), aud: api.identifier }
  t.equal(await isBlacklisted(store, claims), false)
  await add(claims)
  await eventually(() => isBlacklisted(store, claims))
  t.equal(await isBlacklisted(store, { ...claims, aud: 'another' }), false)
  t.equal(await isBlacklisted(store, { aud: api.identifier }), false)
})

t.test('nor does a user’s token open /userinfo, or count when it is asked about or exchanged', async t => {
  const { body } = await p.tokens(spa, ada, { audience: api.identifier, scope: 'openid email read:things' })
  const token = body.access_token
  const userinfo = async () => (await p.get('/userinfo', { authorization: `Bearer ${token}` })).status
  const introspected = async () => {
    const { client_id, client_secret = '' } = machine
    return (await p.post('/oauth/introspect', { client_id, client_secret, token })).body.active
  }
  t.equal(await userinfo(), 200)
  t.equal(await introspected(), true)
  // Auth0: the audience of an entry is the client.
  await add({ aud: spa.client_id, jti: claimsOf(token).jti })
  await eventually(async () => (await userinfo()) === 401)
  t.equal(await introspected(), false)

  const { body: again } = await p.tokens(spa, ada, { audience: api.identifier, scope: 'openid' })
  t.equal((await p.get('/userinfo', { authorization: `Bearer ${again.access_token}` })).status, 200)
})

t.test('an entry is kept for as long as a token may live', async t => {
  const now = Date.now()
  const { rows } = await app.database.query('select expires_at from blacklisted_tokens')
  const DAY_MS = 86_400_000
  for (const { expires_at } of rows) t.ok(expires_at.getTime() > now + 30 * DAY_MS)
  await app.database.query("update blacklisted_tokens set expires_at = now() - interval '1 second'")
  t.same(await list(), [])
})

t.test('who may, and what is no entry', async t => {
  for (const body of [{}, { aud: 'x' }, { jti: '' }, { jti: 'a\u0000b' }, { jti: 7 }, { jti: 'x'.repeat(601) }])
    t.equal((await add(body)).status, 400, JSON.stringify(body))
  t.equal((await apiAs(app, ['read:clients'], 'POST', PATH, { jti: 'x' })).status, 403)
  t.equal((await apiAs(app, ['read:clients'], 'GET', PATH)).status, 403)
})
