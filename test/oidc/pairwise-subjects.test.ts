// Pairwise subjects (OpenID Connect Core §8): clients of different sectors cannot tell that they speak of the same person.
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, importPKCS8, jwtVerify, SignJWT } from 'jose'
import t from 'tap'
import { createTenant, newAdministrationClient } from '../../src/first-start.ts'
import { subjectFor, userIdOf } from '../../src/oidc/subjects.ts'
import { createSeal } from '../../src/store/seal.ts'
import { createTestApp, KEYS } from '../support/app.ts'
import { ACCESS_TOKEN, asClient, exchange, TOKEN_EXCHANGE } from '../support/exchange.ts'
import { CALLBACK, claimsOf, createProtocol, headerOf, Protocol } from '../support/protocol.ts'
import { CONFIDENTIAL, registerApi, registerClient } from '../support/registered.ts'
import { localhostTls } from '../support/tls.ts'

const p = await createProtocol(t)
const ada = await p.createUser()
const grace = await p.createUser()
const PAIRWISE = { registration: { subject_type: 'pairwise' } }
const userinfo = (token: string) => p.get('/userinfo', { authorization: `Bearer ${token}` })
const at = (host: string) => ({ callbacks: [`https://${host}/callback`] })
const subAt = async (host: string, person = ada, settings: object = {}) => {
  const app = await registerClient(p, { ...PAIRWISE, ...at(host), ...settings })
  const authorized = await p.authorized(app, person, { redirect_uri: `https://${host}/callback` })
  const { body } = await p.redeem(app, authorized, { redirect_uri: `https://${host}/callback` })
  return claimsOf(body.id_token).sub as string
}

/** A document that lists redirect URIs, at an https URL that can be reached. */
let listed: unknown = []
const { cert, key } = localhostTls()
let asked = 0
const sector = createServer({ cert, key }, (_request, response) => {
  asked += 1
  response
    .setHeader('content-type', 'application/json')
    .end(typeof listed === 'string' ? listed : JSON.stringify(listed))
})
await new Promise<void>(resolve => sector.listen(0, '127.0.0.1', resolve))
t.teardown(() => sector.close())
const sector_identifier_uri = `https://localhost:${(sector.address() as AddressInfo).port}/redirects.json`

t.test('a name per sector', async t => {
  const one = await subAt('one.example')
  t.match(one, /^[A-Za-z0-9_-]{64}$/, 'of a fixed length')
  t.notOk(Buffer.from(one, 'base64url').toString('latin1').includes(ada.user_id.slice(6)))
  t.equal(await subAt('one.example'), one, 'the same for every client of the sector, and every time')
  t.not(await subAt('two.example'), one)
  t.not(await subAt('one.example:8443'), one, 'a port makes another host (OpenID Connect Core §8.1)')
  t.not(await subAt('one.example', grace), one)
  t.equal(await subAt('one.example', ada, { registration: { subject_type: 'public' } }), ada.user_id)
  t.equal(await subAt('three.example', ada, { registration: {} }), ada.user_id, 'and public unless it asks')
})

t.test('the same name in every token, at /userinfo and after a refresh', async t => {
  const app = await registerClient(p, PAIRWISE)
  const api = await registerApi(p)
  for (const audience of [undefined, api.identifier]) {
    const { body } = await p.tokens(app, ada, { audience })
    const { sub } = claimsOf(body.id_token)
    t.not(sub, ada.user_id)
    const info = await userinfo(body.access_token)
    t.match(info, { status: 200, body: { sub, email: ada.email } })
    const refreshed = await p.refresh(app, body.refresh_token)
    t.equal(claimsOf(refreshed.body.id_token).sub, sub)
    t.match(await userinfo(refreshed.body.access_token), { status: 200, body: { sub } })
    if (audience === undefined) continue
    t.equal(claimsOf(body.access_token).sub, sub)
    t.equal(claimsOf(refreshed.body.access_token).sub, sub)
    t.notMatch(JSON.stringify(claimsOf(body.access_token)), ada.user_id)
  }
})

t.test('what a user may do is hers, whatever her name', async t => {
  const app = await registerClient(p, PAIRWISE)
  const api = await registerApi(p, { enforce_policies: true, token_dialect: 'access_token_authz' })
  await p.app.api('POST', `/users/${encodeURIComponent(ada.user_id)}/permissions`, {
    permissions: [{ resource_server_identifier: api.identifier, permission_name: 'read:things' }],
  })
  const of = async (person: typeof ada) =>
    claimsOf((await p.tokens(app, person, { audience: api.identifier, scope: 'openid read:things' })).body.access_token)
  t.match(await of(ada), { permissions: ['read:things'], scope: 'openid read:things' })
  t.match(await of(grace), { permissions: [], scope: 'openid' })
})

t.test('an ID token is a hint, at /authorize and at logout', async t => {
  const app = await registerClient(p, PAIRWISE)
  const { body, browser } = await p.tokens(app, ada)
  const silent = async (id_token_hint: string) =>
    (await p.authorized(app, ada, { prompt: 'none', id_token_hint }, browser)).callback.searchParams
  t.ok((await silent(body.id_token)).get('code'))
  const { body: other } = await p.tokens(app, grace)
  t.equal((await silent(other.id_token)).get('error'), 'login_required', 'somebody else’s')

  // One without a sid proves whom it means by its sub.
  const keys = await p.store.signing_keys.list()
  const key = keys.find(({ state, kid }) => state === 'current' && kid === headerOf(body.id_token).kid)
  const signer = await importPKCS8((await p.store.signing_keys.openPrivateKey(key!.kid)) ?? '', 'RS256')
  const withoutSid = (claims: object) =>
    new SignJWT({ ...claimsOf(body.id_token), sid: undefined, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: key!.kid })
      .sign(signer)
  const logout = async (id_token_hint: string) => {
    const query = new URLSearchParams({ id_token_hint, post_logout_redirect_uri: 'https://app.example/bye' })
    return (await browser.fetch(`/oidc/logout?${query}`)).headers.get('location')
  }
  t.equal(await logout(await withoutSid({ sub: ada.user_id })), null, 'her user id is not her name here: she is asked')
  t.equal(await logout(await withoutSid({})), 'https://app.example/bye')
})

t.test('a token of another sector, or from before, is nobody’s', async t => {
  const app = await registerClient(p, PAIRWISE)
  const api = await registerApi(p)
  const { body } = await p.tokens(app, ada, { audience: api.identifier })
  t.equal((await userinfo(body.access_token)).status, 200)
  const patch = async (settings: object) => {
    t.equal((await p.app.api('PATCH', `/clients/${app.client_id}`, settings)).status, 200)
    await p.settled()
  }
  await patch({ registration: null })
  t.equal((await userinfo(body.access_token)).status, 401, 'now public: no user has such an id')
  await patch({ ...PAIRWISE, ...at('moved.example') })
  t.equal((await userinfo(body.access_token)).status, 401, 'of another sector now')
  await patch({ callbacks: [CALLBACK] })
  t.equal((await userinfo(body.access_token)).status, 200)

  const client = (await p.store.facts.client(app.client_id))!
  const sub = await subjectFor(p.store, client, ada.user_id)
  t.equal(await userIdOf(p.store, client, sub), ada.user_id)
  const bytes = Buffer.from(sub, 'base64url')
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes)
    changed[i]! ^= 1
    if ((await userIdOf(p.store, client, changed.toString('base64url'))) !== undefined) t.fail(`octet ${i} was changed`)
  }
  for (const nonsense of ['', ada.user_id, `${sub}=`, `${sub}AAAA`, sub.slice(0, 20), '\0'])
    t.equal(await userIdOf(p.store, client, nonsense), undefined)
  for (const user_id of ['auth0|x', `samlp|directory|${'é'.repeat(40)}`, 'a'.repeat(160)]) {
    const named = await subjectFor(p.store, client, user_id)
    t.ok(named.length <= 255, 'OpenID Connect Core §8')
    t.equal(await userIdOf(p.store, client, named), user_id)
  }
})

t.test('logs and the Management API know her by her user id', async t => {
  const app = await registerClient(p, PAIRWISE)
  const { body } = await p.tokens(app, ada)
  const { sub } = claimsOf(body.id_token)
  const everything = async () => {
    const logs = await p.app.api('GET', `/logs?q=${encodeURIComponent(`client_id:${app.client_id}`)}&per_page=100`)
    const sessions = await p.app.api('GET', `/users/${encodeURIComponent(ada.user_id)}/sessions`)
    return { logs: logs.body as { user_id?: string; type: string }[], text: JSON.stringify([logs.body, sessions.body]) }
  }
  let seen = await everything()
  for (let i = 0; i < 50 && !seen.logs.some(({ type }) => type === 'seacft'); i++) seen = await everything()
  t.ok(seen.logs.some(({ user_id, type }) => type === 'seacft' && user_id === ada.user_id))
  t.notMatch(seen.text, sub)
  const { rows } = await p.app.database.query(
    `select * from (select payload::text from grants union all select payload::text from artefacts union all select payload::text from sessions) all_of_them
     where payload like $1`,
    [`%${sub}%`],
  )
  t.equal(rows.length, 0, 'it is stored nowhere')
})

t.test('a sector of several hosts is what a document lists (§8.1)', async t => {
  const callbacks = ['https://a.example/callback', 'https://b.example/callback']
  const registration = { subject_type: 'pairwise', sector_identifier_uri }
  const create = (settings: object) => p.app.api('POST', '/clients', { name: 'App', app_type: 'spa', ...settings })
  t.match(await create({ callbacks, ...PAIRWISE }), { status: 400, body: { message: /subject_type/ } })

  listed = [callbacks[0]]
  t.match(await create({ callbacks, registration }), {
    status: 400,
    body: { message: /does not list https:\/\/b\.example/ },
  })
  for (const wrong of ['nonsense', { keys: [] }, [1], null, 'x'.repeat(100_000)]) {
    listed = wrong
    t.match(await create({ callbacks, registration }), { status: 400, body: { message: /sector_identifier_uri/ } })
  }
  listed = [...callbacks, CALLBACK]
  asked = 0
  const app = await registerClient(p, { callbacks: [CALLBACK, ...callbacks], registration })
  t.equal(asked, 1)
  const other = await registerClient(p, { callbacks: [CALLBACK], registration })
  const sub = async (client: typeof app) => claimsOf((await p.tokens(client, ada)).body.id_token).sub
  t.equal(await sub(app), await sub(other))
  t.equal(asked, 2, 'read when a client is registered, not when somebody signs in')

  const patch = (settings: object) => p.app.api('PATCH', `/clients/${app.client_id}`, settings)
  t.match(
    await patch({ callbacks: ['https://c.example/callback'] }),
    { status: 400 },
    'a callback that it does not list',
  )
  t.match(await patch({ callbacks: [CALLBACK] }), { status: 200 })
  t.match(await patch({ name: 'Other' }), { status: 200 })
  t.equal(asked, 4, 'and again when callbacks change')
  for (const uri of ['http://localhost/x', 'https://user@localhost/x', 'nonsense'])
    t.match(await create({ callbacks, registration: { ...registration, sector_identifier_uri: uri } }), { status: 400 })
})

t.test('a client whose sector cannot be told is refused', async t => {
  const create = (settings: object) => p.app.api('POST', '/clients', { name: 'App', ...PAIRWISE, ...settings })
  for (const settings of [
    { app_type: 'spa' },
    { app_type: 'non_interactive' },
    { app_type: 'non_interactive', callbacks: [CALLBACK] },
    { app_type: 'native', callbacks: ['com.example.app:/callback'] },
    { app_type: 'spa', callbacks: ['https://*.apps.example.com/callback'] },
    { app_type: 'spa', callbacks: ['https://a.example/', 'https://a.example:444/'] },
  ])
    t.match(await create(settings), { status: 400, body: { errorCode: 'invalid_body' } })
  const app = await registerClient(p, PAIRWISE)
  t.match(
    await p.app.api('PATCH', `/clients/${app.client_id}`, { callbacks: ['https://a.example/', 'https://b.example/'] }),
    { status: 400 },
  )
})

t.test('an address inside is not asked for a document', async t => {
  const closed = await createTestApp(t, { outbound_allow: [] })
  listed = [CALLBACK]
  asked = 0
  const registration = { subject_type: 'pairwise', sector_identifier_uri }
  const body = { name: 'App', app_type: 'spa', callbacks: [CALLBACK], registration }
  t.match(await closed.api('POST', '/clients', body), { status: 400, body: { message: /cannot be read/ } })
  t.equal(asked, 0)
})

t.test('the salt is made once, is sealed, and outlives its sealing key', async t => {
  const q = await createProtocol(t)
  const salt = async () =>
    (await q.app.database.query("select pairwise_salt from tenants where tenant_id = 'default'")).rows[0].pairwise_salt
  t.equal(await salt(), null, 'none until somebody needs one')
  const salts = await Promise.all([1, 2, 3, 4].map(() => q.store.subjects.salt()))
  t.equal(new Set(salts.map(String)).size, 1, 'of many at once one makes it')
  const sealed = await salt()
  t.match(sealed, /^v1\.test\./)

  const lovelace = await q.createUser()
  const client = { callbacks: [CALLBACK], registration: { subject_type: 'pairwise' } }
  const before = await subjectFor(q.store, client, lovelace.user_id)
  const { reseal } = await import('../../src/store/reseal.ts')
  const ring = [{ id: 'new', key: Buffer.alloc(32, 9) }, ...KEYS]
  await reseal(q.app.store.db, createSeal(ring))
  t.match(await salt(), /^v1\.new\./)
  const again = await createTestApp(t, { database: q.app.database, encryption_keys: ring })
  t.equal(await subjectFor(new Protocol(again).store, client, lovelace.user_id), before)

  const input = { tenant_id: 'other', domain: 'other.localhost' }
  const other = q.app.store.forTenant(await createTenant(q.app.store, input, newAdministrationClient(), new Date()))
  t.not(await subjectFor(other, client, lovelace.user_id), before, 'another tenant has another one')
})

t.test('a confidential client’s token verifies like any other', async t => {
  const app = await registerClient(p, { ...CONFIDENTIAL, ...PAIRWISE, jwt_configuration: { alg: 'ES256' } })
  const authorized = await p.authorized(app, ada)
  const { body } = await p.redeem(app, authorized, { client_secret: app.client_secret })
  const keySet = createRemoteJWKSet(new URL('/.well-known/jwks.json', p.issuer))
  const { payload } = await jwtVerify(body.id_token, keySet, { issuer: p.issuer, audience: app.client_id })
  t.equal(payload.sub, await subAt('app.example'))
})

t.test('a user who acts (RFC 8693 §4.1) is named as its client knows her', async t => {
  const registered = await registerClient(p, {
    ...CONFIDENTIAL,
    ...PAIRWISE,
    grant_types: ['authorization_code', TOKEN_EXCHANGE],
  })
  const api = await registerApi(p)
  const app = (await p.store.facts.client(registered.client_id))!
  const tokenOf = async (person: typeof ada) => {
    const authorized = await p.authorized(app, person, { audience: api.identifier, scope: 'openid read:things' })
    return (await p.redeem(app, authorized, asClient(app))).body.access_token as string
  }
  const [subject_token, actor_token] = [await tokenOf(ada), await tokenOf(grace)]
  const { status, body, text } = await exchange(p, app, subject_token, { actor_token, actor_token_type: ACCESS_TOKEN })
  t.equal(status, 200, text)
  const { sub, act } = claimsOf(body.access_token)
  t.equal(sub, await subjectFor(p.store, app, ada.user_id))
  t.equal(act.sub, await subjectFor(p.store, app, grace.user_id))
  t.equal(act.sub, claimsOf(actor_token).sub)
  t.notMatch(JSON.stringify(claimsOf(body.access_token)), grace.user_id)
})
