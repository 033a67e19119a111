import { jwtVerify } from 'jose'
import t from 'tap'
import { CALLBACK, challengeOf, claimsOf, createProtocol, headerOf, locationOf } from '../support/protocol.ts'

const p = await createProtocol(t)
const ada = await p.createUser({ given_name: 'Ada', family_name: 'Lovelace', picture: 'https://cdn.example/ada.png' })
const bea = await p.createUser()
const client = await p.createClient()
const silently = { prompt: 'none' }

t.test('ID tokens carry the claims of the scopes, in every flow', async t => {
  const { body } = await p.tokens(client, ada, { nonce: 'n-0S6_WzA2Mj', scope: 'openid profile email phone' })
  const { iat, exp, updated_at, sid, ...claims } = claimsOf(body.id_token)
  t.same(claims, {
    iss: p.issuer,
    sub: ada.user_id,
    aud: client.client_id,
    nonce: 'n-0S6_WzA2Mj',
    name: 'Ada Lovelace',
    given_name: 'Ada',
    family_name: 'Lovelace',
    nickname: 'ada',
    picture: 'https://cdn.example/ada.png',
    email: ada.email,
    email_verified: true,
  })
  t.match(updated_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'Auth0: an ISO string')
  t.match(sid, /^[\w-]{43}$/)
})

t.test('sid is the session, not its cookie, and the same for every client', async t => {
  const { body, browser } = await p.tokens(client, ada)
  const other = await p.createClient()
  const second = await p.tokens(other, ada, silently, browser)
  const { sid } = claimsOf(body.id_token)
  t.equal(claimsOf(second.body.id_token).sid, sid)
  const cookie = [...browser.cookies.values()].find(({ name }) => name === 'lintel_session')
  t.ok(cookie)
  t.not(cookie?.value, sid)
  const session = await p.store.sessions.find(sid, new Date())
  t.same(session?.client_ids, [client.client_id, other.client_id].sort())
  t.match(session, { user_id: ada.user_id, device: { initial_ip: '127.0.0.1', last_ip: '127.0.0.1' } })
})

t.test('without openid there is no ID token', async t => {
  const api = await p.createApi()
  const { body } = await p.tokens(client, ada, { scope: 'profile read:things', audience: api.identifier })
  t.notOk('id_token' in body)
})

t.test('a client may have its ID tokens signed with its secret', async t => {
  const hs = await p.createClient({
    app_type: 'regular_web',
    token_endpoint_auth_method: 'client_secret_post',
    jwt_configuration: { alg: 'HS256', lifetime_in_seconds: 60, secret_encoded: false },
  })
  const { body } = await p.redeem(hs, await p.authorized(hs, ada), { client_secret: hs.client_secret })
  t.equal(headerOf(body.id_token).alg, 'HS256')
  const { payload } = await jwtVerify(body.id_token, new TextEncoder().encode(hs.client_secret), {
    audience: hs.client_id,
  })
  t.equal(payload.sub, ada.user_id)
})

t.test('prompt=none: signed in or an error, never a page', async t => {
  const nobody = await p.authorized(client, ada, silently)
  t.equal(nobody.callback.searchParams.get('error'), 'login_required')
  t.equal(nobody.callback.searchParams.get('error_description'), 'Login required')
  const { browser } = await p.tokens(client, ada)
  const silent = await p.authorized(client, ada, silently, browser)
  t.equal((await p.redeem(client, silent)).status, 200)
  const mixed = await p.authorized(client, ada, { prompt: 'none login' }, browser)
  t.equal(mixed.callback.searchParams.get('error'), 'invalid_request')
})

t.test('a browser that is signed in is sent straight back', async t => {
  const { browser } = await p.tokens(client, ada)
  const page = await p.authorize(browser, {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
  })
  t.equal(locationOf(page).origin, 'https://app.example')
})

t.test('prompt=login, select_account and max_age ask again, and auth_time says when', async t => {
  const { browser, body } = await p.tokens(client, ada)
  for (const parameters of [{ prompt: 'login' }, { prompt: 'select_account' }, { max_age: '0' }]) {
    const page = await p.authorize(browser, {
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: challengeOf('v'.repeat(43)),
      code_challenge_method: 'S256',
      ...parameters,
    })
    t.match(locationOf(page).pathname, /^\/u\//, JSON.stringify(parameters))
    const callback = locationOf(await p.signIn(browser, page, ada))
    const again = await p.redeem(client, { callback, verifier: 'v'.repeat(43) })
    t.equal(claimsOf(again.body.id_token).sid, claimsOf(body.id_token).sid, 'the session goes on')
  }
  const recent = await p.authorized(client, ada, { max_age: '1000', ...silently }, browser)
  const { body: timed } = await p.redeem(client, recent)
  t.ok(Math.abs(claimsOf(timed.id_token).auth_time - Date.now() / 1000) < 60)
  await p.app.database.query(`update sessions set authenticated_at = authenticated_at - interval '2000 seconds'`)
  const old = await p.authorized(client, ada, { max_age: '1000', ...silently }, browser)
  t.equal(old.callback.searchParams.get('error'), 'login_required')
})

t.test('id_token_hint: the person who is meant, or nobody', async t => {
  const { browser, body } = await p.tokens(client, ada)
  const beas = (await p.tokens(client, bea)).body.id_token
  const same = await p.authorized(client, ada, { ...silently, id_token_hint: body.id_token }, browser)
  t.ok(same.callback.searchParams.get('code'))
  const other = await p.authorized(client, ada, { ...silently, id_token_hint: beas }, browser)
  t.equal(other.callback.searchParams.get('error'), 'login_required')
  const [head, payload] = body.id_token.split('.')
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
  for (const forged of [none, `${head}.${payload}.${'A'.repeat(342)}`, 'x']) {
    const refused = await p.authorized(client, ada, { ...silently, id_token_hint: forged }, browser)
    t.equal(refused.callback.searchParams.get('error'), 'invalid_request', forged.slice(-10))
  }
})

t.test('a session ends when it idles and when it is old, whatever happens in it', async t => {
  const { browser } = await p.tokens(client, ada)
  await p.app.database.query(`update sessions set idle_expires_at = now() - interval '1 minute'`)
  const idle = await p.authorized(client, ada, silently, browser)
  t.equal(idle.callback.searchParams.get('error'), 'login_required')

  const second = await p.tokens(client, ada)
  await p.app.database.query(`update sessions set expires_at = now() - interval '1 minute'`)
  const old = await p.authorized(client, ada, silently, second.browser)
  t.equal(old.callback.searchParams.get('error'), 'login_required')
})

t.test('the session’s lifetimes are the tenant’s settings, and use moves the idle end only', async t => {
  await p.store.settings.update({ session_lifetime_in_minutes: 60, idle_session_lifetime_in_minutes: 10 }, new Date())
  await p.settled()
  const { browser, body } = await p.tokens(client, ada)
  const session = () => p.store.sessions.find(claimsOf(body.id_token).sid, new Date())
  const before = await session()
  t.ok(Math.abs(Number(before?.idle_expires_at) - Date.now() - 600_000) < 30_000)
  t.ok(Math.abs(Number(before?.expires_at) - Date.now() - 3_600_000) < 30_000)
  await p.app.database.query(`update sessions set idle_expires_at = idle_expires_at - interval '5 minutes'`)
  await p.authorized(client, ada, silently, browser)
  const after = await session()
  t.ok(Math.abs(Number(after?.idle_expires_at) - Date.now() - 600_000) < 30_000)
  t.equal(Number(after?.expires_at), Number(before?.expires_at))
  await p.store.settings.update(
    { session_lifetime_in_minutes: null, idle_session_lifetime_in_minutes: null },
    new Date(),
  )
  await p.settled()
})

t.test('a blocked or removed user is signed out at once', async t => {
  const cleo = await p.createUser()
  const { browser } = await p.tokens(client, cleo)
  await p.store.users.update(cleo.user_id, { blocked: true }, new Date())
  const blocked = await p.authorized(client, cleo, silently, browser)
  t.equal(blocked.callback.searchParams.get('error'), 'login_required')
  await p.store.users.remove(cleo.user_id)
  const gone = await p.authorized(client, cleo, silently, browser)
  t.equal(gone.callback.searchParams.get('error'), 'login_required')
})

t.test('a client uses the connections that are enabled for it, also by single sign-on', async t => {
  const { browser } = await p.tokens(client, ada)
  const stranger = await p.createClient()
  await p.store.connections.disableClients(p.connection_id, { only: [stranger.client_id] })
  await p.settled()
  const silent = await p.authorized(stranger, ada, silently, browser)
  t.equal(silent.callback.searchParams.get('error'), 'login_required')
  const named = await p.authorized(client, ada, { connection: 'nowhere' }, browser)
  t.equal(named.callback.searchParams.get('error'), 'invalid_request')
})

t.test('form_post and web_message answer by a page with one script, known by its hash (CVE-2026-29191)', async t => {
  const spa = await p.createClient({ web_origins: ['https://app.example'] })
  const { browser } = await p.tokens(spa, ada)
  const request = {
    client_id: spa.client_id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: '"><script>alert(1)</script>',
    code_challenge: challengeOf('v'.repeat(43)),
    code_challenge_method: 'S256',
  }
  const form = await p.authorize(browser, { ...request, response_mode: 'form_post' })
  t.equal(form.status, 200)
  t.match(form.body, /<form method="post" action="https:\/\/app\.example\/callback">/)
  t.notMatch(form.body, /<script>alert/)
  t.match(
    form.headers.get('content-security-policy'),
    /^default-src 'none';script-src 'sha256-[\w+/=]+';base-uri 'none'$/,
  )
  t.equal(form.headers.get('x-frame-options'), 'DENY')

  const message = await p.authorize(browser, { ...request, response_mode: 'web_message', prompt: 'none' })
  t.equal(message.status, 200)
  t.match(message.body, /type: 'authorization_response'/)
  t.match(message.body, /"redirect_uri":"https:\/\/app\.example\/callback"/)
  t.notMatch(message.body, /<script>alert/)
  t.match(
    message.headers.get('content-security-policy'),
    /script-src 'sha256-.*frame-ancestors https:\/\/app\.example$/,
  )
  t.equal(message.headers.get('x-frame-options'), null)

  const error = await p.authorize(p.browser(), { ...request, response_mode: 'web_message', prompt: 'none' })
  t.match(error.body, /"error":"login_required"/)

  const foreign = await p.authorize(browser, {
    ...request,
    client_id: client.client_id,
    response_mode: 'web_message',
    prompt: 'none',
  })
  t.equal(foreign.status, 400)
  t.notMatch(foreign.body, /"code"/, 'only to origins that the client registered')
  t.equal(foreign.headers.get('x-frame-options'), 'DENY')
})

t.test('what would keep people out is not ignored', async t => {
  for (const parameters of [
    { organization: 'org_1' },
    { invitation: 'x' },
    { request: 'x.y.z' },
    { request_uri: 'https://evil.example' },
    { registration: '{}' },
  ]) {
    const { callback } = await p.authorized(client, ada, parameters)
    t.ok(callback.searchParams.get('error'), JSON.stringify(parameters))
  }
})
