// OpenID Connect Back-Channel Logout 1.0, with Auth0's settings. The client is a real server on loopback.
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import t from 'tap'
import { BACKCHANNEL_LOGOUT_RETRIES, endExpiredSessions } from '../../src/oidc/backchannel-logout.ts'
import { endSessions } from '../../src/oidc/interaction.ts'
import type { NewClient } from '../../src/store/clients.ts'
import type { LogoutInitiator, OidcLogout } from '../../src/store/schema.ts'
import { createTestApp } from '../support/app.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { startListeningClient } from '../support/listening-client.ts'
import { CALLBACK, claimsOf, createProtocol, type Person } from '../support/protocol.ts'
import { statementsOf, untilFactsAreKept } from '../support/statements.ts'
import type { Visitor } from '../support/visitor.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const p = await createProtocol(t)
const jwks = createRemoteJWKSet(new URL('/.well-known/jwks.json', p.issuer))

type Settings = Omit<OidcLogout, 'backchannel_logout_urls'>
const selected = (...selected_initiators: LogoutInitiator[]): Settings => ({
  backchannel_logout_initiators: { mode: 'custom', selected_initiators },
})
const ALL: Settings = { backchannel_logout_initiators: { mode: 'all' } }

/** A client that is told at this URL. */
async function listening(url: string, settings: Settings = {}, patch: Partial<NewClient> = {}) {
  const client = await p.createClient({ oidc_logout: { backchannel_logout_urls: [url], ...settings }, ...patch })
  await p.settled()
  return client
}

type Clients = Awaited<ReturnType<typeof listening>>[]

/** Somebody who is signed in to these clients in one browser. */
async function signedIn(clients: Clients, person?: Person) {
  const ada = person ?? (await p.createUser())
  const browser = p.browser()
  let tokens: { id_token: string; refresh_token: string } | undefined
  for (const client of clients) tokens = (await p.tokens(client, ada, {}, browser)).body
  const { sid, sub } = claimsOf(tokens!.id_token)
  return { ada, browser, sid: sid as string, sub: sub as string, tokens: tokens! }
}
const logOut = (browser: Visitor, id_token_hint: string) =>
  browser.fetch(`/oidc/logout?${new URLSearchParams({ id_token_hint })}`)
const noJobs = async () => {
  const { rows } = await p.app.database.query("select data from pgboss.job where name = 'backchannel_logout'")
  return rows.length === 0
}
const eventsOf = async (sid: string) => {
  const { rows } = await p.app.database.query(
    "select type, client_id, user_id, details from log_events where session_id = $1 and type like 'oidc%' order by log_id",
    [sid],
  )
  return rows
}

t.test('while no client listens, a logout is what it was: the session is read and ended', async t => {
  const client = await p.createClient()
  const { browser, tokens } = await signedIn([client])
  const again = await signedIn([client])
  await untilFactsAreKept(p.app)
  await logOut(again.browser, again.tokens.id_token)
  const seen = await statementsOf(p.app, () => logOut(browser, tokens.id_token))
  t.same(
    seen.filter(kind => kind !== 'log'),
    ['read', 'write'],
  )
  t.ok(await noJobs())
})

t.test('the clients of the session are told by a logout token, and nobody else', async t => {
  const rp = await startListeningClient(t)
  const one = await listening(rp.url('/one'))
  const two = await listening(rp.url('/two?x=1'))
  const stranger = await listening(rp.url('/stranger'))
  const deaf = await p.createClient()
  await signedIn([stranger])
  const { browser, sid, sub, tokens } = await signedIn([one, deaf, two])
  const began = Math.floor(Date.now() / 1000)
  t.equal((await logOut(browser, tokens.id_token)).status, 200)
  const logout_tokens = await rp.tokensOf(sid, 2)
  t.same(rp.told.map(({ path }) => path).sort(), ['/one', '/two?x=1'])
  t.same(
    rp.told.map(({ type, fields }) => ({ type, fields })),
    Array(2).fill({ type: 'application/x-www-form-urlencoded', fields: ['logout_token'] }),
  )
  const audiences = []
  for (const token of logout_tokens) {
    const { payload, protectedHeader } = await jwtVerify(token, jwks, { issuer: p.issuer, typ: 'logout+jwt' })
    t.match(protectedHeader, { alg: 'RS256', typ: 'logout+jwt', kid: String })
    t.same(Object.keys(payload).sort(), ['aud', 'events', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub', 'trace_id'])
    t.match(payload, { sid, sub, events: { [EVENT]: {} } })
    t.ok((payload.iat as number) >= began)
    t.equal((payload.exp as number) - (payload.iat as number), 120)
    audiences.push(payload.aud)
  }
  t.same(audiences.sort(), [one.client_id, two.client_id].sort())
  t.not(decodeJwt(logout_tokens[0]!).jti, decodeJwt(logout_tokens[1]!).jti)
  await eventually(noJobs)
  t.match(
    await eventsOf(sid),
    Array(2).fill({ type: 'oidc_backchannel_logout_succeeded', user_id: sub, details: { initiator: 'rp-logout' } }),
  )
})

t.test('every way in which a session ends has its name, and a client hears of those that it selected', async t => {
  const rp = await startListeningClient(t)
  const everything = await listening(rp.url('/everything'), ALL)
  const by_default = await listening(rp.url('/default'))
  const { api } = p.app
  const user = (id: string) => `/users/${encodeURIComponent(id)}`
  type Session = Awaited<ReturnType<typeof signedIn>>
  const ways: { [way: string]: [LogoutInitiator, (session: Session) => Promise<unknown>] } = {
    'RP-initiated logout': ['rp-logout', ({ browser, tokens }) => logOut(browser, tokens.id_token)],
    '/v2/logout': ['rp-logout', ({ browser }) => browser.fetch('/v2/logout')],
    'a logout that was confirmed': [
      'rp-logout',
      async ({ browser }) => browser.submit(await browser.fetch('/oidc/logout'), {}, 'accept'),
    ],
    'somebody else signs in': [
      'rp-logout',
      async ({ browser }) => p.authorized(everything, await p.createUser(), { prompt: 'login' }, browser),
    ],
    'DELETE /sessions/{id}': ['session-revoked', ({ sid }) => api('DELETE', `/sessions/${sid}`)],
    'POST /sessions/{id}/revoke': ['session-revoked', ({ sid }) => api('POST', `/sessions/${sid}/revoke`)],
    'DELETE /users/{id}/sessions': ['session-revoked', ({ sub }) => api('DELETE', `${user(sub)}/sessions`)],
    'POST /users/{id}/revoke-access': ['session-revoked', ({ sub }) => api('POST', `${user(sub)}/revoke-access`, {})],
    'a new password': [
      'password-changed',
      ({ sub }) => api('PATCH', user(sub), { password: 'a new battery, stapled' }),
    ],
    'a new address': [
      'email-identifier-changed',
      ({ sub }) => api('PATCH', user(sub), { email: `new-${Date.now()}@example.com` }),
    ],
    'a user who is blocked': ['account-deactivated', ({ sub }) => api('PATCH', user(sub), { blocked: true })],
    'a user who is deleted': ['account-deleted', ({ sub }) => api('DELETE', user(sub))],
    'a session that expired': [
      'session-expired',
      async ({ sid }) => {
        const past = new Date(Date.now() - 60_000)
        await p.app.database.query('update sessions set idle_expires_at = $1 where id = $2', [past, sid])
        t.equal(await endExpiredSessions(p.store, new Date(Date.now() - 30_000), 10), 1)
      },
    ],
  }
  for (const [way, [initiator, end]] of Object.entries(ways)) {
    const session = await signedIn([everything, by_default])
    await end(session)
    const heard = initiator === 'rp-logout' ? 2 : 1
    const tokens = await rp.tokensOf(session.sid, heard)
    t.same(
      tokens.map(token => claimsOf(token).sub),
      Array(heard).fill(session.sub),
      way,
    )
    await eventually(noJobs)
    t.equal((await rp.tokensOf(session.sid)).length, heard, way)
    t.match(await eventsOf(session.sid), Array(heard).fill({ details: { initiator } }), way)
    t.equal(await p.store.sessions.find(session.sid, new Date()), undefined, way)
  }
})

t.test('a password that is reset by a link, and a connection that is deleted, end sessions too', async t => {
  const rp = await startListeningClient(t)
  const client = await listening(rp.url(), ALL)
  const reset = await signedIn([client])
  const ticket = await p.app.api('POST', '/tickets/password-change', { user_id: reset.sub })
  const browser = p.browser()
  const form = await browser.get(ticket.body.ticket)
  const password = 'a new battery, stapled'
  t.equal((await browser.submit(form, { 'password-reset': password, 're-enter-password': password })).status, 200)
  await rp.tokensOf(reset.sid)

  const created = await p.app.api('POST', '/connections', { name: 'brief', strategy: 'auth0' })
  await p.store.connections.enableClients(created.body.id, [client.client_id])
  await p.settled()
  const connection = { id: created.body.id, name: 'brief', strategy: 'auth0' }
  const { user_id } = await p.store.users.create({ connection, email: 'brief@example.com' }, new Date())
  const [home, there] = [p.connection_id, p.browser()]
  p.connection_id = connection.id
  const { body } = await p.tokens(client, { user_id, email: 'brief@example.com' }, {}, there)
  p.connection_id = home
  t.equal((await p.app.api('DELETE', `/connections/${connection.id}`)).status, 202)
  await rp.tokensOf(claimsOf(body.id_token).sid)
  await eventually(noJobs)
})

t.test('housekeeping finds the sessions that have expired, and their clients are told', async t => {
  const database = await createDatabase()
  t.teardown(() => database.drop())
  const rp = await startListeningClient(t)
  const before = await createProtocol(t, { database })
  const oidc_logout = { backchannel_logout_urls: [rp.url()], ...ALL }
  const { body } = await before.tokens(await before.createClient({ oidc_logout }), await before.createUser())
  const { sid } = claimsOf(body.id_token)
  const { body: later } = await before.tokens(await before.createClient({ oidc_logout }), await before.createUser())
  await database.query("update sessions set idle_expires_at = now() - interval '6 minutes' where id = $1", [sid])
  await before.app.close()
  await database.query("delete from pgboss.job where name = 'housekeeping'")
  const { app } = await createProtocol(t, { database })
  const [token = ''] = await rp.tokensOf(sid)
  t.equal(claimsOf(token).iss, app.issuer)
  const { rows } = await database.query('select id from sessions')
  t.same(rows, [{ id: claimsOf(later.id_token).sid }])
  t.equal(rp.told.length, 1)
})

t.test(
  'what does not end a session tells nobody: a profile, a block that is lifted, the same address once more',
  async t => {
    const rp = await startListeningClient(t)
    const client = await listening(rp.url(), ALL)
    const { ada, sid, tokens } = await signedIn([client])
    const path = `/users/${encodeURIComponent(ada.user_id)}`
    for (const patch of [{ name: 'Ada' }, { blocked: false }, { email: ada.email.toUpperCase() }])
      t.equal((await p.app.api('PATCH', path, patch)).status, 200)
    t.ok(await p.store.sessions.find(sid, new Date()))
    t.ok(await noJobs())
    t.equal((await p.app.api('PATCH', path, { blocked: true })).status, 200)
    await rp.tokensOf(sid)
    t.equal((await p.refresh(client, tokens.refresh_token)).status, 401)
    t.equal((await p.app.api('PATCH', path, { blocked: false })).status, 200)
    t.equal((await p.refresh(client, tokens.refresh_token)).status, 200, 'her refresh tokens have waited')
  },
)

t.test('a client that selected other ends hears of a logout all the same, and of those', async t => {
  const rp = await startListeningClient(t)
  const choosy = await listening(rp.url(), selected('password-changed'))
  const revoked = await signedIn([choosy])
  await p.app.api('DELETE', `/sessions/${revoked.sid}`)
  const out = await signedIn([choosy])
  await logOut(out.browser, out.tokens.id_token)
  await rp.tokensOf(out.sid)
  await eventually(noJobs)
  t.equal(rp.told.length, 1)
})

t.test('what fails is tried again, signed anew; 400 is the client’s last word', async t => {
  const rp = await startListeningClient(t)
  const client = await listening(rp.url())
  const first = await signedIn([client])
  rp.statuses.push(503)
  await logOut(first.browser, first.tokens.id_token)
  const [failed, succeeded] = (await rp.tokensOf(first.sid, 2)).map(token => decodeJwt(token))
  t.not(failed?.jti, succeeded?.jti)
  t.equal(failed?.trace_id, succeeded?.trace_id)
  await eventually(noJobs)
  t.match(await eventsOf(first.sid), [
    { type: 'oidc_backchannel_logout_succeeded', details: { trace_id: failed?.trace_id } },
  ])

  const second = await signedIn([client])
  rp.statuses.push(400)
  await logOut(second.browser, second.tokens.id_token)
  await rp.tokensOf(second.sid)
  await eventually(noJobs)
  t.equal((await rp.tokensOf(second.sid)).length, 1)
  t.match(await eventsOf(second.sid), [{ type: 'oidc_backchannel_logout_failed', client_id: client.client_id }])
})

t.test('what is given up is in the tenant’s log', async t => {
  const rp = await startListeningClient(t)
  const client = await listening(rp.url())
  const { query } = p.app.database
  const tried = (limit: number) =>
    query(`update pgboss.queue set retry_limit = ${limit} where name = 'backchannel_logout'`)
  await tried(0)
  const { browser, sid, tokens } = await signedIn([client])
  rp.statuses.push(500)
  await logOut(browser, tokens.id_token)
  await rp.tokensOf(sid)
  await eventually(noJobs)
  t.match(await eventsOf(sid), [{ type: 'oidc_backchannel_logout_failed', client_id: client.client_id }])
  await tried(BACKCHANNEL_LOGOUT_RETRIES)
})

t.test('a client that cannot be reached holds up nobody else', async t => {
  const rp = await startListeningClient(t)
  const gone = await listening('http://127.0.0.1:9/logout')
  const there = await listening(rp.url())
  const { browser, sid, tokens } = await signedIn([gone, there])
  await logOut(browser, tokens.id_token)
  await rp.tokensOf(sid)
  await eventually(() => p.app.logs.some(line => line.includes('a job of kind \\"backchannel_logout\\" failed')))
  await p.store.clients.update(gone.client_id, { oidc_logout: null }, new Date())
  await p.settled()
  await eventually(noJobs)
})

t.test('what waits in the outbox says nothing in clear, and outlives the user', async t => {
  const rp = await startListeningClient(t)
  const client = await listening(rp.url(), ALL)
  const { browser, ada, sid, tokens } = await signedIn([client])
  rp.statuses.push(503)
  await logOut(browser, tokens.id_token)
  await rp.tokensOf(sid)
  const { rows } = await p.app.database.query("select data::text from pgboss.job where name = 'backchannel_logout'")
  t.equal(rows.length, 1)
  for (const secret of [sid, ada.user_id, client.client_id]) t.notMatch(rows[0]?.data, secret)
  await p.app.api('DELETE', `/users/${encodeURIComponent(ada.user_id)}`)
  await rp.tokensOf(sid, 2)
  await eventually(noJobs)
})

t.test('what is undone tells nobody', async t => {
  const rp = await startListeningClient(t)
  const client = await listening(rp.url(), ALL)
  const { sid } = await signedIn([client])
  const undone = p.store.transaction(async tx => {
    t.equal(await endSessions(tx, { id: sid, initiator: 'session-revoked' }, new Date()), 1)
    throw new Error('no')
  })
  await t.rejects(undone, { message: 'no' })
  t.ok(await p.store.sessions.find(sid, new Date()))
  t.ok(await noJobs())
})

t.test('session metadata come along where they are wanted', async t => {
  const rp = await startListeningClient(t)
  const wants = { backchannel_logout_session_metadata: { include: true } }
  const curious = await listening(rp.url('/curious'), wants)
  const discreet = await listening(rp.url('/discreet'))
  const { browser, sid, tokens } = await signedIn([curious, discreet])
  await p.app.api('PATCH', `/sessions/${sid}`, { session_metadata: { cart: '42' } })
  await logOut(browser, tokens.id_token)
  const told = (await rp.tokensOf(sid, 2)).map(token => decodeJwt(token))
  t.same(told.find(({ aud }) => aud === curious.client_id)?.session_metadata, { cart: '42' })
  t.notOk(told.find(({ aud }) => aud === discreet.client_id)?.session_metadata)
})

t.test('the token is signed like the client’s ID tokens, and names the user as they do', async t => {
  const rp = await startListeningClient(t)
  const hmac = await listening(
    rp.url('/hmac'),
    {},
    {
      token_endpoint_auth_method: 'client_secret_post',
      jwt_configuration: { alg: 'HS256', lifetime_in_seconds: 60, secret_encoded: false },
    },
  )
  const pairwise = await listening(rp.url('/pairwise'), {}, { registration: { subject_type: 'pairwise' } })
  const ada = await p.createUser()
  const browser = p.browser()
  const { body: known } = await p.tokens(pairwise, ada, {}, browser)
  const { callback, verifier } = await p.authorized(hmac, ada, {}, browser)
  const { client_secret } = hmac
  const { body } = await p.redeem(hmac, { callback, verifier }, { client_secret })
  const { sid, sub } = claimsOf(known.id_token)
  t.not(sub, ada.user_id)
  await logOut(browser, body.id_token)
  const told = await rp.tokensOf(sid, 2)
  const of = (client_id: string) => told.find(token => decodeJwt(token).aud === client_id) ?? ''
  t.equal(decodeProtectedHeader(of(hmac.client_id)).alg, 'HS256')
  const secret = new TextEncoder().encode(client_secret)
  t.equal((await jwtVerify(of(hmac.client_id), secret)).payload.sub, ada.user_id)
  t.equal((await jwtVerify(of(pairwise.client_id), jwks)).payload.sub, sub)
})

t.test('a logout token is no ID token hint', async t => {
  const rp = await startListeningClient(t)
  const client = await listening(rp.url())
  const { browser, sid, tokens } = await signedIn([client])
  await logOut(browser, tokens.id_token)
  const [logout_token = ''] = await rp.tokensOf(sid)
  t.equal((await logOut(browser, logout_token)).status, 400)
})

t.test('a private address is not called, whatever the client registered (CVE-2026-4874)', async t => {
  const app = await createTestApp(t, { outbound_allow: [] })
  const rp = await startListeningClient(t)
  const store = app.store.forTenant({ tenant_id: 'default', issuer: app.issuer })
  const [client] = await store.clients.list({}, { limit: 1, offset: 0 })
  const oidc_logout = { backchannel_logout_urls: [rp.url()] }
  await store.clients.update(client!.client_id, { oidc_logout }, new Date())
  await store.enqueue('backchannel_logout', {
    client_id: client!.client_id,
    sub: 'auth0|1',
    sid: 'session',
    initiator: 'rp-logout',
    trace_id: 'trace',
  })
  await eventually(() => app.logs.some(line => line.includes('LINTEL_OUTBOUND_ALLOW')))
  t.same(rp.told, [])
})

t.test('a client’s settings: Auth0’s names, the older one too; one URL, checked', async t => {
  const { api } = p.app
  const oidc_logout = {
    backchannel_logout_urls: ['https://rp.example/logout'],
    backchannel_logout_initiators: { mode: 'custom', selected_initiators: ['rp-logout', 'session-expired'] },
    backchannel_logout_session_metadata: { include: true },
  }
  const created = await api('POST', '/clients', { name: 'listens', callbacks: [CALLBACK], oidc_logout })
  t.equal(created.status, 201)
  t.same(created.body.oidc_logout, oidc_logout)
  const path = `/clients/${created.body.client_id}`
  t.same((await api('GET', path)).body.oidc_logout, oidc_logout)
  const older = { backchannel_logout_urls: ['http://localhost:3000/logout'] }
  const renamed = await api('PATCH', path, { oidc_backchannel_logout: older })
  t.same(renamed.body.oidc_logout, older, 'replaced as a whole')
  t.notOk('oidc_backchannel_logout' in renamed.body)
  t.equal((await api('PATCH', path, { oidc_backchannel_logout: older, oidc_logout: older })).status, 200)
  t.equal((await api('PATCH', path, { oidc_backchannel_logout: older, oidc_logout })).status, 400)
  for (const url of [
    'http://rp.example/logout',
    'app://logout',
    'https://*.rp.example/logout',
    'https://user@rp.example/',
    'https://rp.example/#x',
    'javascript:alert(1)',
    '/logout',
  ])
    t.equal((await api('PATCH', path, { oidc_logout: { backchannel_logout_urls: [url] } })).status, 400, url)
  for (const wrong of [
    { backchannel_logout_urls: ['https://a.example/', 'https://b.example/'] },
    { backchannel_logout_urls: [], more: true },
    { backchannel_logout_initiators: { mode: 'none' } },
    { backchannel_logout_initiators: { mode: 'custom', selected_initiators: ['whenever'] } },
  ])
    t.equal((await api('PATCH', path, { oidc_logout: wrong })).status, 400, JSON.stringify(wrong))
  t.notOk('oidc_logout' in (await api('PATCH', path, { oidc_logout: null })).body)
})

t.test('discovery says so', async t => {
  const { body } = await p.get('/.well-known/openid-configuration')
  t.match(body, { backchannel_logout_supported: true, backchannel_logout_session_supported: true })
})
